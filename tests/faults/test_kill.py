"""Killed at a random moment, whatever it does: the record opens, is whole, and nothing is lost.

``make faults`` does it more often: DRAGOMAN_KILLS is the number of kills of all tests together.
"""

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.record import made
from dragoman.record import schema
from dragoman.record.check import faults
from dragoman.record.keepable import digest_of
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from dragoman.serve.json_view import to_dict
from dragoman.spans import Text
from dragoman.types import Article, MadeBy, Published, Reading
from tests.faults.driver import STEP, add
from tests.faults.kills import Kills, Process, kill, kill_writing
from tests.ingest.pages import BODY, article, html
from tests.record.older import as_of

NUMBERS = range(100)
NEW = 40
"""Reports that each round of adding may add."""
SOME = 12
"""… and of the program's adding and watching, which reads them, too."""
LONGEST = {"add": 0.4, "reread": 0.9, "correct": 0.4, "init": 0.4, "copy": 0.3}
"""Seconds after which an action is killed at the latest, shorter than it takes."""


def start(*arguments: str) -> Process:
    return subprocess.Popen(
        [sys.executable, "tests/faults/driver.py", *arguments],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "src:."},
    )  # fmt: skip


def killed(action: str, path: Path, numbers: range, draw: random.Random, kills: Kills) -> list[int]:
    """Runs an action and kills it → the numbers that it told as kept."""
    process = start(action, str(path), str(numbers.start), str(numbers.stop))
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(draw.uniform(0, LONGEST[action]))
    running = kill(process)
    told = process.stdout.read()
    process.stdout.close()
    # The last line may be cut off; it is not relied on.
    found = [int(line) for line in told.split("\n")[:-1]]
    kills.within += running and 0 < len(found) < len(numbers)
    return found


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
    path, draw, told, kills = tmp_path / "record.db", random.Random(1), list[int](), Kills()
    schema.create(path).close()
    for number in kills:
        last = NEW * (number + 1)
        told += killed("add", path, range(last - NEW, last), draw, kills)
        sound(path)
        with Query(path, settled) as query:
            there = list(query.ids())
            assert set(ids(told)) <= set(there)
            assert all(len(query.readings(id)) == len(query.sightings(id)) == 1 for id in there)
    finished("add", path, range(last))
    sound(path)
    with Query(path, settled) as query:
        assert sorted(query.ids()) == sorted(ids(range(last)))


def test_rereading(full: Path, tmp_path: Path) -> None:
    draw, kills = random.Random(2), Kills()
    for number in kills:
        path = Path(shutil.copy(full, tmp_path / f"{number}.db"))
        told = killed("reread", path, NUMBERS, draw, kills)
        sound(path)
        with Query(path, settled) as query:
            assert all(len(query.readings(id)) == 2 for id in ids(told))
        finished("reread", path, NUMBERS)
        with Query(path, settled) as query:
            versions = [[one["version"] for one in query.readings(id)] for id in query.ids()]
        assert versions == [["0.1.0", "0.2.0"]] * len(NUMBERS)


def test_correcting(full: Path, tmp_path: Path) -> None:
    draw, kills = random.Random(3), Kills()
    for number in kills:
        path = Path(shutil.copy(full, tmp_path / f"{number}.db"))
        told = killed("correct", path, NUMBERS, draw, kills)
        sound(path)
        with Query(path, settled) as query:
            there = [judgement.article for judgement in query.judgements()]
        assert set(ids(told)) <= set(there)
        assert len(there) == len(set(there))
        finished("correct", path, NUMBERS)
        with Query(path, settled) as query:
            assert sorted(str(one.article) for one in query.judgements()) == sorted(ids(NUMBERS))


