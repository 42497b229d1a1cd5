"""Corpus files → plain records, and a digest that says which bytes were scored.

The folder is ``$DRAGOMAN_CORPORA``, else ``../shared/data`` beside the checkout.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CORPORA = Path(os.environ.get("DRAGOMAN_CORPORA", HERE.parent.parent / "shared" / "data"))
FOUNDING = CORPORA.parent / "gold" / "founding.json"
SEEDS = CORPORA.parent / "seeds"
GOLDEN = HERE / "golden"


class SkippedError(Exception):
    """A task that cannot run here: "skipped: which: why"."""

    def __init__(self, which: str, why: str) -> None:
        super().__init__(f"skipped: {which}: {why}")


class AskedWrongError(ValueError):
    """The command line asks for what makes no sense: "what: which: why"."""


def corpus(name: str, data: Path | None = None) -> Path:
    """The caller's file, else the named one of the corpora; `SkippedError` when it is not there."""
    path = CORPORA / name if data is None else data
    if not path.exists():
        raise SkippedError(name if data is None else path.name, "no such corpus here")
    return path


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of files, in order of name; a folder is all in it."""
    files = [
        file
        for path in paths
        for file in (path.rglob("*") if path.is_dir() else (path,))
        if file.is_file()
    ]
    total = hashlib.sha256()
    for file in sorted(files, key=lambda file: (file.name, str(file))):
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


# --- treebanks -------------------------------------------------------------------------------


@dataclass(slots=True)
class Word:
    """A syntactic word of a treebank; heads count from 0 within its document."""

    form: str
    upos: str
    head: int
    """Index in the document; its own for a root."""
    relation: str
    start: int
    """Offset among the document's characters that are not white space."""
    end: int
    multiword: bool = False
    """Part of a contraction whose words do not spell its surface ("wanna" = want + to)."""


@dataclass(slots=True)
class Treebank:
    """One document: its words, where its sentences begin, and its running text."""

    words: list[Word] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Index of the first word of each sentence."""
    texts: list[str] = field(default_factory=list)
    breaks: list[bool] = field(default_factory=list)
    """Whether a sentence opens a paragraph."""

    @property
    def text(self) -> str:
        """Sentences joined by a space, paragraphs by an empty line."""
        joined = ""
        for text, opens in zip(self.texts, self.breaks, strict=True):
            joined += ("\n\n" if opens else " ") * bool(joined) + text
        return joined

    @property
    def sentences(self) -> list[list[str]]:
        ends = [*self.starts[1:], len(self.words)]
        forms = [word.form for word in self.words]
        return [forms[first:last] for first, last in zip(self.starts, ends, strict=True)]


def read_conllu(path: Path) -> Iterator[Treebank]:
    """CoNLL-U → documents; offsets count the characters of the surface without white space."""
    document, opens = Treebank(), True
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# newdoc"):
            if document.words:
                yield document
            document, opens = Treebank(), True
        elif line.startswith("# newpar"):
            opens = True
        elif line.startswith("# text = "):
            document.texts.append(line[9:])
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            document.breaks.append(opens)
            add_sentence(document, rows)
            rows, opens = [], False
    if document.words:
        yield document


def add_sentence(document: Treebank, rows: list[list[str]]) -> None:
    """Adds one sentence's CoNLL-U rows to its document."""
    base = len(document.words)
    at = document.words[-1].end if document.words else 0
    document.starts.append(base)
    pending: list[str] = []
    surface = ""
    for cells in rows:
        if "-" in cells[0]:
            first, last = map(int, cells[0].split("-"))
            surface = "".join(cells[1].split())
            pending = [row[1] for row in rows if row[0].isdigit() and first <= int(row[0]) <= last]
            spelled = "".join(pending) == surface
            shared = (at, at + len(surface))
            continue
        if not cells[0].isdigit():
            continue
        form = "".join(cells[1].split())
        start, end, odd = at, at + len(form), False
        if pending:
            pending.pop()
            if not spelled:
                (start, end), odd = shared, True
            at = end if spelled else (at if pending else shared[1])
        else:
            at = end
        index = base + int(cells[0]) - 1
        head = index if cells[6] == "0" else base + int(cells[6]) - 1
        document.words.append(Word(cells[1], cells[3], head, cells[7], start, end, odd))


# --- entities --------------------------------------------------------------------------------

ENTITY_NAMES = {
    "organization": "ORG", "organisation": "ORG", "org": "ORG",
    "location": "LOC", "loc": "LOC", "person": "PER", "per": "PER",
    "misc": "MISC", "miscellaneous": "MISC", "norp": "NORP", "date": "DATE",
    "facility": "FAC", "money": "MONEY", "product": "PRODUCT",
}  # fmt: skip
"""A corpus's own names (lower case) → ours."""


def read_bio(path: Path, word: int = 0, tag: int = 1) -> Iterator[tuple[list[str], list[str]]]:
    """Columns of words and BIO or IOB1 tags → sentences of words and tags, labels in our names."""
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        cells = line.split("\t" if "\t" in line else " ")
        if tag > 1 and line.startswith("#"):
            continue
        if len(cells) > tag:
            place, _, name = cells[tag].partition("-")
            words.append(cells[word])
            tags.append(f"{place}-{ENTITY_NAMES[name.lower()]}" if name else "O")
        elif words:
            yield words, tags
            words, tags = [], []


def entity_spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """BIO tags → (first, last, label), last exclusive; an I- that continues nothing opens one.

    >>> sorted(entity_spans(["B-PER", "I-PER", "O", "I-LOC", "B-LOC"]))
    [(0, 2, 'PER'), (3, 4, 'LOC'), (4, 5, 'LOC')]
    """
    found: set[tuple[int, int, str]] = set()
    first, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        place, _, name = tag.partition("-")
        if label and (place != "I" or name != label):
            found.add((first, index, label))
            label = ""
        if name and not label:
            first, label = index, name
    return found
