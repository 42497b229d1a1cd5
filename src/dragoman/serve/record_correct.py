"""What someone holds of an entry → a judgement of the record, tried before it is kept."""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dragoman import as_day
from dragoman.errors import UsageError
from dragoman.record.anchors import REFERENCES, Lost, anchor, anchored, by_id, find, of_article
from dragoman.record.corrections import Judgement, corrected, is_on_article
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.record_values import DATES, blank, some_words, value_of
from dragoman.serve.settings import Settings
from dragoman.types import OUTLET

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """What the command line says; one of the ways to correct."""

    entry: str = ""
    fields: tuple[str, ...] = ()
    """Each NAME=VALUE."""
    wrong: bool = False
    missing: str = ""
    """A kind of entry."""
    merge: str = ""
    """Id of the entry that it is one with, and whose id remains."""
    split: tuple[str, ...] = ()
    """Words of mentions and claims that are another's."""
    at: Json | None = None
    """The anchor of the entry as someone looked at it: its id may be another's by now."""


def judgements(document: Json, held: Held) -> list[tuple[str, Json]]:
    """Kind and body of each judgement; `UsageError` for what makes no sense."""
    ways = [bool(held.wrong), bool(held.missing), bool(held.merge), bool(held.split)]
    if sum(ways) > 1 or (held.fields and any(ways) and not held.missing):
        raise UsageError("correct", "one way at a time: fields, wrong, missing, merge or split")
    text = document["article"]["text"]
    if held.missing:
        return [_missing(document, held.missing, _pairs(held.fields), text)]
    if not held.entry and not any(ways):
        if not held.fields:
            raise UsageError("correct", "nothing is held: ENTRY NAME=VALUE, published=DAY …")
        return [_of_article(document, *pair) for pair in _pairs(held.fields).items()]
    kind, entry = _looked_at(document, held)
    item = anchor(kind, entry)
    if held.wrong:
        return [("wrong", {"item": item})]
    if held.merge:
        other, into = _entry(document, held.merge)
        if other != kind:
            raise UsageError(f"--merge {held.merge}", f"is a {other}, and {held.entry} a {kind}")
        return [("merge", {"item": item, "into": anchor(other, into)})]
    if held.split:
        spans = [_span_of(kind, entry, words) for words in held.split]
        return [("split", {"item": item, "spans": spans})]
    if not held.fields:
        raise UsageError(held.entry, "nothing is held of it: NAME=VALUE, --wrong, --merge, --split")
    found = []
    given = _pairs(held.fields)
    for name in sorted(given, key=_rank):
        words = given[name]
        if (name, words) == ("speaks_for", entry["id"]):
            raise UsageError(f"{name}={words}", "nobody speaks for himself; none tells that")
        value = _of_time(document, name, words) or value_of(kind, entry, name, words, text)
        kept = _references(document, {name: value})[name]
        entry = {**entry, name: value}  # what the next may be hangs on it: modes are of a type
        found.append(("field", {"item": item, "field": name, "value": kept}))
    return found


def correct(query: Query, store: Store, id: str, held: Held, author: str, reason: str) -> list[int]:
    """Keep what is held of a report → the judgements' numbers; nothing when one does not fit."""
    document = query.shown(id).document
    made = [Judgement(kind, author, body, id, reason) for kind, body in judgements(document, held)]
    tried(document, made)
    numbers = [store.judge(one) for one in made]
    if any(one.body.get("field") == "published" and is_on_article(one) for one in made):
        from dragoman.serve.record_reread import renew

        renew(query, store, id)
    return numbers


def author_of(settings: Settings) -> str:
    """Who judges: as set, else the name that the machine knows."""
    try:
        return settings.author or getpass.getuser()
    except (OSError, KeyError):
        raise UsageError("author", "not known; say --author NAME") from None


