"""Linking an archive: the same matters, and the same processes, as a record of the same reports."""

import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pyarrow")

import pyarrow
from pyarrow import parquet

from dragoman.errors import UsageError
from dragoman.processes.roots import Roots
from dragoman.processes.values import Process
from dragoman.record import schema as record_schema
from dragoman.record.items import items_of
from dragoman.record.linked import Met
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.bulk.blocks import Seen, find_pairs, find_seen, stretches
from dragoman.serve.bulk.linked import TABLES, rows, save
from dragoman.serve.bulk.schema import SCHEMA, arrow_schema
from dragoman.serve.bulk.schema import TABLES as BULK
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.json_view import to_dict
from dragoman.serve.record_matters import find_matters
from dragoman.serve.record_packed import opened
from dragoman.serve.record_story import Asked, story_of
from dragoman.serve.settings import Settings
from dragoman.types import Reading
from tests.processes.desk import Meet, Say, report
from tests.serve.bulk.conftest import RAY, Run, environment, jsonl

SIDES = ("NOR", "CHL", "PER", "KEN")
STATES = ("scheduled", "postponed", "held", "possible", "cancelled", "agreed")
FIRST = date(2031, 1, 6)

Told = tuple[int, list[tuple[str, ...]]]
"""Day of a report, and the sides of each of its meetings."""

told = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.lists(
            st.lists(st.sampled_from(SIDES), max_size=4, unique=True).map(tuple), max_size=4
        ),
    ),
    max_size=25,
)  # fmt: skip


def readings(reports: Iterable[Told], seed: int = 1) -> list[Reading]:
    draw, found = random.Random(seed), []
    for number, (day, meets) in enumerate(reports):
        body = f"Ferry {number} " + " ".join(draw.choices(("tide", "oar", "rope", "net"), k=30))
        found.append(
            report(
                f"r{number:03}", (FIRST + timedelta(days=day)).isoformat(),
                *(
                    Meet(sides=sides, says=[Say(draw.choice(STATES), draw.choice(sides or [""]))])
                    for sides in meets
                ),
                body=f"{body}.",
            )
        )  # fmt: skip
    return found


def met(reading: Reading) -> list[Met]:
    """As the record tells a reading's meetings."""
    return [
        Met(reading.article.id, item.id, reading.article.published.day or date.min,
            frozenset((one.name, one.side) for one in item.parties))
        for item in items_of(to_dict(reading)) if item.kind == "meeting"
    ]  # fmt: skip


def by_blocks(seen: Sequence[Seen]) -> set[frozenset[str]]:
    """What the job does, by hand: blocks, pairs, components."""
    blocks: dict[str, list[Seen]] = {}
    for one in seen:
        for block in one.blocks:
            blocks.setdefault(block, []).append(one)
    roots = Roots(pair for block, own in blocks.items() for pair in find_pairs(block, own))
    found: dict[str, set[str]] = {}
    for one in seen:
        found.setdefault(roots.of(one.ref), set()).add(one.ref)
    return {frozenset(refs) for refs in found.values()}


@settings(max_examples=150, deadline=None)
@given(told)
def test_blocks_make_the_matters_of_the_record(reports: list[Told]) -> None:
    found = readings(reports)
    wanted = find_matters([one for reading in found for one in met(reading)])
    seen = [one for reading in found for one in find_seen(to_dict(reading))]
    assert by_blocks(seen) == {matter.refs for matter in wanted}
    for refs in by_blocks(seen):
        (made,) = stretches([one for one in seen if one.ref in refs])
        (matter,) = [one for one in wanted if one.refs == refs]
        assert (set(made.refs), made.reports) == (matter.refs, matter.reports)
        assert made.last == matter.last.toordinal()


def test_a_long_matter_is_linked_in_stretches_the_newest_as_the_record_does() -> None:
    found = readings((day, [("NOR", "CHL")]) for day in range(1000))
    (matter,) = find_matters([one for reading in found for one in met(reading)])
    seen = [one for reading in found for one in find_seen(to_dict(reading))]
    first, *rest = stretches(seen)
    assert first.reports == matter.reports and matter.left == 1000 - len(first.reports)
    assert all(150 <= len(one.reports) <= 300 for one in (first, *rest[:-1]))
    whole = [report for one in (first, *rest) for report in one.reports]
    assert whole == [f"r{number:03}" for number in reversed(range(1000))]
    assert sorted(ref for one in (first, *rest) for ref in one.refs) == [one.ref for one in seen]


