"""The dispatch corpus → how likely the reader's entries are right: `lexicon/certainty.tsv`.

    PYTHONPATH=src:. python tools/certainty.py [--write]

The reader reads each record; an entry is right when gold has it with its main labels (a statement's
act, an event's type and status, a state), a condition or a task when gold has it at all. Two steps
for each kind of entry, both logistic regressions with Gaussian priors (MacKay 1992), by steps that
cannot overshoot (Böhning and Lindsay 1988). On the train split: what each feature that
`meaning.certainty` gathers weighs. The network has learnt from those records and is surer there
than elsewhere, so on the dev split: by what the sum is to be multiplied and moved (Platt 1999).
What is printed is of dev, the second step in ten folds by process, on records that were left out.
`--write` puts weights and figures into their files.
"""

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.build import records
from corpus.check import check, files
from corpus.fill import SEED
from docs.write import replaced
from dragoman import pipeline
from dragoman.language.tag import tag_many, weights_digest
from dragoman.meaning.certainty import BASE, KINDS, Evidence, Features
from dragoman.meaning.tree import Tree
from dragoman.types import Reading
from evals.dispatch import Record, _Here, article_of, overlap
from evals.measures import pair

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src/dragoman/lexicon/certainty.tsv"
PAGE = ROOT / "docs/reading.md"
PRIOR = 3.0
LEAST = 8
"""Entries of which a feature must be one, to be told."""
FOLDS = 10
BATCH = 32
STEPS = 1000
MAIN = {"statement": ("act",), "event": ("type", "status"), "state": ("state",)}

Weights = dict[str, float]
Array = NDArray[np.float64]


class Row(NamedTuple):
    """An entry of a reading."""

    group: str
    """The process that its record belongs to, or the record."""
    kind: str
    features: Features
    right: bool


def read(split: str) -> Iterator[Row]:
    """A split, filled once → the entries that the reader finds, each with whether gold has it."""
    found = [json.loads(line) for line in records(check(files())[0], split, SEED, 1)]
    for first in range(0, len(found), BATCH):
        batch = found[first : first + BATCH]
        articles = [article_of(record) for record in batch]
        tags = tag_many([article.text for article in articles])
        for record, article, told in zip(batch, articles, tags, strict=True):
            yield from rows_of(record, pipeline.interpret(article, told), Tree(article.text, told))


def rows_of(record: Record, reading: Reading, tree: Tree) -> Iterator[Row]:
    known = Evidence(tree, reading)
    features = {
        "statement": map(known.statement, reading.statements),
        "event": map(known.event, reading.events),
        "state": (
            known.meeting(meeting) | known.state(meeting, claim)
            for meeting in reading.meetings
            for claim in meeting.states
        ),
        "condition": map(known.condition, reading.conditions),
        "task": map(known.task, reading.tasks),
    }
    kinds = _Here(record, reading).kinds()
    for kind, each in features.items():
        gold, ours, _, least = kinds[kind]
        pairs = pair([[overlap(g.spans, f.spans, least) for f in ours] for g in gold])
        of = {j: gold[i].labels for i, j in pairs}
        for j, told in enumerate(each):
            right = j in of and all(of[j][x] == ours[j].labels[x] for x in MAIN.get(kind, ()))
            yield Row(record["process"] or record["id"], kind, told, right)


def fitted(rows: Sequence[Row]) -> Weights:
    """Entries of one kind → the weight of each feature."""
    seen = Counter(name for row in rows for name in row.features)
    names = [BASE, *sorted(name for name, number in seen.items() if number >= LEAST)]
    given = np.array([[1.0, *(row.features.get(n, 0.0) for n in names[1:])] for row in rows])
    prior = np.array([0.01] + [PRIOR] * (len(names) - 1))
    weights = logistic(given, rows, prior, np.zeros(len(names)))
    return dict(zip(names, weights.tolist(), strict=True))


def scaled(weights: Weights, rows: Sequence[Row]) -> Weights:
    """The same, so that its chances hold for other entries; by how much only if these tell."""
    given = np.array([[1.0, odds(weights, row)] for row in rows])
    prior, mean = np.array([0.01, PRIOR]), np.array([0.0, 1.0])
    move, by = logistic(given, rows, prior, mean).tolist()
    return {name: by * weight + move * (name == BASE) for name, weight in weights.items()}


