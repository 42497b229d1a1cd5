"""Tree, actors, times, statements and meetings → events: who did what to whom, as told.

Acts (`event_acts`) and threats to answer an act (`event_threats`) get an asserter, the speaker of
the innermost statement whose words they stand in, a status, a date and a meeting; an act told
twice is one event. Two choices where the standards differ: calling off a meeting is REJECT (mode
meet), not SANCTION (discontinue); sanctions imposed are SANCTION, not COERCE.

Symmetric events carry all participants: "A met B" has A as actor and B as target, "A and B met"
has both as actors.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import date_of
from dragoman.meaning.event_acts import Act, find_acts
from dragoman.meaning.event_arguments import place_token
from dragoman.meaning.event_codes import COOPERATIVE
from dragoman.meaning.event_implied import implied
from dragoman.meaning.event_meetings import events_of_meetings
from dragoman.meaning.event_threats import find_threats
from dragoman.meaning.tree import Tree
from dragoman.ontology import Act as Saying
from dragoman.ontology import DateHow, EventStatus, EventType
from dragoman.spans import Span
from dragoman.types import OUTLET, Event, Meeting, Statement, Time, When

_WARNINGS = (Saying.WARN, Saying.THREATEN)
_OPEN = (EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.CONDITIONAL)
_BYSTANDERS = ("MED", "EDU")
_FACELESS = (EventType.ASSAULT, EventType.PROTEST)
_UTTERED = (EventType.REQUEST, EventType.THREATEN, EventType.SUPPORT)
_DISTINCT = (EventType.REJECT, EventType.REQUEST, EventType.AGREE, EventType.SUPPORT)
"""Types of which one side may well do two to another: told by different codes they are two."""
_NEEDS_TARGET = (
    EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.ACCUSE, EventType.AID,
    EventType.SUPPORT, EventType.REJECT, EventType.REQUEST, EventType.CONSULT, EventType.AGREE,
)  # fmt: skip
"""Types that are no news when only planned or possible and aimed at nobody whom we can name."""


def find_events(
    tree: Tree,
    cast: Cast,
    times: tuple[Time, ...],
    statements: tuple[Statement, ...],
    meetings: tuple[Meeting, ...],
    published: date | None,
) -> tuple[Event, ...]:
    """The events of a report, in order of their triggers; each told once."""
    voices = _voices(tree, statements)
    threats = find_threats(tree, cast, voices)
    acts = _threatened(tree, find_acts(tree, cast), threats)
    events: list[Event] = []
    for act in sorted(acts, key=lambda act: act.trigger):
        statement = voices.get(act.trigger[0])
        act = _as_threat(cast, act, statement)
        meeting = _meeting_of(tree, act, meetings)
        act = _with_participants(act, meeting)
        act = _without_bystanders(cast, implied(tree, cast, act, events))
        if _is_news(tree, act) and not _is_aim(tree, act):
            when = date_of(tree, act.trigger[0], times, published)
            events.append(_event(tree, act, statement, meeting, when, published))
    events += events_of_meetings(meetings, statements)
    events = sorted(_once(events), key=lambda event: event.trigger)
    return tuple(replace(event, id=f"e{number}") for number, event in enumerate(events, start=1))


# --- voices ----------------------------------------------------------------------------------


def _voices(tree: Tree, statements: tuple[Statement, ...]) -> dict[int, Statement]:
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


def _with_participants(act: Act, meeting: Meeting | None) -> Act:
    """Those whom the rest of the report names, where the words of the act leave them out."""
    if meeting is None:
        return act
    if act.occurs and len({*act.actors, *act.targets}) < 2:
        return replace(act, actors=meeting.participants, targets=())
    about = act.calls_off or act.type in (EventType.AGREE, EventType.REJECT, EventType.REQUEST)
    if about and act.actors and not act.targets and not act.symmetric:
        others = tuple(p for p in meeting.participants if p not in act.actors)
        return replace(act, targets=others)
    return act


# --- events ----------------------------------------------------------------------------------


def _without_bystanders(cast: Cast, act: Act) -> Act:
    """ "spoke with reporters" is no meeting: those who only listen are no side of one."""
    if act.type is not EventType.CONSULT:
        return act
    actors, targets = (
        tuple(a for a in ids if cast.get(a).sector not in _BYSTANDERS)
        for ids in (act.actors, act.targets)
    )
    return replace(act, actors=actors, targets=targets)


def _is_news(tree: Tree, act: Act) -> bool:
    """Whether an act is told as an event of named sides, and not as a mere idea."""
    status = act.standing.status
    if act.occurs and act.type in _FACELESS and status is EventStatus.HAPPENED:
        # "Shelling resumed around the town": nobody is told to have done it
        return True
    if act.type in _UTTERED and not act.actors:
        return False
    if act.vague and not act.targets:
        return False
    if status is EventStatus.POSSIBLE and _asked(tree, act.trigger[0]):
        return False
    if act.standing.normative or not (act.actors or act.targets):
        return False
    if act.aimed and not act.targets:
        return False
    if act.type is EventType.CONSULT and len({*act.actors, *act.targets}) < 2:
        return False
    if act.calls_off and status in (EventStatus.POSSIBLE, EventStatus.CONDITIONAL):
        # the meeting's state tells of it ("discussed postponing the talks")
        return False
    return not (
        status in _OPEN and act.type in _NEEDS_TARGET and not act.targets and not act.symmetric
    )


def _asked(tree: Tree, i: int) -> bool:
    """ "asked whether they would meet" """
    return any(tree.lower[m] in ("whether", "if") for m in tree.having(i, ("mark",)))


def _is_aim(tree: Tree, act: Act) -> bool:
    """ "a process to end the war", "they flew in to help": an aim that names nobody."""
    i = act.trigger[0]
    return (
        not act.targets
        and tree.relation(i) in ("advcl", "acl")
        and any(tree.lower[m] == "to" for m in tree.having(i, ("mark",)))
    )


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
    status = _status(act, statement, when, published)
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
        evidence=_clause(tree, i),
        asserter=asserter,
        statement=None if statement is None else statement.id,
        relays=() if statement is None else statement.relays,
        condition=act.standing.condition,
        meeting=None if meeting is None else meeting.id,
        place=None if place is None else tree.span(_name(tree, place)),
        when=when,
    )


def _status(
    act: Act, statement: Statement | None, when: When, published: date | None
) -> EventStatus:
    status = act.standing.status
    if status is EventStatus.NEGATED and statement is not None and statement.act is Saying.DENY:
        return EventStatus.DENIED
    if status in (EventStatus.ONGOING, EventStatus.HAPPENED) and _later(when, published):
        # "The two meet on Friday", printed on Wednesday
        return EventStatus.PLANNED
    return status


def _later(when: When, published: date | None) -> bool:
    if published is None or when.interval is None or when.how is not DateHow.STATED:
        return False
    return _day(when.interval.start) > published


def _clause(tree: Tree, i: int) -> Span:
    """The clause that a trigger stands in, without closing marks and clauses beside it."""
    top = i
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


def _name(tree: Tree, i: int) -> list[int]:
    return [i, *tree.having(i, ("compound", "flat"))]


# --- once ------------------------------------------------------------------------------------


def _once(events: Iterable[Event]) -> list[Event]:
    """Events told twice become one: the first stands, with what only the other knew."""
    kept: list[Event] = []
    for event in events:
        twin = next((n for n, other in enumerate(kept) if _same(other, event)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = _joined(kept[twin], event)
    return kept


def _same(one: Event, other: Event) -> bool:
    if (one.type, one.status) != (other.type, other.status):
        return False
    if one.type in _DISTINCT and one.cameo != other.cameo:
        return False
    if one.mode and other.mode and one.mode != other.mode:
        return False
    if one.type is EventType.CONSULT:
        if {*one.actors, *one.targets} != {*other.actors, *other.targets}:
            return False
    elif set(one.actors) != set(other.actors) or set(one.targets) != set(other.targets):
        return False
    return not _differ(one.when, other.when)


def _differ(one: When, other: When) -> bool:
    """Whether two dates rule out that both belong to one act."""
    if one.interval is None or other.interval is None:
        return False
    if not (one.how is other.how is DateHow.STATED):
        return False
    first, second = one.interval, other.interval
    if first.start == second.start:
        return False
    return _day(first.end) <= _day(second.start) or _day(second.end) <= _day(first.start)


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)


def _joined(first: Event, second: Event) -> Event:
    when = first.when if first.when.how is DateHow.STATED else second.when
    if when.how is not DateHow.STATED:
        when = first.when
    return replace(
        first,
        mode=first.mode or second.mode,
        meeting=first.meeting or second.meeting,
        place=first.place or second.place,
        when=when,
    )
