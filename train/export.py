"""Two fitted networks → the files that the package ships: an int8 ONNX graph and its small heads.

Trees and names are those of the first stage; what is meant is read by the mean of the weights that
end the second and the third (Wortsman and others 2022, "Model soups"; decision 14): one graph with
an encoder for either, over the same word embeddings, which no stage trains.

The graph is built by hand from onnxruntime's fused operators (com.microsoft: MultiHeadAttention,
Gelu), which torch's exporter does not find; which ones are quick was measured
(docs/decisions/0013). Word embeddings are int8 with one scale a row; the encoder's matrices are
int8 per channel, quantized by onnxruntime.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from train.batches import POINTERS
from train.model import ATTENTION_HEADS, GROUND, LAYERS, MEANING, SIZE, TAGS, Network

WEIGHTS = Path("src/dragoman/language/weights")
Array = NDArray[np.float32]


class Graph:
    """Collects nodes and initializers."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.held: list[onnx.TensorProto] = []

    def hold(self, name: str, value: NDArray[np.generic]) -> str:
        self.held.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, inputs: list[str], output: str, **attributes: object) -> str:
        ours = operator in ("MultiHeadAttention", "Gelu")
        domain = "com.microsoft" if ours else ""
        self.nodes.append(
            helper.make_node(operator, inputs, [output], name=output, domain=domain, **attributes)
        )
        return output

    def linear(self, x: str, name: str, weight: Array, bias: Array) -> str:
        product = self.add("MatMul", [x, self.hold(f"{name}.weight", weight.T)], f"{name}.product")
        return self.add("Add", [product, self.hold(f"{name}.bias", bias)], name)


State = dict[str, Array]


