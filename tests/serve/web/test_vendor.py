"""What others made and the desk carries is what its table says, licences and all."""

import csv
import hashlib
from pathlib import Path

import pytest

VENDOR = Path("src/dragoman/serve/web/static/vendor")
ROWS = list(
    csv.DictReader((VENDOR / "README.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t")
)


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_library_is_what_the_table_says(row: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    licence = (VENDOR / f"{row['package']}.LICENSE").read_text(encoding="utf-8").casefold()
    assert "permi" in licence and row["licence"]
    notice = Path("NOTICE").read_text(encoding="utf-8")
    assert row["package"] in notice and row["licence"] in notice


def test_nothing_else_is_carried() -> None:
    told = {row["file"] for row in ROWS} | {f"{row['package']}.LICENSE" for row in ROWS}
    assert {path.name for path in VENDOR.iterdir()} == told | {"README.tsv"}
