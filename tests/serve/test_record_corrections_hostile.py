"""Words that nobody should type as a correction: refused with a clear word, or harmless."""

from collections import Counter
from typing import Any

import pytest

from dragoman.errors import UsageError
from dragoman.processes.board import board
from dragoman.processes.link import link
from dragoman.record.corrections import Judgement, corrected
from dragoman.record.query import Query
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.record_correct import Held, judgements, tried
from tests.serve.test_record_cli import Desk
from tests.serve.test_record_cli import desk as desk
from tests.serve.test_record_cli import full as full

VALUES = [
    "", " ", "none", ".", "a1", "a1,a2", "a2,a2", "m1", "m1.1", "s1", "t1", "outlet", ",", "0:5",
    "5:5", "99:2", "summit", "2030-03-04", "2030-03-05/2030-03-04", "0001-01-01", "9999-12-31",
    "NOR", "XXX", "true", "1.5", "nan", "-1", "\x00", "\u202e", "\ud800", "GOV", "call", "letter",
    "=", "a" * 5000,
]  # fmt: skip
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
        for one in made:
            tried(document, one)
    except UsageError:
        return "refused"
    reading = from_dict(corrected(document, made, settled).document)
    for process in link([reading]):
        board(process)
    return "taken"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["a1", "name="], "has no word"),
        (["a1", "name= "], "has no word"),
        (["a1", "name=none"], "cannot be without it"),
        (["m1.1", "state=none"], "cannot be without it"),
        (["m1.1", "evidence=none"], "cannot be without it"),
        (["s1", "when=9998-12-31"], "years 1000 to 9000"),
        (["s1", "when=2031-05-02/2031-05-01"], "no run of days"),
        (["m1.1", "hedged=perhaps"], "there are yes, no"),
        (["m1", "--merge", "s1"], "is a statement, and m1 a meeting"),
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
