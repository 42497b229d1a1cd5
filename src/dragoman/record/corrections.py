"""A reading and what people hold of it → the reading as it is shown.

A judgement is never changed and never leaves the record: one that was wrong is undone by another.
Each tells what it is on by an anchor (`anchors`), so that it holds for every later reading, too.

    field    {"item": anchor, "field": "act", "value": "deny"}       a field is otherwise
    field    {"item": {"kind": "article"}, "field": "title", "value": …}    of the article itself
    wrong    {"item": anchor}                                        the report does not say it
    missing  {"kind": "statement", "entry": {…}}                     the report says this, too
    merge    {"item": anchor, "into": anchor}                        both are one
    split    {"item": anchor, "spans": [span, …]}                    these words are of another
    link     {"left": …, "right": …, "verdict": …}                   across reports, for the linker
    process  {…}                                                     of a process, for the linker
    undo                                                             `undoes` no longer holds
"""

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from dragoman.record.anchors import (
    ARTICLE,
    LISTS,
    REFERENCES,
    Lost,
    entries,
    every,
    find,
    resolved,
)

Json = dict[str, Any]
Settle = Callable[[Json], Json]
"""Makes anew what a document derives from its entries (a meeting's latest claims)."""

_PREFIXES = {
    "statement": "s", "event": "e", "meeting": "m", "condition": "c", "task": "k", "actor": "a",
    "time": "t", "attribution": "q",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """What someone holds, and why; `number` and `made` are given by the record."""

    kind: str
    author: str
    body: Json = field(default_factory=dict)
    article: str | None = None
    """Id of the article that it is on; None for links and processes."""
    reason: str = ""
    undoes: int | None = None
    made: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a judgement on one reading."""

    judgement: Judgement
    state: str
    """applied; orphan: its words have no such entry; found: what was missing is now read; undone"""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    document: Json
    outcomes: tuple[Outcome, ...]


def corrected(
    document: Json, judgements: Iterable[Judgement], settle: Settle = lambda one: one
) -> Corrected:
    """A reading and all judgements on it, in order → what is shown, and what became of each."""
    judgements = tuple(judgements)
    if not judgements:
        return Corrected(document, ())
    shown = copy.deepcopy(document)
    undone = undone_by(judgements)
    outcomes = []
    for one in judgements:
        if one.kind in _APPLY:
            outcome = Outcome(one, "undone") if one.number in undone else _outcome(shown, one)
            outcomes.append(outcome)
    return Corrected(settle(shown), tuple(outcomes))


def article_corrected(about: Json, judgements: Iterable[Judgement]) -> Json:
    """An article's own fields and all judgements on its report → the fields as they are shown."""
    on_it = tuple(one for one in judgements if one.kind == "undo" or is_on_article(one))
    shown: Json = corrected({"article": about}, on_it).document["article"]
    return shown


def is_on_article(judgement: Judgement) -> bool:
    """Whether it is on the article's own fields."""
    return bool(judgement.body.get("item", {}).get("kind") == ARTICLE)


def undone_by(judgements: Iterable[Judgement]) -> frozenset[int]:
    """The numbers of those that no longer hold; what undoes may itself be undone."""
    undone: set[int] = set()
    for one in sorted(judgements, key=lambda judgement: -judgement.number):
        if one.undoes is not None and one.number not in undone:
            undone.add(one.undoes)
    return frozenset(undone)


def _outcome(shown: Json, judgement: Judgement) -> Outcome:
    # Tried on a copy: one that fails half-way leaves nothing behind.
    tried = copy.deepcopy(shown)
    try:
        state = _APPLY[judgement.kind](tried, judgement.body)
    except Lost as lost:
        return Outcome(judgement, "orphan", str(lost))
    shown.clear()
    shown.update(tried)
    return Outcome(judgement, state)


def _set_field(document: Json, body: Json) -> str:
    entry = find(document, body["item"])
    *path, last = body["field"].split(".")
    for name in path:
        if not isinstance(entry.get(name), dict):
            raise Lost(f"{body['field']}: the newest reading has none")
        entry = entry[name]
    entry[last] = _of_its_words(document, resolved(document, {last: body["value"]})[last])
    if body["item"]["kind"] == "event" and last in ("type", "mode"):
        entry["cameo"] = None  # made anew where the document is settled, as is a mode of no type
    return "applied"


def _of_its_words(document: Json, value: Any) -> Any:
    """A date held to be that of words → the days that these words tell in this reading."""
    if not isinstance(value, dict) or not value.get("time"):
        return value
    (time,) = (one for one in document["times"] if one["id"] == value["time"])
    if time["interval"] is None:
        raise Lost(f"“{time['span']['text']}” tells no day in the newest reading")
    return {**value, "interval": time["interval"]}


def _remove(document: Json, body: Json) -> str:
    entry = find(document, body["item"])
    _drop(document, body["item"]["kind"], entry)
    _refer(document, entry["id"], None)
    return "applied"


def _add(document: Json, body: Json) -> str:
    kind, entry = body["kind"], resolved(document, body["entry"])
    try:
        find(document, body["item"])
    except Lost:
        if kind == "state":
            _add_state(document, entry)
        else:
            entry["id"] = _free_id(document, kind)
            document[LISTS[kind]].append(entry)
        return "applied"
    return "found"


def _add_state(document: Json, entry: Json) -> None:
    """A claim tells its meeting beside its own fields."""
    id = entry.pop("of")
    meeting = next((one for one in document["meetings"] if one["id"] == id), None)
    if meeting is None:
        raise Lost(f"{id} is no meeting of the newest reading")
    entry["id"] = _free_state(meeting)
    meeting["states"].append(entry)


def _merge(document: Json, body: Json) -> str:
    kind = body["item"]["kind"]
    gone, kept = find(document, body["item"]), find(document, body["into"])
    if gone is kept:
        return "found"
    for name in ("mentions", "participants", "content"):
        if name in kept:
            kept[name] = _together(kept[name], gone[name])
    for claim in gone.get("states", []):
        claim["id"] = _free_state(kept)
        kept["states"].append(claim)
    _drop(document, kind, gone)
    _refer(document, gone["id"], kept["id"])
    return "applied"


def _split(document: Json, body: Json) -> str:
    """A meeting's or an actor's mentions, and a meeting's claims, on the words become another's."""
    kind, entry = body["item"]["kind"], find(document, body["item"])
    places = {(span["start"], span["end"]) for span in body["spans"]}
    other = {**copy.deepcopy(entry), "id": _free_id(document, kind)}
    for name in ("mentions", "states"):
        if name in entry:
            other[name] = [one for one in entry[name] if _place(one) in places]
            entry[name] = [one for one in entry[name] if _place(one) not in places]
    if not other["mentions"] or not entry["mentions"]:
        raise Lost("the newest reading has not both of them on these words")
    for number, claim in enumerate(other.get("states", []), 1):
        claim["id"] = f"{other['id']}.{number}"
    document[LISTS[kind]].append(other)
    return "applied"


_APPLY: dict[str, Callable[[Json, Json], str]] = {
    "field": _set_field,
    "wrong": _remove,
    "missing": _add,
    "merge": _merge,
    "split": _split,
}


def _drop(document: Json, kind: str, entry: Json) -> None:
    if kind == "state":
        for meeting in document["meetings"]:
            meeting["states"] = [one for one in meeting["states"] if one is not entry]
    else:
        document[LISTS[kind]] = [one for one in entries(document, kind) if one is not entry]


def _refer(document: Json, old: str, new: str | None) -> None:
    """What refers to an entry refers to another, or to none."""
    for _, entry in every(document):
        for holder in (entry, entry.get("when") or {}, entry.get("planned") or {}):
            for name in REFERENCES.keys() & holder.keys():
                holder[name] = _referred(holder[name], old, new, name, entry["id"])


def _referred(value: Any, old: str, new: str | None, name: str, id: str) -> Any:
    if isinstance(value, list):
        renewed = [new if one == old else one for one in value]
        return list(dict.fromkeys(one for one in renewed if one is not None))
    if value != old:
        return value
    if new is None and name == "asserter":
        raise Lost(f"it is the one who asserts {id}; correct that first")
    return new


def _place(one: Json) -> tuple[int, int]:
    span = one.get("evidence") or one.get("span") or one
    return span["start"], span["end"]


def _together(one: list[Any], other: list[Any]) -> list[Any]:
    """Both without what is in both; spans and mentions in the order of the text."""
    found = [*one, *(part for part in other if part not in one)]
    if all(isinstance(part, dict) for part in found):
        found.sort(key=lambda part: part.get("span", part)["start"])
    return found


def _free_id(document: Json, kind: str) -> str:
    used = {entry["id"] for entry in entries(document, kind)}
    number = len(used) + 1
    while f"{_PREFIXES[kind]}{number}" in used:
        number += 1
    return f"{_PREFIXES[kind]}{number}"


def _free_state(meeting: Json) -> str:
    numbers = [int(claim["id"].rpartition(".")[2]) for claim in meeting["states"]]
    return f"{meeting['id']}.{max(numbers, default=0) + 1}"
