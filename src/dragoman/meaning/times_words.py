"""Tables of time words → regular expressions with named groups, and numbers in words → numbers."""

import re
from functools import cache

from dragoman.lexicon import table

SPACE = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
JOIN = rf"(?:{SPACE}|[-‐‑])"
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
    rows = table("time_words")
    if name == "holiday":
        found = [row["name"] for row in table("time_holidays")]
    else:
        classes = ("month", "shortmonth") if name == "anymonth" else (name,)
        found = [row["word"] for row in rows if row["class"] in classes]
    parts = sorted({re.escape(word).replace(r"\ ", SPACE) for word in found}, key=len, reverse=True)
    joined = "|".join(part.replace("'", "['’]") for part in parts)
    return f"(?-i:{joined})" if name in CAPITALISED else f"(?:{joined})"


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
