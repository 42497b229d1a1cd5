"""Matches of length patterns → durations, offsets, sets and vague references.

"two weeks", "two weeks ago", "in two weeks", "the past two years", "every Friday", "recently".
"""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil

from dragoman.meaning.calendar_time import shifted, value_of, weekday_from
from dragoman.meaning.times_scene import Meaning, Scene, core, dated, first_day, part
from dragoman.meaning.times_scene import vague as vague_meaning
from dragoman.meaning.times_verbs import Direction
from dragoman.meaning.times_words import number, plain, unit_name, words
from dragoman.ontology import Grain, TimeType
from dragoman.types import Interval, Time

CODES = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "fortnight": "W",
    "month": "M", "quarter": "Q", "year": "Y", "decade": "Y", "century": "Y",
}  # fmt: skip
TIMES = {"fortnight": 2, "decade": 10, "century": 100}
VAGUE_CODES = {"decade": "DE", "century": "C"}
GRAINS = {
    "day": Grain.DAY, "week": Grain.WEEK, "fortnight": Grain.WEEK, "month": Grain.MONTH,
    "quarter": Grain.QUARTER, "year": Grain.YEAR, "decade": Grain.YEAR, "century": Grain.YEAR,
}  # fmt: skip


def length(count: float | None, unit: str) -> str:
    """A duration's value: 2, week → P2W; 3.5, year → P3.5Y; None, month → PXM; 6, hour → PT6H."""
    if count is None:
        code = VAGUE_CODES.get(unit, CODES[unit])
        figure = "X"
    else:
        code = CODES[unit]
        figure = plain(count * TIMES.get(unit, 1))
    return f"PT{figure}{code[1]}" if code[0] == "T" else f"P{figure}{code}"


def _count(found: re.Match[str], group: str = "count") -> float | None:
    text = part(found, group)
    return None if text is None else number(text)


def _mod(found: re.Match[str]) -> str | None:
    name = part(found, "approx")
    return words("approx").get(name) if name else None


def _lasting(
    value: str, mod: str | None = None, interval: Interval | None = None, anchor: str = "none"
) -> Meaning:
    """A length; one that goes from or up to a day names what that day was resolved against."""
    return Meaning(TimeType.DURATION, value, mod, interval, anchor if interval else "none")


def duration(found: re.Match[str], scene: Scene) -> Meaning | None:
    """A plain length, with its halves and a second unit ("two years and three months")."""
    unit = unit_name(found["unit"])
    rest = found[0].lower()
    if found.groupdict().get("count") is None:
        bare = re.match(r"half\b", rest)
        if bare:
            return _lasting(length(0.5, unit))
        if re.search(r"and a half$", rest):
            return _lasting(length(1.5, unit), _mod(found))
        single = found.groupdict().get("another") or re.search(r"[a-r]-?long$", rest)
        return _lasting(length(1.0 if single else None, unit), _mod(found))
    count = _count(found)
    if count is None:
        return _lasting(length(None, unit), _mod(found))
    value = length(count, unit)
    if part(found, "count3"):
        return _lasting(value, "EQUAL_OR_MORE")  # "15 to 20 years": as TIMEX3 tells it
    second = _count(found, "count2")
    if second is not None:
        other = length(second, unit_name(found["unit2"]))
        value += other.removeprefix("P") if "T" not in value else other.removeprefix("PT")
    return _lasting(value, _mod(found))


