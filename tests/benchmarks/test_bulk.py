"""The benchmark of bulk reading goes on where it was, and its plot shows what is comparable."""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks import bulk
from benchmarks.bulk import Row

ROW = Row(1, 1000, 40_000, 2.0, 50.0, 20.0, 2.0, 400.0, 390.0, 395.0, 0.04, 10, 0.5)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two reports in the form of PolNeAR's records."""
    path = tmp_path / "texts.jsonl"
    record = {
        "text": "The ferry left.", "date": "2031-05-14", "sentences": [[0, 4]],
        "tokens": [[0, 3], [4, 9], [10, 14], [14, 15]],
    }  # fmt: skip
    path.write_text(f"{json.dumps(record)}\n" * 2)
    return path


def test_rows_that_are_there_are_not_made_again(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    made = []

    def measure(archive: Path, target: Path, workers: int, reports: int, words: int) -> Row:
        assert len(archive.read_text().splitlines()) == reports and not target.exists()
        made.append((reports, workers))
        if made == [(3, 1), (3, 2), (5, 1)]:
            raise KeyboardInterrupt
        return replace(ROW, workers=workers, reports=reports, words=words)

    monkeypatch.setattr(bulk, "measure", measure)
    files = ["--json", str(tmp_path / "b.json"), "--plot", str(tmp_path / "b.svg")]
    words = ["--texts", str(corpus), "--reports", "3", "5", "--workers", "1", "2", *files]
    monkeypatch.setattr(sys, "argv", ["bulk", *words])
    with pytest.raises(KeyboardInterrupt):
        bulk.main()
    assert [(row.reports, row.workers) for row in bulk.kept(tmp_path / "b.json")] == made[:2]
    assert bulk.main() == 0
    assert made[3:] == [(5, 1), (5, 2)]
    assert len(bulk.kept(tmp_path / "b.json")) == 4 and "<svg" in (tmp_path / "b.svg").read_text()
    assert len(capsys.readouterr().out.splitlines()) == 2 + 4


def test_the_plot_shows_reports_of_one_length() -> None:
    long = replace(ROW, words=400_000, peak_mb=999.0)
    more = replace(ROW, reports=10_000, words=400_000)
    shown = bulk.plot([long, ROW, more])
    assert "999" not in shown and shown.count("<circle") == 2 * 3
    assert "of 40 words" in shown and ">10,000<" in shown


def test_a_run_keeps_what_it_was_measured_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = tmp_path / "a.jsonl"
    words = bulk.write(reports, [("The ferry left Lima on Monday, she said.", "2031-05-14")], 2)
    row = bulk.measure(reports, tmp_path / "out", 1, 2, words)
    reader = json.loads((tmp_path / "out" / "job.json").read_text())["reader"]
    assert f"{row.version} {row.weights}" == reader and row.cores >= 1
    assert row.day <= date.today().isoformat()


def test_the_page_tells_what_its_rows_were_measured_with() -> None:
    page = (Path(bulk.__file__).parents[1] / "docs" / "scale.md").read_text()
    told = " ".join(page.partition("<!-- measured -->")[0].split())
    for row in bulk.kept(bulk.RESULTS / "bulk.json"):
        assert f"dragoman {row.version}, weights `{row.weights}`, {row.day}" in told


def test_files_are_told_apart_by_their_bytes(tmp_path: Path) -> None:
    for name, content in (("a", "tide"), ("b", "tide"), ("c", "net")):
        (tmp_path / name / "events").mkdir(parents=True)
        (tmp_path / name / "events" / "00000.parquet").write_text(content)
    found = [bulk.hashes(tmp_path / name) for name in "abc"]
    assert found[0] == found[1] != found[2] and list(found[0]) == ["events/00000.parquet"]


def test_an_engine_that_fails_is_told_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def run_engine(words: list[str]) -> str:
        name = words[2].rpartition("-")[2]
        if name in failing:
            return "exit code 1: no Ray"
        (Path(words[2])).mkdir(exist_ok=True)
        (Path(words[2]) / "events").write_text(content.get(name, "tide"))
        return ""

    failing, content, results = {"ray"}, dict[str, str](), tmp_path / "engines.json"
    monkeypatch.setattr(bulk, "run_engine", run_engine)
    given = (tmp_path, [("The ferry left.", "2031-05-14")], 3, results)
    assert bulk.compare(*given) == 1
    told = json.loads(results.read_text())
    assert told["ray"] == {"failed": "exit code 1: no Ray"} and told["identical"]
    assert told["pool"]["files"] == told["daft"]["files"] == 1
    failing.clear()
    assert bulk.compare(*given) == 0
    content["ray"] = "net"
    assert bulk.compare(*given) == 1 and not json.loads(results.read_text())["identical"]
    failing |= {"pool", "daft", "ray"}
    assert bulk.compare(*given) == 1 and not json.loads(results.read_text())["identical"]
    assert "none is done" in capsys.readouterr().out
