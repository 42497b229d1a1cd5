"""Two readings of one text → what the later one reads otherwise.

Entries are the same when they stand on the same words (`anchors`); their ids are not compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.record.anchors import LISTS, REFERENCES, Lost, anchor, by_id, entries, find

Json = dict[str, Any]

_DERIVED = frozenset(("id", "states", "latest", "contested", "family", "certainty"))


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is new, gone or changed."""

    kind: str
    what: str
    """new, gone or changed"""
    entry: str
    """Its id in the later reading; in the earlier one when it is gone."""
    words: str
    fields: tuple[tuple[str, Any, Any], ...] = ()
    """Of a changed one: field, value before, value after; references as names or words."""


def difference(before: Json, after: Json) -> tuple[Change, ...]:
    """What changed from one document to a later one of the same article, kind by kind."""
    return tuple(change for kind in (*LISTS, "state") for change in _of(kind, before, after))


def _of(kind: str, before: Json, after: Json) -> Iterator[Change]:
    kept: set[str] = set()
    for entry in entries(before, kind):
        try:
            same = find(after, anchor(kind, entry))
        except Lost:
            yield Change(kind, "gone", entry["id"], _words(kind, entry))
            continue
        kept.add(same["id"])
        fields = tuple(_fields(_plain(before, entry), _plain(after, same)))
        if fields:
            yield Change(kind, "changed", same["id"], _words(kind, same), fields)
    for entry in entries(after, kind):
        if entry["id"] not in kept:
            yield Change(kind, "new", entry["id"], _words(kind, entry))


def _fields(before: Json, after: Json) -> Iterator[tuple[str, Any, Any]]:
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            yield name, before.get(name), after.get(name)


def _plain(document: Json, entry: Json) -> Json:
    """An entry with what it refers to by words, and its spans by theirs."""
    return {
        name: _value(document, value, name in REFERENCES)
        for name, value in sorted(entry.items())
        if name not in _DERIVED
    }


def _value(document: Json, value: Any, refers: bool) -> Any:
    if isinstance(value, list):
        return [_value(document, one, refers) for one in value]
    if isinstance(value, dict):
        if "text" in value:
            return value["text"]
        return {name: _value(document, one, name in REFERENCES) for name, one in value.items()}
    if refers and value not in (None, "outlet"):
        kind, entry = by_id(document, value)
        return entry["name"] if kind == "actor" else _words(kind, entry)
    return value


def _words(kind: str, entry: Json) -> str:
    heads = anchor(kind, entry)["heads"]
    return str(heads[0]["text"]) if heads else ""
