"""Words of the command line → values of an entry's fields, as the JSON form has them."""

import copy
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from dragoman.errors import UsageError
from dragoman.lexicon import table
from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    ConditionKind,
    EventStatus,
    EventType,
    Form,
    MeetingKind,
    MeetingState,
    Polarity,
    Term,
    TimeType,
)
from dragoman.record.anchors import REFERENCES
from dragoman.serve.profiles.crosswalk import code_of, modes_of
from dragoman.types import YEARS

Json = dict[str, Any]

TERMS: dict[tuple[str, str], type[Term] | type[MeetingState]] = {
    ("statement", "form"): Form,
    ("statement", "act"): Act,
    ("statement", "polarity"): Polarity,
    ("statement", "channel"): Channel,
    ("event", "type"): EventType,
    ("event", "status"): EventStatus,
    ("meeting", "kind"): MeetingKind,
    ("state", "state"): MeetingState,
    ("state", "denies"): MeetingState,
    ("condition", "kind"): ConditionKind,
    ("actor", "kind"): ActorKind,
    ("time", "type"): TimeType,
}
"""Fields whose values are members of a closed vocabulary."""

_UNDATED = {"how": "undated", "interval": None, "time": None}
_BLANK: dict[str, Json] = {
    "statement": {
        "speaker": None, "source": None, "cue": None, "content": [], "form": "indirect",
        "act": "say", "polarity": "affirmed", "channel": "unknown", "platform": None,
        "addressees": [], "addressee": None, "relays": [], "place": None, "setting": None,
        "scare_quotes": [], "when": _UNDATED,
    },
    "event": {
        "type": None, "mode": None, "cameo": "", "status": "happened", "actors": [],
        "targets": [], "trigger": None, "evidence": None, "asserter": "outlet", "statement": None,
        "relays": [], "condition": None, "meeting": None, "place": None, "when": _UNDATED,
    },
    "meeting": {
        "kind": None, "name": None, "participants": [], "mentions": [], "place": None,
        "planned": _UNDATED, "states": [], "latest": {}, "contested": False,
    },
    "state": {
        "of": None, "state": None, "family": None, "asserter": "outlet", "side": "outlet",
        "hedged": False, "denies": None, "evidence": None, "statement": None, "when": _UNDATED,
    },
    "condition": {
        "set_by": None, "span": None, "target": None, "statement": None, "kind": "precondition",
    },
    "task": {"charged_by": [], "charged": [], "span": None, "asserter": "outlet", "target": None},
    "actor": {
        "name": None, "kind": "unknown", "role": None, "country": None, "sector": None,
        "speaks_for": None, "mentions": [],
    },
}  # fmt: skip
_NEEDED = {
    "statement": ("content",),
    "event": ("type", "trigger", "evidence"),
    "meeting": ("kind", "mentions"),
    "state": ("of", "state", "evidence"),
    "condition": ("span",),
    "task": ("span",),
    "actor": ("name", "mentions"),
}
_SPANS = frozenset(
    ("source", "cue", "addressee", "place", "setting", "trigger", "evidence", "condition", "span")
)
_SPAN_LISTS = frozenset(("content", "scare_quotes", "mentions"))
_MADE = frozenset(
    ("id", "states", "latest", "contested", "family", "side", "certainty", "location")
)
"""Fields that are made of others, or by the reader alone."""
DATES = frozenset(("when", "planned"))
"""Fields that are days, or the days of words."""


def blank(kind: str, given: dict[str, str], text: str) -> Json:
    """A new entry with the fields given; `UsageError` for one that is needed and not given."""
    if kind not in _BLANK:
        raise UsageError(kind, f"no such kind of entry; there are {', '.join(_BLANK)}")
    entry = {"id": "new", **_BLANK[kind]}
    for name, words in given.items():
        entry[name] = value_of(kind, entry, name, words, text)
    missing = [name for name in _NEEDED[kind] if not entry[name]]
    if missing:
        raise UsageError(f"missing {kind}", f"needs {', '.join(missing)}")
    if kind == "event" and not entry["cameo"]:
        entry["cameo"] = code_of(entry["type"], entry["mode"] or "")
    return entry


