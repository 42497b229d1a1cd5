"""The readings of an archive → its processes, as a job of Daft on this machine or on Ray.

Readings → meetings → blocks (`blocks`), a group each → pairs → connected components, which are the
matters → the readings of each matter, linked as the record links them. One process alone sees the
references of all meetings, in the end: only so is known which matters tell a process twice.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dragoman.errors import UsageError
from dragoman.processes.story import tell
from dragoman.processes.values import Process
from dragoman.serve.bulk.blocks import Seen, Stretch, find_pairs, find_seen, stretches
from dragoman.serve.bulk.cluster import daft, run_on
from dragoman.serve.bulk.folder import same_form, summary
from dragoman.serve.json_load import from_dict
from dragoman.serve.json_view import SCHEMA as READING
from dragoman.serve.record_packed import opened, packed

Row = dict[str, Any]
Frame = Any
"""A frame of Daft."""
Fields = dict[str, Any]
"""Name of a column → its type."""

_TEXT, _NUMBER, _FLAG = daft.DataType.string(), daft.DataType.int64(), daft.DataType.bool()
_TEXTS = daft.DataType.list(_TEXT)
# Lists of a row are one text, with tabs between: Daft makes no lists of rows with empty lists.
_SEEN = {"ref": _TEXT, "report": _TEXT, "day": _NUMBER, "sides": _TEXT, "near": _FLAG}
_PAIR = {"one": _TEXT, "other": _TEXT}
_STRETCH = {"matter": _TEXT, "refs": _TEXT, "reports": _TEXT, "last": _NUMBER}
_PROCESS = {
    "key": _TEXT, "ref": _TEXT, "mentions": _TEXT, "reports": _NUMBER, "meetings": _NUMBER,
    "body": _TEXT,
}  # fmt: skip


def _many(fields: Fields) -> Any:
    return daft.DataType.list(daft.DataType.struct(fields))


def _gives(kind: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A function of one row's cells → one of Daft's columns."""
    made: Callable[[Callable[..., Any]], Callable[..., Any]] = daft.func(return_dtype=kind)
    return made


def _put(parts: Iterable[str]) -> str:
    return "\t".join(parts)


def _parts(told: str) -> tuple[str, ...]:
    return tuple(told.split("\t")) if told else ()


@_gives(_many(_SEEN))
def _seen(document: str) -> list[Row]:
    found = find_seen(json.loads(document))
    return [{**asdict(one), "sides": _put(one.sides)} for one in found]


def _of(seen: Row) -> Seen:
    return Seen(**{**seen, "sides": _parts(seen["sides"])})


@_gives(_TEXTS)
def _blocks(seen: Row) -> list[str]:
    return list(_of(seen).blocks)


@_gives(_many(_PAIR))
def _pairs(block: str, seen: list[Row]) -> list[Row]:
    found = find_pairs(block, map(_of, seen))
    return [dict(zip(_PAIR, pair, strict=True)) for pair in found]


@_gives(_many(_STRETCH))
def _stretches(seen: list[Row]) -> list[Row]:
    return [
        {
            "matter": one.matter, "refs": _put(one.refs), "reports": _put(one.reports),
            "last": one.last,
        }
        for one in stretches([_of(each) for each in seen])
    ]  # fmt: skip


@_gives(_TEXTS)
def _listed(told: str) -> list[str]:
    return list(_parts(told))


def find_processes(folder: Path, workers: int, address: str | None = None) -> Iterator[Process]:
    """An archive that was read with ``--keep readings`` → its processes, most told first.

    `UsageError`, before anything is made, for a folder that is none, is not whole, is of another
    version, or has no readings.
    """
    summary(folder)
    run_on(address)
    return _found(_readings(folder), workers, bool(address))


def _found(readings: Frame, workers: int, cluster: bool) -> Iterator[Process]:
    linked = _linked(
        _matters(readings, workers if cluster else None), readings, workers, cluster
    ).collect()
    kept = find_kept(linked.select("refs", "reports", "last", "found").iter_rows())
    if kept:
        place = daft.from_pydict({"key": kept, "place": list(range(len(kept)))})
        bodies = _exploded(linked, _PROCESS, daft.col("found")).select("key", "body")
        for row in bodies.join(place, on="key").sort("place").iter_rows():
            yield opened(Process, json.loads(row["body"]))


def _readings(folder: Path) -> Frame:
    """Report → its reading as JSON; of a report that stands there twice the first."""
    found = daft.read_parquet(f"{folder}/readings/*.parquet")
    some = found.limit(1).to_pylist()
    if not some:
        raise UsageError(str(folder), "holds no readings; read it with --keep readings")
    same_form(folder, "its readings", json.loads(some[0]["document"]).get("schema"), READING)
    first = found.groupby("report").agg(daft.col("row").min())
    return found.join(first, on=["report", "row"]).select("report", "document")


# --- matters -------------------------------------------------------------------------------------


def _matters(readings: Frame, parts: int | None) -> Frame:
    """Readings → the fields of `Stretch`, and its name."""
    seen = _exploded(readings, _SEEN, _seen(daft.col("document"))).collect()
    whole = daft.functions.to_struct(*map(daft.col, _SEEN))
    blocks = seen.select(_blocks(whole).alias("block"), whole.alias("seen")).explode("block")
    groups = blocks.groupby("block").agg(daft.col("seen").list_agg())
    pairs = _exploded(groups, _PAIR, _pairs(daft.col("block"), daft.col("seen")))
    roots = find_roots(pairs, parts).select(
        daft.col("one").alias("ref"), daft.col("other").alias("root")
    )
    named = seen.join(roots, on="ref", how="left").select(
        daft.functions.coalesce(daft.col("root"), daft.col("ref")).alias("root"),
        whole.alias("seen"),
    )
    matters = named.groupby("root").agg(daft.col("seen").list_agg())
    return _exploded(matters, _STRETCH, _stretches(daft.col("seen")))


