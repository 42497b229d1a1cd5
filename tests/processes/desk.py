"""Readings made by hand, a line a report: what its meetings are and who says what of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    DateHow,
    EventStatus,
    EventType,
    Form,
    Grain,
    MeetingKind,
    MeetingState,
    MentionKind,
    Polarity,
)
from dragoman.spans import Span, Text
from dragoman.types import (
    OUTLET,
    UNDATED,
    Actor,
    Article,
    Condition,
    Event,
    Interval,
    MadeBy,
    Meeting,
    Mention,
    Published,
    Reading,
    StateClaim,
    Statement,
    When,
)

NAMES = {"NOR": "Norway", "CHL": "Chile", "PER": "Peru", "KEN": "Kenya"}
"""Sides of the made reports; what is said of them is invented."""


@dataclass(frozen=True)
class Say:
    """A claim: state, side ("" for the page), the words, and the day on which it was said."""

    state: str
    side: str = ""
    words: str = ""
    said: str = ""


@dataclass(frozen=True)
class Meet:
    """A meeting as a report tells it."""

    words: str = "the talks"
    kind: str = "talks"
    sides: Sequence[str] = ("NOR", "CHL")
    on: str = ""
    place: str = ""
    says: Sequence[Say] = ()


@dataclass
class _Page:
    """A text that grows while its entries are made."""

    text: str = ""
    statements: list[Statement] = field(default_factory=list)

    def put(self, words: str) -> Span:
        start = len(self.text)
        self.text += words + ". "
        return Span(start, start + len(words))


def when(day: str) -> When:
    if not day:
        return UNDATED
    start = date.fromisoformat(day)
    return When(DateHow.STATED, Interval(start, start + timedelta(days=1), Grain.DAY))


def report(
    id: str, day: str, *meets: Meet, outlet: str = "", body: str = "", title: str = "",
    url: str = "", wire: str = "", wants: tuple[str, str] | None = None,
    done: tuple[EventType, str, str, str] | None = None,
    status: EventStatus = EventStatus.HAPPENED, told_by: str = "",
) -> Reading:  # fmt: skip
    """A reading; `wants` is (side, condition for the first meeting), `done` an event and words, of
    that status as a side ("" for the page) tells it."""
    page = _Page(body + " " if body else "")
    mentions = {side: page.put(name) for side, name in NAMES.items()}
    actors = tuple(
        Actor(side.lower(), NAMES[side], ActorKind.COUNTRY,
              (Mention(span, MentionKind.NAME, 0),), country=side)
        for side, span in mentions.items()
    )  # fmt: skip
    meetings = tuple(_meeting(page, f"m{at}", meet) for at, meet in enumerate(meets, 1))
    conditions = ()
    if wants:
        side, words = wants
        conditions = (Condition("c1", side.lower(), page.put(words), "m1" if meets else None),)
    events = ()
    if done:
        type, side, other, words = done
        span = page.put(words)
        events = (Event("e1", type, None, "", status, (side.lower(),), (other.lower(),),
                        span, span, asserter=told_by.lower() or OUTLET),)  # fmt: skip
    article = Article(
        id, title, Text(page.text), Published(date.fromisoformat(day), "given"),
        source=outlet or f"Outlet {id}", url=url, wire=wire,
    )  # fmt: skip
    return Reading(
        article, MadeBy("hand", ""), actors, statements=tuple(page.statements), events=events,
        meetings=meetings, conditions=conditions,
    )  # fmt: skip


def _meeting(page: _Page, id: str, meet: Meet) -> Meeting:
    mention = page.put(meet.words)
    place = page.put(meet.place) if meet.place else None
    claims = tuple(_claim(page, f"{id}s{at}", say) for at, say in enumerate(meet.says))
    return Meeting(id, MeetingKind(meet.kind), tuple(side.lower() for side in meet.sides),
                   (mention,), None, place, when(meet.on), claims)  # fmt: skip


def _claim(page: _Page, id: str, say: Say) -> StateClaim:
    span = page.put(say.words or f"they told it as {say.state} in {id}")
    who = say.side.lower() or OUTLET
    if not say.side:
        return StateClaim(MeetingState(say.state), OUTLET, OUTLET, span, when(say.said))
    page.statements.append(
        Statement(id, who, None, None, (span,), Form.INDIRECT, Act.SAY, Polarity.AFFIRMED,
                  Channel.UNKNOWN, when=when(say.said))
    )  # fmt: skip
    return StateClaim(MeetingState(say.state), who, say.side, span, when(say.said), statement=id)
