"""What the master of a bulk run costs as an archive grows: cutting, keeping, closing; no reading.

    python -m benchmarks.scale [--reports 1000 10000 100000 1000000] [--json FILE]

All that one process must do for any number of workers is done, for archives of these sizes, with
the tables of one lot of real readings given back for every lot. If the milliseconds a report and
the memory stay as they are from row to row, the master's share is known for any size, and with the
CPU seconds that reading one report takes (`benchmarks.bulk`) the plan of docs/scale.md follows.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.speed import texts
from dragoman.serve.bulk.folder import Folder
from dragoman.serve.bulk.intake import LOT, Place, Row, find_lots
from dragoman.serve.bulk.read import decode_batch, encode, encode_batch, read_batch
from dragoman.serve.bulk.schema import INPUT, arrow_schema
from evals.corpora import corpus

SHARD = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One size."""

    reports: int
    milliseconds: float
    """Of CPU, a report."""
    peak_mb: float
    """Of the process up to here."""
    files: int
    bytes_per_report: float


def inputs(reports: list[tuple[str, str]], count: int) -> Iterator[tuple[Place, Row]]:
    """The reports again and again, as the intake of a file gives them."""
    empty = dict.fromkeys(INPUT)
    for number in range(count):
        text, day = reports[number % len(reports)]
        row = {**empty, "input": f"a.jsonl:{number + 1}", "content": text.encode(), "kind": "text"}
        yield Place(0, number + 1), {**row, "charset": "", "url": "", "table": True, "date": day}


def measure(reports: list[tuple[str, str]], count: int, tables: bytes) -> Line:
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return Line(count, spent / count * 1000, peak, len(files), size / count)


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.scale")
    sizes = [1_000, 10_000, 100_000, 1_000_000]
    options.add_argument("--reports", type=int, nargs="+", default=sizes)
    options.add_argument("--texts", type=Path, help="another file of PolNeAR's format")
    options.add_argument("--json", type=Path, metavar="FILE")
    chosen = options.parse_args()
    reports = texts(corpus("attribution/polnear_train.jsonl", chosen.texts), 200)
    rows = [{**row, "row": n} for n, (_, row) in enumerate(inputs(reports, LOT))]
    import pyarrow

    tables = encode(read_batch(pyarrow.RecordBatch.from_pylist(rows, arrow_schema(INPUT))))
    print(f"{'reports':>10}{'CPU ms each':>14}{'peak MB':>10}{'files':>8}")
    lines = []
    for count in chosen.reports:
        lines.append(measure(reports, count, tables))
        line = lines[-1]
        print(f"{line.reports:>10,}{line.milliseconds:>14.3f}{line.peak_mb:>10.0f}{line.files:>8}")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(line) for line in lines], indent=1) + "\n")


if __name__ == "__main__":
    main()
