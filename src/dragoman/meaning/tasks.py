"""Tree, statements and meetings → tasks: who charged whom with what."""

from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings import innermost
from dragoman.meaning.status import status_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus
from dragoman.types import OUTLET, Meeting, Statement, Task

UNREAL = frozenset({EventStatus.NEGATED, EventStatus.DENIED, EventStatus.CANCELLED})


@cache
def _verbs() -> dict[str, str]:
    return {row["lemma"]: row["task"] for row in lexicon.table("task_verbs")}


def find_tasks(
    tree: Tree, cast: Cast, statements: tuple[Statement, ...], meetings: tuple[Meeting, ...]
) -> tuple[Task, ...]:
    """All tasks of a report, in order."""
    found: list[Task] = []
    for i, token in enumerate(tree.tokens):
        if token.upos != "VERB" or token.lemma not in _verbs() or status_of(tree, i) in UNREAL:
            continue
        charged_by, charged = _parties(tree, cast, i)
        what = _what(tree, i, _verbs()[token.lemma])
        if not charged or what is None or set(charged) & set(charged_by):
            continue
        # "ask" and "tell" charge only those who are under the one who speaks.
        if token.lemma in ("ask", "tell") and not _own(tree, i):
            continue
        words = [t for t in tree.subtree(what) if tree.relation(t) != "punct"]
        span = tree.span(words)
        said = innermost(statements, token.span)
        asserter = said.speaker if said is not None and said.speaker is not None else OUTLET
        target = next((m.id for m in meetings if any(span.holds(x) for x in m.mentions)), None)
        found.append(Task(f"k{len(found) + 1}", charged_by, charged, span, asserter, target))
    return tuple(found)


def _parties(tree: Tree, cast: Cast, i: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    passive = tree.having(i, ("nsubj:pass",))
    if passive:
        agents = tree.having(i, ("obl:agent",))
        return (cast.phrase(agents[0]) if agents else ()), cast.phrase(passive[0])
    subject = tree.subject(i)
    objects = tree.having(i, ("obj", "iobj"))
    charged: tuple[str, ...] = ()
    for child in objects[:1]:
        # "its envoys – A and B –": the names stand in apposition and are the ones charged.
        named = [id for c in tree.having(child, ("appos", "parataxis")) for id in cast.phrase(c)]
        charged = tuple(dict.fromkeys(named)) or cast.phrase(child)
    return (cast.phrase(subject) if subject is not None else ()), charged


def _what(tree: Tree, i: int, task: str) -> int | None:
    for child in tree.having(i, ("xcomp", "advcl", "obl", "ccomp")):
        marks = {tree.lower[m] for m in tree.having(child, ("mark", "case"))}
        if "with" in marks and task in ("with", "any"):
            return child
        if "to" in marks and tree.tokens[child].upos == "VERB" and task in ("to", "any"):
            return child
    return None


def _own(tree: Tree, i: int) -> bool:
    """Whether the one who is asked belongs to the asker: "asked her envoy to …"."""
    return any(tree.having(o, ("nmod:poss",)) for o in tree.having(i, ("obj", "iobj")))
