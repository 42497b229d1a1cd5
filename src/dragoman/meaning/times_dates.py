"""Matches of calendar patterns → dates: "7 May", "last Tuesday", "early next year", "Easter"."""

import re
from datetime import date, timedelta

from dragoman.lexicon import table
from dragoman.meaning.calendar_moon import feasts
from dragoman.meaning.calendar_time import add_months, named_day, value_of, weekday_from
from dragoman.meaning.times_direction import told_as_done, told_of_its_day
from dragoman.meaning.times_scene import (
    Meaning,
    Scene,
    core,
    dated,
    first_day,
    or_else,
    part,
    vague,
)
from dragoman.meaning.times_verbs import Direction, cues, governor
from dragoman.meaning.times_words import words
from dragoman.ontology import Grain, TimeType
from dragoman.spans import Span
from dragoman.types import Interval, Time

SOON = timedelta(days=92)
"""A day of the year that comes within so many days may be ahead when no verb tells."""

VERY_SOON = timedelta(days=31)
"""Within so many days it is ahead, save with a plain past verb: the one a year ago would be told by
its year."""


def part_mod(found: re.Match[str]) -> str | None:
    """START, MID or END of "early", "mid" and "late"."""
    name = part(found, "part")
    return words("part").get(name) if name else None


def which_of(found: re.Match[str], group: str = "which") -> str | None:
    """last, before, this, next, after or same."""
    name = part(found, group)
    return words("which").get(name) if name else None


# --- days of the calendar --------------------------------------------------------------------


def iso(found: re.Match[str], scene: Scene) -> Meaning | None:
    got = _full(int(found["y"]), int(found["m"]), int(found["d"]))
    if got is None or found["h"] is None:
        return got
    return dated(f"{got.value}T{found['h']}:{found['min']}{found['zone'] or ''}", "text")


def slashed(found: re.Match[str], scene: Scene) -> Meaning | None:
    """Month first, unless only the other way is a date."""
    first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
    return _full(year, first, second) or _full(year, second, first)


def _full(year: int, month: int, day: int) -> Meaning | None:
    try:
        return dated(date(year, month, day).isoformat(), "text")
    except ValueError:
        return None


def month_of(found: re.Match[str]) -> int:
    name = part(found, "anymonth") or part(found, "month") or ""
    return int(words("month").get(name) or words("shortmonth")[name])


def month_day(found: re.Match[str], scene: Scene) -> Meaning | None:
    """With its year, or in the year that the clause points to."""
    ordinal = part(found, "ordinal")
    day = int(words("ordinal")[ordinal]) if ordinal else int(re.sub(r"\D", "", found["dayno"]))
    month = month_of(found)
    if day > 31:
        return None
    if found["year"]:
        got = _full(int(found["year"]), month, day)
    else:
        got = day_of_year(f"{month:02d}-{day:02d}", scene, found)
    night = _NIGHT_OF.search(scene.tree.text.content, max(0, found.start() - 24), found.start())
    if got and night and got.interval:
        return dated(f"{got.value}T{words('daypart')[night[1].lower()]}", got.anchor)
    return got


_NIGHT_OF = re.compile(r"\bthe\s+(night|morning|evening|afternoon)\s+of\s+$", re.IGNORECASE)


def range_start(content: str, span: Span) -> re.Match[str] | None:
    """The day that a range begins with, before its full end: "26-" of "26-28 October"."""
    return _BEFORE.search(content, max(0, span.start - 12), span.start)


_BEFORE = re.compile(r"(?<![\w.,$-])(\d{1,2})(?:\s*[-–—]\s*|\s+(?:to|and|or|through|until)\s+)$")


JUST, FAR = timedelta(days=45), timedelta(days=270)
"""How near behind, and how far ahead, a day without a year must be to lie behind in any clause."""


