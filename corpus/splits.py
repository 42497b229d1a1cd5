"""Which entry is train, dev or test: processes whole, sentences by clusters of likeness.

``splits.tsv`` keeps what was dealt, so that a new sentence moves no other. A cluster is a
connected component of sentences at `LIKE` or more; new clusters go to the split of their file
that is furthest behind its share, in the order of a hash.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.format import Entry
from corpus.schema import HERE

SPLITS = ("train", "dev", "test")
SHARES = {"train": 0.7, "dev": 0.15, "test": 0.15}
LIKE = 0.8
FILE = HERE / "splits.tsv"


class NotDealtError(ValueError):
    """An entry has no split yet: "not dealt: which: why"."""


def read_splits() -> dict[str, str]:
    """Process or sentence id → split."""
    found = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, split = line.split("\t")
            if name != "name":
                found[name] = split
    return found


def split_of(entry: Entry, splits: Mapping[str, str]) -> str:
    """The split of a report is its process's."""
    name = entry.header.get("process", entry.id)
    if name not in splits:
        raise NotDealtError(f"not dealt: {name}: no line in splits.tsv (python -m corpus split)")
    return splits[name]


def deal(
    sentences: Sequence[Entry], pairs: Iterable[tuple[int, int]], known: Mapping[str, str]
) -> dict[str, str]:
    """Sentences, which pairs of them are alike, and what was dealt before → id → split, for all."""
    dealt = {entry.id: known[entry.id] for entry in sentences if entry.id in known}
    behind: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in sentences:
        if entry.id in dealt:
            behind[entry.file][dealt[entry.id]] += 1
    clusters = [[sentences[at] for at in members] for members in components(len(sentences), pairs)]
    for cluster in sorted(clusters, key=lambda cluster: _hash(cluster[0].id)):
        file = cluster[0].file
        before = [dealt[entry.id] for entry in cluster if entry.id in dealt]
        if before:
            split = min(before, key=SPLITS.index)
        else:
            total = sum(behind[file].values()) + len(cluster)
            split = max(SPLITS, key=lambda name: SHARES[name] * total - behind[file][name])
        for entry in cluster:
            if entry.id not in dealt:
                dealt[entry.id] = split
                behind[file][split] += 1
    return dealt


def components(size: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected components of 0 … size-1.

    >>> components(4, [(0, 2), (2, 3)])
    [[0, 2, 3], [1]]
    """
    root = list(range(size))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = at = root[root[at]]
        return at

    for left, right in pairs:
        low, high = sorted((find(left), find(right)))
        root[high] = low
    found: dict[int, list[int]] = defaultdict(list)
    for at in range(size):
        found[find(at)].append(at)
    return list(found.values())


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def write_splits(dealt: Mapping[str, str], processes: Mapping[str, str]) -> None:
    """Processes first, then sentences in order of id."""
    head = [
        line
        for line in FILE.read_text(encoding="utf-8").splitlines()
        if line.startswith(("#", "name\t"))
    ]
    rows = [f"{name}\t{split}" for name, split in processes.items()]
    rows += [f"{name}\t{dealt[name]}" for name in sorted(dealt)]
    FILE.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
