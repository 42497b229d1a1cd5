"""The page on scale tells what the kept results tell, and its arithmetic is right."""

from benchmarks import plan
from benchmarks.bulk import Row, kept, plot

ROWS = [
    Row(1, 1000, 300_000, 1.0, 100.0, 10.0, 5.0, 400.0, 390.0, 395.0, 0.2, 3_000_000, 0.5),
    Row(2, 1000, 250_000, 1.0, 50.0, 20.0, 10.0, 600.0, 590.0, 595.0, 0.225, 3_000_000, 0.5),
    Row(2, 9000, 360_000, 1.0, 50.0, 20.0, 10.0, 600.0, 590.0, 595.0, 0.02, 3_000_000, 0.5),
]


def test_the_page_has_the_kept_results() -> None:
    page = plan.PAGE.read_text(encoding="utf-8")
    assert plan.written(page) == page, "python -m benchmarks.plan"
    shown = plan.PICTURE.read_text(encoding="utf-8")
    assert shown == plot(kept(plan.RESULTS / "bulk.json")), "python -m benchmarks.plan"


def test_the_plan_follows_from_one_report() -> None:
    assert plan.cost(ROWS) == 0.225 * 400 / 250
    told = "\n".join(plan.plan(ROWS, {"master": [{"milliseconds": 0.0864}]}))
    # 100 million at 0.36 s: 10,000 hours a day, on cores that are at work 19.2 of 24 hours
    assert "| 100 million | 10,000 | 521 | 33 | $500 | 10.0% of a core |" in told
    assert "300 GB a day" in told and "11,574 reports a second, 10 times" in told


def test_short_reports_are_no_measure_of_long_ones() -> None:
    assert [row.reports for row in plan.full(ROWS)] == [1000, 1000]
    assert sum(row.startswith("| 9,000 | 40 | 2 ") for row in plan.measured(ROWS, {})) == 1
