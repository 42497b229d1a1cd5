"""Tree → attributions: the cues that the network marks, each with its source and content."""

from dragoman.meaning.frames import own_words
from dragoman.meaning.quotes import find_quotes
from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import Attribution, Role


def find_attributions(tree: Tree) -> tuple[Attribution, ...]:
    """All attributions of a report, sorted by cue."""
    roles = tree.tags.roles
    quotes = find_quotes(tree.text.content)
    found: list[Attribution] = []
    for cue in roles:
        own = [role for role in roles if role.cue == cue.first and cue.kind == "cue"]
        contents = sorted(
            tree.span(own_words(tree, role, quotes)) for role in own if role.kind == "content"
        )
        if contents:
            source = next((_span(tree, role) for role in own if role.kind == "source"), None)
            id = f"q{len(found) + 1}"
            found.append(Attribution(id, source, _span(tree, cue), tuple(contents)))
    return tuple(found)


def _span(tree: Tree, role: Role) -> Span:
    return tree.span(range(role.first, role.last))
