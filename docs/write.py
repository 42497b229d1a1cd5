"""The parts of the documents that are made from the code; ``make docs`` writes them anew.

A part stands between ``<!-- NAME -->`` and ``<!-- /NAME -->``. The tutorials' commands are run, and
what they print is put under them (``docs/sessions.py``). Figures are put in by ``evals.readme``.
``tests/test_docs.py`` and ``tests/docs`` compare.
"""

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

# started as a script, Python looks for modules beside it only
sys.path.append(str(Path(__file__).resolve().parent.parent))

from docs import codebook, reference, sessions
from dragoman.ingest.extract import extract
from dragoman.ingest.fetch import fetch
from dragoman.pipeline import read_articles
from dragoman.processes.board import board
from dragoman.processes.story import tell
from dragoman.serve.board_sheet import board_sheet
from dragoman.serve.board_terminal import show_sheets
from dragoman.serve.terminal import show
from dragoman.serve.vocabulary import VOCABULARIES, as_markdown

EXAMPLE = "examples/strait_talks.txt"
PROCESS = "examples/summit"


def example() -> str:
    """What ``dragoman read`` prints for the example report, down to its statements."""
    printed = io.StringIO()
    for reading in read_articles([extract(fetch(EXAMPLE))]):
        show(reading, _console(printed))
    return _screen(f"dragoman read {EXAMPLE}", printed.getvalue(), "STATEMENTS")


def process() -> str:
    """What ``dragoman board`` prints for the example process, down to its tasks."""
    reports = sorted(Path(PROCESS).glob("*.txt"))
    story = tell(read_articles(extract(fetch(str(path))) for path in reports))
    printed = io.StringIO()
    sheets = [board_sheet(board(one), story.readings) for one in story.processes]
    show_sheets(sheets, _console(printed))
    return _screen(f"dragoman board {PROCESS}", printed.getvalue(), "TASKS")


def _console(printed: io.StringIO) -> Console:
    """80 columns without colours."""
    return Console(file=printed, width=80, no_color=True, highlight=False)


def _screen(command: str, printed: str, until: str) -> str:
    """A command and the beginning of what it prints; "…" stands for the rest."""
    shown = printed.partition(f"\n{until}\n")[0]
    return f"```console\n$ {command}\n{shown}\n…\n```"


def vocabularies() -> str:
    """The tables of all closed vocabularies."""
    return as_markdown(list(VOCABULARIES))


PARTS: dict[tuple[str, str], Callable[[], str]] = {
    ("README.md", "example"): example,
    ("README.md", "process"): process,
    ("docs/reading.md", "vocabularies"): vocabularies,
    ("docs/codebook.md", "vocabularies"): codebook.vocabularies,
    ("docs/codebook.md", "modes"): codebook.modes,
    ("docs/codebook.md", "crosswalk"): codebook.crosswalk,
    ("docs/codebook.md", "sectors"): codebook.sectors,
    ("docs/reference.md", "api"): reference.api,
}

SESSIONS = ("docs/tutorial-corpus.md", "docs/tutorial-deadline.md", "docs/tutorial-desk.md")
"""Documents whose commands are run."""


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
    """Write every part, every session and the figures into their documents."""
    from evals import readme

    for (document, name), make in PARTS.items():
        path = Path(document)
        page = path.read_text(encoding="utf-8")
        path.write_text(replaced(page, name, make()), encoding="utf-8")
    for document in SESSIONS:
        path = Path(document)
        path.write_text(sessions.written(path.read_text(encoding="utf-8")), encoding="utf-8")
    readme.write()


if __name__ == "__main__":
    main()
