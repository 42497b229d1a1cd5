"""Titles: printed again, cut short, or with the desk's mark before them."""

import pytest

from dragoman.ingest.titles import bare_title, could_be_headline, is_cut

TITLE = "Port talks to go on in Tarn"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        (f"UPDATE 2-{TITLE}", TITLE),
        (f"WRAPUP 1 - {TITLE}", TITLE),
        ("Update on port talks in Tarn", "Update on port talks in Tarn"),
        ("Breaking: port talks stall", "Breaking: port talks stall"),
        ("URGENT: talks stall", "URGENT: talks stall"),
    ],
)
def test_mark_of_the_desk(printed: str, title: str) -> None:
    assert bare_title(printed) == title


def test_cut_title_must_be_whole_below() -> None:
    assert is_cut("Port talks to go on in T...", (f"{TITLE} on Monday.",))
    assert not is_cut("Port talks to go on in T...", ("The ministers met.",))
    assert not is_cut("Port talks to go on in T", (f"{TITLE} on Monday.",))


def test_a_sentence_is_no_headline() -> None:
    assert could_be_headline(TITLE)
    assert not could_be_headline("The ministers met in the town on Monday.")
