"""Reading → the sheet that the terminal and the page both show: sections of entries.

What is told, in which order and in which words is decided here; the views only set it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.meaning.standing import contested
from dragoman.serve import wording
from dragoman.serve.json_view import claim_id
from dragoman.serve.wording import Names
from dragoman.spans import Span
from dragoman.types import (
    OUTLET,
    Actor,
    Article,
    Condition,
    Event,
    Meeting,
    Reading,
    StateClaim,
    Statement,
    Task,
    Time,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One claim on a meeting's board."""

    id: str
    side: str
    date: str
    state: str
    asserter: str
    words: tuple[Span, ...]
    standing: bool
    """Whether it is its side's latest word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record, the words that it rests on, and a meeting's board."""

    id: str
    lead: str
    """Whom or what it is about."""
    notes: tuple[str, ...]
    """What is known of it, each a few words."""
    words: tuple[Span, ...]
    """The words to show below it."""
    marks: tuple[Span, ...]
    """The words to mark in the report; those to show among them."""
    alert: str = ""
    board: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """All entries of one kind."""

    name: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    notes: tuple[str, ...]
    """Outlet, wire, place and date of the report."""
    sections: tuple[Section, ...]
    """Those that have an entry."""


def sheet(reading: Reading) -> Sheet:
    """All that a reading says, meetings first."""
    desk = _Desk(reading)
    sections = (
        Section("meetings", "Meetings", tuple(map(desk.meeting, reading.meetings))),
        Section("conditions", "Conditions", tuple(map(desk.condition, reading.conditions))),
        Section("tasks", "Tasks", tuple(map(desk.task, reading.tasks))),
        Section("statements", "Statements", tuple(map(desk.statement, reading.statements))),
        Section("events", "Events", tuple(map(desk.event, reading.events))),
        Section("actors", "Actors", tuple(map(desk.actor, reading.actors))),
        Section("times", "Times", tuple(map(desk.time, reading.times))),
    )
    title = wording.clean(reading.article.title) or "Untitled report"
    return Sheet(title, _source(reading.article), tuple(s for s in sections if s.entries))


def _source(article: Article) -> tuple[str, ...]:
    published = article.published
    told = wording.day(published.day) if published.day else "no date of publication"
    found = {"none": "", "given": ""}.get(published.how, f" (from the {published.how})")
    conflicts = "; ".join(published.conflicts)
    # An outlet's own dateline names it again as the wire.
    wire = article.wire if article.wire != article.source else ""
    notes = [article.source, wire, article.place, told + found]
    if conflicts:
        notes.append(f"but {conflicts}")
    return _known(notes)


def _known(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(wording.clean(note) for note in notes if note)


def _spans(*spans: Span | None) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(span for span in spans if span is not None))


class _Desk:
    """The entries of one reading; here because all of them ask who is who."""

    def __init__(self, reading: Reading) -> None:
        self.names = Names(reading)
        self.text = reading.article.text
        self.meetings = {meeting.id: meeting for meeting in reading.meetings}

    def words(self, span: Span | None) -> str:
        return self.text[span] if span else ""

    def subject(self, meeting: Meeting) -> str:
        """The meeting's own name or its kind, who meets, and where."""
        kind = meeting.name or wording.plain(meeting.kind).capitalize()
        who = self.names.all(meeting.participants)
        return " · ".join(_known([kind, who, self.words(meeting.place)]))

    def about(self, id: str | None) -> str:
        """ "for m1, the summit" """
        if id is None:
            return ""
        meeting = self.meetings[id]
        return f"for {id}, {meeting.name or 'the ' + wording.plain(meeting.kind)}"

    def meeting(self, meeting: Meeting) -> Entry:
        planned = wording.when(meeting.planned)
        board = tuple(self.row(meeting, *row) for row in wording.board(meeting))
        return Entry(
            meeting.id,
            self.subject(meeting),
            _known([planned and f"to be held {planned}"]),
            () if board else meeting.mentions[:1],
            meeting.mentions,
            alert="contested" if contested(meeting.states) else "",
            board=board,
        )

    def row(self, meeting: Meeting, claim: StateClaim, standing: bool) -> Row:
        return Row(
            claim_id(meeting, claim),
            wording.clean(self.names.side(claim)),
            wording.when(claim.when),
            wording.state(claim),
            wording.clean(self.names.one(claim.asserter)),
            (claim.evidence,),
            standing,
        )

    def condition(self, condition: Condition) -> Entry:
        lead = self.names.one(condition.set_by)
        notes = _known([wording.plain(condition.kind or ""), self.about(condition.target)])
        return Entry(condition.id, lead, notes, (condition.span,), (condition.span,))

    def task(self, task: Task) -> Entry:
        charged_by = self.names.all(task.charged_by, "someone")
        lead = f"{charged_by} → {self.names.all(task.charged, 'someone')}"
        notes = _known([self.about(task.target), self.according_to(task.asserter)])
        return Entry(task.id, lead, notes, (task.span,), (task.span,))

    def statement(self, statement: Statement) -> Entry:
        to = self.names.all(statement.addressees) or self.words(statement.addressee)
        lead = self.names.one(statement.speaker)
        if statement.speaker is None and statement.source:
            lead = self.words(statement.source)
        notes = [
            wording.act(statement),
            "" if to == statement.channel else wording.channel(statement),
            wording.when(statement.when),
            statement.relays and f"passed on by {self.names.all(statement.relays)}",
        ]
        return Entry(
            statement.id,
            wording.clean(f"{lead} → {to}" if to else lead),
            _known(note for note in notes if note),
            statement.content or _spans(statement.cue),
            _spans(statement.source, statement.cue, *statement.content),
        )

    def event(self, event: Event) -> Entry:
        whom = self.names.all(event.targets)
        lead = self.names.all(event.actors, "someone") + (f" → {whom}" if whom else "")
        mode = f"/{event.mode}" if event.mode else ""
        notes = [
            f"{event.type}{mode} {event.cameo}",
            wording.plain(event.status),
            wording.when(event.when),
            self.according_to(event.asserter),
            event.relays and f"passed on by {self.names.all(event.relays)}",
        ]
        return Entry(
            event.id,
            wording.clean(lead),
            _known(note for note in notes if note),
            (event.evidence,),
            _spans(event.evidence, event.trigger),
        )

    def according_to(self, asserter: str) -> str:
        return "" if asserter == OUTLET else f"says {self.names.one(asserter)}"

    def actor(self, actor: Actor) -> Entry:
        country = wording.countries().get(actor.country or "", actor.country or "")
        speaks_for = actor.speaks_for and f"speaks for {self.names.one(actor.speaks_for)}"
        kind = "" if actor.role else wording.plain(actor.kind)
        notes = [kind, actor.role, country, actor.sector, speaks_for]
        marks = tuple(mention.span for mention in actor.mentions)
        return Entry(
            actor.id, wording.clean(actor.name), _known(note for note in notes if note), (), marks
        )

    def time(self, time: Time) -> Entry:
        told = wording.interval(time.interval) if time.interval else ""
        notes = _known([told, time.value, time.mod or ""])
        return Entry(time.id, wording.clean(self.text[time.span]), notes, (), (time.span,))
