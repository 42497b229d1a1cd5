"""Reading → one self-contained HTML page: the report with lanes of highlights beside the record.

Nothing is fetched and nothing is trusted: the page's own policy forbids every load, and each
piece of the report is escaped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from dragoman.serve import wording
from dragoman.serve.sheet import Entry, Row, Section, Sheet, sheet
from dragoman.spans import Span, Text
from dragoman.types import Reading

LANES = ("statements", "events", "meetings", "conditions", "tasks", "actors", "times")
"""Lanes from the one nearest to the words to the one farthest below them."""

SHOWN = ("statements", "events", "meetings")
"""Lanes that are on when the page opens; more at once is hard to read."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that an entry or a claim rests on."""

    span: Span
    lane: str
    id: str


def page(reading: Reading) -> str:
    """A whole document, ready to be saved and opened."""
    found = sheet(reading)
    title = escape(found.title)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(reading.article.language)}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title} – dragoman</title>",
            f"<style>{static('page.css')}</style></head>",
            f'<body><header><h1>{title}</h1><p class="notes">{_notes(found.notes)}</p>',
            _toggles(found),
            '</header><main><section class="report" aria-label="Report"><div class="text">',
            *_report(reading.article.text, list(_marks(found))),
            '</div></section><section class="record" aria-label="Record">',
            *(_section(section, reading.article.text) for section in found.sections),
            "" if found.sections else "<p>Nothing found in this report.</p>",
            f"</section></main><footer>{_made_by(reading)}</footer>",
            f"<script>{static('page.js')}</script></body></html>\n",
        ]
    )


def static(name: str) -> str:
    """A file of the pages: a style sheet or a script."""
    return files("dragoman.serve").joinpath("static", name).read_text(encoding="utf-8")


def _notes(notes: Iterable[str]) -> str:
    return escape(" · ".join(notes))


def _made_by(reading: Reading) -> str:
    by, id = reading.made_by, reading.article.id
    return escape(f"Read by dragoman {by.version}, weights {by.weights}; report {id}.")


def _toggles(found: Sheet) -> str:
    """A switch for each lane that has an entry."""
    boxes = [
        f'<label class="is-{s.name}"><input type="checkbox" data-lane="{s.name}"'
        f"{' checked' if s.name in SHOWN else ''}> {s.title}</label>"
        for s in found.sections
    ]
    return f'<fieldset class="lanes"><legend>Mark</legend>{"".join(boxes)}</fieldset>'


# --- the report ------------------------------------------------------------------------------


def marked_text(reading: Reading, held: str = "", lit: Sequence[str] = SHOWN) -> str:
    """The report’s text with its lanes as HTML: those `lit`, and the words of the entry held."""
    return "".join(_report(reading.article.text, list(_marks(sheet(reading))), held, lit))


def _marks(found: Sheet) -> Iterator[Mark]:
    for section in found.sections:
        for entry in section.entries:
            for span in entry.marks:
                yield Mark(span, section.name, entry.id)
            for row in entry.board:
                for span in row.words:
                    yield Mark(span, section.name, row.id)


def _report(
    text: Text, marks: list[Mark], held: str = "", lit: Sequence[str] = SHOWN
) -> Iterator[str]:
    """The text, cut wherever a mark begins or ends; line breaks are the style sheet's work."""
    cuts = {0, len(text)}
    opening: dict[int, list[Mark]] = {}
    for mark in marks:
        cuts |= {mark.span.start, mark.span.end}
        opening.setdefault(mark.span.start, []).append(mark)
    at = sorted(cuts)
    pieces: list[str] = []
    open_marks: list[Mark] = []
    for span in map(Span, at, at[1:]):
        open_marks = [mark for mark in open_marks if mark.span.end > span.start]
        open_marks += opening.get(span.start, [])
        pieces.append(_piece(text[span], open_marks, held, lit))
    yield f"<p>{''.join(pieces)}</p>"


def _piece(words: str, marks: list[Mark], held: str, lit: Sequence[str]) -> str:
    """Words wrapped in an element for each lane that marks them, the nearest lane innermost."""
    told = escape(words)
    for lane in LANES:
        ids = [mark.id for mark in marks if mark.lane == lane]
        if ids:
            deep = f"deep{LANES.index(lane)}"
            shown = " lane" if lane in lit or held in ids else ""
            shown += " on" if held in ids else ""
            told = f'<span class="is-{lane} {deep}{shown}" data-of="{" ".join(ids)}">{told}</span>'
    return told


# --- the record ------------------------------------------------------------------------------


def _section(section: Section, text: Text) -> str:
    entries = "".join(_entry(entry, section.name, text) for entry in section.entries)
    return f'<div class="is-{section.name}"><h2>{section.title}</h2>{entries}</div>'


def _entry(entry: Entry, lane: str, text: Text) -> str:
    alert = f' <span class="alert">{entry.alert}</span>' if entry.alert else ""
    brief = " brief" if lane in ("actors", "times") else ""
    board = "".join(_row(row, text) for row in entry.board)
    return (
        f'<div class="entry{brief} is-{lane}" data-id="{entry.id}" tabindex="0">'
        f"<small>{entry.id}</small> <b>{escape(entry.lead)}</b>{alert} "
        f"<small>{_notes(entry.notes)}</small>"
        f"{_quote(entry.words, text)}"
        f"{f'<table>{board}</table>' if board else ''}</div>"
    )


def _row(row: Row, text: Text) -> str:
    who = "" if row.asserter == row.side else f"<small>{escape(row.asserter)}</small>"
    kind = "row" if row.standing else "row earlier"
    return (
        f'<tr class="{kind} is-meetings" data-id="{row.id}" tabindex="0">'
        f"<th>{escape(row.side)}</th>"
        f'<td class="state">{escape(row.state)}</td>'
        f'<td class="date"><small>{escape(row.date or "no date")}</small></td>'
        f"<td>{who}{_quote(row.words, text)}</td></tr>"
    )


def _quote(words: tuple[Span, ...], text: Text) -> str:
    if not words:
        return ""
    return f"<blockquote>{escape(' … '.join(wording.clean(text[w]) for w in words))}</blockquote>"
