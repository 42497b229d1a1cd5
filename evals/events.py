"""The event tables against public gold: PETRARCH's unit sentences and the PLOVER codebook (PLV).

Both corpora give sentences apart from any report, so no actors, times or statements of ours enter:
what is measured is the reading of acts from the parse.

- ``petrarch``: pairs (source, target) and dyads (source, target, code root) from raw text. The
  actors are invented (Arnor, Gondor); the names and adjectives that stand for each code are the
  test's own actor dictionary, so they are given to us as extra names, as they are to PETRARCH.
  Sectors (GOV MIL …) are not compared: actors count by their first three letters, the country. The
  codes of these sentences are WEIS's, CAMEO's elder (122 condemn, 212 arrest, 032 visit), so our
  codes are turned to WEIS roots; sentences with codes outside WEIS (901, 345: probes of PETRARCH's
  synonym sets) count for pairs only. Left out, and counted: sentences marked as errors, those with
  an actor who is in no list of names, and events that are comments (02), statements here.
- ``plv``: PLOVER root and quad class of a sentence with its source and target given. The type is
  that of the act between the two; PLV files promises of cooperation under AGREE, promises of harm
  under THREATEN and sanctions under COERCE, so our types are mapped by status first.

Events of the stream corpus are scored by `evals.stream`; its gold calls a meeting called off
SANCTION (discontinue) where this project and the founding report say REJECT: either counts.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from dragoman.language.tag import tag_many
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_acts import find_acts
from dragoman.meaning.event_codes import COOPERATIVE, Act
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, EventStatus, EventType, MentionKind
from dragoman.spans import Span, Text
from dragoman.types import Actor, Mention
from evals.corpora import corpus

_OPEN = (EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.CONDITIONAL)
_NOT = (EventStatus.NEGATED, EventStatus.DENIED)
QUADS = {
    "AGREE": "1", "CONSULT": "1", "SUPPORT": "1", "COOPERATE": "2", "AID": "2", "YIELD": "2",
    "REQUEST": "3", "ACCUSE": "3", "REJECT": "3", "THREATEN": "3", "PROTEST": "4",
    "SANCTION": "4", "MOBILIZE": "4", "COERCE": "4", "ASSAULT": "4",
}  # fmt: skip
"""PLV's roots and the quad class of each: 1, 2 cooperation in words and deeds, 3, 4 conflict."""

NAMES = {
    "ARN": ("Arnor", "Arnorian"), "GON": ("Gondor", "Gondorian", "Minas Tirith"),
    "OSG": ("Osgiliath",), "ERI": ("Eriador", "Eriadori", "Eriadorian"),
    "CAL": ("Calenardhon",), "ITH": ("Ithilen", "Ithilien"),
    "DAG": ("Dagolath", "Dagolathi"), "MOR": ("Mordor", "Cirith Ungol"), "ROH": ("Rohan", "Rohans"),
    "FOR": ("Fornost",), "BRE": ("Bree",), "ELF": ("Caras Galadhon",),
    "DOL": ("Dol Amroth", "Dol_Amroth"),
    "USA": ("White House", "Washington"), "RUS": ("Russian",), "HGW": ("Quibbler",),
}  # fmt: skip


_WEIS = {
    "057": "08", "050": "06", "054": "06", "033": "05", "161": "19", "166": "20",
    "03": "08", "04": "03", "05": "04", "06": "08", "07": "07", "08": "06", "02": "09",
    "10": "09", "09": "12", "11": "12", "12": "11", "125": "19", "13": "17", "14": "18",
    "15": "18", "16": "19", "17": "21", "18": "22", "19": "22", "20": "22",
}  # fmt: skip
_ALIKE = {"10": "09", "15": "09", "16": "17", "13": "12"}
"""WEIS roots that are one for us: request, propose and demand; warn and threaten; complain."""


def run(data: Path | None = None) -> dict[str, Any]:
    """Both corpora, or one file of the format of either (``.jsonl`` or ``.tsv``) → measures."""
    files = [data] if data is not None else [
        corpus("events/petrarch_unit.jsonl"), corpus("events/plv_train.tsv"),
    ]  # fmt: skip
    found: dict[str, Any] = {"files": files}
    for file in files:
        if file.suffix == ".tsv":
            found["plv"] = plv(file)
        else:
            found["petrarch"] = petrarch(file)
    wrong = [case for one in ("petrarch", "plv") for case in found.get(one, {}).pop("wrong", ())]
    return {**found, "errors": spread(wrong)}


