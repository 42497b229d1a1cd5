"""Text → its quotations, whatever the marks and however they are left open.

Marks pair within a paragraph; an unclosed one ends with its paragraph, as the printers' custom of
opening every paragraph of a long quotation asks. Only the outermost pair counts.
"""

from dataclasses import dataclass

from dragoman.spans import Span

_CLOSERS = {"“": '”“"', "„": "“”", "«": "»", "»": "«", '"': '"”', "‘": "’", "'": "'’", "”": '”"'}
_DOUBLE = frozenset('“„«"')
_SINGLE = frozenset("‘'")


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A quotation with its marks, and the words between them."""

    span: Span
    inner: Span
    closed: bool
    """False when the paragraph ends before a closing mark."""


def find_quotes(content: str) -> tuple[Quote, ...]:
    """All outermost quotations, in order; empty ones are left out.

    >>> [content[q.inner.start : q.inner.end]
    ...  for content in ("He said “not ‘soon’ but now.”",) for q in find_quotes(content)]
    ['not ‘soon’ but now.']
    """
    found: list[Quote] = []
    at = 0
    for paragraph in content.split("\n"):
        found += _in_paragraph(paragraph, at)
        at += len(paragraph) + 1
    return tuple(found)


def _in_paragraph(paragraph: str, shift: int) -> list[Quote]:
    found: list[Quote] = []
    apostrophes: set[str] = set()
    i = 0
    while i < len(paragraph):
        mark = paragraph[i]
        if mark in apostrophes or not _opens(paragraph, i):
            i += 1
            continue
        end = _closing(paragraph, i, mark)
        if end is None and mark in _SINGLE:
            apostrophes.add(mark)  # what closes none here closes no later one either
            i += 1
            continue
        closed = end is not None
        stop = end if end is not None else len(paragraph.rstrip())
        start, inner_end = i + 1, stop
        while start < inner_end and paragraph[start].isspace():
            start += 1
        while start < inner_end and paragraph[inner_end - 1].isspace():
            inner_end -= 1
        if start < inner_end:
            whole = Span(i + shift, stop + closed + shift)
            found.append(Quote(whole, Span(start + shift, inner_end + shift), closed))
        i = stop + 1
    return found


def _opens(paragraph: str, i: int) -> bool:
    """Whether the mark at i opens: it stands before a word and not right after one."""
    mark = paragraph[i]
    if mark not in _DOUBLE and mark not in _SINGLE:
        return False
    after = paragraph[i + 1 : i + 2]
    before = paragraph[i - 1 : i]
    if not after or (after.isspace() and mark != "«"):
        return False
    if mark in "“„«":
        return True
    # A mark that looks the same on both sides opens only where no word ends.
    return not before or not (before.isalnum() or before in ".,!?;:%)]")


def _closing(paragraph: str, i: int, mark: str) -> int | None:
    """Index of the mark that closes the one at i; nested pairs of the same mark are skipped."""
    depth = 0
    for j in range(i + 1, len(paragraph)):
        character = paragraph[j]
        if character == mark and mark in "“«„" and mark not in _CLOSERS[mark][:1]:
            if mark == "“" and not _opens(paragraph, j):
                return j
            depth += 1
        elif character in _CLOSERS[mark]:
            if mark in _SINGLE and paragraph[j + 1 : j + 2].isalnum():
                continue  # an apostrophe: “the envoy’s”
            if mark == '"' and character == '"' and _opens(paragraph, j) and depth == 0:
                continue
            if depth == 0:
                return j
            depth -= 1
    return None
