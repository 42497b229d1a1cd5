"""Which date belongs to which act."""

from datetime import date

import pytest

from dragoman.meaning.dating import date_in, date_of, days, settled, statement_date
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.ontology import DateHow, Grain
from dragoman.types import UNDATED, Interval, When
from tests.meaning.trees import read, tree_of

PUBLISHED = date(2031, 5, 14)
"""A Wednesday."""

SAID = """
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

BARE = """
She PRON 2 nsubj
said VERB 0 root
that SCONJ 6 mark
they PRON 6 nsubj
would/would/MD AUX 6 aux
meet/meet/VB VERB 2 ccomp
on ADP 8 case
Monday PROPN 6 obl
. PUNCT 2 punct
"""

SPEAKING = """
Vell PROPN 6 nsubj
speaking/speak/VBG VERB 1 acl
on ADP 4 case
Monday PROPN 2 obl
, PUNCT 1 punct
confirmed/confirm/VBD VERB 0 root
it PRON 6 obj
. PUNCT 6 punct
"""

LATER = """
They PRON 2 nsubj
met/meet/VBD VERB 0 root
on ADP 4 case
Monday PROPN 2 obl
. PUNCT 2 punct

She PRON 3 nsubj
later ADV 3 advmod
clarified/clarify/VBD VERB 0 root
it PRON 3 obj
. PUNCT 3 punct
"""

AND = """
On ADP 2 case
Monday PROPN 4 obl
she PRON 4 nsubj
met/meet/VBD VERB 0 root
him PRON 4 obj
and CCONJ 7 cc
praised/praise/VBD VERB 4 conj
it PRON 7 obj
. PUNCT 4 punct
"""

AND_WILL = AND.replace("praised/praise/VBD VERB 4 conj", "will/will/MD AUX 8 aux").replace(
    "it PRON 7 obj\n", "leave/leave/VB VERB 4 conj\n"
)

HELD = """
The DET 2 det
talks NOUN 4 nsubj:pass
were AUX 4 aux:pass
held/hold/VBN VERB 0 root
on ADP 6 case
Monday PROPN 4 obl
. PUNCT 4 punct
"""

CANCELLED = HELD.replace("held/hold/VBN", "cancelled/cancel/VBN")

SINCE = HELD.replace("on ADP", "since SCONJ").replace("held/hold/VBN", "shelved/shelve/VBN")


def dated(rows: str, word: str) -> When:
    tree = tree_of(rows)
    times = find_times(tree, PUBLISHED)
    return date_of(tree, tree.words.index(word), times, PUBLISHED)


def on(day: int) -> Interval:
    return Interval(date(2031, 5, day), date(2031, 5, day + 1), Grain.DAY)


@pytest.mark.parametrize(
    ("rows", "act", "interval", "reason"),
    [
        (SAID, "said", on(9), "its own adjunct, and not the date inside the reported words"),
        (SAID, "meet", on(19), "the planned day of the meeting lies ahead"),
        (BARE, "said", None, "a date inside reported words is not that of saying them"),
        (SPEAKING, "confirmed", on(12), "the occasion of its subject"),
        (AND, "met", on(12), "the date that opens the sentence"),
        (AND, "praised", on(12), "shared by verbs that are coordinated"),
        (AND_WILL, "leave", None, "not shared by a verb that looks ahead"),
        (HELD, "held", on(12), "its own adjunct"),
        (HELD, "talks", on(12), "an act told by the verb that holds it"),
        (CANCELLED, "talks", None, "the day of cancelling is not the day of the talks"),
        (SINCE, "shelved", None, "an edge is no date"),
    ],
)
def test_the_date_of_an_act(rows: str, act: str, interval: Interval | None, reason: str) -> None:
    found = dated(rows, act)
    assert found.interval == interval, reason
    assert found.how is (DateHow.STATED if interval else DateHow.UNDATED)


def said_on(rows: str, cue: str, published: date | None = PUBLISHED) -> When:
    tree = tree_of(rows)
    times = find_times(tree, PUBLISHED)
    return statement_date(tree, tree.words.index(cue), times, published)


def test_a_statement_without_a_date_is_of_the_day_of_publication() -> None:
    assert said_on(BARE, "said") == When(DateHow.PUBLICATION, on(14))
    assert said_on(BARE, "said", None) == UNDATED


def test_later_gives_an_open_stretch_and_no_day() -> None:
    found = said_on(LATER, "clarified")
    assert found.how is DateHow.INFERRED
    assert found.interval == Interval(date(2031, 5, 12), date(2031, 5, 15), Grain.DAY)


@pytest.mark.parametrize("word", ["earlier", "previously"])
def test_earlier_gives_no_day(word: str) -> None:
    assert said_on(LATER.replace("later", word), "clarified") == UNDATED


def test_the_date_inside_a_content() -> None:
    tree: Tree = tree_of(BARE)
    times = find_times(tree, PUBLISHED)
    found = date_in(tree, range(2, 8), times)
    assert found is not None and found.value == "2031-05-19"
    assert date_in(tree, range(2), times) is None


def test_a_clock_time_gives_its_day() -> None:
    rows = "They PRON 2 nsubj\nmet/meet/VBD VERB 0 root\nMonday PROPN 2 obl\nnight NOUN 3 flat"
    tree = tree_of(rows)
    (time,) = find_times(tree, PUBLISHED)
    assert time.interval is not None
    assert days(time.interval) == on(12)


# --- whole sentences, as the network parses them -------------------------------------------------

TOLD = [
    ("The president paid a visit from 5 to 8 May.", "paid", (5, 5), (5, 9), "a range"),
    ("The navy has been blocking the port since May 3.", "blocking", (5, 3), (5, 15), "up to now"),
    ("On Sunday the army began calling up reservists.", "calling", (5, 11), (5, 12), "one act"),
    ("The ministers held three hours of talks on Friday.", "talks", (5, 9), (5, 10), "a measure"),
    ("She recalled the night of Saturday, 3 May, when a frigate fired on the boat.", "fired",
     (5, 3), (5, 4), "the day that a clause explains"),
    ("The trip, planned for Thursday, was moved to Friday.", "trip", (5, 16), (5, 17), "moved"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "act", "start", "end", "reason"), TOLD)
def test_an_act_is_dated_by_all_that_its_clause_tells(
    sentence: str, act: str, start: tuple[int, int], end: tuple[int, int], reason: str
) -> None:
    tree = read(sentence)
    times = find_times(tree, PUBLISHED)
    when = date_of(tree, tree.words.index(act), times, PUBLISHED)
    assert when.interval is not None, reason
    expected = date(2031, *start), date(2031, *end)
    assert (when.interval.start, when.interval.end) == expected, reason


def stretch(first: int, last: int, grain: Grain) -> When:
    return When(DateHow.STATED, Interval(date(2031, 5, first), date(2031, 5, last), grain))


def test_a_finer_date_within_a_coarse_one_wins() -> None:
    week, friday = stretch(19, 26, Grain.WEEK), stretch(23, 24, Grain.DAY)
    assert settled(week, friday) == friday
    assert settled(friday, week) == friday
    assert settled(UNDATED, week) == week


def test_a_day_of_a_meeting_of_several_days_is_not_its_date() -> None:
    talks, friday = stretch(19, 24, Grain.DAY), stretch(23, 24, Grain.DAY)
    assert settled(talks, friday) == talks
