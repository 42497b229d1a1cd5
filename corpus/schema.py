"""The kinds of items: their roles, their attributes, and what each attribute may hold."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    EventStatus,
    EventType,
    MeetingKind,
    MeetingState,
    Polarity,
)

HERE = Path(__file__).parent

COUNTRY_FORMS = (
    "", "adj", "capital", "town", "town2", "ministry", "head", "short", "poss",
)  # fmt: skip
BODY_FORMS = ("", "short", "poss")
BODIES = frozenset("OPQ")
"""Slots of organisations; every other capital letter is a country's."""

REGISTERS = frozenset(
    ("wire", "agency", "readout", "aggregator", "live", "transcript", "translated", "update")
)
HEADERS = ("process", "register", "published", "outlet", "title", "why")
REPORT_HEADERS = ("process", "published", "outlet", "register", "title")


@dataclass(frozen=True, slots=True)
class Words:
    """One word of a closed vocabulary."""

    allowed: frozenset[str]
    default: str | None = None
    """What it is where the item does not say."""


@dataclass(frozen=True, slots=True)
class Refers:
    """Ids of items of these kinds, slots (where actors may stand), or one of some words."""

    kinds: frozenset[str]
    words: frozenset[str] = frozenset()
    many: bool = False
    default: str | None = None

    @property
    def slots(self) -> bool:
        return "actor" in self.kinds


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of the event's own type."""


@dataclass(frozen=True, slots=True)
class Yes:
    """``yes``, or absent."""


@dataclass(frozen=True, slots=True)
class Day:
    """An ISO day, or start/end with the end not in it."""


@dataclass(frozen=True, slots=True)
class Free:
    """Any words."""


Attribute = Words | Refers | Mode | Yes | Day | Free


@dataclass(frozen=True, slots=True)
class Kind:
    """What an item of one kind may and must have."""

    roles: frozenset[str]
    attributes: dict[str, Attribute]
    required: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """The attributes that are labels: counted in the card, compared between annotators."""


def _words(vocabulary: str, default: str | None = None) -> Words:
    return Words(frozenset(vocabulary.split()), default)


def _terms(vocabulary: type[StrEnum], default: str | None = None) -> Words:
    return Words(frozenset(member.value for member in vocabulary), default)


def _refers(
    kinds: str, words: str = "", *, many: bool = False, default: str | None = None
) -> Refers:
    return Refers(frozenset(kinds.split()), frozenset(words.split()), many, default)


ACTORS = _refers("actor", "unknown", many=True)
ASSERTER = _refers("statement", "outlet", default="outlet")

KINDS: dict[str, Kind] = {
    "actor": Kind(
        frozenset(),
        {
            "kind": _terms(ActorKind),
            "side": _refers("", "none unknown"),
            "role": Free(),
            "for": _refers("actor"),
        },
        ("kind",),
        ("kind",),
    ),
    "statement": Kind(
        frozenset(("source", "cue", "addressee", "channel", "date", "place", "setting")),
        {
            "speaker": _refers("actor", "outlet unknown", many=True),
            "act": _terms(Act),
            "polarity": _terms(Polarity, "affirmed"),
            "channel": _terms(Channel, "unknown"),
            "platform": Free(),
            "to": ACTORS,
            "via": ACTORS,
            "in": _refers("statement"),
            "date": Day(),
        },
        ("speaker", "act"),
        ("act", "polarity", "channel"),
    ),
    "event": Kind(
        frozenset(("date", "place")),
        {
            "type": _terms(EventType),
            "mode": Mode(),
            "status": _terms(EventStatus),
            "actor": ACTORS,
            "target": ACTORS,
            "by": ASSERTER,
            "hedged": Yes(),
            "meeting": _refers("meeting"),
            "date": Day(),
        },
        ("type", "status"),
        ("type", "mode", "status"),
    ),
    "meeting": Kind(
        frozenset(("date", "place")),
        {
            "kind": _terms(MeetingKind),
            "parties": ACTORS,
            "date": Day(),
            "key": Free(),
            "role": _words("in_play background", "in_play"),
        },
        ("kind",),
        ("kind", "role"),
    ),
    "state": Kind(
        frozenset(),
        {
            "meeting": _refers("meeting"),
            "state": _terms(MeetingState),
            "by": ASSERTER,
            "hedged": Yes(),
            "denies": _terms(MeetingState),
            "date": Day(),
        },
        ("meeting", "state"),
        ("state", "hedged", "denies"),
    ),
    "condition": Kind(
        frozenset(("marker",)),
        {
            "by": ACTORS,
            "for": _refers("meeting event", "none"),
            "kind": _words("precondition guarantee red_line exchange"),
            "in": _refers("statement"),
        },
        ("kind",),
        ("kind",),
    ),
    "task": Kind(
        frozenset(("cue", "date")),
        {
            "by": ACTORS,
            "to": ACTORS,
            "in": _refers("statement"),
            "for": _refers("meeting"),
        },
    ),
    "scare": Kind(
        frozenset(),
        {"use": _words("scare mention title"), "by": ASSERTER},
        ("use",),
        ("use",),
    ),
}


@cache
def modes() -> dict[str, frozenset[str]]:
    """Event type → its PLOVER modes, from modes.tsv."""
    found: dict[str, set[str]] = {event.value: set() for event in EventType}
    for row in table("modes"):
        found[row["type"]].add(row["mode"])
    return {event: frozenset(names) for event, names in found.items()}


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``corpus/NAME.tsv``; ``#`` lines are comments."""
    content = (HERE / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in content.splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    return tuple(dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:])
