"""The same properties over texts of the corpus: what was written to be read, not to be tested."""

import os
import re
import time
from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest

from corpus.build import record
from corpus.check import files
from corpus.fill import fill
from corpus.format import read
from corpus.splits import read_splits
from dragoman.language.tag import tag_many
from dragoman.meaning.dating_narrative import event_date
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.ontology import Grain
from dragoman.spans import Text
from dragoman.types import Time, When
from tests.meaning.test_times_properties import SHIFT, check_moved

STEP = 9
"""Every so many of the texts of train."""

NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTHS = "|".join(NAMES)
NAMED = "|".join((*NAMES, *(name[:3] for name in NAMES), "Sept"))
DAY = re.compile(rf"\b(?:(\d{{1,2}}) ({MONTHS})|({MONTHS}) (\d{{1,2}}))\b(?! \d{{4}})", re.I)


@cache
def trees() -> tuple[tuple[str, Tree, date], ...]:
    """Texts of train with a day of publication: id, parse, day."""
    splits = read_splits()
    entries = [
        entry for file in files() for entry in read(file)[0]
        if splits.get(entry.header.get("process", entry.id)) == "train"
    ]  # fmt: skip
    records = [(entry.id, record(fill(entry))) for entry in entries[::STEP]]
    records = [(name, one) for name, one in records if one["published"]]
    texts = [Text(one["text"]) for _, one in records]
    parsed = zip(records, texts, tag_many(texts), strict=True)
    return tuple(
        (name, Tree(text, tags), date.fromisoformat(one["published"]))
        for (name, one), text, tags in parsed
    )


def acts(tree: Tree, times: tuple[Time, ...], published: date) -> list[When]:
    verbs = (i for i, token in enumerate(tree.tokens) if token.upos in ("VERB", "NOUN"))
    return [event_date(tree, i, times, published) for i in verbs]


def test_there_are_dates_to_hold() -> None:
    found = [time for _, tree, day in trees() for time in find_times(tree, day) if time.interval]
    assert len(trees()) > 15
    assert len(found) > 150


def test_whole_weeks_move_what_the_report_tells_by_its_own_day() -> None:
    moved = 0
    for _, tree, day in trees():
        if re.search(rf"\b(?:{NAMED})\b|\b(?:19|20)\d\d\b", tree.text.content, re.IGNORECASE):
            continue
        if (day + SHIFT).month != day.month:
            continue
        early, late = find_times(tree, day), find_times(tree, day + SHIFT)
        check_moved(early, late)
        for one, other in zip(acts(tree, early, day), acts(tree, late, day + SHIFT), strict=True):
            assert (one.how, one.time) == (other.how, other.time)
            if one.interval and other.interval and one.interval.grain in (Grain.DAY, Grain.WEEK):
                assert other.interval.start - one.interval.start == SHIFT
                moved += 1
    assert moved > 10


def test_every_value_of_the_corpus_names_its_anchor() -> None:
    for name, tree, day in trees():
        found = find_times(tree, day)
        known = {"publication", "text", *(time.id for time in found)}
        for one in found:
            where = (name, tree.text[one.span])
            if one.interval or one.value.endswith("_REF"):
                assert one.anchor in known - {one.id}, where
            else:
                assert one.anchor == "none", where
        for when in acts(tree, found, day):
            assert when.interval is None or when.time in known, name


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_zone_of_the_machine_moves_no_date_of_the_corpus(zone: str) -> None:
    here = [find_times(tree, day) for _, tree, day in trees()]
    kept = os.environ.get("TZ")
    try:
        os.environ["TZ"] = zone
        time.tzset()
        assert [find_times(tree, day) for _, tree, day in trees()] == here
    finally:
        os.environ.pop("TZ") if kept is None else os.environ.update(TZ=kept)
        time.tzset()


def test_explicit_days_move_with_the_report() -> None:
    """Days of the calendar are written 364 days on: the same text, a year less a day later."""
    checked = 0
    for _, tree, day in trees():
        content = tree.text.content
        lone = DAY.sub("", content)
        if not DAY.search(content) or re.search(
            rf"\b(?:{NAMED})\b|\d{{4}}|\bthe \d+(?:st|nd|rd|th)", lone, re.IGNORECASE
        ):
            continue
        early = [t for t in find_times(tree, day) if len(t.value) == 10]
        # The year of a day is the reader's to tell ("chose 30 October"); that it is kept is tested.
        read = {t.span.end: t.interval.start for t in early if t.interval}
        later = DAY.sub(lambda found, day=day, read=read: _later(found, day, read), content)
        text = Text(later)
        (tags,) = tag_many([text])
        late = [t for t in find_times(Tree(text, tags), day + SHIFT) if len(t.value) == 10]
        check_moved(tuple(early), tuple(late))
        checked += len(early)
    assert checked > 10


def _later(found: re.Match[str], published: date, read: Mapping[int, date]) -> str:
    number, name = found[1] or found[4], found[2] or found[3]
    month = NAMES.index(name.capitalize()) + 1
    years = (published.year - 1, published.year, published.year + 1)
    days = [date(year, month, int(number)) for year in years]
    nearest = min(days, key=lambda one: abs(one - published))
    moved = read.get(found.end(), nearest) + SHIFT
    month_name = NAMES[moved.month - 1]
    return f"{moved.day} {month_name}" if found[1] else f"{month_name} {moved.day}"
