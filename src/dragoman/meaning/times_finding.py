"""Tree → the matches of ``time_patterns.tsv`` in its text, the longest first, none overlapping.

A pattern is tried only near the words that it cannot match without: most of a report has none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.lexicon import table
from dragoman.meaning.times_scene import core
from dragoman.meaning.times_traps import holds_its_words, is_trap
from dragoman.meaning.times_words import DIGIT, compiled, needs
from dragoman.meaning.tree import Tree
from dragoman.spans import Span

REACH = 100
"""Characters that no expression is longer than."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern's match and the row's builder."""

    build: str
    found: re.Match[str]
    span: Span


def find_matches(tree: Tree) -> list[Match]:
    """Matches that do not overlap, in order: longer before shorter, earlier rows before later."""
    content = _without_conjunctions(tree)
    all_found = [
        (-len(found[0]), rank, found.start(), Match(build, found, core(found)))
        for rank, build, found in all_matches(content)
    ]
    taken = bytearray(len(content))
    kept = []
    for _, _, start, match in sorted(all_found, key=lambda item: item[:3]):
        end = match.found.end()
        if any(taken[start:end]):
            continue
        trap = is_trap(tree, match.build, match.found)
        if not trap:
            kept.append(match)
        if not trap or holds_its_words(match.build):
            taken[start:end] = b"\1" * (end - start)
    return sorted(kept, key=lambda match: match.span)


def _without_conjunctions(tree: Tree) -> str:
    """The text with "that" hidden where it opens a clause: "said that Friday's talks" names no
    Friday told before."""
    content = tree.text.content
    for i, token in enumerate(tree.tokens):
        if tree.lower[i] == "that" and token.upos == "SCONJ":
            content = content[: token.span.start] + HIDDEN + content[token.span.end :]
    return content


HIDDEN = "\x1f" * len("that")


@cache
def _rows() -> tuple[tuple[str, str, tuple[frozenset[str], ...]], ...]:
    """Each pattern with its builder and the words that a text must have for it."""
    rows = table("time_patterns")
    return tuple((row["build"], row["pattern"], needs(row["pattern"])) for row in rows)


def all_matches(content: str) -> Iterator[tuple[int, str, re.Match[str]]]:
    """Every match of every pattern: the row's number, its builder and the match."""
    places = _Places(content)
    for rank, (build, pattern, needed) in enumerate(_rows()):
        for start, end in places.near(needed):
            for found in compiled(pattern).finditer(content, start, end):
                yield rank, build, found


class _Places:
    """Where each lower-case word of a text stands; figures are all under `DIGIT`."""

    def __init__(self, content: str) -> None:
        self.length = len(content)
        self.of: dict[str, list[int]] = {}
        for word in re.finditer(r"\w+", content):
            self.of.setdefault(word[0].lower(), []).append(word.start())
        self.of[DIGIT] = [digits.start() for digits in re.finditer(r"\d+", content)]
        self._any: dict[frozenset[str], list[int]] = {}

    def any_of(self, words: frozenset[str]) -> list[int]:
        if words not in self._any:
            self._any[words] = sorted(at for word in words for at in self.of.get(word, ()))
        return self._any[words]

    def near(self, needed: tuple[frozenset[str], ...]) -> list[tuple[int, int]]:
        """The parts of the text in reach of the rarest of what a pattern needs."""
        if not needed:
            return [(0, self.length)]
        found: list[tuple[int, int]] = []
        for at in min(map(self.any_of, needed), key=len):
            start, end = max(0, at - REACH), min(self.length, at + REACH)
            if found and start <= found[-1][1]:
                start = found.pop()[0]
            found.append((start, end))
        return found
