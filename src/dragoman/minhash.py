"""Words → marks by which texts that share most of their runs of words meet.

MinHash with bands (Broder 1997; Leskovec et al. 2014, 3.4): the share of equal minima of two sets
under the same functions estimates how much the sets share, and those that share much have a band
of minima in common. Each user draws its functions once and for all: what was made by other ones
cannot be compared.
"""

import re
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

PRIME = (1 << 31) - 1

Functions = tuple[NDArray[np.uint64], NDArray[np.uint64]]
"""Factor (1 … PRIME - 1) and offset (0 … PRIME - 1) of each hash function."""


def words(text: str) -> list[str]:
    """Lower case, without signs."""
    return re.findall(r"\w+", text.casefold())


def runs(found: Sequence[str], length: int) -> frozenset[str]:
    """All runs of so many words; of fewer words none."""
    parts = (found[at:] for at in range(length))
    return frozenset(map(" ".join, zip(*parts, strict=False)))


def hashed(parts: Iterable[str]) -> frozenset[int]:
    """A number of 32 bits for each part."""
    return frozenset(zlib.crc32(part.encode("utf-8", "replace")) for part in parts)


def minima(hashes: Iterable[int], functions: Functions) -> tuple[int, ...]:
    """Numbers of 32 bits → the least of them under each function; of none, none."""
    values = np.fromiter(hashes, dtype=np.uint64)
    if not len(values):
        return ()
    factors, offsets = functions
    # Below 2^31 · 2^32 + 2^31: no product is cut off.
    found = (factors[:, None] * values[None, :] + offsets[:, None]) % np.uint64(PRIME)
    return tuple(found.min(axis=1).tolist())


def bands(found: Sequence[int], rows: int) -> tuple[tuple[int, int], ...]:
    """Minima → for each band of so many rows its number and its value."""
    starts = range(0, len(found), rows)
    return tuple(
        (band, zlib.crc32(repr(list(found[at : at + rows])).encode()))
        for band, at in enumerate(starts)
    )
