"""Two sets side by side: what is lined up, by what, and the commands over it."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman.errors import UsageError
from dragoman.record import export as of_record
from dragoman.serve.bulk.folder import ArchiveError
from dragoman.serve.cli import app
from dragoman.serve.profiles.coded import Coded, Party
from dragoman.serve.profiles.compare import Line, Places, compare, lined_up, lines
from dragoman.serve.profiles_cli import FILES, FOLDERS

FOUR = [date(2031, 5, number) for number in (1, 2, 4, 8)]
NOR, CHL = Party("Norway", "NOR"), Party("Chile", "CHL")


def event(day: date | None, type: str = "CONSULT", *, turned: bool = False, **more: Any) -> Coded:
    sides = ((CHL,), (NOR,)) if turned else ((NOR,), (CHL,))
    told: dict[str, Any] = {"id": "e1", "cameo": "040", "sources": sides[0], "targets": sides[1]}
    return Coded(day=day, type=type, **{**told, **more})


@pytest.mark.parametrize(
    ("here", "there", "slack", "pairs"),
    [
        (FOUR[:2], FOUR[1:3], 0, [(1, None), (2, 2), (None, 4)]),
        (FOUR[:2], FOUR[1:3], 1, [(1, 2), (2, None), (None, 4)]),
        (FOUR[:2], FOUR[1:3], 2, [(1, 2), (2, 4)]),
        (FOUR[3:], FOUR[:1], 0, [(None, 1), (8, None)]),
    ],
)
def test_days_are_lined_up_once_and_in_order(
    here: list[Any], there: list[Any], slack: int, pairs: list[Any]
) -> None:
    found = [
        (a and a[0] and a[0].day, b and b[0] and b[0].day) for a, b in lined_up(here, there, slack)
    ]
    assert found == pairs


def test_a_place_counts_once_and_what_has_no_place_is_told() -> None:
    ours = Places([
        event(FOUR[0]), event(FOUR[0], id="e2"), event(None), event(FOUR[0], targets=()),
        event(FOUR[2], "ACCUSE"),
    ])  # fmt: skip
    theirs = Places([event(FOUR[0], id="g1"), event(FOUR[1], id="g2")])
    cells = list(compare(ours, theirs))
    assert ours.left_out == 2 and len(cells) == 3
    both = next(cell for cell in cells if cell.ours and cell.theirs)
    assert both.ours and (both.ours.count, both.ours.id) == (2, "e1")
    assert lines(cells) == [
        Line("ACCUSE", 1, 0, 0), Line("CONSULT", 1, 2, 1), Line("all", 2, 2, 1),
    ]  # fmt: skip
    assert (lines(cells)[1].found, lines(cells)[1].shared) == (0.5, 1.0)


@pytest.mark.parametrize(("directed", "both"), [(True, 0), (False, 1)])
def test_a_dyad_may_stand_the_other_way_round(directed: bool, both: int) -> None:
    ours = Places([event(FOUR[0])], directed=directed)
    theirs = Places([event(FOUR[0], turned=True)], directed=directed)
    assert lines(compare(ours, theirs))[-1].both == both


def test_what_is_not_asked_for_may_differ() -> None:
    ours = Places([event(FOUR[0], "ACCUSE")], ("dyad",))
    theirs = Places([event(FOUR[3])], ("dyad",))
    (cell,) = compare(ours, theirs)
    assert (cell.day, cell.type, cell.source) == (None, "", "NOR") and cell.ours and cell.theirs


# --- commands ------------------------------------------------------------------------------------

REPORT = (
    "Norway imposed sanctions on Chile on Wednesday, the Foreign Ministry in Oslo said. "
    "Chile's Foreign Minister Anna Vell accused Norway of breaking the accord. "
    "Norway will send envoys to Chile. Chile and Norway will hold talks in June."
)


def invoke(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.stdout


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same two reports as a record and as an archive."""
    pytest.importorskip("pyarrow")
    folder = tmp_path_factory.mktemp("both")
    lines = [{"title": f"Levy {n}", "text": f"{REPORT} Ferry {n} left.", "date": f"2031-05-1{n}",
              "source": "Lakeland Courier"} for n in (5, 6)]  # fmt: skip
    told = "".join(f"{json.dumps(line)}\n" for line in lines)
    (folder / "in.jsonl").write_text(told, encoding="utf-8")
    invoke("init", "--record", folder / "it.db")
    invoke("add", folder / "in.jsonl", "--record", folder / "it.db")
    invoke("bulk", folder / "in.jsonl", "--out", folder / "tables", "--workers", 1,
           "--keep", "readings")  # fmt: skip
    return folder


