"""Sources → the pages that they point to, fetched one by one, each an arrival.

Nothing is kept here: the caller holds what each source told the last time (`Validators`) and knows
which pages it has. Both functions may be left at any moment; what was given out is whole.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from dragoman.errors import ReadError, nameable
from dragoman.ingest.arrivals import Arrival, arrive
from dragoman.ingest.feeds import NOTHING, Entry, Listing, read_listing
from dragoman.ingest.fetch import Page, fetch, is_url, page_of
from dragoman.ingest.unpack import unpacked_bytes
from dragoman.ingest.web import UNKNOWN, Validators, Web
from dragoman.types import Failure

PARTS = 50
"""Sitemaps of one index that are looked at, the first ones: sites put the newest there."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one source said when it was looked at."""

    source: str
    """The source as named."""
    listing: Listing = NOTHING
    validators: Validators = UNKNOWN
    """To be kept, and given back the next time."""
    unchanged: bool = False
    failure: Failure | None = None


def look(
    sources: Iterable[str],
    web: Web,
    known: Callable[[str], Validators | None] = lambda source: None,
) -> Iterator[Look]:
    """Sources (URLs, or files with OPML or URLs) → what each says now.

    The feeds of an OPML file and the parts of a sitemap's index follow as looks of their own. A
    source that fails is a look with its failure.
    """
    seen: set[str] = set()
    waiting = [(source, 0) for source in sources]
    while waiting:
        source, depth = waiting.pop(0)
        if source in seen:
            continue
        seen.add(source)
        told = _look(source, web, known(source))
        yield told
        if depth < 2:
            inner = [(part, depth + 1) for part in told.listing.sources]
            waiting[:0] = inner if depth == 0 and not is_url(source) else inner[:PARTS]


def _look(source: str, web: Web, known: Validators | None) -> Look:
    try:
        if not is_url(source):
            return Look(source, read_listing(fetch(source)))
        answer = web.get(source, known)
        if answer.unchanged:
            return Look(source, validators=answer.validators, unchanged=True)
        # sitemaps are files of gzip, which no header tells
        answer = replace(answer, content=unpacked_bytes(answer.content, source))
        listing = read_listing(page_of(answer))
        # What it leads to may change while it does not: then it is asked for whole each time.
        return Look(source, listing, UNKNOWN if listing.sources else answer.validators)
    except ReadError as error:
        name = nameable(source)
        return Look(name, failure=Failure(name, type(error).__name__, str(error)))


def gather(
    entries: Iterable[Entry], web: Web, have: Callable[[str], bool] = lambda url: False
) -> Iterator[Arrival]:
    """Entries → an arrival for each page that the caller does not have, in order."""
    for entry in entries:
        if not have(entry.url):
            yield arrive(entry.url, partial(_page, entry.url, web), entry.published)


def _page(url: str, web: Web) -> Page:
    return page_of(web.get(url))
