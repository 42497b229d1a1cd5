"""Acts whose words leave a side out → acts with the side that the report implies.

"Chile accused Peru of … Peru rejected the charge": the answer is to the accuser. "Lima handed over
a note and demanded an explanation": between two sides who are at odds the other one is meant.
"Oslo imposed similar curbs": of the same kind as what was told before. Only what the text before
the act tells is used, and only where one reading is left; else the act stays as it is told.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import country_actor, country_of, dependents, patient
from dragoman.meaning.event_codes import Act, in_class
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, EventStatus, EventType
from dragoman.types import Event

_MOVES = (
    EventType.ACCUSE, EventType.REQUEST, EventType.AGREE, EventType.THREATEN, EventType.SANCTION,
)  # fmt: skip
_OUTSIDE = ("MED", "EDU", "CVL", "NGO")
_BACKGROUND = frozenset({"after", "before", "when", "since", "because", "as", "until"})
_POINTERS = frozenset({"that", "this", "those", "these", "it", "both"})
_POLITICAL = ("GOV", "MIL", "LEG", "PTY", "REB", "OPP", None)


def implied(tree: Tree, cast: Cast, act: Act, before: Sequence[Event]) -> Act:
    """An act with the sides that the text before it implies; `before` in order of telling."""
    steps: tuple[Callable[[], Act], ...] = (
        lambda: _same_doer(tree, cast, act, before),
        lambda: _echoing(tree, act, before),
        lambda: _joint(tree, cast, act, before),
        lambda: _accepting(tree, cast, act, before),
        lambda: _answering(tree, cast, act, before),
        lambda: _opposite(tree, cast, act, before),
    )
    for step in steps:
        found = step()
        if found is not act:
            return found
    return act


# --- it ---------------------------------------------------------------------------------------


def _same_doer(tree: Tree, cast: Cast, act: Act, before: Sequence[Event]) -> Act:
    """ "Oslo seized the ship. It freed the crew later": "it" that nobody resolved is who acted."""
    if act.actors or act.doer is None or tree.lower[act.doer] != "it":
        return act
    sentence = tree.sentence_of[act.trigger[0]]
    for event in reversed(before):
        trigger = tree.within(event.trigger)[0]
        if sentence - tree.sentence_of[trigger] > 1:
            return act
        marks = {tree.lower[m] for m in tree.having(trigger, ("mark",))}
        if tree.relation(trigger) == "acl" or marks & _BACKGROUND:
            continue
        if len(event.actors) == 1 and cast.get(event.actors[0]).kind in _BODIES:
            targets = tuple(t for t in act.targets if t not in event.actors)
            return replace(act, actors=event.actors, targets=targets)
    return act


# --- the same again --------------------------------------------------------------------------


def _echoing(tree: Tree, act: Act, before: Sequence[Event]) -> Act:
    """ "imposed similar curbs", "approved its own package": what was done before, by another."""
    noun = patient(tree, act.trigger[0])
    if noun is None or act.targets or not in_class(tree, noun, "measure"):
        return act
    if not any(tree.lower[c] in _class("echo") for c in tree.having(noun, ("amod", "det"))):
        return act
    for event in reversed(before):
        if event.type is EventType.SANCTION and set(event.actors).isdisjoint(act.actors):
            targets = tuple(t for t in event.targets if t not in act.actors)
            return replace(
                act, type=event.type, mode=event.mode, cameo=event.cameo, targets=targets
            )
    return act


# --- both ------------------------------------------------------------------------------------


def _joint(tree: Tree, cast: Cast, act: Act, before: Sequence[Event]) -> Act:
    """ "The sides agreed …", "urged both sides": those who met or spoke before."""
    noun = patient(tree, act.trigger[0])
    if noun is None:
        noun = next((c for c in tree.children[act.trigger[0]] if tree.lower[c] == "both"), None)
    if not act.actors and _are_sides(tree, act.doer):
        both = _last_two(cast, before, tree.lemmas[act.doer or 0])
        return replace(act, actors=both, targets=()) if both else act
    mutual = act.aimed or tree.lower[noun or 0] == "both"
    if mutual and not act.targets and _are_sides(tree, noun):
        both = tuple(a for a in _last_two(cast, before, "country") if a not in act.actors)
        return replace(act, targets=both) if both else act
    return act


def _are_sides(tree: Tree, noun: int | None) -> bool:
    if noun is not None and tree.lower[noun] == "both":
        return True
    if noun is None or tree.tokens[noun].xpos != "NNS":
        return False
    return tree.lemmas[noun].lower() in _class("side")


def _last_two(cast: Cast, before: Sequence[Event], noun: str) -> tuple[str, ...]:
    """Those of the last act that several did; as countries where the noun asks for them."""
    for event in reversed(before):
        both = tuple(dict.fromkeys((*event.actors, *event.targets)))
        if event.type in (EventType.CONSULT, EventType.AGREE, EventType.SUPPORT) and len(both) > 1:
            if noun not in ("leader", "president", "minister"):
                both = tuple(_country(cast, a) for a in both)
            return tuple(dict.fromkeys(both))
    return ()


def _country(cast: Cast, id: str) -> str:
    return next(iter(country_of(cast, id)), id)


# --- answers ---------------------------------------------------------------------------------


def _accepting(tree: Tree, cast: Cast, act: Act, before: Sequence[Event]) -> Act:
    """ "The invitation was accepted": by the one who was invited."""
    if act.type is not EventType.AGREE or act.targets:
        return act
    if act.actors:
        return _agreeing(tree, cast, act, before)
    noun = patient(tree, act.trigger[0])
    if noun is None or not in_class(tree, noun, "proposal"):
        return act
    for event in reversed(before):
        if event.type in (EventType.REQUEST, EventType.AGREE) and event.targets:
            return replace(act, actors=event.targets, targets=event.actors)
    return act


def _agreeing(tree: Tree, cast: Cast, act: Act, before: Sequence[Event]) -> Act:
    """ "Chile called on both to publish … Lima has agreed to do so": with the one who asked."""
    own = _sides(cast, act.actors)
    sentence = tree.sentence_of[act.trigger[0]]
    if len(own) != 1 or tree.lemmas[act.trigger[0]] not in ("agree", "accept", "consent"):
        return act
    for event in reversed(before):
        if sentence - tree.sentence_of[tree.within(event.trigger)[0]] > 1:
            return act
        asked = event.type in (EventType.REQUEST, EventType.AGREE) and event.actors
        if (
            asked
            and not own & _sides(cast, event.actors)
            and (not event.targets or own & _sides(cast, event.targets))
        ):
            return replace(act, targets=event.actors)
    return act


def _answering(tree: Tree, cast: Cast, act: Act, before: Sequence[Event]) -> Act:
    """ "Peru rejected the charge", "dismissed it and warned of steps": to who moved first."""
    if act.type not in (EventType.REJECT, EventType.THREATEN) or act.targets or not act.actors:
        return act
    own = _sides(cast, act.actors)
    sentence = tree.sentence_of[act.trigger[0]]
    pointing = act.type is EventType.REJECT and _points_back(tree, act)
    for event in reversed(before):
        back = sentence - tree.sentence_of[tree.within(event.trigger)[0]]
        if own & _sides(cast, event.actors):
            if event.type is EventType.REJECT and event.targets and back == 0:
                # "dismissed the charge and warned of steps": at the same side
                return replace(act, targets=event.targets)
        elif event.type in _MOVES and event.actors:
            moved = own & _sides(cast, event.targets)
            answered = pointing and event.type is not EventType.THREATEN
            if moved or answered:
                targets = dict.fromkeys(_principal(cast, a) for a in event.actors)
                return replace(act, targets=tuple(targets))
    return act


def _points_back(tree: Tree, act: Act) -> bool:
    """ "rejected the charge", "ruled that out": the words point at what was told before."""
    noun = patient(tree, act.trigger[0])
    if noun is None:
        return False
    if tree.lower[noun] in _POINTERS:
        return True
    if tree.tokens[act.trigger[0]].relation == "acl:relcl" and in_class(tree, noun, "proposal"):
        # "offered to mediate, an offer that Chile turned down"
        return True
    pointed = any(tree.lower[c] in ("the", *_POINTERS) for c in tree.having(noun, ("det",)))
    return pointed and (in_class(tree, noun, "proposal") or in_class(tree, noun, "charge"))


def _opposite(tree: Tree, cast: Cast, act: Act, before: Sequence[Event]) -> Act:
    """The other one of two sides, for acts that always have one."""
    if _between_two(tree, act):
        pair = _two_actors(cast)
        return replace(act, actors=pair, targets=()) if pair else act
    lone = act.shared and act.symmetric and in_class(tree, act.trigger[0], "negotiation")
    lone = lone and not act.targets
    joint = act.calls_off and all(cast.get(t).kind is ActorKind.ORGANISATION for t in act.targets)
    told = act.standing.status is not EventStatus.NEGATED
    other_meant = act.between and told and all(cast.get(t).sector == "IGO" for t in act.targets)
    if not (lone or joint or other_meant) or len(_sides(cast, act.actors)) != 1:
        return act
    other = _partner(cast, act.actors[0], before)
    if other is not None and act.type is not EventType.REQUEST and not act.symmetric:
        other = _principal(cast, other)
    other = other or opposite(cast, act.actors[0])
    return act if other is None else replace(act, targets=(other,))


def _between_two(tree: Tree, act: Act) -> bool:
    """ "talks between the two ministries", whose names are told elsewhere."""
    if act.type is not EventType.CONSULT or act.actors or act.targets:
        return False
    nouns = dependents(tree, act.trigger[0], ("between", "of"))
    return any(
        tree.tokens[n].xpos == "NNS" and {"two", "both"} & {tree.lower[c] for c in tree.children[n]}
        for n in nouns
    )


def _two_actors(cast: Cast) -> tuple[str, ...]:
    found = [_side_actor(cast, side) for side in _two_sides(cast) if side is not None]
    return tuple(a for a in found if a is not None) if all(found) and len(found) > 1 else ()


def _side_actor(cast: Cast, side: str) -> str | None:
    found = country_actor(cast, side)
    return found[0] if found else (side if side in {a.id for a in cast.actors} else None)


def _principal(cast: Cast, id: str) -> str:
    """For whom a person acts: the country of an official, the group of its leader."""
    actor = cast.get(id)
    if actor.kind is not ActorKind.PERSON:
        return id
    country = country_of(cast, id)
    if country:
        return country[0]
    above = next((a for a in cast.actors if actor.speaks_for in (a.id, a.name)), None)
    return id if above is None or above.kind not in _BODIES else above.id


def _partner(cast: Cast, actor: str, before: Sequence[Event]) -> str | None:
    """With whom an actor last met or spoke, if with one."""
    for event in reversed(before):
        both = {*event.actors, *event.targets}
        if event.type is EventType.CONSULT and actor in both:
            return next(iter(both - {actor})) if len(both) == 2 else None
    return None


def opposite(cast: Cast, actor: str) -> str | None:
    """The other side of a report between two; None where there are more, or none stands out.

    The two are those whom the report names most, both much more often than any third.
    """
    first, second = _two_sides(cast)
    own = cast.side(actor)
    if cast.get(actor).sector not in _POLITICAL:
        return None
    if own not in (first, second) or first is None or second is None:
        return None
    return _side_actor(cast, second if own == first else first)


def _two_sides(cast: Cast) -> tuple[str | None, str | None]:
    counts: Counter[str] = Counter()
    for actor in cast.actors:
        side = cast.side(actor.id)
        if side is not None and actor.sector not in _OUTSIDE and actor.kind in _SIDED:
            counts[side] += len(actor.mentions)
    leading = [*counts.most_common(3), ("", 0), ("", 0), ("", 0)]
    (first, _), (second, often), (_, third) = leading[0], leading[1], leading[2]
    if often < 2 or often <= 1.5 * third:
        return None, None
    return first, second


_BODIES = (
    ActorKind.GROUP, ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.COUNTRY,
)  # fmt: skip
_SIDED = (ActorKind.PERSON, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP,
          ActorKind.ORGANISATION)  # fmt: skip


def _sides(cast: Cast, ids: Sequence[str]) -> set[str | None]:
    return {cast.side(id) for id in ids}


@cache
def _class(name: str) -> frozenset[str]:
    rows = lexicon.table("event_classes")
    return frozenset(next(r["lemmas"] for r in rows if r["class"] == name).split())
