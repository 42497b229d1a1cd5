"""A corrected reading → a record of the dispatch corpus's form, which trains and scores readers.

The form is that of ``python -m corpus build`` (corpus/README.md). A country is a slot there, and
slots are actors: the country's own mentions are the slot's. What the form cannot tell is left out:
a claim or an event that someone asserts outside any statement.
"""

from typing import Any

Json = dict[str, Any]

LETTERS = "ABCDEFGHIJKLMNRSTUVWXYZ"
"""Slots of countries; O, P and Q are those of organisations."""


def gold(document: Json) -> Json:
    """A document as it is shown → its record, with the corpus's fields."""
    return _Gold(document).record()


class _Gold:
    """One document on its way to a record."""

    def __init__(self, document: Json) -> None:
        self.document = document
        countries = dict.fromkeys(one["country"] for one in document["actors"] if one["country"])
        self.slots = dict(zip(countries, LETTERS, strict=False))
        self.ids = {one["id"]: self.id(one) for one in document["actors"]}

    def id(self, actor: Json) -> str:
        """A country is its slot."""
        slot: str | None = self.slots.get(actor["country"])
        return slot if slot and actor["kind"] == "country" else str(actor["id"])

    def record(self) -> Json:
        document, article = self.document, self.document["article"]
        return {
            "id": f"r-{article['id']}",
            "fill": 0,
            "split": "train",
            "kind": "report",
            "file": article["url"] or article["id"],
            "process": article["id"],
            "register": "wire",
            "published": article["published"]["day"],
            "outlet": article["source"] or None,
            "title": article["title"] or None,
            "why": None,
            "text": article["text"],
            "sides": {slot: country for country, slot in self.slots.items()},
            "actors": self.actors(),
            "statements": [self.statement(one) for one in document["statements"]],
            "events": [self.event(one) for one in document["events"] if _by(one)],
            "meetings": [self.meeting(one) for one in document["meetings"]],
            "states": [
                self.state(meeting, claim)
                for meeting in document["meetings"]
                for claim in meeting["states"]
                if _by(claim)
            ],
            "conditions": [self.condition(one) for one in document["conditions"]],
            "tasks": [self.task(one) for one in document["tasks"]],
            "scares": [
                {"id": f"q{at}", "use": "scare", "by": by, "spans": {"main": [_pair(span)]}}
                for at, (by, span) in enumerate(self.scares(), 1)
            ],
        }

    def actors(self) -> list[Json]:
        found = {
            slot: self.actor(slot, {"kind": "country", "country": country, "mentions": []})
            for country, slot in self.slots.items()
        }
        for one in self.document["actors"]:
            made = self.actor(self.ids[one["id"]], one)
            made["mentions"] = found.get(made["id"], {"mentions": []})["mentions"] + [
                {**_range(mention["span"]), "form": _form(mention)} for mention in one["mentions"]
            ]
            found[made["id"]] = made
        return list(found.values())

    def actor(self, id: str, one: Json) -> Json:
        return {
            "id": id,
            "kind": one["kind"],
            "side": self.slots.get(one["country"]),
            "country": one["country"],
            "role": one.get("role"),
            "for": self.ids.get(one.get("speaks_for") or ""),
            "mentions": [],
        }

    def who(self, ids: list[str]) -> list[str]:
        return list(dict.fromkeys(self.ids[id] for id in ids))

    def statement(self, one: Json) -> Json:
        return {
            "id": one["id"],
            "speaker": self.who([one["speaker"]]) if one["speaker"] else ["unknown"],
            **{name: one[name] for name in ("act", "polarity", "channel", "platform")},
            "to": self.who(one["addressees"]),
            "via": self.who(one["relays"]),
            "in": None,
            "date": _date(one["when"]),
            "form": one["form"] if one["content"] else None,
            "spans": {
                "main": [_pair(span) for span in one["content"]],
                **{name: _pairs(one[name]) for name in ("addressee", "cue", "place", "setting")},
                "channel": [],
                "date": [],
                "source": _pairs(one["source"]),
            },
        }

    def event(self, one: Json) -> Json:
        return {
            "id": one["id"],
            **{name: one[name] for name in ("type", "mode", "status", "meeting")},
            "actor": self.who(one["actors"]),
            "target": self.who(one["targets"]),
            "by": _by(one),
            "hedged": False,
            "date": _date(one["when"]),
            "spans": {"main": _pairs(one["trigger"]), "date": [], "place": _pairs(one["place"])},
        }

    def meeting(self, one: Json) -> Json:
        return {
            "id": one["id"],
            "kind": one["kind"],
            "parties": self.who(one["participants"]),
            "date": _date(one["planned"]),
            "key": one["id"],
            "role": "in_play",
            "spans": {
                "main": [_pair(span) for span in one["mentions"]],
                "date": [],
                "place": _pairs(one["place"]),
            },
        }

    def state(self, meeting: Json, one: Json) -> Json:
        return {
            # The corpus's ids hold no dot.
            "id": one["id"].replace(".", "c"),
            "meeting": meeting["id"],
            **{name: one[name] for name in ("state", "hedged", "denies")},
            "by": _by(one),
            "date": _date(one["when"]),
            "spans": {"main": _pairs(one["evidence"])},
        }

    def condition(self, one: Json) -> Json:
        return {
            "id": one["id"],
            "by": self.who([one["set_by"]]) if one["set_by"] else ["unknown"],
            "for": one["target"],
            "kind": one.get("kind"),
            "in": one["statement"],
            "spans": {"main": _pairs(one["span"]), "marker": []},
        }

    def task(self, one: Json) -> Json:
        return {
            "id": one["id"],
            "by": self.who(one["charged_by"]),
            "to": self.who(one["charged"]),
            "in": None,
            "for": one["target"],
            "spans": {"main": _pairs(one["span"]), "cue": [], "date": []},
        }

    def scares(self) -> list[tuple[str, Json]]:
        return [
            (one["id"], span) for one in self.document["statements"] for span in one["scare_quotes"]
        ]


def _by(one: Json) -> str | None:
    """The statement that an entry stands in, the outlet, or None where neither tells it."""
    return one["statement"] or ("outlet" if one["asserter"] == "outlet" else None)


def _form(mention: Json) -> str:
    return "capital" if mention["kind"] == "metonym" else "marked"


def _range(span: Json) -> Json:
    return {"start": span["start"], "end": span["end"]}


def _pair(span: Json) -> list[int]:
    return [span["start"], span["end"]]


def _pairs(span: Json | None) -> list[list[int]]:
    return [] if span is None else [_pair(span)]


def _date(when: Json) -> str | None:
    """An ISO day, or start/end half-open; none for what only the day of publication tells."""
    interval = when["interval"]
    if interval is None or when["how"] == "publication":
        return None
    start, end = interval["start"][:10], interval["end"][:10]
    if interval["grain"] in ("day", "hour", "minute"):
        return str(start)
    return f"{start}/{end}"
