"""`process`, `meeting`, `timeline`, `said`, `conditions` over the example process."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from dragoman.serve.cli import app

SUMMIT = "examples/summit"
FORM = json.loads(Path("docs/board.schema.json").read_text(encoding="utf-8"))
ASKED = ("board", "process", "meeting", "timeline", "said", "conditions")


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=True)


def run(*arguments: str) -> str:
    result = invoke(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def values(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json"))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(FORM)


@pytest.mark.parametrize("asked", [("board",), ("changes", "--since", "2031-06-05")])
def test_boards_and_changes_fit_the_schema(asked: tuple[str, ...]) -> None:
    found = values(asked[0], SUMMIT, *asked[1:])
    errors = list(Draft202012Validator(FORM).iter_errors(found))
    assert found and not errors, [error.message for error in errors]
    assert found[0]["schema"] == f"dragoman.{asked[0]}/1"
    del found[0]["name"]
    assert not Draft202012Validator(FORM).is_valid(found)


def test_six_reports_are_one_process_and_the_copy_is_no_source() -> None:
    (process,) = values("process", SUMMIT)
    assert len(process["reports"]) == 6 and len({r["source"] for r in process["reports"]}) == 5
    copy = next(r for r in process["reports"] if r["outlet"] == "Morning Ledger")
    assert copy["source"] == "Harbour Gazette" and "near-copy" in copy["why"]
    assert {m["kind"]: m["contested"] for m in process["meetings"]} == {
        "summit": True, "call": False,
    }  # fmt: skip
    assert "HELD TO BE ONE" in run("process", SUMMIT, "--no-color")


def test_a_meeting_tells_every_witness() -> None:
    (meeting,) = values("meeting", SUMMIT, "--about", "summit")
    rows = {row["side"]: row for row in meeting["meeting"]["rows"]}
    assert [claim["state"] for claim in rows["URY"]["standing"]] == ["cancelled"]
    told = run("meeting", SUMMIT, "--about", "summit", "--no-color", "--width", "120")
    assert "Harbour Gazette, 5 Jun 2031" in told and "Morning Ledger, 6 Jun 2031" in told
    assert "CALL OF LEADERS" not in told.upper()


def test_a_name_that_nothing_has_is_told_with_those_there_are() -> None:
    result = invoke("meeting", SUMMIT, "--about", "regatta")
    assert "no such process; there are: Iceland–Uruguay summit in Cressy" in str(result.exception)


def test_a_timeline_goes_by_days_and_ends_where_it_is_told() -> None:
    (line,) = values("timeline", SUMMIT, "--since", "2031-06-05", "--until", "2031-06-11")
    days = [moment["day"] for moment in line["moments"]]
    assert days == sorted(days) and days[0] == "2031-06-05"
    assert {"word", "act", "task", "condition", "ahead"} <= {m["matter"] for m in line["moments"]}
    assert days[-1] == "2031-06-18", "the day of the summit is still to come"


def test_who_said_what_and_against_whom() -> None:
    found = values("said", SUMMIT, "--contradicts", "URY")["statements"]
    assert [one["side"] for one in found] == ["ISL"]
    assert {claim["state"] for claim in found[0]["contradicts"]} == {"cancelled"}
    held = values("said", SUMMIT, "--by", "Dost", "--to", "reporters")["statements"]
    assert len(held) == 1 and len(held[0]["sources"]) == 1 and len(held[0]["evidence"]) == 2
    about = values("said", SUMMIT, "--about", "drilling", "--since", "2031-06-12")["statements"]
    assert about and all(one["side"] == "ISL" for one in about)


def test_statements_and_conditions_are_rows_too() -> None:
    rows = list(csv.DictReader(run("said", SUMMIT, "--csv", "--by", "URY").splitlines()))
    assert rows and {row["side"] for row in rows} == {"URY"}
    lines = run("conditions", SUMMIT, "--jsonl").splitlines()
    assert {json.loads(line)["fate"] for line in lines} == {"met", "unknown"}
    assert len(run("said", SUMMIT, "--jsonl", "-n", "2").splitlines()) == 2


def test_conditions_have_their_fate() -> None:
    (met,) = values("conditions", SUMMIT, "--status", "met")["conditions"]
    assert met["side"] == "URY" and met["fate_evidence"] and met["meeting"]
    before = values("conditions", SUMMIT, "--by", "URY", "--until", "2031-06-15")["conditions"]
    assert [one["fate"] for one in before] == ["unknown"]


@pytest.mark.parametrize("asked", ASKED)
def test_pages_load_nothing_and_quote_with_their_source(asked: str) -> None:
    page = run(asked, SUMMIT, "--html")
    assert "default-src 'none'" in page and "<script" not in page
    assert not re.search(r"(?:src|href)=", page)
    assert "Strait Herald, 18 Jun 2031" in page
    markdown = run(asked, SUMMIT, "--markdown")
    assert markdown.startswith("# ") and "\n## " in markdown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("said", "--published", "2031-05-14"), "--published: only with REPORT"),
        (("board", "--private"), "--private: only with REPORT"),
        (("board", SUMMIT, "--record", "a.db"), "--record: only with a record"),
        (("conditions", SUMMIT, "--after", "3"), "--after: only with a list of the record"),
        (("said", "--contradicts", "NOR", "--after", "3"), "--after: only with a list"),
        (("timeline", SUMMIT, "--since", "2031-06-09", "--until", "2031-06-01"), "later than"),
        (("said", SUMMIT, "--csv", "-o", "rows.csv"), "rows go to standard output"),
        (("process", SUMMIT, "--json", "--html"), "only one form"),
    ],
)
def test_what_makes_no_sense_is_told(arguments: tuple[str, ...], told: str) -> None:
    assert told in str(invoke(*arguments).exception)
    assert not Path("rows.csv").exists()
