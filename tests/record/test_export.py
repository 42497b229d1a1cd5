"""Exports hold what is shown, whole, in every form."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.build import record
from corpus.fill import fill
from corpus.format import parse
from dragoman.errors import RecordClosed, UsageError
from dragoman.record import export as exporting
from dragoman.record.corrections import Judgement
from dragoman.record.export import RECORD, export
from dragoman.record.flat import TABLES, rows
from dragoman.record.gold import gold
from dragoman.record.keepable import place
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import from_dict, settled
from dragoman.types import Failure
from evals.gold_readings import dispatch
from tests.record.hand import first, second
from tests.record.test_corrections import wrong


@pytest.fixture
def query(filled: Path) -> Any:
    with Store(filled, settled) as store:
        store.judge(wrong("c1"))
        store.fail(Failure("b.txt", "InputMissing", "no such input: b.txt: no such file"))
    with Query(filled, settled) as query:
        yield query


def test_json_lines_are_readings_and_all_that_is_held(query: Query, tmp_path: Path) -> None:
    export(query, "jsonl", tmp_path / "out")
    (line,) = (tmp_path / "out/readings.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == query.shown(first()["article"]["id"]).document
    from_dict(json.loads(line))
    (held,) = (tmp_path / "out/judgements.jsonl").read_text(encoding="utf-8").splitlines()
    found = json.loads(held)
    assert Judgement(**found) == query.judgements()[0]
    (failed,) = (tmp_path / "out/failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(failed)["which"] == place("b.txt")
    (seen,) = (tmp_path / "out/sightings.jsonl").read_text(encoding="utf-8").splitlines()
    id = first()["article"]["id"]
    assert (json.loads(seen)["report"], json.loads(seen)["story"]) == (id, id)
    assert (tmp_path / "out/older.jsonl").read_text() == ""


def test_json_lines_hold_older_readings_as_they_were_read(filled: Path, tmp_path: Path) -> None:
    with Store(filled, settled) as store:
        store.judge(wrong("c1"))
        store.save(second())
    with Query(filled, settled) as query:
        export(query, "jsonl", tmp_path / "out")
    (line,) = (tmp_path / "out/older.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == first()


def test_csv_is_what_its_data_package_says(query: Query, tmp_path: Path) -> None:
    export(query, "csv", tmp_path / "out")
    package = json.loads((tmp_path / "out/datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in package["resources"]] == [*TABLES, *RECORD]
    for resource in package["resources"]:
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        fields = {one["name"]: one["type"] for one in resource["schema"]["fields"]}
        assert all(row.keys() == fields.keys() for row in table)
        keys = [tuple(row[name] for name in resource["schema"]["primaryKey"]) for row in table]
        assert len(set(keys)) == len(keys)
        for row in table:
            for name, type in fields.items():
                _is(row[name], type)
        assert bool(table) == (resource["name"] != "conditions"), "the condition is said wrong"
    with (tmp_path / "out/statements.csv").open(encoding="utf-8", newline="") as file:
        said = list(csv.DictReader(file))
    assert [(row["speaker"], row["speaker_country"], row["act"]) for row in said] == [
        ("Ana Vell", "NOR", "say"),
        ("Tomas Reck", "PER", "say"),
    ]


def test_tables_hold_what_stands_in_no_reading(query: Query, tmp_path: Path) -> None:
    export(query, "csv", tmp_path / "out")
    found = {}
    for name in RECORD:
        with (tmp_path / f"out/{name}.csv").open(encoding="utf-8", newline="") as file:
            (found[name],) = csv.DictReader(file)
    id = first()["article"]["id"]
    assert (found["judgements"]["kind"], found["judgements"]["report"]) == ("wrong", id)
    assert json.loads(found["judgements"]["body"]) == query.judgements()[0].body
    assert (found["failures"]["which"], found["failures"]["times"]) == (place("b.txt"), "1")
    assert (found["sightings"]["report"], found["sightings"]["story"]) == (id, id)


def _is(cell: str, type: str) -> None:
    if type == "integer" and cell:
        int(cell)
    if type == "boolean":
        assert cell in ("true", "false")


def test_parquet_holds_the_same_rows(query: Query, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(query, "parquet", tmp_path / "out")
    wanted: dict[str, list[Any]] = {name: [] for name in TABLES}
    for name, row in rows(query.shown(first()["article"]["id"]).document):
        wanted[name].append({column: row[column] for column in TABLES[name]})
    for name in TABLES:
        assert parquet.read_table(tmp_path / f"out/{name}.parquet").to_pylist() == wanted[name]


def test_corrected_reports_are_gold_of_the_corpus(query: Query, tmp_path: Path) -> None:
    """What the corpus's own readers make of it is the reading as it was corrected."""
    export(query, "gold", tmp_path / "out")
    (line,) = (tmp_path / "out/gold.jsonl").read_text(encoding="utf-8").splitlines()
    shown = from_dict(query.shown(first()["article"]["id"]).document)
    found = dispatch("talks", json.loads(line)).reading
    assert found.article.text == shown.article.text
    assert [(one.cue, one.content, one.act, one.speaker) for one in found.statements] == [
        (one.cue, one.content, one.act, one.speaker) for one in shown.statements
    ]
    assert [(one.type, one.trigger, one.actors, one.targets) for one in found.events] == [
        (one.type, one.trigger, one.actors, one.targets)
        for one in shown.events
        if one.asserter == "outlet"
    ]
    assert [
        (claim.state, claim.asserter, claim.evidence, claim.side)
        for meeting in found.meetings
        for claim in meeting.states
    ] == [
        (claim.state, claim.asserter, claim.evidence, claim.side)
        for meeting in shown.meetings
        for claim in meeting.states
    ]
    assert found.conditions == shown.conditions == ()
    assert [one.span for one in found.tasks] == [one.span for one in shown.tasks]


