"""Words that look like times and are none: "Theresa May", "a march", "Resolution 1701"."""

import re
from collections.abc import Callable
from functools import cache

from dragoman.lexicon import table
from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_verbs import Direction
from dragoman.meaning.tree import Tree
from dragoman.spans import Span

_YEAR_TAIL = re.compile(
    r"[-–]\d\d?\b|\s*(?:GMT|UTC)\b|-(?:strong|square|seat|mile|foot|km|nation)\b"
)


@cache
def _ends(kind: str, signs: str) -> re.Pattern[str]:
    """What may stand right before: the words of a kind of ``time_traps.tsv``, or a sign."""
    return re.compile(rf"(?:\b(?:{_any(kind)})\.?|{signs})\s*$", re.IGNORECASE)


@cache
def _counted() -> re.Pattern[str]:
    """ "2000 troops", "1500-strong", "2000 armed men"."""
    return re.compile(rf"[-\s]+(?:[a-z]+[-\s])?(?:{_any('counted')})\b", re.IGNORECASE)


def _any(kind: str) -> str:
    found = [re.escape(row["word"]) for row in table("time_traps") if row["kind"] == kind]
    return "|".join(sorted(found, key=len, reverse=True)).replace(r"\ ", r"\s+")


def holds_its_words(build: str) -> bool:
    """Whether the words of a trap are no time in parts either: a page's date line."""
    return build == "month_day"


def is_trap(tree: Tree, build: str, found: re.Match[str]) -> bool:
    """Whether a match of a pattern is no time where it stands."""
    test = _TESTS.get(build)
    return bool(test and test(tree, found))


def _bare_month(tree: Tree, found: re.Match[str]) -> bool:
    name = found["month"].lower()
    if found["which"] or found["part"]:
        return False
    content = tree.text.content
    if name in ("may", "march", "april", "june", "august") or name.endswith("."):
        if _named(tree, Span(*found.span())) or name in ("mar.", "jun.", "jul."):
            return True
        if re.match(r"\s[A-Z][a-z]+", content[found.end() : found.end() + 12]):
            return True
    if name in ("may", "march"):
        lead = _ends("month_lead", r"[,(/–-]")
        return not lead.search(content, max(0, found.start() - 14), found.start())
    return False


def _month_day(tree: Tree, found: re.Match[str]) -> bool:
    """ "The March 14 alliance"; a printed page's line, "THE LAKE HERALD | Saturday, May 3, 2031 |
    page 4"."""
    content = tree.text.content
    start = content.rfind("\n", 0, found.start()) + 1
    end = content.find("\n", found.end())
    before, after = content[start : found.start()], content[found.end() : end if end > 0 else None]
    bounded = re.search(r"(?:^|\|)\s*$", before) and re.match(r"\s*(?:$|\|)", after)
    if _named_after().match(content, found.end()):
        return not found["year"]
    return bool(bounded and "|" in before + after and found.start() < 600)


@cache
def _named_after() -> re.Pattern[str]:
    """ "the March 14 alliance": what is named after a day."""
    return re.compile(rf"\s+(?:{_any('named_after')})\b", re.IGNORECASE)


def _day_only(tree: Tree, found: re.Match[str]) -> bool:
    """ "to the 14th summit", "from the 3rd of five rounds"."""
    if re.match(r"[-/]|\s+of\b", tree.text.content[found.end() : found.end() + 5]):
        return True
    after = tree.within(Span(found.end() - 1, found.end())).stop
    return after < len(tree) and tree.tokens[after].upos in ("NOUN", "PROPN", "ADJ", "NUM", "X")


def _holiday(tree: Tree, found: re.Match[str]) -> bool:
    """ "Rashid Ramadan": a person."""
    return found[0].isalpha() and _named(tree, Span(*found.span()))


def _daypart(tree: Tree, found: re.Match[str]) -> bool:
    """ "in the evening of 13 March": told with its day."""
    return bool(re.match(r"\s+of\s", tree.text.content[found.end() : found.end() + 5]))


def _often(tree: Tree, found: re.Match[str]) -> bool:
    """ "the daily said", "the Lake Daily": a paper."""
    head = tree.head_of(Span(*found.span()))
    if head is None or head + 1 == len(tree):
        return False
    named = tree.tokens[head + 1].upos in ("PROPN", "DET")
    kind = tree.tokens[head].upos
    return kind == "PROPN" or (kind == "NOUN" and (named or bool(tree.having(head, ("det",)))))


def _set_of(tree: Tree, found: re.Match[str]) -> bool:
    return bool(re.match(r"(?:an?|per)\s", found[0].lower())) and _no_rate(tree, found)


def _named(tree: Tree, span: Span) -> bool:
    """Whether a person's name holds it."""
    return any(e.label == "PER" for i in tree.within(span) for e in tree.entities_at(i))


