"""Matches of period patterns → months, seasons, quarters, years: "early next year"."""

import re
from datetime import date, timedelta

from dragoman.meaning.calendar_time import (
    SEASON_MONTH,
    add_months,
    named_day,
    shifted,
    value_of,
)
from dragoman.meaning.times_dates import month_of, part_mod, which_of
from dragoman.meaning.times_scene import Meaning, Scene, core, dated, first_day, part, vague
from dragoman.meaning.times_verbs import Direction
from dragoman.meaning.times_words import words
from dragoman.ontology import Grain
from dragoman.types import Interval

# --- months, seasons, quarters -----------------------------------------------------------------


def month_year(found: re.Match[str], scene: Scene) -> Meaning | None:
    return dated(f"{found['year']}-{month_of(found):02d}", "text", part_mod(found))


def bare_month(found: re.Match[str], scene: Scene) -> Meaning | None:
    month, which = month_of(found), which_of(found)
    if scene.day is None:
        return vague(f"XXXX-{month:02d}")
    day, anchor = scene.day, scene.anchor
    if which in ("before", "after", "same") and scene.told:
        day, anchor = scene.told_day() or day, scene.told_anchor()
    gap = (day.month - month) % 12
    if which in ("last", "before"):
        year = add_months(day, -(gap if gap > 1 else gap + 12)).year
    elif which in ("next", "after"):
        year = add_months(day, (12 - gap)).year
    elif which == "this":
        year = day.year
    else:
        direction = scene.direction(core(found))
        nearer = gap > 6 and direction is Direction.EITHER
        before = scene.tree.text.content[max(0, found.start() - 8) : found.start()]
        made = direction is Direction.BEHIND and _beside(found, scene)
        open_one = gap == 11 and not made
        next_one = open_one and not re.search(r"\b(?:since|by)\s+$", before, re.IGNORECASE)
        ahead = direction is Direction.AHEAD or nearer or next_one
        year = add_months(day, 12 - gap if ahead and gap else -gap).year
    return dated(f"{year}-{month:02d}", anchor, part_mod(found))


def _beside(found: re.Match[str], scene: Scene) -> bool:
    """Whether it stands before its noun: "a June agreement"."""
    head = scene.tree.head_of(core(found))
    return head is not None and scene.tree.relation(head) == "compound"


