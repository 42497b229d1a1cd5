"""A mention of a meeting in the tree → what its clause says of the meeting's state.

A noun is read by the predicate that takes it ("cancelled the visit", "the talks are on hold"), a
verb of meeting by its tense; then come negation, the words above ("discussed postponing"), and
what the saying itself does ("denied", "proposed"). A mention that no such word governs says
nothing of the state.
"""

from dataclasses import dataclass, replace
from functools import cache

from dragoman import lexicon
from dragoman.meaning.meeting_words import NAMING, cases, keys, light, verb_key, words
from dragoman.meaning.status import standing_of
from dragoman.meaning.tree import NEGATIONS, Tree
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
    performed: bool = False
    """Whether the saying itself does it ("Lima confirmed the visit")."""
    former: bool = False
    """Whether it tells a plan as it once was ("was to have met"): any other word outweighs it."""


@cache
def _states() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in lexicon.table("meeting_states"):
        rows.setdefault(row["predicate"], []).append(row)
    return rows


@cache
def _governors() -> Rows:
    return {row["governor"]: row for row in lexicon.table("meeting_governors")}


# --- nouns -----------------------------------------------------------------------------------


def of_noun(tree: Tree, i: int, dated: bool, ceiling: int | None) -> Hint | None:
    """What is said of the meeting that a noun names.

    `dated`: whether a day ahead is named; `ceiling`: index of the cue above which not to look.
    """
    if tree.having(i, ("cop",)) and tree.having(i, ("nsubj",)) and cases(tree, i) & {"on", "in"}:
        now = {"is", "are", "'s", "’s"} & set(tree.auxiliaries(i))
        return Hint(MeetingState.ONGOING if now else MeetingState.HELD, clause_span(tree, i), i)
    at, slot = _predicate(tree, i)
    if at is not None and at == ceiling:
        performed = _of_predicate(tree, i, at, slot, dated, None) if slot == "object" else None
        return replace(performed, performed=True) if performed is not None else None
    if at is not None:
        hint = _of_predicate(tree, i, at, slot, dated, ceiling)
        if hint is not None:
            return hint
    if at is None and _there(tree, i):
        return _by_tense(tree, i, dated, tree.negated(i), ceiling)
    for clause in tree.having(i, ("acl",)):
        if tree.tokens[clause].xpos == "VBG":
            continue
        slot = "object" if tree.tokens[clause].xpos == "VBN" else "subject"
        row = row_of(tree, clause, slot)
        if row is not None and row["state"] != "tense":
            return _by_row(tree, clause, row, tree.negated(clause), ceiling)
    return None


def _of_predicate(
    tree: Tree, i: int, at: int, slot: str, dated: bool, ceiling: int | None
) -> Hint | None:
    negated = tree.negated(at) or _no(tree, i) or yet_to(tree, at)
    if light(tree, at) and slot == "object":
        return _by_tense(tree, at, dated, negated, ceiling)
    row = row_of(tree, at, slot)
    if row is not None and row["state"] == "tense":
        return _by_tense(tree, at, dated, negated, ceiling)
    if row is not None:
        return _by_row(tree, at, row, negated, ceiling)
    if tree.lemmas[at] in ("say", "announce", "reveal", "disclose", "report"):
        return None
    return _noun_clause(tree, i, at, ceiling)


def yet_to(tree: Tree, at: int) -> bool:
    """ "Has yet to confirm", "is still to confirm"."""
    if not any(tree.lower[m] == "to" for m in tree.having(at, ("mark",))):
        return False
    return any(tree.lower[c] == "yet" for a in (at, *list(tree.ancestors(at))[:1])
               for c in tree.children[a])  # fmt: skip


def _there(tree: Tree, i: int) -> bool:
    """ "There will be a meeting"."""
    return tree.lemmas[i] == "be" or bool(tree.having(i, ("expl",)))


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
            if relation == "nmod" and cases(tree, at) & words("setting"):
                return None, ""
            if row_of(tree, head, "any") is not None and tree.tokens[head].upos in ("NOUN", "ADJ"):
                return head, "any"
            at = head
            continue
        if relation in ("obl", "advmod") and cases(tree, at) & words("setting"):
            return None, ""
        slot = "object" if full == "nsubj:pass" or relation in ("obj", "iobj") else "any"
        if full in ("nsubj", "nsubj:outer", "csubj"):
            slot = "subject"
        if relation in ("nsubj", "csubj", "obj", "iobj", "obl", "xcomp", "ccomp", "advcl", "acl"):
            return head, slot
        return None, ""
    return None, ""


def row_of(tree: Tree, at: int, slot: str) -> dict[str, str] | None:
    for key in keys(tree, at):
        rows = _states().get(key, ())
        for wanted in (slot, "any"):
            for row in rows:
                if row["slot"] == wanted and not (key == "open" and _opens(tree, at, wanted)):
                    return row
    return None


def _opens(tree: Tree, at: int, slot: str) -> bool:
    """ "Open to talks" is an adjective's; "talks opened" a verb's."""
    return (slot == "any") == (tree.tokens[at].upos == "VERB")