def ago(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "two weeks ago": the report's day less the length, as fine as the unit, unless words after
    it are finer: "a year ago today", "a week ago Monday"."""
    unit = unit_name(found["unit"])
    count = _count(found)
    if count is None or scene.day is None:
        return replace(vague_meaning("PAST_REF"), anchor=scene.anchor)
    finer = "quarter" if unit == "year" and count == 1 and scene.in_quarter() else ""
    day, exact = scene.day, part(found, "exact")
    if exact and unit in ("week", "month", "year", "decade"):
        named = part(found, "weekday")
        day = weekday_from(day, int(words("weekday")[named]), -1) if named else day
        finer = {"this week": "week", "this month": "month"}.get(exact, "day")
    return _moved(day, -count, unit, scene.anchor, _mod(found), finer)


def _moved(
    day: date, count: float, unit: str, anchor: str, mod: str | None = None, finer: str = ""
) -> Meaning | None:
    there = shifted(day, count * TIMES.get(unit, 1) if unit == "fortnight" else count,
                    "week" if unit == "fortnight" else unit)  # fmt: skip
    if there is None:
        return None
    grain = finer or _grain(unit, count)
    return dated(value_of(there, grain), anchor, mod)


def _grain(unit: str, count: float) -> str:
    """The unit as the grain; half a year or more of it told in tenths falls to the next finer."""
    if count != int(count):
        return {"year": "month", "decade": "year", "month": "day", "week": "day"}.get(unit, "day")
    return {
        "fortnight": "week", "decade": "year", "century": "year",
        "hour": "day", "minute": "day", "second": "day",
    }.get(unit, unit)  # fmt: skip


def offset(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "two months later" from what the narrative is at; "30 days from now" from the report."""
    unit, side = unit_name(found["unit"]), part(found, "side") or ""
    # "the month before": one.
    count = 1.0 if found[0].lower().startswith("the ") else _count(found)
    back = side in ("earlier", "before")
    deictic = side in ("from now", "hence")
    told = scene.narrated(core(found)) if unit in ("day", "week", "fortnight") else scene.told
    told = None if deictic else told
    day = scene.day if told is None else first_day(told.interval)
    if unit in ("second", "minute", "hour"):
        return _lasting(length(count, unit), _mod(found))
    if count is None:
        return _lasting(length(None, unit))
    if day is None:
        return vague_meaning("PAST_REF" if back else "FUTURE_REF")
    finer = ""
    if unit == "year" and count == 1 and back and scene.in_quarter() and scene.quarter:
        return _moved(first_day(scene.quarter.interval) or day, -1, unit, scene.quarter.id, None,
                      "quarter")  # fmt: skip
    fine = told is not None and told.interval is not None and told.interval.grain is Grain.DAY
    if fine and unit in ("week", "fortnight"):
        finer = "day"
    anchor = scene.anchor if told is None else told.id
    return _moved(day, -count if back else count, unit, anchor, _mod(found), finer)


def within(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "will meet in two weeks" is a date ahead; "the first in two weeks" is a length."""
    unit, count = unit_name(found["unit"]), _count(found)
    before = scene.tree.text.content[max(0, found.start() - 60) : found.start()]
    ahead = bool(part(found, "time")) or (
        not _OF_ALL.search(before) and scene.direction(core(found)) is Direction.AHEAD
    )
    starts_in = re.match(r"in\b", found[0], re.IGNORECASE) is not None
    coarse = unit not in ("second", "minute", "hour")
    if starts_in and ahead and coarse and count is not None and scene.day is not None:
        return _moved(scene.day, count, unit, scene.anchor, _mod(found))
    if count is None:
        return _lasting(length(None, unit), _mod(found))
    interval = None
    if ahead and scene.day is not None:
        interval = _window(scene.day, count, unit, forward=True)
    return _lasting(length(count, unit), _mod(found), interval, scene.anchor)


_OF_ALL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|only|most|least|once|(?:old|new|wid|bigg|larg|high"
    r"|low|long|short|strong|weak|clos|deadli|heavi|fierc|bloodi|small|great|fast|slow)est|worst"
    r"|best)\b[^.,;:]*$",
    re.IGNORECASE,
)
"""What a length after "in" is the measure of: "to meet for the first time in two years"."""


def window(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "the past two years", "the next six months", "recent weeks", "the weeks ahead"."""
    unit, side = unit_name(found["unit"]), part(found, "side") or ""
    count = _count(found)
    forward = side in ("next", "coming", "following", "ahead", "to come", "future")
    mod = "APPROX" if found[0].lower().endswith("or so") else None
    if count is None:
        return _lasting(length(None, unit), mod, _some_days(side, unit, scene), scene.anchor)
    if scene.day is None:
        return _lasting(length(count, unit), mod)
    stretch = _window(scene.day, count, unit, forward)
    return _lasting(length(count, unit), mod, stretch, scene.anchor)


def _some_days(side: str, unit: str, scene: Scene) -> Interval | None:
    """ "in the coming days": a week at most from the report's day; "recently" and "in coming weeks"
    have no end."""
    ahead = side in ("next", "coming")
    return _window(scene.day, 1, "week", True) if ahead and unit == "day" and scene.day else None


def _window(day: date, count: float, unit: str, forward: bool) -> Interval | None:
    """The stretch of a length before or after a day; of hours the days that they may touch."""
    if unit == "hour":
        reach, today = timedelta(days=ceil(count / 24)), timedelta(days=1)
        start, end = (day, day + reach) if forward else (day - reach, day)
        return Interval(start, end + today, Grain.DAY)
    grain = GRAINS.get(unit)
    times = TIMES.get(unit, 1)
    base = {"fortnight": "week", "decade": "year", "century": "year"}.get(unit, unit)
    far = shifted(day, count * times if forward else -count * times, base)
    if grain is None or far is None or far == day:
        return None
    return Interval(day, far, grain) if forward else Interval(far, day, grain)


def set_of(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "every Friday", "each year", "twice a month"."""
    day = part(found, "weekday")
    if day:
        return Meaning(TimeType.SET, f"XXXX-WXX-{words('weekday')[day]}")
    name = part(found, "daypart")
    if name:
        return Meaning(TimeType.SET, f"XXXX-XX-XXT{words('daypart')[name]}")
    count = 2.0 if part(found, "other") else 1.0
    if re.match(r"every|each", found[0].lower()):
        count = _count(found) or count
    return Meaning(TimeType.SET, length(count, unit_name(found["unit"])))


def weekdays(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "on Fridays"."""
    name = part(found, "weekday") or ""
    return Meaning(TimeType.SET, f"XXXX-WXX-{words('weekday')[name]}")


def often(found: re.Match[str], scene: Scene) -> Meaning | None:
    return Meaning(TimeType.SET, words("often")[part(found, "often") or ""])


def vague(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "now" is the report's own."""
    return replace(vague_meaning(words("vague")[part(found, "vague") or ""]), anchor=scene.anchor)


def clock(found: re.Match[str], scene: Scene) -> Meaning | None:
    """A clock time of the report's day; the day beside it is joined later."""
    named = part(found, "name")
    if named:
        hour, minute = int(words("name")[named]), 0
    else:
        hour, minute = int(found["h"]), int(part(found, "min") or 0)
        half = part(found, "half") or {"morning": "a"}.get(part(found, "daypart") or "a", "p")
        if half and (part(found, "half") or part(found, "daypart")):
            hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59:
        return None
    zone = "Z" if (part(found, "zone") or "") in ("gmt", "utc", "z") else ""
    value = f"T{hour:02d}:{minute:02d}{zone}"
    told = scene.told
    # A weekend ("2031-W19-WE") is told in days, but is no day.
    whole = told is not None and re.match(r"\d{4}-\d\d-\d\d", told.value) is not None
    by_day = whole and told and told.interval and told.interval.grain is Grain.DAY
    if told and by_day and _close(scene, found, told):
        return at_clock(told.value[:10], value, told.id, _mod(found))
    day = scene.day.isoformat() if scene.day else "XXXX-XX-XX"
    return at_clock(day, value, scene.anchor, _mod(found))


def _close(scene: Scene, found: re.Match[str], told: Time) -> bool:
    """Whether the narrative's date stands in the same sentence or the one before."""
    between = scene.tree.text.content[told.span.end : found.start()]
    return len(between) < 250 and "\n\n" not in between and len(re.findall(r"[.!?]\s", between)) < 2


def at_clock(day: str, clock_value: str, anchor: str, mod: str | None) -> Meaning:
    """A day's ISO value and a clock's ("T15:00Z") → one meaning."""
    value = day + clock_value
    if not day[0].isdigit():
        return Meaning(TimeType.TIME, value, mod)
    hour, minute = int(clock_value[1:3]), int(clock_value[4:6])
    year, month, number = (int(piece) for piece in day.split("-"))
    start = datetime(year, month, number) + timedelta(hours=hour, minutes=minute)
    interval = Interval(start, start + timedelta(minutes=1), Grain.MINUTE)
    return Meaning(TimeType.TIME, value, mod, interval, anchor)
