"""How far a run is: rate, time left, failures; on a terminal always, else once a minute."""

import sys
import time

from dragoman.serve.bulk import stores
from dragoman.serve.bulk.intake import Place, form_in


class Progress:
    """A context manager; what is left is told by the bytes of the files that are behind."""

    def __init__(self, files: list[str]) -> None:
        self._files = files
        self._sizes = [_size(which) for which in files]
        self._behind = [0]
        for size in self._sizes:
            self._behind.append(self._behind[-1] + size)
        self._read = self._failed = 0
        self._start = self._part = 0.0
        self._begun: float | None = None
        self._shown = self._started = time.monotonic()
        self._every = 0.5 if sys.stderr.isatty() else 60.0
        self._rows: dict[int, int] = {}

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def at(self, place: Place) -> None:
        """The place up to which inputs have been taken."""
        size = self._sizes[place.file]
        inner = min(place.inputs / self._count(place), 1.0) * size
        self._part = (self._behind[place.file] + inner) / max(self._behind[-1], 1)
        if self._begun is None:
            self._begun = self._part

    def _count(self, place: Place) -> int:
        """The inputs of a file: known of Parquet, of a page 1, else guessed by a report's size."""
        if place.file not in self._rows:
            self._rows[place.file] = _rows(self._files[place.file], self._sizes[place.file])
        return max(self._rows[place.file], place.inputs, 1)

    def add(self, read: int, failed: int) -> None:
        self._read += read
        self._failed += failed
        moment = time.monotonic()
        if moment - self._shown >= self._every:
            self._shown = moment
            if sys.stderr.isatty():
                print(f"\r\x1b[K{self.line(moment)}", end="", file=sys.stderr, flush=True)
            else:
                print(self.line(moment), file=sys.stderr, flush=True)

    def line(self, moment: float) -> str:
        """ "1,200 read · 9.8/s · 3 h left · 2 failed" """
        spent = max(moment - self._started, 0.001)
        told = [f"{self._read:,} read", f"{(self._read + self._failed) / spent:.1f}/s"]
        done = self._part - (self._begun or 0.0)
        if done > 0:
            told.append(f"{_length(spent * (1 - self._part) / done)} left")
        if self._failed:
            told.append(f"{self._failed:,} failed")
        return " · ".join(told)


GUESS = 3_000
"""Bytes of a report in a file of text, where nothing tells how many there are."""


def _size(which: str) -> int:
    try:
        return stores.size(which)
    except OSError:
        return 0


def _rows(which: str, size: int) -> int:
    form = form_in(which)
    if not form:
        return 1
    if form == "parquet":
        from pyarrow import ArrowException, parquet

        try:
            with stores.opened(which) as file:
                return int(parquet.read_metadata(file).num_rows)
        except (ArrowException, OSError):
            return 1
    return size // GUESS


def _length(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
