"""Actors of one reading → keys that stand for the same side or person in every report.

A country is its ISO code, a body its full name, a person family name and country; who has no
name of his own counts for nobody but his country.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from dragoman.lexicon import table
from dragoman.ontology import ActorKind, MentionKind
from dragoman.types import OUTLET, Actor, Reading

UNNAMED = "unnamed sources"
"""The side of those whom nobody names and who speak for no country."""


class Parties:
    """Who is who in one reading, by keys that hold across readings."""

    def __init__(self, reading: Reading, learned: Mapping[str, str] | None = None) -> None:
        """`learned`: actor id → country, as other reports tell it of the same actor."""
        self._actors = {actor.id: actor for actor in reading.actors}
        self._learned = learned or {}
        self._sides: dict[str | None, str] = {}

    def actor(self, id: str | None) -> Actor | None:
        return self._actors.get(id or "")

    def side(self, id: str | None) -> str:
        """The side that an actor counts for; `OUTLET` for the page, `UNNAMED` for nobody."""
        # A reading's entries ask for few actors, and often.
        if id not in self._sides:
            self._sides[id] = self._side(id)
        return self._sides[id]

    def _side(self, id: str | None) -> str:
        if id == OUTLET:
            return OUTLET
        seen = set()
        actor = self.actor(id)
        while actor is not None and actor.id not in seen:
            seen.add(actor.id)
            if country := self.country(actor):
                return country
            if actor.speaks_for is None:
                return _own(actor)
            actor = self.actor(actor.speaks_for)
        return UNNAMED

    def country(self, actor: Actor) -> str | None:
        return actor.country or self._learned.get(actor.id)

    def takes_part(self, id: str) -> str | None:
        """The side that a participant of a meeting is; None for a company and for nobody.

        A company is rather what is spoken of than who meets.
        """
        actor, side = self.actor(id), self.side(id)
        firm = actor is not None and actor.kind is ActorKind.COMPANY
        return None if firm or side in (UNNAMED, OUTLET) else side

    def host(self, place: str) -> str | None:
        """The country of a place, by the report's own actors, else as a country or its capital."""
        for actor in self._actors.values():
            if actor.country and fold(actor.name) == fold(place):
                return actor.country
        return _hosts().get(fold(place))

    def person(self, id: str) -> str | None:
        """ "vell/NOR": family name and side of a named person; None for anyone else."""
        actor = self.actor(id)
        if actor is None or actor.kind is not ActorKind.PERSON or not named(actor):
            return None
        return f"{fold(actor.name.split()[-1])}/{self.country(actor) or ''}"

    def name(self, id: str | None) -> str:
        actor = self.actor(id)
        return actor.name if actor else UNNAMED


def _own(actor: Actor) -> str:
    if not named(actor):
        return UNNAMED
    return canonical(actor.name)


def named(actor: Actor) -> bool:
    """Whether the report calls it by a name."""
    return any(m.kind is not MentionKind.NOMINAL and m.kind is not MentionKind.PRONOUN
               for m in actor.mentions)  # fmt: skip


@lru_cache(4096)
def fold(name: str) -> str:
    """A name without article, possessive, case and signs."""
    bare = re.sub(r"['’]s?$", "", name.strip())
    return re.sub(
        r"^(the|a|an|mr|mrs|ms|dr) ", "", " ".join(re.findall(r"[\w&]+", bare.casefold()))
    )


def canonical(name: str) -> str:
    """The full name of a body by any of its names, else the folded name itself."""
    return _bodies().get(fold(name), fold(name))


@cache
def _hosts() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table("countries"):
        for name in (row["name"], *row["aliases"].split("|"), *row["capitals"].split("|")):
            found.setdefault(fold(name), row["iso3"])
    return found


@cache
def _bodies() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table("organisations"):
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            found.setdefault(fold(name), row["name"])
    return found
