"""Names of files → a folder of tables, by a number of processes; started again, it goes on."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dragoman.errors import UsageError, WorkerLost
from dragoman.serve.bulk.folder import Folder, summary
from dragoman.serve.bulk.intake import Lot, digest, find_files, find_inputs, find_lots
from dragoman.serve.bulk.pool import Key
from dragoman.serve.bulk.progress import Progress
from dragoman.serve.bulk.stores import in_store
from dragoman.serve.columns import layout

if TYPE_CHECKING:
    from pyarrow import RecordBatch

DONE, FAILED, PARTLY = 0, 1, 3
SHARD = 10_000
"""Inputs of a shard, when the caller does not say."""
SHOWN = 10
"""Failures that are told at the end, of those that the table of failures holds."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asks for; what is read follows from it and the inputs alone."""

    published: date | None = None
    """The day of publication of all reports."""
    keep: str = "text"
    """text; spans: the table of articles without texts; readings: each whole, too, for linking."""
    columns: dict[str, str] = field(default_factory=dict)
    """Field → column, where a name does not tell it."""
    shard: int = SHARD

    def metadata(self) -> dict[str, str]:
        """What travels with each batch."""
        return {"published": str(self.published or ""), "keep": self.keep}


class Engine(Protocol):
    """What reads lots: the pool of processes, or a cluster."""

    def __enter__(self) -> "Engine": ...
    def __exit__(self, *_: object) -> None: ...
    def reader(self) -> str: ...
    def run(
        self, lots: "Iterator[tuple[Key, RecordBatch]]"
    ) -> Iterator[tuple[Key, list[bytes]]]: ...


def bulk(names: list[str], target: Path, wanted: Wanted, start: Callable[[], Engine]) -> int:
    """Read all that the names hold into the folder, by the engine that `start` gives → exit code.

    `UsageError` when the folder holds something else or was begun with other inputs, settings or
    another reader; `ArchiveBusy` when another run fills it; `WorkerLost` when no process can start.
    """
    files, missing = find_files(names)
    for told in missing:
        print(told, file=sys.stderr)
    if not files:
        # nothing is begun: the same words may stand for something tomorrow
        if not missing:
            print(f"no such input: {', '.join(names)}", file=sys.stderr)
        return FAILED
    _be_apart(target, names, files)
    with Folder(target) as folder, start() as pool:
        folder.begin({
            "reader": pool.reader(), "settings": {**wanted.metadata(), "columns": wanted.columns},
            "shard": wanted.shard, "inputs": digest(files),
        })  # fmt: skip
        if not folder.whole:
            _Run(folder, pool, files, wanted).fill()
            folder.finish()
    return _told(summary(target), target, len(missing))


def _be_apart(target: Path, names: list[str], files: list[str]) -> None:
    """`UsageError` for a folder among the inputs: what is written there would be read, too."""
    whole = target.resolve()
    for folder in (Path(name) for name in names if not in_store(name)):
        if folder.is_dir() and whole.is_relative_to(folder.resolve()):
            raise UsageError(str(target), f"lies in the input {folder}; take a folder beside it")
    for file in files:
        if not in_store(file) and Path(file).resolve().is_relative_to(whole):
            raise UsageError(str(target), f"holds the input {file}; take another folder")


def _told(summary: dict[str, Any], target: Path, missing: int) -> int:
    failed = summary["rows"]["failures"]
    read = summary["inputs"] - failed
    for message in _first_failures(target):
        print(message, file=sys.stderr)
    if failed > SHOWN:
        print(f"… and {failed - SHOWN:,} more: the table {target / 'failures'}", file=sys.stderr)
    shards = "1 shard" if summary["shards"] == 1 else f"{summary['shards']:,} shards"
    print(f"{target}: {read:,} read, {failed:,} failed, {shards}", file=sys.stderr)
    if failed + missing == 0:
        return DONE
    return PARTLY if read else FAILED


def _first_failures(target: Path) -> list[str]:
    """What was wrong with the first `SHOWN` inputs that failed; all of them stand in the table."""
    from pyarrow import parquet

    found: list[str] = []
    for file in sorted((target / "failures").glob("*.parquet")):
        if len(found) < SHOWN and parquet.read_metadata(file).num_rows:
            batches = parquet.ParquetFile(file).iter_batches(SHOWN, columns=["message"])
            found += next(batches).column("message").to_pylist()
    return found[:SHOWN]


class _Run:
    """One filling of a folder, from where it stands."""

    def __init__(self, folder: Folder, pool: Engine, files: list[str], wanted: Wanted) -> None:
        self._folder, self._pool, self._files, self._wanted = folder, pool, files, wanted
        start, self._first = folder.next()
        self._start = start
        self._progress = Progress(files, start, self._first)
        self._undone: dict[int, set[int]] = {}
        """Shard → its lots that are out."""
        self._ends: dict[int, Lot] = {}
        """Shard → its last lot, once that has been cut."""

    def fill(self) -> None:
        """All that is not done yet; `KeyboardInterrupt` tells how far it came."""
        found = find_inputs(
            self._files, layout(self._wanted.columns, self._wanted.published), self._start
        )
        lots = find_lots(
            found, self._wanted.shard, self._wanted.metadata(), len(self._folder.shards),
            self._first,
        )  # fmt: skip
        try:
            with self._progress:
                self._read(lots)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"{self._progress.read:,} reports read") from None

    def _read(self, lots: Iterator[Lot]) -> None:
        """`WorkerLost` when the engine gave back less than it took: that may not pass for whole."""
        for (shard, number), parts in self._pool.run(self._unread(lots)):
            tables = self._folder.keep(shard, number, parts)
            self._undone[shard].remove(number)
            read, failed = tables["articles"].num_rows, tables["failures"].num_rows
            self._progress.add((shard, number), read, failed)
            self._close()
        self._close()
        if lost := sum(map(len, self._undone.values())):
            raise WorkerLost("all", f"{lost:,} lots did not come back; the same command goes on")

    def _unread(self, lots: Iterator[Lot]) -> "Iterator[tuple[tuple[int, int], RecordBatch]]":
        """The lots that no earlier run has read."""
        for lot in lots:
            if lot.last:
                self._ends[lot.shard] = lot
            undone = self._undone.setdefault(lot.shard, set())
            if self._folder.lot(lot.shard, lot.number) is None:
                undone.add(lot.number)
                self._progress.give(lot)
                yield (lot.shard, lot.number), lot.batch
            else:
                self._progress.skip(lot)
                self._close()

    def _close(self) -> None:
        """Close all shards that are complete, in their order."""
        while True:
            number = len(self._folder.shards)
            if number not in self._ends or self._undone[number]:
                return
            line = self._folder.close_shard(self._ends.pop(number), self._first)
            del self._undone[number]
            self._first += line["rows"]
