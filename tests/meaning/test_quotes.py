"""Quotations, whatever the marks. Expected ones are written into the text: ⟦with⟧ their marks."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.meaning.quotes import find_quotes

CASES = [
    ("She said ⟦“Yes.”⟧ and left.", "curly"),
    ('She said ⟦"Yes."⟧ and ⟦"no"⟧.', "straight, twice"),
    ("⟦«Oui»⟧, said the envoy; ⟦« non »⟧, said his aide.", "guillemets, also with blanks"),
    ("⟦„Ja“⟧, said the envoy.", "low opening mark"),
    ("He wrote ⟦‘soon’⟧ to the ferrymen’s union.", "single, and an apostrophe"),
    ("The ferrymen's union didn't call it a strike.", "apostrophes alone"),
    ("⟦“We said ‘not yet’ twice,”⟧ she said.", "single within double"),
    ("⟦‘We said “not yet” twice,’⟧ she said.", "double within single"),
    ("⟦“He said “no” to us,”⟧ she said.", "the same marks within"),
    ("⟦“First.⟧\n⟦“Second.”⟧ End.", "a paragraph that is not closed"),
    ('⟦"First.⟧\n⟦"Second."⟧ End.', "the same with straight marks"),
    ("The levy is 5\" thick.", "an inch is not opened"),
    ("“ ” and \"\" hold nothing.", "empty ones are left out"),
    ("", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "reason"), CASES)
def test_quotations(marked: str, reason: str) -> None:
    content = marked.replace("⟦", "").replace("⟧", "")
    expected = [part.split("⟧")[0] for part in marked.split("⟦")[1:]]
    assert [content[q.span.start : q.span.end] for q in find_quotes(content)] == expected, reason


def test_inner_words_and_whether_it_is_closed() -> None:
    content = "« Rain » fell, “so they say"
    first, second = find_quotes(content)
    assert content[first.inner.start : first.inner.end] == "Rain"
    assert content[second.inner.start : second.inner.end] == "so they say"
    assert (first.closed, second.closed) == (True, False)


MARKED = st.text(st.sampled_from("“”\"'‘’«»„ab .,\n "), max_size=40)


@given(MARKED)
@example("“" * 9)
@example("»«" * 5)
@example("'" * 7)
@example('"""')
def test_any_marks_give_ordered_quotations_of_the_text(content: str) -> None:
    found = find_quotes(content)
    assert list(found) == sorted(found)
    for quote in found:
        assert quote.span.end <= len(content)
        assert quote.span.holds(quote.inner)
        inner = content[quote.inner.start : quote.inner.end]
        assert inner == inner.strip() != ""
        assert "\n" not in content[quote.span.start : quote.span.end]
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start


@given(MARKED, st.integers(1, 5))
def test_what_stands_before_only_shifts(content: str, by: int) -> None:
    shifted = find_quotes("x\n" * by + content)
    assert [q.span for q in shifted] == [q.span.shifted(2 * by) for q in find_quotes(content)]
