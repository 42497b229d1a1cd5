"""A record → the processes of its newest reports, small enough to be kept and to be sent.

`record_story` links what has changed and opens the rest. It is asked apart from the requests, in a
process of its own when there are many reports. What comes back is one line for each process and
the process itself packed, so that a page opens only the one that it shows.
"""

import io
import pickle
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from dragoman.processes.board import Board, Row, board
from dragoman.processes.naming import side_name
from dragoman.processes.rivals import accounts, find_rivals
from dragoman.processes.values import Act, Claim, Evidence, Process
from dragoman.record.query import Query
from dragoman.record.survey import version
from dragoman.serve import wording
from dragoman.serve.json_load import settled
from dragoman.serve.record_story import Asked, story_of
from dragoman.serve.settings import Settings
from dragoman.types import OUTLET

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One process in the list of all."""

    ref: str
    name: str
    sides: tuple[tuple[str, str], ...]
    """Key and name."""
    reports: int
    sources: int
    meetings: int
    contested: int
    """Meetings on which sides contradict each other."""
    disputed: bool
    """Whether they do on the meeting most is said of."""
    conditions: int
    first: date
    last: date
    """The day of its last report."""
    changed: date
    """The day on which a side began to say what it says now, the last such day."""
    said: tuple[tuple[str, str, str], ...]
    """Family, side and state of each side's latest word on the meeting most is said of."""
    next: tuple[date, date] | None
    """Days of the meeting that is planned next, the last one not in."""
    """The nearest planned day after the last report."""
    activity: tuple[tuple[date, int], ...]
    """Reports by day."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A side's latest word on a contested meeting, or an account of a contested event."""

    side: str
    name: str
    asserter: str
    state: str
    """Of the meeting, or status of the event."""
    family: str
    """Of the state; empty for an event."""
    day: date
    evidence: tuple[tuple[str, str, int, int], ...]
    """Report, entry, start and end of the words."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A meeting or an event on which two contradict each other."""

    process: str
    kind: str
    """meeting or event"""
    about: str
    """Reference of the meeting, or of the event as it was told first."""
    name: str
    last: date
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Processes as of one version of the record."""

    version: Version
    lines: tuple[Line, ...]
    packed: dict[str, bytes]
    reports: int
    """How many reports tell them."""
    seconds: float
    """How long it took."""
    disputes: tuple[Dispute, ...] = ()
    """Newest first."""
    homes: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Id of a report → reference and name of the processes that it is told in."""
    members: Mapping[str, str] = field(default_factory=dict)
    """Reference of each mention of each meeting → that of its process."""
    left: int = 0
    """Older reports of these processes that were not linked."""
    since: date | None = None
    """Meetings told before this day were left out; None for none."""

    def told_in(self, ref: str) -> tuple[str, ...]:
        """The ids of the reports that tell a process, by the reference of any of its meetings."""
        ref = self.members.get(ref, ref)
        return tuple(
            id for id, homes in self.homes.items() if any(home == ref for home, _ in homes)
        )

    def process(self, ref: str) -> Process | None:
        packed = self.packed.get(ref)
        if packed is None:
            return None
        # Packed by this program, in memory: nothing from outside is ever unpacked.
        found: Process = pickle.loads(zlib.decompress(packed))
        return found


EMPTY = Snapshot((-1, -1), (), {}, 0, 0.0)


def build(settings: Settings) -> Snapshot:
    """The processes of a record's newest reports; may raise `RecordError`."""
    begun = time.monotonic()
    with Query(settings.record, settled, settings.patience) as query:
        now = version(query)
        answer = story_of(query, settings, Asked(most=None, whole=True))
    story = answer.story
    packed = {p.ref: _packed(replace(p, judgements=())) for p in story.processes}
    boards = [board(process) for process in story.processes]
    lines = tuple(sorted(map(line, boards), key=lambda one: (one.last, one.reports)))
    found = [dispute for each in boards for dispute in _disputes(each)]
    found.sort(key=lambda one: one.last, reverse=True)
    return Snapshot(
        now, lines[::-1], packed, len(story.readings), time.monotonic() - begun, tuple(found),
        _homes(story.processes), _members(story.processes), answer.left, answer.since,
    )  # fmt: skip


