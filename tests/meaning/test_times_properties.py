"""What holds for any report: whole weeks move every value, and only what the report says counts."""

import locale
import os
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman.meaning
from dragoman.language.tag import tag
from dragoman.meaning.times import find_times
from dragoman.meaning.times_scene import first_day
from dragoman.meaning.tree import Tree
from dragoman.ontology import Grain, TimeType
from dragoman.spans import Text
from dragoman.types import Time
from tests.meaning.test_times import times_of

SHIFT = timedelta(days=364)
"""52 weeks: every weekday and every ISO week keeps its place."""

REPORTS = st.dates(date(2001, 1, 5), date(2080, 12, 28)).filter(
    # So that the report keeps its month: the names of months are then a year on.
    lambda day: (day + SHIFT).month == day.month
)

RELATIVE = (
    "The ministers met on Tuesday, she said on Wednesday; they will meet again on Friday.",
    "They met yesterday, last week and two days ago, and will meet tomorrow or next Monday.",
    "She said last night that talks would resume in two weeks. The envoy left a day later.",
    "They met last month, two months ago and last year, and will meet early next year.",
    "The forum will run from Thursday to Saturday. The following day the envoys leave.",
    "The call came at 10:00 GMT on Monday, over the weekend they had met in Lima.",
    "The talks planned for Friday were put off. Preparations for a summit next week go on.",
    "Now, as before, the port is shut; it reopened years ago, and in the past two weeks.",
)
EXPLICIT = (
    "They met on {0:%Y-%m-%d} and signed on {1:%d/%m/%Y}, two days later.",
    "It was signed on {0.day} {0:%B} {0.year}. The following day the army left.",
    "It was signed on {0:%B} {0.day}, {0.year}; a week later it broke down, she said on Friday.",
)


@cache
def tree_of(sentence: str) -> Tree:
    text = Text(sentence)
    return Tree(text, tag(text))


def check_moved(early: tuple[Time, ...], late: tuple[Time, ...]) -> None:
    assert [t.type for t in early] == [t.type for t in late]
    for one, other in zip(early, late, strict=True):
        if one.type is TimeType.DURATION or one.interval is None:
            assert other.value == one.value
            continue
        assert other.interval is not None
        if one.interval.grain in (Grain.MINUTE, Grain.HOUR, Grain.DAY, Grain.WEEK):
            assert other.interval.start - one.interval.start == SHIFT
            assert other.interval.end - one.interval.end == SHIFT
        else:
            before, after = first_day(one.interval), first_day(other.interval)
            assert before and after
            assert (after.year - before.year, after.month) == (1, before.month)


@pytest.mark.parametrize("sentence", RELATIVE)
@settings(max_examples=25, deadline=None)
@given(published=REPORTS)
def test_what_is_told_by_the_report_moves_with_it(sentence: str, published: date) -> None:
    tree = tree_of(sentence)
    check_moved(find_times(tree, published), find_times(tree, published + SHIFT))


@pytest.mark.parametrize("sentence", EXPLICIT)
@settings(max_examples=25, deadline=None)
@given(
    published=REPORTS,
    days=st.lists(
        st.dates(date(2001, 1, 1), date(2080, 1, 1)).filter(lambda day: day.day > 12),
        min_size=2, max_size=2,
    ),
)  # fmt: skip
def test_explicit_dates_move_with_what_hangs_on_them(
    sentence: str, published: date, days: list[date]
) -> None:
    moved = [day + SHIFT for day in days]
    if any(day.day <= 12 for day in moved):
        return  # "05/03/2031" reads as May 3
    early = times_of(sentence.format(*days), published)
    late = times_of(sentence.format(*moved), published + SHIFT)
    check_moved(early, late)


@given(st.sampled_from((*RELATIVE, *EXPLICIT)), REPORTS)
def test_every_dated_value_names_its_anchor(sentence: str, published: date) -> None:
    found = times_of(sentence.format(published, published + timedelta(days=1)), published)
    before: list[str] = []
    for one in found:
        if one.interval or one.value.endswith("_REF"):
            assert one.anchor in ("publication", "text", *before), one
        else:
            assert one.anchor == "none", one
        before.append(one.id)


# --- the machine ---------------------------------------------------------------------------------


@pytest.fixture
def elsewhere() -> Iterator[None]:
    """Another time zone, and another locale where the machine has one."""
    zone, kept = os.environ.get("TZ"), locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, kept)
    os.environ.pop("TZ") if zone is None else os.environ.update(TZ=zone)
    time.tzset()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
@pytest.mark.usefixtures("elsewhere")
def test_zone_and_locale_of_the_machine_change_nothing(zone: str) -> None:
    published = date(2031, 5, 14)
    here = [times_of(sentence, published) for sentence in RELATIVE]
    os.environ["TZ"] = zone
    time.tzset()
    for name in ("de_DE.UTF-8", "tr_TR.UTF-8", "C"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        assert [times_of(sentence, published) for sentence in RELATIVE] == here


CLOCKS = re.compile(
    r"\b(?:today|utcnow|now|localtime|gmtime|monotonic)\(|\btime\.time\b|\blocale\."
)


def test_no_module_of_dates_asks_the_clock() -> None:
    folder = Path(dragoman.meaning.__path__[0])
    files = [path for name in ("times*", "dating*", "calendar*") for path in folder.glob(name)]
    assert len(files) > 10
    for path in files:
        if path.suffix == ".py":
            assert not CLOCKS.search(path.read_text(encoding="utf-8")), path.name
