"""A condition and the reports after it → what speaks for its fate.

Met: someone else does what shares its words. Dropped: the one who set it says so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
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


def find_answers(demand: Demand, readings: Sequence[Reading], side: Side) -> tuple[Answer, ...]:
    """Readings from its day on → "met" and "dropped" with their days, in order."""
    words = content(demand.words)
    found = [
        answer
        for reading in readings
        for answer in (*_met(demand, words, reading, side), *_dropped(demand, words, reading, side))
        if answer[0] >= demand.day
    ]
    return tuple(sorted(found))


def _holds(told: frozenset[str], words: frozenset[str]) -> bool:
    """Whether longer words hold those of a condition."""
    return len(told & words) >= max(_FEWEST, _LIKE * len(words))


def _met(demand: Demand, words: frozenset[str], reading: Reading, side: Side) -> Iterator[Answer]:
    id, text, known = reading.article.id, reading.article.text, published(reading)
    for event in reading.events:
        if event.status is not EventStatus.HAPPENED or event.type not in _YIELDS:
            continue
        others = any(side(id, who) != demand.side for who in event.actors)
        if others and _holds(content(text[event.evidence]), words):
            on = said_on(event.when, known) or known
            yield on, "met", Evidence(id, event.id, event.evidence)


def _dropped(
    demand: Demand, words: frozenset[str], reading: Reading, side: Side
) -> Iterator[Answer]:
    id, text, known = reading.article.id, reading.article.text, published(reading)
    for one in reading.statements:
        if side(id, one.speaker) != demand.side:
            continue
        told = " ".join(text[span] for span in one.content)
        if _letting_go().search(told) and _holds(content(told), words):
            on = said_on(one.when, known) or known
            yield on, "dropped", Evidence(id, one.id, one.content[0])


@cache
def _letting_go() -> re.Pattern[str]:
    words = "|".join(re.escape(row["word"]) for row in table("condition_fates"))
    return re.compile(rf"(?i)\b(?:{words})\b")
