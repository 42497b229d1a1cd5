"""Inputs → a record: each ends as a reading or as a kept failure, and the run is told."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dragoman.errors import InputBinary, RecordError, RecordRefused
from dragoman.ingest.arrivals import Arrival, broken, failure
from dragoman.record.keepable import unkeepable
from dragoman.record.packing import RawPage
from dragoman.record.store import Seen, Store
from dragoman.types import Article, Failure, Reading

DONE, FAILED, PARTLY = 0, 1, 3
PATIENCE = 1.0
"""Seconds that a report waits at most for others to be read with, once it is there."""


@dataclass(slots=True)
class Tally:
    """How a run went, as it goes."""

    read: int = 0
    copies: int = 0
    """Of those read, near-copies of what was there."""
    known: int = 0
    undated: int = 0
    failed: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        return self.read + self.known + self.failed

    def code(self) -> int:
        """The exit code that tells it."""
        if not self.failed:
            return DONE
        return PARTLY if self.failed < self.done else FAILED

    def __str__(self) -> str:
        told = f"{self.read} read"
        if self.copies:
            told += f" ({self.copies} near-copies)"
        if self.undated:
            told += f" ({self.undated} without a date)"
        if self.known:
            told += f", {self.known} known already"
        return told + (f", {self.failed} failed" if self.failed else "")


def add(
    store: Store, arrivals: Iterable[Arrival], keep: str, tally: Tally, watch: Callable[[], None],
    asked: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Read what is new of the arrivals and keep it; `watch` is called after each.

    Every report is kept as soon as it is read: what was done before an interruption stays.
    `asked`: what else was asked for them, which is kept with what fails.
    """
    asked = {"keep": keep, **(asked or {})}
    from dragoman import __version__
    from dragoman.language.tag import weights_digest
    from dragoman.serve.json_view import to_dict

    reader = (__version__, weights_digest())
    waiting: dict[str, list[Arrival]] = {}

    def fail(why: Failure, told: date | None = None) -> None:
        store.fail(why, asked if told is None else {**asked, "told": told.isoformat()})
        tally.failed += 1
        print(why.message, file=sys.stderr)

    def unread() -> Iterator[Article]:
        """New articles; what needs no reading is dealt with as it passes."""
        for one in map(_storable, arrivals):
            if isinstance(one.found, Failure):
                fail(one.found, one.told)
            elif one.found.id in waiting:
                waiting[one.found.id].append(one)
                tally.known += 1
            elif store.has(one.found.id, *reader):
                store.saw(_seen(one.which, one.found), one.found.id)
                _tell_day(one, store.published(one.found.id))
                tally.known += 1
            else:
                waiting[one.found.id] = [one]
                yield _as_known(one.found, store.published(one.found.id))
                continue
            watch()

    for article, reading in read_each(unread()):
        same = waiting.pop(article.id)
        seen = [_seen(one.which, one.found) for one in same if isinstance(one.found, Article)]
        try:
            if isinstance(reading, Exception):
                raise reading
            saved = store.save(to_dict(reading), seen=seen, page=_raw(same[0]), keep=keep)
        except Exception as error:
            if isinstance(error, RecordError) and not isinstance(error, RecordRefused):
                raise  # it is the record that cannot go on, and no report's fault
            for one in same:
                fail(broken(one.which, error), one.told)
        else:
            # Another program may have kept it while it was read here.
            tally.read += saved.new
            tally.known += not saved.new
            tally.copies += saved.copy_of is not None
            tally.undated += saved.new and article.published.day is None
            for one in same:
                _tell_day(one, store.published(article.id))
        watch()


def _seen(which: str, article: Article) -> Seen:
    day = article.published.day
    return Seen(which, article.source, article.url, None if day is None else day.isoformat())


def _as_known(article: Article, published: dict[str, Any] | None) -> Article:
    """A report that another reader read: its days are counted from the one that it is held of."""
    from dragoman.serve.json_load import published_from

    return article if published is None else replace(article, published=published_from(published))


def _tell_day(arrival: Arrival, published: dict[str, Any] | None) -> None:
    """A day of a report that the record has under a later one or none, or that someone gives it."""
    found, known = arrival.found, published["day"] if published else None
    if isinstance(found, Article) and found.published.day is not None:
        day = found.published.day.isoformat()
        if known is None or day < known or (found.published.how == "given" and day != known):
            print(
                f"{arrival.which}: known {f'as of {known}' if known else 'without a day'}; "
                f"`dragoman correct {found.id} published={day}`",
                file=sys.stderr,
            )


def read_each(articles: Iterable[Article]) -> Iterator[tuple[Article, Reading | Exception]]:
    """Articles → each with its reading, or with the error on which its reader broke."""
    from dragoman.pipeline import read_articles

    for batch in _batches(articles):
        done = 0
        try:
            for article, reading in zip(batch, read_articles(batch), strict=True):
                done += 1
                yield article, reading
        except Exception:
            # One of them broke it, and the others are to be read: each now by itself.
            yield from ((article, _alone(article)) for article in batch[done:])


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """As many as are read fastest together; what comes slowly, from the web, is not kept back."""
    from dragoman.pipeline import BATCH

    batch: list[Article] = []
    begun = time.monotonic()
    for article in articles:
        batch.append(article)
        if len(batch) == BATCH or time.monotonic() - begun > PATIENCE:
            yield batch
            batch, begun = [], time.monotonic()
    if batch:
        yield batch


def _alone(article: Article) -> Reading | Exception:
    from dragoman.pipeline import read_articles

    try:
        return next(read_articles([article]))
    except Exception as error:
        return error


def _storable(arrival: Arrival) -> Arrival:
    """Half a sign (JSON can tell one) is none that a file of text can hold."""
    one = arrival.found
    if isinstance(one, Article):
        told = (one.title, one.text.content, one.source, one.url, one.wire, one.place)
        why = unkeepable(" ".join(part or "" for part in told))
        if why:
            error = InputBinary(arrival.which, why)
            return replace(arrival, found=failure(arrival.which, error))
    return arrival


def _raw(arrival: Arrival) -> RawPage | None:
    page = arrival.page
    return None if page is None else RawPage(page.content, page.kind, page.url, page.charset)


class Progress:
    """How far a run is and how long it will take; on a terminal only."""

    def __init__(
        self, tally: Tally, total: int = 0, share: Callable[[], float | None] | None = None
    ) -> None:
        """`total`: how many are to be done, as far as is known; else the `share` that is done."""
        self.total = total
        self._tally, self._share = tally, share or self._of_total
        self._shown = 0.0
        self._wanted = sys.stderr.isatty()

    def __call__(self) -> None:
        moment = time.monotonic()
        if self._wanted and moment - self._shown > 0.2:
            self._shown = moment
            print(f"\r\x1b[K{self._line(moment)}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._wanted:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _line(self, moment: float) -> str:
        done = self._tally.done
        spent = max(moment - self._tally.started, 0.001)
        line = f"{done} done · {done / spent:.1f}/s"
        share = self._share()
        if not share:
            return line
        return f"{line} · {share:.0%} · {_length(spent * (1 - share) / share)} left"

    def _of_total(self) -> float | None:
        return min(self._tally.done / self.total, 1.0) if self.total else None


def _length(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
