"""Acts of the tables and triggers that the network marks → one list of acts.

The tables know the fine code of an act and its arguments in the parse; the network knows an act by
its whole sentence, also one whose words are in no table, and how it stands. Where both see an act,
the tables are believed.
"""

from collections.abc import Iterable, Iterator

from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import actors_of, agent, owners_of, patient
from dragoman.meaning.event_codes import ROOTS, Act
from dragoman.meaning.status import Standing
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType
from dragoman.types import Mark

SURE = 0.998
"""Probability from which a trigger that no table knows is an act."""


def with_marks(tree: Tree, cast: Cast, acts: Iterable[Act]) -> tuple[Act, ...]:
    """Acts of the tables, and those that the network alone finds; by trigger."""
    acts = tuple(acts)
    triggers = [m for m in tree.tags.marks if m.head == "trigger" and m.score >= SURE]
    at = {i: mark for mark in triggers for i in range(mark.first, mark.last)}
    seen: set[Mark] = set()
    for act in acts:
        mark = next((at[i] for i in (*act.trigger, *act.arguments) if i in at), None)
        if mark is not None:
            seen.add(mark)
    found = list(acts)
    told = {(act.type, act.actors, act.targets) for act in acts}
    triggers_of = {act.trigger[0] for act in acts}
    for mark in dict.fromkeys(at.values()):
        if mark not in seen and not _within(tree, mark, triggers_of):
            found += [
                act
                for act in _alone(tree, cast, mark)
                if (act.type, act.actors, act.targets) not in told
            ]
    return tuple(sorted(found, key=lambda act: act.trigger))


LIMBS = frozenset({"xcomp", "ccomp", "obj", "acl", "nmod", "conj"})


def _within(tree: Tree, mark: Mark, triggers: set[int]) -> bool:
    """Whether a mark stands in what another act is about: "threatened to close its ports"."""
    at = tree.head_of(tree.span(range(mark.first, mark.last)))
    while at is not None and tree.relation(at) in LIMBS:
        at = tree.head(at)
        if at in triggers:
            return True
    return False


def _alone(tree: Tree, cast: Cast, mark: Mark) -> Iterator[Act]:
    """The act of a trigger that no table has; none without anybody who acts or undergoes it."""
    head = tree.head_of(tree.span(range(mark.first, mark.last)))
    if head is None:
        return
    type = EventType(mark.label)
    doer, done = (goal if goal >= 0 else None for goal in mark.goals)
    noun = tree.tokens[head].upos == "NOUN"
    actors, targets = actors_of(tree, cast, doer), actors_of(tree, cast, done)
    if not noun:
        # of a verb the parse knows better who does what
        actors = actors_of(tree, cast, agent(tree, head)) or actors
        targets = actors_of(tree, cast, patient(tree, head)) or targets
    if noun and not (actors and targets):
        owners = owners_of(tree, cast, head)
        targets = targets or tuple(a for a in owners if a not in actors)
    targets = tuple(target for target in targets if target not in actors)
    if not (actors or targets):
        return
    told = _status(tree, mark)
    status = told[0] if told is not None else EventStatus.HAPPENED
    yield Act(
        type, None, ROOTS[type], (head,), actors, targets, Standing(status), doer=doer,
        symmetric=type is EventType.CONSULT, nominal=noun
    )  # fmt: skip


def _status(tree: Tree, mark: Mark) -> tuple[EventStatus, float] | None:
    for other in tree.tags.marks:
        if other.head == "status" and (other.first, other.last) == (mark.first, mark.last):
            return EventStatus(other.label), other.score
    return None
