"""One phrase without its report, and a day → country and sector, as far as the tables tell.

The sector keeps PLOVER's letters (JRN for the media, MED for medicine); a bloc's code (UNO, EUR,
IGO) stands where a country would. None where nothing is known: nothing is forced.
"""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from dragoman.lexicon import table
from dragoman.lexicon.gazetteer import entries, key_of
from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_world import Known
from dragoman.ontology import ActorKind

_STATES = ("country", "demonym", "capital", "place")
_LONGEST = 8
_OPENERS = frozenset({"of", "in", "from", "for", "to", "at", "on", "with"})
_CHAIRS = frozenset({"president", "speaker", "head", "leader", "chair", "chairman", "member"})


class Place(NamedTuple):
    """What a phrase resolves to."""

    country: str | None
    sector: str | None


def resolve_phrase(phrase: str, day: date | None = None) -> Place:
    """A phrase's country (ISO alpha-3 or bloc) and sector, as of a day; today's where None."""
    bare = " ".join(re.sub(r"\s*['’]s\b|['’](?=\s|$)", " ", phrase).split())
    bare = re.sub(r"^(?:the|an?|some|several)\s+", "", bare, flags=re.IGNORECASE)
    if not bare:
        return Place(None, None)
    whole = world.known(bare) or world.place(bare)
    if whole is not None and whole.what != "demonym":
        return _named(whole)
    person = _leader(bare, day) if bare.istitle() or world.role(bare.split()[0]) else None
    found = _names_in(bare)
    if person is not None and all(known.what == "place" for _, known in found):
        found = []  # a first name that is also a town's
    rest = _without(bare, [text for text, known in found if known.what in _STATES])
    country = next((k.country or k.bloc for _, k in found if k.country or k.bloc), None)
    body = next((k for _, k in found if k.what not in _STATES and k.what != "region"), None)
    sector = _sector(rest)
    if body is not None and (sector is None or _chairs(rest)):
        sector = body.sector
    if person is None and (country is None or sector is None):
        person = _leader(rest, day)
    if person is not None:
        own = {"officer": "MIL", "spy": "SPY"}.get(person.kind, "GOV")
        holding = own if person.holds(day) else "ELI"
        return Place(country or person.country, sector or holding)
    return Place(country, sector)


def _named(known: Known) -> Place:
    if known.what == "country":
        return Place(known.country, None)
    if known.bloc in ("UNO", "EUR", "IGO"):
        return Place(known.bloc, None if known.sector == "IGO" else known.sector)
    return Place(known.country, known.sector)


def _names_in(phrase: str) -> list[tuple[str, Known]]:
    """Longest table names of a phrase, left to right."""
    words = phrase.split()
    found: list[tuple[str, Known]] = []
    at = 0
    while at < len(words):
        for last in range(min(len(words), at + _LONGEST), at, -1):
            text = " ".join(words[at:last]).strip(",.")
            known = None if _common(words, at, last) else world.known(text)
            if known is None and (not _run(words, at, last) or _of_body(words, at, last)):
                known = world.place(text) or _unit(text)
            if known is not None and (text[0].isupper() or last - at > 1):
                found.append((text, known))
                at = last - 1
                break
        at += 1
    return found


def _run(words: list[str], first: int, last: int) -> bool:
    """Whether words are part of a longer run of capitals, hence perhaps of a person's name."""
    near = [words[i] for i in (first - 1, last) if 0 <= i < len(words)]
    return not words[first][:1].isupper() or any(word[:1].isupper() for word in near)


def _common(words: list[str], first: int, last: int) -> bool:
    """ "Alliance" in "Vell Services Alliance": a noun of a longer name, and no name itself."""
    alone = last == first + 1 and words[first].lower() in world.bodies()
    return alone and first > 0 and words[first - 1][:1].isupper()


def _of_body(words: list[str], first: int, last: int) -> bool:
    """Whether a place of several words opens or ends the name of a body, as no person's does.

    "Santa Marta Self Defense Forces", "Health Services Alliance Northern Territory".
    """
    if last - first < 2:
        return False
    nouns = [words[-1]] if first == 0 and last < len(words) else []
    nouns += [words[first - 1]] if last == len(words) and first > 0 else []
    lower = [noun.lower() for noun in nouns]
    return any(noun in world.bodies() or world.singular(noun) in world.bodies() for noun in lower)


def _unit(name: str) -> Known | None:
    """A first-level unit that one single country has."""
    found = [entry for entry in entries(key_of(name)) if entry.kind == "unit"]
    codes = {entry.country for entry in found}
    if len(codes) != 1 or " " not in name:
        return None
    return Known(name, "place", ActorKind.COUNTRY, codes.pop(), "CVL")


def _without(phrase: str, names: list[str]) -> str:
    for name in names:
        phrase = re.sub(rf"\b{re.escape(name)}(?!\w)", " ", phrase, count=1)
    return " ".join(phrase.split())


def _sector(phrase: str) -> str | None:
    """The sector of the longest noun of a phrase that the tables know, the first of equals."""
    words = [word.strip(",.").lower() for word in phrase.split()]
    if words[:1] in (["former"], ["ex"]) or any(w.startswith("ex-") for w in words):
        return "ELI"
    if _chairs(phrase):
        own = _sector(" ".join(words[2:]))
        if own is not None:
            return own
    told = [_adjectives()[word] for word in words if word in _adjectives()]
    # The head noun ends the phrase before its first preposition; modifiers come after it here.
    end = next((i for i, word in enumerate(words) if word in _OPENERS and i), len(words))
    spans = [
        (last == end, last - at, -at, " ".join(words[at:last]))
        for at in range(len(words))
        for last in range(at + 1, min(len(words), at + 6) + 1)
    ]
    for *_, text in sorted(spans, reverse=True):
        code = _code(text)
        if code is not None:
            # A leader is of whom he leads; other civilians only an opposition makes more than that.
            leads = text.endswith(("leader", "leaders"))
            more = [own for own in told if own == "OPP" or leads] if code == "CVL" else []
            return next(iter(more), code)
    return next(iter(told), None)


def _chairs(phrase: str) -> bool:
    """ "president of the lower house" is of the house, not of the state."""
    words = phrase.lower().split()
    return len(words) > 1 and words[1] == "of" and words[0] in _CHAIRS


def _code(text: str) -> str | None:
    for form in (text, world.singular(text)):
        codes = world.agents().get(form)
        if codes and codes[:3] not in ("UNK", "NON", "JNK"):
            return _foremost(codes)
        body = world.bodies().get(form)
        if body is not None and body.sector:
            return body.sector
    role = world.role(text)
    return role.sector if role is not None else None


def _foremost(codes: str) -> str:
    """The first of several codes; but an army's intelligence is SPY, as any (PLOVER manual)."""
    return "SPY" if codes.endswith("SPY") else codes[:3]


@cache
def _adjectives() -> dict[str, str]:
    return {row["adjective"]: row["sector"] for row in table("sector_adjectives")}


def _leader(phrase: str, day: date | None) -> world.Leader | None:
    words = [word for word in phrase.split() if word[0].isupper()]
    for first in range(len(words)):
        if world.role(" ".join(words[: first + 1])) is None and first:
            break
        found = world.leader(" ".join(words[first:]), day)
        if found is not None:
            return found
    return None
