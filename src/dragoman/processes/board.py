"""A process at a day → the board: each meeting, each side's latest word, who contradicts whom.

Only what was published by that day counts. A claim stands on the day on which it was said, else
on that of its first report, until a later one of its side. What was said before a meeting that
someone tells as held was said of what was still to come: it is overtaken, and contradicts nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.ontology import EventStatus, EventType, StateFamily, moved_on
from dragoman.processes.parties import UNNAMED
from dragoman.processes.values import (
    Act,
    Charge,
    Claim,
    Demand,
    Evidence,
    Joint,
    Plan,
    Process,
    Report,
)
from dragoman.types import OUTLET

IN_FORCE = frozenset({EventType.SANCTION, EventType.THREATEN, EventType.COERCE})
ENDS = frozenset({EventType.CONCEDE, EventType.RETREAT, EventType.COOPERATE})


@dataclass(frozen=True, slots=True)
class Row:
    """One side's word on one meeting."""

    side: str
    standing: tuple[Claim, ...]
    """Its latest claims, those of one day."""
    earlier: tuple[Claim, ...]
    """What they replaced, newest first."""
    withdrawn: tuple[Claim, ...]
    """What only reports told that were corrected since."""
    overtaken: bool

    @property
    def families(self) -> frozenset[StateFamily]:
        return frozenset(claim.family for claim in self.standing)

    @property
    def since(self) -> date:
        """The day from which the side has said nothing else."""
        same = [self.standing[0].day]
        for claim in self.earlier:
            if claim.family not in self.families:
                break
            same.append(claim.day)
        return min(same)

    @property
    def last(self) -> date:
        return self.standing[0].day


@dataclass(frozen=True, slots=True)
class Fate:
    """A condition at a day."""

    demand: Demand
    fate: str
    """met, dropped, repeated or unknown"""
    told: tuple[date, ...]
    evidence: Evidence | None
    """What tells its fate."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One meeting at a day."""

    joint: Joint
    rows: tuple[Row, ...]
    """By the day of the latest word, newest first."""
    contested: tuple[tuple[str, str], ...]
    """Pairs of sides whose latest words fall in different families."""
    plan: Plan | None
    plans: tuple[Plan, ...]
    """All days and places so far, the last one standing."""
    conditions: tuple[Fate, ...]
    tasks: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A process at a day."""

    process: Process
    at: date
    reports: tuple[Report, ...]
    meetings: tuple[Standing, ...]
    """Those that most is claimed of first."""
    conditions: tuple[Fate, ...]
    """Those that are set for no meeting of the process."""
    tasks: tuple[Charge, ...]
    in_force: tuple[Act, ...]
    silent: tuple[tuple[str, date], ...]
    """Each side of the process and the day of its last word, longest silent first."""


def board(process: Process, at: date | None = None) -> Board:
    """The board at the end of a day; without one, of the day of the last report."""
    day = at or max((report.day for report in process.reports), default=date.max)
    known = {report.id for report in process.reports if report.day <= day}
    joints = [joint for joint in process.meetings if joint.first <= day]
    fates = [_fate(demand, day) for demand in process.demands if demand.told[0][0] <= day]
    tasks = [charge for charge in process.charges if charge.day <= day]
    return Board(
        process=process,
        at=day,
        reports=tuple(report for report in process.reports if report.id in known),
        meetings=tuple(sorted(_standings(joints, day, known, fates, tasks), key=_rank)),
        conditions=tuple(fate for fate in fates if fate.demand.meeting is None),
        tasks=tuple(task for task in tasks if task.meeting is None),
        in_force=tuple(_in_force(process.acts, day)),
        silent=_silent(process, day),
    )


def contested(rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """Pairs of sides whose words, not overtaken, fall in different families."""
    live = sorted((row for row in rows if not row.overtaken), key=lambda row: row.side)
    return tuple(
        (one.side, other.side)
        for at, one in enumerate(live)
        for other in live[at + 1 :]
        if one.families != other.families
    )


# --- one meeting -----------------------------------------------------------------------------


def _standings(
    joints: Sequence[Joint], day: date, known: set[str],
    fates: Sequence[Fate], tasks: Sequence[Charge],
) -> Iterator[Standing]:  # fmt: skip
    conditions: dict[str | None, list[Fate]] = defaultdict(list)
    for fate in fates:
        conditions[fate.demand.meeting].append(fate)
    charges: dict[str | None, list[Charge]] = defaultdict(list)
    for task in tasks:
        charges[task.meeting].append(task)
    for joint in joints:
        rows = _rows(joint, day, known)
        plans = tuple(plan for plan in joint.plans if plan.published <= day)
        yield Standing(
            joint, rows, contested(rows), plans[-1] if plans else None, plans,
            tuple(conditions[joint.ref]), tuple(charges[joint.ref]),
        )  # fmt: skip


def _rows(joint: Joint, day: date, known: set[str]) -> tuple[Row, ...]:
    told = [claim for claim in joint.claims if claim.published <= day and claim.day <= day]
    gone = [claim for claim in told if claim.withdrawn in known]
    stands = [claim for claim in told if claim.withdrawn not in known]
    held = min((c.day for c in stands if c.family is StateFamily.HELD), default=date.max)
    rows = []
    for side in dict.fromkeys(claim.side for claim in stands):
        own = [claim for claim in stands if claim.side == side]
        last = max(claim.day for claim in own)
        off = moved_on(claim.state for claim in own if claim.day == last)
        standing = tuple(claim for claim in own if claim.day == last and claim.state not in off)
        rows.append(
            Row(
                side,
                standing,
                tuple(claim for claim in reversed(own) if claim not in standing),
                tuple(claim for claim in gone if claim.side == side),
                last < held < date.max,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.overtaken, -row.last.toordinal(), row.side)))


def _rank(found: Standing) -> tuple[int, date, str]:
    """The meeting that most is claimed of first."""
    claims = sum(len(row.standing) + len(row.earlier) for row in found.rows)
    return -claims, found.joint.first, found.joint.ref


# --- the rest --------------------------------------------------------------------------------


def _fate(demand: Demand, day: date) -> Fate:
    told = tuple(sorted({said for said, _ in demand.told if said <= day}))
    answers = [answer for answer in demand.answers if answer[0] <= day]
    if answers:
        return Fate(demand, answers[-1][1], told, answers[-1][2])
    return Fate(demand, "repeated" if len(told) > 1 else "unknown", told, None)


def _in_force(acts: Sequence[Act], day: date) -> list[Act]:
    """Sanctions, threats and coercion told as done, unless taken back later by the same."""
    told = [act for act in acts if act.published <= day and act.status is EventStatus.HAPPENED]
    ends = [act for act in told if act.type in ENDS]
    return [
        act for act in told if act.type in IN_FORCE and not any(_ended(act, end) for end in ends)
    ]


def _ended(act: Act, end: Act) -> bool:
    back = set(act.actors) <= set(end.actors) and set(act.targets) <= set(end.targets)
    return back and bool(act.targets) and end.day > act.day


def _silent(process: Process, day: date) -> tuple[tuple[str, date], ...]:
    last: dict[str, date] = {}
    said = [(s.side, s.day) for s in process.sayings if s.published <= day]
    said += [(c.side, c.day) for j in process.meetings for c in j.claims if c.published <= day]
    for side, on in said:
        if side in process.sides and side not in (OUTLET, UNNAMED):
            last[side] = max(last.get(side, on), on)
    return tuple(sorted(last.items(), key=lambda item: (item[1], item[0])))
