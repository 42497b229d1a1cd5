"""Reports of the corpus's processes → how right the process, the board and its changes are.

From gold readings (`gold.…`: the linker alone), from the reader's own (`own.…`), and from its own
with its meetings joined by the corpus's keys (`bound.…`: what no linker could better).

- `meetings.b3`: B³ over meetings as reports tell them (Bagga and Baldwin 1998). A gold one that
  the reader did not find counts as missed, one that gold does not have as wrong (Stoyanov 2009).
- `cells`: meeting × side × day of a report: the families of the side's latest word.
- `contested`: meeting × day; gold by the rule of the board, that words said before a meeting was
  held contradict nobody. `contested_strict` compares all latest words instead.
- `changes`: what is new, turned, dated, moved or newly contested from one report day to the next,
  against the changes of gold readings joined by the corpus's keys.

Only train and dev are looked at; figures are of dev unless a folder is given.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from corpus.schema import HERE
from dragoman.ontology import StateFamily
from dragoman.pipeline import read_articles
from dragoman.processes.board import board
from dragoman.processes.changes import Change, changes
from dragoman.processes.link import link
from dragoman.processes.parties import Parties
from dragoman.processes.same import said_on
from dragoman.processes.values import Joint, Judgement, Kind, Process, Verdict
from dragoman.spans import Span
from dragoman.types import Meeting, Reading
from evals.gold_readings import Dispatch, by_key, dispatches
from evals.measures import Count, compare, pair
from evals.result import Result

Cells = dict[tuple[str, str, date], frozenset[StateFamily]]

TOLD = frozenset(
    (Change.CONTESTED, Change.SETTLED, Change.TURNED, Change.SPOKE, Change.DATED, Change.MOVED,
     Change.MEETING)
)  # fmt: skip
"""Changes of meetings; conditions, tasks and acts have no key across reports in the corpus."""


def run(data: Path | None = None, split: str = "dev") -> Result:
    """The dev processes, or those of another corpus folder."""
    total = {"gold": Tally(), "own": Tally(), "bound": Tally()}
    for name, reports in dispatches(split, data or HERE).items():
        gold = Gold(name, reports)
        keys = {ref: key for key, refs in by_key(reports).items() for ref in refs}
        total["gold"].add(name, gold, [one.reading for one in reports], keys)
        own = list(read_articles(one.article for one in reports))
        known = paired(reports, own)
        total["own"].add(name, gold, own, known)
        by: dict[str, list[str]] = defaultdict(list)
        for ref, key in known.items():
            by[key].append(ref)
        total["bound"].add(name, gold, own, known, list(_rulings(by)))
    result = Result(files=[(data or HERE) / "reports"])
    for name, tally in total.items():
        tally.into(result, name)
    return result


# --- gold ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Gold:
    """What is right of one process, by the corpus's own keys."""

    name: str
    reports: Sequence[Dispatch]
    keys: dict[str, list[str]] = field(init=False)
    days: list[date] = field(init=False)
    cells: Cells = field(init=False)
    disputes: set[tuple[str, date]] = field(init=False)
    strict: set[tuple[str, date]] = field(init=False)
    news: set[tuple[date, Change, str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = by_key(self.reports)
        self.days = sorted({day for one in self.reports if (day := one.article.published.day)})
        self.cells, self.disputes, self.strict = _gold_cells(self.reports, self.days)
        processes = link([one.reading for one in self.reports], list(_rulings(self.keys)))
        of = {ref: key for key, refs in self.keys.items() for ref in refs}
        self.news = _news(processes, {j.ref: of[j.ref] for j in _joints(processes)}, self.days)


def _gold_cells(
    reports: Sequence[Dispatch], days: Sequence[date]
) -> tuple[Cells, set[tuple[str, date]], set[tuple[str, date]]]:
    """By the annotation alone, without the code that is measured."""
    told: dict[str, list[tuple[date, date, str, StateFamily]]] = defaultdict(list)
    for one in reports:
        parties, day = Parties(one.reading), one.article.published.day or date.min
        for meeting in one.reading.meetings:
            for claim in meeting.states:
                said = said_on(claim.when, day) or day
                side = parties.side(claim.asserter)
                told[one.keys[meeting.id]].append((said, day, side, claim.state.family))
    cells: Cells = {}
    disputes, strict = set(), set()
    for key, claims in told.items():
        for day in days:
            known = [c for c in claims if c[1] <= day]
            held = min((c[0] for c in known if c[3] is StateFamily.HELD), default=date.max)
            live = set()
            for side in {c[2] for c in known}:
                last = max(c[0] for c in known if c[2] == side)
                words = frozenset(c[3] for c in known if c[2] == side and c[0] == last)
                cells[key, side, day] = words
                if not last < held < date.max:
                    live.add(words)
            if len({cells[k, s, d] for k, s, d in cells if (k, d) == (key, day)}) > 1:
                strict.add((key, day))
            if len(live) > 1:
                disputes.add((key, day))
    return cells, disputes, strict


def _rulings(keys: Mapping[str, Sequence[str]]) -> Iterable[Judgement]:
    """The keys as a user's rulings: all of one the same, all of two others."""
    for key, refs in keys.items():
        for left, right in pairwise(refs):
            yield Judgement(Kind.MEETING, left, right, Verdict.SAME, 1.0, "key", "gold")
        for other, theirs in keys.items():
            if other > key:
                for left in refs:
                    for right in theirs:
                        yield Judgement(Kind.MEETING, left, right, Verdict.OTHER, 1, "key", "gold")


def paired(reports: Sequence[Dispatch], own: Sequence[Reading]) -> dict[str, str]:
    """The reader's meetings, report by report → the keys of the gold ones that they are."""
    found = {}
    for one, reading in zip(reports, own, strict=True):
        gold = one.reading
        weights = [[_alike(gold, g, reading, m) for m in reading.meetings] for g in gold.meetings]
        for i, j in pair(weights):
            ref = f"{reading.article.id}#{reading.meetings[j].id}"
            found[ref] = one.keys[gold.meetings[i].id]
    return found


def _alike(gold: Reading, one: Meeting, reading: Reading, other: Meeting) -> float:
    """Shared mentions and evidence, then kind and day; 0 without a shared word or day."""
    theirs = [_moved(gold, reading, span) for span in _spans(other)]
    shared = sum(any(s.meets(t) for t in theirs if t) for s in _spans(one))
    days = bool(one.planned.interval and one.planned.interval == other.planned.interval)
    kind = one.kind is other.kind
    return shared + 0.5 * kind + days if shared or (days and kind) else 0.0


def _spans(meeting: Meeting) -> list[Span]:
    return [*meeting.mentions, *(claim.evidence for claim in meeting.states)]


def _moved(gold: Reading, reading: Reading, span: Span) -> Span | None:
    """A span of the text as read → the same words in the text as written."""
    text = reading.article.text.content
    start = text.rfind("\n", 0, span.start) + 1
    line = text[start:].split("\n", 1)[0]
    at = gold.article.text.content.find(line)
    return Span(at + span.start - start, at + span.end - start) if at >= 0 else None


# --- found -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """Counts that add up over processes."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    cells: Count = field(default_factory=Count)
    contested: Count = field(default_factory=Count)
    strict: Count = field(default_factory=Count)
    changes: Count = field(default_factory=Count)
    errors: list[str] = field(default_factory=list)
    processes: int = 0
    found: int = 0

    def add(
        self, name: str, gold: Gold, readings: Sequence[Reading], keys: Mapping[str, str],
        rulings: Sequence[Judgement] = (),
    ) -> None:  # fmt: skip
        """One process by some readings; keys: ref of a found meeting → the gold key it is."""
        processes = link(readings, rulings)
        joints = _joints(processes)
        members = {joint.ref: _members(readings, joint) for joint in joints}
        self.processes, self.found = self.processes + 1, self.found + len(processes)
        self._meetings(name, gold, members, keys)
        of = _of(members, keys)
        self._board(name, gold, processes, of)
        news = _news(processes, of, gold.days)
        self.changes.add(compare(gold.news, news))
        self.errors += [f"{name}: missing change: {one}" for one in sorted(gold.news - news)]
        self.errors += [f"{name}: extra change: {one}" for one in sorted(news - gold.news)]

    def _meetings(
        self, name: str, gold: Gold, members: Mapping[str, set[str]], keys: Mapping[str, str]
    ) -> None:
        sizes = {key: len(refs) for key, refs in gold.keys.items()}
        found: Counter[str] = Counter()
        for ref, inside in members.items():
            told = Counter(keys[m] for m in inside if m in keys)
            for key, count in told.items():
                self.precision += [count / len(inside)] * count
                self.recall += [count / sizes[key]] * count
                found[key] += count
            self.precision += [0.0] * (len(inside) - told.total())
            if len(told) > 1:
                self.errors.append(f"{name}: wrong meeting: {ref} is {dict(told)}")
        for key, size in sizes.items():
            self.recall += [0.0] * (size - found[key])

    def _board(
        self, name: str, gold: Gold, processes: Sequence[Process], of: Mapping[str, str]
    ) -> None:
        cells: Cells = {}
        disputes, strict = set(), set()
        for process in processes:
            for day in gold.days:
                for one in board(process, day).meetings:
                    key = of[one.joint.ref]
                    for row in one.rows:
                        cells[key, row.side, day] = row.families
                    if one.contested:
                        disputes.add((key, day))
                    if len({row.families for row in one.rows}) > 1:
                        strict.add((key, day))
        right = compare(gold.cells.items(), cells.items())
        self.cells.add(right)
        self.contested.add(compare(gold.disputes, disputes))
        self.strict.add(compare(gold.strict, strict))
        for cell in sorted(gold.cells.keys() | cells.keys()):
            want, have = gold.cells.get(cell), cells.get(cell)
            if want != have:
                self.errors.append(f"{name}: wrong cell: {cell}: {_told(have)}, not {_told(want)}")

    def into(self, result: Result, name: str) -> None:
        p = sum(self.precision) / max(1, len(self.precision))
        r = sum(self.recall) / max(1, len(self.recall))
        result.measures |= {
            f"{name}.meetings.b3.p": p, f"{name}.meetings.b3.r": r,
            f"{name}.meetings.b3.f1": 2 * p * r / (p + r) if p + r else 0.0,
            f"{name}.cells.right": self.cells.recall,
        }  # fmt: skip
        counts = {
            "cells": self.cells,
            "contested": self.contested,
            "contested_strict": self.strict,
            "changes": self.changes,
        }
        for kind, count in counts.items():
            result.measures |= count.measures(f"{name}.{kind}")
            result.counts |= count.counts(f"{name}.{kind}")
        result.counts |= {f"{name}.processes": self.processes, f"{name}.found": self.found}
        result.errors += [f"{name}: {error}" for error in self.errors]


def _told(families: frozenset[StateFamily] | None) -> str:
    return "+".join(sorted(families)) if families else "nothing"


def _joints(processes: Iterable[Process]) -> list[Joint]:
    return [joint for process in processes for joint in process.meetings]


def _members(readings: Sequence[Reading], joint: Joint) -> set[str]:
    inside = {f"{evidence.report}#{evidence.item}" for evidence in joint.mentions}
    return inside | {joint.ref}


def _of(members: Mapping[str, set[str]], keys: Mapping[str, str]) -> dict[str, str]:
    """Each found meeting → the gold key that most of it is, each key once; else its own ref."""
    votes = sorted(
        (-count, ref, key)
        for ref, inside in members.items()
        for key, count in Counter(keys[m] for m in inside if m in keys).items()
    )
    found: dict[str, str] = {}
    for _, ref, key in votes:
        if ref not in found and key not in found.values():
            found[ref] = key
    return {ref: found.get(ref, ref) for ref in members}


def _news(
    processes: Iterable[Process], of: Mapping[str, str], days: Sequence[date]
) -> set[tuple[date, Change, str, str]]:
    return {
        (until, news.change, of[news.meeting], news.side)
        for process in processes
        for since, until in pairwise(days)
        for news in changes(process, since, until)
        if news.change in TOLD and news.meeting
    }
