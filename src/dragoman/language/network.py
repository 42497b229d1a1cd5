"""Sentences of words → what the network says of each word, by onnxruntime, without torch.

One pass over each window of whole consecutive sentences gives part of speech, tree, named entities
and attribution roles together. Trees and spans are then decoded in numpy (``decode.py``).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import WeightsMissing
from dragoman.language import decode
from dragoman.language.pieces import END, START, WordPieces, shape

FloatArray = NDArray[np.float32]

WINDOW_WORDS = 110
"""Sentences are read together up to this many words, as in training."""

FAINT = 0.3
"""Probability under which a word has no mark."""

LIKELY = 0.5
"""Probability of their labels from which two neighbours are two marks."""

LONGEST = 500
"""Pieces that one window may have; a longer sentence is read in parts."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the network says of one document, flat over its words."""

    upos: list[str]
    xpos: list[str]
    heads: list[int]
    """Index of the head; a word's own index for a root."""
    relations: list[str]
    entities: list[tuple[int, int, str]]
    """(first, last, label), half-open, sorted."""
    roles: list[tuple[int, int, str, int]]
    """(first, last, source | cue | content, index of the cue's first word or -1)."""
    marks: list[tuple[int, int, str, str, float, tuple[int, ...]]]
    """(first, last, head, label, probability, words pointed to or -1)."""


@dataclass(slots=True)
class _Window:
    """A run of sentences of one document, split into pieces."""

    document: int
    start: int
    """Index in the document of the first word."""
    sentences: list[int]
    """Words of each sentence."""
    pieces: list[int]
    segments: list[int]
    first: list[int]
    """Index in `pieces` of each word's first piece."""


def digest(folder: Path) -> str:
    """What tells these weights from others: any of the files changes what is read."""
    told = hashlib.sha256()
    for name in ("heads.npz", "labels.json", "network.onnx", "vocab.txt"):
        with (folder / name).open("rb") as file:
            told.update(hashlib.file_digest(file, "sha256").digest())
    return told.hexdigest()[:16]