def value_of(kind: str, entry: Json, name: str, words: str, text: str) -> Any:
    """A field's value as the words tell it; "none" is no value, where it may have none.

    `UsageError` for a field that there is not, and for words that are no value of it.
    """
    if name not in entry or name in _MADE:
        fields = ", ".join(sorted(entry.keys() - _MADE))
        raise UsageError(name, f"no field of kind {kind}; there are {fields}")
    if (kind, name) == ("time", "anchor"):
        return _member(("publication", "text", "none"), words)
    if words == "none":
        return _nothing(kind, name)
    if kind == "time" and name in ("interval", "other"):
        return _dated(words)["interval"]
    if (kind, name) == ("time", "value"):
        return _timex(words)
    if name in REFERENCES or name == "of":
        return words.split(",") if isinstance(entry[name], list) else words
    if name in DATES:
        return _dated(words)
    if name in _SPAN_LISTS:
        found = [_place(part, text) for part in words.split("…")]
        return [{"kind": "name", "span": one} for one in found] if kind == "actor" else found
    if name in _SPANS:
        return _place(words, text)
    if name == "hedged":
        return _yes(words)
    if (kind, name) in TERMS:
        return _member([str(term.value) for term in TERMS[kind, name]], words)
    if name in _CODES:
        return _member(_CODES[name](entry), words)
    return some_words(name, words)


def some_words(name: str, words: str) -> str:
    """Words that are more than signs and blanks; `UsageError` for others."""
    if not any(sign.isalnum() for sign in words):
        raise UsageError(f"{name}={words}", "has no word; none tells that there is nothing")
    return words


def _nothing(kind: str, name: str) -> Any:
    """A field without a value, as a new entry has it."""
    value = _BLANK.get(kind, {}).get(name)
    empty = name in _EMPTY.get(kind, _BLANK.get(kind, {}))
    if not empty or name in _NEEDED.get(kind, ()) or value not in (None, [], _UNDATED):
        raise UsageError(f"{name}=none", f"nothing of kind {kind} is without it")
    return copy.deepcopy(value)


_EMPTY = {"time": ("mod", "interval", "other"), "attribution": ("source",)}
"""Of entries that only the reader makes, fields that may be without a value."""

_TIMEX = re.compile(
    r"(PAST|PRESENT|FUTURE)_REF"
    r"|P(?=.)([\dX.]+[A-Z]{1,2})*(T(?=.)([\dX.]+[HMS])*)?"
    r"|([\dX]{2,4}(-W[\dX]{1,2}(-(\d|WE))?|-Q[1-4X]|-H[12X]|-(SP|SU|FA|WI)"
    r"|-[\dX]{2}(-[\dX]{2})?)?)?(T([\dX]{2}(:[\dX]{2}){0,2}|MO|MI|AF|EV|NI|DT|PM))?"
)


def _timex(words: str) -> str:
    if not words or not _TIMEX.fullmatch(words):
        raise UsageError(words, "no value of TIMEX3 such as 2031-05-07, P2W, FUTURE_REF")
    return words


def _yes(words: str) -> bool:
    if words not in ("yes", "true", "no", "false"):
        raise UsageError(words, "there are yes, no")
    return words in ("yes", "true")


def _member(members: Iterable[str], words: str) -> str:
    members = list(dict.fromkeys(members))
    if words not in members:
        there = ", ".join(members[:MANY]) or "none"
        raise UsageError(words, f"there are {there}{' …' * (len(members) > MANY)}")
    return words


_MODS = (
    "BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS",
    "EQUAL_OR_MORE", "START", "MID", "END", "APPROX",
)  # fmt: skip
_CODES: dict[str, Callable[[Json], Iterable[str]]] = {
    "mode": lambda event: modes_of(event["type"]),
    "cameo": lambda event: (row["code"] for row in table("cameo")),
    "country": lambda actor: (row["iso3"] for row in table("countries")),
    "mod": lambda time: _MODS,
    "sector": lambda actor: (row["sector"] for row in table("sectors")),
}
"""Fields whose values are codes of a list → those that an entry may have."""
MANY = 40
"""Members of a list that an error tells."""


def _place(words: str, text: str) -> Json:
    """The one place of the words in the report, or one told as START:END."""
    told = re.fullmatch(r"(\d+):(\d+)", words)
    if told:
        start, end = int(told[1]), int(told[2])
        if not start < end <= len(text):
            raise UsageError(words, f"no range of the report's {len(text)} characters")
        return {"start": start, "end": end, "text": text[start:end]}
    words = words.strip()
    places = [found.start() for found in re.finditer(re.escape(words), text)] if words else []
    if len(places) != 1:
        told_at = f"stand at {', '.join(map(str, places))}: say START:END" if places else "are not"
        raise UsageError(words, f"these words {told_at} in the report")
    return {"start": places[0], "end": places[0] + len(words), "text": words}


def _dated(words: str) -> Json:
    """A day, or first/last day, as stated."""
    first, _, last = words.partition("/")
    try:
        start = date.fromisoformat(first)
        end = (date.fromisoformat(last) if last else start) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise UsageError(words, "neither an ISO day nor two with / between") from None
    if start.year not in YEARS or end.year not in YEARS or end <= start:
        raise UsageError(words, "no run of days of the years 1000 to 9000")
    interval = {"start": start.isoformat(), "end": end.isoformat(), "grain": "day"}
    return {"how": "stated", "interval": interval, "time": None}
