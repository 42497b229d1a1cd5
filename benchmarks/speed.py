"""Real reports of about 400 words → reports a second, words a CPU-second, memory, cold start.

    python -m benchmarks.speed [--reports N] [--processes 1 2] [--texts FILE] [--json]

The texts are those of ``attribution/polnear_train.jsonl``, each cut at the sentence end nearest
to 400 words, read as a user's batch would be (`dragoman.read_many`: text in, reading out). Every
number of processes is measured in one run, one after the other, each in fresh processes with one
thread apiece (numpy's threads too: beside each other they only wait), so that the rows compare on
the same machine under the same load. The clock starts
when all processes have loaded and read one report. The network's share is the CPU time of
`Network.annotate` (windows, pieces, onnxruntime, decoding of heads) of all CPU time; the session's
is that of onnxruntime's calls alone. Memory is the peak resident size of the largest process.
Cold start is the whole command ``dragoman read FILE --json``, five times, the median told.

CPU figures stand when the machine is busy with other work; the clock's do not: the load before
the run is told.
"""

import argparse
import json
import multiprocessing as processes
import os
import queue
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.corpora import corpus, read_jsonl

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    # Read when numpy is first imported, here and in the processes that are started.
    os.environ.setdefault(name, "1")

WORDS = 400
COLD_RUNS = 5
KEPT_SECONDS = 120
"""How long a worker waits for the others to be ready."""


@dataclass(frozen=True, slots=True)
class Worker:
    """What one process measured of its share."""

    reports: int
    failed: int
    words: int
    seconds: float
    cpu: float
    network: float
    session: float
    memory: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way of running, over all its processes."""

    processes: int
    reports: int
    failed: int
    words: int
    reports_per_second: float
    full_reports_per_second: float
    """Words a second ÷ 400: what it would be if every report were that long."""
    words_per_second: float
    words_per_cpu_second: float
    network_share: float
    session_share: float
    memory_mb: float
    """Of the largest process."""


def texts(path: Path, number: int) -> list[tuple[str, str]]:
    """Records → (text of about 400 words, day of publication)."""
    return [(cut(record), record["date"][:10]) for record in read_jsonl(path)[:number]]


def cut(record: dict[str, Any], words: int = WORDS) -> str:
    """A report up to the sentence end nearest to a number of words; punctuation is no word."""
    text, tokens = record["text"], record["tokens"]
    at = 0
    best, end = float("inf"), len(text)
    for first, last in record["sentences"]:
        at += sum(any(map(str.isalnum, text[a:b])) for a, b in tokens[first:last])
        if abs(at - words) < best:
            best, end = abs(at - words), tokens[last - 1][1]
    found: str = text[:end]
    return found


# --- one process -------------------------------------------------------------------------------


def watch(holder: Any, name: str) -> list[float]:
    """Makes a method count the CPU seconds of its calls → a list of one growing number."""
    spent = [0.0]
    method = getattr(holder, name)

    def timed(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return method(*given, **named)
        finally:
            spent[0] += time.process_time() - start

    setattr(holder, name, timed)
    return spent


def work(share: list[tuple[str, str]], gate: Any, results: Any) -> None:
    """Reads a share of the reports and puts a `Worker` into the queue."""
    import onnxruntime

    import dragoman
    from dragoman.language.network import Network
    from dragoman.types import Failure

    session = watch(onnxruntime.InferenceSession, "run")
    network = watch(Network, "annotate")
    list(dragoman.read_many(share[:1]))
    gate.wait(KEPT_SECONDS)
    session[0] = network[0] = 0.0
    wall, cpu = time.perf_counter(), time.process_time()
    failed = sum(isinstance(one, Failure) for one in dragoman.read_many(share))
    results.put(
        Worker(
            len(share),
            failed,
            sum(len(text.split()) for text, _ in share),
            time.perf_counter() - wall,
            time.process_time() - cpu,
            network[0],
            session[0],
            peak_memory(),
        )
    )


def peak_memory() -> int:
    """Bytes of the largest resident size that this process had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def measure(reports: list[tuple[str, str]], number: int) -> Row:
    """Reads all reports in a number of fresh processes."""
    fresh = processes.get_context("spawn")
    gate, results = fresh.Barrier(number), fresh.Queue()
    shares = [reports[start::number] for start in range(number)]
    running = [fresh.Process(target=work, args=(share, gate, results)) for share in shares]
    for one in running:
        one.start()
    found: list[Worker] = []
    while len(found) < number:
        try:
            found.append(results.get(timeout=5))
        except queue.Empty:
            if any(one.exitcode for one in running):
                raise SystemExit("speed: a process died: see above") from None
    for one in running:
        one.join()
    seconds = max(worker.seconds for worker in found)
    cpu = sum(worker.cpu for worker in found)
    words = sum(worker.words for worker in found)
    return Row(
        processes=number,
        reports=len(reports),
        failed=sum(worker.failed for worker in found),
        words=words,
        reports_per_second=len(reports) / seconds,
        full_reports_per_second=words / seconds / WORDS,
        words_per_second=words / seconds,
        words_per_cpu_second=words / cpu,
        network_share=sum(worker.network for worker in found) / cpu,
        session_share=sum(worker.session for worker in found) / cpu,
        memory_mb=max(worker.memory for worker in found) / 1e6,
    )


