"""Archives of several sizes → speed of one worker and of several, start-up, memory over size.

    python -m benchmarks.bulk [--reports 1000 …] [--workers 1 2] [--words 400] [--texts FILE]
                              [--json FILE] [--plot FILE]
    python -m benchmarks.bulk --engines 10000 [--words 40] [--folder DIR]

The texts are those of `benchmarks.speed`, each cut to about so many words; past their number they
come again with a line of their own, so that no two are alike. Each row is one run of the command
``dragoman bulk`` in fresh processes. Start-up is the time until a worker is ready, and speed counts
from there. On a machine that is busy with other work the clock says little: CPU seconds a report
of all processes together stand, and the ratio of CPU is what the clock's ratio would be on cores
of one's own. Memory is the sum over all processes of the pages
that are their own and their share of those that they have in common (PSS), looked at twice a
second; the first and the last quarter of a run are told apart, so that growth shows.

Rows that FILE has are not made again: broken off, the command goes on at the row that it was at.
For the whole of what is asked of bulk reading, on a machine that does nothing else:

    python -m benchmarks.bulk --reports 1000 --workers 1 2
    python -m benchmarks.bulk --reports 1000 10000 100000 --workers 2 --words 40

At 10 reports of 400 words a second the first takes five minutes; at 0.02 CPU seconds for one of 40
words the second takes twenty. Both write into the same FILE.

``--engines`` reads one archive through the pool, Daft on this machine and Daft on a Ray of this
machine (``pip install 'dragoman[cluster]' 'daft[ray]'``), and compares all files of the three
folders by their SHA-256. Broken off, each run goes on where it was, as `dragoman bulk` does, if the
--folder is the same. An engine that fails is told and the others go on. Exit code 1 when one has
failed or they differ.
"""

import argparse
import hashlib
import itertools
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.speed import cut
from benchmarks.stamp import stamp
from evals.corpora import corpus, read_jsonl

Json = dict[str, Any]

RESULTS = Path(__file__).parent / "results"
PAUSE = 0.5
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Row:
    """One run."""

    workers: int
    reports: int
    words: int
    start_up: float
    seconds: float
    """After start-up."""
    reports_per_second: float
    full_reports_per_second: float
    """Words a second ÷ 400."""
    peak_mb: float
    early_mb: float
    """The largest sum of the first quarter."""
    late_mb: float
    """The largest sum of the last quarter."""
    cpu_per_report: float
    """Seconds, after start-up, of all processes."""
    bytes_written: int
    load: float
    """Of the machine before the run."""
    version: str = ""
    """Of dragoman."""
    weights: str = ""
    """Digest of the network."""
    day: str = ""
    cores: int = 0
    python: str = ""
    processor: str = ""