def _by_row(
    tree: Tree, at: int, row: dict[str, str], negated: bool, ceiling: int | None
) -> Hint | None:
    """A state of the table, under negation, modality and the words above."""
    state = MeetingState(row["state"])
    evidence = clause_span(tree, at)
    ahead = state.family in (StateFamily.FORWARD, StateFamily.OPEN) or negated
    if ahead and hangs(tree, at, negated) is not None:
        return Hint(MeetingState.CONDITIONAL, evidence, at)
    if subordinate(tree, at):
        return Hint(MeetingState.CONDITIONAL, evidence, at) if must_first(tree, at) else None
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
    if above is None and _asked(tree, at):
        return None
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
    if row["state"] == "undecided":
        return replace(hint, state=MeetingState.UNDECIDED, evidence=evidence)
    return replace(hint, evidence=evidence)


def by_row_or_tense(tree: Tree, at: int, row: dict[str, str]) -> Hint | None:
    """A predicate of the table whose subject stands for the meeting."""
    negated = tree.negated(at)
    if row["state"] == "tense":
        return _by_tense(tree, at, False, negated, None)
    return _by_row(tree, at, row, negated, None)


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
    evidence = clause_span(tree, i)
    if hangs(tree, i, negated) is not None:
        return Hint(MeetingState.CONDITIONAL, evidence, i)
    if subordinate(tree, i):
        return Hint(MeetingState.CONDITIONAL, evidence, i) if must_first(tree, i) else None
    standing = standing_of(tree, i)
    if standing.normative:
        return None
    if standing.status is EventStatus.CONDITIONAL:
        return Hint(MeetingState.CONDITIONAL, evidence, i)
    above = _above(tree, i, ceiling)
    if above is not None:
        return _by_governor(tree, i, standing.status, dated, *above)
    if _asked(tree, i):
        return None
    if _when_ahead(tree, i):
        return Hint(_plain(EventStatus.PLANNED, dated), evidence, i)
    moved = _moved(tree, i)
    if moved and dated and not negated:
        return Hint(MeetingState.RESCHEDULED, evidence, i)
    if moved and not negated:
        return Hint(MeetingState.VENUE_CHANGED, evidence, i)
    if negated and standing.status is not EventStatus.NEGATED:
        return Hint(MeetingState.NOT_HELD, evidence, i)
    if standing.status is EventStatus.NEGATED:
        future = {"will", "wo", "would", "going"} & set(tree.auxiliaries(i))
        if future and tree.subject(i) is not None and not _no(tree, tree.subject(i) or 0):
            return Hint(MeetingState.REJECTED, evidence, i)
        return Hint(MeetingState.NOT_PLANNED if future else MeetingState.NOT_HELD, evidence, i)
    if standing.status is EventStatus.DENIED:
        return Hint(MeetingState.PLAN_DENIED, evidence, i)
    status = standing.status
    auxiliaries = set(tree.auxiliaries(i))
    if "would" in auxiliaries and "have" not in auxiliaries and _reported(tree, i, ceiling):
        status = EventStatus.PLANNED
    return Hint(_plain(status, dated), evidence, i, former=former_plan(tree, i))


def _reported(tree: Tree, i: int, ceiling: int | None) -> bool:
    """ "His words that they would meet": the future of a past."""
    return ceiling is not None or any(
        tree.lower[m] == "that" for m in tree.having(i, ("mark",))
    )


def _asked(tree: Tree, i: int) -> bool:
    """Whether the clause is an embedded question: "whether they met", "under what terms"."""
    if any(tree.lower[m] == "whether" for m in tree.having(i, ("mark",))):
        return True
    first = min(tree.subtree(i, without=("punct",)))
    opening = {tree.lower[j] for j in range(first, min(first + 2, i))}
    return tree.relation(i) in ("ccomp", "advcl", "obl") and bool(opening & {"what", "which"})


def _when_ahead(tree: Tree, i: int) -> bool:
    """ "Will raise it when they meet"."""
    marks = {tree.lower[m] for m in tree.having(i, ("mark", "advmod"))}
    if tree.relation(i) != "advcl" or "when" not in marks:
        return False
    if tree.tokens[i].xpos not in ("VBZ", "VBP", "VB"):
        return False
    above = {a for head in list(tree.ancestors(i))[:3] for a in tree.auxiliaries(head)}
    return bool({"will", "would", "shall", "'ll", "’ll"} & above)


def _moved(tree: Tree, i: int) -> bool:
    """ "The talks, which were to open in May, will now be held in June"."""
    adverbs = {tree.lower[c] for c in tree.having(i, ("advmod",))}
    if not adverbs & {"now", "instead"} or not {"will", "would"} & set(tree.auxiliaries(i)):
        return False
    subject = tree.having(i, ("nsubj",))
    clauses = [c for s in subject for c in tree.having(s, ("acl",))]
    return "instead" in adverbs or any(former_plan(tree, c) for c in clauses)


