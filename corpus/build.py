"""Entries → JSONL records with character offsets, a file a split; and the frozen test's digest.

README.md documents the record. Dev and test are filled by the fixed seed, so that scores compare;
seed and number of fills bear on train alone.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.fill import SEED, Filled, fill
from corpus.format import Entry, Item
from corpus.schema import BODIES, HEADERS, HERE, KINDS, Refers, Words, Yes
from corpus.splits import SPLITS, read_splits, split_of
from dragoman.ontology import Form
from dragoman.spans import Span

DIGEST = HERE / "test.sha256"

Record = dict[str, Any]


def build(entries: Iterable[Entry], out: Path, seed: int, fills: int) -> dict[str, int]:
    """Writes ``OUT/train.jsonl``, ``dev.jsonl``, ``test.jsonl`` → the number of records of each."""
    entries = sorted(entries, key=lambda entry: entry.id)
    out.mkdir(parents=True, exist_ok=True)
    counts = {}
    for split in SPLITS:
        made = list(records(entries, split, seed, fills))
        (out / f"{split}.jsonl").write_text("".join(made), encoding="utf-8")
        counts[split] = len(made)
    return counts


def records(entries: Iterable[Entry], split: str, seed: int, fills: int) -> Iterator[str]:
    """The lines of one split; fills count on from the seed."""
    splits = read_splits()
    seeds = range(seed, seed + fills) if split == "train" else (SEED,)
    for entry in entries:
        if split_of(entry, splits) == split:
            for each in seeds:
                made = {"id": entry.id, "fill": each, "split": split, **record(fill(entry, each))}
                yield json.dumps(made, ensure_ascii=False) + "\n"


def digest_of_test(entries: Iterable[Entry]) -> str:
    """SHA-256 of test.jsonl as `build` writes it."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    return hashlib.sha256("".join(records(ordered, "test", SEED, 1)).encode()).hexdigest()


def record(filled: Filled) -> Record:
    """A filled entry → its record, without split and fill."""
    entry = filled.entry
    found: Record = {
        "kind": entry.kind,
        "file": entry.file,
        **{key: entry.header.get(key) for key in HEADERS},
        "title": filled.title or None,
        "text": filled.text,
        "sides": dict(filled.cast),
        "actors": [*_slots(filled)],
    }
    found |= {f"{kind}s": [] for kind in KINDS if kind != "actor"}
    for item in entry.items:
        found[f"{item.kind}s"].append(_item(filled, item))
    return found


def _slots(filled: Filled) -> Iterator[Record]:
    """Each slot is an actor; a town or a venue's own capital is listed with its form."""
    for letter, name in filled.cast.items():
        body = letter in BODIES
        yield {
            "id": letter,
            "kind": "organisation" if body else "country",
            "side": None if body else letter,
            "country": None if body else name,
            "role": None,
            "for": None,
            "mentions": [
                {"start": span.start, "end": span.end, "form": slot.form or "name"}
                for slot, span in filled.mentions
                if slot.letter == letter
            ],
        }


def _item(filled: Filled, item: Item) -> Record:
    kind = KINDS[item.kind]
    made: Record = {"id": item.id}
    for key, attribute in kind.attributes.items():
        match attribute:
            case Refers(many=True):
                made[key] = list(item.listed(key))
            case Refers(default=default) | Words(default=default):
                made[key] = item.values.get(key, default)
            case Yes():
                made[key] = key in item.values
            case _:
                made[key] = item.values.get(key)
    main = [_pair(span) for span in filled.marked(item.id)]
    if item.kind == "actor":
        side = made["side"] = None if made["side"] in (None, "none", "unknown") else made["side"]
        made["country"] = filled.cast.get(side) if side and side not in BODIES else None
        made["mentions"] = [{"start": start, "end": end, "form": "marked"} for start, end in main]
        return made
    if item.kind == "statement":
        made["form"] = form(filled, item).value if main else None
    made["spans"] = {"main": main}
    for role in sorted(kind.roles):
        made["spans"][role] = [_pair(span) for span in filled.marked(item.id, role)]
    return made


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


QUOTED = (
    re.compile(r"“[^”\n]*(?:”|$|(?=\n))"),
    re.compile(r"\"[^\"\n]*\""),
    re.compile(r"‘(?:[^’\n]|’(?=\w))*’(?!\w)"),
    re.compile(r"(?<!\w)'(?:[^'\n]|'(?=\w))*'(?!\w)"),
)
"""Words in quotation marks; “ may stay open to the end of its paragraph."""


def form(filled: Filled, item: Item) -> Form:
    """Direct when all words of the content stand in quotation marks, mixed when some do.

    Marks that stand around the cue too are those of someone else who quotes it. A turn of a
    transcript that no cue brings is direct without marks.
    """
    cues = filled.marked(item.id, "cue")
    if not cues and filled.entry.header.get("register") == "transcript":
        return Form.DIRECT
    quotes = [Span(*found.span()) for sort in QUOTED for found in sort.finditer(filled.text)]
    own = [quote for quote in quotes if not any(quote.holds(cue) for cue in cues)]
    letters = [
        any(quote.start <= at < quote.end for quote in own)
        for span in filled.marked(item.id)
        for at in range(span.start, span.end)
        if filled.text[at].isalnum()
    ]
    if letters and all(letters):
        return Form.DIRECT
    return Form.MIXED if any(letters) else Form.INDIRECT
