"""Feasts of the moon and of the Julian calendar against printed almanacs."""

from datetime import date, timedelta

import pytest

from dragoman.meaning.calendar_moon import feasts, islamic_day, orthodox_easter


@pytest.mark.parametrize(
    ("year", "month", "day", "there"),
    [
        (1445, 9, 1, date(2024, 3, 11)),
        (1446, 9, 1, date(2025, 3, 1)),
        (1446, 10, 1, date(2025, 3, 31)),
        (1446, 12, 10, date(2025, 6, 7)),
        (1, 1, 1, date(622, 7, 19)),
    ],
)
def test_a_day_of_the_islamic_calendar(year: int, month: int, day: int, there: date) -> None:
    assert islamic_day(year, month, day) == there


def test_a_month_that_there_is_none_of_is_an_error() -> None:
    with pytest.raises(ValueError, match="1446-13-1: no day"):
        islamic_day(1446, 13, 1)


def test_years_of_the_moon_follow_each_other() -> None:
    lengths = {
        (islamic_day(year + 1, 1, 1) - islamic_day(year, 1, 1)).days for year in range(1300, 1600)
    }
    assert lengths == {354, 355}
    whole = islamic_day(1331, 1, 1) - islamic_day(1301, 1, 1)
    assert whole == timedelta(days=30 * 354 + 11)


def test_a_feast_has_a_day_to_spare_at_both_ends() -> None:
    assert feasts("moon 10-1 3", 2025) == ((date(2025, 3, 30), date(2025, 4, 4)),)


def test_a_year_may_hold_two_of_a_feast() -> None:
    assert len(feasts("moon 9-1 30", 2030)) == 2


@pytest.mark.parametrize("day", [(2021, 5, 2), (2024, 5, 5), (2025, 4, 20), (2026, 4, 12)])
def test_orthodox_easter(day: tuple[int, int, int]) -> None:
    assert orthodox_easter(day[0]) == date(*day)
