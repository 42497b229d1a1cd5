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
    assert {name.split(",")[0] for name in found} == {"search", "said", "events", "states", "board"}
    assert all(wall >= 0 and work >= 0 for wall, work in found.values())


def test_the_table_tells_it() -> None:
    asked = {"said": (1.1, 1.0)}
    row = Row(1000, (6.4, 3.1), 35.0, asked, 22_000, (8.2, 6.1), (90.0, 70.0), (9e3, 8e3))
    lines = [" ".join(line.split()) for line in table(row)]
    assert lines == [
        "1,000 reports, 22,000 bytes each",
        "8.2 (6.1) s to fill it",
        "6.4 (3.1) ms add one (worst of 200: 35.0 ms)",
        "1.1 (1.0) ms said",
        "90.0 (70.0) ms board after one more report",
        "9000.0 (8000.0) ms … the slowest of 15",
    ]
