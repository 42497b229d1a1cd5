"""Tree → attributions: the cues that the network marks, each with its source and content."""

from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import Attribution, Role


def find_attributions(tree: Tree) -> tuple[Attribution, ...]:
    """All attributions of a report, sorted by cue."""
    roles = tree.tags.roles
    found: list[Attribution] = []
    for cue in roles:
        own = [role for role in roles if role.cue == cue.first and cue.kind == "cue"]
        contents = sorted(_span(tree, role) for role in own if role.kind == "content")
        if contents:
            source = next((_span(tree, role) for role in own if role.kind == "source"), None)
            id = f"q{len(found) + 1}"
            found.append(Attribution(id, source, _span(tree, cue), tuple(contents)))
    return tuple(found)


def _span(tree: Tree, role: Role) -> Span:
    return tree.span(range(role.first, role.last))