# --- the job -------------------------------------------------------------------------------------


def archive_of(found: Sequence[Reading], folder: Path) -> Path:
    """A folder as `bulk --keep readings` fills it, of readings made by hand, in two shards."""
    (folder / "readings").mkdir(parents=True)
    schema = arrow_schema(BULK["readings"])
    # one report stands there twice
    lines = [
        {"row": row, "report": one.article.id, "document": json.dumps(to_dict(one))}
        for row, one in enumerate([*found, *found[:1]])
    ]
    half = len(lines) // 2
    shards = []
    for number, part in enumerate((lines[:half], lines[half:])):
        file = folder / "readings" / f"{number:05}.parquet"
        parquet.write_table(pyarrow.Table.from_pylist(part, schema), file)
        told = {"file": f"readings/{file.name}", "bytes": file.stat().st_size}
        shards.append(json.dumps({"tables": {"readings": told}}))
    (folder / "manifest.jsonl").write_text("".join(f"{line}\n" for line in shards))
    (folder / "summary.json").write_text(json.dumps({"schema": SCHEMA, "shards": len(shards)}))
    return folder


def of_record(found: Sequence[Reading], path: Path) -> tuple[Process, ...]:
    record_schema.create(path).close()
    with Store(path, settled) as store:
        for reading in found:
            store.save(to_dict(reading))
    with Query(path, settled) as query:
        asked = Asked(most=None, whole=True)
        return story_of(query, Settings(record=path), asked).story.processes


def year(count: int) -> list[Reading]:
    """A year of reports on meetings of two sides, three, one and none."""
    draw = random.Random(2031)
    sizes = (2, 2, 2, 3, 4, 1, 1, 0)
    reports = [
        (
            draw.randrange(365),
            [tuple(draw.sample(SIDES, draw.choice(sizes))) for _ in range(draw.randrange(1, 4))],
        )
        for _ in range(count)
    ]
    return readings(reports)


# Daft and Ray leave open files behind: they get a process of their own.
LINK = """
import json, pathlib, sys
from dragoman.serve.bulk.interrupts import leave
from dragoman.serve.bulk.linking import find_processes
from dragoman.serve.record_packed import packed
for process in find_processes(pathlib.Path(sys.argv[1]), 2, sys.argv[2] or None):
    print(json.dumps(packed(process)))
leave(0)
"""

ROOTS = """
import json, sys
from dragoman.serve.bulk.cluster import daft, run_on
from dragoman.serve.bulk.interrupts import leave
from dragoman.serve.bulk.linking import find_roots
run_on(None)
print(json.dumps(find_roots(daft.from_pydict(json.load(sys.stdin))).to_pylist()))
leave(0)
"""


