"""Command line → the boards and changes of reports, without any record."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dragoman.serve.board_reports import Shape

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
    from dragoman.serve.board_reports import Asked, print_boards
    from dragoman.serve.reports import Inputs, Look

    asked = Asked(as_day(at), None, least)
    inputs = Inputs(reports, as_day(published), private)
    shape = _shape(json, markdown, html)
    raise typer.Exit(print_boards(inputs, asked, shape, Look(color, width), output))


@app.command()
def changes(
    reports: Reports,
    since: Annotated[
        str, typer.Option(metavar="DAY", help="What is new after the end of this day.")
    ],
    until: Until = None,
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
    from dragoman.serve.board_reports import Asked, print_boards
    from dragoman.serve.reports import Inputs, Look

    asked = Asked(as_day(until), as_day(since), least)
    inputs = Inputs(reports, as_day(published), private)
    shape = _shape(json, markdown, html)
    raise typer.Exit(print_boards(inputs, asked, shape, Look(color, width), output))


def _shape(json: bool, markdown: bool, html: bool) -> "Shape":
    """`UsageError` when more than one form is asked for."""
    from dragoman.errors import UsageError
    from dragoman.serve.board_reports import Shape

    wanted = {Shape.JSON: json, Shape.MARKDOWN: markdown, Shape.HTML: html}
    shapes = [shape for shape, yes in wanted.items() if yes]
    if len(shapes) > 1:
        raise UsageError(" and ".join(f"--{s}" for s in shapes), "only one form at a time")
    return shapes[0] if shapes else Shape.LINES
