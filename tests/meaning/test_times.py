"""Time expressions: what is marked, its value and interval, and what stays untagged."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.meaning.calendar_time import easter, interval_of, named_day, value_of
from dragoman.meaning.times import find_times
from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_verbs import Direction
from dragoman.meaning.times_words import number
from dragoman.meaning.tree import Tree
from dragoman.ontology import Grain
from dragoman.spans import Span, Text
from dragoman.types import Interval, Sentence, Tags, Time, Token
from evals.times import flat
from tests.meaning.trees import tree_of

PUBLISHED = date(2031, 5, 14)
"""A Wednesday, in ISO week 20."""


def times_of(sentence: str, published: date | None = PUBLISHED) -> tuple[Time, ...]:
    text = Text(sentence)
    return find_times(Tree(text, flat(text)), published)


VALUES = [
    ("The pact was signed on 3 May 2031 in Lima.", "3 May 2031", "2031-05-03"),
    ("They met on 2031-05-03.", "2031-05-03", "2031-05-03"),
    ("They met on 25/04/2031.", "25/04/2031", "2031-04-25"),
    ("They met on the 7th of May.", "the 7th of May", "2031-05-07"),
    ("She left on Friday, May 9.", "Friday, May 9", "2031-05-09"),
    ("She left on December 12.", "December 12", "2030-12-12"),
    ("They will vote on June 3.", "June 3", "2031-06-03"),
    ("The envoys met on Wednesday.", "Wednesday", "2031-05-14"),
    ("The envoys met on Thursday.", "Thursday", "2031-05-08"),
    ("The envoys met last Wednesday.", "last Wednesday", "2031-05-07"),
    ("The envoys will meet on Thursday.", "Thursday", "2031-05-15"),
    ("The envoys will meet next Monday.", "next Monday", "2031-05-19"),
    ("They met on Tuesday night.", "Tuesday night", "2031-05-13TNI"),
    ("They spoke last night.", "last night", "2031-05-13TNI"),
    ("They met on Tuesday at 3 p.m. in Lima.", "Tuesday at 3 p.m.", "2031-05-13T15:00"),
    ("It came at 10:00 GMT on Tuesday.", "10:00 GMT on Tuesday", "2031-05-13T10:00Z"),
    ("They met yesterday.", "yesterday", "2031-05-13"),
    ("They met last week.", "last week", "2031-W19"),
    ("They met over the weekend.", "the weekend", "2031-W19-WE"),
    ("They met earlier this month.", "earlier this month", "2031-05"),
    ("They will meet early next year.", "early next year", "2032"),
    ("It was signed in late March.", "late March", "2031-03"),
    ("It was signed last April.", "last April", "2030-04"),
    ("It was signed in June last year.", "June last year", "2030-06"),
    ("It was signed in the spring of 2029.", "the spring of 2029", "2029-SP"),
    ("Trade fell in the fourth quarter.", "the fourth quarter", "2030-Q4"),
    ("Trade rose in the first half of 2030.", "the first half of 2030", "2030-H1"),
    ("The feud began in the 1990s.", "1990s", "199"),
    ("It is a wall of the 19th century.", "the 19th century", "18"),
    ("The envoy left two days ago.", "two days ago", "2031-05-12"),
    ("The envoy left three months ago.", "three months ago", "2031-02"),
    ("They will meet again in three weeks.", "three weeks", "2031-W23"),
    ("It was the first in three weeks.", "three weeks", "P3W"),
    ("They made a two-day visit.", "two-day", "P2D"),
    ("It was a three-and-a-half-year truce.", "three-and-a-half-year", "P3.5Y"),
    ("It held for several weeks.", "several weeks", "PXW"),
    ("It held over the past two years.", "the past two years", "P2Y"),
    ("They march every Friday.", "every Friday", "XXXX-WXX-5"),
    ("They meet twice a month.", "twice a month", "P1M"),
    ("The post is now shut.", "now", "PRESENT_REF"),
    ("They recently met.", "recently", "PAST_REF"),
    ("They will sign before Christmas.", "Christmas", "2031-12-25"),
    ("It began on Easter Monday.", "Easter Monday", "2031-04-14"),
]


@pytest.mark.parametrize(("sentence", "words", "value"), VALUES)
def test_a_family_is_marked_and_resolved(sentence: str, words: str, value: str) -> None:
    found = {sentence[t.span.start : t.span.end]: t.value for t in times_of(sentence)}
    assert found == {words: value}


TRAPS = [
    ("Theresa May said so.", "a name"),
    ("They may travel.", "an auxiliary"),
    ("Crowds began a march on the port.", "a noun"),
    ("The sun rose.", "an abbreviation of Sunday in lower case"),
    ("The second envoy left.", "an ordinal"),
    ("Group of 20 leaders agreed.", "a group"),
    ("The council passed Resolution 1999.", "a number"),
    ("The 12-nation bloc agreed.", "no unit of time"),
    ("They sent 2000 troops.", "a count"),
    ("The captain, a 40-year-old, spoke.", "an age"),
]


@pytest.mark.parametrize(("sentence", "reason"), TRAPS)
def test_a_trap_stays_untagged(sentence: str, reason: str) -> None:
    assert times_of(sentence) == (), reason


def test_earlier_this_week_ends_before_the_report() -> None:
    (time,) = times_of("Earlier this week, the envoys met.")
    assert (time.value, time.mod) == ("2031-W20", "START")
    assert time.interval == Interval(date(2031, 5, 12), PUBLISHED, Grain.WEEK)


def test_later_this_month_starts_after_the_report() -> None:
    (time,) = times_of("They will meet later this month.")
    assert time.interval == Interval(date(2031, 5, 15), date(2031, 6, 1), Grain.MONTH)


def test_a_modifier_is_kept() -> None:
    (time,) = times_of("It ended the over three-and-a-half-year feud.")
    assert (time.value, time.mod) == ("P3.5Y", "MORE_THAN")


def test_a_range_gives_both_of_its_days() -> None:
    ahead, behind = times_of("It runs from June 26 to 28."), times_of("It ran on 3-5 May.")
    assert [t.value for t in ahead] == ["2031-06-26", "2031-06-28"]
    assert [t.value for t in behind] == ["2031-05-03", "2031-05-05"]


def test_a_narrated_day_anchors_what_follows() -> None:
    first, second = times_of("The court ruled on Friday. A day earlier, crowds had come.")
    assert (second.value, second.anchor) == ("2031-05-08", first.id)


def test_a_weekend_is_no_day_that_a_clock_could_join() -> None:
    times = times_of("They met over the weekend. The line reopened at 10:00.")
    assert [time.value for time in times] == ["2031-W19-WE", "2031-05-14T10:00"]


def test_a_dateline_is_today() -> None:
    today = times_of("LIMA, May 12 (XYZ) - Envoys met today.")[-1]
    assert (today.value, today.anchor) == ("2031-05-12", "text")


def test_without_a_publication_day_nothing_is_made_up() -> None:
    found = times_of("They met on Tuesday, on May 4, yesterday and last week.", None)
    assert [t.value for t in found] == ["XXXX-WXX-2", "XXXX-05-04", "PAST_REF", "PAST_REF"]
    assert all(t.interval is None and t.anchor == "none" for t in found)


# --- direction from the parse ------------------------------------------------------------------

SAID_FRIDAY = """
She PRON 2 nsubj
said VERB 0 root
on ADP 4 case
Friday PROPN 2 obl
that SCONJ 8 mark
they PRON 8 nsubj
would/would/MD AUX 8 aux
meet/meet/VB VERB 2 ccomp
on ADP 10 case
Monday PROPN 8 obl
. PUNCT 2 punct
"""

PLANNED = """
They PRON 2 nsubj
praised/praise/VBD VERB 0 root
talks NOUN 2 obj
planned/plan/VBN VERB 3 acl
for ADP 6 case
Monday PROPN 4 obl
. PUNCT 2 punct
"""

SIGNED = PLANNED.replace("planned/plan/VBN", "signed/sign/VBN").replace("for ADP", "on ADP")

DUE = """
He PRON 3 nsubj
is AUX 3 cop
due/due/JJ ADJ 0 root
to/to/TO PART 5 mark
arrive/arrive/VB VERB 3 xcomp
Monday PROPN 5 obl
. PUNCT 3 punct
"""

RESUME = """
Talks NOUN 2 nsubj
resume/resume/VBP VERB 0 root
Monday PROPN 2 obl
. PUNCT 2 punct
"""


@pytest.mark.parametrize(
    ("rows", "day", "direction"),
    [
        (SAID_FRIDAY, "Friday", Direction.BEHIND),
        (SAID_FRIDAY, "Monday", Direction.AHEAD),
        (PLANNED, "Monday", Direction.AHEAD),
        (SIGNED, "Monday", Direction.BEHIND),
        (DUE, "Monday", Direction.AHEAD),
        (RESUME, "Monday", Direction.AHEAD),
    ],
)
def test_the_governing_verb_gives_the_direction(rows: str, day: str, direction: Direction) -> None:
    tree = tree_of(rows)
    at = tree.words.index(day)
    assert direction_of(tree, tree.tokens[at].span) is direction


# --- arithmetic ----------------------------------------------------------------------------------


def test_weeks_are_iso_weeks_at_the_edge_of_a_year() -> None:
    assert value_of(date(2027, 1, 3), "week") == "2026-W53"
    assert interval_of("2026-W53") == Interval(date(2026, 12, 28), date(2027, 1, 4), Grain.WEEK)


def test_a_night_runs_into_the_next_day() -> None:
    night = interval_of("2031-05-14TNI")
    assert night and night.end == datetime(2031, 5, 15, 6)


@pytest.mark.parametrize(("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2038, (4, 25))])
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


def test_rules_of_named_days() -> None:
    assert named_day("11 4 4", 2031) == date(2031, 11, 27)
    assert named_day("05 1 -1", 2031) == date(2031, 5, 26)


@pytest.mark.parametrize(
    ("words", "value"),
    [("three-and-a-half", 3.5), ("twenty-five", 25), ("a couple of", 2), ("1,200", 1200),
     ("a", 1), ("half a", 0.5), ("two hundred and ten", 210), ("several", None), ("5 1/2", 5.5)],
)  # fmt: skip
def test_numbers(words: str, value: float | None) -> None:
    assert number(words) == value


# --- properties ----------------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        ["on", "May", "3", "Monday", "2031", ",", ".", "two", "weeks", "ago", "the", "next", "year",
         "will", "late", "28", "to", "p.m.", "last", "at", "10:00", "31", "Feb.", "\n", "century",
         "every", "-", "quarter", "1999", "days", "later", "noon", "of", "week", "half", "0", "in"]
    ),
    max_size=25,
)  # fmt: skip


@given(PIECES, st.dates(date(1990, 1, 1), date(2090, 1, 1)) | st.none())
def test_any_text_gives_sorted_spans_that_do_not_overlap(
    pieces: list[str], published: date | None
) -> None:
    sentence = " ".join(pieces) or "-"
    found = times_of(sentence, published)
    ends = [0] + [t.span.end for t in found]
    assert all(end <= t.span.start for end, t in zip(ends, found, strict=False))
    assert all(t.span.end <= len(sentence) for t in found)
    assert all(t.interval.start < t.interval.end for t in found if t.interval)
    assert [t.id for t in found] == [f"t{n}" for n in range(1, len(found) + 1)]


@given(st.integers(1, 40))
def test_a_prefix_moves_every_span(length: int) -> None:
    sentence = "They met on Tuesday and will meet in two weeks."
    moved = times_of("-" * length + " \n" + sentence)
    by = length + 2
    assert [t.span.shifted(by) for t in times_of(sentence)] == [t.span for t in moved]


@given(st.dates(date(2001, 3, 1), date(2080, 1, 1)))
def test_relative_values_move_with_the_report_by_whole_weeks(published: date) -> None:
    sentence = "They met on Tuesday, yesterday, last week and two days ago."
    by = timedelta(days=364)
    early, late = times_of(sentence, published), times_of(sentence, published + by)
    for one, other in zip(early, late, strict=True):
        assert one.interval and other.interval
        assert other.interval.start - one.interval.start == by


def test_no_tokens_no_times() -> None:
    text = Text("-")
    tags = Tags((Token(Span(0, 1), "PUNCT", ":", 0, "root", "-"),), (Sentence(0, 1),))
    assert find_times(Tree(text, tags), PUBLISHED) == ()
