"""Reading as JSON → JSON-LD: schema.org for what is told, Web Annotations for where it stands.

A document stands alone: its context is in it, and nothing has to be fetched to read it. What
schema.org has no word for (PLOVER's type, whether it happened, who says so) has one of ours under
``DRAGOMAN``. A state that sides contradict each other on is no ``eventStatus``: each side's claim
stands by itself.
"""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

DRAGOMAN = "urn:dragoman:term:"
CONTEXT: Json = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dragoman": DRAGOMAN,
    "datePublished": {"@type": "xsd:date"},
    "startDate": {"@type": "xsd:date"},
    "endDate": {"@type": "xsd:date"},
    "eventStatus": {"@type": "@id"},
    "url": {"@type": "@id"},
    "oa:start": {"@type": "xsd:nonNegativeInteger"},
    "oa:end": {"@type": "xsd:nonNegativeInteger"},
}

BESIDE = 32
"""Signs before and after a quotation that tell it from its like."""

_STATES = {
    **dict.fromkeys(
        ("agreed", "scheduled", "confirmed", "in_preparation", "ongoing", "held", "venue_changed"),
        "EventScheduled",
    ),
    "rescheduled": "EventRescheduled",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}
_STATUSES = {
    **dict.fromkeys(("happened", "ongoing", "planned"), "EventScheduled"),
    "cancelled": "EventCancelled",
}
_KINDS = {
    "person": "Person",
    "country": "Country",
    "government": "GovernmentOrganization",
    "company": "Corporation",
}


def document(reading: Json) -> Json:
    """A reading of docs/reading.schema.json → a JSON-LD document with a graph of its own."""
    return {"@context": CONTEXT, "@graph": list(_Graph(reading).nodes())}


