"""A process between two days → what is new, turned, newly contested, dated or moved.

Nothing that was merely repeated: a change is a difference of two boards. Every change has the
words that it rests on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.ontology import StateFamily
from dragoman.processes.board import Board, Fate, Row, Standing, board
from dragoman.processes.values import Act, Charge, Claim, Evidence, Process


class Change(StrEnum):
    """What sort of change it is, in the order in which a morning note tells them."""

    CONTESTED = "contested"
    SETTLED = "settled"
    TURNED = "turned"
    SPOKE = "spoke"
    DATED = "dated"
    MOVED = "moved"
    MEETING = "meeting"
    CONDITION = "condition"
    FATE = "fate"
    TASK = "task"
    ACT = "act"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class News:
    """One change and its evidence."""

    change: Change
    day: date
    meeting: str | None
    """Ref of the meeting."""
    side: str
    """Empty where it is nobody's own."""
    before: str
    after: str
    """Of a plan its day, or its first and last as 2031-10-01/2031-10-31."""
    evidence: tuple[Evidence, ...]


def changes(process: Process, since: date, until: date | None = None) -> tuple[News, ...]:
    """What the board of `until` has that that of `since` had not, both at the end of the day."""
    now, before = board(process, until), board(process, since)
    known = {one.joint.ref: one for one in before.meetings}
    found = [
        news for one in now.meetings for news in _meeting(known.get(one.joint.ref), one, now.at)
    ]
    found += _conditions(before, now)
    found += _tasks(before, now)
    old = {act.ref for act in before.in_force}
    found += [_act(act) for act in now.in_force if act.ref not in old]
    order = list(Change)
    return tuple(
        sorted(found, key=lambda n: (order.index(n.change), n.day, n.meeting or "", n.side))
    )


# --- a meeting -------------------------------------------------------------------------------


def _meeting(before: Standing | None, now: Standing, at: date) -> Iterator[News]:
    ref = now.joint.ref
    if before is None:
        first = now.joint.mentions[:1]
        yield News(Change.MEETING, now.joint.first, ref, "", "", now.joint.name, first)
    old = {row.side: row for row in before.rows} if before else {}
    for row in now.rows:
        yield from _word(old.get(row.side), row, ref)
    yield from _dispute(before, now)
    yield from _plan(before, now)


def _word(before: Row | None, now: Row, ref: str) -> Iterator[News]:
    """A side that speaks for the first time, or says something of another family."""
    evidence = tuple(e for claim in now.standing for e in claim.evidence[:1])
    if before is None:
        yield News(Change.SPOKE, now.last, ref, now.side, "", states(now.standing), evidence)
    elif before.families != now.families:
        yield News(
            Change.TURNED, now.last, ref, now.side, states(before.standing),
            states(now.standing), evidence,
        )  # fmt: skip
    old = {claim.ref for claim in before.withdrawn} if before else set()
    for claim in now.withdrawn:
        if claim.ref not in old:
            yield News(
                Change.WITHDRAWN, claim.published, ref, now.side, claim.state, "",
                claim.evidence[:1],
            )  # fmt: skip


def states(claims: tuple[Claim, ...]) -> str:
    """ "postponed, possible" """
    return ", ".join(dict.fromkeys(claim.state.replace("_", " ") for claim in claims))


def _dispute(before: Standing | None, now: Standing) -> Iterator[News]:
    was, is_now = bool(before and before.contested), bool(now.contested)
    if was == is_now:
        return
    sides = {
        side for pair in (now.contested or (before.contested if before else ())) for side in pair
    }
    rows = [row for row in now.rows if row.side in sides]
    evidence = tuple(claim.evidence[0] for row in rows for claim in row.standing[:1])
    day = max(row.last for row in rows) if rows else now.joint.last
    told = "; ".join(f"{row.side}: {states(row.standing)}" for row in rows)
    change = Change.CONTESTED if is_now else Change.SETTLED
    yield News(change, day, now.joint.ref, "", "", told, evidence)


def _plan(before: Standing | None, now: Standing) -> Iterator[News]:
    plan = now.plan
    if plan is None:
        return
    old = before.plan if before else None
    ref = now.joint.ref
    old_days, old_place = (old.days, old.place) if old else (None, "")
    if plan.days and plan.days != old_days:
        change = Change.MOVED if old_days else Change.DATED
        if not (old_days is None and _held(now)):
            first = _told(old_days) if old_days else ""
            yield News(change, plan.published, ref, "", first, _told(plan.days), plan.evidence)
    if plan.place and old_place and plan.place.casefold() != old_place.casefold():
        yield News(Change.MOVED, plan.published, ref, "", old_place, plan.place, plan.evidence)


def _told(days: tuple[date, date]) -> str:
    """An ISO day, or the first and the last one: never finer than the words."""
    first, last = days[0], date.fromordinal(days[1].toordinal() - 1)
    return first.isoformat() if last <= first else f"{first.isoformat()}/{last.isoformat()}"


def _held(now: Standing) -> bool:
    return any(StateFamily.HELD in row.families for row in now.rows)


# --- the rest --------------------------------------------------------------------------------


def _conditions(before: Board, now: Board) -> Iterator[News]:
    old = {fate.demand.ref: fate.fate for fate in _fates(before)}
    for fate in _fates(now):
        demand = fate.demand
        if demand.ref not in old:
            yield News(
                Change.CONDITION, demand.told[0][0], demand.meeting, demand.side, "",
                demand.words, (demand.told[0][1],),
            )  # fmt: skip
        if fate.evidence and fate.fate != old.get(demand.ref):
            day = next(a[0] for a in demand.answers if a[2] == fate.evidence)
            yield News(
                Change.FATE, day, demand.meeting, demand.side, demand.words, fate.fate,
                (fate.evidence,),
            )  # fmt: skip


def _fates(found: Board) -> list[Fate]:
    return [*found.conditions, *(fate for one in found.meetings for fate in one.conditions)]


def _tasks(before: Board, now: Board) -> Iterator[News]:
    old = {task.ref for task in _charges(before)}
    for task in _charges(now):
        if task.ref not in old:
            yield News(
                Change.TASK, task.day, task.meeting, ", ".join(task.charged), "", task.words,
                task.evidence[:1],
            )  # fmt: skip


def _charges(found: Board) -> list[Charge]:
    return [*found.tasks, *(task for one in found.meetings for task in one.tasks)]


def _act(act: Act) -> News:
    told = f"{act.type}{'/' + act.mode if act.mode else ''}"
    return News(
        Change.ACT, act.day, None, ", ".join(act.actors), "", f"{told} → {', '.join(act.targets)}",
        act.evidence[:1],
    )  # fmt: skip
