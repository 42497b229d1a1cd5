"""A reading in a notebook: the page, shut in a frame of its own."""

import re
from html import unescape

from dragoman.serve.notebook import frame
from dragoman.serve.page import page
from dragoman.types import Reading


def test_the_frame_holds_the_page_and_nothing_leaves_it(reading: Reading) -> None:
    shown = frame(reading)
    held = re.fullmatch(r'<iframe sandbox="allow-scripts" [^<]*srcdoc="([^"]*)"></iframe>', shown)
    assert held
    assert unescape(held[1]) == page(reading)


def test_a_reading_shows_itself(reading: Reading) -> None:
    import dragoman

    assert dragoman.Reading is Reading
    assert reading._repr_html_() == frame(reading)  # type: ignore[attr-defined]
