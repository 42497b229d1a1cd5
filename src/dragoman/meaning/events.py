"""Tree, actors, times, statements and meetings → events: who did what to whom, as told.

Acts (`event_acts`, `event_nouns`) and threats to answer an act (`event_threats`) get the side that
their words leave out (`event_implied`), an asserter, the speaker of the innermost statement whose
words they stand in, a status, a date and a meeting. What is no news is left out (`event_news`); an
act told twice is one event (`event_once`).

Two choices where the standards differ: calling off a meeting is REJECT (mode meet), not SANCTION
(discontinue); sanctions imposed are SANCTION, not COERCE.

Symmetric events carry all participants: "A met B" has A as actor and B as target, "A and B met"
has both as actors.
"""

from dataclasses import replace
from datetime import date

from dragoman.meaning.cast import Cast
from dragoman.meaning.dating_narrative import event_date
from dragoman.meaning.event_acts import find_acts
from dragoman.meaning.event_arguments import country_of, place_token
from dragoman.meaning.event_codes import COOPERATIVE, Act
from dragoman.meaning.event_implied import implied
from dragoman.meaning.event_marks import with_marks
from dragoman.meaning.event_meetings import events_of_meetings
from dragoman.meaning.event_news import is_aim, is_news, without_bystanders
from dragoman.meaning.event_once import called_off, first_day, not_off, once, told_in
from dragoman.meaning.event_threats import find_threats
from dragoman.meaning.tree import Tree
from dragoman.ontology import Act as Saying
from dragoman.ontology import ActorKind, DateHow, EventStatus, EventType, MentionKind
from dragoman.spans import Span
from dragoman.types import OUTLET, UNDATED, Event, Meeting, Statement, Time, When

_WARNINGS = (Saying.WARN, Saying.THREATEN)
_OPEN = (EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.CONDITIONAL)
_STATES = (ActorKind.COUNTRY, ActorKind.GOVERNMENT)
_FEW = 3
_SPEAKING = (
    EventType.AGREE, EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN,
)  # fmt: skip


def find_events(
    tree: Tree,
    cast: Cast,
    times: tuple[Time, ...],
    statements: tuple[Statement, ...],
    meetings: tuple[Meeting, ...],
    published: date | None,
) -> tuple[Event, ...]:
    """The events of a report, in order of their triggers; each told once."""
    voices = voices_of(tree, statements)
    threats = find_threats(tree, cast, voices)
    acts = with_marks(tree, cast, _threatened(tree, find_acts(tree, cast), threats))
    events: list[Event] = []
    for act in sorted(acts, key=lambda act: act.trigger):
        statement = voices.get(act.trigger[0])
        act = _as_threat(cast, act, statement)
        meeting = _meeting_of(tree, act, meetings)
        act = _with_participants(cast, act, meeting)
        act = without_bystanders(cast, implied(tree, cast, act, events))
        if is_news(tree, act) and not is_aim(tree, act):
            when = event_date(tree, act.trigger[0], times, published)
            if act.type in _SPEAKING and when.interval is not None and published is not None:
                # "proposed talks in May": the day is that of the talks
                when = UNDATED if first_day(when.interval.start) > published else when
            if act.spoken is not None:
                statement = voices.get(act.spoken, statement)
            events.append(_event(tree, act, statement, meeting, when, published))
    events = [called_off(event, meetings) for event in events]
    told = events_of_meetings(cast, meetings, statements)
    told = (_widened(tree, event) for event in told)
    events += [event for event in told if not told_in(event, events)]
    events = [_of_its_saying(tree, event, statements) for event in events]
    events = [_of_its_meeting(event, meetings, published) for event in events]
    events = [not_off(event, meetings) for event in events]
    events = sorted(once(events), key=lambda event: event.trigger)
    return tuple(replace(event, id=f"e{number}") for number, event in enumerate(events, start=1))


def _of_its_saying(tree: Tree, event: Event, statements: tuple[Statement, ...]) -> Event:
    """What one does by saying it is of the day of the saying: "She called on Lima to leave", "“We
    are ready to host,” she said"; not "“We refused,” she said", which tells of an earlier day."""
    if event.when.interval or event.type not in _SPEAKING:
        return event
    if event.status is not EventStatus.HAPPENED:
        return event
    head = tree.head_of(event.trigger)
    past = head is not None and tree.tokens[head].xpos in ("VBD", "VBN")
    for one in statements:
        cue = one.cue is not None and event.trigger.meets(one.cue)
        if one.speaker in event.actors and (cue or (one.id == event.statement and not past)):
            return replace(event, when=one.when)
    return event


