"""Words of a place, countries told of → where in the world it is, or that nothing decides.

The gazetteer's places of a name are narrowed in this order: to those printed with their unit or
country ("Paris, Texas"); to those at least an eighth as large as the largest; to the countries of
the event, then of the report; to a capital; to the country that the dictionaries of newswire know
the name by. What is left undecided stays so: the country alone where all are of one, else nothing
but their number.
"""

import re
from collections.abc import Iterable, Set
from dataclasses import replace
from functools import cache

from dragoman.lexicon import table
from dragoman.lexicon.gazetteer import Entry, entries, key_of
from dragoman.meaning import actor_world as world
from dragoman.spans import Span, Text
from dragoman.types import Actor, Event, Place

_RIVAL = 8
"""A place is a rival of another that is at most so many times as large."""
_BESIDE = re.compile(r",\s+((?:[A-Z][\w'’-]*)(?:\s[A-Z][\w'’-]*)*)")


def located(
    events: tuple[Event, ...], text: Text, actors: tuple[Actor, ...], dateline: str = ""
) -> tuple[Event, ...]:
    """The events with the locations of their places; `dateline` is the place of the report."""
    if all(event.place is None for event in events):
        return events
    own = {actor.id: actor.country for actor in actors}
    told = {country for country in own.values() if country}
    home = find_place(dateline) if dateline else None
    if home is not None and home.country:
        told.add(home.country)
    found = []
    for event in events:
        if event.place is not None:
            sides = {own[id] for id in (*event.actors, *event.targets)} - {None}
            words, beside = text[event.place], _beside(text, event.place)
            where = find_place(words, (sides, told), beside)
            event = replace(event, location=where)
        found.append(event)
    return tuple(found)


def _beside(text: Text, place: Span) -> str:
    found = _BESIDE.match(text.content, place.end)
    return found.group(1) if found else ""


def find_place(words: str, told: Iterable[Set[str | None]] = (), beside: str = "") -> Place | None:
    """Where a place is; None for words that no table knows.

    `told` are the countries that speak for one place or another, the nearest first.
    """
    name = re.sub(r"^the\s+", "", words.strip(), flags=re.IGNORECASE)
    name, noun = _without_noun(name)
    known = world.known(name)
    all_ = _entries(name)
    if noun == "unit":
        all_ = _units(name, all_)
    if known is not None and known.what == "country" and known.country:
        # "Gaza" names a country and a part of it: the part is the closer word.
        parts = tuple(entry for entry in all_ if entry.country == known.country)
        whole = (*_country(known.country), *all_)
        all_ = parts if parts and name != known.name else whole
    if not all_:
        return _of_country(known)
    own = [entry for entry in all_ if beside and _stands_in(entry, beside)]
    return _chosen(name, all_, own, known, told)


def _chosen(
    words: str,
    all_: tuple[Entry, ...],
    beside: list[Entry],
    known: world.Known | None,
    told: Iterable[Set[str | None]],
) -> Place:
    """The one of several that something decides for."""
    capital = known.country if known is not None and known.what == "capital" else None
    rivals = _rivals(beside or list(all_), capital)
    how = "only" if len(all_) == 1 else "named" if beside else "size"
    listed = world.place(words, small=False)
    news = {listed.country} if listed is not None else set()
    tiers = [("report", countries) for countries in told]
    for why, countries in (*tiers, ("capital", {capital}), ("news", news)):
        near = [entry for entry in rivals if entry.country in countries]
        if why == "capital":
            near = [entry for entry in near if entry.kind == "town"][:1]
        if len(rivals) > 1 and near:
            rivals, how = near, why
    if len(rivals) == 1 or rivals[0].kind == "country":
        return _placed(rivals[0], how, len(all_) - 1)
    return _open(words, rivals, len(all_))


def _rivals(found: list[Entry], capital: str | None) -> list[Entry]:
    """Those that may be meant, largest first, a country before all; no capital is too small."""
    ranked = sorted(found, key=lambda entry: (entry.kind == "country", entry.population))[::-1]
    least = ranked[0].population / _RIVAL if ranked[0].kind != "country" else 0
    return [e for e in ranked if e.population >= least or e.country == capital]


def _open(words: str, rivals: list[Entry], count: int) -> Place:
    """What all that may be meant have in common: their country, or nothing."""
    codes = {entry.country for entry in rivals}
    if len(codes) > 1:
        return Place(words, "", "open", others=count)
    country = _country(rivals[0].country)
    if not country:
        return Place(words, "", "open", rivals[0].country, others=count)
    return replace(_placed(country[0], "open", count), name=words)


def _of_country(known: world.Known | None) -> Place | None:
    """The country that a seat, an institution or a region is filed under."""
    if known is None or not known.country:
        return None
    if known.what == "region":
        # No table has it: the middle of a country would be no place of it.
        return Place(known.name, "", "filed", known.country)
    country = _country(known.country)
    return _placed(country[0], "filed", 0) if country else None


def _placed(entry: Entry, how: str, others: int) -> Place:
    return Place(
        entry.name, entry.kind, how, entry.country, entry.admin1 or None, entry.unit or None,
        entry.latitude, entry.longitude, entry.id or None, others,
    )  # fmt: skip


def _entries(name: str) -> tuple[Entry, ...]:
    """The places of a name; a unit that is called after its own town gives way to it."""
    key = key_of(name)
    found = entries(key)
    if any(entry.kind == "town" and key_of(entry.name) == key for entry in found):
        # Mashhad was an Alexandria once: who writes the name means one that is still called so,
        # or that is only spelt otherwise ("Odessa").
        found = tuple(entry for entry in found if key_of(entry.name)[0] == key[0])
    towns = {(entry.country, entry.admin1) for entry in found if entry.kind == "town"}
    units = (entry for entry in found if (entry.country, entry.admin1) not in towns)
    return (*(entry for entry in found if entry.kind == "town"), *units)


def _units(name: str, found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """ "Lima province": the unit, where the table has one of that name."""
    return tuple(e for e in entries(key_of(name)) if e.kind == "unit") or found


def _without_noun(name: str) -> tuple[str, str]:
    """The bare name, and the kind of the noun after it ("Lima", "unit"), if there is one."""
    bare, _, noun = name.rpartition(" ")
    kind = _nouns().get(noun, "") if bare else ""
    return (bare, kind) if kind else (name, "")


@cache
def _nouns() -> dict[str, str]:
    rows = table("place_words")
    return {row["word"]: row["kind"] for row in rows if row["kind"] in ("unit", "spot")}


def _country(code: str) -> tuple[Entry, ...]:
    return entries(f"@{code}")


def _stands_in(entry: Entry, beside: str) -> bool:
    """Whether the unit or country printed beside a name is a place's own."""
    known = world.known(beside)
    country = known is not None and known.what == "country" and known.country == entry.country
    return country or key_of(beside) == key_of(entry.unit)
