"""Names → the names, with states that no table lists made known by how the report speaks of them.

Whoever has a foreign minister, a capital or an embassy is a state ("Orrin's foreign minister"),
and an adjective made of its name ("the Orrinese side") is its adjective. Such a state has no ISO
code; within this stage its code is "*" and its name.
"""

from collections import Counter
from dataclasses import replace
from functools import cache

from dragoman.lexicon import table
from dragoman.meaning.actor_names import Name, words
from dragoman.meaning.actor_phrases import body_noun
from dragoman.meaning.actor_world import UNLISTED, Known
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind

_ENDINGS = (
    "ians", "eans", "ians", "ese", "ian", "ean", "ans", "ish", "ite", "ites", "an", "ic", "is",
    "ns", "i", "n",
)  # fmt: skip
"""Endings of adjectives and names of peoples, longest first."""
_ENOUGH = 1.5
_CERTAIN = 2.0
"""Of an adjective whose state the report does not name."""
_STATES = frozenset({"country", "demonym", "capital"})
_SEATED = frozenset({"government", "presidency", "authorities", "administration"})


def unlisted(tree: Tree, names: tuple[Name, ...], place: str = "") -> tuple[Name, ...]:
    """The names, those of unlisted states and their adjectives with a `known` of their own.

    `place`: that of the dateline; unknown itself, it is the seat of the state named first.
    """
    groups = _groups(tree, names)
    if not groups:
        return names
    found = _states(tree, names, groups)
    found |= _seats(tree, groups, found)
    found |= _capitals(tree, groups, found)
    seat = next((text for text in groups if text.lower() == place.lower()), None)
    if found and seat is not None and seat not in found:
        state = min(found.values(), key=lambda known: _standing_first(tree, known.name))
        found[seat] = replace(state, what="capital", kind=ActorKind.GOVERNMENT)
    if not found:
        return names
    made = [
        replace(name, known=(found[text],), label="LOC")
        if (text := _text(tree, name)) in found and not name.known
        else name
        for name in names
    ]
    taken = {i for name in names for i in range(name.first, name.last)}
    for i, word in enumerate(tree.words):
        if i not in taken and word[0].isupper():
            known = found.get(word) or _adjective(word, found)
            if known is not None:
                made.append(Name(i, i + 1, i, "", (known,)))
    return tuple(sorted(made, key=lambda name: name.first))


def _standing_first(tree: Tree, name: str) -> int:
    """Where a name stands first; past the end where it does not."""
    return tree.words.index(name) if name in tree.words else len(tree)


def _adjective(word: str, found: dict[str, Known]) -> Known | None:
    """The adjective of a found state, where the network saw no name in it."""
    states = (known for known in found.values() if known.what == "country")
    state = next((k for k in states if _adjective_of(word, k.name)), None)
    return None if state is None else replace(state, what="demonym")


def _states(tree: Tree, names: tuple[Name, ...], groups: dict[str, list[Name]]) -> dict[str, Known]:
    """States and their adjectives, by what is said of both ("Orrin", "the Orrinese side")."""
    at = {name.first: name for name in names}
    ends = {name.last: name for name in names}
    scores = {
        text: sum(_evidence(tree, name, at, ends) for name in group)
        + 0.5 * any(name.label == "LOC" for name in group)
        for text, group in groups.items()
        if _stateless(text, group, names, tree)
    }
    found: dict[str, Known] = {}
    counts = {word: len(groups[word]) for word in scores if " " not in word}
    adjectives = _adjectives(counts)
    for word, base in adjectives.items():
        scores[base] = scores.get(base, 0.0) + scores[word] + 1
    for text, score in scores.items():
        if text in adjectives:
            continue
        if score >= _ENOUGH and any(name.label != "NORP" for name in groups[text]):
            found[text] = _known(text, "country", text)
        elif score >= _CERTAIN and _endings(text):
            base = _unseen(tree, text)
            found[base] = _known(base, "country" if base != text else "demonym", base)
            found[text] = _known(base, "demonym", base)
    for word, base in adjectives.items():
        if base in found:
            found[word] = _known(base, "demonym", base)
    return found


