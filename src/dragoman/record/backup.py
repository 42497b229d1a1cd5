"""A record in use → a verified copy in another file."""

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from dragoman.errors import RecordDamaged, UsageError
from dragoman.record import schema

PAGES = 2000
"""Pages copied at once."""


def backup(path: Path, target: Path) -> None:
    """Copy a record while it is in use; the target appears only when it is whole. One of an older
    form is copied as it is, so that it can be kept before it is renewed.

    `UsageError` when the target is there already or its folder is not, `RecordDamaged` when the
    copy is not sound.
    """
    if target.exists():
        raise UsageError(str(target), "something of that name is there already")
    if not target.parent.is_dir():
        raise UsageError(str(target), f"there is no folder {target.parent}")
    part = beside(target)
    try:
        with (
            closing(schema.open_to_read(path, older=True)) as source,
            schema.told(part),
            closing(sqlite3.connect(part)) as copy,
        ):
            # A copy in steps begins again whenever another program writes, unless it is held to one
            # moment; those who write do not wait for it.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema")
            source.backup(copy, pages=PAGES)
            source.execute("COMMIT")
            # A copy is one file, which may lie where none can be made beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            _verify(copy, target)
        _to_disk(part)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def beside(target: Path) -> Path:
    """A name that nobody has, in the folder of what is to stand there when it is whole."""
    return target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")


def _verify(copy: sqlite3.Connection, target: Path) -> None:
    told = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if told != "ok":
        raise RecordDamaged(str(target), f"the copy is not whole ({told})")
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise RecordDamaged(str(target), "the copy has keys that lead nowhere")


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
