"""The closed vocabularies: every member with a one-line definition and an example of our own.

Event types are PLOVER's (Open Event Data Alliance 2018), time types TIMEX3's.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A member of a closed vocabulary: its name, what it means, and an example."""

    definition: str
    example: str

    def __new__(cls, value: str, definition: str = "", example: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        member.example = example
        return member


class Form(Term):
    """How words are reported."""

    DIRECT = "direct", "wholly within quotation marks", "“We will come,” the envoy said."
    MIXED = "mixed", "a reported clause with quoted words", "She said the offer was “thin.”"
    INDIRECT = "indirect", "reported without quotation marks", "She said the offer was thin."


class Act(Term):
    """What a speaker does by saying."""

    SAY = "say", "states", "The envoy said the road was open."
    ANNOUNCE = "announce", "makes a decision or fact public", "She announced a visit."
    CONFIRM = "confirm", "says that something told before is so", "He confirmed the date."
    DENY = "deny", "says that something told before is not so", "Oslo denied any deal."
    CLARIFY = "clarify", "sets an earlier word right", "She clarified that talks go on."
    WARN = "warn", "says that something bad may come", "He warned of a long winter."
    THREATEN = "threaten", "says that one will do harm if", "They threatened to shut the strait."
    DEMAND = "demand", "requires", "The union demanded that the port reopen."
    ASK = "ask", "requests or puts a question", "He asked for more time."
    PROPOSE = "propose", "puts a plan forward", "Lima proposed talks in May."
    OFFER = "offer", "says that one is ready to give or do", "They offered to host."
    PROMISE = "promise", "binds oneself", "She promised to sign."
    AGREE = "agree", "accepts what another put forward", "He agreed that talks were due."
    REFUSE = "refuse", "says that one will not", "She refused to sign."
    ACCUSE = "accuse", "says that another did wrong", "He accused the neighbour of spying."
    CRITICISE = "criticise", "finds fault", "She criticised the levy."
    PRAISE = "praise", "speaks well of", "He praised the mediators."
    THANK = "thank", "thanks", "She thanked the hosts."
    DECLINE_COMMENT = "decline_comment", "will not say", "The ministry declined to comment."


class Polarity(Term):
    """Whether the saying took place."""

    AFFIRMED = "affirmed", "it was said", "She said the date was set."
    NEGATED = "negated", "it is told that it was not said", "She did not say when."
    DECLINED = "declined", "the speaker would not say", "She declined to say when."


class Channel(Term):
    """Through what the words came."""

    INTERVIEW = "interview", "an interview", "She said in an interview."
    BRIEFING = "briefing", "a regular briefing", "He told a daily briefing."
    PRESS_CONFERENCE = "press_conference", "a press conference", "Both told a news conference."
    SPEECH = "speech", "an address to an audience", "He said in a speech."
    STATEMENT = "statement", "a written or read statement", "The ministry said in a statement."
    SOCIAL_MEDIA = "social_media", "a post", "She wrote on her channel."
    BROADCAST = "broadcast", "radio or television", "He said on state television."
    CALL = "call", "a call", "He told her by phone."
    LETTER = "letter", "a letter", "They wrote in a letter."
    TALKS = "talks", "talks between parties", "He told his host at the talks."
    REPORTERS = "reporters", "words to reporters", "She told reporters."
    UNNAMED_SOURCE = "unnamed_source", "someone unnamed", "A person close to the talks said."
    DOCUMENT = "document", "a report, law or filing", "The audit found."
    UNKNOWN = "unknown", "the report does not say", "He said."


class EventType(Term):
    """The PLOVER event types."""

    AGREE = "AGREE", "agree to, or say one will, cooperate", "They agreed to reopen the pass."
    CONSULT = "CONSULT", "meet, talk, visit, negotiate", "The ministers met in Lima."
    SUPPORT = "SUPPORT", "back, recognise, forgive, praise", "Oslo backed the bid."
    CONCEDE = "CONCEDE", "ease, resign, free, yield", "The council lifted the curfew."
    COOPERATE = "COOPERATE", "work together in fact", "Both fleets searched together."
    AID = "AID", "give goods, money, shelter, arms", "Lima sent grain."
    RETREAT = "RETREAT", "pull back, surrender, cease fire", "The troops left the valley."
    REQUEST = "REQUEST", "ask for or demand", "The governor asked for tents."
    ACCUSE = "ACCUSE", "blame, criticise, investigate", "She blamed the militia."
    REJECT = "REJECT", "refuse, call off", "He rejected the plan."
    THREATEN = "THREATEN", "say that one will harm", "They threatened to close the port."
    PROTEST = "PROTEST", "demonstrate, strike", "Dockers marched in Lima."
    SANCTION = "SANCTION", "cut ties, aid or trade", "Oslo barred the bank."
    MOBILIZE = "MOBILIZE", "ready or move forces", "The army called up reserves."
    COERCE = "COERCE", "arrest, seize, restrict", "Police held two editors."
    ASSAULT = "ASSAULT", "use force", "Rockets hit the depot."


class EventStatus(Term):
    """Whether it happened, as told."""

    HAPPENED = "happened", "told as done", "They met on Monday."
    ONGOING = "ongoing", "told as under way", "They are meeting now."
    PLANNED = "planned", "intended or scheduled", "They will meet on Monday."
    POSSIBLE = "possible", "may be", "They may meet."
    CONDITIONAL = "conditional", "only if something else is", "They will meet if the truce holds."
    DENIED = "denied", "someone says it is not so", "She denied that they met."
    NEGATED = "negated", "told as not done", "They did not meet."
    CANCELLED = "cancelled", "planned, then called off", "The talks were called off."


class MeetingKind(Term):
    """What sort of meeting it is."""

    SUMMIT = "summit", "heads of state or government meet", "the summit of the two presidents"
    TALKS = "talks", "delegations negotiate", "the third round of talks"
    CALL = "call", "by telephone or video", "a phone call between the two"
    VISIT = "visit", "one side travels to the other", "a state visit"
    CONFERENCE = "conference", "many parties gather", "the donors' conference"


class StateFamily(Term):
    """The five groups of meeting states."""

    FORWARD = "forward", "it is on its way", "The talks are set for May."
    OPEN = "open", "it may or may not be", "No date has been set."
    HALTED = "halted", "it waits", "The talks are on hold."
    OFF = "off", "it will not be", "The talks were cancelled."
    HELD = "held", "it is or was", "The talks took place."


class ConditionKind(Term):
    """In what way a thing is wanted first."""

    PRECONDITION = (
        "precondition", "must be so before the rest", "Talks only after the road opens."
    )  # fmt: skip
    GUARANTEE = (
        "guarantee", "secures the time to come", "They want a word that the road stays open."
    )  # fmt: skip
    RED_LINE = (
        "red_line", "must not be, or harm or an end would follow", "If a gun is moved, we leave."
    )  # fmt: skip
    EXCHANGE = "exchange", "a gift against a gift", "They gave grain in exchange for spare parts."


class MeetingState(Term):
    """What an asserter says of a meeting; `family` gives its group."""

    family: StateFamily

    def __new__(
        cls,
        value: str,
        family: StateFamily = StateFamily.OPEN,
        definition: str = "",
        example: str = "",
    ) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.family = family
        member.definition = definition
        member.example = example
        return member

    PROPOSED = "proposed", StateFamily.FORWARD, "someone puts it forward", "Lima offered a meeting."
    AGREED = "agreed", StateFamily.FORWARD, "the sides want it", "They agreed to meet."
    SCHEDULED = "scheduled", StateFamily.FORWARD, "a day is named", "They will meet on 4 May."
    EXPECTED = "expected", StateFamily.FORWARD, "loosely foreseen", "They are expected to meet."
    CONFIRMED = "confirmed", StateFamily.FORWARD, "a side stands by it", "She confirmed the visit."
    IN_PREPARATION = (
        "in_preparation", StateFamily.FORWARD, "work for it goes on", "Aides prepare the talks.",
    )  # fmt: skip
    RESCHEDULED = (
        "rescheduled", StateFamily.FORWARD, "another day is named", "The talks moved to June.",
    )  # fmt: skip
    VENUE_CHANGED = (
        "venue_changed", StateFamily.FORWARD, "another place is named",
        "They will meet in Lima instead.",
    )  # fmt: skip
    DATE_NOT_SET = "date_not_set", StateFamily.OPEN, "no day is named", "No date has been set."
    UNDECIDED = "undecided", StateFamily.OPEN, "no decision", "It is not decided if they meet."
    POSSIBLE = "possible", StateFamily.OPEN, "it may be", "A meeting is possible."
    CONDITIONAL = (
        "conditional", StateFamily.OPEN, "only if something is",
        "They will meet if guns fall silent.",
    )  # fmt: skip
    UNCONFIRMED = (
        "unconfirmed", StateFamily.OPEN, "a side has not stood by it",
        "Oslo has not confirmed the visit.",
    )  # fmt: skip
    ON_HOLD = "on_hold", StateFamily.HALTED, "preparation stopped", "The talks are on hold."
    POSTPONED = "postponed", StateFamily.HALTED, "put off", "The talks were postponed."
    CANCELLED = "cancelled", StateFamily.OFF, "called off", "The talks were cancelled."
    NOT_PLANNED = "not_planned", StateFamily.OFF, "nobody plans it", "No meeting is planned."
    PLAN_DENIED = (
        "plan_denied", StateFamily.OFF, "it was never agreed", "We never agreed to meet, she said.",
    )  # fmt: skip
    REJECTED = "rejected", StateFamily.OFF, "a side will not", "He refused to meet."
    NOT_HELD = "not_held", StateFamily.OFF, "it did not happen", "The meeting did not take place."
    ONGOING = "ongoing", StateFamily.HELD, "it is under way", "The talks are under way."
    HELD = "held", StateFamily.HELD, "it took place", "They met on Monday."


def moved_on(states: Iterable[MeetingState]) -> frozenset[MeetingState]:
    """Of what a side says on one day of a meeting, what stands no longer: who calls off or puts off
    a day and names a new one has moved it."""
    return _PUT_OFF if MeetingState.RESCHEDULED in states else frozenset()


_PUT_OFF = frozenset({MeetingState.CANCELLED, MeetingState.POSTPONED, MeetingState.ON_HOLD})


class Grain(Term):
    """How fine the words of a date are."""

    MINUTE = "minute", "a clock time", "at 14:05"
    HOUR = "hour", "an hour", "at noon"
    DAY = "day", "a day", "on Tuesday"
    WEEK = "week", "a week", "next week"
    MONTH = "month", "a month", "in May"
    SEASON = "season", "a season", "this summer"
    QUARTER = "quarter", "a quarter", "in the third quarter"
    YEAR = "year", "a year or more", "in 2031"


class DateHow(Term):
    """How the date of an entry was found."""

    STATED = "stated", "in the words of its own clause", "She said on Tuesday."
    INFERRED = "inferred", "from the narrative around it", "He added."
    PUBLICATION = "publication", "no later than the report's own day", "The ministry says."
    UNDATED = "undated", "not found", "He once said."


class TimeType(Term):
    """TIMEX3 types."""

    DATE = "DATE", "a calendar time", "4 May"
    TIME = "TIME", "a time of the day", "Tuesday morning"
    DURATION = "DURATION", "a length", "three weeks"
    SET = "SET", "a recurring time", "every Monday"


class ActorKind(Term):
    """What sort of actor it is."""

    PERSON = "person", "a human being, named or not", "Anna Vell; a senior diplomat"
    GOVERNMENT = "government", "a government, ministry, office or seat", "the Foreign Ministry"
    COUNTRY = "country", "a country acting as one", "Chile"
    ORGANISATION = "organisation", "an international or other body", "the Lakeland Forum"
    GROUP = "group", "an armed or political group, a people", "the Northern Front"
    COMPANY = "company", "a business", "Vell Shipping"
    UNKNOWN = "unknown", "neither report nor lexicon tells", "Orrin"


class MentionKind(Term):
    """How an actor is mentioned."""

    NAME = "name", "by name", "Anna Vell"
    NOMINAL = "nominal", "by a common noun", "the minister"
    PRONOUN = "pronoun", "by a pronoun", "she"
    METONYM = "metonym", "by the seat of its power", "Lima rejected the plan"
