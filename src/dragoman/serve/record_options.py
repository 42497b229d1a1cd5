"""Options that commands over a record share, and how they open it."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman import as_day
from dragoman.serve.settings import Settings

if TYPE_CHECKING:
    from dragoman.record.query import Query
    from dragoman.record.store import Store

Record = Annotated[
    Path | None,
    typer.Option("--record", "-r", metavar="FILE", help="The record; else as set, dragoman.db."),
]
Source = Annotated[str, typer.Option("--source", metavar="NAME", help="Only from this outlet.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DAY", help="From this day on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Before this day.")]
LARGEST = 2**63 - 1
"""The largest number that a record can hold."""
Limit = Annotated[
    int, typer.Option("--limit", "-n", metavar="N", min=1, max=LARGEST, help="At most so many.")
]
After = Annotated[
    int | None,
    typer.Option(
        "--after", metavar="KEY", min=-LARGEST, max=LARGEST, help="Go on after the row of this key."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
AsJsonl = Annotated[bool, typer.Option("--jsonl", help="Each row as a line of JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="As CSV.")]
AsTable = Annotated[bool, typer.Option("--table", help="As a table, as without any of these.")]


def day(given: str | None) -> date | None:
    """An ISO day of the command line; `DateUnreadable` for anything else."""
    return as_day(given)


def store(settings: Settings) -> "Store":
    """The record, to write."""
    from dragoman.record.store import Store
    from dragoman.serve.json_load import settled

    return Store(settings.record, settled, settings.patience, tell)


def tell(words: str) -> None:
    """What a record is being renewed for, beside what was asked."""
    print(words, file=sys.stderr)


def query(settings: Settings) -> "Query":
    """The record, to read."""
    from dragoman.record.query import Query
    from dragoman.serve.json_load import settled

    return Query(settings.record, settled, settings.patience)
