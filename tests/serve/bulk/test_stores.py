"""A store that does not answer: waited for, then the run ends; no object is taken for missing."""

import io
from typing import Any

import pytest

from dragoman.errors import StoreLost
from dragoman.ingest.corpora import Layout
from dragoman.serve.bulk import stores
from dragoman.serve.bulk.intake import Place, digest, find_inputs

LINES = b"".join(b'{"text": "Ferry %d left Arica on Monday."}\n' % number for number in range(400))


class Store:
    """A file system of one object, which is gone at some of the times that it is asked."""

    def __init__(self, gone: set[int], kind: type[OSError] = OSError) -> None:
        self.gone, self.kind, self.asked = gone, kind, 0

    def ask(self) -> None:
        self.asked += 1
        if self.asked in self.gone:
            raise self.kind(5, "Could not connect to server")

    def open_input_file(self, path: str) -> "Held":
        self.ask()
        return Held(self)

    def get_file_info(self, path: str) -> Any:
        self.ask()
        return type("Info", (), {"size": len(LINES)})


class Held(io.BytesIO):
    def __init__(self, store: Store) -> None:
        super().__init__(LINES)
        self.store = store

    def readinto(self, into: Any) -> int:
        self.store.ask()
        return super().readinto(memoryview(into)[:4000])


@pytest.fixture
def of(monkeypatch: pytest.MonkeyPatch) -> Any:
    def made(gone: set[int], kind: type[OSError] = OSError) -> Store:
        store = Store(gone, kind)
        monkeypatch.setattr(stores, "_system", lambda root, options: (store, "press/"))
        monkeypatch.setattr(stores, "WAITS", (0.0, 0.0))
        return store

    return made


def read() -> list[str]:
    found = find_inputs(["s3://press/a.jsonl"], Layout(), Place())
    return [str(row.get("error") or row["input"]) for _, row in found]


def test_one_that_is_gone_for_a_moment_is_waited_for(of: Any) -> None:
    of(set())
    whole = read()
    assert len(whole) == 400
    for gone in ({1}, {1, 2}, {2}, {3, 4}, {2, 5, 6}):
        of(gone)
        assert read() == whole, gone


@pytest.mark.parametrize("gone", [{1, 2, 3}, {2, 3, 4}, {4, 5, 6}])
def test_one_that_stays_away_ends_the_run_and_fails_no_object(of: Any, gone: set[int]) -> None:
    of(gone)
    with pytest.raises(StoreLost, match="does not answer; the same command goes on"):
        read()
    of({1, 2, 3})
    with pytest.raises(StoreLost):
        digest(["s3://press/a.jsonl"])


@pytest.mark.parametrize("kind", [FileNotFoundError, PermissionError])
def test_what_a_store_says_itself_is_its_answer(of: Any, kind: type[OSError]) -> None:
    store = of({1}, kind)
    assert read() == ["InputMissing"] and store.asked == 1
