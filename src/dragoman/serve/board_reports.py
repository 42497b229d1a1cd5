"""Names of reports → their boards or changes, printed in one form."""

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from dragoman.errors import UsageError
from dragoman.processes.board import board
from dragoman.processes.changes import changes
from dragoman.processes.link import link
from dragoman.processes.values import Process
from dragoman.serve.board_sheet import BoardSheet, board_sheet, changes_sheet
from dragoman.serve.reports import FAILED, Inputs, Look, exit_code, open_output
from dragoman.types import Reading


class Shape(StrEnum):
    """How boards are printed."""

    LINES = "lines"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Asked:
    """The board of a day, or with `since` what changed from that day to the other."""

    until: date | None = None
    since: date | None = None
    least: int = 1
    """Reports that a process must have to be shown."""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"--since {self.since}", f"later than {self.until}")


def print_boards(
    inputs: Inputs, asked: Asked, shape: Shape, look: Look, output: Path | None
) -> int:
    """Read reports, link them and print the board or the changes of each process → exit code.

    `UsageError` before anything is read.
    """
    if inputs.reports.count("-") > 1:
        raise UsageError("-", "standard input can be read once only")
    from dragoman.pipeline import read_articles

    readings = {reading.article.id: reading for reading in read_articles(inputs)}
    if not readings:
        return FAILED
    processes = [p for p in link(readings.values()) if len(p.reports) >= asked.least]
    if not processes:
        print("no meeting is told in these reports", file=sys.stderr)
    with ExitStack() as stack:
        file = open_output(output, stack)
        if shape is Shape.JSON:
            values = [_value(process, asked, readings) for process in processes]
            print(json.dumps(values, ensure_ascii=False, indent=2), file=file)
        else:
            sheets = [_sheet(process, asked, readings) for process in processes]
            _print(sheets, shape, look, file)
    return exit_code(inputs)


def _value(process: Process, asked: Asked, readings: Mapping[str, Reading]) -> object:
    from dragoman.serve.board_json import board_json, changes_json

    now = board(process, asked.until)
    if asked.since is None:
        return board_json(now, readings)
    news = changes(process, asked.since, now.at)
    return changes_json(process, news, asked.since, now.at, readings)


def _sheet(process: Process, asked: Asked, readings: Mapping[str, Reading]) -> BoardSheet:
    now = board(process, asked.until)
    if asked.since is None:
        return board_sheet(now, readings)
    news = changes(process, asked.since, now.at)
    return changes_sheet(process, news, asked.since, now.at, readings)


def _print(sheets: Sequence[BoardSheet], shape: Shape, look: Look, file: TextIO) -> None:
    """Each shape imports only what it needs."""
    if shape is Shape.HTML:
        from dragoman.serve.board_page import board_page

        print(board_page(sheets), end="", file=file)
    elif shape is Shape.MARKDOWN:
        from dragoman.serve.board_terminal import write_markdown

        write_markdown(sheets, file)
    else:
        from dragoman.serve.board_terminal import show_sheets

        show_sheets(sheets, look.console(file))
