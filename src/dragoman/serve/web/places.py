"""A process as of a day → the places that it is told to happen at, and where they are.

Meetings are held, or were to be held, at the places of their plans; acts at those of their words,
as the reading of each report has found them in the gazetteer. What the gazetteer does not know, or
what may be one of several, is told in words and not drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dragoman.meaning.places import find_place
from dragoman.processes.board import Board
from dragoman.processes.values import Evidence
from dragoman.types import Place

Located = Mapping[tuple[str, str], Place]
"""Report and entry → where it is told to happen."""


@dataclass(frozen=True, slots=True)
class Site:
    """One place, and what is told of it."""

    name: str
    unit: str
    """The unit of the first level that it lies in; empty where it is none."""
    country: str
    """ISO 3166-1 alpha-3; empty where nothing decides."""
    latitude: float | None
    """Degrees north; None where it is not known."""
    longitude: float | None
    """Degrees east."""
    exact: bool
    """A town; of a unit or a country the middle is drawn."""
    meetings: tuple[str, ...]
    """Names of those that are or were planned there."""
    acts: tuple[tuple[str, int], ...]
    """Types of what happened, or is said to, and how often; most first."""
    first: date
    last: date
    """Days of what is told; of a plan the day of its report."""
    evidence: tuple[Evidence, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing that is told of a place."""

    place: Place
    day: date
    evidence: Evidence
    meeting: str = ""
    act: str = ""


def sites(board: Board, located: Located) -> tuple[Site, ...]:
    """The places of a board, those that most is told of first."""
    found: dict[tuple[str, str | None, str | None], list[_Told]] = {}
    for told in (*_planned(board), *_acted(board, located)):
        place = told.place
        key = place.geonames or place.name.casefold(), place.country, place.unit
        found.setdefault(key, []).append(told)
    made = [_site(group) for group in found.values()]
    return tuple(sorted(made, key=lambda s: (-len(s.meetings), -_number(s), s.name)))


def _planned(board: Board) -> Iterable[_Told]:
    sides = frozenset(board.process.sides)
    for one in board.meetings:
        before = ""
        for plan in one.plans:
            # A report that moves the day alone keeps the place, and tells nothing of it.
            if plan.place and plan.place.casefold() != before and plan.evidence:
                place = _place(plan.place, frozenset(one.joint.sides), sides)
                # The words of the day stand before those of the place.
                yield _Told(place, plan.published, plan.evidence[-1], meeting=one.joint.name)
            before = plan.place.casefold()


def _acted(board: Board, located: Located) -> Iterable[_Told]:
    for act in board.process.acts:
        if act.published <= board.at:
            for one in act.evidence:
                place = located.get((one.report, one.item))
                if place is not None:
                    yield _Told(place, act.day, one, act=act.type.value)
                    break  # an act is told of a place once, in however many reports


@lru_cache(4096)
def _place(words: str, own: frozenset[str], all_: frozenset[str]) -> Place:
    return find_place(words, (own, all_)) or Place(words, "", "open")


def _site(told: list[_Told]) -> Site:
    place = told[0].place
    told.sort(key=lambda one: (one.day, one.evidence.report), reverse=True)
    acts = [one.act for one in told if one.act]
    most = sorted(dict.fromkeys(acts), key=lambda act: (-acts.count(act), act))
    return Site(
        place.name, place.unit or "", place.country or "", place.latitude, place.longitude,
        place.kind == "town", tuple(dict.fromkeys(one.meeting for one in told if one.meeting)),
        tuple((act, acts.count(act)) for act in most), told[-1].day, told[0].day,
        tuple(dict.fromkeys(one.evidence for one in told)),
    )  # fmt: skip


def _number(site: Site) -> int:
    return sum(number for _, number in site.acts)
