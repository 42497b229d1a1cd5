"""Kept results of `benchmarks.bulk` and `.scale` → the tables of docs/scale.md, and its plan.

    python -m benchmarks.plan          writes docs/scale.md anew, and its picture

A part of that page stands between ``<!-- NAME -->`` and ``<!-- /NAME -->``. Nothing is measured
here: one report's CPU seconds are those of the run with most workers on reports of about 400 words,
for 400 words; the master's are those of the largest archive.
"""

import json
from collections.abc import Callable, Iterator
from math import ceil
from pathlib import Path
from typing import Any

from benchmarks.bulk import Row, kept, plot
from benchmarks.scale import SHARD
from dragoman.serve.bulk.schema import TABLES

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
PAGE = HERE.parent / "docs" / "scale.md"
PICTURE = RESULTS / "bulk.svg"

FULL = 400
"""Words of a report in the plan."""
BUSY = 0.8
"""Share of a day in which a core is at work."""
PRICE = 0.04
"""Dollars for an hour of a core, at work or not."""
MACHINE = 16
"""Cores."""
SIZES = (1_000_000, 10_000_000, 100_000_000)

Json = dict[str, Any]


def full(rows: list[Row]) -> list[Row]:
    """Rows of reports of about 400 words, by workers."""
    found = (row for row in rows if row.words / row.reports > FULL / 2)
    return sorted(found, key=lambda row: (row.workers, row.reports))


def cost(rows: list[Row]) -> float:
    """CPU seconds of one report of 400 words."""
    most = full(rows)[-1]
    return most.cpu_per_report * FULL * most.reports / most.words


def measured(rows: list[Row], _: Json) -> Iterator[str]:
    yield "| reports | words each | workers | load | start-up, s | of 400 words a second "
    yield "| CPU s a report | MB: first quarter | last quarter | peak | kB a report on the disk |"
    yield "|---" * 11 + "|"
    for row in sorted(rows, key=lambda row: (row not in full(rows), row.reports, row.workers)):
        yield (
            f"| {row.reports:,} | {row.words / row.reports:.0f} | {row.workers} | {row.load:.1f} "
            f"| {row.start_up:.1f} | {row.full_reports_per_second:.1f} | {row.cpu_per_report:.3f} "
            f"| {row.early_mb:.0f} | {row.late_mb:.0f} | {row.peak_mb:.0f} "
            f"| {row.bytes_written / row.reports / 1000:.1f} |"
        )


def growth(_: list[Row], scale: Json) -> Iterator[str]:
    yield "| readings | master: CPU ms a report | MB | blocks and components: CPU ms a report "
    yield "| MB | largest block, meetings | largest matter, reports |"
    yield "|---" * 7 + "|"
    loads = [line["load"] for lines in scale.values() for line in lines]
    masters = {line["reports"]: line for line in scale["master"]}
    for line in scale["blocks"]:
        one = masters.get(line["reports"])
        told = f"{one['milliseconds']:.2f} | {one['peak_mb']:.0f}" if one else "not run | "
        yield (
            f"| {line['reports']:,} | {told} | {line['milliseconds']:.3f} | {line['peak_mb']:.0f} "
            f"| {line['largest_block']:,} | {line['largest_matter']:,} |"
        )
    yield ""
    yield f"Measured at a load of {min(loads):.0f} to {max(loads):.0f} on two cores."


def plan(rows: list[Row], scale: Json) -> Iterator[str]:
    each, master = cost(rows), scale["master"][-1]["milliseconds"] / 1000
    size = full(rows)[-1].bytes_written / full(rows)[-1].reports
    yield (
        f"One report of {FULL} words is {each:.3f} CPU seconds, and {master * 1000:.2f} ms of the "
        f"master. With cores that are at work {BUSY:.0%} of the time, and ${PRICE} for an hour:"
    )
    yield ""
    yield "| reports a day | core hours a day | cores | machines of 16 | price a day | the master |"
    yield "|---|---|---|---|---|---|"
    for count in SIZES:
        hours = count * each / 3600
        cores = ceil(hours / 24 / BUSY)
        yield (
            f"| {count // 1_000_000} million | {hours:,.0f} | {cores:,} "
            f"| {ceil(cores / MACHINE)} | ${hours / BUSY * PRICE:,.0f} "
            f"| {count * master / 86_400:.1%} of a core |"
        )
    most = SIZES[-1]
    rate, shards = most / 86_400, most // SHARD
    yield ""
    yield (
        f"The tables of a hundred million reports are some {most * size / 1e9:,.0f} GB a day, in "
        f"{shards:,} shards of {len(TABLES)} files each. That is {rate:,.0f} reports and "
        f"{rate * size / 1e6:.0f} MB of shards a second. The master's one core is full at "
        f"{1 / master:,.0f} reports a second, {1 / master / rate:.0f} times that."
    )


PARTS: dict[str, Callable[[list[Row], Json], Iterator[str]]] = {
    "measured": measured, "growth": growth, "plan": plan,
}  # fmt: skip


def written(page: str) -> str:
    """The page with its parts as the kept results have them."""
    rows = kept(RESULTS / "bulk.json")
    scale = json.loads((RESULTS / "scale.json").read_text(encoding="utf-8"))
    for name, part in PARTS.items():
        # a table's head is one line there
        told = "\n".join(part(rows, scale)).replace(" \n|", " |")
        before, begin, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not end:
            raise SystemExit(f"plan: {PAGE.name}: has no part {name}")
        page = f"{before}{begin}{told}\n{end}{after}"
    return page


if __name__ == "__main__":
    PICTURE.write_text(plot(kept(RESULTS / "bulk.json")), encoding="utf-8")
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
