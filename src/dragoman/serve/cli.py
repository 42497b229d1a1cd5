"""Command line → commands. Imports that take time stand in the commands that need them.

Exit codes: 0 done, 1 failed, 2 not understood, 3 done but some inputs failed, 130 interrupted.
"""

import errno
import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.errors import DateUnreadable, DragomanError, UsageError
from dragoman.serve import (
    asked_cli,
    board_cli,
    bulk_cli,
    profiles_cli,
    record_ask_cli,
    record_cli,
    record_correct_cli,
    web_cli,
)
from dragoman.serve.columns import Column, named
from dragoman.serve.record_options import Record

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""How a file tells that it takes no more."""

app = typer.Typer(
    name="dragoman",
    help="Reads news reports about diplomacy and conflict and keeps the record.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The program: runs a command and tells what went wrong as "what: which: why"."""
    # A cold start makes many lasting values; looking among them for garbage is a tenth of it.
    gc.set_threshold(100_000)
    # numpy's products are small here: its threads would only wait for each other.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character shows "?" instead of failing.
            stream.reconfigure(errors="replace")
    try:
        try:
            app(prog_name="dragoman")
        finally:
            sys.stdout.flush()
    except (UsageError, DateUnreadable) as error:
        tell(error)
        sys.exit(2)
    except DragomanError as error:
        tell(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        tell(f"cannot write: the output: {error.strerror}")
        # what still waits to be written would fail once more when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def tell(message: object) -> None:
    """A line to the one who watches, never into the data."""
    print(message, file=sys.stderr)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def dragoman(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    pass


@app.command()
def read(
    reports: Annotated[
        list[str],
        typer.Argument(metavar="REPORT...", help="Files, folders, patterns, URLs, or - for stdin."),
    ],
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DAY", help="Day of publication, as 2031-05-14; else as the page says."
        ),
    ] = None,
    column: Column = None,
    json: Annotated[bool, typer.Option("--json", help="One report as JSON.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Each report as a line of JSON.")] = False,
    html: Annotated[bool, typer.Option("--html", help="One report as a web page.")] = False,
    process: Annotated[
        bool, typer.Option("--process", help="All reports as one board, as `board` prints it.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there, not to stdout."),
    ] = None,
    private: Annotated[
        bool,
        typer.Option("--private", help="Also fetch from this machine and its own network."),
    ] = False,
    color: Annotated[
        bool | None,
        typer.Option("--color/--no-color", help="Colours; by default on a terminal only."),
    ] = None,
    width: Annotated[
        int | None,
        typer.Option(metavar="N", min=40, help="Columns; by default the terminal's, at most 120."),
    ] = None,
) -> None:
    """Read reports and print what they say."""
    from dragoman import as_day
    from dragoman.serve.reports import Form, Look, print_readings

    if process:
        if jsonl:
            raise UsageError("--process and --jsonl", "only one form at a time")
        board_cli.board(reports, published=published, json=json, html=html, output=output,
                        column=column, private=private, color=color, width=width)  # fmt: skip
    forms = [form for form, wanted in zip(Form, (json, jsonl, html), strict=False) if wanted]
    if len(forms) > 1:
        raise UsageError(" and ".join(f"--{form}" for form in forms), "only one form at a time")
    form = forms[0] if forms else Form.LINES
    look, columns = Look(color, width), named(column)
    code = print_readings(reports, as_day(published), form, look, output, private, columns)
    raise typer.Exit(code)


@app.command()
def vocabulary(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="One vocabulary; else all.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="As the tables of docs/reading.md.")
    ] = False,
) -> None:
    """Print the closed vocabularies: each member, what it means, an example."""
    from dragoman.serve.vocabulary import VOCABULARIES, as_json, as_lines, as_markdown

    if name is not None and name not in VOCABULARIES:
        raise UsageError(name, f"no such vocabulary; there are {', '.join(VOCABULARIES)}")
    if json and markdown:
        raise UsageError("--json and --markdown", "only one form at a time")
    tell_all = as_json if json else as_markdown if markdown else as_lines
    print(tell_all([name] if name else list(VOCABULARIES)))


@app.command()
def doctor(record: Record = None) -> None:
    """Check the machine, what is installed, the weights, the record and the room for it."""
    from dragoman.serve.doctor import check
    from dragoman.serve.settings import load

    wrong = False
    for fact in check(load(record=record)):
        print(f"WRONG: {fact.told}" if fact.wrong else fact.told)
        wrong = wrong or fact.wrong
    raise typer.Exit(int(wrong))


# Of two commands of one name the later one stands.
for commands in (board_cli.app, record_cli.app, record_ask_cli.app, record_correct_cli.app,
                 asked_cli.app, bulk_cli.app, profiles_cli.app, web_cli.app):  # fmt: skip
    app.add_typer(commands)


if __name__ == "__main__":
    main()
