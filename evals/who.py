"""Names in a gold file ↔ actors of a reading: are they the same?

An actor of the reading stands for the gold name that fits it best, and for no other:

1. its own name is the gold name or one that gold lists beside it (`also_called`);
2. one of the two is the end of the other ("Vell", "Anna Vell"; "Trade Ministry", "Lakeland Trade
   Ministry"), or first name and initial agree ("A. Vell"); other first names never match;
3. both names are a country's, its government's or its capital's, of the same country;
4. it has no name in the report but the role that gold gives ("the foreign minister");
5. another of its mentions fits by 1 or 2 (pronouns never count).

Accents, case, articles, stops and possessives do not matter. A title before a name does not.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.ontology import MentionKind
from dragoman.types import OUTLET, Actor, Reading, Statement
from evals.measures import plain

PAGES = frozenset({"outlet", "page"})
"""How gold files name the report's own voice."""


@dataclass(frozen=True, slots=True)
class Named:
    """One actor of a gold file: its names in plain form."""

    names: tuple[str, ...]
    role: str | None = None
    country: str | None = None
    """Of a country or its seat only: whom the name means when it acts."""


@cache
def countries() -> dict[str, str]:
    """Plain name, alias, seat or code of a country → its code."""
    from dragoman.lexicon import table

    found: dict[str, str] = {}
    for row in table("countries"):
        cells = (row["iso3"], row["name"], row["aliases"], row["capitals"])
        for name in "|".join(cells).split("|"):
            if name:
                found.setdefault(plain(name), row["iso3"])
    return found


def country_of(name: str) -> str | None:
    """The code of a country by its plain name, its capital or "the … government".

    >>> country_of("peru"), country_of("peruvian government"), country_of("peruvian envoy")
    ('PER', 'PER', None)
    """
    if name in countries():
        return countries()[name]
    core = re.sub(r"^government of (?:the )?| government$", "", name)
    return None if core == name else countries().get(core) or demonyms().get(core)


@cache
def demonyms() -> dict[str, str]:
    from dragoman.lexicon import table

    return {
        plain(name): row["iso3"]
        for row in table("countries")
        for name in row["demonyms"].split("|")
        if name
    }


class Who:
    """The names of one gold file against the actors of one reading."""

    def __init__(self, gold: dict[str, Any], names: Iterable[str], reading: Reading) -> None:
        self.reading = reading
        self._named: dict[str, Named] = {}
        for entry in gold.get("actors", ()):
            self._add(entry["name"], entry)
        for name in names:
            if name not in PAGES and not any(plain(name) in n.names for n in self._named.values()):
                self._add(name, {})
        self._mentions = {actor.id: self._words(actor) for actor in reading.actors}
        self._best = {
            actor.id: max((self._fit(n, actor) for n in self._named.values()), default=0)
            for actor in reading.actors
        }

    def _add(self, name: str, entry: dict[str, Any]) -> None:
        pronouns = {"he", "she", "it", "they"}
        names = [plain(n) for n in (name, *entry.get("also_called", ()))]
        country = country_of(names[0])
        role = entry.get("role")
        self._named[name] = Named(
            tuple(n for n in names if n not in pronouns), role and plain(role), country
        )

    def _words(self, actor: Actor) -> tuple[str, ...]:
        text = self.reading.article.text
        return tuple(
            dict.fromkeys(
                plain(text[mention.span])
                for mention in actor.mentions
                if mention.kind is not MentionKind.PRONOUN
            )
        )

    def _fit(self, named: Named, actor: Actor) -> int:
        """How well an actor fits a gold name; 0 for not at all."""
        own = plain(actor.name)
        if own in named.names:
            return 5
        if any(ends(name, own) for name in named.names):
            return 4
        if named.country and named.country == country_of(own):
            return 3
        nameless = all(m.kind is not MentionKind.NAME for m in actor.mentions)
        if nameless and named.role and actor.role and plain(actor.role) == named.role:
            return 2
        mentions = self._mentions[actor.id]
        return int(any(ends(n, m) or n == m for n in named.names for m in mentions))

    def same(self, name: str, id: str | None) -> bool:
        """Whether an actor id of the reading is the one that gold calls by a name."""
        if name in PAGES or id == OUTLET:
            return name in PAGES and id == OUTLET
        if id is None:
            return False
        actor = self.reading.actor(id)
        named = self.find(name)
        if actor is None or named is None:
            return False
        fit = self._fit(named, actor)
        # Two names of one country ("Chile", its seat) are one actor where they act.
        return fit > 0 and (fit == self._best[id] or fit == 3 or self._rival(named, actor))

    def _rival(self, named: Named, actor: Actor) -> bool:
        """Whether the names that fit an actor better mean the same country."""
        fit = self._fit(named, actor)
        better = [n for n in self._named.values() if self._fit(n, actor) > fit]
        return bool(named.country) and all(n.country == named.country for n in better)

    def find(self, name: str) -> Named | None:
        """The gold actor of a name, be it its main name or another."""
        found = self._named.get(name)
        if found is None:
            found = next((n for n in self._named.values() if plain(name) in n.names), None)
        return found

    def any_of(self, names: Iterable[str], ids: Iterable[str]) -> bool:
        ids = tuple(ids)
        return any(self.same(name, id) for name in names for id in ids)

    def all_of(self, names: Iterable[str], ids: Iterable[str]) -> bool:
        """Whether each name has its actor and each actor its name."""
        names, ids = tuple(names), tuple(ids)
        return all(self.any_of((name,), ids) for name in names) and all(
            self.any_of(names, (id,)) for id in ids
        )

    def overlap(self, names: Iterable[str], ids: Iterable[str]) -> float:
        """Jaccard of gold names and actors."""
        names, ids = tuple(names), tuple(ids)
        hit = sum(self.any_of((name,), ids) for name in names)
        strange = sum(not self.any_of(names, (id,)) for id in ids)
        return hit / (len(names) + strange) if names or strange else 1.0

    def speaks(self, names: Iterable[str], statement: Statement) -> bool:
        """Whether a statement's speaker is one of the names; a source that is no actor by words."""
        names = tuple(names)
        if statement.speaker is not None:
            return self.any_of(names, (statement.speaker,))
        if statement.source is None:
            return False
        words = plain(self.reading.article.text[statement.source])
        return any(words in named.names for named in map(self.find, names) if named is not None)

    def call(self, id: str | None) -> str:
        """An id for people to read."""
        if id is None or id == OUTLET:
            return id or "nobody named"
        actor = self.reading.actor(id)
        return actor.name if actor else id


def ends(left: str, right: str) -> bool:
    """Whether one name is the end of the other, or they agree but for an initial.

    >>> ends("vell", "anna vell"), ends("a vell", "anna vell"), ends("otto vell", "anna vell")
    (True, True, False)
    """
    one, other = sorted((left.split(), right.split()), key=len)
    if not one:
        return False
    if other[-len(one) :] == one:
        return True
    if len(one) < 2 or one[-1] != other[-1]:
        return False
    first, second = one[0], other[0]
    return min(len(first), len(second)) == 1 and first[0] == second[0]
