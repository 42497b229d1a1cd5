"""A demo record, read once by the real reader; each test has a copy, and a desk on it."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the desk needs dragoman[web]")

from starlette.testclient import TestClient

from dragoman.record import schema
from dragoman.serve.settings import Settings
from dragoman.serve.web.app import Bound, application

HOME = "http://127.0.0.1:8000"
SUMMIT = "beae6d79ec2b8ca8-m1"
"""The process of examples/summit, by its first report and meeting."""

HOSTILE = """\
<script>alert(1)</script> Talks "off" & on

PORT ELLIN, 19 June 2031 (<img src=x onerror=alert(2)>) – Norway's foreign minister Anna Vell said \
on Tuesday that the talks with Peru were “called off <script>alert(3)</script>”.
=cmd|' /C calc'!A1 said Peru's spokesman Tomas Reck, who denied it.
"""


HOSTILE_ROW = {
    "title": "Envoys Meet <script>alert(5)</script>",
    "text": "Norway and Peru agreed on Monday to meet in Lima on 2 July, Norway's foreign minister "
    "Anna Vell said. She said that the talks had never been called off.",
    "source": "<script>alert(6)</script> Post",
    "url": "javascript:alert(7)",
    "date": "2031-06-20",
}
"""A row of a corpus: what a page may not say of itself, its carrier may."""


def dragoman(*arguments: str) -> None:
    """The real program."""
    command = [sys.executable, "-m", "dragoman.serve.cli", *arguments]
    subprocess.run(command, check=True, capture_output=True, env={"PYTHONPATH": "src"})


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo record; not to be written to."""
    folder = tmp_path_factory.mktemp("desk")
    path, hostile = folder / "demo.db", folder / "<b>hostile.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    dragoman("init", "-r", str(path))
    row = folder / "hostile.jsonl"
    row.write_text(json.dumps(HOSTILE_ROW), encoding="utf-8")
    examples = ("examples/summit", "examples/strait_talks.txt")
    dragoman("add", "-r", str(path), *examples, str(hostile), str(row))
    return path


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    """A copy of the demo record."""
    return Path(shutil.copy(made, tmp_path / "demo.db"))


@dataclass
class Reader:
    """A browser without a window."""

    http: TestClient
    path: Path

    def page(self, path: str, code: int = 200) -> str:
        answer = self.http.get(path)
        assert answer.status_code == code, (path, answer.status_code, answer.text[:400])
        return answer.text

    def json(self, path: str, code: int = 200) -> Any:
        answer = self.http.get(path)
        assert answer.status_code == code, (path, answer.text[:400])
        return answer.json()

    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.page("/memo"))
        assert found
        return found[1]

    def post(self, path: str, code: int = 303, **fields: Any) -> Any:
        """A form of ours; follows nothing."""
        names = {name.replace("__", "."): value for name, value in fields.items()}
        answer = self.http.post(path, data={"csrf": self.csrf(), **names}, follow_redirects=False)
        assert answer.status_code == code, (path, answer.status_code, answer.text[:400])
        return answer


def reader(path: Path, bound: Bound | None = None, client: str = "127.0.0.1") -> TestClient:
    guard = application(Settings(record=path), "desk", bound or Bound())
    return TestClient(guard, base_url=HOME, client=(client, 5000), raise_server_exceptions=False)


@pytest.fixture
def desk(record: Path) -> Iterator[Reader]:
    with reader(record) as http:
        yield Reader(http, record)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Reader]:
    path = tmp_path / "empty.db"
    schema.create(path).close()
    with reader(path) as http:
        yield Reader(http, path)
