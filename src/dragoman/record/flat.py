"""A reading as JSON → flat rows of named columns, a table for each kind of entry.

Every row tells its report; with `id` it opens on the reading's JSON. Lists of names are joined
with "; ". `first` and `until` are a date as a half-open interval, `dated` how it was found.
"""

from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Row = dict[str, str | int | bool | None]

_ENTRY = {"report": "string", "id": "string"}
_DATE = {"first": "string", "until": "string", "dated": "string"}
_WORDS = {"words": "string", "start": "integer", "end": "integer"}

TABLES: dict[str, dict[str, str]] = {
    "reports": {
        "report": "string", "title": "string", "day": "string", "source": "string",
        "url": "string", "wire": "string", "place": "string", "language": "string",
        "version": "string", "weights": "string", "text": "string",
    },
    "statements": {
        **_ENTRY, "speaker": "string", "speaker_country": "string", "act": "string",
        "form": "string", "polarity": "string", "channel": "string", "platform": "string",
        "addressees": "string", "relays": "string", "cue": "string", **_DATE, **_WORDS,
    },
    "events": {
        **_ENTRY, "type": "string", "mode": "string", "cameo": "string", "status": "string",
        "actors": "string", "actor_countries": "string", "targets": "string",
        "target_countries": "string", "asserter": "string", "statement": "string",
        "meeting": "string", "trigger": "string", **_DATE, **_WORDS,
    },
    "meetings": {
        **_ENTRY, "kind": "string", "name": "string", "participants": "string",
        "participant_countries": "string", "place": "string", "contested": "boolean", **_DATE,
        **_WORDS,
    },
    "states": {
        **_ENTRY, "meeting": "string", "state": "string", "family": "string",
        "asserter": "string", "side": "string", "hedged": "boolean", "denies": "string",
        "statement": "string", **_DATE, **_WORDS,
    },
    "conditions": {
        **_ENTRY, "set_by": "string", "country": "string", "meeting": "string",
        "statement": "string", **_WORDS,
    },
    "tasks": {
        **_ENTRY, "charged_by": "string", "charged": "string", "asserter": "string",
        "meeting": "string", **_WORDS,
    },
    "actors": {
        **_ENTRY, "name": "string", "kind": "string", "role": "string", "country": "string",
        "sector": "string", "speaks_for": "string", "mentions": "integer", **_WORDS,
    },
}  # fmt: skip
"""Table → column → its type, in the words of Frictionless Table Schema."""


def rows(document: Json) -> Iterator[tuple[str, Row]]:
    """All rows of a reading, each with the name of its table."""
    article, made_by = document["article"], document["made_by"]
    yield (
        "reports",
        {
            **{
                name: article[name]
                for name in ("title", "source", "url", "wire", "place", "language")
            },
            **made_by,
            "report": article["id"],
            "day": article["published"]["day"],
            "text": article["text"],
        },
    )
    names = _Names(document)
    for table, make in _MAKE.items():
        for entry in document[table]:
            yield table, {"report": article["id"], "id": entry["id"], **make(names, entry)}
    for meeting in document["meetings"]:
        for claim in meeting["states"]:
            row = {"report": article["id"], "id": claim["id"], "meeting": meeting["id"]}
            yield "states", {**row, **_state(names, claim)}


class _Names:
    """Who the actors of one reading are."""

    def __init__(self, document: Json) -> None:
        self._actors = {actor["id"]: actor for actor in document["actors"]}

    def name(self, id: str | None) -> str | None:
        return self._actors[id]["name"] if id in self._actors else id

    def country(self, id: str | None) -> str | None:
        found: str | None = self._actors[id]["country"] if id in self._actors else None
        return found

    def names(self, ids: list[str]) -> str:
        return "; ".join(str(self.name(id)) for id in ids)

    def countries(self, ids: list[str]) -> str:
        return "; ".join(dict.fromkeys(filter(None, map(self.country, ids))))


def _statement(names: _Names, one: Json) -> Row:
    return {
        **{name: one[name] for name in ("act", "form", "polarity", "channel", "platform")},
        "speaker": names.name(one["speaker"]),
        "speaker_country": names.country(one["speaker"]),
        "addressees": names.names(one["addressees"]),
        "relays": names.names(one["relays"]),
        "cue": one["cue"] and one["cue"]["text"],
        **_date(one["when"]),
        **_words(one["content"] or [span for span in (one["cue"], one["source"]) if span]),
    }


def _event(names: _Names, one: Json) -> Row:
    return {
        **{name: one[name] for name in ("type", "mode", "cameo", "status", "statement", "meeting")},
        "actors": names.names(one["actors"]),
        "actor_countries": names.countries(one["actors"]),
        "targets": names.names(one["targets"]),
        "target_countries": names.countries(one["targets"]),
        "asserter": names.name(one["asserter"]),
        "trigger": one["trigger"]["text"],
        **_date(one["when"]),
        **_words([one["evidence"]]),
    }


def _meeting(names: _Names, one: Json) -> Row:
    return {
        **{name: one[name] for name in ("kind", "name", "contested")},
        "participants": names.names(one["participants"]),
        "participant_countries": names.countries(one["participants"]),
        "place": one["place"] and one["place"]["text"],
        **_date(one["planned"]),
        **_words(one["mentions"][:1]),
    }


def _state(names: _Names, one: Json) -> Row:
    return {
        **{name: one[name] for name in ("state", "family", "side", "hedged", "denies")},
        "asserter": names.name(one["asserter"]),
        "statement": one["statement"],
        **_date(one["when"]),
        **_words([one["evidence"]]),
    }


def _condition(names: _Names, one: Json) -> Row:
    return {
        "set_by": names.name(one["set_by"]),
        "country": names.country(one["set_by"]),
        "meeting": one["target"],
        "statement": one["statement"],
        **_words([one["span"]]),
    }


def _task(names: _Names, one: Json) -> Row:
    return {
        "charged_by": names.names(one["charged_by"]),
        "charged": names.names(one["charged"]),
        "asserter": names.name(one["asserter"]),
        "meeting": one["target"],
        **_words([one["span"]]),
    }


def _actor(names: _Names, one: Json) -> Row:
    return {
        **{name: one[name] for name in ("name", "kind", "role", "country", "sector")},
        "speaks_for": names.name(one["speaks_for"]),
        "mentions": len(one["mentions"]),
        **_words([mention["span"] for mention in one["mentions"][:1]]),
    }


_MAKE: dict[str, Callable[[_Names, Json], Row]] = {
    "statements": _statement,
    "events": _event,
    "meetings": _meeting,
    "conditions": _condition,
    "tasks": _task,
    "actors": _actor,
}


def _date(when: Json) -> Row:
    interval = when["interval"] or {}
    return {"first": interval.get("start"), "until": interval.get("end"), "dated": when["how"]}


def _words(spans: list[Json]) -> Row:
    """The words with " … " where others stand between, and from where to where they reach."""
    if not spans:
        return {"words": "", "start": None, "end": None}
    return {
        "words": " … ".join(span["text"] for span in spans),
        "start": min(span["start"] for span in spans),
        "end": max(span["end"] for span in spans),
    }
