"""The command line: forms, exit codes, and where things are told."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from dragoman import __version__
from dragoman.serve import cli
from dragoman.types import Article, MadeBy, Reading

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the program on arguments → its exit code; the pipeline finds nothing, but quickly."""

    def read_articles(articles: Iterable[Article]) -> Iterator[Reading]:
        for article in articles:
            yield Reading(article, MadeBy(__version__, "0" * 16))

    pipeline = ModuleType("dragoman.pipeline")
    pipeline.read_articles = read_articles  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "dragoman.pipeline", pipeline)

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["dragoman", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        return int(stopped.value.code or 0)

    return run


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "report.txt"
    path.write_text("Talks resume\n\nThe envoy said on Monday that talks would resume in Lima.\n")
    return str(path)


def test_one_report_on_the_terminal(
    run: Run, report: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("read", report) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("Talks resume\n")
    assert "\x1b" not in printed.out
    assert printed.err.startswith(f"no date of publication: {report}: ")


@pytest.mark.parametrize("form", ["--json", "--jsonl"])
def test_json(run: Run, report: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", form, "--published", "2031-05-14", report) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["schema"] == "dragoman.reading/1"
    assert value["article"]["published"]["day"] == "2031-05-14"


def test_html_into_a_file(
    run: Run, report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "reading.html"
    assert run("read", "--html", "-o", str(target), report) == 0
    assert target.read_text().startswith("<!doctype html>")
    assert not capsys.readouterr().out


def test_colours_when_asked_for(run: Run, report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", "--color", report) == 0
    assert "\x1b[" in capsys.readouterr().out


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(
    run: Run, report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "missing.txt")
    assert run("read", "--jsonl", report, missing, report) == 3
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 2
    assert f"no such input: {missing}: no such file" in printed.err
    assert "1 of 3 reports could not be read" in printed.err


def test_nothing_read_is_failed_and_writes_nothing(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.jsonl"
    missing = str(tmp_path / "missing.txt")
    assert run("read", "--jsonl", "-o", str(target), missing) == 1
    assert not target.exists()
    assert capsys.readouterr().err == f"no such input: {missing}: no such file\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["read", "--json", "--html", "REPORT"], "only one form at a time"),
        (["read", "--json", "REPORT", "REPORT"], "takes one report"),
        (["read", "-", "-"], "can be read once only"),
        (["read", "--published", "Tuesday", "REPORT"], "not an ISO day"),
        (["read", "-o", "no/such/folder/x", "REPORT"], "cannot be written"),
        (["read", "--no-such-option", "REPORT"], "No such option"),
        (["read"], "Missing argument"),
        (["vocabulary", "colours"], "no such vocabulary"),
        (["vocabulary", "--json", "--markdown"], "only one form at a time"),
        (["no-such-command"], "No such command"),
    ],
)
def test_what_makes_no_sense_is_2(
    run: Run, report: str, arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*[report if part == "REPORT" else part for part in arguments]) == 2
    printed = capsys.readouterr()
    assert why in printed.err
    assert not printed.out


def test_doubts_are_told_but_the_report_is_read(
    run: Run, report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = tmp_path / "foreign.html"
    paragraph = "<p>La enviada dijo el lunes en Lima que las conversaciones van a seguir hoy.</p>"
    foreign.write_text(f'<html lang="es"><body><article>{paragraph * 3}</article></body></html>')
    assert run("read", str(foreign)) == 0
    assert f"not in English: {foreign}: it is in 'es'" in capsys.readouterr().err
    dated = tmp_path / "dated.txt"
    dated.write_text(f"Talks resume\n2031-05-14\n\n{Path(report).read_text()}")
    assert run("read", "--published", "2031-05-20", str(dated)) == 0
    told = capsys.readouterr().err
    assert "dates disagree" in told
    assert "2031-05-20, which is used" in told


def test_interrupted(run: Run, report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(which: str, manners: object = None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.ingest.inputs.fetch", interrupt)
    assert run("read", report) == 130


def test_vocabulary(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("vocabulary", "--json", "grain") == 0
    members = [row["member"] for row in json.loads(capsys.readouterr().out)["grain"]]
    assert members[:3] == ["minute", "hour", "day"]
    assert run("vocabulary") == 0
    assert "date_not_set" in capsys.readouterr().out


def test_version(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"dragoman {__version__}\n"


def test_the_program_starts_without_what_only_reading_needs() -> None:
    heavy = ["numpy", "onnxruntime", "trafilatura", "httpx2", "lxml", "rich.console"]
    code = f"import sys, dragoman.serve.cli; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": "src"},
    )  # fmt: skip
    assert run.stdout == "[]\n"
