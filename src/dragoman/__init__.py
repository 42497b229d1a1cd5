"""dragoman reads news reports about diplomacy and conflict and keeps the record.

``dragoman.read("LIMA – The envoy said …", published="2031-05-04")`` → a `Reading`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from dragoman.errors import DateUnreadable, DragomanError, ReadError, UsageError
from dragoman.spans import Span, Text
from dragoman.types import YEARS, Article, Failure, Reading

__version__ = "0.1.0"

__all__ = [
    "Article",
    "DragomanError",
    "Failure",
    "ReadError",
    "Reading",
    "Span",
    "Text",
    "__version__",
    "read",
    "read_many",
]

Readable = str | tuple[str, date | str | None] | Article
"""What `read_many` takes: a text, a text with its day of publication, or a made article."""

_CHUNK = 128
"""Inputs that `read_many` holds at once."""


def read(text: str, *, published: date | str | None = None, title: str | None = None) -> Reading:
    """The text of one report → its reading; a title in the text itself is found there.

    `UsageError` for what is no text, `ReadError` for a text that holds no report,
    `DateUnreadable` for a `published` that is neither a date nor an ISO day.
    """
    from dragoman.ingest.extract import article_from_text
    from dragoman.pipeline import read_articles

    if not isinstance(text, str):
        raise UsageError("text", f"a report is a text, not {type(text).__name__}")
    article = article_from_text(text, published=as_day(published), title=title or "", which="text")
    return next(read_articles([article]))


def read_many(reports: Iterable[Readable]) -> Iterator[Reading | Failure]:
    """Reports → a reading or a failure for each, in order; faster than `read` one by one."""
    from dragoman.pipeline import read_articles

    numbered = enumerate(reports, 1)
    while chunk := list(islice(numbered, _CHUNK)):
        found = [_article(report, f"report {number}") for number, report in chunk]
        readings = read_articles(one for one in found if isinstance(one, Article))
        for one in found:
            yield next(readings) if isinstance(one, Article) else one


def _article(report: Readable, which: str) -> Article | Failure:
    from dragoman.ingest.extract import article_from_text

    if isinstance(report, Article):
        return report
    try:
        text, published = report if isinstance(report, tuple) else (report, None)
        if not isinstance(text, str):
            raise UsageError(which, f"a report is a text, not {type(text).__name__}")
        return article_from_text(text, published=as_day(published), title="", which=which)
    except DragomanError as error:
        return Failure(which, type(error).__name__, str(error))
    except ValueError as error:
        return Failure(which, "UsageError", f"usage: {which}: {error}")


def as_day(published: date | str | None) -> date | None:
    """An ISO day as a date, and a moment as its day; `DateUnreadable` for anything else, and for
    a day so near to the calendar's ends that no other can be told from it.
    """
    if isinstance(published, datetime):
        published = published.date()
    if published is None:
        return None
    if isinstance(published, date):
        if published.year not in YEARS:
            raise DateUnreadable(published.isoformat(), "not of the years 1000 to 9000")
        return published
    if not isinstance(published, str):
        raise DateUnreadable(repr(published), "neither a date nor an ISO day")
    try:
        found = date.fromisoformat(published)
    except ValueError:
        raise DateUnreadable(published, "not an ISO day such as 2031-05-04") from None
    return as_day(found)


def _notebook(reading: Reading) -> str:
    from dragoman.serve.notebook import frame

    return frame(reading)


# A notebook asks a value for this method. The ground may not know the view that answers, and
# nobody can hold a Reading without having imported this package: so it is hung on here.
Reading._repr_html_ = _notebook  # type: ignore[attr-defined]
