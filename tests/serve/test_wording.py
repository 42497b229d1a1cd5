"""Dates and words as the views tell them."""

from datetime import date, datetime

import pytest

from dragoman.ontology import DateHow, Grain
from dragoman.serve import wording
from dragoman.types import UNDATED, Interval, When


@pytest.mark.parametrize(
    ("first", "end", "grain", "told"),
    [
        (date(2031, 5, 4), date(2031, 5, 5), Grain.DAY, "4 May 2031"),
        (date(2031, 5, 4), date(2031, 5, 7), Grain.DAY, "4–6 May 2031"),
        (date(2031, 4, 28), date(2031, 5, 5), Grain.WEEK, "28 Apr – 4 May 2031"),
        (date(2030, 12, 30), date(2031, 1, 6), Grain.WEEK, "30 Dec 2030 – 5 Jan 2031"),
        (date(2031, 5, 1), date(2031, 6, 1), Grain.MONTH, "May 2031"),
        (date(2031, 12, 1), date(2032, 1, 1), Grain.MONTH, "Dec 2031"),
        (date(2031, 5, 1), date(2031, 5, 11), Grain.MONTH, "1–10 May 2031"),
        (date(2031, 1, 1), date(2032, 1, 1), Grain.YEAR, "2031"),
        (date(2031, 1, 1), date(2033, 1, 1), Grain.YEAR, "1 Jan 2031 – 31 Dec 2032"),
        (datetime(2031, 5, 4, 14), datetime(2031, 5, 4, 15), Grain.HOUR, "4 May 2031, 14:00"),
    ],
)
def test_intervals(first: date, end: date, grain: Grain, told: str) -> None:
    assert wording.interval(Interval(first, end, grain)) == told


def test_the_day_of_the_report_is_a_bound_and_no_date() -> None:
    today = Interval(date(2031, 5, 4), date(2031, 5, 5), Grain.DAY)
    assert wording.when(When(DateHow.PUBLICATION, today)) == "by 4 May 2031"
    assert wording.when(When(DateHow.STATED, today)) == "4 May 2031"
    assert wording.when(UNDATED) == ""


@pytest.mark.parametrize(
    ("words", "limit", "told"),
    [
        ("one two three", 20, "one two three"),
        ("one two three", 9, "one two …"),
        ("one, two", 6, "one …"),
        ("one\n  two\tthree\x1b[0m", 20, "one two three [0m"),
    ],
)
def test_words_on_one_line(words: str, limit: int, told: str) -> None:
    assert wording.short(words, limit) == told
