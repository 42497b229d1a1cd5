"""Words that nobody should type as a correction: refused with a clear word, or harmless."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dragoman.errors import UsageError
from dragoman.processes.board import board
from dragoman.processes.link import link
from dragoman.processes.naming import countries
from dragoman.record.corrections import Judgement, corrected
from dragoman.record.query import Query
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.profiles.crosswalk import code_of
from dragoman.serve.record_correct import Held, judgements, tried
from dragoman.serve.web.doubts import doubts
from tests.serve.test_record_cli import Desk
from tests.serve.test_record_cli import desk as desk
from tests.serve.test_record_cli import full as full

VALUES = [
    "", " ", "none", ".", "a1", "a1,a2", "a2,a2", "m1", "m1.1", "s1", "t1", "outlet", ",", "0:5",
    "5:5", "99:2", "summit", "2030-03-04", "2030-03-05/2030-03-04", "0001-01-01", "9999-12-31",
    "NOR", "XXX", "true", "1.5", "nan", "-1", "\x00", "\u202e", "\ud800", "GOV", "call", "letter",
    "=", "a" * 5000,
]  # fmt: skip
SCHEMA = Draft202012Validator(json.loads(Path("docs/reading.schema.json").read_text("utf-8")))
LISTS = ("statements", "events", "meetings", "conditions", "tasks", "actors")


def test_whatever_is_held_of_a_field_makes_a_reading_or_is_refused(full: Desk) -> None:
    told: Counter[str] = Counter()
    with Query(full.folder / "dragoman.db", settled) as query:
        documents = [query.shown(id).document for id in query.ids()]
    for document in documents:
        for entry in _entries(document):
            ways = [Held(entry["id"], (f"{name}={value}",)) for name in entry for value in VALUES]
            ways += [Held(entry["id"], merge=other) for other in ("a1", "m1", "s1", "m1.1", "zz")]
            ways += [Held(entry["id"], split=(words,)) for words in ("summit", "", "a1")]
            for held in ways:
                told.update([_outcome(document, held)])
    assert told["refused"] > 1000 and told["taken"] > 300


def _entries(document: Any) -> list[Any]:
    found = [entry for name in LISTS for entry in document[name][:2]]
    return found + [claim for one in document["meetings"][:2] for claim in one["states"][:1]]


def _outcome(document: Any, held: Held) -> str:
    try:
        made = [Judgement(kind, "desk", body) for kind, body in judgements(document, held)]
        tried(document, made)
    except UsageError:
        return "refused"
    shown = corrected(document, made, settled).document
    assert not list(SCHEMA.iter_errors(shown)), held
    ids = {actor["id"] for actor in shown["actors"]} | countries().keys() | {"outlet"}
    assert {claim["side"] for one in shown["meetings"] for claim in one["states"]} <= ids, held
    assert all(actor["speaks_for"] != actor["id"] for actor in shown["actors"]), held
    list(doubts(shown))
    reading = from_dict(shown)
    for process in link([reading]):
        board(process)
    return "taken"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["a1", "name="], "has no word"),
        (["a1", "name= "], "has no word"),
        (["a1", "name=none"], "is without it"),
        (["m1.1", "state=none"], "is without it"),
        (["m1.1", "evidence=none"], "is without it"),
        (["s1", "when=9998-12-31"], "years 1000 to 9000"),
        (["s1", "when=2031-05-02/2031-05-01"], "no run of days"),
        (["m1.1", "hedged=perhaps"], "there are yes, no"),
        (["m1", "--merge", "s1"], "is a statement, and m1 a meeting"),
        (["m1.1", "side=NOR"], "no field of kind"),
        (["m1.1", "asserter=m1"], "is of kind meeting, and not actor"),
        (["s1", "speaker=outlet"], "no entry outlet"),
        (["m1", "participants=a1,t1"], "t1: is of kind time, and not actor"),
        (["s1", "certainty=0.5"], "no field of kind"),
        (["a1", "country=banana"], "there are"),
        (["a1", "speaks_for=a1"], "nobody speaks for himself"),
        (["t1", "value=none"], "is without it"),
        (["t1", "value=banana"], "no value of TIMEX3"),
        (["t1", "mod=banana"], "there are BEFORE"),
        (["t1", "anchor=banana"], "there are publication"),
        (["s1", "act=deny", "act=say"], "told more than once"),
        (["s1", "act=deny", "channel=banana"], "there are"),
        (["s1", "act=deny", "polarity=affirmed", "certainty=1"], "no field of kind"),
        ([], "nothing is held"),
        (["title="], "has no word"),
        (["source= "], "has no word"),
        (["published=9999-12-31"], "9999-12-31"),
    ],
)
def test_what_is_refused_is_told_and_the_board_stands(
    full: Desk, words: list[str], why: str
) -> None:
    (found,) = [row["id"] for row in full.json("search", "talks") if "Talks" in row["title"]]
    full.run("correct", found, *words, code=2)
    assert why in full.told
    full.run("board")
    assert full.json("corrections") == []


def test_a_side_follows_whoever_asserts(full: Desk) -> None:
    """So that `show` and `board` tell one side of a claim."""
    with Query(full.folder / "dragoman.db", settled) as query:
        documents = [query.shown(id).document for id in query.ids()]
    seen = 0
    for document in documents:
        assert settled(document) == document
        for meeting in document["meetings"]:
            for claim in meeting["states"]:
                for actor in document["actors"]:
                    if actor["country"] and actor["id"] != claim["asserter"]:
                        held = Held(claim["id"], (f"asserter={actor['id']}",))
                        shown = _after(document, held)
                        (now,) = [
                            one for other in shown["meetings"] for one in other["states"]
                            if one["id"] == claim["id"]
                        ]  # fmt: skip
                        assert now["side"] == actor["country"]
                        seen += 1
    assert seen > 3


def _after(document: Any, held: Held) -> Any:
    made = [Judgement(kind, "desk", body) for kind, body in judgements(document, held)]
    return corrected(document, made, settled).document


def test_the_mode_and_code_of_an_event_are_those_of_its_type(full: Desk) -> None:
    """Whichever is corrected, alone or together; what is undone is as it was."""
    with Query(full.folder / "dragoman.db", settled) as query:
        document = next(
            found for found in (query.shown(id).document for id in query.ids()) if found["events"]
        )
    event = document["events"][0]
    told = {"type", "mode", "cameo"}

    def after(*fields: str) -> dict[str, Any]:
        (found,) = [e for e in _after(document, Held(event["id"], fields))["events"]
                    if e["id"] == event["id"]]  # fmt: skip
        return {name: found[name] for name in sorted(told)}

    assert event["type"] != "ASSAULT"
    plain = {"cameo": code_of("ASSAULT"), "mode": None, "type": "ASSAULT"}
    assert after("type=ASSAULT") == plain
    together = after("mode=aerial", "type=ASSAULT")
    assert together == {"cameo": code_of("ASSAULT", "aerial"), "mode": "aerial",
                        "type": "ASSAULT"}  # fmt: skip
    assert after("cameo=193", "type=ASSAULT")["cameo"] == "193"
    with pytest.raises(UsageError, match="there are"):
        after("mode=aerial", "type=CONSULT")
