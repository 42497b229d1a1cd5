"""Second annotation: a sample without its annotation, and how far two annotators agree.

``bare`` writes ``second/bare/FILE.txt``; annotators write ``second/FILE.txt`` with the same ids.
``second/first/FILE.txt`` keeps what the corpus had before anyone had seen both: the blind samples,
whose agreement can so be counted again at any time. Items of one kind are paired one to one so
that most of their words are shared.
"""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.format import Entry, Item, Slot
from corpus.schema import HERE, KINDS
from evals.measures import Count, pair

FOLDER = HERE / "second"
TABLE = FOLDER / "agreement.tsv"
"""All that two annotated, against the corpus as it is now: after adjudication."""
BEFORE = FOLDER / "agreement.before.tsv"
"""The earlier sample, before its adjudication and under the guidelines of that time; kept."""
FIRSTS = FOLDER / "first"
FRESH = FOLDER / "agreement.fresh.tsv"
"""The fresh sample, blind, under the guidelines as mended after the earlier one."""
LAST = FOLDER / "agreement.last.tsv"
"""The last sample, blind, under the guidelines as mended after the fresh one."""
SETTLED = FOLDER / "agreement.settled.tsv"
"""The newest sample, blind, under the guidelines as settled after the last one."""
LABELS = FOLDER / "labels.tsv"
"""Labels given to spans of the first, its marks unseen: entry, item, what, first, second."""
LABELLED = FOLDER / "agreement.labels.tsv"
BLIND = FOLDER / "agreement.blind.tsv"
GIVEN = {LABELLED: LABELS, BLIND: FOLDER / "blind.tsv"}
"""Table → the labels that it counts, as given: by who reworked the rules; by another."""
ROUNDS = {
    FRESH: ("fresh1", "fresh2", "fresh3", "fresh4"), LAST: ("fresh5", "fresh6"),
    SETTLED: ("fresh7",),
}  # fmt: skip
"""Table → the files of its sample, in `FOLDER` and in `FIRSTS`."""

SPANLESS = "cue"
"""The role that places a statement without content ("declined to comment")."""


def sample(entries: Iterable[Entry], share: float, seed: int) -> dict[str, list[Entry]]:
    """File → its sampled entries in order; a report counts as one of its process's file."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.header.get("process") or Path(entry.file).stem].append(entry)
    found = {}
    for name, group in sorted(groups.items()):
        drawn = sorted(group, key=lambda entry: _hash(seed, entry.id))[: round(share * len(group))]
        found[name] = [entry for entry in group if entry in drawn]
    return {name: group for name, group in found.items() if group}


def _hash(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()


def bare(entry: Entry) -> str:
    """The entry without marks, items and reason; slots and other headers stay."""
    header = [f"{key}: {value}" for key, value in entry.header.items() if key != "why"]
    text = "".join(
        str(piece) if isinstance(piece, Slot) else _escaped(piece) for piece in entry.pieces
    )
    return "\n".join([f"=== {entry.id}", *header, text]) + "\n"


def _escaped(words: str) -> str:
    return "".join(f"\\{sign}" if sign in "[]|{}\\" else sign for sign in words)


def write_bare(entries: Iterable[Entry], share: float, seed: int) -> int:
    """Writes the sample → how many entries it has."""
    folder = FOLDER / "bare"
    folder.mkdir(parents=True, exist_ok=True)
    groups = sample(entries, share, seed)
    for name, group in groups.items():
        content = "\n".join(bare(entry) for entry in group)
        (folder / f"{name}.txt").write_text(content, encoding="utf-8")
    return sum(map(len, groups.values()))


# --- agreement -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; counts of the first annotator, of the second, and of both."""

    what: str
    label: str
    first: int
    second: int
    both: int

    @property
    def f1(self) -> float:
        total = self.first + self.second
        return 2 * self.both / total if total else 0.0


def both(firsts: Sequence[Entry], seconds: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """The entries that two annotated; `ValueError` where the second's text is another."""
    by_id = {entry.id: entry for entry in firsts}
    for entry in seconds:
        if entry.id not in by_id or by_id[entry.id].plain != entry.plain:
            raise ValueError(f"second: {entry.file}: {entry.id} has another text than the corpus")
    return [(by_id[entry.id], entry) for entry in seconds]


def labelled(path: Path) -> list[Row]:
    """The labels given to known spans → their rows."""
    judged: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter="\t"):
            judged[line["what"]].append((line["first"], line["second"]))
    return [row for what, both in sorted(judged.items()) for row in _judged(what, both)]


Spans = tuple[tuple[int, int], ...]


