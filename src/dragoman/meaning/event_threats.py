"""Tree, Cast and statements → threats that hang on another's act.

"Oslo's response to new raids will be harsh" and "Oslo will respond to any attempt to seize ships":
a word for answering (`event_response`) with a future verb, or inside a warning, and a hostile act
that would be answered. That act is the condition, and those who would do it are the target.
"""

from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import (
    actors_of,
    agent,
    dependents,
    owner_token,
    owners_of,
    passive,
    patient,
    preposition,
)
from dragoman.meaning.event_codes import COOPERATIVE, Act, code_of_noun, code_of_verb, in_class
from dragoman.meaning.status import Standing, standing_of
from dragoman.meaning.status_conditions import condition_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import Act as Saying
from dragoman.ontology import EventStatus, EventType
from dragoman.spans import Span
from dragoman.types import Statement

_UTTERING = ("warn", "caution", "vow", "swear")
_WARNINGS = (Saying.WARN, Saying.THREATEN)
_ARMED = ("GOV", "MIL", "REB", "OPP", None)
_ANY = frozenset({"any", "another", "more", "further", "new", "every", "each", "renewed", "future"})
_HARM = (EventType.COERCE, EventType.ASSAULT, EventType.SANCTION)
_OPEN = (EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.CONDITIONAL)


def find_threats(tree: Tree, cast: Cast, said: dict[int, Statement]) -> tuple[Act, ...]:
    """Threats to answer an act; `said` are the tokens inside statements."""
    found = []
    for i, token in enumerate(tree.tokens):
        pos = {"VERB": "verb", "NOUN": "noun"}.get(token.upos)
        prepositions = None if pos is None else _answers(tree, i, pos)
        if prepositions is not None:
            act = _threat(tree, cast, i, prepositions, said.get(i))
            if act is not None:
                found.append(act)
        elif pos == "verb" and tree.lemmas[i] in _UTTERING:
            act = _warning(tree, cast, i)
            if act is not None:
                found.append(act)
    return tuple(found)


def _threat(
    tree: Tree, cast: Cast, i: int, prepositions: tuple[str, ...], statement: Statement | None
) -> Act | None:
    warned = statement is not None and statement.act in _WARNINGS
    standing = standing_of(tree, i)
    if standing.status not in _OPEN and not (warned and standing.status is EventStatus.HAPPENED):
        return None
    actors = _doers(tree, cast, i)
    if not actors and statement is not None and statement.speaker and passive(tree, i):
        # "vowed that every raid will be answered"
        actors = (statement.speaker,)
    if not actors:
        return None
    answered = _answered(tree, i, prepositions)
    condition, targets = standing.condition, tuple[str, ...]()
    if answered is not None:
        if not _hostile(tree, cast, answered, warned):
            return None
        condition = tree.span(_phrase(tree, answered))
        targets = owners_of(tree, cast, answered, of=False)
    if condition is None:
        return None
    targets = targets or _conditioned(tree, cast, condition)
    if statement is not None and statement.speaker and not _acts_for_itself(cast, actors):
        # "The army will go in", said the minister: the threat is his
        actors = (statement.speaker,)
    return Act(
        EventType.THREATEN, None, "130", (i,), actors,
        tuple(t for t in targets if t not in actors),
        Standing(EventStatus.CONDITIONAL, condition),
    )  # fmt: skip


def _conditioned(tree: Tree, cast: Cast, condition: Span) -> tuple[str, ...]:
    """ "if they open fire": those on whose act the threat hangs."""
    head = tree.head_of(condition)
    if head is None or tree.tokens[head].upos != "VERB":
        return ()
    return actors_of(tree, cast, agent(tree, head), owners=False)


def _acts_for_itself(cast: Cast, actors: tuple[str, ...]) -> bool:
    return any(cast.get(a).sector != "MIL" or cast.get(a).country for a in actors)


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


def _warning(tree: Tree, cast: Cast, i: int) -> Act | None:
    """ "warned that one more raid would end the talks": the raid is the condition."""
    actors = actors_of(tree, cast, agent(tree, i))
    for clause in tree.having(i, ("ccomp",)):
        if not {"will", "would"} & set(tree.auxiliaries(clause)):
            continue
        if not actors or cast.get(actors[0]).sector not in _ARMED:
            continue
        noun = next((s for s in tree.having(clause, ("nsubj",)) if s < clause), None)
        condition = condition_of(tree, clause)
        if condition is None and noun is None and _answers(tree, clause, "verb") is not None:
            condition = _opening(tree, clause)
        if noun is None and condition is None:
            continue
        counted = condition is None and noun is not None and _counted(tree, noun)
        if counted and noun is not None and _hostile(tree, cast, noun, warned=False):
            condition = tree.span(_phrase(tree, noun))
        if condition is None:
            continue
        targets = () if noun is None else owners_of(tree, cast, noun, of=False)
        return Act(
            EventType.THREATEN, None, "130", (i,), actors,
            tuple(t for t in targets if cast.side(t) != cast.side(actors[0])),
            Standing(EventStatus.CONDITIONAL, condition), between=tree.lemmas[i] == "warn",
            spoken=clause,
        )  # fmt: skip
    return None


def _opening(tree: Tree, clause: int) -> Span | None:
    """ "every ship seized" of "every ship seized will be answered with …"."""
    first = min(tree.having(clause, ("aux",)), default=clause)
    start = next(iter(tree.having(clause, ("mark",))), min(tree.subtree(clause)) - 1) + 1
    words = [t for t in range(start, first) if tree.relation(t) != "punct"]
    return tree.span(words) if words and tree.lower[words[0]] in _ANY else None


def _counted(tree: Tree, noun: int) -> bool:
    """ "any raid", "one more raid": an act that has not been yet."""
    words = {tree.lower[c] for c in tree.having(noun, ("det", "amod", "nummod"))}
    return bool(words & _ANY)


def _hostile(tree: Tree, cast: Cast, noun: int, warned: bool) -> bool:
    """Whether a noun names a hostile act; in a warning anything but an overture will do."""
    if in_class(tree, noun, "overture"):
        return False
    code = code_of_noun(tree, noun)
    if code is not None and code.type not in COOPERATIVE:
        return True
    for child in tree.having(noun, ("acl",)):
        # "every ship seized"
        done = code_of_verb(tree, cast, child)
        if done is not None and done.type in _HARM:
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
