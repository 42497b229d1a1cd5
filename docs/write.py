"""The parts of the documents that are made from the code; ``make docs`` writes them anew.

A part stands between ``<!-- NAME -->`` and ``<!-- /NAME -->``. ``tests/test_docs.py`` compares.
"""

import io
import re
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from dragoman.ingest.extract import extract
from dragoman.ingest.fetch import fetch
from dragoman.pipeline import read_articles
from dragoman.serve.terminal import show
from dragoman.serve.vocabulary import VOCABULARIES, as_markdown

EXAMPLE = "examples/strait_talks.txt"


def example() -> str:
    """What ``dragoman read`` prints for the example report, on 80 columns without colours."""
    printed = io.StringIO()
    console = Console(file=printed, width=80, no_color=True, highlight=False)
    for reading in read_articles([extract(fetch(EXAMPLE))]):
        show(reading, console)
    return f"```console\n$ dragoman read {EXAMPLE}\n{printed.getvalue()}```"


def vocabularies() -> str:
    """The tables of all closed vocabularies."""
    return as_markdown(list(VOCABULARIES))


PARTS: dict[tuple[str, str], Callable[[], str]] = {
    ("README.md", "example"): example,
    ("docs/reading.md", "vocabularies"): vocabularies,
}


def part(page: str, name: str) -> str:
    """What stands between the markers of a part."""
    found = _pattern(name).search(page)
    if not found:
        raise ValueError(f"document: {name}: has no such markers")
    return found[2]


def replaced(page: str, name: str, content: str) -> str:
    """The page with another content between the markers."""
    return _pattern(name).sub(lambda found: f"{found[1]}{content}{found[3]}", page)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name} -->\n)(.*?)(\n<!-- /{name} -->)", re.DOTALL)


def main() -> None:
    """Write every part into its document."""
    for (document, name), make in PARTS.items():
        path = Path(document)
        page = path.read_text(encoding="utf-8")
        path.write_text(replaced(page, name, make()), encoding="utf-8")


if __name__ == "__main__":
    main()
