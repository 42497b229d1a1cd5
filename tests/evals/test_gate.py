"""The gate: floors hold, rise by a command, and never fall without a reason on record."""

import json
from pathlib import Path

import pytest

from evals import __main__ as command
from evals import gate, readme, tasks
from evals.gate import Floors, below, put, under
from evals.result import Result


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "floors.json"
    put("times.all.f1", 0.8, "first", lower=False, path=file)
    return file


def test_the_floors_in_the_repository_are_on_record() -> None:
    assert list(Floors().faults()) == []
    assert {gate.split(name)[0] for name in Floors().floors} <= set(tasks.TASKS)


def test_a_floor_rises_and_keeps_its_history(path: Path) -> None:
    put("times.all.f1", 0.85, "", lower=False, path=path)
    floors = Floors(path)
    assert floors.floors == {"times.all.f1": 0.85}
    assert [(c.before, c.after) for c in floors.history] == [(None, 0.8), (0.8, 0.85)]
    assert list(floors.faults()) == []


def test_a_part_without_a_corpus_is_not_asked_for() -> None:
    floors = {"golden.founding.events.r": 0.9, "golden.events.f1": 0.5}
    assert len(below(floors, "golden", {"events.f1": 0.6})) == 1
    assert below(floors, "golden", {"events.f1": 0.6}, ["founding."]) == []
    assert len(below(floors, "golden", {"founding.events.r": 0.1}, ["founding."])) == 2


@pytest.mark.parametrize(("why", "lower"), [("because", False), ("", True), ("  ", True)])
def test_a_floor_does_not_fall_silently(path: Path, why: str, lower: bool) -> None:
    before = path.read_text()
    with pytest.raises(ValueError, match=r"floor: times\.all\.f1"):
        put("times.all.f1", 0.7, why, lower=lower, path=path)
    assert path.read_text() == before


def test_a_floor_falls_with_a_reason(path: Path) -> None:
    put("times.all.f1", 0.7, "the corpus was corrected", lower=True, path=path)
    assert Floors(path).history[-1].why == "the corpus was corrected"
    assert list(Floors(path).faults()) == []


def test_lowering_by_hand_fails_before_anything_runs(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held = json.loads(path.read_text())
    held["floors"]["times.all.f1"] = 0.5
    path.write_text(json.dumps(held))
    monkeypatch.setattr(gate, "run_task", lambda task: pytest.fail("ran"))
    assert gate.gate(path=path) == 1
    assert "its history says 0.8" in capsys.readouterr().out
    held["history"].append({"name": "times.all.f1", "before": 0.8, "after": 0.5, "why": ""})
    path.write_text(json.dumps(held))
    assert any("without a reason" in fault for fault in Floors(path).faults())


@pytest.mark.parametrize(("value", "code"), [(0.79, 1), (0.80, 0), (0.9, 0)])
def test_the_gate_fails_below_a_floor(
    path: Path, value: float, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "run_task", lambda task: Result({"all.f1": value}))
    assert gate.gate(path=path) == code


def test_a_measure_that_is_gone_fails(path: Path) -> None:
    assert below(Floors(path).floors, "times", {"all.other": 1.0}) == [
        "below: times.all.f1: not measured, floor 0.800"
    ]


def test_an_absent_corpus_is_skipped_and_told(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tasks, "CORPORA", tmp_path / "nowhere")
    assert gate.gate(path=path) == 0
    assert "skipped: times: no corpus" in capsys.readouterr().out


def test_a_bug_in_a_task_fails_the_gate(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(task: tasks.Task) -> Result:
        raise RuntimeError(task.name)

    monkeypatch.setattr(gate, "run_task", broken)
    assert gate.gate(path=path) == 1


def test_raising_lifts_only_what_rose(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "run_task", lambda task: Result({"all.f1": 0.9, "new.f1": 0.5}))
    assert gate.gate(path=path, lift=True) == 0
    assert Floors(path).floors == {"times.all.f1": under(0.9)}


def test_figures_go_between_the_marks() -> None:
    page = f"a\n{readme.START}\nold\n{readme.END}\nb\n"
    assert readme.put(page, "new") == f"a\n{readme.START}\nnew\n{readme.END}\nb\n"
    with pytest.raises(ValueError, match="figures"):
        readme.put("a", "new")


def test_the_table_leaves_out_what_was_not_scored() -> None:
    score = {"measures": {"all.f1": 0.8125}, "counts": {"sentences": 2077}, "weights": "ab"}
    table = readme.table({"entities-uner": score})
    assert "| 81.2 | 2,077 sentences |" in table
    assert "attribution" not in table


def test_an_unknown_task_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["errors", "weather"]) == 1
    assert "give one of syntax-ewt" in capsys.readouterr().err
