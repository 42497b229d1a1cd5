"""The whole flow on real weights: what must hold for any report, and for the example."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import dragoman
from dragoman import Failure, Reading, Span
from dragoman.errors import DateUnreadable, InputEmpty
from dragoman.serve.doctor import check as check_installation
from dragoman.serve.json_view import to_json
from dragoman.serve.settings import Settings

EXAMPLE = Path("examples/strait_talks.txt").read_text(encoding="utf-8")
PARAGRAPHS = EXAMPLE.split("\n\n")[1:]
FORM = Draft202012Validator(json.loads(Path("docs/reading.schema.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def reading() -> Reading:
    return dragoman.read(EXAMPLE)


def spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


def check(reading: Reading) -> None:
    """What holds for every reading: spans in the text, ids in order and known, the JSON form."""
    size = len(reading.article.text)
    assert all(span.end <= size for span in spans(reading))
    for kind in ("actors", "times", "statements", "events", "meetings", "conditions", "tasks"):
        entries = getattr(reading, kind)
        letter = "k" if kind == "tasks" else kind[0]
        assert [entry.id for entry in entries] == [f"{letter}{n + 1}" for n in range(len(entries))]
    value = json.loads(to_json(reading))
    errors = list(FORM.iter_errors(value))
    assert not errors, [f"{error.json_path}: {error.message}" for error in errors]
    known = {entry["id"] for kind in value.values() if isinstance(kind, list) for entry in kind}
    named = {id for statement in reading.statements for id in statement.addressees}
    named |= {id for event in reading.events for id in (*event.actors, *event.targets)}
    named |= {id for meeting in reading.meetings for id in meeting.participants}
    named |= {event.meeting for event in reading.events if event.meeting}
    assert named <= known


def test_the_example_is_read(reading: Reading) -> None:
    check(reading)
    assert reading.article.published.day == date(2031, 5, 14)
    assert len(reading.statements) >= 5
    assert reading.meetings
    assert reading.made_by.version == dragoman.__version__


def test_many_in_order_with_failures_in_their_place(reading: Reading) -> None:
    day = date(2031, 5, 14)
    found = list(
        dragoman.read_many(
            [EXAMPLE, "", (PARAGRAPHS[1], day), ("x", "soon"), reading.article, PARAGRAPHS[1]]
        )
    )
    assert found[0] == found[4] == reading
    assert found[2] == dragoman.read(PARAGRAPHS[1], published=day)
    assert found[5] == dragoman.read(PARAGRAPHS[1])
    assert [one.error for one in found if isinstance(one, Failure)] == [
        "InputEmpty", "DateUnreadable",
    ]  # fmt: skip
    assert "report 2" in found[1].message  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_every_process_reads_the_same(reading: Reading, seed: str) -> None:
    """The order of sets changes from one process to the next; what is read must not."""
    run = subprocess.run(
        [sys.executable, "-m", "dragoman.serve.cli", "read", "--json", "examples/strait_talks.txt"],
        capture_output=True, text=True, check=True, encoding="utf-8",
        env={"PYTHONPATH": "src", "PYTHONUTF8": "1", "PYTHONHASHSEED": seed},
    )  # fmt: skip
    assert json.loads(run.stdout) == json.loads(to_json(reading))


def test_what_cannot_be_read_raises() -> None:
    with pytest.raises(InputEmpty):
        dragoman.read(" \n ")
    with pytest.raises(DateUnreadable, match="not a date: soon: "):
        dragoman.read(EXAMPLE, published="soon")


def test_title_and_day_given_stand_above_those_of_the_text() -> None:
    given_both = dragoman.read(EXAMPLE, published="2031-05-20", title="Another title")
    assert given_both.article.title == "Another title"
    assert given_both.article.published.day == date(2031, 5, 20)
    assert given_both.article.published.conflicts


def test_the_doctor_finds_all_well(tmp_path: Path) -> None:
    found = list(check_installation(Settings(record=tmp_path / "none.db")))
    assert "network answers" in [fact.told for fact in found]
    assert not [fact.told for fact in found if "missing" in fact.told]


ODD = st.sampled_from([*PARAGRAPHS, "“", "”", "—", "\u00a0", "He said he said he said.", "U.S.",
                       "\n\n", "(", "on Tuesday", "👋", "Talks?", "if", "'s", "1,000.50", "…",
                       "said", "the meeting was cancelled", "“We,” she said, “will.”"])  # fmt: skip


LONG = "The envoy of Lima said that talks on ferries would , if rain fell , go on and " * 180
HARD = [
    "x", "“", "\n", "\n\n\n", "👋", "\u200b", "a\u0000b", "\u2028", "((((", "...", "123 456",
    "«»“”", "a" * 5000, "he " * 600, "“" * 300, '"a" ' * 200, "\ufeffRain fell.", "said " * 50,
    LONG + ".", LONG.upper(), "– ‘ ’ ; : ! ?", "Mr. Mr. Mr.", "\x85Rain\u2029fell.",
]  # fmt: skip


@pytest.mark.parametrize("text", HARD, ids=[f"{n} {text[:9]!a}" for n, text in enumerate(HARD)])
def test_a_hard_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_any_characters_are_read_or_refused(text: str) -> None:
    read_or_refused(text)


@settings(max_examples=30, deadline=None)
@given(st.lists(ODD, min_size=1, max_size=6).map(" ".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refused(text)


def read_or_refused(text: str) -> None:
    for found in dragoman.read_many([(text, "2031-05-14")]):
        if isinstance(found, Reading):
            check(found)
        else:
            assert found.error in ("InputEmpty", "InputBinary", "NoReport")