def logistic(given: Array, rows: Sequence[Row], prior: Array, mean: Array) -> Array:
    """Entries by features, the precision and mean of the weights' prior → the likeliest weights."""
    right = np.array([float(row.right) for row in rows])
    step = np.linalg.inv(given.T @ given / 4 + np.diag(prior))
    weights = mean.copy()
    for _ in range(STEPS):
        shares = 1 / (1 + np.exp(-given @ weights))
        weights += step @ (given.T @ (right - shares) - prior * (weights - mean))
    return weights


def odds(weights: Weights, row: Row) -> float:
    return weights[BASE] + sum(weights.get(n, 0.0) * v for n, v in row.features.items())


Scored = list[tuple[float, bool]]


def left_out(weights: Weights, rows: Sequence[Row]) -> Scored:
    """Entries of one kind, each with its chance as the other folds scale it."""
    groups = sorted({row.group for row in rows})
    random.Random(1).shuffle(groups)
    fold = {group: i % FOLDS for i, group in enumerate(groups)}
    found: Scored = []
    for out in range(FOLDS):
        own = scaled(weights, [row for row in rows if fold[row.group] != out])
        told = [row for row in rows if fold[row.group] == out]
        found += [(1 / (1 + math.exp(-odds(own, row))), row.right) for row in told]
    return found


def area(scored: Scored) -> float:
    """How often a right entry is held more certain than a wrong one: AUC."""
    goods = [p for p, right in scored if right]
    bads = [p for p, right in scored if not right]
    won = sum((a > b) + (a == b) / 2 for a in goods for b in bads)
    return won / len(goods) / len(bads) if goods and bads else math.nan


def brier(scored: Scored) -> float:
    """Mean square of how far the chances lie from what is."""
    return sum((p - right) ** 2 for p, right in scored) / len(scored)


def report(by_kind: dict[str, Scored]) -> str:
    """Tables in Markdown: a row a kind, and a row for each tenth of the scale of chances."""
    together = [one for scored in by_kind.values() for one in scored]
    # what each entry would be told if all of a kind were as certain
    plain = [(_share(scored), right) for scored in by_kind.values() for _, right in scored]
    lines = ["| entries of | number | right | AUC | Brier |", "|---|---|---|---|---|"]
    for kind, scored in [*by_kind.items(), ("all", together), ("all, by kind alone", plain)]:
        lines.append(
            f"| {kind} | {len(scored)} | {_share(scored):.0%} | {area(scored):.2f} "
            f"| {brier(scored):.3f} |"
        )
    lines += ["", "| certainty | entries | mean certainty | right |", "|---|---|---|---|"]
    for tenth in range(10):
        own = [one for one in together if min(int(one[0] * 10), 9) == tenth]
        if own:
            mean = sum(p for p, _ in own) / len(own)
            lines.append(
                f"| {tenth / 10:.1f} … {(tenth + 1) / 10:.1f} | {len(own)} | {mean:.2f} "
                f"| {_share(own):.2f} |"
            )
    return "\n".join(lines)


def _share(scored: Scored) -> float:
    return sum(right for _, right in scored) / len(scored)


def table(weights: dict[str, Weights], train: int, dev: int) -> str:
    lines = [
        "# What bears on whether an entry is right; the odds' logarithm is the sum of weight by",
        f"# feature. Made by tools/certainty.py from {train} entries of the dispatch corpus' train",
        f"# split and {dev} of dev, read with the weights {weights_digest()}. Ours; Apache-2.0.",
        "kind\tfeature\tweight",
    ]
    lines += [f"{k}\t{n}\t{w:.3f}" for k in KINDS for n, w in weights[k].items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument(
        "--write", action="store_true", help="the table, and the figures of the docs"
    )
    write = asked.parse_args().write
    train, dev = list(read("train")), list(read("dev"))
    weights, scored = {}, {}
    for kind in KINDS:
        own = [row for row in dev if row.kind == kind]
        learnt = fitted([row for row in train if row.kind == kind])
        scored[kind] = left_out(learnt, own)
        weights[kind] = scaled(learnt, own)
    print(report(scored))
    if write:
        TABLE.write_text(table(weights, len(train), len(dev)), encoding="utf-8")
        page = replaced(PAGE.read_text(encoding="utf-8"), "certainty", report(scored))
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
