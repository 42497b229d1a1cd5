"""A file of the corpus → entries: header, text in pieces, marks, items.

    === off-017
    why: the words deny the plan; they do not call it off
    [s1.source|{^A.adj} officials] [s1.cue|insisted] [s1|that no such meeting was planned].
    > s1 statement speaker=A act=deny

The reader tells every flaw of the syntax; what the marks and items mean is for `corpus.check`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus.schema import BODIES, BODY_FORMS, COUNTRY_FORMS, KINDS, Words


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """Something wrong in a file."""

    file: str
    line: int
    entry: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.entry}: {self.what}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for words of a country or a body: ``{^A.adj}``, ``{a A.adj}``, ``{O.short}``."""

    letter: str
    form: str = ""
    """"" for the name as running text has it, else adj, capital, town, head …"""
    capital: bool = False
    article: bool = False
    """With "a" or "an" before it."""

    def __str__(self) -> str:
        before = "^" * self.capital + "a " * self.article
        return f"{{{before}{self.letter}{'.' * bool(self.form)}{self.form}}}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Pieces first … last (half-open) belong to an item: its main words, or one of its roles."""

    item: str
    role: str
    """"" for the main words."""
    first: int
    last: int
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """One annotated thing: its id, its kind, and its attributes as written."""

    id: str
    kind: str
    values: Mapping[str, str]
    line: int

    def listed(self, key: str) -> tuple[str, ...]:
        """The members of an attribute that holds a list; none where it is absent."""
        return tuple(self.values[key].split(",")) if key in self.values else ()

    def labels(self) -> Iterator[tuple[str, str]]:
        """(attribute, label) of each vocabulary, defaults told, "none" where there is none.

        A mode is told with its type, since types share modes.
        """
        kind = KINDS[self.kind]
        for key in kind.labels:
            attribute = kind.attributes[key]
            default = attribute.default if isinstance(attribute, Words) else None
            label = self.values.get(key, default or "none")
            in_type = key == "mode" and label != "none"
            yield key, f"{self.values['type']} {label}" if in_type else label


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence or a report with its annotation, slots unfilled."""

    id: str
    file: str
    line: int
    header: Mapping[str, str]
    title: tuple[str | Slot, ...]
    pieces: tuple[str | Slot, ...]
    """The text, cut wherever a slot stands or a mark begins or ends."""
    marks: tuple[Mark, ...]
    items: tuple[Item, ...]
    text_line: int

    @property
    def kind(self) -> str:
        return "report" if "process" in self.header else "sentence"

    @property
    def letters(self) -> frozenset[str]:
        """The slots that text and title use."""
        pieces = (*self.title, *self.pieces)
        return frozenset(piece.letter for piece in pieces if isinstance(piece, Slot))

    @property
    def plain(self) -> str:
        """The text without marks, slots as written."""
        return "".join(map(str, self.pieces))

    def item(self, name: str) -> Item | None:
        return next((item for item in self.items if item.id == name), None)

    def marked(self, item: str, role: str = "") -> tuple[Mark, ...]:
        """The marks of an item's main words or of one role, in order of text."""
        return tuple(mark for mark in self.marks if (mark.item, mark.role) == (item, role))

    def words(self, mark: Mark) -> str:
        """The marked words, slots as written."""
        return "".join(map(str, self.pieces[mark.first : mark.last]))


Flag = Callable[[int, str], None]
"""Tells a flaw of the entry at hand: line, what is wrong."""

TARGET = r"[a-z]\w*(?:\.[a-z]+)?"
TOKEN = re.compile(
    r"\\(?P<literal>[\[\]|{}\\])"
    rf"|\[(?P<targets>{TARGET}(?: {TARGET})*)\|"
    r"|(?P<close>\])"
    r"|\{(?P<slot>[^{}\n]*)\}"
    r"|(?P<stray>[\[|{}\\])"
    r"|(?P<paragraph>\n\s*\n)"
    r"|(?P<wrap>\n)"
)
SLOT = re.compile(r"(?P<capital>\^?)(?P<article>(?:a )?)(?P<letter>[A-Z])(?:\.(?P<form>\w+))?")
HEADER = re.compile(r"([a-z]+): ?(.*)")
ITEM = re.compile(r"> (?P<id>[a-z]\w*) (?P<kind>[a-z]+)(?P<rest>(?: .*)?)")
VALUE = re.compile(r'\s+([a-z]+)=(?:"([^"]*)"|([^\s"]+))')


def read(path: Path, name: str = "") -> tuple[list[Entry], list[Flaw]]:
    """A file → its entries, and its flaws of syntax; an entry with such a flaw is left out."""
    return parse(path.read_text(encoding="utf-8"), name or str(path))


