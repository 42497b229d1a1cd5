"""Feasts that the moon sets → the days that they may take.

Ramadan and the two Eids by the arithmetic Islamic calendar (Dershowitz and Reingold, "Calendrical
Calculations", ch. 7: thirty-year cycle of eleven leap years, days from sunset told by their noon).
The crescent may be seen a day sooner or later than it counts, so a feast is a stretch with a day to
spare at both ends, and never one day. Orthodox Easter is computed, and needs none.
"""

from datetime import date, timedelta

EPOCH = date(622, 7, 19)
"""1 Muharram 1, in the Gregorian calendar."""

ONE = timedelta(days=1)


def islamic_day(year: int, month: int, day: int) -> date:
    """A day of the arithmetic calendar; `ValueError` for a month or a day that none has."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"day: {year}-{month}-{day}: no day of the Islamic calendar")
    before = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return EPOCH + timedelta(days=before + day - 1)


def feasts(rule: str, year: int) -> tuple[tuple[date, date], ...]:
    """The stretches of a rule "moon MONTH-DAY LENGTH" that begin in a year: first day, end."""
    _, start, length = rule.split()
    month, day = (int(part) for part in start.split("-"))
    near = (year - 622) * 33 // 32
    days = (islamic_day(near + by, month, day) for by in (-1, 0, 1, 2))
    return tuple(
        (first - ONE, first + timedelta(days=int(length)) + ONE) for first in days
        if first.year == year
    )  # fmt: skip


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar (Meeus, "Astronomical Algorithms", ch. 8), told by the
    Gregorian; for the years 1900 to 2099."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)
