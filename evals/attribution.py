"""PolNeAR → exact span F1 of source, cue and content, and F1 of linked triples.

A report's text is given as it is, so that offsets stay; what the reader calls an attribution is
brought to the corpus's tokens: a span stands for all tokens that it shares a character with.

Spans, as for CofeNet (Wang et al. 2022): the set of contiguous token spans of each role, exact on
both sides; a discontinuous content gives several spans; nested spans all count; a span that serves
two attributions counts once. `*.inner` leaves punctuation at either end out of both: it tells how
much of the loss is quotation marks and commas, and is no headline.

Triples: predicted statements and gold attributions are paired one to one by the greatest total
content overlap (Jaccard of token sets). A pair is right when the Jaccard is ≥ .5 and source and
cue each share a token; where gold has no source, none may be found. Gold without a content is
left out. Kinds: direct, the whole content is quoted; mixed, it holds a quotation mark; else
indirect: gold's kind for recall, the kind of the found content, by the same marks, for precision.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.types import Reading
from evals.corpora import corpus, read_jsonl
from evals.measures import Count, compare, pair, runs
from evals.result import Result

ROLES = ("source", "cue", "content")
KINDS = ("direct", "mixed", "indirect")
QUOTES = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class Attribution:
    """Token sets of one attribution, found or gold, and its spans as contiguous runs."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    kind: str

    def role(self, name: str) -> frozenset[int]:
        return {"source": self.source, "cue": self.cue, "content": self.content}[name]


def run(data: Path | None = None) -> Result:
    """PolNeAR dev, or any file of the same format."""
    path = corpus("attribution/polnear_dev.jsonl", data)
    records = read_jsonl(path)
    score = Score()
    for record, reading in zip(records, read_texts(records), strict=True):
        score.add(record, reading)
    result = score.result()
    result.files = [path]
    result.counts["reports"] = len(records)
    return result


def read_texts(records: Iterable[dict[str, Any]]) -> Iterator[Reading]:
    """Records → readings of their texts as they stand, nothing extracted."""
    from dragoman.pipeline import read_articles
    from dragoman.spans import Text
    from dragoman.types import Article, Published

    return read_articles(
        Article(
            record["id"], "", Text(record["text"]),
            Published(date.fromisoformat(record["date"][:10]), "given"),
        )
        for record in records
    )  # fmt: skip


class Score:
    """Adds reports up."""

    def __init__(self) -> None:
        self.spans = {role: Count() for role in ROLES}
        self.inner = {role: Count() for role in ROLES}
        self.triples = Count()
        self.kinds = {kind: Count() for kind in KINDS}
        self.form_right = 0
        self.errors: list[str] = []

    def add(self, record: dict[str, Any], reading: Reading) -> None:
        text, tokens = record["text"], record["tokens"]
        gold = [gold_of(a, text, tokens) for a in record["attributions"]]
        found = [found_of(a, text, tokens) for a in reading.attributions]
        dull = {i for i, (a, b) in enumerate(tokens) if not any(map(str.isalnum, text[a:b]))}
        for role in ROLES:
            self.spans[role].add(compare(spans(gold, role), spans(found, role)))
            ours, theirs = spans(found, role, dull), spans(gold, role, dull)
            self.inner[role].add(compare(theirs, ours))
        self.add_triples(record, [g for g in gold if g.content], found)

    def add_triples(
        self,
        record: dict[str, Any],
        gold: Sequence[Attribution],
        found: Sequence[Attribution],
    ) -> None:
        pairs = pair([[linked(g, f) for f in found] for g in gold])
        right_gold, right_found = {i for i, _ in pairs}, {j for _, j in pairs}
        self.triples.add(Count(len(pairs), len(found) - len(pairs), len(gold) - len(pairs)))
        for kind in KINDS:
            count = self.kinds[kind]
            count.fn += sum(g.kind == kind for i, g in enumerate(gold) if i not in right_gold)
            count.fp += sum(f.kind == kind for j, f in enumerate(found) if j not in right_found)
            count.tp += sum(gold[i].kind == kind for i in right_gold)
        self.form_right += sum(found[j].kind == gold[i].kind for i, j in pairs)
        at = record["text"], record["tokens"]
        self.errors += [
            f"{record['id']} missing {g.kind}: {told(g, *at)}"
            for i, g in enumerate(gold)
            if i not in right_gold
        ]
        self.errors += [
            f"{record['id']} extra {f.kind}: {told(f, *at)}"
            for j, f in enumerate(found)
            if j not in right_found
        ]

    def result(self) -> Result:
        result = Result(errors=self.errors)
        for role in ROLES:
            result.measures |= self.spans[role].measures(role)
            result.measures[f"{role}.inner.f1"] = self.inner[role].f1
            result.counts |= self.spans[role].counts(role)
        result.measures |= self.triples.measures("triple")
        result.counts |= self.triples.counts("triple")
        for kind, count in self.kinds.items():
            result.measures |= count.measures(f"triple.{kind}")
            result.counts |= count.counts(f"triple.{kind}")
        if self.triples.tp:
            result.measures["form.accuracy"] = self.form_right / self.triples.tp
        return result


