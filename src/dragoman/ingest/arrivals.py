"""One input → an article or a failure, with the page that it came on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from dragoman.errors import DragomanError, NoCorpus, ReadError, nameable
from dragoman.ingest.columns import form_of_table
from dragoman.ingest.extract import extract
from dragoman.ingest.fetch import Page
from dragoman.types import YEARS, Article, Failure, Published


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one input."""

    which: str
    """A path, a URL, or the place of a report in a file: "archive.jsonl:17"."""
    found: Article | Failure
    page: Page | None = None
    """The bytes that it was taken from; None when they could not be had."""
    told: date | None = None
    """The day that a feed tells of it."""


def arrive(
    which: str, page: Callable[[], Page], told: date | None = None, given: date | None = None
) -> Arrival:
    """A way to a page → its arrival.

    The `given` day stands above all; the one that a feed or an archive `told` counts where the
    page itself tells none.
    """
    got: Page | None = None
    try:
        got = page()
        if got.kind == "text" and (form := form_of_table(got.content)):
            told_by = "JSON" if form == "jsonl" else "a table"
            raise NoCorpus(which, f"is {told_by}, and no report; add it as a file .{form}")
        article = extract(got, given)
    except ReadError as error:
        return Arrival(which, failure(which, error), got, told)
    except Exception as error:
        # A bug, ours or a parser's, that one page of thousands brings to light: told by the name
        # of its error, kept with the page, and no reason to leave the other pages unread.
        return Arrival(which, broken(which, error), got, told)
    if told is not None and told.year in YEARS and article.published.day is None:
        article = replace(article, published=Published(told, "metadata"))
    return Arrival(which, article, got, told)


def broken(which: str, error: Exception) -> Failure:
    """An error of the reader itself on one report, as a failure of that report alone."""
    which = nameable(which)
    if isinstance(error, DragomanError):
        return Failure(which, type(error).__name__, str(error))
    why = f"{type(error).__name__}: {error}".encode("utf-8", "backslashreplace").decode()
    return Failure(which, type(error).__name__, f"reading: {which}: {why[:300]}")


def failure(which: str, error: ReadError) -> Failure:
    """An error as the value that is kept and counted."""
    return Failure(nameable(which), type(error).__name__, str(error))
