"""Tree and Cast → acts: the codes that verbs and event nouns answer to, with those who take part.

A verb of `event_verbs` names its act itself; a noun of `event_nouns` does so below a verb that
lends it a subject ("held talks", "the talks took place"), or alone when both sides hang on it
("the rebels' raid on the port"). What is promised, refused or demanded is part of that act and no
act of its own, but for a meeting agreed on, which is planned.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import (
    actors_of,
    agent,
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
from dragoman.meaning.event_codes import COOPERATIVE, Code, code_of_noun, code_of_verb, lends
from dragoman.meaning.status import Standing, condition_of, in_condition, standing_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, EventStatus, EventType

_TOLD = (
    EventStatus.HAPPENED, EventStatus.ONGOING, EventStatus.PLANNED, EventStatus.CANCELLED,
    EventStatus.DENIED,
)  # fmt: skip
_OPENS = {"content", "by_content", "hostile_content"}
_OCCASION = {"during", "in", "at", "after", "following", "before"}
_OCCURRENCE = ("nsubj", "csubj")
_OFFICIAL = ("GOV", "MIL", "IGO", "LEG", "PTY", "REB", "OPP")


@dataclass(frozen=True, slots=True)
class Act:
    """An act before anyone knows who tells of it; indices are tokens."""

    type: EventType
    mode: str | None
    cameo: str
    trigger: tuple[int, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    standing: Standing
    symmetric: bool = False
    calls_off: bool = False
    nominal: bool = False
    occurs: bool = False
    """A noun told to take place, be planned or be called off."""
    arguments: tuple[int, ...] = ()
    """The nouns that the act is about ("talks" in "called off the talks")."""
    between: bool = False
    """Of two sides at odds the other one is meant where no target is told."""
    shared: bool = False
    """A meeting that a verb lends its subject to ("entered into negotiations")."""
    vague: bool = False
    """A promise of something that is no act itself."""
    aimed: bool = False
    """No act without a target that we can name."""
    doer: int | None = None
    """The token of the doer of a verb."""


def find_acts(tree: Tree, cast: Cast) -> tuple[Act, ...]:
    """All acts, by trigger."""
    swallowed: set[int] = set()
    acts: list[Act] = []
    for i, token in enumerate(tree.tokens):
        if token.upos not in ("VERB", "ADJ", "AUX") or i in swallowed:
            continue
        act = act_of_verb(tree, cast, i, swallowed)
        if act is not None:
            acts.append(act)
    used = {argument for act in acts for argument in act.arguments} | swallowed
    for i, token in enumerate(tree.tokens):
        if token.upos == "NOUN" and i not in used:
            act = act_of_noun(tree, cast, i)
            if act is not None:
                acts.append(act)
    told = _without_echoes(_without_aims(tree, acts))
    told = [act for act in told if not in_condition(tree, act.trigger[0])]
    return tuple(sorted(told, key=lambda act: act.trigger))


def _without_echoes(acts: list[Act]) -> list[Act]:
    """ "The raid on the port killed nine": the raid is the act, unless the verb names a target."""
    nouns = {act.trigger[0]: act.type for act in acts if act.nominal}
    return [
        act
        for act in acts
        if act.targets or act.doer is None or nouns.get(act.doer) is not act.type
    ]


def _without_aims(tree: Tree, acts: list[Act]) -> list[Act]:
    """ "Lima sent grain to help Chile": the aim of an act is no second act, but for a meeting."""
    return [
        act
        for act in acts
        if act.type is EventType.CONSULT
        or tree.relation(act.trigger[0]) != "advcl"
        or not any(tree.lower[m] == "to" for m in tree.having(act.trigger[0], ("mark",)))
    ]


# --- verbs -----------------------------------------------------------------------------------


def act_of_verb(tree: Tree, cast: Cast, i: int, swallowed: set[int] | None = None) -> Act | None:
    """The act that a verb or adjective names; `swallowed` gains what is part of it."""
    code = code_of_verb(tree, cast, i)
    if code is None:
        return None
    swallowed = set() if swallowed is None else swallowed
    clause = _complement(tree, i) if code.flags & _OPENS else None
    inner = None if clause is None else _inner(tree, cast, clause)
    if "by_content" in code.flags and inner is not None and inner.type not in COOPERATIVE:
        if tree.lemmas[i] == "agree":
            return None
        code = replace(code, type=EventType.THREATEN, cameo="130", mode=None)
    if "by_content" in code.flags and inner is not None:
        told = standing_of(tree, i).status
        hangs = any(condition_of(tree, at) is not None for at in _raised(tree, i))
        if inner.type is EventType.CONSULT and (hangs or told is not EventStatus.HAPPENED):
            # "would be ready to meet if …" tells of the meeting, and of no promise
            return None
    if "hostile_content" in code.flags and (inner is None or not _is_harm(inner)):
        return None
    if clause is not None and not _keeps(tree, i, inner):
        swallowed |= _content_words(tree, clause)
    if "charged" in code.flags:
        swallowed |= _charge(tree, i)
    code = _by_content(code, inner)
    targets = _targets(tree, cast, i, code, clause, inner)
    act = _verb_act(tree, cast, i, code, targets)
    if "travel" in code.flags and not _travels(cast, act):
        return None
    if "planned" in code.flags and act.standing.status is EventStatus.HAPPENED:
        act = replace(act, standing=replace(act.standing, status=EventStatus.PLANNED))
    if "future" in code.flags and act.standing.status is not EventStatus.PLANNED:
        return None
    if code.type is EventType.THREATEN:
        for at in (i, clause, *tree.having(i, ("obj", "obl"))):
            if at is not None:
                act = replace(act, standing=_hanging(tree, at, act.standing))
    if inner is None:
        return replace(act, vague="by_content" in code.flags and tree.lemmas[i] != "agree")
    return replace(act, arguments=(*act.arguments, *inner.arguments))


def _raised(tree: Tree, i: int) -> tuple[int, ...]:
    """ "stands ready": an adjective and the verb that it completes."""
    head = tree.head(i)
    return (i,) if head is None or tree.relation(i) != "xcomp" else (i, head)


def _charge(tree: Tree, i: int) -> set[int]:
    """ "accused the militia of shelling the port": the words of the charge."""
    clauses = [
        c
        for c in tree.having(i, ("advcl", "acl", "obl", "xcomp"))
        if tree.tokens[c].upos == "VERB" and preposition(tree, c) in ("of", "for", "with")
    ]
    return {word for clause in clauses for word in _content_words(tree, clause)}


def _invited(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "invited her to pay a visit": to the one who invites."""
    for above in tree.ancestors(i):
        if tree.lemmas[above] in ("invite", "invitation"):
            return actors_of(tree, cast, agent(tree, above))
    return ()


