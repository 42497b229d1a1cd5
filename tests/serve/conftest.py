"""A reading made by hand in which every kind of entry occurs, and an empty one."""

from datetime import date, datetime

import pytest

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
    TimeType,
)
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
    Time,
    When,
)

BODY = """\
Ardania's Foreign Minister Anna Vell told Channel Six on Monday that the talks with Borovia \
in Port Ellin had been “called off” <for now> & would stay so unless the blockade ended.
Borovian spokesman Tomas Reck said no date had been set. Both leaders have charged their envoys \
with preparing a draft.
On Tuesday at 14:00 Borovia sanctioned the Ardanian shipper Vell & Sons."""

TEXT = Text(BODY)


def at(words: str) -> Span:
    """The one place where the words stand."""
    assert BODY.count(words) == 1, words
    start = BODY.index(words)
    return Span(start, start + len(words))


def name(words: str) -> Mention:
    return Mention(at(words), MentionKind.NAME, 0)


MONDAY = When(DateHow.STATED, Interval(date(2031, 5, 12), date(2031, 5, 13), Grain.DAY), time="t1")
TUESDAY = When(
    DateHow.STATED,
    Interval(datetime(2031, 5, 13, 14), datetime(2031, 5, 13, 15), Grain.HOUR),
    time="t2",
)
TODAY = When(DateHow.PUBLICATION, Interval(date(2031, 5, 14), date(2031, 5, 15), Grain.DAY))


@pytest.fixture
def reading() -> Reading:
    """A reading with at least one of everything, and hostile characters in the text."""
    article = Article(
        id="0123456789abcdef",
        title="Talks <b>off</b>, says Ardania",
        text=TEXT,
        published=Published(date(2031, 5, 14), "head", ("metadata: 2031-05-15",)),
        source="Lakeland Courier",
        url="https://example.org/talks?a=1&b=2",
        wire="LNA",
        place="PORT ELLIN",
        furniture=(Furniture("wire", "(LNA)"),),
    )
    actors = (
        Actor(
            "a1", "Anna Vell", ActorKind.PERSON, (name("Foreign Minister Anna Vell"),),
            role="foreign minister", country="NOR", sector="GOV", speaks_for="a2",
        ),
        Actor("a2", "Ardania", ActorKind.COUNTRY, (Mention(Span(0, 7), MentionKind.NAME, 0),),
              country="NOR"),
        Actor("a3", "Tomas Reck", ActorKind.PERSON, (name("Tomas Reck"),), role="spokesperson"),
        Actor("a4", "Vell & Sons", ActorKind.COMPANY, (name("Vell & Sons"),), sector="BUS"),
    )  # fmt: skip
    times = (
        Time("t1", at("Monday"), TimeType.DATE, "2031-05-12", None, MONDAY.interval, "publication"),
        Time("t2", at("Tuesday at 14:00"), TimeType.TIME, "2031-05-13T14:00", None,
             TUESDAY.interval, "publication"),
    )  # fmt: skip
    statements = (
        Statement(
            "s1", "a1", at("Ardania's Foreign Minister Anna Vell"), at("told"),
            (at("the talks with Borovia in Port Ellin had been “called off” <for now>"),),
            Form.MIXED, Act.ANNOUNCE, Polarity.AFFIRMED, Channel.BROADCAST, "Channel Six",
            addressees=(), addressee=at("Channel Six"), place=at("Port Ellin"),
            setting=at("on Monday"), scare_quotes=(at("called off"),), when=MONDAY,
        ),
        Statement(
            "s2", "a3", at("Borovian spokesman Tomas Reck"), at("said"),
            (at("no date had been set"),), Form.INDIRECT, Act.SAY, Polarity.AFFIRMED,
            Channel.UNKNOWN, addressees=("a1",), relays=("a2",), when=TODAY,
        ),
    )  # fmt: skip
    events = (
        Event(
            "e1", EventType.SANCTION, None, "163", EventStatus.HAPPENED, ("a3",), ("a4",),
            at("sanctioned"), at("Borovia sanctioned the Ardanian shipper Vell & Sons"),
            when=TUESDAY,
        ),
        Event(
            "e2", EventType.REJECT, "meet", "124", EventStatus.CONDITIONAL, ("a1",), (),
            at("off"), at("had been “called off”"), "a1", "s1", ("a2",),
            condition=at("unless the blockade ended"), meeting="m1",
        ),
    )  # fmt: skip
    meetings = (
        Meeting(
            "m1", MeetingKind.TALKS, ("a1", "a3"), (at("the talks with Borovia"),),
            place=at("Port Ellin"),
            states=(
                StateClaim(MeetingState.CANCELLED, "a1", "NOR", at("had been “called off”"),
                           MONDAY, statement="s1"),
                StateClaim(MeetingState.DATE_NOT_SET, "a3", "a3", at("no date had been set"),
                           TODAY, True, MeetingState.CANCELLED, "s2"),
            ),
        ),
    )  # fmt: skip
    return Reading(
        article, MadeBy("0.1.0", "fedcba9876543210"), actors, times, statements=statements,
        events=events, meetings=meetings,
        conditions=(Condition("c1", "a1", at("the blockade ended"), "m1", "s1"),),
        tasks=(Task("k1", ("a1", "a3"), ("a4",), at("preparing a draft"), target="m1"),),
    )  # fmt: skip


@pytest.fixture
def bare() -> Reading:
    """A report in which nothing was found and of which nothing is known."""
    article = Article("0" * 16, "", Text("Rain fell."), Published(None, "none"))
    return Reading(article, MadeBy("0.1.0", "0" * 16))
