"""Words in quotation marks go from the day that they were said on; all others from the report's."""

from datetime import date

import pytest

from dragoman.language.tag import tag
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.spans import Text
from dragoman.types import Time

PUBLISHED = date(2031, 5, 14)
"""A Wednesday."""


def times(sentence: str) -> tuple[Time, ...]:
    text = Text(sentence)
    return find_times(Tree(text, tag(text)), PUBLISHED)


CASES = [
    ('"We will meet tomorrow," she said on Monday.', "2031-05-13 2031-05-12", "the day after"),
    ('On Friday she said: "Yesterday we met."', "2031-05-09 2031-05-08", "the saying first"),
    ("“We met yesterday. We will meet tomorrow,” she said on Sunday.",
     "2031-05-10 2031-05-12 2031-05-11", "both sentences of a quotation"),
    ('She said on Friday that they would meet "next week".', "2031-05-09 2031-W20", "a few words"),
    ("She said on Friday that they would meet next week.", "2031-05-09 2031-W21", "the outlet's"),
    ('"We will meet tomorrow," she said.', "2031-05-15", "no day of saying"),
    ('"We will meet tomorrow," she said on Wednesday.', "2031-05-15 2031-05-14", "the same day"),
    ('"We will meet tomorrow," she will say on Friday.', "2031-05-15 2031-05-16", "not yet said"),
    ('They met on Monday. "We will meet tomorrow," she said.', "2031-05-12 2031-05-15",
     "a day of another sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected", "reason"), CASES)
def test_a_quotation_goes_from_its_saying(sentence: str, expected: str, reason: str) -> None:
    assert " ".join(time.value for time in times(sentence)) == expected, reason


def test_the_anchor_is_the_expression_that_dates_the_saying() -> None:
    tomorrow, monday = times('"We will meet tomorrow," she said on Monday.')
    assert (tomorrow.anchor, monday.anchor) == (monday.id, "publication")


def test_today_in_a_quotation_may_be_the_reports_own() -> None:
    first, _ = times('"We met today," she said on Tuesday.')
    assert first.interval and first.interval.start == date(2031, 5, 13)
    assert first.other and first.other.start == PUBLISHED