def _unseen(tree: Tree, adjective: str) -> str:
    """The state of an adjective, where the report has its name and the network saw none in it."""
    capitals = (word for word in tree.words if word[0].isupper() and word != adjective)
    return next((word for word in capitals if _adjective_of(adjective, word)), adjective)


def _known(name: str, what: str, state: str) -> Known:
    kind = ActorKind.GOVERNMENT if what == "capital" else ActorKind.COUNTRY
    return Known(name, what, kind, UNLISTED + state, "GOV")


def _text(tree: Tree, name: Name) -> str:
    return words(tree, name.first, name.last)


def _groups(tree: Tree, names: tuple[Name, ...]) -> dict[str, list[Name]]:
    """Short names that no table knows → where they stand."""
    found: dict[str, list[Name]] = {}
    for name in names:
        if not name.known and name.country is None and name.last - name.first <= 2:
            text = _text(tree, name)
            if text[0].isupper() and not text.isupper():
                found.setdefault(text, []).append(name)
    return found


def _stateless(text: str, group: list[Name], names: tuple[Name, ...], tree: Tree) -> bool:
    """Whether nothing speaks against a state: no surname of a person, no body by its noun."""
    if text in _peoples():
        return False
    if body_noun(text) is not None or (" " in text and all(n.label == "PER" for n in group)):
        return False
    people = (n for n in names if n.label == "PER" and n.last - n.first > 1)
    return all(text != _text(tree, n).split()[-1] for n in people)


@cache
def _peoples() -> frozenset[str]:
    return frozenset(form for row in table("peoples") for form in row["forms"].split("|"))


# --- evidence --------------------------------------------------------------------------------


def _evidence(tree: Tree, name: Name, at: dict[int, Name], ends: dict[int, Name]) -> float:
    """How much the words around one mention speak for a state."""
    score = 0.3 if name.label == "NORP" else 0.0
    score += _owned(tree, name) + _before(tree, name)
    return score + 0.8 * _beside_state(tree, name, at, ends)


def _owned(tree: Tree, name: Name) -> float:
    """ "Orrin's foreign minister", "the Orrin foreign minister"."""
    i = name.last
    owns = i < len(tree) and tree.lower[i] in ("'s", "’s", "'", "’")
    if not owns and name.label == "PER":
        # "Vell Foreign Minister" is no English of a person, yet "Vell government" may be.
        return 0.0 if i >= len(tree) or tree.lower[i] in ("government",) else _weight(tree, i)
    return _weight(tree, i + 1 if owns else i, 3 if owns else 1)


def _weight(tree: Tree, first: int, skip: int = 1) -> float:
    """The weight of the state word that starts within a few tokens."""
    for start in range(first, min(first + skip, len(tree))):
        for last in range(min(start + 3, len(tree)), start, -1):
            phrase = " ".join(tree.lower[start:last])
            found = _words().get(phrase) or _words().get(phrase.removesuffix("s"))
            if found:
                return found
        if tree.tokens[start].upos not in ("ADJ", "NOUN", "PROPN"):
            break
    return 0.0


def _before(tree: Tree, name: Name) -> float:
    """ "the government of Orrin", "the ambassador to Orrin", "neighbouring Orrin"."""
    i = name.first - 1
    if i >= 0 and tree.lower[i] in ("neighbouring", "neighboring"):
        return 2.0
    while i > 0 and tree.lower[i] == "the":
        i -= 1
    if i <= 0:
        return 0.0
    case = tree.lower[i]
    if case == "between" and name.last < len(tree) and tree.lower[name.last] == "and":
        return 0.5
    best = 0.0
    for first in range(max(i - 4, 0), i):
        phrase = " ".join(tree.lower[first:i])
        found = _words().get(phrase) or _words().get(phrase.removesuffix("s")) or 0.0
        if case == "of" or (case in ("to", "from") and phrase.startswith("ambassador")):
            best = max(best, 0.4 * found if case == "from" else found)
        best = max(best, _linked().get((phrase, case), 0.0))
    return best


@cache
def _linked() -> dict[tuple[str, str], float]:
    """(noun, preposition) before a state: "coup in", "war with"."""
    found = {}
    for row in table("state_words"):
        if row["what"] == "linked":
            noun, _, case = row["word"].rpartition(" ")
            found[noun, case] = float(row["weight"])
    return found


