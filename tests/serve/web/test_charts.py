"""Small drawings: where their bars stand and how high they are."""

from datetime import date, timedelta

from dragoman.serve.web.charts import LEAST, MOST, SPARK, Bar, axis, spark

LATE = date(2031, 9, 17)


def before(days: int) -> date:
    return LATE - timedelta(days)


def middles(bars: tuple[Bar, ...]) -> list[float]:
    return [bar.x + bar.width / 2 for bar in bars]


def test_drawings_beside_each_other_share_their_days() -> None:
    """A process that has been silent for months does not look as alive as one told today."""
    silent, alive = [(before(140), 1), (before(120), 3)], [(before(10), 1), (LATE, 2)]
    shared = axis([silent, alive])
    assert shared == (before(140), LATE)
    assert max(middles(spark(silent, shared))) < SPARK[0] * 0.2
    assert min(middles(spark(alive, shared))) > SPARK[0] * 0.9
    assert axis([[(LATE, 1)]]) == (before(LEAST - 1), LATE)


def test_what_is_older_than_a_shared_year_is_left_out() -> None:
    old, new = [(before(3 * MOST), 1), (before(9), 1)], [(LATE, 1)]
    shared = axis([old, new])
    assert shared == (before(MOST - 1), LATE)
    assert len(spark(old, shared)) == 1 and len(spark(old)) == 2


def test_a_bar_is_as_high_as_there_are_reports() -> None:
    low, high = spark([(before(20), 1), (LATE, 4)])
    assert (low.height, high.height) == (SPARK[1] / 4, SPARK[1])
    assert low.y + low.height == high.y + high.height == SPARK[1]
