"""The JSON value of a reading → the `Reading` that it was made from.

A mention's token stands in no JSON and does not come back (-1). Readings made before entries had a
certainty come without.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from dragoman.meaning.cast import side_of
from dragoman.meaning.standing import contested, latest_by_side
from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    ConditionKind,
    DateHow,
    EventStatus,
    EventType,
    Form,
    Grain,
    MeetingKind,
    MeetingState,
    MentionKind,
    Polarity,
    TimeType,
)
from dragoman.serve.profiles.crosswalk import code_of, modes_of
from dragoman.spans import Span, Text
from dragoman.types import (
    Actor,
    Article,
    Attribution,
    Condition,
    Event,
    Furniture,
    Interval,
    MadeBy,
    Meeting,
    Mention,
    Place,
    Published,
    Reading,
    StateClaim,
    Statement,
    Task,
    Time,
    When,
)

Json = dict[str, Any]
_T = TypeVar("_T")


def from_dict(value: Json) -> Reading:
    """A value of docs/reading.schema.json → its reading; ``to_dict`` of it gives the value back."""
    return Reading(
        article=_article(value["article"]),
        made_by=MadeBy(value["made_by"]["version"], value["made_by"]["weights"]),
        actors=_each(_actor, value["actors"]),
        times=_each(_time, value["times"]),
        attributions=_each(_attribution, value["attributions"]),
        statements=_each(_statement, value["statements"]),
        events=_each(_event, value["events"]),
        meetings=_each(_meeting, value["meetings"]),
        conditions=_each(_condition, value["conditions"]),
        tasks=_each(_task, value["tasks"]),
    )


def settled(value: Json) -> Json:
    """The value with all made anew that hangs on other fields: sides, families, latest …"""
    actors = [
        {**one, "speaks_for": None if one["speaks_for"] == one["id"] else one["speaks_for"]}
        for one in value["actors"]
    ]
    known = {one["id"]: _actor(one) for one in actors}
    meetings = [_settled(meeting, known) for meeting in value["meetings"]]
    events = [one if one["cameo"] is not None else _coded(one) for one in value["events"]]
    return {**value, "actors": actors, "meetings": meetings, "events": events}


def _coded(event: Json) -> Json:
    """An event of another type or mode → with the mode that its type has and the code of both."""
    mode = event["mode"] if event["mode"] in modes_of(event["type"]) else None
    return {**event, "mode": mode, "cameo": code_of(event["type"], mode or "")}


def _settled(meeting: Json, actors: dict[str, Actor]) -> Json:
    states = [{**one, "side": side_of(actors, one["asserter"])} for one in meeting["states"]]
    claims = _each(_claim, states)
    # By identity: two claims may be equal in all but their ids.
    ids = {id(claim): one["id"] for claim, one in zip(claims, states, strict=True)}
    latest = latest_by_side(claims)
    return {
        **meeting,
        "states": [
            {**one, "family": claim.state.family} for claim, one in zip(claims, states, strict=True)
        ],
        "latest": {side: [ids[id(claim)] for claim in those] for side, those in latest.items()},
        "contested": contested(claims),
    }


def _each(make: Callable[[Any], _T], values: list[Any]) -> tuple[_T, ...]:
    return tuple(make(value) for value in values)


def published_from(found: Json) -> Published:
    """An article's field `published`."""
    return Published(_moment(found["day"]), found["how"], tuple(found["conflicts"]))


def _article(found: Json) -> Article:
    return Article(
        id=found["id"],
        title=found["title"],
        text=Text(found["text"]),
        published=published_from(found["published"]),
        source=found["source"],
        url=found["url"],
        wire=found["wire"],
        place=found["place"],
        language=found["language"],
        furniture=tuple(Furniture(one["kind"], one["text"]) for one in found["furniture"]),
    )


def _actor(found: Json) -> Actor:
    return Actor(
        found["id"],
        found["name"],
        ActorKind(found["kind"]),
        tuple(
            Mention(_sure(one["span"]), MentionKind(one["kind"]), -1) for one in found["mentions"]
        ),
        found["role"],
        found["country"],
        found["sector"],
        found["speaks_for"],
    )


