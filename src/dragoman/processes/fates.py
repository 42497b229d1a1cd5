"""A condition and the reports after it → what speaks for its fate.

Met: someone else does what shares its words. Dropped: the one who set it says so.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.lexicon import table
from dragoman.ontology import EventStatus, EventType
from dragoman.processes.likeness import content
from dragoman.processes.same import said_on
from dragoman.processes.sightings import published
from dragoman.processes.values import Demand, Evidence
from dragoman.types import Reading

_YIELDS = frozenset(
    (EventType.AGREE, EventType.CONCEDE, EventType.COOPERATE, EventType.RETREAT, EventType.AID)
)
"""Acts by which a demand is met; the act itself must have happened."""

_LIKE = 0.5
_FEWEST = 2

Answer = tuple[date, str, Evidence]
Side = Callable[[str, str | None], str]
"""(report, actor id) → key of the side."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What may speak for the fate of a condition of many."""

    reading: date
    """The day of its report."""
    day: date
    fate: str
    sides: frozenset[str]
    words: frozenset[str]
    evidence: Evidence


class Fates:
    """What the reports of a process tell that may answer a condition, found once for all."""

    def __init__(self, readings: Iterable[Reading], side: Side) -> None:
        self._told = [
            one
            for reading in readings
            for one in (*_yieldings(reading, side), *_lettings_go(reading, side))
        ]

    def answers(self, demand: Demand) -> tuple[Answer, ...]:
        """ "met" and "dropped" with their days, in order, from the condition's day on."""
        words = content(demand.words)
        return tuple(
            sorted(
                (one.day, one.fate, one.evidence)
                for one in self._told
                if one.reading >= demand.day
                and one.day >= demand.day
                and _is_of(one, demand.side)
                and _holds(one.words, words)
            )
        )


def _is_of(told: _Told, side: str) -> bool:
    """Someone else meets a condition, and who set it drops it."""
    return bool(told.sides - {side}) if told.fate == "met" else side in told.sides


def _holds(told: frozenset[str], words: frozenset[str]) -> bool:
    """Whether longer words hold those of a condition."""
    return len(told & words) >= max(_FEWEST, _LIKE * len(words))


def _yieldings(reading: Reading, side: Side) -> Iterator[_Told]:
    id, text, known = reading.article.id, reading.article.text, published(reading)
    for event in reading.events:
        if event.status is EventStatus.HAPPENED and event.type in _YIELDS:
            yield _Told(
                known, said_on(event.when, known) or known, "met",
                frozenset(side(id, who) for who in event.actors), content(text[event.evidence]),
                Evidence(id, event.id, event.evidence),
            )  # fmt: skip


def _lettings_go(reading: Reading, side: Side) -> Iterator[_Told]:
    id, text, known = reading.article.id, reading.article.text, published(reading)
    for one in reading.statements:
        told = " ".join(text[span] for span in one.content)
        if _letting_go().search(told):
            yield _Told(
                known, said_on(one.when, known) or known, "dropped",
                frozenset([side(id, one.speaker)]), content(told),
                Evidence(id, one.id, one.content[0]),
            )  # fmt: skip


@cache
def _letting_go() -> re.Pattern[str]:
    words = "|".join(re.escape(row["word"]) for row in table("condition_fates"))
    return re.compile(rf"(?i)\b(?:{words})\b")
