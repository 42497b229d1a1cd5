"""Entry and seed → text with its slots filled, and the marks' spans in it.

Every letter of an entry is another country. The reports of one process share a draw, so that
their letters mean the same countries from report to report.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from corpus.format import Entry, Slot
from corpus.schema import BODIES, table
from dragoman.lexicon import table as lexicon
from dragoman.spans import Span

SEED = 0
"""The draw of dev and test, and of train unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Filled:
    """An entry with its slots filled."""

    entry: Entry
    title: str
    text: str
    spans: tuple[Span, ...]
    """Where each of ``entry.marks`` stands, in their order."""
    mentions: tuple[tuple[Slot, Span], ...]
    """Each slot of the text and where its words stand."""
    cast: Mapping[str, str]
    """Letter → ISO 3166-1 alpha-3 of its country, or name of its body."""

    def marked(self, item: str, role: str = "") -> tuple[Span, ...]:
        """The spans of an item's main words or of one role."""
        return tuple(
            span
            for mark, span in zip(self.entry.marks, self.spans, strict=True)
            if (mark.item, mark.role) == (item, role)
        )


def fill(entry: Entry, seed: int = SEED) -> Filled:
    """The entry with countries and bodies drawn by the seed."""
    key = entry.header.get("process", entry.id)
    cast = _cast(f"{seed}:{key}")
    apostrophe = "’" if "’" in entry.plain else "'"
    starts, text = [], ""
    mentions = []
    for piece in entry.pieces:
        starts.append(len(text))
        words = piece if isinstance(piece, str) else put(piece, cast[piece.letter], apostrophe)
        text += words
        if isinstance(piece, Slot):
            mentions.append((piece, Span(starts[-1], len(text))))
    starts.append(len(text))
    title = "".join(
        piece if isinstance(piece, str) else put(piece, cast[piece.letter], apostrophe)
        for piece in entry.title
    )
    spans = tuple(Span(starts[mark.first], starts[mark.last]) for mark in entry.marks)
    used = {letter: cast[letter]["id"] for letter in sorted(entry.letters)}
    return Filled(entry, title, text, spans, tuple(mentions), used)


def put(slot: Slot, names: Mapping[str, str], apostrophe: str = "'") -> str:
    """The words of one slot: form, then article, then capital.

    >>> put(Slot("A", "adj", article=True), {"adj": "Austrian"})
    'an Austrian'
    """
    words = names[slot.form or "name"]
    if slot.form == "poss":
        # "the Philippines'" but "Cyprus's": names with an article that end in s are plurals.
        plural = names["name"].startswith("the ") and words.endswith("s")
        words += apostrophe + "s" * (not plural)
    if slot.article:
        words = f"{_article(words)} {words}"
    return words[0].upper() + words[1:] if slot.capital else words


def _article(word: str) -> str:
    if re.match(r"[A-Z]{2}", word):
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    yodded = re.match("(?i)eu|u(?:kr|ga|ru|ni)", word)
    return "an" if word[0].lower() in "aeiou" and not yodded else "a"


@cache
def _cast(key: str) -> dict[str, Mapping[str, str]]:
    """All letters → the forms of a country or body each; deterministic by the key."""
    draw = Random(key)
    countries, bodies = list(_countries()), list(_bodies())
    draw.shuffle(countries)
    draw.shuffle(bodies)
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    return {letter: (bodies if letter in BODIES else countries).pop() for letter in letters}


@cache
def _countries() -> tuple[Mapping[str, str], ...]:
    known = {row["iso3"]: row for row in lexicon("countries")}
    found = []
    for row in table("slots"):
        short = known[row["iso3"]]["name"]
        name = f"{row['article']} {short}".strip()
        capital = known[row["iso3"]]["capitals"].split("|")[0]
        forms = {"name": name, "short": short, "poss": name, "capital": capital, "id": row["iso3"]}
        found.append({**row, **forms, "adj": row["adjective"]})
    return tuple(found)


@cache
def _bodies() -> tuple[Mapping[str, str], ...]:
    """Bodies whose acronym takes an article ("the OAS said", "OAS observers")."""
    acronyms = {row["name"]: row["aliases"].split("|")[0] for row in lexicon("organisations")}
    return tuple(
        {"name": f"the {name}", "poss": f"the {name}", "short": acronyms[name], "id": name}
        for name in (
            "United Nations", "European Union", "African Union", "Gulf Cooperation Council",
            "Organization of American States", "Organisation of Islamic Cooperation",
            "Shanghai Cooperation Organisation", "Commonwealth of Independent States",
            "Eurasian Economic Union",
        )
    )  # fmt: skip