def build(ground: State, meaning: State) -> onnx.ModelProto:
    """pieces, segments, positions (1, pieces), first (words) → scores a word."""
    g = Graph()
    table = ground["pieces.weight"]
    scale = np.abs(table).max(1, keepdims=True) / 127
    g.hold("pieces.int8", np.round(table / np.maximum(scale, 1e-12)).astype(np.int8))
    g.hold("pieces.scale", scale.astype(np.float32))
    rows = g.add("Cast", [g.add("Gather", ["pieces.int8", "pieces"], "rows.int8")], "rows", to=1)
    scales = g.add("Gather", ["pieces.scale", "pieces"], "scales")
    words = g.add("Mul", [rows, scales], "embedded")

    def norm(state: State, x: str, skip: str, source: str, output: str) -> str:
        # Two operators: the one that does both (SkipLayerNormalization) is seven times slower.
        total = g.add("Add", [x, skip], f"{output}.total")
        inputs = [total, g.hold(f"{output}.gamma", state[f"{source}.weight"]),
                  g.hold(f"{output}.beta", state[f"{source}.bias"])]  # fmt: skip
        return g.add("LayerNormalization", inputs, output, axis=-1, epsilon=1e-12)

    def embedded(state: State, name: str) -> str:
        # A segment is parity × casing: one table for both.
        segments = state["parity.weight"][:, None] + state["casing.weight"][None]
        g.hold(f"{name}.segments", segments.reshape(16, SIZE))
        g.hold(f"{name}.positions", state["positions.weight"])
        segment = g.add("Gather", [f"{name}.segments", "segments"], f"{name}.segment")
        place = g.add("Gather", [f"{name}.positions", "positions"], f"{name}.place")
        shifted = g.add("Add", [segment, place], f"{name}.shifted")
        return norm(state, words, shifted, "norm", f"{name}.x0")

    def layer(state: State, x: str, source: str, name: str) -> str:
        # All of its nodes are named "layers…": those are quantized.
        p = f"layers.{name}.{source}"

        def linear(x: str, part: str) -> str:
            return g.linear(
                x, f"{p}.{part}", state[f"{source}.{part}.weight"], state[f"{source}.{part}.bias"]
            )

        parts = [f"{p}.query", f"{p}.key", f"{p}.value"]
        three = linear(x, "attention_in")
        g.nodes.append(helper.make_node("Split", [three], parts, axis=2, name=f"{p}.split"))
        seen = g.add("MultiHeadAttention", parts, f"{p}.seen", num_heads=ATTENTION_HEADS)
        x = norm(state, linear(seen, "attention_out"), x, f"{source}.norm_1", f"{p}.a")
        wide = g.add("Gelu", [linear(x, "wide")], f"{p}.gelu")
        return norm(state, linear(wide, "narrow"), x, f"{source}.norm_2", f"{p}.b")

    def encoded(state: State, name: str) -> str:
        x = embedded(state, name)
        for n in range(LAYERS):
            x = layer(state, x, f"layers.{n}", name)
        return x

    flat_shape = g.hold("flat.shape", np.array([-1, SIZE]))

    def vectors(
        state: State, x: str, name: str, tags: tuple[str, ...], names: list[str]
    ) -> list[str]:
        """Piece states → the scores of tags and the vectors of pairs, a row a word."""
        flat = g.add("Reshape", [x, flat_shape], f"{name}.flat")
        word = g.add("Gather", [flat, "first"], f"{name}.word")
        scores = g.linear(
            word, f"{name}_tags",
            np.concatenate([state[f"tags.{tag}.weight"] for tag in tags]),
            np.concatenate([state[f"tags.{tag}.bias"] for tag in tags]),
        )  # fmt: skip
        matrix = np.concatenate([state[f"{n}.weight"] for n in names])
        bias = np.concatenate([state[f"{n}.bias"] for n in names])
        mlp = g.add("Gelu", [g.linear(word, f"{name}.mlp.wide", matrix, bias)], f"{name}.mlp")
        g.hold(f"{name}.sizes", np.array([len(state[f"{n}.weight"]) for n in names]))
        outputs = [n.replace(".", "_") for n in names]
        g.nodes.append(
            helper.make_node("Split", [mlp, f"{name}.sizes"], outputs, axis=1, name=f"{name}.split")
        )
        return [scores, *outputs]

    names = ["arcs.dependent", "arcs.head", "relation_dependent", "relation_head"]
    shown = vectors(ground, encoded(ground, "ground"), "ground", GROUND, names)
    g.linear("arcs_dependent", "arcs_scored", ground["arcs.weight"].T, ground["arcs.bias"])
    shown[shown.index("arcs_dependent")] = "arcs_scored"
    deep = layer(meaning, encoded(meaning, "meaning"), "meaning", "meaning")
    shown += vectors(meaning, deep, "meaning", MEANING, ["pointers.query", "pointers.key"])

    def value(name: str, kind: int, shape: list[str | int]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    window = ("pieces", "segments", "positions")
    inputs = [*(value(n, TensorProto.INT32, [1, "length"]) for n in window),
              value("first", TensorProto.INT32, ["words"])]  # fmt: skip
    results = [value(n, TensorProto.FLOAT, ["words", "size"]) for n in shown]
    graph = helper.make_graph(g.nodes, "dragoman", inputs, results, g.held)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def export(ground: Network, meaning: Network, folder: Path, int8: bool = True) -> None:
    """Writes network.onnx, heads.npz and labels.json."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    below, above = (
        {n: v.detach().float().cpu().numpy() for n, v in network.state_dict().items()}
        for network in (ground, meaning)
    )
    model = build(below, above)
    full = folder / "network.fp32.onnx"
    onnx.save(model, full)
    target = folder / "network.onnx"
    if int8:
        quantize_dynamic(
            full, target, per_channel=True, reduce_range=False, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=[n.name for n in model.graph.node if not n.name.startswith("layers")],
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
        )  # fmt: skip
        full.unlink()
    else:
        full.rename(target)
    np.savez(
        folder / "heads.npz",
        arcs_root=below["arcs.root"],
        relation_root=below["relation_root"],
        relation_weight=below["relation_weight"],
        relation_linear=below["relation_linear.weight"],
        relation_bias=below["relation_linear.bias"],
        pointers_nothing=above["pointers.nothing"],
        pointers_weight=above["pointers.weight"].astype(np.float16),
        pointers_bias=above["pointers.bias"],
        pointers_distance=above["pointers.distance"],
    )
    labels = {name: meaning.labels[name] for name in (*TAGS, "relations")}
    labels["pointers"] = list(POINTERS)
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def averaged(checkpoint: Path) -> tuple[Network, int]:
    """A checkpoint → the network of its averaged weights, and the step."""
    held = torch.load(checkpoint, map_location="cpu", weights_only=False)
    network = Network(held["labels"])
    network.load_state_dict(held["network"])
    network.load_state_dict(held["average"], strict=False)
    return network, held["step"]


def mean_of(checkpoints: Sequence[Path]) -> tuple[Network, list[int]]:
    """Checkpoints of one run → a network of the mean of their weights, and their steps."""
    networks, steps = zip(*(averaged(path) for path in checkpoints), strict=True)
    mean: Network = networks[0]
    with torch.no_grad():
        for name, parameter in mean.named_parameters():
            parameter.copy_(torch.stack([n.get_parameter(name) for n in networks]).mean(0))
    return mean, list(steps)


def export_checkpoints(
    ground: Path, meaning: Sequence[Path], folder: Path, int8: bool = True
) -> None:
    """The checkpoint of the ground, and those whose mean reads what is meant → the files."""
    (below, first), (above, last) = averaged(ground), mean_of(meaning)
    if any(below.labels[name] != above.labels[name] for name in (*GROUND, "relations")):
        raise ValueError(f"export: {ground}: its labels are not those of {meaning[0]}")
    folder.mkdir(parents=True, exist_ok=True)
    export(below, above, folder, int8)
    print(f"ground: step {first}; meaning: mean of steps {last} → {folder}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ground", type=Path, default=Path(".train/ground.pt"))
    parser.add_argument("--meaning", type=Path, nargs="+",
                        default=[Path(".train/meaning.pt"), Path(".train/state.pt")])  # fmt: skip
    parser.add_argument("--folder", type=Path, default=WEIGHTS)
    parser.add_argument("--fp32", action="store_true")
    options = parser.parse_args()
    export_checkpoints(options.ground, options.meaning, options.folder, not options.fp32)


if __name__ == "__main__":
    main()
