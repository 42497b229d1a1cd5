"""Readings and what is asked of them → printed in one form, wherever the readings were kept."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from dragoman.errors import UsageError
from dragoman.processes.story import Story, tell
from dragoman.serve.board_sheet import BoardSheet
from dragoman.serve.reports import FAILED, Inputs, Look, exit_code, open_output

ROWS = frozenset({"jsonl", "csv", "table"})


class Shape(StrEnum):
    """How an answer is printed."""

    LINES = "lines"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class View:
    """What is asked: what each answer is made of, and how it becomes a sheet or a JSON value."""

    find: Callable[[Story], Sequence[tuple[Any, ...]]]
    sheet: Callable[..., BoardSheet]
    value: Callable[..., Any]
    rows: Callable[..., Sequence[Mapping[str, Any]]] | None = None
    """Of a list, which has one answer: its rows."""
    columns: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    """Whether it tells more of a process than its board: all statements, acts, judgements."""


def print_asked(inputs: Inputs, view: View, shape: Shape, look: Look, output: Path | None) -> int:
    """Read reports, link them and print the answer → exit code.

    `UsageError` before anything is read, and for a name that nothing has.
    """
    if inputs.reports.count("-") > 1:
        raise UsageError("-", "standard input can be read once only")
    from dragoman.pipeline import read_articles

    story = tell(read_articles(inputs))
    if not story.readings:
        return FAILED
    print_story(story, view, shape, look, output)
    return exit_code(inputs)


def print_story(
    story: Story, view: View, shape: Shape, look: Look, output: Path | None,
    beside: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """The answer in one shape, `beside` told with each JSON value; nothing is opened before."""
    found = view.find(story)
    if shape in ROWS:
        _print_rows(view, found, shape, output)
        return
    with ExitStack() as stack:
        if shape is Shape.JSON:
            values = [view.value(*each) | (beside or {}) for each in found]
            told = values[0] if view.rows else values
            print(json.dumps(told, ensure_ascii=False, indent=2), file=open_output(output, stack))
        else:
            sheets = [view.sheet(*each) for each in found]
            _print_sheets(sheets, shape, look, open_output(output, stack))


def _print_rows(
    view: View, found: Sequence[tuple[Any, ...]], shape: Shape, output: Path | None
) -> None:
    from dragoman.serve.rows import Form, print_rows

    if view.rows is None:
        raise UsageError(f"--{shape}", "this is no list")
    if output is not None:
        raise UsageError(f"--output with --{shape}", "rows go to standard output")
    for each in found:
        print_rows(view.rows(*each), Form(shape), view.columns)


def _print_sheets(sheets: Sequence[BoardSheet], shape: Shape, look: Look, file: TextIO) -> None:
    if shape is Shape.HTML:
        from dragoman.serve.board_page import board_page

        print(board_page(sheets), end="", file=file)
    elif shape is Shape.MARKDOWN:
        from dragoman.serve.board_terminal import write_markdown

        write_markdown(sheets, file)
    else:
        from dragoman.serve.board_terminal import show_sheets

        show_sheets(sheets, look.console(file))
