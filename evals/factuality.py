"""Public factuality gold (UW, MEANTIME) → how near the status of a word comes to it.

Gold says from −3 (surely did not happen) to 3 (surely happened) how a reader takes each word that
names an event. A status is put on the same scale by what it means, not fitted: happened and
ongoing 3, planned 1, possible and conditional 0.5, the others −3. `r` is Pearson's; `macro` the
mean F1 of the three classes under −1, over 1 and between. A side meter: planned and possible have
no place of their own on that scale.
"""

import json
from pathlib import Path
from statistics import correlation
from typing import Any

from dragoman.language.tag import tag_many
from dragoman.meaning.status import status_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus
from dragoman.spans import Span, Text
from evals.corpora import corpus
from evals.events import macro

_SCALE = {
    EventStatus.HAPPENED: 3.0, EventStatus.ONGOING: 3.0, EventStatus.PLANNED: 1.0,
    EventStatus.POSSIBLE: 0.5, EventStatus.CONDITIONAL: 0.5, EventStatus.NEGATED: -3.0,
    EventStatus.DENIED: -3.0, EventStatus.CANCELLED: -3.0,
}  # fmt: skip


def run_uw(data: Path | None = None) -> dict[str, Any]:
    """UW's dev half, or a file of the same format."""
    return score(corpus("factuality/uw/dev.jsonl", data))


def run_meantime(data: Path | None = None) -> dict[str, Any]:
    """MEANTIME's dev half, or a file of the same format."""
    return score(corpus("factuality/meantime/dev.jsonl", data))


def score(path: Path) -> dict[str, Any]:
    """JSON lines of `text`, parted by blanks, and `targets` with `span1` (words) and `label`."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    texts = [Text(row["text"]) for row in rows]
    gold: list[float] = []
    ours: list[float] = []
    wrong: list[str] = []
    for row, text, tags in zip(rows, texts, tag_many(texts), strict=True):
        tree = Tree(text, tags)
        words = _words(row["text"])
        for target in row["targets"]:
            first, last = target["span1"]
            head = tree.head_of(Span(words[first].start, words[last - 1].end))
            if head is None:
                continue
            status = status_of(tree, head)
            gold.append(float(target["label"]))
            ours.append(_SCALE[status])
            if _class(gold[-1]) != _class(ours[-1]):
                wrong.append(f"– {_class(gold[-1])} {status}: {tree.words[head]} | {row['text']}")
    pairs = [(_class(g), _class(o)) for g, o in zip(gold, ours, strict=True)]
    return {"r": correlation(gold, ours), "macro": macro(pairs), "targets": len(gold),
            "wrong": wrong}  # fmt: skip


def _words(text: str) -> list[Span]:
    found, at = [], 0
    for word in text.split(" "):
        found.append(Span(at, at + len(word)))
        at += len(word) + 1
    return found


def _class(score: float) -> str:
    return "no" if score < -1 else "yes" if score > 1 else "open"
