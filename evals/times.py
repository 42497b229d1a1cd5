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


def held_out(names: Iterable[str]) -> frozenset[str]:
    """A third of the documents, of no family and no corpus by choice: nobody looks at them.

    Three quarters of them were never looked at; the others (22) not since the third was drawn.
    """
    order = sorted(names)
    random.Random(5).shuffle(order)
    return frozenset(order[len(order) * 2 // 3 :])


def score(docs: Iterable[Document], tag: Tagger) -> Counts:
    total = Counts()
    for doc in docs:
        total += count(doc.gold, find_times(Tree(doc.text, tag(doc.text)), doc.published))
    return total


def parts(docs: Iterable[Document], held: frozenset[str]) -> dict[str, list[Document]]:
    """The documents by corpus, and by whether they were tuned on."""
    docs = list(docs)
    aquaint = {path.name for path in (corpora() / "aquaint").glob("*.tml")}
    kept = [doc for doc in docs if doc.name in held]
    return {
        "all": docs,
        "aquaint": [doc for doc in docs if doc.name in aquaint],
        "timebank": [doc for doc in docs if doc.name not in aquaint],
        "tuned": [doc for doc in docs if doc.name not in held],
        "held_out": kept,
        "held_out.aquaint": [doc for doc in kept if doc.name in aquaint],
        "held_out.timebank": [doc for doc in kept if doc.name not in aquaint],
    }


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
    """Scores of corrected TempEval-3 train (or another folder of .tml files) by corpus, held-out
    documents apart; beside them the original gold, the bare weekdays and the probes."""
    tag = cached(tagger())
    docs = documents(data or corpora() / "tbaq_corrected")
    held = held_out(doc.name for doc in docs)
    measures: dict[str, object] = scores_of(parts(docs, held), tag)
    counts: dict[str, object] = {}
    for name, part in (("weekdays", docs), ("weekdays.held_out", parts(docs, held)["held_out"])):
        told = weekdays(part, tag)
        measures |= {f"{name}.{kind}": share for kind, share in shares(told).items()}
        counts |= {f"{name}.{kind}": pair for kind, pair in told.items()}
    if data is None:
        first = [doc for name in ("aquaint", "timebank") for doc in documents(corpora() / name)]
        original = {f"original.{name}": part for name, part in parts(first, held).items()}
        measures |= scores_of({n: p for n, p in original.items() if n.count(".") == 1}, tag)
    wrong: list[str] = []
    path = corpora() / "probes_dev.tsv"
    if path.exists():
        asked, wrong = run_probes(path, tag)
        measures |= {f"probes.{kind}": share for kind, share in shares(asked).items()}
        counts |= {f"probes.{kind}": pair for kind, pair in asked.items()}
    return {"measures": measures, "counts": counts, "errors": wrong}


def cached(tag: Tagger) -> Tagger:
    """A tagger that reads each text once: the two golds share most texts."""
    known: dict[str, Tags] = {}

    def tag_once(text: Text) -> Tags:
        if text.content not in known:
            known[text.content] = tag(text)
        return known[text.content]

    return tag_once


def scores_of(named: dict[str, list[Document]], tag: Tagger) -> dict[str, object]:
    counted = {doc.name: score([doc], tag) for docs in named.values() for doc in docs}
    return {
        name: sum((counted[doc.name] for doc in docs), Counts()).scores()
        for name, docs in named.items()
    }


Pairs = dict[str, dict[str, int]]
"""Of what → right and of."""


def shares(pairs: Pairs) -> dict[str, float]:
    return {n: round(100 * p["right"] / p["of"], 1) for n, p in pairs.items() if p["of"]}


def weekdays(docs: Iterable[Document], tag: Tagger) -> Pairs:
    """Bare weekdays with a full date in gold, found with the same ends: all, those ahead, and how
    many one would get right who knows the direction of each (the rest is noise of the gold)."""
    right: dict[str, list[bool]] = {"all": [], "ahead": [], "oracle": []}
    for doc in docs:
        found = {t.span: t for t in find_times(Tree(doc.text, tag(doc.text)), doc.published)}
        for item in doc.gold:
            if not _DAY_NAME.fullmatch(doc.text[item.span]) or item.span not in found:
                continue
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", item.value):
                continue
            hit = same_value(found[item.span].value, item.value)
            day = date.fromisoformat(item.value)
            right["all"].append(hit)
            right["oracle"].append(-7 < (day - doc.published).days < 7)
            if day > doc.published:
                right["ahead"].append(hit)
    return {name: {"right": sum(hits), "of": len(hits)} for name, hits in right.items()}


_DAY_NAME = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")


def run_probes(path: Path, tag: Tagger) -> tuple[Pairs, list[str]]:
    """The probes, the traps among them, and the sentences that went wrong."""
    wrong: list[str] = []
    right: dict[str, list[bool]] = {"all": [], "traps": []}
    for probe in probes(path):
        text = Text(probe.sentence)
        hit = probe_right(probe, find_times(Tree(text, tag(text)), probe.published))
        right["all"].append(hit)
        if probe.type == "NONE":
            right["traps"].append(hit)
        if not hit:
            wrong.append(probe.sentence)
    return {n: {"right": sum(hits), "of": len(hits)} for n, hits in right.items()}, wrong


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    print(json.dumps(run(folder), indent=1))
