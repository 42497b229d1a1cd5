"""The commands over a record, through the real program and the real reader."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve import cli
from tests.ingest.server import site as site

Run = Callable[..., str]

TALKS = """\
Talks Resume in Lima

LIMA, 14 May 2031 – Envoy Ana Vell of Norway said on Monday that talks with Peru would resume.
Peru's foreign minister Tomas Reck denied on Tuesday that a date had been set.
"""
PORT = """\
Port Reopens

OSLO, 15 May 2031 – Norway's prime minister Ana Vell told reporters that the port would reopen.
"""


class Desk:
    """A folder with reports, a record, and the program."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.folder, self._patch, self._capsys = folder, patch, capsys
        self.told = ""

    def run(self, *arguments: str, code: int = 0) -> str:
        """The program's stdout; its stderr is in `told`."""
        self._patch.setattr(sys, "argv", ["dragoman", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, self.told = self._capsys.readouterr()
        assert int(stopped.value.code or 0) == code, self.told
        return str(out)

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def failed(self) -> dict[str, dict[str, Any]]:
        """Failures by their names in the folder, where they are kept by their whole paths."""
        return {row["which"].removeprefix(f"{self.folder}/"): row for row in self.json("failures")}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("DRAGOMAN_AUTHOR", "desk")
    monkeypatch.delenv("DRAGOMAN_RECORD", raising=False)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/talks.txt").write_text(TALKS, encoding="utf-8")
    (tmp_path / "in/port.txt").write_text(PORT, encoding="utf-8")
    desk = Desk(tmp_path, monkeypatch, capsys)
    desk.run("init")
    return desk


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.run("add", "in")
    assert desk.told == "2 read\n"
    return desk


def test_a_record_is_made_once(desk: Desk) -> None:
    desk.run("init")
    assert desk.told == "dragoman.db: is a record of this version\n"
    desk.run("stats", "-r", "none.db", code=1)
    assert "no such file; `dragoman init` makes a record" in desk.told
    desk.run("init", "-r", "in/talks.txt", code=1)
    assert "not an SQLite file" in desk.told
    assert (desk.folder / "in/talks.txt").read_text(encoding="utf-8") == TALKS


def test_each_input_ends_as_a_reading_or_as_a_failure(full: Desk) -> None:
    full.run("add", "in/*.txt", "none.txt", code=3)
    assert "no such input: none.txt" in full.told
    assert full.told.endswith("0 read, 2 known already, 1 failed\n")
    full.run("add", "none.txt", code=1)
    (failed,) = full.json("failures")
    assert (failed["which"], failed["times"]) == (f"{full.folder}/none.txt", 2)
    (full.folder / "none.txt").write_text(PORT.replace("Port", "Pier"), encoding="utf-8")
    full.run("retry")
    assert full.told == "1 read (1 near-copies)\n" or full.told == "1 read\n"
    assert full.json("failures") == []
    full.run("retry")
    assert full.told == "0 read\n"


def test_rows_of_a_corpus_are_read_failed_and_retried(desk: Desk) -> None:
    rows = [{"id": "1", "text": TALKS, "date": "2031-05-14"}, {"id": "2", "text": ""}]
    path = desk.folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    desk.run("add", "rows.jsonl", code=3)
    assert desk.told.endswith("1 read, 1 failed\n")
    (failed,) = desk.json("failures")
    assert "/rows.jsonl:2" in failed["which"]
    rows[1]["text"] = PORT
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    desk.run("retry")
    assert desk.told.endswith("1 read, 1 known already\n")
    assert desk.json("failures") == []


def test_what_came_through_standard_input_is_not_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(
        io.BufferedReader(io.BytesIO(b'{"text": "Rain fell on the port."}\n{"text": 5}\n'))
    )
    monkeypatch.setattr(sys, "stdin", stream)
    desk.run("init")
    desk.run("add", "-", code=3)
    desk.run("retry")
    assert desk.told.startswith("-:2: came through standard input; add it again")
    assert desk.told.endswith("\n0 read\n")
    assert [one["which"] for one in desk.json("failures")] == ["-:2"]


def test_what_failed_is_tried_again_as_it_was_asked_for(desk: Desk) -> None:
    """Also from another folder: a text that may not be kept whole is not, and has its day."""
    late, other = desk.folder / "late.txt", desk.folder / "other.txt"
    for file, keep in ((late, "spans"), (other, "text")):
        file.write_bytes(b"\0" * 50)
        desk.run("add", file.name, "--keep", keep, "--published", "2031-05-14", code=1)
    late.write_text(TALKS, encoding="utf-8")
    other.write_text(PORT, encoding="utf-8")
    desk._patch.chdir(desk.folder / "in")
    desk.run("retry", "-r", str(desk.folder / "dragoman.db"))
    assert desk.told.endswith("2 read\n")
    with Query(desk.folder / "dragoman.db") as query:
        kept = {query.kept(id) for id in query.ids()}
        days = {query.document(id)["article"]["published"]["day"] for id in query.ids()}
    assert kept == {"spans", "text"} and days == {"2031-05-14"}


def test_reports_are_found_and_shown(full: Desk) -> None:
    (found,) = full.json("search", "date", "set")
    assert full.told == "1 of 1\n"
    assert found["title"] == "Talks Resume in Lima"
    id = found["id"]
    assert "Talks Resume in Lima" in full.run("show", id[:8])
    value = full.json("show", id)
    assert value["article"]["id"] == id
    assert full.run("show", "--html", id).startswith("<!doctype html>")
    history = full.run("show", "--history", id)
    assert f"found in {full.folder}/in/talks.txt" in history and "reading 2 by" in history
    full.run("show", "zz", code=1)
    full.run("show", id, "--json", "--html", code=2)
    full.run("search", "-n", "0", code=2)
    full.run("search", "", code=2)


def test_entries_are_listed(full: Desk) -> None:
    said = full.json("said", "--by", "PER")
    assert [row["label"] for row in said] == ["deny"]
    assert said[0]["who"] == ["Tomas Reck (PER)"]
    lines = full.run("said", "--csv", "--by", "Vell").splitlines()
    assert len(list(csv.reader(lines))) == 3
    assert full.run("said", "--by", "Vell", "--since", "2031-06-01") == ""
    assert full.told == "0 of 0\n"
    one = json.loads(full.run("said", "--jsonl", "-n", "1"))
    after = full.told.split("--after ")[1].strip()
    rest = full.json("said", "--after", after)
    assert one["key"] not in {row["key"] for row in rest}
    for name in ("events", "states", "conditions", "tasks"):
        full.run(name)
    full.run("said", "--json", "--csv", code=2)
    full.run("said", "--since", "May", code=2)


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("said", "--act", "shout"), 2, "--act shout: there are say, announce"),
        (("said", "--status", "true"), 2, "there are affirmed"),
        (("said", "--channel", "smoke"), 2, "there are interview"),
        (("events", "--type", "WAR"), 2, "--type WAR: there are AGREE"),
        (("events", "--status", "met"), 2, "there are happened"),
        (("states", "--state", "lost"), 2, "there are proposed"),
        (("states", "--status", "lost"), 2, "there are forward"),
        (("conditions", "--status", "lost"), 2, "there are met"),
    ],
)
def test_what_nothing_can_be_is_no_empty_list(
    full: Desk, arguments: tuple[str, ...], code: int, why: str
) -> None:
    full.run(*arguments, code=code)
    assert why in full.told


