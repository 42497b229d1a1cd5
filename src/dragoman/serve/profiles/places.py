"""Codes and names of countries ↔ those of the profiles, by the lexicon alone."""

from functools import cache

from dragoman.lexicon import table

Code = dict[str, str]


def name_of(iso3: str) -> str:
    """The English name of a country; empty for what is no code."""
    return _names().get(iso3, "")


def icews_of(iso3: str) -> str:
    """The name of a country as ICEWS spells it; empty for what is no code."""
    found = _codes().get(iso3)
    return (found["icews"] if found else "") or name_of(iso3)


def code(iso3: str, kind: str) -> str:
    """The code of a country in another list: fips, cow, or cameo (its own where it has one)."""
    found = _codes().get(iso3)
    if found is None:
        return ""
    return found[kind].split("|")[0] or (iso3 if kind == "cameo" else "")


def iso3_of(told: str) -> str:
    """A country as another set writes it (ISO, CAMEO, name) → ISO alpha-3; empty when unknown."""
    told = told.strip()
    if told in _codes():
        return told
    return _by_other().get(told, "") or _countries().get(_plain(told), "")


def _plain(words: str) -> str:
    words = words.strip().casefold().replace(".", "")
    return words.removeprefix("the ").split(",")[0].strip()


@cache
def _names() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in table("countries")}


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table("countries"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name:
                found.setdefault(_plain(name), row["iso3"])
    return found


@cache
def _codes() -> dict[str, Code]:
    return {row["iso3"]: row for row in table("country_codes")}


@cache
def _by_other() -> dict[str, str]:
    """Codes of CAMEO and names of ICEWS, whose Congo is not the one that ours is short for."""
    return {
        told: row["iso3"]
        for row in table("country_codes")
        for told in (*row["cameo"].split("|"), row["icews"])
        if told
    }
