"""The places of gazetteer.tsv by name: found by halving the file, which is never parsed whole."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Entry:
    """A town, an admin 1 unit or a country, as GeoNames has it."""

    kind: str
    """town, unit or country"""
    name: str
    country: str
    """ISO alpha-3."""
    admin1: str
    """GeoNames' code of the admin 1 unit ("07"); empty for a country."""
    unit: str
    """The unit's name, where it is known."""
    latitude: float
    """Degrees; of a unit or a country the middle of its towns."""
    longitude: float
    population: int
    id: str
    """GeoNames' number; empty for units."""


def key_of(name: str) -> str:
    """A name as the table sorts it: small letters without accents and apostrophes.

    >>> key_of("Khān Yūnis"), key_of("Kramators’k")
    ('khan yunis', 'kramatorsk')
    """
    bare = unicodedata.normalize("NFKD", re.sub("[‘’'ʻʼʿʾ`]", "", name)).casefold()
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def entries(key: str) -> tuple[Entry, ...]:
    """The places of a key, or of "@" and a country's code; none for a key that no place has."""
    content = _content()
    wanted = key.encode() + b"\t"
    low, high = 0, len(content)
    while low < high:
        # The line that holds the byte in the middle, by its first byte.
        at = content.rfind(b"\n", 0, (low + high) // 2) + 1
        end = content.find(b"\n", at) + 1
        if content[at:end] < wanted:
            low = end
        else:
            high = at
    found = []
    while content.startswith(wanted, low):
        end = content.find(b"\n", low)
        found.append(_place(content[low:end].decode()))
        low = end + 1
    return tuple(found)


def _place(line: str) -> Entry:
    _, kind, name, country, admin1, unit, latitude, longitude, size, id = line.split("\t")
    at = float(latitude), float(longitude)
    return Entry(kind, name, country, admin1, unit, *at, int(size), id)


@cache
def _content() -> bytes:
    """The lines after the header."""
    file = files("dragoman.lexicon").joinpath("gazetteer.tsv")
    return file.read_bytes().partition(b"\tid\n")[2]
