"""Months, seasons, quarters, years and larger: told on a Wednesday, 14 May 2031."""

from datetime import date

import pytest

from dragoman.ontology import Grain
from dragoman.types import Interval
from tests.meaning.test_times import times_of

ONE = [
    ("They last met in February.", "February", "2031-02", None),
    ("They met in July.", "July", "2030-07", None),
    ("It will be signed next March.", "next March", "2032-03", None),
    ("They will return in early August.", "early August", "2031-08", "START"),
    ("It was signed in June of last year.", "June of last year", "2030-06", None),
    ("It fell this spring.", "this spring", "2031-SP", None),
    ("They will meet this summer.", "this summer", "2031-SU", None),
    ("They met last summer.", "last summer", "2030-SU", None),
    ("They met in the winter.", "the winter", "2030-WI", None),
    ("It will open in the autumn.", "the autumn", "2031-FA", None),
    ("Trade fell in last year's third quarter.", "last year's third quarter", "2030-Q3", None),
    ("Trade rose in the first quarter.", "the first quarter", "2031-Q1", None),
    ("It rose in the fourth quarter of 2029.", "the fourth quarter of 2029", "2029-Q4", None),
    ("It fell in the quarter ended March.", "the quarter", "2031-Q1", None),
    ("The pact of nineteen ninety-six held.", "nineteen ninety-six", "1996", None),
    ("It was nineteen fourteen.", "nineteen fourteen", "1914", None),
    ("It began in two thousand.", "two thousand", "2000", None),
    ("The late '80s were hard.", "The late '80s", "198", "END"),
    ("The seventies were hard.", "The seventies", "197", None),
    ("The twenty-first century began.", "The twenty-first century", "20", None),
    ("The next century will tell.", "The next century", "21", None),
    ("They met in the second half of last year.", "the second half of last year", "2030-H2", None),
    ("In late 2030 they met.", "late 2030", "2030", "END"),
    ("Earlier in 2031 they met.", "Earlier in 2031", "2031", "START"),
    ("Pre-2020 treaties hold.", "Pre-2020", "2020", "BEFORE"),
    ("They will decide by the end of the month.", "the end of the month", "2031-05", "END"),
    ("They met at the beginning of the year.", "the beginning of the year", "2031", "START"),
    ("They will meet next month or so.", "next month or so", "2031-06", "APPROX"),
    ("It must close by year-end.", "year-end", "2031-12-31", "END"),
    ("It has grown since year-end.", "year-end", "2030-12-31", "END"),
    ("They met last weekend.", "last weekend", "2031-W19-WE", None),
    ("They will meet over the weekend.", "the weekend", "2031-W20-WE", None),
    ("They will meet next weekend.", "next weekend", "2031-W21-WE", None),
    ("They will meet the week of June 2.", "the week of June 2", "2031-W23", None),
    ("They will meet a week from Tuesday.", "a week from Tuesday", "2031-05-27", None),
]


@pytest.mark.parametrize(("sentence", "words", "value", "mod"), ONE)
def test_a_period(sentence: str, words: str, value: str, mod: str | None) -> None:
    (time,) = times_of(sentence)
    assert sentence[time.span.start : time.span.end] == words
    assert (time.value, time.mod) == (value, mod)


AFTER = [
    ("They met in 2029. The following year, trade rose.", "2029", "2030"),
    ("They met in 2029. That year, trade rose.", "2029", "2029"),
    ("They met in March 2029. In June of that year they parted.", "2029-03", "2029-06"),
    ("It rose in the third quarter from the year-ago quarter.", "2030-Q3", "2029-Q3"),
]


@pytest.mark.parametrize(("sentence", "first", "second"), AFTER)
def test_a_period_counts_from_the_one_told_before(sentence: str, first: str, second: str) -> None:
    one, other = times_of(sentence)
    assert (one.value, other.value) == (first, second)
    assert other.anchor == one.id


def test_the_past_year_runs_up_to_the_report() -> None:
    (time,) = times_of("They met over the past year.")
    assert time.interval == Interval(date(2030, 5, 14), date(2031, 5, 14), Grain.YEAR)


def test_a_clock_after_a_weekend_is_of_no_told_day() -> None:
    weekend, clock = times_of("They met over the weekend. It ended at 3 p.m.")
    assert weekend.value == "2031-W19-WE"
    assert clock.value == "2031-05-14T15:00"


@pytest.mark.parametrize("sentence", ["They will meet in June.", "They met in the third quarter."])
def test_without_a_day_no_year_is_made_up(sentence: str) -> None:
    (time,) = times_of(sentence, None)
    assert time.value.startswith("XXXX-")
    assert time.interval is None
