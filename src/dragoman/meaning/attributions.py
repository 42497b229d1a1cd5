"""Tree → attributions: the cues that the network marks, each with its source and content."""

from collections.abc import Iterator

from dragoman.meaning.frame_contents import whole_quotes
from dragoman.meaning.frames import own_words
from dragoman.meaning.quotes import Quote, find_quotes
from dragoman.meaning.tree import Tree
from dragoman.meaning.uncued import floating
from dragoman.spans import Span
from dragoman.types import Attribution, Role


def find_attributions(tree: Tree) -> tuple[Attribution, ...]:
    """All attributions of a report, sorted by cue; a quotation is in a content whole or not."""
    quotes = find_quotes(tree.text.content)
    found = sorted(_marked(tree, quotes), key=lambda one: one.content)
    cues, contents = [one.cue for one in found], [one.content for one in found]
    extra = floating(tree, cues, contents, quotes)
    whole = [
        (one.source, one.cue, tuple(sorted((*one.content, *extra.get(n, ())))))
        for n, one in enumerate(found)
    ]
    ordered = sorted(whole, key=lambda parts: parts[1])
    return tuple(Attribution(f"q{n}", *parts) for n, parts in enumerate(ordered, 1))


def _marked(tree: Tree, quotes: tuple[Quote, ...]) -> Iterator[Attribution]:
    for cue in (role for role in tree.tags.roles if role.kind == "cue"):
        own = tree.roles_of(cue.first)
        contents = [
            tree.span(own_words(tree, role, quotes)) for role in own if role.kind == "content"
        ]
        told = _span(tree, cue)
        head = tree.head_of(told)
        if contents and head is not None:
            source = next((_span(tree, role) for role in own if role.kind == "source"), None)
            yield Attribution("", source, told, whole_quotes(tree, contents, head, quotes))


def _span(tree: Tree, role: Role) -> Span:
    return tree.span(range(role.first, role.last))
