"""Rows of values → a table for the eye, or JSON, JSON lines or CSV for programs."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from dragoman.errors import UsageError
from dragoman.serve.wording import clean

Row = Mapping[str, Any]

_LONG = frozenset({"words", "snippet", "title", "message", "held"})
_WHOLE = frozenset({"day", "first", "id", "article", "number", "state"})
"""Columns that take the room that is left, and columns that are never wrapped."""
_NOTHING: tuple[object, ...] = (None, "", 0, [], ())


class Form(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def chosen(**wanted: bool) -> Form:
    """The form whose flag is set, a table without any; `UsageError` for two."""
    flags = [name for name, is_set in wanted.items() if is_set]
    if len(flags) > 1:
        raise UsageError(" and ".join(f"--{name}" for name in flags), "only one form at a time")
    return Form(flags[0]) if flags else Form.TABLE


def print_rows(rows: Iterable[Row], form: Form, columns: Mapping[str, str]) -> None:
    """Rows in order. A table and CSV have the columns (name → heading), the others all that is."""
    if form is Form.JSON:
        print(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))
    elif form is Form.JSONL:
        for row in rows:
            print(json.dumps(dict(row), ensure_ascii=False))
    elif form is Form.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    else:
        _table(list(rows), columns)


def _table(rows: list[Row], columns: Mapping[str, str]) -> None:
    if not rows:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    # A column in which nothing stands takes no room.
    used = {name for row in rows for name in columns if row.get(name) not in _NOTHING}
    columns = {name: heading for name, heading in columns.items() if name in used}
    for name, heading in columns.items():
        if name in _LONG:
            table.add_column(heading, overflow="fold", ratio=1)
        else:
            table.add_column(heading, overflow="fold", max_width=22, no_wrap=name in _WHOLE)
    for row in rows:
        table.add_row(*(Text(clean(_cell(row.get(name)))) for name in columns))
    console = Console(highlight=False)
    with console.capture() as printed:
        console.print(table, width=max(80, min(console.width, 140)))
    for line in printed.get().splitlines():
        print(line.rstrip())


def _cell(value: Any) -> str:
    """A value as one line of text; lists are told with "; " between."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(_cell(part) for part in value)
    return " ".join(str(value).split())
