"""A batch of inputs → tables: the same rows wherever it is cut, every row on its words."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman import pipeline
from dragoman.ingest.corpora import Layout
from dragoman.serve.bulk import read
from dragoman.serve.bulk.intake import Place, find_files, find_inputs, find_lots
from dragoman.serve.bulk.schema import TABLES
from dragoman.serve.bulk.tables import rows
from dragoman.types import Reading


def lots(archive: Path, shard: int, **metadata: str) -> list[Any]:
    files, _ = find_files([str(archive)])
    return list(find_lots(find_inputs(files, Layout(), Place()), shard, metadata))


@pytest.fixture(scope="module")
def whole(archive: Path) -> dict[str, Any]:
    (lot,) = lots(archive, 1000)
    assert lot.batch.num_rows == 30
    return read.read_batch(lot.batch)


def test_every_input_is_an_article_or_a_failure_once(whole: dict[str, Any]) -> None:
    found = whole["articles"]["row"].to_pylist() + whole["failures"]["row"].to_pylist()
    assert sorted(found) == list(range(30))
    failures = whole["failures"].to_pylist()
    assert [one["error"] for one in failures] == ["NoCorpus", "InputEmpty"]
    assert failures[0]["input"].endswith("a.jsonl:13") and not failures[0]["bug"]


def test_what_the_carrier_tells_stands_in_the_articles(whole: dict[str, Any]) -> None:
    articles = {one["input"].rsplit("/")[-1]: one for one in whole["articles"].to_pylist()}
    assert articles["b.csv:2"]["source"] == "Lakeland Courier"
    assert articles["b.csv:2"]["title"] == "Talks put off (100)"
    assert articles["c.parquet:2"]["day"] == date(2031, 5, 15)
    assert articles["d.warc.gz:1"]["url"] == "https://example.org/300"
    assert articles["e.txt"]["title"] == "Talks put off (400)"


def test_tables_are_sorted_and_stand_on_their_words(whole: dict[str, Any]) -> None:
    texts = {one["row"]: one["text"] for one in whole["articles"].to_pylist()}
    assert whole["evidence"].num_rows > 300
    for one in whole["evidence"].to_pylist():
        assert texts[one["row"]][one["start"] : one["end"]] == one["words"]
    for table in whole.values():
        numbers = table["row"].to_pylist()
        assert numbers == sorted(numbers)
    entries = {(one["row"], one["entry"]) for one in whole["evidence"].to_pylist()}
    for name in ("statements", "events", "meetings", "conditions", "tasks", "actors"):
        assert {(one["row"], one["id"]) for one in whole[name].to_pylist()} <= entries


def test_a_reading_of_every_kind_fills_every_table_of_its_entries(reading: Reading) -> None:
    found = list(rows(reading, 7, "a.jsonl:8"))
    assert {name for name, _ in found} == TABLES.keys() - {"failures", "readings"}
    for name, row in found:
        assert row.keys() == TABLES[name].keys()
    event = next(row for name, row in found if name == "events")
    assert (event["day"], event["until"], event["at"]) == (
        date(2031, 5, 13), date(2031, 5, 14), "2031-05-13T14:00:00",
    )  # fmt: skip
    assert event["actor_names"] == ["Tomas Reck"] and event["asserter"] == "outlet"


@settings(max_examples=8)
@given(cut=st.lists(st.integers(0, 30), max_size=4))
def test_batches_may_be_cut_anywhere(archive: Path, whole: dict[str, Any], cut: list[int]) -> None:
    import pyarrow

    (lot,) = lots(archive, 1000)
    ends = sorted({0, 30, *cut})
    parts = [read.read_batch(lot.batch.slice(a, b - a)) for a, b in pairwise(ends)]
    for name, table in whole.items():
        assert pyarrow.concat_tables([part[name] for part in parts]).equals(table)


def test_lots_end_with_their_shard_and_go_on_from_any_shard(archive: Path) -> None:
    cut = lots(archive, 7)
    assert [lot.batch.num_rows for lot in cut] == [7, 7, 7, 7, 2]
    assert [lot.shard for lot in cut] == [0, 1, 2, 3, 4] and all(lot.last for lot in cut)
    files, _ = find_files([str(archive)])
    rest = list(find_lots(find_inputs(files, Layout(), cut[2].end), 7, {}, 3, 21))
    assert [lot.batch.to_pylist() for lot in rest] == [lot.batch.to_pylist() for lot in cut[3:]]


def test_heavy_inputs_make_short_lots() -> None:
    """A lot ends after some megabytes, so that what is held has a bound."""
    weights = [1_500_000] * 5 + [100] * 60
    found = ((Place(0, n), {"input": f"{n}", "content": b"x" * w}) for n, w in enumerate(weights))
    cut = [lot.batch.num_rows for lot in find_lots(found, 1000, {})]
    assert cut == [3, 50, 12]


def test_spans_alone_are_kept_and_one_day_given_to_all(archive: Path) -> None:
    (lot,) = lots(archive, 1000, keep="spans", published="2033-01-01")
    found = read.read_batch(lot.batch.slice(0, 3))
    assert found["articles"]["text"].null_count == 3
    assert set(found["articles"]["day"].to_pylist()) == {date(2033, 1, 1)}
    assert found["statements"]["words"].null_count == 0


def test_a_bug_costs_its_report_and_is_told(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = pipeline.interpret

    def wrong(article: Any, tags: Any) -> Reading:
        if "(1)" in article.title:
            raise KeyError("a2")
        return right(article, tags)

    monkeypatch.setattr(pipeline, "interpret", wrong)
    (lot,) = lots(archive, 1000)
    found = read.read_batch(lot.batch.slice(0, 4))
    assert found["articles"]["row"].to_pylist() == [0, 2, 3]
    (failed,) = found["failures"].to_pylist()
    assert (failed["row"], failed["error"], failed["bug"]) == (1, "Bug", True)
    assert "KeyError" in failed["message"]


def test_tables_come_through_a_pipe_as_they_are(whole: dict[str, Any]) -> None:
    assert read.decode(read.encode(whole)) == whole