def _travels(cast: Cast, act: Act) -> bool:
    """Whether someone who acts for one side goes to another: a visit, and no mere journey."""
    sides = {cast.side(target) for target in act.targets}
    return bool(act.targets) and any(
        cast.get(a).kind in (ActorKind.PERSON, ActorKind.GOVERNMENT)
        and cast.get(a).sector in _OFFICIAL
        and cast.side(a) not in sides
        for a in act.actors
    )


def _is_harm(act: Act) -> bool:
    return act.standing.status is EventStatus.HAPPENED and act.type in (
        EventType.ASSAULT, EventType.COERCE, EventType.SANCTION,
    )  # fmt: skip


def _keeps(tree: Tree, i: int, inner: Act | None) -> bool:
    """Whether the act below stays one of its own: a meeting that is agreed on is planned."""
    return tree.lemmas[i] == "agree" and inner is not None and inner.type is EventType.CONSULT


def _hanging(tree: Tree, clause: int, standing: Standing) -> Standing:
    """ "threatened to close the port unless …": the threat hangs on its content's condition."""
    condition = condition_of(tree, clause)
    if condition is None or standing.status is not EventStatus.HAPPENED:
        return standing
    return replace(standing, status=EventStatus.CONDITIONAL, condition=condition)


def _verb_act(tree: Tree, cast: Cast, i: int, code: Code, targets: tuple[str, ...]) -> Act:
    doer = agent(tree, i)
    actors = actors_of(tree, cast, doer)
    undergoer = patient(tree, i)
    arguments = [] if undergoer is None else tree.conjuncts(undergoer)
    for need in code.needs:
        if need[0] == "~":
            arguments += dependents(tree, i, need[1:].partition("@")[0].split("/"))
    if code.symmetric and not actors:
        actors, targets = targets, ()
    standing = standing_of(tree, i)
    if "refusal" in code.flags:
        hangs = standing.condition is not None
        status = EventStatus.CONDITIONAL if hangs else EventStatus.HAPPENED
        standing = replace(standing, status=status)
    if "entry" in code.flags and not actors:
        actors = _entered(tree, cast, i)
    if "cancel" in code.flags and not actors and undergoer is not None:
        # "The talks were called off": nobody is told to have done it
        noun = act_of_noun(tree, cast, undergoer)
        if noun is not None:
            return noun
    return Act(
        code.type, code.mode, code.cameo, _trigger(tree, i, code), actors,
        tuple(t for t in targets if t not in actors), standing, code.symmetric,
        calls_off="cancel" in code.flags, arguments=tuple(arguments), doer=doer,
        aimed=bool(code.flags & {"aimed", "echo"}), between="between" in code.flags,
    )  # fmt: skip


