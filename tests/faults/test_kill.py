"""Killed at a random moment, whatever it does: the record opens, is whole, and nothing is lost.

``make faults`` does it more often: DRAGOMAN_KILLS is the number of kills of all tests together.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.record import made
from dragoman.record import schema
from dragoman.record.check import faults
from dragoman.record.query import Query
from dragoman.serve.json_load import settled
from tests.faults.driver import STEP, add
from tests.ingest.pages import BODY, article, html
from tests.record.older import as_of

ROUNDS = max(1, int(os.environ.get("DRAGOMAN_KILLS", "22")) // 11)
"""Kills of each of the eleven tests."""
NUMBERS = range(100)
NEW = 40
"""Reports that each round of adding may add."""
LONGEST = {"add": 0.4, "reread": 0.9, "correct": 0.4, "init": 0.4, "copy": 0.3, "migrate": 0.05}
"""Seconds after which an action is killed at the latest, shorter than it takes."""


def start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "tests/faults/driver.py", *arguments],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "src:."},
    )  # fmt: skip


def killed(action: str, path: Path, numbers: range, draw: random.Random) -> list[int]:
    """Runs an action and kills it → the numbers that it told as kept."""
    process = start(action, str(path), str(numbers.start), str(numbers.stop))
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(draw.uniform(0, LONGEST[action]))
    process.send_signal(signal.SIGKILL)
    told, _ = process.communicate()
    # The last line may be cut off; it is not relied on.
    return [int(line) for line in told.split("\n")[:-1]]


def finished(action: str, path: Path, numbers: range) -> None:
    process = start(action, str(path), str(numbers.start), str(numbers.stop))
    process.communicate()
    assert process.returncode == 0


def ids(numbers: range | list[int]) -> list[str]:
    return [made(number).article.id for number in numbers]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that holds all reports."""
    path = tmp_path_factory.mktemp("full") / "record.db"
    schema.create(path).close()
    assert len(list(add(path, NUMBERS))) == len(NUMBERS)
    return path


@pytest.fixture
def record(full: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(full, tmp_path / "record.db"))


def sound(path: Path) -> None:
    with Query(path, settled) as query:
        assert list(faults(query)) == []


def test_adding(tmp_path: Path) -> None:
    path, draw, told = tmp_path / "record.db", random.Random(1), []
    schema.create(path).close()
    for number in range(1, ROUNDS + 1):
        told += killed("add", path, range(NEW * number), draw)
        sound(path)
        with Query(path, settled) as query:
            there = list(query.ids())
            assert set(ids(told)) <= set(there)
            assert all(len(query.readings(id)) == len(query.sightings(id)) == 1 for id in there)
    finished("add", path, range(NEW * ROUNDS))
    sound(path)
    with Query(path, settled) as query:
        assert sorted(query.ids()) == sorted(ids(range(NEW * ROUNDS)))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_rereading(record: Path, seed: int) -> None:
    told = killed("reread", record, NUMBERS, random.Random(seed))
    sound(record)
    with Query(record, settled) as query:
        assert all(len(query.readings(id)) == 2 for id in ids(told))
    finished("reread", record, NUMBERS)
    with Query(record, settled) as query:
        versions = [[one["version"] for one in query.readings(id)] for id in query.ids()]
    assert versions == [["0.1.0", "0.2.0"]] * len(NUMBERS)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_correcting(record: Path, seed: int) -> None:
    told = killed("correct", record, NUMBERS, random.Random(seed))
    sound(record)
    with Query(record, settled) as query:
        there = [judgement.article for judgement in query.judgements()]
    assert set(ids(told)) <= set(there)
    assert len(there) == len(set(there))
    finished("correct", record, NUMBERS)
    with Query(record, settled) as query:
        assert sorted(str(one.article) for one in query.judgements()) == sorted(ids(NUMBERS))