def tried(document: Json, made: Sequence[Judgement]) -> None:
    """`UsageError` for judgements of which one changes nothing of the reading, or leaves none."""
    try:
        found = corrected(document, made, settled)
        from_dict(found.document)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise UsageError(made[0].kind, f"makes no reading ({error})") from None
    for outcome in found.outcomes:
        if outcome.state != "applied":
            why = outcome.why or "the newest reading has it already"
            raise UsageError(outcome.judgement.kind, why)


def _of_article(document: Json, name: str, words: str) -> tuple[str, Json]:
    """A field of the report itself: its day of publication, its outlet or its title."""
    if name == "published":
        day = as_day(words)
        value: Any = {**document["article"][name], "day": str(day), "how": "given"}
    elif name in ("source", "title"):
        value = some_words(name, words)
    else:
        raise UsageError(name, "of a report itself there are published, source, title")
    return "field", {"item": of_article(), "field": name, "value": value}


def _missing(document: Json, kind: str, given: dict[str, str], text: str) -> tuple[str, Json]:
    entry = blank(kind, given, text)
    kept = _references(document, entry)
    if kind == "state":
        kept["of"] = {"anchor": anchor(*_entry(document, entry["of"]))}
    return "missing", {"kind": kind, "item": anchor(kind, entry), "entry": kept}


def _looked_at(document: Json, held: Held) -> tuple[str, Json]:
    if held.at is None:
        return _entry(document, held.entry)
    try:
        return held.at["kind"], find(document, held.at)
    except Lost as lost:
        raise UsageError(held.entry, f"was read anew meanwhile: {lost}") from None


def _rank(name: str) -> int:
    """The modes and codes that an event may have are those of its type."""
    return {"type": 0, "mode": 1}.get(name, 2)


def _entry(document: Json, id: str) -> tuple[str, Json]:
    try:
        return by_id(document, id)
    except Lost as lost:
        raise UsageError(id or "ENTRY", str(lost)) from None


def _of_time(document: Json, name: str, words: str) -> Json | None:
    """The date that words of the report tell, named by their id: "when=t2"."""
    times = {time["id"]: time for time in document["times"]} if name in DATES else {}
    if words not in times:
        return None
    if times[words]["interval"] is None:
        raise UsageError(words, "tells no day")
    return {"how": "stated", "interval": times[words]["interval"], "time": words}


def _references(document: Json, entry: Json) -> Json:
    """References as anchors; `UsageError` for one that is not of the kind that its field holds."""
    for name in REFERENCES.keys() & entry.keys():
        value = entry[name]
        for id in value if isinstance(value, list) else [value]:
            if id is None or (name, id) == ("asserter", OUTLET):
                continue
            kind, _ = _entry(document, id)
            if kind != REFERENCES[name]:
                raise UsageError(f"{name}={id}", f"is of kind {kind}, and not {REFERENCES[name]}")
    try:
        return anchored(document, entry)
    except Lost as lost:
        raise UsageError("reference", str(lost)) from None


def _pairs(fields: tuple[str, ...]) -> dict[str, str]:
    pairs = [field.partition("=") for field in fields]
    names = [name for name, _, _ in pairs]
    for name, mark, _ in pairs:
        if not mark:
            raise UsageError(name, "not of the form NAME=VALUE")
        if names.count(name) > 1:
            raise UsageError(name, "is told more than once")
    return {name: value for name, _, value in pairs}


def _span_of(kind: str, entry: Json, words: str) -> Json:
    """The mention or claim of an entry on the words."""
    found: list[Json] = [one.get("span", one) for one in entry.get("mentions", [])]
    found += [claim["evidence"] for claim in entry.get("states", [])]
    same = [s for s in found if words in (s["text"], f"{s['start']}:{s['end']}")]
    if len(same) != 1:
        there = "; ".join(f"“{span['text']}” {span['start']}:{span['end']}" for span in found)
        why = "several mentions or claims" if same else "no mention or claim"
        raise UsageError(words, f"{why} of {entry['id']}: of words or START:END it has {there}")
    return same[0]
