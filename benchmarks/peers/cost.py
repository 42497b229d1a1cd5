"""One peer in its own environment → what a report costs it, as JSON on stdout.

    python -m benchmarks.peers.cost NAME --reports N --model FOLDER

The reports are those of `benchmarks.speed`: of about 400 words each. The first one is read before
anything is counted. CPU seconds are those of the process and of those it started (HeidelTime's
Java); memory is the peak of the largest of them.
"""

import argparse
import json
import os
import resource
from datetime import date
from itertools import islice
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from benchmarks.peers.tools import PEERS  # noqa: E402
from benchmarks.speed import cut  # noqa: E402
from evals.corpora import corpus  # noqa: E402


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, both))


def peak() -> float:
    """MB of the largest process so far."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in both) / 1e3


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.peers.cost")
    options.add_argument("peer", choices=PEERS)
    options.add_argument("--reports", type=int, default=20)
    options.add_argument("--model", type=Path, required=True)
    chosen = options.parse_args()
    with corpus("attribution/polnear_train.jsonl").open(encoding="utf-8") as file:
        # no more than is read: what the corpus takes would count for the peer
        records = [json.loads(line) for line in islice(file, chosen.reports + 1)]
    reports = [(cut(record), record["date"][:10]) for record in records]
    read = PEERS[chosen.peer].start(chosen.model)
    first, *rest = [(text, date.fromisoformat(day)) for text, day in reports]
    read(*first)
    cold = start = cpu()
    for text, day in rest:
        read(text, day)
    spent = cpu() - start
    words = sum(len(text.split()) for text, _ in rest)
    print(json.dumps({
        "reports": len(rest), "words": words, "cpu_seconds": round(spent, 3),
        "cold_cpu_seconds": round(cold, 2), "peak_mb": round(peak()),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
