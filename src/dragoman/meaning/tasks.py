"""Tree, statements and meetings → tasks: who charged whom with what."""

from dataclasses import dataclass
from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings.agents import agent_of
from dragoman.meaning.meetings.phrases import leaders, members, named
from dragoman.meaning.meetings.words import DASHES
from dragoman.meaning.status import status_of
from dragoman.meaning.tree import Tree
from dragoman.meaning.voices import voice
from dragoman.ontology import ActorKind, EventStatus
from dragoman.spans import Span
from dragoman.types import OUTLET, Meeting, Statement, Task

UNREAL = frozenset({EventStatus.NEGATED, EventStatus.DENIED, EventStatus.CANCELLED})
REQUESTS = frozenset({"ask", "tell", "send", "dispatch"})
"""Verbs that charge only those who are under the one who speaks."""


@cache
def _verbs() -> dict[str, str]:
    return {row["lemma"]: row["task"] for row in lexicon.table("task_verbs")}


def find_tasks(
    tree: Tree, cast: Cast, statements: tuple[Statement, ...], meetings: tuple[Meeting, ...]
) -> tuple[Task, ...]:
    """All tasks of a report, in order of the verbs that charge."""
    found: list[Task] = []
    marked = _marked(tree)
    for i in range(len(tree)):
        seen = marked.get(i)
        if not (seen or tree.lemmas[i] in _verbs()) or status_of(tree, i) in UNREAL:
            continue
        span = _told(tree, cast, i, seen.span if seen is not None else None)
        if span is None and seen is not None and seen.score >= CERTAIN:
            span = seen.span
        if span is None or any(span.meets(task.span) for task in found):
            continue
        said = _outer(tree, statements, i)
        asserter = said.speaker if said is not None and said.speaker is not None else OUTLET
        charged_by, charged = _parties(tree, cast, i)
        charged = tuple(id for id in charged if id not in charged_by)
        target = _target(meetings, tree, i, span, said)
        found.append(Task(f"k{len(found) + 1}", charged_by, charged, span, asserter, target))
    return tuple(found)


def _told(tree: Tree, cast: Cast, i: int, seen: Span | None) -> Span | None:
    """The words of a task that a verb charges someone known with; None where it charges nobody.

    `seen`: the words of one that the network sees under it; any verb may then charge.
    """
    token = tree.tokens[i]
    if token.upos != "VERB":
        return None
    what = _what(tree, i, _verbs().get(token.lemma, "any"))
    if what is None:
        what = tree.head_of(seen) if seen is not None else None
    charged_by, charged = _parties(tree, cast, i)
    if what is None or not charged or set(charged) & set(charged_by):
        return None
    if seen is None and token.lemma in REQUESTS and not _own(tree, cast, i, charged_by, charged):
        return None
    return tree.span(t for t in tree.subtree(what) if tree.relation(t) != "punct")


MARKED = 0.9
"""Probability from which words that the network marks are a task of someone known."""

CERTAIN = 0.95
"""Probability from which they are one whoever is charged, and whatever word does so."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """Words that the network marks as a task."""

    span: Span
    score: float


def _marked(tree: Tree) -> dict[int, _Seen]:
    """The word over a task, the nearest verb where there is one → the task that is seen."""
    found: dict[int, _Seen] = {}
    for mark in tree.tags.marks:
        if mark.head == "charge" and mark.score >= MARKED:
            span = tree.span(range(mark.first, mark.last))
            head = tree.head_of(span)
            above = () if head is None else tuple(tree.ancestors(head))
            verb = next((a for a in above if tree.tokens[a].upos == "VERB"), None)
            at = verb if verb is not None else next(iter(above), head)
            if at is not None:
                found.setdefault(at, _Seen(span, mark.score))
    return found


def _outer(tree: Tree, statements: tuple[Statement, ...], i: int) -> Statement | None:
    """The statement in which the charging is told; it is no statement of its own."""
    said = voice(tree, statements, i)
    if said is not None and said.cue is not None and i in tree.within(said.cue):
        return None
    return said


def _target(
    meetings: tuple[Meeting, ...], tree: Tree, i: int, span: Span, said: Statement | None
) -> str | None:
    """The meeting that a task prepares: named in its words, else by the claim beside it."""
    for meeting in meetings:
        if any(span.holds(words) for words in meeting.mentions):
            head = tree.head_of(span)
            before = head is not None and any(
                "before" in (tree.lower[m] for m in tree.having(c, ("mark",)))
                for c in tree.having(head, ("advcl",))
            )
            if not before:
                return meeting.id
    prepares = {tree.lemmas[t] for t in tree.within(span)} & {"agenda", "prepare", "preparation"}
    if prepares:
        clause = tree.span(tree.sentence_tokens(i))
        near = [m for m in meetings if any(clause.holds(c.evidence) for c in m.states)]
        return near[-1].id if near else None
    return None


def _parties(tree: Tree, cast: Cast, i: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    passive = tree.having(i, ("nsubj:pass",))
    if passive:
        agents = tree.having(i, ("obl:agent",))
        return (cast.phrase(agents[0]) if agents else ()), _charged(tree, cast, passive[0])
    subject, _ = agent_of(tree, i)
    objects = tree.having(i, ("obj", "iobj"))
    charged = _charged(tree, cast, objects[0]) if objects else ()
    by = members(tree, cast, subject).ids if subject is not None else ()
    return (by or (cast.phrase(subject) if subject is not None else ())), charged


def _charged(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "Its envoys – A and B –": the names stand in apposition and are the ones charged."""
    beside = tree.having(i, ("appos", "parataxis"))
    if beside:
        beside += [c for c in tree.conjuncts(i) if c != i]
    found = [id for c in beside for id in cast.phrase(c)]
    found = [id for id in found if named(cast, id)]
    own = [id for id in cast.all_at(i) if named(cast, id)]
    readings: list[list[str]] = [list(dict.fromkeys(found)), _between_dashes(tree, cast, i), own]
    # the reading that names most: a lost conjunct is the parse's usual slip here
    most = max(readings, key=len)
    return tuple(most) or cast.phrase(i)


