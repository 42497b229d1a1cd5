"""Names on the command line → what arrives from them, with the settings of the record."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from dragoman.ingest.arrivals import Arrival
from dragoman.ingest.corpora import Layout
from dragoman.ingest.inputs import find_arrivals
from dragoman.ingest.manners import Manners
from dragoman.serve.settings import Settings


def arrivals(
    inputs: Iterable[str], published: date | None, settings: Settings, private: bool
) -> Iterator[Arrival]:
    """Files, folders, patterns, URLs, corpora, "-"; the columns of a corpus are told."""
    return find_arrivals(
        inputs, Layout(given=published, show=_tell), manners(settings, private, robots=False)
    )


def manners(settings: Settings, private: bool, robots: bool) -> Manners:
    """How pages are asked for."""
    return Manners(settings.contact, settings.delay, robots, private)


def files_of(failed: Iterable[str]) -> list[str]:
    """Names of inputs that failed → what is to be opened again: of a row ("a.jsonl:7") its file."""
    found: dict[str, None] = {}
    for which in failed:
        file, mark, number = which.rpartition(":")
        row = mark and number.isdigit() and not Path(which).exists() and Path(file).is_file()
        found[file if row else which] = None
    return list(found)


def _tell(which: str, how: str) -> None:
    print(f"columns: {which}: {how}", file=sys.stderr)
