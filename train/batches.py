"""Windows → tensors."""

import random
from collections.abc import Iterator

import torch
from torch import Tensor

from dragoman.language.pieces import END, START, WordPieces, shape
from dragoman.ontology import Act, Channel, EventStatus, EventType, MeetingState, Polarity
from train.corpora import Document, Sentence, windows

Batch = dict[str, Tensor]
Example = dict[str, list]  # type: ignore[type-arg]

IGNORED = -100
LONGEST = 510
LONGEST_RUN = 110
"""Words of the longest window."""

MARKS: dict[str, list[str]] = {
    "trigger": ["O", *EventType],
    "status": [*EventStatus],
    "state": ["O", *MeetingState],
    "act": [*Act],
    "polarity": [*Polarity],
    "channel": [*Channel],
    "prerequisite": ["O", "I"],
    "charge": ["O", "I"],
    "mention": ["O", "I"],
    "distance": ["O", "I"],
}
"""Heads whose words may have several right labels: an event's trigger and its status, the words
of a meeting's state, act, polarity and channel at a cue, and the words of a condition's
prerequisite, of a task, of a meeting's mention, and of scare quotes."""

POINTERS = (
    "source_start", "source_end", "left_start", "left_end", "right_start", "right_end",
    "actor", "target", "meeting", "addressee",
)  # fmt: skip
"""From a cue to its source, its addressee and its content before and after it; from a trigger to
who acts and to whom it is done; from the words of a state to the meeting."""


def label_sets(documents: dict[str, list[Document]]) -> dict[str, list[str]]:
    """Every label of every head; relations seen once or twice fall to their main type."""
    from train.corpora import ENTITY_TYPES

    seen: dict[str, set[str]] = {"upos": set(), "xpos": set(), "relations": set()}
    for document in documents["syntax"]:
        for sentence in document:
            seen["upos"].update(sentence.upos)
            seen["xpos"].update(sentence.xpos)
            seen["relations"].update(sentence.relations)
    bio = ["O", "B", "I"]
    labels = {name: sorted(values - {"_"}) for name, values in seen.items()}
    labels["entities"] = ["O", *(f"{p}-{t}" for t in ENTITY_TYPES for p in "BI")]
    return labels | {"source": bio, "cue": bio, "content": bio} | MARKS


class Encoder:
    """Turns runs of sentences into integer examples."""

    def __init__(
        self, pieces: WordPieces, labels: dict[str, list[str]], chance: random.Random | None = None
    ) -> None:
        """With `chance`, some sentences get other quotation marks or the casing of a headline."""
        self.pieces = pieces
        self.chance = chance
        self.index = {name: {v: i for i, v in enumerate(vs)} for name, vs in labels.items()}

    def example(self, start: int, run: list[Sentence]) -> Example | None:
        ids, parity, casing = [START], [0], [5]
        first: list[int] = []
        block: list[int] = []
        e: Example = {name: [] for name in ("heads", "relations", "allowed", "pointers", "marks")}
        e |= {name: [] for name in ("upos", "xpos", "source", "cue", "content")}
        at = 0
        for number, sentence in enumerate(run):
            count = len(sentence.words)
            words, shapes = self._varied(sentence)
            for word, casing_of in zip(words, shapes, strict=True):
                split = self.pieces.split(word)
                first.append(len(ids))
                block.append(number)
                ids += split
                parity += [number % 2] * len(split)
                casing += [casing_of] * len(split)
            for name in ("upos", "xpos", "source", "cue", "content"):
                values = getattr(sentence, name) or ["?"] * count
                e[name] += [self.index[name].get(v, IGNORED) for v in values]
            heads = sentence.heads or [-1] * count
            e["heads"] += [h + at if h > 0 else (0 if h == 0 else IGNORED) for h in heads]
            relations = sentence.relations or ["?"] * count
            e["relations"] += [self.index["relations"].get(v, IGNORED) for v in relations]
            e["allowed"] += [self._allowed(sentence, i) for i in range(count)]
            for name, marks in sentence.marks.items():
                e["marks"] += [
                    (name, at + i, [self.index[name][label] for label in mark.split("|")])
                    for i, mark in enumerate(marks)
                    if mark
                ]
            e["pointers"] += [
                (name, word - start, tuple(goal - start for goal in goals))
                for name, word, goals in sentence.pointers
            ]
            at += count
        if len(ids) >= LONGEST:
            return None
        ids.append(END)
        parity.append((len(run) - 1) % 2)
        casing.append(5)
        e |= {"pieces": ids, "parity": parity, "casing": casing}
        return e | {"first": first, "block": block}

    def _varied(self, sentence: Sentence) -> tuple[list[str], list[int]]:
        """Words and casing as printed, or as a paper of another style would print them."""
        words = sentence.words
        shapes = [shape(word) for word in words]
        if not self.chance:
            return words, shapes
        if sentence.xpos and self.chance.random() < 0.6:
            curly = {"``": "“", "''": "”"}
            words = [
                curly.get(tag, word) if word == '"' else word.replace("'", "’")
                for word, tag in zip(words, sentence.xpos, strict=True)
            ]
        draw = self.chance.random()
        # Shapes 0, 1 and 2 are lower, title and upper.
        for style, share in ((0, 0.02), (1, 0.03), (2, 0.02)):
            if draw < share:
                return words, [style if s in (0, 1, 2, 3) else s for s in shapes]
            draw -= share
        return words, shapes

    def _allowed(self, sentence: Sentence, i: int) -> list[int]:
        """Entity labels that a word may have; more than one where the corpus is silent."""
        if not sentence.entities:
            return []
        labels = self.index["entities"]
        label = sentence.entities[i]
        if label != "O" and label[2:] in sentence.closed:
            return [labels[label]]
        # An O, or a class that other corpora cut differently: anything that is not marked here.
        return [n for name, n in labels.items() if name == "O" or name[2:] not in sentence.closed]


