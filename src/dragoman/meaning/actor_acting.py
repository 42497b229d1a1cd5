"""A name in its clause → whether it acts there, is only named, or is a mere place.

"Lima said" and "talks with Lima" are a government; "in Lima" and "the Lima summit" are places.
"""

from enum import Enum
from functools import cache

from dragoman.lexicon import table
from dragoman.meaning.actor_names import Name
from dragoman.meaning.tree import Tree


class Stand(Enum):
    """How a name stands in its clause."""

    STRONG = "acts or is acted on"
    WEAK = "named, but that alone makes no actor"
    NONE = "a place or a mere modifier"


_ARGUMENTS = frozenset({
    "nsubj", "obj", "iobj", "obl", "nmod", "appos", "parataxis", "root", "ccomp",
})  # fmt: skip
_CAPITAL_CASES = frozenset({"with", "between", "against", "by", "toward", "towards", "among", "to"})


def state_stand(tree: Tree, name: Name) -> Stand:
    """How a country word or capital stands."""
    head = _first(tree, name.head)
    relation = tree.tokens[head].relation
    capital = name.what == "capital"
    if relation in ("nsubj", "obl:agent", "csubj", "vocative"):
        return Stand.STRONG
    if relation == "nsubj:pass":
        return Stand.NONE if capital else Stand.STRONG
    if relation == "nmod:poss" or _owns(tree, name):
        about = relation == "nmod:poss" and _about(tree, head)
        return Stand.NONE if about else Stand.STRONG
    if relation in ("obj", "iobj"):
        goal = tree.lemmas[tree.tokens[head].head] in _words("goal")
        return Stand.NONE if capital and goal else Stand.STRONG
    if relation.startswith(("obl", "nmod", "advcl", "xcomp")):
        return _after_case(tree, head, capital)
    if relation.startswith(("compound", "amod")):
        return _modifying(tree, head, capital)
    return Stand.NONE if capital else Stand.WEAK


def body_stand(tree: Tree, name: Name) -> Stand:
    """How a named organisation, seat or company stands."""
    head = _first(tree, name.head)
    relation = tree.tokens[head].relation
    if relation.startswith("compound") or relation in ("dep", "root", "list"):
        return Stand.WEAK
    cases = {tree.lower[c] for c in tree.having(head, ("case",))}
    if cases & {"on", "via", "in", "at", "through", "near", "outside", "inside"}:
        return Stand.WEAK
    return Stand.STRONG


def governs(tree: Tree, i: int) -> bool:
    """Whether the noun at a token is an argument of a clause or of a noun."""
    relation = tree.relation(_first(tree, i))
    if tree.having(i, ("cop",)) and not tree.having(i, ("case",)):
        return False
    if tree.having(i, ("cop",)):
        return True
    return relation in _ARGUMENTS


def _owns(tree: Tree, name: Name) -> bool:
    return name.last < len(tree) and tree.lower[name.last] in ("'s", "’s")


def _after_case(tree: Tree, head: int, capital: bool) -> Stand:
    cases = [tree.lower[c] for c in tree.having(head, ("case",))]
    case = cases[0] if cases else ""
    governor = tree.head(head)
    lemma = tree.lemmas[governor] if governor is not None else ""
    if not case:
        return Stand.NONE if capital else Stand.WEAK
    if case == "to" and lemma in _words("motion"):
        return Stand.NONE
    if case == "from" and lemma in ("receive", "get", "demand", "seek", "buy", "hear", "obtain"):
        return Stand.STRONG
    if case == "from" and lemma in ("response", "reply", "demand", "statement", "guarantee"):
        return Stand.STRONG
    if case == "from" and governor is not None and _bought(tree, governor):
        return Stand.STRONG
    if case in ("on", "upon") and lemma in ("call", "pressure", "press", "rely", "blame"):
        return Stand.STRONG
    if case in _words("case"):
        return Stand.NONE
    if capital:
        return Stand.STRONG if case in _CAPITAL_CASES else Stand.NONE
    if case == "of" and _about(tree, head):
        return Stand.NONE
    return Stand.STRONG


def _bought(tree: Tree, governor: int) -> bool:
    """ "Banned imports of sugar from Chile": who sells is acted on; parsers hang "from" on any of
    the three."""
    near = (governor, *tree.having(governor, ("obj", "nsubj")), *list(tree.ancestors(governor))[:1])
    return any(tree.lemmas[i] in ("import", "purchase") for i in near)


def _modifying(tree: Tree, head: int, capital: bool) -> Stand:
    governor = tree.head(head)
    if governor is None or _about(tree, head):
        return Stand.NONE
    if capital:
        linked = head + 1 < len(tree) and tree.words[head + 1] in ("-", "–")
        return Stand.WEAK if linked else Stand.NONE
    return Stand.STRONG


def _about(tree: Tree, head: int) -> bool:
    governor = tree.head(head)
    return governor is not None and tree.lemmas[governor] in _settings()


def _first(tree: Tree, i: int) -> int:
    """The first conjunct that a token is coordinated with, or the name that it is part of."""
    for _ in range(6):
        head = tree.head(i)
        if head is None or tree.relation(i) not in ("conj", "flat"):
            break
        i = head
    return i


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in table("place_words") if row["kind"] == kind)


@cache
def _settings() -> frozenset[str]:
    return frozenset(row["noun"] for row in table("about_nouns"))