def test_gold_has_the_corpus_s_fields(query: Query) -> None:
    """A record that the corpus itself makes of an entry of ours has the same fields."""
    entries, flaws = parse(ENTRY, "ours.txt")
    assert not flaws
    wanted = {"id": "", "fill": 0, "split": "", **record(fill(entries[0]))}
    made = gold(first())
    assert made.keys() == wanted.keys()
    for kind in ("actors", "statements", "events", "meetings", "states", "conditions", "tasks"):
        assert made[kind][0].keys() == wanted[kind][0].keys(), kind
        if kind != "actors":
            assert made[kind][0]["spans"].keys() == wanted[kind][0]["spans"].keys(), kind


ENTRY = """\
=== ours-1
process: ours
published: 2031-05-14
outlet: Lakeland Courier
register: wire
title: Talks in doubt
{^A} [s1.cue|said] [s1|that [m1|talks] [st1|would open] only [c1.marker|if] [c1|the ban ended]]. It
told its envoys to [k1|draft a list] and [e1|barred] {B}.
> s1 statement speaker=A act=say
> m1 meeting kind=talks parties=A,B
> st1 state meeting=m1 state=conditional by=s1
> c1 condition by=A for=m1 kind=precondition in=s1
> k1 task by=A to=A for=m1
> e1 event type=SANCTION status=happened actor=A target=B
"""


def test_every_row_has_its_table_s_columns() -> None:
    names = set()
    for name, row in rows(first()):
        names.add(name)
        assert row.keys() == TABLES[name].keys()
    assert names == TABLES.keys()


def test_what_cannot_be_written_leaves_nothing(
    query: Query, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="there are jsonl, csv, parquet, gold"):
        export(query, "xml", tmp_path / "out")
    (tmp_path / "there").mkdir()
    with pytest.raises(UsageError, match="is there already"):
        export(query, "csv", tmp_path / "there")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(exporting._FORMS, "csv", full)
    with pytest.raises(exporting.RecordFull, match="No space left"):
        export(query, "csv", tmp_path / "out")
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordClosed):
        export(query, "csv", tmp_path / "file" / "out")
    assert not list(tmp_path.glob("*.part")) and not (tmp_path / "out").exists()
