"""Where the clause of a date points: forwards, backwards, or not told.

"They will meet on Friday" is ahead, "They met on Friday" is behind; the governing verb decides, not
the nearest word: in "She said on Friday that they would meet" the Friday is behind.
"""

import re
from enum import IntEnum
from functools import cache

from dragoman.lexicon import table
from dragoman.meaning.tree import Tree
from dragoman.spans import Span


class Direction(IntEnum):
    BEHIND = -1
    UNKNOWN = 0
    AHEAD = 1


@cache
def cues(kind: str) -> frozenset[str]:
    """The words of a kind of ``time_cues.tsv``."""
    return frozenset(row["cue"] for row in table("time_cues") if row["kind"] == kind)


@cache
def _leading() -> frozenset[str]:
    """Words whose complement lies ahead."""
    return cues("intend") | cues("fixed") | cues("moved")


def direction_of(tree: Tree, span: Span) -> Direction:
    """Where the clause that governs a span points."""
    lead = _lead(tree, span) or _owner(tree, span)
    if lead is not Direction.UNKNOWN:
        return lead
    head = tree.head_of(span)
    if head is None:
        return Direction.UNKNOWN
    if not any(token.relation.startswith("nsubj") for token in tree.tokens):
        return _by_words(tree, span)
    return _climb(tree, head, _TO.search(tree.text.content, max(0, span.start - 10), span.start))


_TO = re.compile(r"\b(?:to|until|till|for|into)\s+(?:the\s+)?$", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:since|as of|ago)\W*$", re.IGNORECASE)
_ATTRIBUTES = frozenset({"compound", "nmod:poss", "amod"})
_BEHIND_UNTIL = re.compile(r"\b(?:up|not|n't|only|lasted)\s+(?:until|till)\W*$", re.IGNORECASE)
_BY = re.compile(r"\bby\W*$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:until|till|by|as (?:early|soon|late) as|no later than|starting|beginning"
    r"|effective|payable|due|ahead of|later)\W*(?:on|next|the)?\W*"
    r"(?:\d{1,2}(?::\d\d)?\s*[ap]\.m\.\s*)?$",
    re.IGNORECASE,
)


def _lead(tree: Tree, span: Span) -> Direction:
    """By the words right before it: "since Friday" is behind, "until Friday" is ahead."""
    before = tree.text.content[max(0, span.start - 32) : span.start]
    if _BEHIND.search(before) or _BEHIND_UNTIL.search(before):
        return Direction.BEHIND
    if not _AHEAD.search(before):
        return Direction.UNKNOWN
    head = tree.head_of(span)
    if head is not None and tree.tokens[head].relation in _ATTRIBUTES:
        return Direction.UNKNOWN
    above = () if head is None else tree.ancestors(head)
    verb = next((i for i in above if tree.tokens[i].upos == "VERB"), None)
    told = verb is not None and "had" in tree.auxiliaries(verb)
    reached = verb is not None and tree.tokens[verb].xpos == "VBD" and _BY.search(before)
    return Direction.BEHIND if told or reached else Direction.AHEAD


def _owner(tree: Tree, span: Span) -> Direction:
    """"Monday's meeting" is behind, "Tuesday's planned summit" ahead."""
    after = tree.text.content[span.end : span.end + 40]
    if after[:2] not in ("'s", "’s"):
        return Direction.UNKNOWN
    owned = {word.lower() for word in _WORD.findall(after[2:])[:3]}
    return Direction.AHEAD if owned & (cues("ahead") | cues("fixed")) else Direction.BEHIND


def _climb(tree: Tree, at: int, toward: object = None) -> Direction:
    """From a date up to the verb of its clause, by way of the nouns it hangs on.

    `toward` is true for a date after "to", "until" or "for" ("postponed to Friday").
    """
    ahead = cues("ahead")
    for step in range(12):
        marked = tree.having(at, ("amod",)) if step else []
        if any(tree.lower[c] in ahead or tree.lemmas[c] in cues("fixed") for c in marked):
            return Direction.AHEAD
        if tree.lower[at] in ahead:
            return Direction.AHEAD
        if tree.tokens[at].upos in ("VERB", "AUX") or tree.having(at, ("cop",)):
            if toward and tree.lemmas[at] in cues("moved"):
                return Direction.AHEAD
            return _of_verb(tree, at)
        head = tree.head(at)
        if head is None:
            return Direction.UNKNOWN
        at = head
    return Direction.UNKNOWN


