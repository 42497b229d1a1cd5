"""The measures of processes, and the floor of the linker on gold readings."""

import pytest

from evals.gold_readings import dispatches
from evals.processes import Gold, Tally
from evals.result import Result


def test_the_test_split_is_not_looked_at() -> None:
    with pytest.raises(ValueError, match="only train and dev"):
        dispatches("test")


def test_the_linker_alone_is_right_on_gold_readings() -> None:
    tally, result = Tally(), Result()
    for name, reports in dispatches("dev").items():
        gold = Gold(name, reports)
        keys = {ref: key for key, refs in gold.keys.items() for ref in refs}
        tally.add(name, gold, [one.reading for one in reports], keys)
    tally.into(result, "gold")
    assert result.measures["gold.meetings.b3.f1"] > 0.95
    assert result.measures["gold.cells.right"] > 0.95
    assert result.measures["gold.contested.f1"] > 0.9
    assert result.measures["gold.changes.f1"] > 0.9


def test_what_is_not_joined_costs_recall_alone() -> None:
    (reports,) = [r for name, r in dispatches("dev").items() if name == "trade"]
    gold, tally, result = Gold("trade", reports[:3]), Tally(), Result()
    for one in reports[:3]:
        keys = {f"{one.article.id}#{id}": key for id, key in one.keys.items()}
        tally.add("trade", gold, [one.reading], keys)
    tally.into(result, "each")
    assert result.measures["each.meetings.b3.p"] == 1.0
    assert result.measures["each.meetings.b3.r"] < 0.7
