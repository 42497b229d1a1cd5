"""Corpus files → windows of whole sentences with whatever labels the corpus has.

Licences and permitted uses: the README beside the data; what trained the shipped weights is told
in ``MODEL_CARD.md``. Test halves are never opened here.
"""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.language.segment import split_hyphens

CORPORA = Path(os.environ.get("DRAGOMAN_CORPORA", "../shared/data"))

Pointer = tuple[str, int, tuple[int, ...]]
"""(name, word that points, words that it may point to; none of them: nothing), of a document."""


@dataclass(slots=True)
class Sentence:
    """Words with their labels; a label list is empty where the corpus has none of that kind."""

    words: list[str]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    """1-based within the sentence, 0 = root, -1 = not known."""
    relations: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    closed: frozenset[str] = frozenset()
    """Entity types that the corpus marks; an O says nothing of the others."""
    source: list[str] = field(default_factory=list)
    cue: list[str] = field(default_factory=list)
    content: list[str] = field(default_factory=list)
    marks: dict[str, list[str]] = field(default_factory=dict)
    """Head → a label for each word: several parted by "|" where any may be right, "" not known."""
    pointers: list[Pointer] = field(default_factory=list)


Document = list[Sentence]


def read_conllu(path: Path) -> Iterator[Document]:
    """CoNLL-U → documents with tags and trees."""
    document: Document = []
    sentence = Sentence([])
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        if not line and sentence.words:
            document.append(sentence)
            sentence = Sentence([])
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not cells[0].isdigit():
            continue
        sentence.words.append(cells[1])
        sentence.upos.append(cells[3])
        sentence.xpos.append(cells[4])
        sentence.heads.append(int(cells[6]) if cells[6] != "_" else -1)
        sentence.relations.append(cells[7])
    if document:
        yield document


ENTITY_NAMES = {
    "organization": "ORG", "organisation": "ORG", "org": "ORG",
    "location": "LOC", "loc": "LOC", "person": "PER", "per": "PER",
    "misc": "MISC", "norp": "NORP", "date": "DATE", "facility": "FAC",
    "money": "MONEY", "product": "PRODUCT",
}  # fmt: skip
"""A corpus's own names (lower case) → ours."""

ENTITY_TYPES = ("PER", "ORG", "LOC", "NORP", "FAC", "MISC", "DATE", "MONEY", "PRODUCT")


def read_bio(path: Path, closed: frozenset[str], word: int = 0, tag: int = 1) -> Iterator[Document]:
    """Columns of words and BIO tags → one document; words split as treebanks do."""
    document: Document = []
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.open(encoding="utf-8"), ""]:
        cells = line.rstrip("\n").split("\t" if "\t" in line else " ")
        if line.startswith("# ") and tag == 2:
            continue
        if len(cells) > tag:
            label = cells[tag]
            if label not in ("O", "_"):
                place, name = label.split("-")
                label = f"{place}-{ENTITY_NAMES[name.lower()]}"
            parts = split_hyphens(cells[word])
            words += parts
            inner = "O" if label == "O" else "I" + label[1:]
            tags += [label] + [inner] * (len(parts) - 1)
        elif words:
            # IOB1 files open a span with I-: give each span its B-.
            for index in range(len(tags)):
                before = tags[index - 1] if index else "O"
                if tags[index].startswith("I-") and before[2:] != tags[index][2:]:
                    tags[index] = "B" + tags[index][1:]
            document.append(Sentence(words, entities=tags, closed=closed))
            words, tags = [], []
    yield document


