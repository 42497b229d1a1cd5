"""Judging a reading: the right one has no errors, and no slip of the reader goes unseen."""

import copy
from dataclasses import replace
from typing import Any

import pytest

from dragoman.ontology import Act, EventStatus, Form, MeetingState
from dragoman.spans import cover
from dragoman.types import OUTLET, UNDATED, Reading
from evals.judge import judge
from evals.who import Who
from tests.evals.hand import EVENTS, GOLD, MEETINGS, STATEMENTS, day, reading, span


def errors(found: Reading, gold: dict[str, Any] = GOLD) -> list[str]:
    return judge("report", gold, found).errors


def f1(found: Reading, kind: str, gold: dict[str, Any] = GOLD) -> tuple[int, int, int]:
    count = judge("report", gold, found).counts[kind]
    return count.tp, count.fp, count.fn


def test_the_right_reading_has_no_errors() -> None:
    assert errors(reading()) == []
    judgement = judge("report", GOLD, reading())
    assert all(c.fp == c.fn == 0 for c in judgement.counts.values())
    assert judgement.measures()["states.f1"] == 1
    assert judgement.measures()["meetings.contested"] == 1


def test_another_speaker_is_both_missing_and_extra() -> None:
    wrong = replace(STATEMENTS[0], speaker="a4")
    assert f1(reading(statements=(wrong, STATEMENTS[1])), "statements") == (1, 1, 1)


def test_a_content_without_the_anchor_does_not_count() -> None:
    short = replace(STATEMENTS[0], content=(span("the talks with Peru"),))
    assert f1(reading(statements=(short, STATEMENTS[1])), "statements") == (1, 1, 1)


def test_a_second_statement_for_the_same_gold_is_extra() -> None:
    twice = replace(STATEMENTS[0], id="s3", content=(span("“are set for May.”"),))
    assert f1(reading(statements=(*STATEMENTS, twice)), "statements") == (2, 1, 0)


def test_one_statement_over_everything_is_found_once() -> None:
    whole = cover(content for one in STATEMENTS for content in one.content)
    wide = replace(STATEMENTS[0], content=(whole,))
    assert f1(reading(statements=(wide,)), "statements") == (1, 0, 1)


def test_an_anchor_that_only_locates_may_begin_with_the_cue() -> None:
    gold = copy.deepcopy(GOLD)
    gold["statements"][1]["anchor"] = "denied that any date"
    assert f1(reading(), "statements", gold) == (1, 1, 1)
    gold["statements"][1]["anchor_locates"] = True
    assert f1(reading(), "statements", gold) == (2, 0, 0)
    gold["statements"][1]["anchor"] = "counterpart, denied that"
    assert f1(reading(), "statements", gold) == (1, 1, 1)


def test_optional_gold_counts_neither_way() -> None:
    gold = copy.deepcopy(GOLD)
    gold["statements"][1]["optional"] = True
    assert f1(reading(), "statements", gold) == (1, 0, 0)
    assert f1(reading(statements=STATEMENTS[:1]), "statements", gold) == (1, 0, 0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"form": Form.DIRECT}, "wrong statements.form"),
        ({"act": Act.WARN}, "wrong statements.act"),
        ({"cue": span("denied")}, "wrong statements.cue"),
        ({"when": day("2031-05-07")}, "wrong statements.date"),
        ({"when": UNDATED}, "wrong statements.date"),
        ({"relays": ("a4",)}, "wrong statements.relayed_by"),
    ],
)
def test_every_field_of_a_statement_is_judged(change: dict[str, Any], told: str) -> None:
    found = errors(reading(statements=(replace(STATEMENTS[0], **change), STATEMENTS[1])))
    assert len(found) == 1
    assert told in found[0]


def states(*claims: Any) -> Reading:
    return reading(meetings=(replace(MEETINGS[0], states=claims),))


def test_a_state_needs_its_asserter_and_its_very_name() -> None:
    first, second = MEETINGS[0].states
    assert f1(states(replace(first, asserter=OUTLET), second), "states") == (1, 1, 1)
    near = replace(first, state=MeetingState.EXPECTED)
    assert f1(states(near, second), "states") == (1, 1, 1)
    assert f1(states(near, second), "states.family") == (2, 0, 0)
    assert f1(states(first, replace(first, evidence=span("the talks")), second), "states") == (
        2, 0, 0,
    )  # fmt: skip
    assert "wrong meetings.contested" in " ".join(errors(states(first)))


def test_a_state_counts_only_in_its_own_meeting() -> None:
    strange = replace(MEETINGS[0], participants=("a5",))
    found = reading(meetings=(strange,))
    assert f1(found, "meetings") == (0, 1, 1)
    assert f1(found, "states") == (0, 2, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"status": EventStatus.PLANNED},
        {"actors": ("a3",)},
        {"targets": ()},
        {"trigger": span("denied"), "evidence": span("denied that any date")},
    ],
)
def test_an_event_needs_type_actor_target_status_and_words(change: dict[str, Any]) -> None:
    assert f1(reading(events=(replace(EVENTS[0], **change),)), "events") == (0, 1, 1)


def test_gold_may_accept_several_values() -> None:
    gold = copy.deepcopy(GOLD)
    gold["events"][0]["status_also"] = ["planned"]
    planned = replace(EVENTS[0], status=EventStatus.PLANNED)
    assert f1(reading(events=(planned,)), "events", gold) == (1, 0, 0)


def test_an_actor_is_not_another_of_the_same_country() -> None:
    wrong = replace(EVENTS[0], actors=("a2",))
    assert f1(reading(events=(wrong,)), "events") == (0, 1, 1)


@pytest.mark.parametrize(
    ("gold", "same"),
    [
        ("Chile", True),
        ("Chilean government", True),
        ("the government of Chile", True),
        ("Santiago", True),
        ("Peru", False),
        ("Chilean envoy", False),
    ],
)
def test_a_country_its_government_and_its_seat_act_as_one(gold: str, same: bool) -> None:
    who = Who({}, [gold], reading())
    assert who.same(gold, "a1") is same