def _exploded(frame: Frame, fields: Fields, found: Any) -> Frame:
    """A frame and an expression that gives rows of these fields for each of its → those rows."""
    rows = frame.select(found.alias("found")).explode("found")
    each = daft.col("found")
    return rows.where(each.not_null()).select(*(each[name].alias(name) for name in fields))


def find_roots(pairs: Frame, parts: int | None = None) -> Frame:
    """Pairs (one, other), `one` the greater → each but the least of its component, with that.

    Large-star and small-star in turn (Kiveris et al. 2014, Connected Components in MapReduce and
    Beyond): each ties what is around everyone to the least of it, first what is greater than he is,
    then what is less. The rounds grow with the logarithm of the largest component. A round's
    unions would double the number of parts on Ray, and with it the tasks: it is held at `parts`;
    None where there is no Ray, and one part.
    """
    pairs = _held(pairs.distinct(), parts).collect()
    while not _are_stars(pairs):
        around = _held(_large_star(pairs), parts)
        pairs = _held(_small_star(around).distinct(), parts).collect()
    return pairs


def _held(frame: Frame, parts: int | None) -> Frame:
    return frame.into_partitions(parts) if parts else frame


def _large_star(pairs: Frame) -> Frame:
    one, other, least = map(daft.col, ("one", "other", "least"))
    around = pairs.concat(pairs.select(other.alias("one"), one.alias("other")))
    tied = around.where(other > one).join(_least(around), on="one")
    lesser = daft.functions.when(least < one, least).otherwise(one)
    return tied.select(other.alias("one"), lesser.alias("other"))


def _small_star(pairs: Frame) -> Frame:
    one, other, least = map(daft.col, ("one", "other", "least"))
    lesser = pairs.join(_least(pairs), on="one").where(other != least)
    itself = _least(pairs).select(one, least.alias("other"))
    return itself.concat(lesser.select(other.alias("one"), least.alias("other")))


def _least(pairs: Frame) -> Frame:
    return pairs.groupby("one").agg(daft.col("other").min().alias("least"))


def _are_stars(pairs: Frame) -> bool:
    """Whether everyone is tied to one, and this one to nobody."""
    ones = pairs.select("one").distinct()
    if ones.count_rows() < pairs.count_rows():
        return False
    tied = pairs.join(ones.select(daft.col("one").alias("other")), on="other", how="semi")
    return not tied.count_rows()


# --- processes -----------------------------------------------------------------------------------


def _linked(matters: Frame, readings: Frame, workers: int, cluster: bool) -> Frame:
    """Each matter with its processes: key, references of their meetings, sizes, and body."""
    matters = matters.collect()
    reports = matters.select("matter", _listed(daft.col("reports")).alias("report"))
    reports = reports.explode("report").join(readings, on="report")
    documents = reports.groupby("matter").agg(daft.col("document").list_agg())
    found = matters.join(documents, on="matter")
    process = {} if cluster else {"use_process": True}
    linker: Any = daft.cls(max_concurrency=workers, **process)(_linker())()
    processes = linker.link(found["matter"], found["refs"], found["document"])
    return found.select("refs", "reports", "last", processes.alias("found"))


def _linker() -> type:
    """`Linker` as Daft wants it."""

    class Made(Linker):
        link = daft.method(return_dtype=_many(_PROCESS))(Linker.link)

    return Made


class Linker:
    """Links matters in a process of its own."""

    def link(self, matter: str, refs: str, documents: list[str]) -> list[Row]:
        """Readings of a matter → those of their processes that are mostly of it."""
        story = tell(from_dict(json.loads(one)) for one in documents)
        own = set(_parts(refs))
        return [
            {
                "key": f"{matter} {process.ref}", "ref": process.ref, "mentions": _put(mentions),
                "reports": len(process.reports), "meetings": len(process.meetings),
                "body": json.dumps(packed(process), ensure_ascii=False),
            }
            for process in story.processes
            for mentions in [_mentions(process)]
            if 2 * len(own.intersection(mentions)) > len(mentions)
        ]  # fmt: skip


def _mentions(process: Process) -> list[str]:
    told = {f"{one.report}#{one.item}" for joint in process.meetings for one in joint.mentions}
    return sorted(told)


def find_kept(matters: Iterable[Row]) -> list[str]:
    """Matters with their processes → keys of those that no larger matter tells, most told first."""
    told: set[str] = set()
    kept: dict[str, Row] = {}
    for matter in sorted(matters, key=_order):
        if not told.issuperset(_parts(matter["refs"])):
            for process in matter["found"] or ():
                told.update(_parts(process["mentions"]))
                kept[process["ref"]] = process
    # as `record_story` orders them
    ordered = sorted(kept.values(), key=lambda p: (-p["reports"], -p["meetings"], p["ref"]))
    return [process["key"] for process in ordered]


def _order(matter: Row) -> tuple[int, int, str]:
    return Stretch(_parts(matter["refs"]), _parts(matter["reports"]), matter["last"]).order
