"""Command line → boards, changes, processes, meetings, timelines of reports, without any record."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dragoman.serve.asked import Shape, View

app = typer.Typer()

Reports = Annotated[
    list[str],
    typer.Argument(metavar="REPORT...", help="Files, folders, patterns, URLs, or - for stdin."),
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


@app.command()
def board(
    reports: Reports,
    at: Until = None,
    about: About = "",
    least: Least = 1,
    published: Published = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
) -> None:
    """Link reports into processes and print what each side says of each meeting now."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, board_view

    view = board_view(Chosen(about, least, as_day(at)))
    shape = chosen_shape(json=json, markdown=markdown, html=html)
    answer(reports, view, shape, published, private, color, width, output)


@app.command()
def changes(
    reports: Reports,
    since: Annotated[
        str, typer.Option(metavar="DAY", help="What is new after the end of this day.")
    ],
    until: Until = None,
    about: About = "",
    least: Least = 1,
    published: Published = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
) -> None:
    """Print what is new, turned, newly contested, dated or moved; nothing merely repeated."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, changes_view

    view = changes_view(Chosen(about, least, as_day(until), as_day(since)))
    shape = chosen_shape(json=json, markdown=markdown, html=html)
    answer(reports, view, shape, published, private, color, width, output)


@app.command()
def process(
    reports: Reports,
    at: Until = None,
    about: About = "",
    least: Least = 1,
    published: Published = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
) -> None:
    """Print what belongs to each process and why: sides, meetings, reports, sources."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, process_view

    view = process_view(Chosen(about, least, as_day(at)))
    shape = chosen_shape(json=json, markdown=markdown, html=html)
    answer(reports, view, shape, published, private, color, width, output)


@app.command()
def meeting(
    reports: Reports,
    at: Until = None,
    about: About = "",
    least: Least = 1,
    published: Published = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
) -> None:
    """Print all that is told of each meeting: every word, day and place, with all witnesses."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, meeting_view

    view = meeting_view(Chosen(about, least, as_day(at)))
    shape = chosen_shape(json=json, markdown=markdown, html=html)
    answer(reports, view, shape, published, private, color, width, output)


@app.command()
def timeline(
    reports: Reports,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="From this day on; else from the first.")
    ] = None,
    until: Until = None,
    about: About = "",
    least: Least = 1,
    published: Published = None,
    json: Json = False,
    markdown: Markdown = False,
    html: Html = False,
    output: Output = None,
    private: Private = False,
    color: Color = None,
    width: Width = None,
) -> None:
    """Print each process day by day: what was said, planned, done, demanded and charged."""
    from dragoman import as_day
    from dragoman.serve.asked_views import Chosen, timeline_view

    view = timeline_view(Chosen(about, least, as_day(until), as_day(since)))
    shape = chosen_shape(json=json, markdown=markdown, html=html)
    answer(reports, view, shape, published, private, color, width, output)


def answer(
    reports: list[str],
    view: "View",
    shape: "Shape",
    published: str | None,
    private: bool,
    color: bool | None,
    width: int | None,
    output: Path | None,
) -> None:
    """Read the reports, print what is asked of them, and stop with the exit code."""
    from dragoman import as_day
    from dragoman.serve.asked import print_asked
    from dragoman.serve.reports import Inputs, Look

    inputs = Inputs(reports, as_day(published), private)
    raise typer.Exit(print_asked(inputs, view, shape, Look(color, width), output))


def chosen_shape(**wanted: bool) -> "Shape":
    """The shape whose flag is set, lines without any; `UsageError` for two."""
    from dragoman.errors import UsageError
    from dragoman.serve.asked import Shape

    flags = [name for name, is_set in wanted.items() if is_set]
    if len(flags) > 1:
        raise UsageError(" and ".join(f"--{name}" for name in flags), "only one form at a time")
    return Shape(flags[0]) if flags else Shape.LINES