def linked(gold: Attribution, found: Attribution) -> float:
    """The content overlap of a right triple; 0 for a wrong one."""
    both = gold.content & found.content
    overlap = len(both) / len(gold.content | found.content) if both else 0.0
    source = bool(gold.source & found.source) or not (gold.source or found.source)
    cue = bool(gold.cue & found.cue) or not (gold.cue or found.cue)
    return overlap if overlap >= 0.5 and source and cue else 0.0


def spans(
    attributions: Sequence[Attribution], role: str, dull: Iterable[int] = ()
) -> set[tuple[int, int]]:
    """The contiguous spans of a role; tokens of `dull` are cut off at either end."""
    dull = set(dull)
    found = set()
    for attribution in attributions:
        for first, last in runs(attribution.role(role)):
            while first < last and first in dull:
                first += 1
            while last > first and last - 1 in dull:
                last -= 1
            if first < last:
                found.add((first, last))
    return found


def covered(spans: Iterable[tuple[int, int]], tokens: Sequence[Sequence[int]]) -> frozenset[int]:
    """Character spans → the tokens that share a character with one of them."""
    return frozenset(
        i for start, end in spans for i, (a, b) in enumerate(tokens) if a < end and b > start
    )


def gold_of(attribution: dict[str, Any], text: str, tokens: Sequence[Sequence[int]]) -> Attribution:
    source, cue, content = (covered(attribution[role], tokens) for role in ROLES)
    return Attribution(source, cue, content, attribution["kind"] or kind_of(content, text, tokens))


def found_of(attribution: Any, text: str, tokens: Sequence[Sequence[int]]) -> Attribution:
    one = [[] if span is None else [(span.start, span.end)]
           for span in (attribution.source, attribution.cue)]  # fmt: skip
    content = covered(((span.start, span.end) for span in attribution.content), tokens)
    return Attribution(
        covered(one[0], tokens), covered(one[1], tokens), content, kind_of(content, text, tokens)
    )


def kind_of(content: frozenset[int], text: str, tokens: Sequence[Sequence[int]]) -> str:
    """direct, mixed or indirect by the quotation marks among the content's tokens."""
    any_quote = bare = False
    for first, last in runs(content):
        inside = False
        for i in range(first, last):
            word = text[tokens[i][0] : tokens[i][1]]
            if QUOTES & set(word) or word in ("''", "``"):
                inside, any_quote = not inside, True
            elif not inside and any(map(str.isalnum, word)):
                bare = True
    if not any_quote:
        return "indirect"
    return "mixed" if bare else "direct"


def told(attribution: Attribution, text: str, tokens: Sequence[Sequence[int]]) -> str:
    """One line: source | cue | content."""
    parts = []
    for role in ROLES:
        pieces = runs(attribution.role(role))
        words = (text[tokens[a][0] : tokens[b - 1][1]].replace("\n", " ") for a, b in pieces)
        parts.append(" … ".join(words) or "–")
    return " | ".join(parts)
