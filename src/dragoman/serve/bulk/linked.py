"""Processes → the tables of what was linked: processes, their meetings, mentions, claims, why.

Each table is one file, sorted as the processes are, those most told first; ``process`` and
``meeting`` are references: "0123456789abcdef#m1" is entry m1 of that report, and so opens on its
rows in the archive's tables.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from dragoman import __version__
from dragoman.processes.board import board
from dragoman.processes.values import Joint, Process
from dragoman.serve.bulk.schema import Columns, arrow_schema

Row = dict[str, Any]

LINKED = "dragoman.linked/1"
"""Name and version of the form."""

_OF: Columns = {"process": "text", "meeting": "text"}

TABLES: dict[str, Columns] = {
    "processes": {
        "process": "text", "name": "text", "sides": "texts", "reports": "number",
        "meetings": "number", "contested": "flag", "first": "day", "last": "day",
    },
    "meetings": {
        **_OF, "kind": "text", "name": "text", "sides": "texts", "first": "day", "last": "day",
        "planned": "day", "planned_until": "day", "place": "text", "contested": "flag",
    },
    "mentions": {**_OF, "report": "text", "id": "text", "start": "number", "end": "number"},
    "claims": {
        **_OF, "claim": "text", "side": "text", "asserter": "text", "state": "text",
        "family": "text", "day": "day", "published": "day", "dated": "flag", "hedged": "flag",
        "denies": "text", "latest": "flag", "withdrawn": "text", "reports": "texts",
        "sources": "number",
    },
    "judgements": {
        "process": "text", "kind": "text", "left": "text", "right": "text", "verdict": "text",
        "score": "real", "reason": "text",
    },
}  # fmt: skip

GROUP = 20_000
"""Rows of a group in a file of Parquet: what is held while writing."""


def save(processes: Iterable[Process], target: Path) -> int:
    """Writes the tables into a folder → the number of processes.

    The files stand under their names only when all are whole; older ones are replaced.
    """
    import pyarrow
    from pyarrow import parquet

    target.mkdir(exist_ok=True)
    parts = {name: target / f".{name}.part" for name in TABLES}
    schemas = {
        name: arrow_schema(columns, {"dragoman.schema": LINKED, "dragoman.version": __version__})
        for name, columns in TABLES.items()
    }
    held: dict[str, list[Row]] = {name: [] for name in TABLES}
    count = 0
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                parquet.ParquetWriter(path, schemas[name], compression="zstd")
            )
            for name, path in parts.items()
        }

        def flush(name: str) -> None:
            writers[name].write_table(pyarrow.Table.from_pylist(held[name], schemas[name]))
            held[name] = []

        for process in processes:
            count += 1
            for name, row in rows(process):
                held[name].append(row)
                if len(held[name]) == GROUP:
                    flush(name)
        for name in TABLES:
            flush(name)
    for name, path in parts.items():
        path.rename(target / f"{name}.parquet")
    return count


def rows(process: Process) -> Iterator[tuple[str, Row]]:
    """All rows of a process, each with the name of its table; as it stands on its last day."""
    days = [report.day for report in process.reports]
    standing = {one.joint.ref: one for one in board(process, max(days)).meetings}
    contested = {ref: bool(one.contested) for ref, one in standing.items()}
    latest = {claim.ref for one in standing.values() for row in one.rows for claim in row.standing}
    yield (
        "processes",
        {
            "process": process.ref,
            "name": process.name,
            "sides": list(process.sides),
            "reports": len(process.reports),
            "meetings": len(process.meetings),
            "contested": any(contested.values()),
            "first": _day(min(days)),
            "last": _day(max(days)),
        },
    )
    for joint in process.meetings:
        of = {"process": process.ref, "meeting": joint.ref}
        yield "meetings", {**of, **_meeting(joint), "contested": contested.get(joint.ref, False)}
        for one in joint.mentions:
            span = {"start": one.span.start, "end": one.span.end}
            yield "mentions", {**of, "report": one.report, "id": one.item, **span}
        yield from (("claims", {**of, **row}) for row in _claims(joint, latest))
    for judgement in process.judgements:
        told = ("kind", "left", "right", "verdict", "score", "reason")
        row = {name: getattr(judgement, name) for name in told}
        yield "judgements", {"process": process.ref, **row}


def _meeting(joint: Joint) -> Row:
    """The days and the place are those that were told last."""
    days = next((plan.days for plan in reversed(joint.plans) if plan.days), (None, None))
    place = next((plan.place for plan in reversed(joint.plans) if plan.place), "")
    return {
        "kind": joint.kind,
        "name": joint.name,
        "sides": list(joint.sides),
        "first": _day(joint.first),
        "last": _day(joint.last),
        "planned": days[0],
        "planned_until": days[1],
        "place": place,
    }


def _claims(joint: Joint, latest: set[str]) -> Iterator[Row]:
    for claim in joint.claims:
        yield {
            "claim": claim.ref,
            "side": claim.side,
            "asserter": claim.asserter,
            "state": claim.state,
            "family": claim.family,
            "day": _day(claim.day),
            "published": _day(claim.published),
            "dated": claim.dated,
            "hedged": claim.hedged,
            "denies": claim.denies,
            "latest": claim.ref in latest,
            "withdrawn": claim.withdrawn,
            "reports": list(dict.fromkeys(one.report for one in claim.evidence)),
            "sources": len(claim.sources),
        }


def _day(day: date) -> date | None:
    """None for the day of those that have none."""
    return day if day > date.min else None
