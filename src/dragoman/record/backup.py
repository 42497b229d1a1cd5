"""A record in use → a verified copy in another file."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from dragoman.errors import RecordDamaged, RecordForeign
from dragoman.record import schema

PAGES = 2000
"""Pages copied at once; between two lots others can write."""


def backup(path: Path, target: Path) -> None:
    """Copy a record while it is in use; the target appears only when it is whole.

    `RecordForeign` when the target is there already, `RecordDamaged` when the copy is not sound.
    """
    if target.exists():
        raise RecordForeign(str(target), "a file of that name is there already")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with (
            closing(schema.open_to_read(path)) as source,
            schema.told(part),
            closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy, pages=PAGES)
            # A copy is one file, which may lie where none can be made beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            _verify(copy, target)
        _to_disk(part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def _verify(copy: sqlite3.Connection, target: Path) -> None:
    told = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if told != "ok":
        raise RecordDamaged(str(target), f"the copy is not whole ({told})")
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise RecordDamaged(str(target), "the copy has keys that lead nowhere")


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
