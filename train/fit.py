"""Documents → a fitted network, with checkpoints that a stopped run goes on from."""

import argparse
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

import torch
from torch import Tensor
from torch.nn import functional

from dragoman.language.pieces import WordPieces
from train.batches import IGNORED, MARKS, POINTERS, Batch, Encoder, batches, label_sets
from train.corpora import training_documents
from train.dispatch import read_dispatch
from train.model import Network, load_minilm

FOLDER = Path(".train")
FILLS = 4
"""Times that each entry of the dispatch corpus is filled with countries."""

VOCABULARY = Path("src/dragoman/language/weights/vocab.txt")


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the run: its last step, and how often a step is of each task."""

    last: int
    shares: dict[str, float]


STAGES = (
    Stage(11_000, {"syntax": 0.45, "entities": 0.25, "attribution": 0.3}),
    Stage(
        18_600,
        {"syntax": 0.22, "entities": 0.1, "attribution": 0.2, "factuality": 0.03, "meaning": 0.45},
    ),
    Stage(
        27_000,
        {
            "syntax": 0.05,
            "entities": 0.03,
            "attribution": 0.35,
            "factuality": 0.05,
            "meaning": 0.52,
        },
    ),
    Stage(
        32_200,
        {
            "syntax": 0.04,
            "entities": 0.03,
            "attribution": 0.45,
            "factuality": 0.05,
            "meaning": 0.43,
        },
    ),
)
"""First the ground that all reading stands on; then what is meant, with the ground beside it so
that it is not forgotten; then more of the same twice, with little of the ground. Trees and names
are shipped from the first, the rest from the mean of the weights that end the third and the
fourth."""

ENDS = {STAGES[0].last: "ground.pt", STAGES[2].last: "meaning.pt"}
"""Stages whose ends are kept as files of their own, since they are shipped."""

WEIGHTS = dict.fromkeys(POINTERS, 0.3) | dict.fromkeys(MARKS, 2.0) | {"trigger": 4.0, "state": 5.0}
"""Of the losses of pointers and marks beside those of tags: most words have no mark."""

BODY = ("layers", "norm", "positions", "parity", "casing", "meaning")
"""Parameters that learn at the lower rate."""
"""Beginnings of the names of the encoder's parameters, which learn more slowly than the heads."""


def crossed(scores: Tensor, gold: Tensor, smoothing: float = 0.0) -> Tensor:
    """Cross entropy over the labelled places; 0 when there are none."""
    if not (gold != IGNORED).any():
        return scores.sum() * 0
    return functional.cross_entropy(
        scores.flatten(0, -2), gold.flatten(), ignore_index=IGNORED, label_smoothing=smoothing
    )


def same_sentence(scores: Tensor, block: Tensor) -> Tensor:
    """Forbids heads outside a word's own sentence (column 0, the root, stays)."""
    apart = block.unsqueeze(2) != block.unsqueeze(1)
    apart = functional.pad(apart, (1, 0), value=False)
    return scores.masked_fill(apart, -1e4)


def marginal(scores: Tensor, right: Tensor) -> Tensor:
    """−log of the probability that falls on any of the right labels of each row."""
    logs = functional.log_softmax(scores, -1)
    return -logs.masked_fill(~right, -1e4).logsumexp(-1)


def loss_of(network: Network, batch: Batch, task: str) -> Tensor:
    """The loss of one batch of one task."""
    encoded = network.encode(batch)
    words = network.words(batch, encoded)
    block = batch["block"]
    outside = functional.pad(block == -1, (1, 0), value=False)
    if task == "syntax":
        total = crossed(network.tags["upos"](words), batch["upos"])
        total = total + crossed(network.tags["xpos"](words), batch["xpos"])
        arcs = same_sentence(network.arcs(words), block)
        total = total + crossed(arcs, batch["heads"])
        dependent, head = network.relation_vectors(words)
        known = (batch["relations"] != IGNORED) & (batch["heads"] != IGNORED)
        rows = known.nonzero()[:, 0]
        own_heads = head[rows, batch["heads"][known]]
        scores = network.relation_scores(dependent[known], own_heads)
        return total + functional.cross_entropy(scores, batch["relations"][known])
    if task == "entities":
        allowed = batch["allowed"]
        told = allowed.any(-1)
        return 2.0 * marginal(network.tags["entities"](words)[told], allowed[told]).mean()
    words = network.words(batch, network.deepen(batch, encoded))
    total = torch.zeros((), device=words.device)
    for name in ("source", "cue", "content"):
        total = total + crossed(network.tags[name](words), batch[name])
    vectors = network.pointers.vectors(words)
    for name, weight in WEIGHTS.items():
        if f"{name}.at" not in batch:
            continue
        at, right = batch[f"{name}.at"], batch[f"{name}.right"]
        if name in MARKS:
            scores = network.tags[name](words[at[:, 0], at[:, 1]])
        else:
            scores = network.pointers(*vectors, POINTERS.index(name), at)
            scores = scores.masked_fill(outside[at[:, 0]], -1e4)
        total = total + weight * marginal(scores, right).mean()
    return total


