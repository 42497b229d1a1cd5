"""Lines of a page → the report's own lines, its title and dateline, and the furniture.

From the top: days, title, bylines, then the dateline of the first lines of the report; then what is
furniture wherever it stands; lists of links under a heading of their own last.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dragoman.ingest.dateline import Dateline, find_dateline, speaker_turns
from dragoman.ingest.dates import Day, find_days
from dragoman.ingest.furniture import (
    SENTENCE_GAP,
    credit_end,
    is_byline,
    is_counter,
    is_head_date,
    is_head_note,
    is_paywall,
    is_section,
    is_signature,
    is_trade,
    kind_of,
    tail_start,
    wire_in_byline,
)
from dragoman.ingest.heading import (
    body_label,
    foot_of,
    head_fields_kind,
    is_name,
    is_outlet,
    outlet_of,
    title_label,
    wire_of_label,
)
from dragoman.ingest.titles import CUT, bare_title, could_be_headline, is_cut, same_title
from dragoman.ingest.words import bare, is_sentence, pattern, phrases, plain_quotes, seen
from dragoman.types import Furniture

BODY = ""
HEAD_LINES = 12
"""A page's head is not longer than this."""
NOTE = re.compile(r"\s*([(\[][^()\[\]]{2,40}[)\]])$")
DATELINE_LINES = 4
"""The dateline stands in one of the first lines of the report, below a summary at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or a part of one; its kind is empty for the report's own words."""

    text: str
    kind: str = BODY


@dataclass(frozen=True, slots=True)
class Stripped:
    """What a page is made of."""

    title: str
    body: tuple[str, ...]
    furniture: tuple[Furniture, ...]
    days: tuple[Day, ...] = ()
    """The days at its head, the day of publication first."""
    dateline: Dateline | None = None
    wire: str = ""
    source: str = ""
    """The outlet that the head names, or the owner at the foot."""
    foot_days: tuple[Day, ...] = ()
    """The days in its copyright lines."""
    paywall: bool = field(default=False)
    """Whether a line asks for a subscription."""


def strip_lines(lines: tuple[str, ...], title: str = "", guess_title: bool = True) -> Stripped:
    """Paragraphs as printed → `Stripped`; a known title is looked for again in the text."""
    pieces, title = _mark_head(lines, title, guess_title)
    pieces, dateline = _mark_dateline(pieces)
    pieces, title = _mark_glued_title(pieces, title, guess_title)
    pieces = _mark_lists(_mark_anywhere(pieces))
    if dateline is not None and not title and guess_title:
        pieces, title = _title_before_dateline(pieces)
    paywall = any(is_paywall(p.text) for p in pieces if p.kind in (BODY, "read_more", "notice"))
    pieces = [
        replace(p, kind="notice") if p.kind == BODY and is_paywall(p.text) else p for p in pieces
    ]
    feet = [foot_of(p.text) for p in pieces if p.kind == "notice"]
    owner = next((name for name, _ in feet if name), "")
    return Stripped(
        bare_title(title) if guess_title else title,
        tuple(p.text for p in pieces if p.kind == BODY),
        tuple(Furniture(p.kind, p.text) for p in pieces if p.kind != BODY),
        _days(pieces),
        dateline,
        _wire(pieces, dateline),
        outlet_of(_told_at_head(pieces)) or owner,
        tuple(day for _, days in feet for day in days),
        paywall,
    )


# --- the head --------------------------------------------------------------------------------


def _mark_head(lines: tuple[str, ...], title: str, guess: bool) -> tuple[list[Piece], str]:
    pieces, known = [Piece(line) for line in lines], title
    for number, line in enumerate(lines[:HEAD_LINES]):
        if not title and guess and (label := title_label(line)):
            title = line[label:]
            pieces[number] = Piece(line, "title")
            continue
        kind = _head_kind(seen(line), title, known)
        kind = kind or _outlet_above(number, lines, title)
        kind = kind or ("byline" if title and _is_writer(number, lines) else "")
        if not kind and not title and guess and _is_headline(number, lines):
            kind, title = "title", line
        if not kind:
            pieces[number : number + 1] = _cut_label(line)
            break
        pieces[number] = Piece(line, kind)
    return _cut_title(pieces, title), title


def _cut_label(line: str) -> list[Piece]:
    """An archive's label glued before the first words of the report: "BODY: The port …"."""
    end = body_label(line)
    return [Piece(line[:end].rstrip(), "other"), Piece(line[end:])] if end else [Piece(line)]


