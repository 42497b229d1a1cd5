"""Which claim is a side's latest word, and when sides contradict each other."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.meaning.standing import contested, latest_by_side
from dragoman.ontology import DateHow, Grain, MeetingState
from dragoman.spans import Span
from dragoman.types import OUTLET, UNDATED, Interval, StateClaim, When

MAY = date(2031, 5, 1)


def on(day: int) -> When:
    return between(day, day + 1)


def between(first: int, end: int) -> When:
    return When(
        DateHow.STATED,
        Interval(MAY + timedelta(first - 1), MAY + timedelta(end - 1), Grain.DAY),
    )


def claims(*rows: tuple[str, str, When]) -> tuple[StateClaim, ...]:
    """Side, state and date, in text order."""
    return tuple(
        StateClaim(MeetingState(state), f"a-{side}", side, Span(10 * i, 10 * i + 5), when)
        for i, (side, state, when) in enumerate(rows)
    )


@pytest.mark.parametrize(
    ("rows", "expected", "reason"),
    [
        (
            [("X", "scheduled", on(3)), ("X", "postponed", on(5))],
            {"X": ["postponed"]},
            "a later day replaces",
        ),
        (
            [("X", "postponed", on(5)), ("X", "scheduled", on(3))],
            {"X": ["postponed"]},
            "background told later in the text is not later",
        ),
        (
            [("X", "in_preparation", on(5)), ("X", "date_not_set", on(5))],
            {"X": ["in_preparation", "date_not_set"]},
            "one day's claims stand together",
        ),
        (
            [("X", "cancelled", on(5)), ("X", "rescheduled", on(5)), ("Y", "cancelled", on(5))],
            {"X": ["rescheduled"], "Y": ["cancelled"]},
            "who calls off one day and names another has moved it",
        ),
        (
            [("X", "cancelled", between(1, 7)), ("X", "conditional", on(6))],
            {"X": ["conditional"]},
            "'earlier this week' gives way to a day of the week told after it",
        ),
        (
            [
                ("X", "cancelled", between(1, 7)),
                ("X", "possible", between(1, 8)),
                ("X", "conditional", on(6)),
            ],
            {"X": ["conditional"]},
            "'later' without a day stands with what it follows",
        ),
        (
            [("X", "scheduled", on(3)), ("X", "postponed", between(4, 7))],
            {"X": ["postponed"]},
            "an interval wholly after a day is later",
        ),
        (
            [("X", "scheduled", on(5)), ("X", "possible", between(1, 9))],
            {"X": ["scheduled", "possible"]},
            "an interval around the day may be the same day",
        ),
        (
            [("X", "scheduled", on(3)), ("X", "cancelled", on(5)), ("X", "possible", UNDATED)],
            {"X": ["cancelled", "possible"]},
            "an undated claim stands with the one before it",
        ),
        (
            [("X", "cancelled", UNDATED), ("X", "scheduled", on(3))],
            {"X": ["cancelled", "scheduled"]},
            "an undated opening is told in the light of the first day",
        ),
        (
            [("X", "cancelled", UNDATED), ("X", "scheduled", UNDATED)],
            {"X": ["cancelled", "scheduled"]},
            "without any date nothing is known to be later",
        ),
        (
            [("X", "scheduled", on(9)), ("Y", "cancelled", on(3)), (OUTLET, "held", on(1))],
            {"X": ["scheduled"], "Y": ["cancelled"], OUTLET: ["held"]},
            "no side replaces another's word",
        ),
    ],
)
def test_latest(rows: list, expected: dict, reason: str) -> None:
    found = latest_by_side(claims(*rows))
    assert {s: [str(c.state) for c in cs] for s, cs in found.items()} == expected, reason


@pytest.mark.parametrize(
    ("rows", "expected", "reason"),
    [
        ([], False, "nobody speaks"),
        ([("X", "scheduled", on(1)), ("X", "cancelled", on(2))], False, "one side moves"),
        ([("X", "scheduled", on(1)), ("Y", "agreed", on(2))], False, "two words, one family"),
        ([("X", "scheduled", on(1)), ("Y", "cancelled", on(2))], True, "two families"),
        ([("X", "scheduled", on(1)), (OUTLET, "not_held", on(2))], True, "the page disagrees"),
        (
            [("X", "conditional", on(2)), ("Y", "date_not_set", on(2)), ("Y", "agreed", on(2))],
            True,
            "one side says more than the other",
        ),
        (
            [("X", "cancelled", on(1)), ("X", "scheduled", on(3)), ("Y", "confirmed", on(2))],
            False,
            "a replaced word does not count",
        ),
    ],
)
def test_contested(rows: list, expected: bool, reason: str) -> None:
    assert contested(claims(*rows)) is expected, reason


def test_clock_times_count_by_their_day() -> None:
    at = When(
        DateHow.STATED,
        Interval(datetime(2031, 5, 4, 14), datetime(2031, 5, 4, 15), Grain.HOUR),
    )
    found = latest_by_side(claims(("X", "agreed", at), ("X", "possible", on(4))))
    assert len(found["X"]) == 2


WHENS = st.one_of(
    st.just(UNDATED),
    st.tuples(st.integers(1, 20), st.integers(1, 9)).map(lambda p: between(p[0], sum(p))),
)
ROWS = st.lists(
    st.tuples(st.sampled_from(["X", "Y", OUTLET]), st.sampled_from(list(MeetingState)), WHENS)
)


@given(ROWS)
def test_every_side_that_speaks_has_a_latest_word(rows: list) -> None:
    states = claims(*rows)
    found = latest_by_side(states)
    assert set(found) == {claim.side for claim in states}
    assert all(found.values())
    assert latest_by_side(states[::-1]) == found
