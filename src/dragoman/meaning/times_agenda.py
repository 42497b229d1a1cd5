"""Nouns of what is put on a calendar → where they point a date: "ahead of talks on Friday".

"Friday's summit" lies where its verb does, "Friday's storm" behind; what is put off or called off
may have been to come or to have been, whichever is nearer.
"""

import re

from dragoman.meaning.times_verbs import Direction, climb, cues, governor, leading, of_verb
from dragoman.meaning.tree import Tree
from dragoman.spans import Span


def of_agenda(tree: Tree, span: Span, head: int) -> Direction:
    """Where a date beside a planned act points, when that act and not the verb tells."""
    return _announced(tree, head) or _before(tree, span, head) or _dropped(tree, head)


def _announced(tree: Tree, head: int) -> Direction:
    """ "announced a march on Saturday against it": the march's day, which the parse gives to it."""
    noun = tree.head(head)
    verb = None if noun is None else tree.head(noun)
    if noun is None or verb is None or tree.relation(head) != "nmod":
        return Direction.UNKNOWN
    told = tree.relation(noun) == "obj" and tree.lemmas[verb] in cues("confirms")
    new = any(tree.lower[c] in ("a", "an") for c in tree.having(noun, ("det",)))
    return Direction.AHEAD if told and new and _planned(tree, noun) else Direction.UNKNOWN


def of_owned(tree: Tree, span: Span, head: int) -> Direction:
    """ "Friday's talks": by what they own, and by what is done with it."""
    verb = governor(tree, head)
    lead = _LEAD.search(tree.text.content, max(0, span.start - 14), span.start)
    if lead:
        now = lead[1].lower() != "before" and climb(tree, head) is Direction.AHEAD
        return Direction.AHEAD if now or lead[1].lower() == "ahead of" else Direction.EITHER
    if verb is None:
        return Direction.BEHIND
    planned = _planned(tree, tree.tokens[head].head)
    above = tree.head(verb) if tree.relation(verb) in ("ccomp", "xcomp") else None
    if any(_awaits_now(tree, one) for one in (verb, above) if one is not None):
        return Direction.AHEAD
    if verb > head:
        # "Friday's summit will be short", but "Friday's storm put off the talks".
        return of_verb(tree, verb) if planned else Direction.BEHIND
    if _drops(tree, verb):
        return Direction.AHEAD
    if tree.lemmas[verb] in cues("attend") and of_verb(tree, verb) is Direction.AHEAD:
        return Direction.AHEAD
    if planned and tree.lemmas[verb] in cues("confirms"):
        return Direction.EITHER
    readied = planned and tree.lemmas[verb] in leading() & cues("ready")
    return Direction.AHEAD if readied else Direction.BEHIND


_LEAD = re.compile(
    r"\b(before|ahead of|(?:go|head|com)ing into|prelude to|(?:run|lead)-?up to|eve of"
    r"|(?:planning|plans|prepar(?:ing|ations?)) for)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _awaits_now(tree: Tree, verb: int) -> bool:
    """ "Traders await Friday's figures", "expect Friday's figures to be weak"."""
    return tree.lemmas[verb] in cues("await") and of_verb(tree, verb) is not Direction.BEHIND


def _planned(tree: Tree, noun: int) -> bool:
    return tree.lemmas[noun] in cues("agenda")


def _before(tree: Tree, span: Span, head: int) -> Direction:
    """ "She called him ahead of talks on Friday", "before a vote in the house on Friday", "held
    until a hearing on Friday"."""
    content = tree.text.content
    found = _ACT_BEFORE.search(content, max(0, span.start - 70), span.start)
    if not found:
        return Direction.UNKNOWN
    inside = tree.within(Span(found.start(2), found.end(2)))
    clause = any(tree.tokens[i].upos in ("VERB", "AUX") for i in inside)
    if clause or not any(_planned(tree, i) for i in inside):
        return Direction.UNKNOWN
    verb = governor(tree, head)
    past = verb is not None and "had" in tree.auxiliaries(verb)
    near = past or found[1].lower() == "before"
    return (
        Direction.EITHER if near and climb(tree, head) is not Direction.AHEAD else (Direction.AHEAD)
    )


_ACT_BEFORE = re.compile(
    r"\b(before|ahead of|until|pending)"
    r"\s+((?:(?!\b(?:before|ahead of|and|but)\b)[^.,;:!?\n\"“”])+?)"
    r"\s+(?:(?:on|in|of|next)\s+)*$",
    re.IGNORECASE,
)


def _dropped(tree: Tree, head: int) -> Direction:
    """ "A visit planned for Friday was called off", "She cancelled a trip to Lima on Friday", "The
    talks on Friday were moved": the nearest Friday; "The visit was called off on Friday" is
    behind."""
    below = head
    for at in tree.ancestors(head):
        moves = below != head and _planned(tree, below) and tree.lemmas[at] in cues("shift")
        if tree.tokens[at].upos == "VERB" and (moves or _drops(tree, at)):
            told = below == head and any(
                at < c < head and _planned(tree, c) for c in tree.having(at, ("obj",))
            )
            agent = tree.tokens[below].relation == "nsubj" and tree.having(at, ("obj",))
            inside = below != head and not agent and tree.relation(below) in ("nsubj", "obj")
            if not (told or inside):
                return Direction.UNKNOWN
            sooner = any(tree.lower[c] == "forward" for c in tree.children[at])
            after = sooner or of_verb(tree, at) is Direction.AHEAD
            return Direction.AHEAD if after else Direction.EITHER
        if tree.relation(at) in _CLAUSES and not _awaits(tree, at):
            return Direction.UNKNOWN
        below = at
    return Direction.UNKNOWN


_CLAUSES = frozenset({"ccomp", "advcl", "parataxis", "acl", "csubj"})


def _awaits(tree: Tree, at: int) -> bool:
    """ "the visit planned for Friday", not "the order issued on Friday"."""
    fixed = cues("fixed") | cues("moved")
    coming = tree.lemmas[at] in cues("scheduled") and tree.tokens[at].xpos != "VBD"
    return tree.relation(at) == "acl" and (coming or tree.lemmas[at] in fixed)


def _drops(tree: Tree, verb: int) -> bool:
    """Whether a verb, with its particle, takes an act off the calendar or moves it."""
    particles = [tree.lower[c] for c in tree.having(verb, ("compound:prt", "advmod"))]
    names = {tree.lemmas[verb], *(f"{tree.lemmas[verb]} {name}" for name in particles)}
    return bool(names & cues("drop"))
