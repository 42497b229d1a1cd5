"""Act → whether it is told as an event of named sides, and not as an idea, an aim or a question."""

from dataclasses import replace

from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import dependents, passive, patient
from dragoman.meaning.event_codes import Act, in_class
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType

_OPEN = (EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.CONDITIONAL)
_SAID = (EventType.REQUEST, EventType.ACCUSE, EventType.SUPPORT)
_DONE = (EventType.MOBILIZE, EventType.RETREAT, EventType.COOPERATE, EventType.PROTEST)
_BYSTANDERS = ("MED", "EDU")
_FACELESS = (EventType.ASSAULT, EventType.PROTEST)
_UTTERED = (EventType.REQUEST, EventType.THREATEN, EventType.SUPPORT)
_NEEDS_TARGET = (
    EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.ACCUSE, EventType.AID,
    EventType.SUPPORT, EventType.REJECT, EventType.REQUEST, EventType.CONSULT, EventType.AGREE,
)  # fmt: skip
"""Types that are no news when only planned or possible and aimed at nobody whom we can name."""


def without_bystanders(cast: Cast, act: Act) -> Act:
    """ "spoke with reporters" is no meeting: those who only listen are no side of one."""
    if act.type is not EventType.CONSULT:
        return act
    actors, targets = (
        tuple(a for a in ids if cast.get(a).sector not in _BYSTANDERS)
        for ids in (act.actors, act.targets)
    )
    return replace(act, actors=actors, targets=targets)


def is_news(tree: Tree, act: Act) -> bool:
    """Whether an act is told as an event of named sides, and not as a mere idea."""
    status = act.standing.status
    if (
        act.occurs
        and act.type in _FACELESS
        and (status is EventStatus.HAPPENED or act.actors or act.targets)
    ):
        # "Shelling resumed around the town": nobody is told to have done it
        return True
    told = status in (EventStatus.HAPPENED, EventStatus.ONGOING)
    if act.type is EventType.PROTEST and told and _crowd(tree, act):
        return True
    if act.nobody and _about_meeting(tree, act):
        return True
    if act.type is EventType.MOBILIZE and passive(tree, act.trigger[0]):
        return status is EventStatus.HAPPENED
    if act.type is EventType.MOBILIZE and not act.actors:
        return False
    if act.type in _UTTERED and not act.actors:
        return False
    if status in _OPEN and _term(tree, act.trigger[0]):
        return False
    if act.vague and not act.targets:
        return False
    if act.type is EventType.REJECT and not act.targets and _denies(tree, act):
        return False
    if (status in _OPEN or status is EventStatus.NEGATED) and _asked(tree, act.trigger[0]):
        return False
    if act.standing.normative or not (act.actors or act.targets):
        return False
    if act.aimed and not act.targets:
        return False
    if act.type is EventType.CONSULT and len({*act.actors, *act.targets}) < 2:
        return _several(tree, act)
    if act.calls_off and status in (EventStatus.POSSIBLE, EventStatus.CONDITIONAL):
        # the meeting's state tells of it ("discussed postponing the talks")
        return False
    vague = act.type in _SAID or (act.type in _DONE and not act.targets)
    vague = vague or (act.type is EventType.AGREE and not act.actors)
    if status is EventStatus.POSSIBLE and vague:
        return False
    return not (
        status in _OPEN
        and act.type in _NEEDS_TARGET
        and not act.targets
        and (not act.symmetric or len(act.actors) < 2)
    )


def _crowd(tree: Tree, act: Act) -> bool:
    """ "Nurses walked out": many who protest need no name."""
    return act.doer is not None and tree.tokens[act.doer].xpos == "NNS"


def _term(tree: Tree, i: int) -> bool:
    """ "Under the draft, Oslo would cut its tariffs": what a plan says, and nobody's act yet."""
    clause = [i, *tree.ancestors(i)] if tree.relation(i) == "conj" else [i]
    return "would" in tree.auxiliaries(i) and any(
        in_class(tree, noun, "terms") for at in clause for noun in dependents(tree, at, ("under",))
    )


def _denies(tree: Tree, act: Act) -> bool:
    """ "dismissed reports that the talks were off": a denial, and so a statement."""
    noun = patient(tree, act.trigger[0])
    return noun is not None and in_class(tree, noun, "claim")


def _about_meeting(tree: Tree, act: Act) -> bool:
    """ "No meeting has been agreed", "no visit was requested"."""
    noun = patient(tree, act.trigger[0])
    kinds = (EventType.AGREE, EventType.REQUEST)
    return act.type in kinds and noun is not None and in_class(tree, noun, "meeting")


def _several(tree: Tree, act: Act) -> bool:
    """ "The ministers will hold a summit": one phrase for those who meet each other."""
    told = act.standing.status in (EventStatus.HAPPENED, EventStatus.PLANNED, EventStatus.ONGOING)
    return (
        act.symmetric
        and told
        and bool(act.actors)
        and act.doer is not None
        and tree.tokens[act.doer].xpos in ("NNS", "NNPS")
    )


def _asked(tree: Tree, i: int) -> bool:
    """ "asked whether they would meet" """
    if any(tree.lower[m] in ("whether", "if") for m in tree.having(i, ("mark",))):
        return True
    # "did not say when they would be freed"
    opening = {tree.lower[c] for c in tree.having(i, ("advmod", "mark")) if c < i}
    if tree.relation(i) == "advcl" and "would" not in tree.auxiliaries(i):
        return False
    asks = bool(opening & {"when", "where", "how", "why"})
    return asks and tree.relation(i) in ("ccomp", "advcl")


def is_aim(tree: Tree, act: Act) -> bool:
    """ "a process to end the war", "they flew in to help": an aim that names nobody."""
    i = act.trigger[0]
    return (
        not act.targets
        and tree.relation(i) in ("advcl", "acl")
        and any(tree.lower[m] == "to" for m in tree.having(i, ("mark",)))
    )
