"""What a time expression is resolved against, and the meaning that comes of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from dragoman.meaning.calendar_time import interval_of
from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_verbs import Direction, cues
from dragoman.meaning.tree import Tree
from dragoman.ontology import Grain, TimeType
from dragoman.spans import Span
from dragoman.types import Interval, Time

_EDGE = re.compile(r"\b(?:since|until|till|by|before|from)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scene:
    """The place of an expression in its report."""

    tree: Tree
    day: date | None
    """What "today" is: the day of publication, or of the dateline."""
    anchor: str
    """publication, text (a dateline) or none"""
    published: date | None = None
    """The day of publication, also where a dateline names another."""
    told: Time | None = None
    """The last dated expression before it."""
    days: tuple[Time, ...] = ()
    """All days and clock times told before it."""
    quarter: Time | None = None
    """The last quarter named before it."""

    last: Time | None = None
    """The last expression of any kind before it."""

    def in_quarter(self) -> bool:
        """Whether figures of a quarter are being told ("a year ago" is then a quarter too)."""
        told = self.told
        lasting = self.last is not None and self.last.type is TimeType.DURATION
        return bool(told and told.interval and told.interval.grain is Grain.QUARTER) and not lasting

    def direction(self, span: Span) -> Direction:
        return direction_of(self.tree, span)

    def narrated(self, span: Span) -> Time | None:
        """The day that "the same day" and "a week later" go from: the last one told as the date of
        an act, not as its edge ("since Friday") nor as a plan when the words tell of the past.

        In "The jets took off on Saturday, she said on Sunday" it is the Saturday.
        """
        content = self.tree.text.content
        acts = [day for day in self.days if not _EDGE.search(content[: day.span.start][-16:])]
        if self.direction(span) is Direction.BEHIND:
            acts = [day for day in acts if not self._ahead(day)] or acts
        if len(acts) > 1 and self._of_saying(acts[-1]) and self._together(acts[-2], acts[-1]):
            return acts[-2]
        return acts[-1] if acts else self.told

    def told_beside(self, span: Span) -> date | None:
        """The day told last in the same sentence."""
        last = self.days[-1] if self.days else None
        first = None if last is None else self.tree.head_of(last.span)
        here, sentences = self.tree.head_of(span), self.tree.sentence_of
        if last is None or first is None or here is None or sentences[first] != sentences[here]:
            return None
        return first_day(last.interval)

    def _ahead(self, time: Time) -> bool:
        day = first_day(time.interval)
        return self.day is not None and day is not None and day > self.day

    def _of_saying(self, time: Time) -> bool:
        head = self.tree.head_of(time.span)
        verb = None if head is None else self.tree.head(head)
        return verb is not None and self.tree.lemmas[verb] in cues("report")

    def _together(self, first: Time, second: Time) -> bool:
        """Whether two stand in one sentence."""
        one, other = self.tree.head_of(first.span), self.tree.head_of(second.span)
        sentences = self.tree.sentence_of
        return one is not None and other is not None and sentences[one] == sentences[other]

    def told_day(self) -> date | None:
        """The first day of what the narrative is at; of the report when it told no date yet."""
        return self.day if self.told is None else first_day(self.told.interval)

    def told_anchor(self) -> str:
        return self.anchor if self.told is None else self.told.id


@dataclass(frozen=True, slots=True)
class Meaning:
    """TIMEX3 type, value and mod, the interval, and what it was resolved against."""

    type: TimeType
    value: str
    mod: str | None = None
    interval: Interval | None = None
    anchor: str = "none"
    other: Interval | None = None
    """The other day it may be."""


Builder = Callable[[re.Match[str], Scene], Meaning | None]


def dated(
    value: str, anchor: str, mod: str | None = None, interval: Interval | None = None
) -> Meaning:
    """A DATE or, when its value has a clock part, a TIME; the interval is that of its value."""
    kind = TimeType.TIME if "T" in value[4:] else TimeType.DATE
    return Meaning(kind, value, mod, interval or interval_of(value, mod), anchor)


def or_else(meaning: Meaning, day: date) -> Meaning:
    """With the other day it may be."""
    return replace(meaning, other=interval_of(day.isoformat()))


def vague(value: str) -> Meaning:
    """PAST_REF, PRESENT_REF, FUTURE_REF and values with open digits: no interval."""
    return Meaning(TimeType.DATE, value)


def first_day(interval: Interval | None) -> date | None:
    if interval is None:
        return None
    return interval.start.date() if isinstance(interval.start, datetime) else interval.start


def part(found: re.Match[str], name: str) -> str | None:
    """A named group in lower case with plain spaces; None when absent from match or pattern."""
    got = found.groupdict().get(name)
    return None if got is None else re.sub(r"\s+", " ", got.lower())


def core(found: re.Match[str]) -> Span:
    """What is marked: the group "core" where there is one, else the whole match."""
    name = "core" if found.groupdict().get("core") else 0
    return Span(found.start(name), found.end(name))
