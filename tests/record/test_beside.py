"""What is asked and copied while others write, and beside what lies there already."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import RecordDamaged, UsageError
from dragoman.record.backup import backup
from dragoman.record.check import faults
from dragoman.record.export import export
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from dragoman.types import Failure
from tests.record.hand import second
from tests.record.older import as_of


def test_a_backup_is_done_while_others_write(filled: Path) -> None:
    """A copy in steps that begins again at each write never ends beside one who adds reports."""
    stop = threading.Event()
    with Store(filled) as store:
        for number in range(300):
            store.fail(Failure(f"{number}.txt", "NotText", "x" * 40_000))

    def write() -> None:
        with Store(filled) as store:
            while not stop.is_set():
                store.fail(Failure("again.txt", "NotText", "again"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("dragoman.record.backup.PAGES", 20)
            started = time.monotonic()
            backup(filled, filled.with_name("copy.db"))
    finally:
        stop.set()
        writer.join()
    assert time.monotonic() - started < 60
    with Query(filled.with_name("copy.db")) as query:
        assert not list(faults(query)) and len(query.failures()) in (300, 301)


def test_what_lies_beside_a_backup_or_an_export_stays(filled: Path) -> None:
    target = filled.with_name("copy.db")
    mine = [target.with_name("copy.db.part"), target.with_name("out.part")]
    for file in mine:
        file.write_text("mine")
    backup(filled, target)
    with Query(filled) as query:
        export(query, "jsonl", filled.with_name("out"))
    assert [file.read_text() for file in mine] == ["mine", "mine"]
    assert not list(filled.parent.glob(".*.part"))


def test_who_checks_sees_one_moment(filled: Path) -> None:
    """A report that is read anew between two questions is no fault."""
    with Store(filled, settled) as store, Query(filled, settled) as query:
        shown, saved = query.shown, list[bool]()

        def between(id: str) -> Any:
            found = shown(id)
            saved.append(store.save(second()).new)
            return found

        query.shown = between  # type: ignore[method-assign]
        assert list(faults(query)) == [] and saved[0]


def test_a_backup_is_on_the_disk_before_it_is_told(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[bool] = []
    target = filled.with_name("copy.db")
    monkeypatch.setattr("os.fsync", lambda _: there.append(target.exists()))
    backup(filled, target)
    assert there == [False] and target.exists()


def test_a_record_of_an_older_form_is_copied_as_it_is(filled: Path) -> None:
    """Before it is renewed, which cannot be undone."""
    as_of(filled, 4)
    target = filled.with_name("copy.db")
    backup(filled, target)
    for path in (filled, target):
        with closing(sqlite3.connect(path)) as raw:
            assert raw.execute("PRAGMA user_version").fetchone() == (4,)
    with pytest.raises(UsageError, match="there is no folder"):
        backup(filled, filled.with_name("none") / "copy.db")


def test_a_copy_that_is_not_sound_is_no_backup(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("INSERT INTO near VALUES (99, 99, 12345)")
        raw.commit()
    with pytest.raises(RecordDamaged, match="lead nowhere"):
        backup(filled, filled.with_name("copy.db"))
    assert not filled.with_name("copy.db").exists() and not list(filled.parent.glob(".*.part"))


def test_what_is_told_as_kept_is_on_the_disk(filled: Path) -> None:
    """A log that is not synced at each commit may lose the last ones with the power."""
    with Store(filled, settled) as store:
        ask = store._connection.execute
        assert ask("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert ask("PRAGMA journal_mode").fetchone()[0] == "wal"
