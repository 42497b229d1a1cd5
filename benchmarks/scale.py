"""What grows as an archive grows, without reading: the master of a bulk run, and linking's blocks.

    python -m benchmarks.scale [--reports 1000 10000 100000 1000000] [--json FILE]

*Master*: all that one process must do for any number of workers is done (cutting, keeping, closing
shards), for archives of these sizes, with the tables of one lot of real readings given back for
every lot. *Blocks*: as many generated reports, twenty a day, each with a meeting of two of eighty
sides, some told far more often than others, are put into blocks, paired and joined to matters, as
`bulk-link` does it, by one process. If CPU milliseconds a report and memory stay as they are
from row to row, the share of both is known for any size, and with the CPU seconds that reading one
report takes (`benchmarks.bulk`) the plan of docs/scale.md follows. Every size runs in a process of
its own; the largest takes some three CPU minutes. Sizes that FILE has are not run again.
"""

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.speed import texts
from dragoman.processes.roots import Roots
from dragoman.serve.bulk.blocks import Seen, find_pairs
from dragoman.serve.bulk.folder import Folder
from dragoman.serve.bulk.intake import LOT, Place, Row, find_lots
from dragoman.serve.bulk.read import decode_batch, encode, encode_batch, read_batch
from dragoman.serve.bulk.schema import INPUT, arrow_schema
from evals.corpora import corpus

RESULTS = Path(__file__).parent / "results"
SHARD = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One size."""

    reports: int
    milliseconds: float
    """Of CPU, a report."""
    peak_mb: float
    files: int
    bytes_per_report: float


@dataclass(frozen=True, slots=True)
class Blocks:
    """One size of what is linked."""

    reports: int
    milliseconds: float
    """Of CPU, a report: blocks, pairs and components."""
    peak_mb: float
    largest_block: int
    """Meetings that one worker must have in hand at once."""
    matters: int
    largest_matter: int
    """Reports."""


def inputs(reports: list[tuple[str, str]], count: int) -> Iterator[tuple[Place, Row]]:
    """The reports again and again, as the intake of a file gives them."""
    empty = dict.fromkeys(INPUT)
    for number in range(count):
        text, day = reports[number % len(reports)]
        row = {**empty, "input": f"a.jsonl:{number + 1}", "content": text.encode(), "kind": "text"}
        yield Place(0, number + 1), {**row, "charset": "", "url": "", "table": True, "date": day}


def measure(reports: list[tuple[str, str]], tables: bytes, count: int) -> Line:
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "out"
        started = time.process_time()
        with Folder(target) as folder:
            folder.begin({"reader": "none"})
            first = 0
            for lot in find_lots(inputs(reports, count), SHARD, {}):
                # what a pipe to a worker and back costs the master
                assert decode_batch(encode_batch(lot.batch)).num_rows <= LOT
                folder.keep(lot.shard, lot.number, [tables])
                if lot.last:
                    first += folder.close_shard(lot, first)["rows"]
            folder.finish()
        spent = time.process_time() - started
        files = [path for path in target.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
    return Line(count, spent / count * 1000, peak(), len(files), size / count)


SIDES = [f"{a}{b}X" for a in "ABCDEFGH" for b in "ABCDEFGHIJ"]
A_DAY = 20


def generated(count: int) -> Iterator[Seen]:
    """A meeting of two sides a report; the n-th side is told 1/n times as often as the first."""
    draw, weights = Random(7), [1 / (n + 1) for n in range(len(SIDES))]
    for number in range(count):
        one, other = draw.choices(SIDES, weights, k=2)
        report = f"{number:016x}"
        yield Seen(f"{report}#m1", report, number // A_DAY, tuple(sorted({one, other})), False)


def link(count: int) -> Blocks:
    started = time.process_time()
    blocks: dict[str, list[Seen]] = defaultdict(list)
    seen = list(generated(count))
    for one in seen:
        for block in one.blocks:
            blocks[block].append(one)
    roots = Roots(pair for block, own in blocks.items() for pair in find_pairs(block, own))
    matters = Counter(roots.of(one.ref) for one in seen)
    spent = time.process_time() - started
    largest = max(map(len, blocks.values()))
    return Blocks(count, spent / count * 1000, peak(), largest, len(matters), max(matters.values()))


def peak() -> float:
    """MB of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def first_lot(path: Path) -> tuple[list[tuple[str, str]], bytes]:
    """Reports, and the tables of the first lot of them."""
    import pyarrow

    reports = texts(path, 200)
    rows = [{**row, "row": n} for n, (_, row) in enumerate(inputs(reports, LOT))]
    batch = pyarrow.RecordBatch.from_pylist(rows, arrow_schema(INPUT))
    return reports, encode(read_batch(batch))


def alone(work: Callable[..., Any], *given: Any) -> Any:
    """The work in a process of its own, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.scale")
    sizes = [1_000, 10_000, 100_000, 1_000_000]
    options.add_argument("--reports", type=int, nargs="+", default=sizes)
    options.add_argument("--texts", type=Path, help="another file of PolNeAR's format")
    options.add_argument("--json", type=Path, metavar="FILE", default=RESULTS / "scale.json")
    chosen = options.parse_args()
    found: dict[str, list[dict[str, Any]]] = {"master": [], "blocks": []}
    if chosen.json.exists():
        found = json.loads(chosen.json.read_text())
    path = corpus("attribution/polnear_train.jsonl", chosen.texts)
    works: dict[str, Callable[[], tuple[Any, ...]]] = {
        "blocks": lambda: (link,),
        "master": cache(lambda: (measure, *alone(first_lot, path))),
    }
    for count in chosen.reports:
        for name, given in works.items():
            if any(line["reports"] == count for line in found[name]):
                continue
            line = {**asdict(alone(*given(), count)), "load": round(os.getloadavg()[0], 1)}
            found[name].append(line)
            chosen.json.write_text(json.dumps(found, indent=1) + "\n")
            print(
                f"{name}: {', '.join(f'{field} {line[field]:,.6g}' for field in line)}", flush=True
            )


if __name__ == "__main__":
    main()
