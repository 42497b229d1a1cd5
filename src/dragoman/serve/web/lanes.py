"""A board → the geometry of its timeline: words in lanes by side, planned days as they moved."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dragoman.processes.board import Board, Standing
from dragoman.processes.values import Claim, Joint, Plan
from dragoman.serve import wording
from dragoman.serve.web.told import Teller
from dragoman.types import OUTLET

WIDE, LEFT, LANE, TOP = 960, 236, 26, 20
"""Width of the drawing, where its lanes begin, and their height."""
VAGUE = 7
"""Days from which a planned date is drawn vague."""
TICKS = 8
"""Marks of the axis, about."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A word of a side on its day."""

    x: float
    y: float
    family: str
    told: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that a meeting is planned for, as told on a day."""

    x: float
    y: float
    width: float
    vague: bool
    stands: bool
    """Whether it is the plan that holds."""
    told: str


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    y: float
    plan: bool = False


@dataclass(frozen=True, slots=True)
class Lanes:
    width: int
    height: int
    left: int
    lanes: tuple[Lane, ...]
    dots: tuple[Dot, ...]
    stretches: tuple[Stretch, ...]
    ticks: tuple[tuple[float, str], ...]
    now: float
    moves: tuple[tuple[float, float, float, float], ...]
    """From one plan to the one that replaced it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Days → places."""

    first: date
    last: date

    @property
    def scale(self) -> float:
        return (WIDE - LEFT - 24) / max(1, (self.last - self.first).days)

    def x(self, day: date) -> float:
        return round(LEFT + 8 + (day - self.first).days * self.scale, 1)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Days, or firsts of months where the axis is long."""
        span = (self.last - self.first).days
        if span <= 100:
            for at in range(0, span + 1, max(1, math.ceil(span / TICKS))):
                day = self.first + timedelta(at)
                yield self.x(day), f"{day.day} {day:%b}"
            return
        step = max(1, math.ceil(span / 30 / TICKS))
        number = self.first.year * 12 + self.first.month
        while (day := date(number // 12, number % 12 + 1, 1)) <= self.last:
            yield self.x(day), f"{day:%b %Y}"
            number += step


def timeline(teller: Teller, board: Board, days: Sequence[date], most: int | None = None) -> Lanes:
    """`days`: those of the reports. `most`: so many meetings, those that most is said of."""
    meetings = board.meetings[:most]
    claims = [(one.joint, claim) for one in meetings for claim in _claims(one.joint, board.at)]
    axis = _axis(board, meetings, [claim for _, claim in claims], days)
    sides = dict.fromkeys(claim.side for _, claim in claims)
    order = {side: at for at, side in enumerate(teller.process.sides)}
    told = sorted(sides, key=lambda side: order.get(side, len(order)))
    lanes = {side: Lane(teller.side(side), TOP + at * LANE) for at, side in enumerate(told)}
    dots = tuple(_dots(teller, claims, lanes, axis))
    y = TOP + len(lanes) * LANE + 14.0
    names: list[Lane] = []
    stretches: list[Stretch] = []
    moves: list[tuple[float, float, float, float]] = []
    for one in meetings:
        plans = [plan for plan in one.plans if plan.days]
        if plans:
            names.append(Lane(one.joint.name, y, plan=True))
            made = [_stretch(plan, axis, y + 14 * at, plan is plans[-1])
                    for at, plan in enumerate(plans)]  # fmt: skip
            moves += [(a.x, a.y + 9, b.x, b.y - 3) for a, b in pairwise(made)]
            stretches += made
            y += 14 * len(plans) + 12
    return Lanes(
        WIDE, int(y) + 26, LEFT, (*lanes.values(), *names), dots, tuple(stretches),
        tuple(axis.ticks()), axis.x(board.at), tuple(moves),
    )  # fmt: skip


def _claims(joint: Joint, at: date) -> Iterator[Claim]:
    for claim in joint.claims:
        if claim.published <= at and date.min < claim.day <= at:
            yield claim


def _axis(
    board: Board, meetings: Sequence[Standing], claims: Sequence[Claim], days: Sequence[date]
) -> Axis:
    told = [board.at, *(claim.day for claim in claims), *(day for day in days if day <= board.at)]
    for one in meetings:
        for plan in one.plans:
            if plan.days:
                told += [plan.days[0], plan.days[1] - timedelta(1)]
    last = max(told)
    return Axis(min(told), last + timedelta(1) if last < date.max else last)


def _stretch(plan: Plan, axis: Axis, y: float, stands: bool) -> Stretch:
    start, end = plan.days or (date.min, date.min)
    days = (end - start).days
    last = end - timedelta(1)
    until = f" – {wording.day(last)}" if last > start else ""
    told = f"{wording.day(start)}{until}, as told on {wording.day(plan.published)}"
    width = max(6.0, round(days * axis.scale, 1))
    return Stretch(axis.x(start), y, width, days >= VAGUE, stands, told)


def _dots(
    teller: Teller, claims: Sequence[tuple[Joint, Claim]], lanes: dict[str, Lane], axis: Axis
) -> Iterator[Dot]:
    """Words of one side on one day stand beside each other."""
    taken: Counter[tuple[str, date]] = Counter()
    for joint, claim in claims:
        at = taken[claim.side, claim.day]
        taken[claim.side, claim.day] += 1
        side = "the outlets" if claim.side == OUTLET else teller.side(claim.side)
        told = f"{wording.day(claim.day)} · {side}: {wording.plain(claim.state)} · {joint.name}"
        x = round(axis.x(claim.day) + at * 5, 1)
        yield Dot(x, lanes[claim.side].y, claim.family.value, told)
