"""Tree and day of publication → the time expressions of a report, each with value and interval.

Patterns of ``time_patterns.tsv`` find them; the longest wins; then each is resolved in order of
the text against the report's day, the day that a quotation was said on, or what the narrative is
at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dragoman.meaning import times_dates as dates
from dragoman.meaning import times_lengths as lengths
from dragoman.meaning import times_periods as periods
from dragoman.meaning.times_finding import Match, find_matches
from dragoman.meaning.times_quoted import said_earlier
from dragoman.meaning.times_scene import Builder, Meaning, Scene, dated, first_day, part
from dragoman.meaning.times_words import compiled, words
from dragoman.meaning.tree import Tree
from dragoman.ontology import Grain, TimeType
from dragoman.spans import Span
from dragoman.types import Time

BUILDERS: dict[str, Builder] = {
    "iso": dates.iso,
    "slashed": dates.slashed,
    "month_day": dates.month_day,
    "month_year": periods.month_year,
    "month_of": periods.month_of_year,
    "bare_month": periods.bare_month,
    "year_words": periods.year_words,
    "bare_year": periods.bare_year,
    "decade": periods.decade,
    "century": periods.century,
    "half": periods.half,
    "half_month": periods.half_month,
    "week_of_month": periods.week_of_month,
    "weekday_of_month": periods.weekday_of_month,
    "half_week": periods.half_week,
    "quarter": periods.quarter,
    "quarter_ago": periods.quarter_ago,
    "this_quarter": periods.this_quarter,
    "season": periods.season,
    "deictic_unit": periods.deictic_unit,
    "year_end": periods.year_end,
    "week_of": dates.week_of,
    "week_away": dates.week_away,
    "weekend": periods.weekend,
    "weekday": dates.weekday,
    "relday": dates.relday,
    "day_only": dates.day_only,
    "tonight": dates.tonight,
    "daypart": dates.daypart,
    "holiday": dates.holiday,
    "clock": lengths.clock,
    "weekdays": lengths.weekdays,
    "ago": lengths.ago,
    "offset": lengths.offset,
    "within": lengths.within,
    "window": lengths.window,
    "duration": lengths.duration,
    "set_of": lengths.set_of,
    "often": lengths.often,
    "vague": lengths.vague,
}


def find_times(tree: Tree, published: date | None) -> tuple[Time, ...]:
    """All time expressions, sorted by span; ids t1, t2 … in that order."""
    day, anchor = _today(tree, published)
    scene, matches = Scene(tree, day, anchor, published), find_matches(tree)
    found = _resolved(matches, scene)
    quotes = said_earlier(tree, found, day)
    return _joined(tree, _resolved(matches, scene, quotes) if quotes else found)


def _resolved(
    matches: Sequence[Match], scene: Scene, quotes: Sequence[tuple[Span, Time]] = ()
) -> list[Time]:
    """The meanings of matches in order, those in quotations by the day of the saying."""
    found: list[Time] = []
    for match in matches:
        said = next((time for quote, time in quotes if match.span.meets(quote)), None)
        there = (
            scene if said is None else replace(scene, day=first_day(said.interval), anchor=said.id)
        )
        for span, meaning in _possible(match, there):
            time = _time(f"t{len(found) + 1}", span, meaning)
            found.append(time)
            scene = _after(scene, time, match.build)
    return found


def _time(id: str, span: Span, got: Meaning) -> Time:
    return Time(id, span, got.type, got.value, got.mod, got.interval, got.anchor, got.other)


def _after(scene: Scene, time: Time, build: str) -> Scene:
    """The scene once an expression has been told; a comparison with a year before moves nothing."""
    scene = replace(scene, last=time)
    if time.interval and time.interval.grain in (Grain.DAY, Grain.HOUR, Grain.MINUTE):
        scene = replace(scene, days=(*scene.days, time))
    compared = build == "quarter_ago" or (build in ("offset", "ago") and "-Q" in time.value)
    if time.interval is None or time.type is TimeType.DURATION or compared:
        return scene
    if re.fullmatch(r"\d{4}-Q[1-4]", time.value):
        ahead = scene.day is not None and time.interval.start > scene.day
        return replace(scene, told=time, quarter=scene.quarter if ahead else time)
    return replace(scene, told=time)


def _possible(match: Match, scene: Scene) -> tuple[tuple[Span, Meaning], ...]:
    """The meanings of a match; of a day past the calendar's first or last there is none."""
    try:
        return tuple(_meanings(match, scene))
    except OverflowError:
        return ()


def _meanings(match: Match, scene: Scene) -> Iterator[tuple[Span, Meaning]]:
    """The meaning of a match, and of the ends of a range that leave something out."""
    meaning = BUILDERS[match.build](match.found, scene)
    if meaning is None:
        return
    if match.build == "bare_year":
        yield match.span, meaning
        later = _short_year(scene.tree.text.content, match.span, meaning)
        if later:
            yield later
        return
    if match.build != "month_day" or len(meaning.value) != 10 or meaning.interval is None:
        yield match.span, meaning
        return
    before, after = _elided(scene.tree.text.content, match, meaning)
    if before:
        yield before
    yield match.span, meaning
    if after:
        yield after