def test_a_member_is_named_in_any_case(full: Desk) -> None:
    assert len(full.json("said", "--act", "DENY")) == 1


def test_a_correction_holds_until_it_is_undone(full: Desk) -> None:
    (row,) = full.json("said", "--act", "deny")
    report, entry = row["article"], row["id"]
    full.run("correct", report[:6], entry, "act=say", "--reason", "no denial")
    assert full.told == f"correction 1 of {report}\n"
    assert full.json("said", "--act", "deny") == []
    (held,) = full.json("corrections", report)
    assert (held["author"], held["held"], held["state"]) == ("desk", "act=say", "applied")
    assert "correction 1 by desk: field s2 act=say, “no denial” (applied)" in full.run(
        "show", report, "--history"
    )
    full.run("undo", "1")
    full.run("undo", "1", code=2)
    assert full.told == "usage: 1: is undone already, by 2\n"
    assert len(full.json("said", "--act", "deny")) == 1
    assert full.run("check") == ""
    assert full.told == "sound\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["s1", "act=shout"], "there are say, announce"),
        (["s1", "colour=red"], "no field of kind statement; there are act"),
        (["s1", "cue=no such words"], "these words are not in the report"),
        (["s1", "cue=a"], "say START:END"),
        (["s1", "cue=5:99999"], "no range of the report"),
        (["s1", "speaker=a99"], "no entry a99"),
        (["s1", "when=Monday"], "neither an ISO day"),
        (["s1", "act"], "not of the form NAME=VALUE"),
        (["s99", "--wrong"], "no entry s99"),
        (["s1"], "nothing is held of it"),
        (["s1", "--wrong", "--merge", "s2"], "one way at a time"),
        (["--missing", "rumour"], "no such kind of entry"),
        (["--missing", "event", "type=AGREE"], "needs trigger, evidence"),
        (["s1", "--split", "words"], "no mention or claim of s1"),
    ],
)
def test_a_correction_that_makes_no_sense_is_not_kept(
    full: Desk, arguments: list[str], why: str
) -> None:
    (row,) = full.json("search", "date")
    full.run("correct", row["id"], *arguments, code=2)
    assert why in full.told
    assert full.json("corrections") == []