def _time(found: Json) -> Time:
    return Time(
        found["id"],
        _sure(found["span"]),
        TimeType(found["type"]),
        found["value"],
        found["mod"],
        _interval(found["interval"]),
        found["anchor"],
        _interval(found["other"]),
    )


def _attribution(found: Json) -> Attribution:
    return Attribution(
        found["id"], _span(found["source"]), _sure(found["cue"]), _each(_sure, found["content"])
    )


def _statement(found: Json) -> Statement:
    return Statement(
        id=found["id"],
        speaker=found["speaker"],
        source=_span(found["source"]),
        cue=_span(found["cue"]),
        content=_each(_sure, found["content"]),
        form=Form(found["form"]),
        act=Act(found["act"]),
        polarity=Polarity(found["polarity"]),
        channel=Channel(found["channel"]),
        platform=found["platform"],
        addressees=tuple(found["addressees"]),
        addressee=_span(found["addressee"]),
        relays=tuple(found["relays"]),
        place=_span(found["place"]),
        setting=_span(found["setting"]),
        scare_quotes=_each(_sure, found["scare_quotes"]),
        when=_when(found["when"]),
        certainty=found.get("certainty"),
    )


def _event(found: Json) -> Event:
    return Event(
        id=found["id"],
        type=EventType(found["type"]),
        mode=found["mode"],
        cameo=found["cameo"],
        status=EventStatus(found["status"]),
        actors=tuple(found["actors"]),
        targets=tuple(found["targets"]),
        trigger=_sure(found["trigger"]),
        evidence=_sure(found["evidence"]),
        asserter=found["asserter"],
        statement=found["statement"],
        relays=tuple(found["relays"]),
        condition=_span(found["condition"]),
        meeting=found["meeting"],
        place=_span(found["place"]),
        when=_when(found["when"]),
        location=_location(found.get("location")),
        certainty=found.get("certainty"),
    )


def _location(found: Json | None) -> Place | None:
    """None also for a reading stored before places were located."""
    return None if found is None else Place(**found)


def _meeting(found: Json) -> Meeting:
    return Meeting(
        id=found["id"],
        kind=MeetingKind(found["kind"]),
        participants=tuple(found["participants"]),
        mentions=_each(_sure, found["mentions"]),
        name=found["name"],
        place=_span(found["place"]),
        planned=_when(found["planned"]),
        states=_each(_claim, found["states"]),
    )


def _claim(found: Json) -> StateClaim:
    return StateClaim(
        state=MeetingState(found["state"]),
        asserter=found["asserter"],
        side=found["side"],
        evidence=_sure(found["evidence"]),
        when=_when(found["when"]),
        hedged=found["hedged"],
        denies=MeetingState(found["denies"]) if found["denies"] else None,
        statement=found["statement"],
        certainty=found.get("certainty"),
    )


def _condition(found: Json) -> Condition:
    return Condition(
        found["id"],
        found["set_by"],
        _sure(found["span"]),
        found["target"],
        found["statement"],
        found.get("certainty"),
        ConditionKind(found["kind"]) if found.get("kind") else None,
    )


def _task(found: Json) -> Task:
    return Task(
        found["id"],
        tuple(found["charged_by"]),
        tuple(found["charged"]),
        _sure(found["span"]),
        found["asserter"],
        found["target"],
        found.get("certainty"),
    )


def _span(found: Json | None) -> Span | None:
    return None if found is None else _sure(found)


def _sure(found: Json) -> Span:
    return Span(found["start"], found["end"])


def _when(found: Json) -> When:
    return When(DateHow(found["how"]), _interval(found["interval"]), found["time"])


def _interval(found: Json | None) -> Interval | None:
    if found is None:
        return None
    start, end = _moment(found["start"]), _moment(found["end"])
    if start is None or end is None:
        raise ValueError(f"interval: {found}: has no start or end")
    return Interval(start, end, Grain(found["grain"]))


def _moment(found: str | None) -> date | None:
    """An ISO day, or a moment where it tells a time of the day."""
    if found is None:
        return None
    return datetime.fromisoformat(found) if "T" in found else date.fromisoformat(found)
