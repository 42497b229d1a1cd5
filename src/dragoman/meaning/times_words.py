"""Tables of time words → regular expressions with named groups, and numbers in words → numbers."""

import re
from functools import cache

from dragoman.lexicon import table

SPACE = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
JOIN = rf"(?:{SPACE}|[-‐‑])"
DIGIT = "#"
"""Stands for any figure among the words that a pattern needs."""
CAPITALISED = frozenset({"month", "shortmonth", "shortday", "anymonth"})

NUMERIC = {
    "year": r"(?:1[4-9]|20)\d\d(?!\d|[,.]\d|%)",
    "dayno": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[:.,]\d|%)",
    "zone": r"(?:GMT|UTC|Z|[A-Z]{1,2}[SD]?T|local time|Moscow time)(?:[+-]\d{1,2})?",
}


@cache
def words(name: str) -> dict[str, str]:
    """Class → lower-case word → value, of ``time_words.tsv``."""
    rows = table("time_words")
    return {row["word"].lower(): row["value"] for row in rows if row["class"] == name}


@cache
def alternatives(name: str) -> str:
    """The words of a class as one alternation, longest first."""
    found = {re.escape(word).replace(r"\ ", SPACE) for word in _members(name)}
    parts = sorted(found, key=lambda part: (-len(part), part))
    joined = "|".join(part.replace("'", "['’]") for part in parts)
    return f"(?-i:{joined})" if name in CAPITALISED else f"(?:{joined})"


def _members(name: str) -> list[str]:
    """The words of a class as the tables print them."""
    if name == "holiday":
        return [row["name"] for row in table("time_holidays")]
    classes = ("month", "shortmonth") if name == "anymonth" else (name,)
    return [row["word"] for row in table("time_words") if row["class"] in classes]


@cache
def _count() -> str:
    number = alternatives("number")
    spelt = rf"{number}(?:{JOIN}(?:and{JOIN})?{number})*"
    half = rf"{JOIN}and{JOIN}(?:a|one){JOIN}(?:half|quarter)"
    digits = r"(?<![\d.,$£€])\d{1,3}(?:,\d{3})+|(?<![\d,$£€])\d+(?: [13]/[24]|\.\d+)?"
    several = alternatives("vaguecount")
    return (
        rf"(?:(?:{digits}|{spelt}|an?{SPACE}(?:hundred|thousand|million)(?:{JOIN}{number})*)(?:{half})?|half{SPACE}an?"
        rf"|(?:a{SPACE})?couple(?:{SPACE}of)?|(?:a{SPACE})?dozen|{several}|an?|half)"
    )


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of ``time_patterns.tsv`` as a regular expression of whole words."""

    def group(found: re.Match[str]) -> str:
        name = found[1]
        base = name.rstrip("0123456789")
        body = _count() if base == "count" else NUMERIC.get(base) or alternatives(base)
        return body if name.endswith("0") else f"(?P<{name}>{body})"

    body = pattern.replace(" ", SPACE).replace("~", JOIN)
    body = re.sub(r"\{([a-z]+\d?)\}", group, body)
    return re.compile(rf"(?<![\w$£€.])(?:{body})(?!\w)", re.IGNORECASE)


_PIECES = re.compile(
    r"(?P<open>\((?:\?(?:[:=!]|<[=!]|P<[a-z]+\d?>))?)|(?P<close>\)[?*]?)|(?P<either>\|)"
    r"|(?:(?<![^ ~(:>?])\{(?P<class>[a-z]+)\d?\}(?![?*]))"
    # A word that stands alone: "-?long" and "{unit}s" hold none.
    r"|(?:(?:(?<![^ ~])|(?<=\)\?))(?P<word>[a-z]+)(?![a-z?*{]|\((?:\?(?::|P<\w+>))?[a-z{]))"
    r"|(?P<digit>\\d(?![?*]))|\\.|\[[^\]]*\]|."
)


def needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of lower-case words, of each of which a text must have one for the pattern to match.

    "{count} {unit}s? from now" needs a unit, "from" and "now"; what is optional, or one of
    several, needs nothing.
    """
    found: list[frozenset[str]] = []
    # An open group: how much was found before it, and whether any of it may be left out.
    groups = [(0, False)]
    for piece in _PIECES.finditer(pattern):
        if piece["open"]:
            groups.append((len(found), piece["open"][1:3] in ("?=", "?!", "?<")))
        elif piece["either"]:
            groups[-1] = (groups[-1][0], True)
        elif piece["close"]:
            before, optional = groups.pop()
            if optional or len(piece["close"]) > 1:
                del found[before:]
        elif piece["class"]:
            found.append(_key_words(piece["class"]))
        elif piece["word"] or piece["digit"]:
            found.append(frozenset({piece["word"] or DIGIT}))
    return () if groups[0][1] else tuple(words for words in found if words)


@cache
def _key_words(name: str) -> frozenset[str]:
    """The longest word of each expression of a class, plain and with an s; `DIGIT` for figures."""
    if name in ("year", "dayno"):
        return frozenset({DIGIT})
    keys = {max(re.findall(r"\w+", word.lower()), key=len) for word in _members(name)}
    return frozenset(keys | {word + "s" for word in keys})


def unit_name(word: str) -> str:
    return words("unit")[word.lower()]


def number(words_of_it: str) -> float | None:
    """A count in figures or words → its number; None for "several" and the like.

    "three-and-a-half" → 3.5, "a couple of" → 2, "twenty-five" → 25, "1,200" → 1200.
    """
    parts = re.sub(r"[\s‐‑-]+", " ", words_of_it.lower()).strip().split(" ")
    if " ".join(parts) in words("vaguecount"):
        return None
    numbers = words("number")
    total, group, half = 0.0, 0.0, 0.0
    for word in parts:
        if word in _FRACTIONS:
            half += _FRACTIONS[word]
            continue
        plain = word.replace(",", "")
        if re.fullmatch(r"\d+(?:\.\d+)?", plain):
            group += float(plain)
        elif word in ("half", "quarter"):
            half += 0.5 if word == "half" else 0.25
        elif word == "couple":
            group += 2
        elif word == "dozen":
            group = (group or 1) * 12
        elif word in numbers:
            group, total = _spelt(int(numbers[word]), group, total)
        elif word not in ("a", "an", "and", "of"):
            return None
    whole = total + group
    if whole == 0 and half == 0:
        return 1.0 if parts[0] in ("a", "an") else 0.0
    return whole + half


_FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75}


def _spelt(value: int, group: float, total: float) -> tuple[float, float]:
    if value == 100:
        return (group or 1) * 100, total
    if value >= 1000:
        return 0.0, total + (group or 1) * value
    return group + value, total


def plain(value: float) -> str:
    """3.0 → "3", 3.5 → "3.5"."""
    return str(int(value)) if value == int(value) else f"{value:g}"
