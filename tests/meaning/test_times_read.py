"""Dates of whole sentences as the network parses them: which way each points, and from what."""

from datetime import date

import pytest

from dragoman.language.tag import tag
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.spans import Text

PUBLISHED = date(2031, 5, 14)
"""A Wednesday, in ISO week 20."""


def values(sentence: str) -> str:
    text = Text(sentence)
    return " ".join(time.value for time in find_times(Tree(text, tag(text)), PUBLISHED))


AHEAD_OR_BEHIND = [
    ("The envoy will raise it when he meets the premier in October.", "2031-10", "a time clause"),
    ("He warned that troops would enter if there was no pact by September.", "2031-09", "if"),
    ("They agreed to hold talks in July.", "2031-07", "what was agreed"),
    ("They had agreed to meet on Thursday, but the talks were called off.", "2031-05-15", "had"),
    ("The forum, which was to open in Lima in April, was held in Oslo.", "2031-04", "the nearer"),
    ("The ministers were to have met on Tuesday.", "2031-05-13", "to have met"),
    ("The visit had been due to begin on Monday.", "2031-05-12", "had been due"),
    ("The minister is due in Lima on Saturday.", "2031-05-17", "is due in"),
    ("The talks have been pushed back to Friday.", "2031-05-16", "where it was moved to"),
    ("The session was moved from Thursday to Monday.", "2031-05-15 2031-05-19", "both ends"),
    ("Officials said the two sides had set a meeting for Saturday.", "2031-05-17", "set for"),
    ("He cancelled Friday's talks with the premier.", "2031-05-16", "what was cancelled"),
    ("The minister will attend Friday's summit.", "2031-05-16", "what will be attended"),
    ("She condemned Friday's attack.", "2031-05-09", "what was condemned"),
    ("Preparations for a September summit continue.", "2031-09", "what is prepared"),
    ("By Tuesday the guns had fallen silent.", "2031-05-13", "by, past perfect"),
    ("The hostages could be freed over the weekend.", "2031-W20-WE", "the weekend ahead"),
    ("The truce took effect on Friday.", "2031-05-09", "past"),
    ("The two leaders last met in October.", "2030-10", "past"),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), AHEAD_OR_BEHIND)
def test_a_date_lies_where_its_clause_points(sentence: str, expected: str, reason: str) -> None:
    assert values(sentence) == expected, reason


FORMS = [
    ("The premier will travel to Oslo on the 21st.", "2031-05-21", "a day without its month"),
    ("They have until the 3rd to answer.", "2031-06-03", "of the month to come"),
    ("She opened the 14th summit in Lima.", "", "not the ordinal of a noun"),
    ("Ships carried 90,000 tons of wheat a year.", "P1Y", "a rate"),
    ("The call came an hour after the attack.", "PT1H", "a length"),
    ("They refused to name a day.", "", "a date, not a length"),
    ("They will meet for the first time in fourteen months.", "P14M", "the measure of a first"),
    ("He told the daily Vesta that it was open.", "", "a paper"),
    ("The two sides exchange fire daily.", "P1D", "a frequency"),
    ("By midday Tuesday the port was open.", "2031-05-13T12:00", "a clock time by name"),
    ("By evening the port was open.", "2031-05-14TEV", "of the day told of"),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), FORMS)
def test_a_form_is_read_or_left(sentence: str, expected: str, reason: str) -> None:
    assert values(sentence) == expected, reason


NARRATED = [
    ("The army crossed the river on Monday. The same day the premier fled.",
     "2031-05-12 2031-05-12", "the sentence before"),
    ("Jets took off on Saturday, the ministry said on Monday. A day later they were back.",
     "2031-05-10 2031-05-12 2031-05-11", "not the day of saying"),
    ("The pact was signed on 3 May. It had held since early April. A week later it broke down.",
     "2031-05-03 2031-04 2031-05-10", "no edge, and as fine as the day"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected", "reason"), NARRATED)
def test_what_follows_goes_from_the_day_narrated(
    sentence: str, expected: str, reason: str
) -> None:
    assert values(sentence) == expected, reason


def test_the_date_line_of_a_page_is_no_time_of_the_report() -> None:
    page = "THE LAKE HERALD | Tuesday, May 13, 2031 | page 4\nThe envoys met on Monday."
    assert values(page) == "2031-05-12"


def test_half_a_month_is_its_first_or_last_days() -> None:
    text = Text("They will meet in the first half of June.")
    (time,) = find_times(Tree(text, tag(text)), PUBLISHED)
    assert time.interval and (time.interval.start, time.interval.end) == (
        date(2031, 6, 1), date(2031, 6, 16),
    )  # fmt: skip
