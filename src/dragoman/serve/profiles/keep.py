"""Events of other sets ↔ Parquet next to ours; and any path → the events in it."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from dragoman.errors import InputMissing, UsageError
from dragoman.serve.profiles.coded import Coded, Party, Where, of_folder, of_record
from dragoman.serve.profiles.read import Foreign

LOT = 50_000
"""Rows that are held at once."""

_PARTS = ("name", "country", "sector")
_DAYS = ("day", "published")
_NUMBERS = ("start", "mentions", "reports")
_LISTS = ("people", "organisations", "outlets")


def keep(foreign: Foreign, out: Path) -> tuple[int, Path]:
    """Write a foreign file's events into ``OUT/imported`` → how many, and where.

    `ReadError` for a file that is no such set; `UsageError` for one that was kept before.
    """
    import pyarrow
    from pyarrow import parquet

    target = out / "imported" / f"{foreign.path.name}.parquet"
    if target.exists():
        raise UsageError(str(target), "is there already")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    schema, count = _schema(), 0
    try:
        with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            for lot in _lots(foreign):
                count += len(lot)
                writer.write_table(pyarrow.Table.from_pylist(lot, schema))
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return count, target


def _lots(events: Iterable[Coded]) -> Iterator[list[dict[str, Any]]]:
    held: list[dict[str, Any]] = []
    for event in events:
        held.append(_row(event))
        if len(held) == LOT:
            yield held
            held = []
    if held:
        yield held


def _row(event: Coded) -> dict[str, Any]:
    row = {field.name: getattr(event, field.name) for field in fields(event)}
    row["place"] = event.place.words
    for side in ("sources", "targets"):
        parties = row.pop(side)
        for part in _PARTS:
            row[f"{side}_{part}"] = [getattr(party, part) for party in parties]
    return row


def _schema() -> Any:
    import pyarrow

    names = [field.name for field in fields(Coded) if field.name not in ("sources", "targets")]
    kinds = {
        **dict.fromkeys(_DAYS, pyarrow.date32()),
        **dict.fromkeys(_NUMBERS, pyarrow.int64()),
        **dict.fromkeys(_LISTS, pyarrow.list_(pyarrow.string())),
    }
    sides = [f"{side}_{part}" for side in ("sources", "targets") for part in _PARTS]
    told = [(name, kinds.get(name, pyarrow.string())) for name in names]
    return pyarrow.schema(told + [(name, pyarrow.list_(pyarrow.string())) for name in sides])


def _of_kept(path: Path) -> Iterator[Coded]:
    from pyarrow import parquet

    for batch in parquet.ParquetFile(path).iter_batches(1000):
        for row in batch.to_pylist():
            for side in ("sources", "targets"):
                told = [row.pop(f"{side}_{part}") for part in _PARTS]
                row[side] = tuple(Party(*cells) for cells in zip(*told, strict=True))
            row["place"] = Where(row["place"])
            for name in _LISTS:
                row[name] = tuple(row[name])
            yield Coded(**row)


def events_of(path: Path) -> Iterator[Coded]:
    """A record, a folder that `bulk` filled, a kept or a foreign file → its events."""
    if path.is_dir():
        from dragoman.serve.bulk.folder import JOB

        kept = sorted(path.glob("*.parquet"))
        if kept and not (path / JOB).exists():
            for file in kept:
                yield from _of_kept(file)
        else:
            yield from of_folder(path)
        return
    try:
        with path.open("rb") as stream:
            opening = stream.read(16)
    except OSError as error:
        raise InputMissing(str(path), f"cannot be opened ({error.strerror})") from None
    if opening.startswith(b"SQLite format 3"):
        from dragoman.record.query import Query
        from dragoman.serve.json_load import settled

        with Query(path, settled) as query:
            yield from of_record(query)
    elif opening.startswith(b"PAR1"):
        yield from _of_kept(path)
    else:
        yield from Foreign(path)
