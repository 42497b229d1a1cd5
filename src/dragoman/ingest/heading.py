"""A line at the head or foot of a page → its fields: outlet, section, day, counters, codes.

The shapes: "THE LAKE COURIER | Saturday, May 7, 2031 | Page 4", "07.05.2031 · Source: Lake Press ·
3 comments", "Lake Radio, 7 May 2031", "LPA0417 4 GEN 0291", "(Adds reaction, paragraphs 4-5)".
"""

import re
from functools import cache

from dragoman.ingest.dates import Day, find_days
from dragoman.ingest.furniture import (
    bar_words,
    is_byline,
    is_counter,
    is_head_date,
    is_head_note,
    is_section,
    is_trade,
    kind_of,
)
from dragoman.ingest.words import LETTERS, bare, capitalised, is_sentence, pattern, phrases, wire_of

LONGEST = 200
"""Characters of the longest line of fields."""
BARS = re.compile(r"\s*[|·•¦]\s*|\s{3,}")
STEPS = re.compile(r"\s*(?:[»›>|·•¦:]|\s[-–—/]\s|,)\s*|\.\s+|\s{3,}")
"""What stands between the parts of a line in which an outlet may be named."""
PAGE = re.compile(r"(?:[\w&' -]{2,30},\s*)?(?:page|pg?\.)\s*[A-Z]?\d+[A-Z]?", re.IGNORECASE)
SITE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,7}")
COUNT = re.compile(r"\d+[hdm]|[\d.,]+[kK]?")
KEY = r"(?:[A-Za-z]{0,6}[-_]?\d{1,6}(?:-\d+)?|[A-Z]{1,12}(?:[-_][A-Z]+)*)"
SLUG = re.compile(rf"{KEY}(?:\s+{KEY}){{1,7}}")
"""The key that an agency prints above a report: "LPA0417 4 GEN 0291"."""
SMALL = frozenset(("of", "the", "and", "for", "on", "de", "del", "des", "du", "la", "von", "van"))


def head_fields_kind(line: str, titled: bool) -> str:
    """The kind of a line that is only fields of a page's head; empty for any other.

    `titled`: the title stands above; a mere outlet's name is then no headline.
    """
    if _is_slug(line) or _is_note(line):
        return "notice"
    if _is_posted(line):
        return "head_date"
    if source_of(line) or _is_label(line):
        return "other"
    if len(line) > LONGEST or pattern("caption", "not_in").search(line):
        return ""
    kinds = {_field(part) for part in _fields(line)}
    if len(kinds - {"name", ""}) and "" not in kinds and len(_fields(line)) > 1:
        sure = kinds & {"day", "counter", "page", "byline", "source", "note", "share"}
        if "day" in kinds and len(BARS.split(line)) == 1 and "outlet" not in kinds:
            return ""
        if sure or (titled and "outlet" in kinds):
            return "head_date" if "day" in kinds else "other"
    return "other" if titled and is_outlet(line) else ""


def _is_slug(line: str) -> bool:
    """Whether a line is an agency's key; a name and a year alone are none."""
    if not SLUG.fullmatch(line.strip()):
        return False
    digits = [word for word in re.findall(r"\d+", line) if not re.fullmatch(r"(19|20)\d\d", word)]
    return len("".join(digits)) >= 4


def _is_posted(line: str) -> bool:
    """Whether a line is a day and who wrote then ("Posted on May 7, 2031 by Anna Vell")."""
    halves = re.split(r"\s+by\s+", line, maxsplit=1, flags=re.IGNORECASE)
    return len(halves) == 2 and is_head_date(halves[0]) and is_byline(f"By {halves[1]}")


def _is_label(line: str) -> bool:
    """Whether a line of an archive's head has a label ("LENGTH: 412 words", "BODY:")."""
    label = re.match(rf"({pattern('field', 'label').pattern})\s*:\s*", line, re.IGNORECASE)
    if label is None or is_sentence(line) or len(line.split()) > 16:
        return False
    # a label in small letters has nothing or a few words behind it
    return label[1].isupper() or line.endswith(":")


def _is_note(line: str) -> bool:
    """Whether a line is an editor's note in brackets ("(Adds reaction, paragraphs 4-5)")."""
    inner = re.fullmatch(r"[(\[]([^()\[\]]{2,200})[)\]]", line.strip())
    return inner is not None and pattern("notice", "edit").match(inner[1]) is not None


def _fields(line: str) -> tuple[str, ...]:
    """The parts between bars; without bars, those between the commas around a full day."""
    parts = [part for part in BARS.split(line) if bare(part)]
    if len(parts) != 1:
        return tuple(parts)
    days = find_days(line)
    if len(days) != 1 or days[0].day.year is None or is_head_date(line):
        return (line,)
    rest = f"{line[: days[0].start]}, {line[days[0].end :]}"
    named = (re.sub(r"^[\s(\[–—-]+|[\s)\]–—-]+$", "", part) for part in rest.split(","))
    return (*(part for part in named if bare(part)), line[days[0].start : days[0].end])