def spread(wrong: Iterable[str]) -> list[str]:
    """Wrong cases, each family in turn, so that the first few show every one; largest first."""
    families: dict[str, list[str]] = {}
    for case in wrong:
        families.setdefault(" ".join(case.split()[1:3]), []).append(case)
    ranked = sorted(families.values(), key=len, reverse=True)
    return [case for turn in zip_longest(*ranked) for case in turn if case is not None]


Dyad = tuple[str, str, str]
"""Source and target by the letters of their countries, and the WEIS root."""


# --- PETRARCH --------------------------------------------------------------------------------


def petrarch(path: Path) -> dict[str, Any]:
    """Pairs (source, target) and dyads (with the WEIS root): precision, recall, F1; wrong cases."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [(row, want) for row in rows if (want := _gold(row)) is not None]
    pairs, dyads = Tally(), Tally()
    wrong: list[str] = []
    for (row, want), tree in zip(kept, _trees(row["text"] for row, _ in kept), strict=True):
        acts = _told_acts(tree)
        have = {dyad for act in acts for dyad in _dyads(act)}
        pairs.add({dyad[:2] for dyad in want}, {dyad[:2] for dyad in have})
        if all(dyad[2] for dyad in want):
            dyads.add(want, have)
        if (family := _family(want, have, bool(acts))) is not None:
            told = f"{_shown(want - have)} missed, {_shown(have - want)} too many"
            wrong.append(f"{row['id']} {family}: {told} | {row['text']}")
    return {
        "wrong": wrong,
        **pairs.scores("pair"), **dyads.scores("dyad"),
        "sentences": len(kept), "left_out": len(rows) - len(kept),
    }  # fmt: skip


def _told_acts(tree: Tree) -> list[Act]:
    """The acts of a sentence; what is denied or did not happen counts for nothing."""
    return [act for act in find_acts(tree, _named(tree)) if act.standing.status not in _NOT]


def _family(want: set[Dyad], have: set[Dyad], acts: bool) -> str | None:
    """In two words what is wrong with the dyads found; None for nothing."""
    wanted, found = {dyad[:2] for dyad in want}, {dyad[:2] for dyad in have}
    if wanted == found:
        return "other root" if want != have and all(dyad[2] for dyad in want) else None
    if not wanted <= found:
        return "other pair" if found else "no target" if acts else "no act"
    return "pair too-many"


def _shown(dyads: set[Dyad]) -> str:
    return ", ".join(f"{one}→{other} {root}" for one, other, root in sorted(dyads)) or "nothing"


def _gold(row: dict[str, Any]) -> set[Dyad] | None:
    """The dyads of a sentence, roots that are no WEIS as ""; None for one that is left out."""
    if row.get("category") == "ERROR":
        return None
    wanted = set()
    for event in row["events"] or ():
        sides = [str(event.get(side) or "") for side in ("source", "target")]
        code = str(event.get("code") or "")
        if not all(sides) or "-" in sides[1] or code.startswith("02"):
            continue
        source, target = sides[0][:3], sides[1][:3]
        if source not in NAMES or target not in NAMES:
            return None
        root = code[:2] if len(code) == 3 and "01" <= code[:2] <= "22" else ""
        wanted.add((source, target, _ALIKE.get(root, root)))
    return wanted or (None if row["events"] else set())


def _named(tree: Tree) -> Cast:
    """The invented actors of a sentence by their names; a person goes with the country named."""
    content, actors = tree.text.content, []
    for code, names in NAMES.items():
        spans = {span for name in names for span in _places(content, name)}
        mentions = tuple(
            Mention(span, MentionKind.NAME, head)
            for span in sorted(spans)
            if (head := tree.head_of(span)) is not None
        )
        if mentions:
            actors.append(Actor(code, names[0], ActorKind.COUNTRY, mentions))
    return Cast(tree, tuple(actors))


def _places(content: str, name: str) -> Iterator[Span]:
    at = content.find(name)
    while at >= 0:
        end = at + len(name)
        if not content[end : end + 1].isalpha():
            yield Span(at, end)
        at = content.find(name, end)


def _dyads(act: Act) -> Iterator[Dyad]:
    root = _weis(act)
    mutual = act.symmetric or act.calls_off
    for source in act.actors:
        for target in act.targets or (act.actors if mutual else ()):
            if source != target:
                yield source, target, root
                if act.type is EventType.CONSULT:
                    yield target, source, root


def _weis(act: Act) -> str:
    """Our type and code → the WEIS root that PETRARCH's unit sentences are coded by."""
    if act.standing.status in _OPEN and act.type is EventType.AID:
        return "07"
    return _WEIS.get(act.cameo, _WEIS.get(act.cameo[:2], _WEIS.get(act.type.value, "")))


# --- PLV -------------------------------------------------------------------------------------


