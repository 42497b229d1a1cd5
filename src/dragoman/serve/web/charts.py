"""Values → the geometry of small drawings; the templates draw them as SVG, without scripts.

Every drawing has its numbers in words beside it: these are for the eye.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.serve.web.talks import Talk

# --- sparkline ---------------------------------------------------------------------------------

SPARK = (120, 22)
BARS = 40
LEAST, MOST = 30, 365
"""Days of the shortest axis, and of the longest one that several share."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


def axis(activities: Iterable[Sequence[tuple[date, int]]], most: int = MOST) -> tuple[date, date]:
    """First and last of the days that drawings beside each other share, until the last of all."""
    days = [(activity[0][0], activity[-1][0]) for activity in activities if activity]
    last = max((end for _, end in days), default=date.max)
    first = min((begin for begin, _ in days), default=last)
    span = min(most, max(LEAST, (last - first).days + 1))
    return date.fromordinal(max(1, last.toordinal() - span + 1)), last


def spark(
    activity: Sequence[tuple[date, int]], days: tuple[date, date] | None = None
) -> tuple[Bar, ...]:
    """Reports by day → bars over the axis, else one of its own; what is older is not drawn."""
    width, height = SPARK
    first, last = days or axis([activity], date.max.toordinal())
    span = (last - first).days + 1
    bins = min(BARS, span)
    told = [0] * bins
    for day, number in activity:
        if day >= first:
            told[min(bins - 1, (day - first).days * bins // span)] += number
    most, step = max(told, default=1) or 1, width / bins
    return tuple(
        Bar(round(at * step, 1), round(height - height * n / most, 1),
            round(max(1.0, step - 1), 1), round(height * n / most, 1))
        for at, n in enumerate(told) if n
    )  # fmt: skip


# --- two sides by month -------------------------------------------------------------------------

MONTH, HIGH = 14, 64


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars above and below a line, each of one path."""

    width: int
    above: str
    below: str


def bars(months: Sequence[tuple[int, int]]) -> Bars:
    """How much is above and below in each month → bars beside each other."""
    middle = HIGH / 2
    most = max(one for one, _ in months) + max(other for _, other in months) or 1
    scale = (middle - 2) / most

    def path(numbers: Sequence[float]) -> str:
        return "".join(
            f"M{at * MONTH + 1},{middle:.0f}h{MONTH - 3}v{number * scale:.1f}h{3 - MONTH}z"
            for at, number in enumerate(numbers) if number
        )  # fmt: skip

    return Bars(
        max(len(months) * MONTH, 60), path([-one for one, _ in months]),
        path([other for _, other in months]),
    )  # fmt: skip


# --- who speaks to whom ------------------------------------------------------------------------

ROUND = 420
NODES = 12


@dataclass(frozen=True, slots=True)
class Node:
    name: str
    url: str
    x: float
    y: float
    size: float
    anchor: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Edge:
    talk: Talk
    path: str
    width: float
    about: bool
    told: str


@dataclass(frozen=True, slots=True)
class Network:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int

    @property
    def graph(self) -> dict[str, Any]:
        """The same for cytoscape: nodes at their places, edges, each with the page it leads to."""
        nodes = [
            {"id": n.name, "name": n.name, "x": n.x, "y": n.y, "size": 2 * n.size, "url": n.url,
             "told": n.name}
            for n in self.nodes
        ]  # fmt: skip
        edges = [
            {"id": f"{at}", "source": e.talk.speaker, "target": e.talk.other, "width": e.width,
             "about": e.about, "url": e.talk.url, "told": e.told}
            for at, e in enumerate(self.edges)
        ]  # fmt: skip
        return {"nodes": nodes, "edges": edges}


def network(talks: Sequence[Talk]) -> Network:
    """Who speaks to whom and of whom → a ring of those who have most to do with it."""
    weight: dict[str, int] = {}
    pages: dict[str, str] = {}
    for one in talks:
        weight[one.speaker] = weight.get(one.speaker, 0) + one.number
        weight[one.other] = weight.get(one.other, 0) + one.number
        pages |= {one.speaker: one.speaker_url, one.other: one.other_url}
    names = sorted(weight, key=lambda name: (-weight[name], name))[:NODES]
    places = _ring(names, weight, pages)
    most = max((one.number for one in talks), default=1)
    edges = tuple(
        Edge(
            one, _bow(places[one.speaker], places[one.other], one.way == "about"),
            round(1 + 4 * one.number / most, 1), one.way == "about",
            f"{one.speaker} {'of' if one.way == 'about' else 'to'} {one.other}: {one.number}",
        )
        for one in talks
        if one.speaker in places and one.other in places and one.speaker != one.other
    )  # fmt: skip
    return Network(tuple(places.values()), edges, len(weight) - len(names))


def _ring(
    names: Sequence[str], weight: Mapping[str, int], pages: Mapping[str, str]
) -> dict[str, Node]:
    centre, radius = ROUND / 2, ROUND / 2 - 60
    most = max(weight.values(), default=1)
    places = {}
    for at, name in enumerate(sorted(names)):
        turn = 2 * math.pi * at / max(1, len(names)) - math.pi / 2
        across, down = math.cos(turn), math.sin(turn)
        size = 5 + 9 * math.sqrt(weight[name] / most)
        anchor = "middle" if abs(across) < 0.3 else "start" if across > 0 else "end"
        places[name] = Node(
            name, pages[name], round(centre + radius * across, 1), round(centre + radius * down, 1),
            round(size, 1), anchor, round(centre + (radius + size + 5) * across, 1),
            round(centre + (radius + size + 11) * down + 4, 1),
        )  # fmt: skip
    return places


def _bow(one: Node, other: Node, about: bool) -> str:
    """A curve that leaves room for the one that leads back."""
    middle_x, middle_y = (one.x + other.x) / 2, (one.y + other.y) / 2
    bend = 0.22 if about else 0.12
    control = (
        round(middle_x - (other.y - one.y) * bend, 1),
        round(middle_y + (other.x - one.x) * bend, 1),
    )
    return f"M{one.x},{one.y} Q{control[0]},{control[1]} {other.x},{other.y}"
