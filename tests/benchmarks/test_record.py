"""The benchmark's readings are whole and always the same, and its table tells what was measured."""

from pathlib import Path

from benchmarks.record import Row, ask, fill, made, table
from dragoman.record import schema
from dragoman.record.packing import spans
from dragoman.serve.json_view import to_dict


def test_a_made_up_reading_is_whole() -> None:
    document = to_dict(made(7))
    assert document == to_dict(made(7)) != to_dict(made(8))
    text = document["article"]["text"]
    assert 300 < len(text.split()) < 500
    assert all(text[one["start"] : one["end"]] == one["text"] for one in spans(document))


def test_every_question_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    schema.create(path).close()
    assert len(fill(path, 0, 3)) == 3
    found = ask(path)
    assert {name.split(",")[0] for name in found} == {"search", "said", "events", "states"}
    assert all(milliseconds >= 0 for milliseconds in found.values())


def test_the_table_tells_it() -> None:
    lines = list(table(Row(1000, 6.4, 35.0, {"said": 1.1}, 22_000)))
    assert lines[0] == "\n1,000 reports, 22,000 bytes each"
    assert " ".join(lines[1].split()) == "6.4 ms add one (worst of 200: 35.0 ms)"
    assert lines[2].split() == ["1.1", "ms", "said"]
