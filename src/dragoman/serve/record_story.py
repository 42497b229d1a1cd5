"""A record → the story of its newest reports, as of files: processes, opened as they are asked for.

Reports are linked matter by matter (`record_matters`), and what came of it is kept in the record
under a digest of all that it was made from: the newest readings, the corrections and links on
them, and the code that links. Nothing is ever old, and a new report costs its own matter alone.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dragoman.errors import RecordError, UsageError
from dragoman.ontology import EventStatus
from dragoman.processes.assemble import assemble
from dragoman.processes.board import ENDS, IN_FORCE
from dragoman.processes.link import in_order
from dragoman.processes.sayings import is_about
from dragoman.processes.story import Story
from dragoman.processes.values import Act, Judgement, Process, Saying
from dragoman.record import corrections, linked
from dragoman.record.linked import Linked
from dragoman.record.links import held, reports_of
from dragoman.record.query import Query
from dragoman.serve import record_options, record_past
from dragoman.serve.json_load import from_dict
from dragoman.serve.record_matters import Matter, find_matters
from dragoman.serve.record_packed import opened, packed
from dragoman.serve.record_rulings import rulings
from dragoman.serve.settings import Settings
from dragoman.types import Reading

LATELY = 4000
"""Meetings of the newest reports that a story is made of at most."""
FEW = 5
"""Processes that are told unless more are asked for."""
TOLD = 12
"""Names that a name that nothing has is answered with."""
_PATIENCE = 0.5
"""Seconds to wait for another writer: what is not kept now is made again next time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which processes of a record."""

    about: str = ""
    """Words of the name of a process or of one of its meetings."""
    least: int = 1
    """Reports that tell it."""
    until: date | None = None
    since: date | None = None
    """A day from which on it is told."""
    most: int | None = FEW
    """At most so many; None is all."""
    whole: bool = False
    """Whether they have all statements, acts and judgements: a board needs few of them."""


class Shown(Mapping[str, Reading]):
    """Readings by the id of their report, as they are shown, opened as they are asked for."""

    def __init__(self, query: Query, ids: Sequence[str] = ()) -> None:
        self._query, self._ids = query, dict.fromkeys(ids)
        self._opened: dict[str, Reading] = {}

    def __getitem__(self, id: str) -> Reading:
        if id not in self._opened:
            self._opened[id] = from_dict(self._query.shown(id).document)
        return self._opened[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked for, and what is left out of it."""

    story: Story
    there: int
    """Matters in all: processes are about as many."""
    left: int
    """Older reports of what is told that are not linked with the others."""
    since: date | None = None
    """The day before which nothing is linked; None when all that there is is."""


def story_of(query: Query, settings: Settings, asked: Asked) -> Answer:
    """What is asked of a record; what had to be linked is kept in it if it may be written to."""
    desk = _Desk(query, asked)
    try:
        processes = desk.processes()
    finally:
        _keep(settings, desk.made)
    ids = dict.fromkeys(report.id for process in processes for report in process.reports)
    story = Story(Shown(query, list(ids)), (), tuple(processes))
    return Answer(story, max(len(desk.matters), len(processes)), desk.left, desk.since)


