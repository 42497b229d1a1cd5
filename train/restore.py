"""The files that the package ships → checkpoints that a further stage of training goes on from.

Checkpoints are too large for the repository and live in an ignored folder: without them a corpus
that has grown would cost every stage anew. The shipped matrices are int8 with a scale a channel;
what rounding took from them, the next steps of training give back.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from train.export import WEIGHTS
from train.fit import FOLDER, STAGES
from train.model import GROUND, LAYERS, MEANING, Network, load_minilm

Array = NDArray[np.float32]

ONLY_GROUND = {
    "arcs.root": "arcs_root",
    "relation_root": "relation_root",
    "relation_weight": "relation_weight",
    "relation_linear.weight": "relation_linear",
    "relation_linear.bias": "relation_bias",
}
"""Parameters of trees → their names in heads.npz."""

ONLY_MEANING = {f"pointers.{n}": f"pointers_{n}" for n in ("nothing", "weight", "bias", "distance")}


def unquantized(model: onnx.ModelProto) -> dict[str, Array]:
    """Every matrix and vector of the graph by the name that `train.export` gave it."""
    held = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    for name in [n for n in held if n.endswith("_quantized")]:
        whole = name.removesuffix("_quantized")
        centred = held[name].astype(np.float32) - held[f"{whole}_zero_point"].astype(np.float32)
        held[whole] = centred * held[f"{whole}_scale"]
    return held


def encoder_of(held: dict[str, Array], name: str) -> dict[str, Array]:
    """The parameters of the encoder `name` ("ground" or "meaning"), as `Network` calls them."""
    segments = held[f"{name}.segments"].reshape(2, 8, -1)
    state = {
        "positions.weight": held[f"{name}.positions"],
        # One table was made of both; any two that add up to it are as good.
        "casing.weight": segments[0],
        "parity.weight": np.stack([segments[0, 0] * 0, (segments[1] - segments[0]).mean(0)]),
        "norm.weight": held[f"{name}.x0.gamma"],
        "norm.bias": held[f"{name}.x0.beta"],
    }
    sources = [f"layers.{n}" for n in range(LAYERS)] + ["meaning"] * (name == "meaning")
    for source in sources:
        p = f"layers.{name}.{source}"
        for part in ("attention_in", "attention_out", "wide", "narrow"):
            state[f"{source}.{part}.weight"] = held[f"{p}.{part}.weight"].T
            state[f"{source}.{part}.bias"] = held[f"{p}.{part}.bias"]
        for norm, end in (("norm_1", "a"), ("norm_2", "b")):
            state[f"{source}.{norm}.weight"] = held[f"{p}.{end}.gamma"]
            state[f"{source}.{norm}.bias"] = held[f"{p}.{end}.beta"]
    return state


def heads_of(
    held: dict[str, Array], name: str, tags: tuple[str, ...], pairs: tuple[str, ...], empty: Network
) -> dict[str, Array]:
    """The parameters of the heads of one encoder: those of tags, and the vectors of pairs."""
    state = {}
    groups = ((f"{name}_tags", [f"tags.{t}" for t in tags]), (f"{name}.mlp.wide", pairs))
    for group, parts in groups:
        weight, bias = held[f"{group}.weight"].T, held[f"{group}.bias"]
        at = 0
        for part in parts:
            size = len(empty.get_parameter(f"{part}.bias"))
            state[f"{part}.weight"] = weight[at : at + size]
            state[f"{part}.bias"] = bias[at : at + size]
            at += size
        if at != len(bias):
            raise ValueError(f"weights: {group}: {len(bias)} rows, and {at} for the labels")
    return state


def restored(folder: Path) -> tuple[Network, Network]:
    """The networks of the ground and of meaning, from `folder`.

    That of meaning has the ground's heads: its own are not shipped.
    """
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    held = unquantized(onnx.load(folder / "network.onnx"))
    small = np.load(folder / "heads.npz")
    networks = Network(labels), Network(labels)
    trees = ("arcs.dependent", "arcs.head", "relation_dependent", "relation_head")
    below = heads_of(held, "ground", GROUND, trees, networks[0]) | {
        "arcs.weight": held["arcs_scored.weight"], "arcs.bias": held["arcs_scored.bias"],
        **{ours: small[theirs] for ours, theirs in ONLY_GROUND.items()},
    }  # fmt: skip
    pairs = ("pointers.query", "pointers.key")
    above = below | heads_of(held, "meaning", MEANING, pairs, networks[0])
    above |= {ours: small[theirs] for ours, theirs in ONLY_MEANING.items()}
    for network, name, heads in zip(networks, ("ground", "meaning"), (below, above), strict=True):
        load_minilm(network)
        state = {n: torch.from_numpy(np.array(v, np.float32))
                 for n, v in (encoder_of(held, name) | heads).items()}  # fmt: skip
        silent = network.load_state_dict(state, strict=False)
        known = ("pieces.", *(("meaning.", "tags.", "pointers.") if name == "ground" else ()))
        lost = [n for n in silent.missing_keys if not n.startswith(known)]
        if lost or silent.unexpected_keys:
            raise ValueError(f"weights: {folder}: {lost or silent.unexpected_keys}: not in both")
    return networks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, default=WEIGHTS)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    options = parser.parse_args()
    options.folder.mkdir(exist_ok=True)
    step = STAGES[-1].last
    for network, names in zip(
        restored(options.source), (("ground.pt",), ("meaning.pt", "state.pt")), strict=True
    ):
        average = {n: p.detach().clone() for n, p in network.named_parameters() if p.requires_grad}
        for name in names:
            torch.save({"network": network.state_dict(), "average": average, "step": step,
                        "labels": network.labels}, options.folder / name)  # fmt: skip
    print(f"{options.source} → {options.folder}, at step {step}")


if __name__ == "__main__":
    main()
