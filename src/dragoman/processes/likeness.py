"""Words → how alike they are, and keys under which alike ones meet (see `minhash`)."""

import re
from collections.abc import Iterable
from functools import cache
from operator import eq

import numpy as np

from dragoman import minhash
from dragoman.lexicon import table

Sketch = tuple[int, ...]
"""The minima of one text's shingles; empty for a text without words."""

SIZE = 64
"""Minima of a sketch: a likeness is told to within some six in a hundred."""


def shingles(words: str, length: int) -> frozenset[str]:
    """All runs of so many words; all words where there are fewer."""
    found = minhash.words(words)
    if 0 < len(found) < length:
        return frozenset([" ".join(found)])
    return minhash.runs(found, length)


def sketch(parts: Iterable[str], size: int = SIZE) -> Sketch:
    """Shingles → their minima under the first so many of `SIZE` fixed functions."""
    return minhash.minima((one & 0x7FFFFFFF for one in minhash.hashed(parts)), _functions(size))


def likeness(one: Sketch, other: Sketch) -> float:
    """The estimated share of common shingles, 0 … 1."""
    if not one or not other:
        return 0.0
    same: int = sum(map(eq, one, other))
    return same / SIZE


def bands(found: Sketch, rows: int) -> tuple[str, ...]:
    """Keys of which two sketches share one when they are alike enough to be compared."""
    return tuple(f"{at}:{found[at : at + rows]}" for at in range(0, len(found), rows))


@cache
def _functions(size: int) -> minhash.Functions:
    draw = np.random.default_rng(1997)
    low, high = 1, minhash.PRIME
    factors = draw.integers(low, high, SIZE, dtype=np.uint64)
    return factors[:size], draw.integers(low, high, SIZE, dtype=np.uint64)[:size]


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
