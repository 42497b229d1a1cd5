"""How far a run is: rate, time left, failures; on a terminal always, else once a minute."""

import sys
import time

from dragoman.serve.bulk import stores
from dragoman.serve.bulk.intake import Lot, Place, form_in
from dragoman.serve.bulk.pool import Key


class Progress:
    """A context manager; time left is told by bytes: those read in this run, and those to come.

    What earlier runs read took no time of this one: neither rate nor time left count it.
    """

    def __init__(self, files: list[str], start: Place, before: int) -> None:
        """`start` is where the run goes on, after `before` inputs."""
        self._files = files
        self._sizes = [_size(which) for which in files]
        self._behind = [0]
        for size in self._sizes:
            self._behind.append(self._behind[-1] + size)
        self._rows: dict[int, int] = {}
        self._start = start
        self._at: float | None = None
        """Bytes up to which lots have been cut."""
        self._out: dict[Key, float] = {}
        """Bytes of the lots that are being read."""
        self._done = self._kept = 0.0
        """Bytes that were read in this run; that others had read."""
        self.before = before
        """Inputs that earlier runs read."""
        self._read = self._failed = 0
        self._shown = self._started = time.monotonic()
        self._every = 0.5 if sys.stderr.isatty() else 60.0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    @property
    def read(self) -> int:
        """Inputs that are done, in this run and before."""
        return self.before + self._read + self._failed

    def give(self, lot: Lot) -> None:
        """A lot goes out to be read."""
        if not self._out and not self._read + self._failed:
            # to come here, a run that goes on has read its way through what was done
            self._started = time.monotonic()
        self._out[lot.shard, lot.number] = self._cut(lot)

    def skip(self, lot: Lot) -> None:
        """An earlier run has read this lot."""
        self._kept += self._cut(lot)
        self.before += lot.batch.num_rows

    def add(self, lot: Key, read: int, failed: int) -> None:
        """What came of a lot."""
        self._done += self._out.pop(lot)
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
        """ "1,200 read · 9.8/s · 3.0 h left · 2 failed" """
        spent = max(moment - self._started, 0.001)
        done = self._read + self._failed
        told = [f"{self.read - self._failed:,} read", f"{done / spent:.1f}/s"]
        if self._done > 0:
            left = max(self._behind[-1] - self._kept - self._done, 0.0)
            told.append(f"{_length(spent * left / self._done)} left")
        if self._failed:
            told.append(f"{self._failed:,} failed")
        return " · ".join(told)

    def _cut(self, lot: Lot) -> float:
        """Bytes of a lot: from the end of the one before to its own."""
        end = self._bytes(lot.end)
        if self._at is None:
            self._at = self._kept = self._begin(lot.end, end)
        size, self._at = max(end - self._at, 0.0), max(end, self._at)
        return size

    def _begin(self, first: Place, end: float) -> float:
        """The bytes before `start`, of which only the number of inputs is kept.

        Where the first lot ends in the same file, the inputs of that are taken as alike.
        """
        behind = self._behind[self._start.file]
        inner = end - behind if first.file == self._start.file else self._sizes[self._start.file]
        return behind + inner * min(self._start.inputs / max(first.inputs, 1), 1.0)

    def _bytes(self, place: Place) -> float:
        """The bytes of all files before a place."""
        size = self._sizes[place.file]
        form = form_in(self._files[place.file])
        if form == "parquet":
            inner = size * min(place.inputs / max(self._rows_of(place.file), 1), 1.0)
        else:
            inner = min(place.bytes, size) if form else size
        return self._behind[place.file] + inner

    def _rows_of(self, file: int) -> int:
        if file not in self._rows:
            self._rows[file] = _rows(self._files[file])
        return self._rows[file]


def _size(which: str) -> int:
    try:
        return stores.size(which)
    except OSError:
        return 0


def _rows(which: str) -> int:
    """Of a file of Parquet; 1 when it cannot be opened, which is one failure."""
    from pyarrow import ArrowException, parquet

    try:
        with stores.opened(which) as file:
            return int(parquet.read_metadata(file).num_rows)
    except (ArrowException, OSError):
        return 1


def _length(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
