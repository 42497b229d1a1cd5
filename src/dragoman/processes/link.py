"""Many readings → judgements on what is the same → processes.

Readings are taken in order of day and id, so that the order in which they came changes nothing.
`Linker` judges one reading at the cost of one; `link` does all at once.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.processes.assemble import assemble
from dragoman.processes.copies import COPIES, CORRECTS, copy_of
from dragoman.processes.groups import Groups, Rulings
from dragoman.processes.meetings import METHOD
from dragoman.processes.parties import Parties
from dragoman.processes.same import (
    ACTORS,
    EVENTS,
    STATEMENTS,
    Someone,
    find_actors,
    find_deeds,
    find_words,
)
from dragoman.processes.sightings import find_sightings, published
from dragoman.processes.values import READER, Judgement, Process
from dragoman.types import Reading


class Linker:
    """Judges readings as they come, each no earlier than the one before.

    One that comes late is judged by a new linker that is given the readings of its window.
    """

    def __init__(self, rulings: Iterable[Judgement] = ()) -> None:
        ruled = [ruling for ruling in rulings if ruling.by != READER]

        def groups(method: Any) -> Groups[Any, Any]:
            return Groups(method, Rulings.of(method.kind, ruled))

        self._copies, self._corrects = groups(COPIES), groups(CORRECTS)
        self._actors, self._statements = groups(ACTORS), groups(STATEMENTS)
        self._events, self._meetings = groups(EVENTS), groups(METHOD)
        self._last = ("", "")

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


def judge(readings: Iterable[Reading], rulings: Sequence[Judgement] = ()) -> list[Judgement]:
    """All that is judged of readings, whatever their order; a report given twice counts once."""
    linker = Linker(rulings)
    once = {reading.article.id: reading for reading in readings}
    return [j for reading in sorted(once.values(), key=order) for j in linker.add(reading)]


def link(readings: Iterable[Reading], rulings: Sequence[Judgement] = ()) -> tuple[Process, ...]:
    """Readings and what users ruled → processes, those most told first."""
    once = sorted({reading.article.id: reading for reading in readings}.values(), key=order)
    return assemble(once, [*judge(once, rulings), *rulings])
