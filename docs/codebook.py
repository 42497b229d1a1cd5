"""The vocabularies and tables of the package → the tables of ``docs/codebook.md``.

Examples are the ontology's own and those of the corpus's guidelines, which are checked there by a
test; their slots are filled with invented countries (``assets/invented.tsv``). Words in bold are
those that the label stands on.
"""

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from corpus.fill import put
from corpus.format import Entry, Item, Slot, read
from corpus.schema import table as corpus_table
from dragoman.lexicon import table
from dragoman.ontology import EventType
from dragoman.serve.vocabulary import VOCABULARIES, rows, subject

ROOT = Path(__file__).resolve().parent.parent
GUIDELINES = ROOT / "corpus" / "GUIDELINES.md"
INVENTED = ROOT / "docs" / "assets" / "invented.tsv"

LABELLED = {
    "form": ("statement", "form", ""),
    "act": ("statement", "act", "cue"),
    "polarity": ("statement", "polarity", "cue"),
    "channel": ("statement", "channel", "channel"),
    "event_type": ("event", "type", ""),
    "event_status": ("event", "status", ""),
    "meeting_kind": ("meeting", "kind", ""),
    "meeting_state": ("state", "state", ""),
    "actor_kind": ("actor", "kind", ""),
}
"""Vocabulary → kind of item, its attribute, and the role whose words are shown in bold."""

LONG = 110
"""Characters of an example that is shown whole."""

SECTOR_COLUMNS = ("sector", "example", "cameo", "icews")

