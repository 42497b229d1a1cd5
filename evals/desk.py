"""What judging counts and tells: judgements that add up, and the desk that makes one.

Pairs, fields and "on the anchor's words" are explained in ``judge.py``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.spans import Span
from dragoman.types import Interval, Reading, When
from evals.measures import Count, Days, days, interval_days, locate, normalise, pair, same_date
from evals.who import Who

KINDS = (
    "statements", "meetings", "states", "states.family", "events", "conditions", "tasks",
    "actors", "times",
)  # fmt: skip

Gold = Mapping[str, Any]

LONGEST = 90
"""Words of a span that still counts as evidence."""


@dataclass(slots=True)
class Judgement:
    """Adds up over reports."""

    counts: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in KINDS})
    fields: dict[str, Count] = field(default_factory=dict)
    """tp right, fn wrong or missing."""
    errors: list[str] = field(default_factory=list)
    """"which: missing|extra|wrong …"."""

    def add(self, other: "Judgement") -> None:
        for kind, count in other.counts.items():
            self.counts[kind].add(count)
        for name, count in other.fields.items():
            self.fields.setdefault(name, Count()).add(count)
        self.errors += other.errors

    def measures(self, before: str = "") -> dict[str, float]:
        found: dict[str, float] = {}
        for kind, count in self.counts.items():
            if count.tp + count.fn + count.fp:
                found |= count.measures(f"{before}{kind}")
        found |= {f"{before}{name}": count.recall for name, count in sorted(self.fields.items())}
        if f"{before}actors.f1" in found:
            del found[f"{before}actors.f1"], found[f"{before}actors.p"]
        return found

    def numbers(self, before: str = "") -> dict[str, int]:
        found: dict[str, int] = {}
        for kind, count in self.counts.items():
            if count.tp + count.fn + count.fp:
                found |= count.counts(f"{before}{kind}")
        for name, count in sorted(self.fields.items()):
            found |= {f"{before}{name}.right": count.tp, f"{before}{name}.of": count.tp + count.fn}
        return found


def as_list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def names_in(gold: Gold) -> list[str]:
    """Every actor that a gold record names, in order."""
    found: list[Any] = []
    for item in gold.get("actors", ()):
        found += as_list(item.get("speaks_for"))
    for item in gold.get("statements", ()):
        found += either(item, "speaker") + as_list(item.get("relayed_by"))
        found += as_list(item.get("addressee"))
    for item in gold.get("meetings", ()):
        found += item.get("participants", ())
        found += [a for state in item.get("states", ()) for a in either(state, "asserter")]
    for item in gold.get("events", ()):
        for role in ("actor", "target", "asserter", "relayed_by"):
            found += as_list(item.get(role))
    for item in gold.get("conditions", ()):
        found += as_list(item.get("set_by"))
    for item in gold.get("tasks", ()):
        found += item["charged_by"] + item["charged"] + as_list(item.get("asserter"))
    return [str(name) for name in dict.fromkeys(found)]


class Desk:
    """One gold record beside one reading: pairs, counts, checks and tells."""

    def __init__(self, which: str, gold: Gold, reading: Reading) -> None:
        self.which, self.gold, self.reading = which, gold, reading
        self.text = reading.article.text
        self.who = Who(dict(gold), names_in(gold), reading)
        self.out = Judgement()
        self.spared: list[Any] = []

    def tell(self, words: str) -> None:
        self.out.errors.append(f"{self.which}: {words}")

    def count(
        self,
        kind: str,
        gold: Sequence[Gold],
        found: Sequence[Any],
        fit: Callable[[Any, Any], float],
        told: Callable[[Any], str],
        *,
        quiet: bool = False,
        precision: bool = True,
    ) -> list[tuple[Any, Any]]:
        """Pairs gold and found, counts and tells; gives the pairs. `spared`: the optional ones.

        What gold marks optional takes only what nothing else needs.
        """
        part = [0.01 if g.get("optional") else 1.0 for g in gold]
        pairs = pair([[w * fit(g, f) for f in found] for g, w in zip(gold, part, strict=True)])
        free = {i for i, g in enumerate(gold) if g.get("optional")}
        hit = [(i, j) for i, j in pairs if i not in free]
        self.spared = [found[j] for i, j in pairs if i in free]
        missing = [i for i in range(len(gold)) if i not in free | {i for i, _ in pairs}]
        extra = [j for j in range(len(found)) if j not in {j for _, j in pairs}]
        extra = extra if precision else []
        self.out.counts[kind].add(Count(len(hit), len(extra), len(missing)))
        if not quiet:
            for i in missing:
                self.tell(f"missing {kind}: {gold_line(gold[i])}")
            for j in extra:
                self.tell(f"extra {kind}: {told(found[j])}")
        return [(gold[i], found[j]) for i, j in hit]

    def check(self, name: str, right: bool, which: Any, found: Any, wanted: Any) -> None:
        """Counts one field of a pair and tells when it is wrong."""
        self.out.fields.setdefault(name, Count()).add(Count(int(right), 0, int(not right)))
        if not right:
            self.tell(f"wrong {name} of {which}: {found}, not {wanted}")

    def check_value(self, name: str, gold: Gold, found: Any, key: str | None = None) -> None:
        """Checks a value of a closed vocabulary, where gold gives one or several."""
        key = name.rpartition(".")[2] if key is None else key
        if gold.get(key) is not None:
            allowed = either(gold, key)
            self.check(
                name, found in allowed, gold_line(gold), found, " or ".join(map(str, allowed))
            )

    def check_date(self, name: str, gold: Gold, when: When, key: str = "date") -> None:
        wanted = days(gold.get(key))
        if wanted is None:
            return
        found = days_of(when.interval)
        told = "undated" if found is None else f"{found[0]} to before {found[1]} ({when.how})"
        self.check(name, same_date(wanted, found), gold_line(gold), told, gold[key])

    def bounded(self, span: Span) -> bool:
        """Whether a span is short enough to be evidence: within a paragraph, 90 words at most."""
        words = self.text[span]
        return "\n" not in words and len(words.split()) <= LONGEST

    def on(self, anchor: str | None, spans: Iterable[Span], within: str | None = None) -> bool:
        """Whether one of the spans shares half of the anchor's characters, or of words within.

        A span that runs past the paragraph, or past `LONGEST` words, points at nothing.
        """
        spans = [span for span in spans if self.bounded(span)]
        if anchor is None:
            return True
        places = locate(self.text.content, anchor)
        if within is not None:
            inner = [locate(self.text.content[start:end], within)[:1] for start, end in places]
            places = [
                (start + a, start + b)
                for (start, _), found in zip(places, inner, strict=True)
                for a, b in found
            ]
        return any(
            2 * (min(end, span.end) - max(start, span.start)) >= end - start
            for start, end in places
            for span in spans
        )

    def quote(self, span: Span | None, length: int = 90) -> str:
        words = "" if span is None else normalise(self.text[span])
        return words if len(words) <= length else words[:length] + "…"


def either(gold: Gold, key: str) -> list[Any]:
    """What gold accepts for a key: its value, and those of `key_also`."""
    return as_list(gold.get(key)) + as_list(gold.get(f"{key}_also"))


def days_of(interval: Interval | None) -> Days | None:
    return None if interval is None else interval_days(interval.start, interval.end)


def gold_line(gold: Gold) -> str:
    """A gold item in one line for people to read."""
    keys = (
        "id", "meeting", "kind", "name", "speaker", "form", "state", "asserter", "actor", "type",
        "target", "status", "set_by", "charged", "value", "participants", "anchor",
    )  # fmt: skip
    shown = [gold[key] for key in keys if gold.get(key)]
    return " ".join(", ".join(map(str, one)) if isinstance(one, list) else str(one)
                    for one in shown)  # fmt: skip


def shares_words(gold: str, found: str) -> bool:
    """Whether at least half of gold's words stand in what was found."""
    words = normalise(gold).casefold().split()
    held = set(normalise(found).casefold().replace(",", " ").split())
    return 2 * sum(word in held for word in words) >= len(words)