def half_month(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "the first half of May": its days up to the 15th; the second half is the rest."""
    number = int(words("ordinal")[part(found, "ordinal") or ""])
    month = month_year(found, scene) if found["year"] else bare_month(found, scene)
    if number > 2 or month is None or month.interval is None:
        return None
    start, end = month.interval.start, month.interval.end
    middle = start + timedelta(days=15)
    halves = Interval(start, middle, Grain.MONTH), Interval(middle, end, Grain.MONTH)
    return dated(month.value, month.anchor, ("START", "END")[number - 1], halves[number - 1])


def week_of_month(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "the last week of May", "the first days of May": so many of its days from the 1st or up to
    its end; "the last day of May" is that day."""
    month = month_year(found, scene) if found["year"] else bare_month(found, scene)
    if month is None or month.interval is None or found["unit"] == "weekend":
        return None
    start, end, by = month.interval.start, month.interval.end, timedelta(days=7)
    by = {"days": timedelta(days=5), "day": timedelta(days=1)}.get(found["unit"].lower(), by)
    number = {"first": 0, "opening": 0, "second": 1, "third": 2, "fourth": 3}.get(
        found["nth"].lower()
    )
    if number is None:
        first, last, mod = end - by, end, "END"
    else:
        first, last = start + number * by, start + (number + 1) * by
        mod = "START" if number == 0 else "MID" if number < 3 else "END"
    grain = Grain.WEEK if by.days == 7 else Grain.DAY
    if by.days == 1:
        return dated(value_of(first, "day"), month.anchor, None, Interval(first, last, grain))
    return dated(month.value, month.anchor, mod, Interval(first, last, grain))


def weekday_of_month(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "the last Sunday of June"."""
    month = month_year(found, scene) if found["year"] else bare_month(found, scene)
    start = None if month is None else first_day(month.interval)
    if month is None or start is None:
        return None
    which = {"last": "-1"}.get(found["nth"].lower()) or words("ordinal")[found["nth"].lower()]
    weekday = words("weekday")[part(found, "weekday") or ""]
    day = named_day(f"{start.month:02d} {weekday} {which}", start.year)
    return dated(day.isoformat(), month.anchor)


def half_week(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "the second half of the week": its days from Thursday."""
    if scene.day is None:
        return None
    day = scene.day + timedelta(days=7 if found["which"].lower() == "next" else 0)
    monday = day - timedelta(days=day.isoweekday() - 1)
    cuts = (monday, monday + timedelta(days=3), monday + timedelta(days=7))
    at = 0 if found["nth"].lower() == "first" else 1
    half = Interval(cuts[at], cuts[at + 1], Grain.WEEK)
    return dated(value_of(monday, "week"), scene.anchor, ("START", "END")[at], half)


def month_of_year(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "June last year"."""
    told = part(found, "when") in ("that", "the same", "the following")
    day = scene.told_day() if told else scene.day
    if day is None:
        return None
    year = day.year + {"last": -1, "next": 1, "the following": 1}.get(part(found, "when") or "", 0)
    anchor = scene.told_anchor() if told else scene.anchor
    return dated(f"{year}-{month_of(found):02d}", anchor, part_mod(found))


def season(found: re.Match[str], scene: Scene) -> Meaning | None:
    code = words("season")[part(found, "season") or ""]
    year = part(found, "year")
    if year:
        return dated(f"{year}-{code}", "text", part_mod(found))
    which = which_of(found)
    if scene.day is None or (which is None and part(found, "season") == "fall"):
        return None
    start = SEASON_MONTH[code]
    now = _season_start(scene.day, start)
    running = now <= scene.day < add_months(now, 3)
    ahead = which == "next" or (which is None and scene.direction(core(found)) is Direction.AHEAD)
    if which == "this":
        late = scene.direction(core(found)) is Direction.BEHIND
        chosen = now if running or late or (scene.day - now).days < 150 else add_months(now, 12)
    elif ahead:
        chosen = now if running and which is None else add_months(now, 12)
    else:
        chosen = add_months(now, -12) if running and which == "last" else now
    return dated(f"{chosen.year}-{code}", scene.anchor, part_mod(found))


def _season_start(day: date, month: int) -> date:
    """The latest start of a season at or before a day."""
    start = date(day.year, month, 1)
    return start if start <= day else add_months(start, -12)


def quarter(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "the third quarter" → the most recent one, or the one that its year names."""
    told = part(found, "ordinal") or ""
    number = int(words("ordinal").get(told, told))
    if not 1 <= number <= 4:
        return None
    year = part(found, "year") or part(found, "year2")
    if year:
        return dated(f"{year}-Q{number}", "text")
    if scene.day is None:
        return vague(f"XXXX-Q{number}")
    which = which_of(found, "which2") or which_of(found)
    current = (scene.day.month + 2) // 3
    by = {"last": -1, "before": -1, "next": 1}.get(which or "", 0)
    if by == 0 and which is None and number > current:
        by = 0 if scene.direction(core(found)) is Direction.AHEAD else -1
    if part(found, "ago"):
        by -= 1
    return dated(f"{scene.day.year + by}-Q{number}", scene.anchor)


def this_quarter(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "the quarter", "the latest period" → the one told last, else the last complete one."""
    year = part(found, "year")
    if year:
        tail = scene.quarter.value[4:] if scene.quarter else ""
        return dated(year + tail, "text")
    if part(found, "anymonth") and scene.day:
        month = (scene.day.month - month_of(found)) % 12
        return dated(value_of(add_months(scene.day, -month), "quarter"), scene.anchor)
    if scene.quarter:
        return dated(scene.quarter.value, scene.quarter.id)
    if scene.day is None or "period" in found[0].lower():
        return None
    return dated(value_of(add_months(scene.day, -3), "quarter"), scene.anchor)


def quarter_ago(found: re.Match[str], scene: Scene) -> Meaning | None:
    """The same quarter a year before the one told last."""
    if scene.quarter:
        year, tail = scene.quarter.value[:4], scene.quarter.value[4:]
        return dated(f"{int(year) - 1}{tail}", scene.quarter.id)
    if scene.day is None:
        return None
    return dated(value_of(add_months(scene.day, -15), "quarter"), scene.anchor)


# --- years and more ----------------------------------------------------------------------------


def bare_year(found: re.Match[str], scene: Scene) -> Meaning | None:
    head = found[0].lower()
    mod = "AFTER" if head.startswith("post") else "BEFORE" if head.startswith("pre") else None
    rel = part(found, "rel")
    mod = mod or {"e": "START", "l": "END"}.get((rel or " ")[0])
    return dated(found["year"], "text", mod or part_mod(found))


def year_words(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "nineteen ninety-six", as broadcasts spell it."""
    head, tens, teen = part(found, "head") or "", part(found, "tenth"), part(found, "teen")
    if head == "two thousand":
        return dated("2000", "text")
    value = int(words("number")[head.split(" ")[0]]) * 100
    unit = part(found, "number")
    last = int(words("number")[unit]) if unit else 0
    if last > 9:
        return None
    value += int(words("teen")[teen]) if teen else int(words("tenth")[tens or ""]) * 10 + last
    return dated(str(value), "text")


def decade(found: re.Match[str], scene: Scene) -> Meaning | None:
    tens = part(found, "tens")
    if part(found, "short"):
        return dated("19" + found["short"][1], "text", part_mod(found))
    if tens is None:
        return dated(found["decade"][:3], "text", part_mod(found))
    century = "19" if scene.day is None or scene.day.year < 2100 else str(scene.day.year)[:2]
    return dated(century + words("tens")[tens], "text", part_mod(found))


def century(found: re.Match[str], scene: Scene) -> Meaning | None:
    ordinal = part(found, "ordinal")
    number = int(words("ordinal")[ordinal]) if ordinal else int(found["nth"])
    return dated(f"{number - 1:02d}", "text", part_mod(found)) if 10 < number < 23 else None


def half(found: re.Match[str], scene: Scene) -> Meaning | None:
    number = int(words("ordinal")[part(found, "ordinal") or ""])
    year = part(found, "year")
    if number > 2 or (year is None and scene.day is None):
        return None
    if year or scene.day is None:
        return dated(f"{year}-H{number}", "text")
    by = {"last": -1, "before": -1, "next": 1}.get(which_of(found) or "", 0)
    return dated(f"{scene.day.year + by}-H{number}", scene.anchor)


# --- units by their place: this week, later this month, the end of the year --------------------


def deictic_unit(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "last week", "earlier this month", "the following year", "the end of the week"."""
    unit, which = part(found, "unit") or "", which_of(found) or "this"
    day, anchor = scene.day, scene.anchor
    narrated = which in ("before", "after", "same") or (
        part(found, "det") is not None and which == "next"
    )
    told = scene.narrated(core(found)) if unit in ("day", "week") else scene.told
    if narrated and told:
        day, anchor = first_day(told.interval) or day, told.id
    by = {"last": -1, "before": -1, "next": 1, "after": 1}.get(which, 0)
    if day is None:
        return vague(("PRESENT_REF", "FUTURE_REF", "PAST_REF")[by])
    there = shifted(day, by, unit)
    if there is None:
        return None
    return _of_unit(found, value_of(there, unit), anchor, None if narrated else scene.day, by)


def _of_unit(found: re.Match[str], value: str, anchor: str, today: date | None, by: int) -> Meaning:
    """With "earlier" and "later" cut at the report's day."""
    rel = part(found, "rel")
    if rel not in ("earlier", "later"):
        mod = "APPROX" if found.groupdict().get("orso") else part_mod(found)
        return dated(value, anchor, mod, _running(found, today))
    mod = "START" if rel == "earlier" else "END"
    whole = dated(value, anchor).interval
    if whole is None or today is None or by != 0:
        return dated(value, anchor, mod)
    start, end = whole.start, whole.end
    if rel == "earlier":
        end = max(start + timedelta(days=1), min(today, end))
    else:
        start = min(max(start, today + timedelta(days=1)), end - timedelta(days=1))
    return dated(value, anchor, mod, Interval(start, end, whole.grain))


def _running(found: re.Match[str], today: date | None) -> Interval | None:
    """ "the past year" runs up to the report's day, whatever calendar year its value names."""
    if today is None or part(found, "which") not in ("past", "this past") or part(found, "part"):
        return None
    unit = part(found, "unit") or ""
    start = shifted(today, -1, unit)
    grain = {"week": Grain.WEEK, "month": Grain.MONTH}.get(unit, Grain.YEAR)
    return Interval(start, today, grain) if start and start < today else None


def year_end(found: re.Match[str], scene: Scene) -> Meaning | None:
    if scene.day is None:
        return None
    year = scene.day.year
    before = scene.tree.text.content[max(0, found.start() - 8) : found.start()]
    if re.search(r"\bsince\s+$", before):
        year -= 1
    months = Interval(date(year, 12, 1), date(year + 1, 1, 1), Grain.MONTH)
    value = f"{year}-12-31" if "-" in found[0] else str(year)
    return dated(value, scene.anchor, "END", months)


def weekend(found: re.Match[str], scene: Scene) -> Meaning | None:
    """On Sunday and Monday "the weekend" is the one just ending, unless the clause points ahead."""
    if scene.day is None:
        return None
    which, day = which_of(found), scene.day
    if which == "last":
        day -= timedelta(days=7)
    elif which in ("next", "after"):
        day += timedelta(days=7)
    elif which != "this":
        ahead = scene.direction(core(found)) in (Direction.AHEAD, Direction.EITHER)
        if not ahead and day.isoweekday() < 6:
            day -= timedelta(days=7)
        elif ahead and day.isoweekday() > 6:
            day += timedelta(days=7)
    return dated(value_of(day, "week") + "-WE", scene.anchor)
