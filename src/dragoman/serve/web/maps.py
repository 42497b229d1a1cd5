"""Places → the geometry of a map without tiles: coasts, a graticule, marks and their names.

The projection is the equirectangular one with its standard parallel in the middle of what is shown
(Snyder 1987, 12): straight lines of latitude and longitude, shapes nearly true in the middle. No
borders are drawn.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.serve.web.places import Site

WIDE, HIGH = 720, 360
LEAST = 14.0
"""Degrees of latitude that a map shows at least: coasts are drawn no finer."""
MARGIN = 1.4
"""How much more is shown than the places take up."""
LARGE = 120.0
"""From so many degrees of latitude on the whole world is shown."""
BEYOND = 15.0
"""Degrees by which the drawing of the coasts goes on beyond the date line."""
LETTER, LINE = 6.2, 14.0
"""About the width and height of a letter of a name."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A place's mark."""

    x: float
    y: float
    size: float
    met: bool
    """A square: a meeting is told of there; else a circle."""
    exact: bool
    """Filled; else only its unit or country is known."""
    told: str


@dataclass(frozen=True, slots=True)
class Name:
    x: float
    y: float
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Map:
    pins: tuple[Pin, ...]
    names: tuple[Name, ...]
    """Those for which there is room."""
    lands: tuple[str, ...]
    """Transformations of the drawing of the coasts, one for each time that it is seen."""
    meridians: tuple[tuple[float, str], ...]
    parallels: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class _View:
    """What is shown: degrees → places of the drawing."""

    middle: tuple[float, float]
    """Longitude and latitude."""
    high: float
    """Degrees of latitude."""
    shrink: float
    """How long a degree of longitude is beside one of latitude."""

    @property
    def scale(self) -> float:
        return HIGH / self.high

    @property
    def wide(self) -> float:
        return WIDE / self.scale / self.shrink

    def seen(self, longitude: float) -> float:
        """The same longitude, on this side of the world."""
        return (longitude - self.middle[0] + 180) % 360 - 180 + self.middle[0]

    def x(self, longitude: float) -> float:
        return round(WIDE / 2 + (longitude - self.middle[0]) * self.scale * self.shrink, 1)

    def y(self, latitude: float) -> float:
        return round(HIGH / 2 - (latitude - self.middle[1]) * self.scale, 1)


def draw(sites: Sequence[Site]) -> Map | None:
    """A map of the places that are known; None when none is."""
    known = [
        (site, site.longitude, site.latitude) for site in sites
        if site.longitude is not None and site.latitude is not None
    ]  # fmt: skip
    if not known:
        return None
    longitudes = _unrolled([longitude for _, longitude, _ in known])
    view = _view(longitudes, [latitude for *_, latitude in known])
    most = max(_told(site) for site, *_ in known)
    pins = tuple(
        Pin(
            view.x(view.seen(longitude)), view.y(latitude),
            round(4 + 5 * math.sqrt(_told(site) / most), 1),
            bool(site.meetings), site.exact, _words(site),
        )
        for (site, _, latitude), longitude in zip(known, longitudes, strict=True)
    )  # fmt: skip
    names = tuple(_names(pins, [site.name for site, *_ in known]))
    # The larger ones first, so that a small one beside them is still seen.
    return Map(
        tuple(sorted(pins, key=lambda pin: -pin.size)), names, tuple(_lands(view)),
        tuple(_meridians(view)), tuple(_parallels(view)),
    )  # fmt: skip


def _unrolled(longitudes: Sequence[float]) -> list[float]:
    """Longitudes counted eastward from the far side of the widest gap between them.

    Suva (178° E) and Apia (172° W) lie side by side, and not a world apart.
    """
    ring = sorted(set(longitudes))
    gaps = [(b - a) % 360 or 360.0 for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
    first = ring[(gaps.index(max(gaps)) + 1) % len(ring)]
    found = [first + (longitude - first) % 360 for longitude in longitudes]
    # The whole may lie beyond the date line; then it is brought back.
    turn = 360 * math.floor((sum(found) / len(found) + 180) / 360)
    return [longitude - turn for longitude in found]


def _view(longitudes: Sequence[float], latitudes: Sequence[float]) -> _View:
    west, east, south, north = (
        min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    )  # fmt: skip
    shrink = math.cos(math.radians(max(-70.0, min(70.0, (south + north) / 2))))
    flat = HIGH / WIDE
    high = max(LEAST, MARGIN * (north - south), MARGIN * (east - west) * shrink * flat)
    if high >= LARGE or high / flat / shrink > 360:
        return _View((0.0, 0.0), 180.0, 1.0)
    middle = max(-90 + high / 2, min(90 - high / 2, (south + north) / 2))
    return _View(((west + east) / 2, middle), high, shrink)


def _lands(view: _View) -> Iterator[str]:
    """The drawing of the coasts counts tenths of degrees from 180° W and 90° N."""
    for turn in (-360, 0, 360):
        if abs(turn - view.middle[0]) < 180 + BEYOND + view.wide / 2:
            across, down = view.scale * view.shrink / 10, view.scale / 10
            yield f"translate({view.x(turn - 180)} {view.y(90)}) scale({across:.4f} {down:.4f})"


def _meridians(view: _View) -> Iterator[tuple[float, str]]:
    step = _step(view.wide)
    west = view.middle[0] - view.wide / 2
    for at in range(math.ceil(west / step), math.ceil((west + view.wide) / step)):
        told = (at * step + 180) % 360 - 180
        mark = "" if told in (0, -180) else "° E" if told > 0 else "° W"
        yield view.x(at * step), f"{abs(told)}{mark or '°'}"


def _parallels(view: _View) -> Iterator[tuple[float, str]]:
    step = _step(2 * view.high)
    south = view.middle[1] - view.high / 2
    for at in range(math.ceil(south / step), math.ceil((south + view.high) / step)):
        told = at * step
        yield view.y(told), f"{abs(told)}{'° N' if told > 0 else '° S' if told < 0 else '°'}"


def _step(degrees: float) -> int:
    """Degrees between two lines of which about six are seen."""
    return next((step for step in (2, 5, 10, 15, 30) if degrees / step <= 7), 60)


def _told(site: Site) -> int:
    return max(1, len(site.meetings) + sum(number for _, number in site.acts))


def _words(site: Site) -> str:
    acts = sum(number for _, number in site.acts)
    parts = [*site.meetings[:3], f"{acts} act{'s' if acts > 1 else ''}" if acts else ""]
    return f"{site.name}: {', '.join(filter(None, parts))}"


def _names(pins: Sequence[Pin], names: Sequence[str]) -> Iterator[Name]:
    """Names beside their marks, each where it covers no other mark or name; else none."""
    taken = [(p.x - p.size, p.y - p.size, p.x + p.size, p.y + p.size) for p in pins]
    for pin, words in zip(pins, names, strict=True):
        long, gap = LETTER * len(words), pin.size + 4
        for x, y, anchor, left in (
            (pin.x + gap, pin.y + 4, "start", pin.x + gap),
            (pin.x - gap, pin.y + 4, "end", pin.x - gap - long),
            (pin.x, pin.y - gap, "middle", pin.x - long / 2),
            (pin.x, pin.y + gap + 9, "middle", pin.x - long / 2),
        ):
            box = (left, y - LINE + 3, left + long, y + 3)
            if _inside(box) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                yield Name(round(x, 1), round(y, 1), anchor, words)
                break


Box = tuple[float, float, float, float]


def _inside(box: Box) -> bool:
    """Within the drawing, and clear of the names of its lines."""
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDE - 3 * LINE and box[3] <= HIGH - LINE


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip
