"""The corpus → the figures of its card: the blocks of README.md between ``<!-- NAME -->`` marks."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus.build import form
from corpus.fill import fill
from corpus.format import Entry
from corpus.same import TOO_LIKE, Near, nearest, paths, wordings
from corpus.schema import HERE, KINDS, Words, modes
from corpus.second import BEFORE, BLIND, FOLDER, FRESH, LABELLED, LAST, SETTLED, TABLE
from corpus.similar import units
from corpus.splits import SPLITS, split_of

README = HERE / "README.md"
WANTED_WORDINGS = 25
"""Different wordings that every meeting state should have."""
POOR = 0.7
"""Agreement below which a label is to be reworked or merged."""


def write_card(entries: Sequence[Entry], splits: Mapping[str, str]) -> None:
    """Writes every block of the card."""
    near = nearest(units(entries, splits))
    blocks = {
        "sizes": sizes(entries, splits),
        "labels": labels(entries, splits),
        "wordings": worded(entries),
        "sameness": sameness(entries, near),
        "agreement": agreed(len(entries)),
        "limits": limits(entries, near),
    }
    content = README.read_text(encoding="utf-8")
    for name, block in blocks.items():
        before, start, rest = content.partition(f"<!-- {name} -->")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not end:
            raise ValueError(f"card: README.md: no <!-- {name} --> … <!-- /{name} -->")
        content = f"{before}{start}\n{block}\n{end}{after}"
    README.write_text(content, encoding="utf-8")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def sizes(entries: Sequence[Entry], splits: Mapping[str, str]) -> str:
    """Entries, words and items, by split."""
    counts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        split = split_of(entry, splits)
        counts[f"{entry.kind}s", split] += 1
        counts[f"words of {entry.kind}s", split] += len(entry.plain.split())
        for item in entry.items:
            counts[f"{item.kind}s", split] += 1
    names = dict.fromkeys(name for name, _ in sorted(counts))
    return _table(("what", "all", *SPLITS), [_counted(counts, name) for name in names])


def _counted(counts: Counter[tuple[str, str]], name: str) -> list[str]:
    numbers = [counts[name, split] for split in SPLITS]
    return [name, *(f"{number:,}" for number in (sum(numbers), *numbers))]


def labels(entries: Sequence[Entry], splits: Mapping[str, str]) -> str:
    """Every label of every vocabulary with its counts, zeros too."""
    counts: Counter[tuple[str, str]] = Counter(
        {(f"{kind}.{key} {label}", "train"): 0 for kind, key, label in _vocabulary()}
    )
    for entry in entries:
        split = split_of(entry, splits)
        filled = fill(entry)
        for item in entry.items:
            for key, label in item.labels():
                counts[f"{item.kind}.{key} {label}", split] += 1
            if item.kind == "statement" and entry.marked(item.id):
                counts[f"statement.form {form(filled, item)}", split] += 1
    names = sorted({name for name, _ in counts})
    return _table(("label", "all", *SPLITS), [_counted(counts, name) for name in names])


def _vocabulary() -> Iterable[tuple[str, str, str]]:
    for name, kind in KINDS.items():
        for key in kind.labels:
            attribute = kind.attributes[key]
            if isinstance(attribute, Words) and key != "denies":
                yield from ((name, key, label) for label in attribute.allowed)
    for event, names in modes().items():
        yield from (("event", "mode", f"{event} {mode}") for mode in names)


def worded(entries: Sequence[Entry]) -> str:
    """How many different words tell each label, and the most frequent of them."""
    rows = []
    for (kind, key, label), words in sorted(wordings(entries).items()):
        told = Counter({word: count for word, count in words.items() if word})
        if label == "none" or not told or kind == "actor" or (kind, key) == ("meeting", "role"):
            continue
        total = told.total()
        often = ", ".join(f"{word} {count}" for word, count in told.most_common(3))
        rows.append((f"{kind}.{key} {label}", total, len(told), f"{len(told) / total:.2f}", often))
    return _table(("label", "told", "different words", "share", "most often"), rows)


def sameness(entries: Sequence[Entry], near: Sequence[Near]) -> str:
    """Paths from cue to content; likeness of dev and test to train."""
    found = paths(entries)
    often = ", ".join(f"`{path}` {count}" for path, count in found.most_common(5))
    lines = [
        f"{len(found):,} different dependency paths lead from a cue to its content's head, in "
        f"{found.total():,} statements; the most frequent: {often}.",
        "",
        "",
    ]
    rows = []
    for name in sorted({each.measure for each in near}):
        likes = sorted(each.like for each in near if each.measure == name)
        middle, high = likes[len(likes) // 2], likes[int(len(likes) * 0.95)]
        above = sum(like >= TOO_LIKE for like in likes)
        rows.append((name, len(likes), f"{middle:.2f}", f"{high:.2f}", f"{likes[-1]:.2f}", above))
    head = ("likeness to train", "dev and test", "median", "95 %", "most", f"≥ {TOO_LIKE}")
    return "\n".join(lines) + _table(head, rows)


def agreed(size: int) -> str:
    """The tables of the second annotation, the blind ones first, the last before the fresh.

    The earlier sample's has the f1 of all that two annotated, after adjudication, beside it.
    """
    tables = (SETTLED, LAST, FRESH, BEFORE, TABLE, LABELLED, BLIND)
    if not all(table.exists() for table in tables):
        return "Not measured yet."
    twice = sum(
        path.read_text(encoding="utf-8").count("\n=== ") + 1 for path in FOLDER.glob("*.txt")
    )
    settled, last = _agreement(SETTLED), _agreement(LAST)
    fresh, before = _agreement(FRESH), _agreement(BEFORE)
    blind, labels = _agreement(BLIND), _agreement(LABELLED)
    after = {(row["what"], row["label"]): row["f1"] for row in _agreement(TABLE)}
    beside = [(*row.values(), after.get((row["what"], row["label"]), "none")) for row in before]
    parts = (
        f"{twice} of {size:,} entries ({twice / size:.1%}) were annotated twice.",
        "**The newest sample, blind**, under the guidelines as settled after the last one:",
        _table(tuple(settled[0]), [tuple(row.values()) for row in settled]),
        "**The last sample, blind**, under the guidelines as mended after the fresh one:",
        _table(tuple(last[0]), [tuple(row.values()) for row in last]),
        "**The fresh sample, blind**, under the guidelines as mended after the earlier one:",
        _table(tuple(fresh[0]), [tuple(row.values()) for row in fresh]),
        "**The earlier sample, before adjudication**; `after`: all that two annotated, against the"
        " corpus as it is now, which the second annotation helped to mend and so is no measure of"
        " how far two agree:",
        _table((*before[0], "after"), beside),
        "**Labels alone, blind**: spans given, by one other annotator who had only the guidelines"
        " and the bare text; drawn to balance the first's labels; before adjudication:",
        _table(tuple(blind[0]), [tuple(row.values()) for row in blind]),
        "**Labels alone**, spans given and marks unseen, by the one who reworked the rules:",
        _table(tuple(labels[0]), [tuple(row.values()) for row in labels]),
    )
    return "\n\n".join(parts)


def _agreement(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _poor(table: Path) -> list[str]:
    """Labels under `POOR`, with f1 and how often either annotator gave them."""
    return [
        f"{row['what']} {row['label']} {row['f1']} ({row['first']}, {row['second']})"
        for row in _agreement(table)
        if float(row["f1"]) < POOR and row["label"] not in ("exact", "overlap")
    ]


def limits(entries: Sequence[Entry], near: Sequence[Near]) -> str:
    """What is thin, poorly agreed on, or too alike, as a list."""
    lines = []
    thin = [
        f"{label} {len([word for word in words if word])}"
        for (kind, key, label), words in sorted(wordings(entries).items())
        if (kind, key) == ("state", "state") and len(words) < WANTED_WORDINGS
    ]
    if thin:
        lines.append(f"Meeting states with under {WANTED_WORDINGS} wordings: {', '.join(thin)}.")
    items = [item for entry in entries for item in entry.items]
    have = {(item.kind, key, label) for item in items for key, label in item.labels()}
    absent = sorted(
        f"{kind}.{key} {label}"
        for kind, key, label in _vocabulary()
        if (kind, key, label) not in have
    )
    if absent:
        lines.append(f"Labels without an example: {', '.join(absent)}.")
    for when, table in (
        ("of the labels given blind to known spans", BLIND),
        ("of those given by who reworked the rules", LABELLED),
        ("in the newest, blind sample", SETTLED),
        ("in the last, blind sample", LAST),
        ("in the fresh, blind sample", FRESH),
        ("in the earlier sample, before adjudication", BEFORE),
        ("after adjudication", TABLE),
    ):
        if table.exists():
            told = ", ".join(_poor(table)) or "none"
            lines.append(f"Labels agreed on under {POOR} {when}: {told}.")
    alike = len({each.unit.id for each in near if each.like >= TOO_LIKE})
    lines.append(f"Sentences of dev and test at {TOO_LIKE} or more to one of train: {alike}.")
    return "\n".join(f"- {line}" for line in lines)