def _of_its_meeting(event: Event, meetings: tuple[Meeting, ...], published: date | None) -> Event:
    """An undated meeting, told as an event, has the day that the report tells of it elsewhere: of
    one that is over a day that is past."""
    meeting = next((one for one in meetings if one.id == event.meeting), None)
    told = None if meeting is None else meeting.planned.interval
    if meeting is None or told is None or event.when.interval or published is None:
        return event
    over = event.status is EventStatus.HAPPENED and first_day(told.start) <= published
    if event.type is not EventType.CONSULT or not (over or event.status is EventStatus.PLANNED):
        return event
    return replace(event, when=meeting.planned)


# --- voices ----------------------------------------------------------------------------------


def voices_of(tree: Tree, statements: tuple[Statement, ...]) -> dict[int, Statement]:
    """Token → the innermost statement in whose words it stands."""
    found: dict[int, Statement] = {}
    for statement in sorted(statements, key=_size, reverse=True):
        for span in statement.content:
            for i in tree.within(span):
                if statement.cue is None or not statement.cue.holds(tree.tokens[i].span):
                    found[i] = statement
    return found


def _size(statement: Statement) -> int:
    return sum(len(span) for span in statement.content)


def _part_of(tree: Tree, act: Act, threats: tuple[Act, ...]) -> bool:
    """Whether an act is the answered one of a threat, the threat itself, or a limb of it."""
    i = act.trigger[0]
    for threat in threats:
        at, condition = threat.trigger[0], threat.standing.condition
        if i == at or (condition is not None and condition.meets(tree.tokens[i].span)):
            return True
        if tree.head(i) == at and tree.relation(i) == "conj" and act.type not in COOPERATIVE:
            return True
    return False


def _threatened(tree: Tree, acts: tuple[Act, ...], threats: tuple[Act, ...]) -> list[Act]:
    """Acts and threats; a vow whose words hold a threat is that threat."""
    kept = []
    uttered: set[Act] = set()
    for act in acts:
        if _part_of(tree, act, threats):
            continue
        inside = [t for t in threats if act.trigger[0] in tree.ancestors(t.trigger[0])]
        if act.type is EventType.AGREE and inside and set(act.actors) == set(inside[0].actors):
            uttered.add(inside[0])
            act = replace(inside[0], trigger=act.trigger)
        kept.append(act)
    return [*kept, *(t for t in threats if t not in uttered)]


def _as_threat(cast: Cast, act: Act, statement: Statement | None) -> Act:
    """Harm that a speaker warns his own side will do is a threat that he utters."""
    if statement is None or statement.act not in _WARNINGS or statement.speaker is None:
        return act
    if act.type in COOPERATIVE or act.type in (EventType.ACCUSE, EventType.THREATEN):
        return act
    if act.standing.status not in _OPEN or not act.actors or not act.targets:
        return act
    if cast.side(statement.speaker) not in {cast.side(actor) for actor in act.actors}:
        return act
    uttered = act.standing
    if uttered.status is not EventStatus.CONDITIONAL:
        uttered = replace(uttered, status=EventStatus.HAPPENED)
    return replace(act, type=EventType.THREATEN, mode=None, cameo="130", standing=uttered)


# --- meetings --------------------------------------------------------------------------------


def _meeting_of(tree: Tree, act: Act, meetings: tuple[Meeting, ...]) -> Meeting | None:
    """The meeting that an act is, or is about."""
    for i in (*act.trigger, *act.arguments):
        held = [
            (len(mention), meeting.id, meeting)
            for meeting in meetings
            for mention in meeting.mentions
            if mention.meets(tree.tokens[i].span)
        ]
        if held:
            return min(held)[2]
    return None


def _with_participants(cast: Cast, act: Act, meeting: Meeting | None) -> Act:
    """Those whom the rest of the report names, where the words of the act leave them out."""
    if meeting is None:
        return act
    if act.occurs and len({*act.actors, *act.targets}) < 2:
        return replace(act, actors=meeting.participants, targets=())
    about = act.calls_off or act.type in (EventType.AGREE, EventType.REJECT, EventType.REQUEST)
    if about and act.actors and not act.targets and not act.symmetric:
        others = tuple(p for p in meeting.participants if p not in act.actors)
        if any(cast.get(a).kind in _STATES for a in act.actors):
            own = {cast.side(a) for a in act.actors}
            states = dict.fromkeys(next(iter(country_of(cast, p)), p) for p in others)
            others = tuple(p for p in states if cast.side(p) not in own)
        return replace(act, targets=others)
    if act.calls_off and any(cast.get(a).kind in _STATES for a in act.actors):
        # "shelved a visit by Chile's minister": it is Chile that is rebuffed
        return replace(act, targets=tuple(_state(cast, t) for t in act.targets))
    return act


