"""Natural Earth's land, as the npm package world-atlas carries it → the desk's land.svg.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/land.py package/land-50m.json

Natural Earth (naturalearthdata.com) is public domain; world-atlas is ISC. Coasts only: borders are
not drawn, because a map that draws them takes a side. One unit is a tenth of a degree, from 180° W
and 90° N; the outline is thinned by Douglas and Peucker (1973).
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DRAWING = Path(__file__).parents[1] / "src/dragoman/serve/web/static/land.svg"
THIN = 0.15
"""Degrees by which the outline may be off."""
SMALL = 0.05
"""Square degrees under which an island is left out."""

Ring = list[tuple[float, float]]


def rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """The rings of a TopoJSON file's object "land", in degrees."""
    (wide, high), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x, y, points = 0, 0, Ring()
        for across, up in arc:
            x, y = x + across, y + up
            points.append((x * wide + left, y * high + low))
        arcs.append(points)
    for shape in topology["objects"]["land"]["geometries"]:
        many = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in many:
            for ids in polygon:
                ring = Ring()
                for id in ids:
                    points = arcs[id] if id >= 0 else arcs[~id][::-1]
                    ring += points[1:] if ring else points
                yield unrolled(ring)


def unrolled(ring: Ring) -> Ring:
    """A ring that crosses the date line goes on beyond it; one around the pole is led along it."""
    turn, found = 0, Ring()
    for (x, y), (before, _) in zip(ring, [ring[0], *ring], strict=False):
        turn += 360 if x - before < -180 else -360 if x - before > 180 else 0
        found.append((x + turn, y))
    if turn:
        found += [(found[-1][0], -90.0), (found[0][0], -90.0), found[0]]
    back = 360 * round(sum(x for x, _ in found) / len(found) / 360)
    return [(x - back, y) for x, y in found]


def thinned(ring: Ring) -> Ring:
    """Without the points that hardly change the outline."""
    kept, left = {0, len(ring) - 1}, [(0, len(ring) - 1)]
    while left:
        first, last = left.pop()
        (x, y), (x_, y_) = ring[first], ring[last]
        long = math.hypot(x_ - x, y_ - y)
        most, at = 0.0, -1
        for i in range(first + 1, last):
            a, b = ring[i]
            off = abs((x_ - x) * (y - b) - (x - a) * (y_ - y)) / long if long else (
                math.hypot(a - x, b - y)
            )  # fmt: skip
            if off > most:
                most, at = off, i
        if most > THIN:
            kept.add(at)
            left += [(first, at), (at, last)]
    return [ring[i] for i in sorted(kept)]


def area(ring: Ring) -> float:
    """Square degrees."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x * y_ - x_ * y for (x, y), (x_, y_) in pairs)) / 2


def path(ring: Ring) -> str:
    """A ring → whole steps of a tenth of a degree."""
    x, y = 0, 0
    steps = []
    for longitude, latitude in ring[:-1]:
        a, b = round((longitude + 180) * 10), round((90 - latitude) * 10)
        if not steps or (a, b) != (x, y):
            steps.append(f"{a - x} {b - y}")
        x, y = a, b
    if len(steps) < 3:
        return ""
    return f"M{steps[0]}l{' '.join(steps[1:])}z".replace(" -", "-")


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    told = "".join(path(thinned(ring)) for ring in rings(topology) if area(ring) >= SMALL)
    DRAWING.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3600 1800">'
        f'<path id="land" d="{told}"/></svg>\n',
        encoding="utf-8",
    )
    print(f"{DRAWING.name}: {DRAWING.stat().st_size} bytes")


if __name__ == "__main__":
    main()
