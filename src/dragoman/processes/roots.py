"""Refs that are the same → the sets that they make."""

from collections.abc import Iterable


class Roots:
    """Disjoint sets of refs; the root of a set is its least member, a ref not joined its own."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._up: dict[str, str] = {}
        for one, other in pairs:
            self.join(one, other)

    def of(self, ref: str) -> str:
        up = self._up
        while up.get(ref, ref) != ref:
            up[ref] = up.get(up[ref], up[ref])
            ref = up[ref]
        return ref

    def join(self, one: str, other: str) -> None:
        low, high = sorted((self.of(one), self.of(other)))
        self._up[high] = low
