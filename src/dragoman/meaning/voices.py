"""Tree and statements → in whose words something stands: the statement around it, or the page."""

from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import Statement


def innermost(statements: tuple[Statement, ...], span: Span) -> Statement | None:
    """The statement with the least content around a span; None outside of all."""
    around = [s for s in statements if any(c.holds(span) for c in s.content)]
    return min(around, key=lambda s: sum(map(len, s.content)), default=None)


def carried_on(tree: Tree, statements: tuple[Statement, ...], i: int) -> Statement | None:
    """ "The talks were useful, it said; the two had agreed to meet again": still its words.

    A verb with "had" or "would" after a semicolon goes on with what was said before it.
    """
    auxiliaries = {a for at in (i, *list(tree.ancestors(i))[:2]) for a in tree.auxiliaries(at)}
    if not {"had", "would"} & auxiliaries:
        return None
    sentence = tree.sentence_tokens(i)
    before = []
    for said in statements:
        if said.cue is not None and said.speaker is not None:
            cue = tree.within(said.cue)
            if cue[0] in sentence and cue[-1] < i:
                before.append((cue[-1], said))
    if not before:
        return None
    last, said = max(before, key=lambda pair: pair[0])
    return said if any(tree.lower[j] == ";" for j in range(last + 1, i)) else None


def voice(tree: Tree, statements: tuple[Statement, ...], i: int) -> Statement | None:
    """The statement in whose words a token stands; None for the page's own."""
    return innermost(statements, tree.tokens[i].span) or carried_on(tree, statements, i)