def parse(content: str, file: str) -> tuple[list[Entry], list[Flaw]]:
    """The content of a file → entries and flaws."""
    entries, flaws = [], []
    lines = content.splitlines()
    bounds = [number for number, line in enumerate(lines) if line.startswith("===")] + [len(lines)]
    for number, line in enumerate(lines[: bounds[0]], 1):
        if line.strip() and not line.startswith("#"):
            flaws.append(Flaw(file, number, "-", "words before the first “=== id”"))
    for start, end in pairwise(bounds):
        name = lines[start][3:].strip()
        found: list[Flaw] = []

        def flag(line: int, what: str, name: str = name, found: list[Flaw] = found) -> None:
            found.append(Flaw(file, line, name or "-", what))

        entry = _entry(lines[start + 1 : end], name, file, start + 1, flag)
        flaws += found
        if not found:
            entries.append(entry)
    return entries, flaws


def _entry(lines: list[str], name: str, file: str, line: int, flag: Flag) -> Entry:
    if not re.fullmatch(r"[a-z][\w-]*", name):
        flag(line, f"“=== {name}” is no id: lower-case letters, digits, hyphens")
    header: dict[str, str] = {}
    at = 0
    while at < len(lines) and (match := HEADER.match(lines[at])):
        if match[1] in header:
            flag(line + at + 1, f"header {match[1]} stands twice")
        header[match[1]] = match[2].strip()
        at += 1
    text_line = line + at + 1
    last = at
    while last < len(lines) and not lines[last].startswith(">"):
        last += 1
    raw = "\n".join(each.rstrip() for each in lines[at:last]).rstrip()
    if not raw.strip():
        flag(text_line, "no text after the header")
    pieces, marks = _text(raw, text_line, flag)
    items = tuple(_items(lines[last:], line + last + 1, flag))
    title, in_title = _text(header.get("title", ""), line, flag)
    if in_title:
        flag(line, "a title holds slots but no marks")
    return Entry(name, file, line, header, title, pieces, marks, items, text_line)


def _text(raw: str, line: int, flag: Flag) -> tuple[tuple[str | Slot, ...], tuple[Mark, ...]]:
    """Marked text → pieces and marks; a line end within a paragraph is a space."""
    pieces: list[str | Slot] = []
    marks: list[Mark] = []
    opened: list[tuple[list[str], int, int]] = []
    literal, at = "", 0

    def cut() -> int:
        nonlocal literal
        if literal:
            pieces.append(literal)
        literal = ""
        return len(pieces)

    for token in TOKEN.finditer(raw):
        literal += raw[at : token.start()]
        at = token.end()
        here = line + raw.count("\n", 0, token.start())
        match token.lastgroup:
            case "literal":
                literal += token["literal"]
            case "targets":
                opened.append((token["targets"].split(" "), cut(), here))
            case "close" if opened:
                targets, first, begun = opened.pop()
                if (last := cut()) == first:
                    flag(here, f"[{' '.join(targets)}|] marks no words")
                for target in targets:
                    item, _, role = target.partition(".")
                    marks.append(Mark(item, role, first, last, begun))
            case "close":
                flag(here, "“]” closes no mark (a literal one is written \\])")
            case "slot":
                slot = _slot(token["slot"], here, flag)
                cut()
                pieces.append(slot)
            case "stray":
                told = raw[token.start() : token.start() + 24].split("\n")[0]
                flag(here, f"“{told}” opens no mark or slot (a literal one has a backslash)")
            case "paragraph":
                if opened:
                    names = ", ".join(" ".join(targets) for targets, _, _ in opened)
                    flag(here, f"mark {names} goes on past its paragraph: mark both parts")
                literal += "\n\n"
            case _:
                literal += " "
    literal += raw[at:]
    cut()
    for targets, _, begun in opened:
        flag(begun, f"mark [{' '.join(targets)}| is never closed")
    return tuple(pieces), tuple(sorted(marks, key=lambda mark: (mark.first, -mark.last)))


def _slot(written: str, line: int, flag: Flag) -> Slot:
    match = SLOT.fullmatch(written)
    if not match:
        flag(line, f"{{{written}}} is no slot: {{A}}, {{A.adj}}, {{^A}}, {{a A.adj}}, {{^a A.adj}}")
        return Slot("A")
    letter, form = match["letter"], match["form"] or ""
    forms = BODY_FORMS if letter in BODIES else COUNTRY_FORMS
    if form not in forms:
        flag(line, f"{{{written}}}: {letter} has the forms {', '.join(filter(None, forms))}")
    article = bool(match["article"])
    if article and form in ("", "poss"):
        flag(line, f"{{{written}}}: a name has its own article, so “a” cannot stand before it")
    return Slot(letter, form, bool(match["capital"]), article)


def _items(lines: list[str], line: int, flag: Flag) -> Iterator[Item]:
    for number, written in enumerate(lines, line):
        if not written.strip() or written.startswith("#"):
            continue
        match = ITEM.fullmatch(written.rstrip())
        if not match:
            flag(number, f"“{written[:40]}” is no item: > id kind key=value …")
            continue
        values: dict[str, str] = {}
        at, rest = 0, match["rest"]
        while value := VALUE.match(rest, at):
            if value[1] in values:
                flag(number, f"{match['id']}: {value[1]} stands twice")
            values[value[1]] = value[2] if value[3] is None else value[3]
            at = value.end()
        if at < len(rest.rstrip()):
            flag(number, f"{match['id']}: “{rest[at:].strip()[:40]}” is not key=value")
        yield Item(match["id"], match["kind"], values, number)
