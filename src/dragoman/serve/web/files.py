"""Rows → an answer as CSV, JSON lines or JSON: every list has these by the end of its address."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain, islice
from typing import Any, TypeVar

from fastapi import Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from dragoman.serve.web import models
from dragoman.serve.web.ask import KINDS, MOST, Answer, Plain

Row = Mapping[str, Any]


class Suffix(StrEnum):
    """How a list is written; in its address after a dot."""

    CSV = "csv"
    JSONL = "jsonl"
    JSON = "json"


KIND = {
    Suffix.CSV: "text/csv; charset=utf-8",
    Suffix.JSONL: "application/jsonl; charset=utf-8",
    Suffix.JSON: "application/json",
}


Asked = TypeVar("Asked", bound=Plain)
_ENTRIES = dict.fromkeys(KINDS, models.Entry)
_MODELS: dict[str, type[BaseModel]] = {
    **_ENTRIES, "reports": models.Report, "processes": models.Process, "actors": models.Actor,
    "contradictions": models.Contradiction, "corrections": models.Correction,
    "judged": models.Correction,
}  # fmt: skip
_SPAN = ("words", "start", "end")
COLUMNS: dict[str, tuple[str, ...]] = {
    "memo": ("key", "title", "author", "made", "items"),
    "watch": ("key", "title", "kind", "asked", "author", "made", "seen"),
    "review": ("id", "kind", "report", "entry", "certainty", "why", "title"),
} | {
    name: tuple(
        column for field in model.model_fields for column in (_SPAN if field == "span" else [field])
    )
    for name, model in _MODELS.items()
}
"""Headings of a list without rows."""
PIECE = 200
"""Rows that are sent at once."""


def as_file(name: str, rows: Iterable[Row], suffix: Suffix, next: str | None = None) -> Response:
    """Rows as a file of that name, sent as they come; a header tells the cursor to go on with.

    What goes wrong before the first row is told as an error.
    """
    rest = iter(rows)
    first = list(islice(rest, 1))
    headers = {"content-disposition": f'inline; filename="{name}.{suffix}"'}
    if next:
        headers["x-next-cursor"] = next
    told = _WRITERS[suffix](chain(first, rest), COLUMNS[name])
    return StreamingResponse(_pieces(told), media_type=KIND[suffix], headers=headers)


def every(page: Callable[[Asked], Answer], asked: Asked) -> Iterator[Row]:
    """All rows from where someone asks on; those of one page when he says how many he wants."""
    if "limit" in asked.model_fields_set:
        yield from page(asked).items
        return
    cursor: str | None = asked.cursor
    while cursor is not None:
        found = page(asked.model_copy(update={"limit": MOST, "cursor": cursor}))
        yield from found.items
        cursor = found.next


def _pieces(told: Iterator[str]) -> Iterator[str]:
    while piece := "".join(islice(told, PIECE)):
        yield piece


def _csv(rows: Iterator[Row], known: Sequence[str]) -> Iterator[str]:
    columns: list[str] = []
    for row in map(_flat, rows):
        if not columns:
            columns = list(row)
            yield _line(columns)
        yield _line([_cell(row.get(name)) for name in columns])
    if not columns:
        yield _line(known)


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()


def _jsonl(rows: Iterator[Row], known: Sequence[str]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(dict(row), ensure_ascii=False) + "\n"


def _json(rows: Iterator[Row], known: Sequence[str]) -> Iterator[str]:
    mark = "[\n"
    for row in rows:
        yield mark + json.dumps(dict(row), ensure_ascii=False, indent=1)
        mark = ",\n"
    yield "\n]\n" if mark != "[\n" else "[]\n"


_WRITERS = {Suffix.CSV: _csv, Suffix.JSONL: _jsonl, Suffix.JSON: _json}


def _flat(row: Row) -> dict[str, Any]:
    """Words and parties of an entry as columns of their own."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "span":
            found |= {"words": value["text"], "start": value["start"], "end": value["end"]}
        elif name == "parties":
            roles = dict.fromkeys(party["role"] for party in value)
            found[name] = "; ".join(
                f"{role}: {', '.join(p['name'] for p in value if p['role'] == role)}"
                for role in roles
            )
        elif name == "said":
            found[name] = "; ".join(f"{one['side'] or 'reports'}: {one['state']}" for one in value)
        else:
            found[name] = value
    return found


def _cell(value: Any) -> str:
    """One line of text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    told = " ".join(str(value).split())
    return f"'{told}" if told[:1] in "=+-@" and told[:1] and not _number(told) else told


def _number(told: str) -> bool:
    try:
        float(told)
    except ValueError:
        return False
    return True
