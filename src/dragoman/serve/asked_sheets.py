"""A process, a meeting, a timeline, statements or conditions → the sheet that the views show."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dragoman.ontology import EventStatus
from dragoman.processes.board import Board, Fate, Standing
from dragoman.processes.same import said_on
from dragoman.processes.sayings import Said
from dragoman.processes.timeline import Matter, Moment
from dragoman.processes.values import (
    Act,
    Charge,
    Claim,
    Evidence,
    Judgement,
    Kind,
    Plan,
    Process,
    Verdict,
)
from dragoman.serve import wording
from dragoman.serve.board_sheet import (
    BoardSheet,
    Desk,
    Line,
    Part,
    count,
    joined,
    known,
    told_plan,
    witnesses,
)
from dragoman.spans import Span
from dragoman.types import Reading

Readings = Mapping[str, Reading]

_TOLD = {Kind.REPORT: "report", Kind.ACTOR: "actor", Kind.STATEMENT: "statement",
         Kind.EVENT: "event", Kind.MEETING: "meeting"}  # fmt: skip


# --- a process -------------------------------------------------------------------------------


def process_sheet(now: Board, readings: Readings) -> BoardSheet:
    """What belongs to a process and why: sides, meetings and their links, reports, judgements."""
    process = now.process
    desk = Desk(process, readings)
    parts = [
        Part("Sides", (), tuple(_sides(desk, now)), "", "statements"),
        Part("Meetings", (), tuple(_meeting_line(desk, one) for one in now.meetings)),
        Part("Reports", (), tuple(desk.reported(now)), "", "reports"),
        Part("Held to be one", _tally(process), tuple(_judged(desk, process)), "", "reports"),
    ]
    return BoardSheet(process.name, desk.notes(now), tuple(part for part in parts if part.lines))


def _sides(desk: Desk, now: Board) -> Iterator[Line]:
    last = dict(now.silent)
    claims = Counter(
        c.side for one in now.meetings for row in one.rows for c in (*row.standing, *row.earlier)
    )
    for side in desk.process.sides:
        meets = sum(side in one.joint.sides for one in now.meetings)
        notes = [f"{count(claims[side], 'word')} on them"] if claims[side] else []
        notes += [f"last word on {wording.day(last[side])}"] if side in last else []
        yield Line("", desk.side(side), f"in {count(meets, 'meeting')}", known(notes))


def _meeting_line(desk: Desk, one: Standing) -> Line:
    joint = one.joint
    words = [
        f"{desk.side(row.side)} {' and '.join(sorted(row.families))}"
        for row in one.rows
        if not row.overtaken
    ]
    reports = len({evidence.report for evidence in joint.mentions})
    told = "only mentioned" if not words else "; ".join(words)
    notes = [
        "contested" if one.contested else "",
        told_plan(one.plan) if one.plan else "",
        *(f"{link.verdict} the {desk.other(link.other)}: {link.reason}" for link in joint.links),
        f"in {count(reports, 'report')}, first on {wording.day(joint.first)}",
    ]
    return Line("", joint.name, told, known(notes))


def _tally(process: Process) -> tuple[str, ...]:
    """How many entries of each sort are held to be the same as one before."""
    same = Counter(j.kind for j in process.judgements if j.verdict is Verdict.SAME)
    told = [count(same[kind], name) for kind, name in _TOLD.items() if same[kind]]
    return (f"the same as one before: {joined(told)}",) if told else ()


def _judged(desk: Desk, process: Process, joint: str | None = None) -> Iterator[Line]:
    """Judgements on reports and meetings, with their reasons; `joint`: only those of one."""
    homes = {f"{e.report}#{e.item}": j.ref for j in process.meetings for e in j.mentions}
    for judgement in process.judgements:
        if judgement.kind is Kind.MEETING:
            home = homes.get(judgement.right)
            if home is None or joint not in (None, home):
                continue
            lead = "" if joint else desk.other(home)
        elif judgement.kind is Kind.REPORT and joint is None:
            lead = desk.source(judgement.right)
        else:
            continue
        yield Line("", lead, _verdict(desk, judgement, homes), _why(judgement))


def _verdict(desk: Desk, judgement: Judgement, homes: Mapping[str, str]) -> str:
    report = judgement.left.partition("#")[0]
    if judgement.verdict is Verdict.SAME:
        right = desk.source(judgement.right.partition("#")[0])
        return f"the same in {desk.source(report)} and in {right}"
    if judgement.verdict is Verdict.OTHER:
        return f"another than in {desk.source(report)}"
    other = homes.get(judgement.left)
    name = f"the {desk.other(other)}" if other else desk.source(judgement.left)
    return f"{judgement.verdict} {name}"


def _why(judgement: Judgement) -> tuple[str, ...]:
    by = "" if judgement.by == "dragoman" else f"by {judgement.by}"
    return known([judgement.reason, f"{judgement.score:.2f}", by])


# --- a meeting -------------------------------------------------------------------------------


def meeting_sheet(process: Process, one: Standing, at: date, readings: Readings) -> BoardSheet:
    """All that is told of one meeting: each word with all its witnesses, the first one first."""
    desk, joint = Desk(process, readings), one.joint
    links = tuple(f"{link.verdict} the {desk.other(link.other)}" for link in joint.links)
    parts = [
        Part("What each side says", (), tuple(_words(desk, one)), desk.dispute(one)),
        Part("When and where", (), tuple(_plans(desk, one.plans))),
        Part("Conditions", (), tuple(map(desk.condition, one.conditions)), "", "conditions"),
        Part("Tasks", (), tuple(map(desk.task, one.tasks)), "", "tasks"),
        Part("Mentions", (), tuple(_mentions(desk, joint.mentions)), "", "reports"),
        Part("Held to be one", (), tuple(_judged(desk, process, joint.ref)), "", "reports"),
    ]
    reports = len({evidence.report for evidence in joint.mentions})
    notes = (
        f"as of {wording.day(at)}", f"{joint.kind} of {joined(map(desk.side, joint.sides))}",
        count(reports, "report"), *links,
    )  # fmt: skip
    return BoardSheet(joint.name, known(notes), tuple(part for part in parts if part.lines))


def _words(desk: Desk, one: Standing) -> Iterator[Line]:
    marks: dict[str, str] = {}
    for row in one.rows:
        marks |= dict.fromkeys((c.ref for c in row.earlier), "earlier")
        marks |= dict.fromkeys((c.ref for c in row.withdrawn), "withdrawn")
        last = "overtaken" if row.overtaken else "latest"
        marks |= dict.fromkeys((c.ref for c in row.standing), last)
    for claim in one.joint.claims:
        if claim.ref in marks:
            yield desk.claim(claim, marks[claim.ref], every=True)


def _plans(desk: Desk, plans: Iterable[Plan]) -> Iterator[Line]:
    for plan in plans:
        if told := told_plan(plan):
            yield Line("", wording.day(plan.published), told, (), desk.quotes(plan.evidence))


def _mentions(desk: Desk, mentions: Sequence[Evidence]) -> Iterator[Line]:
    """One line a report: the words by which it calls the meeting."""
    found: dict[str, list[Span]] = {}
    for one in mentions:
        found.setdefault(one.report, []).append(one.span)
    for report, spans in found.items():
        text = desk.readings[report].article.text
        words = dict.fromkeys(wording.short(text[span], 80) for span in spans)
        yield Line("", desk.source(report), " · ".join(words))


# --- a timeline ------------------------------------------------------------------------------


def timeline_sheet(now: Board, found: Sequence[Moment], readings: Readings) -> BoardSheet:
    """A process day by day; the meeting that it is named after goes without saying."""
    desk = Desk(now.process, readings)
    days: dict[date, list[Moment]] = {}
    for moment in found:
        days.setdefault(moment.day, []).append(moment)
    parts = []
    for day, moments in days.items():
        title = wording.day(day) if day > date.min else "No date"
        ahead = ("still to come",) if day > now.at else ()
        parts.append(Part(title, ahead, tuple(_moment(desk, one) for one in moments)))
    return BoardSheet(now.process.name, desk.notes(now), tuple(parts))


def _moment(desk: Desk, moment: Moment) -> Line:
    entry = moment.entry
    name = desk.other(moment.meeting) if moment.meeting else ""
    main = name == desk.process.name
    if isinstance(entry, Claim):
        line = desk.claim(entry, "withdrawn" if moment.withdrawn else "")
    elif isinstance(entry, Plan):
        told = told_plan(entry)
        ahead = moment.matter is Matter.AHEAD
        where = f" in {entry.place}" if ahead and entry.place else ""
        told = f"the day told for it{where}" if ahead else told
        return Line("", name, told, (), () if ahead else desk.quotes(entry.evidence))
    elif isinstance(entry, Act):
        line = desk.act(entry)
        if entry.status is not EventStatus.HAPPENED:
            line = replace(line, told=f"{line.told}, {entry.status}")
    elif isinstance(entry, Charge):
        line = desk.task(entry)
    elif moment.matter is Matter.FATE:
        evidence = [entry.evidence] if entry.evidence else []
        line = Line("", desk.side(entry.demand.side), f"condition {entry.fate}", (),
                    desk.quotes(evidence))  # fmt: skip
    else:
        line = Line("", desk.side(entry.demand.side), "condition", (),
                    desk.quotes(e for _, e in entry.demand.told[:1]))  # fmt: skip
    # The day is the part's title.
    notes = (note for note in line.notes if note != wording.day(moment.day))
    return replace(line, notes=known([*notes, "" if main else name]))


# --- statements ------------------------------------------------------------------------------


def said_sheet(process: Process, found: Sequence[Said], readings: Readings) -> BoardSheet:
    """Statements by side, each side's newest first."""
    desk = Desk(process, readings)
    sides: dict[str, list[Said]] = {}
    for one in found:
        sides.setdefault(one.saying.side, []).append(one)
    parts = (
        Part(desk.side(side), (count(len(own), "statement"),),
             tuple(_said(desk, one) for one in own), "", "statements")
        for side, own in sorted(sides.items(), key=lambda item: (-len(item[1]), item[0]))
    )  # fmt: skip
    notes = (count(len(found), "statement"), count(len(process.reports), "report"))
    return BoardSheet("Who said what", notes, tuple(parts))


