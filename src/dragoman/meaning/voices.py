"""Tree and statements → in whose words something stands: the statement around it, or the page."""

from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import Statement


def innermost(statements: tuple[Statement, ...], span: Span) -> Statement | None:
    """The statement with the least content around a span; None outside of all.

    Of two with the same words the relayed one: "the Herald reported, citing an envoy, that …".
    """
    around = [s for s in statements if any(c.holds(span) for c in s.content)]
    return min(around, key=lambda s: (sum(map(len, s.content)), not s.relays), default=None)


def carried_on(tree: Tree, statements: tuple[Statement, ...], i: int) -> Statement | None:
    """ "The talks were useful, it said; the two had agreed to meet again": still its words.

    A verb with "had" or "would" after a semicolon goes on with what was said before it.
    """
    auxiliaries = {a for at in (i, *list(tree.ancestors(i))[:2]) for a in tree.auxiliaries(at)}
    if not {"had", "would"} & auxiliaries:
        return None
    sentence = tree.sentence_tokens(i)
    stops = [j for j in range(sentence.start, i) if tree.lower[j] == ";"]
    if not stops:
        return None
    before = []
    for said in statements:
        if said.cue is not None and said.speaker is not None:
            cue = tree.within(said.cue)
            if any(tree.tokens[c].xpos == "VBG" for c in cue):
                continue  # "was there asking for aid": what he did, and no account of his
            if cue[0] in sentence and cue[-1] < stops[-1]:
                before.append((cue[-1], said))
    return max(before, key=lambda pair: pair[0])[1] if before else None


def voice(tree: Tree, statements: tuple[Statement, ...], i: int) -> Statement | None:
    """The statement in whose words a token stands; None for the page's own."""
    inside = innermost(statements, tree.tokens[i].span)
    return inside or _between(tree, statements, i) or carried_on(tree, statements, i)


def _between(tree: Tree, statements: tuple[Statement, ...], i: int) -> Statement | None:
    """A word between the content and the cue that closes the sentence: "…, she said".

    And one after "According to A," at its head: the whole sentence is told by A.
    """
    sentence = tree.sentence_tokens(i)
    for said in statements:
        if said.cue is None or said.speaker is None:
            continue
        cue = tree.within(said.cue)
        if not cue or cue[0] not in sentence:
            continue
        starts = [tree.within(c)[0] for c in said.content if tree.within(c)]
        opens = any(start < i and start in sentence for start in starts)
        closing = cue[0] > i and not any(start > cue[0] for start in starts)
        if opens and closing and not _other_cue(tree, said, statements, i):
            return said
        if tree.lower[cue[0]] == "according" and cue[0] - sentence.start < 2 and i > cue[-1] + 2:
            return said
    return None


def _other_cue(tree: Tree, said: Statement, statements: tuple[Statement, ...], i: int) -> bool:
    """Whether another saying stands between a word and the cue."""
    assert said.cue is not None
    cue, at = said.cue.start, tree.tokens[i].span.start
    return any(
        other.cue is not None and other is not said and at <= other.cue.start < cue
        for other in statements
    )
