"""A reading as JSON → the rows by which it is found: items, and who takes which part in them.

A document is the value that ``docs/reading.schema.json`` describes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Party:
    """Someone's part in an item."""

    role: str
    name: str
    side: str
    """ISO 3166-1 alpha-3, `OUTLET`, or empty."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The date of an item: start and end, half-open, as ISO, and how it was found."""

    first: str | None = None
    until: str | None = None
    how: str | None = None


UNDATED = Dated()


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the table of that name, whose columns the schema explains."""

    kind: str
    id: str
    start: int
    end: int
    parties: tuple[Party, ...]
    parent: str | None = None
    label: str | None = None
    status: str | None = None
    channel: str | None = None
    code: str | None = None
    dated: Dated = UNDATED


def items_of(document: Json) -> tuple[Item, ...]:
    """All items of a reading, in the document's order."""
    return tuple(_Rows(document).all())


class _Rows:
    """The rows of one document; here because all of them ask who is who."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.actors: dict[str, Json] = {actor["id"]: actor for actor in document["actors"]}

    def all(self) -> Iterator[Item]:
        document = self.document
        yield from map(self.statement, document["statements"])
        yield from map(self.event, document["events"])
        for meeting in document["meetings"]:
            yield self.meeting(meeting)
            yield from (self.state(meeting, claim) for claim in meeting["states"])
        yield from map(self.condition, document["conditions"])
        yield from map(self.task, document["tasks"])
        yield from map(self.actor, document["actors"])

    def statement(self, found: Json) -> Item:
        return Item(
            "statement",
            found["id"],
            *_extent(found["content"] or _known(found["cue"], found["source"])),
            self.parties(
                ("speaker", _known(found["speaker"])),
                ("addressee", found["addressees"]),
                ("relay", found["relays"]),
            ),
            label=found["act"],
            status=found["polarity"],
            channel=found["channel"],
            dated=_dated(found["when"]),
        )

    def event(self, found: Json) -> Item:
        return Item(
            "event",
            found["id"],
            *_extent([found["evidence"], found["trigger"]]),
            self.parties(
                ("actor", found["actors"]),
                ("target", found["targets"]),
                ("asserter", [found["asserter"]]),
                ("relay", found["relays"]),
            ),
            parent=found["meeting"],
            label=found["type"],
            status=found["status"],
            code=found["cameo"],
            dated=_dated(found["when"]),
        )

    def meeting(self, found: Json) -> Item:
        spans = found["mentions"] or [claim["evidence"] for claim in found["states"]]
        return Item(
            "meeting",
            found["id"],
            *_extent(spans[:1]),
            self.parties(("participant", found["participants"])),
            label=found["kind"],
            status="contested" if found["contested"] else None,
            dated=_dated(found["planned"]),
        )

    def state(self, meeting: Json, found: Json) -> Item:
        return Item(
            "state",
            found["id"],
            *_extent([found["evidence"]]),
            self.parties(
                ("asserter", [found["asserter"]]), ("participant", meeting["participants"])
            ),
            parent=meeting["id"],
            label=found["state"],
            status=found["family"],
            dated=_dated(found["when"]),
        )

    def condition(self, found: Json) -> Item:
        return Item(
            "condition",
            found["id"],
            *_extent([found["span"]]),
            self.parties(("set_by", _known(found["set_by"]))),
            parent=found["target"],
            label=found.get("kind"),
        )

    def task(self, found: Json) -> Item:
        return Item(
            "task",
            found["id"],
            *_extent([found["span"]]),
            self.parties(
                ("charged_by", found["charged_by"]),
                ("charged", found["charged"]),
                ("asserter", [found["asserter"]]),
            ),
            parent=found["target"],
        )

    def actor(self, found: Json) -> Item:
        return Item(
            "actor",
            found["id"],
            *_extent([mention["span"] for mention in found["mentions"][:1]]),
            self.parties(("self", [found["id"]])),
            label=found["kind"],
            code=found["sector"],
        )

    def parties(self, *roles: tuple[str, Iterable[str]]) -> tuple[Party, ...]:
        found = [self.party(role, id) for role, ids in roles for id in ids]
        return tuple(dict.fromkeys(found))

    def party(self, role: str, id: str) -> Party:
        if id == OUTLET:
            return Party(role, OUTLET, OUTLET)
        return Party(role, self.actors[id]["name"], self.side(id))

    def side(self, id: str) -> str:
        """The country of an actor, else of the one it speaks for."""
        seen: set[str] = set()
        while id not in seen:
            seen.add(id)
            actor = self.actors[id]
            if actor["country"]:
                return str(actor["country"])
            id = actor["speaks_for"] or id
        return ""


def _known(*found: Any) -> list[Any]:
    return [one for one in found if one is not None]


def _extent(spans: list[Json]) -> tuple[int, int]:
    """From the first character to the last; of nothing, the text's first."""
    if not spans:
        return 0, 1
    return min(span["start"] for span in spans), max(span["end"] for span in spans)


def _dated(when: Json) -> Dated:
    interval = when["interval"] or {}
    return Dated(interval.get("start"), interval.get("end"), when["how"])
