"""What people keep at the desk and is no part of the record: memos and watches.

One small SQLite file beside the record; this module alone reads and writes it.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dragoman.errors import RecordMissing, UsageError

Json = dict[str, Any]

MOST = 500
"""Items of one memo; memos; watches."""

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS memo (
      key INTEGER PRIMARY KEY, title TEXT NOT NULL, author TEXT NOT NULL, made TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS memo_item (
      key INTEGER PRIMARY KEY,
      memo INTEGER NOT NULL REFERENCES memo (key) ON DELETE CASCADE,
      place REAL NOT NULL,
      report TEXT NOT NULL,              -- empty: a note of one's own
      entry TEXT NOT NULL,
      note TEXT NOT NULL,
      ticked TEXT NOT NULL,              -- by whom it was checked; empty: machine-read
      added TEXT NOT NULL,
      held TEXT NOT NULL DEFAULT '',     -- digest of what was checked
      anchor TEXT NOT NULL DEFAULT ''    -- the words by which the entry is found again, as JSON
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS watch (
      key INTEGER PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, asked TEXT NOT NULL,
      author TEXT NOT NULL, made TEXT NOT NULL, seen TEXT NOT NULL
    ) STRICT""",
    # What the desk itself keeps from one day to the next: the day of the last letter.
    "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)


class Notes:
    """The file of memos and watches of a record; safe for many threads."""

    def __init__(self, record: Path) -> None:
        self.path = record.with_name(f"{record.name}.desk")
        self._lock = threading.Lock()
        with self._open() as db:
            for statement in _SCHEMA:
                db.execute(statement)
            there = {row[1] for row in db.execute("PRAGMA table_info(memo_item)")}
            for name in ("held", "anchor"):
                if name not in there:
                    db.execute(f"ALTER TABLE memo_item ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
            # It was a day once, and told nothing of what came later of the same day.
            db.execute("UPDATE watch SET seen = '0' WHERE seen LIKE '%-%'")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with (
            self._lock,
            closing(sqlite3.connect(self.path, check_same_thread=False)) as db,
            db,
        ):
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = ON")
            yield db

    def _all(self, sql: str, *values: Any) -> list[Json]:
        with self._open() as db:
            return [dict(row) for row in db.execute(sql, values)]

    def _do(self, sql: str, *values: Any) -> int:
        """A change → the number of the row that is new, or how many were changed."""
        with self._open() as db:
            done = db.execute(sql, values)
            return int((done.lastrowid or 0) if sql.startswith("INSERT") else done.rowcount)

    # --- memos --------------------------------------------------------------------------------

    def memos(self) -> list[Json]:
        """Newest first, each with how many items it has."""
        return self._all(
            "SELECT memo.*, (SELECT count(*) FROM memo_item WHERE memo = memo.key) AS items "
            "FROM memo ORDER BY key DESC"
        )

    def memo(self, key: int) -> Json:
        """A memo with its items in order; `RecordMissing`."""
        found = self._all("SELECT * FROM memo WHERE key = ?", key)
        if not found:
            raise RecordMissing(str(key), "no such memo")
        items = self._all("SELECT * FROM memo_item WHERE memo = ? ORDER BY place, key", key)
        return {**found[0], "items": items}

    def new_memo(self, title: str, author: str) -> int:
        if len(self.memos()) >= MOST:
            raise UsageError("memo", f"there are {MOST} already")
        return self._do(
            "INSERT INTO memo (title, author, made) VALUES (?, ?, ?)", title, author, now()
        )

    def drop_memo(self, key: int) -> None:
        self._do("DELETE FROM memo WHERE key = ?", key)

    def collect(
        self, memo: int, report: str = "", entry: str = "", note: str = "", anchor: str = ""
    ) -> int:
        """An entry, or a note, at the end of a memo; an entry that is there already stays."""
        items = self.memo(memo)["items"]
        if len(items) >= MOST:
            raise UsageError(f"memo {memo}", f"has {MOST} items already")
        for item in items:
            if report and (item["report"], item["entry"]) == (report, entry):
                return int(item["key"])
        place = max((item["place"] for item in items), default=0.0) + 1
        return self._do(
            "INSERT INTO memo_item (memo, place, report, entry, note, ticked, added, anchor) "
            "VALUES (?, ?, ?, ?, ?, '', ?, ?)",
            memo, place, report, entry, note, now(), anchor,
        )  # fmt: skip

    def item(self, key: int) -> Json:
        found = self._all("SELECT * FROM memo_item WHERE key = ?", key)
        if not found:
            raise RecordMissing(str(key), "no such item of a memo")
        return found[0]

    def write(self, key: int, note: str) -> None:
        self._do("UPDATE memo_item SET note = ? WHERE key = ?", note, key)

    def tick(self, key: int, by: str, held: str = "") -> None:
        """Someone has checked the item as it is told by a digest; no one any more without him."""
        self._do("UPDATE memo_item SET ticked = ?, held = ? WHERE key = ?", by, held, key)

    def drop_item(self, key: int) -> None:
        self._do("DELETE FROM memo_item WHERE key = ?", key)

    def move(self, key: int, up: bool) -> None:
        """An item takes the place of its neighbour."""
        own = self.item(key)
        items = self.memo(own["memo"])["items"]
        at = next(at for at, item in enumerate(items) if item["key"] == key)
        other = at - 1 if up else at + 1
        if 0 <= other < len(items):
            places = "UPDATE memo_item SET place = ? WHERE key = ?"
            self._do(places, items[other]["place"], key)
            self._do(places, own["place"], items[other]["key"])

    # --- what the desk keeps ------------------------------------------------------------------

    def kept(self, name: str) -> str:
        """Empty for what is not kept."""
        found = self._all("SELECT value FROM kept WHERE name = ?", name)
        return str(found[0]["value"]) if found else ""

    def keep(self, name: str, value: str) -> None:
        self._do("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", name, value)

    # --- watches ------------------------------------------------------------------------------

    def watches(self) -> list[Json]:
        """Each with the number of the newest reading when it was last marked as seen."""
        return self._all("SELECT * FROM watch ORDER BY key")

    def watch(self, key: int) -> Json:
        found = self._all("SELECT * FROM watch WHERE key = ?", key)
        if not found:
            raise RecordMissing(str(key), "no such watch")
        return found[0]

    def new_watch(self, title: str, kind: str, asked: str, author: str, seen: str) -> int:
        """`kind` is process, statements, reports …; `asked` its reference or its query."""
        known = self.watches()
        for one in known:
            if (one["kind"], one["asked"]) == (kind, asked):
                return int(one["key"])
        if len(known) >= MOST:
            raise UsageError("watch", f"there are {MOST} already")
        return self._do(
            "INSERT INTO watch (title, kind, asked, author, made, seen) VALUES (?, ?, ?, ?, ?, ?)",
            title, kind, asked, author, now(), seen,
        )  # fmt: skip

    def saw(self, key: int, until: str) -> None:
        self._do("UPDATE watch SET seen = ? WHERE key = ?", until, key)

    def drop_watch(self, key: int) -> None:
        self._do("DELETE FROM watch WHERE key = ?", key)


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
