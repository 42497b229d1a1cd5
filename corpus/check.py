"""Entries → flaws: vocabularies, references, marks that do not make sense, English that breaks.

Every rule is a function of one entry that yields (line, what is wrong).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from corpus.format import Entry, Flaw, Item, Mark, Slot, read
from corpus.schema import (
    BODIES,
    HEADERS,
    HERE,
    KINDS,
    REGISTERS,
    REPORT_HEADERS,
    Day,
    Free,
    Mode,
    Refers,
    Words,
    Yes,
    modes,
)
from corpus.schema import table as own
from dragoman.lexicon import table

DRAWN = frozenset(row["iso3"] for row in own("slots"))
"""The countries that slots are filled with."""

Found = Iterator[tuple[int, str]]

UNSAID = frozenset(("declined", "negated"))
"""Polarities whose statement may lack content: "declined to comment"."""


def files() -> list[Path]:
    """All files of the corpus, in order of path."""
    return sorted((*HERE.glob("reports/**/*.txt"), *HERE.glob("sentences/*.txt")))


def check(paths: Iterable[Path]) -> tuple[list[Entry], list[Flaw]]:
    """Files → their entries, and all flaws, in order of place.

    Neither an id nor a text may stand twice in them.
    """
    entries: list[Entry] = []
    flaws: list[Flaw] = []
    for path in paths:
        try:
            found, wrong = read(path, _told(path))
        except (OSError, UnicodeDecodeError) as error:
            found, wrong = [], [Flaw(_told(path), 0, "-", f"cannot be read: {error}")]
        entries += found
        flaws += wrong
    flaws += [flaw for entry in entries for flaw in flaws_of(entry)]
    first: dict[str, Entry] = {}
    for entry in entries:
        if (other := first.setdefault(entry.id, entry)) is not entry:
            told = f"this id is that of {other.file}:{other.line} too"
            flaws.append(Flaw(entry.file, entry.line, entry.id, told))
    # The same words twice would stand in train and dev alike, however they are dealt.
    same: dict[str, Entry] = {}
    for entry in entries:
        words = " ".join(re.findall(r"\w+", entry.plain.lower()))
        if (other := same.setdefault(words, entry)) is not entry and other.id != entry.id:
            told = f"its words are those of {other.id} ({other.file}:{other.line})"
            flaws.append(Flaw(entry.file, entry.line, entry.id, told))
    return entries, sorted(set(flaws))


def _told(path: Path) -> str:
    root = HERE.parent
    absolute = path.resolve()
    return str(absolute.relative_to(root) if absolute.is_relative_to(root) else path)


def flaws_of(entry: Entry) -> list[Flaw]:
    """All that is wrong with one entry."""
    return [Flaw(entry.file, line, entry.id, what) for rule in RULES for line, what in rule(entry)]


# --- header, ids, references -----------------------------------------------------------------


def header(entry: Entry) -> Found:
    for key in entry.header.keys() - set(HEADERS):
        yield entry.line, f"unknown header {key}: (a text that begins so needs other words)"
    second = Path(entry.file).parent.name == "second"
    needed = REPORT_HEADERS if entry.kind == "report" else () if second else ("why",)
    for key in needed:
        if not entry.header.get(key):
            yield entry.line, f"header {key}: is missing"
    if entry.kind == "sentence" and "\n\n" in entry.plain:
        yield entry.text_line, "a sentence entry has one paragraph"
    if (register := entry.header.get("register")) and register not in REGISTERS:
        yield entry.line, f"register {register} is none of {', '.join(sorted(REGISTERS))}"
    published = entry.header.get("published")
    if published and not _day(published):
        yield entry.line, f"published: {published} is no ISO day"


def items(entry: Entry) -> Found:
    counts = Counter(item.id for item in entry.items)
    for item in entry.items:
        if counts[item.id] > 1:
            yield item.line, f"{item.id} has {counts[item.id]} item lines"
        if item.kind not in KINDS:
            yield item.line, f"{item.id}: kind {item.kind} is none of {', '.join(KINDS)}"
            continue
        kind = KINDS[item.kind]
        for key in kind.required:
            if key not in item.values:
                yield item.line, f"{item.id}: a {item.kind} needs {key}="
        for key, value in item.values.items():
            if key not in kind.attributes:
                told = ", ".join(kind.attributes)
                yield item.line, f"{item.id}: a {item.kind} has no {key}= (it has {told})"
                continue
            for what in _value(entry, item, key, value):
                yield item.line, f"{item.id}: {key}={value}: {what}"


def _value(entry: Entry, item: Item, key: str, value: str) -> Iterator[str]:
    match KINDS[item.kind].attributes[key]:
        case Words(allowed=allowed):
            if value not in allowed:
                yield f"not one of {', '.join(sorted(allowed))}"
        case Refers() as refers:
            names = item.listed(key)
            if len(names) > 1 and not refers.many:
                yield "one only"
            if len(set(names)) < len(names):
                yield "the same twice"
            for name in names:
                yield from _reference(entry, item, refers, name)
        case Day():
            if not _days(value):
                yield "neither an ISO day nor start/end of ISO days with start before end"
        case Yes():
            if value != "yes":
                yield "yes, or nothing at all"
        case Mode():
            known = modes().get(item.values.get("type", ""), frozenset())
            if value not in known:
                yield f"no mode of this type (its modes: {', '.join(sorted(known)) or 'none'})"
        case Free():
            if not value:
                yield "no words"


def _reference(entry: Entry, item: Item, refers: Refers, name: str) -> Iterator[str]:
    if name in refers.words:
        return
    if re.fullmatch("[A-Z]", name):
        if not refers.slots and refers.kinds != {""} and refers.kinds:
            yield f"slot {name} where {' or '.join(sorted(refers.kinds))} belongs"
        elif name not in entry.letters:
            yield f"slot {name} is not in the text"
        return
    other = entry.item(name)
    if other is None:
        told = " or ".join(sorted(refers.words))
        yield f"there is no item {name}" + f" (words that may stand here: {told})" * bool(told)
    elif other.kind not in refers.kinds:
        yield f"{name} is {other.kind}, not {' or '.join(sorted(refers.kinds)) or 'a slot'}"
    elif other is item:
        yield "the item refers to itself"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def _days(value: str) -> bool:
    days = [_day(part) for part in value.split("/")]
    if len(days) == 1:
        return days[0] is not None
    return len(days) == 2 and bool(days[0] and days[1] and days[0] < days[1])


def cycles(entry: Entry) -> Found:
    for key in ("in", "for"):
        for item in entry.items:
            seen = [item.id]
            at: Item | None = item
            while at and (name := at.values.get(key)) and name not in seen:
                seen.append(name)
                at = entry.item(name)
            if at and at.values.get(key) == item.id and len(seen) > 1:
                yield item.line, f"{item.id}: {key}= goes in a circle: {' → '.join(seen)}"
    for item in entry.items:
        for name in set(item.listed("via")) & set(item.listed("speaker")):
            yield item.line, f"{item.id}: {name} is both speaker and relayer"


# --- marks -----------------------------------------------------------------------------------


def marks(entry: Entry) -> Found:
    for mark in entry.marks:
        told = f"{mark.item}{'.' * bool(mark.role)}{mark.role}"
        item = entry.item(mark.item)
        if item is None:
            yield mark.line, f"[{told}|{entry.words(mark)}]: there is no item line {mark.item}"
        elif (
            item.kind in KINDS and mark.role and mark.role not in (roles := KINDS[item.kind].roles)
        ):
            known = ", ".join(sorted(roles)) or "none"
            yield mark.line, f"[{told}|…]: a {item.kind} has no role {mark.role} (roles: {known})"
        words = entry.words(mark)
        if words != words.strip():
            yield mark.line, f"[{told}|{words}]: the mark begins or ends with white space"
        before = "".join(map(str, entry.pieces[: mark.first]))[-1:]
        after = "".join(map(str, entry.pieces[mark.last :]))[:1]
        if _joined(before, words[:1]) or _joined(words[-1:], after):
            yield mark.line, f"[{told}|{words}]: the mark cuts a word"
        if any(
            other is not mark
            and (other.item, other.role) == (mark.item, mark.role)
            and other.first <= mark.first
            and mark.last <= other.last
            for other in entry.marks
        ):
            yield mark.line, f"[{told}|{words}]: stands within another mark of the same target"


def _joined(left: str, right: str) -> bool:
    return bool(re.fullmatch(r"[\w}][\w{]", left + right))


def mains(entry: Entry) -> Found:
    spans: dict[tuple[object, ...], Item] = {}
    for item in entry.items:
        main = entry.marked(item.id)
        if not main and not _may_lack(entry, item):
            what = "no mention is marked" if item.kind == "actor" else "its words are not marked"
            yield item.line, f"{item.id}: {what} ([{item.id}|…])"
        if not main:
            continue
        key = (item.kind, _cast(item), *((mark.first, mark.last) for mark in main))
        if (other := spans.setdefault(key, item)) is not item:
            yield item.line, f"{item.id}: {item.kind} {other.id} has the very same words"


def _may_lack(entry: Entry, item: Item) -> bool:
    """What was not said has no content; a meeting may be told by a verb alone ("will meet")."""
    if item.kind == "meeting":
        return any(other.values.get("meeting") == item.id for other in entry.items)
    return item.kind == "statement" and (
        item.values.get("polarity") in UNSAID or item.values.get("act") == "decline_comment"
    )


def _cast(item: Item) -> tuple[str, ...]:
    """Two events may share one trigger when others act: "A and B accused each other"."""
    if item.kind != "event":
        return ()
    return (item.values.get("actor", ""), item.values.get("target", ""))


def statements(entry: Entry) -> Found:
    for item in entry.items:
        if item.kind != "statement":
            continue
        if item.values.get("speaker") == "outlet" and entry.marked(item.id, "source"):
            yield item.line, f"{item.id}: speaker=outlet, yet a source is marked"
        for role in ("cue", "source"):
            for mark in entry.marked(item.id, role):
                if any(_within(mark, content) for content in entry.marked(item.id)):
                    told = entry.words(mark)
                    yield mark.line, f"{item.id}: its content holds its own {role} “{told}”"
        if item.values.get("platform") and item.values.get("channel") != "social_media":
            yield item.line, f"{item.id}: platform= without channel=social_media"


def dates(entry: Entry) -> Found:
    """A day is computed from ``published:``, or the marked words tell its year."""
    for item in entry.items:
        told = any(re.search(r"\b\d{4}\b", entry.words(m)) for m in entry.marked(item.id, "date"))
        if "date" in item.values and not told and "published" not in entry.header:
            yield item.line, f"{item.id}: date= without published: and without a year in its words"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAY, _MONTH, _NUMBER = "|".join(WEEKDAYS), "|".join(MONTHS), r"(\d\d?)(?:st|nd|rd|th)?"
WRITTEN = re.compile(
    rf"\b({_DAY}),? (?:the )?(?:{_NUMBER}(?: of)? ({_MONTH})|({_MONTH}) {_NUMBER})\b"
    r"(?:,? (\d{4}))?"
)
"""A weekday beside its day of a month: "Tuesday, 14 May", "Tuesday, May 14, 2031"."""


def weekdays(entry: Entry) -> Found:
    """A weekday is that of the day that ``date=``, or the words beside it, tell."""
    for item in entry.items:
        day = _day(item.values.get("date", ""))
        words = " ".join(entry.words(mark) for mark in entry.marked(item.id, "date"))
        named = re.findall(rf"\b(?:{_DAY})\b", words)
        if day and named and WEEKDAYS[day.weekday()] not in named:
            told = f"a {WEEKDAYS[day.weekday()]}, not the “{words}” that is marked"
            yield item.line, f"{item.id}: date={day} is {told}"
    published = _day(entry.header.get("published", ""))
    for found in WRITTEN.finditer(entry.plain):
        near = published and _nearest(found, published)
        if near and WEEKDAYS[near.weekday()] != found[1]:
            yield entry.text_line, f"“{found[0]}”: {near} is a {WEEKDAYS[near.weekday()]}"


def _nearest(found: re.Match[str], published: date) -> date | None:
    """The day that is written: of the year told, else the one nearest to the report's."""
    month, number = MONTHS.index(found[3] or found[4]) + 1, int(found[2] or found[5])
    around = [published.year + more for more in (-1, 0, 1)]
    years = [int(found[6])] if found[6] else around
    days = [day for year in years if (day := _day(f"{year:04}-{month:02}-{number:02}"))]
    return min(days, key=lambda day: abs(day - published), default=None)


def denials(entry: Entry) -> Found:
    """Only a denial denies (guidelines 9.5); elsewhere what is not so is negated."""
    for item in entry.items:
        by = entry.item(item.values.get("by", ""))
        if item.values.get("status") == "denied" and (not by or by.values.get("act") != "deny"):
            yield item.line, f"{item.id}: status=denied, yet by= is no statement with act=deny"


def quotes(entry: Entry) -> Found:
    """Quotation marks close, and stand within the content whose words they hold."""
    parts = entry.plain.split("\n\n")
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        if part.count("“") > part.count("”") and not after.startswith("“"):
            yield (
                entry.text_line,
                f"“{part[part.rindex('“') + 1 :][:20]}…: the quotation never closes",
            )
    for item in entry.items:
        for mark in entry.marked(item.id) if item.kind == "statement" else ():
            words = entry.words(mark)
            before = "".join(map(str, entry.pieces[: mark.first]))[-1:]
            after = "".join(map(str, entry.pieces[mark.last :]))
            if words.count("“") > words.count("”") and re.match(r"[,.?!]?”", after):
                yield mark.line, f"{item.id}: its content leaves out the mark that closes it"
            if words.count("”") > words.count("“") and before == "“":
                yield mark.line, f"{item.id}: its content leaves out the mark that opens it"


