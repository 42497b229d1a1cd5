"""Tree → the names that stand in it, each with what the network and the world's tables say.

The network's entity and the tables' longest match are weighed against each other: a table name
inside a longer entity belongs to it ("Jordan" in "Jordan Vell"), and the other way round.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from dragoman.lexicon import table
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
    entities = [
        n for n in entities if not (_title(tree, n) or of_no_people(tree, n.first, n.last))
    ]
    days = _calendar()
    entities = [n for n in entities if n.last - n.first > 1 or tree.words[n.first] not in days]
    entities = [part for name in entities if name.first < name.last for part in _parted(tree, name)]
    listed = _listed(tree)
    merged = [n for n in _weigh(entities, listed) if not (_furniture(tree, n) or _vessel(tree, n))]
    merged = _joined(tree, sorted(merged, key=lambda n: n.first))
    merged = sorted([*merged, *_again(tree, merged)], key=lambda n: n.first)
    merged = _placed(tree, merged)
    return tuple(replace(name, head=_head(tree, name)) for name in merged)


def of_no_people(tree: Tree, first: int, last: int) -> bool:
    """Whether a noun with the word that opens it is no body: "the eastern bank"."""
    return tree.lower[first] in _OTHER_SENSES.get(tree.lemmas[last - 1].lower(), ())


_OTHER_SENSES = {
    "bank": frozenset(
        {"river", "left", "right", "east", "eastern", "west", "western", "north", "northern",
         "south", "southern", "far", "near", "other", "opposite", "both", "lake", "sand"}
    ),
    "channel": frozenset(
        {"diplomatic", "back", "official", "usual", "secret", "direct", "quiet", "communication",
         "private", "bilateral", "military", "shipping", "navigation", "indirect", "these", "those",
         "various", "existing", "appropriate", "other", "all"}
    ),
}  # fmt: skip
"""Noun → words before it that make it no body of people: a river's bank, a diplomatic channel."""


def _title(tree: Tree, name: Name) -> bool:
    """A title alone that the network took for a person ("Major" in "Major Anna Vell")."""
    if name.label == "PER" and tree.lower[name.first] == "d'affaires":
        return True
    if name.label != "PER" or name.last >= len(tree) or tree.tokens[name.last].upos != "PROPN":
        return False
    return world.role(words(tree, name.first, name.last)) is not None


def _parted(tree: Tree, name: Name) -> list[Name]:
    """Two places that the network took for one ("Chile and Peru")."""
    at = next((i for i in range(name.first + 1, name.last - 1) if tree.lower[i] == "and"), None)
    if at is None or name.label != "LOC":
        return [name]
    return [replace(name, last=at), replace(name, first=at + 1, head=at + 1)]


def words(tree: Tree, first: int, last: int) -> str:
    """The printed words of tokens, line breaks as blanks."""
    tokens = tree.tokens
    return " ".join(tree.text.content[tokens[first].span.start : tokens[last - 1].span.end].split())


