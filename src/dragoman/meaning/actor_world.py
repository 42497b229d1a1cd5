"""Lexicon tables → what a name, a role noun or a body noun stands for in the world.

All indexes are built once, at the first question, and are never changed afterwards.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from dragoman.lexicon import table
from dragoman.ontology import ActorKind

NAMES = 1 << 16
"""Names of which a process remembers what they stand for: an archive has no end of them."""
UNLISTED = "*"
"""Opens the code, within this stage only, of a state that no table lists: "*" and its name."""


@dataclass(frozen=True, slots=True)
class Known:
    """A name that the world's tables hold."""

    name: str
    what: str
    """country, demonym, capital, place, region, seat, organisation, institution, armed_group,
    company"""
    kind: ActorKind
    country: str | None
    sector: str | None
    bloc: str | None = None
    """CAMEO code that stands where a country would: UNO, EUR, IGO, NGO."""


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """What a role noun says of its holder."""

    role: str
    sector: str | None
    kind: str
    """The class of roles.tsv: head, minister, spokesperson, envoy, official …"""
    also: tuple[str, ...]
    """Shorter nouns that refer back to a holder."""


@dataclass(frozen=True, slots=True)
class BodyNoun:
    """What the head noun of a body says of it."""

    sector: str | None
    kind: ActorKind
    group: str
    """The class of bodies.tsv: ministry, military, company …"""


@dataclass(frozen=True, slots=True)
class Leader:
    """One holder of an office that the tables list."""

    name: str
    country: str
    title: str
    kind: str
    since: date | None
    until: date | None
    """The day on which another came, or the last on which it was printed; None: in office."""

    def holds(self, day: date | None) -> bool:
        """Whether the office was held on a day; today's holders where no day is known."""
        if day is None:
            return self.until is None
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day < self.until)


def parts(cell: str) -> tuple[str, ...]:
    """A table's cell of several forms → the forms."""
    return tuple(form for form in cell.split("|") if form)


@lru_cache(NAMES)
def plain(name: str) -> str:
    """A name in small letters without accents, for comparing spellings."""
    if name.isascii():
        return name.lower()
    bare = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    return "".join(c for c in bare if not unicodedata.combining(c))


# --- names -----------------------------------------------------------------------------------


@cache
def names() -> dict[str, tuple[Known, ...]]:
    """Every name as printed → what it may stand for, surest first."""
    found: dict[str, list[Known]] = {}
    for forms, known in _all_known():
        for form in forms:
            key = form.removeprefix("the ").removeprefix("The ").replace("’", "'")
            if known not in found.setdefault(key, []):
                found[key].append(known)
    return {name: tuple(known) for name, known in found.items()}


@cache
def openers() -> frozenset[str]:
    """First letters of all names up to a blank or mark: most words open no name at all."""
    return frozenset(opener(name) for name in names())


_MARKS = re.compile(r"[\s'’.-]")


def opener(name: str) -> str:
    """The start of a name that any tokenisation keeps together."""
    return _MARKS.split(name, maxsplit=1)[0].casefold()


def known(name: str) -> Known | None:
    """What a name stands for; capitals-only print of long names is seen through."""
    return next(iter(all_known(name)), None)


def all_known(name: str) -> tuple[Known, ...]:
    """Everything that a name may stand for."""
    key = name.replace("’", "'")
    if key.lower().startswith("the "):
        key = key[4:]
    found = names().get(key)
    if found is None and key.isupper() and len(key) > 4:
        found = names().get(" ".join(word.capitalize() for word in key.split()))
    return found or ()


@cache
def countries() -> dict[str, str]:
    """ISO code → English name."""
    return {row["iso3"]: row["name"] for row in table("countries")}


def state_name(code: str) -> str:
    """The English name of a country by its code; of an unlisted state, from the code."""
    return code[1:] if code.startswith(UNLISTED) else countries()[code]


def iso(code: str | None) -> str | None:
    """A code without those of unlisted states."""
    return None if code is None or code.startswith(UNLISTED) else code


@cache
def _titles() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in table("leaders"):
        if row["class"] == "head":
            found.setdefault(row["country"], set()).update(row["title"].split())
    return {country: frozenset(titles) for country, titles in found.items()}


