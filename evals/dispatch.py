"""The dispatch corpus → how much of its gold the reader finds, kind by kind and label by label.

A record's text is read as it stands, with its day where it has one. An item is found when its main
words and those of ours overlap: statements by content (Jaccard of characters ≥ .5), events by
trigger, states, conditions, tasks and quotation marks by any shared character, paired one to one
by the greatest overlap.

`*.f1` counts items, whatever their labels. `KIND.LABEL.macro` is the mean over the classes that
gold has of F1 over *all* items: one that is not found is wrong in its class. `KIND.LABEL.right` is
the share of the found whose label is right. Of events, `actor` and `target` compare countries.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.ontology import EventType
from dragoman.spans import Span, Text
from dragoman.types import Article, Published, Reading
from evals.corpora import SkippedError, read_jsonl
from evals.measures import Count, pair
from evals.result import Result

Record = dict[str, Any]
JACCARD = 0.5


def run(data: Path | None = None) -> Result:
    """The dev half as `python -m corpus build` makes it; or any file that it made."""
    records = read_jsonl(data) if data is not None else dev_records()
    score = Score()
    from dragoman.pipeline import read_articles

    articles = [article_of(record) for record in records]
    for record, reading in zip(records, read_articles(articles), strict=True):
        score.add(record, reading)
    return score.result()


def dev_records() -> list[Record]:
    import json

    try:
        from corpus.build import records
        from corpus.check import check, files
        from corpus.fill import SEED
    except ModuleNotFoundError as error:
        raise SkippedError("dispatch", "the corpus is not here") from error
    return [json.loads(line) for line in records(check(files())[0], "dev", SEED, 1)]


def article_of(record: Record) -> Article:
    day = date.fromisoformat(record["published"]) if record["published"] else None
    published = Published(day, "given" if day else "none")
    return Article(record["id"], record["title"] or "", Text(record["text"]), published)


@dataclass(frozen=True, slots=True)
class Found:
    """One item of ours: where its words are, and its labels by name."""

    spans: tuple[Span, ...]
    labels: dict[str, Any]


class Score:
    """Adds records up."""

    def __init__(self) -> None:
        self.items: dict[str, Count] = defaultdict(Count)
        self.classes: dict[str, dict[str, Count]] = defaultdict(lambda: defaultdict(Count))
        self.right: dict[str, list[bool]] = defaultdict(list)
        self.errors: list[str] = []
        self.records = 0

    def add(self, record: Record, reading: Reading) -> None:
        self.records += 1
        here = _Here(record, reading)
        for kind, (gold, found, labels, least) in here.kinds().items():
            self._add(here, kind, gold, found, labels, least)

    def _add(
        self, here: "_Here", kind: str, gold: list[Found], found: list[Found],
        labels: Iterable[str], least: float,
    ) -> None:  # fmt: skip
        pairs = pair([[overlap(g.spans, f.spans, least) for f in found] for g in gold])
        self.items[kind].add(Count(len(pairs), len(found) - len(pairs), len(gold) - len(pairs)))
        other = dict(pairs)
        back = {j: i for i, j in pairs}
        for i, g in enumerate(gold):
            if i not in other:
                self.errors.append(here.told(kind, "missing", g))
        for j, f in enumerate(found):
            if j not in back:
                self.errors.append(here.told(kind, "extra", f))
        for label in labels:
            count = self.classes[f"{kind}.{label}"]
            for i, g in enumerate(gold):
                want = g.labels[label]
                got = found[other[i]].labels[label] if i in other else None
                if i in other:
                    self.right[f"{kind}.{label}"].append(want == got)
                    if want != got:
                        self.errors.append(here.told(f"{kind}.{label}", f"{want} ≠ {got}", g))
                if want == got:
                    count[str(want)].tp += 1
                else:
                    count[str(want)].fn += 1
                    if i in other:
                        count[str(got)].fp += 1
            for j, f in enumerate(found):
                if j not in back:
                    count[str(f.labels[label])].fp += 1

    def result(self) -> Result:
        result = Result(errors=self.errors, counts={"records": self.records})
        for kind, count in self.items.items():
            result.measures |= count.measures(kind)
            result.counts |= count.counts(kind)
        for name, classes in self.classes.items():
            told = {label: count for label, count in classes.items() if count.tp + count.fn}
            if name in ("event.actor", "event.target"):
                # countries are no classes to be told one by one
                result.measures[f"{name}.right"] = share(self.right[name])
                continue
            result.measures[f"{name}.macro"] = sum(c.f1 for c in told.values()) / max(len(told), 1)
            result.measures[f"{name}.right"] = share(self.right[name])
            micro = Count()
            for count in classes.values():
                micro.add(count)
            result.measures[f"{name}.f1"] = micro.f1
            for label, count in sorted(told.items()):
                result.measures[f"{name}.{label}.f1"] = count.f1
                result.measures[f"{name}.{label}.r"] = count.recall
                result.counts[f"{name}.{label}.gold"] = count.tp + count.fn
        return result


def share(rights: Sequence[bool]) -> float:
    return sum(rights) / max(len(rights), 1)


def overlap(gold: Sequence[Span], found: Sequence[Span], least: float) -> float:
    """Jaccard of the characters of two sets of spans; 0 under `least`."""
    left = {i for span in gold for i in range(span.start, span.end)}
    right = {i for span in found for i in range(span.start, span.end)}
    share = len(left & right) / len(left | right) if left & right else 0.0
    return share if share >= least else 0.0


def roles(
    type: str, actors: Sequence[str], targets: Sequence[str], told: Callable[[list[str]], str]
) -> dict[str, str]:
    """Actor and target; of CONSULT, which has no direction, all who take part as actors."""
    if type == EventType.CONSULT:
        return {"actor": told([*actors, *targets]), "target": told([])}
    return {"actor": told([*actors]), "target": told([*targets])}


class _Here:
    """One record beside one reading."""

    def __init__(self, record: Record, reading: Reading) -> None:
        self.record = record
        self.reading = reading
        self.text = record["text"]

    def told(self, kind: str, how: str, item: Found) -> str:
        words = " … ".join(self.text[s.start : s.end] for s in item.spans) or "–"
        return f"{self.record['id']} {kind} {how}: {words} | {item.labels}"

    def spans(self, item: Record, role: str = "main") -> tuple[Span, ...]:
        return tuple(Span(a, b) for a, b in item["spans"][role])

    def kinds(self) -> dict[str, tuple[list[Found], list[Found], tuple[str, ...], float]]:
        return {
            "statement": (*self.statements(),
                          ("form", "act", "polarity", "channel"), JACCARD),
            "event": (*self.events(), ("type", "status", "actor", "target"), 1e-9),
            "state": (*self.states(), ("state", "family"), 1e-9),
            "condition": (*self.conditions(), ("kind",), 1e-9),
            "task": (*self.plain("tasks", self.reading.tasks), (), 1e-9),
            "scare": (*self.scares(), (), 1e-9),
        }  # fmt: skip

    def statements(self) -> tuple[list[Found], list[Found]]:
        keys = ("form", "act", "polarity", "channel")
        gold = [
            Found(self.spans(s) or self.spans(s, "cue"), {key: str(s[key]) for key in keys})
            for s in self.record["statements"]
        ]
        found = [
            Found(s.content or ((s.cue,) if s.cue else ()), {k: str(getattr(s, k)) for k in keys})
            for s in self.reading.statements
        ]
        return gold, found

    def events(self) -> tuple[list[Found], list[Found]]:
        gold = [
            Found(
                self.spans(e),
                {"type": e["type"], "status": e["status"]}
                | roles(e["type"], e["actor"], e["target"], self.gold_sides),
            )
            for e in self.record["events"]
        ]
        found = [
            Found(
                (e.trigger,),
                {"type": str(e.type), "status": str(e.status)}
                | roles(e.type, e.actors, e.targets, self.sides),
            )
            for e in self.reading.events
        ]
        return gold, found

    def gold_sides(self, ids: Iterable[str]) -> str:
        """The countries of actors of gold; "other" for one that has none."""
        countries = {actor["id"]: actor["country"] for actor in self.record["actors"]}
        return ",".join(sorted({countries.get(id) or "other" for id in ids})) or "nobody"

    def sides(self, ids: Iterable[str]) -> str:
        """The same of ours."""
        found = {actor.id: actor.country or "other" for actor in self.reading.actors}
        return ",".join(sorted({found[id] for id in ids})) or "nobody"

    def states(self) -> tuple[list[Found], list[Found]]:
        from dragoman.ontology import MeetingState

        gold = [
            Found(
                self.spans(s),
                {"state": s["state"], "family": str(MeetingState(s["state"]).family)},
            )
            for s in self.record["states"]
        ]
        found = [
            Found((c.evidence,), {"state": str(c.state), "family": str(c.state.family)})
            for meeting in self.reading.meetings
            for c in meeting.states
        ]
        return gold, found

    def conditions(self) -> tuple[list[Found], list[Found]]:
        gold = [Found(self.spans(c), {"kind": c["kind"]}) for c in self.record["conditions"]]
        found = [Found((c.span,), {"kind": str(c.kind)}) for c in self.reading.conditions]
        return gold, found

    def plain(self, kind: str, ours: Iterable[Any]) -> tuple[list[Found], list[Found]]:
        gold = [Found(self.spans(item), {}) for item in self.record[kind]]
        return gold, [Found((item.span,), {}) for item in ours]

    def scares(self) -> tuple[list[Found], list[Found]]:
        gold = [Found(self.spans(item), {}) for item in self.record["scares"]]
        ours = [Found((span,), {}) for s in self.reading.statements for span in s.scare_quotes]
        return gold, ours
