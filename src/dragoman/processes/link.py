"""Many readings → judgements on what is the same → processes.

Readings are taken in order of day and id, so that the order in which they came changes nothing.
`Linker` judges one reading at the cost of one; `link` does all at once, and `judge_on` goes on from
what was known after the first readings of an order.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.processes.assemble import assemble
from dragoman.processes.copies import COPIES, CORRECTS, Copy, copy_of
from dragoman.processes.groups import Groups, Known, Rulings
from dragoman.processes.meetings import METHOD, Track
from dragoman.processes.parties import Parties
from dragoman.processes.same import (
    ACTORS,
    EVENTS,
    STATEMENTS,
    Deed,
    Someone,
    Words,
    find_actors,
    find_deeds,
    find_words,
)
from dragoman.processes.sightings import find_sightings, published
from dragoman.processes.values import READER, Judgement, Process
from dragoman.types import Reading


@dataclass(frozen=True, slots=True)
class Memory:
    """What a linker knows at one moment: all that what comes next is judged by."""

    copies: Known[Copy]
    corrects: Known[Copy]
    actors: Known[Someone]
    statements: Known[Words]
    events: Known[Deed]
    meetings: Known[Track]
    last: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Past:
    """What was judged of the first readings of an order, and what the linker knew after them."""

    readings: int
    judgements: tuple[Judgement, ...]
    memory: Memory


class Linker:
    """Judges readings as they come, each no earlier than the one before.

    One that comes late is judged by a new linker that is given the readings of its window.
    """

    def __init__(self, rulings: Iterable[Judgement] = (), memory: Memory | None = None) -> None:
        """`memory`: of a linker of the same rulings, to go on as it would."""
        ruled = [ruling for ruling in rulings if ruling.by != READER]

        def groups(method: Any) -> Groups[Any, Any]:
            return Groups(method, Rulings.of(method.kind, ruled))

        self._copies, self._corrects = groups(COPIES), groups(CORRECTS)
        self._actors, self._statements = groups(ACTORS), groups(STATEMENTS)
        self._events, self._meetings = groups(EVENTS), groups(METHOD)
        self._last = ("", "")
        if memory is not None:
            self._copies.know(memory.copies)
            self._corrects.know(memory.corrects)
            self._actors.know(memory.actors)
            self._statements.know(memory.statements)
            self._events.know(memory.events)
            self._meetings.know(memory.meetings)
            self._last = memory.last

    @property
    def memory(self) -> Memory:
        """What it knows now."""
        return Memory(
            self._copies.known, self._corrects.known, self._actors.known, self._statements.known,
            self._events.known, self._meetings.known, self._last,
        )  # fmt: skip

    def add(self, reading: Reading) -> list[Judgement]:
        """What is judged of one reading. `ValueError` when it is earlier than the last one."""
        at = order(reading)
        if at < self._last:
            raise ValueError(f"late: {at[1]}: earlier than {self._last[1]}")
        self._last = at
        people = list(find_actors(reading))
        actors = self._actors.add(people)
        parties = Parties(reading, self._learned(people))
        copy = copy_of(reading, parties)
        corrects = self._corrects.add([copy])
        copies = self._copies.add([copy])
        return [
            *corrects,
            # A new version of a report is like it without being a copy of it.
            *(j for j in copies if not corrects),
            *actors,
            *self._statements.add(list(find_words(reading, parties))),
            *self._events.add(list(find_deeds(reading, parties))),
            *self._meetings.add(find_sightings(reading, parties)),
        ]

    def _learned(self, people: Sequence[Someone]) -> dict[str, str]:
        """The countries that reports before tell of those whose country this one does not."""
        found = {}
        for one in people:
            country = self._actors.group(one.ref).country
            if country and not one.country:
                found[one.ref.partition("#")[2]] = country
        return found


def order(reading: Reading) -> tuple[str, str]:
    return published(reading).isoformat(), reading.article.id


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """Readings in the order in which they are linked; a report given twice counts once.

    Of a text that several outlets print word for word, the first print stands for all.
    """
    found: dict[str, Reading] = {}
    for one in sorted(readings, key=lambda one: (*order(one), one.article.source, one.article.url)):
        found.setdefault(one.article.id, one)
    return list(found.values())


def judge(readings: Iterable[Reading], rulings: Sequence[Judgement] = ()) -> list[Judgement]:
    """All that is judged of readings, whatever their order; a report given twice counts once."""
    judged, _ = judge_on(in_order(readings), rulings)
    return judged


def judge_on(
    ordered: Sequence[Reading],
    rulings: Sequence[Judgement] = (),
    past: Past | None = None,
    told: Collection[int] = (),
) -> tuple[list[Judgement], list[Past]]:
    """Readings in order → all that is judged of them, the first ones as the past judged them.

    What is known after each number of readings that is `told` and was not past is given back, too.
    """
    linker = Linker(rulings, past.memory if past else None)
    judged = list(past.judgements) if past else []
    first = past.readings if past else 0
    found = []
    for number, reading in enumerate(ordered[first:], first + 1):
        judged += linker.add(reading)
        if number in told:
            found.append(Past(number, tuple(judged), linker.memory))
    return judged, found


def link(readings: Iterable[Reading], rulings: Sequence[Judgement] = ()) -> tuple[Process, ...]:
    """Readings and what users ruled → processes, those most told first."""
    ordered = in_order(readings)
    return assemble(ordered, [*judge(ordered, rulings), *rulings])
