"""A report's meetings → blocks in which those of one matter meet → pairs that belong together.

The rule of `record_matters`, cut so that each block is asked by itself, on whichever machine: one
block for each report, each side, and each two sides that meet. A test holds that both make the
same matters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from dragoman.processes.meetings import WINDOW
from dragoman.processes.parties import fold
from dragoman.processes.roots import Roots
from dragoman.record.items import items_of
from dragoman.serve.record_matters import together

Pair = tuple[str, str]

_REPORT, _SIDE, _PAIR = "report", "side", "pair"


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting as one report tells it."""

    ref: str
    report: str
    day: int
    """Ordinal of the day of publication; 1, the first day there is, when it is not known."""
    sides: tuple[str, ...]
    """Sorted: countries; where none is told, names."""
    near: bool
    """Whether it goes with the meeting that its report tells of most sides."""

    @property
    def blocks(self) -> Iterator[str]:
        """The blocks in which it is compared."""
        yield f"{_REPORT}\t{self.report}"
        for side in self.sides:
            yield f"{_SIDE}\t{side}"
        for one, other in combinations(self.sides, 2):
            yield f"{_PAIR}\t{one}\t{other}"


def find_seen(document: Mapping[str, Any]) -> list[Seen]:
    """A reading as JSON → its meetings; those of most sides stand first."""
    article = document["article"]
    day = article["published"]["day"]
    at = date.fromisoformat(day).toordinal() if day else 1
    found = sorted(
        (-len(sides), f"{article['id']}#{item.id}", sides)
        for item in items_of(dict(document))
        if item.kind == "meeting"
        for sides in [_sides((one.name, one.side) for one in item.parties)]
    )
    head = found[0][2] if found else ()
    return [
        Seen(ref, article["id"], at, sides, number > 0 and _goes(sides, head))
        for number, (_, ref, sides) in enumerate(found)
    ]


def _sides(parties: Iterable[Pair]) -> tuple[str, ...]:
    told = list(parties)
    countries = {side for _, side in told if side}
    return tuple(sorted(countries or {fold(name) for name, _ in told}))


def _goes(sides: Sequence[str], head: Sequence[str]) -> bool:
    """Of whom nobody is told goes with anyone; one alone with those among whom he is."""
    return bool(head) and len(sides) < 2 and set(sides) <= set(head)


def find_pairs(block: str, seen: Iterable[Seen]) -> list[Pair]:
    """All meetings of a block → each that belongs to others, with the first one of these."""
    kind, *own = block.split("\t")
    roots = Roots()
    found = sorted(seen, key=lambda one: (one.day, -len(one.sides), one.ref))
    if kind == _PAIR:
        _chain(found, (own[0], own[1]), roots)
    elif kind == _SIDE:
        _alone(found, roots)
    else:
        for one in found[1:]:
            if one.near:
                roots.join(found[0].ref, one.ref)
    joined = ((one.ref, roots.of(one.ref)) for one in found)
    return [(ref, root) for ref, root in joined if ref != root]


def _chain(found: Sequence[Seen], own: Pair, roots: Roots) -> None:
    """Joins meetings of mostly the same sides to those told before them.

    Two sets of sides meet in the block of each two that they share: the first of these joins them.
    """
    by_sides: dict[tuple[str, ...], list[Seen]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.day, one.ref)):
        by_sides[one.sides].append(one)
    for sides in by_sides:
        for other in by_sides:
            both = sorted({*sides} & {*other})
            mostly = 2 * len(both) >= len({*sides, *other})
            if sides <= other and mostly and (both[0], both[1]) == own:
                told = by_sides[sides] + (by_sides[other] if other != sides else [])
                for before, after in pairwise(sorted(told, key=lambda one: (one.day, one.ref))):
                    if after.day - before.day <= WINDOW:
                        roots.join(before.ref, after.ref)


def _alone(found: Iterable[Seen], roots: Roots) -> None:
    """Joins a meeting of which one side is told to the last one of that side and another."""
    last: Seen | None = None
    single: Seen | None = None
    for one in found:
        if len(one.sides) > 1:
            last = one
            continue
        before = last or single
        if not one.near and before is not None and one.day - before.day <= WINDOW:
            roots.join(before.ref, one.ref)
        single = one


@dataclass(frozen=True, slots=True)
class Stretch:
    """A matter, or as much of a long one as is linked together."""

    refs: tuple[str, ...]
    reports: tuple[str, ...]
    last: int

    @property
    def matter(self) -> str:
        """Its name: its first meeting."""
        return self.refs[0]

    @property
    def order(self) -> tuple[int, int, str]:
        """Those most told first."""
        return -len(self.reports), -self.last, self.refs[0]


def stretches(seen: Sequence[Seen]) -> Iterator[Stretch]:
    """The meetings of a matter → its reports in stretches, the newest first.

    A record links the first of these alone; each is as long as if it were that.
    """
    days = {one.report: one.day for one in seen}
    newest = sorted(days, key=lambda report: (-days[report], report))
    refs: dict[str, list[str]] = defaultdict(list)
    for one in seen:
        refs[one.report].append(one.ref)
    while newest:
        size = together([days[report] for report in newest])
        reports, newest = newest[:size], newest[size:]
        own = sorted(ref for report in reports for ref in refs[report])
        yield Stretch(tuple(own), tuple(reports), days[reports[0]])
