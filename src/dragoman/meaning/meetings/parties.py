"""Tree and actors → who takes part in a meeting, by the words beside its noun or verb.

"Envoys of Lima" stand for Lima, "both sides" for the two of the matter in hand. A spokesperson is
no second party beside the one spoken for.
"""

from collections.abc import Iterable, Iterator

from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings.agents import agent_of, antecedent, named_after, named_before
from dragoman.meaning.meetings.phrases import Parties, by_word, leaders, members, person, settled
from dragoman.meaning.meetings.words import (
    DASHES,
    MEETING_PREPOSITIONS,
    cases,
    light,
    noun_row,
    words,
)
from dragoman.meaning.tree import Tree

ASIDE = frozenset(
    {"in", "at", "on", "for", "about", "over", "during", "after", "before", "since", "to", "by",
     "under", "against", "from", "into", "without", "despite", "toward"}
)  # fmt: skip
"""Prepositions beside a meeting noun that bring no party."""


HOSTING = frozenset(
    {"host", "mediate", "chair", "convene", "broker", "facilitate", "open", "welcome",
     "propose", "organize", "organise", "arrange"}
)  # fmt: skip


TRAVEL = frozenset(
    {"travel", "fly", "go", "arrive", "head", "come", "attend", "depart", "leave",
     "participate", "gather", "convene", "take"}
)  # fmt: skip


def of_noun(tree: Tree, cast: Cast, i: int, kind: str) -> Parties:
    """ "between A and B", "with B" (and who holds it), "the A–B summit", "A’s visit"."""
    dashed = settled(cast, _dashed(tree, cast, i))
    if len(dashed.ids) > 1:
        return dashed
    above = _above_span(tree, i)
    found, spread = Parties(), False
    for child in (*_beside(tree, {i, above}), *_strayed(tree, above)):
        prepositions = cases(tree, child)
        if kind == "visit" and prepositions & {"by", "to"} and cast.all_at(child):
            found += members(tree, cast, child)
            continue
        if tree.lower[child] == "their" and tree.relation(above) == "obj":
            continue  # theirs who hold it
        if prepositions & ASIDE or noun_row(tree, child) is not None:
            continue
        if cast.covering(child) is not None and cast.covering(child) == cast.covering(i):
            continue  # the name of the meeting itself
        if kind == "conference" and tree.relation(child) in ("compound", "amod"):
            continue  # whom it is about
        if prepositions & {"between", "among"}:
            return settled(cast, members(tree, cast, child))
        found += members(tree, cast, child)
        spread = spread or bool(prepositions & MEETING_PREPOSITIONS)
    found = settled(cast, found)
    if len(found.ids) < 2 or spread:
        found = settled(cast, holder(tree, cast, i, above, spread or kind == "visit") + found)
    return found if found.ids or found.pair else _planners(tree, cast, i, kind)


def _planners(tree: Tree, cast: Cast, i: int, kind: str) -> Parties:
    """ "The two ministers have scheduled a meeting": several who plan one will meet."""
    verb = tree.head(i)
    if verb is None or tree.relation(i) != "obj" or tree.tokens[verb].upos != "VERB":
        return Parties()
    acting = next((v for v in (verb, *tree.ancestors(verb)) if tree.having(v, ("nsubj",))), verb)
    known = any(tree.lower[d] == "the" for d in tree.having(i, ("det",)))
    if known or tree.lemmas[acting] in HOSTING:
        return Parties()
    subject, _ = agent_of(tree, verb)
    found = settled(cast, members(tree, cast, subject)) if subject is not None else Parties()
    if kind == "summit" and len(leaders(cast, found.ids)) < len(found.ids):
        return Parties()  # "the ministers arranged a summit"
    return found if len(found.ids) > 1 or found.pair else Parties()


def _dashed(tree: Tree, cast: Cast, i: int) -> Parties:
    """ "The Vell–Orrin meeting", "the second Chile-Peru-Bolivia round"."""
    found: list[str] = []
    dashes = 0
    for j in range(i - 1, max(i - 9, -1), -1):
        if tree.words[j] in DASHES:
            dashes += 1
        elif tree.tokens[j].upos == "PROPN" or tree.words[j][:1].isupper():
            if j + 1 < i and tree.words[j + 1] not in DASHES and tree.words[j - 1] not in DASHES:
                continue
            id = by_word(tree, cast, j)
            if id is not None:
                found.insert(0, id)
        elif not found and tree.tokens[j].upos in ("ADJ", "NOUN", "VERB"):
            continue
        else:
            break
    return Parties(tuple(dict.fromkeys(found)) if dashes and len(found) > 1 else ())


