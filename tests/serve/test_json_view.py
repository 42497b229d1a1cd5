"""The JSON form: what the schema says of it, and that every span tells its own words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dragoman.serve.json_view import SCHEMA, to_dict, to_json
from dragoman.serve.vocabulary import VOCABULARIES
from dragoman.types import Reading

FORM = json.loads(Path("docs/reading.schema.json").read_text(encoding="utf-8"))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(FORM)
    assert FORM["properties"]["schema"]["const"] == SCHEMA


@pytest.mark.parametrize("name", ["reading", "bare"])
def test_a_reading_fits_the_schema(name: str, request: pytest.FixtureRequest) -> None:
    value = json.loads(to_json(request.getfixturevalue(name)))
    errors = list(Draft202012Validator(FORM).iter_errors(value))
    assert not errors, [error.message for error in errors]


def test_what_is_no_reading_does_not_fit(reading: Reading) -> None:
    value = to_dict(reading)
    del value["statements"][0]["cue"]
    value["meetings"][0]["states"][0]["state"] = "cancelled?"
    assert len(list(Draft202012Validator(FORM).iter_errors(value))) == 2


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_schema_lists_the_vocabularies(name: str) -> None:
    assert FORM["$defs"][name]["enum"] == [term.value for term in VOCABULARIES[name]]


def spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            yield value
        else:
            for part in value.values():
                yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def test_every_span_tells_its_words(reading: Reading) -> None:
    value = json.loads(to_json(reading))
    found = list(spans(value))
    assert len(found) > 25
    text = value["article"]["text"]
    assert all(text[span["start"] : span["end"]] == span["text"] for span in found)


def test_the_board_is_told(reading: Reading) -> None:
    meeting = to_dict(reading)["meetings"][0]
    assert meeting["latest"] == {"NOR": ["m1.1"], "a3": ["m1.2"]}
    assert meeting["contested"] is True


def test_one_line_without_indent(reading: Reading) -> None:
    assert "\n" not in to_json(reading)
    assert to_json(reading, indent=2).count("\n") > 100