def has_office(country: str, role: str) -> bool:
    """Whether a country has a head so called; True where the tables do not tell.

    >>> has_office("NOR", "president"), has_office("NOR", "prime minister")
    (False, True)
    """
    word = {"prime minister": "minister", "president": "president"}.get(role)
    titles = _titles().get(country)
    if word is None or titles is None:
        return True
    return word in titles or (word == "minister" and "premier" in titles)


@lru_cache(NAMES)
def place(name: str, small: bool = True) -> Known | None:
    """A town or region by its name; with `small`, also by the long list of towns."""
    key = name.replace("’", "'")
    code = _places().get(key) or (_town(key) if small else None)
    return None if code is None else Known(key, "place", ActorKind.COUNTRY, code, "CVL")


@cache
def _places() -> dict[str, str]:
    return {row["name"]: row["country"] for row in table("places")}


def _town(name: str) -> str | None:
    """Searched as text: an index of 40,000 names would cost more than all look-ups of a report."""
    wanted = f"|{name}|"
    return next((code for code, names in _towns() if wanted in names), None)


@cache
def _towns() -> tuple[tuple[str, str], ...]:
    return tuple((row["country"], f"|{row['names']}|") for row in table("towns"))


def _all_known() -> Iterator[tuple[Iterable[str], Known]]:
    for row in table("countries"):
        iso, name = row["iso3"], row["name"]
        state = ("GOV",)
        for what, cell in (("country", f"{name}|{row['aliases']}"), ("capital", row["capitals"])):
            kind = ActorKind.COUNTRY if what == "country" else ActorKind.GOVERNMENT
            yield parts(cell), Known(name, what, kind, iso, *state)
        yield parts(row["demonyms"]), Known(name, "demonym", ActorKind.COUNTRY, iso, *state)
    for row in table("regions"):
        known = Known(row["name"], "region", ActorKind.GOVERNMENT, row["country"], row["sector"])
        yield (row["name"], *parts(row["aliases"])), known
    for row in table("seats"):
        known = Known(
            row["name"], "seat", ActorKind.GOVERNMENT, row["country"] or None, row["sector"]
        )
        yield (row["name"], *parts(row["aliases"])), known
    for name, kind in (
        ("organisations", ActorKind.ORGANISATION), ("institutions", ActorKind.GOVERNMENT),
        ("armed_groups", ActorKind.GROUP), ("companies", ActorKind.COMPANY),
    ):  # fmt: skip
        for row in table(name):
            sector = row.get("sector", "BUS")
            known = Known(
                row["name"], name.removesuffix("s").replace("companie", "company"),
                _INSTITUTION_KINDS.get(sector, kind) if name == "institutions" else kind,
                row.get("country") or None, sector, row.get("bloc"),
            )  # fmt: skip
            yield (row["name"], *parts(row["aliases"])), known


_INSTITUTION_KINDS = {
    "PTY": ActorKind.GROUP, "UAF": ActorKind.GROUP, "PRM": ActorKind.GROUP,
    "REB": ActorKind.GROUP, "JRN": ActorKind.ORGANISATION, "EDU": ActorKind.ORGANISATION,
}  # fmt: skip


# --- nouns -----------------------------------------------------------------------------------


@cache
def roles() -> dict[str, RoleNoun]:
    """Role noun in small letters → what it says; plurals are not listed."""
    found: dict[str, RoleNoun] = {}
    for row in table("roles"):
        noun = RoleNoun(row["role"], row["sector"] or None, row["class"], parts(row["also"]))
        for form in parts(row["forms"]):
            found[form] = noun
    return found


@cache
def bodies() -> dict[str, BodyNoun]:
    """Head noun of a body in small letters → what it says."""
    found: dict[str, BodyNoun] = {}
    kinds = {kind.value: kind for kind in ActorKind}
    for row in table("bodies"):
        noun = BodyNoun(row["sector"] or None, kinds[row["kind"]], row["class"])
        for form in parts(row["forms"]):
            found[form] = noun
    return found


@cache
def agents() -> dict[str, str]:
    """Agent noun in small letters → its codes, three letters each (PLOVER's)."""
    return {row["form"]: row["codes"] for row in table("agents")}