class Network:
    """The shipped network; loads in about a third of a second."""

    def __init__(self, folder: Path, threads: int = 1, workers: int = 1) -> None:
        """`threads` serve one call of the network, `workers` calls run at once."""
        import onnxruntime

        try:
            self.labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text())
            self._pieces = WordPieces.from_file(folder / "vocab.txt")
            with np.load(folder / "heads.npz") as held:
                # Some are stored at half the precision: numpy is slow at reckoning with that.
                self._heads = decode.Heads(**{n: held[n].astype(np.float32) for n in held.files})
            model = (folder / "network.onnx").read_bytes()
            self.digest = digest(folder)
        except FileNotFoundError as error:
            raise WeightsMissing(str(error.filename), "the package is not whole") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Batches have many shapes: planned memory would only grow.
        options.enable_mem_pattern = False
        self._session = onnxruntime.InferenceSession(
            model,
            options,
            providers=["CPUExecutionProvider"],
            # Fused, the sum and its norm take seven times as long (decision 13).
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._workers = workers
        self._slices = self._places(GROUND_HEADS) | self._places(MEANING_HEADS)

    def _places(self, heads: Sequence[str]) -> dict[str, slice]:
        """Where the scores of each head stand in the row of a word."""
        ends = np.cumsum([len(self.labels[name]) for name in heads])
        starts = [0, *ends[:-1]]
        return {
            name: slice(int(start), int(end))
            for name, start, end in zip(heads, starts, ends, strict=True)
        }

    @staticmethod
    @cache
    def load(threads: int = 1, workers: int = 1) -> "Network":
        """The network of the installed package, loaded once a process."""
        folder = Path(str(files("dragoman.language").joinpath("weights")))
        return Network(folder, threads, workers)

    def annotate(self, documents: Sequence[Sequence[Sequence[str]]]) -> list[Annotation]:
        """Documents of sentences of words → one annotation each, in the same order."""
        windows = [w for n, document in enumerate(documents) for w in self._windows(n, document)]
        results = [
            Annotation([""] * size, [""] * size, list(range(size)), [""] * size, [], [], [])
            for size in (sum(map(len, document)) for document in documents)
        ]
        # Each window runs alone: int8 scales are taken over a whole call, so that company would
        # change what is read; and one thread gains nothing from larger calls.
        if self._workers > 1 and len(windows) > 1:
            with ThreadPoolExecutor(self._workers) as pool:
                for window, out in zip(windows, pool.map(self._run, windows), strict=True):
                    self._decode(window, out, results[window.document])
        else:
            for window in windows:
                self._decode(window, self._run(window), results[window.document])
        for result in results:
            result.entities.sort()
            result.roles.sort()
            result.marks.sort()
        return results

    # --- words → windows ---------------------------------------------------------------------

    def _windows(self, number: int, document: Sequence[Sequence[str]]) -> Iterator[_Window]:
        """Packs sentences up to `WINDOW_WORDS`; one longer than `LONGEST` pieces comes in parts."""
        run: list[Sequence[str]] = []
        start = at = size = 0
        for sentence in document:
            for part in self._parts(sentence):
                pieces = sum(len(self._pieces.split(word)) for word in part)
                if run and (at - start + len(part) > WINDOW_WORDS or size + pieces > LONGEST):
                    yield self._window(number, start, run)
                    run, start, size = [], at, 0
                run.append(part)
                at += len(part)
                size += pieces
        if run:
            yield self._window(number, start, run)

    def _parts(self, sentence: Sequence[str]) -> Iterator[Sequence[str]]:
        """A sentence whole, or in parts that end at punctuation where one is near."""
        while sum(len(self._pieces.split(word)) for word in sentence) > LONGEST:
            count = size = 0
            while size + len(self._pieces.split(sentence[count])) <= LONGEST * 0.8:
                size += len(self._pieces.split(sentence[count]))
                count += 1
            count = max(count, 1)
            stops = [i for i in range(count // 2, count) if sentence[i] in (",", ";", ":", ".")]
            count = stops[-1] + 1 if stops else count
            yield sentence[:count]
            sentence = sentence[count:]
        if sentence:
            yield sentence

    def _window(self, number: int, start: int, run: list[Sequence[str]]) -> _Window:
        pieces, segments, first = [START], [5], []
        parity = 0
        for index, sentence in enumerate(run):
            parity = index % 2
            for word in sentence:
                split = self._pieces.split(word)[:LONGEST]
                first.append(len(pieces))
                pieces += split
                segments += [parity * 8 + shape(word)] * len(split)
        pieces.append(END)
        segments.append(parity * 8 + 5)
        return _Window(number, start, [len(s) for s in run], pieces, segments, first)

    # --- windows → outputs -------------------------------------------------------------------

    def _run(self, window: _Window) -> dict[str, FloatArray]:
        size = len(window.pieces)
        feed = {
            "pieces": np.array([window.pieces], np.int32),
            "segments": np.array([window.segments], np.int32),
            "positions": np.arange(size, dtype=np.int32)[None],
            "first": np.array(window.first, np.int32),
        }
        outputs: list[Any] = self._session.run(self._outputs, feed)
        return dict(zip(self._outputs, outputs, strict=True))

    # --- outputs → annotations ---------------------------------------------------------------

    def _decode(self, window: _Window, out: dict[str, FloatArray], result: Annotation) -> None:
        """Writes what the scores of one window say into the annotation of its document."""
        tags, meant = out["ground_tags"], out["meaning_tags"]
        upos = tags[:, self._slices["upos"]].argmax(1)
        xpos = tags[:, self._slices["xpos"]].argmax(1)
        heads = decode.heads(
            out["arcs_scored"], out["arcs_head"], self._heads.arcs_root, window.sentences
        )
        relations = decode.relations(
            out["relation_dependent"], out["relation_head"], heads, self._heads,
            self.labels["relations"].index("root"),
        )  # fmt: skip
        start = window.start
        for i in range(len(window.first)):
            place = i + start
            result.upos[place] = self.labels["upos"][upos[i]]
            result.xpos[place] = self.labels["xpos"][xpos[i]]
            result.heads[place] = place if heads[i] < 0 else int(heads[i]) + start
            result.relations[place] = self.labels["relations"][relations[i]]
        entities = decode.spans(
            tags[:, self._slices["entities"]], self.labels["entities"], window.sentences
        )
        result.entities.extend((a + start, b + start, name) for a, b, name in entities)
        roles = self._roles(meant, out)
        result.roles.extend(
            (a + start, b + start, kind, cue + start if cue >= 0 else -1)
            for a, b, kind, cue in roles
        )
        result.marks.extend(
            (a + start, b + start, head, label, score,
             tuple(to + start if to >= 0 else -1 for to in goals))
            for a, b, head, label, score, goals in self._marks(meant, out, roles)
        )  # fmt: skip

    def _pointed(self, out: dict[str, FloatArray], name: str, a: int, b: int) -> FloatArray:
        """Where the words a … b of a window point."""
        number = self.labels["pointers"].index(name)
        query, key = out["pointers_query"], out["pointers_key"]
        return decode.pointed(query, key, self._heads, number, range(a, b))

    def _roles(
        self, tags: FloatArray, out: dict[str, FloatArray]
    ) -> list[tuple[int, int, str, int]]:
        """Cues, and the source and the contents that each points to."""
        found: list[tuple[int, int, str, int]] = []
        size = len(tags)
        for a, b, _ in decode.spans(tags[:, self._slices["cue"]], self.labels["cue"], [size]):
            found.append((a, b, "cue", -1))
            places = (("source", 0, size), ("left", 0, a), ("right", b, size))
            for name, first, last in places:
                kind = "source" if name == "source" else "content"
                start = self._pointed(out, f"{name}_start", a, b)
                end = self._pointed(out, f"{name}_end", a, b)
                if span := decode.best_span(start, end, first, last):
                    found.append((*span, kind, a))
        return found

    def _marks(
        self, tags: FloatArray, out: dict[str, FloatArray], roles: list[tuple[int, int, str, int]]
    ) -> list[tuple[int, int, str, str, float, tuple[int, ...]]]:
        """Runs of words with a label of a head, and what those of triggers and states point to."""
        found: list[tuple[int, int, str, str, float, tuple[int, ...]]] = []
        for head, pointers in MARK_HEADS.items():
            for a, b, label, score in self._runs(tags, head):
                goals = tuple(int(self._pointed(out, name, a, b).argmax()) - 1 for name in pointers)
                found.append((a, b, head, label, score, goals))
                if head == "trigger":
                    found.append((a, b, *self._best(tags, "status", a, b), ()))
        for a, b, kind, _ in roles:
            if kind == "cue":
                found += [(a, b, *self._best(tags, head, a, b), ()) for head in CUE_HEADS]
                goal = int(self._pointed(out, "addressee", a, b).argmax()) - 1
                found.append((a, b, "addressee", "", 1.0, (goal,)))
        return found

    def _best(self, tags: FloatArray, head: str, a: int, b: int) -> tuple[str, str, float]:
        """The label that the words a … b have together."""
        chances = _softmax(tags[a:b, self._slices[head]]).mean(0)
        best = int(chances.argmax())
        return head, self.labels[head][best], float(chances[best])

    def _runs(self, tags: FloatArray, head: str) -> Iterator[tuple[int, int, str, float]]:
        """(first, last, label, probability that there is one) of runs of marked words.

        What there is and which it is are two questions: a word may surely be a trigger of one of
        two types. A run falls into two only where both labels are likelier than not.
        """
        chances = _softmax(tags[:, self._slices[head]])
        some = 1 - chances[:, 0]
        own = chances[:, 1:]
        first = 0
        while first < len(some):
            if some[first] < FAINT:
                first += 1
                continue
            last = first + 1
            while last < len(some) and some[last] >= FAINT and not _parted(own, first, last):
                last += 1
            label = int(own[first:last].sum(0).argmax()) + 1
            yield first, last, self.labels[head][label], float(some[first:last].max())
            first = last


def _parted(chances: FloatArray, first: int, i: int) -> bool:
    """Whether word i begins another run than that of first … i."""
    before, after = chances[first:i].mean(0), chances[i]
    return bool(
        before.argmax() != after.argmax() and before.max() >= LIKELY and after.max() >= LIKELY
    )


def _softmax(scores: FloatArray) -> FloatArray:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    chances: FloatArray = powers / powers.sum(1, keepdims=True)
    return chances


GROUND_HEADS = ("upos", "xpos", "entities")
MEANING_HEADS = (
    "source", "cue", "content", "trigger", "status", "state", "act", "polarity", "channel",
    "prerequisite", "charge", "mention", "distance",
)  # fmt: skip
"""The tag heads of either output in the order in which their scores stand side by side."""

CUE_HEADS = ("act", "polarity", "channel")
"""Heads whose label the words of a cue have together."""

MARK_HEADS = {
    "trigger": ("actor", "target"), "state": ("meeting",),
    "prerequisite": (), "charge": (), "mention": (), "distance": (),
}  # fmt: skip
"""Heads whose first label is nothing, and the pointers of their words."""
