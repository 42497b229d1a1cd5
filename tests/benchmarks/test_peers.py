"""What is told of other tools is what was measured, and every tool can be asked for."""

import json
from types import SimpleNamespace

from benchmarks.peers import __main__ as peers
from benchmarks.peers.quotes import golden
from benchmarks.peers.tools import PEERS


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
