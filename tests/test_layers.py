"""Who may import whom: docs/architecture.md in forty lines."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path("src/dragoman")
GROUND = {"spans", "types", "ontology", "errors", "minhash"}
STAGES = {"ingest", "language", "lexicon", "meaning", "processes", "record"}
MAY = {
    **dict.fromkeys(GROUND, GROUND),
    **{stage: GROUND | {"lexicon", stage} for stage in STAGES},
    "pipeline": GROUND | {"language", "meaning", "__version__"},
    "client": GROUND,
    "__init__": GROUND | {"ingest", "pipeline", "serve"},
    "spacy": GROUND | {"as_day", "pipeline", "serve"},
}
MODULES = sorted(HOUSE.rglob("*.py"))


def room(path: Path) -> str:
    """The stage folder or top-level module that a file belongs to."""
    inside = path.relative_to(HOUSE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported(path: Path) -> Iterator[str]:
    """The rooms that a module imports from, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("dragoman."))


@pytest.mark.parametrize("path", MODULES, ids=[str(p.relative_to(HOUSE)) for p in MODULES])
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    if room(path) != "serve":
        assert set(imported(path)) <= MAY[room(path)]


@pytest.mark.parametrize("path", MODULES, ids=[str(p.relative_to(HOUSE)) for p in MODULES])
def test_a_module_reads_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500