def _between_dashes(tree: Tree, cast: Cast, i: int) -> list[str]:
    """The persons named between two dashes right after a noun."""
    if i + 1 >= len(tree) or tree.words[i + 1] not in DASHES:
        return []
    stop = min(i + 20, tree.sentence_tokens(i).stop)
    end = next((j for j in range(i + 2, stop) if tree.words[j] in DASHES), i)
    ids = cast.within(range(i + 2, end))
    return [id for id in ids if named(cast, id) and cast.get(id).kind is ActorKind.PERSON]


def _what(tree: Tree, i: int, task: str) -> int | None:
    if task == "charge":
        return _in_charge(tree, i)
    direct = tree.having(i, ("xcomp", "advcl", "obl", "ccomp"))
    # "charged a group led by A with drafting": the task may hang on a clause of the object
    below = [
        c
        for o in tree.having(i, ("obj", "iobj"))
        for at in (o, *tree.having(o, ("acl", "appos")))
        for c in tree.having(at, ("acl", "advcl", "xcomp"))
    ]
    for child in (*direct, *below, *_with_later(tree, i)):
        marks = {tree.lower[m] for m in tree.having(child, ("mark", "case"))}
        if "with" in marks and task in ("with", "any"):
            return child
        if "to" in marks and tree.tokens[child].upos == "VERB" and task in ("to", "any"):
            return child
    return None


def _with_later(tree: Tree, i: int) -> list[int]:
    """ "Tasked their envoys – A and B – with drafting a text", wherever the parse hung it."""
    stop = min(i + 25, tree.sentence_tokens(i).stop - 1)
    return [
        j + 1 for j in range(i + 1, stop)
        if tree.lower[j] == "with" and tree.tokens[j + 1].xpos == "VBG"
        and tree.tokens[j].head == j + 1
    ]  # fmt: skip


def _in_charge(tree: Tree, i: int) -> int | None:
    """ "Put the envoy in charge of the talks": the charge with what it is of."""
    for child in tree.having(i, ("obl", "xcomp", "advmod")):
        if tree.lemmas[child] == "charge" and tree.having(child, ("acl", "nmod", "advcl")):
            return child
    return None


def _own(
    tree: Tree, cast: Cast, i: int, charged_by: tuple[str, ...], charged: tuple[str, ...]
) -> bool:
    """Whether the one who is asked belongs to the asker: "asked her envoy to …"; or is a person
    called upon by name and calling: "asked two judges, A and B, to …"."""
    objects = tree.having(i, ("obj", "iobj"))
    if any(tree.having(o, ("nmod:poss",)) for o in objects):
        return True
    if any(tree.having(o, ("appos",)) and tree.tokens[o].upos == "NOUN" for o in objects):
        return True
    if leaders(cast, charged_by) and all(named(cast, id) for id in charged):
        homes = {cast.get(id).country for id in charged_by}
        return all(cast.get(id).country in homes for id in charged)
    return any(cast.get(id).speaks_for in charged_by for id in charged if cast.get(id).speaks_for)
