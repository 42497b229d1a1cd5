"""The notebooks of the documents run from top to bottom, and were committed as they ran."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

BOOKS = sorted(Path("docs/notebooks").glob("*.ipynb"))


def cells(path: Path) -> list[dict[str, Any]]:
    book = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("altair", "pandas", "pyarrow", "vl_convert"):
        pytest.importorskip(module, reason=f"{module} is not installed (dragoman[notebook])")
    # commands that a cell starts find this checkout, too
    monkeypatch.setenv("PYTHONPATH", str(Path("src").resolve()))
    monkeypatch.chdir(path.parent)
    held: dict[str, Any] = {}
    for cell in cells(Path(path.name)):
        exec(compile("".join(cell["source"]), path.name, "exec"), held)
    with contextlib.suppress(KeyError):
        assert not held["done"].returncode, held["done"].stderr


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_notebook_was_committed_as_it_ran(path: Path) -> None:
    told = cells(path)
    assert [cell["execution_count"] for cell in told] == list(range(1, len(told) + 1))
    outputs = [output for cell in told for output in cell["outputs"]]
    assert outputs and not any(output["output_type"] == "error" for output in outputs)
    held = path.read_text(encoding="utf-8")
    assert "cdn." not in held and str(Path.home()) not in held


def test_there_are_three() -> None:
    assert len(BOOKS) == 3
