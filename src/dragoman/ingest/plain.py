"""Plain text as printed → its paragraphs, a line each."""

import re
from itertools import pairwise

from dragoman.ingest.furniture import is_furniture
from dragoman.ingest.heading import head_fields_kind
from dragoman.ingest.words import is_sentence, starts_low

LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
INVISIBLE = re.compile(
    r"[\ufeff\u200b-\u200d\u2060\u00ad\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
ODD_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
LONG_GAPS = re.compile(r"([ \t]{20})[ \t]+")
"""Blanks past those that part the fields of a head: they tell nothing, and cost time."""
NARROWEST_WRAP, WIDEST_WRAP = 40, 100
"""Longer lines are paragraphs, not pieces of them; shorter ones are headings and lists."""


def tidy(text: str) -> str:
    """Text with plain line ends and spaces, without characters that cannot be seen."""
    plain = ODD_SPACES.sub(" ", INVISIBLE.sub("", LINE_ENDS.sub("\n", text)))
    return LONG_GAPS.sub(r"\1", plain)


def paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs of a tidy text: wrapped lines joined by a space, other lines as they are."""
    rows = [row.strip() for row in text.split("\n")]
    width = _wrap_width(rows)
    done: list[list[str]] = []
    before = ""
    for number, row in enumerate(rows):
        if row and before and _continues(done[-1], row, width, first=number == 1):
            done[-1].append(row)
        elif row:
            done.append([row])
        before = row
    return tuple(" ".join(pieces) for pieces in done)


def _wrap_width(rows: list[str]) -> int:
    """The width that a text is wrapped at; 0 when each line is a paragraph."""
    pairs = [(a, b) for a, b in pairwise(rows) if a and b]
    broken = [a for a, b in pairs if not is_sentence(a) and (starts_low(b) or a[-1] in ",-–—")]
    longest = max((len(a) for a, _ in pairs), default=0)
    if len(pairs) < 3 or len(broken) < 0.3 * len(pairs) or longest > WIDEST_WRAP:
        return 0
    return longest if longest >= NARROWEST_WRAP else 0


def _continues(above: list[str], row: str, width: int, first: bool) -> bool:
    """Whether a row goes on with the paragraph of the rows right above it."""
    before = above[-1]
    if any(is_furniture(line) or head_fields_kind(line, False) for line in (before, row)):
        return False
    if starts_low(row) and not is_sentence(before) and before[-1] not in ":;":
        return True
    if not width:
        return False
    full = len(before) + 1 + len(row.split()[0]) > width
    # a headline stands first and may be long; only a truly full line goes on
    long = len(above) > 1 or len(before) > 0.6 * width
    return full or (long and not first and not is_sentence(before))
