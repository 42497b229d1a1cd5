"""What a desk meets through the years, through the real program: clocks, full disks, other writers,
hostile files, a stop in the midst. A clear word each time, and nothing lost.
"""

import gzip
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import dragoman
from dragoman import pipeline
from dragoman.record import keepable, store
from dragoman.serve import record_story
from tests.ingest.server import site as site
from tests.record.older import as_of
from tests.serve.test_record_cli import TALKS, Desk
from tests.serve.test_record_cli import desk as desk
from tests.serve.test_record_cli import full as full

PROGRAM = [sys.executable, "-m", "dragoman.serve.cli"]
FORM = json.loads(Path("docs/board.schema.json").read_text(encoding="utf-8"))
REPORTS = 24


def program(*arguments: str, **more: Any) -> "subprocess.Popen[str]":
    """The program in a process of its own."""
    source = str(Path(store.__file__).parents[2])
    return subprocess.Popen(
        [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": source, "DRAGOMAN_DELAY": "0"}, **more,
    )  # fmt: skip


def folder_of(desk: Desk) -> None:
    (desk.folder / "many").mkdir()
    for number in range(REPORTS):
        text = f"The envoy of harbour {number} said on Monday that {number} ships would sail."
        (desk.folder / f"many/{number}.txt").write_text(text)


def reports(desk: Desk) -> int:
    desk.run("check")
    found = desk.json("stats")[0]["reports"]
    assert isinstance(found, int)
    return found


# --- clocks -------------------------------------------------------------------------------------


def test_a_clock_that_goes_backwards_changes_no_order(
    desk: Desk, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command runs a year before the one before it; what came later still counts."""
    years = iter(range(2040, 1980, -1))

    def earlier() -> str:
        return f"{next(years)}-05-01T00:00:00Z"

    for module in (keepable, store):
        monkeypatch.setattr(module, "now", earlier)
    (desk.folder / "dragoman.toml").write_text("delay = 0")
    desk.run("add", "in")
    (row,) = desk.json("said", "--act", "deny")
    report, entry = row["article"], row["id"]
    desk.run("correct", report, entry, "act=say")
    desk.run("correct", report, entry, "act=accuse")
    assert len(desk.json("said", "--act", "accuse")) == 1
    desk.run("undo", "2")
    assert len(desk.json("said", "--act", "say")) >= 1
    assert desk.json("said", "--act", "accuse") == []
    # A failure is settled by what came after it, though its clock says before.
    late = desk.folder / "late.txt"
    desk.run("add", "late.txt", code=1)
    late.write_text("The envoy of Norway said that the port would reopen on Friday.")
    desk.run("retry")
    assert desk.json("failures") == []
    # … and what is read anew is shown, though it is of an earlier year.
    for name in ("dragoman", "dragoman.pipeline"):
        monkeypatch.setattr(f"{name}.__version__", "9.0.0")
    desk.run("reread")
    assert desk.json("show", report)["made_by"]["version"] == "9.0.0"
    assert len(desk.json("said", "--act", "say")) >= 1
    desk.run("fetch", "--private", f"{site.at}/feed", code=3)
    desk.run("fetch", "--private", f"{site.at}/feed")
    assert site.headers[-1].get("If-None-Match") == '"one"'
    desk.run("board")
    desk.run("check")
    assert desk.told == "sound\n"


# --- disks and other programs -------------------------------------------------------------------


def test_a_full_disk_is_told_and_the_run_goes_on_once_there_is_room(desk: Desk) -> None:
    folder_of(desk)
    size = (desk.folder / "dragoman.db").stat().st_size

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 60_000, size + 60_000))

    _, told = (run := program("add", "many", preexec_fn=narrow)).communicate()
    assert run.returncode == 1 and "no space for the record" in told, told
    assert "Traceback" not in told
    there = reports(desk)
    assert 0 < there < REPORTS
    desk.run("add", "many")
    assert desk.told.startswith(f"{REPORTS - there} read")
    assert reports(desk) == REPORTS


def test_two_writers_at_once_read_each_report_once(desk: Desk) -> None:
    folder_of(desk)
    runs = [program("add", "many") for _ in range(2)]
    told = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    read = [int(one.split(" read")[0].split()[-1]) for one in told]
    assert sum(read) == REPORTS == reports(desk)
    assert desk.json("stats")[0]["readings"] == REPORTS


def test_a_record_of_an_older_version_is_renewed_and_it_is_told(full: Desk) -> None:
    as_of(full.folder / "dragoman.db", 2)
    full.run("stats", code=1)
    assert "`dragoman init` renews it" in full.told
    full.run("add", "in")
    assert "dragoman.db: renewed from form 2 to 3" in full.told
    assert full.told.endswith("0 read, 2 known already\n")
    full.run("init")
    assert "renewed" not in full.told
    full.run("check", "--mend")
    assert len(full.json("said")) > 1


# --- hostile files ------------------------------------------------------------------------------


APART = """
import resource, subprocess, sys
run = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(run.returncode)
"""


def test_fifty_megabytes_on_one_line_fail_and_the_next_line_is_read(desk: Desk) -> None:
    (desk.folder / "line.txt").write_bytes(b"word " * 10_000_000)
    rows = b'{"text": "' + b"word " * 10_000_000 + b'"}\n'
    rows += b'{"text": "The envoy of Norway said that talks with Peru would resume."}\n'
    (desk.folder / "line.jsonl").write_bytes(rows)
    # Through a small process of its own: a child begins with what its parent holds.
    command = [sys.executable, "-c", APART, *PROGRAM, "add", "line.txt", "line.jsonl"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 3 and "1 read" in run.stderr and "2 failed" in run.stderr, run.stderr
    assert 50_000 < int(run.stdout.split()[-1]) < 1_000_000, "kB"
    failures = {which: one["error"] for which, one in desk.failed().items()}
    assert failures == {"line.txt": "InputTooLarge", "line.jsonl:1": "InputTooLarge"}


# --- a stop -------------------------------------------------------------------------------------


def test_a_watch_is_ended_by_a_key_and_says_what_it_did(desk: Desk, site: Any) -> None:
    """Ctrl-C while it waits for the next look: exit code 130, no trace, nothing half done."""
    run = program("watch", "--private", "--every", "1", f"{site.at}/feed")
    until = time.monotonic() + 60
    while reports(desk) == 0 and time.monotonic() < until:
        time.sleep(0.2)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=30)
    assert run.returncode == 130, told
    assert "Traceback" not in told
    assert reports(desk) == 1
    desk.run("fetch", "--private", f"{site.at}/feed")
    assert site.headers[-1]["If-None-Match"] == '"one"'


# --- what is not linked --------------------------------------------------------------------------


def test_columns_that_no_name_tells_are_told_by_hand(desk: Desk) -> None:
    """The file fails as a whole once, and is settled when its rows are read; a row's own failure
    stays.
    """
    rows = ["nr;kop;tekst;dag", "1;Talks;Norway denied that Chile had left the talks.;2031-04-02"]
    (desk.folder / "b.csv").write_text("\n".join([*rows, "2;Again;;2031-04-03", ""]))
    desk.run("add", "b.csv", code=1)
    assert "--column text=NAME" in desk.told
    assert list(desk.failed()) == ["b.csv"]
    named = ["--column", "text=tekst", "--column", "date=dag"]
    desk.run("retry", *named, code=3)
    assert "text ← tekst, date ← dag" in desk.told
    assert list(desk.failed()) == ["b.csv:3"]
    assert [row["day"] for row in desk.json("said", "--act", "deny")] == ["2031-04-02"]
    twice = "text=kop --column text=tekst"
    for slip in ("text", "=tekst", "text=", "words=tekst", "text=body", twice):
        desk.run("add", "b.csv", "--column", *slip.split(), code=2)
        assert "usage: " in desk.told
        assert any(part in desk.told for part in slip.split("=") if part)


def test_a_mended_file_or_folder_leaves_no_failure_behind(desk: Desk) -> None:
    """What was broken as a whole, what matched nothing, and a row that is there no more."""
    talks = "Norway denied on Monday that Chile had left the talks in Lima."
    whole = "".join(f"{json.dumps({'text': f'{talks} Ferry {n} left.'})}\n" for n in range(9))
    packed = gzip.compress(whole.encode())
    (desk.folder / "a.jsonl.gz").write_bytes(packed[:-30])
    (desk.folder / "c.jsonl").write_text('{"text": 7}\n')
    desk.run("add", "a.jsonl.gz", "c.jsonl", "q/*.txt", "q", code=3)
    assert len(desk.json("failures")) == 4
    (desk.folder / "a.jsonl.gz").write_bytes(packed)
    (desk.folder / "c.jsonl").write_text(json.dumps({"text": f"{talks} It rained."}))
    (desk.folder / "q").mkdir()
    (desk.folder / "q/a.txt").write_text(f"{talks} It snowed.")
    desk.run("retry")
    assert desk.json("failures") == []


def test_the_first_print_of_a_text_is_told_when_it_comes_later(desk: Desk) -> None:
    words = '"Talks","Norway said that it would meet Chile in Lima on 4 May."'
    rows = [f"{words},2031-04-16,Outlet B", f"{words},2031-04-14,Outlet A"]
    (desk.folder / "two.csv").write_text("\n".join(["title,text,date,source", *rows]))
    desk.run("add", "two.csv")
    assert "two.csv:3: known as of 2031-04-16; `dragoman correct" in desk.told
    (row,) = desk.json("said", "--source", "Outlet A")
    assert "two.csv:3 (Outlet A, 2031-04-14)" in desk.run("show", row["article"], "--history")
    (told,) = desk.json("board", "two.csv")
    assert "Outlet A" in json.dumps(told) and "Outlet B" not in json.dumps(told)


def test_what_is_kept_as_spans_keeps_its_days_and_it_is_told(desk: Desk) -> None:
    """A day that is corrected cannot date again what is there no more."""
    desk.run("add", "in/talks.txt", "--keep", "spans")
    (id,) = [row["id"] for row in desk.json("search", "Lima")]
    desk.run("correct", id, "published=2031-06-20")
    assert f"{id}: its text is not kept, so its entries stay as read under 2031-05-14" in desk.told
    desk.run("reread")
    assert "1 report, of which only the words of spans are kept, stay" in desk.told


def test_a_pipe_that_nobody_fills_is_no_report(desk: Desk) -> None:
    os.mkfifo(desk.folder / "in/pipe.txt")
    os.mkfifo(desk.folder / "pipe.jsonl")
    desk.run("add", "in", "pipe.jsonl", code=3)
    assert desk.told.count("is no file") == 2 and "2 read, 2 failed" in desk.told


def test_what_a_shell_hands_over_is_read(desk: Desk) -> None:
    """`dragoman read <(command)` names a pipe that the shell has opened for it."""
    told = "Norway denied that Chile had left the talks in Lima."
    script = f"{sys.executable} -m dragoman.serve.cli read <(echo '{told}') --json"
    source = str(Path(store.__file__).parents[2])
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": source},
    )  # fmt: skip
    assert json.loads(done.stdout)["article"]["text"] == told


def test_a_password_in_an_address_is_neither_told_nor_kept(desk: Desk) -> None:
    for command in ("add", "fetch"):
        desk.run(command, "--private", "http://lea:geheim@127.0.0.1:9/feed", code=1)
        assert "geheim" not in desk.told and "…@127.0.0.1:9/feed" in desk.told
    desk.run("retry")
    assert "reports come from it; `dragoman fetch` looks again" in desk.told
    assert "geheim" not in desk.run("failures") + desk.run("sources")
    written = b"".join(path.read_bytes() for path in desk.folder.glob("dragoman.db*"))
    assert b"lea:" not in written and b"geheim" not in written


def test_signs_that_turn_a_line_round_do_not_reach_the_terminal(desk: Desk) -> None:
    (desk.folder / "in/talks.txt").write_text(
        "Talks \u202eamiL ni\n\nNorway denied on Monday \u202ethat Chile had left the talks."
    )
    desk.run("add", "in/talks.txt")
    printed = desk.run("search", "Norway") + desk.run("said") + desk.run("show", "--history", "")
    assert "\u202e" not in printed and "Chile had left" in printed


def test_meetings_that_are_left_out_are_told(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = full.json("board")
    assert whole["left_out"] == {"reports": 0, "before": None} and "left out" not in full.told
    met = "Norway's envoy said on {} that a summit with Kenya in Oslo would be held in June."
    for number, day in enumerate(("Monday", "Tuesday", "Friday")):
        place = full.folder / f"{number}.txt"
        place.write_text(met.format(day))
        full.run("add", "--published", f"2031-06-{10 * number + 1:02}", str(place))
    monkeypatch.setattr(record_story, "LATELY", 2)
    found = full.json("board")
    before = found[0]["left_out"]["before"]
    assert "2031-05-16" <= before <= "2031-06-21"
    assert f"meetings told before {before} are left out" in full.told
    assert not list(Draft202012Validator(FORM).iter_errors(found))
    full.run("board")
    assert f"meetings told before {before} are left out" in full.told


# --- what settles a failure ---------------------------------------------------------------------


def test_a_name_that_looks_like_a_row_is_none(desk: Desk) -> None:
    """A page of that name settles nothing of another whose name goes on with a colon and digits."""
    (desk.folder / "x:7").write_bytes(b"\0\1\2" * 99)
    (desk.folder / "x").write_text(TALKS)
    desk.run("add", "x:7", code=1)
    desk.run("add", "x")
    assert list(desk.failed()) == ["x:7"]
    desk.run("add", "http://127.0.0.1:8080", code=1)
    desk.run("add", "http://127.0.0.1", code=1)
    assert set(desk.failed()) == {"x:7", "http://127.0.0.1:8080", "http://127.0.0.1"}


def test_rows_that_failed_are_settled_by_a_file_that_is_gone_through_only(desk: Desk) -> None:
    table = desk.folder / "a.csv"
    table.write_text(f'text\n"{TALKS}"\n""\n')
    desk.run("add", "a.csv", code=3)
    assert list(desk.failed()) == ["a.csv:3"]
    table.rename(desk.folder / "away.csv")
    desk.run("add", "a.csv", code=1)
    assert set(desk.failed()) == {"a.csv", "a.csv:3"}
    (desk.folder / "away.csv").rename(table)
    table.write_text(f'text\n"{TALKS}"\n')
    desk.run("add", "a.csv")
    assert not desk.failed()


def test_what_came_by_standard_input_is_not_settled_by_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for content, code in ((b"\0\1\2" * 99, 1), (TALKS.encode(), 0)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))
        desk.run("add", "-", code=code)
    assert list(desk.failed()) == ["-"]
    desk.run("failures", "--settle", "a.csv", code=1)
    assert "a.csv: no failure of that input is open" in desk.told
    desk.run("failures", "--settle", "-")
    assert not desk.failed()


def test_a_retry_takes_no_way_to_keep_that_there_is_none_of(desk: Desk) -> None:
    desk.run("retry", "--keep", "banana", code=2)
    assert "banana" in desk.told


# --- a day that another input tells -------------------------------------------------------------


def test_a_later_reader_keeps_to_the_day_that_a_report_is_held_of(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "Norway said on Monday that it would meet Chile in Lima next week."
    (desk.folder / "n.txt").write_text(words)
    with monkeypatch.context() as older:
        older.setattr(dragoman, "__version__", "0.0.9")
        older.setattr(pipeline, "__version__", "0.0.9")
        desk.run("add", "n.txt", "--published", "2031-03-05")
    desk.run("add", "n.txt", "--published", "2031-09-05")
    assert desk.told.startswith("n.txt: known as of 2031-03-05; `dragoman correct")
    assert desk.told.endswith("1 read\n")
    (row,) = desk.json("search", "Norway")
    found = desk.json("show", row["id"])
    assert found["made_by"]["version"] == dragoman.__version__
    assert found["article"]["published"]["day"] == "2031-03-05"
    assert found["times"][0]["value"] == "2031-03-03"
    desk.run("check")