def _said(desk: Desk, one: Said) -> Line:
    saying = one.saying
    dated = said_on(one.statement.when, saying.published) is not None
    day = wording.day(saying.day) if saying.day > date.min else "no date"
    states = (f"{desk.meeting_of(c).name}: {wording.plain(c.state)}" for c in one.claims)
    rivals: dict[str, list[str]] = {}
    for claim in one.against:
        rivals.setdefault(desk.side(claim.side), []).append(wording.plain(claim.state))
    against = "; ".join(f"{side}: {', '.join(told)}" for side, told in rivals.items())
    notes = [
        day if dated or saying.day == date.min else f"by {day}", wording.channel(one.statement),
        witnesses(saying.sources), *states,
        f"contradicts {against}" if against else "",
    ]  # fmt: skip
    lead = saying.speaker + (f" → {joined(saying.to)}" if saying.to else "")
    # The words of the first witness; the others tell the same.
    return Line("", wording.clean(lead), wording.act(one.statement), known(notes),
                desk.words(saying))  # fmt: skip


# --- conditions ------------------------------------------------------------------------------


def conditions_sheet(
    process: Process, found: Sequence[Fate], at: date, readings: Readings
) -> BoardSheet:
    """Conditions by the side that sets them, each with the meeting it is for and its fate."""
    desk = Desk(process, readings)
    sides: dict[str, list[Fate]] = {}
    for fate in found:
        sides.setdefault(fate.demand.side, []).append(fate)
    parts = []
    for side, own in sorted(sides.items(), key=lambda item: (-len(item[1]), item[0])):
        lines = tuple(_condition(desk, fate) for fate in own)
        parts.append(
            Part(desk.side(side), (count(len(own), "condition"),), lines, "", "conditions")
        )
    notes = (f"as of {wording.day(at)}", count(len(found), "condition"))
    return BoardSheet("What each side wants first", notes, tuple(parts))


def _condition(desk: Desk, fate: Fate) -> Line:
    line = desk.condition(fate)
    meeting = fate.demand.meeting
    lead = f"for the {desk.other(meeting)}" if meeting else "for no meeting that is told"
    notes = [] if fate.fate == "repeated" else [f"set by {wording.day(fate.told[0])}"]
    return Line("", lead, fate.fate, known(notes or list(line.notes)), line.quotes)
