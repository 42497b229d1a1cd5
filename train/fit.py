"""Documents → a fitted network, with checkpoints that a stopped run goes on from."""

import argparse
import random
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from dragoman.language.pieces import WordPieces
from train.batches import IGNORED, Batch, Encoder, batches, label_sets
from train.corpora import training_documents
from train.model import Network, load_minilm

FOLDER = Path(".train")
VOCABULARY = Path("src/dragoman/language/weights/vocab.txt")

SHARES = {"syntax": 0.45, "entities": 0.25, "attribution": 0.3}
"""How often a step is of each task."""

BODY = ("layers", "norm", "positions", "parity", "casing")
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


def loss_of(network: Network, batch: Batch, task: str) -> Tensor:
    """The loss of one batch of one task."""
    words = network.encode(batch)
    block = batch["block"]
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
        logs = functional.log_softmax(network.tags["entities"](words), -1)
        allowed = batch["allowed"]
        told = allowed.any(-1)
        marginal = logs.masked_fill(~allowed, -1e4).logsumexp(-1)
        return -2.0 * marginal[told].mean()
    total = torch.zeros(())
    for name in ("source", "cue", "content"):
        total = total + crossed(network.tags[name](words), batch[name])
    outside = functional.pad((block == -1).unsqueeze(1), (1, 0), value=False)
    for kind, links in enumerate(network.links):
        scores = links(words).masked_fill(outside, -1e4)
        total = total + 0.3 * crossed(scores, batch["links"][:, kind])
    return total


def rate(step: int, steps: int, decay: float = 0.4) -> float:
    """Warm-up, a plateau, then a straight way down over the last `decay` of the run."""
    return min(1.0, (step + 1) / 300, (steps - step) / (decay * steps))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=11000)
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
        optimizer.load_state_dict(held["optimizer"])
        average, step = held["average"], held["step"]
        chance.seed(options.seed + step)
        print(f"going on from step {step}", flush=True)
    streams = {t: batches(d, encoder, options.pieces, chance) for t, d in documents.items()}
    sums = dict.fromkeys(SHARES, 0.0)
    counts = dict.fromkeys(SHARES, 0)
    began = time.time()
    while step < options.steps:
        task = chance.choices(list(SHARES), list(SHARES.values()))[0]
        batch = {n: t.to(options.device) for n, t in next(streams[task]).items()}
        for group, top in zip(optimizer.param_groups, tops, strict=True):
            group["lr"] = top * rate(step, options.steps)
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
            told = "  ".join(f"{t} {sums[t] / max(counts[t], 1):.3f}" for t in SHARES)
            print(f"{step:6d}  {told}  {(time.time() - began):.0f} s", flush=True)
            sums = dict.fromkeys(SHARES, 0.0)
            counts = dict.fromkeys(SHARES, 0)
        if step % options.every == 0 or step == options.steps:
            saved = {"network": network.state_dict(), "optimizer": optimizer.state_dict(),
                     "average": average, "step": step, "labels": labels}  # fmt: skip
            torch.save(saved, state.with_suffix(".new"))
            state.with_suffix(".new").replace(state)


if __name__ == "__main__":
    main()
