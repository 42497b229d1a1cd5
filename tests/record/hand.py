"""A report of our own words and two readings of it, as JSON: the second reader reads better."""

from datetime import date
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
from dragoman.record.keepable import digest_of
from dragoman.serve.json_view import to_dict
from dragoman.spans import Span, Text
from dragoman.types import (
    Actor,
    Article,
    Condition,
    Event,
    Furniture,
    Interval,
    MadeBy,
    Meeting,
    Mention,
    Published,
    Reading,
    StateClaim,
    Statement,
    Task,
    When,
)

Json = dict[str, Any]

TITLE = "Harbour Talks in Doubt"
BODY = """\
Ana Vell said on Monday that the harbour talks would open in Orrin only if the blockade ended. \
Tomas Reck denied that the talks had been called off.
Both sides told their envoys to draft a timetable. \
Reck’s ministry barred the shipper Marlo Lines."""

MONDAY = When(DateHow.STATED, Interval(date(2031, 5, 12), date(2031, 5, 13), Grain.DAY))
TODAY = When(DateHow.PUBLICATION, Interval(date(2031, 5, 14), date(2031, 5, 15), Grain.DAY))


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = BODY.index(words, start + 1)
    return Span(start, start + len(words))


def article() -> Article:
    return Article(
        digest_of(TITLE, BODY)[:16], TITLE, Text(BODY), Published(date(2031, 5, 14), "head"),
        source="Lakeland Courier", url="https://example.org/talks",
        furniture=(Furniture("wire", "(LNA)"),),
    )  # fmt: skip


def actor(id: str, name: str, country: str | None, *spans: Span) -> Actor:
    mentions = tuple(Mention(span, MentionKind.NAME, -1) for span in spans)
    return Actor(id, name, ActorKind.PERSON, mentions, "minister", country, "GOV")


def first() -> Json:
    """What an older reader said: a denial taken for a saying, a claim of the wrong state."""
    vell, reck = actor("a1", "Ana Vell", "NOR", at("Ana Vell")), _reck("a2")
    line = actor("a3", "Marlo Lines", None, at("Marlo Lines"))
    statements = (_vell_says("s1", "a1"), _reck_denies("s2", "a2", Act.SAY))
    meeting = Meeting(
        "m1", MeetingKind.TALKS, ("a1", "a2"), (at("the harbour talks"), at("the talks")),
        place=at("Orrin"), planned=MONDAY,
        states=(
            StateClaim(MeetingState.CONDITIONAL, "a1", "NOR", at("would open"), MONDAY,
                       statement="s1"),
            StateClaim(MeetingState.CANCELLED, "a2", "PER", at("called off"), TODAY,
                       statement="s2"),
        ),
    )  # fmt: skip
    reading = Reading(
        article(), MadeBy("0.1.0", "1" * 16), actors=(vell, reck, line), statements=statements,
        events=(_ban("a2", "a3"),), meetings=(meeting,),
        conditions=(Condition("c1", "a1", at("the blockade ended"), "m1", "s1"),),
        tasks=(Task("k1", ("a1", "a2"), (), at("draft a timetable"), target="m1"),),
    )  # fmt: skip
    return to_dict(reading)


def second() -> Json:
    """What a newer reader says: other ids, the denial read, the task and Vell's words not."""
    reck, vell = _reck("a1"), actor("a2", "Ana Vell", "NOR", at("Ana Vell"))
    line = actor("a3", "Marlo Lines", None, at("Marlo Lines"))
    meeting = Meeting(
        "m1", MeetingKind.TALKS, ("a2", "a1"), (at("the harbour talks"), at("the talks")),
        states=(
            StateClaim(MeetingState.CONDITIONAL, "a2", "NOR", at("would open"), MONDAY),
            StateClaim(MeetingState.UNCONFIRMED, "a1", "PER", at("called off"), TODAY,
                       denies=MeetingState.CANCELLED, statement="s1"),
        ),
    )  # fmt: skip
    reading = Reading(
        article(), MadeBy("0.2.0", "2" * 16), actors=(reck, vell, line),
        statements=(_reck_denies("s1", "a1", Act.DENY),), events=(_ban("a1", "a3"),),
        meetings=(meeting,), conditions=(Condition("c1", "a2", at("the blockade ended"), "m1"),),
    )  # fmt: skip
    return to_dict(reading)


def _reck(id: str) -> Actor:
    return actor(id, "Tomas Reck", "PER", at("Tomas Reck"))


def _vell_says(id: str, speaker: str) -> Statement:
    return Statement(
        id, speaker, at("Ana Vell"), at("said"),
        (at("that the harbour talks would open in Orrin only if the blockade ended"),),
        Form.INDIRECT, Act.SAY, Polarity.AFFIRMED, Channel.UNKNOWN, when=MONDAY,
    )  # fmt: skip


def _reck_denies(id: str, speaker: str, act: Act) -> Statement:
    return Statement(
        id, speaker, at("Tomas Reck"), at("denied"), (at("that the talks had been called off"),),
        Form.INDIRECT, act, Polarity.AFFIRMED, Channel.UNKNOWN, when=TODAY,
    )  # fmt: skip


def _ban(actor: str, target: str) -> Event:
    return Event(
        "e1", EventType.SANCTION, None, "163", EventStatus.HAPPENED, (actor,), (target,),
        at("barred"), at("Reck’s ministry barred the shipper Marlo Lines"), when=TODAY,
    )  # fmt: skip
