"""What the tables of an archive hold: table → column → its type, and the Arrow schemas of it.

Types: ``text``, ``number``, ``real``, ``flag``, ``day``, ``texts`` (a list). Every row tells its
input by ``row``, the number of the input in the whole run, and its report by ``report``; ``id`` is
the entry's id in the reading. ``day`` … ``until`` is a date as a half-open interval of days. The
table of readings has the whole of each as JSON where that was asked for, else no row.
"""

from functools import cache
from typing import Any

SCHEMA = "dragoman.bulk/1"
"""Name and version of the form; the number rises when a column changes its meaning or goes."""

Columns = dict[str, str]

_ROW: Columns = {"row": "number", "report": "text"}
_ENTRY: Columns = {**_ROW, "id": "text"}
_WHEN: Columns = {"day": "day", "until": "day", "at": "text", "grain": "text", "dated": "text"}
_WORDS: Columns = {"words": "text", "start": "number", "end": "number"}
_LOCATION: Columns = {
    "place_name": "text", "place_kind": "text", "place_how": "text", "place_country": "text",
    "place_admin1": "text", "place_unit": "text", "latitude": "real", "longitude": "real",
    "geonames": "text",
}  # fmt: skip
"""Of `types.Place`: where the words of `place` are in the world."""
_MEETING: Columns = {
    "meeting_kind": "text", "meeting_name": "text", "participants": "texts",
    "participant_names": "texts", "participant_countries": "texts",
}  # fmt: skip


def _party(name: str) -> Columns:
    """One actor: id, name, country."""
    return {name: "text", f"{name}_name": "text", f"{name}_country": "text"}


def _parties(name: str, one: str) -> Columns:
    """Several actors: lists of the same length and order, null where the report does not tell."""
    parts = ("names", "kinds", "countries", "sectors", "roles")
    return {name: "texts", **{f"{one}_{part}": "texts" for part in parts}}


TABLES: dict[str, Columns] = {
    "articles": {
        **_ROW, "input": "text", "title": "text", "day": "day", "day_from": "text",
        "conflicts": "texts", "source": "text", "url": "text", "wire": "text", "place": "text",
        "language": "text", "version": "text", "weights": "text", "text": "text",
    },
    "statements": {
        **_ENTRY, **_party("speaker"), "act": "text", "form": "text", "polarity": "text",
        "channel": "text", "platform": "text", "addressees": "texts", "addressee_names": "texts",
        "relays": "texts", "relay_names": "texts", "cue": "text", "place": "text", **_WHEN,
        **_WORDS,
    },
    "events": {
        **_ENTRY, "type": "text", "mode": "text", "cameo": "text", "status": "text",
        **_parties("actors", "actor"), **_parties("targets", "target"), **_party("asserter"),
        "statement": "text", "relays": "texts", "relay_names": "texts", "meeting": "text",
        "condition": "text", "place": "text", **_LOCATION, "trigger": "text", **_WHEN, **_WORDS,
    },
    "meetings": {
        **_ENTRY, **_MEETING, "place": "text", "contested": "flag", **_WHEN, **_WORDS,
    },
    "meeting_states": {
        **_ENTRY, "meeting": "text", **_MEETING, "state": "text", "family": "text",
        **_party("asserter"), "side": "text", "hedged": "flag", "denies": "text",
        "statement": "text", **_WHEN, **_WORDS,
    },
    "conditions": {
        **_ENTRY, **_party("set_by"), "kind": "text", "meeting": "text",
        "statement": "text", **_WORDS,
    },
    "tasks": {
        **_ENTRY, "charged_by": "texts", "charged_by_names": "texts", "charged": "texts",
        "charged_names": "texts", **_party("asserter"), "meeting": "text", **_WORDS,
    },
    "actors": {
        **_ENTRY, "name": "text", "kind": "text", "role": "text", "country": "text",
        "sector": "text", "speaks_for": "text", "mentions": "number", **_WORDS,
    },
    "evidence": {**_ROW, "entry": "text", "part": "text", "number": "number", **_WORDS},
    "readings": {**_ROW, "document": "text"},
    "failures": {
        "row": "number", "input": "text", "error": "text", "message": "text", "bug": "flag",
    },
}  # fmt: skip

INPUT: Columns = {
    "row": "number",
    "input": "text",
    "content": "bytes",
    "kind": "text",
    "charset": "text",
    "table": "flag",
    "url": "text",
    "title": "text",
    "date": "text",
    "source": "text",
    "language": "text",
    "error": "text",
    "message": "text",
}
"""What `read_batch` takes: an input's bytes and what its carrier told, or why there are none."""


def arrow_schema(columns: Columns, metadata: dict[str, str] | None = None) -> Any:
    """Columns → ``pyarrow.Schema``."""
    import pyarrow

    types = _types()
    fields = [pyarrow.field(name, types[kind]) for name, kind in columns.items()]
    return pyarrow.schema(fields, metadata)


@cache
def _types() -> dict[str, Any]:
    import pyarrow

    return {
        "text": pyarrow.string(),
        "number": pyarrow.int64(),
        "real": pyarrow.float64(),
        "flag": pyarrow.bool_(),
        "day": pyarrow.date32(),
        "bytes": pyarrow.binary(),
        "texts": pyarrow.list_(pyarrow.string()),
    }
