"""Doubtful entries are walked by keys: accepted, fixed, refused, undone."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from dragoman.record import schema
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve import cli
from dragoman.serve.json_load import settled
from dragoman.serve.review import Review
from dragoman.serve.review_queue import queue
from dragoman.serve.review_screen import application, lines, piped, wrapped
from tests.record.hand import first, second


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    schema.create(path).close()
    with Store(path, settled) as store:
        store.save(_weighed(first()))
    return path


def _weighed(document: dict[str, Any]) -> dict[str, Any]:
    """As if the reader told of all but the conditions and tasks how certain they are."""
    chances = iter((0.35, 0.2, 0.9, 0.5, 0.6, 0.7, 0.8))
    claims = [one for meeting in document["meetings"] for one in meeting["states"]]
    for one in (*claims, *document["statements"], *document["events"]):
        one["certainty"] = next(chances)
    return document


@pytest.fixture
def review(path: Path) -> Iterator[Review]:
    with Query(path, settled) as query, Store(path, settled) as store:
        yield Review(query, store, "desk", queue(query, 9))


def held(path: Path) -> list[tuple[str, str | None, Any]]:
    """Kind, field and value of what stands, in order."""
    with Query(path, settled) as query:
        found = [o.judgement for o in query.shown(first()["article"]["id"]).outcomes
                 if o.state == "applied"]  # fmt: skip
    return [(one.kind, one.body.get("field"), one.body.get("value")) for one in found]


def press(review: Review, keys: str) -> None:
    for key in keys:
        review.press(key)


def test_the_least_certain_come_first_with_their_words(review: Review) -> None:
    assert [doubt.entry for doubt in review.queue][:2] == ["m1.2", "m1.1"]
    certain = [doubt.certainty for doubt in review.queue]
    told = [one for one in certain if one is not None]
    assert told == sorted(told)
    # entries without one come last
    assert certain[len(told) :] == [None] * 2
    assert {"statement", "event", "condition", "task"} <= {doubt.kind for doubt in review.queue}
    view = review.view()
    head = f"1 of {len(certain)} · Lakeland Courier, 14 May 2031 · Harbour Talks in Doubt"
    assert view.head[0] == head
    assert view.head[1].startswith("state m1.2: 20% certain; ")
    assert view.text[1] == "called off"


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("a", [("field", "state", "cancelled")]),
        ("r", [("wrong", None, None)]),
        ("f1possible\n", [("field", "state", "possible")]),
        ("f1posx\x7fsible\n", [("field", "state", "possible")]),
        ("f1 nothing\n\x1b", []),
        ("f\x1bn p", []),
        ("au", []),
        ("auua", [("field", "state", "cancelled")]),
        ("ar", [("field", "state", "cancelled"), ("wrong", None, None)]),
    ],
)
def test_keys_judge(path: Path, review: Review, keys: str, found: list[Any]) -> None:
    press(review, keys)
    assert held(path) == found


def test_a_key_judges_what_is_on_the_screen_whatever_was_read_meanwhile(
    path: Path, review: Review
) -> None:
    """Another reader numbers the entries otherwise, or has them no more."""
    looked_at = review.queue[0]
    anew = first()
    (meeting,) = anew["meetings"]
    words = [one["evidence"]["text"] for one in meeting["states"]]
    meeting["states"].reverse()
    for number, one in enumerate(meeting["states"], 1):
        one["id"] = f"m1.{number}"
    meeting["latest"] = {}
    with Store(path, settled) as store:
        store.save({**anew, "made_by": {"version": "9.9.9", "weights": "other"}})
    press(review, "r")
    with Query(path, settled) as query:
        left = query.shown(looked_at.report).document["meetings"][0]["states"]
        words.remove(looked_at.told["evidence"]["text"])
        assert [one["evidence"]["text"] for one in left] == words[::-1]
    gone = {**first(), "meetings": [], "made_by": {"version": "9.9.10", "weights": "other"}}
    with Store(path, settled) as store:
        store.save({**gone, "conditions": [], "tasks": [], "events": []})
    review.press("r")
    assert "was read anew meanwhile" in review.view().foot[-1]


def test_what_does_not_fit_is_told_and_may_be_typed_again(path: Path, review: Review) -> None:
    press(review, "f1fine\n")
    assert "there are proposed" in review.view().foot[-1] and held(path) == []
    press(review, "\x7f" * 4 + "held\n")
    assert held(path) == [("field", "state", "held")]
    assert review.summary() == "1 fixed"


def test_an_undo_goes_back_and_the_queue_ends(review: Review) -> None:
    end = len(review.queue)
    press(review, "a" * end)
    assert review.summary() == f"{end} accepted", "an entry of every kind can be accepted"
    assert review.at == end - 1 and "the last one" in review.view().foot[-1]
    press(review, "u" * end)
    assert review.at == 0 and review.summary() == "nothing is held"
    press(review, "u")
    assert review.view().foot[-1] == "nothing to undo"
    press(review, "q")
    assert review.over


def test_what_was_judged_is_not_asked_again_nor_by_a_later_reader(
    path: Path, review: Review
) -> None:
    press(review, "a")
    with Query(path, settled) as query:
        assert next(doubt.entry for doubt in queue(query, 9)) == "m1.1"
    with Store(path, settled) as store:
        store.save(second())
    assert held(path) == [("field", "state", "cancelled")]
    with Query(path, settled) as query:
        assert "m1.2" not in {doubt.entry for doubt in queue(query, 9)}


def test_a_pipe_of_keys_is_shown_what_they_do(review: Review) -> None:
    out = io.StringIO()
    piped(review, io.StringIO("a\nq\n"), out)
    told = out.getvalue()
    assert "⟦would open⟧" in told and "⟦called off⟧" in told
    assert "correction 1" in told
    assert review.over


def test_the_screen_takes_the_same_keys(path: Path, review: Review) -> None:
    with create_pipe_input() as keys:
        keys.send_text("f1possible\rq")
        application(review, input=keys, output=DummyOutput()).run()
    assert held(path) == [("field", "state", "possible")]
    assert "called off" not in lines(review.view())[2].split("⟦")[1].split("⟧")[0]


def test_a_text_is_wrapped_at_its_spaces() -> None:
    assert wrapped(("Ana Vell sa", "id so", " at\nonce today"), 9) == (
        "Ana Vell\nsa",
        "id so",
        "\nat\nonce\ntoday",
    )
    assert wrapped(("", "endlessly", ""), 3) == ("", "endlessly", "")


def test_the_command(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("r\nu\na\n"))
    monkeypatch.setattr(sys, "argv", ["dragoman", "review", "-r", str(path), "--author", "desk"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 0
    assert capsys.readouterr().err == "1 accepted\n"
    assert held(path) == [("field", "state", "cancelled")]
