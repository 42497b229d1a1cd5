"""Words → how alike they are, and keys under which alike ones meet.

MinHash (Broder 1997): the share of equal minima of two texts' shingles under the same hash
functions estimates their Jaccard likeness; bands of minima are the keys (Leskovec et al. 2014,
section 3.4).
"""

import re
import zlib
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dragoman.lexicon import table

Sketch = tuple[int, ...]
"""The minima of one text's shingles; empty for a text without words."""

SIZE = 64
"""Minima of a sketch: a likeness is told to within some six in a hundred."""
_PRIME = np.uint64((1 << 31) - 1)


def shingles(words: str, length: int) -> frozenset[str]:
    """All runs of so many words, lower case and without signs; all words where there are fewer."""
    found = re.findall(r"\w+", words.casefold())
    if len(found) <= length:
        return frozenset([" ".join(found)]) if found else frozenset()
    return frozenset(" ".join(found[at : at + length]) for at in range(len(found) - length + 1))


def sketch(parts: Iterable[str]) -> Sketch:
    """Shingles → their minima under `SIZE` fixed hash functions."""
    hashes = np.array([zlib.crc32(part.encode()) & 0x7FFFFFFF for part in parts], dtype=np.uint64)
    if not len(hashes):
        return ()
    factors, offsets = _functions()
    minima = ((factors[:, None] * hashes[None, :] + offsets[:, None]) % _PRIME).min(axis=1)
    return tuple(int(value) for value in minima)


def likeness(one: Sketch, other: Sketch) -> float:
    """The estimated share of common shingles, 0 … 1."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / SIZE


def bands(found: Sketch, rows: int) -> tuple[str, ...]:
    """Keys of which two sketches share one when they are alike enough to be compared."""
    return tuple(
        f"{at}:{zlib.crc32(repr(found[at : at + rows]).encode()):08x}"
        for at in range(0, len(found), rows)
    )


@cache
def _functions() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    draw = np.random.default_rng(1997)
    low, high = 1, int(_PRIME)
    factors = draw.integers(low, high, SIZE, dtype=np.uint64)
    return factors, draw.integers(low, high, SIZE, dtype=np.uint64)


def content(words: str) -> frozenset[str]:
    """The words that carry matter, cut to six letters so that their endings do not count."""
    return frozenset(w[:6] for w in re.findall(r"\w+", words.casefold()) if w not in _small())


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that is in the other; 0 for an empty one."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


@cache
def _small() -> frozenset[str]:
    return frozenset(row["word"] for row in table("small_words"))
