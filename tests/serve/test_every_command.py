"""Every command there is, through the real program, on one record: none is left without a run.

What each does in detail stands in the tests beside this one; that each is documented, in
`tests/docs/test_site.py`.
"""

import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec

import pytest
import typer

from dragoman.serve.cli import app
from tests.serve.test_record_cli import Desk
from tests.serve.test_record_cli import desk as desk
from tests.serve.web.server import serving

COMMANDS = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
DEMO = ("-r", "demo.db")


class Seen:
    """Runs commands and keeps which."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.run: set[str] = set()

    def __call__(self, name: str, *arguments: str, tells: str = "", code: int = 0) -> str:
        """The command, which prints these words somewhere → its stdout."""
        out = self.desk.run(name, *arguments, code=code)
        assert tells in out + self.desk.told, (name, out, self.desk.told)
        self.run.add(name)
        return out


@pytest.fixture
def seen(desk: Desk) -> Seen:
    return Seen(desk)


def test_every_command_is_run(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (_filled, _asked, _mended, _carried, _opened):
        part(seen)
    _watched(seen, monkeypatch)
    assert seen.run == COMMANDS, "a command without a run, or a name that is no command"


def _filled(seen: Seen) -> None:
    seen("doctor", tells="network answers")
    seen("vocabulary", "act", tells="deny")
    seen("read", "in/talks.txt", tells="Ana Vell")
    seen("init", tells="is a record of this version")
    seen("add", "in", "none.txt", tells="2 read, 1 failed", code=3)
    seen("failures", tells="none.txt")
    (seen.desk.folder / "none.txt").write_text("Rain fell on the port all day, its master said.")
    seen("retry", tells="1 read")
    seen("demo", tells="demo.db: 12 read")
    (seen.desk.folder / "urls.txt").write_text("http://127.0.0.1:1/report\n")
    seen("fetch", "urls.txt", tells="may not fetch", code=1)
    seen("sources", tells="urls.txt")


def _asked(seen: Seen) -> None:
    seen("search", "summit", *DEMO, tells="Cressy")
    for name in ("board", "process", "meeting", "timeline"):
        seen(name, *DEMO, "--no-color", tells="Port Sorrel")
    seen("changes", "--since", "2031-01-01", *DEMO, tells="Cressy")
    for name in ("said", "events", "states", "conditions", "tasks"):
        assert seen(name, *DEMO, "--jsonl", "-n", "1").count("\n") == 1, name


def _mended(seen: Seen) -> None:
    one, other = (row["id"] for row in seen.desk.json("search", "Vell"))
    seen("show", one, tells="Ana Vell")
    seen("correct", one, "s1", "act=announce", tells="correction 1 of")
    seen("link", f"{one}#a1", f"{other}#a1", "same", tells="correction 2")
    seen("corrections", tells="act=announce")
    seen("undo", "1", tells="3")
    assert next(row["state"] for row in seen.desk.json("corrections", one)) == "undone"
    _reviewed(seen)
    seen("reread", tells="nothing is read otherwise")
    seen("stats", tells="reports: 3")
    seen("check", tells="sound")
    seen("backup", "copy.db", tells="copied and tested")


def _reviewed(seen: Seen) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dragoman.serve.cli", "review", *DEMO, "--author", "desk"],
        input="aq", capture_output=True, text=True, check=True,
    )  # fmt: skip
    seen.run.add("review")
    assert done.stdout
    assert len(seen.desk.json("corrections", *DEMO)) == 1


def _carried(seen: Seen) -> None:
    seen("export", "out", tells="out: written")
    seen("export", "--profile", "icews", "ours.tab", *DEMO)
    seen("import", "ours.tab", "--out", "sets", tells="events of icews")
    seen("compare", "demo.db", "sets/imported", tells="both")
    seen("bulk", "in", "--out", "archive", "--workers", "1", "--keep", "readings", tells="2 read")
    # In a process of its own: Daft leaves pipes open behind it. Without its extra it says which.
    command = [sys.executable, "-m", "dragoman.serve.cli", "bulk-link", "archive", "--workers", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seen.run.add("bulk-link")
    if find_spec("daft") is None:
        assert done.returncode == 2 and "dragoman[cluster]" in done.stderr
    else:
        assert done.returncode == 0, done.stderr


def _opened(seen: Seen) -> None:
    secret = seen("token", "ana", *DEMO).strip()
    assert len(secret) > 20
    assert secret not in seen("token", *DEMO, tells="ana")
    with serving(seen.desk.folder / "demo.db", seen.desk.folder / "in") as server:
        with urllib.request.urlopen(server.url, timeout=60) as answer:
            assert b"Cressy" in answer.read()
        seen.run.add("serve")


def _watched(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    """One round; what it looks at may not be fetched."""

    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", stop)
    seen("watch", "urls.txt", tells="may not fetch", code=130)
