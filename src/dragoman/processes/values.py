"""The frozen values of many readings: judgements, and the process that they make.

A reference names an entry of one report: "0123456789abcdef#m1"; a claim's is "…#m1.2", a whole
report's its article's id. Days are those of the calendar, intervals half-open.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.ontology import (
    ConditionKind,
    EventStatus,
    EventType,
    MeetingKind,
    MeetingState,
    StateFamily,
)
from dragoman.spans import Span

READER = "dragoman"
"""The one by whom a judgement is when no user made it."""


class Kind(StrEnum):
    """What is compared across reports."""

    REPORT = "report"
    ACTOR = "actor"
    STATEMENT = "statement"
    EVENT = "event"
    MEETING = "meeting"
    PROCESS = "process"
    """Left and right are meetings that belong, or do not belong, to one process."""


class Verdict(StrEnum):
    """What the right one is to the left one, which is never the later."""

    SAME = "same"
    OTHER = "other"
    COPIES = "copies"
    CORRECTS = "corrects"
    PREPARES = "prepares"
    REPLACES = "replaces"
    FOLLOWS = "follows"


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """What is held of two entries, by whom and why; stored beside them, never an edit."""

    kind: Kind
    left: str
    right: str
    verdict: Verdict
    score: float
    """How sure, 0 … 1."""
    reason: str
    by: str = READER


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words of one report that something rests on."""

    report: str
    """Id of the article."""
    item: str
    """Id of the entry in the report's reading."""
    span: Span


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """An origin of words, and the reports that brought them."""

    name: str
    reports: tuple[str, ...]
    why: str
    """Why these reports count once; empty for a single one."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a process."""

    id: str
    day: date
    """Of publication; `date.min` where it is not known."""
    outlet: str
    title: str
    source: str
    """The origin that it counts for."""
    why: str = ""
    """Why it counts for another origin than itself."""
    corrected_by: str | None = None
    """The report that took its place."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one asserter says of the state of a meeting, by all reports that tell it."""

    ref: str
    side: str
    asserter: str
    """Name."""
    state: MeetingState
    day: date
    """When it was said, else when it was first published."""
    published: date
    """When it was first published."""
    dated: bool
    """Whether a report tells the day on which it was said."""
    hedged: bool
    denies: MeetingState | None
    evidence: tuple[Evidence, ...]
    sources: tuple[Source, ...]
    withdrawn: str | None = None
    """The report that corrected the only ones that told it."""

    @property
    def family(self) -> StateFamily:
        return self.state.family


@dataclass(frozen=True, slots=True)
class Plan:
    """The days or the place that a report gives a meeting."""

    published: date
    days: tuple[date, date] | None
    place: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """How this meeting stands to another of its process."""

    verdict: Verdict
    other: str
    """Ref of the other meeting."""
    reason: str


@dataclass(frozen=True, slots=True)
class Joint:
    """One meeting through all reports."""

    ref: str
    """Its first mention."""
    kind: MeetingKind
    name: str
    sides: tuple[str, ...]
    first: date
    """The day of the report that told it first."""
    last: date
    mentions: tuple[Evidence, ...]
    claims: tuple[Claim, ...]
    """By day, then by publication."""
    plans: tuple[Plan, ...]
    """By publication; a report that repeats the last one adds none."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """One event through all reports that tell it in the same way."""

    ref: str
    type: EventType
    mode: str | None
    status: EventStatus
    actors: tuple[str, ...]
    """Keys of sides."""
    targets: tuple[str, ...]
    day: date
    published: date
    asserter: str
    evidence: tuple[Evidence, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """One condition through all reports."""

    ref: str
    side: str
    meeting: str | None
    """Ref of the meeting that it is set for."""
    words: str
    day: date
    told: tuple[tuple[date, Evidence], ...]
    """Each time that it is told, by publication."""
    kind: ConditionKind | None = None
    """As it was told first; None in older readings."""
    answers: tuple[tuple[date, str, Evidence], ...] = ()
    """What speaks for its fate: day, "met" or "dropped", evidence."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One task through all reports."""

    ref: str
    charged_by: tuple[str, ...]
    """Names."""
    charged: tuple[str, ...]
    words: str
    meeting: str | None
    day: date
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement and its witnesses."""

    ref: str
    side: str
    speaker: str
    words: str
    act: str
    day: date
    published: date
    to: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """All that reports tell of the same parties on the same matter."""

    ref: str
    """That of its first meeting."""
    name: str
    sides: tuple[str, ...]
    reports: tuple[Report, ...]
    meetings: tuple[Joint, ...]
    acts: tuple[Act, ...]
    demands: tuple[Demand, ...]
    charges: tuple[Charge, ...]
    sayings: tuple[Saying, ...]
    names: tuple[tuple[str, str], ...]
    """Key of a side → its name, where it is no country's code."""
    judgements: tuple[Judgement, ...]
    """All that it rests on."""

    def meeting(self, ref: str) -> Joint | None:
        return next((joint for joint in self.meetings if joint.ref == ref), None)
