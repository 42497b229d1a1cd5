"""One report that cannot be kept stops no other; no number or setting that cannot be is taken."""

import json

import pytest

from dragoman import pipeline
from dragoman.types import Article, Reading, Tags
from tests.serve.test_record_cli import PORT, TALKS, Desk
from tests.serve.test_record_cli import desk as desk
from tests.serve.test_record_cli import full as full

NUL = "\0"


def rows(desk: Desk, *found: dict[str, str]) -> None:
    path = desk.folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")


def test_a_report_may_tell_of_nul_in_six_signs(desk: Desk) -> None:
    (desk.folder / "in/talks.txt").write_text(TALKS + "\nIt spelt \\u0000 out.\n", encoding="utf-8")
    desk.run("add", "in")
    assert desk.told == "2 read\n"
    desk.run("check")


@pytest.mark.parametrize("name", ["source", "url"])
@pytest.mark.parametrize("sign", [NUL])
def test_a_sign_that_cannot_be_kept_fails_its_row_alone(desk: Desk, name: str, sign: str) -> None:
    rows(desk, {"text": TALKS, name: f"http://a/{sign}"}, {"text": PORT})
    desk.run("add", "rows.jsonl", code=3)
    assert desk.told.endswith("1 read, 1 failed\n")
    assert list(desk.failed()) == ["rows.jsonl:1"]


def test_a_reader_that_breaks_on_one_report_reads_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = pipeline.interpret

    def broken(article: Article, tags: Tags) -> Reading:
        if "Lima" in article.title:
            raise KeyError("a bug")
        return sound(article, tags)

    monkeypatch.setattr(pipeline, "interpret", broken)
    (desk.folder / "in/again.txt").write_text(TALKS, encoding="utf-8")
    desk.run("add", "in", code=3)
    assert "1 read" in desk.told and desk.told.endswith("failed\n")
    failed = {which: one["message"] for which, one in desk.failed().items()}
    assert failed["in/talks.txt"] == "reading: in/talks.txt: KeyError: 'a bug'"
    monkeypatch.setattr(pipeline, "interpret", sound)
    desk.run("retry")
    assert desk.json("failures") == []


def test_a_day_of_publication_is_one_of_our_calendar(desk: Desk) -> None:
    for day in ("9999-12-31", "0001-01-01"):
        desk.run("add", "in", "--published", day, code=2)
        assert f"not a date: {day}: not of the years 1000 to 9000" in desk.told
    rows(desk, {"text": "On Monday Ana Vell spoke.", "date": "9999-12-31"})
    desk.run("add", "rows.jsonl")
    assert "rows.jsonl:1: the date '9999-12-31' tells no day" in desk.told
    assert desk.told.endswith("1 read (1 without a date)\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("said", "-n", "9" * 30),
        ("said", "--after", "9" * 30),
        ("undo", "9" * 30),
        ("show", "a", "--reading", "9" * 30),
        ("undo", "1", "--author", "\udcff"),
    ],
)
def test_what_cannot_be_is_a_fault_of_the_one_who_asks(
    full: Desk, arguments: tuple[str, ...]
) -> None:
    full.run(*arguments, code=2)


def test_words_that_cannot_be_kept_are_refused(full: Desk) -> None:
    (found,) = full.json("search", "Lima")
    full.run("correct", found["id"], "s1", "--wrong", "--reason", "\udcff", code=1)
    assert "cannot keep: correction: it holds half a sign" in full.told
