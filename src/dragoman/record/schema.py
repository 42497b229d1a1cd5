"""A path → an open connection to a record of this version's form, or a clear error.

A record is one SQLite file with an application id of its own; `user_version` is the number of the
last migration. Each migration is one transaction, at whose end no foreign key may lead nowhere.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from dragoman.errors import (
    RecordBusy,
    RecordClosed,
    RecordDamaged,
    RecordError,
    RecordForeign,
    RecordFull,
    RecordMissing,
)

APPLICATION_ID = 0x64726167
""" "drag", at byte 68 of the file."""
CACHE = 32_000
"""KiB of the file that a connection keeps in memory."""
PATIENCE = 10.0
"""Seconds to wait while another program writes."""


Tell = Callable[[str], None]
TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
"""Asks a record for what guards it."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the form, as SQL statements."""

    number: int
    name: str
    statements: tuple[str, ...]


@cache
def migrations() -> tuple[Migration, ...]:
    """All steps in order: 1, 2, 3 …"""
    folder = files("dragoman.record") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple(
        Migration(int(name[:4]), name, statements((folder / name).read_text(encoding="utf-8")))
        for name in names
    )


def statements(script: str) -> tuple[str, ...]:
    """SQL → its statements; `executescript` would commit before the first."""
    found, start = [], 0
    for at, sign in enumerate(script):
        if sign == ";" and sqlite3.complete_statement(script[start : at + 1]):
            found.append(script[start : at + 1].strip())
            start = at + 1
    return tuple(found)


@cache
def triggers() -> dict[str, str]:
    """Name and SQL of each trigger of a record of this version's form."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.create_function("sha256", 1, proof)
        for step in migrations():
            for statement in step.statements:
                made.execute(statement)
        return dict(made.execute(TRIGGERS).fetchall())


def create(path: Path, patience: float = PATIENCE, tell: Tell | None = None) -> sqlite3.Connection:
    """A new record where nothing is, or one that is there; `RecordForeign` for another file.

    An older one is renewed, which takes a while: `tell` is told before each step.
    """
    if not path.parent.is_dir():
        raise RecordMissing(str(path), "no such folder")
    with told(path):
        connection = _connect(path, "rwc", patience)
        if connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            _be_record(connection, path, migrations())
        _be_wal(connection)
    migrate(connection, path, migrations(), tell)
    return connection


def open_to_write(
    path: Path,
    patience: float = PATIENCE,
    steps: Sequence[Migration] | None = None,
    tell: Tell | None = None,
) -> sqlite3.Connection:
    """The connection of a writer; an older record is renewed first, as `create` does."""
    steps = migrations() if steps is None else steps
    _must_exist(path)
    with told(path):
        connection = _connect(path, "rw", patience)
        _be_record(connection, path, steps)
        _be_wal(connection)
    migrate(connection, path, steps, tell)
    return connection


def open_to_read(path: Path, patience: float = PATIENCE, older: bool = False) -> sqlite3.Connection:
    """The connection of a reader, which cannot write; `RecordForeign` for an older form, too, where
    that is not asked for.
    """
    _must_exist(path)
    with told(path):
        try:
            connection = _connect(path, "ro", patience)
            number = _be_record(connection, path, migrations())
        except sqlite3.OperationalError:
            # On a medium that may not be written, no file can be made beside the record: it can
            # then only be read as one that nobody changes, which it is when no log lies there.
            if path.with_name(f"{path.name}-wal").exists():
                raise
            connection = _connect(path, "ro&immutable=1", patience)
            number = _be_record(connection, path, migrations())
    if number < migrations()[-1].number and not older:
        raise RecordForeign(str(path), "made by an older dragoman; `dragoman init` renews it")
    return connection


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    steps: Sequence[Migration],
    tell: Tell | None = None,
) -> None:
    """Each step that the record has not yet made, each whole or not at all."""
    with told(path):
        first = _number(connection)
        for step in steps:
            if step.number > _number(connection):
                if first and tell is not None:
                    size = path.stat().st_size / 1e6
                    tell(f"{path}: renewed from form {first} to {step.number}, {size:,.0f} MB; "
                         "stopped or killed, it is as before")  # fmt: skip
                _apply(connection, step)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What SQLite says of a record → the error that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _error(str(path), error) from error
    except OverflowError:
        raise RecordError(str(path), "a number is larger than any that it can hold") from None


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is done within, or nothing of it; another writer is waited for at its start."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk has rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _apply(connection: sqlite3.Connection, step: Migration) -> None:
    # A table is changed by making it anew, which keys that lead to it must allow meanwhile;
    # within a transaction this setting cannot be changed.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with transaction(connection):
            if step.number <= _number(connection):
                return  # another program has made the step while this one waited
            for statement in step.statements:
                connection.execute(statement)
            astray = connection.execute("PRAGMA foreign_key_check").fetchone()
            if astray:
                raise sqlite3.IntegrityError(f"{step.name}: a key of {astray[0]} leads nowhere")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {step.number}")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _connect(path: Path, mode: str, patience: float = PATIENCE) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,
        # The web has many threads; each use is guarded there by one lock.
        check_same_thread=False,
    )
    connection.row_factory = sqlite3.Row
    connection.create_function("sha256", 1, proof, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE}")
    return connection


def proof(value: bytes | str) -> str:
    """The SHA-256 by which something kept is known to be unchanged."""
    content = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return hashlib.sha256(content).hexdigest()


def _be_wal(connection: sqlite3.Connection) -> None:
    # Readers and a writer do not wait for each other; what is told as kept survives a power cut.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise RecordMissing(str(path), "no such file; `dragoman init` makes a record")
    if path.is_dir():
        raise RecordForeign(str(path), "is a directory")


def _be_record(connection: sqlite3.Connection, path: Path, steps: Sequence[Migration]) -> int:
    """The number of the record's form; `RecordForeign` when it is none that we know."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise RecordForeign(str(path), "not made by dragoman")
    number = _number(connection)
    newest = steps[-1].number
    if number > newest:
        raise RecordForeign(str(path), f"of form {number}, and this dragoman knows {newest}")
    return number


def _number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _error(which: str, error: sqlite3.DatabaseError) -> RecordError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    why = str(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return RecordBusy(which, "another program is writing; try again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return RecordClosed(which, why)
    if code == sqlite3.SQLITE_FULL:
        return RecordFull(which, "what was done before is kept; free some and run it again")
    if code == sqlite3.SQLITE_IOERR:
        return RecordFull(which, f"the disk refused ({why}); it is full or failing")
    if code == sqlite3.SQLITE_NOTADB:
        return RecordForeign(which, "not an SQLite file")
    if code == sqlite3.SQLITE_CORRUPT:
        return RecordDamaged(which, f"{why}; restore a backup")
    return RecordError(which, why)


class Opened:
    """A record held open; a context manager that closes it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()
