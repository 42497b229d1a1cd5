"""Scores → trees, relations and spans; all arrays are flat over the words of a batch.

Trees: the best head of each word, and where those are no tree with one root, the maximum spanning
tree (Chu and Liu 1965, Edmonds 1967). Spans: the best path that opens before it continues.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Heads:
    """The small matrices that are applied outside the ONNX graph."""

    arcs_root: FloatArray
    relation_root: FloatArray
    relation_weight: FloatArray
    """(size, relations × size)"""
    relation_linear: FloatArray
    """(relations, 2 × size)"""
    relation_bias: FloatArray
    pointers_nothing: FloatArray
    pointers_weight: FloatArray
    """(pointers, size, size)"""
    pointers_bias: FloatArray
    pointers_distance: FloatArray
    """(pointers, 2 × reach + 1): what the distance from word to word adds"""


def heads(
    scored: FloatArray, head: FloatArray, root: FloatArray, sentences: Sequence[int]
) -> IntArray:
    """(words, size) of dependents and heads → head of each word, -1 for the root of a sentence."""
    found = np.empty(len(scored), np.int64)
    roots = scored @ root
    at = 0
    for size in sentences:
        part = slice(at, at + size)
        scores = scored[part] @ head[part].T
        scores = np.concatenate([roots[part, None], scores], 1)
        np.fill_diagonal(scores[:, 1:], -1e9)
        best = scores.argmax(1)
        if not _is_tree(best):
            best = spanning_tree(scores)
        found[part] = np.where(best == 0, -1, best - 1 + at)
        at += size
    return found


def _is_tree(best: IntArray) -> bool:
    """Whether heads (0 = root, i + 1 = word i) make a tree with exactly one root."""
    if (best == 0).sum() != 1:
        return False
    # Climbing twice as far each round reaches the root from everywhere, or there is a cycle.
    up = np.concatenate([[0], best])
    for _ in range(len(up).bit_length()):
        up = up[up]
    return not up.any()


def spanning_tree(scores: FloatArray) -> IntArray:
    """(words, words + 1) scores, column 0 the root → heads of the best tree with one root."""
    size = len(scores)
    square = np.full((size + 1, size + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    best = _edmonds(square)[1:]
    if (best == 0).sum() == 1:
        return best
    # More than one root: a root costs more than any tree can gain, so that the best has one.
    finite = square[np.isfinite(square)]
    square[1:, 0] -= (finite.max() - finite.min()) * size + 1
    return _edmonds(square)[1:]


def _edmonds(scores: NDArray[np.float64]) -> IntArray:
    """(nodes, nodes) scores[dependent, head], node 0 the root → head of each node."""
    size = len(scores)
    best: IntArray = scores.argmax(1)
    best[0] = 0
    cycle = _cycle(best)
    if not len(cycle):
        return best
    inside = np.zeros(size, bool)
    inside[cycle] = True
    outer = np.flatnonzero(~inside)
    # The cycle becomes one node, the last.
    own = scores[cycle, best[cycle]]
    small = np.full((len(outer) + 1, len(outer) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outer, outer)]
    leaving = scores[np.ix_(outer, cycle)]
    small[:-1, -1] = leaving.max(1)
    out_by = cycle[leaving.argmax(1)]
    entering = scores[np.ix_(cycle, outer)] - own[:, None]
    small[-1, :-1] = entering.max(0)
    in_by = cycle[entering.argmax(0)]
    small[0] = -np.inf
    tree = _edmonds(small)
    last = len(outer)
    for row, node in enumerate(outer):
        if row:
            best[node] = out_by[row] if tree[row] == last else outer[tree[row]]
    entry = tree[last]
    best[in_by[entry]] = outer[entry]
    return best


def _cycle(best: IntArray) -> IntArray:
    """The nodes of one cycle; empty when there is none."""
    state = np.zeros(len(best), np.int8)
    state[0] = 2
    for start in range(1, len(best)):
        path = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(best[node])
        if state[node] == 1:
            return np.array(path[path.index(node) :])
        state[path] = 2
    return np.array([], np.int64)


def relations(
    dependent: FloatArray, head: FloatArray, tree: IntArray, matrices: Heads, root: int
) -> IntArray:
    """Vectors and heads → index of each word's relation; `root` for roots and for them alone."""
    size = dependent.shape[1]
    own = np.where((tree < 0)[:, None], matrices.relation_root, head[tree])
    scores = np.empty((len(dependent), len(matrices.relation_bias)), np.float32)
    # In parts: the crossed array is words × relations × size.
    for at in range(0, len(dependent), 256):
        part = slice(at, at + 256)
        crossed = (dependent[part] @ matrices.relation_weight).reshape(-1, len(scores[0]), size)
        scores[part] = np.matmul(crossed, own[part, :, None])[:, :, 0]
    scores += np.concatenate([dependent, own], 1) @ matrices.relation_linear.T
    scores += matrices.relation_bias
    scores[:, root] = np.where(tree < 0, np.inf, -np.inf)
    found: IntArray = scores.argmax(1)
    return found


