"""The dev half of the dispatch corpus → how often entries like this one are right: certainty.tsv.

    PYTHONPATH=src:. python tools/certainty.py

The reader reads each record; an entry is right when gold has it with its main label (a statement's
act, an event's status, a state), a condition or a task when gold has it at all. Logistic regression
on its kind, its label and its named doubts, by Newton's method, with a Gaussian prior on all but
the kinds (MacKay 1992): features of few entries say little. What is printed is measured on records
that were left out, in ten folds.
"""

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dragoman.pipeline import read_articles
from dragoman.serve.json_view import to_dict
from dragoman.serve.web.certainty import features
from dragoman.serve.web.doubts import entries
from dragoman.types import Reading
from evals.dispatch import Record, _Here, article_of, dev_records, overlap
from evals.measures import pair

TABLE = Path(__file__).parents[1] / "src/dragoman/serve/web/certainty.tsv"
PRIOR = 3.0
LEAST = 8
"""Entries of which a feature must be one, to be told."""
FOLDS = 10
MAIN = {"statement": "act", "event": "status", "state": "state"}

Row = tuple[str, frozenset[str], bool]
"""Record, features, whether it is right."""


def rows_of(record: Record, reading: Reading) -> list[Row]:
    """The entries of a reading, each with whether gold has it."""
    document, here = to_dict(reading), _Here(record, reading)
    ids = {
        "statement": [one["id"] for one in document["statements"]],
        "event": [one["id"] for one in document["events"]],
        "state": [claim["id"] for one in document["meetings"] for claim in one["states"]],
        "condition": [one["id"] for one in document["conditions"]],
        "task": [one["id"] for one in document["tasks"]],
    }
    told = {entry["id"]: features(kind, entry, why) for kind, entry, _, why in entries(document)}
    found = []
    for kind, own in ids.items():
        gold, ours, _, least = here.kinds()[kind]
        pairs = pair([[overlap(g.spans, f.spans, least) for f in ours] for g in gold])
        of = {j: i for i, j in pairs}
        for j, id in enumerate(own):
            if id in told:
                label = MAIN.get(kind)
                right = j in of and (
                    label is None or gold[of[j]].labels[label] == ours[j].labels[label]
                )
                found.append((record["id"], frozenset(told[id]), right))
    return found


def fitted(rows: Sequence[Row]) -> dict[str, float]:
    """Feature → its weight."""
    names = sorted({name for _, told, _ in rows for name in told})
    at = {name: i for i, name in enumerate(names)}
    given = np.zeros((len(rows), len(names)))
    for i, (_, told, _) in enumerate(rows):
        given[i, [at[name] for name in told]] = 1
    right = np.array([float(one) for *_, one in rows])
    prior = np.array([PRIOR if "." in name else 0.01 for name in names])
    weights = np.zeros(len(names))
    for _ in range(30):
        shares = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (right - shares) - prior * weights
        bend = (given.T * (shares * (1 - shares))) @ given + np.diag(prior)
        weights += np.linalg.solve(bend, slope)
    return dict(zip(names, weights.tolist(), strict=True))


def share(weights: dict[str, float], told: frozenset[str]) -> float:
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) for name in told)))


def measured(rows: Sequence[Row]) -> str:
    """Area under the curve, and the share of wrong ones in each fifth, least certain first."""
    records = sorted({record for record, *_ in rows})
    random.Random(1).shuffle(records)
    fold = {record: i % FOLDS for i, record in enumerate(records)}
    scored = []
    for out in range(FOLDS):
        weights = fitted([row for row in rows if fold[row[0]] != out])
        scored += [(share(weights, told), right) for record, told, right in rows
                   if fold[record] == out]  # fmt: skip
    scored.sort(key=lambda one: one[0])
    goods = [p for p, right in scored if right]
    bads = [p for p, right in scored if not right]
    won = sum((a > b) + (a == b) / 2 for a in goods for b in bads) / len(goods) / len(bads)
    fifth = len(scored) // 5
    wrong = [1 - sum(r for _, r in scored[i * fifth : (i + 1) * fifth]) / fifth for i in range(5)]
    return f"AUC {won:.3f}; wrong in each fifth: {', '.join(f'{one:.0%}' for one in wrong)}"


def main() -> None:
    records = dev_records()
    readings = read_articles([article_of(record) for record in records])
    rows = [
        row for r, reading in zip(records, readings, strict=True) for row in rows_of(r, reading)
    ]
    number: dict[str, list[bool]] = defaultdict(list)
    for _, told, right in rows:
        for name in told:
            number[name].append(right)
    kept = {name for name, rights in number.items() if len(rights) >= LEAST}
    rows = [(record, told & kept, right) for record, told, right in rows]
    weights = fitted(rows)
    lines = [
        f"# How much more likely than not an entry is right: made by tools/certainty.py from "
        f"{len(rows)} entries",
        "# of the dispatch corpus, dev half. Weights are added up: log odds.",
        "feature\tweight\tentries\tright",
    ]
    lines += [
        f"{name}\t{weights[name]:.2f}\t{len(number[name])}\t{sum(number[name])}"
        for name in sorted(kept)
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows)} entries, {sum(r for *_, r in rows)} right; {measured(rows)}")


if __name__ == "__main__":
    main()
