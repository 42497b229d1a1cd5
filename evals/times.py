"""Our time expressions against TempEval-3 data: strict, relaxed, type and value F1.

The definitions are those of the TempEval-3 task (UzZaman et al. 2013): strict matches share both
ends, relaxed ones share a character; type and value F1 are relaxed F1 × the share of relaxed
matches with the right attribute. A week's padding ("W8", "W08") is not counted as a difference.

    python -m evals.times [FOLDER]
"""

import html
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.spans import Span, Text
from dragoman.types import Sentence, Tags, Time, Token

Tagger = Callable[[Text], Tags]


@dataclass(frozen=True, slots=True)
class Gold:
    span: Span
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    text: Text
    published: date
    gold: tuple[Gold, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    type: int = 0
    value: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        names = self.__slots__
        return Counts(*(getattr(self, name) + getattr(other, name) for name in names))

    def scores(self) -> dict[str, float]:
        total = (self.gold + self.found) or 1
        names = ("strict", "relaxed", "type", "value")
        return {name: round(200 * getattr(self, name) / total, 1) for name in names}


# --- reading .tml ------------------------------------------------------------------------------

_DCT = re.compile(r"<DCT>.*?value=\"(\d{4}-\d\d-\d\d)", re.DOTALL)
_BODY = re.compile(r"<TEXT>(.*?)</TEXT>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_FIELD = re.compile(r"(\w+)=\"([^\"]*)\"")


def document(path: Path) -> Document:
    """A TimeML file as plain text with its TIMEX3; `ValueError` when it has no creation time."""
    raw = path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    day, body = _DCT.search(raw), _BODY.search(raw)
    if not day or not body:
        raise ValueError(f"document: {path.name}: no creation time or no text")
    pieces: list[str] = []
    gold: list[Gold] = []
    opened: list[tuple[int, dict[str, str]]] = []
    at = 0
    for tag in [*_TAG.finditer(body[1]), None]:
        piece = html.unescape(body[1][at : tag.start() if tag else len(body[1])])
        pieces.append(piece)
        length = sum(map(len, pieces))
        if tag is None:
            break
        at = tag.end()
        if tag[0].startswith("<TIMEX3"):
            opened.append((length, dict(_FIELD.findall(tag[0]))))
        elif tag[0] == "</TIMEX3>":
            start, fields = opened.pop()
            if length > start:
                gold.append(Gold(Span(start, length), fields["type"], fields["value"]))
    gold.sort(key=lambda item: item.span)
    return Document(path.name, Text("".join(pieces)), date.fromisoformat(day[1]), tuple(gold))


# --- scoring -----------------------------------------------------------------------------------


def same_value(ours: str, gold: str) -> bool:
    return _padded(ours) == _padded(gold)


def _padded(value: str) -> str:
    value = re.sub(r"-W(\d)(?!\d)", r"-W0\1", value.strip())
    return re.sub(r"(T\d\d:\d\d):00$", r"\1", value)


def count(gold: Iterable[Gold], found: Iterable[Time]) -> Counts:
    """Each gold expression is matched at most once, each found one too; exact ones first."""
    gold, left = list(gold), list(found)
    total = Counts(len(gold), len(left))
    pairs: list[tuple[Gold, Time]] = []
    for exact in (True, False):
        for item in list(gold):
            hit = next(
                (t for t in left if (t.span == item.span if exact else t.span.meets(item.span))),
                None,
            )
            if hit:
                left.remove(hit)
                gold.remove(item)
                pairs.append((item, hit))
    for item, hit in pairs:
        total += Counts(
            strict=item.span == hit.span,
            relaxed=1,
            type=item.type == hit.type,
            value=same_value(hit.value, item.value),
        )
    return total


# --- running -------------------------------------------------------------------------------------


def flat(text: Text) -> Tags:
    """Tokens without a parse: what is left when there is no network."""
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text.content)]
    tokens = tuple(Token(span, "X", "", 0, "dep", text[span].lower()) for span in spans)
    return Tags(tokens, (Sentence(0, len(tokens)),))


def tagger() -> Tagger:
    """The network's tagger, or the flat one where its files are missing."""
    try:
        from dragoman.language.tag import tag
    except ImportError:
        return flat
    return tag


def corpora() -> Path:
    default = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("DRAGOMAN_CORPORA", default)) / "times"


