"""A mention of a meeting in the tree → what its clause says of the meeting's state.

A noun is read by the predicate that takes it ("cancelled the visit", "the talks are on hold"), a
verb of meeting by its tense; then come negation, the words above ("discussed postponing"), and
what the saying itself does ("denied", "proposed"). A mention that no such word governs says
nothing of the state.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from dragoman import lexicon
from dragoman.meaning.status import standing_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import Act, EventStatus, MeetingState, StateFamily
from dragoman.spans import Span

Rows = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Hint:
    """A state as the words tell it, before it is known who asserts it."""

    state: MeetingState
    evidence: Span
    at: int
    """Token index of the predicate."""
    hedged: bool = False
    denies: MeetingState | None = None


@cache
def _states() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in lexicon.table("meeting_states"):
        rows.setdefault(row["predicate"], []).append(row)
    return rows


@cache
def _governors() -> Rows:
    return {row["governor"]: row for row in lexicon.table("meeting_governors")}


@cache
def light_verbs() -> Rows:
    """Verbs whose object is the meeting noun ("hold talks")."""
    return {row["lemma"]: row for row in lexicon.table("meeting_verbs") if row["use"] == "light"}


# --- nouns -----------------------------------------------------------------------------------


def of_noun(tree: Tree, i: int, dated: bool, ceiling: int | None) -> Hint | None:
    """What is said of the meeting that a noun names.

    `dated`: whether a day ahead is named; `ceiling`: index of the cue above which not to look.
    """
    at, slot = _predicate(tree, i)
    if at is not None and at != ceiling:
        negated = tree.negated(at) or _no(tree, i)
        light = verb_key(tree, at) in light_verbs() or tree.lemmas[at] in light_verbs()
        if light and slot == "object":
            return _by_tense(tree, at, dated, negated, ceiling)
        row = _row(tree, at, slot)
        if row is not None and row["state"] == "tense":
            return _by_tense(tree, at, dated, negated, ceiling)
        if row is not None:
            return _by_row(tree, at, row, negated, ceiling)
        hint = _noun_clause(tree, i, at, ceiling)
        if hint is not None:
            return hint
    for clause in tree.having(i, ("acl",)):
        slot = "object" if tree.tokens[clause].xpos == "VBN" else "subject"
        row = _row(tree, clause, slot)
        if row is not None and row["state"] != "tense":
            return _by_row(tree, clause, row, tree.negated(clause), ceiling)
    return None


def _noun_clause(tree: Tree, i: int, at: int, ceiling: int | None) -> Hint | None:
    """ "It is possible to hold talks", "ready for talks": a governor right over the noun."""
    row = _governors().get(verb_key(tree, at)) or _governors().get(tree.lemmas[at])
    if row is None or row["state"] in ("hedge", "deny") or at == ceiling:
        return None
    if tree.tokens[at].upos not in ("ADJ", "NOUN"):
        return None
    state = row["negated"] if tree.negated(at) else row["state"]
    return Hint(MeetingState(state), clause_span(tree, at), at) if state else None


def _predicate(tree: Tree, i: int) -> tuple[int | None, str]:
    """The word that takes the noun, through "a round of", "a kind of" and "plans for"."""
    at = i
    for _ in range(5):
        head = tree.head(at)
        relation = tree.relation(at)
        if head is None:
            copula = tree.having(at, ("cop",))
            return (at, "subject") if copula and at != i else (None, "")
        full = tree.tokens[at].relation
        if relation == "conj":
            at = head
            continue
        if relation in ("nmod", "compound", "appos", "flat", "dep"):
            if _row(tree, head, "any") is not None and tree.tokens[head].upos in ("NOUN", "ADJ"):
                return head, "any"
            at = head
            continue
        slot = "object" if full == "nsubj:pass" or relation in ("obj", "iobj") else "any"
        if full in ("nsubj", "nsubj:outer", "csubj"):
            slot = "subject"
        if relation in ("nsubj", "csubj", "obj", "iobj", "obl", "xcomp", "ccomp", "advcl", "acl"):
            return head, slot
        return None, ""
    return None, ""


def _row(tree: Tree, at: int, slot: str) -> dict[str, str] | None:
    for key in keys(tree, at):
        for row in _states().get(key, ()):
            if row["slot"] == "any" or row["slot"] == slot:
                return row
    return None


def verb_key(tree: Tree, i: int) -> str:
    """A verb's lemma with its particle: "call off"."""
    particles = [c for c in tree.children[i] if tree.tokens[c].relation == "compound:prt"]
    return " ".join([tree.lemmas[i], *(tree.lower[c] for c in particles)])


