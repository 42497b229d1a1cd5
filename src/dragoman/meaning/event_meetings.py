"""Meetings and what is said of their states → events: a meeting foretold, held or denied.

A meeting that every claim sees on its way is a consultation planned; a claim that it was held, is
under way or was never planned is one of its own. What is disputed, open, put off or called off
stays with the meeting's states: no event is made of it here.
"""

from collections.abc import Iterator

from dragoman.meaning.cast import Cast
from dragoman.ontology import (
    ActorKind,
    EventStatus,
    EventType,
    MeetingKind,
    MeetingState,
    StateFamily,
)
from dragoman.spans import Span
from dragoman.types import Event, Meeting, StateClaim, Statement

_STATUS = {
    MeetingState.HELD: EventStatus.HAPPENED,
    MeetingState.ONGOING: EventStatus.ONGOING,
    MeetingState.NOT_PLANNED: EventStatus.DENIED,
    MeetingState.PLAN_DENIED: EventStatus.DENIED,
}
_FORETOLD = (
    MeetingState.AGREED, MeetingState.SCHEDULED, MeetingState.EXPECTED, MeetingState.CONFIRMED,
    MeetingState.RESCHEDULED, MeetingState.VENUE_CHANGED,
)  # fmt: skip
_CODES = {MeetingKind.CALL: ("phone", "041"), MeetingKind.TALKS: (None, "046")}


def events_of_meetings(
    cast: Cast, meetings: tuple[Meeting, ...], statements: tuple[Statement, ...]
) -> Iterator[Event]:
    """At most one event a meeting and status, by the first claim that tells it."""
    by_id = {statement.id: statement for statement in statements}
    for meeting in meetings:
        if len(meeting.participants) < 2 and not _body(cast, meeting):
            continue
        told: set[EventStatus] = set()
        claims = [(_status(meeting, claim), claim) for claim in meeting.states]
        for status, claim in claims:
            if status is not None and status not in told:
                told.add(status)
                yield _event(meeting, claim, status, by_id.get(claim.statement or ""))


def _body(cast: Cast, meeting: Meeting) -> bool:
    """ "a session of the Joint Committee": a body meets alone."""
    return bool(meeting.participants) and all(
        cast.get(p).kind is ActorKind.ORGANISATION for p in meeting.participants
    )


def _status(meeting: Meeting, claim: StateClaim) -> EventStatus | None:
    if claim.hedged or claim.denies is not None:
        return None
    foretold = all(other.state.family is StateFamily.FORWARD for other in meeting.states)
    if claim.state in _FORETOLD:
        return EventStatus.PLANNED if foretold else None
    if claim.state.family is StateFamily.HELD and not all(
        other.state.family in (StateFamily.FORWARD, StateFamily.HELD) for other in meeting.states
    ):
        return None
    return _STATUS.get(claim.state)


def _event(
    meeting: Meeting, claim: StateClaim, status: EventStatus, statement: Statement | None
) -> Event:
    mode, cameo = _CODES.get(meeting.kind, (None, "040"))
    return Event(
        id="",
        type=EventType.CONSULT,
        mode=mode,
        cameo=cameo,
        status=status,
        actors=meeting.participants,
        targets=(),
        trigger=_trigger(meeting, claim.evidence),
        evidence=claim.evidence,
        asserter=claim.asserter,
        statement=claim.statement,
        relays=() if statement is None else statement.relays,
        meeting=meeting.id,
        place=meeting.place,
        when=meeting.planned,
    )


def _trigger(meeting: Meeting, evidence: Span) -> Span:
    """The mention inside the evidence, else the evidence itself."""
    return next((m for m in meeting.mentions if evidence.holds(m)), evidence)
