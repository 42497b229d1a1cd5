"""The golden reports: each annotation is whole, points into its own report, and is consistent."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    DateHow,
    EventStatus,
    EventType,
    Form,
    MeetingKind,
    MeetingState,
    Polarity,
    TimeType,
)

GOLDEN = Path(__file__).parents[2] / "evals" / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))
OUTLET = "outlet"
PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "}
)
KEYS = {
    *("report", "half", "topic", "style", "source", "published", "article", "actors", "times"),
    *("statements", "meetings", "conditions", "tasks", "events", "must_not"),
}
VOCABULARIES = {
    **dict.fromkeys(("state", "state_also", "denies"), MeetingState),
    **dict.fromkeys(("act", "act_also"), Act),
    **dict.fromkeys(("form", "form_also"), Form),
    **dict.fromkeys(("channel", "channel_also"), Channel),
    **dict.fromkeys(("status", "status_also"), EventStatus),
    "polarity": Polarity,
    **dict.fromkeys(("date_how", "date_how_also"), DateHow),
}
WHO = (
    *("speaker", "speaker_also", "asserter", "asserter_also", "relayed_by", "speaks_for"),
    *("participants", "actor", "target", "set_by", "charged_by", "charged"),
)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(PLAIN)).strip()


def report(name: str) -> str:
    return plain((GOLDEN / f"{name}.txt").read_text(encoding="utf-8"))


def gold(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return read


def entries(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the annotation, itself included, at any depth."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from entries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from entries(inner)


def several(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def families(states: Any) -> frozenset[str]:
    return frozenset(MeetingState(state).family.value for state in several(states))


def test_files_pair_up() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.txt")) == NAMES
    halves = Counter(gold(name)["half"] for name in NAMES)
    assert set(halves) == {"dev", "held"}
    assert halves.total() >= 12
    # Reports that are scored and never looked at are not taken into the other half later.
    assert halves["held"] >= 5


@pytest.mark.parametrize("name", NAMES)
def test_it_is_whole_and_of_the_length_agreed(name: str) -> None:
    read = gold(name)
    assert set(read) == KEYS
    assert read["report"] == f"{name}.txt"
    assert read["article"]["published"] == read["published"]
    assert 250 <= len(report(name).split()) <= 480
    for kind in ("actors", "times", "statements", "meetings", "events", "must_not"):
        assert read[kind], kind


@pytest.mark.parametrize("name", NAMES)
def test_every_anchor_is_in_the_report_once(name: str) -> None:
    text = report(name)
    read = gold(name)
    found = {
        entry["anchor"]: text.count(plain(entry["anchor"]))
        for entry in entries(read)
        if "anchor" in entry
    }
    assert {anchor: n for anchor, n in found.items() if n != 1} == {}
    article = read["article"]
    assert plain(article["title_anchor"]) in text
    assert text.count(plain(article["body_starts_with"])) == 1
    assert all(plain(piece) in text for piece in article["furniture"])
    assert all(
        plain(time["text"]) in plain(time["anchor"]) for time in read["times"] if "text" in time
    )


@pytest.mark.parametrize("name", NAMES)
def test_cues_and_quoted_words_are_printed(name: str) -> None:
    text = report(name)
    for statement in gold(name)["statements"]:
        for key in ("cue", "scare_quote", "platform"):
            assert plain(statement.get(key) or "") in text, statement


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_closed_vocabularies_is_one(name: str) -> None:
    read = gold(name)
    for entry in entries(read):
        for key, vocabulary in VOCABULARIES.items():
            for value in several(entry.get(key)):
                assert vocabulary(value)
    kinds = [k for a in read["actors"] for k in (a["kind"], *several(a.get("kind_also")))]
    assert all(ActorKind(value) for value in kinds)
    assert all(MeetingKind(meeting["kind"]) for meeting in read["meetings"])
    types = [t for e in read["events"] for t in (e["type"], *several(e.get("type_also")))]
    assert all(EventType(value) for value in types)
    assert all(TimeType(time.get("type", "date").upper()) for time in read["times"])


@pytest.mark.parametrize("name", NAMES)
def test_everyone_named_is_an_actor(name: str) -> None:
    read = gold(name)
    actors = [actor["name"] for actor in read["actors"]]
    assert len(actors) == len(set(actors))
    known = {*actors, OUTLET}
    for entry in entries(read):
        named = [who for key in WHO for who in several(entry.get(key))]
        named += [who for who in several(entry.get("addressee")) if not who.islower()]
        assert set(named) <= known, entry
    text = report(name)
    assert [actor for actor in actors if plain(actor) not in text] == []
    for actor in read["actors"]:
        assert actor["country"] is None or re.fullmatch("[A-Z]{3}", actor["country"])


@pytest.mark.parametrize("name", NAMES)
def test_dates_are_days_or_half_open_intervals(name: str) -> None:
    for entry in entries(gold(name)):
        for key in ("date", "planned_date", "published"):
            check_date(entry.get(key))
        assert ("date" in entry) == ("date_how" in entry) or "time" in entry, entry
    for time in gold(name)["times"]:
        if time.get("type") == "duration":
            assert re.fullmatch(r"P(T)?[\dX.]+[YMWDH]", time["value"])
        elif time.get("type") != "set":
            check_date(time["value"])


def check_date(value: Any) -> None:
    days = [date.fromisoformat(day) for day in several(value)]
    if isinstance(value, list):
        assert len(days) == 2
        assert days[0] < days[1]


@pytest.mark.parametrize("name", NAMES)
def test_meetings_are_consistent(name: str) -> None:
    read = gold(name)
    ids = [meeting["id"] for meeting in read["meetings"]]
    assert len(ids) == len(set(ids))
    for entry in entries({k: read[k] for k in ("conditions", "tasks", "events")}):
        assert {v for v in (entry.get("for"), entry.get("meeting")) if v} <= set(ids), entry
    for meeting in read["meetings"]:
        claims = {(claim["side"], claim["state"]) for claim in meeting["states"]}
        latest = meeting.get("latest_by_side", {})
        assert {(side, s) for side, states in latest.items() for s in several(states)} <= claims
        if "contested" in meeting:
            differ = len({families(states) for states in latest.values()}) > 1
            assert meeting["contested"] == differ, meeting["id"]


@pytest.mark.parametrize("name", NAMES)
def test_all_its_world_is_invented_or_neutral(name: str) -> None:
    """None of the founding report's states takes part: no rule made for it can score here."""
    countries = {actor["country"] for actor in gold(name)["actors"]}
    assert not countries & {"RUS", "USA", "UKR", "HUN"}
