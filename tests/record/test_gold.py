"""What people corrected, exported → what the corpus's schema allows and its trainer takes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.schema import KINDS, REGISTERS, Mode, Refers, Words, Yes, modes
from tests.serve.test_record_cli import Desk
from tests.serve.test_record_cli import desk as desk
from train.dispatch import document_of

Json = dict[str, Any]
OPEN = {("condition", "kind")}
"""What a reading has no field for: left open in the gold that is made of it."""


def flaws(line: Json) -> Iterator[str]:
    """What `corpus check` would say of a record, were it written by hand."""
    ids = {one["id"]: kind for kind in KINDS for one in line[f"{kind}s"]}
    if line["register"] not in REGISTERS:
        yield f"register {line['register']}"
    for name, kind in KINDS.items():
        for item in line[f"{name}s"]:
            at = f"{name} {item['id']}"
            needed = [key for key in kind.required if (name, key) not in OPEN]
            yield from (f"{at}: needs {key}" for key in needed if not item[key])
            yield from (
                f"{at}: {role} {span}"
                for role, spans in item.get("spans", {}).items()
                for span in spans
                if role not in kind.roles | {"main"}
                or not 0 <= span[0] < span[1] <= len(line["text"])
            )
            for key, allowed in kind.attributes.items():
                value = item[key]
                values = value if isinstance(value, list) else [value] if value else []
                match allowed:
                    case Words(allowed=words):
                        yield from (f"{at}: {key}={one}" for one in values if one not in words)
                    case Refers() as refers:
                        for one in values:
                            known = one in refers.words or one in line["sides"]
                            if not known and ids.get(one) not in refers.kinds:
                                yield f"{at}: {key}={one} leads nowhere"
                    case Mode():
                        known_modes = modes().get(item["type"], frozenset())
                        yield from (f"{at}: {one}" for one in values if one not in known_modes)
                    case Yes():
                        if not isinstance(value, bool):
                            yield f"{at}: {key} is no yes or no"


def test_corrections_outlast_a_reader_and_train(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read again by other weights, corrected, exported, checked, made into what a head learns."""
    desk.run("demo")
    monkeypatch.setenv("DRAGOMAN_RECORD", "demo.db")
    said = desk.json("said", "-n", "100")
    first, gone = said[0], next(one for one in said if one["article"] != said[0]["article"])
    desk.run("correct", first["article"], first["id"], "act=accuse")
    desk.run("correct", gone["article"], gone["id"], "act=praise")
    for each in {one["article"]: one for one in said}.values():
        desk.run("correct", each["article"], each["id"], "channel=letter")
    monkeypatch.setattr("dragoman.language.tag.weights_digest", lambda: "f" * 16)
    monkeypatch.setattr("dragoman.pipeline.weights_digest", lambda: "f" * 16)
    desk.run("reread")
    assert {one["state"] for one in desk.json("corrections")} == {"applied"}
    desk.run("export", "gold", "--form", "gold")
    lines = Path("gold/gold.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len({one["article"] for one in said})
    acts = set()
    for line in map(json.loads, lines):
        assert list(flaws(line)) == []
        document = document_of(line)
        found = {act for one in document for label in one.marks["act"] for act in label.split("|")}
        assert {one["act"] for one in line["statements"]} <= found
        acts |= found
    assert {"accuse", "praise"} <= acts
    line["statements"][0]["act"] = "shout"
    assert list(flaws(line)) == [f"statement {line['statements'][0]['id']}: act=shout"]