def test_a_day_is_corrected_by_a_day_or_by_words_and_holds_for_a_later_reading(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = full.json("said", "--act", "deny")
    report, entry = row["article"], row["id"]
    monday = next(t for t in full.json("show", report)["times"] if t["span"]["text"] == "Monday")
    full.run("correct", report, entry, f"when={monday['id']}")
    (found,) = full.json("said", "--act", "deny")
    assert found["first"] == monday["interval"]["start"] != row["first"]
    full.run("correct", report, entry, "when=2031-05-02")
    for module in ("dragoman", "dragoman.pipeline"):
        monkeypatch.setattr(f"{module}.__version__", "9.0.0")
    full.run("reread", report)
    assert full.told.startswith("1 read")
    assert full.json("said", "--act", "deny", "--until", "2031-05-03")[0]["first"] == "2031-05-02"
    assert [row["state"] for row in full.json("corrections")] == ["applied", "applied"]
    full.run("undo", "2")
    (found,) = full.json("said", "--act", "deny")
    assert found["first"] == monday["interval"]["start"]
    assert full.run("check") == ""


def test_what_is_missing_is_added(full: Desk) -> None:
    (row,) = full.json("search", "date")
    full.run(
        "correct", row["id"], "--missing", "condition", "span=a date had been set", "set_by=a1"
    )  # fmt: skip
    (found,) = full.json("conditions")
    assert found["words"] == "a date had been set"
    assert full.json("show", row["id"])["conditions"][0]["set_by"] == "a1"


def test_filters_alone_list_reports(full: Desk) -> None:
    everything = full.json("search")
    assert len(everything) == 2 and full.told == "2 of 2\n"
    days = [row["day"] for row in everything]
    assert days == sorted(days, reverse=True)
    assert len(full.json("search", "--since", days[0])) == days.count(days[0])
    assert full.json("search", "--source", "No Such Post") == []


def test_entries_of_two_reports_are_linked(full: Desk) -> None:
    one, other = (row["id"] for row in full.json("search", "Vell"))
    full.run("link", f"{one}#a1", f"{other}#a1", "same", "--reason", "one person")
    (held,) = full.json("corrections")
    assert (held["kind"], held["held"], held["state"]) == (
        "link", f"same: {other}#a1", "holds",
    )  # fmt: skip
    assert (held["article"], held["entry"]) == (one, "a1")
    for report, left in ((one, "a1"), (other, f"{one}#a1")):
        assert full.json("corrections", report) == [held]
        assert f"correction 1 by desk: link {left} same: {other}#a1, “one person” (holds)\n" in (
            full.run("show", report, "--history")
        )
    full.run("link", one, f"{other}#a99", "same", code=2)
    full.run("link", one, other, "alike", code=2)
    assert "of two of kind report there are: copies, corrects, other" in full.told


def test_the_table_of_corrections_breaks_no_word(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    one, other = (row["id"] for row in full.json("search", "Vell"))
    full.run("link", f"{one}#s1", f"{other}#s1", "other", "--reason", "two persons")
    full.run("correct", one, "title=A harbour that nobody had heard of")
    full.run("undo", "1")
    words = set(full.run("corrections").split())
    assert {"author", f"{one}#s1", "other:", f"{other}#s1,", "persons”", "undone"} <= words
    assert {one, "title=A", "harbour", "nobody", "applied", "undo", "undoes"} <= words


def test_a_newer_reader_reads_again(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = full.json("said", "--act", "deny")
    full.run("correct", row["article"], row["id"], "act=accuse")
    full.run("reread")
    assert full.told == "0 read: nothing is read otherwise\n"
    for module in ("dragoman", "dragoman.pipeline"):
        monkeypatch.setattr(f"{module}.__version__", "9.0.0")
    full.run("reread", row["article"])
    assert full.told == "1 read: nothing is read otherwise\n"
    full.run("reread", "--diff", "--csv")
    assert full.told.startswith("1 read")
    assert len(full.json("said", "--act", "accuse")) == 1
    assert full.json("stats")[0]["readers"]["9.0.0 " + _weights()] == 2
    full.run("check")


def _weights() -> str:
    from dragoman.language.tag import weights_digest

    return weights_digest()


def test_the_record_is_exported_and_copied(full: Desk) -> None:
    full.run("export", "out")
    assert len((full.folder / "out/readings.jsonl").read_text().splitlines()) == 2
    full.run("export", "out", code=2)
    full.run("export", "--form", "csv", "tables")
    assert (full.folder / "tables/datapackage.json").exists()
    full.run("export", "--form", "xml", "other", code=2)
    full.run("backup", "copy.db")
    assert full.json("stats", "-r", "copy.db")[0]["reports"] == 2


def test_damage_is_1_and_mended(full: Desk) -> None:
    with Store(full.folder / "dragoman.db") as store:
        store._connection.execute("DELETE FROM item")
    full.run("check", code=1)
    assert full.told == "3 faults\n", "an index and two reports"
    full.run("check", "--mend")
    assert full.told == "sound\n"


def test_only_what_a_setting_allows_is_kept(desk: Desk) -> None:
    (desk.folder / "dragoman.toml").write_text('keep = "spans"')
    desk.run("add", "in/talks.txt")
    (row,) = desk.json("search", "date")
    assert "LIMA" not in desk.json("show", row["id"])["article"]["text"]
    desk.run("add", "--keep", "all", "in/port.txt", code=2)


def test_what_is_new_in_a_feed_is_read_once(desk: Desk, site: Any) -> None:
    (desk.folder / "dragoman.toml").write_text("delay = 0")
    desk.run("fetch", "--private", f"{site.at}/feed", code=3)
    assert desk.told.endswith("1 read, 1 failed\n")
    desk.run("fetch", "--private", f"{site.at}/feed")
    assert desk.told == "0 read\n"
    assert site.paths() == ["/feed", "/report", "/gone", "/feed"]
    assert site.headers[-1]["If-None-Match"] == '"one"'
    (failed,) = desk.json("failures")
    assert failed["which"].endswith("/gone")
    desk.run("fetch", f"{site.at}/feed", code=1)
    assert "may not fetch" in desk.told
    assert len(desk.json("failures")) == 2
    desk.run("fetch", "--private", f"{site.at}/feed")
    assert len(desk.json("failures")) == 1


def test_the_demo_is_a_record_that_answers(desk: Desk) -> None:
    desk.run("demo")
    assert desk.told.startswith("demo.db: 12 read (1 near-copies); try\n")
    for line in desk.told.splitlines()[1:]:
        if "review" not in line:
            assert desk.run(*line.split()[1:], code=0).strip()
    names = [process["name"] for process in desk.json("board", "-r", "demo.db")]
    assert names[:2] == [
        "Iceland–Uruguay summit in Cressy",
        "Third Malta–Namibia talks of ministers in Port Sorrel",
    ]
    desk.run("demo")
    assert desk.told.startswith("demo.db: 0 read, 12 known already")


def test_boards_of_the_record(full: Desk) -> None:
    (found,) = full.json("board")
    assert found["schema"] == "dragoman.board/1"
    for name in ("process", "meeting", "timeline"):
        assert found["name"].split()[0] in full.run(name, "--no-color")
    assert "<!doctype html>" in full.run("changes", "--since", "2031-05-01", "--html")
    assert "# Who said what" in full.run("said", "--markdown")
    full.run("board", "--about", "Elves", code=2)
    assert "no such process; there are: " in full.told
    full.run("board", "--about", "Elves", "-r", "none.db", code=1)
    full.run("board", "-n", "0", code=2)
