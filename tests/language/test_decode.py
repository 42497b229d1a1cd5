"""Decoding: trees are trees, spans are valid, and the best one is found."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import decode


def is_tree(heads: list[int]) -> bool:
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        at, steps = start, 0
        while at:
            at, steps = heads[at - 1], steps + 1
            if steps > len(heads):
                return False
    return True


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[i, head] for i, head in enumerate(heads)))


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_the_spanning_tree_is_the_best_tree_with_one_root(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)
    for i in range(size):
        scores[i, i + 1] = -1e9
    found = tuple(int(h) for h in decode.spanning_tree(scores))
    choices = [c for c in itertools.product(range(size + 1), repeat=size) if is_tree(list(c))]
    assert is_tree(list(found))
    assert total(scores, found) == pytest.approx(max(total(scores, c) for c in choices), abs=1e-4)


@given(st.lists(st.integers(1, 7), min_size=1, max_size=4), st.integers(0, 10_000))
def test_heads_of_every_sentence_are_one_tree_of_its_own(sizes: list[int], seed: int) -> None:
    chance = np.random.default_rng(seed)
    words = sum(sizes)
    scored, head = (chance.normal(size=(words, 8)).astype(np.float32) for _ in range(2))
    root = chance.normal(size=8).astype(np.float32)
    found = decode.heads(scored, head, root, sizes)
    at = 0
    for size in sizes:
        own = [0 if h < 0 else int(h) - at + 1 for h in found[at : at + size]]
        assert all(0 <= h <= size for h in own)
        assert is_tree(own)
        at += size


LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]


@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(0, 10_000))
def test_spans_are_those_of_the_best_valid_path(runs: list[int], seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(sum(runs), 5)).astype(np.float32) * 3
    found = decode.spans(scores, LABELS, runs)
    at = 0
    expected = []
    for size in runs:
        best = max(
            (p for p in itertools.product(range(5), repeat=size) if valid(p)),
            key=lambda p: sum(float(scores[at + i, label]) for i, label in enumerate(p)),
        )
        expected += spans_of(best, at)
        at += size
    assert found == expected


def valid(path: tuple[int, ...]) -> bool:
    before = "O"
    for label in (LABELS[p] for p in path):
        if label[0] == "I" and before[1:] != label[1:]:
            return False
        before = label
    return True


def spans_of(path: tuple[int, ...], at: int) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for i, p in enumerate(path):
        if LABELS[p][0] == "B":
            found.append((at + i, at + i + 1, LABELS[p][2:]))
        elif LABELS[p][0] == "I":
            found[-1] = (found[-1][0], at + i + 1, found[-1][2])
    return found


def pointer(reach: int = 4, size: int = 3) -> decode.Heads:
    """Small matrices of which only those of one pointer matter."""
    chance = np.random.default_rng(1)
    none = np.zeros(1, np.float32)
    return decode.Heads(
        none, none, none, none, none,
        pointers_nothing=chance.normal(size=size).astype(np.float32),
        pointers_weight=chance.normal(size=(1, size, size)).astype(np.float32),
        pointers_bias=chance.normal(size=(1, size)).astype(np.float32),
        pointers_distance=chance.normal(size=(1, 2 * reach + 1)).astype(np.float32),
    )  # fmt: skip


@given(st.integers(1, 12), st.integers(0, 10_000))
def test_a_pointer_gives_a_probability_to_each_word_and_to_none(words: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    query, key = (chance.normal(size=(words, 3)).astype(np.float32) for _ in range(2))
    row = int(chance.integers(words))
    logs = decode.pointed(query, key, pointer(), 0, [row])
    assert logs.shape == (words + 1,)
    assert np.exp(logs).sum() == pytest.approx(1, abs=1e-4)


@given(st.integers(1, 8), st.integers(0, 10_000))
def test_the_best_span_lies_in_its_bounds_and_beats_all_others(words: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    start, end = chance.normal(size=(2, words + 1)).astype(np.float32)
    first, last = sorted(int(n) for n in chance.integers(0, words + 1, size=2))
    choices = {
        (a, b + 1): start[a + 1] + end[b + 1] for a in range(first, last) for b in range(a, last)
    }
    best = max(choices.values(), default=-np.inf)
    found = decode.best_span(start, end, first, last)
    if best <= start[0] + end[0]:
        assert found is None
    else:
        assert found is not None
        assert choices[found] == pytest.approx(best, abs=1e-5)
