"""Values → Vega-Lite: what the browser draws over the desk's own drawings, where it may.

`static/drawings.js` adds the numbers, which are those of the table that stands by each drawing, by
the fields that its head names. Colours are named as in desk.css; it puts what they are just then,
in light or in dark, in their place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Json = dict[str, Any]

MONTHS, DAYS = 12, 30
"""Of the shortest axes."""

CONFIG: Json = {
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "domainColor": "--faint", "gridColor": "--line", "labelColor": "--faint",
        "tickColor": "--faint", "labelFont": "--sans", "labelFontSize": 11, "title": None,
    },
}  # fmt: skip

AXES = {"utcyearmonth": "%b %Y", "utcyearmonthdate": "%-d %b"}
LOOKS: dict[str, Json] = {
    "bar": {},
    "line": {"strokeWidth": 1.4, "point": {"filled": True, "size": 30, "color": "--ink"}},
    "point": {"filled": True, "size": 30, "opacity": 1},
}


@dataclass(frozen=True, slots=True)
class Busy:
    """A day's reports, and how many independent sources they are of."""

    day: date
    reports: int
    sources: int


def busy(reports: Iterable[tuple[date, str]]) -> tuple[Busy, ...]:
    """Day and source of each report → the days with reports, in order."""
    found: dict[date, list[str]] = {}
    for when, source in reports:
        if when > date.min:
            found.setdefault(when, []).append(source)
    return tuple(Busy(when, len(of), len(set(of))) for when, of in sorted(found.items()))


def dealings(months: Sequence[str]) -> Json:
    """The months of two sides → bars of cooperation above, of conflict below, a line of sources."""
    first, last = (_month(months[at]) for at in (0, -1))
    least = last - MONTHS + 1
    return _spec("utcyearmonth", (_start(min(first, least)), _start(last + 1)), [
        _layer("bar", "cooperation", "--forward"),
        _layer("bar", "-datum.conflict", "--off"),
        _layer("line", "sources", "--ink"),
    ])  # fmt: skip


def activity(days: Sequence[Busy]) -> Json:
    """Days → bars of reports, a line of independent sources."""
    last = days[-1].day.toordinal() + 1
    first = max(1, min(days[0].day.toordinal(), last - DAYS))
    span = (date.fromordinal(first), date.fromordinal(min(last, date.max.toordinal())))
    return _spec("utcyearmonthdate", span, [
        _layer("bar", "reports", "--statements"),
        _layer("point", "sources", "--ink"),
    ])  # fmt: skip


def _spec(unit: str, span: tuple[date, date], layers: list[Json]) -> Json:
    x = {
        "field": "at", "type": "temporal", "timeUnit": unit, "bandPosition": 0.5,
        "scale": {"type": "utc", "domain": [_day(one) for one in span]},
        "axis": {"grid": False, "labelOverlap": True, "tickCount": 6, "format": AXES[unit]},
    }  # fmt: skip
    return {
        "width": "container", "height": 96, "autosize": {"type": "fit", "contains": "padding"},
        "config": CONFIG, "encoding": {"x": x}, "layer": layers,
    }  # fmt: skip


def _layer(mark: str, number: str, colour: str) -> Json:
    """A number of the table, or an expression of one, as marks of a colour."""
    name = number.replace("-datum.", "below_")
    y = {
        "field": name, "type": "quantitative", "stack": None,
        "axis": {"labelExpr": "abs(datum.value)", "tickMinStep": 1, "tickCount": 4},
    }  # fmt: skip
    return {
        "transform": [{"calculate": number, "as": name}] if name != number else [],
        "mark": {"type": mark, "color": colour, **LOOKS[mark]},
        "encoding": {"y": y, "tooltip": {"field": "told", "type": "nominal"}},
    }


def _month(told: str) -> int:
    return int(told[:4]) * 12 + int(told[5:7]) - 1


def _start(month: int) -> date:
    month = min(max(month, 12), 9999 * 12 + 11)
    return date(month // 12, month % 12 + 1, 1)


def _day(when: date) -> Json:
    return {"year": when.year, "month": when.month, "date": when.day, "utc": True}
