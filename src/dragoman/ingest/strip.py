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
    kind_of,
    tail_start,
    wire_in_byline,
)
from dragoman.ingest.words import LETTERS, bare, is_sentence, pattern, phrases, plain_quotes
from dragoman.types import Furniture

BODY = ""
HEAD_LINES = 12
"""A page's head is not longer than this."""
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
    paywall: bool = field(default=False)
    """Whether a line asks for a subscription."""


def strip_lines(lines: tuple[str, ...], title: str = "", guess_title: bool = True) -> Stripped:
    """Paragraphs as printed → `Stripped`; a known title is looked for again in the text."""
    pieces, title = _mark_head(lines, title, guess_title)
    pieces, dateline = _mark_dateline(pieces)
    pieces = _mark_lists(_mark_anywhere(pieces))
    if dateline is not None and not title and guess_title:
        pieces, title = _title_before_dateline(pieces)
    paywall = any(is_paywall(p.text) for p in pieces if p.kind in (BODY, "read_more", "notice"))
    pieces = [
        replace(p, kind="notice") if p.kind == BODY and is_paywall(p.text) else p for p in pieces
    ]
    return Stripped(
        title,
        tuple(p.text for p in pieces if p.kind == BODY),
        tuple(Furniture(p.kind, p.text) for p in pieces if p.kind != BODY),
        _days(pieces),
        dateline,
        _wire(pieces, dateline),
        paywall,
    )


# --- the head --------------------------------------------------------------------------------


def _mark_head(lines: tuple[str, ...], title: str, guess: bool) -> tuple[list[Piece], str]:
    pieces, known = [Piece(line) for line in lines], title
    for number, line in enumerate(lines[:HEAD_LINES]):
        kind = _head_kind(line, title, known)
        if not kind and not title and guess and _is_headline(number, lines):
            kind, title = "title", line
        if not kind:
            break
        pieces[number] = Piece(line, kind)
    return _cut_title(pieces, title), title


def _head_kind(line: str, title: str, known: str) -> str:
    if title and _same_title(line, title, loose=bool(known)):
        return "title"
    if is_head_date(line):
        return "head_date"
    if is_byline(line) or (title and is_signature(line)):
        return "byline"
    if is_counter(line) or is_section(line):
        return "other"
    return "notice" if is_head_note(line) else kind_of(line)


def _is_headline(number: int, lines: tuple[str, ...]) -> bool:
    """Whether a line at the head reads as a headline, with a report below it."""
    line, below = lines[number], lines[number + 1 :]
    words = line.split()
    if SENTENCE_GAP.search(line) or tail_start(line) is not None:
        return False
    if not any(is_sentence(other) for other in below) or len(words) > 30 or len(line) > 200:
        return False
    if len(words) < 3 and any(_could_be_headline(other) for other in below[:1]):
        return False
    return _could_be_headline(line)


def _could_be_headline(line: str) -> bool:
    if find_dateline(line) is not None or line[-1:] in ",;:-–—" or not LETTERS.search(line):
        return False
    if not is_sentence(line) or line.rstrip("\"'”’")[-1:] in "?!":
        return len(line.split()) <= 30
    # a stop ends few headlines, and then those in which most words are capitalised
    words = [word for word in LETTERS.findall(line) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return 3 <= len(words) <= 20 and capitals >= 0.8 * len(words) and not re.search(r"[.!?] ", line)


def _same_title(line: str, title: str, loose: bool) -> bool:
    """Whether a line prints the title again, perhaps in other words of the same headline."""
    opening = find_dateline(line) if len(line) < len(title) + 60 else None
    if bare(title) in (bare(line), bare(line[opening.end :]) if opening else ""):
        return True
    ours, theirs = set(bare(line).split()), set(bare(title).split())
    if not loose or len(ours) < 4 or is_sentence(line):
        return False
    return len(ours & theirs) >= 0.7 * max(len(ours), len(theirs))


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
    first = next((n for n, p in enumerate(pieces) if p.kind == BODY), len(pieces))
    telling = ("head_date", "byline", "notice", "other")
    heads = [p.text for p in pieces[:first] if p.kind in telling]
    heads.sort(key=lambda line: re.search(r"(updat|modif)ed", line, re.I) is not None)
    return tuple(found.day for line in heads for found in find_days(line))


def _wire(pieces: list[Piece], dateline: Dateline | None) -> str:
    if dateline is not None and dateline.wire:
        return dateline.wire
    bylines = (wire_in_byline(p.text) for p in pieces if p.kind == "byline")
    return next((wire for wire in bylines if wire), "")
