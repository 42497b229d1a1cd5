"""An entry of a reading ⇄ the words by which another reading's entry is known to be the same.

An article's text is frozen, so words are known by where they stand. An anchor holds the words that
make an entry what it is (a statement's cue, an event's trigger, a meeting's mentions) and all its
others. In a later reading the entry is the one of that kind on the same words; when none is, or
two are equally, it is lost and said to be: nothing moves to words that merely look alike.
"""

from collections.abc import Iterator
from typing import Any

from dragoman.record.packing import spans

Json = dict[str, Any]

LISTS = {
    "attribution": "attributions",
    "statement": "statements",
    "event": "events",
    "meeting": "meetings",
    "condition": "conditions",
    "task": "tasks",
    "actor": "actors",
    "time": "times",
}
"""Kind of entry → where it stands in a document; a state stands in its meeting."""

ARTICLE = "article"
"""Kind of what is no entry: the report's own title, day and outlet."""

REFERENCES = {
    **dict.fromkeys(
        ("speaker", "addressees", "relays", "actors", "targets", "asserter", "participants",
         "set_by", "charged_by", "charged", "speaks_for"), "actor",
    ), "statement": "statement", "meeting": "meeting", "target": "meeting", "time": "time",
}  # fmt: skip
"""Fields that hold ids of other entries → the kind of these."""


class Lost(Exception):  # noqa: N818 - not an error: a later reading may differ
    """An anchor that leads to no entry, or to no single one; its words say why."""


def entries(document: Json, kind: str) -> list[Json]:
    """All entries of a kind, in order."""
    if kind == "state":
        return [claim for meeting in document["meetings"] for claim in meeting["states"]]
    found: list[Json] = document[LISTS[kind]]
    return found


def every(document: Json) -> Iterator[tuple[str, Json]]:
    """All entries with their kinds."""
    for kind in (*LISTS, "state"):
        for entry in entries(document, kind):
            yield kind, entry


def by_id(document: Json, id: str) -> tuple[str, Json]:
    """The entry of an id; `Lost` when there is none."""
    for kind, entry in every(document):
        if entry["id"] == id:
            return kind, entry
    raise Lost(f"no entry {id} in the newest reading")


def anchor(kind: str, entry: Json) -> Json:
    """What is kept of an entry to find it again; `id` is only for the eye."""
    return {"kind": kind, "id": entry["id"], "heads": _heads(kind, entry), "spans": _all(entry)}


def of_article() -> Json:
    """The anchor of a report's own fields."""
    return {"kind": ARTICLE, "id": ARTICLE, "heads": [], "spans": []}


def find(document: Json, wanted: Json) -> Json:
    """The entry that an anchor leads to; `Lost` when none or several are on its words."""
    if wanted["kind"] == ARTICLE:
        article: Json = document["article"]
        return article
    kind, heads = wanted["kind"], _places(wanted["heads"])
    near = [one for one in entries(document, kind) if _places(_heads(kind, one)) & heads]
    if not near:
        words = wanted["heads"][0]["text"] if wanted["heads"] else wanted["id"]
        raise Lost(f"the newest reading has no {kind} on “{words}”")
    others = _places(wanted["spans"])
    shared = [len(_places(_all(one)) & others) for one in near]
    if shared.count(max(shared)) > 1:
        raise Lost(
            f"the newest reading has several of kind {kind} on “{wanted['heads'][0]['text']}”"
        )
    return near[shared.index(max(shared))]


def anchored(document: Json, entry: Json) -> Json:
    """An entry whose references are anchors, to be kept for readings with other ids."""
    return {field: _to_anchor(document, field, value) for field, value in entry.items()}


def resolved(document: Json, entry: Json) -> Json:
    """The entry with the ids that its anchors have in a document; `Lost` when one leads nowhere."""
    return {field: _to_id(document, value) for field, value in entry.items()}


def _to_anchor(document: Json, field: str, value: Any) -> Any:
    if isinstance(value, dict) and "how" in value:
        return anchored(document, value)
    if field not in REFERENCES or value in (None, "outlet"):
        return value
    if isinstance(value, list):
        return [_to_anchor(document, field, one) for one in value]
    return {"anchor": anchor(*by_id(document, value))}


def _to_id(document: Json, value: Any) -> Any:
    if isinstance(value, list):
        return [_to_id(document, one) for one in value]
    if isinstance(value, dict) and value.keys() == {"anchor"}:
        return find(document, value["anchor"])["id"]
    if isinstance(value, dict) and "how" in value:
        return resolved(document, value)
    return value


def _heads(kind: str, entry: Json) -> list[Json]:
    """The words that make an entry what it is."""
    if kind == "statement":
        found = [entry["cue"]] if entry["cue"] else entry["content"]
    elif kind == "meeting":
        found = entry["mentions"]
    elif kind == "actor":
        found = [mention["span"] for mention in entry["mentions"]]
    else:
        found = [
            entry[{"attribution": "cue", "event": "trigger", "state": "evidence"}.get(kind, "span")]
        ]
    return list(found)


def _all(entry: Json) -> list[Json]:
    return list(spans({key: part for key, part in entry.items() if key != "states"}))


def _places(found: list[Json]) -> frozenset[tuple[int, int]]:
    return frozenset((span["start"], span["end"]) for span in found)