def documents(folder: Path) -> list[Document]:
    return [document(path) for path in sorted(folder.glob("*.tml"))]


def tuned(names: Iterable[str]) -> frozenset[str]:
    """The three quarters of the documents that rules were tuned on; the last is held out."""
    order = sorted(names)
    random.Random(5).shuffle(order)
    return frozenset(order[: len(order) * 3 // 4])


def score(docs: Iterable[Document], tag: Tagger) -> Counts:
    total = Counts()
    for doc in docs:
        total += count(doc.gold, find_times(Tree(doc.text, tag(doc.text)), doc.published))
    return total


def _genre(doc: Document) -> str:
    aquaint = re.fullmatch(r"(?:APW|NYT|XIE)(?:199[89]|2000)\d+\.\d+\.tml", doc.name)
    late = aquaint and not re.match(r"(?:APW|NYT)1998(?:0[1-6])", doc.name)
    return "aquaint" if late else "timebank"


@dataclass(frozen=True, slots=True)
class Probe:
    kind: str
    published: date
    sentence: str
    anchor: str
    type: str
    values: tuple[str, ...]


def probes(path: Path) -> list[Probe]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Probe(kind, date.fromisoformat(day), sentence, words, type_, tuple(values.split("|")))
        for kind, day, sentence, words, type_, values in rows
    ]


def probe_right(probe: Probe, times: tuple[Time, ...]) -> bool:
    """Whether a probe's expression is found with its value; a trap must give nothing."""
    if probe.type == "NONE":
        return not times
    at = probe.sentence.index(probe.anchor)
    wanted = Span(at, at + len(probe.anchor))
    hits = [time for time in times if time.span.meets(wanted)]
    if probe.type == "RANGE":
        return "/".join(time.value for time in hits) in probe.values
    types = {probe.type} | ({"DURATION"} if any(v[0] == "P" for v in probe.values) else set())
    return any(h.type in types and h.value in probe.values for h in hits)


def run(data: Path | None = None) -> dict[str, object]:
    """Scores of a folder of .tml files (corrected TempEval-3 by default) and of the probes."""
    tag = tagger()
    docs = documents(data or corpora() / "tbaq_corrected")
    half = tuned(path.name for path in (corpora() / "tbaq_corrected").glob("*.tml"))
    parts = {
        "all": docs,
        "tuned": [doc for doc in docs if doc.name in half],
        "held_out": [doc for doc in docs if doc.name not in half],
        "timebank": [doc for doc in docs if _genre(doc) == "timebank"],
        "aquaint": [doc for doc in docs if _genre(doc) == "aquaint"],
    }
    tags = {doc.text.content: tag(doc.text) for doc in docs}

    def known(text: Text) -> Tags:
        return tags[text.content]

    counted = {doc.name: score([doc], known) for doc in docs}
    result: dict[str, object] = {
        name: sum((counted[doc.name] for doc in part), Counts()).scores()
        for name, part in parts.items()
    }
    result["weekdays"] = weekdays(docs, known)
    path = corpora() / "probes_dev.tsv"
    if path.exists():
        result["probes"] = run_probes(path, tag)
    return result


def weekdays(docs: Iterable[Document], tag: Tagger) -> dict[str, float]:
    """Bare weekdays with a full date in gold: how many get it, of all and of the future ones."""
    right = total = ahead_right = ahead = 0
    for doc in docs:
        found = {t.span: t for t in find_times(Tree(doc.text, tag(doc.text)), doc.published)}
        for item in doc.gold:
            if not _DAY_NAME.fullmatch(doc.text[item.span]) or item.span not in found:
                continue
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", item.value):
                continue
            hit = same_value(found[item.span].value, item.value)
            later = date.fromisoformat(item.value) > doc.published
            total, right = total + 1, right + hit
            ahead, ahead_right = ahead + later, ahead_right + (hit and later)
    return {"of": total, "right": right, "ahead_of": ahead, "ahead_right": ahead_right}


_DAY_NAME = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")


def run_probes(path: Path, tag: Tagger) -> dict[str, object]:
    wrong = []
    asked = probes(path)
    for probe in asked:
        text = Text(probe.sentence)
        if not probe_right(probe, find_times(Tree(text, tag(text)), probe.published)):
            wrong.append(probe.sentence)
    return {"right": len(asked) - len(wrong), "of": len(asked), "wrong": wrong}


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    print(json.dumps(run(folder), indent=1))
