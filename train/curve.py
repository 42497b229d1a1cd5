"""Does more of the dispatch corpus help? A head trained on parts of it → scores on dev and stream.

The encoder, all-MiniLM-L6-v2, stands still and knows nothing of the corpus: its states are computed
once. One head on them (a hidden layer, a convolution over neighbouring words, a row of scores for
each mark) learns from each share until the loss on dev has stopped falling, however many steps that
takes, so that no share is short of training. Figures are means over seeds.
Measures, all on words: F1 of the words of events' triggers with their type and of meetings' states
(micro), and macro-F1 of the status at gold triggers and of the act at gold cues. On the retold
stream reports, whose gold has no trigger words: F1 of the set of event types, and of meeting
states, of each report.

    python -m train.curve [--shares 25 50 100] [--seeds 3]
"""

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import torch
from torch import Tensor, nn
from torch.nn import functional

from corpus.build import records
from corpus.check import check, files
from dragoman.language.pieces import WordPieces
from dragoman.language.segment import segment
from dragoman.spans import Text
from train.batches import LONGEST_RUN, MARKS, Batch, Encoder, collate
from train.corpora import CORPORA, Document, Sentence, windows
from train.dispatch import document_of, hash_of
from train.fit import VOCABULARY, WEIGHTS, marginal
from train.model import SIZE, Network, load_minilm

SEED = 20251026
HEADS = ("trigger", "status", "state", "act")
"""The marks that the head learns, and that are scored."""

LAYERS_READ = (4, 6)
"""Layers of the encoder whose states the head reads, side by side; the last is bent to the use of
whole sentences, one below it is nearer to the words."""

HIDDEN = 256
CHUNK = 1024
"""Words of a step, about."""

CHECKED = 50
"""Steps between two looks at dev."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shares", type=int, nargs="+", default=[25, 50, 100])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--patience", type=int, default=6, help="looks without gain, then it ends")
    parser.add_argument("--most", type=int, default=6000, help="steps at most")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("corpus/curve.json"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    still = Still()
    train = [still.read(document) for document in dispatch("train")]
    dev = [still.read(document) for document in dispatch("dev")]
    stream = [(still.read(document), gold) for document, gold in retold()]
    told(f"{sum(map(len, train))} windows of train read")
    rows = []
    for share in options.shares:
        part = train[: round(share / 100 * len(train))]
        runs = []
        for seed in range(SEED, SEED + options.seeds):
            head, steps = fitted(part, dev, seed, options.patience, options.most)
            runs.append({"steps": steps} | scored(head, dev) | on_stream(head, stream))
            told(f"{share} %, seed {seed}: {runs[-1]}")
        row: dict[str, object] = {"share": share, "documents": len(part)}
        row |= {name: round(fmean(run[name] for run in runs), 4) for name in runs[0]}
        row["spread"] = {
            name: round(max(run[name] for run in runs) - min(run[name] for run in runs), 4)
            for name in runs[0]
        }
        rows.append(row)
        # After each share, so that a stopped run leaves what it has found.
        table = {"seeds": options.seeds, "seed": SEED, "rows": rows}
        options.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def told(what: str) -> None:
    print(f"{time.process_time():.0f} s: {what}", flush=True)


# --- what is read ----------------------------------------------------------------------------


def dispatch(split: str) -> Iterator[Document]:
    """The documents of a split of the corpus, in an order that does not follow its files."""
    lines = [json.loads(line) for line in records(check(files())[0], split, SEED, 1)]
    for line in sorted(lines, key=lambda line: hash_of(line["id"])):
        yield document_of(line)


Gold = dict[str, set[str]]
"""Head → the labels that a report has."""


def retold() -> Iterator[tuple[Document, Gold]]:
    """The retold stream reports with their event types and meeting states."""
    path = CORPORA / "stream/stream_dev.jsonl"
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        text = Text(record["text"])
        cut = segment(text)
        words = [text[span] for span in cut.tokens]
        gold = record["gold"]
        states = {state["state"].removesuffix("_in_principle") for state in gold["meetings"]}
        types = {event["plover"] for event in gold["events"]}
        yield [Sentence(words[a:b]) for a, b in cut.sentences], {"trigger": types, "state": states}


@dataclass(frozen=True, slots=True)
class Window:
    """A run of sentences as the head sees it."""

    vectors: Tensor
    """(words, states of the layers read), half precision; zeros where the encoder is too short."""
    marks: Mapping[str, Sequence[str]]
    """Head → a word's right labels parted by "|", "" where nothing is asked."""


