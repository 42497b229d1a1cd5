"""Events told twice → one; a meeting called off further on → cancelled where it was planned."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dragoman.ontology import DateHow, EventStatus, EventType, MeetingState
from dragoman.types import Event, Meeting, When

_NOT = (EventStatus.DENIED, EventStatus.NEGATED)
_DISTINCT = (EventType.REJECT, EventType.REQUEST, EventType.AGREE, EventType.SUPPORT)
"""Types of which one side may well do two to another: told by different codes they are two."""


def told_in(event: Event, events: list[Event]) -> bool:
    """ "No meeting was agreed": the denial is told, and needs no second entry."""
    if any(_same_meeting(other, event) for other in events):
        return True
    return event.status is EventStatus.DENIED and any(
        (other.status in _NOT and event.evidence.holds(other.trigger))
        or (other.status is EventStatus.CANCELLED and other.meeting == event.meeting)
        for other in events
    )


def _same_meeting(one: Event, other: Event) -> bool:
    alike = one.type is other.type and one.status is other.status
    if not alike or differ(one.when, other.when):
        return False
    return one.meeting == other.meeting or other.evidence.holds(one.trigger)


def called_off(event: Event, meetings: tuple[Meeting, ...]) -> Event:
    """ "She was due to visit Lima; the trip is off": what is planned there is cancelled here."""
    if event.type is not EventType.CONSULT or event.status is not EventStatus.PLANNED:
        return event
    for meeting in meetings:
        if meeting.id == event.meeting:
            off = next((c for c in meeting.states if c.state is MeetingState.CANCELLED), None)
            later = off is not None and event.trigger.start < off.evidence.end
            if off is not None and later and off.denies is None and not off.hedged:
                return replace(event, status=EventStatus.CANCELLED)
    return event


def not_off(event: Event, meetings: tuple[Meeting, ...]) -> Event:
    """ "She denied that the talks had been cancelled": what she says is that they are planned."""
    if event.type is not EventType.CONSULT or event.status not in (*_NOT, EventStatus.CANCELLED):
        return event
    kept = any(
        claim.state is MeetingState.CONFIRMED
        and claim.denies in (MeetingState.CANCELLED, MeetingState.POSTPONED)
        and claim.asserter == event.asserter
        and claim.evidence.holds(event.trigger)
        for meeting in meetings
        if meeting.id == event.meeting
        for claim in meeting.states
    )
    return replace(event, status=EventStatus.PLANNED) if kept else event


def once(events: Iterable[Event]) -> list[Event]:
    """Events told twice become one: the first stands, with what only the other knew."""
    kept: list[Event] = []
    for event in events:
        twin = next((n for n, other in enumerate(kept) if _same(other, event)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = _joined(kept[twin], event)
    return kept


def _same(one: Event, other: Event) -> bool:
    if (one.type, one.status) != (other.type, other.status):
        return False
    if one.type in _DISTINCT and one.cameo != other.cameo:
        return False
    if one.mode and other.mode and one.mode != other.mode:
        return False
    if one.type is EventType.CONSULT:
        if {*one.actors, *one.targets} != {*other.actors, *other.targets}:
            return False
    elif set(one.actors) != set(other.actors) or set(one.targets) != set(other.targets):
        return False
    return not differ(one.when, other.when)


def differ(one: When, other: When) -> bool:
    """Whether two dates rule out that both belong to one act."""
    if one.interval is None or other.interval is None:
        return False
    if not (one.how is other.how is DateHow.STATED):
        return False
    first, second = one.interval, other.interval
    if first.start == second.start:
        return False
    apart = first_day(first.end) <= first_day(second.start)
    return apart or first_day(second.end) <= first_day(first.start)


def first_day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)


def _joined(first: Event, second: Event) -> Event:
    when = first.when if first.when.how is DateHow.STATED else second.when
    if when.how is not DateHow.STATED:
        when = first.when
    return replace(
        first,
        mode=first.mode or second.mode,
        meeting=first.meeting or second.meeting,
        place=first.place or second.place,
        when=when,
    )
