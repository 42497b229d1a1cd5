"""Reading as JSON → entities in the shape of FollowTheMoney: plain JSON, no library needed.

Reports are Article, actors Person, PublicBody, Company or Organization, meetings and events Event;
who takes part is `involved`, and `proof` is the report. A statement has no schema there and is left
out. The words that an event rests on are its `summary`. Names follow followthemoney 4.11.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from dragoman.serve.profiles import places

Json = dict[str, Any]

_LANGUAGES = {"en": "eng"}
"""ISO 639-3, as FollowTheMoney writes them."""

_KINDS = {
    "person": "Person",
    "country": "PublicBody",
    "government": "PublicBody",
    "company": "Company",
}


def entities(reading: Json) -> Iterator[Json]:
    """All entities of one reading; ids hold within it and stay the same from run to run."""
    article = reading["article"]
    report = _id(article["id"], "")
    language = article["language"]
    yield _entity(report, "Article", {
        "title": article["title"], "publisher": article["source"],
        "language": _LANGUAGES.get(language, language), "sourceUrl": article["url"],
        "publishedAt": article["published"]["day"], "bodyText": article["text"],
    })  # fmt: skip
    for one in reading["actors"]:
        schema = _KINDS.get(one["kind"], "Organization")
        yield _entity(_id(article["id"], one["id"]), schema, {
            "name": one["name"], "keywords": one["sector"], "proof": report,
            "country": places.code(one["country"] or "", "iso2").lower(),
            "position": one["role"] if schema == "Person" else None,
        })  # fmt: skip
    for one in reading["events"]:
        involved = [*one["actors"], *one["targets"]]
        yield _event(article["id"], one, one["trigger"]["text"], involved, one["when"], {
            "summary": one["evidence"]["text"], "keywords": [one["type"], one["status"]],
            "recordId": one["cameo"],
        })  # fmt: skip
    for one in reading["meetings"]:
        states = [claim["state"] for claim in one["states"]]
        name = one["name"] or one["mentions"][0]["text"]
        yield _event(article["id"], one, name, one["participants"], one["planned"], {
            "summary": [claim["evidence"]["text"] for claim in one["states"]],
            "keywords": [one["kind"], *dict.fromkeys(states)],
        })  # fmt: skip


def _event(report: str, one: Json, name: str, involved: list[str], when: Json, more: Json) -> Json:
    interval = when["interval"] or {}
    return _entity(_id(report, one["id"]), "Event", {
        "name": name, "startDate": (interval.get("start") or "")[:10],
        "location": one["place"] and one["place"]["text"], "proof": _id(report, ""),
        "involved": [_id(report, actor) for actor in involved], **more,
    })  # fmt: skip


def _entity(id: str, schema: str, properties: Json) -> Json:
    """Every property is a list of texts there; what is not told is left out."""
    told = {name: value if isinstance(value, list) else [value]
            for name, value in properties.items()}  # fmt: skip
    full = {name: [part for part in parts if part] for name, parts in told.items()}
    return {
        "id": id, "schema": schema,
        "properties": {name: parts for name, parts in full.items() if parts},
    }  # fmt: skip


def _id(report: str, entry: str) -> str:
    return f"dragoman-{hashlib.sha1(f'{report}#{entry}'.encode()).hexdigest()}"
