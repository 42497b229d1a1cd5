"""What may be asked of the processes of a story → its answer as sheets, as JSON and as rows."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.errors import UsageError
from dragoman.processes.board import Board, Fate, board
from dragoman.processes.changes import changes
from dragoman.processes.sayings import Sought, find_said, is_about, is_who
from dragoman.processes.story import Story, whole
from dragoman.processes.timeline import timeline
from dragoman.processes.values import Process
from dragoman.serve import asked_json, asked_sheets
from dragoman.serve.asked import View
from dragoman.serve.board_json import board_json, changes_json
from dragoman.serve.board_sheet import board_sheet, changes_sheet


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which processes, and which days of them."""

    about: str = ""
    """Words of the name of a process or of one of its meetings."""
    least: int = 1
    """Reports that a process must have."""
    until: date | None = None
    since: date | None = None
    most: int | None = None
    """At most so many; None leaves it to where they come from."""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"--since {self.since}", f"later than {self.until}")

    def processes(self, story: Story) -> list[Process]:
        """`UsageError` when none has the name; one line to stderr when there is none at all."""
        known = [p for p in story.processes if len(p.reports) >= self.least]
        if not known:
            print("no meeting is told in these reports", file=sys.stderr)
        found = [p for p in known if not self.about or self._named(p)]
        if known and not found:
            names = "; ".join(dict.fromkeys(p.name for p in known))
            raise UsageError(f"--about {self.about}", f"no such process; there are: {names}")
        return found[: self.most]

    def boards(self, story: Story) -> Iterator[Board]:
        return (board(process, self.until) for process in self.processes(story))

    def _named(self, process: Process) -> bool:
        names = (process.name, *(joint.name for joint in process.meetings))
        return any(is_about(self.about, name) for name in names)


def board_view(chosen: Chosen) -> View:
    """The board of each process."""
    return View(
        lambda story: [(now, story.readings) for now in chosen.boards(story)],
        board_sheet, board_json,
    )  # fmt: skip


def changes_view(chosen: Chosen) -> View:
    """What changed in each process from one day to another."""
    since = chosen.since or date.min

    def find(story: Story) -> list[tuple[object, ...]]:
        return [
            (now.process, changes(now.process, since, now.at), since, now.at, story.readings)
            for now in chosen.boards(story)
        ]

    return View(find, changes_sheet, changes_json)


def process_view(chosen: Chosen) -> View:
    """What belongs to each process, and why."""
    return View(
        lambda story: [(now, story.readings) for now in chosen.boards(story)],
        asked_sheets.process_sheet, asked_json.process_json, whole=True,
    )  # fmt: skip


def meeting_view(chosen: Chosen) -> View:
    """All that is told of each meeting."""

    def find(story: Story) -> list[tuple[object, ...]]:
        found = [
            (now.process, one, now.at, story.readings)
            for now in chosen.boards(story)
            for one in now.meetings
        ]
        # A name that only the process has means all its meetings.
        named = [each for each in found if is_about(chosen.about, each[1].joint.name)]
        return list(named or found)

    return View(find, asked_sheets.meeting_sheet, asked_json.meeting_json, whole=True)


def timeline_view(chosen: Chosen) -> View:
    """Each process day by day."""

    def find(story: Story) -> list[tuple[object, ...]]:
        return [
            (now, timeline(now.process, chosen.since, now.at), story.readings)
            for now in chosen.boards(story)
        ]

    return View(find, asked_sheets.timeline_sheet, asked_json.timeline_json, whole=True)


# --- lists -----------------------------------------------------------------------------------


Whole = Callable[[Story], Process]
"""A story → all that is asked of as one process."""


def said_view(sought: Sought, limit: int | None = None, all_of: Whole = whole) -> View:
    """Statements of all reports, newest first."""

    def find(story: Story) -> list[tuple[object, ...]]:
        process = all_of(story)
        return [(process, find_said(process, story.readings, sought)[:limit], story.readings)]

    columns = {
        "day": "day", "speaker": "who", "side": "side", "to": "to", "act": "what",
        "polarity": "status", "words": "words", "report": "report", "id": "entry",
    }  # fmt: skip
    return View(
        find, asked_sheets.said_sheet, asked_json.said_json, asked_json.said_rows, columns,
        whole=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demanded:
    """Which conditions; days are half-open."""

    by: str = ""
    about: str = ""
    status: str = ""
    """The fate."""
    source: str = ""
    since: date | None = None
    until: date | None = None

    def find(self, process: Process) -> tuple[list[Fate], date]:
        """Conditions as known on the last day asked for, by the day on which they were set."""
        before = date.fromordinal(self.until.toordinal() - 1) if self.until else None
        now = board(process, before)
        fates = [*now.conditions, *(f for one in now.meetings for f in one.conditions)]
        names = dict(process.names)
        found = [fate for fate in fates if self._fits(fate, process, names)]
        return sorted(found, key=lambda f: (f.told[0], f.demand.ref)), now.at

    def _fits(self, fate: Fate, process: Process, names: Mapping[str, str]) -> bool:
        demand = fate.demand
        joint = process.meeting(demand.meeting) if demand.meeting else None
        outlets = {report.id: report.outlet for report in process.reports}
        return (
            (not self.by or is_who(self.by, demand.side, "", names))
            and (not self.about or is_about(self.about, demand.words, joint.name if joint else ""))
            and self.status in ("", fate.fate)
            and (not self.source or self.source in {outlets[e.report] for _, e in demand.told})
            and (self.since is None or fate.told[-1] >= self.since)
        )


def conditions_view(wanted: Demanded, limit: int | None = None, all_of: Whole = whole) -> View:
    """Conditions of all reports, by the day on which they were set."""

    def find(story: Story) -> list[tuple[object, ...]]:
        process = all_of(story)
        found, at = wanted.find(process)
        return [(process, found[:limit], at, story.readings)]

    columns = {"day": "day", "side": "side", "kind": "kind", "fate": "fate", "words": "words",
               "meeting": "meeting", "report": "report", "id": "entry"}  # fmt: skip
    return View(
        find, asked_sheets.conditions_sheet, asked_json.conditions_json,
        asked_json.condition_rows, columns,
    )  # fmt: skip