# --- ranges: "October 26 to 28", "26-28 October" -------------------------------------------------

_AFTER = re.compile(
    r"(?:\s*[-–—]\s*|\s+(?:to|and|or|through|until)\s+)(\d{1,2})(?:st|nd|rd|th)?\b(?![:%,.]\d|[-/]|\s+"
    r"(?:%|per|people|[A-Z][a-z]{2,}))"
)

Elided = tuple[Span, Meaning] | None


def _elided(content: str, match: Match, meaning: Meaning) -> tuple[Elided, Elided]:
    """The end of a range that names only its day, before and after a full one."""
    span, day = match.span, date.fromisoformat(meaning.value)
    head = dates.range_start(content, span)
    tail = None
    if not content[span.end - 1].isalpha() and not part(match.found, "year"):
        tail = _AFTER.match(content, span.end)
    first = _same_month(head, day) if head and content[span.start].isdigit() else None
    return first, _same_month(tail, day) if tail else None


_SHORT = re.compile(r"[-–](\d\d)\b(?![-–/:.,]?\d)")


def _short_year(content: str, span: Span, meaning: Meaning) -> Elided:
    """ "2029-31": the year that a range ends with."""
    found = _SHORT.match(content, span.end)
    if not found or not content[span.end - 1].isdigit() or len(meaning.value) != 4:
        return None
    last = meaning.value[:2] + found[1]
    later = 0 < int(last) - int(meaning.value) < 30
    return (Span(found.start(1), found.end(1)), dated(last, "text")) if later else None


def _same_month(found: re.Match[str], day: date) -> Elided:
    try:
        there = day.replace(day=int(found[1]))
    except ValueError:
        return None
    return Span(found.start(1), found.end(1)), dated(there.isoformat(), "text")


# --- joining a clock to its day ------------------------------------------------------------------

_GAP = re.compile(r"\s*(?:,\s*)?(?:\([\w :]{2,12}\)\s*)?(?:on\s+|at\s+)?")


def _joined(tree: Tree, found: list[Time]) -> tuple[Time, ...]:
    """ "10:00 GMT" + "on Monday" → one expression; then ids are given anew, in order."""
    kept: list[Time] = []
    for time in found:
        both = _with_clock(tree, kept[-1], time) if kept else None
        if both:
            kept[-1] = both
        else:
            kept.append(time)
    names = {time.id: f"t{number}" for number, time in enumerate(kept, 1)}
    return tuple(
        replace(time, id=names[time.id], anchor=names.get(time.anchor, time.anchor))
        for time in kept
    )


def _with_clock(tree: Tree, first: Time, second: Time) -> Time | None:
    gap = tree.text.content[first.span.end : second.span.start]
    if len(gap) > 20 or not _GAP.fullmatch(gap):
        return None
    clocks = [_is_clock(first), _is_clock(second)]
    if sum(clocks) != 1:
        return None
    day, clock = (second, first) if clocks[0] else (first, second)
    if day.interval is None or day.interval.grain not in (Grain.DAY, Grain.HOUR):
        return None
    meaning = lengths.at_clock(
        day.value[:10], clock.value[clock.value.index("T") :], day.anchor, clock.mod
    )
    return _time(day.id, Span(first.span.start, second.span.end), meaning)


def _is_clock(time: Time) -> bool:
    return bool(re.search(r"T\d\d:\d\d", time.value))


# --- the report's own day ------------------------------------------------------------------------

_DATELINE = re.compile(
    r"^\s*(?:[A-Z][A-Z .'’-]{2,}[A-Z](?:,[^,\n—–]{2,30})?,\s*)"
    r"(?P<md>[^()\n—–-]{4,20}?)\s*(?:\(|[-—–])",
    re.MULTILINE,
)


def _today(tree: Tree, published: date | None) -> tuple[date | None, str]:
    """The day that "today" means: a dateline's, when it lies in the week before publication."""
    if published is None:
        return None, "none"
    found = _DATELINE.search(tree.text.content, 0, 400)
    if found:
        day = _plain_day(found["md"], published)
        if day and timedelta(0) <= published - day <= timedelta(days=7):
            return day, "publication" if day == published else "text"
    return published, "publication"


def _plain_day(phrase: str, published: date) -> date | None:
    """ "Oct. 25" of the year nearest to publication."""
    pattern = compiled("{anymonth} {dayno}(?:,? {year})?")
    got = pattern.fullmatch(phrase.strip())
    if not got:
        return None
    name = got["anymonth"].lower()
    month = int(words("month").get(name) or words("shortmonth")[name])
    years = [int(got["year"])] if got["year"] else [published.year, published.year - 1]
    for year in years:
        try:
            day = date(year, month, int(re.sub(r"\D", "", got["dayno"])))
        except ValueError:
            continue
        if day <= published:
            return day
    return None