def _by_governor(
    tree: Tree, i: int, status: EventStatus, dated: bool, governor: int, row: dict[str, str]
) -> Hint | None:
    """A verb under a word of the table: "agreed to meet", "denied having met"."""
    evidence = clause_span(tree, governor)
    if row["state"] == "hedge":
        return Hint(MeetingState.POSSIBLE, evidence, governor, hedged=True)
    if row["state"] == "deny":
        return Hint(deny(_plain(status, dated)), evidence, governor)
    negated = tree.negated(governor) or _no_subject(tree, governor)
    condition = hangs(tree, governor, negated)
    if condition is not None:
        return Hint(MeetingState.CONDITIONAL, evidence, governor)
    state = row["negated"] if negated else row["state"]
    if not state:
        return None
    if state == "expected" and dated and row["governor"] in ("plan", "expected"):
        state = "expected"
    return Hint(MeetingState(state), evidence, governor, former=former_plan(tree, governor))


def former_plan(tree: Tree, i: int) -> bool:
    """ "Was to have met", "had been due to meet", "were going to meet": a plan as it once was."""
    auxiliaries = tree.auxiliaries(i)
    marked = any(tree.lower[m] == "to" for m in tree.having(i, ("mark",)))
    if "had" in auxiliaries or (marked and {"was", "were"} & set(auxiliaries)):
        return {"been", "have"} & set(auxiliaries) != set() or marked
    before = [tree.lower[j] for j in range(max(i - 4, 0), i)]
    return any(
        pair in (("was", "to"), ("were", "to"), ("going", "to"), ("been", "due"), ("meant", "to"))
        for pair in zip(before, before[1:], strict=False)
    ) and bool({"was", "were", "been"} & set(before))


def _no_subject(tree: Tree, i: int) -> bool:
    """ "No delegation would travel", "neither side agreed"."""
    return any(
        tree.lower[s] in NEGATIONS or _no(tree, s) for s in tree.having(i, ("nsubj", "csubj"))
    )


# --- what it hangs on ------------------------------------------------------------------------


def hangs(tree: Tree, i: int, negated: bool = False) -> int | None:
    """The head of the clause or phrase that an act is said to hang on; None without one.

    "Will meet if", "would open once", "will not meet until", "no envoy would come before".
    """
    no = negated or tree.negated(i) or _no_subject(tree, i)
    for child in tree.having(i, ("advcl", "obl", "nmod", "ccomp")):
        marks = {tree.lower[m] for m in tree.having(child, ("mark", "case", "advmod"))}
        if tree.relation(child) == "ccomp" and not (marks & {"unless", "provided", "providing"}):
            continue
        if marks & IF and not _even(tree, child):
            return child
        if tree.relation(child) == "advcl" and _so_long(tree, child):
            return child
        if no and marks & UNTIL:
            if tree.relation(child) == "advcl" or not _is_date(tree, child):
                return child
    return None


IF = frozenset({"if", "unless", "provided", "providing", "once"})
UNTIL = frozenset({"until", "till", "before", "without"})


def _even(tree: Tree, child: int) -> bool:
    return any(tree.lower[c] in ("even", "as") and c < child for c in tree.children[child])


def _so_long(tree: Tree, child: int) -> bool:
    """ "so long as", "as soon as", "only after", "only when"."""
    first = min(tree.subtree(child))
    words_before = " ".join(tree.lower[max(first - 2, 0) : first + 3])
    return any(
        phrase in words_before
        for phrase in ("long as", "soon as", "only after", "only when", "only if", "only once",
                       "on condition", "on the condition")
    )  # fmt: skip


def _is_date(tree: Tree, child: int) -> bool:
    covered = any(
        e.label == "DATE" and e.first <= child < e.last for e in tree.tags.entities
    )
    return covered or tree.tokens[child].upos == "NUM"


def subordinate(tree: Tree, i: int) -> bool:
    """Whether the clause only times or conditions another ("before ministers meet again")."""
    at = i
    for _ in range(3):
        marks = {tree.lower[m] for m in tree.having(at, ("mark",))}
        if tree.relation(at) in ("advcl", "ccomp", "xcomp", "conj"):
            if tree.relation(at) == "advcl" and marks & {"before", "until", "if", "unless", "once"}:
                return True
        head = tree.head(at)
        if head is None or tree.relation(at) not in ("xcomp",):
            return False
        at = head
    return False


def must_first(tree: Tree, i: int) -> bool:
    """ "Firing must stop before any meeting can be considered"."""
    at = i
    while tree.relation(at) == "xcomp":
        at = tree.tokens[at].head
    head = tree.head(at)
    if head is None or not any(tree.lower[m] == "before" for m in tree.having(at, ("mark",))):
        return False
    return bool({"must"} & set(tree.auxiliaries(head))) or tree.lemmas[head] in ("need", "have", "must")


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


def _no(tree: Tree, i: int) -> bool:
    return any(tree.lower[c] in ("no", "neither") for c in tree.having(i, ("det",)))


# --- what the saying does --------------------------------------------------------------------


def as_said(hint: Hint, act: Act) -> Hint:
    """A hint under the act of its statement: what is denied is not claimed."""
    state = hint.state
    if act is Act.DENY:
        if state in (MeetingState.DATE_NOT_SET, MeetingState.IN_PREPARATION):
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
