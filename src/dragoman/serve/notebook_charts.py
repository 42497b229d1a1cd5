"""Readings → charts of Altair. All data stand in a chart: saved with `inline=True` it needs no net.

Colours tell the family of a state, or whether an act is one of cooperation or of conflict; words,
day and outlet stand in the tooltip.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.ontology import StateFamily
from dragoman.serve.bulk.tables import Row, rows
from dragoman.types import Reading

Chart = Any
"""Of Altair, which is an extra, and slow to import."""

FAMILIES = {
    StateFamily.FORWARD: "#2f7d4f",
    StateFamily.OPEN: "#8a8a8a",
    StateFamily.HALTED: "#c98a1b",
    StateFamily.OFF: "#b3402e",
    StateFamily.HELD: "#2b5c9e",
}
ACTS = {"cooperation": "#2b5c9e", "conflict": "#b3402e"}
_TOGETHER = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
)  # fmt: skip


def timeline(readings: Sequence[Reading]) -> Chart:
    """Claims of states and events, a mark each, by the day on which they were said or done."""
    import altair

    data = altair.Data(values=list(_moments(readings)))
    colours = {**{str(family): colour for family, colour in FAMILIES.items()}, **ACTS}
    return (
        altair.Chart(data, title="What was said of meetings, and done")
        .mark_point(filled=True, size=80)
        .encode(
            x=altair.X("day:T", title=None),
            y=altair.Y("side:N", title=None),
            color=altair.Color(
                "family:N", title=None,
                scale=altair.Scale(domain=list(colours), range=list(colours.values())),
            ),
            shape=altair.Shape("kind:N", title=None),
            tooltip=["day:T", "side:N", "what:N", "words:N", "outlet:N"],
        )
        .properties(width=640)
    )  # fmt: skip


def _moments(readings: Iterable[Reading]) -> Iterable[Row]:
    for reading in readings:
        article = reading.article
        outlet = article.source or article.title
        for name, row in rows(reading, 0, ""):
            if name not in ("meeting_states", "events"):
                continue
            day = row["day"] or article.published.day
            if day is None:
                continue
            told = {"day": day.isoformat(), "words": row["words"], "outlet": outlet}
            if name == "meeting_states":
                side = row["asserter_country"] or row["asserter_name"]
                yield {**told, "kind": "state", "side": side, "what": row["state"],
                       "family": str(row["family"])}  # fmt: skip
                continue
            for side in dict.fromkeys(_sides(row, "actor")):
                yield {**told, "kind": "event", "side": side, "what": f"{row['type']} "
                       f"({row['status']})", "family": _family(row["type"])}  # fmt: skip


def board(readings: Sequence[Reading]) -> Chart:
    """Rows are meetings of all processes, columns sides; a cell is a side's latest word."""
    import altair

    from dragoman.processes.board import board as board_of
    from dragoman.processes.link import link

    cells: list[Row] = []
    for process in link(readings):
        for standing in board_of(process).meetings:
            mark = " ⚡" if standing.contested else ""
            for row in standing.rows:
                claim = row.standing[0]
                evidence = claim.evidence[0]
                cells.append({
                    "meeting": f"{standing.joint.name}{mark}", "side": row.side,
                    "state": str(claim.state), "family": str(claim.family),
                    "since": row.since.isoformat(), "sources": len(claim.sources),
                    "words": _words(readings, evidence.report, evidence.span),
                })  # fmt: skip
    base = altair.Chart(
        altair.Data(values=cells), title="Each side's latest word (⚡ sides contradict each other)"
    ).encode(
        x=altair.X("side:N", title=None),
        y=altair.Y("meeting:N", title=None, sort=None, axis=altair.Axis(labelLimit=400)),
    )  # fmt: skip
    colours = altair.Scale(
        domain=[str(family) for family in FAMILIES], range=list(FAMILIES.values())
    )
    squares = base.mark_rect(stroke="white").encode(
        color=altair.Color("family:N", title=None, scale=colours),
        tooltip=["meeting:N", "side:N", "state:N", "since:T", "sources:Q", "words:N"],
    )
    return altair.layer(squares, base.mark_text(color="white").encode(text="state:N")).properties(
        width=altair.Step(110), height=altair.Step(36)
    )


def _words(readings: Sequence[Reading], report: str, span: Any) -> str:
    found = next(reading for reading in readings if reading.article.id == report)
    return found.article.text[span]


def network(readings: Sequence[Reading]) -> Chart:
    """Sides on a ring; a line for each pair and kind of act, as thick as there are events."""
    import altair

    counts: Counter[tuple[str, str, str]] = Counter()
    for reading in readings:
        for name, row in rows(reading, 0, ""):
            if name == "events":
                counts.update(_pairs(row))
    sides = sorted({side for source, target, _ in counts for side in (source, target)})
    place = {side: _on_ring(number, len(sides)) for number, side in enumerate(sides)}
    lines = [
        {"source": source, "target": target, "family": family, "events": count,
         **_line(place[source], place[target], family)}
        for (source, target, family), count in sorted(counts.items())
    ]  # fmt: skip
    nodes = [{"side": side, "x": x, "y": y} for side, (x, y) in place.items()]
    bare = altair.Axis(labels=False, ticks=False, grid=False, domain=False)
    across = altair.X("x:Q", axis=bare, title=None, scale=altair.Scale(domain=[-1.3, 1.3]))
    up = altair.Y("y:Q", axis=bare, title=None, scale=altair.Scale(domain=[-1.3, 1.3]))
    drawn = altair.Chart(altair.Data(values=lines)).mark_rule(opacity=0.7).encode(
        x=across, y=up, x2="x2:Q", y2="y2:Q",
        size=altair.Size("events:Q", scale=altair.Scale(range=[1, 8])),
        color=altair.Color(
            "family:N", title=None,
            scale=altair.Scale(domain=list(ACTS), range=list(ACTS.values())),
        ),
        tooltip=["source:N", "target:N", "family:N", "events:Q"],
    )  # fmt: skip
    ring = altair.Chart(altair.Data(values=nodes)).encode(x=across, y=up)
    return altair.layer(
        drawn,
        ring.mark_circle(size=240, color="#333"),
        ring.mark_text(dy=-16).encode(text="side:N"),
    ).properties(width=420, height=420, title="Who acts towards whom")


def _pairs(row: Row) -> Iterable[tuple[str, str, str]]:
    family = _family(row["type"])
    sources, targets = _sides(row, "actor"), _sides(row, "target")
    if not targets and len(sources) > 1:
        sources, targets = sources[:1], sources[1:]
    return {
        (source, target, family) for source in sources for target in targets if source != target
    }


def _sides(row: Row, one: str) -> list[str]:
    """Countries, or names where none is known."""
    told = zip(row[f"{one}_countries"], row[f"{one}_names"], strict=True)
    return [country or name for country, name in told]


def _family(type: str) -> str:
    return "cooperation" if type in _TOGETHER else "conflict"


def _on_ring(number: int, of: int) -> tuple[float, float]:
    angle = 2 * math.pi * number / max(of, 1)
    return round(math.cos(angle), 4), round(math.sin(angle), 4)


def _line(start: tuple[float, float], end: tuple[float, float], family: str) -> Row:
    """Lines of the two families run beside each other."""
    aside = 0.02 if family == "conflict" else -0.02
    far = math.dist(start, end) or 1.0
    x, y = aside * (end[1] - start[1]) / far, aside * (start[0] - end[0]) / far
    return {"x": start[0] + x, "y": start[1] + y, "x2": end[0] + x, "y2": end[1] + y}