def day_of_year(rule: str, scene: Scene, found: re.Match[str]) -> Meaning | None:
    """A yearly day without a year → the nearest one the way that its clause points."""
    if scene.day is None:
        return vague(f"XXXX-{rule}") if re.fullmatch(r"\d\d-\d\d", rule) else None
    days = []
    for year in range(scene.day.year - 4, scene.day.year + 5):
        try:
            days.append(named_day(rule, year))
        except ValueError:
            continue
    if found.groupdict().get("weekday") or found.groupdict().get("shortday"):
        days = [day for day in days if day.isoweekday() == _weekday_number(found)] or days
    if not days:
        return None
    if min(days) > scene.day or max(days) < scene.day:
        today = scene.day
        return dated(min(days, key=lambda day: abs(day - today)).isoformat(), scene.anchor)
    last = max(day for day in days if day <= scene.day)
    following = min(day for day in days if day >= scene.day)
    span = core(found)
    begins = range_start(scene.tree.text.content, span)
    span = Span(begins.start(1), span.end) if begins and found[0][0].isdigit() else span
    direction = scene.direction(span)
    near = SOON if direction is Direction.UNKNOWN else VERY_SOON
    past = direction is Direction.BEHIND and "holiday" not in found.groupdict()
    done = past and told_as_done(scene.tree, span)
    soon = following - scene.day <= near and not done
    nearer = direction is Direction.EITHER and following - scene.day < scene.day - last
    # Plans are told with their year where they are a year away: "proposed on 10 June", told on the
    # 11th, was the day before.
    far = following - scene.day > FAR and scene.day - last <= JUST
    far = far and "holiday" not in found.groupdict()
    ahead = direction is Direction.AHEAD and not far
    chosen = following if ahead or soon or nearer else last
    got = dated(chosen.isoformat(), scene.anchor)
    tomorrow = scene.day + timedelta(days=1)
    return or_else(got, tomorrow) if done and following == tomorrow else got


def _weekday_number(found: re.Match[str]) -> int:
    name = part(found, "weekday")
    return int(words("weekday")[name] if name else words("shortday")[part(found, "shortday") or ""])


def holiday(found: re.Match[str], scene: Scene) -> Meaning | None:
    name = (part(found, "holiday") or "").replace("’", "'")
    rule = _rule(name, scene.tree.text.content)
    if rule is None:
        return vague("XXXX-XX-XX")
    if rule.startswith("moon"):
        return _feast(rule, found, scene)
    if found.groupdict().get("year"):
        return dated(named_day(rule, int(found["year"])).isoformat(), "text")
    got = day_of_year(rule, scene, found)
    if got and part(found, "unit"):
        return dated(value_of(date.fromisoformat(got.value), "week"), got.anchor)
    return got


def _feast(rule: str, found: re.Match[str], scene: Scene) -> Meaning | None:
    """A feast that the moon sets: the nearest stretch that its clause points to, and no day."""
    year = part(found, "year")
    years = [int(year)] if year else []
    if scene.day and not year:
        years = [*range(scene.day.year - 2, scene.day.year + 3)]
    known = [stretch for one in years for stretch in feasts(rule, one)]
    if scene.day and not year:
        today, direction = scene.day, scene.direction(core(found))
        gone = [s for s in known if s[0] <= today]
        coming = [s for s in known if s[1] > today]
        nearer = min(known, key=lambda s: abs(s[0] - today))
        side = {Direction.AHEAD: coming[:1], Direction.BEHIND: gone[-1:]}
        known = side.get(direction, [nearer])
    if len(known) != 1:
        return vague("XXXX-XX-XX")
    start, end = known[0]
    grain = Grain.MONTH if end - start > timedelta(days=7) else Grain.WEEK
    anchor = "text" if year else scene.anchor
    return Meaning(TimeType.DATE, "XXXX-XX-XX", None, Interval(start, end, grain), anchor)


def _rule(name: str, content: str) -> str | None:
    """The rule of a named day; of one that differs by country, that of the only country named."""
    rows = [row for row in table("time_holidays") if row["name"] == name]
    if any(row["of"] for row in rows):
        rows = [r for r in rows if any(re.search(rf"\b{w}\b", content) for w in r["of"].split("|"))]
    rules = {row["rule"] for row in rows}
    return rules.pop() if len(rules) == 1 else None


