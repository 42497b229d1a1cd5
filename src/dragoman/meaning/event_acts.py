"""Tree and Cast → acts: the codes that verbs and event nouns answer to, with those who take part.

A verb of `event_verbs` names its act itself; a noun of `event_nouns` does so below a verb that
lends it a subject ("held talks", "the talks took place"), or alone when both sides hang on it
("the rebels' raid on the port"). What is promised, refused or demanded is part of that act and no
act of its own, but for a meeting agreed on, which is planned.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import (
    actors_of,
    agent,
    dependents,
    host_of,
    owners_of,
    passive,
    patient,
    preposition,
    receiver,
    subject,
)
from dragoman.meaning.event_codes import (
    COOPERATIVE,
    Act,
    Code,
    code_of_verb,
    in_class,
    particle_of,
)
from dragoman.meaning.event_nouns import act_of_noun
from dragoman.meaning.status import Standing, standing_of
from dragoman.meaning.status_conditions import condition_of, in_condition
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, EventStatus, EventType

_OPENS = {"content", "by_content", "hostile_content"}
_SIGNING = "057"
_TRADE: dict[EventType, dict[str, Any]] = {
    EventType.COERCE: {"type": EventType.SANCTION, "mode": None, "cameo": "163"},
    EventType.CONCEDE: {"type": EventType.RETREAT, "mode": None, "cameo": "085"},
}
_TO_COME = (EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.CONDITIONAL)
_EMPTY = ("do", "be", "have", "make", "try", "continue", "answer", "stay", "speak")
_OFFICIAL = ("GOV", "MIL", "IGO", "LEG", "PTY", "REB", "OPP")


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
        if i not in used and (token.upos == "NOUN" or _opens_sentence(tree, i)):
            act = act_of_noun(tree, cast, i)
            if act is not None:
                acts.append(act)
    told = _without_results(tree, _without_echoes(_without_aims(tree, acts)))
    told = _without_journeys(tree, told)
    told = [act for act in told if not in_condition(tree, act.trigger[0])]
    return tuple(sorted(told, key=lambda act: act.trigger))


def _opens_sentence(tree: Tree, i: int) -> bool:
    """ "Shelling resumed": a capital at the head of a sentence makes no name."""
    return (
        tree.tokens[i].upos == "PROPN"
        and tree.sentence_tokens(i).start == i
        and tree.relation(i) == "nsubj"
        and not tree.having(i, ("flat", "compound"))
    )


def _without_echoes(acts: list[Act]) -> list[Act]:
    """ "The raid on the port killed nine": the raid is the act, unless the verb names a target."""
    nouns = {act.trigger[0]: act.type for act in acts if act.nominal}
    return [
        act
        for act in acts
        if act.targets or act.doer is None or nouns.get(act.doer) is not act.type
    ]


def _without_journeys(tree: Tree, acts: list[Act]) -> list[Act]:
    """ "He will fly to Lima to meet the envoy": the meeting is what he goes for."""
    goals = {
        above
        for act in acts
        if act.type is EventType.CONSULT and tree.relation(act.trigger[0]) in ("advcl", "xcomp")
        for above in [tree.head(act.trigger[0])]
    }
    return [a for a in acts if a.mode != "visit" or a.nominal or a.trigger[0] not in goals]


def _without_results(tree: Tree, acts: list[Act]) -> list[Act]:
    """ "Shells hit a silo, killing three": one attack; its victims are the target."""
    dropped: list[Act] = []
    for act in acts:
        if act.type is not EventType.ASSAULT or act.nominal or act.actors:
            continue
        for above in acts:
            if above.type is not EventType.ASSAULT or above is act:
                continue
            below = above.trigger[0] in tree.ancestors(act.trigger[0])
            if below and tree.relation(act.trigger[0]) in ("advcl", "xcomp", "acl", "conj"):
                dropped.append(act if above.actors else above)
    return [act for act in acts if act not in dropped]


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
    if code is None or "none" in code.flags or _is_no_deed(tree, cast, i, code):
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
        hangs = any(condition_of(tree, at) is not None for at in _raised(tree, i, clause))
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
    if code.type is EventType.RETREAT and code.mode == "withdraw":
        # "Lima withdrew two patrol boats": its own are no target of it
        own = {cast.side(a) for a in act.actors}
        act = replace(act, targets=tuple(a for a in act.targets if cast.side(a) not in own))
    if "bomb" in code.flags and not (act.doer is not None and in_class(tree, act.doer, "bomb")):
        return None
    if "abroad" in code.flags and not _abroad(cast, act):
        return None
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
        vague = "by_content" in code.flags and tree.lemmas[i] != "agree"
        vague = vague and clause is not None and tree.lemmas[clause] in _EMPTY
        return replace(act, vague=vague and patient(tree, i) is None)
    return replace(act, arguments=(*act.arguments, *inner.arguments))


def _is_no_deed(tree: Tree, cast: Cast, i: int, code: Code) -> bool:
    """ "treated the wounded", "a storm killed nine", "Chile beat Peru 2-0": no act of a side."""
    if tree.relation(i) in ("obj", "nsubj", "obl") and tree.having(i, ("det",)):
        return True
    if code.type not in (EventType.ASSAULT, EventType.COERCE):
        return False
    doer = agent(tree, i)
    if doer is None:
        return False
    if in_class(tree, doer, "disaster") and not actors_of(tree, cast, doer):
        return True
    country = any(cast.get(a).kind is ActorKind.COUNTRY for a in cast.phrase(doer))
    return country and (
        code.mode == "beat" or (tree.lemmas[i] == "attack" and patient(tree, i) is None)
    )


def _raised(tree: Tree, i: int, clause: int | None) -> tuple[int, ...]:
    """ "stands ready to meet": where the condition of the last may hang."""
    head = tree.head(i)
    found = (i,) if clause is None else (i, clause)
    return found if head is None or tree.relation(i) != "xcomp" else (*found, head)


def _charge(tree: Tree, i: int) -> set[int]:
    """ "accused the militia of shelling the port": the words of the charge."""
    clauses = [
        c
        for c in tree.having(i, ("advcl", "acl", "obl", "xcomp", "ccomp"))
        if tree.tokens[c].upos == "VERB" and preposition(tree, c) in ("of", "for", "with")
    ]
    return {word for clause in clauses for word in _content_words(tree, clause)}


def _abroad(cast: Cast, act: Act) -> bool:
    """Whether someone of another side is told to do something: no order to one's own."""
    own = {cast.side(a) for a in act.actors}
    return bool(own) and any(cast.side(t) not in own for t in act.targets)