def _within(inner: Mark, outer: Mark) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def meetings(entry: Entry) -> Found:
    for item in entry.items:
        if item.kind == "meeting" and entry.kind == "report" and "key" not in item.values:
            yield item.line, f"{item.id}: a meeting of a report needs key="
        if item.kind == "state" and item.values.get("denies") == item.values.get("state"):
            yield item.line, f"{item.id}: it denies the very state that it claims"


# --- English with slots ----------------------------------------------------------------------

NAME = r"\{\^?[A-Z](?:\.poss)?\}"
SIDE = r"\{\^?[A-Z](?:\.(?:short|capital|town|head|ministry))?\}"
CLAUSE = "that|whether|because|while|although|though|since|but|when|where|which|who|as"
"""Words after which a subject stands, so that what follows it must agree."""
ENGLISH = (
    (re.compile(r"\b[Aa]n? \{[^}]*\}"), "write {a A.adj}, so that a/an comes out right"),
    (re.compile(rf"\b[Tt]he {NAME}"), "a name brings its own article: drop “the”"),
    (re.compile(r"\{\^?[A-Z]\}['’]"), "write {A.poss} for the possessive"),
    (re.compile(r"[-–/]\{\^?[A-Z]\}|\{\^?[A-Z]\}[-–/]"), "write {A.short} in a compound"),
    (
        re.compile(r"(?<![Tt]he )\{\^?[OPQ]\.short\}(?=[.,;])"),
        "an acronym that stands alone needs “the”, or {O}",
    ),
    (re.compile(r"\w\{[^}]*\}|\{[^}]*\}\w"), "a slot cannot be part of a word"),
    (re.compile(r"[^ ] {2,}[^ ]"), "two spaces"),
    (re.compile(r" [,.;:?!](?![.\d])"), "a space before the sign"),
    (
        re.compile(rf"(?:^|\n\n|[.?!:;”“] |\b(?:{CLAUSE}) ){SIDE} (?:have|are|were|do|say|want)\b"),
        "a side is one: it has, is, was, does, says, wants",
    ),
    (
        re.compile(rf"(?:^|\n\n|[.?!”] “?){SIDE} and {SIDE} (?:has|is|was|does|says|wants)\b"),
        "two sides are two: they have, are, were, do, say, want",
    ),
)
OPENING = re.compile(
    r"(?:^|\n\n|[.?!][”\"’')]* )[“\"‘'(]*(?P<slot>\{(?:a )?[A-Z](?:\.(?:head|poss|adj))?\})"
)


