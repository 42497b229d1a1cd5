"""A process at a day → events that one tells as done and another as not: rival accounts.

Events are linked only where they are told in the same way (`same.py`), so what is denied stands
apart from what it denies. The two belong together when they are of one type, whoever is named in
both is the same, and the days fit: a denial answers what was told before it, or within the same
few days. Nothing is decided: both stay, each with its own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.ontology import EventStatus
from dragoman.processes.values import Act, Process

DONE = frozenset({EventStatus.HAPPENED, EventStatus.ONGOING})
UNDONE = frozenset({EventStatus.DENIED, EventStatus.NEGATED})

WINDOW = timedelta(days=7)
"""How far apart the days of an event and of its denial may be."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """An event as some tell it, and as others deny it; each by day."""

    told: tuple[Act, ...]
    denied: tuple[Act, ...]

    @property
    def last(self) -> date:
        """The day of the newest account."""
        return max(act.published for act in (*self.told, *self.denied))


def find_rivals(process: Process, at: date) -> tuple[Rivals, ...]:
    """The rival accounts that reports up to a day give, newest first."""
    acts = [act for act in process.acts if act.published <= at]
    told: dict[str, tuple[Act, list[Act]]] = {}
    for denial in (act for act in acts if act.status in UNDONE):
        fitting = [act for act in acts if _answers(denial, act)]
        if fitting:
            nearest = min(fitting, key=lambda act: (*_distance(denial, act), act.ref))
            told.setdefault(nearest.ref, (nearest, []))[1].append(denial)
    found = [Rivals((act,), tuple(denials)) for act, denials in told.values()]
    return tuple(sorted(found, key=lambda one: (-one.last.toordinal(), one.told[0].ref)))


def accounts(one: Rivals) -> Iterator[Act]:
    """Each account once, those that tell it first."""
    yield from one.told
    yield from one.denied


def _answers(denial: Act, act: Act) -> bool:
    """Whether a denial may be one of this event; nobody contradicts his own words."""
    return (
        act.status in DONE
        and act.type is denial.type
        and (act.mode is None or denial.mode is None or act.mode == denial.mode)
        and act.asserter != denial.asserter
        and bool(set(act.actors) & set(denial.actors))
        and (not act.targets or not denial.targets or bool(set(act.targets) & set(denial.targets)))
        and abs(act.day - denial.day) <= WINDOW
    )


def _distance(denial: Act, act: Act) -> tuple[bool, bool, int]:
    """Those whose targets are the same come first, then those told before it, then the nearest."""
    return (
        set(denial.targets) != set(act.targets),
        act.published > denial.published,
        abs((denial.day - act.day).days),
    )
