"""Readings → which reports are near-copies of others, and which take the place of others.

Near-copies share most runs of four words. A report corrects an earlier one of its outlet that
stands at the same address, or that it is much like and says by a mark that it updates.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.lexicon import table
from dragoman.processes.groups import Fit, Method
from dragoman.processes.likeness import Sketch, bands, likeness, shingles, sketch
from dragoman.processes.parties import Parties
from dragoman.processes.sightings import context, published
from dragoman.processes.values import Kind, Verdict
from dragoman.types import Article, Reading

COPY = 0.6
"""Share of common runs of words from which a report counts as a copy."""

_UPDATE = 0.25
"""… from which a marked report counts as another version of one of its outlet."""

_ROWS = 4
_HEAD = 160
"""Characters of the text in which a mark may stand."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a report is compared by."""

    ref: str
    day: date
    outlet: str
    url: str
    marked: bool
    about: tuple[str, ...]
    sketch: Sketch
    places: tuple[str, ...]
    """Its blocks."""


def copy_of(reading: Reading, parties: Parties) -> Copy:
    article = reading.article
    found = sketch(shingles(article.text.content, 4))
    return Copy(
        article.id, published(reading), outlet(article), article.url, marked(article),
        context(reading, parties), found, bands(found, _ROWS),
    )  # fmt: skip


def outlet(article: Article) -> str:
    """The outlet as far as the page tells: its name, else its wire, else its address's host."""
    host = re.sub(r"^\w+://(www\.)?([^/]+).*$", r"\2", article.url)
    return article.source or article.wire or host


def marked(article: Article) -> bool:
    """Whether the report says that it updates or corrects one before it."""
    notes = [piece.text for piece in article.furniture if piece.kind in ("notice", "title")]
    heads = [article.title, article.text.content[:_HEAD], *notes]
    return any(_marks().match(head) for head in heads) or "(corrects" in heads[1].casefold()


@cache
def _marks() -> re.Pattern[str]:
    words = "|".join(re.escape(row["mark"]) for row in table("correction_marks"))
    return re.compile(rf"(?i)\W*(?:{words})\b(?:\s+\d+)?\s*[-–—:)]")


def _same(one: Copy, other: Copy) -> Fit | None:
    like = likeness(one.sketch, other.sketch)
    return Fit(like, f"{like:.0%} of their words in runs of four") if like >= COPY else None


def _corrects(one: Copy, other: Copy) -> Fit | None:
    if one.url and one.url == other.url:
        return Fit(1.0, "the same address")
    like = likeness(one.sketch, other.sketch)
    if other.marked and one.outlet and one.outlet == other.outlet and like >= _UPDATE:
        return Fit(like, f"marked as an update, {like:.0%} of the words the same")
    return None


def _versions(copy: Copy) -> list[str]:
    pair = "|".join(copy.about)
    return [f"url:{copy.url}"] * bool(copy.url) + [f"out:{copy.outlet}|{pair}"] * bool(copy.outlet)


COPIES: Method[Copy, Copy] = Method(
    Kind.REPORT, lambda c: c.ref, lambda c: c.day, lambda c: c.places,
    lambda c: c, lambda one, _: one, _same, lambda c: c.places, lambda c: c.day,
    COPY, 14, verdict=Verdict.COPIES,
)  # fmt: skip

CORRECTS: Method[Copy, Copy] = Method(
    Kind.REPORT, lambda c: c.ref, lambda c: c.day, _versions,
    lambda c: c, lambda _, other: other, _corrects, _versions, lambda c: c.day,
    _UPDATE, 3, verdict=Verdict.CORRECTS,
)  # fmt: skip
