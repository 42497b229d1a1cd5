"""Rows → an answer as CSV, JSON lines or JSON: every list has these by the end of its address."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from fastapi import Response

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


def as_file(name: str, rows: Iterable[Row], suffix: Suffix, next: str | None = None) -> Response:
    """Rows as a file of that name; a header tells the cursor to go on with."""
    rows = list(rows)
    told = _csv(rows) if suffix is Suffix.CSV else (
        "".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
        if suffix is Suffix.JSONL
        else json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=1)
    )  # fmt: skip
    headers = {"content-disposition": f'inline; filename="{name}.{suffix}"'}
    if next:
        headers["x-next-cursor"] = next
    return Response(told, media_type=KIND[suffix], headers=headers)


def _csv(rows: list[Row]) -> str:
    flat = [_flat(row) for row in rows]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    columns = list(flat[0]) if flat else []
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in flat)
    return written.getvalue()


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
