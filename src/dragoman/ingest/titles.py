"""A line → whether it is a headline, the title again, or the title cut short."""

import re

from dragoman.ingest.dateline import find_dateline
from dragoman.ingest.words import LETTERS, bare, is_sentence, pattern, plain_quotes

CUT = re.compile(r"\s*(?:\.\.\.|…)$")
"""A title that a list of titles cut short ends so."""


def could_be_headline(line: str) -> bool:
    """Whether a line has the shape of a headline: short, no sentence but a shout or question."""
    if find_dateline(line) is not None or line[-1:] in ",;:-–—" or not LETTERS.search(line):
        return False
    if not is_sentence(line) or line.rstrip("\"'”’")[-1:] in "?!":
        return len(line.split()) <= 30
    # a stop ends few headlines, and then those in which most words are capitalised
    words = [word for word in LETTERS.findall(line) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return 3 <= len(words) <= 20 and capitals >= 0.8 * len(words) and not re.search(r"[.!?] ", line)


def is_cut(line: str, below: tuple[str, ...]) -> bool:
    """Whether a line is a title cut short that is whole in a line below ("Port talks go o...")."""
    stem = plain_quotes(CUT.sub("", line))
    cut = CUT.search(line) is not None and len(stem) > 15
    return cut and any(plain_quotes(other).startswith(stem) for other in below)


def same_title(line: str, title: str, loose: bool) -> bool:
    """Whether a line prints the title again, perhaps in other words of the same headline."""
    opening = find_dateline(line) if len(line) < len(title) + 60 else None
    printed = (bare(line), bare(line[opening.end :]) if opening else "")
    if bare(title) in printed or bare(bare_title(title)) in printed:
        return True
    ours, theirs = set(bare(line).split()), set(bare(title).split())
    if not loose or len(ours) < 4 or is_sentence(line):
        return False
    return len(ours & theirs) >= 0.7 * max(len(ours), len(theirs))


def bare_title(title: str) -> str:
    """The title without the desk's mark before it: "UPDATE 2-Port talks to go on"."""
    mark = re.match(
        rf"(?:{pattern('title', 'prefix').pattern})\s*\d{{0,2}}\s*[-–—:]\s*", title, re.I
    )
    rest = title[mark.end() :] if mark is not None else ""
    return rest if len(rest.split()) > 2 else title
