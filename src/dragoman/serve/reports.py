"""Names of reports → their readings, printed in one form; what cannot be read is told."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dragoman.errors import UsageError
from dragoman.serve.columns import layout
from dragoman.types import Article, Failure, Reading

if TYPE_CHECKING:
    from rich.console import Console

DONE, FAILED, PARTLY = 0, 1, 3
"""Exit codes of a run over reports."""


class Form(StrEnum):
    """How a reading is printed."""

    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and columns; None leaves them to the terminal."""

    color: bool | None = None
    width: int | None = None

    def console(self, file: TextIO) -> "Console":
        """A console of this look that prints into a file."""
        from rich.console import Console

        return Console(
            file=file,
            width=self.width,
            force_terminal=self.color or None,
            # Without colours there is no bold or dim either: nothing but the words.
            color_system=None if self.color is False or "NO_COLOR" in os.environ else "auto",
            highlight=False,
        )


@dataclass(slots=True)
class Inputs:
    """Names of files, folders, patterns, URLs → articles; failures are told at once and kept."""

    reports: list[str]
    published: date | None
    private: bool = False
    """Whether URLs of this machine and its network may be fetched."""
    columns: dict[str, str] = field(default_factory=dict)
    """Field → column of a table, where a name does not tell it."""
    failures: list[Failure] = field(default_factory=list)
    read: int = 0

    def __iter__(self) -> Iterator[Article]:
        from dragoman.ingest.inputs import find_arrivals
        from dragoman.ingest.manners import Manners

        found_in = layout(self.columns, self.published)
        manners = Manners(robots=False, private=self.private)
        for arrival in find_arrivals(self.reports, found_in, manners):
            found = arrival.found
            if isinstance(found, Failure):
                self.failures.append(found)
                print(found.message, file=sys.stderr)
                continue
            self.read += 1
            if self.read == 2 and self.published is not None:
                told = "stands for every report, above what its own page tells"
                print(f"one day for all: --published {self.published}: {told}", file=sys.stderr)
            _warn(arrival.which, found)
            yield found


def _warn(which: str, article: Article) -> None:
    """What the reader should know although the report is read."""
    if not article.language.lower().startswith("en"):
        told = f"it is in {article.language!r}, and only English is understood"
        print(f"not in English: {which}: {told}", file=sys.stderr)
    if article.published.day is None:
        told = "weekdays and the like stay open; --published DAY settles them"
        print(f"no date of publication: {which}: {told}", file=sys.stderr)
    for conflict in article.published.conflicts:
        day = article.published.day
        told = f"{article.published.how} says {day}, which is used, but {conflict}"
        print(f"dates disagree: {which}: {told}", file=sys.stderr)


def print_readings(
    reports: list[str],
    published: date | None,
    form: Form,
    look: Look,
    output: Path | None,
    private: bool = False,
    columns: dict[str, str] | None = None,
) -> int:
    """Read and print reports in order → exit code. `UsageError` before anything is read."""
    if len(reports) > 1 and form in (Form.JSON, Form.HTML):
        raise UsageError(f"--{form}", "takes one report; use --jsonl for several")
    if reports.count("-") > 1:
        raise UsageError("-", "standard input can be read once only")
    from dragoman.pipeline import read_articles

    inputs = Inputs(reports, published, private, columns or {})
    articles = iter(inputs)
    if form in (Form.JSON, Form.HTML):
        only = list(islice(articles, 2))
        if len(only) > 1:
            raise UsageError(f"--{form}", f"{reports[0]} holds several; use --jsonl for them")
        articles = iter(only)
    with ExitStack() as stack:
        put: Callable[[Reading], None] | None = None
        for reading in read_articles(articles):
            if put is None:
                # Opened only now: a run that reads nothing leaves no empty file behind.
                put = _printer(form, look, open_output(output, stack))
            put(reading)
    return exit_code(inputs)


def exit_code(inputs: Inputs) -> int:
    failed = len(inputs.failures)
    all_of_them = failed + inputs.read
    if failed and all_of_them > 1:
        print(f"{failed} of {all_of_them} reports could not be read", file=sys.stderr)
    if not failed:
        return DONE
    return FAILED if failed == all_of_them else PARTLY


def open_output(output: Path | None, stack: ExitStack) -> TextIO:
    if output is None:
        return sys.stdout
    try:
        return stack.enter_context(output.open("w", encoding="utf-8", errors="replace"))
    except OSError as error:
        raise UsageError(str(output), f"cannot be written ({error.strerror})") from None


def _printer(form: Form, look: Look, file: TextIO) -> Callable[[Reading], None]:
    """What prints one reading; each form imports only what it needs."""
    if form is Form.HTML:
        from dragoman.serve.page import page

        return lambda reading: print(page(reading), end="", file=file)
    if form is Form.LINES:
        from dragoman.serve.terminal import show

        console = look.console(file)
        return lambda reading: show(reading, console)
    from dragoman.serve.json_view import to_json

    indent = 2 if form is Form.JSON else None
    return lambda reading: print(to_json(reading, indent=indent), file=file, flush=True)
