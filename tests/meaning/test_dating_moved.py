"""Dates of what was moved, given up, limited, counted or ended, as the network parses them.

Told on Wednesday, 14 May 2031.
"""

from datetime import date

import pytest

import dragoman
from dragoman.language.tag import tag
from dragoman.meaning.dating import date_of, statement_date
from dragoman.meaning.dating_narrative import event_date
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.ontology import DateHow, EventType, Grain
from dragoman.spans import Text
from dragoman.types import When

PUBLISHED = date(2031, 5, 14)


def read(sentence: str) -> Tree:
    text = Text(sentence)
    return Tree(text, tag(text))


def told(when: When) -> str:
    """The first day and the last one."""
    if when.interval is None:
        return "undated"
    start, end = when.interval.start, when.interval.end
    last = date.fromordinal(end.toordinal() - 1)
    return f"{start:%m-%d}" if last == start else f"{start:%m-%d} {last:%m-%d}"


MOVED = [
    ("The talks set for 19 May were pushed back by a week.", "talks", "05-26 06-01", "its week"),
    ("The summit, planned for Monday, was brought forward by two days.", "summit", "05-17",
     "to the day"),
    ("The talks set for 19 May were put off by two days to 22 May.", "talks", "05-22",
     "a day that is named"),
    ("The meeting was brought forward by two days and will now open on Friday.", "meeting",
     "05-16", "a day that is named later"),
    ("The forum on 9-10 June was moved to 16-17 June.", "forum", "06-16 06-17", "a range"),
    ("Monday's talks were moved to Friday.", "talks", "05-16", "not the day that it owns"),
    ("The summit had been due on 9 May but was postponed to 23 May.", "summit", "05-23",
     "by the second verb"),
    ("The talks, originally set for 9 May, will now be held on 23 May.", "talks", "05-23",
     "what was set once"),
    ("The talks were initially planned for Sunday. Now it will be Thursday or Friday.", "talks",
     "05-15 05-16", "told again as it"),
    ("The talks were put off from Monday to Friday.", "talks", "05-16", "no range"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "noun", "expected", "reason"), MOVED)
def test_the_date_of_what_was_moved(sentence: str, noun: str, expected: str, reason: str) -> None:
    tree = read(sentence)
    times = find_times(tree, PUBLISHED)
    found = event_date(tree, tree.words.index(noun), times, PUBLISHED)
    assert told(found) == expected, reason


DATED = [
    ("The ministers will meet no later than 20 May.", "meet", "05-14 05-20", "a last day"),
    ("The ministers will meet before 20 May.", "meet", "05-14 05-19", "a day that is too late"),
    ("She proposed talks in Lima before the end of the month.", "talks", "05-14 05-31", "a noun"),
    ("The ministers met before 10 May.", "met", "undated", "nothing to come"),
    ("The envoy must answer within 48 hours.", "answer", "05-14 05-16", "hours in days"),
    ("The talks will resume two days after the truce takes effect on 20 May.", "resume", "05-22",
     "counted from the clause that follows"),
    ("A day after the ministers met in Lima on Sunday, guns shelled the port.", "met", "05-11",
     "its own day"),
    ("They will meet on Thursday or Friday.", "meet", "05-15 05-16", "either day"),
    ("They will meet on Friday or Monday.", "meet", "05-16 05-19", "either day, apart"),
    ("The premier arrives in Oslo on Friday for a three-day visit.", "arrives", "05-16 05-18",
     "as long as it says"),
    ("The envoys wound up six days of talks in Oslo on Monday.", "talks", "05-07 05-12",
     "back from its end"),
    ("The envoy flew home on Monday, after two hours of talks in Oslo.", "talks", "05-12",
     "hours of the same day"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "act", "expected", "reason"), DATED)
def test_the_date_of_an_act(sentence: str, act: str, expected: str, reason: str) -> None:
    tree = read(sentence)
    times = find_times(tree, PUBLISHED)
    assert told(date_of(tree, tree.words.index(act), times, PUBLISHED)) == expected or (
        told(event_date(tree, tree.words.index(act), times, PUBLISHED)) == expected
    ), reason


def test_a_limit_is_as_coarse_as_a_month() -> None:
    tree = read("The ministers will meet no later than 30 May.")
    times = find_times(tree, PUBLISHED)
    found = date_of(tree, tree.words.index("meet"), times, PUBLISHED)
    assert found.interval and found.interval.grain is Grain.MONTH


def test_what_is_welcomed_in_passing_does_not_date_the_saying() -> None:
    tree = read("While welcoming the release of three of them yesterday, she warned Lima.")
    times = find_times(tree, PUBLISHED)
    for cue in ("welcoming", "warned"):
        found = statement_date(tree, tree.words.index(cue), times, PUBLISHED)
        assert found.how is DateHow.PUBLICATION


SAID = [
    ("Peru called on Chile on Monday to open the port.", "05-12",
     "its clause"),
    ("Peru called on Chile to open the port.", "05-14", "the report's"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected", "reason"), SAID)
def test_what_one_does_by_saying_it_is_of_that_day(
    sentence: str, expected: str, reason: str
) -> None:
    reading = dragoman.read(sentence, published=PUBLISHED.isoformat())
    (event,) = (one for one in reading.events if one.type is EventType.REQUEST)
    assert told(event.when) == expected, reason


def test_a_meeting_told_again_keeps_the_day_it_was_held_on() -> None:
    reading = dragoman.read(
        "The foreign ministers of Peru and Chile met. The meeting took place on Monday.",
        published=PUBLISHED.isoformat(),
    )
    assert {told(event.when) for event in reading.events} == {"05-12"}