def _trimmed(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """An entity's tokens without article, quotes and possessive ending."""
    while first < last and (tree.lower[first] in ("the", "a", "an") or not _wordy(tree, first)):
        first += 1
    small = first
    while small < last and tree.words[small][0].islower() and tree.words[small] != "al":
        small += 1
    if small < last and tree.words[small][0].isupper() and tree.words[first][0].islower():
        first = small  # "rebel Eastern Front"
    while first < last and tree.tokens[last - 1].upos in ("ADP", "DET"):
        last -= 1
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


def _placed(tree: Tree, names: list[Name]) -> list[Name]:
    """The names, towns and regions told apart: many are plain words or surnames as well.

    Believed of the network's places, and of a "person" whose surname nobody in the report bears
    and who neither acts nor owns ("suggested Lima").
    """
    found = []
    towns = {tree.words[n.first] for n in names if _located(tree, n, names)}
    for name in names:
        lone = name.label == "PER" and not name.known and name.last - name.first == 1
        if lone and tree.words[name.first] in towns and not _acts(tree, name):
            name = replace(name, label="LOC")
        text = words(tree, name.first, name.last) if not name.known and name.label else ""
        known = None
        alone = name.label == "PER" and name.last - name.first == 1
        if name.label == "LOC" or (alone and _idle(tree, name, names)):
            known = world.place(text)
        if known is not None:
            name = replace(name, label="LOC", known=(known,))
        elif name.label in ("LOC", "ORG") and " " in text and name.country is None:
            inside = (world.place(word, name.label == "LOC") for word in text.split())
            country = next((place.country for place in inside if place is not None), None)
            name = replace(name, country=country)
        found.append(name)
    return found


def _located(tree: Tree, name: Name, names: list[Name]) -> bool:
    """ "held in Orrin": a place, though the network may see a person next time; no surname is."""
    first = name.first
    if not first or name.label not in ("PER", "LOC") or name.last - first > 1 or name.known:
        return False
    if tree.lower[first - 1] not in ("in", "near") or tree.relation(first) not in ("obl", "nmod"):
        return False
    return _no_surname(tree, name, names)


def _acts(tree: Tree, name: Name) -> bool:
    return tree.relation(name.first) == "nsubj" or tree.tokens[name.first].relation == "nmod:poss"


def _no_surname(tree: Tree, name: Name, names: list[Name]) -> bool:
    word = tree.words[name.first]
    longer = (n for n in names if n.label == "PER" and n.last - n.first > 1)
    return all(word not in tree.words[n.first : n.last] for n in longer)


def _idle(tree: Tree, name: Name, names: list[Name]) -> bool:
    if tree.relation(name.first) not in ("obj", "obl", "conj", "nmod"):
        return False
    return _no_surname(tree, name, names)


def _weigh(entities: list[Name], listed: list[Name]) -> list[Name]:
    """Entities and table names → the one list without overlaps."""
    kept: list[Name] = []
    used: set[int] = set()
    at: dict[int, list[int]] = {}
    for number, name in enumerate(listed):
        for i in range(name.first, name.last):
            at.setdefault(i, []).append(number)
    for entity in entities:
        over = {n for i in range(entity.first, entity.last) for n in at.get(i, ())}
        inside = [listed[n] for n in sorted(over)]
        best = max(inside, key=lambda n: n.last - n.first, default=None)
        if best is None:
            kept.append(entity)
        elif best.first <= entity.first and entity.last <= best.last:
            if best.first not in used:
                kept.append(replace(best, label=entity.label))
        else:
            kept.append(_prefixed(entity, inside))
        used |= {n.first for n in inside}
    return kept + [n for n in listed if n.first not in used]


def _prefixed(entity: Name, inside: list[Name]) -> Name:
    """A longer entity with the country that a table name within it tells."""
    if entity.label == "PER":
        return entity
    whole = [n for n in inside if n.last == entity.last and n.what not in _PLACES]
    if whole and whole[0].what == "institution" and entity.first < min(n.first for n in inside):
        return entity  # "the Orrinese Treasury Department" is not the one that the table means
    country = next((n.home for n in inside if n.home), None)
    return replace(entity, country=country, known=whole[0].known if whole else ())


_PLACES = frozenset({"country", "demonym", "capital"})


def _joined(tree: Tree, names: list[Name]) -> list[Name]:
    """A country word right before a body's name becomes part of it ("US" + "Coast Guard")."""
    found: list[Name] = []
    for name in names:
        before = found[-1] if found else None
        if before is not None and _arabic(tree, before, name):
            found[-1] = replace(before, last=name.last)
            continue
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


def _arabic(tree: Tree, before: Name, name: Name) -> bool:
    """ "Anis" and "al-Vell" side by side are one person."""
    joined = before.last == name.first and before.label == name.label == "PER"
    return joined and tree.lower[name.first].startswith(("al-", "el-", "bin", "ibn"))


def _adjoins(tree: Tree, before: Name, name: Name) -> bool:
    if before.last == name.first:
        return True
    return before.last + 1 == name.first and tree.lower[before.last] in ("'s", "’s")


def leading(tree: Tree, names: tuple[Name, ...], day: date | None) -> tuple[Name, ...]:
    """The names, with the surnames of leaders in office that the network did not see, or took for
    no person's."""
    names = tuple(
        replace(name, label="PER") if _led(tree, name) and _leads(tree, name.first, day) else name
        for name in names
    )
    taken = {i for name in names for i in range(name.first, name.last)}
    found = [
        Name(i, i + 1, i, "PER")
        for i, token in enumerate(tree.tokens)
        if token.upos == "PROPN"
        and i not in taken
        and not _beside_proper(tree, i)
        and _leads(tree, i, day)
    ]
    return tuple(sorted([*names, *found], key=lambda n: n.first))


def _led(tree: Tree, name: Name) -> bool:
    """Whether a name may be a leader's: one word that no table has, of another label."""
    lone = name.last - name.first == 1 and not name.known and not _beside_proper(tree, name.first)
    return lone and name.label in ("MISC", "ORG", "LOC")


def _leads(tree: Tree, i: int, day: date | None) -> bool:
    word = tree.words[i]
    return len(word) > 3 and word not in _calendar() and world.leader(word, day) is not None


@cache
def _calendar() -> frozenset[str]:
    return frozenset(row["word"] for row in table("calendar_words"))


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


_VESSELS = frozenset({
    "ship", "vessel", "tanker", "frigate", "destroyer", "submarine", "yacht", "boat", "trawler",
    "freighter", "ferry", "icebreaker", "cutter", "warship", "cruiser", "carrier",
})  # fmt: skip


def _vessel(tree: Tree, name: Name) -> bool:
    """ "the survey ship Anna Vell" is nobody."""
    first = name.first
    return bool(first) and name.label == "PER" and tree.lower[first - 1] in _VESSELS


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