def weekday(found: re.Match[str], scene: Scene) -> Meaning | None:
    """The most recent one, unless its clause points ahead or a word tells; both ways today counts:
    a report of a Friday that says "will meet Friday" means its own day.

    Nobody calls the day of six days ago by its bare name: "she said Friday" on a Thursday is of the
    day after, where she spoke.
    """
    number = int(words("weekday")[(part(found, "weekday") or "").rstrip("s")])
    tail = _day_part(found)
    if _goes_on(scene, found):
        return Meaning(TimeType.SET, f"XXXX-WXX-{number}{tail}")
    if scene.day is None:
        return vague(f"XXXX-WXX-{number}{tail}")
    which = which_of(found)
    day, anchor = scene.day, scene.anchor
    if which in ("before", "after", "same"):
        day, anchor = _narrated(found, scene)
    ahead = which in ("next", "after") or (
        which in (None, "this") and _points_ahead(scene, core(found), number)
    )
    if ahead:
        start = day + timedelta(days=1) if which in ("next", "after") else day
        chosen = weekday_from(start, number, 1)
    else:
        start = day - timedelta(days=1) if which in ("last", "before") else day
        chosen = weekday_from(start, number, -1)
    mod = part_mod(found) or ("MID" if part(found, "mid") else None)
    since = _range_start(found, scene)
    if since:
        chosen, anchor = _range_end(since, chosen, day), since.id
        return dated(chosen.isoformat() + tail, anchor, mod)
    tomorrow = day + timedelta(days=1)
    if which is None and chosen == tomorrow - timedelta(days=7):
        told = told_of_its_day(scene.tree, core(found))
        first, second = (tomorrow, chosen) if told else (chosen, tomorrow)
        return or_else(dated(first.isoformat() + tail, anchor, mod), second)
    return dated(chosen.isoformat() + tail, anchor, mod)


def _goes_on(scene: Scene, found: re.Match[str]) -> bool:
    """ "every Monday and Friday": whether a weekday goes on from a set of weekdays."""
    last = scene.last
    if last is None or last.type is not TimeType.SET or not last.value.startswith("XXXX-WXX-"):
        return False
    return _ALSO.fullmatch(scene.tree.text.content, last.span.end, found.start()) is not None


_ALSO = re.compile(r"\s*,?\s*(?:and|or|,)\s+")


def _range_start(found: re.Match[str], scene: Scene) -> Time | None:
    """ "from Thursday to Saturday", "between Monday and Friday": the day that it goes on from."""
    last = scene.days[-1] if scene.days else None
    if last is None or which_of(found) or not last.interval:
        return None
    content = scene.tree.text.content
    gap = _THROUGH.fullmatch(content, last.span.end, found.start())
    if not gap:
        return None
    opened = _OPENED.search(content, max(0, last.span.start - 10), last.span.start)
    plain = last.interval.grain is Grain.DAY and len(last.value) == 10
    told = opened if gap[1].strip() in ("and", "until", "till") else True
    head = scene.tree.head_of(core(found))
    verb = None if head is None else governor(scene.tree, head)
    # "brought forward from Friday to Thursday"
    moved = verb is not None and scene.tree.lemmas[verb] in cues("shift") | cues("moved")
    return last if plain and told and not moved else None


def _range_end(since: Time, end: date, today: date) -> date:
    """The end of a range that would close before it opens is the next such day, unless it is rather
    the start that lies a week back ("will last from Wednesday to Saturday", told on a Thursday)."""
    start = first_of(since)
    if end >= start:
        return end
    later = weekday_from(start, end.isoweekday(), 1)
    if end <= today < start:
        return later
    return later if abs(later - today) <= abs(start - timedelta(days=7) - today) else end


_THROUGH = re.compile(r"([-–]|\s+(?:to|through|until|till|and)\s+)")
_OPENED = re.compile(r"\b(?:from|between)\s+$", re.IGNORECASE)


def first_of(time: Time) -> date:
    """The first day of a dated expression."""
    day = first_day(time.interval)
    assert day is not None
    return day


def _points_ahead(scene: Scene, span: Span, weekday: int) -> bool:
    """Ahead, or either and less than four days off."""
    direction = scene.direction(span)
    if direction is not Direction.EITHER or scene.day is None:
        return direction is Direction.AHEAD
    since = scene.told_beside(span)
    if since is not None and since <= scene.day:
        # "On Wednesday it called off a round that was to have begun on Monday": after that day.
        return weekday_from(since, weekday, 1) >= scene.day
    return (weekday - scene.day.isoweekday()) % 7 < 4


