"""Readings and judgements → the register that every entry of a process asks.

Who is who, which report counts for which source, which was corrected, what is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.processes.copies import outlet
from dragoman.processes.groups import Rulings
from dragoman.processes.naming import countries
from dragoman.processes.parties import UNNAMED, Parties, named
from dragoman.processes.roots import Roots
from dragoman.processes.sightings import published
from dragoman.processes.values import READER, Judgement, Kind, Report, Source, Verdict
from dragoman.types import OUTLET, Reading


class Register:
    """What is known of the reports of a record; refs are looked up by the kind's own method."""

    def __init__(self, readings: Sequence[Reading], judgements: Sequence[Judgement]) -> None:
        self.readings = {reading.article.id: reading for reading in readings}
        self.parties = _parties(readings, judgements)
        self.day: dict[str, date] = {id: published(one) for id, one in self.readings.items()}
        self.judgements = judgements
        self.names: dict[str, str] = {OUTLET: "the reports themselves"}
        self.said = _same(Kind.STATEMENT, judgements)
        self.done = _same(Kind.EVENT, judgements)
        self.met = _same(Kind.MEETING, judgements)
        self.copied = {j.right: j for j in judgements if j.verdict is Verdict.COPIES}
        self.corrected = {j.left: j for j in judgements if j.verdict is Verdict.CORRECTS}
        self._origins: dict[str, tuple[str, str]] = {}
        self._relays: dict[str, tuple[str, ...]] = {}
        for id, reading in self.readings.items():
            told = [(one.id, one.relays) for one in reading.statements]
            for item, relays in [*told, *((one.id, one.relays) for one in reading.events)]:
                if relays:
                    names = tuple(map(self.parties[id].name, relays))
                    self._relays[f"{id}#{item}"] = names

    # --- reports and sources -------------------------------------------------------------------

    def reports(self, ids: Iterable[str]) -> tuple[Report, ...]:
        found = []
        for id in ids:
            article = self.readings[id].article
            name, why = self.origin(id)
            corrected = self.corrected.get(id)
            found.append(
                Report(id, self.day[id], outlet(article), article.title, name, why,
                       corrected.right if corrected else None)
            )  # fmt: skip
        return tuple(sorted(found, key=lambda report: (report.day, report.id)))

    def origin(self, id: str) -> tuple[str, str]:
        """The source that a report counts for, and why it is not the report itself."""
        if id not in self._origins:
            self._origins[id] = self._origin(id)
        return self._origins[id]

    def _origin(self, id: str) -> tuple[str, str]:
        if id in self.copied:
            copied = self.copied[id]
            return self.origin(copied.left)[0], f"a near-copy: {copied.reason}"
        article = self.readings[id].article
        if article.wire and article.wire.casefold() not in outlet(article).casefold():
            return article.wire, f"carries {article.wire}"
        return outlet(article) or f"report {id}", ""

    def sources(self, told: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[Source, ...]:
        """(report, names of the relay chain, nearest first) → who it comes from in the end."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for id, chain in told:
            name, why = self.origin(id)
            if chain:
                name, why = chain[-1], f"relayed from {chain[-1]}"
            found[name][id] = why
        return tuple(
            Source(name, tuple(ids), "; ".join(dict.fromkeys(filter(None, ids.values())))
                   or ("the same outlet" if len(ids) > 1 else ""))
            for name, ids in sorted(found.items())
        )  # fmt: skip

    def withdrawn(self, reports: Iterable[str]) -> str | None:
        """The report that corrected all of these; None when one still stands."""
        by = [self.corrected.get(id) for id in reports]
        return by[-1].right if by and by[-1] and all(by) else None

    def judged(self, reports: Iterable[str]) -> list[Judgement]:
        inside = set(reports)
        return [
            j for j in self.judgements
            if j.left.partition("#")[0] in inside and j.right.partition("#")[0] in inside
        ]  # fmt: skip

    def side(self, report: str, id: str | None) -> str:
        """The key of an actor's side; its name is kept for those who are no country."""
        key = self.parties[report].side(id)
        actor = self.parties[report].actor(id)
        if actor is not None and key not in (UNNAMED, OUTLET) and key not in countries():
            self.names.setdefault(key, actor.name)
        return key

    def ordered(self, reports: Iterable[str]) -> list[str]:
        return sorted(reports, key=lambda id: (self.day[id], id))

    def asserter(self, report: str, id: str) -> str:
        """The name of an asserter; the outlet's where the page itself asserts."""
        if id == OUTLET:
            return outlet(self.readings[report].article) or self.names[OUTLET]
        return self.parties[report].name(id)

    def relays(self, report: str, item: str | None) -> tuple[str, ...]:
        """The names of those who passed a statement or an event on, nearest first."""
        return self._relays.get(f"{report}#{item}", ())


def _parties(readings: Sequence[Reading], judgements: Sequence[Judgement]) -> dict[str, Parties]:
    """Who is who in each report, with the countries that other reports tell of the same."""
    same = _same(Kind.ACTOR, judgements)
    told: dict[str, str] = {}
    for reading in readings:
        for actor in reading.actors:
            if actor.country and named(actor):
                told.setdefault(same.of(f"{reading.article.id}#{actor.id}"), actor.country)
    found = {}
    for reading in readings:
        refs = {actor.id: same.of(f"{reading.article.id}#{actor.id}") for actor in reading.actors}
        found[reading.article.id] = Parties(
            reading, {id: told[ref] for id, ref in refs.items() if ref in told}
        )
    return found


def _same(kind: Kind, judgements: Iterable[Judgement]) -> Roots:
    """What is the same of one kind, the users' rulings last."""
    judgements = list(judgements)
    ours = [j for j in judgements if j.kind is kind and j.by == READER]
    roots = Roots((j.left, j.right) for j in ours if j.verdict is Verdict.SAME)
    ruled = Rulings.of(kind, [j for j in judgements if j.by != READER])
    for left, others in sorted(ruled.same.items()):
        for right in sorted(others):
            roots.join(left, right)
    return roots
