"""Tables of page furniture → ready sets of words and the tests that use them."""

import html
import re
from functools import cache

from dragoman.lexicon import table

TERMINAL = re.compile(r"""[.!?…]["'”’»)\]]*$""")
CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s*[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[\da-fA-F]{1,5}|[A-Za-z]{2,8});")
LETTERS = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


@cache
def phrases(kind: str, shape: str) -> frozenset[str]:
    """The words of one kind and shape."""
    rows = table("furniture")
    return frozenset(r["words"] for r in rows if r["kind"] == kind and r["shape"] == shape)


@cache
def pattern(kind: str, shape: str) -> re.Pattern[str]:
    """A pattern for any of the words of one kind and shape, the longest first."""
    words = sorted(phrases(kind, shape), key=lambda w: (-len(w), w))
    choice = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.IGNORECASE)


@cache
def wire_names() -> dict[str, str]:
    """Lower-case mark → the agency's name."""
    return {row["mark"].lower(): row["name"] for row in table("wires")}


def wire_of(mark: str) -> str:
    """The agency of a mark such as "(Wire)" or "/WIRE/"; empty when the table has none."""
    parts = re.split(r"\s*[-–—/,;|]\s*", mark.strip("()[]/ .:-–—"))
    names = [wire_names().get(part.lower(), "") for part in (mark.strip("()[]/ .:-–—"), *parts)]
    return next((name for name in names if name), "")


def plain_quotes(line: str) -> str:
    """The line in lower case with plain apostrophes and single spaces."""
    return " ".join(line.replace("’", "'").replace("‘", "'").lower().split())


def seen(line: str) -> str:
    """The line as a browser would show it: "403&nbsp;views" → "403 views"."""
    return ENTITY.sub(lambda found: html.unescape(found[0]).replace("\xa0", " "), line)


def seen_in_place(line: str) -> str:
    """The same with each entity padded to its length, so that places in the line hold."""
    return ENTITY.sub(lambda found: seen(found[0]).ljust(len(found[0])), line)


def bare(line: str) -> str:
    """The line in lower case, without anything but words at its ends."""
    return re.sub(r"^\W+|\W+$", "", plain_quotes(line))


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return TERMINAL.search(line) is not None


def starts_low(line: str) -> bool:
    return line[:1].islower()


def capitalised(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()
