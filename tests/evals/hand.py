"""A small report of our own with a hand-made reading and its gold: what the judges are tried on."""

from datetime import date, timedelta
from typing import Any

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
    Actor,
    Article,
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

REPORT = (
    "Chile’s foreign minister Anna Vell said on Tuesday that the talks with Peru "
    "“are set for May.” "
    "Otto Brand, her Peruvian counterpart, denied that any date had been agreed. "
    "Chile barred two ships of the Lakeland Line."
)


def span(words: str) -> Span:
    start = REPORT.index(words)
    return Span(start, start + len(words))


def day(iso: str) -> When:
    first = date.fromisoformat(iso)
    return When(DateHow.STATED, Interval(first, first + timedelta(days=1), Grain.DAY))


def actor(id: str, name: str, kind: str, country: str | None, **more: Any) -> Actor:
    mention = Mention(span(name), MentionKind.NAME, 0)
    return Actor(id, name, ActorKind._value2member_map_[kind], (mention,),  # type: ignore[arg-type]
                 country=country, **more)  # fmt: skip


ACTORS = (
    actor("a1", "Chile", "country", "CHL"),
    actor("a2", "Anna Vell", "person", "CHL", role="foreign minister", speaks_for="a1"),
    actor("a3", "Peru", "country", "PER"),
    actor("a4", "Otto Brand", "person", "PER", role="foreign minister"),
    actor("a5", "Lakeland Line", "company", None),
)


def statement(id: str, speaker: str, cue: str, content: str, form: Form, act: Act) -> Statement:
    return Statement(
        id, speaker, None, span(cue), (span(content),), form, act, Polarity.AFFIRMED,
        Channel.UNKNOWN, when=day("2031-05-06"),
    )  # fmt: skip


STATEMENTS = (
    statement("s1", "a2", "said", "the talks with Peru “are set for May.”", Form.MIXED, Act.SAY),
    statement("s2", "a4", "denied", "any date had been agreed", Form.INDIRECT, Act.DENY),
)
MEETINGS = (
    Meeting(
        "m1", MeetingKind.TALKS, ("a1", "a3"), (span("the talks"),),
        states=(
            StateClaim(MeetingState.SCHEDULED, "a2", "CHL", span("are set for May"),
                       day("2031-05-06")),
            StateClaim(MeetingState.PLAN_DENIED, "a4", "PER", span("any date had been agreed"),
                       day("2031-05-06")),
        ),
    ),
)  # fmt: skip
EVENTS = (
    Event("e1", EventType.SANCTION, None, "163", EventStatus.HAPPENED, ("a1",), ("a5",),
          span("barred"), span("Chile barred two ships of the Lakeland Line"), asserter=OUTLET),
)  # fmt: skip
GOLD: dict[str, Any] = {
    "actors": [
        {"name": "Anna Vell", "kind": "person", "role": "foreign minister", "country": "CHL"},
        {"name": "Otto Brand", "kind": "person", "country": "PER"},
    ],
    "statements": [
        {"id": "S1", "speaker": "Anna Vell", "form": "mixed", "act": "say", "cue": "said",
         "anchor": '"are set for May', "date": "2031-05-06"},
        {"id": "S2", "speaker": "Otto Brand", "form": "indirect", "act": "deny",
         "anchor": "any date had been agreed", "date": "2031-05-06"},
    ],
    "meetings": [
        {"id": "M1", "kind": "talks", "participants": ["Chile", "Peru"], "contested": True,
         "latest_by_side": {"CHL": "scheduled", "PER": "plan_denied"},
         "states": [
             {"state": "scheduled", "asserter": "Anna Vell", "anchor": "set for May"},
             {"state": "plan_denied", "asserter": "Otto Brand", "anchor": "date had been agreed"},
         ]},
    ],
    "events": [
        {"actor": "Chile", "type": "SANCTION", "target": ["Lakeland Line"], "status": "happened",
         "asserter": "outlet", "anchor": "barred two ships"},
    ],
}  # fmt: skip


def reading(**parts: Any) -> Reading:
    """The right reading, with some of its parts replaced."""
    article = Article("0" * 16, "", Text(REPORT), Published(date(2031, 5, 6), "given"))
    held: dict[str, Any] = {
        "actors": ACTORS, "statements": STATEMENTS, "meetings": MEETINGS, "events": EVENTS,
    }  # fmt: skip
    return Reading(article, MadeBy("0", "0"), **(held | parts))