def keys(tree: Tree, i: int) -> Iterator[str]:
    """What a predicate may stand under in the table, longest first."""
    lemma = tree.lemmas[i].lower()
    for child in tree.having(i, ("obl", "obj", "xcomp", "advmod", "advcl")):
        marks = [tree.lower[c] for c in tree.having(child, ("case",))]
        dets = [tree.lower[c] for c in tree.having(child, ("det",)) if c < child]
        words = " ".join([*marks, *dets, tree.lemmas[child].lower()])
        yield f"{lemma} {words}"
        if lemma in NAMING and (marks == ["as"] or any(tree.lower[m] == "as" for m in tree.having(child, ("mark",)))):
            yield tree.lemmas[child].lower()
    if verb_key(tree, i) != lemma:
        yield verb_key(tree, i)
    marks = [tree.lower[c] for c in tree.having(i, ("case",))]
    dets = [tree.lower[c] for c in tree.having(i, ("det",)) if c < i]
    if marks:
        yield " ".join([*marks, *dets, lemma])
        yield " ".join([*marks, lemma])
    yield lemma


NAMING = frozenset({"label", "call", "describe", "term", "brand", "characterize", "characterise", "dub", "consider", "regard"})  # fmt: skip
"""Verbs that give a name: "label the talks as cancelled"."""


def _by_row(
    tree: Tree, at: int, row: dict[str, str], negated: bool, ceiling: int | None
) -> Hint | None:
    """A state of the table, under negation, modality and the words above."""
    state = MeetingState(row["state"])
    evidence = clause_span(tree, at)
    if negated:
        if not row["negated"]:
            return None
        flipped = MeetingState(row["negated"])
        off = state.family in (StateFamily.OFF, StateFamily.HALTED)
        return Hint(flipped, evidence, at, denies=state if off else None)
    hint = Hint(state, evidence, at)
    if tree.lemmas[at] in NAMING:
        return replace(hint, hedged=True)
    status = standing_of(tree, at).status
    if status is EventStatus.CONDITIONAL:
        return replace(hint, state=MeetingState.CONDITIONAL)
    above = _above(tree, at, ceiling)
    if above is not None:
        governor, row_above = above
        hint = _under(tree, hint, governor, row_above)
    elif status is EventStatus.POSSIBLE and state.family is StateFamily.FORWARD:
        hint = replace(hint, state=MeetingState.POSSIBLE)
    elif status is EventStatus.POSSIBLE:
        hint = replace(hint, hedged=True)
    if status in (EventStatus.DENIED, EventStatus.NEGATED) and above is None:
        return replace(hint, state=deny(state), denies=state)
    return hint


def _under(tree: Tree, hint: Hint, governor: int, row: dict[str, str]) -> Hint:
    evidence = clause_span(tree, governor)
    if row["state"] == "hedge":
        return replace(hint, hedged=True, evidence=evidence)
    if row["state"] == "deny":
        return replace(hint, state=deny(hint.state), denies=hint.state, evidence=evidence)
    if row["state"] == "rejected":
        return replace(hint, state=deny(hint.state, MeetingState.REJECTED), evidence=evidence)
    return replace(hint, evidence=evidence)


def deny(state: MeetingState, otherwise: MeetingState = MeetingState.PLAN_DENIED) -> MeetingState:
    """What the denial of a state says: that it is off becomes that it stands, and so on."""
    if state.family in (StateFamily.OFF, StateFamily.HALTED):
        return MeetingState.CONFIRMED
    if state.family is StateFamily.HELD:
        return MeetingState.NOT_HELD
    return otherwise


# --- verbs and tense -------------------------------------------------------------------------


