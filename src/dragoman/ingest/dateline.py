"""The opening of a report → place, day and agency of its dateline.

The shapes: "TARN, Oct. 26 (Wire) – ", "TARN (Wire) — ", "(WIRE) ", "TARN. Oct 26. /WIRE/. ",
"OSLO: ", "Tarn, 26 October 2031 (Wire): ".
"""

import re
from dataclasses import dataclass
from functools import cache

from dragoman.ingest.dates import Day, day_words, find_days
from dragoman.ingest.heading import SMALL
from dragoman.ingest.words import pattern, phrases, seen_in_place, wire_of
from dragoman.lexicon import table

FARTHEST = 400
"""A caption glued before a dateline is not longer than this many characters."""
SENTENCE_END = re.compile(r"\w{6,}\.\s+\w")
SHOUT = re.compile(r"[\"“]?([^\n:–—]{2,30}?)(?::\s|--|\s[—–-]\s)")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline, where it stands in its line, and what it tells."""

    start: int
    end: int
    place: str
    day: Day | None
    wire: str


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    """The shape with a place, then the one without."""
    name = r"[^\W\d_a-z][\w.'’-]*"
    names = rf"{name}(?:\s+(?:(?:de|del|la|of|al)\s+)?{name}){{0,3}}?"
    mark = r"\([^()\n]{2,40}\)|\[[^\[\]\n]{2,40}\]|/[^/\n]{2,30}/"
    weekday = "|".join(sorted(phrases("head_date", "weekday"), key=len, reverse=True))
    day = rf"(?:(?:{weekday})\b\.?,?\s*)?{day_words()}(?:,?\s*\(?(?:{weekday})\b\.?\)?)?"
    place = (
        rf"(?P<mark0>{mark})?\s*(?P<place>{names}(?:\s?/\s?{names})*)"
        rf"(?P<region>,\s*(?!(?i:{day_words()})){names}|\s*\[{name}\])??"
        rf"(?:(?P<gap>[,.]?\s*|\s+[-–—]\s+)(?P<day>(?i:{day})))?[.,]?\s*(?P<mark>{mark})?"
        rf"(?:(?<=[)\]/])[,.]?\s+(?P<late>(?i:{day}))[.,]?)?"
    )
    placeless = rf"(?P<day>(?i:{day}))?[.,]?\s*(?P<mark>{mark})"
    # a space or a stop ends a dateline only after a mark, a stop also after a day
    end = r"(?P<sep>\s*(?:--|[–—])\s*|\s+-\s*|-\s+|\s?:\s+|(?<=[)\]/])\.?\s+|(?<=\d)\.\s+|\s*$)"
    return re.compile(place + end), re.compile(placeless + end)


def find_dateline(line: str, alone: bool = True) -> Dateline | None:
    """The dateline that opens a line or follows a caption in it; None when in doubt.

    Without `alone`, a mere "TARN – " is not taken for one: in a transcript it names who speaks.
    "OSLO: " without day and agency must be a country's capital; it is often a label ("ALERT: ").
    """
    line = seen_in_place(line)
    opening = _dateline_at(line, 0, alone)
    if opening is not None:
        return opening
    for gap in re.finditer(r"\S\s+(?=[^\W\d_a-z]{3})", line[:FARTHEST]):
        found = _dateline_at(line, gap.end(), False)
        if found is None or not found.place:
            continue
        if (found.day and found.wire) or (gap[0][0] in '.!?"”’)]' and (found.day or found.wire)):
            return found
    return None


def _dateline_at(line: str, start: int, alone: bool) -> Dateline | None:
    for shape in _shapes():
        match = shape.match(line, start)
        if match is None:
            continue
        parts = {"place": "", "region": "", "mark0": "", "gap": "", "late": ""} | match.groupdict(
            default=""
        )
        if _holds(parts, line[match.end() :], alone):
            return _read(parts, start, match.end())
    return None


def _read(parts: dict[str, str], start: int, end: int) -> Dateline:
    days = find_days(parts["day"] or parts["late"])
    mark = parts["mark"] or parts["mark0"]
    wire = wire_of(mark) or mark.strip("()[]/ .")
    place = _as_name(parts["place"].strip(" ,."))
    if not wire and pattern("outlet", "agency").search(place):
        wire, place = place, parts["region"].strip(" ,.")
    return Dateline(start, end, place, days[0].day if days else None, wire)


def _holds(parts: dict[str, str], rest: str, alone: bool) -> bool:
    """Whether the parts that were found are enough to be sure."""
    place, separator = parts["place"], parts["sep"].strip()
    mark = parts["mark"] or parts["mark0"]
    day = bool(find_days(parts["day"] or parts["late"]))
    dash = separator in ("--", "-", "–", "—")
    loud = place.isupper() and len(place) > 2
    if place.lower() in _no_places() or SENTENCE_END.search(f"{place}{parts['region']} "):
        return False
    if mark and not _may_be_mark(mark, sure=bool(place) and (dash or day)):
        return False
    if not rest:
        return bool(place and day and (mark or loud or "," in parts["gap"]))
    if not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'“‘«("):
        return False
    if not place:
        return True
    if parts["late"] and not (loud or _agency(mark)):
        return False
    if mark:
        return loud or day or (dash and bool(parts["mark"]))
    if day:
        # "On May 7, 2031 – the Day of the Lake –" has no comma before its day
        return loud or ("," in parts["gap"] and (dash or separator == ":"))
    if separator == ":":
        return loud and alone and place.lower() in _capitals() and not _speaks(rest)
    # a cry in capitals is longer than a place and its region
    short = len(place.split()) <= 3 and len(parts["region"].split()) <= 2
    return loud and dash and short and (alone or bool(parts["region"]))


@cache
def _capitals() -> frozenset[str]:
    cells = (row["capitals"] for row in table("countries"))
    return frozenset(name.lower() for cell in cells for name in cell.split("|") if name)


@cache
def _no_places() -> frozenset[str]:
    labels = phrases("caption", "label") | phrases("read_more", "label") | phrases("byline", "by")
    return labels | phrases("other", "no_place") | phrases("head_date", "weekday")


def _may_be_mark(mark: str, sure: bool) -> bool:
    """A known agency; an unknown one where the rest leaves no doubt, or in capitals."""
    inner = mark.strip("()[]/ .")
    if wire_of(mark):
        return True
    words = re.findall(r"[^\s/,;–-]+", inner)
    if not words or len(words) > 5 or find_days(inner):
        return False
    return ((sure or _agency(mark)) and _are_names(words)) or (
        len(words) == 1 and inner.isalpha() and inner.isupper() and 2 <= len(inner) <= 12
    )


def _are_names(words: list[str]) -> bool:
    return words[0][0].isupper() and all(word[0].isupper() or word in SMALL for word in words)


def _agency(mark: str) -> bool:
    """Whether a mark is a known agency's, or names itself one ("(Lake News Agency)")."""
    return bool(wire_of(mark)) or pattern("outlet", "agency").search(mark) is not None


def _speaks(rest: str) -> bool:
    """Whether words are someone's own ("TARN: I will not go" is a speaker, not a place)."""
    quoted = re.sub(r"[\"“][^\"”]*[\"”]?", "", rest[:300])
    return pattern("speech", "word").search(quoted) is not None


def speaker_turns(lines: tuple[str, ...]) -> int:
    """How many lines open with a name in capitals and a colon or dash, as in a transcript."""
    names = (SHOUT.match(line) for line in lines)
    return sum(name is not None and name[1].isupper() for name in names)


def _as_name(place: str) -> str:
    """The place with its capitals as in running text: "NORTH TARN" → "North Tarn"."""
    if not place.isupper():
        return place
    return re.sub(r"[^\W\d_]{3,}", lambda word: word[0][0] + word[0][1:].lower(), place)
