"""What is no gold, though someone has corrected it, is left out and told."""

import json
from pathlib import Path

import pytest

from dragoman.record.corrections import Judgement
from dragoman.record.export import export
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from tests.record.hand import first, second
from tests.record.test_corrections import wrong

GOLD = f"r-{first()['article']['id']}"


def gold_of(record: Path, folder: Path) -> tuple[str, list[str]]:
    """What is told of the export, and the reports in it."""
    with Query(record, settled) as query:
        told = export(query, "gold", folder)
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return told, [json.loads(line)["id"] for line in lines]


def test_a_report_is_gold_while_a_correction_holds(filled: Path, tmp_path: Path) -> None:
    """The newer reader has no task k1: what was held of it is an orphan then."""
    with Store(filled, settled) as store:
        on_task = store.judge(wrong("k1"))
        assert gold_of(filled, tmp_path / "1") == ("1 of 1 corrected reports", [GOLD])
        on_actor = store.judge(wrong("c1"))
        store.save(second())
        told, reports = gold_of(filled, tmp_path / "2")
        assert (told, reports) == (
            "1 of 1 corrected reports; orphans among the corrections: 1", [GOLD],
        )  # fmt: skip
        store.judge(Judgement("undo", "desk", undoes=on_actor))
        told, reports = gold_of(filled, tmp_path / "3")
        assert reports == [], "the reader's own reading is no gold"
        assert told.startswith("0 of 1 corrected reports; 1 left out on which no correction finds")
        store.judge(Judgement("undo", "desk", undoes=on_task))
        assert gold_of(filled, tmp_path / "4") == ("0 of 0 corrected reports", [])


@pytest.mark.parametrize("keep", ["text", "spans"])
def test_a_text_of_which_only_spans_are_kept_is_no_gold(
    record: Path, tmp_path: Path, keep: str
) -> None:
    with Store(record, settled) as store:
        store.save(first(), keep=keep)
        store.judge(wrong("c1"))
    told, reports = gold_of(record, tmp_path / "gold")
    assert reports == ([GOLD] if keep == "text" else [])
    assert ("1 left out of which only spans are kept" in told) == (keep == "spans")