def _beside_state(tree: Tree, name: Name, at: dict[int, Name], ends: dict[int, Name]) -> int:
    """ "Chile and Orrin", "Orrin, Peru": listed with states that the tables know."""
    after = name.last
    if after + 1 < len(tree) and tree.lower[after] in ("and", ",", "or"):
        other = at.get(after + 1)
        if other is not None and other.what == "country":
            return 1
    before = name.first - 1
    if before > 0 and tree.lower[before] in ("and", ",", "or"):
        other = ends.get(before)
        if other is not None and other.what == "country":
            return 1
    return 0


@cache
def _words() -> dict[str, float]:
    return {row["word"]: float(row["weight"]) for row in table("state_words")}


# --- adjectives and seats --------------------------------------------------------------------


def _adjectives(words: dict[str, int]) -> dict[str, str]:
    """Adjective → the name that it is made of, which the report must have about as often."""
    found: dict[str, str] = {}
    by_length = sorted(words, key=len)
    for word in reversed(by_length):
        bases = (b for b in by_length if b != word and 3 * words[b] >= words[word])
        base = next((b for b in bases if _adjective_of(word, b)), None)
        if base is not None and found.get(base) != word:
            found[word] = found.get(base, base)
    return {word: base for word, base in found.items() if base not in found}


def _endings(word: str) -> bool:
    return word.lower().endswith(("ian", "ese", "ish", "ic", "ean", "an", "i"))


def _adjective_of(word: str, name: str) -> bool:
    """Whether a word is a name's adjective by its ending ("Orrinese" of "Orrin")."""
    low, base = word.lower(), name.lower()
    for ending in _ENDINGS:
        stem = low.removesuffix(ending)
        if stem != low and len(stem) >= 3 and base.startswith(stem) and len(base) - len(stem) <= 3:
            return True
    return False


def _capitals(
    tree: Tree, groups: dict[str, list[Name]], found: dict[str, Known]
) -> dict[str, Known]:
    """ "the Orrinese capital, Vell", "in the capital, Vell" where one such state is told of."""
    states = {known.name for known in found.values()}
    made: dict[str, Known] = {}
    for text, group in groups.items():
        if text in found:
            continue
        for name in group:
            i = name.first - 1 if tree.lower[name.first - 1] != "," else name.first - 2
            if i < 1 or tree.lower[i] != "capital":
                continue
            whose = found.get(tree.words[i - 1])
            if whose is None and tree.lower[i - 1] == "the" and len(states) == 1:
                whose = next(iter(found.values()))
            if whose is not None:
                made[text] = replace(whose, what="capital", kind=ActorKind.GOVERNMENT)
    return made


def _seats(tree: Tree, groups: dict[str, list[Name]], found: dict[str, Known]) -> dict[str, Known]:
    """ "The government in Orrin City": a seat, of the one unlisted state if there is one."""
    made: dict[str, Known] = {}
    states = Counter(known.name for known in found.values() if known.what == "country")
    for text, group in groups.items():
        if text in found or all(name.label == "PER" for name in group):
            continue
        if not any(_seated(tree, name) for name in group):
            continue
        state = next(iter(states), None) if len(states) == 1 else None
        if state is None:
            state = _subject_of_report(tree, groups, found, text) or text
            if state != text:
                made[state] = _known(state, "country", state)
        made[text] = _known(state, "capital", state)
    return made


def _seated(tree: Tree, name: Name) -> bool:
    i = name.first
    if i < 2:
        return False
    noun, case = tree.lower[i - 2], tree.lower[i - 1]
    return (case == "in" and noun in _SEATED) or (case in ("from", "to") and noun == "ambassador")


def _subject_of_report(
    tree: Tree, groups: dict[str, list[Name]], found: dict[str, Known], seat: str
) -> str | None:
    """The unknown name that a conference, war or crisis is called after ("the Orrin talks")."""
    for text, group in groups.items():
        if text == seat or text in found or all(name.label == "PER" for name in group):
            continue
        for name in group:
            near = tree.lower[name.last : name.last + 2]
            if any(word in _MATTERS for word in near):
                return text
    return None


_MATTERS = frozenset({"peace", "conference", "war", "crisis", "conflict", "talks", "question"})
