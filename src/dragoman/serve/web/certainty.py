"""An entry of a reading → how certain it is that the report says so, 0 … 1.

Where the reader tells a probability of its own, as an entry's `certainty`, that is it. Else it is
the share of entries of this kind, with this label and these doubts, that were right on reports
whose gold is known: `tools/certainty.py` measures them and writes the table.
"""

import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

Json = dict[str, Any]

LABELS = {"statement": "act", "event": "status", "state": "state"}


def certainty(kind: str, entry: Json, doubts: Iterable[str]) -> float:
    """`doubts` are those that `doubts.entries` names."""
    own = entry.get("certainty")
    if own is not None:
        return float(own)
    weights = _weights()
    odds = sum(weights.get(name, 0.0) for name in features(kind, entry, doubts))
    return 1 / (1 + math.exp(-odds))


def features(kind: str, entry: Json, doubts: Iterable[str]) -> list[str]:
    """What the table counts an entry under: its kind, its label, its doubts."""
    label = LABELS.get(kind)
    told = [f"{kind}.{label} {entry[label]}"] if label else []
    return [kind, *told, *(f"{kind}.{doubt}" for doubt in doubts)]


@cache
def _weights() -> dict[str, float]:
    table = files("dragoman.serve.web").joinpath("certainty.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[0]: float(row[1]) for row in rows[1:]}
