"""Tree, statements and meetings → conditions: what a side wants first, and for which meeting.

A condition is a clause or phrase that the parse hangs on a cue ("if …", "requires …", "needs to be
done before …") where a meeting is spoken of; without a meeting near it, it is no condition of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings import innermost
from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import Condition, Meeting, Statement

SUBORDINATE = ("advcl", "obl", "nmod")


@dataclass(frozen=True, slots=True)
class _Found:
    at: int
    """Token index of the word that the condition is set for."""
    span: Span


@cache
def _cues(where: str) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.table("condition_cues") if row["where"] == where)


def find_conditions(
    tree: Tree, cast: Cast, statements: tuple[Statement, ...], meetings: tuple[Meeting, ...]
) -> tuple[Condition, ...]:
    """All conditions set for a meeting of the report, sorted by their words."""
    found: list[Condition] = []
    for one in sorted(_candidates(tree), key=lambda c: (c.span, c.at)):
        said = innermost(statements, tree.tokens[one.at].span) or innermost(statements, one.span)
        if said is None or said.speaker is None:
            continue
        target = _target(tree, one, said, meetings)
        if target is None or any(c.span.meets(one.span) for c in found):
            continue
        found.append(Condition(f"c{len(found) + 1}", said.speaker, one.span, target.id, said.id))
    return tuple(found)


def _candidates(tree: Tree) -> Iterator[_Found]:
    for i, token in enumerate(tree.tokens):
        word = tree.lower[i]
        relation = tree.relation(i)
        head = tree.head(i)
        if head is None:
            yield from _needed(tree, i)
            continue
        if relation in ("mark", "case") and word in _cues("mark") and word != "before":
            governor = tree.head(head)
            if tree.relation(head) in SUBORDINATE and governor is not None and _hangs(tree, word, governor):
                yield _Found(governor, _words(tree, head, without={i}))
        elif token.upos == "VERB" and token.lemma in _cues("verb"):
            for child in tree.having(i, ("obj", "ccomp", "obl")):
                if tree.tokens[child].upos != "PRON" and _is_ask(tree, i, child):
                    yield _Found(i, _words(tree, child))
                    break
        elif token.upos == "NOUN" and token.lemma in _cues("noun"):
            for child in tree.having(i, ("acl", "nmod", "ccomp")):
                yield _Found(i, _words(tree, child))
                break
        if token.upos == "VERB":
            yield from _needed(tree, i)


def _hangs(tree: Tree, word: str, governor: int) -> bool:
    """Whether a mark makes a condition: "until" and "without" only after a negation."""
    if word in ("until", "without"):
        return tree.negated(governor)
    # "asked if they had met" is a question, no condition
    return True


def _is_ask(tree: Tree, i: int, child: int) -> bool:
    cases = {tree.lower[m] for m in tree.having(child, ("case",))}
    if tree.relation(child) == "obl":
        return bool(cases & {"on", "upon"})
    return True


def _needed(tree: Tree, i: int) -> Iterator[_Found]:
    """ "A truce must come first", "work needs to be done before they meet"."""
    auxiliaries = set(tree.auxiliaries(i))
    needs = tree.lemmas[i] in _cues("before") or bool(auxiliaries & {"must"})
    if not needs:
        return
    inner = [i, *tree.having(i, ("xcomp",))]
    before = [
        c
        for at in inner
        for c in tree.having(at, ("advcl", "obl"))
        if any(tree.lower[m] == "before" for m in tree.having(c, ("mark", "case")))
    ]
    first = any(tree.lower[c] == "first" for at in inner for c in tree.having(at, ("advmod",)))
    if not (before or first):
        return
    left_out = set(tree.subtree(before[0])) if before else set()
    words = [t for t in tree.subtree(i, without=("punct", "parataxis", "conj")) if t not in left_out]
    if words:
        yield _Found(before[0] if before else i, tree.span(words))


def _words(tree: Tree, i: int, without: set[int] | None = None) -> Span:
    cases = {c for c in tree.having(i, ("case", "mark")) if tree.lower[c] != "that"}
    left_out = (without or set()) | cases
    words = [t for t in tree.subtree(i) if t not in left_out and tree.relation(t) != "punct"]
    return tree.span(words or [i])


def _target(
    tree: Tree, one: _Found, said: Statement, meetings: tuple[Meeting, ...]
) -> Meeting | None:
    """The meeting that a condition is set for: one of its own sentence, else of its statement."""
    sentence = tree.span(tree.sentence_tokens(one.at))
    best: tuple[int, Meeting] | None = None
    for meeting in meetings:
        for mention in meeting.mentions:
            if one.span.holds(mention) and len(meeting.mentions) > 1 and best is not None:
                continue
            near = sentence.holds(mention) or any(c.holds(mention) for c in said.content)
            distance = abs(mention.start - one.span.start)
            if near and (best is None or distance < best[0]):
                best = (distance, meeting)
    return best[1] if best else None