class _Graph:
    """The nodes of one report; here because all of them are named under it."""

    def __init__(self, reading: Json) -> None:
        self._reading, self._article = reading, reading["article"]
        self._base = f"urn:dragoman:report:{self._article['id']}"
        self._actors = {actor["id"] for actor in reading["actors"]}

    def nodes(self) -> Iterator[Json]:
        reading = self._reading
        yield self._report()
        yield from map(self._actor, reading["actors"])
        yield from map(self._statement, reading["statements"])
        yield from map(self._event, reading["events"])
        for meeting in reading["meetings"]:
            yield self._meeting(meeting)
            yield from (self._claim(meeting, claim) for claim in meeting["states"])
        yield from map(self._condition, reading["conditions"])
        yield from map(self._task, reading["tasks"])
        yield from self._annotations()

    def _id(self, entry: str | None) -> Json | None:
        """The node of an entry; the report itself where the outlet speaks."""
        if entry is None:
            return None
        return {"@id": self._base if entry == "outlet" else f"{self._base}#{entry}"}

    def _ids(self, entries: list[str]) -> list[Json | None]:
        return [self._id(entry) for entry in entries]

    def _report(self) -> Json:
        article = self._article
        publisher = article["source"] and {"@type": "Organization", "name": article["source"]}
        return _told({
            "@id": self._base, "@type": "NewsArticle", "headline": article["title"],
            "datePublished": article["published"]["day"], "inLanguage": article["language"],
            "url": article["url"] if " " not in article["url"] else "", "publisher": publisher,
            "sourceOrganization": article["wire"] and {"@type": "Organization",
                                                       "name": article["wire"]},
            "dateline": article["place"], "identifier": article["id"],
        })  # fmt: skip

    def _actor(self, one: Json) -> Json:
        return _told({
            **_named(self._id(one["id"])), "@type": _KINDS.get(one["kind"], "Organization"),
            "name": one["name"], "jobTitle": one["role"] if one["kind"] == "person" else None,
            "nationality" if one["kind"] == "person" else "dragoman:country":
                one["country"] and {"@type": "Country", "identifier": one["country"]},
            "dragoman:sector": one["sector"], "dragoman:speaksFor": self._id(one["speaks_for"]),
        })  # fmt: skip

    def _statement(self, one: Json) -> Json:
        return _told({
            **_named(self._id(one["id"])), "@type": "Claim",
            "text": " … ".join(span["text"] for span in one["content"]),
            "author": self._id(one["speaker"]), "appearance": {"@id": self._base},
            "audience": self._ids(one["addressees"]),
            **{f"dragoman:{name}": one[name] for name in ("act", "form", "polarity", "channel")},
            "dragoman:relay": self._ids(one["relays"]), **_days(one["when"], "dragoman:said"),
        })  # fmt: skip

    def _event(self, one: Json) -> Json:
        status = _STATUSES.get(one["status"])
        return _told({
            **_named(self._id(one["id"])), "@type": ["Event", "Action"],
            "name": one["evidence"]["text"], "agent": self._ids(one["actors"]),
            "object": self._ids(one["targets"]),
            "eventStatus": status and f"https://schema.org/{status}",
            "location": _place(one["place"]), **_days(one["when"]),
            **{f"dragoman:{name}": one[name] for name in ("type", "mode", "cameo", "status")},
            "dragoman:asserter": self._id(one["asserter"]), "subjectOf": {"@id": self._base},
            "superEvent": self._id(one["meeting"]),
        })  # fmt: skip

    def _meeting(self, one: Json) -> Json:
        latest = [id for ids in one["latest"].values() for id in ids]
        told = {_STATES.get(claim["state"]) for claim in one["states"] if claim["id"] in latest}
        # what sides contradict each other on is nobody's status
        status = next(iter(told)) if len(told) == 1 and not one["contested"] else None
        return _told({
            **_named(self._id(one["id"])), "@type": "Event",
            "name": one["name"] or one["mentions"][0]["text"],
            "attendee": self._ids(one["participants"]), "location": _place(one["place"]),
            "eventStatus": status and f"https://schema.org/{status}", **_days(one["planned"]),
            "dragoman:kind": one["kind"], "dragoman:contested": one["contested"],
            "subjectOf": {"@id": self._base},
        })  # fmt: skip

    def _claim(self, meeting: Json, one: Json) -> Json:
        return _told({
            **_named(self._id(one["id"])), "@type": "Claim", "text": one["evidence"]["text"],
            "author": self._id(one["asserter"]), "about": self._id(meeting["id"]),
            "appearance": {"@id": self._base}, "dragoman:state": one["state"],
            "dragoman:family": one["family"], "dragoman:side": one["side"],
            "dragoman:hedged": one["hedged"], "dragoman:denies": one["denies"],
            **_days(one["when"], "dragoman:said"),
        })  # fmt: skip

    def _condition(self, one: Json) -> Json:
        return _told({
            **_named(self._id(one["id"])), "@type": "dragoman:Condition",
            "text": one["span"]["text"], "author": self._id(one["set_by"]),
            "about": self._id(one["target"]),
        })  # fmt: skip

    def _task(self, one: Json) -> Json:
        return _told({
            **_named(self._id(one["id"])), "@type": "dragoman:Task", "text": one["span"]["text"],
            "agent": self._ids(one["charged"]), "dragoman:chargedBy": self._ids(one["charged_by"]),
            "about": self._id(one["target"]), "dragoman:asserter": self._id(one["asserter"]),
        })  # fmt: skip

    # --- where it stands -----------------------------------------------------------------------

    def _annotations(self) -> Iterator[Json]:
        """A Web Annotation for each span of each entry: the words, and where they are."""
        for entry, part, number, span in spans(self._reading):
            yield {
                "@id": f"{self._base}#{entry}.{part}.{number}",
                "@type": "oa:Annotation",
                "oa:hasBody": self._id(entry),
                "dragoman:part": part,
                "oa:hasTarget": {
                    "@type": "oa:SpecificResource",
                    "oa:hasSource": {"@id": self._base},
                    "oa:hasSelector": [self._quote(span), self._position(span)],
                },
            }

    def _quote(self, span: Json) -> Json:
        text, start, end = self._article["text"], span["start"], span["end"]
        return {
            "@type": "oa:TextQuoteSelector",
            "oa:exact": span["text"],
            "oa:prefix": text[max(start - BESIDE, 0) : start],
            "oa:suffix": text[end : end + BESIDE],
        }

    def _position(self, span: Json) -> Json:
        return {
            "@type": "oa:TextPositionSelector",
            "oa:start": span["start"],
            "oa:end": span["end"],
        }


def spans(reading: Json) -> Iterator[tuple[str, str, int, Json]]:
    """Entry, part, number, span of all words that the entries of a reading rest on."""
    for kind in ("actors", "statements", "events", "meetings", "conditions", "tasks"):
        for one in reading[kind]:
            yield from _spans_of(one)
            for claim in one.get("states", ()):
                yield from _spans_of(claim)


def _spans_of(one: Json) -> Iterator[tuple[str, str, int, Json]]:
    for part, value in one.items():
        found = value if isinstance(value, list) else [value]
        told = [piece.get("span", piece) for piece in found if isinstance(piece, dict)]
        for number, span in enumerate((s for s in told if "text" in s and "start" in s), 1):
            yield one["id"], part, number, span


def _named(node: Json | None) -> Json:
    return node or {}


def _place(span: Json | None) -> Json | None:
    return span and {"@type": "Place", "name": span["text"]}


def _days(when: Json, name: str = "") -> Json:
    """The days of an interval; its end is the last day and not the one after."""
    from datetime import date, timedelta

    interval = when["interval"]
    if interval is None:
        return {}
    start, end = interval["start"][:10], interval["end"][:10]
    if name:
        return {name: start}
    if "T" not in interval["end"]:
        end = (date.fromisoformat(end) - timedelta(days=1)).isoformat()
    return {"startDate": start, "endDate": max(start, end)}


def _told(node: Json) -> Json:
    """Without what is not told."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