class _Desk:
    """One question; here because all of it asks the same record."""

    def __init__(self, query: Query, asked: Asked) -> None:
        self.query, self.asked = query, asked
        self.held = held(query)
        same = [reports_of(one) for one in self.held if one.body["verdict"] == "same"]
        meetings, self.since = linked.meetings(query, asked.until, LATELY)
        self.matters = [one for one in find_matters(meetings, same) if _may_be_told(one, asked)]
        self.readings = Shown(query)
        self.stamps: dict[str, tuple[int, int]] = {}
        self.made: dict[str, Linked] = {}
        self.left = 0

    def processes(self) -> list[Process]:
        """Those asked for, most told first."""
        asked, found = self.asked, list[Process]()
        told: set[str] = set()
        for matter in self._named() if asked.about else self.matters:
            # The next matter may hold more than one process, of which one is told most.
            if asked.most is not None and len(found) >= asked.most:
                break
            if matter.refs <= told:
                continue  # told with a larger one
            self.left += matter.left
            for process in self._told(matter):
                told |= _mentions(process)
                named = not asked.about or _is_named(asked.about, process)
                if named and len(process.reports) >= asked.least:
                    found.append(process)
        found = list({process.ref: process for process in found}.values())
        found.sort(key=lambda p: (-len(p.reports), -len(p.meetings), p.ref))
        return found[: asked.most]

    def _named(self) -> list[Matter]:
        """Matters of that name; those never linked before are linked now."""
        self._stamp([report for matter in self.matters for report in matter.reports])
        keys = {self._key(matter): matter for matter in self.matters}
        known = linked.names(self.query, list(keys))
        for key, matter in keys.items():
            if key not in known:
                known[key] = self._make(key, matter).names
        about = self.asked.about
        found = [m for key, m in keys.items() if any(is_about(about, n) for n in known[key])]
        if keys and not found:
            first = list(dict.fromkeys(known[key][0] for key in keys if known[key]))
            more = " …" if len(first) > TOLD else ""
            told = "; ".join(first[:TOLD]) + more
            raise UsageError(f"--about {about}", f"no such process; there are: {told}")
        return found

    def _told(self, matter: Matter) -> list[Process]:
        key = self._key(matter)
        made = self._found(key) or self._make(key, matter)
        bare = [opened(Process, one) for one in made.body]
        if not self.asked.whole:
            return bare
        rest = self._found(_rest(key))
        if rest is None:
            self._make(key, matter)
            rest = self.made[_rest(key)]
        return [
            replace(process, **opened(_Rest, one).fields())
            for process, one in zip(bare, rest.body, strict=True)
        ]

    def _found(self, key: str) -> Linked | None:
        return self.made.get(key) or linked.linked(self.query, key)

    def _make(self, key: str, matter: Matter) -> Linked:
        ordered = in_order(self.readings[id] for id in matter.reports)
        ruled, first = self._rulings(matter), min(matter.refs)
        judged, known = record_past.judged(self.query, ordered, ruled, self.stamps)
        self.made |= {past: Linked(f"{first} past", (), [packed(one)]) for past, one in known}
        own = [p for p in assemble(ordered, (*judged, *ruled)) if _is_of(p, matter)]
        names = [n for p in own for n in (p.name, *(joint.name for joint in p.meetings))]
        self.made[key] = Linked(first, tuple(dict.fromkeys(names)), [packed(_bare(p)) for p in own])
        rest = [packed(_Rest(p.acts, p.sayings, p.judgements)) for p in own]
        self.made[_rest(key)] = Linked(first, (), rest)
        return self.made[key]

    def _rulings(self, matter: Matter) -> tuple[Judgement, ...]:
        return rulings(self.query, self._held(matter))

    def _held(self, matter: Matter) -> list[corrections.Judgement]:
        inside = set(matter.reports)
        return [one for one in self.held if inside.issuperset(reports_of(one))]

    def _key(self, matter: Matter) -> str:
        """A digest of all that a matter's processes are made from."""
        held = [one.number for one in self._held(matter)]
        self._stamp(matter.reports)
        stamps = [(id, self.stamps[id]) for id in sorted(matter.reports)]
        made_from = repr((record_past.linker(), stamps, sorted(matter.refs), held))
        return hashlib.sha256(made_from.encode()).hexdigest()[:32]

    def _stamp(self, reports: Sequence[str]) -> None:
        new = dict.fromkeys(id for id in reports if id not in self.stamps)
        if new:
            self.stamps |= linked.stamps(self.query, list(new))


def _may_be_told(matter: Matter, asked: Asked) -> bool:
    recent = asked.since is None or matter.last >= asked.since
    return recent and len(matter.reports) >= asked.least


def _rest(key: str) -> str:
    """The key of what is told beside a matter's bare processes."""
    return f"{key} rest"


@dataclass(frozen=True, slots=True)
class _Rest:
    """What most of a process is and a board does not ask for."""

    acts: tuple[Act, ...]
    sayings: tuple[Saying, ...]
    judgements: tuple[Judgement, ...]

    def fields(self) -> dict[str, Any]:
        return {"acts": self.acts, "sayings": self.sayings, "judgements": self.judgements}


def _bare(process: Process) -> Process:
    """A process whose boards of all days are the same: when each side spoke last, …"""
    last: dict[str, date] = {}
    spoke = []
    for one in sorted(process.sayings, key=lambda saying: saying.published):
        if one.day > last.get(one.side, date.min):
            last[one.side] = one.day
            spoke.append(replace(one, speaker="", words="", to=(), evidence=(), sources=()))
    # … acts that stand or end others, and no judgements.
    acts = tuple(
        act
        for act in process.acts
        if act.status is EventStatus.HAPPENED and act.type in IN_FORCE | ENDS
    )
    return replace(process, acts=acts, sayings=tuple(spoke), judgements=())


def _keep(settings: Settings, made: Mapping[str, Linked]) -> None:
    if not made:
        return
    # A record that may only be read, or is being written to, is asked all the same.
    with suppress(RecordError), record_options.store(replace(settings, patience=_PATIENCE)) as kept:
        kept.keep_linked(made.items())


def _is_of(process: Process, matter: Matter) -> bool:
    """Whether it is mostly of this matter: reports tell of others, too."""
    mentions = _mentions(process)
    return 2 * len(mentions & matter.refs) > len(mentions)


def _mentions(process: Process) -> set[str]:
    return {f"{one.report}#{one.item}" for joint in process.meetings for one in joint.mentions}


def _is_named(about: str, process: Process) -> bool:
    names = (process.name, *(joint.name for joint in process.meetings))
    return any(is_about(about, name) for name in names)