def _head_kind(line: str, title: str, known: str) -> str:
    if title and same_title(line, title, loose=bool(known)):
        return "title"
    if is_head_date(line):
        return "head_date"
    if is_byline(line) or (title and is_signature(line)):
        return "byline"
    if is_counter(line) or is_section(line):
        return "other"
    fields = head_fields_kind(line, titled=bool(title))
    if fields:
        return fields
    return "notice" if is_head_note(line) else kind_of(line)


def _outlet_above(number: int, lines: tuple[str, ...], title: str) -> str:
    """ "other" for an outlet's name above the headline: a line below must read as one."""
    below = lines[number + 1 : number + 4]
    if title or not is_outlet(seen(lines[number])):
        return ""
    heads = (not _head_kind(seen(line), "", "") and could_be_headline(line) for line in below)
    return "other" if any(heads) else ""


def _is_writer(number: int, lines: tuple[str, ...]) -> bool:
    """Whether a line is a mere name or trade between other lines of the head.

    Below it stands furniture or the dateline: else it may head a part of the report.
    """
    below = lines[number + 1] if number + 1 < len(lines) else ""
    words = lines[number].split()
    if len(words) > 4 or not is_name(lines[number]):
        return False
    above = number > 0 and is_byline(lines[number - 1])
    if above and is_trade(lines[number]):
        return True
    headed = bool(_head_kind(seen(below), "", "")) or find_dateline(below) is not None
    return len(words) > 1 and headed


def _is_headline(number: int, lines: tuple[str, ...]) -> bool:
    """Whether a line at the head reads as a headline, with a report below it."""
    line, below = lines[number], lines[number + 1 :]
    words = line.split()
    if SENTENCE_GAP.search(line) or tail_start(line) is not None:
        return False
    if not any(is_sentence(other) for other in below) or len(words) > 30 or len(line) > 200:
        return False
    if len(words) < 3 and any(could_be_headline(other) for other in below[:1]):
        return False
    return could_be_headline(line) or is_cut(line, below[: HEAD_LINES - number])


def _cut_title(pieces: list[Piece], title: str) -> list[Piece]:
    """The title repeated lower down, or glued before the first words of the report."""
    done: list[Piece] = []
    left = HEAD_LINES
    for piece in pieces:
        left -= 1
        if piece.kind != BODY or not title or left < 0:
            done.append(piece)
        elif bare(piece.text) == bare(title):
            done.append(Piece(piece.text, "title"))
        else:
            done += _unglue_title(piece, title)
    return done


def _unglue_title(piece: Piece, title: str) -> list[Piece]:
    glued = plain_quotes(piece.text[: len(title)]) == plain_quotes(title) and len(title) > 20
    rest = piece.text[len(title) :].lstrip()
    # "Talks end in Tarn Monday" may be a sentence that begins as its headline does
    if not glued or not rest or find_dateline(rest, alone=False) is None:
        return [piece]
    return [Piece(piece.text[: len(title)].strip(), "title"), Piece(rest)]


# --- dateline and captions -------------------------------------------------------------------


def _mark_dateline(pieces: list[Piece]) -> tuple[list[Piece], Dateline | None]:
    own = tuple(piece.text for piece in pieces if piece.kind == BODY)
    alone = speaker_turns(own) < 2
    seen = 0
    for number, piece in enumerate(pieces):
        if piece.kind != BODY:
            continue
        seen += 1
        if seen > DATELINE_LINES:
            break
        found = find_dateline(piece.text, alone)
        if found is not None and (found.start == 0 or seen == 1):
            return [*pieces[:number], *_cut(piece, found), *pieces[number + 1 :]], found
        if seen == 1:
            split = _unglue_caption(piece)
            if len(split) > 1:
                again, found = _mark_dateline([*split[1:], *pieces[number + 1 :]])
                return [*pieces[:number], split[0], *again], found
    return pieces, None


def _cut(piece: Piece, found: Dateline) -> list[Piece]:
    before = piece.text[: found.start].strip()
    words = piece.text[found.start : found.end].strip()
    mark = words.strip("-–—:. ")
    only_mark = not found.place and found.day is None
    parts = [Piece(before, "caption")] if before else []
    parts.append(Piece(mark, "wire") if only_mark else Piece(words, "dateline"))
    rest = piece.text[found.end :].strip()
    return [*parts, Piece(rest)] if rest else parts


