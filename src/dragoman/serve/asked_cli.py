"""Command line → statements and conditions, of reports or of a record.

Both commands read reports when they are given some, and ask the record when they are not.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.errors import UsageError
from dragoman.serve.board_cli import (
    Color,
    Html,
    Markdown,
    Output,
    Private,
    Published,
    Width,
    answer,
    chosen_shape,
)
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
    from dragoman.serve.asked import Shape

app = typer.Typer()

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
    typer.Option("--limit", "-n", metavar="N", min=1, help="At most so many; of a record 20."),
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
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Print who said what, and whom it contradicts."""
    shape = chosen_shape(json=json, markdown=markdown, html=html, jsonl=jsonl, csv=csv, table=table)
    first, last = day(since), day(until)
    if not reports:
        from dragoman.record.lists import Wanted

        _only("REPORT", contradicts=contradicts, output=output, published=published,
              private=private)  # fmt: skip
        wanted = Wanted("statement", about, by, to, act, status, channel, source, first, last)
        _ask_record(wanted, shape, limit, after, record)
        return
    from dragoman.processes.sayings import Sought
    from dragoman.serve.asked_views import said_view

    _only("a record", after=after, record=record)
    sought = Sought(by, to, about, contradicts, act, channel, status, source, first, last)
    view = said_view(sought, limit)
    answer(reports, view, shape, published, private, color, width, output)


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
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Print what each side wants first, and what became of it."""
    shape = chosen_shape(json=json, markdown=markdown, html=html, jsonl=jsonl, csv=csv, table=table)
    first, last = day(since), day(until)
    if not reports:
        from dragoman.record.lists import Wanted

        _only("REPORT", status=status, output=output, published=published, private=private)
        wanted = Wanted("condition", about, by, source=source, since=first, until=last)
        _ask_record(wanted, shape, limit, after, record)
        return
    from dragoman.serve.asked_views import Demanded, conditions_view

    _only("a record", after=after, record=record)
    view = conditions_view(Demanded(by, about, status, source, first, last), limit)
    answer(reports, view, shape, published, private, color, width, output)


def _only(of: str, **given: object) -> None:
    """`UsageError` for an option that means nothing here."""
    for name, value in given.items():
        if value not in (None, "", False):
            raise UsageError(f"--{name}", f"only with {of}")


def _ask_record(
    wanted: "Wanted", shape: "Shape", limit: int | None, after: int | None, record: Path | None
) -> None:
    from dragoman.record.lists import find_items
    from dragoman.serve.record_lists import print_items
    from dragoman.serve.record_options import query
    from dragoman.serve.rows import Form
    from dragoman.serve.settings import load

    if shape in ("markdown", "html"):
        raise UsageError(f"--{shape}", "only with REPORT")
    form = Form.TABLE if shape == "lines" else Form(shape)
    with query(load(record=record)) as asked:
        print_items(find_items(asked, wanted, limit=limit or 20, after=after), form)
