"""Statements of many reports and what is looked for → those found, and whom each contradicts.

A statement contradicts the latest word of another side on a meeting when it is itself a latest
word there and the board has the two as contested.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.processes.board import Standing, board
from dragoman.processes.likeness import content
from dragoman.processes.naming import side_name
from dragoman.processes.parties import fold
from dragoman.processes.values import Claim, Joint, Process, Saying
from dragoman.types import OUTLET, Reading, Statement

Readings = Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which statements: every field that is given must hold; days are half-open."""

    by: str = ""
    """Part of the name of the speaker or of his side, or the side's code."""
    to: str = ""
    """The same of one to whom it was said."""
    about: str = ""
    """Words that all stand in it, in any form, or in the name of the meeting that it tells of."""
    contradicts: str = ""
    """As `by`: whose latest word it contradicts."""
    act: str = ""
    channel: str = ""
    status: str = ""
    """Polarity."""
    source: str = ""
    """An outlet that tells it."""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, what it claims of meetings, and the latest words that it contradicts."""

    saying: Saying
    statement: Statement
    """As its first report has it."""
    claims: tuple[Claim, ...]
    against: tuple[Claim, ...]


def find_said(process: Process, readings: Readings, sought: Sought) -> tuple[Said, ...]:
    """The statements of a process that are looked for, newest first."""
    names = dict(process.names)
    meetings = {claim.ref: joint for joint in process.meetings for claim in joint.claims}
    found = []
    for one in _all(process, readings, sought.until):
        told = [meetings[claim.ref] for claim in one.claims]
        if _fits(one, sought, names, told, process, readings):
            found.append(one)
    return tuple(sorted(found, key=lambda s: (-s.saying.day.toordinal(), s.saying.ref)))


def is_who(wanted: str, side: str, name: str, names: Mapping[str, str]) -> bool:
    """Whether someone is meant: three capitals are a country's code, else part of a name."""
    if len(wanted) == 3 and wanted.isupper():
        return side == wanted
    return any(fold(wanted) in fold(told) for told in (name, side_name(side, names)))


def is_about(wanted: str, *told: str) -> bool:
    """Whether all words of matter stand in what is told, in any form."""
    words = content(wanted)
    return bool(words) and words <= content(" ".join(told))


# --- all of them -----------------------------------------------------------------------------


def _all(process: Process, readings: Readings, until: date | None) -> Iterator[Said]:
    last = max((report.day for report in process.reports), default=date.max)
    at = date.fromordinal(until.toordinal() - 1) if until else last
    statements = {f"{id}#{s.id}": s for id, one in readings.items() for s in one.statements}
    claims = _claims(process, readings)
    against = _against(board(process, at).meetings)
    for saying in process.sayings:
        own = tuple(claims[saying.ref])
        theirs = {c.ref: c for claim in own for c in against.get(claim.ref, ())}
        yield Said(saying, statements[saying.ref], own, tuple(theirs.values()))


def _claims(process: Process, readings: Readings) -> Mapping[str, list[Claim]]:
    """Ref of a statement told once → the claims that it makes."""
    home = {
        f"{one.report}#{one.item}": saying for saying in process.sayings for one in saying.evidence
    }
    found: dict[str, list[Claim]] = defaultdict(list)
    for joint in process.meetings:
        for claim in joint.claims:
            saying = home.get(_statement(claim, readings))
            if saying is not None:
                found[saying.ref].append(claim)
    return found


def _statement(claim: Claim, readings: Readings) -> str:
    """Ref of the statement by which a claim was first made; empty where there is none."""
    report, _, item = claim.ref.partition("#")
    meeting, _, number = item.partition(".")
    reading = readings[report]
    told = next(one for one in reading.meetings if one.id == meeting).states[int(number) - 1]
    if told.statement is not None:
        return f"{report}#{told.statement}"
    # A claim told in the page's words ("she has proposed a summit") rests on the same words.
    own = (s for s in reading.statements if s.speaker == told.asserter != OUTLET)
    over = (s for s in own if any(told.evidence.meets(span) for span in s.content))
    return next((f"{report}#{s.id}" for s in over), "")


def _against(meetings: tuple[Standing, ...]) -> Mapping[str, tuple[Claim, ...]]:
    """Ref of a latest word → the latest words of others that it contradicts."""
    found: dict[str, tuple[Claim, ...]] = {}
    for one in meetings:
        rows = {row.side: row for row in one.rows}
        for pair in one.contested:
            for own, other in (pair, pair[::-1]):
                for claim in rows[own].standing:
                    # Of several words of one day only those of another family.
                    theirs = [c for c in rows[other].standing if c.family is not claim.family]
                    found[claim.ref] = (*found.get(claim.ref, ()), *theirs)
    return found


# --- what is looked for ----------------------------------------------------------------------


def _fits(
    one: Said, sought: Sought, names: Mapping[str, str], meetings: list[Joint],
    process: Process, readings: Readings,
) -> bool:  # fmt: skip
    saying, statement = one.saying, one.statement
    outlets = {report.id: report.outlet for report in process.reports}
    tests = (
        not sought.by or is_who(sought.by, saying.side, saying.speaker, names),
        not sought.to or _said_to(one, sought.to, names, readings),
        not sought.about or is_about(sought.about, saying.words, *(m.name for m in meetings)),
        not sought.contradicts
        or any(is_who(sought.contradicts, c.side, c.asserter, names) for c in one.against),
        sought.act in ("", statement.act),
        sought.channel in ("", statement.channel),
        sought.status in ("", statement.polarity),
        not sought.source or any(outlets[e.report] == sought.source for e in saying.evidence),
        sought.since is None or saying.day >= sought.since,
        sought.until is None or saying.day < sought.until,
    )
    return all(tests)


def _said_to(one: Said, wanted: str, names: Mapping[str, str], readings: Readings) -> bool:
    reading = readings[one.saying.ref.partition("#")[0]]
    for id in one.statement.addressees:
        actor = reading.actor(id)
        if actor is not None and is_who(wanted, actor.country or "", actor.name, names):
            return True
    return False