def _narrated(found: re.Match[str], scene: Scene) -> tuple[date, str]:
    """The day that the narrative is at, and the id of its expression; else the report's."""
    time = scene.narrated(core(found))
    day = None if time is None else first_day(time.interval)
    assert scene.day is not None
    return (day, time.id) if time and day else (scene.day, scene.anchor)


def week_away(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "Monday week", "a week from Monday": seven days after the coming one."""
    if scene.day is None:
        return None
    number = int(words("weekday")[part(found, "weekday") or ""])
    first = weekday_from(scene.day + timedelta(days=1), number, 1)
    return dated((first + timedelta(days=7)).isoformat(), scene.anchor)


def week_of(found: re.Match[str], scene: Scene) -> Meaning | None:
    got = month_day(found, scene)
    if got is None or got.interval is None:
        return None
    return dated(value_of(date.fromisoformat(got.value), "week"), got.anchor)


def relday(found: re.Match[str], scene: Scene) -> Meaning | None:
    """today, yesterday, tomorrow."""
    by = int(words("relday")[part(found, "relday") or ""])
    if scene.day is None:
        return vague(("PAST_REF", "PRESENT_REF", "FUTURE_REF")[(by > 0) - (by < 0) + 1])
    shift = timedelta(days=by)
    got = dated((scene.day + shift).isoformat() + _day_part(found), scene.anchor, part_mod(found))
    # The dateline's day, or that of the outlet which printed it later.
    later = scene.published if scene.published and scene.published != scene.day else None
    return or_else(got, later + shift) if later else got


def day_only(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "until the 22nd": of this month, unless its clause points the other way."""
    number = _of_month(found)
    if scene.day is None:
        return vague(f"XXXX-XX-{number:02d}")
    days = []
    for by in (-2, -1, 0, 1, 2):
        month = add_months(scene.day.replace(day=1), by)
        try:
            days.append(month.replace(day=number))
        except ValueError:
            continue
    direction, today = scene.direction(core(found)), scene.day
    if direction is Direction.AHEAD:
        chosen = min(day for day in days if day >= today)
    elif direction is Direction.BEHIND:
        chosen = max(day for day in days if day <= today)
    else:
        chosen = min(days, key=lambda day: abs(day.month - today.month))
    return dated(chosen.isoformat(), scene.anchor)


def _of_month(found: re.Match[str]) -> int:
    """ "the 22nd", "the twenty-second" → 22."""
    spelt = part(found, "word")
    if spelt is None:
        return int(re.sub(r"\D", "", found["nth"].split(" ")[0]))
    head, _, tail = re.sub(r"[\s‐‑-]+", " ", spelt).partition(" ")
    tens = {"twenty": 20, "thirty": 30}.get(head, 0)
    return tens + int(words("ordinal")[tail]) if tens and tail else int(words("ordinal")[head])


def tonight(found: re.Match[str], scene: Scene) -> Meaning | None:
    return dated(f"{scene.day.isoformat()}TNI", scene.anchor) if scene.day else vague("PRESENT_REF")


def _day_part(found: re.Match[str]) -> str:
    name = part(found, "daypart")
    return "T" + words("daypart")[name] if name else ""


def _just_told(told: Time, found: re.Match[str]) -> bool:
    return found.start() - told.span.end < 150


def daypart(found: re.Match[str], scene: Scene) -> Meaning | None:
    """ "last night", "this morning", "the next evening", "overnight"."""
    which, day, anchor = which_of(found), scene.day, scene.anchor
    if day is None:
        return None
    tail = _day_part(found) or "TNI"
    told = scene.narrated(core(found))
    if which in ("before", "after", "same") or part(found, "det"):
        day, anchor = _narrated(found, scene)
    elif not which and told and (tail == "TNI" or _just_told(told, found)):
        day, anchor = _narrated(found, scene)
        if tail == "TMO" and told.value.endswith("TNI"):
            day += timedelta(days=1)  # "overnight … at two in the morning"
    back = which in ("last", "before") or not part(found, "daypart")
    by = -1 if back else 1 if which in ("next", "after") else 0
    return dated((day + timedelta(days=by)).isoformat() + tail, anchor, part_mod(found))