def _state(cast: Cast, id: str) -> str:
    """The country of one whom the report does not name."""
    named = any(m.kind is MentionKind.NAME for m in cast.get(id).mentions)
    return id if named else next(iter(country_of(cast, id)), id)


# --- events ----------------------------------------------------------------------------------


def _event(
    tree: Tree,
    act: Act,
    statement: Statement | None,
    meeting: Meeting | None,
    when: When,
    published: date | None,
) -> Event:
    i = act.trigger[0]
    place = place_token(tree, i)
    past = tree.tokens[i].xpos == "VBD" or "had" in tree.auxiliaries(i)
    status = status_of_act(act.standing.status, statement, when, published, past)
    asserter = OUTLET if statement is None else statement.speaker or OUTLET
    return Event(
        id="",
        type=act.type,
        mode=act.mode,
        cameo=act.cameo,
        status=status,
        actors=act.actors,
        targets=act.targets,
        trigger=tree.span(act.trigger),
        evidence=_clause(tree, i) if act.spoken is None else _whole(tree, i, act.spoken),
        asserter=asserter,
        statement=None if statement is None else statement.id,
        relays=() if statement is None else statement.relays,
        condition=act.standing.condition,
        meeting=None if meeting is None else meeting.id,
        place=None if place is None else tree.span(_name(tree, place)),
        when=when,
    )


DENIABLE = frozenset(
    {EventStatus.NEGATED, EventStatus.HAPPENED, EventStatus.ONGOING, EventStatus.PLANNED}
)


def status_of_act(
    status: EventStatus,
    statement: Statement | None,
    when: When,
    published: date | None,
    past: bool,
) -> EventStatus:
    """How an act stands by its own words → by the statement that tells it, and by its day."""
    denied = statement is not None and statement.act is Saying.DENY
    if denied and statement is not None and status in DENIABLE:
        # "It is false that they met", "she dismissed reports that they would meet"
        return EventStatus.DENIED
    open_tense = status in (EventStatus.ONGOING, EventStatus.HAPPENED) and not past
    if open_tense and _later(when, published):
        # "The two meet on Friday", printed on Wednesday
        return EventStatus.PLANNED
    return status


def _later(when: When, published: date | None) -> bool:
    if published is None or when.interval is None or when.how is not DateHow.STATED:
        return False
    return first_day(when.interval.start) > published


def _clause(tree: Tree, i: int) -> Span:
    """The clause that a trigger stands in, without closing marks and clauses beside it."""
    top = i
    if tree.relation(i) in ("advcl", "xcomp") and any(
        tree.lower[m] == "to" for m in tree.having(i, ("mark",))
    ):
        # "will fly to Lima to meet the envoy": the aim is told with its means
        top = tree.head(i) or i
    while tree.relation(top) not in ("root", "ccomp", "advcl", "acl", "parataxis") and not (
        tree.relation(top) == "conj" and tree.tokens[top].upos in ("VERB", "AUX")
    ):
        head = tree.head(top)
        if head is None:
            break
        top = head
    beside = {
        t
        for child in tree.having(top, ("conj", "parataxis"))
        if child > i and tree.tokens[child].upos in ("VERB", "AUX")
        for t in tree.subtree(child)
    }
    words = [t for t in tree.subtree(top) if t not in beside]
    while len(words) > 1 and tree.relation(words[-1]) in ("punct", "cc"):
        words.pop()
    while len(words) > 1 and tree.relation(words[0]) in ("punct", "cc"):
        words.pop(0)
    return tree.span([*words, i])


def _whole(tree: Tree, i: int, clause: int) -> Span:
    """From the verb of saying to the end of the clause that it introduces."""
    first, last = _clause(tree, i), tree.span(tree.subtree(clause, without=("parataxis",)))
    return Span(min(first.start, last.start), max(first.end, last.end))


def _name(tree: Tree, i: int) -> list[int]:
    return [i, *tree.having(i, ("compound", "flat"))]


def _widened(tree: Tree, event: Event) -> Event:
    """A claim told by a word or two → the clause that they stand in."""
    words = tree.within(event.evidence)
    head = tree.head_of(event.evidence)
    if len(words) > _FEW or head is None:
        return event
    return replace(event, evidence=_clause(tree, head))
