"""Tree, Cast and statements → threats that hang on another's act.

"Oslo's response to new raids will be harsh" and "Oslo will respond to any attempt to seize ships":
a word for answering (`event_response`) with a future verb, or inside a warning, and a hostile act
that would be answered. That act is the condition, and those who would do it are the target.
"""

from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_acts import Act
from dragoman.meaning.event_arguments import (
    actors_of,
    agent,
    dependents,
    owner_token,
    owners_of,
    patient,
    preposition,
)
from dragoman.meaning.event_codes import COOPERATIVE, code_of_noun, in_class
from dragoman.meaning.status import Standing, standing_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType

_OPEN = (EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.CONDITIONAL)


def find_threats(tree: Tree, cast: Cast, warned: frozenset[int]) -> tuple[Act, ...]:
    """Threats to answer an act; `warned` are the tokens inside warnings and threats."""
    found = []
    for i, token in enumerate(tree.tokens):
        pos = {"VERB": "verb", "NOUN": "noun"}.get(token.upos)
        prepositions = None if pos is None else _answers(tree, i, pos)
        if prepositions is not None:
            act = _threat(tree, cast, i, prepositions, i in warned)
            if act is not None:
                found.append(act)
    return tuple(found)


def _threat(
    tree: Tree, cast: Cast, i: int, prepositions: tuple[str, ...], warned: bool
) -> Act | None:
    standing = standing_of(tree, i)
    if standing.status not in _OPEN and not (warned and standing.status is EventStatus.HAPPENED):
        return None
    actors = _doers(tree, cast, i)
    if not actors:
        return None
    answered = _answered(tree, i, prepositions)
    condition, targets = standing.condition, tuple[str, ...]()
    if answered is not None:
        if not _hostile(tree, answered, warned):
            return None
        condition = tree.span(_phrase(tree, answered))
        targets = owners_of(tree, cast, answered, of=False)
    if condition is None:
        return None
    return Act(
        EventType.THREATEN, None, "130", (i,), actors,
        tuple(t for t in targets if t not in actors),
        Standing(EventStatus.CONDITIONAL, condition),
    )  # fmt: skip


def _answers(tree: Tree, i: int, pos: str) -> tuple[str, ...] | None:
    lemma = tree.lemmas[i].lower()
    for child in tree.having(i, ("compound", "advmod")):
        if (f"{lemma} {tree.lower[child]}", pos) in _table():
            return _table()[f"{lemma} {tree.lower[child]}", pos]
    return _table().get((lemma, pos))


def _doers(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    if tree.tokens[i].upos == "VERB":
        return actors_of(tree, cast, agent(tree, i))
    return actors_of(tree, cast, owner_token(tree, i)) or owners_of(tree, cast, i, of=False)


def _answered(tree: Tree, i: int, prepositions: tuple[str, ...]) -> int | None:
    """The noun of the act that would be answered."""
    if "obj" in prepositions:
        return patient(tree, i)
    return next(dependents(tree, i, prepositions), None)


def _hostile(tree: Tree, noun: int, warned: bool) -> bool:
    """Whether a noun names a hostile act; in a warning anything but an overture will do."""
    if in_class(tree, noun, "overture"):
        return False
    code = code_of_noun(tree, noun)
    if code is not None and code.type not in COOPERATIVE:
        return True
    return warned or in_class(tree, noun, "hostile")


def _phrase(tree: Tree, noun: int) -> list[int]:
    """The words of a noun phrase without its preposition and closing marks."""
    case = {c for c in tree.having(noun, ("case", "punct", "cc")) if c < noun}
    words = [t for t in tree.subtree(noun, without=("parataxis",)) if t not in case]
    while len(words) > 1 and tree.relation(words[-1]) == "punct":
        words.pop()
    return words if preposition(tree, noun) or words else [noun]


@cache
def _table() -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (row["word"], row["pos"]): tuple(row["prepositions"].split())
        for row in lexicon.table("event_response")
    }