def _field(part: str) -> str:
    """What a field is; "name" for any name, empty for anything that is no field."""
    words, days = bar_words(part)
    times = phrases("head_date", "bar") | phrases("head_date", "glue")
    if set(words) <= phrases("head_date", "weekday") | times and (days or words):
        return "day" if days or set(words) & phrases("head_date", "weekday") else "counter"
    tests = (
        ("page", PAGE.fullmatch(part) is not None),
        ("source", source_of(part) != ""),
        ("share", kind_of(part) in ("share", "read_more")),
        ("byline", is_byline(part) or is_trade(part)),
        ("counter", is_counter(part) or not words or COUNT.fullmatch(part) is not None),
        ("section", is_section(part)),
        ("note", is_head_note(part)),
        ("outlet", is_outlet(part)),
        ("name", len(words) <= 6 and is_name(part)),
    )
    return next((kind for kind, holds in tests if holds), "")


def title_label(line: str) -> int:
    """Where the title begins behind its label ("HEADLINE: Port talks go on"); 0 without one."""
    label = re.match(rf"(?:{pattern('title', 'label').pattern})\s*:\s+(?=\S+\s\S)", line, re.I)
    return label.end() if label is not None else 0


def body_label(line: str) -> int:
    """Where the report begins behind an archive's label ("BODY: The port …"); 0 without one."""
    label = re.match(r"(?:BODY|TEXT|FULL TEXT):\s+(?=\S)", line)
    return label.end() if label is not None else 0


def is_name(part: str) -> bool:
    """Whether words are a name or a title of someone: capitals, and no end of a sentence."""
    words = LETTERS.findall(part)
    return (
        bool(words)
        and not is_sentence(part)
        and all(capitalised(word) or word in SMALL for word in words)
    )


# --- who brings it out -----------------------------------------------------------------------


def is_outlet(part: str) -> bool:
    """Whether words name an outlet or an office that issues papers, by how such names end or begin.

    "The Lake Courier", "Ministry of Lakes of Norland", "lakepress.example"
    """
    part = re.sub(r"\s*\([^()]*\)$", "", part)
    words = [word.lower() for word in LETTERS.findall(part)]
    if not 1 < len(words) <= 10 or not is_name(part) or bare(part) in phrases("other", "section"):
        return bool(words) and (SITE.fullmatch(part.strip()) is not None or wire_of(part) != "")
    first = words[1:] if words[0] == "the" else words
    issues = first[0] in phrases("outlet", "first") and first[1:2] in (["of"], ["for"])
    return issues or (words[-1] in phrases("outlet", "last") and not is_trade(part))


def source_of(part: str) -> str:
    """The outlet behind a label ("Source: Lake Press"); empty when there is none."""
    label = re.match(rf"({pattern('outlet', 'label').pattern})\s*:\s+", part, re.IGNORECASE)
    name = part[label.end() :].strip() if label else ""
    return name if is_name(name) or SITE.fullmatch(name) else ""


def outlet_of(lines: tuple[str, ...]) -> str:
    """The outlet that lines of furniture name: by name, else by label, else beside a byline."""
    parts = [part.strip() for line in lines for part in STEPS.split(_dayless(line))]
    named = next((part for part in parts if is_outlet(part)), "")
    fields = [field for line in lines for field in BARS.split(line)]
    labelled = next((source_of(field) for field in fields if source_of(field)), "")
    named = re.sub(r"\s*\([^()]*\)$", "", named)
    return _as_name(named or labelled or _beside_byline(lines))


def _beside_byline(lines: tuple[str, ...]) -> str:
    """Who wrote it is told: the other name in the line is the outlet's."""
    for line in lines:
        kinds = [(part, _field(part)) for part in _fields(line)]
        names = [part for part, kind in kinds if kind == "name"]
        if len(names) == 1 and {"byline", "day"} <= {kind for _, kind in kinds}:
            return names[0]
    return ""


def _dayless(line: str) -> str:
    for found in reversed(find_days(line)):
        line = f"{line[: found.start]} | {line[found.end :]}"
    return line


def wire_of_label(lines: tuple[str, ...]) -> str:
    """The agency behind a label of the head ("Source: Lake Wire"); empty when there is none."""
    for field in (field for line in lines for field in BARS.split(line)):
        name = source_of(field)
        if name and (wire_of(name) or pattern("outlet", "agency").search(name)):
            return wire_of(name) or _as_name(name)
    return ""


def _as_name(name: str) -> str:
    """The name with its capitals as in running text: "THE LAKE COURIER" → "The Lake Courier"."""
    if not name.isupper() or " " not in name:
        return name

    def low(word: re.Match[str]) -> str:
        small = word[0].lower()
        if small in SMALL:
            return small if word.start() else small.capitalize()
        return small.capitalize() if len(small) > 3 else word[0]

    return re.sub(r"[^\W\d_]+", low, name)


# --- the foot --------------------------------------------------------------------------------


@cache
def _owner() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(phrases("notice", "copyright")))
    return re.compile(rf"(?:(?:{words})\s*)+(.*)", re.IGNORECASE)


def foot_of(line: str) -> tuple[str, tuple[Day, ...]]:
    """Owner and days of a copyright line ("© Lake Press 2031-05-07. All rights reserved.")."""
    match = _owner().match(line)
    if match is None:
        return "", ()
    owner = re.split(r"[.,|](?:\s|$)", re.sub(r"\b(?:19|20)\d\d\b(?!-)", " ", _dayless(match[1])))
    name = " ".join(owner[0].split("|")[0].split())
    days = tuple(found.day for found in find_days(line) if found.day.year is not None)
    return (name if is_name(name) and len(name.split()) <= 6 else ""), days