def _entered(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "is barred from entering Chile": Chile is who bars."""
    return _unique(
        a for c in dependents(tree, i, ("from",)) for a in actors_of(tree, cast, patient(tree, c))
    )


def _trigger(tree: Tree, i: int, code: Code) -> tuple[int, ...]:
    particle = [c for c in tree.children[i] if code.particle and tree.lower[c] == code.particle]
    return (i, *particle) if particle and 0 < particle[0] - i <= 2 else (i,)


def _complement(tree: Tree, i: int) -> int | None:
    """The clause that a verb promises, refuses, demands …"""
    for child in tree.having(i, ("xcomp", "ccomp")):
        return child
    for child in tree.having(i, ("advcl", "acl", "obl")):
        # parsers often hang "called on Chile to withdraw" as an adverbial clause
        if child > i and any(tree.lower[m] == "to" for m in tree.having(child, ("mark",))):
            return child
    return None


def _inner(tree: Tree, cast: Cast, clause: int) -> Act | None:
    """The act of a complement clause, named by its verb or by the noun that its verb lends to."""
    if tree.tokens[clause].upos in ("VERB", "ADJ"):
        act = act_of_verb(tree, cast, clause)
        if act is not None:
            return act
        noun = patient(tree, clause)
        if noun is not None and noun != clause:
            return act_of_noun(tree, cast, noun)
    return act_of_noun(tree, cast, clause) if tree.tokens[clause].upos == "NOUN" else None


def _content_words(tree: Tree, clause: int) -> set[int]:
    return set(tree.subtree(clause, without=("parataxis",)))


def _by_content(code: Code, inner: Act | None) -> Code:
    if inner is None or not code.flags & {"content", "by_content"}:
        return code
    found = _contents().get((code.type, inner.type))
    return code if found is None else replace(code, mode=found[0] or code.mode, cameo=found[1])


def _targets(
    tree: Tree, cast: Cast, i: int, code: Code, clause: int | None, inner: Act | None
) -> tuple[str, ...]:
    for slot in code.target:
        found = _slot(tree, cast, i, slot, clause, inner)
        if found:
            return found
    return ()


def _slot(
    tree: Tree, cast: Cast, i: int, slot: str, clause: int | None, inner: Act | None
) -> tuple[str, ...]:
    """The actors in one place of a verb."""
    undergoer = patient(tree, i)
    if slot == "obj":
        return actors_of(tree, cast, undergoer, owners=False)
    if slot == "hosted":
        return () if undergoer is None else host_of(tree, cast, undergoer)
    if slot == "host":
        around = dependents(tree, i, ("in", "to", "for"))
        return next((h for n in around if (h := host_of(tree, cast, n))), ())
    if slot == "iobj":
        return tuple(a for o in tree.having(i, ("iobj",)) for a in actors_of(tree, cast, o))
    if slot == "owner":
        parts = [] if undergoer is None else tree.conjuncts(undergoer)
        return _unique(a for part in parts for a in owners_of(tree, cast, part))
    if slot == "xsubj":
        return () if clause is None else actors_of(tree, cast, subject(tree, clause))
    if slot == "content":
        return () if inner is None else inner.targets or inner.actors
    around = [i] if undergoer is None else [i, *tree.conjuncts(undergoer)]
    if tree.relation(i) == "acl" and passive(tree, i):
        around = [i]
    return _unique(
        a
        for at in around
        for noun in dependents(tree, at, (slot,))
        for a in actors_of(tree, cast, noun)
    )


# --- nouns -----------------------------------------------------------------------------------


def act_of_noun(tree: Tree, cast: Cast, i: int) -> Act | None:
    """The act that a noun names, with its doers from the verb that lends them or from itself."""
    code = code_of_noun(tree, i)
    if code is None:
        return None
    verb, lent, occurs = _lender(tree, i)
    if "light" in code.flags and not lent:
        return None
    actors, targets = _sides(tree, cast, i, code)
    if _shared(tree, i, code) and verb is not None and targets:
        actors = actors or actors_of(tree, cast, subject(tree, verb))
    if lent and verb is not None:
        actors = actors_of(tree, cast, agent(tree, verb)) or actors
        targets = targets or _from_verb(tree, cast, verb, code)
    targets = tuple(t for t in targets if t not in actors)
    if code.mode == "visit" and not targets:
        targets = tuple(t for t in _invited(tree, cast, i) if t not in actors)
    if code.symmetric and not actors:
        actors, targets = targets, ()
    standing = standing_of(tree, i)
    if verb == i and standing.status is EventStatus.HAPPENED and {"is", "are"} & set(
        tree.auxiliaries(i)
    ):
        standing = replace(standing, status=EventStatus.ONGOING)
    if not (lent or occurs):
        if not _tells(code, actors, targets, standing):
            return None
        if code.symmetric and _indefinite(tree, i) and not _shared(tree, i, code):
            return None
    return Act(
        code.type, code.mode, code.cameo, (i,), actors, targets, standing, code.symmetric,
        nominal=not lent, occurs=occurs, arguments=(i,), aimed="aimed" in code.flags, shared=lent,
    )  # fmt: skip


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
    return head, relation == "obl" and inside and lends(tree, head, "in"), False


def _sides(tree: Tree, cast: Cast, i: int, code: Code) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Doers and undergoers that hang on the noun itself."""
    of = _unique(a for n in dependents(tree, i, ("of",)) for a in actors_of(tree, cast, n))
    own = owners_of(tree, cast, i, of=False)
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


def _from_verb(tree: Tree, cast: Cast, verb: int, code: Code) -> tuple[str, ...]:
    return _unique(
        a
        for slot in code.target
        for n in dependents(tree, verb, (slot,))
        for a in actors_of(tree, cast, n)
    )


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


@cache
def _contents() -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row["outer"], row["inner"]): (row["mode"], row["cameo"])
        for row in lexicon.table("event_contents")
    }