class Still:
    """The encoder that does not learn."""

    def __init__(self) -> None:
        # Trees and names are not asked for: one label each will do.
        unasked = ("upos", "xpos", "relations", "entities", "source", "cue", "content")
        labels = {name: ["O"] for name in unasked} | MARKS
        self.encoder = Encoder(WordPieces.from_file(VOCABULARY), labels)
        self.entity_labels = len(labels["entities"])
        self.network = Network(labels).eval()
        load_minilm(self.network)

    @torch.no_grad()
    def read(self, document: Document) -> list[Window]:
        found = []
        for start, run in windows([document], (LONGEST_RUN, LONGEST_RUN), random.Random(0)):
            words = sum(len(sentence.words) for sentence in run)
            vectors = torch.zeros(words, len(LAYERS_READ) * SIZE, dtype=torch.half)
            if example := self.encoder.example(start, run):
                vectors = self._states(collate([example], self.entity_labels))
            marks = {
                name: [mark for sentence in run for mark in sentence.marks.get(name, ())]
                for name in HEADS
            }
            found.append(Window(vectors, marks))
        return found

    def _states(self, batch: Batch) -> Tensor:
        network, pieces = self.network, batch["pieces"]
        x = network.pieces(pieces) + network.positions(torch.arange(pieces.shape[1]))
        x = network.norm(x + network.parity(batch["parity"]) + network.casing(batch["casing"]))
        mask = (pieces != 0)[:, None, None, :]
        kept = []
        for number, layer in enumerate(network.layers, 1):
            x = layer(x, mask)
            if number in LAYERS_READ:
                kept.append(x[0, batch["first"][0]])
        return torch.cat(kept, -1).half()


# --- what learns -----------------------------------------------------------------------------


class Head(nn.Module):
    """States of words → scores of each mark's labels."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Linear(len(LAYERS_READ) * SIZE, HIDDEN)
        self.beside = nn.Conv1d(HIDDEN, HIDDEN, 3, padding=1)
        self.dropout = nn.Dropout(0.3)
        self.tags = nn.ModuleDict({name: nn.Linear(HIDDEN, len(MARKS[name])) for name in HEADS})

    def forward(self, vectors: Tensor) -> dict[str, Tensor]:
        """(words, states) of whole windows → head → (words, labels)."""
        inner = self.dropout(functional.gelu(self.inner(self.dropout(vectors))))
        beside = functional.gelu(self.beside(inner.T[None])[0].T)
        both = self.dropout(inner + beside)
        return {name: tag(both) for name, tag in self.tags.items()}


Chunk = tuple[Tensor, dict[str, tuple[Tensor, Tensor]]]
"""Vectors of words; head → the words it is asked of, and their right labels as a mask."""


def chunk_of(windows: Sequence[Window]) -> Chunk:
    """Windows one after another, a word of zeros between them so that no window sees the next."""
    gap = torch.zeros(1, len(LAYERS_READ) * SIZE)
    vectors = torch.cat([part for w in windows for part in (w.vectors.float(), gap)])
    asked: dict[str, tuple[Tensor, Tensor]] = {}
    for name in HEADS:
        index = {label: i for i, label in enumerate(MARKS[name])}
        marks = [mark for window in windows for mark in (*window.marks[name], "")]
        at = [i for i, mark in enumerate(marks) if mark]
        right = torch.zeros(len(at), len(index), dtype=torch.bool)
        for row, i in enumerate(at):
            right[row, [index[label] for label in marks[i].split("|")]] = True
        asked[name] = (torch.tensor(at, dtype=torch.long), right)
    return vectors, asked


def chunks(windows: Sequence[Window], chance: random.Random) -> Iterator[Chunk]:
    """One round over the windows, shuffled."""
    order = list(windows)
    chance.shuffle(order)
    held: list[Window] = []
    for window in order:
        held.append(window)
        if sum(len(each.vectors) for each in held) >= CHUNK:
            yield chunk_of(held)
            held = []
    if held:
        yield chunk_of(held)


def loss_of(head: Head, chunk: Chunk) -> Tensor:
    scores = head(chunk[0])
    total = torch.zeros(())
    for name, (at, right) in chunk[1].items():
        if len(at):
            total = total + WEIGHTS[name] * marginal(scores[name][at], right).mean()
    return total


def fitted(
    documents: Sequence[list[Window]],
    dev: Sequence[list[Window]],
    seed: int,
    patience: int,
    most: int,
) -> tuple[Head, int]:
    """A head trained until the loss on dev stands, as it was at the lowest, and its steps."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    head = Head()
    optimizer = torch.optim.AdamW(head.parameters(), weight_decay=0.01)
    asked = [*chunks([window for document in dev for window in document], random.Random(0))]
    parts = [window for document in documents for window in document]
    lowest, best, kept, waited, step = float("inf"), 0, head.state_dict(), 0, 0
    for chunk in (chunk for _ in range(most) for chunk in chunks(parts, chance)):
        for group in optimizer.param_groups:
            # A warm start, and half of the pace for each look without gain.
            group["lr"] = 1e-3 * min(1.0, (step + 1) / 100) * 0.5**waited
        head.train()
        optimizer.zero_grad(set_to_none=True)
        loss_of(head, chunk).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        step += 1
        if step % CHECKED and step < most:
            continue
        head.eval()
        with torch.no_grad():
            loss = sum(float(loss_of(head, one)) for one in asked) / len(asked)
        waited += 1
        if loss < lowest:
            lowest, best, waited = loss, step, 0
            kept = {name: value.clone() for name, value in head.state_dict().items()}
        if waited >= patience or step >= most:
            break
    head.load_state_dict(kept)
    return head.eval(), best