def english(entry: Entry) -> Found:
    text = entry.plain
    for pattern, what in ENGLISH:
        for found in pattern.finditer(text):
            yield entry.text_line, f"“{found[0]}”: {what}"
    for found in OPENING.finditer(text):
        slot = found["slot"]
        if slot.startswith("{a ") or not slot.endswith(".adj}"):
            yield entry.text_line, f"“{slot}” begins a sentence: write “{{^{slot[1:]}”"
    for piece in (*entry.title, *entry.pieces):
        if isinstance(piece, Slot) and piece.letter in BODIES and piece.article and not piece.form:
            yield entry.text_line, f"{piece}: a body's name has its own article"


def literal(entry: Entry) -> Found:
    """Real countries and bodies stand in slots only, and no outlet, platform, leader or minister is
    named, so that no sentence says a thing of them."""
    told = "a real country's, body's, outlet's, platform's or person's: use a slot, or invent"
    for piece in (*entry.title, *entry.pieces):
        for found in _real().finditer(piece) if isinstance(piece, str) else ():
            yield entry.text_line, f"“{found[0]}” is {told}"
    for item in entry.items:
        name = item.values.get("platform", "")
        # One letter is a chart's mark in a text ("where the chart has an X") and a name here.
        if name == "X" or _real().search(name):
            yield item.line, f"{item.id}: platform={name} is {told}"


def people() -> list[dict[str, str]]:
    """The lexicon's leaders and ministers."""
    return [row for name in ("leaders", "past_leaders", "ministers") for row in table(name)]


@cache
def _real() -> re.Pattern[str]:
    cells = [row[key] for row in table("countries") for key in ("name", "aliases", "demonyms")]
    cells += [row[key] for row in table("organisations") for key in ("name", "aliases")]
    cells += [row["capitals"] for row in table("countries")]
    cells += [row["name"] for row in people() if " " in row["name"]]
    cells += [row["name"] for row in own("real")]
    names = {name for cell in cells for name in cell.split("|") if name[:1].isupper()}
    told = "|".join(map(re.escape, sorted(names - {"English"}, key=len, reverse=True)))
    return re.compile(rf"\b(?:{told})(?!\w|-[A-Z])")


Rule = Callable[[Entry], Found]
RULES: tuple[Rule, ...] = (
    header, items, cycles, marks, mains, statements, meetings, dates, weekdays, denials, quotes,
    english, literal,
)  # fmt: skip
