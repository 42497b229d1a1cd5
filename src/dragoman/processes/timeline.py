"""A process → what was said of its meetings, planned, done, demanded and charged, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.processes.board import Fate, Standing, board
from dragoman.processes.values import Act, Charge, Claim, Evidence, Plan, Process


class Matter(StrEnum):
    """What sort of moment it is, in the order in which one day tells them."""

    WORD = "word"
    PLAN = "plan"
    ACT = "act"
    CONDITION = "condition"
    FATE = "fate"
    TASK = "task"
    AHEAD = "ahead"
    """A day that is still to come and that a meeting is planned for."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that belongs to a day."""

    day: date
    matter: Matter
    meeting: str | None
    """Ref of the meeting."""
    entry: Claim | Plan | Act | Fate | Charge
    withdrawn: bool = False
    """Whether a report that is known by now corrected all that told it."""


def timeline(
    process: Process, since: date | None = None, until: date | None = None
) -> tuple[Moment, ...]:
    """Moments from the day `since` on, as known at the end of the day `until`, by day."""
    now = board(process, until)
    known = {report.id for report in now.reports}
    found = [moment for one in now.meetings for moment in _meeting(one, now.at, known)]
    for fate in (*now.conditions, *(f for one in now.meetings for f in one.conditions)):
        found += _condition(fate)
    for task in (*now.tasks, *(t for one in now.meetings for t in one.tasks)):
        found.append(Moment(task.day, Matter.TASK, task.meeting, task))
    found += _acts(process, now.at)
    order = list(Matter)
    kept = (moment for moment in found if since is None or moment.day >= since)
    return tuple(sorted(kept, key=lambda m: (m.day, order.index(m.matter), m.meeting or "")))


def _meeting(one: Standing, at: date, known: set[str]) -> Iterator[Moment]:
    ref = one.joint.ref
    for claim in one.joint.claims:
        if claim.published <= at and claim.day <= at:
            yield Moment(claim.day, Matter.WORD, ref, claim, claim.withdrawn in known)
    for plan in one.plans:
        if plan.days or plan.place:
            yield Moment(plan.published, Matter.PLAN, ref, plan)
    if one.plan and one.plan.days and one.plan.days[0] > at:
        yield Moment(one.plan.days[0], Matter.AHEAD, ref, one.plan)


def _condition(fate: Fate) -> Iterator[Moment]:
    demand = fate.demand
    yield Moment(fate.told[0], Matter.CONDITION, demand.meeting, fate)
    if fate.evidence:
        day = next(a[0] for a in demand.answers if a[2] == fate.evidence)
        yield Moment(day, Matter.FATE, demand.meeting, fate)


def _acts(process: Process, at: date) -> Iterator[Moment]:
    """Acts, without those that rest on the words of a claim: the claim tells them."""
    claimed = [e for j in process.meetings for c in j.claims for e in c.evidence]
    for act in process.acts:
        if act.published <= at and not all(_among(one, claimed) for one in act.evidence):
            yield Moment(act.day, Matter.ACT, None, act)


def _among(one: Evidence, claimed: list[Evidence]) -> bool:
    return any(one.report == e.report and one.span.meets(e.span) for e in claimed)