def of_verb(tree: Tree, i: int, dated: bool, ceiling: int | None) -> Hint | None:
    """What a verb of meeting says: "will meet on Monday", "refused to meet", "met"."""
    return _by_tense(tree, i, dated, tree.negated(i), ceiling)


def _by_tense(
    tree: Tree, i: int, dated: bool, negated: bool, ceiling: int | None
) -> Hint | None:
    standing = standing_of(tree, i)
    evidence = clause_span(tree, i)
    if standing.normative:
        return None
    if standing.status is EventStatus.CONDITIONAL:
        return Hint(MeetingState.CONDITIONAL, evidence, i)
    above = _above(tree, i, ceiling)
    if above is not None:
        governor, row = above
        evidence = clause_span(tree, governor)
        if row["state"] == "hedge":
            return Hint(MeetingState.POSSIBLE, evidence, governor, hedged=True)
        if row["state"] == "deny":
            return Hint(deny(_plain(standing.status, dated)), evidence, governor)
        state = row["negated"] if tree.negated(governor) else row["state"]
        if not state:
            return None
        if state == "expected" and dated:
            state = "scheduled"
        return Hint(MeetingState(state), evidence, governor)
    if negated and standing.status is not EventStatus.NEGATED:
        return Hint(MeetingState.NOT_HELD, evidence, i)
    if standing.status is EventStatus.NEGATED:
        future = {"will", "wo", "going"} & set(tree.auxiliaries(i))
        return Hint(MeetingState.NOT_PLANNED if future else MeetingState.NOT_HELD, evidence, i)
    if standing.status is EventStatus.DENIED:
        return Hint(MeetingState.PLAN_DENIED, evidence, i)
    return Hint(_plain(standing.status, dated), evidence, i)


def _plain(status: EventStatus, dated: bool) -> MeetingState:
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


def _above(tree: Tree, i: int, ceiling: int | None) -> tuple[int, dict[str, str]] | None:
    """The nearest governor of the table over a word, inside the same statement."""
    at = i
    for _ in range(4):
        head = tree.head(at)
        if head is None or head == ceiling:
            return None
        if tree.relation(at) not in ("xcomp", "ccomp", "advcl", "acl", "obl", "obj", "nmod", "csubj", "conj"):
            return None
        if tree.relation(at) != "conj":
            row = _governors().get(verb_key(tree, head)) or _governors().get(tree.lemmas[head])
            if row is not None:
                return head, row
        if tree.relation(at) in ("ccomp", "advcl") and not tree.having(at, ("mark",)):
            return None
        at = head
    return None


# --- dates that are not set ------------------------------------------------------------------


def unset_date(tree: Tree, i: int) -> Hint | None:
    """ "No date has been set", "a date has yet to be agreed" of a noun such as "date"."""
    head = tree.head(i)
    if tree.lemmas[i] not in ("date", "day", "venue", "time", "timing", "timeline", "place") or head is None:
        return None
    if tree.relation(i) not in ("nsubj", "obj"):
        return None
    if tree.lemmas[head] not in SETTING:
        return None
    yet = any(tree.lower[c] == "yet" for c in tree.children[head]) or any(
        tree.lower[c] in ("yet", "still") for a in tree.ancestors(i) for c in tree.children[a]
    )
    if not (_no(tree, i) or tree.negated(head) or yet):
        return None
    return Hint(MeetingState.DATE_NOT_SET, clause_span(tree, head), head)


SETTING = frozenset({"set", "fix", "agree", "schedule", "determine", "decide", "choose", "announce", "settle", "name", "finalize", "finalise", "confirm", "discuss", "pick", "give", "have", "be"})  # fmt: skip


def _no(tree: Tree, i: int) -> bool:
    return any(tree.lower[c] in ("no", "neither") for c in tree.having(i, ("det",)))


# --- what the saying does --------------------------------------------------------------------


def as_said(hint: Hint, act: Act) -> Hint:
    """A hint under the act of its statement: what is denied is not claimed."""
    state = hint.state
    if act is Act.DENY:
        if state is MeetingState.DATE_NOT_SET:
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
