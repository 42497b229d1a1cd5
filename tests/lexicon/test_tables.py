"""Tables: read whole, refused when a row is broken; each says where it comes from."""

from importlib.resources import files
from pathlib import Path

import pytest

from dragoman import lexicon
from dragoman.lexicon import table

FOLDER = Path(str(files("dragoman.lexicon")))
NAMES = sorted(path.stem for path in FOLDER.glob("*.tsv"))


def written(monkeypatch: pytest.MonkeyPatch, folder: Path, content: str) -> str:
    (folder / "example.tsv").write_text(content, encoding="utf-8")
    monkeypatch.setattr(lexicon, "files", lambda _: folder)
    table.cache_clear()
    return "example"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    table.cache_clear()


def test_rows_are_dictionaries_and_comments_are_not_rows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = written(monkeypatch, tmp_path, "# ours\nword\tclass\nhouse\tnoun\nrun\t\n")
    assert table(name) == ({"word": "house", "class": "noun"}, {"word": "run", "class": ""})


def test_a_row_of_another_width_is_refused_with_its_table_and_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = written(monkeypatch, tmp_path, "# ours\nword\tclass\nhouse noun\n")
    with pytest.raises(ValueError, match="table: example: 'house noun' has 1 cells, not 2"):
        table(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_table_is_whole(name: str) -> None:
    rows = table(name)
    assert rows
    cells = [cell for row in rows for cell in row.values()]
    assert all(cell == cell.strip() and (cell == "" or cell.isprintable()) for cell in cells)
    keys = [tuple(row.values()) for row in rows]
    assert len(set(keys)) == len(keys), "a row stands there twice"


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_table_says_whose_it_is(name: str) -> None:
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    head = " ".join(line for line in lines if line.startswith("#"))
    words = ("Apache", "MIT", "CC BY", "Public domain", "Ours")
    assert any(word in head for word in words), "no source and licence at the top"
    assert lines[0].startswith("#")
