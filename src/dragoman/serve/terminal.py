"""Reading → lines for a terminal of 80 to 120 columns, colours only where they are wanted."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from dragoman.serve import wording
from dragoman.serve.sheet import Entry, Row, Section, sheet
from dragoman.spans import Text
from dragoman.types import Reading

WIDEST = 120
_QUOTE = 220
"""Characters of the report shown below an entry."""


def show(reading: Reading, console: Console) -> None:
    """Print one reading on a console, no line ending in blanks."""
    with console.capture() as printed:
        for part in _parts(reading):
            console.print(part, width=min(console.width, WIDEST))
    for line in printed.get().splitlines():
        console.file.write(line.rstrip() + "\n")


def _parts(reading: Reading) -> Iterator[RenderableType]:
    found = sheet(reading)
    yield Line(found.title, style="bold")
    yield Line(" · ".join(found.notes), style="dim")
    if not found.sections:
        yield Line("\nNothing found in this report.")
    for section in found.sections:
        yield Line(f"\n{section.title.upper()}", style="bold cyan")
        yield from _section(section, reading.article.text)


def _section(section: Section, text: Text) -> Iterator[RenderableType]:
    if section.name in ("actors", "times"):
        yield _list(section)
        return
    for entry in section.entries:
        yield _entry(entry, text)
        if entry.board:
            yield Padding(_board(entry.board, text), (0, 0, 0, 5), expand=False)


def _list(section: Section) -> Table:
    """One line an entry: what, and what is known of it."""
    table = Table.grid(padding=(0, 1), expand=False)
    table.add_column(width=4, justify="right", style="dim")
    table.add_column(ratio=2)
    table.add_column(ratio=5)
    for entry in section.entries:
        table.add_row(entry.id, Line(entry.lead), Line(" · ".join(entry.notes), style="dim"))
    return table


def _entry(entry: Entry, text: Text) -> Table:
    table = Table.grid(padding=(0, 1), expand=False)
    table.add_column(width=4, justify="right", style="dim")
    table.add_column(ratio=1)
    head = Line(entry.lead, style="bold")
    if entry.alert:
        head.append(" ").append(f" {entry.alert.upper()} ", style="bold white on red")
    if entry.notes:
        head.append(" · " + " · ".join(entry.notes), style="not bold cyan")
    table.add_row(entry.id, head)
    if entry.words:
        words = " … ".join(text[span] for span in entry.words)
        table.add_row("", Line(f"› {wording.short(words, _QUOTE)}", style="italic"))
    return table


def _board(rows: tuple[Row, ...], text: Text) -> Table:
    """Each side's claims, newest word first: ● its latest word, ○ what that replaced."""
    table = Table.grid(padding=(0, 1), expand=False)
    table.add_column(width=1)
    table.add_column(ratio=1)
    for row in rows:
        style = "" if row.standing else "dim"
        told = Line(f"{row.side}: ", style=style).append(row.state, style=style or "bold")
        notes = [note for note in (row.asserter, row.date or "no date") if note != row.side]
        told.append(" · " + " · ".join(notes), style="not bold cyan")
        table.add_row("●" if row.standing else "○", told)
        words = " … ".join(text[span] for span in row.words)
        table.add_row("", Line(f"› {wording.short(words, _QUOTE)}", style=f"italic {style}"))
    return table