def _above_span(tree: Tree, i: int) -> int:
    """ "six days of talks": the word that the verb takes."""
    head = tree.head(i)
    if head is not None and tree.lemmas[head] in words("span") and tree.relation(i) == "nmod":
        return head
    return i


def _beside(tree: Tree, heads: Iterable[int]) -> Iterator[int]:
    for at in sorted(heads):
        yield from tree.having(at, ("nmod", "compound", "amod", "obl", "nmod:poss"))


def _strayed(tree: Tree, i: int) -> list[int]:
    """ "Held a meeting with her guest", where the parse hung the guest on the verb."""
    head = tree.head(i)
    if head is None or tree.relation(i) != "obj" or tree.tokens[head].upos != "VERB":
        return []
    return [
        c for c in tree.having(head, ("obl",))
        if c > i and cases(tree, c) & {"with", "between"} and c - i < 8
    ]  # fmt: skip


def holder(tree: Tree, cast: Cast, i: int, above: int, wide: bool) -> Parties:
    """Who holds the meeting: the subject of its verb; of any verb over it where `wide`."""
    at = above
    if tree.having(i, ("cop",)):
        own = tree.having(i, ("nsubj",))
        if not own or not cases(tree, i):
            return Parties()
        return members(tree, cast, antecedent(tree, own[0], i))
    for _ in range(4):
        head = tree.head(at)
        if head is None:
            return Parties()
        if tree.tokens[head].upos in ("VERB", "AUX"):
            return _of_holding_verb(tree, cast, at, head, wide)
        relation = tree.relation(at)
        if relation in ("nsubj", "csubj"):
            return Parties()  # "the trip was unlikely, an envoy said"
        if relation == "nmod" and tree.relation(head) in ("nsubj", "obj", "obl") and not wide:
            return Parties()
        at = head
    return Parties()


def _of_holding_verb(tree: Tree, cast: Cast, at: int, head: int, wide: bool) -> Parties:
    relation = tree.tokens[at].relation
    if relation.startswith("nsubj") or (tree.lemmas[head] in HOSTING and not wide):
        return Parties()
    going = tree.lemmas[head] in TRAVEL and tree.relation(at) in ("obl", "obj")
    if not (wide or going or light(tree, head)):
        return Parties()
    subject, inviter = agent_of(tree, head)
    if subject is None or subject == at:
        return named_before(tree, cast, head)
    found = members(tree, cast, subject)
    return found + (members(tree, cast, inviter) if inviter is not None else Parties())


def of_verb(tree: Tree, cast: Cast, i: int) -> tuple[Parties, Parties]:
    """Subject's and others' parties of a verb of meeting."""
    subject, inviter = agent_of(tree, i)
    first = members(tree, cast, subject) if subject is not None else named_before(tree, cast, i)
    if inviter is not None:
        first += members(tree, cast, inviter)
    others = Parties()
    for child in tree.having(i, ("obj",)):
        others += members(tree, cast, child)
    for child in tree.having(i, ("obl", "nmod")):
        near = cases(tree, child)
        below = tree.having(child, ("nmod", "acl", "obl", "appos"))
        if any(tree.lemmas[c] == "host" for c in below):
            continue  # "with Quito as host"
        if "with" in near or (not near and person(cast, child)):
            others += members(tree, cast, child)
    if not others.ids and not others.pair:
        others = named_after(tree, cast, i)
    return settled(cast, first), settled(cast, others)


def invited_by(tree: Tree, cast: Cast, i: int) -> Parties:
    """ "at the invitation of A" beside a visit."""
    found = Parties()
    for at in (i, *list(tree.ancestors(i))[:1]):
        for child in tree.having(at, ("obl", "nmod")):
            for noun in (child, *tree.having(child, ("nmod", "obl"))):
                if tree.lemmas[noun] == "invitation" and "at" in cases(tree, noun):
                    for owner in tree.having(noun, ("nmod", "nmod:poss")):
                        found += members(tree, cast, owner)
    return settled(cast, found)
