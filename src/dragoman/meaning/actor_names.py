"""Tree → the names that stand in it, each with what the network and the world's tables say.

The network's entity and the tables' longest match are weighed against each other: a table name
inside a longer entity belongs to it ("Jordan" in "Jordan Vell"), and the other way round.
"""

from dataclasses import dataclass, replace
from datetime import date

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_world import Known
from dragoman.meaning.tree import Tree

_LONGEST = 8
_AMBIGUOUS = frozenset({
    "Male", "Quad", "Fed", "IS", "PA", "AA", "SPA", "PT", "Vale", "Tata", "Ford",
})  # fmt: skip
"""Table names that are also plain words or surnames: believed only as the network's entity."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at tokens first … last (half-open) and what may stand behind it."""

    first: int
    last: int
    head: int
    label: str
    """The network's label; empty where only a table knows the name."""
    known: tuple[Known, ...] = ()
    country: str | None = None
    """ISO code of a country word that opens the name ("Chilean" in "Chilean Coast Guard")."""

    @property
    def what(self) -> str:
        """The sort of the surest table entry; empty when no table knows the name."""
        return self.known[0].what if self.known else ""

    @property
    def home(self) -> str | None:
        """The country that the name itself tells."""
        return self.country or next((k.country for k in self.known if k.country), None)


def find_names(tree: Tree) -> tuple[Name, ...]:
    """All names of a text in order, none overlapping another."""
    entities = [
        Name(*_trimmed(tree, e.first, e.last), e.first, e.label)
        for e in tree.tags.entities
        if e.label in ("PER", "ORG", "LOC", "NORP", "FAC", "MISC")
    ]
    entities = [name for name in entities if name.first < name.last]
    listed = _listed(tree)
    merged = [name for name in _weigh(entities, listed) if not _furniture(tree, name)]
    merged = _joined(tree, sorted(merged, key=lambda n: n.first))
    merged = sorted([*merged, *_again(tree, merged)], key=lambda n: n.first)
    return tuple(replace(name, head=_head(tree, name)) for name in merged)


def words(tree: Tree, first: int, last: int) -> str:
    """The printed words of tokens, line breaks as blanks."""
    tokens = tree.tokens
    return " ".join(tree.text.content[tokens[first].span.start : tokens[last - 1].span.end].split())