def stage_at(step: int) -> tuple[Stage, int]:
    """The stage of a step, and the step at which it began."""
    first = 0
    for stage in STAGES:
        if step < stage.last:
            return stage, first
        first = stage.last
    raise ValueError(f"step: {step}: after the last stage")


def rate(step: int, decay: float = 0.4) -> float:
    """In each stage: warm-up, a plateau, then a straight way down over its last `decay`."""
    stage, first = stage_at(step)
    steps = stage.last - first
    return min(1.0, (step - first + 1) / 300, (stage.last - step) / (decay * steps))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=768, help="pieces a batch")
    parser.add_argument("--seed", type=int, default=20251026)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--every", type=int, default=500, help="steps between checkpoints")
    parser.add_argument("--fresh", action="store_true", help="forget earlier checkpoints")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    chance = random.Random(options.seed)
    FOLDER.mkdir(exist_ok=True)
    documents = training_documents()
    documents["meaning"] = [*read_dispatch("train", options.seed, FILLS)]
    labels = label_sets(documents)
    encoder = Encoder(WordPieces.from_file(VOCABULARY), labels, chance)
    network = Network(labels)
    load_minilm(network)
    network.to(options.device).train()
    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    body = [p for n, p in named if n.startswith(BODY)]
    heads = [p for n, p in named if not n.startswith(BODY)]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": 3e-4}, {"params": heads, "lr": 1.5e-3}],
        betas=(0.9, 0.98), weight_decay=0.01, fused=True,
    )  # fmt: skip
    tops = [group["lr"] for group in optimizer.param_groups]
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    average = {n: p.detach().clone() for n, p in trained}
    step = 0
    state = FOLDER / "state.pt"
    if state.exists() and not options.fresh:
        held = torch.load(state, map_location=options.device, weights_only=False)
        network.load_state_dict(held["network"])
        if "optimizer" in held:
            optimizer.load_state_dict(held["optimizer"])
        average, step = held["average"], held["step"]
        chance.seed(options.seed + step)
        print(f"going on from step {step}", flush=True)
    streams = {t: batches(d, encoder, options.pieces, chance) for t, d in documents.items()}
    sums: dict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    began = time.time()
    steps = STAGES[-1].last
    while step < steps:
        shares = stage_at(step)[0].shares
        task = chance.choices(list(shares), list(shares.values()))[0]
        batch = {n: t.to(options.device) for n, t in next(streams[task]).items()}
        for group, top in zip(optimizer.param_groups, tops, strict=True):
            group["lr"] = top * rate(step)
        loss = loss_of(network, batch, task)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in trained], 1.0)
        optimizer.step()
        step += 1
        if step % 4 == 0:
            keep = min(0.998, step / (step + 100))
            means = [average[n] for n, _ in trained]
            torch._foreach_lerp_(means, [p.data for _, p in trained], 1 - keep)
        sums[task] += float(loss.detach())
        counts[task] += 1
        if step % 100 == 0:
            told = "  ".join(f"{t} {sums[t] / counts[t]:.3f}" for t in counts)
            print(f"{step:6d}  {told}  {(time.time() - began):.0f} s", flush=True)
            sums.clear()
            counts.clear()
        if step % options.every == 0 or step in (stage.last for stage in STAGES):
            saved = {"network": network.state_dict(), "optimizer": optimizer.state_dict(),
                     "average": average, "step": step, "labels": labels}  # fmt: skip
            torch.save(saved, state.with_suffix(".new"))
            state.with_suffix(".new").replace(state)
        if step in ENDS:
            copyfile(state, FOLDER / ENDS[step])


if __name__ == "__main__":
    main()
