"""Meetings of many reports → matters: reports that may tell of one process, and others apart.

A matter is wider than a process: meetings of mostly the same sides, told not long from each other.
Only what is in one matter is linked together, so that one more report costs its matter alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from dragoman.processes.meetings import WINDOW
from dragoman.processes.parties import fold
from dragoman.processes.roots import Roots
from dragoman.record.linked import Met, round_day

MOST = 300
"""Reports of a matter that are linked at most, its newest; of more at least half of them, from a
round day on, so that not each new report makes an old one leave."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Reports that are linked together, and those of their meetings that are of this matter."""

    reports: tuple[str, ...]
    refs: frozenset[str]
    last: date
    left: int
    """Older reports that are left out."""


Sides = frozenset[str]


def find_matters(
    meetings: Sequence[Met], joined: Iterable[tuple[str, str]] = ()
) -> tuple[Matter, ...]:
    """Matters, most told first; `joined`: pairs of reports whose meetings people hold to be one."""
    sides = {met.ref: _sides(met) for met in meetings}
    roots = Roots()
    by_sides: dict[Sides, list[Met]] = defaultdict(list)
    for met in meetings:
        by_sides[sides[met.ref]].append(met)
    _chain(by_sides, roots)
    _alone(meetings, sides, roots)
    by_report: dict[str, list[Met]] = defaultdict(list)
    for met in meetings:
        by_report[met.report].append(met)
    for left, right in joined:
        for one in by_report[left]:
            for other in by_report[right]:
                roots.join(one.ref, other.ref)
    found: dict[str, list[Met]] = defaultdict(list)
    for met in meetings:
        found[roots.of(met.ref)].append(met)
    made = map(_matter, found.values())
    return tuple(sorted(made, key=lambda m: (-len(m.reports), -m.last.toordinal(), min(m.refs))))


def _sides(met: Met) -> Sides:
    """Countries; where none is told, names."""
    countries = frozenset(side for _, side in met.parties if side)
    return countries or frozenset(fold(name) for name, _ in met.parties)


def _matter(meetings: Sequence[Met]) -> Matter:
    """The newest reports stand first; of too many the oldest are left out."""
    days = {met.report: met.day for met in meetings}
    newest = sorted(days, key=lambda id: (-days[id].toordinal(), id))
    newest = newest[: together([days[id].toordinal() for id in newest])]
    kept = set(newest)
    refs = frozenset(met.ref for met in meetings if met.report in kept)
    return Matter(tuple(newest), refs, days[newest[0]], len(days) - len(newest))


def together(days: Sequence[int]) -> int:
    """Days of a matter's reports, the newest first → how many of these are linked."""
    if len(days) <= MOST:
        return len(days)
    since = round_day(days[MOST] + 1, days[MOST // 2])
    return sum(day >= since for day in days[:MOST])


# --- which belong together --------------------------------------------------------------------


def _chain(by_sides: Mapping[Sides, list[Met]], roots: Roots) -> None:
    """Joins meetings of two sides and more to those of mostly the same ones told before them."""
    several = [sides for sides in by_sides if len(sides) > 1]
    with_pair: dict[tuple[str, str], list[Sides]] = defaultdict(list)
    for sides in several:
        for pair in combinations(sorted(sides), 2):
            with_pair[pair].append(sides)
    done: set[frozenset[Sides]] = set()
    for sides in several:
        for pair in combinations(sorted(sides), 2):
            for other in with_pair[pair]:
                both = frozenset({sides, other})
                if both not in done and 2 * len(sides & other) >= len(sides | other):
                    done.add(both)
                    _in_a_row([met for each in both for met in by_sides[each]], roots)


def _in_a_row(meetings: Iterable[Met], roots: Roots) -> None:
    ordered = sorted(meetings, key=lambda met: (met.day, met.ref))
    for before, after in pairwise(ordered):
        if (after.day - before.day).days <= WINDOW:
            roots.join(before.ref, after.ref)


def _alone(meetings: Sequence[Met], sides: Mapping[str, Sides], roots: Roots) -> None:
    """A meeting of which one side is told goes with the last one of that side and another.

    One of which none is told goes with what else its report tells, and by itself where that is
    nothing.
    """
    last: dict[str, Met] = {}
    single: dict[str, Met] = {}
    told: dict[str, Met] = {}
    for met in sorted(meetings, key=lambda met: (met.day, -len(sides[met.ref]), met.ref)):
        own = sides[met.ref]
        if len(own) == 1:
            (side,) = own
            here = told.get(met.report)
            near = here if here is not None and side in sides[here.ref] else None
            before = near or last.get(side) or single.get(side)
            if before is not None and (met.day - before.day).days <= WINDOW:
                roots.join(before.ref, met.ref)
            single[side] = met
        elif not own and met.report in told:
            roots.join(told[met.report].ref, met.ref)
        if len(own) > 1:
            last |= dict.fromkeys(own, met)
        if own:
            told.setdefault(met.report, met)