QUADS = ("", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


# --- examples --------------------------------------------------------------------------------


@cache
def entries() -> tuple[Entry, ...]:
    """The examples of the guidelines."""
    blocks = re.findall(r"```\n(=== .*?)```", GUIDELINES.read_text(encoding="utf-8"), re.DOTALL)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "guidelines.txt"
        file.write_text("".join(blocks), encoding="utf-8")
        found, flaws = read(file)
    if flaws:
        raise ValueError(f"guidelines: {flaws[0]}")
    return tuple(found)


@cache
def invented() -> Mapping[str, Mapping[str, str]]:
    """Letter → the forms of its invented country or body."""
    lines = INVENTED.read_text(encoding="utf-8").splitlines()
    found = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return {row["letter"]: {**row, "short": row["name"], "poss": row["name"]} for row in found}


def example(kind: str, role: str, label: str, fits: Callable[[Item], bool]) -> str:
    """The guidelines' example of a label, filled; one that is there for it before any other."""
    matches = [
        (entry, item)
        for entry in entries()
        for item in entry.items
        if item.kind == kind and fits(item) and entry.marked(item.id)
    ]
    words = re.compile(rf"\b{re.escape(label.replace('_', ' '))}\b", re.IGNORECASE)

    def order(match: tuple[Entry, Item]) -> tuple[bool, bool, int]:
        entry, item = match
        why = entry.header.get("why", "").replace("_", " ").split(":")[0]
        done = item.values.get("status", "happened") == "happened"
        return not words.search(why), not done, len(entry.plain)

    return filled(*min(matches, key=order), role) if matches else ""


def filled(entry: Entry, item: Item, role: str) -> str:
    """The text with its slots filled and the item's words in bold, in one line of Markdown."""
    bold = entry.marked(item.id, role) or entry.marked(item.id)
    parts = []
    for place, piece in enumerate(entry.pieces):
        parts += ["**" for mark in bold if mark.last == place]
        parts += ["**" for mark in bold if mark.first == place]
        words = put(piece, invented()[piece.letter], "’") if isinstance(piece, Slot) else piece
        parts.append(words.replace("|", "\\|"))
    parts += ["**" for mark in bold if mark.last == len(entry.pieces)]
    return shortened(" ".join("".join(parts).split()))


def shortened(text: str) -> str:
    """Of a long example the sentence of its words in bold; of a long list its head and they.

    >>> shortened("A " + "left the pass, freed its captives, " * 4 + "**gave up** two guns.")
    'A left the pass, … **gave up** two guns.'
    """
    if len(text) <= LONG:
        return text
    sentence = next(one for one in re.split(r"(?<=[.;]) ", text) if "**" in one).rstrip(";")
    head, *rest = sentence.split(", ")
    if len(sentence) <= LONG or "**" in head:
        return sentence if len(sentence) <= LONG else f"{head} …"
    return f"{head}, … {next(part for part in rest if '**' in part)}"


def labelled(name: str, member: str) -> str:
    """The guidelines' example of a member of a vocabulary; "" where they mark no such thing."""
    if name not in LABELLED:
        return ""
    kind, attribute, role = LABELLED[name]
    if attribute == "form":
        return example(kind, role, member, lambda _: True) if _has_form(member) else ""
    return example(kind, role, member, lambda item: (attribute, member) in item.labels())


def _has_form(member: str) -> bool:
    """Forms are computed and not marked: the examples say in their "why" which they show."""
    return any(entry.header.get("why", "").startswith(member) for entry in entries())


# --- the parts -------------------------------------------------------------------------------


def vocabularies() -> str:
    """A table for each closed vocabulary: member, meaning, examples."""
    parts = []
    for name in VOCABULARIES:
        parts += [f"### `{name}`", "", subject(name), ""]
        told = [
            (f"`{member}`", means, _both(short, labelled(name, member)))
            for member, means, short in rows(name)
        ]
        parts += [as_table(("member", "meaning", "examples"), told), ""]
    return "\n".join(parts).rstrip()


def _both(short: str, marked: str) -> str:
    return f"{short} · {marked}" if marked else short


def modes() -> str:
    """PLOVER type and mode → meaning, the CAMEO code that stands for it, an example."""
    codes = {(row["type"], row["mode"]): row["code"] for row in table("plover_codes")}
    labels = {row["code"]: row["label"] for row in table("cameo")}
    meanings = {(row["type"], row["mode"]): row["meaning"] for row in corpus_table("modes")}

    def told(type: EventType, mode: str) -> tuple[str, ...]:
        code = codes[type, mode]
        meaning = meanings[type, mode] if mode else type.definition
        shown = _mode_example(type, mode) if mode else type.example
        return f"`{type}`", f"`{mode}`" * bool(mode), meaning, f"`{code}` {labels[code]}", shown

    kinds = [(type, mode) for type in EventType for mode in ("", *_modes_of(type, meanings))]
    header = ("type", "mode", "meaning", "CAMEO code that stands for it", "example")
    return as_table(header, (told(*kind) for kind in kinds))


def _modes_of(type: EventType, meanings: Iterable[tuple[str, str]]) -> list[str]:
    return [mode for own, mode in meanings if own == type]


def _mode_example(type: EventType, mode: str) -> str:
    def fits(item: Item) -> bool:
        return item.values.get("type") == type and item.values.get("mode") == mode

    return example("event", "", mode, fits)


def crosswalk() -> str:
    """CAMEO code → PLOVER type, mode, context, quad, Goldstein's scale; a table a root."""
    extra = {row["code"]: row for row in table("crosswalk")}
    parts: list[str] = []
    roots: dict[str, list[Sequence[str]]] = {}
    titles: dict[str, str] = {}
    for row in table("cameo"):
        root, more = row["code"][:2], extra.get(row["code"], {})
        if row["code"] == f"{root}0":
            titles[root] = row["label"]
        kind = (f"`{more['mode']}`" if more.get("mode") else "", more.get("context") or "")
        quad = QUADS[int(row["quad"])]
        scale = more.get("goldstein") or ""
        type = f"`{row['type']}`" if row["type"] else "*a statement*"
        line = (f"`{row['code']}`", row["label"], type, *kind, quad, scale)
        roots.setdefault(root, []).append(line)
    header = ("code", "label", "type", "mode", "context", "quad", "Goldstein")
    for root, lines in roots.items():
        parts += [f"### {root} {titles.get(root, '')}".rstrip(), "", as_table(header, lines), ""]
    return "\n".join(parts).rstrip()


def sectors() -> str:
    """What an actor's `sector` may be, with the roles of other sets."""
    header = ("sector", "for example", "GDELT, PETRARCH", "ICEWS")
    return as_table(header, ([row[name] for name in SECTOR_COLUMNS] for row in table("sectors")))


def as_table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Rows → a table of Markdown."""

    def all_rows() -> Iterator[Sequence[str]]:
        yield header
        yield ["---"] * len(header)
        yield from lines

    return "\n".join(f"| {' | '.join(row)} |" for row in all_rows())