@pytest.mark.parametrize("form", FILES)
def test_a_form_of_one_file_is_the_same_from_record_and_archive(both: Path, form: str) -> None:
    of_record = invoke("export", "-", "--form", form, "--record", both / "it.db")
    assert of_record == invoke("export", "-", "--form", form, "--archive", both / "tables")
    assert len(of_record.splitlines()) >= 2


@pytest.mark.parametrize("status", ["happened,ongoing", "planned", "planned,denied", "all"])
@pytest.mark.parametrize("theirs", ["it.db", "tables"])
def test_a_set_agrees_with_itself(both: Path, theirs: str, status: str) -> None:
    """The statuses that are asked for are those of both sets."""
    told = invoke("compare", both / "it.db", both / theirs, "--status", status, "--jsonl")
    rows = [json.loads(line) for line in told.splitlines()]
    assert rows and all(row["ours"] == row["theirs"] == row["both"] for row in rows)


def test_an_archive_without_readings_is_told_how_to_have_them(both: Path, tmp_path: Path) -> None:
    invoke("bulk", both / "in.jsonl", "--out", tmp_path / "lean", "--workers", 1)
    words = ["export", str(tmp_path / "x"), "--form", "ftm", "--archive", str(tmp_path / "lean")]
    done = CliRunner().invoke(app, words)
    assert isinstance(done.exception, UsageError) and "--keep readings" in str(done.exception)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("export", "-", "--profile", "gdelt", "--archive", "{cut}"),
        ("export", "-", "--form", "jsonld", "--archive", "{cut}"),
        ("compare", "{cut}", "{cut}"),
    ],
)
@pytest.mark.parametrize("lost", ["events", "manifest.jsonl"])
def test_an_archive_that_is_not_whole_is_told(
    both: Path, tmp_path: Path, lost: str, words: tuple[str, ...]
) -> None:
    cut = tmp_path / "cut"
    shutil.copytree(both / "tables", cut)
    shard = next((cut / lost).glob("*")) if (cut / lost).is_dir() else cut / lost
    shard.unlink()
    done = CliRunner().invoke(app, [word.format(cut=cut) for word in words])
    assert isinstance(done.exception, ArchiveError) and "not whole" in str(done.exception)
    assert not done.stdout


def test_forms_of_a_folder_are_those_of_a_record() -> None:
    assert set(FOLDERS) == set(of_record._FORMS)


@pytest.mark.parametrize("profile", ["gdelt", "polecat", "icews", "plover", "petrarch"])
def test_a_record_and_an_archive_give_the_same_file(both: Path, profile: str) -> None:
    words = ("export", "-", "--profile", profile, "--status", "all", "--extra")
    of_record = invoke(*words, "--record", both / "it.db")
    assert of_record == invoke(*words, "--archive", both / "tables")
    assert len(of_record.splitlines()) >= 5


def test_only_what_took_place_is_written_and_once_when_asked(both: Path) -> None:
    words = ("export", "-", "--profile", "icews", "--archive", both / "tables", "--extra")
    taken = [line.split("\t") for line in invoke(*words).splitlines()[1:]]
    assert {row[20] for row in taken} == {"happened"}
    every = invoke(*words, "--status", "all").splitlines()[1:]
    assert len(every) > len(taken)