def write(path: Path, texts: list[tuple[str, str]], count: int) -> int:
    """An archive of a number of reports → its words."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for number, (text, day) in enumerate(itertools.islice(itertools.cycle(texts), count)):
            text = text if number < len(texts) else f"{text}\nFerry number {number} left at noon."
            words += len(text.split())
            print(json.dumps({"text": text, "date": day}), file=file)
    return words


def measure(archive: Path, target: Path, workers: int, reports: int, words: int) -> Row:
    command = [
        sys.executable, "-m", "dragoman.serve.cli", "bulk", str(archive), "--out", str(target),
        "--workers", str(workers),
    ]  # fmt: skip
    load = os.getloadavg()[0]
    start = time.perf_counter()
    ready, seen, spent, before = 0.0, [], {}, 0.0
    with subprocess.Popen(
        command, start_new_session=True, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None:
            held, ran = look(process.pid)
            spent.update(ran)
            if not ready and (target / "job.json").exists():
                ready, before = time.perf_counter(), sum(spent.values())
            if ready:
                seen.append(held)
            time.sleep(PAUSE if ready else 0.05)
        seconds = time.perf_counter() - ready
        if process.returncode not in (0, 3):
            raise SystemExit(f"bulk: {process.stderr and process.stderr.read()}")
    rate = reports / seconds
    quarter = max(len(seen) // 4, 1)
    written = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return Row(
        workers, reports, words, ready - start, seconds, rate, rate * words / reports / 400,
        max(seen) / 1e6, max(seen[:quarter]) / 1e6, max(seen[-quarter:]) / 1e6,
        (sum(spent.values()) - before) / reports, written, load, **stamp(),
    )  # fmt: skip


def look(session: int) -> tuple[int, dict[int, float]]:
    """Bytes of all processes of a session, shared pages counted once; CPU seconds of each.

    Pages of files (libraries, weights) may be shared with programs outside, which come and go:
    those of the process that has most of them stand for all.
    """
    own, files, spent = 0, 0, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) != session:
                continue
            spent[int(folder.name)] = (int(fields[11]) + int(fields[12])) / TICKS
            told = (folder / "smaps_rollup").read_text().splitlines()[1:]
            held = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in told}
        except (OSError, IndexError):
            continue  # it has ended
        own += held["Pss_Anon"] + held["Pss_Shmem"]
        files = max(files, held["Rss"] - held["Anonymous"])
    return own + files, spent


def table(rows: list[Row]) -> Iterator[str]:
    yield f"{os.cpu_count()} CPUs"
    names = (
        "workers", "reports", "words each", "load", "start-up s", "reports/s", "400-word/s",
        "ratio", "CPU s/rep", "of CPU", "peak MB", "early MB", "late MB", "MB out",
    )  # fmt: skip
    yield "".join(f"{name:>12}" for name in names)
    for row in rows:
        alone = next((one for one in rows if one.words == row.words), row)
        of_cpu = row.workers * alone.cpu_per_report / row.cpu_per_report / alone.workers
        cells = (
            str(row.workers), f"{row.reports:,}", f"{row.words / row.reports:.0f}",
            f"{row.load:.1f}", f"{row.start_up:.1f}",
            f"{row.reports_per_second:.2f}", f"{row.full_reports_per_second:.2f}",
            f"{row.reports_per_second / alone.reports_per_second:.2f}",
            f"{row.cpu_per_report:.3f}", f"{of_cpu:.2f}", f"{row.peak_mb:.0f}",
            f"{row.early_mb:.0f}", f"{row.late_mb:.0f}", f"{row.bytes_written / 1e6:.1f}",
        )  # fmt: skip
        yield "".join(f"{cell:>12}" for cell in cells)


MARKS = {"peak": "#222", "last quarter": "#b3402e", "first quarter": "#2b5c9e"}


def plot(rows: list[Row]) -> str:
    """Memory over size as a small SVG that stands alone: of reports as long as the most ones."""
    most = max(rows, key=lambda row: row.reports)
    length = most.words / most.reports
    rows = [
        row for row in sorted(rows, key=lambda row: row.reports)
        if row.workers == most.workers and abs(row.words / row.reports - length) < length / 4
    ]  # fmt: skip
    width, height, left, low, high = 560, 280, 50, 230, 50
    top = 200 * math.ceil(max(row.peak_mb for row in rows) / 200)
    step = (width - left - 70) / max(len(rows) - 1, 1)

    def y(megabytes: float) -> float:
        return round(low - megabytes / top * (low - high), 1)

    shapes = [
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{left}" y="18" fill="#222">MB of all processes together, {most.workers} '
        f"workers, reports of {length:.0f} words</text>",
    ]
    for tick in range(0, top + 1, 200):
        shapes.append(f'<path d="M{left} {y(tick)}H{width - 30}" stroke="#ddd"/>')
        shapes.append(_label(left - 8, y(tick) + 4, f"{tick:,}", "end"))
    for at, row in enumerate(rows):
        shapes.append(_label(left + 20 + at * step, low + 20, f"{row.reports:,}", "middle"))
    shapes.append(_label(left + 20, low + 38, "reports in the archive", "start"))
    for number, (name, colour) in enumerate(MARKS.items()):
        held = [
            (left + 20 + at * step, {"peak": row.peak_mb, "last quarter": row.late_mb,
                                     "first quarter": row.early_mb}[name])
            for at, row in enumerate(rows)
        ]  # fmt: skip
        line = " ".join(f"{x:.0f},{y(told)}" for x, told in held)
        shapes.append(f'<polyline points="{line}" fill="none" stroke="{colour}"/>')
        shapes += [
            f'<circle cx="{x:.0f}" cy="{y(told)}" r="3" fill="{colour}"><title>{name}: {told:.0f}'
            "</title></circle>"
            for x, told in held
        ]
        shapes.append(
            f'<text x="{left + 20 + number * 110}" y="38" fill="{colour}">● {name}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12">{"".join(shapes)}</svg>\n'
    )


def _label(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y}" text-anchor="{anchor}" fill="#666">{text}</text>'


def main() -> int:
    options = argparse.ArgumentParser("python -m benchmarks.bulk")
    options.add_argument("--reports", type=int, nargs="+", default=[1000])
    options.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options.add_argument("--words", type=int, default=400)
    options.add_argument("--texts", type=Path, help="another file of PolNeAR's format")
    options.add_argument("--json", type=Path, metavar="FILE", default=RESULTS / "bulk.json")
    options.add_argument("--plot", type=Path, metavar="FILE", default=RESULTS / "bulk.svg")
    options.add_argument("--engines", type=int, metavar="N", help="compare the engines instead")
    options.add_argument("--folder", type=Path, help="where --engines keeps its archive")
    chosen = options.parse_args()
    records = read_jsonl(corpus("attribution/polnear_train.jsonl", chosen.texts))
    texts = [(cut(record, chosen.words), record["date"][:10]) for record in records]
    with tempfile.TemporaryDirectory() as made:
        folder = chosen.folder or Path(made)
        if chosen.engines:
            return compare(folder, texts, chosen.engines, RESULTS / "bulk_engines.json")
        rows = kept(chosen.json)
        for count in chosen.reports:
            archive = folder / f"{count}.jsonl"
            words = write(archive, texts, count)
            for workers in chosen.workers:
                if any((row.workers, row.words) == (workers, words) for row in rows):
                    continue
                target = folder / f"{count}-{workers}"
                shutil.rmtree(target, ignore_errors=True)  # of a run that was broken off
                rows.append(measure(archive, target, workers, count, words))
                chosen.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
                chosen.plot.write_text(plot(rows))
    print(*table(rows), sep="\n")
    return 0


def kept(file: Path) -> list[Row]:
    """The rows that earlier runs made."""
    return [Row(**row) for row in json.loads(file.read_text())] if file.exists() else []


# --- the same archive by every engine ------------------------------------------------------------

ENGINES = {
    "pool": ("--engine", "pool"),
    "daft": ("--engine", "daft"),
    "ray": ("--engine", "daft", "--address", "local"),
}


def compare(folder: Path, texts: list[tuple[str, str]], count: int, results: Path) -> int:
    """One archive through all engines → 0 when all are done and all files the same, else 1."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"engines-{count}.jsonl"
    words = write(archive, texts, count)
    load = round(os.getloadavg()[0], 1)
    told: Json = {"reports": count, "words": words, "load": load, **stamp()}
    found = {}
    for name, options in ENGINES.items():
        target, start = folder / f"engines-{count}-{name}", time.perf_counter()
        failed = run_engine([str(archive), "--out", str(target), "--workers", "2", *options])
        if failed:
            told[name] = {"failed": failed}
        else:
            found[name] = hashes(target)
            seconds = round(time.perf_counter() - start, 1)
            told[name] = {"files": len(found[name]), "seconds_of_this_run": seconds}
        print(f"{name}: {told[name]}", flush=True)
        told |= agreed(found)
        results.write_text(json.dumps(told, indent=1) + "\n")
    print(f"identical: {told['identical']} ({', '.join(found) or 'none is done'})")
    return 0 if told["identical"] and len(found) == len(ENGINES) else 1


def run_engine(words: list[str]) -> str:
    """`dragoman bulk` with these words → why it failed; "" when all was read or told as failed."""
    paths = os.pathsep.join(str(Path(one).resolve()) for one in sys.path if one)
    # its own address, and not one of the caller's environment
    environment = {**os.environ, "PYTHONPATH": paths, "RAY_ADDRESS": ""}
    command = [sys.executable, "-m", "dragoman.serve.cli", "bulk", *words]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, env=environment)
    last = done.stderr.strip().rpartition("\n")[2]
    print(last, file=sys.stderr)
    return f"exit code {done.returncode}: {last}" if done.returncode not in (0, 3) else ""


def agreed(found: dict[str, dict[str, str]]) -> Json:
    """The hashes of each engine that is done → whether they are the same, and one over all."""
    first = next(iter(found.values()), {})
    whole = "\n".join(f"{name} {sha}" for name, sha in sorted(first.items()))
    same = bool(first) and all(one == first for one in found.values())
    return {"identical": same, "sha256": hashlib.sha256(whole.encode()).hexdigest()}


def hashes(folder: Path) -> dict[str, str]:
    """All files of a folder by the digest of their bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