def test_a_migration(full: Path, tmp_path: Path) -> None:
    draw, steps = random.Random(4), (*schema.migrations(), STEP)
    for number in range(ROUNDS):
        path = Path(shutil.copy(full, tmp_path / f"{number}.db"))
        killed("migrate", path, range(1), draw)
        with closing(schema.open_to_write(path, steps=steps)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone()[0] == STEP.number
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            count = connection.execute("SELECT count(*) FROM copied").fetchone()[0]
            assert count == len(NUMBERS)


def test_making_records(tmp_path: Path) -> None:
    draw = random.Random(5)
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        killed("init", folder / "record", range(40), draw)
        for path in folder.glob("*.db"):
            schema.create(path).close()
            sound(path)


def test_copying(record: Path) -> None:
    draw = random.Random(6)
    for number in range(ROUNDS):
        killed("copy", record, range(number * 10, number * 10 + 10), draw)
        for copy in record.parent.glob("*-copy*.db"):
            sound(copy)
    sound(record)


def test_the_command(tmp_path: Path) -> None:
    """`dragoman add`, with the network reading: killed while it reads and writes."""
    draw, record, folder = random.Random(7), tmp_path / "record.db", tmp_path / "reports"
    folder.mkdir()
    for number in range(24):
        text = f"The envoy of harbour {number} said on Monday that talks would resume in May."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    schema.create(record).close()
    command = [sys.executable, "-m", "dragoman.serve.cli", "add", "-r", str(record), str(folder)]
    environment = {**os.environ, "PYTHONPATH": "src"}
    for _ in range(ROUNDS):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)
        time.sleep(draw.uniform(0.3, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        sound(record)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    sound(record)
    with Query(record, settled) as query:
        found = [query.sightings(id) for id in query.ids()]
    assert sorted(one["which"] for (one,) in found) == sorted(map(str, folder.iterdir()))


PROGRAM = [sys.executable, "-m", "dragoman.serve.cli"]


def stopped(draw: random.Random, least: float, most: float, *arguments: str) -> bool:
    """Runs the program and kills it at a random moment → whether it was at work still."""
    process = subprocess.Popen(
        [*PROGRAM, *arguments], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": "src"},
    )  # fmt: skip
    time.sleep(draw.uniform(least, most))
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return running


def run(*arguments: str) -> None:
    subprocess.run([*PROGRAM, *arguments], check=True, capture_output=True,
                   env={**os.environ, "PYTHONPATH": "src"})  # fmt: skip


def test_the_command_that_rereads(record: Path) -> None:
    draw, within, read = random.Random(9), 0, 0
    for _ in range(ROUNDS):
        running = stopped(draw, 0.5, 4, "reread", "-r", str(record))
        sound(record)
        with Query(record, settled) as query:
            before, read = read, sum(len(query.readings(id)) - 1 for id in query.ids())
        within += running and before < read < len(NUMBERS)
    assert within or read == 0 or read == len(NUMBERS), "no kill fell into the work"
    run("reread", "-r", str(record))
    sound(record)
    with Query(record, settled) as query:
        assert {len(query.readings(id)) for id in query.ids()} == {2}


def test_the_command_that_corrects(record: Path) -> None:
    draw, told = random.Random(10), ids(NUMBERS)
    for number in range(ROUNDS):
        stopped(draw, 0.1, 1.2, "correct", told[number % len(told)], "s1", "--wrong",
                "--author", "the test", "-r", str(record))  # fmt: skip
        sound(record)
        with Query(record, settled) as query:
            assert len(query.judgements()) <= number + 1


def test_the_command_that_renews_an_old_record(full: Path, tmp_path: Path) -> None:
    """Killed while it brings a record of the second form to the newest."""
    draw = random.Random(11)
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = Path(shutil.copy(full, folder / "record.db"))
        as_of(path, 2)
        stopped(draw, 0.05, 0.6, "init", "-r", str(path))
        run("init", "-r", str(path))
        run("check", "--mend", "-r", str(path))
        sound(path)
        with Query(path, settled) as query:
            assert sorted(query.ids()) == sorted(ids(NUMBERS))


ITEMS = 24


class Wire(BaseHTTPRequestHandler):
    """A feed of reports that says when nothing is new."""

    def do_GET(self) -> None:
        if self.path == "/feed":
            links = (f"<item><link>/item/{at}</link></item>" for at in range(ITEMS))
            feed = f"<rss version='2.0'><channel>{''.join(links)}</channel></rss>"
            known = self.headers.get("If-None-Match") == '"one"'
            self._answer(304 if known else 200, "application/rss+xml", "" if known else feed)
        elif self.path.startswith("/item/"):
            told = f"The envoy of harbour {self.path[6:]} said on Monday that talks would resume."
            self._answer(200, "text/html", html(article((told, *BODY))))
        else:
            self._answer(404, "text/plain", "")

    def _answer(self, code: int, media: str, body: str) -> None:
        self.send_response(code)
        for name, value in (("Content-Type", media), ("ETag", '"one"'),
                            ("Content-Length", str(len(body.encode())))):  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def wire() -> Iterator[str]:
    """Where the feed is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # a killed client
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_watching(tmp_path: Path, wire: str) -> None:
    """`dragoman watch`, killed while it fetches, reads and writes: a later look misses nothing."""
    draw, record = random.Random(8), tmp_path / "record.db"
    schema.create(record).close()
    command = [sys.executable, "-m", "dragoman.serve.cli"]
    options = ["-r", str(record), "--private", f"{wire}/feed"]
    environment = {"PYTHONPATH": "src", "DRAGOMAN_DELAY": "0", "HOME": str(tmp_path)}
    for _ in range(ROUNDS):
        process = subprocess.Popen([*command, "watch", *options], stderr=subprocess.DEVNULL,
                                   env=environment)  # fmt: skip
        time.sleep(draw.uniform(0.3, 3))
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        sound(record)
    for _ in range(2):
        subprocess.run([*command, "fetch", *options], check=True, capture_output=True,
                       env=environment)  # fmt: skip
    sound(record)
    with Query(record, settled) as query:
        found = [one["which"] for id in query.ids() for one in query.sightings(id)]
        assert sorted(found) == sorted(f"{wire}/item/{at}" for at in range(ITEMS))
        assert query.failures() == []
