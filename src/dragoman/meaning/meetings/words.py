"""The tables of meeting nouns, verbs and small words → sets and rows that are asked by word."""

from collections.abc import Iterator
from functools import cache

from dragoman import lexicon
from dragoman.meaning.tree import Tree

Row = dict[str, str]
MEETING_PREPOSITIONS = frozenset({"with", "between", "among", "and"})


@cache
def nouns() -> dict[str, Row]:
    """Lemma → row of a noun that names a meeting."""
    return {row["lemma"]: row for row in lexicon.table("meeting_nouns")}


@cache
def verbs(use: str) -> dict[str, Row]:
    """Lemma, with its particle, → row of a verb of one use."""
    return {row["lemma"]: row for row in lexicon.table("meeting_verbs") if row["use"] == use}


@cache
def words(what: str) -> frozenset[str]:
    """Small words of one kind (back, new, past, pair, agent, body, setting, span)."""
    return frozenset(row["word"] for row in lexicon.table("meeting_words") if row["what"] == what)


def noun_row(tree: Tree, i: int) -> Row | None:
    """The row of a meeting noun; "conference call" is a call, "meeting room" no meeting."""
    token = tree.tokens[i]
    if token.upos not in ("NOUN", "PROPN") and not _named_by_dash(tree, i):
        return None
    row = nouns().get(token.lemma.lower()) or nouns().get(tree.lower[i])
    if row is None or tree.relation(i) == "compound":
        return None
    if PRESS & {tree.lower[c] for c in tree.children[i]}:
        return None
    if row["needs"] == "plural" and not tree.lower[i].endswith("s") and row["lemma"] != "talk":
        return None
    return row


PRESS = frozenset({"press", "news"})
"""Words beside a noun that make it an occasion to speak: "a news conference"."""

DASHES = frozenset({"-", "–", "—", "/", "‑"})


def _named_by_dash(tree: Tree, i: int) -> bool:
    """ "The Vell–Orrin call": a noun, whatever the tagger makes of it."""
    return i > 2 and tree.words[i - 2] in DASHES and tree.words[i - 1][:1].isupper()


def verb_key(tree: Tree, i: int) -> str:
    """A verb's lemma with its particle: "call off"; the particle may be parsed as an adverb."""
    parts = [tree.lemmas[i].lower()]
    for child in tree.children[i]:
        full = tree.tokens[child].relation
        near = i < child <= i + 2 and tree.tokens[child].xpos in ("RP", "RB", "IN")
        if full == "compound:prt" or (near and full == "advmod" and tree.lower[child] in PARTICLES):
            parts.append(tree.lower[child])
    return " ".join(parts)


AWAY = frozenset({"out", "off", "away"})
PARTICLES = frozenset({"in", "away", "up", "off", "down", "out", "back", "short", "forward", "on"})


def keys(tree: Tree, i: int) -> Iterator[str]:
    """What a predicate may stand under in a table, longest first."""
    lemma = tree.lemmas[i].lower()
    naming = lemma in NAMING
    for child in tree.having(i, ("obl", "obj", "xcomp", "advmod", "advcl")):
        marks = [tree.lower[c] for c in tree.having(child, ("case",))]
        dets = [tree.lower[c] for c in tree.having(child, ("det",)) if c < child]
        yield " ".join([lemma, *marks, *dets, tree.lemmas[child].lower()])
        if marks and marks[0] in AWAY:
            yield f"{lemma} {marks[0]}"  # "pulled out of the talks", however it is parsed
        named = marks == ["as"] or "as" in (tree.lower[m] for m in tree.having(child, ("mark",)))
        if naming and named:
            yield tree.lemmas[child].lower()
    key = verb_key(tree, i)
    if key != lemma:
        yield key
    marks = [tree.lower[c] for c in tree.having(i, ("case",))]
    dets = [tree.lower[c] for c in tree.having(i, ("det",)) if c < i]
    if marks:
        yield " ".join([*marks, *dets, lemma])
        yield " ".join([*marks, lemma])
    yield lemma


NAMING = frozenset(
    {"label", "call", "describe", "term", "brand", "characterize", "characterise", "dub",
     "consider", "regard"}
)  # fmt: skip
"""Verbs that give a name: "label the talks as cancelled"."""


def light(tree: Tree, i: int) -> bool:
    """Whether a verb makes a meeting of its object ("hold talks")."""
    return verb_key(tree, i) in verbs("light") or tree.lemmas[i] in verbs("light")


def meet_row(tree: Tree, i: int) -> Row | None:
    """The row of a verb that is a meeting itself ("met", "sat down with", "spoke by phone")."""
    if tree.tokens[i].upos != "VERB":
        return None
    return next((verbs("meet")[key] for key in keys(tree, i) if key in verbs("meet")), None)


def go_row(tree: Tree, i: int) -> Row | None:
    """The row of a verb of going to a meeting or of sending someone."""
    if tree.tokens[i].upos != "VERB":
        return None
    for key in (verb_key(tree, i), *keys(tree, i)):
        row = verbs("go").get(key) or verbs("travel").get(key)
        if row is not None:
            return row
    return None


def cases(tree: Tree, i: int) -> frozenset[str]:
    """Prepositions of a word."""
    return frozenset(tree.lower[c] for c in tree.having(i, ("case",)))
