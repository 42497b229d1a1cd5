"""A state as words tell it, before it is known who asserts it, and what changes it: the words
above it and the act of saying it.
"""

from dataclasses import dataclass, replace
from functools import cache

from dragoman import lexicon
from dragoman.meaning.meetings.words import verb_key
from dragoman.meaning.tree import NEGATIONS, Tree
from dragoman.ontology import Act, EventStatus, MeetingState, StateFamily
from dragoman.spans import Span

Rows = dict[str, dict[str, str]]


HANGING = frozenset(
    {"xcomp", "ccomp", "advcl", "acl", "obl", "obj", "nmod", "csubj", "conj"}
)  # fmt: skip
"""Relations along which a word above still speaks of what hangs below it."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A state as the words tell it, before it is known who asserts it."""

    state: MeetingState
    evidence: Span
    at: int
    """Token index of the predicate."""
    hedged: bool = False
    denies: MeetingState | None = None
    soft: bool = False
    """Whether the words only take it for granted ("after the talks with")."""
    performed: bool = False
    """Whether the saying itself does it ("Lima confirmed the visit")."""
    former: bool = False
    """Whether it tells a plan as it once was ("was to have met"): any other word outweighs it."""
    tensed: bool = False
    """Whether a tense alone tells it ("will meet", "met"), and no word of a table."""
    marked: bool = False
    """Whether the network tells it; it has heard who says it, and how."""


@cache
def governors() -> Rows:
    return {row["governor"]: row for row in lexicon.table("meeting_governors")}


def yet_to(tree: Tree, at: int) -> bool:
    """ "Has yet to confirm", "is still to confirm"."""
    if not any(tree.lower[m] == "to" for m in tree.having(at, ("mark",))):
        return False
    return any(tree.lower[c] == "yet" for a in (at, *list(tree.ancestors(at))[:1])
               for c in tree.children[a])  # fmt: skip


def deny(state: MeetingState, otherwise: MeetingState = MeetingState.PLAN_DENIED) -> MeetingState:
    """What the denial of a state says: that it is off becomes that it stands, and so on."""
    if state.family in (StateFamily.OFF, StateFamily.HALTED):
        return MeetingState.CONFIRMED
    if state.family is StateFamily.HELD:
        return MeetingState.NOT_HELD
    return otherwise


def _stated(tree: Tree, at: int) -> bool:
    """ "Suggested there were no plans": a finite clause is said, not proposed."""
    finite = tree.tokens[at].xpos in ("VBD", "VBZ", "VBP") or bool(tree.auxiliaries(at))
    return tree.relation(at) == "ccomp" and finite


def asked(tree: Tree, i: int) -> bool:
    """Whether the clause is an embedded question: "whether they met", "under what terms"."""
    if any(tree.lower[m] == "whether" for m in tree.having(i, ("mark",))):
        return True
    first = min(tree.subtree(i, without=("punct",)))
    opening = {tree.lower[j] for j in range(first, min(first + 2, i))}
    return tree.relation(i) in ("ccomp", "advcl", "obl") and bool(opening & {"what", "which"})


def no_subject(tree: Tree, i: int) -> bool:
    """ "No delegation would travel", "neither side agreed"."""
    return any(
        tree.lower[s] in NEGATIONS or no(tree, s) for s in tree.having(i, ("nsubj", "csubj"))
    )


def plain(status: EventStatus, dated: bool) -> MeetingState:
    if status is EventStatus.PLANNED:
        return MeetingState.SCHEDULED if dated else MeetingState.EXPECTED
    return {
        EventStatus.HAPPENED: MeetingState.HELD,
        EventStatus.ONGOING: MeetingState.SCHEDULED if dated else MeetingState.ONGOING,
        EventStatus.CANCELLED: MeetingState.CANCELLED,
        EventStatus.NEGATED: MeetingState.NOT_HELD,
        EventStatus.DENIED: MeetingState.PLAN_DENIED,
        EventStatus.CONDITIONAL: MeetingState.CONDITIONAL,
    }.get(status, MeetingState.POSSIBLE)


def governor_of(tree: Tree, i: int, ceiling: int | None) -> tuple[int, dict[str, str]] | None:
    """The nearest governor of the table over a word, inside the same statement."""
    at = i
    for _ in range(4):
        head = tree.head(at)
        if head is None or head == ceiling:
            return None
        if tree.relation(at) not in HANGING:
            return None
        if tree.relation(at) != "conj":
            row = governors().get(verb_key(tree, head)) or governors().get(tree.lemmas[head])
            if row is not None and not (row["state"] == "proposed" and _stated(tree, at)):
                return head, row
        if tree.relation(at) in ("ccomp", "advcl") and not tree.having(at, ("mark",)):
            return None
        at = head
    return None


def no(tree: Tree, i: int) -> bool:
    return any(tree.lower[c] in ("no", "neither") for c in tree.having(i, ("det",)))


def as_said(hint: Hint, act: Act) -> Hint:
    """A hint under the act of its statement: what is denied is not claimed."""
    if hint.marked:
        return hint
    state = hint.state
    if act is Act.DENY:
        kept = (MeetingState.DATE_NOT_SET, MeetingState.IN_PREPARATION, MeetingState.UNCONFIRMED)
        if hint.denies is not None or state in kept:
            return hint
        return replace(hint, state=deny(state), denies=state, hedged=False)
    if act is Act.CONFIRM and state in (MeetingState.EXPECTED, MeetingState.AGREED):
        return replace(hint, state=MeetingState.CONFIRMED)
    if act in (Act.PROPOSE, Act.OFFER, Act.ASK, Act.DEMAND) and state in PROPOSABLE:
        return replace(hint, state=MeetingState.PROPOSED)
    if act is Act.REFUSE and state.family is StateFamily.FORWARD:
        return replace(hint, state=MeetingState.REJECTED)
    return hint


PROPOSABLE = frozenset({MeetingState.EXPECTED, MeetingState.SCHEDULED, MeetingState.POSSIBLE,
                        MeetingState.HELD, MeetingState.ONGOING})  # fmt: skip


def clause_span(tree: Tree, i: int) -> Span:
    """The clause of a word: its verb's subtree without what is only joined to it."""
    at = i
    while tree.relation(at) in ("nsubj", "obj", "obl", "nmod", "amod", "xcomp", "compound"):
        head = tree.head(at)
        if head is None:
            break
        at = head
    below = tree.subtree(at, without=("conj", "parataxis", "cc", "discourse"))
    words = [t for t in below if tree.relation(t) != "punct"]
    return tree.span([*words, i])
