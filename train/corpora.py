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
    links: list[tuple[int, int, int]] = field(default_factory=list)
    """(kind 0 source or 1 content, word, cue word), all in words of the document."""


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
        links: list[tuple[int, int, int]] = []

        def covered(span: list[int], tokens: list[tuple[int, int]] = tokens) -> list[int]:
            return [i for i, (a, b) in enumerate(tokens) if a < span[1] and b > span[0]]

        # Outermost first: a content inside a content is read from its own cue by the parse.
        for attribution in sorted(
            record["attributions"],
            key=lambda a: -sum(end - start for start, end in a["content"]),
        ):
            cues = [covered(span) for span in attribution["cue"]]
            cues = [cue for cue in cues if cue]
            for role in tags:
                for span in attribution[role]:
                    words_of = covered(span)
                    if not words_of:
                        continue
                    if cues and role != "cue":
                        links.append((int(role == "content"), words_of[0], cues[0][0]))
                    if any(tags[role][i] != "O" for i in words_of):
                        continue
                    for i in words_of:
                        tags[role][i] = "I"
                    tags[role][words_of[0]] = "B"
        at = 0
        for sentence in document:
            end = at + len(sentence.words)
            sentence.source = tags["source"][at:end]
            sentence.cue = tags["cue"][at:end]
            sentence.content = tags["content"][at:end]
            sentence.links = [link for link in links if at <= link[1] < end]
            at = end
        yield document


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
