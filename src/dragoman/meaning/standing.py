"""Claims on the state of one meeting → each side's latest word, and whether the sides differ.

A claim known to the day stands on that day. One known only as an interval, or not at all, stands
with the same side's claim told just before it, as near as its interval lets it: a report tells a
story in order unless it names a day. Claims of one day stand together, but where a side calls or
puts off one day and names a new one: then the new one stands.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dragoman.ontology import moved_on
from dragoman.types import StateClaim, When

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Days:
    """First and last day on which a claim may have been made."""

    first: date
    last: date


def side_of(claim: StateClaim) -> str:
    """The side that a claim counts for; an asserter without a side is a side of its own."""
    return claim.side or claim.asserter


def latest_by_side(states: tuple[StateClaim, ...]) -> dict[str, tuple[StateClaim, ...]]:
    """Claims → side → its claims that no later one of its own has replaced, in text order.

    Sides come in the order in which they first speak.
    """
    sides: dict[str, list[StateClaim]] = {}
    for claim in sorted(states, key=lambda claim: claim.evidence):
        sides.setdefault(side_of(claim), []).append(claim)
    return {side: _latest(claims) for side, claims in sides.items()}


def contested(states: tuple[StateClaim, ...]) -> bool:
    """Whether the latest claims of two sides fall in different families.

    Two sides that both waver between the same families do not contradict each other.
    """
    words = {
        frozenset(claim.state.family for claim in claims)
        for claims in latest_by_side(states).values()
    }
    return len(words) > 1


def _latest(claims: list[StateClaim]) -> tuple[StateClaim, ...]:
    """The claims of one side, in text order → those of its last day."""
    days = _standing(claims)
    last = max((day for day in days if day), default=None)
    own = [claim for claim, day in zip(claims, days, strict=True) if day == last]
    gone = moved_on(claim.state for claim in own)
    return tuple(claim for claim in own if claim.state not in gone)


def _standing(claims: list[StateClaim]) -> list[date | None]:
    """The day each claim stands on; None for all when the report dates none of them."""
    spans = [_days(claim.when) for claim in claims]
    days: list[date | None] = []
    before: date | None = None
    for span in spans:
        if span:
            before = min(max(before or span.first, span.first), span.last)
        days.append(before)
    # What comes before the first dated claim is told in its light: "… has been called off.
    # She said on Tuesday that …"
    opening = next((day for day in days if day), None)
    return [day or opening for day in days]


def _days(when: When) -> _Days | None:
    if when.interval is None:
        return None
    first, end = _day(when.interval.start), when.interval.end
    if isinstance(end, datetime):
        return _Days(first, max(first, (end - timedelta(microseconds=1)).date()))
    return _Days(first, max(first, end - _DAY))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
