"""Two sets of events → which of them tell the same: by day, dyad and type.

An event stands at its day, the countries of its two sides, and its PLOVER type; several at one
place count once, as both sets tell one event many times. Events without two countries, a day or a
type cannot be lined up, and are counted apart. Two days are the same when they are no further
apart than the slack; within a dyad and type each is lined up at most once, the earliest first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.serve.profiles.coded import Coded

BY = ("day", "dyad", "type")

Key = tuple[str, str, str]
"""Country of the source, country of the target, type; empty where it is not asked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one set tells at a place."""

    id: str
    words: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A place, and who tells of it."""

    day: date | None
    """Of ours where ours tells it."""
    source: str
    target: str
    type: str
    ours: Told | None
    theirs: Told | None


@dataclass(frozen=True, slots=True)
class Line:
    """How many places of a type both have."""

    type: str
    ours: int
    theirs: int
    both: int

    @property
    def found(self) -> float:
        """Share of theirs that ours has."""
        return self.both / self.theirs if self.theirs else 0.0

    @property
    def shared(self) -> float:
        """Share of ours that theirs has."""
        return self.both / self.ours if self.ours else 0.0


class Places:
    """A set of events by place."""

    def __init__(
        self, events: Iterable[Coded], by: Sequence[str] = BY, directed: bool = True
    ) -> None:
        self.by, self.directed = by, directed
        self.left_out = 0
        self.found: dict[Key, dict[date | None, Told]] = defaultdict(dict)
        for event in events:
            self._add(event)

    def _add(self, event: Coded) -> None:
        pairs = {
            (source.country, target.country)
            for source, target in event.dyads()
            if source and target and source.country and target.country
        }
        if not pairs or not event.type or event.day is None:
            self.left_out += 1
            return
        for source, target in pairs:
            if not self.directed and target < source:
                source, target = target, source
            dyad = (source, target) if "dyad" in self.by else ("", "")
            key = (*dyad, event.type if "type" in self.by else "")
            day = event.day if "day" in self.by else None
            held = self.found[key].get(day)
            count = held.count + 1 if held else 1
            first = held or Told(event.id, event.words, event.url, 0)
            self.found[key][day] = Told(first.id, first.words, first.url, count)


def compare(ours: Places, theirs: Places, slack: int = 0) -> Iterator[Cell]:
    """All places of both, in order of type, dyad and day."""
    keys = sorted(ours.found.keys() | theirs.found.keys(), key=lambda key: (key[2], key))
    for key in keys:
        here, there = ours.found.get(key, {}), theirs.found.get(key, {})
        for mine, other in lined_up(list(here), list(there), slack):
            # only one of the two may be missing
            day = mine[0] if mine else (other[0] if other else None)
            yield Cell(
                day, *key, here[mine[0]] if mine else None, there[other[0]] if other else None
            )


Place = tuple[date | None]


def lined_up(
    here: list[date | None], there: list[date | None], slack: int
) -> Iterator[tuple[Place | None, Place | None]]:
    """Days of either side → pairs of the same, and those that stand alone, in order."""
    if None in here or None in there:
        yield ((None,) if here else None), ((None,) if there else None)
        return
    mine, other = sorted(d for d in here if d), sorted(d for d in there if d)
    i = j = 0
    while i < len(mine) and j < len(other):
        apart = (mine[i] - other[j]).days
        if abs(apart) <= slack:
            yield (mine[i],), (other[j],)
            i, j = i + 1, j + 1
        elif apart < 0:
            yield (mine[i],), None
            i += 1
        else:
            yield None, (other[j],)
            j += 1
    yield from (((day,), None) for day in mine[i:])
    yield from ((None, (day,)) for day in other[j:])


def lines(cells: Iterable[Cell]) -> list[Line]:
    """Cells → a line for each type, and one for all."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for cell in cells:
        for type in {cell.type, "all"}:
            found = counts[type]
            found[0] += cell.ours is not None
            found[1] += cell.theirs is not None
            found[2] += cell.ours is not None and cell.theirs is not None
    return [
        Line(type, *found) for type, found in sorted(counts.items(), key=lambda p: p[0] == "all")
    ]