@cache
def particular() -> dict[str, tuple[str, ...]]:
    """Role form → the few countries that call an office so."""
    return {row["form"]: parts(row["countries"]) for row in table("offices")}


def singular(noun: str) -> str:
    """A plural noun in small letters → its singular, by the regular endings."""
    if noun.endswith("men"):
        return noun[:-3] + "man"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if re.search(r"(?:s|x|ch|sh)es$", noun):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def role(form: str) -> RoleNoun | None:
    """What a role noun says, in either number; None when it is none."""
    low = form.lower()
    return roles().get(low) or roles().get(singular(low))


# --- leaders ---------------------------------------------------------------------------------


@cache
def _leaders() -> dict[str, list[int]]:
    """Plain family name, and "~" with its start → rows of the leaders' tables."""
    found: dict[str, list[int]] = {}
    for at, row in enumerate(_leader_rows()):
        family = plain(row["family"])
        words = {family} if family.isalpha() else {family, *_words(family)}
        for word in words:
            found.setdefault(word, []).append(at)
        found.setdefault("~" + family[:6], []).append(at)
    return found


@cache
def _leader_rows() -> tuple[dict[str, str], ...]:
    return (*table("leaders"), *table("ministers"), *table("past_leaders"))


@cache
def _holder(at: int) -> tuple[frozenset[str], Leader]:
    """(All plain parts of the name, holder) of a row."""
    row = _leader_rows()[at]
    since, until = _day(row["since"]), _day(row["until"])
    holder = Leader(row["name"], row["country"], row["title"], row["class"], since, until)
    return frozenset(_words(row["name"])), holder


_LESS_KNOWN = frozenset({"officer", "official"})
"""Classes of holders whom a surname alone does not mean."""


@lru_cache(NAMES)
def leader(name: str, day: date | None) -> Leader | None:
    """The one country's leader whom a name means as of a day; None when it may mean several.

    A full name is also found after or before the term (then `holds` is false); a surname alone
    only while one single country has a leader of that name, and never an officer's or a deputy
    minister's: too many others are called so.
    """
    words = [w for w in _words(name) if len(w) > 1]
    if not words:
        return None
    keys = {words[-1], words[0], plain(name), _stem(words[-1])}
    index = _leaders()
    found = sorted({at for key in keys if len(key) > 1 for at in index.get(key, ())})
    rows = [_holder(at) for at in found]
    if len(words) > 1:
        fit = [person for parts, person in rows if _same(words, parts)]
    else:
        fit = [
            person
            for parts, person in rows
            if person.kind not in _LESS_KNOWN and _spelt(words[0], parts) and person.holds(day)
        ]
    holding = [person for person in fit if person.holds(day)]
    fit = holding or fit
    ranked = sorted(fit, key=lambda p: (p.kind == "head", p.until or date.max), reverse=True)
    if len({person.country for person in ranked}) != 1:
        return None
    return ranked[0]


def _same(words: list[str], parts: frozenset[str]) -> bool:
    """Whether all but middle parts of a name stand in a leader's name ("Jo Vell", "Jo B. Vell")."""
    hits = sum(1 for word in words if word in parts or _near(word, parts))
    return hits >= 2 and _spelt(words[-1], parts) and hits >= min(len(words), len(parts)) - 1


def _spelt(word: str, parts: frozenset[str]) -> bool:
    """The word itself or a romanisation with another ending ("Vellsky", "Vellskyi")."""
    if word in parts:
        return True
    return len(word) > 5 and any(part[:6] == word[:6] and len(part) > 5 for part in parts)


def _stem(word: str) -> str:
    return "~" + plain(word)[:6]


def _near(word: str, parts: frozenset[str]) -> bool:
    """Other romanisation or a short first name: same first three letters ("Yuri", "Yuriy")."""
    return len(word) > 3 and any(part[:3] == word[:3] and len(part) > 3 for part in parts)


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[^\w']+", plain(name)) if word]


def _day(printed: str) -> date | None:
    """A day as precise as printed ("2012", "2012-05") → the first day of it."""
    if not printed:
        return None
    filled = printed + "-01-01"[len(printed) - 4 :] if len(printed) < 10 else printed
    try:
        return date.fromisoformat(filled[:10])
    except ValueError:
        return None
