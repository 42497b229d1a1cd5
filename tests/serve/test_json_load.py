"""JSON → the reading that it was made from."""

import dataclasses
import json
from dataclasses import replace

import dragoman
from dragoman.ontology import ConditionKind
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.json_view import to_dict
from dragoman.types import Place, Reading


def test_a_reading_comes_back(reading: Reading, bare: Reading) -> None:
    for one in (reading, bare):
        value = json.loads(json.dumps(to_dict(one)))
        assert to_dict(from_dict(value)) == to_dict(one)
        assert settled(value) == value
    assert from_dict(to_dict(bare)) == bare


def test_all_but_the_tokens_of_mentions_comes_back(reading: Reading) -> None:
    actors = tuple(
        dataclasses.replace(
            actor,
            mentions=tuple(dataclasses.replace(one, head=-1) for one in actor.mentions),
        )
        for actor in reading.actors
    )
    assert from_dict(to_dict(reading)) == dataclasses.replace(reading, actors=actors)


def test_the_other_day_of_a_time_comes_back() -> None:
    told = dragoman.read("The talks failed, she said Friday.", published="2031-05-15")
    (time,) = told.times
    assert time.other is not None
    assert from_dict(to_dict(told)).times == told.times


def test_a_reading_stored_before_places_were_located_is_read(reading: Reading) -> None:
    value = to_dict(reading)
    for event in value["events"]:
        del event["location"]
    assert value["events"]
    assert all(event.location is None for event in from_dict(value).events)


def test_a_reading_stored_before_entries_had_a_certainty_is_read(reading: Reading) -> None:
    value = to_dict(reading)
    claims = [claim for meeting in value["meetings"] for claim in meeting["states"]]
    kinds = ("statements", "events", "conditions", "tasks")
    entries = [*claims, *(one for kind in kinds for one in value[kind])]
    for number, one in enumerate(entries):
        one["certainty"] = number / 100
    again = to_dict(from_dict(value))
    assert again == value
    for one in entries:
        del one["certainty"]
    assert {kind for kind in kinds if value[kind]} == set(kinds) and claims
    old = from_dict(value)
    assert {one.certainty for kind in kinds for one in getattr(old, kind)} == {None}
    assert {claim.certainty for meeting in old.meetings for claim in meeting.states} == {None}


def test_a_reading_stored_before_conditions_had_a_kind_is_read(reading: Reading) -> None:
    kinded = replace(reading.conditions[0], kind=ConditionKind.RED_LINE)
    value = to_dict(replace(reading, conditions=(kinded,)))
    assert from_dict(value).conditions == (kinded,)
    del value["conditions"][0]["kind"]
    assert [one.kind for one in from_dict(value).conditions] == [None]


def test_a_location_comes_back(reading: Reading) -> None:
    where = Place("Lima", "town", "capital", "PER", "LMA", "Lima Province", -12.0, -77.0, "1", 2)
    (first, *rest) = reading.events
    first = dataclasses.replace(first, location=where)
    located = dataclasses.replace(reading, events=(first, *rest))
    assert from_dict(json.loads(json.dumps(to_dict(located)))).events[0].location == where
