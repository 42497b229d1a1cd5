"""The folder of an archive: what is asked for, what is done, and one writer at a time.

``job.json`` tells the inputs, the settings and the reader; ``manifest.jsonl`` a line for each shard
that is whole; ``TABLE/00000.parquet`` the shards; ``summary.json`` that all is done. Lots wait in
``.lots`` until their shard is complete. The order of writing is the promise: a shard's files stand
under their names before its line, and its lots go only after it, so that a kill at any moment
leaves every input in exactly one of: shards told in the manifest, lots, not yet read.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import ArchiveBusy, DragomanError, UsageError
from dragoman.serve.bulk.intake import Lot, Place
from dragoman.serve.bulk.read import decode, encode
from dragoman.serve.bulk.schema import SCHEMA, TABLES, arrow_schema

if TYPE_CHECKING:
    from pyarrow import Table

Json = dict[str, Any]

JOB, MANIFEST, SUMMARY = "job.json", "manifest.jsonl", "summary.json"

OTHERS = {
    "schema": "another schema", "reader": "another reader", "settings": "other settings",
    "shard": "shards of another size", "inputs": "other inputs",
}  # fmt: skip
"""Part of a job → what is told of a run that has another one."""

GROUP = 40
"""Lots whose rows make one group of rows in a file of Parquet: what is held while writing."""
LEVEL = 6
"""Of zstd."""


class ArchiveError(DragomanError):
    """A folder that is not filled to its end, or of which something was lost or changed since."""

    what = "archive"

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(str(folder), f"not whole: {why}")


class Folder:
    """A folder that is being filled; a context manager that holds its lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lots = path / ".lots"
        self.shards: list[Json] = []
        self._metadata: dict[str, str] = {}

    def __enter__(self) -> "Folder":
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_RDONLY)
        except OSError as error:
            raise UsageError(str(self.path), f"cannot be written ({error.strerror})") from None
        try:
            # the system takes the lock back from one that is killed
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise ArchiveBusy(str(self.path), "another run is filling it") from None
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._handle)

    @property
    def whole(self) -> bool:
        return (self.path / SUMMARY).exists()

    def begin(self, job: Json) -> None:
        """Keeps the job until something has been read, then compares it.

        `UsageError` when it is another one, or the folder holds something else;
        `ArchiveError` when a file of a shard that is done is not as it was written.
        """
        job = {"schema": SCHEMA, **job}
        self._metadata = made_of(job)
        file = self.path / JOB
        if not file.exists():
            others = [one.name for one in self.path.iterdir() if not one.name.startswith(".")]
            if others:
                raise UsageError(str(self.path), f"holds something else ({min(others)})")
        self.shards = list(self._manifest())
        if not (self.whole or self.shards or any(self._lots.glob("*"))):
            # so that a slip of the first words, a column that is not there, costs no folder
            self._put(file, json.dumps(job, indent=2).encode())
        kept = json.loads(file.read_text(encoding="utf-8"))
        differs = [name for name in job if kept.get(name) != job[name]]
        if differs:
            raise UsageError(
                str(self.path), f"was begun with {OTHERS[differs[0]]}; take another folder"
            )
        _check(self.path, self.shards)
        if not self.whole:
            self._lots.mkdir(exist_ok=True)

    def _manifest(self) -> Iterator[Json]:
        """The shards that are done; a line that a kill broke off is taken away."""
        file = self.path / MANIFEST
        content = file.read_bytes() if file.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if len(whole) != len(content):
            self._put(file, whole)
        yield from _shards(self.path, whole)

    def next(self) -> tuple[Place, int]:
        """Where the first shard that is not done begins, and the number of its first input."""
        if not self.shards:
            return Place(), 0
        last = self.shards[-1]
        return Place(**last["next"]), last["first"] + last["rows"]

    # --- lots ----------------------------------------------------------------------------------

    def lot(self, shard: int, number: int) -> "dict[str, Table] | None":
        """The tables of a lot that waits; None when it does not, or is broken."""
        import pyarrow

        try:
            return decode(self._lot(shard, number).read_bytes())
        except (FileNotFoundError, pyarrow.ArrowException):
            return None

    def keep(self, shard: int, number: int, parts: list[bytes]) -> "dict[str, Table]":
        """Keep what was read of a lot → its tables."""
        import pyarrow

        found = [decode(part) for part in parts]
        tables = {name: pyarrow.concat_tables([one[name] for one in found]) for name in TABLES}
        self._put(self._lot(shard, number), parts[0] if len(parts) == 1 else encode(tables), False)
        return tables

    def _lot(self, shard: int, number: int) -> Path:
        return self._lots / f"{shard:05}-{number:05}.arrow"

    # --- shards --------------------------------------------------------------------------------

    def close_shard(self, last: Lot, first: int) -> Json:
        """All lots of a shard → its files and its line in the manifest, which is given back."""
        number, lots = last.shard, range(last.number + 1)
        found = {name: self._merge(name, number) for name in TABLES}
        self._write(number, lots, found)
        files = {}
        for name, made in found.items():
            target = self.path / name / f"{number:05}.parquet"
            target.parent.mkdir(exist_ok=True)
            files[name] = {"file": f"{name}/{target.name}", **_told(made)}
            made.rename(target)
            _sync(target.parent)
        rows = last.first + last.batch.num_rows - first
        line = {
            "shard": number,
            "first": first,
            "rows": rows,
            "next": {"file": last.end.file, "inputs": last.end.inputs},
            "tables": files,
        }
        with (self.path / MANIFEST).open("ab") as file:
            file.write(json.dumps(line).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.shards.append(line)
        for lot in lots:
            self._lot(number, lot).unlink()
        return line

    def _merge(self, name: str, shard: int) -> Path:
        return self._lots / f"{shard:05}-{name}.parquet"

    def _write(self, shard: int, lots: Iterable[int], found: dict[str, Path]) -> None:
        """Lots → files of Parquet; the rows of `GROUP` lots at a time are held."""
        import pyarrow
        from pyarrow import parquet

        with ExitStack() as stack:
            writers = {
                name: stack.enter_context(
                    parquet.ParquetWriter(
                        path, arrow_schema(TABLES[name], self._metadata),
                        compression="zstd", compression_level=LEVEL,
                    )
                )
                for name, path in found.items()
            }  # fmt: skip
            numbers = list(lots)
            for start in range(0, len(numbers), GROUP):
                held = [self.lot(shard, number) for number in numbers[start : start + GROUP]]
                for name, writer in writers.items():
                    table = pyarrow.concat_tables([one[name] for one in held if one is not None])
                    if table.num_rows:
                        table = table.combine_chunks().cast(writer.schema)
                        writer.write_table(table, row_group_size=max(table.num_rows, 1))

    def finish(self) -> Json:
        """Tells that all shards are done, and takes away what was only needed on the way."""
        totals = {
            name: sum(shard["tables"][name]["rows"] for shard in self.shards) for name in TABLES
        }
        rows = sum(shard["rows"] for shard in self.shards)
        summary = {
            "schema": SCHEMA, "inputs": rows, "shards": len(self.shards), "rows": totals,
            "made_of": self._metadata,
        }  # fmt: skip
        shutil.rmtree(self._lots, ignore_errors=True)
        self._put(self.path / SUMMARY, json.dumps(summary, indent=2).encode())
        return summary

    def _put(self, file: Path, content: bytes, sure: bool = True) -> None:
        """Writes a file whole or not at all; `sure` that it outlasts a loss of power."""
        part = file.with_name(f".{file.name}.part")
        with part.open("wb") as stream:
            stream.write(content)
            if sure:
                stream.flush()
                os.fsync(stream.fileno())
        part.rename(file)
        if sure:
            _sync(file.parent)


def made_of(job: Json) -> dict[str, str]:
    """What a job's tables hang on, by the names in the metadata of each of their files."""
    version, _, weights = job["reader"].partition(" ")
    told = {
        "schema": job["schema"], "version": version, "weights": weights,
        "inputs": job.get("inputs", {}).get("sha256", ""),
    }  # fmt: skip
    return {f"dragoman.{name}": value for name, value in told.items()}


def summary(folder: Path) -> Json:
    """What a folder that is whole holds: whoever reads its tables asks this first.

    `ArchiveError` when it was not filled to its end, or its files are not those of its manifest;
    `UsageError` for any other folder, and for another form.
    """
    try:
        found: Json = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except OSError:
        if (folder / JOB).exists():
            why = "`dragoman bulk` has not come to its end; the same command goes on from there"
            raise ArchiveError(folder, why) from None
        why = "no folder that `dragoman bulk` has filled to its end"
        raise UsageError(str(folder), why) from None
    same_form(folder, "its tables", found.get("schema"), SCHEMA)
    file = folder / MANIFEST
    shards = list(_shards(folder, file.read_bytes() if file.exists() else b""))
    if len(shards) != found["shards"]:
        why = f"{MANIFEST} tells {len(shards):,} shards, and {found['shards']:,} were written"
        raise ArchiveError(folder, f"{why}; {_remedy(len(shards))}")
    _check(folder, shards)
    told = {one["file"] for shard in shards for one in shard["tables"].values()}
    there = {f"{file.parent.name}/{file.name}" for name in TABLES for file in _tables(folder, name)}
    if more := there - told:
        why = f"{MANIFEST} does not tell of {min(more)}; take it away"
        raise ArchiveError(folder, why)
    return found


def _tables(folder: Path, name: str) -> Iterator[Path]:
    return (folder / name).glob("*.parquet")


def _shards(folder: Path, manifest: bytes) -> Iterator[Json]:
    """The lines of a manifest. `ArchiveError` at one that is none."""
    for number, line in enumerate(manifest.splitlines()):
        try:
            yield json.loads(line)
        except ValueError:
            why = f"line {number + 1} of {MANIFEST} is broken; {_remedy(number)}"
            raise ArchiveError(folder, why) from None


def _check(folder: Path, shards: list[Json]) -> None:
    """`ArchiveError` at the first file that is missing, or not as long as it was written.

    Hashes are not looked at: this is asked before every use of an archive of any size.
    """
    for number, shard in enumerate(shards):
        for told in shard["tables"].values():
            try:
                size = (folder / told["file"]).stat().st_size
            except OSError:
                raise ArchiveError(
                    folder, f"{told['file']} is missing; {_remedy(number)}"
                ) from None
            if size != told["bytes"]:
                why = f"{told['file']} has {size:,} bytes, and {told['bytes']:,} were written"
                raise ArchiveError(folder, f"{why}; {_remedy(number)}")


def _remedy(number: int) -> str:
    """What to do when shard `number` and those after it are not to be trusted."""
    return (
        f"put it back, or remove {SUMMARY} and all but the first {number:,} lines of {MANIFEST}, "
        "and the same `dragoman bulk` reads the rest anew"
    )


def same_form(folder: Path, what: str, theirs: str | None, ours: str) -> None:
    """`UsageError` for what another dragoman has written in an older or a newer form."""
    if theirs != ours:
        why = f"{what} are {theirs or 'of no version'}, and this dragoman reads {ours}"
        raise UsageError(str(folder), f"{why}; take that dragoman, or read the reports anew")


def _told(made: Path) -> Json:
    """Rows, bytes and hash of a file of Parquet, which is then sure to be on the disk."""
    from pyarrow import parquet

    with made.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    rows = parquet.read_metadata(made).num_rows
    return {"rows": rows, "bytes": made.stat().st_size, "sha256": digest}


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