def _unglue_caption(piece: Piece) -> list[Piece]:
    """A picture's caption glued before the first sentence: "Ships. (Photo: Wire) The port …"."""
    end = credit_end(piece.text)
    if end is None:
        return [piece]
    caption, rest = piece.text[:end].strip(), piece.text[end:].lstrip(" .")
    tells = pattern("caption", "not_in").search(caption) is not None
    if tells or len(rest) < 40 or not (rest[0].isupper() or rest[0] in "\"“'‘(["):
        return [piece]
    return [Piece(caption, "caption"), Piece(rest)]


def _mark_glued_title(pieces: list[Piece], title: str, guess: bool) -> tuple[list[Piece], str]:
    """What stands before a dateline in its line: a title with its note, or a caption.

    "Port talks to go on (2nd lead) TARN, May 7 (Wire) -- …"
    """
    number = next((n for n, piece in enumerate(pieces) if piece.kind == "caption"), -1)
    if number < 0 or [piece.kind for piece in pieces[number + 1 : number + 2]] != ["dateline"]:
        return pieces, title
    words = pieces[number].text
    note = NOTE.search(words)
    noted = note is not None and head_fields_kind(note[1], titled=True) == "notice"
    parts = [Piece(note[1], "notice")] if note is not None and noted else []
    words = words[: note.start()] if note is not None and noted else words
    stem = plain_quotes(CUT.sub("", title))
    again = plain_quotes(words).startswith(stem) if stem else guess and could_be_headline(words)
    if not again or (is_sentence(words) and not stem) or credit_end(words) is not None:
        return pieces, title
    whole = words if guess and (not title or CUT.search(title)) else title
    return [*pieces[:number], Piece(words, "title"), *parts, *pieces[number + 1 :]], whole


def _title_before_dateline(pieces: list[Piece]) -> tuple[list[Piece], str]:
    """A short first line above the dateline is the headline, even with a stop at its end."""
    for number, piece in enumerate(pieces):
        if piece.kind in ("dateline", "wire"):
            break
        if piece.kind == BODY and number + 1 < len(pieces):
            if len(piece.text.split()) > 20:
                break
            return [*pieces[:number], Piece(piece.text, "title"), *pieces[number + 1 :]], piece.text
    return pieces, ""


# --- anywhere --------------------------------------------------------------------------------


def _mark_anywhere(pieces: Iterable[Piece]) -> list[Piece]:
    """Lines that are furniture wherever they stand, and links glued behind a paragraph."""
    done: list[Piece] = []
    for piece in pieces:
        start = tail_start(piece.text) if piece.kind == BODY else None
        if start is not None:
            done.append(Piece(piece.text[:start].rstrip()))
            piece = Piece(piece.text[start:], "read_more")
        done.append(replace(piece, kind=piece.kind or kind_of(piece.text)))
    return done


def _mark_lists(pieces: list[Piece]) -> list[Piece]:
    """Headlines under "Related stories" go with their heading."""
    done: list[Piece] = []
    listing = False
    headings = phrases("read_more", "alone")
    for piece in pieces:
        if piece.kind == "read_more":
            listing = bare(piece.text) in headings
        elif piece.kind == BODY and not (listing and _is_link(piece.text)):
            listing = False
        done.append(Piece(piece.text, "read_more") if listing and not piece.kind else piece)
    return done


def _is_link(line: str) -> bool:
    words = line.split()
    return 4 <= len(words) <= 20 and not is_sentence(line) and line[-1] not in ":,;"


# --- what the pieces tell --------------------------------------------------------------------


def _days(pieces: list[Piece]) -> tuple[Day, ...]:
    """The days at the head; those of an update come last."""
    heads = list(_told_at_head(pieces))
    heads.sort(key=lambda line: re.search(r"(updat|modif)ed", line, re.I) is not None)
    return tuple(found.day for line in heads for found in find_days(line))


def _told_at_head(pieces: list[Piece]) -> tuple[str, ...]:
    """The lines above the report that may tell its day and its outlet."""
    first = next((n for n, p in enumerate(pieces) if p.kind == BODY), len(pieces))
    telling = ("head_date", "byline", "notice", "other")
    return tuple(seen(p.text) for p in pieces[:first] if p.kind in telling)


def _wire(pieces: list[Piece], dateline: Dateline | None) -> str:
    if dateline is not None and dateline.wire:
        return dateline.wire
    bylines = (wire_in_byline(p.text) for p in pieces if p.kind == "byline")
    wire = next((wire for wire in bylines if wire), "")
    return wire or wire_of_label(_told_at_head(pieces))
