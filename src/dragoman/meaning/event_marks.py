"""Acts of the tables and triggers that the network marks → one list of acts.

The tables know the fine code of an act and its arguments in the parse; the network knows an act by
its whole sentence, also one whose words are in no table, and how it stands. Where both see an act,
the network's word counts only when it is nearly certain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import agent, owners_of, patient
from dragoman.meaning.event_codes import ROOTS, Act
from dragoman.meaning.status import Standing
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType
from dragoman.types import Mark

SURE = 0.9
"""Probability from which a trigger that no table knows is an act."""

CERTAIN = 0.97
"""Probability from which the network's label outweighs that of the tables."""


def with_marks(tree: Tree, cast: Cast, acts: Iterable[Act]) -> tuple[Act, ...]:
    """Acts, each with what the network says of it, and those that it alone finds; by trigger."""
    acts = tuple(acts)
    triggers = [m for m in tree.tags.marks if m.head == "trigger" and m.score >= SURE]
    at = {i: mark for mark in triggers for i in range(mark.first, mark.last)}
    seen: set[Mark] = set()
    found = []
    for act in acts:
        mark = next((at[i] for i in (*act.trigger, *act.arguments) if i in at), None)
        if mark is not None:
            seen.add(mark)
        found.append(act if mark is None else _joined(tree, act, mark))
    told = {(act.type, act.actors, act.targets) for act in found}
    for mark in dict.fromkeys(at.values()):
        if mark not in seen:
            found += [
                act
                for act in _alone(tree, cast, mark)
                if (act.type, act.actors, act.targets) not in told
            ]
    return tuple(sorted(found, key=lambda act: act.trigger))


def _joined(tree: Tree, act: Act, mark: Mark) -> Act:
    act = replace(act, marked=mark.score)
    if mark.score >= CERTAIN and mark.label != act.type:
        type = EventType(mark.label)
        act = replace(act, type=type, mode=None, cameo=ROOTS[type])
    told = _status(tree, mark)
    if told is not None and told[1] >= CERTAIN:
        act = replace(act, standing=replace(act.standing, status=told[0]))
    return act


def _alone(tree: Tree, cast: Cast, mark: Mark) -> Iterator[Act]:
    head = tree.head_of(tree.span(range(mark.first, mark.last)))
    if head is None:
        return
    type = EventType(mark.label)
    actors, targets = (_whom(cast, goal) for goal in mark.goals)
    if tree.tokens[head].upos == "NOUN":
        owners = owners_of(tree, cast, head)
        targets = targets or tuple(a for a in owners if a not in actors)
    else:
        actors = actors or _phrase(cast, agent(tree, head))
        targets = targets or _phrase(cast, patient(tree, head))
    told = _status(tree, mark)
    status = told[0] if told is not None else EventStatus.HAPPENED
    yield Act(
        type, None, ROOTS[type], (head,), actors,
        tuple(target for target in targets if target not in actors), Standing(status),
        symmetric=type is EventType.CONSULT, nominal=tree.tokens[head].upos == "NOUN",
        marked=mark.score,
    )  # fmt: skip


def _whom(cast: Cast, goal: int) -> tuple[str, ...]:
    """The actors of the words that a trigger points to."""
    return () if goal < 0 else _phrase(cast, goal)


def _phrase(cast: Cast, i: int | None) -> tuple[str, ...]:
    if i is None:
        return ()
    return cast.phrase(i) or tuple(id for id in [cast.covering(i)] if id)


def _status(tree: Tree, mark: Mark) -> tuple[EventStatus, float] | None:
    for other in tree.tags.marks:
        if other.head == "status" and (other.first, other.last) == (mark.first, mark.last):
            return EventStatus(other.label), other.score
    return None
