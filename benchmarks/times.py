"""Time expressions alone → KB of text per CPU-second, on TempEval-3 train.

    python -m benchmarks.times [--runs N] [--json]

The network's tags are made first and are not counted; a tree is made afresh for every run, and
told apart, since every meaning of a report shares one. CPU time, the best of the runs: it stands
when the machine is busy.
"""

import argparse
import json
import time

from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.types import Tags
from evals.times import Document, corpora, documents, tagger

GOAL = 100
"""KB per CPU-second that issue 5 asks for; HeidelTime makes 3 to 7 beside its Java's start."""


def measure(docs: list[Document], tags: list[Tags]) -> tuple[float, float]:
    """CPU seconds of the trees and of the stage, over all documents once."""
    start = time.process_time()
    trees = [Tree(doc.text, tag) for doc, tag in zip(docs, tags, strict=True)]
    middle = time.process_time()
    for doc, tree in zip(docs, trees, strict=True):
        find_times(tree, doc.published)
    return middle - start, time.process_time() - middle


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.times")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    docs = documents(corpora() / "tbaq_corrected")
    tag = tagger()
    tags = [tag(doc.text) for doc in docs]
    runs = [measure(docs, tags) for _ in range(max(1, options.runs))]
    size = sum(len(doc.text.content.encode()) for doc in docs) / 1000
    trees, stage = (min(run[part] for run in runs) for part in (0, 1))
    found = {
        "documents": len(docs),
        "kb": round(size, 1),
        "kb_per_cpu_second": round(size / stage),
        "with_tree": round(size / (stage + trees)),
        "goal": GOAL,
    }
    if options.json:
        print(json.dumps(found))
    else:
        print("  ".join(f"{name} {value:,}" for name, value in found.items()))


if __name__ == "__main__":
    main()
