"""Reports of a process → what is said, done, demanded and charged in them, each once."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import date

from dragoman.processes.fates import Fates
from dragoman.processes.likeness import content, shared
from dragoman.processes.register import Register
from dragoman.processes.same import said_on
from dragoman.processes.values import Act, Charge, Demand, Evidence, Joint, Saying
from dragoman.types import Condition

_LIKE = 0.5
"""Share of words of matter from which two conditions of one side, or two tasks, are the same."""


class Accounts:
    """The accounts of some reports; here because all of them ask the same register."""

    def __init__(
        self, register: Register, reports: Iterable[str], joints: Sequence[Joint],
        everyone: bool = False, known: Container[str] = (),
    ) -> None:  # fmt: skip
        """`everyone`: not only the sides of these meetings; `known`: conditions to leave out."""
        self.register = register
        self.everyone, self.known = everyone, known
        self.readings, self.day, self.side = register.readings, register.day, register.side
        self.reports = register.ordered(reports)
        self.joints = {joint.ref: joint for joint in joints}
        self.sides = {side for joint in joints for side in joint.sides}
        self._home = {register.met.of(joint.ref): joint.ref for joint in joints}

    # --- what is said and done -----------------------------------------------------------------

    def sayings(self) -> tuple[Saying, ...]:
        """Statements of the process's sides, each once."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id in self.reports:
            for at, one in enumerate(self.readings[id].statements):
                if one.content and self._counts(self.side(id, one.speaker)):
                    found[self.register.said.of(f"{id}#{one.id}")].append((id, at))
        made = [self._saying(group) for group in found.values()]
        return tuple(sorted(made, key=lambda s: (s.day, s.published, s.ref)))

    def _saying(self, group: list[tuple[str, int]]) -> Saying:
        told = [(id, self.readings[id].statements[at]) for id, at in group]
        id, one = told[0]
        stated = [d for i, s in told if (d := said_on(s.when, self.day[i])) is not None]
        text = self.readings[id].article.text
        return Saying(
            f"{id}#{one.id}", self.side(id, one.speaker), self.name(id, one.speaker),
            " … ".join(text[span] for span in one.content), one.act,
            min(stated) if stated else self.day[id], self.day[id],
            tuple(self.name(id, to) for to in one.addressees),
            tuple(Evidence(i, s.id, span) for i, s in told for span in s.content[:1]),
            self.register.sources((i, self.register.relays(i, s.id)) for i, s in told),
        )  # fmt: skip

    def acts(self) -> tuple[Act, ...]:
        """Events that a side of the process has a part in, each once."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id in self.reports:
            for at, event in enumerate(self.readings[id].events):
                parties = {self.side(id, who) for who in (*event.actors, *event.targets)}
                if any(map(self._counts, parties)):
                    found[self.register.done.of(f"{id}#{event.id}")].append((id, at))
        made = [self._act(group) for group in found.values()]
        return tuple(sorted(made, key=lambda a: (a.day, a.published, a.ref)))

    def _act(self, group: list[tuple[str, int]]) -> Act:
        told = [(id, self.readings[id].events[at]) for id, at in group]
        id, one = told[0]
        stated = [d for i, e in told if (d := said_on(e.when, self.day[i])) is not None]
        names = [tuple(self.name(i, who) for who in e.relays) for i, e in told]
        return Act(
            f"{id}#{one.id}", one.type, one.mode, one.status,
            self._keys(id, one.actors), self._keys(id, one.targets),
            min(stated) if stated else self.day[id], self.day[id],
            self.register.asserter(id, one.asserter),
            tuple(Evidence(i, e.id, e.evidence) for i, e in told),
            self.register.sources((i, chain) for (i, _), chain in zip(told, names, strict=True)),
        )  # fmt: skip

    def _keys(self, report: str, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.side(report, id) for id in ids))

    # --- conditions and tasks ------------------------------------------------------------------

    def demands(self) -> tuple[Demand, ...]:
        """Conditions for the process's meetings or by its sides, each once, with what became."""
        groups: list[tuple[str, str | None, list[tuple[str, Condition]]]] = []
        alike = _Alike()
        for id in self.reports:
            text = self.readings[id].article.text
            for one in self.readings[id].conditions:
                meeting = self._meeting(id, one.target)
                side = self.side(id, one.set_by)
                if f"{id}#{one.id}" in self.known:
                    continue
                if meeting is None and (one.target or not self._counts(side)):
                    continue
                at = alike.place(content(text[one.span]), side)
                if at == len(groups):
                    groups.append((side, meeting, []))
                groups[at][2].append((id, one))
        if not groups:
            return ()
        fates = Fates((self.readings[id] for id in self.reports), self.side)
        found = (self._demand(*group) for group in groups)
        return tuple(replace(one, answers=fates.answers(one)) for one in found)

    def _demand(self, side: str, meeting: str | None, told: list[tuple[str, Condition]]) -> Demand:
        id, one = told[0]
        said = self._said_day(id, one.statement)
        return Demand(
            f"{id}#{one.id}", side, meeting, self.readings[id].article.text[one.span], said,
            tuple((self.day[i], Evidence(i, c.id, c.span)) for i, c in told), one.kind,
        )  # fmt: skip

    def _said_day(self, report: str, statement: str | None) -> date:
        for one in self.readings[report].statements:
            if one.id == statement:
                return said_on(one.when, self.day[report]) or self.day[report]
        return self.day[report]

    def charges(self) -> tuple[Charge, ...]:
        """Tasks, each once."""
        found: list[Charge] = []
        alike = _Alike()
        for id in self.reports:
            reading, parties = self.readings[id], self.register.parties[id]
            for one in reading.tasks:
                evidence = (Evidence(id, one.id, one.span),)
                at = alike.place(content(reading.article.text[one.span]))
                if at < len(found):
                    found[at] = replace(found[at], evidence=found[at].evidence + evidence)
                    continue
                found.append(
                    Charge(
                        f"{id}#{one.id}", tuple(map(parties.name, one.charged_by)),
                        tuple(map(parties.name, one.charged)), reading.article.text[one.span],
                        self._meeting(id, one.target),
                        self.day[id], evidence,
                    )
                )  # fmt: skip
        return tuple(found)

    def _counts(self, side: str) -> bool:
        return self.everyone or side in self.sides

    def name(self, report: str, id: str | None) -> str:
        return self.register.parties[report].name(id)

    def _meeting(self, report: str, item: str | None) -> str | None:
        """The process's meeting that a report's own is; None when it is none of them."""
        return self._home.get(self.register.met.of(f"{report}#{item}"))


class _Alike:
    """Groups of entries by their words of matter, in the order of their first ones."""

    def __init__(self) -> None:
        self._words: list[frozenset[str]] = []
        self._with: dict[tuple[str, str], list[int]] = defaultdict(list)
        """Side and word → groups: only what has a word in common is compared."""

    def place(self, words: frozenset[str], side: str = "") -> int:
        """The number of the first group of the side that is alike, else of a new one."""
        near = {at for word in words for at in self._with.get((side, word), ())}
        found = (at for at in sorted(near) if shared(self._words[at], words) >= _LIKE)
        at = next(found, len(self._words))
        if at == len(self._words):
            self._words.append(words)
            for word in words:
                self._with[side, word].append(at)
        return at
