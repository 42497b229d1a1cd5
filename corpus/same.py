"""Sameness of the corpus: how few words tell a label, how few paths lead from cue to content,
and how near dev and test stand to train."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.fill import Filled, fill
from corpus.format import Entry, Item
from corpus.similar import Unit, measures
from dragoman.language.tag import tag_many
from dragoman.spans import Span, Text
from dragoman.types import Tags

TOO_LIKE = 0.9

WORDED_BY = {
    ("statement", "act"): "cue",
    ("statement", "polarity"): "cue",
    ("statement", "channel"): "channel",
    ("condition", "kind"): "marker",
}
"""Labels that another role's words tell than the main ones."""


def wordings(entries: Sequence[Entry]) -> dict[tuple[str, str, str], Counter[str]]:
    """(kind, attribute, label) → the lower-cased words that tell it, with their counts."""
    found: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for entry in entries:
        for item in entry.items:
            for key, label in item.labels():
                role = WORDED_BY.get((item.kind, key), "")
                words = " … ".join(entry.words(mark) for mark in entry.marked(item.id, role))
                found[item.kind, key, label][words.lower()] += 1
    return found


def paths(entries: Sequence[Entry]) -> Counter[str]:
    """The dependency paths from cue to content's head, by dragoman's own tagger, with counts."""
    filled = [fill(entry) for entry in entries]
    tagged = tag_many(Text(each.text) for each in filled)
    return Counter(
        path
        for each, tags in zip(filled, tagged, strict=True)
        for item in each.entry.items
        if item.kind == "statement" and (path := _path(each, tags, item))
    )


def _path(filled: Filled, tags: Tags, item: Item) -> str:
    """ "↑" to a head, "↓" to a dependent, each with its relation; "" where a span is missing."""
    cue = _top(tags, filled.marked(item.id, "cue"))
    content = _top(tags, filled.marked(item.id))
    if cue is None or content is None:
        return ""
    up, down = _to_root(tags, cue), _to_root(tags, content)
    shared = set(up) & set(down)
    if not shared:
        return "other sentence"
    climb = [at for at in up if at not in shared]
    fall = [at for at in down if at not in shared]
    steps = [f"↑{tags.tokens[at].relation}" for at in climb]
    return " ".join(steps + [f"↓{tags.tokens[at].relation}" for at in reversed(fall)]) or "same"


def _top(tags: Tags, spans: Sequence[Span]) -> int | None:
    """The first token of the spans whose head lies outside them."""
    inside = [
        at
        for at, token in enumerate(tags.tokens)
        if any(span.meets(token.span) for span in spans) and token.upos != "PUNCT"
    ]
    within = set(inside)
    return next(
        (at for at in inside if tags.tokens[at].head == at or tags.tokens[at].head not in within),
        None,
    )


def _to_root(tags: Tags, at: int) -> list[int]:
    found = [at]
    while tags.tokens[found[-1]].head != found[-1]:
        found.append(tags.tokens[found[-1]].head)
    return found


@dataclass(frozen=True, slots=True)
class Near:
    """A unit of dev or test and its nearest in train."""

    measure: str
    like: float
    unit: Unit
    nearest: Unit


def nearest(compared: Sequence[Unit], *, fast: bool = False) -> list[Near]:
    """Every unit of dev and test with its nearest in train, by each measure; most alike first."""
    train = [at for at, unit in enumerate(compared) if unit.split == "train"]
    held = [at for at, unit in enumerate(compared) if unit.split != "train"]
    if not train or not held:
        return []
    found = []
    for name, alike in measures([unit.text for unit in compared], fast=fast).items():
        part = alike[np.ix_(held, train)]
        best = part.argmax(1)
        found += [
            Near(name, float(part[row, best[row]]), compared[at], compared[train[best[row]]])
            for row, at in enumerate(held)
        ]
    return sorted(found, key=lambda near: -near.like)