@pytest.mark.parametrize("where", ["native", "ray"])
def test_an_archive_has_the_processes_of_the_record(
    tmp_path: Path, where: str, request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    address = request.getfixturevalue("head")["address"] if where == "ray" else ""
    found = year(150)
    wanted = of_record(found, tmp_path / "record.db")
    folder = archive_of(found, tmp_path / "out")
    assert len(wanted) > 5 and sum(len(one.judgements) for one in wanted) > 100
    told = subprocess.run(
        [sys.executable, "-c", LINK, str(folder), address], env=environment(**RAY), text=True,
        stdout=subprocess.PIPE, check=True,
    ).stdout  # fmt: skip
    assert [opened(Process, json.loads(line)) for line in told.splitlines()] == [*wanted]


def test_components_of_any_shape_are_found() -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    draw = random.Random(7)
    names = [f"{number:03}" for number in range(300)]
    chain = list(zip(names[1:100], names[:99], strict=True))
    loose = [tuple(sorted(draw.sample(names[100:], 2), reverse=True)) for _ in range(120)]
    pairs = [*chain, *loose]
    draw.shuffle(pairs)
    roots = Roots(pairs)
    ones, others = zip(*pairs, strict=True)
    done = subprocess.run(
        [sys.executable, "-c", ROOTS], env=environment(), text=True, check=True,
        input=json.dumps({"one": ones, "other": others}), stdout=subprocess.PIPE,
    )  # fmt: skip
    found = json.loads(done.stdout)
    wanted = {name: roots.of(name) for name in names if roots.of(name) != name}
    assert {row["one"]: row["other"] for row in found} == wanted and len(found) == len(wanted)


def test_what_cannot_be_linked_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    from dragoman.serve.bulk.linking import find_processes

    with pytest.raises(UsageError, match="filled to its end"):
        find_processes(tmp_path, 1)
    with pytest.raises(UsageError, match="--keep readings"):
        find_processes(archive_of([], tmp_path / "none"), 1)
    folder = archive_of(year(1), tmp_path / "out")
    (folder / "summary.json").write_text('{"schema": "dragoman.bulk/0"}')
    with pytest.raises(UsageError, match=f"out: its tables are dragoman.bulk/0.*{SCHEMA}"):
        find_processes(folder, 1)


def test_readings_of_another_form_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    from dragoman.serve.bulk import linking

    monkeypatch.setattr(linking, "READING", "dragoman.reading/99")
    with pytest.raises(UsageError, match=r"its readings are .*, and .* dragoman\.reading/99"):
        linking.find_processes(archive_of(year(1), tmp_path / "out"), 1)


def test_the_command_tells_what_it_needs(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "dragoman.serve.cli", "bulk-link", str(tmp_path)],
        env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    missing = importlib.util.find_spec("daft") is None
    assert ("dragoman[cluster]" if missing else "filled to its end") in told.stderr
    assert told.returncode == 2 and not (tmp_path / "linked").exists()


# --- its tables ----------------------------------------------------------------------------------


def test_tables_tell_the_board(tmp_path: Path) -> None:
    said = [Say("scheduled", "NOR"), Say("cancelled", "CHL")]
    found = [
        report("r1", "2031-05-04", Meet(on="2031-06-10", place="Lima", says=said[:1])),
        report("r2", "2031-05-06", Meet(on="2031-06-10", says=said[1:]), body="The net is wet."),
    ]
    processes = of_record([from_dict(to_dict(one)) for one in found], tmp_path / "record.db")
    for table, row in (pair for process in processes for pair in rows(process)):
        assert row.keys() == TABLES[table].keys()
    assert save(processes, tmp_path / "linked") == 1
    told = {
        name: parquet.read_table(tmp_path / "linked" / f"{name}.parquet").to_pylist()
        for name in TABLES
    }
    (process,) = told["processes"]
    assert process["contested"] and set(process["sides"]) == {"NOR", "CHL"}
    (meeting,) = told["meetings"]
    assert (meeting["planned"], meeting["place"]) == (date(2031, 6, 10), "Lima")
    claims = {row["side"]: (row["state"], row["latest"]) for row in told["claims"]}
    assert claims == {"NOR": ("scheduled", True), "CHL": ("cancelled", True)}
    assert {row["report"] for row in told["mentions"]} == {"r1", "r2"}
    assert told["judgements"]


def test_readings_are_kept_whole_when_asked(tmp_path: Path, run: Run) -> None:
    archive = jsonl(tmp_path / "a.jsonl", 4)
    run(archive, "--out", tmp_path / "out", "--workers", 1, "--keep", "readings")
    kept = parquet.read_table(tmp_path / "out" / "readings").to_pylist()
    articles = parquet.read_table(tmp_path / "out" / "articles").to_pylist()
    meetings = parquet.read_table(tmp_path / "out" / "meetings").to_pylist()
    opened = [from_dict(json.loads(row["document"])) for row in kept]
    assert [one.article.id for one in opened] == [row["report"] for row in articles]
    assert [one.article.text.content for one in opened] == [row["text"] for row in articles]
    assert sum(len(one.meetings) for one in opened) == len(meetings) > 0
