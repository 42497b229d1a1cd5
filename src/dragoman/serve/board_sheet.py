"""Board or changes → the sheet that terminal, Markdown and page show: sections of lines.

What is told, in which order and in which words is decided here; the views only set it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.processes.board import Board, Fate, Row, Standing
from dragoman.processes.changes import Change, News
from dragoman.processes.naming import side_name
from dragoman.processes.sightings import Days
from dragoman.processes.values import (
    Act,
    Charge,
    Claim,
    Evidence,
    Joint,
    Plan,
    Process,
    Saying,
    Source,
)
from dragoman.serve import wording
from dragoman.types import Reading

DIM = frozenset({"earlier", "overtaken", "withdrawn"})
"""Marks of what stands behind a side's latest word."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report, and which."""

    words: str
    report: str
    source: str
    """Outlet and day."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section."""

    mark: str
    """latest, earlier, overtaken, withdrawn, or empty"""
    lead: str
    told: str
    notes: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A meeting, or a section without one."""

    title: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    alert: str = ""
    kind: str = "meetings"


@dataclass(frozen=True, slots=True)
class BoardSheet:
    title: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    brief: bool = False
    """Whether what was replaced stands without its words where there is little room."""

    def lines(self, part: Part) -> Iterable[Line]:
        """A part's lines where there is little room; without words, what is alike stands once."""
        return dict.fromkeys(
            replace(line, quotes=()) if self.brief and line.mark in DIM else line
            for line in part.lines
        )


def board_sheet(board: Board, readings: Mapping[str, Reading]) -> BoardSheet:
    """A board as it is shown; readings by the id of their article."""
    return Desk(board.process, readings).board(board)


def changes_sheet(
    process: Process, news: Sequence[News], since: date, until: date,
    readings: Mapping[str, Reading],
) -> BoardSheet:  # fmt: skip
    """Changes as a morning note."""
    return Desk(process, readings).changes(news, since, until)


HEADS = {
    Change.CONTESTED: "Now contested", Change.SETTLED: "No longer contested",
    Change.TURNED: "Turned", Change.SPOKE: "Spoke for the first time", Change.DATED: "Now dated",
    Change.MOVED: "Moved", Change.MEETING: "New meetings", Change.CONDITION: "New conditions",
    Change.FATE: "Conditions met or dropped", Change.TASK: "New tasks",
    Change.ACT: "Sanctions, threats and coercion", Change.WITHDRAWN: "Withdrawn by a correction",
}  # fmt: skip


