"""Board sheets → one self-contained HTML page, in the style of the page of a reading.

Nothing is fetched and nothing is trusted: the page's policy forbids every load, each piece of a
report is escaped, and only http(s) addresses become links.
"""

from collections.abc import Iterable
from html import escape

from dragoman import __version__
from dragoman.serve.board_sheet import BoardSheet, Line, Part, Quote
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
    parts = "".join(map(_part, sheet.parts)) or "<p>Nothing.</p>"
    return (
        f'<header><h1>{escape(sheet.title)}</h1><p class="notes">{notes}</p></header>'
        f'<main class="board">{parts}</main>'
    )


def _part(part: Part) -> str:
    alert = f' <span class="alert">{escape(part.alert)}</span>' if part.alert else ""
    notes = "".join(f'<p class="notes">{escape(note)}</p>' for note in part.notes)
    rows = "".join(map(_line, part.lines))
    return (
        f'<section class="entry is-{part.kind}"><h2>{escape(part.title)}{alert}</h2>{notes}'
        f"<table>{rows}</table></section>"
    )


def _line(line: Line) -> str:
    earlier = " earlier" if line.mark in ("earlier", "overtaken", "withdrawn") else ""
    mark = f'<small class="mark">{line.mark}</small> ' if earlier else ""
    notes = f"<small>{escape(' · '.join(line.notes))}</small>" if line.notes else ""
    return (
        f'<tr class="row{earlier}"><th>{escape(line.lead)}</th>'
        f'<td class="told">{mark}<b>{escape(line.told)}</b><br>{notes}</td>'
        f"<td>{''.join(map(_quote, line.quotes))}</td></tr>"
    )


def _quote(quote: Quote) -> str:
    source = escape(quote.source)
    if quote.url.startswith(("http://", "https://")):
        source = f'<a href="{escape(quote.url)}" rel="noreferrer">{source}</a>'
    return f"<blockquote>{escape(quote.words)} <small>{source}</small></blockquote>"
