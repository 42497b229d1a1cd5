"""Words → marks by which near-copies of a text meet, and how alike two texts are.

MinHash with bands (Broder 1997; Leskovec et al. 2014, 3.4): of two texts that share 70 % of their
runs of three words 98 pairs of 100 have a mark in common, of two that share 30 % one of four. Who
shares a mark is then compared exactly: a mark too many costs a moment and is no error.
"""

import re
import zlib
from random import Random

BANDS, ROWS = 10, 3
ALIKE = 0.6
"""Texts with at least this share of common runs, of the shorter one's, are near-copies."""
FEWEST = 30
"""Shorter texts have too few runs to be called copies of each other."""

_PRIME = (1 << 31) - 1
_DRAW = Random(1997)
_FUNCTIONS = [(_DRAW.randrange(1, _PRIME), _DRAW.randrange(_PRIME)) for _ in range(BANDS * ROWS)]


def shingles(text: str) -> frozenset[int]:
    """Hashes of all runs of three words, lower case and without signs; empty for short texts."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) < FEWEST:
        return frozenset()
    runs = zip(words, words[1:], words[2:], strict=False)
    return frozenset(zlib.crc32(" ".join(run).encode("utf-8", "replace")) for run in runs)


def marks(found: frozenset[int]) -> tuple[tuple[int, int], ...]:
    """Shingles → a mark for each band: its number and its value."""
    if not found:
        return ()
    minima = [min((a * one + b) % _PRIME for one in found) for a, b in _FUNCTIONS]
    return tuple(
        (band, zlib.crc32(repr(minima[band * ROWS : (band + 1) * ROWS]).encode()))
        for band in range(BANDS)
    )


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that is in the other, 0 … 1: a shortened copy is a copy."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
