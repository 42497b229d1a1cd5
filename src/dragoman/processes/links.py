"""Meetings of one process → which prepares, replaces or follows which."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dragoman.ontology import MeetingKind, MeetingState, StateFamily
from dragoman.processes.sightings import Sighting
from dragoman.processes.values import Joint, Judgement, Kind, Verdict

_LOWER = frozenset({"ministers", "deputies", "experts", "preparatory", "military"})
_GONE = frozenset(
    (MeetingState.ON_HOLD, MeetingState.POSTPONED, MeetingState.CANCELLED, MeetingState.REJECTED)
)
"""States of a meeting in whose place another may come."""


Found = Iterator[tuple[Joint, float, str]]
Seen = Mapping[str, Sequence[Sighting]]


def find_links(joints: Sequence[Joint], seen: Seen) -> list[Judgement]:
    """Each meeting beside each other one; the left one is that which is prepared or came before."""
    found = []
    for joint in joints:
        for verdict, others in (
            (Verdict.FOLLOWS, _followed(joint, joints, seen)),
            (Verdict.REPLACES, _replaced(joint, joints, seen)),
            (Verdict.PREPARES, _prepared(joint, joints, seen)),
        ):
            for other, score, reason in list(others)[:1]:
                found.append(Judgement(Kind.MEETING, other.ref, joint.ref, verdict, score, reason))
    return found


def _followed(
    joint: Joint, joints: Sequence[Joint], seen: Mapping[str, Sequence[Sighting]]
) -> Found:
    """The round before: its number is one less, or it was held when this one was first told."""
    number = _order(seen[joint.ref])
    new = seen[joint.ref][0].new or number is not None
    for other in sorted(joints, key=lambda o: (o.first, o.ref), reverse=True):
        if other.ref == joint.ref or set(other.sides) != set(joint.sides):
            continue
        before = _order(seen[other.ref])
        if number and before and number == before + 1:
            yield other, 1.0, f"round {number} after round {before}"
        held = _held(other)
        like = other.kind is joint.kind
        if new and like and held and not (number and before) and held <= joint.first:
            yield other, 0.7, "told as another once this one was held"


def _replaced(joint: Joint, joints: Sequence[Joint], seen: Seen) -> Found:
    """What was put off or called off before a call of the same sides took its place."""
    if joint.kind is not MeetingKind.CALL or not _held(joint):
        return
    for other in joints:
        levels, theirs = _levels(joint, seen), _levels(other, seen)
        apart = bool(levels and theirs and not levels & theirs)
        shares = len(set(other.sides) & set(joint.sides)) > 1
        if other.kind is MeetingKind.CALL or apart or not shares:
            continue
        gone = [c.day for c in other.claims if c.state in _GONE and c.day <= joint.last]
        held = _held(other)
        called = min(_day(joint) or joint.first, joint.first)
        if gone and (held is None or held > joint.first) and min(gone) <= called:
            yield other, 0.6, "a call once the meeting was put off or called off"


def _prepared(
    joint: Joint, joints: Sequence[Joint], seen: Mapping[str, Sequence[Sighting]]
) -> Found:
    """The meeting of higher rank that is still to come when a lower one is held."""
    levels = _levels(joint, seen)
    if not levels & _LOWER or "leaders" in levels:
        return
    own = {each.report for each in seen[joint.ref]}
    for other in joints:
        theirs = _levels(other, seen)
        high = other.kind in (MeetingKind.SUMMIT, MeetingKind.VISIT, MeetingKind.CONFERENCE)
        apart = other.ref == joint.ref or not (high or "leaders" in theirs)
        shares = set(other.sides) & set(joint.sides) or not joint.sides
        if apart or not shares or not own & {each.report for each in seen[other.ref]}:
            continue
        day, later = _day(joint), _day(other)
        if later is not None and (day is None or day < later):
            yield other, 0.6, f"{min(levels & _LOWER)} meet before it"


def _levels(joint: Joint, seen: Seen) -> set[str]:
    told = {level for each in seen[joint.ref] for level in each.levels}
    return told | {"leaders"} if joint.kind is MeetingKind.SUMMIT else told


def _order(seen: Sequence[Sighting]) -> int | None:
    return next((each.order for each in seen if each.order), None)


def _held(joint: Joint) -> date | None:
    """The first day on which someone told it as held."""
    return min((c.day for c in joint.claims if c.family is StateFamily.HELD), default=None)


def _day(joint: Joint) -> date | None:
    return next((plan.days[0] for plan in reversed(joint.plans) if plan.days), None)
