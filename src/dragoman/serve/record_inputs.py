"""Names on the command line → what arrives from them, with the settings of the record."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from dragoman.ingest.arrivals import Arrival
from dragoman.ingest.inputs import Course, find_arrivals
from dragoman.ingest.manners import Manners
from dragoman.serve.columns import layout
from dragoman.serve.settings import Settings


def arrivals(
    inputs: Iterable[str], columns: dict[str, str], published: date | None, polite: Manners,
    course: Course | None = None, told: date | None = None,
) -> Iterator[Arrival]:  # fmt: skip
    """Files, folders, patterns, URLs, corpora, "-"; the columns of a corpus are told.

    The day that a feed `told` counts where a page tells none.
    """
    return find_arrivals(inputs, layout(columns, published, told), polite, course=course)


def manners(settings: Settings, private: bool, robots: bool) -> Manners:
    """How pages are asked for."""
    return Manners(settings.contact, settings.delay, robots, private)


def files_of(failed: Iterable[str]) -> list[str]:
    """Names of inputs that failed → what is to be opened again: of a row ("a.jsonl:7") its file.

    What came through standard input is there no more, and is told.
    """
    found: dict[str, None] = {}
    for which in failed:
        file, mark, number = which.rpartition(":")
        if "-" in (which, file):
            way = f"add it again, and `dragoman failures --settle {which}`"
            print(f"{which}: came through standard input; {way}", file=sys.stderr)
            continue
        row = mark and number.isdigit() and not Path(which).exists() and Path(file).is_file()
        found[file if row else which] = None
    return list(found)
