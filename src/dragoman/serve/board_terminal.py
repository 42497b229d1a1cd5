"""Board sheet → lines for a terminal, or Markdown; both tell the same in the same order."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Words

from dragoman.serve import wording
from dragoman.serve.board_sheet import DIM, BoardSheet, Line, Part
from dragoman.serve.terminal import WIDEST

_QUOTE = 200
"""Characters of a report shown below a line."""

_MARKS = {"latest": "●", "earlier": "○", "overtaken": "◌", "withdrawn": "✕", "": "·"}
_SAID = {"overtaken": "before it was held", "withdrawn": "withdrawn"}


def show_sheets(sheets: Iterable[BoardSheet], console: Console) -> None:
    """Print sheets on a console, no line ending in blanks."""
    with console.capture() as printed:
        for at, sheet in enumerate(sheets):
            for part in [Words("")] * bool(at) + list(_sheet(sheet)):
                console.print(part, width=min(console.width, WIDEST))
    for line in printed.get().splitlines():
        console.file.write(line.rstrip() + "\n")


def _sheet(sheet: BoardSheet) -> Iterator[RenderableType]:
    yield Words(sheet.title, style="bold")
    yield Words(" · ".join(sheet.notes), style="dim")
    if not sheet.parts:
        yield Words("\nNothing.")
    for part in sheet.parts:
        yield from _part(part, sheet.lines(part))


def _part(part: Part, lines: Iterable[Line]) -> Iterator[RenderableType]:
    head = Words(f"\n{part.title.upper()}", style="bold cyan")
    if part.alert:
        head.append(" ").append(f" {part.alert.upper()} ", style="bold white on red")
    yield head
    for note in part.notes:
        yield Words(f"  {note}", style="cyan")
    yield Padding(_lines(lines), (0, 0, 0, 2), expand=False)


def _lines(lines: Iterable[Line]) -> Table:
    table = Table.grid(padding=(0, 1), expand=False)
    table.add_column(width=1)
    table.add_column(ratio=1)
    for line in lines:
        style = "dim" if line.mark in DIM else ""
        told = Words(f"{line.lead}: " if line.lead else "", style=style)
        told.append(line.told, style=style or "bold")
        notes = [*line.notes, *filter(None, [_SAID.get(line.mark)])]
        if notes:
            told.append(" · " + " · ".join(notes), style="not bold cyan")
        table.add_row(_MARKS[line.mark], told)
        for quote in line.quotes:
            words = f"› {wording.short(quote.words, _QUOTE)}"
            table.add_row("", Words(words, style=f"italic {style}").append(
                f" — {quote.source}", style="not italic dim"))  # fmt: skip
    return table


def write_markdown(sheets: Iterable[BoardSheet], file: TextIO) -> None:
    """The same sheets as Markdown, each line an item."""
    for at, sheet in enumerate(sheets):
        print("\n" * bool(at) + f"# {_plain(sheet.title)}\n\n{' · '.join(sheet.notes)}", file=file)
        if not sheet.parts:
            print("\nNothing.", file=file)
        for part in sheet.parts:
            alert = f" **{part.alert}**" if part.alert else ""
            print(f"\n## {_plain(part.title)}{alert}\n", file=file)
            for note in part.notes:
                print(f"{_plain(note)}  ", file=file)
            if part.notes:
                print(file=file)
            for line in sheet.lines(part):
                print(_item(line), file=file)


def _item(line: Line) -> str:
    lead = f"{_plain(line.lead)}: " if line.lead else ""
    notes = [*line.notes, *filter(None, [_SAID.get(line.mark, line.mark)])]
    told = f"- {lead}**{_plain(line.told)}**" if line.told else f"- {lead.rstrip(': ')}"
    if notes:
        told += " · " + _plain(" · ".join(notes))
    for quote in line.quotes:
        source = f"[{_plain(quote.source)}](<{quote.url}>)" if quote.url else _plain(quote.source)
        told += f"\n  > {_plain(quote.words)} — {source}"
    return told


def _plain(words: str) -> str:
    """Words in which no sign means anything to Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in words)
