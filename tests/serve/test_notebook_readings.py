"""`Readings`: from frames, lists and paths; as tables, charts and HTML."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from dragoman.errors import UsageError
from dragoman.serve.bulk.schema import TABLES
from dragoman.serve.notebook_readings import Readings
from dragoman.types import Failure, Reading

TEXT = "Norway's envoy Anna Vell said on Monday that Chile had postponed the talks in Lima."
ROWS = {"headline": ["Talks", "None"], "body": [TEXT, ""], "pub_date": ["2031-05-14"] * 2}


@pytest.fixture(scope="module")
def summit() -> Readings:
    return Readings.read("examples/summit")


@pytest.fixture
def held(reading: Reading) -> Readings:
    return Readings((reading,), (Failure("a.txt", "InputEmpty", "empty <input>: a.txt"),))


def frame(library: str) -> Any:
    module = pytest.importorskip(library, reason=f"{library} is not installed")
    return module.table(ROWS) if library == "pyarrow" else module.DataFrame(ROWS)


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_frames_of_any_library_are_read_alike(library: str) -> None:
    pytest.importorskip("narwhals", reason="narwhals is not installed")
    found = Readings.read(frame(library))
    (one,) = found
    assert one.article.title == "Talks" and str(one.article.published.day) == "2031-05-14"
    assert [failed.error for failed in found.failures] == ["InputEmpty"]
    assert found.rows("articles")[0]["input"] == "row 1"
    alone = Readings.read([(TEXT, "2031-05-14")])
    assert alone[0].statements == one.statements


def test_lists_and_paths_are_read(summit: Readings) -> None:
    found = Readings.read([TEXT, ""], published="2031-05-14")
    assert len(found) == 1 and [failed.which for failed in found.failures] == ["report 2"]
    assert len(summit) == 6 and not summit.failures
    assert summit.inputs[0].endswith("1-offer.txt")


def test_whatever_gives_texts_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    polars = pytest.importorskip("polars", reason="polars is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    pyarrow = pytest.importorskip("pyarrow")
    frame = polars.DataFrame(ROWS).head(1)
    sources = [
        (text for text in [TEXT]), {TEXT}, pandas.Series([TEXT]), polars.Series([TEXT]),
        [tmp_path / "one.txt"], tmp_path, frame.lazy(), frame.to_arrow().to_reader(),
        pyarrow.RecordBatch.from_pydict({"text": [TEXT]}),
        pandas.DataFrame({0: ["x"], "text": [TEXT]}),
    ]  # fmt: skip
    for source in sources:
        (one,) = Readings.read(source, published="2031-05-14")
        assert [said.act for said in one.statements] == ["say"]


@pytest.mark.parametrize(
    ("rows", "columns", "told"),
    [
        (ROWS, {"text": "story"}, "frame: story: not there; columns are headline, body, pub_date"),
        (
            {"a": [TEXT], "b": [1]},
            {},
            "frame: no column is known to hold a text; columns are a, b;",
        ),
        ({0: [TEXT]}, {}, "columns are none with a text as name"),
        ({}, {}, "frame: no column is known"),
    ],
)
def test_a_frame_tells_its_columns(rows: Any, columns: dict[str, str], told: str) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    with pytest.raises(UsageError, match=re.escape(told)):
        Readings.read(pandas.DataFrame(rows), columns=columns)
    with pytest.raises(UsageError, match="frame: Expected unique"):
        Readings.read(pandas.DataFrame([[TEXT, TEXT]], columns=["text", "text"]))


@pytest.mark.parametrize("source", [7, [7], [(TEXT, "2031-05-14", "x")], {"text": TEXT}, b"a"])
def test_something_else_is_refused(source: Any) -> None:
    pytest.importorskip("narwhals", reason="narwhals is not installed")
    with pytest.raises(UsageError):
        Readings.read(source)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_had(held: Readings, name: str) -> None:
    table = held.to_arrow(name)
    assert table.column_names == list(TABLES[name]) and table.num_rows >= 1
    with pytest.raises(UsageError):
        held.to_arrow(f"no {name}")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_hold_the_same_rows(held: Readings, library: str) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    found = getattr(held, f"to_{library}")("events")
    assert list(found["type"]) == ["SANCTION", "REJECT"]
    assert list(found.columns) == list(TABLES["events"])


def test_a_notebook_shows_counts_words_and_failures(held: Readings) -> None:
    shown = held._repr_html_()
    assert "1 readings" in shown and "2 statements" in shown
    assert "“called off” &lt;for now&gt;" in shown and "<for now>" not in shown
    assert "empty &lt;input&gt;" in shown
    assert "0 readings" in Readings(())._repr_html_()


@pytest.mark.parametrize(
    ("module", "asked"),
    [("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow"),
     ("altair", "board")],
)  # fmt: skip
def test_an_extra_that_is_missing_is_named(
    held: Readings, monkeypatch: pytest.MonkeyPatch, module: str, asked: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=rf"{module}: is not installed: pip install"):
        getattr(held, asked)()


# --- charts --------------------------------------------------------------------------------------


def spec(chart: Any) -> Any:
    """The chart as JSON; Altair checks it against Vega-Lite's schema on the way."""
    return json.loads(chart.to_json())