# --- scores ----------------------------------------------------------------------------------


@torch.no_grad()
def guessed(head: Head, document: Sequence[Window]) -> dict[str, list[str]]:
    """Head → its label for each word of a document."""
    found: dict[str, list[str]] = defaultdict(list)
    for window in document:
        for name, scores in head(window.vectors.float()).items():
            found[name] += [MARKS[name][i] for i in scores.argmax(-1).tolist()]
    return found


def scored(head: Head, documents: Sequence[Sequence[Window]]) -> dict[str, float]:
    """Measures over documents with marks."""
    micro = {name: Counter[str]() for name in ("trigger", "state")}
    classes: dict[str, dict[str, Counter[str]]] = {
        name: defaultdict(Counter) for name in ("status", "act")
    }
    for document in documents:
        guess = guessed(head, document)
        gold = {name: [m for window in document for m in window.marks[name]] for name in HEADS}
        for name, count in micro.items():
            for want, got in zip(gold[name], guess[name], strict=True):
                right = got in want.split("|")
                count["tp"] += right and got != "O"
                count["fp"] += not right and got != "O"
                count["fn"] += not right and want != "O"
        for name, kinds in classes.items():
            for want, got in zip(gold[name], guess[name], strict=True):
                if want:
                    right = got in want.split("|")
                    kinds[got if right else want.split("|")[0]]["tp" if right else "fn"] += 1
                    if not right:
                        kinds[got]["fp"] += 1
    measures = {f"dev.{name}.f1": f1(count) for name, count in micro.items()}
    for name, kinds in classes.items():
        told = [f1(count) for count in kinds.values() if count["tp"] + count["fn"]]
        measures[f"dev.{name}.macro"] = sum(told) / max(len(told), 1)
    return measures


def on_stream(head: Head, reports: Sequence[tuple[Sequence[Window], Gold]]) -> dict[str, float]:
    """F1 of the sets of event types and meeting states of each retold report."""
    counts = {name: Counter[str]() for name in ("trigger", "state")}
    for document, gold in reports:
        guess = guessed(head, document)
        for name, count in counts.items():
            ours = set(guess[name]) - {"O"}
            count["tp"] += len(ours & gold[name])
            count["fp"] += len(ours - gold[name])
            count["fn"] += len(gold[name] - ours)
    return {f"stream.{name}.f1": f1(count) for name, count in counts.items()}


def f1(count: Counter[str]) -> float:
    total = 2 * count["tp"] + count["fp"] + count["fn"]
    return 2 * count["tp"] / total if total else 0.0


if __name__ == "__main__":
    main()
