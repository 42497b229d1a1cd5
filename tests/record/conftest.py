"""A fresh record, and one that holds the first reading of the report written by hand."""

from pathlib import Path

import pytest

from dragoman.record import schema
from dragoman.record.packing import RawPage
from dragoman.record.store import Seen, Store
from dragoman.serve.json_load import settled
from tests.record.hand import first


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    schema.create(path).close()
    return path


@pytest.fixture
def filled(record: Path) -> Path:
    with Store(record, settled) as store:
        store.save(first(), seen=[Seen("talks.html")], page=RawPage(b"<html>talks</html>", "html"))
    return record