def collate(examples: list[Example], entity_labels: int) -> Batch:
    """Pads; word tensors are (batch, words), `allowed` a mask (batch, words, labels)."""
    rows = len(examples)
    longest = max(len(e["pieces"]) for e in examples)
    most = max(len(e["first"]) for e in examples)
    inputs = ("pieces", "parity", "casing")
    batch = {name: torch.zeros(rows, longest, dtype=torch.long) for name in inputs}
    batch["first"] = torch.zeros(rows, most, dtype=torch.long)
    batch["block"] = torch.full((rows, most), -1)
    for name in ("upos", "xpos", "source", "cue", "content", "heads", "relations"):
        batch[name] = torch.full((rows, most), IGNORED)
    batch["allowed"] = torch.zeros(rows, most, entity_labels, dtype=torch.bool)
    for row, e in enumerate(examples):
        for name, tensor in batch.items():
            if name != "allowed":
                tensor[row, : len(e[name])] = torch.tensor(e[name])
        for word, allowed in enumerate(e["allowed"]):
            batch["allowed"][row, word, allowed] = True
    told: dict[str, list[tuple[int, int, list[int]]]] = {n: [] for n in (*MARKS, *POINTERS)}
    for row, e in enumerate(examples):
        words = len(e["first"])
        for name, word, right in e["marks"]:
            told[name].append((row, word, right))
        for name, word, goals in e["pointers"]:
            # Column 0 is nothing, also where all that it points to lies outside the window.
            inside = [goal + 1 for goal in goals if 0 <= goal < words]
            told[name].append((row, word, inside or [0]))
    for name, rows_of in told.items():
        if not rows_of:
            continue
        width = len(MARKS[name]) if name in MARKS else most + 1
        right = torch.zeros(len(rows_of), width, dtype=torch.bool)
        places = [(n, label) for n, (_, _, labels) in enumerate(rows_of) for label in labels]
        right[tuple(torch.tensor(places).T)] = True
        batch[f"{name}.at"] = torch.tensor([(row, word) for row, word, _ in rows_of])
        batch[f"{name}.right"] = right
    return batch


def batches(
    documents: list[Document], encoder: Encoder, budget: int, chance: random.Random
) -> Iterator[Batch]:
    """Endless shuffled batches of at most about `budget` pieces, rows of like length together."""
    labels = len(encoder.index["entities"])
    while True:
        order = documents[:]
        chance.shuffle(order)
        pool = [
            example
            for start, run in windows(order, (10, LONGEST_RUN), chance)
            if (example := encoder.example(start, run))
        ]
        pool.sort(key=lambda e: len(e["pieces"]) + chance.random() * 8)
        groups: list[list[Example]] = [[]]
        for example in pool:
            if groups[-1] and (len(groups[-1]) + 1) * len(example["pieces"]) > budget:
                groups.append([])
            groups[-1].append(example)
        chance.shuffle(groups)
        for group in groups:
            yield collate(group, labels)