def _travels(cast: Cast, act: Act) -> bool:
    """Whether someone who acts for one side goes to another: a visit, and no mere journey."""
    sides = {cast.side(target) for target in act.targets}
    return bool(act.targets) and any(
        cast.get(a).kind in (ActorKind.PERSON, ActorKind.GOVERNMENT)
        and cast.get(a).sector in _OFFICIAL
        and cast.get(a).country is not None
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
    refused = _refuses(tree, i, code)
    if refused:
        code = replace(code, type=EventType.REJECT, mode=None, cameo="120")
    doer = agent(tree, i)
    actors = _before_verb(tree, cast, i, doer, actors_of(tree, cast, doer))
    actors = actors or _own_words(tree, cast, i, doer)
    if code.type is EventType.ASSAULT and passive(tree, i) and not actors:
        actors = _in_attack(tree, cast, i)
    if "undergoes" in code.flags:
        # "came under fire from the rebels": who is named first undergoes it
        actors, targets = targets, actors
    if _is_trade(tree, cast, i, code, actors, targets):
        code = replace(code, **_TRADE[code.type])
    undergoer = patient(tree, i)
    arguments = [] if undergoer is None else tree.conjuncts(undergoer)
    for need in code.needs:
        if need[0] == "~":
            arguments += dependents(tree, i, need[1:].partition("@")[0].split("/"))
    if code.symmetric and not actors:
        actors, targets = targets, ()
    standing = standing_of(tree, i)
    if code.cameo == _SIGNING and standing.status in _TO_COME:
        # PLOVER: to promise to sign is AGREE, to sign is SUPPORT
        code = replace(code, type=EventType.AGREE, cameo="037")
    if "refusal" in code.flags or refused:
        hangs = standing.condition is not None
        status = EventStatus.CONDITIONAL if hangs else EventStatus.HAPPENED
        standing = replace(standing, status=status)
    if "entry" in code.flags and not actors:
        actors = _entered(tree, cast, i)
    if "host" in code.flags and not actors and passive(tree, i):
        # "was summoned to the ministry": by it
        actors = _unique(a for n in dependents(tree, i, ("to",)) for a in actors_of(tree, cast, n))
    if "cancel" in code.flags and not actors and undergoer is not None:
        # "The talks were called off": nobody is told to have done it
        noun = act_of_noun(tree, cast, undergoer)
        if noun is not None:
            return noun
    return Act(
        code.type, code.mode, code.cameo, _trigger(tree, i, code), actors,
        tuple(t for t in targets if t not in actors), standing, code.symmetric,
        calls_off="cancel" in code.flags, arguments=tuple(arguments), doer=doer,
        occurs="incident" in code.flags, aimed=bool(code.flags & {"aimed", "echo"}),
        between="between" in code.flags,
        nobody=standing.status is EventStatus.NEGATED and passive(tree, i) and not actors,
    )  # fmt: skip


def _own_words(tree: Tree, cast: Cast, i: int, doer: int | None) -> tuple[str, ...]:
    """ "Oslo warned that it would close the port": "it" that nobody resolved is who speaks."""
    above = tree.head(i)
    while above is not None and tree.relation(i) == "conj":
        i, above = above, tree.head(above)
    if doer is None or above is None or tree.relation(i) != "ccomp":
        return ()
    if tree.lower[doer] not in ("it", "they") or cast.phrase(doer):
        return ()
    told = actors_of(tree, cast, agent(tree, above), owners=False)
    fits = [a for a in told if cast.get(a).kind is not ActorKind.PERSON]
    return tuple(fits) if len(fits) == 1 else ()


def _in_attack(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "nine were killed in a rebel attack": by those whose attack it was."""
    return _unique(
        a
        for noun in dependents(tree, i, ("in", "during"))
        if in_class(tree, noun, "attack")
        for a in owners_of(tree, cast, noun, of=False)
    )


def _is_trade(
    tree: Tree,
    cast: Cast,
    i: int,
    code: Code,
    actors: tuple[str, ...],
    targets: tuple[str, ...],
) -> bool:
    """ "Oslo banned Chilean fish", "lifted its ban on": between states a ban is a sanction."""
    noun = patient(tree, i)
    if noun is None or code.cameo not in ("172", "081") or code.type not in _TRADE:
        return False
    if not any(in_class(tree, noun, kind) for kind in ("ban", "trade", "restriction")):
        return False
    return bool(actors and targets) and all(
        cast.get(t).kind is ActorKind.COUNTRY and cast.side(t) not in map(cast.side, actors)
        for t in targets
    )


def _before_verb(
    tree: Tree, cast: Cast, i: int, doer: int | None, actors: tuple[str, ...]
) -> tuple[str, ...]:
    """The doers without those whom the parse coordinates with them across their own verb."""
    if doer is None or doer > i:
        return actors
    across = {a for at in tree.conjuncts(doer) if at > i for a in cast.all_at(at)}
    return tuple(a for a in actors if a not in across) or actors


def _refuses(tree: Tree, i: int, code: Code) -> bool:
    """ "Oslo will not lift its sanctions": what a side says it will not do for another."""
    for_others = code.type in COOPERATIVE and code.type is not EventType.CONSULT
    future = {"will", "wo", "would"} & set(tree.auxiliaries(i))
    return for_others and bool(future) and tree.negated(i) and not passive(tree, i)


def _entered(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "is barred from entering Chile": Chile is who bars."""
    return _unique(
        a for c in dependents(tree, i, ("from",)) for a in actors_of(tree, cast, patient(tree, c))
    )


def _trigger(tree: Tree, i: int, code: Code) -> tuple[int, ...]:
    particle = particle_of(tree, i, code.particle) if code.particle else None
    return (i, particle) if particle is not None and 0 < particle - i <= 2 else (i,)


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
    found = set(tree.subtree(clause, without=("parataxis",)))
    infinitive = any(tree.lower[m] == "to" for m in tree.having(clause, ("mark",)))
    if infinitive or tree.tokens[clause].xpos == "VBG":
        for at in tree.having(clause, ("conj",)):
            # "agreed to meet and signed a pact": the second is no part of what is agreed
            if tree.tokens[at].xpos in ("VBD", "VBZ"):
                found -= set(tree.subtree(at))
    return found


def _by_content(code: Code, inner: Act | None) -> Code:
    if inner is None or not code.flags & {"content", "by_content"}:
        return code
    found = _contents().get((code.type, inner.type))
    return code if found is None else replace(code, mode=found[0] or code.mode, cameo=found[1])


def _targets(
    tree: Tree, cast: Cast, i: int, code: Code, clause: int | None, inner: Act | None
) -> tuple[str, ...]:
    for slot in code.target:
        found = _slot(tree, cast, i, slot, clause, inner, code)
        if found:
            return found
    return ()


def _slot(
    tree: Tree, cast: Cast, i: int, slot: str, clause: int | None, inner: Act | None, code: Code
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
        if (given := receiver(tree, i)) is not None:
            return actors_of(tree, cast, given)
        return tuple(a for o in tree.having(i, ("iobj",)) for a in actors_of(tree, cast, o))
    if slot == "owner":
        parts = [] if undergoer is None else tree.conjuncts(undergoer)
        return _unique(a for part in parts for a in owners_of(tree, cast, part))
    if slot == "xsubj":
        return () if clause is None else actors_of(tree, cast, subject(tree, clause))
    if slot == "content":
        if inner is None or (code.type is EventType.AGREE and inner.type is EventType.RETREAT):
            return ()
        return inner.targets or inner.actors
    if slot == "cobj":
        return () if clause is None else actors_of(tree, cast, patient(tree, clause))
    if "/" in slot:
        # "voted in favour of Chile": in/of
        first, _, then = slot.partition("/")
        nouns = (n for at in dependents(tree, i, (first,)) for n in dependents(tree, at, (then,)))
        return _unique(a for n in nouns for a in actors_of(tree, cast, n))
    heads = [i] if undergoer is None else [i, *tree.conjuncts(undergoer)]
    if tree.relation(i) == "acl" and passive(tree, i):
        heads = [i]
    ruled = [noun for at in heads for noun in dependents(tree, at, (slot,))]
    if not ruled and slot in ("from", "with"):
        # "a deal on trade with Chile": parsers hang the last on the word before it
        below = [noun for at in heads[1:] for noun in tree.having(at, ("nmod",))]
        ruled = [noun for at in below for noun in dependents(tree, at, (slot,))]
    return _unique(a for noun in ruled for a in actors_of(tree, cast, noun))


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


@cache
def _contents() -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row["outer"], row["inner"]): (row["mode"], row["cameo"])
        for row in lexicon.table("event_contents")
    }
