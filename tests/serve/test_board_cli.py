"""`dragoman board` and `changes` over files and folders, through the real command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.serve.board_sheet import BoardSheet, Line, Part, Quote
from dragoman.serve.cli import app

FIRST = """Talks to be held in Oslo

2 May 2031

Norway and Chile will hold talks in Oslo on 20 May, Norwegian spokesman Nils Berk said on Friday.
"""
SECOND = """Chile calls off the talks

6 May 2031

Chile has cancelled the talks with Norway in Oslo, Chilean spokeswoman Ines Solar said on Tuesday.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.txt").write_text(SECOND, encoding="utf-8")
    (tmp_path / "a.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "notes.bin").write_bytes(b"\0\1")
    return tmp_path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_folder_gives_a_board(folder: Path) -> None:
    (found,) = json.loads(run("board", folder, "--json"))
    assert found["schema"] == "dragoman.board/1" and len(found["reports"]) == 2
    meeting = found["meetings"][0]
    assert meeting["contested"] and ["CHL", "NOR"] in meeting["contested_by"]
    words = {row["side"]: row["families"] for row in meeting["rows"]}
    assert words["CHL"] == ["off"] and words["NOR"] == ["forward"]
    texts = {report["id"]: report for report in found["reports"]}
    for row in meeting["rows"]:
        for claim in row["standing"]:
            assert all(one["report"] in texts and one["text"] for one in claim["evidence"])


def test_read_takes_a_folder_as_a_process(folder: Path) -> None:
    told = run("read", "--process", folder, "--no-color", "--width", 100)
    assert told == run("board", folder, "--no-color", "--width", 100)
    assert "CONTESTED: CHILE OFF; NORWAY FORWARD" in told and "Chile: cancelled" in told


def test_the_board_of_a_day_knows_nothing_later(folder: Path) -> None:
    told = run("board", folder, "--at", "2031-05-03", "--no-color")
    assert "cancelled" not in told and "1 report of 1 source" in told


def test_changes_tell_the_turn(folder: Path) -> None:
    (found,) = json.loads(run("changes", folder, "--since", "2031-05-03", "--json"))
    assert {news["change"] for news in found["changes"]} >= {"contested", "spoke"}
    assert all(news["evidence"] for news in found["changes"])
    assert "NOW CONTESTED" in run("changes", folder, "--since", "2031-05-03", "--no-color")


def test_markdown_and_page_tell_the_same_and_load_nothing(folder: Path) -> None:
    page = run("board", folder, "--html")
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert "<script" not in page and "http" not in page.split("</style>")[1]
    assert "cancelled" in page
    assert "**cancelled**" in run("board", folder, "--markdown")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--json", "--html"), "only one form"),
        (("--at", "May"), "not a date"),
    ],
)
def test_what_is_not_understood_is_told(folder: Path, options: tuple[str, ...], told: str) -> None:
    result = CliRunner().invoke(app, ["board", str(folder), *options])
    assert told in str(result.exception)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["board", str(tmp_path)])
    assert result.exit_code == 1 and str(tmp_path) in result.stderr


def test_what_was_replaced_stands_once_where_its_words_are_not_shown() -> None:
    """A side that said one thing twice on a day, in other words: one line, but both are kept."""
    twice = [
        Line("earlier", "Chile", "agreed", ("2 May",), (Quote(w, "r1", "Post"),)) for w in "ab"
    ]
    part = Part("Summit", (), (*twice, Line("latest", "Chile", "off", ("3 May",), ())))
    assert [line.told for line in BoardSheet("", (), (part,), brief=True).lines(part)] == [
        "agreed", "off",
    ]  # fmt: skip
    assert len(list(BoardSheet("", (), (part,)).lines(part))) == 3