def pointed(
    query: FloatArray, key: FloatArray, matrices: Heads, name: int, rows: Sequence[int]
) -> FloatArray:
    """Words that point → (words + 1) log probabilities, the mean over `rows`; 0 is nothing."""
    queries = query[list(rows)] @ matrices.pointers_weight[name] + matrices.pointers_bias[name]
    scores = np.concatenate([(queries @ matrices.pointers_nothing)[:, None], queries @ key.T], 1)
    reach = matrices.pointers_distance.shape[1] // 2
    far = np.arange(len(key))[None] - np.array(rows)[:, None]
    scores[:, 1:] += matrices.pointers_distance[name][far.clip(-reach, reach) + reach]
    scores -= scores.max(1, keepdims=True)
    logs: FloatArray = (scores - np.log(np.exp(scores).sum(1, keepdims=True))).mean(0)
    return logs


def best_span(start: FloatArray, end: FloatArray, first: int, last: int) -> tuple[int, int] | None:
    """Log probabilities of `pointed` → the best half-open span of first … last, or None."""
    starts, ends = start[first + 1 : last + 1], end[first + 1 : last + 1]
    if not len(starts):
        return None
    # The best start up to each place, so that no span ends before it starts.
    reached = np.maximum.accumulate(starts)
    stop = int((reached + ends).argmax())
    if reached[stop] + ends[stop] <= start[0] + end[0]:
        return None
    return first + int(starts[: stop + 1].argmax()), first + stop + 1


def spans(
    scores: FloatArray, labels: Sequence[str], runs: Sequence[int]
) -> list[tuple[int, int, str]]:
    """(words, BIO labels) → (first, last, name) of the best valid path of each run of words.

    Labels are "O", "B-name", "I-name", or "O", "B", "I" (the name is then empty).
    """
    size = len(labels)
    follows = np.zeros((size, size), np.float32)
    starts = np.zeros(size, np.float32)
    for j, label in enumerate(labels):
        if label[0] == "I":
            starts[j] = -1e9
            allowed = {"B" + label[1:], label}
            follows[[i for i, before in enumerate(labels) if before not in allowed], j] = -1e9
    path = _paths(scores, starts, follows, runs)
    found: list[tuple[int, int, str]] = []
    beginnings = set(np.cumsum([0, *runs]).tolist())
    for i in np.flatnonzero(path != labels.index("O")):
        label = labels[path[i]]
        if label[0] == "I" and found and found[-1][1] == i and i not in beginnings:
            found[-1] = (found[-1][0], int(i) + 1, found[-1][2])
        else:
            found.append((int(i), int(i) + 1, label[2:]))
    return found


def _paths(
    scores: FloatArray, starts: FloatArray, follows: FloatArray, runs: Sequence[int]
) -> IntArray:
    """The best label of each word; where those break a rule, the best path of that run."""
    path: IntArray = scores.argmax(1)
    ends = np.cumsum(runs)
    costs = np.zeros(len(path), np.float32)
    costs[1:] = follows[path[:-1], path[1:]]
    firsts = np.array([end - size for end, size in zip(ends, runs, strict=True) if size], np.int64)
    costs[firsts] = starts[path[firsts]]
    broken = np.flatnonzero(costs < 0)
    if not len(broken):
        return path
    for run in np.unique(np.searchsorted(ends, broken, side="right")):
        part = slice(int(ends[run]) - runs[run], int(ends[run]))
        path[part] = _best_path(scores[part], starts, follows)
    return path


def _best_path(scores: FloatArray, starts: FloatArray, follows: FloatArray) -> IntArray:
    """Viterbi (1967). Scores need not be probabilities: what a word's share changes no path."""
    best = scores[0] + starts
    back = []
    for row in scores[1:]:
        through = best[:, None] + follows
        back.append(through.argmax(0))
        best = through.max(0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return np.array(path[::-1])
