"""The status eval: shares of right answers over the classes of gold."""

import json
from pathlib import Path

import pytest

from evals.dispatch import dev_records
from evals.result import Result
from evals.status import _add, run


def test_a_class_counts_once_however_many_events_it_has() -> None:
    result = Result()
    pairs = [("happened", "happened")] * 3 + [("planned", "happened")]
    _add(result, "status", pairs)
    assert result.measures["status.right"] == 0.75
    assert result.measures["status.planned.r"] == 0.0
    assert result.measures["status.macro"] == pytest.approx((6 / 7) / 2)
    assert result.counts["status.happened.gold"] == 3


def test_every_event_of_a_record_is_asked_at_its_words(tmp_path: Path) -> None:
    records = [record for record in dev_records() if record["events"]][:3]
    path = tmp_path / "some.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    result = run(path)
    events = sum(len(record["events"]) for record in records)
    assert result.counts["status.of"] == result.counts["tables.of"] == events
    assert len(result.errors) == round(events * (1 - result.measures["status.right"]))
