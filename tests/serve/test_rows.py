"""Rows for the eye: nothing of them is lost where there is little room."""

import pytest

from dragoman.serve.rows import Form, print_rows

ID, DAY = "0123456789abcdef", "2031-05-14"
WORDS = "the talks with the lagoon states would be held in the old harbour on the same day"
LISTS = {
    "reports": {"day": DAY, "id": ID, "title": WORDS, "snippet": WORDS, "copies": 2},
    "corrections": {
        "number": 12, "article": ID, "entry": "m1.2", "kind": "missing", "held": "state=proposed",
        "state": "applied", "author": "the night desk", "reason": "it is his own word",
    },
    "failures": {
        "which": "https://lakepress.example/reports/2031/05/14/talks", "message": WORDS,
        "failed": "2031-05-14T10:20:30Z", "times": 3,
    },
}  # fmt: skip


@pytest.mark.parametrize("columns", ["60", "80", "100", "200"])
@pytest.mark.parametrize("name", LISTS)
def test_a_table_has_every_sign_of_its_rows(
    name: str, columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    row = LISTS[name]
    print_rows([row, row], Form.TABLE, {column: column for column in row})
    shown = "".join(capsys.readouterr().out.split()).replace("─", "")
    whole = "".join(row) + 2 * "".join(map(str, row.values()))
    assert sorted(shown) == sorted(whole.replace(" ", ""))
