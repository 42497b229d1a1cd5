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
        self._outputs = [output.name for output in self._session.get_outputs()]
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
            "mask": np.ones((1, size), np.int32),
            "positions": np.arange(size, dtype=np.int32)[None],
            "first": np.array(window.first, np.int32),
        }
        outputs: list[Any] = self._session.run(None, feed)
        return dict(zip(self._outputs, outputs, strict=True))

    # --- outputs → annotations ---------------------------------------------------------------

    def _decode(self, window: _Window, out: dict[str, FloatArray], result: Annotation) -> None:
        """Writes what the scores of one window say into the annotation of its document."""
        tags = out["tags"]
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
        result.roles.extend(
            (a + start, b + start, kind, cue + start if cue >= 0 else -1)
            for a, b, kind, cue in self._roles(tags, out)
        )

    def _roles(
        self, tags: FloatArray, out: dict[str, FloatArray]
    ) -> list[tuple[int, int, str, int]]:
        """Attribution spans, each source and content with the cue that its link scores highest."""
        kinds = {
            name: decode.spans(tags[:, self._slices[name]], self.labels[name], [len(tags)])
            for name in ("source", "cue", "content")
        }
        cues = [a for a, _, _ in kinds["cue"]]
        found = [(a, b, "cue", -1) for a, b, _ in kinds["cue"]]
        for number, name in enumerate(("source", "content")):
            root = getattr(self._heads, f"links_{number}_root")
            heads = np.concatenate([out[f"links_{number}_head"][cues], root[None]])
            for a, b, _ in kinds[name]:
                best = int((heads @ out[f"links_{number}_scored"][a]).argmax())
                found.append((a, b, name, cues[best] if best < len(cues) else -1))
        return found


TAG_HEADS = ("upos", "xpos", "entities", "source", "cue", "content")
"""The tag heads in the order in which their scores stand side by side."""
