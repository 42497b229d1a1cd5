"""The frozen values that flow from stage to stage; every tuple is sorted by span.

An actor is named elsewhere by its id; `OUTLET` stands where the report itself asserts.
A field that the report does not fill is None or an empty tuple: nothing is guessed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    ConditionKind,
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

OUTLET = "outlet"
"""The asserter of what a report says in its own voice."""


# --- ingest ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Furniture:
    """A piece of the page that is not the report's body, kept as printed."""

    kind: str
    """title, head_date, dateline, wire, byline, caption, share, read_more, notice, other"""
    text: str


YEARS = range(1000, 9001)
"""Of a day of publication: far enough from the calendar's ends to tell others from it."""


@dataclass(frozen=True, slots=True)
class Published:
    """The day of publication, where it was found, and what disagreed."""

    day: date | None
    how: str
    """given, metadata, head, dateline or none"""
    conflicts: tuple[str, ...] = ()
    """Other days found on the page, each told as "how: ISO day"."""


@dataclass(frozen=True, slots=True)
class Article:
    """One report after extraction: its text never changes from here on."""

    id: str
    """The first 16 hexadecimal digits of the SHA-256 of title and text."""
    title: str
    text: Text
    published: Published
    source: str = ""
    """The outlet as far as the page names it."""
    url: str = ""
    wire: str = ""
    """The agency whose mark the report carries."""
    place: str = ""
    """The place of the dateline."""
    language: str = "en"
    furniture: tuple[Furniture, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read; kept, counted and told at the end."""

    which: str
    error: str
    """The error class's name."""
    message: str


# --- language --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the tree."""

    span: Span
    upos: str
    """Universal part of speech."""
    xpos: str
    """Penn Treebank tag."""
    head: int
    """Index of the head among all tokens of the text; its own index for a root."""
    relation: str
    """Universal Dependencies relation, with its subtype."""
    lemma: str
    """The base form, lower case except in proper names."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens first … last (half-open) of the text."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A named span: PER ORG LOC NORP FAC MISC DATE MONEY PRODUCT."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Role:
    """A run of tokens that the network takes for a source, a cue or a content."""

    first: int
    last: int
    kind: str
    """source, cue or content"""
    cue: int
    """Token index of the cue that a source or content belongs to; -1 when none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of tokens to which the network gives a label of one of its heads of meaning."""

    first: int
    last: int
    head: str
    """trigger, status, state, act, polarity, prerequisite, charge, mention or distance"""
    label: str
    score: float
    """The probability that the network gives it."""
    goals: tuple[int, ...] = ()
    """Tokens pointed to, -1 for none: of a trigger its actor and target, of a state its meeting."""


@dataclass(frozen=True, slots=True)
class Tags:
    """All that the network says of one text; tokens in order, nothing overlapping but roles."""

    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...] = ()
    roles: tuple[Role, ...] = ()
    marks: tuple[Mark, ...] = ()


# --- meaning ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for an actor."""

    span: Span
    kind: MentionKind
    head: int
    """Token index of its syntactic head."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who can speak or act, as far as the report and the lexicon tell."""

    id: str
    """a1, a2 … in order of first mention"""
    name: str
    """The fullest form in the report ("Anna Vell", "Ministry of Trade")."""
    kind: ActorKind
    mentions: tuple[Mention, ...]
    role: str | None = None
    """A lower-case role noun ("foreign minister", "spokesperson")."""
    country: str | None = None
    """ISO 3166-1 alpha-3, or XKX; None when neither report nor lexicon tells."""
    sector: str | None = None
    """PLOVER/CAMEO sector (GOV MIL JUD LEG MED BUS IGO …)."""
    speaks_for: str | None = None
    """Id of the actor whose words this one's are (a spokesperson's office)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open stretch of days (or of clock time) and how fine the words were."""

    start: date | datetime
    end: date | datetime
    grain: Grain


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression: TIMEX3 type, value and mod, and the interval it resolves to."""

    id: str
    """t1, t2 … in order"""
    span: Span
    type: TimeType
    value: str
    """TIMEX3 value ("2031-05-07", "P2W", "FUTURE_REF", "XXXX-WXX-2")."""
    mod: str | None = None
    """TIMEX3 mod (BEFORE AFTER APPROX MORE_THAN START MID END …)."""
    interval: Interval | None = None
    """None for durations, sets and vague references."""
    anchor: str = "none"
    """What it was resolved against: publication, text, none, or the id of another time."""
    other: Interval | None = None
    """The other day it may be, where the outlet's day and that of those it tells of differ."""


@dataclass(frozen=True, slots=True)
class When:
    """The date of a statement, event or meeting; undated has neither interval nor time."""

    how: DateHow
    interval: Interval | None = None
    time: str | None = None
    """Id of the time expression that it rests on."""


UNDATED = When(DateHow.UNDATED)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that give a content to a source: said, thought, wished or known.

    The widest record of whose words are whose; a statement is an attribution that says something
    aloud, with its speaker found.
    """

    id: str
    """q1, q2 … in order"""
    source: Span | None
    cue: Span
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what to whom through which channel, and on which words."""

    id: str
    """s1, s2 … in order"""
    speaker: str | None
    """Actor id; None when the words have a source that is no actor we can name."""
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    act: Act
    polarity: Polarity
    channel: Channel
    platform: str | None = None
    """Of social media or broadcast, as printed ("Telegram")."""
    addressees: tuple[str, ...] = ()
    addressee: Span | None = None
    relays: tuple[str, ...] = ()
    """Actor ids of those who passed the words on, nearest to the page first."""
    place: Span | None = None
    setting: Span | None = None
    """Words on the occasion ("while visiting the port")."""
    scare_quotes: tuple[Span, ...] = ()
    when: When = UNDATED
    certainty: float | None = None
    """The chance that it is right (`meaning.certainty`); None in older readings."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a place named in a report is in the world, and which others are called the same."""

    name: str
    """As the gazetteer spells it; as printed where several places are meant alike."""
    kind: str
    """town, unit (of the first level below a country), country; "" where not even that is sure"""
    how: str
    """What decided: only (no other has the name), named (its unit or country is printed beside it),
    report (its countries), capital, news (newswire's dictionaries), size; filed: the country that
    a seat or a region stands under; open: nothing"""
    country: str | None = None
    """ISO 3166-1 alpha-3."""
    admin1: str | None = None
    """GeoNames' code of the first-level unit ("07")."""
    unit: str | None = None
    """Its name."""
    latitude: float | None = None
    """Degrees; of a unit or a country the middle of its towns."""
    longitude: float | None = None
    geonames: str | None = None
    """GeoNames' number."""
    others: int = 0
    """How many other places have the name."""


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, by which code, and whether it happened."""

    id: str
    """e1, e2 … in order"""
    type: EventType
    mode: str | None
    """PLOVER mode where the words give one."""
    cameo: str
    """Nearest CAMEO code, as text."""
    status: EventStatus
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    trigger: Span
    """The word or words that name the act."""
    evidence: Span
    """The clause."""
    asserter: str = OUTLET
    """Actor id, or `OUTLET`."""
    statement: str | None = None
    """Id of the statement that it stands in."""
    relays: tuple[str, ...] = ()
    condition: Span | None = None
    """The act or state that a conditional event hangs on."""
    meeting: str | None = None
    """Id of the meeting that it is about."""
    place: Span | None = None
    when: When = UNDATED
    location: Place | None = None
    """Where in the world the words of `place` are, as far as the gazetteer tells."""
    certainty: float | None = None
    """The chance that it is right (`meaning.certainty`); None in older readings."""


@dataclass(frozen=True, slots=True)
class StateClaim:
    """What one asserter says of the state of a meeting."""

    state: MeetingState
    asserter: str
    """Actor id, or `OUTLET`."""
    side: str | None
    """ISO alpha-3 of the asserter's country, else the asserter's id; `OUTLET` for the page."""
    evidence: Span
    when: When = UNDATED
    """When it was said."""
    hedged: bool = False
    denies: MeetingState | None = None
    """The state that the claim rejects ("calling it cancelled would be wrong")."""
    statement: str | None = None
    certainty: float | None = None
    """The chance that it is right (`meaning.certainty`); None in older readings."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A planned, possible, past or refused meeting and all that is said of its state."""

    id: str
    """m1, m2 … in order"""
    kind: MeetingKind
    participants: tuple[str, ...]
    mentions: tuple[Span, ...]
    name: str | None = None
    """Its own name where it has one ("12th Lakeland Forum")."""
    place: Span | None = None
    planned: When = UNDATED
    """The day it is, was or was to be held."""
    states: tuple[StateClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What one side wants first."""

    id: str
    """c1, c2 …"""
    set_by: str | None
    """Actor id."""
    span: Span
    """The words of the condition."""
    target: str | None = None
    """Id of the meeting that it is set for."""
    statement: str | None = None
    certainty: float | None = None
    """The chance that it is right (`meaning.certainty`); None in older readings."""
    kind: ConditionKind | None = None
    """In what way it is wanted; None in older readings."""


@dataclass(frozen=True, slots=True)
class Task:
    """Who charged whom with what."""

    id: str
    """k1, k2 …"""
    charged_by: tuple[str, ...]
    charged: tuple[str, ...]
    span: Span
    """The words of the task."""
    asserter: str = OUTLET
    target: str | None = None
    """Id of the meeting that it prepares."""
    certainty: float | None = None
    """The chance that it is right (`meaning.certainty`); None in older readings."""


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Which reader made a reading."""

    version: str
    weights: str
    """SHA-256 of the network's file, first 16 digits."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one report says, by one version of the reader."""

    article: Article
    made_by: MadeBy
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    conditions: tuple[Condition, ...] = ()
    tasks: tuple[Task, ...] = ()
    attributions: tuple[Attribution, ...] = ()

    def actor(self, id: str) -> Actor | None:
        """The actor of an id; None for `OUTLET`. KeyError for an id that is not of this reading."""
        if id == OUTLET:
            return None
        for actor in self.actors:
            if actor.id == id:
                return actor
        raise KeyError(id)
