"""Days as printed at the head of a page."""

from datetime import date

import pytest

from dragoman.ingest.dates import Day, find_days


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2031-05-07", Day(2031, 5, 7)),
        ("2031/05/07", Day(2031, 5, 7)),
        ("7 May 2031", Day(2031, 5, 7)),
        ("7th of May, 2031", Day(2031, 5, 7)),
        ("May 7, 2031", Day(2031, 5, 7)),
        ("Sept. 7", Day(None, 9, 7)),
        ("OCT 26", Day(None, 10, 26)),
        ("07.05.2031", Day(2031, 5, 7)),
        ("25/12/2031", Day(2031, 12, 25)),
        ("12/25/2031", Day(2031, 12, 25)),
        ("07-May-2031", Day(2031, 5, 7)),
        ("Feb 29", Day(None, 2, 29)),
    ],
)
def test_reads(printed: str, day: Day) -> None:
    assert [found.day for found in find_days(f"on {printed} at noon")] == [day]


@pytest.mark.parametrize(
    "printed", ["5/7/2031", "May 2031", "2031-13-01", "32 May", "12.5.2", "May 70"]
)
def test_leaves_what_is_no_day_or_has_two_readings(printed: str) -> None:
    assert find_days(printed) == ()


def test_year_left_out_is_the_nearest() -> None:
    assert Day(None, 12, 31).near(date(2032, 1, 1)) == date(2031, 12, 31)
    assert Day(None, 1, 1).near(date(2031, 12, 31)) == date(2032, 1, 1)
    assert Day(None, 5, 7).near(None) is None
    assert Day(None, 2, 29).near(date(2030, 3, 1)) is None
