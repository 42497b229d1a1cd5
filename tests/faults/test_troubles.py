"""A locked record, a full disk, a file that may not be written: a clear error, nothing lost."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from benchmarks.record import made
from dragoman.errors import RecordBusy, RecordClosed, RecordError, RecordFull
from dragoman.record import schema
from dragoman.record.backup import backup
from dragoman.record.check import faults
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from dragoman.serve.json_view import to_dict

NOBODY = 65534


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    schema.create(path).close()
    with Store(path, settled) as store:
        for number in range(5):
            store.save(to_dict(made(number)))
    return path


def count(path: Path) -> int:
    with Query(path, settled) as query:
        assert list(faults(query)) == []
        return len(list(query.ids()))


def test_who_waits_too_long_for_another_writer_is_told(record: Path) -> None:
    with closing(schema.open_to_write(record)) as other, Store(record, patience=0.05) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordBusy, match="another program is writing"):
            store.save(to_dict(made(5)))
        assert count(record) == 5
        other.execute("ROLLBACK")
        assert store.save(to_dict(made(5))).new
    assert count(record) == 6


def test_two_writers_and_twelve_readers(record: Path) -> None:
    command = [sys.executable, "tests/faults/driver.py", "add", str(record)]
    writers = [
        subprocess.Popen(
            [*command, start, "60"], stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": "src:."},
        )
        for start in ("0", "20")
    ]  # fmt: skip

    def reads(_: int) -> list[int]:
        found = []
        with Query(record, settled) as query:
            while any(writer.poll() is None for writer in writers):
                ids = list(query.ids())
                assert query.shown(ids[-1]).document["article"]["id"] == ids[-1]
                found.append(len(ids))
        return found

    with ThreadPoolExecutor(12) as pool:
        seen = list(pool.map(reads, range(12)))
    assert [writer.returncode for writer in writers] == [0, 0]
    assert all(found == sorted(found) and found for found in seen)
    assert count(record) == 60


def test_a_full_record_is_told_and_keeps_what_it_has(record: Path) -> None:
    with Store(record) as store:
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(RecordFull, match="what was done before is kept"):
            for number in range(5, 50):
                store.save(to_dict(made(number)))
    there = count(record)
    with Store(record) as store:
        for number in range(5, 50):
            store.save(to_dict(made(number)))
    assert 5 <= there < 50
    assert count(record) == 50


def test_a_disk_that_takes_no_more(record: Path) -> None:
    """A limit of the size of files, as a full disk that refuses a write half-way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    limit = record.stat().st_size + 40_000
    with Store(record) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            with pytest.raises(RecordError, match=r"no space|the disk refused"):
                for number in range(5, 100):
                    store.save(to_dict(made(number)))
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
            with pytest.raises(RecordError):
                backup(record, record.with_name("copy.db"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not record.with_name("copy.db").exists()
    assert 5 <= count(record) < 100


@contextmanager
def not_root() -> Iterator[None]:
    """Root may write everything: be someone else for a while."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.fixture
def closed(record: Path) -> Iterator[Path]:
    """The record in a folder, itself and the folder to be read only."""
    folders = (record.parent, *list(record.parent.parents)[:2])
    modes = {folder: folder.stat().st_mode for folder in folders}
    for folder in folders:
        folder.chmod(0o755)
    record.parent.chmod(0o555)
    record.chmod(0o444)
    yield record
    for folder, mode in modes.items():
        folder.chmod(mode)


def test_a_record_that_may_only_be_read_is_read(closed: Path) -> None:
    with not_root():
        assert not closed.with_name("record.db-wal").exists()
        assert count(closed) == 5
        with pytest.raises(RecordClosed):
            Store(closed)
        with pytest.raises(RecordClosed):
            schema.create(closed.with_name("new.db"))
