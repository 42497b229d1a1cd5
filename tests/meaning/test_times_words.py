"""Tables of time words: numbers in words, and what a text must have for a pattern to match."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.lexicon import table
from dragoman.meaning.times_finding import all_matches
from dragoman.meaning.times_words import DIGIT, compiled, needs, number

PATTERNS = [row["pattern"] for row in table("time_patterns")]


def wants(pattern: str) -> list[set[str]]:
    return [set(words) for words in needs(pattern)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("three-and-a-half", 3.5), ("a couple of", 2), ("twenty-five", 25), ("1,200", 1200),
     ("two hundred", 200), ("a dozen", 12), ("several", None), ("half a", 0.5), ("3.5", 3.5)],
)  # fmt: skip
def test_numbers(words: str, expected: float | None) -> None:
    assert number(words) == expected


@pytest.mark.parametrize(
    ("pattern", "expected", "reason"),
    [
        ("from now", [{"from"}, {"now"}], "words that stand alone"),
        ("(?:the )?year~ago", [{"year"}, {"ago"}], "an optional group needs nothing"),
        ("(?:a|one) week", [{"week"}], "neither does a choice"),
        ("(?P<core>the long night)(?! shift)", [{"long"}, {"night"}], "nor what must not follow"),
        ("(?P<unit>day|week)-?long", [], "a word that may be glued to another"),
        ("night(?:ly)?", [], "a word that may go on"),
        ("nights?", [], "a word of two forms"),
        (r"\d\d-the day", [{"#"}, {"#"}, {"day"}], "a figure"),
        ("tonight|this evening", [], "a choice at the top"),
    ],
)
def test_what_a_pattern_needs(pattern: str, expected: list[set[str]], reason: str) -> None:
    assert wants(pattern) == expected, reason


def test_a_class_is_needed_in_any_of_its_words() -> None:
    months, figures = wants("{anymonth} {dayno}")
    assert {"may", "oct", "december"} <= months
    assert figures == {DIGIT}


PARTS = [row["example"] for row in table("time_patterns")]
PARTS += ["ten-day", "Oct.", "31", "daylong", "decades-long", "two and a half", "the year-ago"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map(" ".join))
def test_a_pattern_matches_no_text_without_what_it_needs(text: str) -> None:
    present = set(re.findall(r"\w+", text.lower()))
    if re.search(r"\d", text):
        present.add(DIGIT)
    for pattern in PATTERNS:
        if compiled(pattern).search(text):
            assert not any(present.isdisjoint(words) for words in needs(pattern)), pattern


@given(st.lists(st.sampled_from([*PARTS, "x" * 90, "and so " * 20]), max_size=8).map(" ".join))
def test_looking_near_needed_words_finds_what_looking_everywhere_does(text: str) -> None:
    everywhere = {
        (rank, found.span())
        for rank, pattern in enumerate(PATTERNS)
        for found in compiled(pattern).finditer(text)
    }
    assert {(rank, found.span()) for rank, _, found in all_matches(text)} == everywhere
