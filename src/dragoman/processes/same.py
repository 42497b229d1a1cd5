"""Actors, statements and events of many readings → how each is recognised as the same.

A statement retold keeps its speaker's side and most of its words; an event its code, its parties
and its day. A denial is never the same as what it denies.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.ontology import Act, ActorKind, DateHow, EventStatus, Polarity
from dragoman.processes.groups import Fit, Method
from dragoman.processes.likeness import bands, content, shared, sketch
from dragoman.processes.parties import UNNAMED, Parties, canonical, fold, named
from dragoman.processes.sightings import published
from dragoman.processes.values import Kind
from dragoman.spans import Span, Text
from dragoman.types import OUTLET, Actor, Event, Reading, Statement, When

_DAY = timedelta(days=1)
_FOREVER = 36500


def said_on(when: When, known: date) -> date | None:
    """The day that a report gives an entry, never later than the report; None where it has none."""
    if when.interval is None or when.how is DateHow.PUBLICATION:
        return None
    end = when.interval.end
    last = date(end.year, end.month, end.day)
    if last == end:
        last -= _DAY
    first = when.interval.start
    last = max(last, date(first.year, first.month, first.day))
    return min(last, known) if known > date.min else last


# --- actors ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Someone:
    """A named actor of one report."""

    ref: str
    key: str
    """Of a person the family name, of anyone else the full one."""
    names: tuple[str, ...]
    country: str | None
    person: bool
    day: date


def find_actors(reading: Reading) -> Iterator[Someone]:
    for actor in reading.actors:
        if named(actor) and actor.name.split():
            ref, day = f"{reading.article.id}#{actor.id}", published(reading)
            person = actor.kind is ActorKind.PERSON
            names = tuple(actor.name.split())
            key = fold(names[-1]) if person else canonical(actor.name)
            if actor.kind is ActorKind.COUNTRY and actor.country:
                key = actor.country
            yield Someone(ref, key, names, actor.country, person, day)


def _one_actor(one: Someone, other: Someone) -> Fit | None:
    """A country or given names may be missing, but not others; nor is a person a body."""
    if one.person != other.person or (
        one.country and other.country and one.country != other.country
    ):
        return None
    if one.person and len(one.names) > 1 and len(other.names) > 1:
        first, second = one.names[0].casefold(), other.names[0].casefold()
        if not (first.startswith(second.rstrip(".")) or second.startswith(first.rstrip("."))):
            return None
    sure = one.country == other.country
    return Fit(1.0 if sure else 0.7, "name and country" if sure else "the same name")


def _both(one: Someone, other: Someone) -> Someone:
    fuller = other if len(other.names) > len(one.names) else one
    return replace(fuller, country=one.country or other.country, day=other.day)


ACTORS: Method[Someone, Someone] = Method(
    Kind.ACTOR, lambda a: a.ref, lambda a: a.day, lambda a: [a.key], lambda a: a,
    _both, _one_actor, lambda a: [a.key], lambda a: a.day, 0.5, _FOREVER,
)  # fmt: skip


# --- statements ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """A statement of one report."""

    ref: str
    side: str
    denied: bool
    words: frozenset[str]
    matter: frozenset[str]
    """Its words without those that name someone."""
    places: tuple[str, ...]
    """Its blocks."""
    said: date | None
    day: date


def find_words(reading: Reading, parties: Parties) -> Iterator[Words]:
    text = reading.article.text
    mentions = [(mention.span, actor) for actor in reading.actors for mention in actor.mentions]
    for one in reading.statements:
        words = content(" ".join(text[span] for span in one.content))
        if len(words) >= _FEWEST:
            side = parties.side(one.speaker)
            yield Words(
                f"{reading.article.id}#{one.id}", side, _negative(one), words,
                words - _names(text, mentions, one), _places(side, words),
                said_on(one.when, published(reading)), published(reading),
            )  # fmt: skip


def _names(text: Text, mentions: Iterable[tuple[Span, Actor]], one: Statement) -> frozenset[str]:
    """The words by which a statement names actors, with their posts."""
    told: list[str] = []
    for span, actor in mentions:
        if any(span.start < part.end and part.start < span.end for part in one.content):
            told += (text[span], actor.role or "")
    return content(" ".join(told))


_FEWEST = 4
"""Words of matter below which two statements are alike by chance."""

_RETOLD = 0.6
_MATTER = 0.3
"""The same of the words that name nobody: "the president of A will meet that of B" is no retelling
of "the president of A would meet that of B only if …" for all their common names."""

_BANDED = 32
"""Minima that the blocks of a statement are made from; more only make it more blocks."""


def _negative(one: Statement) -> bool:
    return one.act in (Act.DENY, Act.REFUSE) or one.polarity is not Polarity.AFFIRMED


def _retold(one: Words, other: Words) -> Fit | None:
    apart = one.denied != other.denied
    if apart or (one.said and other.said and abs(one.said - other.said) > _DAY):
        return None
    like = shared(one.words, other.words)
    if like < _RETOLD or len(one.words & other.words) < _FEWEST:
        return None
    if one.matter and other.matter and shared(one.matter, other.matter) < _MATTER:
        return None
    return Fit(like, f"the same side, {like:.0%} of the words")


def _places(side: str, words: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{side}|{band}" for band in bands(sketch(words, _BANDED), 2))


STATEMENTS: Method[Words, Words] = Method(
    Kind.STATEMENT, lambda s: s.ref, lambda s: s.day, lambda s: s.places, lambda s: s,
    lambda one, other: replace(one, said=one.said or other.said), _retold, lambda s: s.places,
    lambda s: s.day, _RETOLD, 10, one_each=True,
)  # fmt: skip


# --- events ----------------------------------------------------------------------------------

_TRUE = {EventStatus.HAPPENED, EventStatus.ONGOING}
_UNTRUE = {EventStatus.DENIED, EventStatus.NEGATED, EventStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class Deed:
    """An event of one report."""

    ref: str
    key: str
    """Type, sort of status, asserter of a denial, parties."""
    words: frozenset[str]
    on: date | None
    day: date


def find_deeds(reading: Reading, parties: Parties) -> Iterator[Deed]:
    text, known = reading.article.text, published(reading)
    for event in reading.events:
        yield Deed(
            f"{reading.article.id}#{event.id}", _deed_key(event, parties),
            content(text[event.evidence]), said_on(event.when, known), known,
        )  # fmt: skip


def _deed_key(event: Event, parties: Parties) -> str:
    told = "is" if event.status in _TRUE else "not" if event.status in _UNTRUE else event.status
    by = parties.side(event.asserter) if told == "not" and event.asserter != OUTLET else ""
    actors, targets = (
        ",".join(sorted({parties.side(id) for id in ids}) or [UNNAMED])
        for ids in (event.actors, event.targets)
    )
    return f"{event.type}|{told}|{by}|{actors}|{targets}"


def _one_deed(one: Deed, other: Deed) -> Fit | None:
    apart = abs((one.on or one.day) - (other.on or other.day))
    limit = 1 if one.on and other.on else 5
    like = shared(one.words, other.words)
    if apart > limit * _DAY or like < 0.25:
        return None
    return Fit(0.5 + like / 2, f"code, parties and day, {like:.0%} of the words")


EVENTS: Method[Deed, Deed] = Method(
    Kind.EVENT, lambda e: e.ref, lambda e: e.day, lambda e: [e.key], lambda e: e,
    lambda one, other: replace(one, on=one.on or other.on), _one_deed, lambda e: [e.key],
    lambda e: e.day, 0.5, 10, one_each=True,
)  # fmt: skip
