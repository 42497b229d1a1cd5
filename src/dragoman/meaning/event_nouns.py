"""Tree and Cast → the act that a noun names, its sides from a verb above or from itself.

"Held talks", "the talks took place", "the rebels' raid on the port", "is on a visit to Chile".
"""

from collections.abc import Iterable
from dataclasses import replace

from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import (
    actors_of,
    agent,
    country_of,
    dependents,
    host_of,
    owner_token,
    owners_of,
    passive,
    patient,
    preposition,
    quantified,
    subject,
)
from dragoman.meaning.event_codes import (
    Act,
    Code,
    code_of_noun,
    lends,
)
from dragoman.meaning.status import Standing, standing_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType

_TOLD = (
    EventStatus.HAPPENED, EventStatus.ONGOING, EventStatus.PLANNED, EventStatus.CANCELLED,
    EventStatus.DENIED,
)  # fmt: skip
_OCCASION = {"during", "in", "at", "after", "following", "before"}
_OCCURRENCE = ("nsubj", "csubj")


def act_of_noun(tree: Tree, cast: Cast, i: int) -> Act | None:
    """The act that a noun names, with its doers from the verb that lends them or from itself."""
    code = code_of_noun(tree, i)
    if code is None:
        return None
    verb, lent, occurs = _lender(tree, i)
    if "light" in code.flags and not lent and not (occurs and not code.symmetric):
        return None
    actors, targets = _sides(tree, cast, i, code)
    if _shared(tree, i, code) and verb is not None and targets:
        actors = actors or actors_of(tree, cast, subject(tree, verb))
    if lent and verb is not None:
        actors = actors_of(tree, cast, agent(tree, verb)) or actors
        targets = targets or _from_verb(tree, cast, verb, code)
    if code.type is EventType.AID and (thanker := _thanker(tree, cast, i, verb)):
        actors, targets = actors_of(tree, cast, patient(tree, verb or i)), thanker
    if occurs and not targets and verb is not None:
        # "Clashes erupted between the two", "Aid from Lima reached Chile"
        targets = _from_verb(tree, cast, verb, code)
        if code.type is EventType.AID:
            targets = targets or actors_of(tree, cast, patient(tree, verb))
    if not actors:
        actors = _organisers(tree, cast, i)
    targets = tuple(t for t in targets if t not in actors)
    if code.mode == "visit" and not targets:
        targets = tuple(t for t in _invited(tree, cast, i) if t not in actors)
    if code.symmetric and not actors:
        actors, targets = targets, ()
    standing = standing_of(tree, i)
    if (
        verb == i
        and standing.status is EventStatus.HAPPENED
        and {"is", "are"} & set(tree.auxiliaries(i))
    ):
        standing = replace(standing, status=EventStatus.ONGOING)
    possible = _predicated(tree, i)
    if possible is not None and len({*actors, *targets}) > 1:
        standing, occurs = replace(standing, status=possible), True
    if not (lent or occurs):
        if not _tells(code, actors, targets, standing):
            return None
        if code.symmetric and _indefinite(tree, i) and not _shared(tree, i, code):
            return None
    doer = agent(tree, verb) if lent and verb is not None else None
    return Act(
        code.type, code.mode, code.cameo, (i,), actors, targets, standing, code.symmetric,
        doer=doer, nominal=not lent, occurs=occurs, arguments=(i,), aimed="aimed" in code.flags,
        shared=lent,
    )  # fmt: skip


def _predicated(tree: Tree, i: int) -> EventStatus | None:
    """ "A meeting between the two remains possible": what the predicate makes of a meeting."""
    head = tree.head(i)
    if head is None or tree.relation(i) not in _OCCURRENCE:
        return None
    words = {tree.lemmas[at].lower() for at in (head, *tree.having(head, ("xcomp",)))}
    if not words & {"possible", "likely", "conceivable"} or tree.negated(head):
        return None
    return EventStatus.POSSIBLE


