"""The notebooks of the documents run from top to bottom, and were committed as they ran."""

import ast
import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

BOOKS = sorted(Path("docs/notebooks").glob("*.ipynb"))


def cells(path: Path) -> list[dict[str, Any]]:
    book = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


def run(source: str, held: dict[str, Any]) -> tuple[str, Any]:
    """A cell → what it prints and the value of its last line, as a notebook shows them."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, "cell", "exec"), held)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), held) if last else None
    return printed.getvalue(), value


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_what_it_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that it prints and all its tables; charts are drawn, and their drawing is not compared.

    When the reader has changed: `python docs/notebooks/run.py`, and read the difference.
    """
    for module in ("altair", "pandas", "pyarrow", "vl_convert"):
        pytest.importorskip(module, reason=f"{module} is not installed (dragoman[notebook])")
    # commands that a cell starts find this checkout, too
    monkeypatch.setenv("PYTHONPATH", str(Path("src").resolve()))
    monkeypatch.chdir(path.parent)
    held: dict[str, Any] = {}
    for cell in cells(Path(path.name)):
        printed, value = run("".join(cell["source"]), held)
        kept = cell["outputs"]
        streams = [one["text"] for one in kept if one["output_type"] == "stream"]
        assert printed == "".join("".join(text) for text in streams)
        for shown in (one["data"] for one in kept if one["output_type"] == "execute_result"):
            if "text/html" in shown:
                assert value._repr_html_() == "".join(shown["text/html"])
            elif "image/svg+xml" in shown:
                assert value._repr_mimebundle_()["image/svg+xml"].startswith("<svg")
            else:
                assert repr(value) == "".join(shown["text/plain"])
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