def test_an_event_without_a_day_is_left_out_and_told(tmp_path: Path) -> None:
    lines = [{"text": REPORT.replace(" on Wednesday", "")}, {"text": REPORT, "date": "2031-05-15"}]
    told = "".join(f"{json.dumps(line)}\n" for line in lines)
    (tmp_path / "in.jsonl").write_text(told, encoding="utf-8")
    invoke("init", "--record", tmp_path / "it.db")
    invoke("add", tmp_path / "in.jsonl", "--record", tmp_path / "it.db")
    words = ["export", "-", "--profile", "gdelt", "--record", str(tmp_path / "it.db")]
    done = CliRunner().invoke(app, words)
    days = [line.split("\t")[1] for line in done.stdout.splitlines()]
    assert days and all(day.startswith("203105") for day in days)
    assert "left out: 2 events without a day" in done.stderr


def test_what_was_written_is_imported_and_lines_up(both: Path, tmp_path: Path) -> None:
    file = tmp_path / "theirs.tsv"
    invoke("export", file, "--profile", "polecat", "--archive", both / "tables")
    invoke("import", file, "--out", tmp_path)
    for theirs in (file, tmp_path / "imported", both / "it.db"):
        told = json.loads(invoke("compare", both / "tables", theirs, "--json"))
        assert told[-1]["type"] == "all" and told[-1]["both"] == told[-1]["ours"] >= 2
    rows = json.loads(invoke("compare", both / "tables", file, "--rows", "--json"))
    assert {row["told"] for row in rows} == {"both"}
    assert any(row["source"] == "NOR" and row["type"] == "SANCTION" for row in rows)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--form nope", "--form nope: no such form; there are jsonl, csv"),
        ("--form gdelt", "it is a profile: --profile gdelt"),
        ("--profile none", "--profile none: no such profile; there are gdelt"),
        ("--form jsonld --profile gdelt", "--form jsonld --profile gdelt: one of them"),
        ("--form csv --archive none", "--archive: with --profile NAME, --form jsonld or"),
        ("--archive none", "--archive: with --profile NAME"),
        ("--form ftm --archive none --record none", "--archive, --record: one of them"),
        ("--extra --status all", "--extra, --status: without --profile"),
        ("--form ftm --once", "--once: without --profile"),
    ],
)
def test_what_does_not_go_together_is_told_before_anything_is_opened(words: str, told: str) -> None:
    done = CliRunner().invoke(app, ["export", "x", *words.split()])
    assert isinstance(done.exception, UsageError) and told in str(done.exception)
    assert not Path("x").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("export", "x", "--profile", "gdelt", "--archive", "{folder}"),
        ("export", "x", "--profile", "gdelt", "--status", "maybe", "--archive", "{tables}"),
        ("export", "{folder}", "--profile", "gdelt", "--archive", "{tables}"),
        ("compare", "{tables}", "{tables}", "--by", "colour"),
    ],
)
def test_what_makes_no_sense_is_refused(both: Path, words: tuple[str, ...]) -> None:
    given = [word.format(tables=both / "tables", folder=both) for word in words]
    done = CliRunner().invoke(app, given)
    assert isinstance(done.exception, UsageError)
    assert not Path("x").exists()


def test_a_bad_file_costs_one_file(both: Path, tmp_path: Path) -> None:
    file = tmp_path / "theirs.tsv"
    invoke("export", file, "--profile", "icews", "--archive", both / "tables")
    bad = [both / "in.jsonl", tmp_path / "none.tsv"]
    done = CliRunner().invoke(app, ["import", *map(str, [*bad, file]), "--out", str(tmp_path)])
    assert done.exit_code == 3
    assert "in.jsonl: neither GDELT, ICEWS nor POLECAT by its columns" in done.stderr
    assert "none.tsv: cannot be read" in done.stderr and "2 files were not read" in done.stderr
    assert [path.name for path in (tmp_path / "imported").iterdir()] == ["theirs.tsv.parquet"]
    again = CliRunner().invoke(app, ["import", str(file), "--out", str(tmp_path)])
    assert again.exit_code == 1 and "theirs.tsv.parquet: is there already" in again.stderr