def read_polnear(path: Path) -> Iterator[Document]:
    """PolNeAR JSONL → documents with source, cue and content tags and links to the cue."""
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        text = record["text"]
        tokens: list[tuple[int, int]] = []
        document: Document = []
        for first, last in record["sentences"]:
            words: list[str] = []
            for start, end in record["tokens"][first:last]:
                at = start
                for part in split_hyphens(text[start:end]):
                    tokens.append((at, at + len(part)))
                    words.append(part)
                    at += len(part)
            if words:
                document.append(Sentence(words))
        tags = {role: ["O"] * len(tokens) for role in ("source", "cue", "content")}
        pointers: list[Pointer] = []

        def covered(span: list[int], tokens: list[tuple[int, int]] = tokens) -> list[int]:
            return [i for i, (a, b) in enumerate(tokens) if a < span[1] and b > span[0]]

        for attribution in record["attributions"]:
            runs = {r: [c for span in attribution[r] if (c := covered(span))] for r in tags}
            pointers += frame_pointers(runs["source"], runs["cue"], runs["content"])
            for role, spans in runs.items():
                for words_of in spans:
                    if any(tags[role][i] != "O" for i in words_of):
                        continue
                    for i in words_of:
                        tags[role][i] = "I"
                    tags[role][words_of[0]] = "B"
        at = 0
        for sentence in document:
            end = at + len(sentence.words)
            for role, marked in tags.items():
                setattr(sentence, role, marked[at:end])
            sentence.pointers = [p for p in pointers if at <= p[1] < end]
            at = end
        yield document


def frame_pointers(
    source: list[list[int]], cue: list[list[int]], content: list[list[int]]
) -> list[Pointer]:
    """Runs of words of one attribution → where each word of its cue points.

    A source has a start and an end; so has the content before the cue, and that after it.
    """
    if not cue:
        return []
    first = cue[0][0]
    ends = {
        "source": source[0] if source else [],
        "left": max((c for c in content if c[0] < first), default=[]),
        "right": min((c for c in content if c[0] > first), default=[]),
    }
    found: list[Pointer] = []
    for word in (word for run in cue for word in run):
        for name, run in ends.items():
            found.append((f"{name}_start", word, tuple(run[:1])))
            found.append((f"{name}_end", word, tuple(run[-1:])))
    return found


def read_factuality(path: Path) -> Iterator[Document]:
    """How sure the author is that something happened, −3 … 3 → the statuses that this allows."""
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        words: list[str] = []
        place: dict[int, int] = {}
        for number, word in enumerate(record["text"].split(" ")):
            parts = split_hyphens(word)
            place[number] = len(words) + len(parts) - 1
            words += parts
        status = [""] * len(words)
        for target in record["targets"]:
            value = float(target["label"])
            if value >= SURE:
                allowed = "happened|ongoing"
            elif value <= -SURE:
                allowed = "negated|denied|cancelled"
            elif abs(value) < UNSURE:
                allowed = "planned|possible|conditional|denied"
            else:
                continue
            status[place[target["span1"][0]]] = allowed
        yield [Sentence(words, marks={"status": status})]


SURE, UNSURE = 2.0, 1.2
"""Bounds of factuality between which nothing is learnt."""


ALL = frozenset(ENTITY_TYPES)
FOUR = frozenset({"PER", "LOC", "ORG"})


def training_documents() -> dict[str, list[Document]]:
    """Task → documents, of the corpora that may train shipped weights."""
    return {
        "syntax": [
            *read_conllu(CORPORA / "syntax/ewt/train.conllu"),
            *read_conllu(CORPORA / "syntax/gum/train.conllu"),
        ],
        "entities": [
            *read_bio(CORPORA / "entities/worldwide_train.iob", ALL),
            *read_bio(CORPORA / "entities/wikigold.iob", FOUR),
            # The one corpus of names in web text is small: it is read four times.
            *[*read_bio(CORPORA / "entities/uner_ewt_dev.iob2", FOUR, word=1, tag=2)] * 4,
        ],
        "attribution": [*read_polnear(CORPORA / "attribution/polnear_train.jsonl")],
        "factuality": [
            document
            for name in ("uw", "uds_ih2", "meantime")
            for document in read_factuality(CORPORA / "factuality" / name / "train.jsonl")
        ],
    }


def windows(
    documents: list[Document], sizes: tuple[int, int], chance: random.Random
) -> Iterator[tuple[int, list[Sentence]]]:
    """Runs of whole consecutive sentences of about `sizes` words → (first word's index, run)."""
    for document in documents:
        run: list[Sentence] = []
        start = at = 0
        size = chance.randint(*sizes)
        for sentence in document:
            if run and at - start + len(sentence.words) > size:
                yield start, run
                run, start, size = [], at, chance.randint(*sizes)
            run.append(sentence)
            at += len(sentence.words)
        if run:
            yield start, run
