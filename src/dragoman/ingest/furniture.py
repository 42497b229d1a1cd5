"""One line of a page → the kind of furniture it is, or none.

Each test asks for a whole line of a narrow shape; a line that only resembles furniture stays.
"""

import re
from functools import cache

from dragoman.ingest.dates import FoundDay, find_days
from dragoman.ingest.words import (
    CLOCK,
    LETTERS,
    bare,
    capitalised,
    is_sentence,
    pattern,
    phrases,
    plain_quotes,
    seen,
    wire_names,
    wire_of,
)

LONGEST = 60
"""Words of the longest line that may be furniture as a whole."""
WIDEST = 600
"""Characters of it."""
FEED_CODE = re.compile(r"[A-Z]{3,}\d{8,}[A-Z\d]*")
"""The key that an aggregator prints under a report: "LAKE26102031000045ID0001"."""
CRUMBS = re.compile(r"(?:[^\W\d_][\w&' -]{0,24}\s*[>»›/|]\s*){1,5}[^\W\d_][\w&' -]{0,24}")
SENTENCE_GAP = re.compile(
    r"(?<![A-Z])(?<!\b[A-Z][a-z]{2})(?<!\bSept)[.!?][\"”’]?\s+(?=[^\W\d_a-z])"
)
SEPARATOR = r"\s*[:|»›>]\s*"


def kind_of(line: str) -> str:
    """The kind of a line that is furniture wherever it stands; empty for any other."""
    if len(line) > WIDEST or len(line.split()) > LONGEST:
        return ""
    line = seen(line)
    words = bare(line)
    if not words:
        return "other"
    if words in phrases("read_more", "alone"):
        return "read_more"
    if words in phrases("notice", "alone"):
        return "notice"
    if is_share_bar(line):
        return "share"
    tests = (
        ("notice", _is_notice),
        ("byline", _is_credit),
        ("caption", is_caption),
        ("read_more", _is_read_more),
    )
    return next((kind for kind, test in tests if test(line)), "")


def is_furniture(line: str) -> bool:
    """Whether a row of a text is furniture of its own, at its head or elsewhere."""
    return bool(kind_of(line)) or is_head_date(line) or is_byline(line)


# --- bars ------------------------------------------------------------------------------------


def bar_words(line: str) -> tuple[list[str], tuple[FoundDay, ...]]:
    """The words of a line but for days, clock times and numbers; and the days."""
    days = find_days(line)
    rest = line
    for found in reversed(days):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    rest = CLOCK.sub(" ", rest)
    return [word.lower() for word in LETTERS.findall(rest)], days


@cache
def _bar(kind: str) -> frozenset[str]:
    weekdays = phrases("head_date", "weekday")
    glue = phrases("share", "glue") | phrases("head_date", "glue")
    times = phrases("head_date", "bar") if kind == "share" else frozenset[str]()
    return phrases(kind, "bar") | weekdays | glue | times


def is_share_bar(line: str) -> bool:
    """Whether a line is a bar of links to share it by ("Share on Facebook | Print")."""
    if len(line) > 160:
        return False
    words, days = bar_words(line)
    strong = phrases("share", "bar")
    return not days and any(word in strong for word in words) and set(words) <= _bar("share")


def is_head_date(line: str) -> bool:
    """Whether a line is only a day with its label, times and counters ("date 2031-05-07 403").

    Without a label the year must be told: "May 7" alone may head a part of a chronology.
    """
    if len(line) > 160:
        return False
    words, days = bar_words(line)
    if not set(words) <= _bar("head_date"):
        return False
    labels = phrases("head_date", "label")
    return any(found.day.year for found in days) or (bool(days) and bool(labels & set(words)))


def is_counter(line: str) -> bool:
    """Whether a line is a counter or a reading time ("3 min read", "403 views")."""
    words, days = bar_words(line[:160])
    strong = phrases("head_date", "bar")
    return (
        len(line) <= 160
        and not days
        and any(w in strong for w in words)
        and set(words) <= _bar("head_date")
    )


