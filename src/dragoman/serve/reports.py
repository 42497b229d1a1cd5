"""Names of reports → their readings, printed in one form; what cannot be read is told."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from dragoman.errors import DragomanError, UsageError
from dragoman.types import Article, Failure, Reading

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


@dataclass(slots=True)
class _Inputs:
    """Reports by name → articles; failures are told at once and kept."""

    reports: list[str]
    published: date | None
    failures: list[Failure] = field(default_factory=list)

    def __iter__(self) -> Iterator[Article]:
        from dragoman.ingest.extract import extract
        from dragoman.ingest.fetch import fetch

        for which in self.reports:
            try:
                article = extract(fetch(which), self.published)
            except DragomanError as error:
                self.failures.append(Failure(which, type(error).__name__, str(error)))
                print(error, file=sys.stderr)
                continue
            _warn(which, article)
            yield article


def _warn(which: str, article: Article) -> None:
    """What the reader should know although the report is read."""
    if not article.language.lower().startswith("en"):
        told = f"the page says it is in {article.language!r}, and only English is understood"
        print(f"not in English: {which}: {told}", file=sys.stderr)
    if article.published.day is None:
        told = "weekdays and the like stay open; --published DAY settles them"
        print(f"no date of publication: {which}: {told}", file=sys.stderr)
    for conflict in article.published.conflicts:
        day = article.published.day
        told = f"{article.published.how} says {day}, which is used, but {conflict}"
        print(f"dates disagree: {which}: {told}", file=sys.stderr)


def print_readings(
    reports: list[str], published: date | None, form: Form, look: Look, output: Path | None
) -> int:
    """Read and print reports in order → exit code. `UsageError` before anything is read."""
    if len(reports) > 1 and form in (Form.JSON, Form.HTML):
        raise UsageError(f"--{form}", "takes one report; use --jsonl for several")
    if reports.count("-") > 1:
        raise UsageError("-", "standard input can be read once only")
    from dragoman.pipeline import read_articles

    inputs = _Inputs(reports, published)
    with ExitStack() as stack:
        put: Callable[[Reading], None] | None = None
        for reading in read_articles(inputs):
            if put is None:
                # Opened only now: a run that reads nothing leaves no empty file behind.
                put = _printer(form, look, _open(output, stack))
            put(reading)
    return _code(inputs)


def _code(inputs: _Inputs) -> int:
    failed, all_of_them = len(inputs.failures), len(inputs.reports)
    if failed and all_of_them > 1:
        print(f"{failed} of {all_of_them} reports could not be read", file=sys.stderr)
    if not failed:
        return DONE
    return FAILED if failed == all_of_them else PARTLY


def _open(output: Path | None, stack: ExitStack) -> TextIO:
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
        from rich.console import Console

        from dragoman.serve.terminal import show

        console = Console(
            file=file,
            width=look.width,
            force_terminal=look.color or None,
            # Without colours there is no bold or dim either: nothing but the words.
            color_system=None if look.color is False or "NO_COLOR" in os.environ else "auto",
            highlight=False,
        )
        return lambda reading: show(reading, console)
    from dragoman.serve.json_view import to_json

    indent = 2 if form is Form.JSON else None
    return lambda reading: print(to_json(reading, indent=indent), file=file, flush=True)
