"""Command line → statements and conditions, of reports or of a record.

Both commands read reports when they are given some, and ask the record when they are not. Of a
record they list entries one by one; what only linking tells (whom a statement contradicts, the fate
of a condition) and the forms for the eye are of its newest processes.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.errors import UsageError
from dragoman.serve.board_cli import (
    Color,
    Given,
    Html,
    Markdown,
    Output,
    Private,
    Published,
    Width,
    answer,
    chosen_shape,
    only,
)
from dragoman.serve.columns import Column
from dragoman.serve.record_options import (
    After,
    AsCsv,
    AsJson,
    AsJsonl,
    AsTable,
    Record,
    Since,
    Source,
    Until,
    day,
)

if TYPE_CHECKING:
    from dragoman.record.lists import Wanted
    from dragoman.serve.asked import Shape, View
    from dragoman.serve.asked_views import Whole

app = typer.Typer()

ROWS = 20
"""Entries of a record that are listed unless more are asked for."""
FATES = ("met", "dropped", "repeated", "unknown")
TOLD = frozenset({"markdown", "html"})
"""Forms of what is linked; an entry of a record has none of them."""

Reports = Annotated[
    list[str] | None,
    typer.Argument(metavar="[REPORT...]", help="As with `read`; the record without any."),
]
By = Annotated[
    str, typer.Option(metavar="WHO", help="Part of a name, or a country as three capitals.")
]
To = Annotated[str, typer.Option(metavar="WHO", help="The same of whom it is said to.")]
About = Annotated[str, typer.Option(metavar="WORDS", help="Only what has these words in it.")]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit", "-n", metavar="N", min=1, max=2**63 - 1, help="At most so many; of a record 20."
    ),
]


@app.command()
def said(
    reports: Reports = None,
    by: By = "",
    about: About = "",
    to: To = "",
    since: Since = None,
    until: Until = None,
    contradicts: Annotated[
        str,
        typer.Option(metavar="WHO", help="Only what his side's latest word on a meeting rivals."),
    ] = "",
    act: Annotated[str, typer.Option(metavar="NAME", help="As `vocabulary act` has it.")] = "",
    status: Annotated[str, typer.Option(metavar="STATUS", help="Only of this polarity.")] = "",
    channel: Annotated[str, typer.Option(metavar="NAME", help="Only through this channel.")] = "",
    source: Source = "",
    limit: Limit = None,
    after: After = None,
    json: AsJson = False,
    markdown: Markdown = False,
    html: Html = False,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    table: AsTable = False,
    output: Output = None,
    published: Published = None,
    column: Column = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Print who said what, and whom it contradicts."""
    shape = chosen_shape(json=json, markdown=markdown, html=html, jsonl=jsonl, csv=csv, table=table)
    from dragoman.processes.sayings import Sought
    from dragoman.serve.asked_views import said_view
    from dragoman.serve.vocabulary import member

    act, channel = member("act", act, "--act"), member("channel", channel, "--channel")
    status = member("polarity", status, "--status")
    first, last = day(since), day(until)
    sought = Sought(by, to, about, contradicts, act, channel, status, source, first, last)
    given = Given(reports, published, column, private, color, width, output, record)
    if not reports and not contradicts and shape not in TOLD:
        from dragoman.record.lists import Wanted

        wanted = Wanted("statement", about, by, to, act, status, channel, source, first, last)
        _list_record(given, wanted, shape, limit, after)
        return
    only("a list of the record", after=after)
    _answer(given, shape, lambda most, whole: said_view(sought, most, whole), limit, last)


@app.command()
def conditions(
    reports: Reports = None,
    by: By = "",
    about: About = "",
    since: Since = None,
    until: Until = None,
    status: Annotated[
        str, typer.Option(metavar="FATE", help="Only met, dropped, repeated or unknown.")
    ] = "",
    source: Source = "",
    limit: Limit = None,
    after: After = None,
    json: AsJson = False,
    markdown: Markdown = False,
    html: Html = False,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    table: AsTable = False,
    output: Output = None,
    published: Published = None,
    column: Column = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Print what each side wants first, and what became of it."""
    shape = chosen_shape(json=json, markdown=markdown, html=html, jsonl=jsonl, csv=csv, table=table)
    from dragoman.serve.asked_views import Demanded, conditions_view

    if status not in ("", *FATES):
        raise UsageError(f"--status {status}", f"there are {', '.join(FATES)}")
    first, last = day(since), day(until)
    wanted = Demanded(by, about, status, source, first, last)
    given = Given(reports, published, column, private, color, width, output, record)
    if not reports and not status and shape not in TOLD:
        from dragoman.record.lists import Wanted

        listed = Wanted("condition", about, by, source=source, since=first, until=last)
        _list_record(given, listed, shape, limit, after)
        return
    only("a list of the record", after=after)
    _answer(given, shape, lambda most, whole: conditions_view(wanted, most, whole), limit, last)


def _answer(
    given: Given, shape: "Shape", view: "Callable[[int | None, Whole], View]", limit: int | None,
    until: date | None,
) -> None:  # fmt: skip
    """Statements or conditions as they are linked: of reports all, of a record the newest."""
    from dragoman.processes.story import whole
    from dragoman.serve.asked_record import LISTED, together
    from dragoman.serve.asked_views import Chosen

    last = until - timedelta(days=1) if until else None
    if given.reports:
        answer(given, view(limit, whole), Chosen(), shape)
    else:
        answer(given, view(limit or ROWS, together), Chosen(until=last, most=LISTED), shape)


def _list_record(
    given: Given, wanted: "Wanted", shape: "Shape", limit: int | None, after: int | None
) -> None:
    """Entries of the record one by one, newest first: however many there are, found at once."""
    from dragoman.record.lists import find_items
    from dragoman.serve.record_lists import print_items
    from dragoman.serve.record_options import query
    from dragoman.serve.rows import Form
    from dragoman.serve.settings import load

    only("REPORT", output=given.output, published=given.published, private=given.private)
    form = Form.TABLE if shape == "lines" else Form(shape)
    with query(load(record=given.record)) as asked:
        print_items(find_items(asked, wanted, limit=limit or ROWS, after=after), form)
