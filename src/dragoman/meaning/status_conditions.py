"""Tree and an act → the clause or phrase that it hangs on: if, unless, once, subject to, only when.

"They would only meet if the guns fell silent": what stands in the clause is asked for and open.
"""

from dragoman.meaning.tree import Tree
from dragoman.spans import Span

_IF_MARKS = frozenset({"if", "unless", "provided", "providing", "until", "once"})
_MEASURES = frozenset({"soon", "long"})
_SEEMING = frozenset({"as", "even"})


def condition_of(tree: Tree, i: int) -> Span | None:
    """The clause after "if", "unless", "provided" … that hangs on a verb; None without one."""
    clause = _conditional_clause(tree, i)
    if clause is None:
        return None
    marks = set(tree.having(clause, ("mark",)))
    words = [t for t in tree.subtree(clause) if t not in marks and tree.relation(t) != "punct"]
    return tree.span(words) if words else None


def in_condition(tree: Tree, i: int) -> bool:
    """Whether an act stands in the clause that another one hangs on ("if they attack")."""
    for at in (i, *tree.ancestors(i)):
        above = tree.head(at)
        clause = above is not None and tree.relation(at) == "ccomp"
        if clause and above is not None and tree.lower[above] in ("provided", "providing"):
            return True
        if above is not None and _inverted(tree, above) == at:
            return True
        if tree.relation(at) != "advcl":
            continue
        marks = {tree.lower[m] for m in tree.having(at, ("mark",))}
        if above is not None and marks & _IF_MARKS and _conditional_clause(tree, above) == at:
            return True
    return False


def _conditional_clause(tree: Tree, i: int) -> int | None:
    ways = (_marked_clause, _as_soon, _provided, _inverted, _phrase)
    return next((clause for way in ways if (clause := way(tree, i)) is not None), None)


def _phrase(tree: Tree, i: int) -> int | None:
    """ "will pay subject to a vote", "would leave in return for the reopening of the road"."""
    for child in tree.having(i, ("obl", "advcl", "advmod", "amod", "xcomp")):
        first = min(tree.subtree(child))
        opening = tuple(tree.lower[first : first + 3])
        if opening in _PHRASES or opening[:2] in _PHRASES:
            return child
    return None


_PHRASES = frozenset({
    ("subject", "to"), ("on", "condition"), ("on", "the", "condition"),
    ("under", "the", "condition"), ("on", "the", "understanding"), ("in", "return", "for"),
    ("in", "exchange", "for"), ("in", "the", "event"),
})  # fmt: skip


def _provided(tree: Tree, i: int) -> int | None:
    """ "would come, provided that the guns fell silent", where "provided" is read as a verb."""
    for child in tree.having(i, ("advcl", "parataxis")):
        if tree.lower[child] in ("provided", "providing") and tree.having(child, ("ccomp",)):
            return tree.having(child, ("ccomp",))[0]
    return None


def _inverted(tree: Tree, i: int) -> int | None:
    """ "warned of steps should its ships be stopped", "had they met, the war would be over".

    The clause opens with its auxiliary.
    """
    unreal = bool({"would", "could", "might"} & set(tree.auxiliaries(i)))
    nouns = tree.having(i, ("obj", "obl"))
    for at in (i, *nouns):
        for child in tree.having(at, ("advcl", "acl", "ccomp", "parataxis")):
            first = min(tree.subtree(child))
            own = tree.having(child, ("nsubj",))
            opens = tree.lower[first]
            hung = child > i or tree.relation(child) == "advcl"
            told = (opens == "should" and hung) or (opens in ("had", "were") and unreal)
            if own and told and first < own[0]:
                return child
    return None


def _marked_clause(tree: Tree, i: int) -> int | None:
    for child in tree.having(i, ("advcl",)):
        marks = [tree.lower[m] for m in tree.having(child, ("mark",))]
        around = {tree.lower[c] for c in tree.children[child] if c < child}
        if _only_then(tree, i, child):
            return child
        if any(mark in _IF_MARKS for mark in marks) and not _SEEMING & around:
            # "until" is a condition only after a negation: "will not meet until …"
            if "until" in marks and not tree.negated(i):
                continue
            return child
    return None


def _only_then(tree: Tree, i: int, clause: int) -> bool:
    """ "would sign when the last gun had left", "will pay only after the guns fall".

    "Will raise it when she sees him" tells the time only.
    """
    words = [t for t in tree.subtree(clause) if t < clause]
    first = min(words, default=clause)
    opening = [tree.lower[t] for t in words[:2]]
    if {"when", "after"} & set(opening) and "only" in (tree.lower[first - 1], *opening):
        return True
    told = "had" in tree.auxiliaries(clause) and "would" in tree.auxiliaries(i)
    return tree.lower[first] == "when" and told


def _as_soon(tree: Tree, i: int) -> int | None:
    """ "will pay as soon as the law stands", "will stay so long as they are shelled"."""
    for child in tree.having(i, ("advcl", "advmod")):
        measures = [t for t in (child, *tree.having(child, ("advmod",)))
                    if tree.lower[t] in _MEASURES]  # fmt: skip
        for measure in measures:
            below = tree.having(measure, ("advcl",)) or [c for c in (child,) if c != measure]
            if below and tree.lower[measure - 1] in ("as", "so") and below[0] > measure:
                return below[0]
    return None


def unless(tree: Tree, chain: list[int]) -> bool:
    """Whether the condition undoes a negation ("will not meet unless …")."""
    for at in chain:
        clause = _conditional_clause(tree, at)
        if clause is not None:
            marks = {tree.lower[m] for m in tree.having(clause, ("mark",))}
            return bool(marks & {"unless", "until"})
    return False