def agreement(pairs: Sequence[tuple[Entry, Entry]]) -> list[Row]:
    """Entries as two annotated them → spans of each kind and role, then labels of paired items.

    A label's row counts the paired items only, so that spans missed and labels confused stay
    apart; "exact" and "overlap" rows count all.
    """
    spans: dict[tuple[str, str], Count] = defaultdict(Count)
    judged: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for left, right in pairs:
        for kind in KINDS:
            _count_spans(spans, left, right, kind)
        matched = match(left, right)
        names = {second.id: first.id for ones in matched.values() for first, second in ones}
        for kind, ones in matched.items():
            for one, other in ones:
                ours, theirs = dict(one.labels()), dict(other.labels())
                for key in ours:
                    judged[f"{kind}.{key}"].append((ours[key], theirs[key]))
                if kind == "statement" or "by" in KINDS[kind].attributes:
                    said = (_asserter(left, one, {}), _asserter(right, other, names))
                    judged[f"{kind}.asserter"].append(said)
    rows = [
        Row(what, how, count.tp + count.fn, count.tp + count.fp, count.tp)
        for (what, how), count in sorted(spans.items())
        if count.tp + count.fn + count.fp
    ]
    return rows + [row for what, both in sorted(judged.items()) for row in _judged(what, both)]


def _judged(what: str, both: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """All labels of an attribute together, then each; asserters are names and have no rows."""
    yield Row(what, "all", len(both), len(both), sum(one == other for one, other in both))
    if not what.endswith(".asserter"):
        for label in sorted({label for pair in both for label in pair}):
            first = sum(one == label for one, _ in both)
            second = sum(other == label for _, other in both)
            yield Row(what, label, first, second, both.count((label, label)))


def match(left: Entry, right: Entry) -> dict[str, list[tuple[Item, Item]]]:
    """Kind → pairs of items that share words."""
    found = {}
    for kind in KINDS:
        ones, others = _of(left, kind), _of(right, kind)
        weights = [[_shared(spans, theirs) for _, theirs in others] for _, spans in ones]
        found[kind] = [(ones[row][0], others[column][0]) for row, column in pair(weights)]
    return found


def _of(entry: Entry, kind: str) -> list[tuple[Item, Spans]]:
    return [
        (item, _spans(entry, item, "") or _spans(entry, item, SPANLESS))
        for item in entry.items
        if item.kind == kind
    ]


def _spans(entry: Entry, item: Item, role: str) -> Spans:
    """Offsets in the text with slots as written, the same for both annotators."""
    starts = [0]
    for piece in entry.pieces:
        starts.append(starts[-1] + len(str(piece)))
    return tuple((starts[m.first], starts[m.last]) for m in entry.marked(item.id, role))


def _shared(left: Spans, right: Spans) -> float:
    """Dice of the characters.

    >>> _shared(((0, 4),), ((2, 4), (6, 8)))
    0.5
    """
    ours = {at for start, end in left for at in range(start, end)}
    theirs = {at for start, end in right for at in range(start, end)}
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours or theirs else 0.0


def _count_spans(
    counts: dict[tuple[str, str], Count], left: Entry, right: Entry, kind: str
) -> None:
    for role in ("", *sorted(KINDS[kind].roles)):
        what = f"{kind}.{role}" if role else kind
        ours, theirs = (
            [s for item in entry.items if item.kind == kind if (s := _spans(entry, item, role))]
            for entry in (left, right)
        )
        same = (Counter(ours) & Counter(theirs)).total()
        counts[what, "exact"].add(Count(same, len(theirs) - same, len(ours) - same))
        shared = len(pair([[_shared(one, other) for other in theirs] for one in ours]))
        counts[what, "overlap"].add(Count(shared, len(theirs) - shared, len(ours) - shared))


def _asserter(entry: Entry, item: Item, names: Mapping[str, str]) -> str:
    """Who says it: a statement's speakers; the speakers of the statement that it stands in.

    ``names`` tells what the other annotator calls an item.
    """
    by = entry.item(item.values.get("by", ""))
    spoken = item if item.kind == "statement" else by
    told = spoken.listed("speaker") if spoken and spoken.kind == "statement" else item.listed("by")
    return ",".join(sorted(names.get(name, name) for name in told)) or "outlet"


def write_table(rows: Iterable[Row], table: Path) -> None:
    lines = ["what\tlabel\tfirst\tsecond\tboth\tf1"]
    lines += [
        f"{row.what}\t{row.label}\t{row.first}\t{row.second}\t{row.both}\t{row.f1:.3f}"
        for row in rows
    ]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