def _organisers(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "the march that the union had called": those who hold what the noun names."""
    for clause in tree.having(i, ("acl:relcl",)):
        if lends(tree, clause, "obj") or tree.lemmas[clause] in ("call", "launch", "order"):
            return actors_of(tree, cast, agent(tree, clause)) if not passive(tree, clause) else ()
    return ()


def _indefinite(tree: Tree, i: int) -> bool:
    """ "a meeting between the two would help": nobody says that there is one."""
    return any(tree.lower[d] in ("a", "an", "any", "such") for d in tree.having(i, ("det", "amod")))


def _shared(tree: Tree, i: int, code: Code) -> bool:
    """ "He said so during a meeting with the envoy": the subject was at the meeting."""
    before = {tree.lower[c] for c in tree.having(i, ("case", "mark"))}
    return code.symmetric and bool(before & _OCCASION)


def _tells(
    code: Code, actors: tuple[str, ...], targets: tuple[str, ...], standing: Standing
) -> bool:
    """Whether a noun on its own tells of an act: both sides hang on it, and it is no mere idea."""
    if code.symmetric:
        return len({*actors, *targets}) > 1 and standing.status in _TOLD
    return bool(actors and targets)


def _lender(tree: Tree, i: int) -> tuple[int | None, bool, bool]:
    """The verb above a noun, whether it lends its subject, and whether it says that it occurs."""
    first = i
    while (above := tree.head(first)) is not None and (
        tree.relation(first) == "conj" or quantified(tree, first)
    ):
        first = above
    if tree.having(first, ("cop",)) and preposition(tree, first) in ("in", "on", "at"):
        # "who is on a visit to Chile"
        return first, True, False
    head = tree.head(first)
    if head is None or tree.tokens[head].upos not in ("VERB", "AUX", "ADJ"):
        return None, False, False
    relation = tree.relation(first)
    if relation in _OCCURRENCE:
        if passive(tree, head):
            return head, lends(tree, head, "obj"), lends(tree, head, "subj")
        return head, False, lends(tree, head, "subj")
    if relation == "obj":
        return head, lends(tree, head, "obj"), False
    inside = any(tree.lower[c] in ("in", "at", "into") for c in tree.having(first, ("case",)))
    inside = inside and tree.lemmas[i] not in ("request", "appeal", "plea")
    return head, relation == "obl" and inside and lends(tree, head, "in"), False


def _sides(tree: Tree, cast: Cast, i: int, code: Code) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Doers and undergoers that hang on the noun itself."""
    of = _unique(a for n in dependents(tree, i, ("of",)) for a in actors_of(tree, cast, n))
    own = _unique((*owners_of(tree, cast, i, of=False), *_doers(tree, cast, i, code)))
    of = tuple(a for a in of if a not in own) if "owner" in code.target else of
    reach = host_of if code.mode == "visit" else actors_of
    targets = _unique(
        a
        for slot in code.target
        if slot != "owner"
        for n in dependents(tree, i, (slot,))
        for a in reach(tree, cast, n)
    )
    if "owner" in code.target:
        possessor = actors_of(tree, cast, owner_token(tree, i))
        if of or targets:
            return own, of or targets
        return tuple(a for a in own if a not in possessor), possessor
    return _unique((*own, *of)), targets


def _doers(tree: Tree, cast: Cast, i: int, code: Code) -> tuple[str, ...]:
    """ "the arrest of two editors by police", where the parse hangs "by" on the editors."""
    below = dependents(tree, i, ("of",)) if "owner" in code.target else ()
    far = [n for at in below for n in dependents(tree, at, ("by",))]
    if code.type is EventType.AID:
        far += dependents(tree, i, ("from",))
    return _unique(a for n in far for a in actors_of(tree, cast, n))


def _from_verb(tree: Tree, cast: Cast, verb: int, code: Code) -> tuple[str, ...]:
    return _unique(
        a
        for slot in code.target
        for n in dependents(tree, verb, (slot,))
        for a in actors_of(tree, cast, n)
    )


def _invited(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "invited her to pay a visit": to the one who invites."""
    for above in tree.ancestors(i):
        if tree.lemmas[above] in ("invite", "invitation"):
            hosts = actors_of(tree, cast, agent(tree, above))
            return _unique(next(iter(country_of(cast, a)), a) for a in hosts)
    return ()


def _thanker(tree: Tree, cast: Cast, i: int, verb: int | None) -> tuple[str, ...]:
    """ "thanked Lima for its help": the help was for the one who thanks."""
    if verb is None or tree.lemmas[verb] != "thank" or preposition(tree, i) != "for":
        return ()
    thanker = actors_of(tree, cast, subject(tree, verb))
    return _unique(next(iter(country_of(cast, a)), a) for a in thanker)


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
