"""Spans are ranges of characters of one text, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.spans import Span, Text, cover

SPANS = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda p: Span(p[0], p[0] + p[1]))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_what_is_no_range_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"span: {start}:{end}: "):
        Span(start, end)


@given(SPANS, SPANS)
def test_holding_and_meeting_are_those_of_sets_of_characters(one: Span, other: Span) -> None:
    ours, theirs = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.holds(other) == (theirs <= ours)
    assert one.meets(other) == bool(ours & theirs)
    assert len(one) == len(ours)


@given(st.lists(SPANS, min_size=1))
def test_the_cover_holds_all_and_touches_both_ends(spans: list[Span]) -> None:
    whole = cover(spans)
    assert all(whole.holds(span) for span in spans)
    assert whole.start in {s.start for s in spans}
    assert whole.end in {s.end for s in spans}


@given(SPANS, st.integers(0, 9), st.text(min_size=81, max_size=90))
def test_a_shifted_span_reads_the_same_in_a_text_with_a_prefix(
    span: Span, by: int, content: str
) -> None:
    assert Text("x" * by + content)[span.shifted(by)] == Text(content)[span]


def test_spans_sort_by_start_then_end() -> None:
    assert sorted([Span(2, 3), Span(0, 5), Span(0, 2)]) == [Span(0, 2), Span(0, 5), Span(2, 3)]


def test_a_span_past_the_end_is_an_error_and_not_a_shorter_string() -> None:
    text = Text("Rain fell.")
    assert text[Span(5, 10)] == "fell."
    with pytest.raises(IndexError, match="5:11: past the end at 10"):
        text[Span(5, 11)]
