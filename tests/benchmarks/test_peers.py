"""What is told of other tools is what was measured, and every tool can be asked for."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.peers import __main__ as peers
from benchmarks.peers.quotes import golden
from benchmarks.peers.tools import PEERS
from dragoman.language.tag import weights_digest


def test_the_page_is_made_from_the_results() -> None:
    held = json.loads((peers.RESULTS / "peers.json").read_text(encoding="utf-8"))
    page = (peers.RESULTS / "peers.md").read_text(encoding="utf-8")
    assert page == "\n".join(peers.page(held)) + "\n"
    assert held["cost"].keys() <= PEERS.keys()


def test_every_name_has_a_tool() -> None:
    assert {*peers.TIMES, *peers.QUOTES} <= PEERS.keys()


def test_golden_statements_are_found_by_their_anchor_and_named_by_their_speaker() -> None:
    nothing = golden(lambda *_: [])
    assert nothing["told.recall"] == nothing["named.f1"] == 0
    whole = golden(lambda text, _: [SimpleNamespace(told=(text,), speaker="nobody at all")])
    assert whole["told.precision"] == 100 and 0 < whole["told.recall"] < 30
    assert whole["named.f1"] == 0


def test_each_row_tells_its_own_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = json.loads((peers.RESULTS / "peers.json").read_text(encoding="utf-8"))
    lines = peers.page(held)
    for part in ("cost", "parse", "quotes", "readers"):
        for name, one in held[part].items():
            assert any(line.startswith(f"| {name} | {one['measured']} |") for line in lines), part
    monkeypatch.setattr(peers, "RESULTS", tmp_path)
    row = {key: held["cost"]["dragoman"][key] for key in held["cost"]["dragoman"] if key != "load"}
    peers.save("cost", {"dragoman": row, "spacy": row})
    kept = json.loads((tmp_path / "peers.json").read_text(encoding="utf-8"))["cost"]
    assert kept["dragoman"]["weights"] == weights_digest() and "weights" not in kept["spacy"]
    peers.save("parse", {"dragoman": peers._ours(), "spacy": held["parse"]["spacy"]})
    told = json.loads((tmp_path / "peers.json").read_text(encoding="utf-8"))["parse"]["dragoman"]
    assert told["trained"].endswith(told["weights"][:8])
