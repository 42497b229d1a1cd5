"""Columns of tables of reports (CSV, Parquet, JSONL): named by the caller, and told as found."""

import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.errors import UsageError

if TYPE_CHECKING:
    from dragoman.ingest.corpora import Layout

Column = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="Column of a table that fills a field: text, title, date, source, url, language.",
    ),
]


def named(given: Iterable[str] | None) -> dict[str, str]:
    """ "text=body" → field and column. `UsageError` for other words, and a field told twice."""
    found: dict[str, str] = {}
    for words in given or ():
        field, mark, column = words.partition("=")
        if not (field and mark and column):
            raise UsageError(f"--column {words}", "is told as FIELD=NAME, as text=body")
        if field in found:
            raise UsageError(f"--column {words}", f"{field} is {found[field]} already")
        found[field] = column
    return found


def layout(
    columns: dict[str, str], published: date | None, told_day: date | None = None
) -> "Layout":
    """How tables are read; each way in which one is understood is told once."""
    from dragoman.ingest.corpora import Layout

    told: set[tuple[str, str]] = set()

    def show(which: str, how: str) -> None:
        if (which, how) not in told:
            told.add((which, how))
            print(f"columns: {which}: {how}", file=sys.stderr)

    return Layout(columns, published, show, told_day)
