"""Sightings of meetings → which are the same: how well one fits what is known of a meeting.

A meeting stays itself through other days and places while its sides, its sort and its slot stay.
Once it was held, what is still to come is another; a call is never a meeting in person.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from dragoman.ontology import MeetingKind, MeetingState
from dragoman.processes.groups import Fit, Method
from dragoman.processes.sightings import Days, Sighting
from dragoman.processes.values import Kind

LINE = 2.0
WINDOW = 75
_STALE = timedelta(days=30)
_LIKE = {
    frozenset({MeetingKind.SUMMIT, MeetingKind.TALKS}): 0.4,
    frozenset({MeetingKind.SUMMIT, MeetingKind.VISIT}): 0.4,
    frozenset({MeetingKind.TALKS, MeetingKind.VISIT}): 0.2,
    frozenset({MeetingKind.TALKS, MeetingKind.CONFERENCE}): 0.2,
    frozenset({MeetingKind.SUMMIT, MeetingKind.CONFERENCE}): 0.4,
}
"""What two kinds are worth that different words may name; other pairs never fit."""


@dataclass(frozen=True, slots=True)
class Track:
    """What is known of one meeting from the reports so far."""

    kind: MeetingKind
    sides: frozenset[str]
    context: tuple[str, ...]
    people: frozenset[str]
    days: Days | None
    vague: bool
    places: frozenset[str]
    names: frozenset[str]
    levels: frozenset[str]
    order: int | None
    over: bool
    """Whether someone told it as held."""
    ahead: date
    """When it was told last as still to come; `date.min` where it never was."""
    told: date
    """When it was told last."""

    @property
    def last(self) -> date:
        """The later of its last telling and its planned day."""
        return max(self.told, self.days[0]) if self.days else self.told


def opens(seen: Sighting) -> Track:
    return Track(
        seen.kind, seen.sides, seen.context, seen.people, seen.days, seen.vague,
        frozenset(filter(None, [seen.place])), frozenset(filter(None, [seen.name])), seen.levels,
        seen.order, seen.held or seen.past, _ahead(seen), seen.published,
    )  # fmt: skip


def _ahead(seen: Sighting) -> date:
    return seen.published if seen.ahead else date.min


def widen(track: Track, seen: Sighting) -> Track:
    """A track after one more sighting: the newest days stand, unless vaguer than those known."""
    days, vague = (seen.days, seen.vague) if seen.days else (track.days, track.vague)
    if seen.days and track.days and seen.vague and not track.vague and _meet(seen.days, track.days):
        days, vague = track.days, track.vague
    return replace(
        track,
        kind=track.kind if seen.kind is MeetingKind.TALKS else seen.kind,
        sides=track.sides | seen.sides,
        people=track.people | seen.people,
        days=days,
        vague=vague,
        places=track.places | frozenset(filter(None, [seen.place])),
        names=track.names | frozenset(filter(None, [seen.name])),
        levels=track.levels | seen.levels,
        order=track.order or seen.order,
        over=track.over or seen.held or seen.past,
        ahead=max(track.ahead, _ahead(seen)),
        told=max(track.told, seen.published),
    )


def fit(track: Track, seen: Sighting) -> Fit | None:
    """How well a sighting fits a track; the parts of the score are the reasons."""
    kind = _kind(track, seen)
    sides = _sides(track, seen)
    when = _when(track, seen)
    if kind is None or sides is None or when is None:
        return None
    if track.order and seen.order and track.order != seen.order:
        return None
    parts = [kind, sides, when, *_marks(track, seen)]
    told = ", ".join(why for score, why in parts if why and score > 0)
    return Fit(round(sum(score for score, _ in parts), 3), told)


Part = tuple[float, str]


def _kind(track: Track, seen: Sighting) -> Part | None:
    if track.kind is seen.kind:
        return 1.0, f"both {seen.kind}"
    worth = _LIKE.get(frozenset({track.kind, seen.kind}))
    return None if worth is None else (worth, f"{track.kind} and {seen.kind}")


def _sides(track: Track, seen: Sighting) -> Part | None:
    one, other = track.sides, seen.sides
    both = one & other
    if not one or not other:
        # Nobody is told: then the reports must be about one of the same sides.
        near = bool(set(track.context) & (set(seen.context) | other))
        return (0.3, "") if near else None
    if not both or len(both) < min(len(one), len(other), 2):
        return None
    if one == other:
        return 1.5, "same sides"
    return (1.2 if len(both) > 1 else 0.6), f"{len(both)} of the sides"


def _when(track: Track, seen: Sighting) -> Part | None:
    """What the days say; None when time parts the two."""
    known = track.days is not None and seen.days is not None
    moved = MeetingState.RESCHEDULED in seen.states
    vague = track.vague or seen.vague
    if moved and not track.over and not (_meet(track.days, seen.days) and not vague):
        return 0.0, ""  # its days are new ones
    if _meet(track.days, seen.days):
        return (1.0, "days that may be the same") if vague else (3.0, "same days")
    if track.over:
        return _after(track, seen, known)
    if seen.held and track.days and track.days[0] > seen.published:
        return None  # what was held before cannot be what is still to come
    if seen.held and seen.days and seen.days[1] <= track.ahead:
        return None  # … nor what was still to come after that day
    if track.days and seen.days and not seen.states and seen.days[1] <= track.days[0]:
        return None  # an earlier one, recalled
    if known:
        return -0.7, ""
    if track.days and track.days[1] + _STALE < seen.published and seen.ahead:
        return -1.5, ""
    return 0.0, ""


def _after(track: Track, seen: Sighting, known: bool) -> Part | None:
    """A meeting that was held, and words without its day."""
    if known or seen.new or seen.ahead:
        return None if known or seen.new or not _denied(seen) else (0.0, "")
    return 0.2, ""


def _denied(seen: Sighting) -> bool:
    """Whether someone says that it never was agreed or held, as one may of a held one."""
    return seen.states <= {MeetingState.PLAN_DENIED, MeetingState.NOT_HELD}


def _marks(track: Track, seen: Sighting) -> list[Part]:
    parts: list[Part] = []
    if track.levels and seen.levels:
        common = track.levels & seen.levels
        parts.append((0.8, f"both {min(common)}") if common else (-1.6, ""))
    if seen.place and track.places:
        same = any(seen.place in p or p in seen.place for p in track.places)
        parts.append((0.8, f"both in {seen.place}") if same else (-0.2, ""))
    if track.order and track.order == seen.order:
        parts.append((1.5, f"round {seen.order}"))
    if seen.name and track.names:
        parts.append((1.5, "same name") if seen.name in track.names else (-1.0, ""))
    if track.people and seen.people:
        parts.append(_people(track.people, seen.people))
    if not track.over:
        parts.append((0.3, "still in play"))
    return parts


def _people(one: frozenset[str], other: frozenset[str]) -> Part:
    """Others of one side may come along; others of both sides are another meeting."""
    if one & other:
        return 0.4, "same people"
    sides = [{person.partition("/")[2] for person in people} for people in (one, other)]
    return (-1.6 if len(sides[0] & sides[1]) > 1 else -0.6), ""


def _meet(one: Days | None, other: Days | None) -> bool:
    return bool(one and other and one[0] < other[1] and other[0] < one[1])


# --- blocks ----------------------------------------------------------------------------------


def _pairs(sides: frozenset[str]) -> list[str]:
    return ["|".join(pair) for pair in combinations(sorted(sides), 2)]


def asks(seen: Sighting) -> list[str]:
    """Its pairs of sides, and those told alone; where it has none, the report's."""
    alone = [f"{mark}:{side}" for side in sorted(seen.sides) for mark in "01"]
    if len(seen.sides) > 1:
        return [*_pairs(seen.sides), *alone]
    if seen.sides:
        return [min(seen.sides), *alone]
    return [*_pairs(frozenset(seen.context)), *(f"0:{side}" for side in seen.context)]


def stands(track: Track) -> list[str]:
    """Its pairs and its sides; "1:" where only that side is known, "0:" where none is."""
    if not track.sides:
        return [f"0:{side}" for side in track.context]
    alone = [f"1:{side}" for side in track.sides] if len(track.sides) == 1 else []
    return [*_pairs(track.sides), *sorted(track.sides), *alone]


METHOD: Method[Sighting, Track] = Method(
    Kind.MEETING, lambda seen: seen.ref, lambda seen: seen.published, asks, opens, widen, fit,
    stands, lambda track: track.last, LINE, WINDOW, one_each=True,
)  # fmt: skip
