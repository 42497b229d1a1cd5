"""Calendar arithmetic: days, units and TIMEX3 values → values and half-open intervals.

Weeks are ISO 8601 weeks; a decade has three digits and a century two, as in TIMEX3.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from dragoman.meaning.calendar_moon import orthodox_easter
from dragoman.ontology import Grain
from dragoman.types import Interval

SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of a season of the northern half; a winter is named by the year of its December."""

DAY_PART_HOURS = {
    "MO": (6, 12), "MI": (12, 13), "DT": (6, 18), "AF": (12, 18), "EV": (18, 22), "NI": (18, 30),
}  # fmt: skip

FINENESS = ("minute", "hour", "day", "week", "month", "quarter", "season", "year")


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last ("31 January" + 1 → 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shifted(day: date, count: float, unit: str) -> date | None:
    """A day moved by a number of units (day week month quarter year decade century); None past the
    ends of the calendar."""
    try:
        if unit in ("second", "minute", "hour"):
            return day
        if unit in ("day", "week"):
            return day + timedelta(days=round(count * (7 if unit == "week" else 1)))
        months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
        return add_months(day, round(count * months))
    except (OverflowError, ValueError):
        return None


def value_of(day: date, grain: str) -> str:
    """The TIMEX3 value of the unit that holds a day (grain day week month quarter year …)."""
    if grain == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if grain == "month":
        return f"{day.year:04d}-{day.month:02d}"
    if grain == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if grain in ("year", "decade", "century"):
        return f"{day.year:04d}"[: {"year": 4, "decade": 3, "century": 2}[grain]]
    return day.isoformat()


def grain_of(value: str) -> str | None:
    """day, week, month, quarter, season, year, decade or century of a date value; else None."""
    for pattern, grain in _SHAPES:
        if pattern.fullmatch(value):
            return grain
    return None


_SHAPES = tuple(
    (re.compile(pattern), grain)
    for pattern, grain in (
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?\S*", "minute"),
        (r"\d{4}-\d\d-\d\dT\S+", "hour"),
        (r"\d{4}-\d\d-\d\d", "day"),
        (r"\d{4}-W\d\d-WE", "weekend"),
        (r"\d{4}-W\d\d", "week"),
        (r"\d{4}-\d\d", "month"),
        (r"\d{4}-Q[1-4]", "quarter"),
        (r"\d{4}-H[12]", "half"),
        (r"\d{4}-(?:SP|SU|FA|WI)", "season"),
        (r"\d{4}", "year"),
        (r"\d{3}", "decade"),
        (r"\d{2}", "century"),
    )
)


def interval_of(value: str, mod: str | None = None) -> Interval | None:
    """The stretch that a TIMEX3 date or time value names; None for vague and open values.

    START, MID and END narrow it to its first, middle or last third ("early May" → 1–10 May).
    """
    grain = grain_of(value)
    if grain is None:
        return None
    try:
        found = _STRETCHES[grain](value)
    except (ValueError, OverflowError):
        return None
    return _third(found, mod) if mod in ("START", "MID", "END") else found


def _third(whole: Interval, mod: str | None) -> Interval:
    if whole.grain in (Grain.MINUTE, Grain.HOUR, Grain.DAY):
        return whole
    days = (whole.end - whole.start).days  # type: ignore[operator]
    if whole.grain is Grain.MONTH:
        first, second = timedelta(days=10), timedelta(days=20)
    else:
        first, second = timedelta(days=days // 3), timedelta(days=days - days // 3)
    start, end = whole.start, whole.end
    if mod == "START":
        end = start + first
    elif mod == "MID":
        start, end = start + first, start + second
    else:
        start = start + second
    return Interval(start, end, whole.grain)


def _minute(value: str) -> Interval:
    start = datetime.fromisoformat(value[:16])
    return Interval(start, start + timedelta(minutes=1), Grain.MINUTE)


def _hour(value: str) -> Interval:
    day, part = date.fromisoformat(value[:10]), value[11:13]
    midnight = datetime(day.year, day.month, day.day)
    first, last = DAY_PART_HOURS.get(part) or (int(part), int(part) + 1)
    return Interval(midnight + timedelta(hours=first), midnight + timedelta(hours=last), Grain.HOUR)


def _day(value: str) -> Interval:
    day = date.fromisoformat(value)
    return Interval(day, day + timedelta(days=1), Grain.DAY)


def _week(value: str) -> Interval:
    monday = date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
    return Interval(monday, monday + timedelta(days=7), Grain.WEEK)


def _weekend(value: str) -> Interval:
    saturday = date.fromisocalendar(int(value[:4]), int(value[6:8]), 6)
    return Interval(saturday, saturday + timedelta(days=2), Grain.DAY)


def _months(year: int, month: int, count: int, grain: Grain) -> Interval:
    start = date(year, month, 1)
    return Interval(start, add_months(start, count), grain)


_STRETCHES: dict[str, Callable[[str], Interval]] = {
    "minute": _minute,
    "hour": _hour,
    "day": _day,
    "weekend": _weekend,
    "week": _week,
    "month": lambda v: _months(int(v[:4]), int(v[5:]), 1, Grain.MONTH),
    "quarter": lambda v: _months(int(v[:4]), int(v[6]) * 3 - 2, 3, Grain.QUARTER),
    "half": lambda v: _months(int(v[:4]), int(v[6]) * 6 - 5, 6, Grain.QUARTER),
    "season": lambda v: _months(int(v[:4]), SEASON_MONTH[v[5:]], 3, Grain.SEASON),
    "year": lambda v: _months(int(v), 1, 12, Grain.YEAR),
    "decade": lambda v: _months(int(v) * 10, 1, 120, Grain.YEAR),
    "century": lambda v: _months(int(v) * 100 or 1, 1, 1200, Grain.YEAR),
}


# --- named days --------------------------------------------------------------------------------


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def named_day(rule: str, year: int) -> date:
    """A rule of ``time_holidays.tsv`` in a year: "12-25", "easter-2", "orthodox", or "11 4 4"
    (month, ISO weekday, which one; -1 is the last)."""
    if rule == "orthodox":
        return orthodox_easter(year)
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter") or 0))
    if "-" in rule and " " not in rule:
        return date(year, int(rule[:2]), int(rule[3:]))
    month, weekday, which = (int(part) for part in rule.split())
    if which < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))


def weekday_from(day: date, weekday: int, step: int) -> date:
    """The nearest day of an ISO weekday at or after (step 1) or at or before (step -1) a day."""
    gap = (weekday - day.isoweekday()) * step % 7
    return day + timedelta(days=gap * step)