def _bare_year(tree: Tree, found: re.Match[str]) -> bool:
    content = tree.text.content
    head = found[0].lower()
    if found["part"] or not head[0].isdigit():
        return False
    start, end = found.span()
    blocked = _ends("year_block", r"[$€£#%+*=:]|\d[./]")
    if _counted().match(content, end) or blocked.search(content, max(0, start - 20), start):
        return True
    if _YEAR_TAIL.match(content, end) and not _year_range(content[end - 2 : end + 3]):
        return True
    before = content[max(0, start - 5) : start]
    if re.search(r"\w-$", before) and not re.search(r"\b\d{4}-$", before):
        return True
    lead = _ends("year_lead", r"(?!)")
    return not lead.search(content, max(0, start - 14), start) and _plural_follows(tree, end)


def _year_range(piece: str) -> bool:
    """ "96-97" of "1996-97", not "10-12" of a day "2010-12"; years after each other only."""
    got = re.fullmatch(r"(\d\d)[-–](\d\d)", piece)
    return bool(got and 0 < int(got[2]) - int(got[1]) < 10 and int(got[2]) > 12)


def _plural_follows(tree: Tree, end: int) -> bool:
    """ "2000 soldiers" but not "the 2000 elections"."""
    if end + 1 >= len(tree.text.content):
        return False
    after = tree.within(Span(end, min(end + 2, len(tree.text.content))))
    return any(tree.tokens[i].xpos == "NNS" for i in after)


def _duration(tree: Tree, found: re.Match[str]) -> bool:
    """Ages ("27-year-old", "52 years old") and "second" the ordinal are no lengths."""
    content = tree.text.content
    tail = content[found.end() : found.end() + 8].lower()
    if re.match(r"[-\s]olds?\b", tail):
        return True
    unit = found["unit"].lower()
    text = found[0].lower()
    if _titled(tree, found) or _chosen_day(tree, found):
        return True
    if text == unit + "s" and found.groupdict().get("count") is None:
        return unit in ("second", "minute", "hour", "night", "quarter", "weekday")
    if text.endswith("long"):
        return False
    if unit == "second" and not text.endswith("s"):
        return not text.startswith("one")
    if unit == "quarter":
        return not text.endswith("s") or "-" in text
    return False


def _chosen_day(tree: Tree, found: re.Match[str]) -> bool:
    """ "no point in naming a day"."""
    head = tree.head_of(Span(*found.span()))
    verb = None if head is None else tree.head(head)
    if verb is None or found[0].lower() not in ("a day", "the day"):
        return False
    return bool(_ends("choosing", r"(?!)").search(tree.lemmas[verb]))


def _clock(tree: Tree, found: re.Match[str]) -> bool:
    """ "a 3:1 vote" is no clock time; one in brackets repeats the one before in another zone."""
    content = tree.text.content
    if content[found.start() - 1 : found.start()] == "(" and content[found.end() :][:1] == ")":
        return found.groupdict().get("half") is None
    if found.groupdict().get("name") and content[: found.start()].lower().endswith("high "):
        return True
    return found.groupdict().get("half") is None and bool(
        re.match(r"\s*(?:vote|win|majority|score|ratio)", tree.text.content[found.end() :][:10])
    )


def _vague(tree: Tree, found: re.Match[str]) -> bool:
    """ "as soon as", "soon after" and a narrated "soon became" name no time to come."""
    if found["vague"].lower() != "soon":
        return False
    content = tree.text.content
    if re.match(r"\s+(?:as|after)\b", content[found.end() : found.end() + 8]):
        return True
    return direction_of(tree, Span(*found.span())) is Direction.BEHIND


def _titled(tree: Tree, found: re.Match[str]) -> bool:
    """Names of programmes and papers: "60 Minutes", "This Week"."""
    unit = found["unit"]
    return unit[0].isupper() and found.start() > 0 and found[0][0] in "TN0123456789"


def _no_rate(tree: Tree, found: re.Match[str]) -> bool:
    """ "two talks a year" is a rate; "within a year" is a length."""
    if found[0].lower().startswith("per"):
        return found["unit"].lower() in ("second", "minute")
    if _POINT.match(tree.text.content, found.end()):
        return True
    if _of_counted(tree, found):
        return False
    before = tree.text.content[max(0, found.start() - 16) : found.start()]
    rate = _ends("rate", r"\d|%|illion|[a-z]{3}s").search(before)
    return not rate or bool(_ends("no_rate", r"(?!)").search(before))


_POINT = re.compile(r"\s+(?:before|after|later|earlier|ago|from)\b")


def _of_counted(tree: Tree, found: re.Match[str]) -> bool:
    """ "60,000 tons of beef a year"."""
    head = tree.head_of(Span(*found.span()))
    noun = None if head is None else tree.head(head)
    if head is None or noun is None or tree.relation(head) != "nmod":
        return False
    return not tree.having(head, ("case",)) and bool(tree.having(noun, ("nummod",)))


_TESTS: dict[str, Callable[[Tree, re.Match[str]], bool]] = {
    "deictic_unit": _titled,
    "set_of": _set_of,
    "month_day": _month_day,
    "day_only": _day_only,
    "daypart": _daypart,
    "holiday": _holiday,
    "often": _often,
    "bare_month": _bare_month,
    "bare_year": _bare_year,
    "duration": _duration,
    "clock": _clock,
    "vague": _vague,
}
