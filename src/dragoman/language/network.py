"""Sentences of words → what the network says of each word, by onnxruntime, without torch.

One pass over windows of whole consecutive sentences gives part of speech, tree, named entities
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

LONGEST = 500
"""Pieces that one window may have; a longer sentence is read in parts."""

BATCH_PIECES = 1200
"""Pieces of one call of the network, padding included."""


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


class Network:
    """The shipped network; loads in about a third of a second."""

    def __init__(self, folder: Path, threads: int = 1, workers: int = 1) -> None:
        """`threads` serve one call of the network, `workers` calls run at once."""
        import onnxruntime

        try:
            self.labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text())
            self._pieces = WordPieces.from_file(folder / "vocab.txt")
            with np.load(folder / "heads.npz") as held:
                self._heads = decode.Heads(**{name: held[name] for name in held.files})
            model = (folder / "network.onnx").read_bytes()
        except FileNotFoundError as error:
            raise WeightsMissing(str(error.filename), "the package is not whole") from error
        self.digest = hashlib.sha256(model).hexdigest()[:16]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Batches have many shapes: planned memory would only grow.
        options.enable_mem_pattern = False
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._workers = workers
        sizes = [len(self.labels[name]) for name in TAG_HEADS]
        ends = np.cumsum(sizes)
        self._slices = {
            name: slice(int(end) - size, int(end))
            for name, size, end in zip(TAG_HEADS, sizes, ends, strict=True)
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
            Annotation([""] * size, [""] * size, list(range(size)), [""] * size, [], [])
            for size in (sum(map(len, document)) for document in documents)
        ]
        batches = list(_batches(windows))
        if self._workers > 1:
            with ThreadPoolExecutor(self._workers) as pool:
                outputs: Iterator[dict[str, FloatArray]] = pool.map(self._run, batches)
                for batch, output in zip(batches, outputs, strict=True):
                    self._decode(batch, output, results)
        else:
            for batch in batches:
                self._decode(batch, self._run(batch), results)
        for result in results:
            result.entities.sort()
            result.roles.sort()
        return results

    # --- words → windows ---------------------------------------------------------------------

    def _windows(self, number: int, document: Sequence[Sequence[str]]) -> Iterator[_Window]:
        """Packs sentences up to `WINDOW_WORDS`; one longer than `LONGEST` pieces comes in parts."""
        run: list[Sequence[str]] = []
        start = at = 0
        for sentence in document:
            for part in self._parts(sentence):
                if run and at - start + len(part) > WINDOW_WORDS:
                    yield self._window(number, start, run)
                    run, start = [], at
                run.append(part)
                at += len(part)
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

    def _run(self, batch: list[_Window]) -> dict[str, FloatArray]:
        longest = max(len(w.pieces) for w in batch)
        feed: dict[str, NDArray[np.int32]] = {
            name: np.zeros((len(batch), longest), np.int32)
            for name in ("pieces", "segments", "mask")
        }
        first: list[int] = []
        for row, window in enumerate(batch):
            size = len(window.pieces)
            feed["pieces"][row, :size] = window.pieces
            feed["segments"][row, :size] = window.segments
            feed["mask"][row, :size] = 1
            first += [row * longest + i for i in window.first]
        feed["positions"] = np.arange(longest, dtype=np.int32)[None]
        feed["first"] = np.array(first, np.int32)
        outputs: list[Any] = self._session.run(None, feed)
        names = [output.name for output in self._session.get_outputs()]
        return dict(zip(names, outputs, strict=True))

    # --- outputs → annotations ---------------------------------------------------------------

    def _decode(
        self, batch: list[_Window], out: dict[str, FloatArray], results: list[Annotation]
    ) -> None:
        tags = out["tags"]
        upos = tags[:, self._slices["upos"]].argmax(1)
        xpos = tags[:, self._slices["xpos"]].argmax(1)
        sentences = [size for window in batch for size in window.sentences]
        heads = decode.heads(out["arcs_scored"], out["arcs_head"], self._heads.arcs_root, sentences)
        relations = decode.relations(
            out["relation_dependent"], out["relation_head"], heads, self._heads,
            self.labels["relations"].index("root"),
        )  # fmt: skip
        entities = decode.spans(
            tags[:, self._slices["entities"]], self.labels["entities"], sentences
        )
        windows = [len(window.first) for window in batch]
        roles = self._roles(tags, out, windows)
        at = 0
        for window in batch:
            size = len(window.first)
            result = results[window.document]
            shift = window.start - at
            for i in range(at, at + size):
                place = i + shift
                result.upos[place] = self.labels["upos"][upos[i]]
                result.xpos[place] = self.labels["xpos"][xpos[i]]
                head = heads[i]
                result.heads[place] = place if head < 0 else int(head) + shift
                result.relations[place] = self.labels["relations"][relations[i]]
            result.entities.extend(
                (a + shift, b + shift, name) for a, b, name in entities if at <= a < at + size
            )
            result.roles.extend(
                (a + shift, b + shift, kind, cue + shift if cue >= 0 else -1)
                for a, b, kind, cue in roles
                if at <= a < at + size
            )
            at += size

    def _roles(
        self, tags: FloatArray, out: dict[str, FloatArray], windows: list[int]
    ) -> list[tuple[int, int, str, int]]:
        """Attribution spans, each source and content with the cue that its link scores highest."""
        found: list[tuple[int, int, str, int]] = []
        kinds = {
            name: decode.spans(tags[:, self._slices[name]], self.labels[name], windows)
            for name in ("source", "cue", "content")
        }
        window_of = np.repeat(np.arange(len(windows)), windows)
        cues = [a for a, _, _ in kinds["cue"]]
        found += [(a, b, "cue", -1) for a, b, _ in kinds["cue"]]
        for number, name in enumerate(("source", "content")):
            root = getattr(self._heads, f"links_{number}_root")
            for a, b, _ in kinds[name]:
                near = [c for c in cues if window_of[c] == window_of[a]]
                scored = out[f"links_{number}_scored"][a]
                scores = [float(scored @ out[f"links_{number}_head"][c]) for c in near]
                scores.append(float(scored @ root))
                best = int(np.argmax(scores))
                found.append((a, b, name, near[best] if best < len(near) else -1))
        return found


TAG_HEADS = ("upos", "xpos", "entities", "source", "cue", "content")
"""The tag heads in the order in which their scores stand side by side."""


def _batches(windows: list[_Window]) -> Iterator[list[_Window]]:
    """Windows of like length together, each batch of at most about `BATCH_PIECES` pieces."""
    batch: list[_Window] = []
    for window in sorted(windows, key=lambda w: len(w.pieces)):
        if batch and (len(batch) + 1) * len(window.pieces) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