def _trimmed(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """An entity's tokens without article, quotes and possessive ending."""
    while first < last and (tree.lower[first] in ("the", "a", "an") or not _wordy(tree, first)):
        first += 1
    while first < last and (tree.lower[last - 1] in ("'s", "’s") or not _wordy(tree, last - 1)):
        last -= 1
    return first, last


def _wordy(tree: Tree, i: int) -> bool:
    return any(c.isalnum() for c in tree.words[i])


def _listed(tree: Tree) -> list[Name]:
    """Longest matches of the tables' names, left to right."""
    found: list[Name] = []
    at = 0
    names, openers = world.names(), world.openers()
    while at < len(tree):
        word = tree.words[at]
        last = at + 1
        known: tuple[Known, ...] = ()
        if word[0].islower() and word != "al":
            at += 1
            continue
        if world.opener(word) in openers:
            known, last = _longest(tree, names, at)
        if known:
            found.append(Name(at, last, at, "", known))
        at = last
    return found


def _longest(
    tree: Tree, names: dict[str, tuple[Known, ...]], at: int
) -> tuple[tuple[Known, ...], int]:
    stop = min(at + _LONGEST, tree.sentence_tokens(at).stop)
    for last in range(stop, at, -1):
        phrase = words(tree, at, last).replace("’", "'")
        known = names.get(phrase)
        if known is None and phrase.isupper() and len(phrase) > 4:
            known = world.all_known(phrase)
        if known and phrase not in _AMBIGUOUS:
            return known, last
    return (), at + 1


def _weigh(entities: list[Name], listed: list[Name]) -> list[Name]:
    """Entities and table names → the one list without overlaps."""
    kept: list[Name] = []
    used: set[int] = set()
    for entity in entities:
        inside = [n for n in listed if n.first < entity.last and entity.first < n.last]
        best = max(inside, key=lambda n: n.last - n.first, default=None)
        if best is None:
            kept.append(entity)
        elif best.first <= entity.first and entity.last <= best.last:
            if best.what == "place" and entity.label != "LOC":
                kept.append(entity)
            elif best.first not in used:
                kept.append(replace(best, label=entity.label))
        else:
            kept.append(_prefixed(entity, inside))
        used |= {n.first for n in inside}
    # Many towns are plain words or surnames too: those need the network's word for it.
    return kept + [n for n in listed if n.first not in used and n.what != "place"]


def _prefixed(entity: Name, inside: list[Name]) -> Name:
    """A longer entity with the country that a table name within it tells."""
    if entity.label == "PER":
        return entity
    whole = [n for n in inside if n.last == entity.last and n.what not in _PLACES]
    country = next((n.home for n in inside if n.home), None)
    return replace(entity, country=country, known=whole[0].known if whole else ())


_PLACES = frozenset({"country", "demonym", "capital"})


def _joined(tree: Tree, names: list[Name]) -> list[Name]:
    """A country word right before a body's name becomes part of it ("US" + "Coast Guard")."""
    found: list[Name] = []
    for name in names:
        before = found[-1] if found else None
        if (
            before is not None
            and _adjoins(tree, before, name)
            and before.what in ("country", "demonym")
            and (name.label == "ORG" or name.what == "institution")
            and name.label != "PER"
            and name.what not in ("organisation", "seat", "armed_group", "company")
            and tree.words[name.first][0].isupper()
        ):
            home = before.home if name.home is None else name.home
            if home == before.home:
                found[-1] = replace(name, first=before.first, country=home)
                continue
        found.append(name)
    return found


def _adjoins(tree: Tree, before: Name, name: Name) -> bool:
    if before.last == name.first:
        return True
    return before.last + 1 == name.first and tree.lower[before.last] in ("'s", "’s")


def leading(tree: Tree, names: tuple[Name, ...], day: date | None) -> tuple[Name, ...]:
    """The names, with the surnames of leaders in office that the network did not see."""
    taken = {i for name in names for i in range(name.first, name.last)}
    found = [
        Name(i, i + 1, i, "PER")
        for i, token in enumerate(tree.tokens)
        if token.upos == "PROPN"
        and i not in taken
        and len(tree.words[i]) > 3
        and not _beside_proper(tree, i)
        and world.leader(tree.words[i], day) is not None
    ]
    return tuple(sorted([*names, *found], key=lambda n: n.first))


def _beside_proper(tree: Tree, i: int) -> bool:
    """Whether a proper noun is only part of a longer name ("Vell Street")."""
    near = [tree.tokens[n].upos for n in (i - 1, i + 1) if 0 <= n < len(tree)]
    return "PROPN" in near and tree.words[i].istitle()


def _again(tree: Tree, names: list[Name]) -> list[Name]:
    """Surnames and initials that the network saw once and then missed."""
    taken = {i for name in names for i in range(name.first, name.last)}
    labels: dict[str, str] = {}
    for name in names:
        last = tree.words[name.last - 1]
        if name.label == "PER" and not name.known and len(last) > 2:
            labels[last] = "PER"
        elif name.label == "ORG" and name.last - name.first == 1 and last.isupper():
            labels.setdefault(last, "ORG")
    return [
        Name(i, i + 1, i, labels[word])
        for i, word in enumerate(tree.words)
        if word in labels and i not in taken and tree.tokens[i].upos in ("PROPN", "NOUN")
    ]


def _furniture(tree: Tree, name: Name) -> bool:
    """A wire mark in brackets at the start of a line: "(NEWSWIRE) The port …"."""
    first, last = name.first, name.last
    if not first or last >= len(tree) or (tree.words[first - 1], tree.words[last]) != ("(", ")"):
        return False
    opens = first - 1
    before = tree.text.content[: tree.tokens[opens].span.start].rstrip(" ")
    return not before or before.endswith("\n")


def _head(tree: Tree, name: Name) -> int:
    """The token of a name that hangs outside it; the first where the parse is torn."""
    inside = range(name.first, name.last)
    roots = [i for i in inside if tree.head(i) not in inside]
    named = [i for i in roots if tree.relation(i) not in ("flat", "compound", "punct", "case")]
    return (named or roots or [name.first])[0]
