"""Board sheets → one self-contained HTML page, in the style of the page of a reading.

Nothing is fetched and nothing is trusted: the page's policy forbids every load, each piece of a
report is escaped, and only http(s) addresses become links.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from dragoman import __version__
from dragoman.serve.board_sheet import DIM, BoardSheet, Line, Part, Quote
from dragoman.serve.page import static

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def board_page(sheets: Iterable[BoardSheet]) -> str:
    """A whole document, ready to be saved and opened."""
    sheets = list(sheets)
    title = escape(sheets[0].title if len(sheets) == 1 else f"{len(sheets)} processes")
    body = "".join(map(_sheet, sheets)) or "<main><p>Nothing.</p></main>"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title} – dragoman</title>",
            f"<style>{static('page.css')}\n{static('board.css')}</style></head>",
            f"<body>{body}<footer>Read by dragoman {__version__}.</footer></body></html>\n",
        ]
    )


def _sheet(sheet: BoardSheet) -> str:
    notes = escape(" · ".join(sheet.notes))
    parts = "".join(_part(part, sheet.brief) for part in sheet.parts) or "<p>Nothing.</p>"
    return (
        f'<header><h1>{escape(sheet.title)}</h1><p class="notes">{notes}</p></header>'
        f'<main class="board">{parts}</main>'
    )


def _part(part: Part, brief: bool) -> str:
    alert = f' <span class="alert">{escape(part.alert)}</span>' if part.alert else ""
    notes = "".join(f'<p class="notes">{escape(note)}</p>' for note in part.notes)
    rows = "".join(_folded(part.lines) if brief else map(_line, part.lines))
    return (
        f'<section class="entry is-{part.kind}"><h2>{escape(part.title)}{alert}</h2>{notes}'
        f"<table>{rows}</table></section>"
    )


def _folded(lines: Iterable[Line]) -> Iterator[str]:
    """Lines, what a side said before folded below its latest word."""
    for (old, lead), run in groupby(lines, lambda line: (line.mark in DIM, line.lead)):
        rows = list(run)
        if not old:
            yield from map(_line, rows)
            continue
        many = f"{len(rows)} earlier words" if len(rows) > 1 else "1 earlier word"
        yield (
            f'<tr><td colspan="3"><details><summary>{many} of {escape(lead)}</summary>'
            f"<table>{''.join(map(_line, rows))}</table></details></td></tr>"
        )


def _line(line: Line) -> str:
    earlier = " earlier" if line.mark in DIM else ""
    mark = f'<small class="mark">{line.mark}</small> ' if earlier else ""
    told = f"{mark}<b>{escape(line.told)}</b>"
    if line.notes:
        told += f"<br><small>{escape(' · '.join(line.notes))}</small>"
    quotes = "".join(map(_quote, line.quotes))
    # Where nothing is quoted, what is told has the room of it.
    cells = f'<td class="told">{told}</td><td>{quotes}</td>' if quotes else (
        f'<td class="told" colspan="2">{told}</td>'
    )  # fmt: skip
    return f'<tr class="row{earlier}"><th>{escape(line.lead)}</th>{cells}</tr>'


def _quote(quote: Quote) -> str:
    source = escape(quote.source)
    if quote.url.startswith(("http://", "https://")):
        source = f'<a href="{escape(quote.url)}" rel="noreferrer">{source}</a>'
    return f"<blockquote>{escape(quote.words)} <small>{source}</small></blockquote>"