class _Packer(pickle.Pickler):
    """Values as calls of their classes: a frozen one's own way asks for its fields each time."""

    def reducer_override(self, value: Any) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            return type(value), tuple(getattr(value, name) for name in _fields(type(value)))
        return NotImplemented


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _packed(process: Process) -> bytes:
    told = io.BytesIO()
    _Packer(told, pickle.HIGHEST_PROTOCOL).dump(process)
    return zlib.compress(told.getvalue(), 1)


def line(now: Board) -> Line:
    """A board → its process's line in the list."""
    process = now.process
    names = dict(process.names)
    days = Counter(report.day for report in process.reports)
    ahead = [one.plan.days for one in now.meetings if one.plan and one.plan.days]
    return Line(
        ref=process.ref,
        name=process.name,
        sides=tuple((side, side_name(side, names)) for side in process.sides),
        reports=len(process.reports),
        sources=len({report.source for report in process.reports}),
        meetings=len(process.meetings),
        contested=sum(bool(one.contested) for one in now.meetings),
        disputed=bool(now.meetings and now.meetings[0].contested),
        conditions=sum(len(one.conditions) for one in now.meetings) + len(now.conditions),
        first=min(days),
        last=max(days),
        changed=max(_turns(now), default=date.min),
        said=tuple(_said(now, names)),
        next=min((days for days in ahead if days[0] > now.at), default=None),
        activity=tuple(sorted(days.items())),
    )


def _turns(now: Board) -> Iterator[date]:
    return (row.since for one in now.meetings for row in one.rows if not row.overtaken)


def _said(now: Board, names: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for row in now.meetings[0].rows if now.meetings else ():
        if not row.overtaken:
            claim = row.standing[-1]
            side = "" if row.side == OUTLET else wording.clean(side_name(row.side, names))
            yield claim.family.value, side, wording.plain(claim.state)


def _disputes(now: Board) -> Iterator[Dispute]:
    names = dict(now.process.names)
    for one in now.meetings:
        if one.contested:
            voices = tuple(_voice(row, names) for row in one.rows if not row.overtaken)
            last = max(voice.day for voice in voices)
            yield Dispute(
                now.process.ref, "meeting", one.joint.ref, one.joint.name, last, voices
            )  # fmt: skip
    for rivals in find_rivals(now.process, now.at):
        first = rivals.told[0]
        voices = tuple(map(_account, accounts(rivals)))
        yield Dispute(
            now.process.ref, "event", first.ref, _event(first, names), rivals.last, voices
        )  # fmt: skip


def _event(act: Act, names: Mapping[str, str]) -> str:
    """ "Chile → Norway: assault, artillery"."""
    actors, targets = (
        ", ".join(wording.clean(side_name(key, names)) for key in keys)
        for keys in (act.actors, act.targets)
    )
    done = ", ".join(wording.plain(told) for told in (act.type.lower(), act.mode) if told)
    return f"{' → '.join(filter(None, (actors, targets)))}: {done}"


def _account(act: Act) -> Voice:
    return Voice(
        "", wording.clean(act.asserter), "", wording.plain(act.status), "", act.published,
        tuple((e.report, e.item, e.span.start, e.span.end) for e in act.evidence[:2]),
    )  # fmt: skip


def _voice(row: Row, names: Mapping[str, str]) -> Voice:
    claim = row.standing[-1]
    side = "" if row.side == OUTLET else wording.clean(side_name(row.side, names))
    asserter = wording.clean(claim.asserter)
    return Voice(
        row.side, side, "" if asserter.casefold() == side.casefold() else asserter,
        wording.plain(claim.state), claim.family.value, claim.day,
        tuple((e.report, _item(claim, e), e.span.start, e.span.end) for e in claim.evidence[:2]),
    )  # fmt: skip


def _item(claim: Claim, evidence: Evidence) -> str:
    """The claim itself in the report that made it first, its meeting in the others."""
    report, _, item = claim.ref.partition("#")
    return item if report == evidence.report else evidence.item


def _members(processes: Sequence[Process]) -> dict[str, str]:
    # Those told most come first, and keep what is also told in a smaller one.
    found: dict[str, str] = {}
    for process in processes:
        for joint in process.meetings:
            for one in joint.mentions:
                found.setdefault(f"{one.report}#{one.item}", process.ref)
    return found


def _homes(processes: Sequence[Process]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for process in processes:
        for report in process.reports:
            found[report.id] = (*found.get(report.id, ()), (process.ref, process.name))
    return found