def is_section(line: str) -> bool:
    """Whether a line names the section of the paper, or the path of pages to it."""
    return bare(line) in phrases("other", "section") or (
        len(line) < 80 and CRUMBS.fullmatch(line.strip()) is not None
    )


def is_head_note(line: str) -> bool:
    """Whether a line at the head tells what kind of paper this is ("Press Release No. 12")."""
    noted = pattern("notice", "head").search(line) is not None
    return noted and len(line.split()) <= 16 and pattern("caption", "not_in").search(line) is None


# --- lines with a shape ----------------------------------------------------------------------


def _is_notice(line: str) -> bool:
    plain = plain_quotes(line)
    if any(plain.startswith(words) for words in phrases("notice", "copyright")):
        return re.search(r"©|\(c\)|(19|20)\d\d|™|reserved", plain) is not None
    return FEED_CODE.fullmatch(line.strip()) is not None or _holds("notice", line)


def is_paywall(line: str) -> bool:
    """Whether a line asks for a subscription before one may read on."""
    return len(line) <= WIDEST and len(line.split()) <= LONGEST and _holds("paywall", line)


def _holds(kind: str, line: str) -> bool:
    # what is quoted was said by someone, and so belongs to the report
    return pattern(kind, "holds").search(re.sub(r"[\"“][^\"”]*[\"”]", "", line)) is not None


def _is_read_more(line: str) -> bool:
    plain = re.sub(r"^[^\w\"'“]+", "", plain_quotes(line))
    short = len(plain.split()) <= 25
    if short and plain.startswith(tuple(phrases("read_more", "opens"))):
        return True
    label = re.match(rf"({pattern('read_more', 'label').pattern}){SEPARATOR}", plain, re.I)
    return short and label is not None


def is_caption(line: str) -> bool:
    """Whether a line is a picture's caption: labelled so, or ending on its credit.

    Where it may hold a sentence of the report (it tells what was said), it is none.
    """
    if pattern("caption", "not_in").search(line) is not None:
        return False
    end = credit_end(line)
    if end is not None:
        return end >= len(line.rstrip(" .")) and (_label(line) or len(line.split()) <= 40)
    return _label(line) and len(SENTENCE_GAP.findall(line)) == 0


def _label(line: str) -> bool:
    labels = pattern("caption", "label").pattern
    match = re.match(rf"\W*({labels})({SEPARATOR}|\s+[-–—]+\s+)", line, re.IGNORECASE)
    if match is None:
        return False
    # "FILE - " labels a picture; other words before a dash may open a sentence
    return match[2].strip() in (":", "|", "»", "›", ">") or match[1].lower().startswith("file")


@cache
def _credit() -> re.Pattern[str]:
    words = pattern("caption", "credit").pattern
    wires = "|".join(sorted(map(re.escape, wire_names()), key=len, reverse=True))
    name = r"[^\W\d_a-z][\w'’-]+"
    return re.compile(
        rf"[(\[](?:(?:{wires}|file|{words})[\s/]+)*(?:{words})"
        rf"(?:\s*(?:by|via|from|of|courtesy|[:/,–—-])[^()\[\]\n]{{0,60}})?[)\]]"
        rf"|[(\[](?:{wires})\s?/\s?[^()\[\]\n]{{2,40}}[)\]]"
        rf"|[(\[][^()\[\]\n/]{{2,40}}/\s?(?:{wires})(?:\s(?:{words}))?[)\]]"
        rf"|[(\[](?-i:{name}\s){{1,3}}photos?[)\]]"
        rf"|(?<![\w/])(?:{wires})/(?-i:{name}(?:\s{name})?)"
        rf"|(?<![\w/])/\s?(?:{wires})(?=\s|$)"
        rf"|(?:{words})\s?:\s[^.!?:\n]{{2,30}}(?:\b[A-Z]\.\s)?(?-i:{name})?$",
        re.IGNORECASE,
    )