def _of_verb(tree: Tree, verb: int, depth: int = 0) -> Direction:
    tag = tree.tokens[verb].xpos
    helpers = tree.auxiliaries(verb)
    if depth > 8:
        return Direction.UNKNOWN
    if tree.lemmas[verb] in cues("fixed") and tag in ("VBN", "JJ"):
        return Direction.BEHIND if "had" in helpers else Direction.AHEAD
    if cues("modal") & set(helpers):
        return _modal(tree, verb, helpers)
    if _infinitive(tree, verb):
        return _of_infinitive(tree, verb, depth)
    if tree.lower[verb].removesuffix("s") in cues("scheduled") and tree.lower[verb].endswith("s"):
        return Direction.AHEAD
    if tag == "VBD" or {"had", "did", "was", "were", "has"} & set(helpers):
        return Direction.BEHIND
    if tag in ("VBG", "VBN") and not helpers:
        return _of_participle(tree, verb, depth)
    return _of_present(tree, verb, tag, helpers)


def _modal(tree: Tree, verb: int, helpers: list[str]) -> Direction:
    """"would have met" is behind, all else with a modal is ahead."""
    past = "have" in helpers and not {"will", "'ll", "’ll"} & set(helpers)
    return Direction.BEHIND if past else Direction.AHEAD


def _infinitive(tree: Tree, verb: int) -> bool:
    return any(
        tree.lower[c] == "to" and tree.tokens[c].upos == "PART" for c in tree.children[verb]
    )


def _of_infinitive(tree: Tree, verb: int, depth: int) -> Direction:
    """"is to meet", "plans to meet", "a plan to meet": ahead; "managed to meet": as its head."""
    if {"is", "are", "am", "be"} & set(tree.auxiliaries(verb)):
        return Direction.AHEAD
    head = tree.head(verb)
    if head is None:
        return Direction.AHEAD
    if {tree.lemmas[head], tree.lower[head]} & _leading():
        return Direction.BEHIND if "had" in tree.auxiliaries(head) else Direction.AHEAD
    if tree.tokens[head].upos in ("NOUN", "PROPN", "ADJ"):
        return Direction.AHEAD if tree.relation(verb) in ("acl", "advcl", "xcomp") else _climb(
            tree, head
        )
    return _of_verb(tree, head, depth + 1)


def _of_participle(tree: Tree, verb: int, depth: int) -> Direction:
    """"talks signed Friday" is behind; "visiting Lima Friday" follows its main verb."""
    if tree.lemmas[verb] in cues("fixed") or tree.lower[verb] in cues("ahead"):
        return Direction.AHEAD
    head = tree.head(verb)
    if tree.tokens[verb].xpos == "VBN" or head is None:
        return Direction.BEHIND
    return _of_verb(tree, head, depth + 1) if tree.tokens[head].upos == "VERB" else _climb(
        tree, head
    )


def _of_present(tree: Tree, verb: int, tag: str, helpers: list[str]) -> Direction:
    """"The talks resume Friday" and "is meeting Friday" are ahead; "says Friday" is behind."""
    lemma = tree.lemmas[verb]
    if lemma in cues("report"):
        return Direction.BEHIND
    if lemma in _leading():
        return Direction.AHEAD
    if tag in ("VBZ", "VBP", "VB") and lemma in cues("scheduled"):
        return Direction.AHEAD
    if tag == "VBN" and {"is", "are"} & set(helpers) and lemma in cues("scheduled"):
        return Direction.AHEAD
    if tag == "VBG" and {"is", "are", "am", "'s", "'re", "’s", "’re"} & set(helpers):
        return Direction.AHEAD
    if any(tree.lower[c] in ("is", "are") for c in tree.having(verb, ("cop",))):
        return Direction.AHEAD
    return Direction.UNKNOWN


_WORD = re.compile(r"[\w’']+|[.;:!?]")


def _by_words(tree: Tree, span: Span) -> Direction:
    """Without a parse: the nearest telling word before it in the sentence."""
    before = tree.text.content[max(0, span.start - 120) : span.start]
    for word in reversed(_WORD.findall(before)):
        lower = word.lower()
        if lower in ".;:!?":
            break
        if lower in cues("modal") or lower in cues("ahead") | _leading():
            return Direction.AHEAD
        if lower in cues("scheduled"):
            return Direction.AHEAD
        if lower in _PAST or (len(lower) > 4 and lower.endswith("ed")):
            return Direction.BEHIND
    return Direction.UNKNOWN


_PAST = frozenset(
    {"said", "told", "was", "were", "had", "has", "met", "did", "held", "took", "left"}
)
