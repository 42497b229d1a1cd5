"""Command line → boards, changes, processes, meetings, timelines, of reports or of the record.

They read reports when they are given some, and ask the record when they are not.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.serve.columns import Column, named
from dragoman.serve.record_options import Record

if TYPE_CHECKING:
    from dragoman.serve.asked import Shape, View
    from dragoman.serve.asked_views import Chosen

app = typer.Typer()

Reports = Annotated[
    list[str] | None,
    typer.Argument(metavar="[REPORT...]", help="As with `read`; the record without any."),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Day of publication of all; else as each page says."),
]
Until = Annotated[
    str | None, typer.Option(metavar="DAY", help="As known at the end of this day; else the last.")
]
About = Annotated[str, typer.Option(metavar="WORDS", help="Only what has these words in its name.")]
Least = Annotated[
    int, typer.Option(metavar="N", min=1, help="Only processes that so many reports tell.")
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", metavar="N", min=1,
                 help="At most so many processes; of a record 5."),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="As Markdown.")]
Html = Annotated[bool, typer.Option("--html", help="As a web page.")]
Private = Annotated[
    bool, typer.Option("--private", help="Also fetch from this machine and its own network.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not to stdout.")
]
Color = Annotated[
    bool | None,
    typer.Option("--color/--no-color", help="Colours; by default on a terminal only."),
]
Width = Annotated[
    int | None,
    typer.Option(metavar="N", min=40, help="Columns; by default the terminal's, at most 120."),
]


@dataclass(frozen=True, slots=True)
class Given:
    """What all these commands are given."""

    reports: list[str] | None
    published: str | None
    columns: list[str] | None
    private: bool
    color: bool | None
    width: int | None
    output: Path | None
    record: Path | None


@app.command()
def board(
    reports: Reports = None,
    at: Until = None,
    about: About = "",
    least: Least = 1,
    limit: Limit = None,
    published: Published = None,
    column: Column = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Link reports into processes and print what each side says of each meeting now."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, board_view

    shape = chosen_shape(json=json, markdown=markdown, html=html)
    chosen = Chosen(about, least, as_day(at), most=limit)
    given = Given(reports, published, column, private, color, width, output, record)
    answer(given, board_view(chosen), chosen, shape)


@app.command()
def changes(
    since: Annotated[
        str, typer.Option(metavar="DAY", help="What is new after the end of this day.")
    ],
    reports: Reports = None,
    until: Until = None,
    about: About = "",
    least: Least = 1,
    limit: Limit = None,
    published: Published = None,
    column: Column = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Print what is new, turned, newly contested, dated or moved; nothing merely repeated."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, changes_view

    shape = chosen_shape(json=json, markdown=markdown, html=html)
    chosen = Chosen(about, least, as_day(until), as_day(since), most=limit)
    given = Given(reports, published, column, private, color, width, output, record)
    answer(given, changes_view(chosen), chosen, shape)


@app.command()
def process(
    reports: Reports = None,
    at: Until = None,
    about: About = "",
    least: Least = 1,
    limit: Limit = None,
    published: Published = None,
    column: Column = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Print what belongs to each process and why: sides, meetings, reports, sources."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, process_view

    shape = chosen_shape(json=json, markdown=markdown, html=html)
    chosen = Chosen(about, least, as_day(at), most=limit)
    given = Given(reports, published, column, private, color, width, output, record)
    answer(given, process_view(chosen), chosen, shape)


@app.command()
def meeting(
    reports: Reports = None,
    at: Until = None,
    about: About = "",
    least: Least = 1,
    limit: Limit = None,
    published: Published = None,
    column: Column = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Print all that is told of each meeting: every word, day and place, with all witnesses."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, meeting_view

    shape = chosen_shape(json=json, markdown=markdown, html=html)
    chosen = Chosen(about, least, as_day(at), most=limit)
    given = Given(reports, published, column, private, color, width, output, record)
    answer(given, meeting_view(chosen), chosen, shape)


@app.command()
def timeline(
    reports: Reports = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="From this day on; else from the first.")
    ] = None,
    until: Until = None,
    about: About = "",
    least: Least = 1,
    limit: Limit = None,
    published: Published = None,
    column: Column = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
    record: Record = None,
) -> None:
    """Print each process day by day: what was said, planned, done, demanded and charged."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, timeline_view

    shape = chosen_shape(json=json, markdown=markdown, html=html)
    chosen = Chosen(about, least, as_day(until), as_day(since), most=limit)
    given = Given(reports, published, column, private, color, width, output, record)
    answer(given, timeline_view(chosen), chosen, shape)


def answer(given: Given, view: "View", chosen: "Chosen", shape: "Shape") -> None:
    """Read the reports or ask the record, print the answer, and stop with the exit code."""
    from dragoman.serve.reports import Look

    look = Look(given.color, given.width)
    if not given.reports:
        from dragoman.serve.asked_record import print_record
        from dragoman.serve.settings import load

        only("REPORT", published=given.published, column=given.columns, private=given.private)
        settings = load(record=given.record)
        raise typer.Exit(print_record(settings, view, chosen, shape, look, given.output))
    from dragoman import as_day
    from dragoman.serve.asked import print_asked
    from dragoman.serve.reports import Inputs

    only("a record", record=given.record)
    columns = named(given.columns)
    inputs = Inputs(given.reports, as_day(given.published), given.private, columns)
    raise typer.Exit(print_asked(inputs, view, shape, look, given.output))


def only(of: str, **given: object) -> None:
    """`UsageError` for an option that means nothing here."""
    from dragoman.errors import UsageError

    for name, value in given.items():
        if value not in (None, "", False):
            raise UsageError(f"--{name}", f"only with {of}")


def chosen_shape(**wanted: bool) -> "Shape":
    """The shape whose flag is set, lines without any; `UsageError` for two."""
    from dragoman.errors import UsageError
    from dragoman.serve.asked import Shape

    flags = [name for name, is_set in wanted.items() if is_set]
    if len(flags) > 1:
        raise UsageError(" and ".join(f"--{name}" for name in flags), "only one form at a time")
    return Shape(flags[0]) if flags else Shape.LINES