def test_a_migration(full: Path, tmp_path: Path) -> None:
    draw, steps, kills = random.Random(4), (*schema.migrations(), STEP), Kills()
    for number in kills:
        path = Path(shutil.copy(full, tmp_path / f"{number}.db"))
        process = start("migrate", str(path), "0", "1")
        kills.within += kill_writing(process, path, draw)
        assert process.stdout is not None
        process.stdout.close()
        with closing(schema.open_to_write(path, steps=steps)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone()[0] == STEP.number
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            count = connection.execute("SELECT count(*) FROM copied").fetchone()[0]
            assert count == len(NUMBERS)


def test_making_records(tmp_path: Path) -> None:
    draw, kills = random.Random(5), Kills()
    for number in kills:
        folder = tmp_path / str(number)
        folder.mkdir()
        killed("init", folder / "record", range(40), draw, kills)
        for path in folder.glob("*.db"):
            schema.create(path).close()
            sound(path)


def test_copying(record: Path) -> None:
    draw, kills = random.Random(6), Kills()
    for number in kills:
        killed("copy", record, range(number * 10, number * 10 + 10), draw, kills)
        for copy in record.parent.glob("*-copy*.db"):
            sound(copy)
    sound(record)


PROGRAM = [sys.executable, "-m", "dragoman.serve.cli"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": "src"}


def program(*arguments: str) -> Process:
    """The program at work."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [*PROGRAM, *arguments], stderr=quiet, stdout=quiet, env=ENVIRONMENT, text=True
    )


def run(*arguments: str) -> None:
    subprocess.run([*PROGRAM, *arguments], check=True, capture_output=True, env=ENVIRONMENT)


def count_of(path: Path) -> int:
    with Query(path, settled) as query:
        return len(list(query.ids()))


def reread_of(path: Path) -> int:
    with Query(path, settled) as query:
        return sum(len(query.readings(id)) - 1 for id in query.ids())


def test_the_command(tmp_path: Path) -> None:
    """`dragoman add`, with the network reading: killed while it reads and writes."""
    draw, record, folder = random.Random(7), tmp_path / "record.db", tmp_path / "reports"
    folder.mkdir()
    schema.create(record).close()
    arguments, kills = ("add", "-r", str(record), str(folder)), Kills()
    for number in kills:
        for one in range(SOME):
            place = f"{number}-{one}"
            text = f"The envoy of harbour {place} said on Monday that talks would resume in May."
            (folder / f"{place}.txt").write_text(text, encoding="utf-8")
        before, process = count_of(record), program(*arguments)
        if number % 2:  # once it has kept something; else at any moment from its start on
            while process.poll() is None and count_of(record) == before:
                time.sleep(0.002)
            time.sleep(draw.uniform(0, 0.1))
        else:
            time.sleep(draw.uniform(0.3, 2.5))
        running = kill(process)
        sound(record)
        kills.within += running and before < count_of(record) < SOME * (number + 1)
    run(*arguments)
    sound(record)
    with Query(record, settled) as query:
        found = [query.sightings(id) for id in query.ids()]
    assert sorted(one["which"] for (one,) in found) == sorted(map(str, folder.iterdir()))


def short(number: int) -> Reading:
    """A report that is read quickly, as a reader found it that found nothing."""
    text = f"The envoy of harbour {number} said on Monday that talks would resume in May."
    day = Published(date(2031, 5, 6), "head")
    return Reading(
        Article(digest_of("", text)[:16], "", Text(text), day), MadeBy("0.0.1", "0" * 16)
    )


def test_the_command_that_rereads(tmp_path: Path) -> None:
    draw, kills, path, read = random.Random(9), Kills(), tmp_path / "record.db", len(NUMBERS)
    for number in kills:
        if read == len(NUMBERS):
            path, read = tmp_path / f"{number}.db", 0
            schema.create(path).close()
            with Store(path, settled) as store:
                for one in NUMBERS:
                    store.save(to_dict(short(one)))
        process = program("reread", "-r", str(path))
        if number % 2:  # as above
            while process.poll() is None and reread_of(path) == read:
                time.sleep(0.002)
            time.sleep(draw.uniform(0, 0.1))
        else:
            time.sleep(draw.uniform(0.5, 4))
        running = kill(process)
        sound(path)
        before, read = read, reread_of(path)
        kills.within += running and before < read < len(NUMBERS)
    run("reread", "-r", str(path))
    sound(path)
    with Query(path, settled) as query:
        assert {len(query.readings(id)) for id in query.ids()} == {2}


def test_the_command_that_corrects(record: Path) -> None:
    """Killed while it writes; what it did not come to is done by a second run."""
    draw, told, kills = random.Random(10), ids(NUMBERS), Kills()
    for number in kills:
        arguments = ("correct", told[number], "s1", "--wrong", "--author", "the test")
        process = program(*arguments, "-r", str(record))
        kills.within += kill_writing(process, record, draw)
        sound(record)
        with Query(record, settled) as query:
            there = [judgement.article for judgement in query.judgements()]
        assert there in (told[:number], told[: number + 1])
        if len(there) == number:
            run(*arguments, "-r", str(record))
            sound(record)


def test_the_command_that_renews_an_old_record(full: Path, tmp_path: Path) -> None:
    """Killed while it brings a record of the second form to the newest."""
    draw, kills = random.Random(11), Kills()
    for number in kills:
        folder = tmp_path / str(number)
        folder.mkdir()
        path = Path(shutil.copy(full, folder / "record.db"))
        as_of(path, 2)
        kills.within += kill_writing(program("init", "-r", str(path)), path, draw)
        run("init", "-r", str(path))
        run("check", "--mend", "-r", str(path))
        sound(path)
        with Query(path, settled) as query:
            assert sorted(query.ids()) == sorted(ids(NUMBERS))


class Wire(BaseHTTPRequestHandler):
    """A feed of reports, more with each round, that says when nothing is new."""

    items = 0
    asked = 0
    """How often it was asked for a report."""

    def do_GET(self) -> None:
        if self.path == "/feed":
            links = (f"<item><link>/item/{at}</link></item>" for at in range(Wire.items))
            feed = f"<rss version='2.0'><channel>{''.join(links)}</channel></rss>"
            known = self.headers.get("If-None-Match") == f'"{Wire.items}"'
            self._answer(304 if known else 200, "application/rss+xml", "" if known else feed)
        elif self.path.startswith("/item/"):
            Wire.asked += 1
            told = f"The envoy of harbour {self.path[6:]} said on Monday that talks would resume."
            self._answer(200, "text/html", html(article((told, *BODY))))
        else:
            self._answer(404, "text/plain", "")

    def _answer(self, code: int, media: str, body: str) -> None:
        self.send_response(code)
        for name, value in (("Content-Type", media), ("ETag", f'"{Wire.items}"'),
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


def test_watching(tmp_path: Path, wire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`dragoman watch`, killed while it fetches, reads and writes: a later look misses nothing."""
    draw, record, kills = random.Random(8), tmp_path / "record.db", Kills()
    schema.create(record).close()
    options = ["-r", str(record), "--private", f"{wire}/feed"]
    monkeypatch.setitem(ENVIRONMENT, "DRAGOMAN_DELAY", "0")
    monkeypatch.setitem(ENVIRONMENT, "HOME", str(tmp_path))
    for number in kills:
        monkeypatch.setattr(Wire, "items", SOME * (number + 1))
        before, process = Wire.asked, program("watch", *options)
        time.sleep(draw.uniform(0.3, 3))
        assert kill(process)
        sound(record)
        with Query(record, settled) as query:
            # What the feed says is new is asked for again until all of it is kept.
            known = (query.state_of(f"{wire}/feed") or {}).get("etag") == f'"{Wire.items}"'
            assert not known or all(query.seen(f"{wire}/item/{at}") for at in range(Wire.items)), (
                "remembered before it was kept: a feed that has moved on would not tell it again"
            )
        # It had begun to fetch reports, and not all of them were kept.
        kills.within += Wire.asked > before and count_of(record) < Wire.items
    for _ in range(2):
        run("fetch", *options)
    sound(record)
    with Query(record, settled) as query:
        found = [one["which"] for id in query.ids() for one in query.sightings(id)]
        assert sorted(found) == sorted(f"{wire}/item/{at}" for at in range(Wire.items))
        assert query.failures() == []