def plv(path: Path) -> dict[str, Any]:
    """Accuracy and macro-F1 of root and quad; a sentence without an act found counts as wrong."""
    rows = plv_rows(path)
    roots, quads, silent = [], [], 0
    wrong: list[str] = []
    for row, tree in zip(rows, _trees(row["sentence"] for row in rows), strict=True):
        root = plv_root(tree, row["source"], row["target"])
        silent += root is None
        roots.append((row["root"], root or ""))
        quads.append((row["quad"], QUADS.get(root or "", "")))
        if root != row["root"]:
            sides = f"{row['source']} → {row['target']}"
            wrong.append(
                f"{row['id']} {row['root']} as-{root or 'nothing'}: {sides} | {row['sentence']}"
            )
    return {
        "wrong": wrong,
        "root_accuracy": _accuracy(roots), "root_macro_f1": macro(roots),
        "quad_accuracy": _accuracy(quads), "quad_macro_f1": macro(quads),
        "sentences": len(rows), "silent": silent,
    }  # fmt: skip


def plv_rows(path: Path) -> list[dict[str, str]]:
    """Rows of `id`, `sentence`, `source`, `target`, `root` and `quad`."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def plv_root(tree: Tree, source: str, target: str) -> str | None:
    """The PLV root of the act between two given phrases; None when no act is found."""
    cast = _given(tree, source, target)
    acts = [act for act in find_acts(tree, cast) if not act.standing.normative]
    if not acts:
        return None
    act = max(acts, key=lambda act: _fit(tree, act))
    return filed(act.type, act.standing.status, act.cameo)


def _fit(tree: Tree, act: Act) -> tuple[int, int, int]:
    """How well an act joins the two: both sides, then one; then nearest to the root."""
    sides = ("source" in act.actors) * 2 + ("target" in (*act.targets, *act.actors)) * 1
    return sides, -len(list(tree.ancestors(act.trigger[0]))), -act.trigger[0]


def _given(tree: Tree, source: str, target: str) -> Cast:
    actors = []
    for name, phrase in (("source", source), ("target", target)):
        at = tree.text.content.lower().find(phrase.lower().strip())
        if at < 0:
            continue
        span = Span(at, at + len(phrase.strip()))
        head = tree.head_of(span)
        if head is not None:
            mention = Mention(span, MentionKind.NAME, head)
            actors.append(Actor(name, phrase, ActorKind.GOVERNMENT, (mention,)))
    return Cast(tree, tuple(actors))


def filed(kind: EventType, status: EventStatus, cameo: str = "") -> str:
    """A type of ours with its status and code → the root under which PLV files such an act."""
    if status in _NOT and kind in COOPERATIVE:
        return "REJECT"
    if status in _OPEN:
        if kind in COOPERATIVE and kind is not EventType.CONSULT:
            return "AGREE"
        if kind not in COOPERATIVE and kind not in (EventType.ACCUSE, EventType.REQUEST):
            return "THREATEN" if kind is not EventType.REJECT else "REJECT"
    if kind in (EventType.CONCEDE, EventType.RETREAT):
        return "YIELD"
    return {"163": "COERCE", "191": "ASSAULT", "192": "ASSAULT"}.get(cameo, kind.value)


# --- measures --------------------------------------------------------------------------------


def _trees(texts: Iterable[str]) -> Iterator[Tree]:
    contents = [Text(text) for text in texts]
    for text, tags in zip(contents, tag_many(contents), strict=True):
        yield Tree(text, tags)


@dataclass(slots=True)
class Tally:
    """Counts of what was wanted, found and right."""

    wanted: int = 0
    found: int = 0
    right: int = 0

    def add(self, want: Set[object], have: Set[object]) -> None:
        self.wanted += len(want)
        self.found += len(have)
        self.right += len(want & have)

    def scores(self, name: str) -> dict[str, float]:
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        both = precision + recall
        return {
            f"{name}_precision": precision, f"{name}_recall": recall,
            f"{name}_f1": 2 * precision * recall / both if both else 0.0,
            f"{name}_gold": self.wanted, f"{name}_found": self.found,
        }  # fmt: skip


def _accuracy(pairs: list[tuple[str, str]]) -> float:
    return sum(gold == found for gold, found in pairs) / len(pairs)


def macro(pairs: list[tuple[str, str]]) -> float:
    """The mean of the classes' F1, over the classes of the gold."""
    right = Counter(gold for gold, found in pairs if gold == found)
    wanted = Counter(gold for gold, _ in pairs)
    given = Counter(found for _, found in pairs)
    return sum(2 * right[c] / (wanted[c] + given[c]) for c in wanted) / len(wanted)