# --- cold start --------------------------------------------------------------------------------


def cold_starts(text: str, day: str) -> list[float]:
    """Seconds of the whole command on one report, several times."""
    program = "import sys; from dragoman.serve.cli import main; sys.exit(main())"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.txt"
        file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-c", program, "read", str(file), "--json", "--published", day]
        return [one_start(command) for _ in range(COLD_RUNS)]


def one_start(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"cold start: dragoman read: {done.stderr.strip()[-500:]}")
    return time.perf_counter() - start


# --- telling -----------------------------------------------------------------------------------


def table(rows: list[Row], cold: list[float], load: float) -> Iterator[str]:
    yield (
        f"{rows[0].reports} reports, {rows[0].words:,} words; {os.cpu_count()} CPUs, "
        f"load {load:.1f} before the run"
    )
    names = (
        "processes", "reports/s", "400-word/s", "words/s", "words/CPU-s", "network", "session",
        "peak MB", "ratio",
    )  # fmt: skip
    yield "".join(f"{name:>13}" for name in names)
    for row in rows:
        cells = (
            str(row.processes), f"{row.reports_per_second:.2f}",
            f"{row.full_reports_per_second:.2f}", f"{row.words_per_second:.0f}",
            f"{row.words_per_cpu_second:.0f}", f"{row.network_share:.0%}",
            f"{row.session_share:.0%}",
            f"{row.memory_mb:.0f}", f"{row.reports_per_second / rows[0].reports_per_second:.2f}",
        )  # fmt: skip
        yield "".join(f"{cell:>13}" for cell in cells)
    failed = sum(row.failed for row in rows)
    if failed:
        yield f"{failed} reports failed"
    if cold:
        yield f"cold start of one report: {statistics.median(cold):.2f} s (median of {len(cold)})"


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.speed")
    options.add_argument("--reports", type=int, default=837)
    options.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    options.add_argument("--texts", type=Path, help="another file of PolNeAR's format")
    options.add_argument("--no-cold", action="store_true", help="leave the cold start out")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    reports = texts(corpus("attribution/polnear_train.jsonl", chosen.texts), chosen.reports)
    load = os.getloadavg()[0]
    rows = [measure(reports, number) for number in chosen.processes]
    cold = [] if chosen.no_cold else cold_starts(*reports[0])
    if chosen.json:
        held = {"rows": [asdict(row) for row in rows], "cold_start_seconds": cold, "load": load}
        print(json.dumps(held, indent=1))
    else:
        print(*table(rows, cold, load), sep="\n")


if __name__ == "__main__":
    main()