class Desk:
    """The lines of one process; here because all of them ask who is who and quote reports."""

    def __init__(self, process: Process, readings: Mapping[str, Reading]) -> None:
        self.process = process
        self.readings = readings
        self.names = dict(process.names)
        self.reports = {report.id: report for report in process.reports}
        self.joints = {joint.ref: joint for joint in process.meetings}
        self.homes = {c.ref: joint for joint in process.meetings for c in joint.claims}

    # --- board -------------------------------------------------------------------------------

    def notes(self, board: Board) -> tuple[str, ...]:
        """The day, and by how many reports of how many sources."""
        origins = {report.source for report in board.reports}
        told = f"{count(len(board.reports), 'report')} of {count(len(origins), 'source')}"
        return f"as of {wording.day(board.at)}", told

    def board(self, board: Board) -> BoardSheet:
        parts = [self.meeting(one) for one in board.meetings]
        parts += [
            Part("Conditions", (), tuple(map(self.condition, board.conditions)), "", "conditions"),
            Part("Tasks", (), tuple(map(self.task, board.tasks)), "", "tasks"),
            Part(HEADS[Change.ACT], (), tuple(map(self.act, board.in_force)), "", "events"),
            Part("Last word of each side", (), tuple(self.silent(board)), "", "statements"),
            Part("Reports", (), tuple(self.reported(board)), "", "reports"),
        ]
        return BoardSheet(
            self.process.name, self.notes(board), tuple(p for p in parts if p.lines), brief=True
        )

    def meeting(self, one: Standing) -> Part:
        lines = [line for row in one.rows for line in self.row(row)]
        lines += map(self.condition, one.conditions)
        lines += map(self.task, one.tasks)
        if not lines:
            lines = [Line("", "", "only mentioned", (), self.quotes(one.joint.mentions[:1]))]
        links = (f"{link.verdict} the {self.other(link.other)}" for link in one.joint.links)
        return Part(
            one.joint.name, tuple(filter(None, [self.plan(one.plans), *links])), tuple(lines),
            self.dispute(one),
        )  # fmt: skip

    def other(self, ref: str) -> str:
        return self.joints[ref].name

    def meeting_of(self, claim: Claim) -> Joint:
        return self.homes[claim.ref]

    def dispute(self, one: Standing) -> str:
        """ "contested: Chile off; Peru forward" """
        if not one.contested:
            return ""
        rows = [row for row in one.rows if not row.overtaken]
        told = (f"{self.side(row.side)} {' and '.join(sorted(row.families))}" for row in rows)
        return f"contested: {'; '.join(told)}"

    def plan(self, plans: Sequence[Plan]) -> str:
        """Where and when it is to be, and what stood before."""
        told = [t for plan in plans if (t := told_plan(plan))]
        if not told:
            return ""
        before = list(dict.fromkeys(told[:-1]))
        return told[-1] + (f" (before: {'; '.join(before)})" if before else "")

    def row(self, row: Row) -> Iterator[Line]:
        mark = "overtaken" if row.overtaken else "latest"
        yield from (self.claim(claim, mark) for claim in row.standing)
        yield from (self.claim(claim, "earlier") for claim in row.earlier)
        yield from (self.claim(claim, "withdrawn") for claim in row.withdrawn)

    def claim(self, claim: Claim, mark: str, every: bool = False) -> Line:
        """`every`: with the words of all its witnesses, not only of the first."""
        denied = f" (not {wording.plain(claim.denies)})" if claim.denies else ""
        hedged = ", hedged" if claim.hedged else ""
        side = self.side(claim.side)
        asserter = "" if claim.asserter.casefold() == side.casefold() else claim.asserter
        by = wording.day(claim.day) if claim.dated else f"by {wording.day(claim.day)}"
        notes = [asserter, by if claim.day > date.min else "no date", witnesses(claim.sources)]
        if claim.withdrawn:
            notes.append(f"withdrawn by {self.source(claim.withdrawn)}")
        told = f"{wording.plain(claim.state)}{denied}{hedged}"
        evidence = claim.evidence if every else claim.evidence[:1]
        return Line(mark, side, told, known(notes), self.quotes(evidence))

    def condition(self, fate: Fate) -> Line:
        told = [wording.day(day) for day in fate.told]
        what = {"repeated": f"repeated, last on {told[-1]}", "unknown": f"set by {told[-1]}"}
        notes = [what.get(fate.fate, f"{fate.fate}, set by {told[0]}")]
        evidence = [fate.demand.told[0][1], *([fate.evidence] if fate.evidence else [])]
        kind = wording.plain(fate.demand.kind or "condition")
        return Line("", self.side(fate.demand.side), kind, known(notes),
                    self.quotes(evidence))  # fmt: skip

    def task(self, task: Charge) -> Line:
        lead = f"{joined(task.charged_by) or 'someone'} → "
        lead += joined(task.charged) or "someone"
        return Line("", lead, "task", (wording.day(task.day),), self.quotes(task.evidence[:1]))

    def act(self, act: Act) -> Line:
        whom = joined(map(self.side, act.targets))
        lead = joined(map(self.side, act.actors)) or "someone"
        told = f"{act.type}{'/' + act.mode if act.mode else ''}"
        notes = known([wording.day(act.day), witnesses(act.sources)])
        return Line("", lead + (f" → {whom}" if whom else ""), told, notes,
                    self.quotes(act.evidence[:1]))  # fmt: skip

    def silent(self, board: Board) -> Iterator[Line]:
        for side, last in board.silent:
            days = (board.at - last).days
            notes = (f"silent for {count(days, 'day')}",) if days > 0 else ()
            yield Line("", self.side(side), wording.day(last), notes)

    def reported(self, board: Board) -> Iterator[Line]:
        for report in board.reports:
            notes = [report.title, report.why]
            if report.corrected_by:
                notes.append(f"corrected by {self.source(report.corrected_by)}")
            day = wording.day(report.day) if report.day > date.min else "no date"
            yield Line("", wording.clean(report.outlet or report.id), day, known(notes))

    # --- changes -----------------------------------------------------------------------------

    def changes(self, news: Sequence[News], since: date, until: date) -> BoardSheet:
        parts = []
        for change, head in HEADS.items():
            lines = tuple(self.change(one) for one in news if one.change is change)
            if lines:
                parts.append(Part(head, (), lines, "", _LANES.get(change, "meetings")))
        notes = (f"changes after {wording.day(since)}, until {wording.day(until)}",)
        return BoardSheet(self.process.name, notes, tuple(parts))

    def change(self, news: News) -> Line:
        name = self.joints[news.meeting].name if news.meeting else ""
        who = joined(self.side(side) for side in news.side.split(", ") if side)
        after, before = _days(news.after), _days(news.before)
        if news.change in (Change.CONTESTED, Change.SETTLED):
            after = "; ".join(
                f"{self.side(side)}: {told}"
                for side, _, told in (each.partition(": ") for each in news.after.split("; "))
            )
        if news.change is Change.ACT:
            what, _, whom = news.after.partition(" → ")
            after = " → ".join(filter(None, [
                what, joined(self.side(side) for side in whom.split(", ") if side)
            ]))  # fmt: skip
        if news.change is Change.MEETING:
            # Its name stands before it.
            after = "new"
        if news.change in (Change.CONDITION, Change.TASK):
            # The words themselves are the quote below.
            after = str(news.change)
        told = f"{before} → {after}" if before and after else after
        notes = known([name if who else "", wording.day(news.day)])
        return Line("", who or name or "someone", told, notes, self.quotes(news.evidence))

    # --- words -------------------------------------------------------------------------------

    def side(self, key: str) -> str:
        return wording.clean(side_name(key, self.names))

    def source(self, id: str) -> str:
        report = self.reports[id]
        told = report.outlet or report.title or id
        return f"{told}, {wording.day(report.day)}" if report.day > date.min else told

    def words(self, saying: Saying) -> tuple[Quote, ...]:
        """A statement whole, as its first report has it."""
        report = saying.ref.partition("#")[0]
        source, url = self.source(report), self.readings[report].article.url
        return (Quote(wording.clean(saying.words), report, wording.clean(source), url),)

    def quotes(self, evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
        found = {}
        for one in evidence:
            article = self.readings[one.report].article
            words = wording.clean(article.text[one.span])
            found[one.report, words] = Quote(
                words, one.report, wording.clean(self.source(one.report)), article.url
            )
        return tuple(found.values())


_LANES = {
    Change.CONDITION: "conditions", Change.FATE: "conditions", Change.TASK: "tasks",
    Change.ACT: "events",
}  # fmt: skip


def told_plan(plan: Plan) -> str:
    when = between(plan.days) if plan.days else ""
    return ", ".join(filter(None, [when, f"in {plan.place}" if plan.place else ""]))


def between(days: Days) -> str:
    last = date.fromordinal(days[1].toordinal() - 1)
    first = wording.day(days[0])
    return first if last == days[0] else f"{first} – {wording.day(last)}"


def _days(told: str) -> str:
    """An ISO day, or a first and a last one, as the views write days; other words as they are."""
    try:
        return " – ".join(wording.day(date.fromisoformat(one)) for one in told.split("/"))
    except ValueError:
        return wording.clean(told)


def witnesses(sources: Sequence[Source]) -> str:
    """Only where there is something to say: several, or one that many reports carry."""
    reports = sum(len(source.reports) for source in sources)
    if reports < 2:
        return ""
    # How much of a near-copy is the same stands with the reports.
    why = "; ".join(f"{s.name}: {s.why.partition(': ')[0]}" for s in sources if len(s.reports) > 1)
    told = f"{count(len(sources), 'source')} in {count(reports, 'report')}"
    return f"{told} ({why})" if why else told


def count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def known(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(wording.clean(note) for note in notes if note)


def joined(names: Iterable[str]) -> str:
    """ "Peru, Chile and the Lakeland Forum" """
    told = [wording.clean(name) for name in names]
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))
