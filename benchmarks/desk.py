"""Twenty readers of a desk at once, while reports are being added → how long each page takes.

    python -m benchmarks.desk --record FILE [--readers 20] [--seconds 30] [--add 2] [--save]

The record is one that `python -m benchmarks.record --folder FOLDER` left, copied: reports are
added to it. The server is a process of its own, as `dragoman serve` runs it; each reader asks for
one page after the other, as fast as they come, over a connection that stays open. Reports are
added by a process of their own, so many a second. Before that every page is asked for once. The
server's own processor time a request is told, too: it hardly hangs on what else the machine does.

``--save`` writes ``benchmarks/results/desk.*``.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.record import RESULTS, SIDES, fill, lexicon
from benchmarks.stamp import stamp
from benchmarks.stamp import told as stamped
from dragoman.record import schema

PORT = 8917
FIRST = 10_000_000
"""Numbers of the reports that are added begin here: none of them is in the record."""

Times = dict[str, list[float]]
Json = dict[str, Any]


def pages(connection: http.client.HTTPConnection) -> dict[str, Callable[[random.Random], str]]:
    """Name → an address of that sort, drawn; reports and processes are those of the record."""
    reports = re.findall(r'href="/reports/([0-9a-f]{16})"', get(connection, "/reports?limit=100"))
    processes = re.findall(r'href="/processes/([0-9a-z.-]+)"', get(connection, "/"))
    actors = re.findall(r'href="/actors/(\d+)"', get(connection, "/actors"))
    words, weights = lexicon()

    def word(draw: random.Random) -> str:
        return draw.choices(words, cum_weights=weights)[0]

    days = [f"2033-12-{day}" for day in (20, 27, 31)]
    entries = re.findall(r'name="id" value="([0-9a-f]{16}-[a-z0-9.]+)"', get(connection, "/events"))
    return {
        "processes": lambda draw: "/",
        "processes, of a side": lambda draw: f"/?words={draw.choice(SIDES)}",
        "process": lambda draw: f"/processes/{draw.choice(processes)}",
        "process, a day": lambda draw: (
            f"/processes/{draw.choice(processes)}?at={draw.choice(days)}"
        ),
        "report": lambda draw: f"/reports/{draw.choice(reports)}",
        "reports": lambda draw: "/reports",
        "search": lambda draw: f"/reports?words={word(draw)}",
        "statements": lambda draw: f"/statements?by={draw.choice(SIDES)}",
        "statements, a word": lambda draw: f"/statements?words={word(draw)}",
        "events": lambda draw: "/events?label=SANCTION",
        "meetings": lambda draw: f"/meetings?by={draw.choice(SIDES)}",
        "states": lambda draw: "/states?status=off",
        "conditions": lambda draw: "/conditions",
        "tasks": lambda draw: f"/tasks?words={word(draw)}",
        "actors": lambda draw: "/actors",
        "actors, a name": lambda draw: f"/actors?words={word(draw)[:4]}",
        "actor": lambda draw: f"/actors/{draw.choice(actors)}",
        "side": lambda draw: f"/sides/{draw.choice(SIDES)}",
        "contradictions": lambda draw: "/contradictions",
        "review": lambda draw: "/review",
        "judged": lambda draw: "/review/judged",
        "memo": lambda draw: "/memo",
        "watch": lambda draw: "/watch",
        "digest": lambda draw: "/digest",
        "api statements": lambda draw: f"/api/v1/statements?by={draw.choice(SIDES)}",
        "api evidence": lambda draw: f"/api/v1/events/{draw.choice(entries)}/evidence",
        "api board": lambda draw: f"/api/v1/processes/{draw.choice(processes)}",
        "csv": lambda draw: f"/events.csv?by={draw.choice(SIDES)}&limit=30",
    }


def get(connection: http.client.HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}: {body[:200]}")
    return body


def read(seed: int, until: float, times: Times, failed: list[str]) -> None:
    """One reader."""
    draw = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    known = pages(connection)
    while time.monotonic() < until:
        name = draw.choice(list(known))
        path = known[name](draw)
        begun = time.perf_counter()
        try:
            get(connection, path)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            failed.append(str(error))
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            continue
        times[name].append(time.perf_counter() - begun)


def add(path: Path, each_second: float, seconds: float) -> None:
    """Reports into the record, one after the other."""
    number, until = FIRST + os.getpid() * 1000, time.monotonic() + seconds
    while time.monotonic() < until:
        fill(path, number, number + 1)
        number += 1
        time.sleep(1 / each_second)


def measure(path: Path, readers: int, seconds: float, each_second: float) -> Json:
    times: Times = defaultdict(list)
    failed: list[str] = []
    server = subprocess.Popen(
        [sys.executable, "-m", "dragoman.serve.cli", "serve", "-r", str(path), "--port", str(PORT)]
    )
    try:
        warm()
        spent = _processor(server.pid)
        until = time.monotonic() + seconds
        adding = multiprocessing.Process(target=add, args=(path, each_second, seconds))
        if each_second:
            adding.start()
        threads = [
            threading.Thread(target=read, args=(seed, until, times, failed))
            for seed in range(readers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if each_second:
            adding.join()
        memory, spent = _memory(server.pid), _processor(server.pid) - spent
    finally:
        server.terminate()
        server.wait()
    everything = [one for each in times.values() for one in each]
    return {
        "reports": _reports(path), "readers": readers, "seconds": seconds,
        "added a second": each_second,
        "requests": len(everything), "failed": len(failed), "first failures": failed[:3],
        "MB": memory, "server's processor ms a request": round(1000 * spent / len(everything), 1),
        "load": os.getloadavg()[0], "all": _told(everything),
        "pages": {name: _told(each) for name, each in sorted(times.items())},
    }  # fmt: skip


def warm() -> None:
    """Wait for the server, and ask for every page once."""
    for _ in range(240):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
            for _ in range(60):
                if re.search(r'href="/processes/\w', get(connection, "/")):
                    break
                time.sleep(1)
            draw = random.Random(0)
            for path in pages(connection).values():
                get(connection, path(draw))
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the server does not answer")


def _told(seconds: list[float]) -> dict[str, float]:
    """Median and 95th percentile, milliseconds."""
    ordered = sorted(seconds)
    return {
        "number": len(ordered),
        "median": round(1000 * statistics.median(ordered), 1),
        "p95": round(1000 * ordered[int(0.95 * (len(ordered) - 1))], 1),
    }


def _reports(path: Path) -> int:
    with closing(schema.open_to_read(path)) as record:
        return int(record.execute("SELECT count(*) FROM article").fetchone()[0])


def _processor(process: int) -> float:
    """Seconds of the processor that a process has used."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return 0.0
    fields = told.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> int:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
    return int(found[1]) // 1024 if found else 0


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.desk")
    options.add_argument("--record", type=Path, required=True)
    options.add_argument("--readers", type=int, default=20)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--add", type=float, default=2, help="reports a second")
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    found = measure(chosen.record, chosen.readers, chosen.seconds, chosen.add)
    if chosen.save:
        save(found | stamp())
    told = found.pop("pages")
    print(json.dumps(found))
    for name, row in told.items():
        print(f"{row['median']:9.1f} ms median {row['p95']:9.1f} ms p95 {row['number']:6}  {name}")


def save(found: Json) -> None:
    """The figures, for programs and as a table."""
    (RESULTS / "desk.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    spent = found["server's processor ms a request"]
    lines = [
        "# A desk and its readers", "",
        f"{found['readers']} readers at once for {found['seconds']:.0f} seconds, while "
        f"{found['added a second']:g} reports a second come into a record of {found['reports']:,}:",
        f"{found['requests']:,} requests, {found['failed']} failed, {spent} ms of",
        "the processor each; below milliseconds by the clock; load of the machine "
        f"{found['load']:.1f}.", "",
        f"{stamped(found)};",
        "`python -m benchmarks.desk --save`, which says how.", "",
        "| page | median | p95 | number |", "|---|---:|---:|---:|",
    ]  # fmt: skip
    rows = {"all": found["all"], **found["pages"]}
    lines += [
        f"| {name} | {row['median']} | {row['p95']} | {row['number']:,} |"
        for name, row in rows.items()
    ]
    (RESULTS / "desk.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