def values(found: Any) -> list[dict[str, Any]]:
    data = [part["data"] for part in (found, *found.get("layer", ())) if "data" in part]
    return [row for one in data for row in one["values"]]


def test_the_timeline_has_a_mark_for_each_claim_and_side(summit: Readings) -> None:
    pytest.importorskip("altair", reason="altair is not installed")
    marks = values(spec(summit.timeline()))
    claims = [mark for mark in marks if mark["kind"] == "state"]
    assert len(claims) == len(summit.rows("meeting_states"))
    assert {mark["side"] for mark in marks} >= {"ISL", "URY"}
    assert all(re.fullmatch(r"2031-\d\d-\d\d", mark["day"]) for mark in marks)


def test_the_board_is_that_of_the_command(summit: Readings) -> None:
    pytest.importorskip("altair", reason="altair is not installed")
    from dragoman.processes.board import board
    from dragoman.processes.link import link

    told = {
        (row.side, str(row.standing[0].state))
        for process in link(summit)
        for standing in board(process).meetings
        for row in standing.rows
    }
    cells = values(spec(summit.board()))
    assert {(cell["side"], cell["state"]) for cell in cells} == told and told
    assert all(cell["words"] for cell in cells)


def test_the_network_counts_events_between_sides(summit: Readings) -> None:
    pytest.importorskip("altair", reason="altair is not installed")
    found = values(spec(summit.network()))
    lines = [row for row in found if "events" in row]
    assert {(row["source"], row["target"]) for row in lines} <= {("ISL", "URY"), ("URY", "ISL")}
    assert {row["side"] for row in found if "side" in row} == {"ISL", "URY"}
    assert sum(row["events"] for row in lines) >= 3


def test_a_chart_is_saved_without_a_network(summit: Readings, tmp_path: Path) -> None:
    pytest.importorskip("altair", reason="altair is not installed")
    pytest.importorskip("vl_convert", reason="vl-convert-python is not installed")
    page = tmp_path / "board.html"
    summit.board().save(page, inline=True)
    held = page.read_text(encoding="utf-8")
    assert "cancelled" in held and not re.search(r'<script[^>]+src=|<link[^>]+href="http', held)


def test_nothing_at_all_makes_empty_charts() -> None:
    pytest.importorskip("altair", reason="altair is not installed")
    empty = Readings(())
    for chart in (empty.timeline(), empty.board(), empty.network()):
        assert values(spec(chart)) == []


def test_a_chart_holds_more_than_altair_takes_from_a_frame(reading: Reading) -> None:
    """Frames of more than 5,000 rows are refused by Altair; an archive has more marks."""
    pytest.importorskip("altair", reason="altair is not installed")
    many = Readings((reading,) * 2000)
    assert len(values(spec(many.timeline()))) > 5000
    assert values(spec(many.network()))