def credit_end(line: str) -> int | None:
    """Where the first picture credit of a line ends; it follows the caption's sentence."""
    for match in _credit().finditer(line[:500]):
        before = line[: match.start()].rstrip(" |")
        last = match.end() >= len(line.rstrip(" ."))
        if last or not before or is_sentence(before):
            return match.end()
    return None


@cache
def _tail() -> re.Pattern[str]:
    label = pattern("read_more", "label").pattern
    return re.compile(rf"[.!?][\"”’)]*(\s*)({label})\s*[:|]\s*[^.!?\n]{{3,120}}[?!]?$", re.I)


def tail_start(line: str) -> int | None:
    """Where a link glued behind the last sentence begins ("… later.Read more: Port talks").

    Behind a space only a label of two words, as "Watch: …" may be the report's own.
    """
    match = _tail().search(line, max(0, len(line) - 200))
    if match is None or not match[2][0].isupper() or (match[1] and " " not in match[2]):
        return None
    return match.start(2)


# --- who wrote it ----------------------------------------------------------------------------


def _is_credit(line: str) -> bool:
    """Whether a line says who helped ("(Reporting by …; Editing by …)")."""
    inner = line.strip("()[] .—–-")
    if pattern("byline", "credit").match(inner):
        return _names(re.split(pattern("byline", "credit"), inner, maxsplit=1)[-1])
    # only one sentence, opened by a name: more may be the report's own
    one = SENTENCE_GAP.search(line) is None
    return one and len(line.split()) <= 30 and _holds("byline", line) and capitalised(line)


def is_byline(line: str) -> bool:
    """Whether a line is "By" and names, at the head of a page."""
    if len(line.split()) > 16 or (is_sentence(line) and not line.endswith("r.")):
        return False
    label = re.match(rf"({pattern('byline', 'by').pattern})\s*:?\s+", line, re.IGNORECASE)
    return label is not None and _names(line[label.end() :])


def is_signature(line: str) -> bool:
    """Whether a line is names and what they do ("Anna Vell, Staff Writer")."""
    words = {word.lower() for word in LETTERS.findall(line)}
    trades = {"correspondent", "reporter", "editor", "staff", "bureau", "desk", "newsroom"}
    short = len(line.split()) <= 10 and not is_sentence(line)
    return short and bool(words & trades) and re.search(r"[,|]", line) is not None and _names(line)


def is_trade(line: str) -> bool:
    """Whether a line only tells what a writer does ("Staff Writer", "our correspondents")."""
    words = {word.lower() for word in LETTERS.findall(line)}
    return bool(words) and words <= phrases("byline", "role")


def _names(words: str) -> bool:
    """Whether words are names, trades and days only."""
    left, _ = bar_words(re.sub(r"[(\[][^()\[\]]{0,40}[)\]]", " ", words))
    if not left or len(left) > 40:
        return False
    printed = LETTERS.findall(words)
    helped = {word for label in phrases("byline", "credit") for word in label.split()}
    small = phrases("byline", "role") | _bar("head_date") | helped
    named = [word for word in printed if capitalised(word)]
    months = find_days(words) or printed[0].lower() in phrases("head_date", "weekday")
    if months and len(named) < 2:
        return False
    return (bool(named) or is_trade(words)) and all(
        capitalised(w) or w.lower() in small or w.lower() in ("de", "van", "von", "al", "bin", "el")
        for w in printed
    )


def wire_in_byline(line: str) -> str:
    """The agency that a byline names; empty when none."""
    for part in re.split(r"[,|()/]|\s[-–—]\s|\band\b", line):
        label = re.match(rf"\s*({pattern('byline', 'by').pattern})\s*:?\s+", part, re.IGNORECASE)
        wire = wire_of(part[label.end() if label else 0 :].strip())
        if wire:
            return wire
    return ""
