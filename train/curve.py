"""Does more of the dispatch corpus help? Heads trained on parts of it → scores on dev and stream.

Each share trains a network of its own from all-MiniLM-L6-v2, for the same number of steps, on the
dispatch corpus alone: what more of the corpus brings, and not what the shipped network knows.
Measures, all on words: F1 of the words of events' triggers with their type and of meetings' states
(micro), and macro-F1 of the status at gold triggers and of the act at gold cues. On the retold
stream reports, whose gold has no trigger words: F1 of the set of event types, and of meeting
states, of each report.

    python -m train.curve [--steps 1500] [--shares 25 50 100]
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import torch

from dragoman.language.pieces import WordPieces
from dragoman.language.segment import segment
from dragoman.spans import Text
from train.batches import LONGEST_RUN, MARKS, Encoder, batches, collate, label_sets
from train.corpora import CORPORA, Document, Sentence, training_documents, windows
from train.dispatch import read_dispatch
from train.fit import BODY, VOCABULARY, loss_of
from train.model import Network, load_minilm

SEED = 20251026


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--shares", type=int, nargs="+", default=[25, 50, 100])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("corpus/curve.json"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    dev = [*read_dispatch("dev", SEED)]
    found = []
    for share in options.shares:
        documents = [*read_dispatch("train", SEED, fills=2, share=share / 100)]
        network, encoder = fitted(documents, options.steps)
        row = {"share": share, "documents": len(documents) // 2}
        row |= {k: round(v, 4) for k, v in scored(network, encoder, dev).items()}
        row |= {k: round(v, 4) for k, v in on_stream(network, encoder).items()}
        found.append(row)
        print(json.dumps(row), flush=True)
    table = {"steps": options.steps, "seed": SEED, "rows": found}
    options.out.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def fitted(documents: list[Document], steps: int) -> tuple[Network, Encoder]:
    """A network that was trained on these documents alone."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    labels = label_sets(training_documents())
    pieces = WordPieces.from_file(VOCABULARY)
    encoder = Encoder(pieces, labels, chance)
    network = Network(labels)
    load_minilm(network)
    network.train()
    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in named if n.startswith(BODY)], "lr": 3e-4},
        {"params": [p for n, p in named if not n.startswith(BODY)], "lr": 1.5e-3},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    tops = [group["lr"] for group in groups]
    stream = batches(documents, encoder, 768, chance)
    for step in range(steps):
        share = min(1.0, (step + 1) / 100, (steps - step) / (0.5 * steps))
        for group, top in zip(optimizer.param_groups, tops, strict=True):
            group["lr"] = top * share
        loss = loss_of(network, next(stream), "meaning")
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
        optimizer.step()
    return network.eval(), Encoder(pieces, labels)


Guess = dict[str, list[str]]
"""Head → a label for each word."""


@torch.no_grad()
def guessed(network: Network, encoder: Encoder, document: Document) -> Guess:
    """What the heads say of each word of a document."""
    found: Guess = defaultdict(list)
    for start, run in windows([document], (LONGEST_RUN, LONGEST_RUN), random.Random(0)):
        words = sum(len(sentence.words) for sentence in run)
        example = encoder.example(start, run)
        if example is None:
            for name in MARKS:
                found[name] += [MARKS[name][0]] * words
            continue
        batch = collate([example], len(encoder.index["entities"]))
        vectors = network.words(batch, network.deepen(batch, network.encode(batch)))
        for name, labels in MARKS.items():
            best = network.tags[name](vectors)[0].argmax(-1).tolist()
            found[name] += [labels[i] for i in best]
    return found


def scored(network: Network, encoder: Encoder, documents: Iterable[Document]) -> dict[str, float]:
    """Measures over documents with marks."""
    micro = {name: Counter[str]() for name in ("trigger", "state")}
    classes: dict[str, dict[str, Counter[str]]] = {
        name: defaultdict(Counter) for name in ("status", "act")
    }
    for document in documents:
        guess = guessed(network, encoder, document)
        gold = {name: [m for s in document for m in s.marks[name]] for name in MARKS}
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


def on_stream(network: Network, encoder: Encoder) -> dict[str, float]:
    """F1 of the sets of event types and meeting states of each retold report."""
    counts = {name: Counter[str]() for name in ("trigger", "state")}
    path = CORPORA / "stream/stream_dev.jsonl"
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        text = Text(record["text"])
        cut = segment(text)
        words = [text[span] for span in cut.tokens]
        sentences = [Sentence(words[a:b]) for a, b in cut.sentences]
        guess = guessed(network, encoder, sentences)
        gold = {
            "trigger": {event["plover"] for event in record["gold"]["events"]},
            "state": {
                state["state"].removesuffix("_in_principle") for state in record["gold"]["meetings"]
            },
        }
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
