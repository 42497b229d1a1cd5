"""A mention of a meeting in the tree → what its clause says of the meeting's state.

A noun is read by the predicate that takes it ("cancelled the visit", "the talks are on hold"), a
verb of meeting by its tense; then come negation, the words above ("discussed postponing"), and
what the saying itself does ("denied", "proposed"). A mention that no such word governs says
nothing of the state.
"""

from dataclasses import replace
from functools import cache

from dragoman import lexicon
from dragoman.meaning.meetings.hanging import hangs, must_first, subordinate
from dragoman.meaning.meetings.hints import (
    Hint,
    asked,
    clause_span,
    deny,
    governor_of,
    governors,
    no,
    plain,
    yet_to,
)
from dragoman.meaning.meetings.tenses import by_tense
from dragoman.meaning.meetings.words import (
    DASHES,
    NAMING,
    cases,
    keys,
    light,
    noun_row,
    verb_key,
    words,
)
from dragoman.meaning.status import standing_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, MeetingState, StateFamily


@cache
def _states() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in lexicon.table("meeting_states"):
        rows.setdefault(row["predicate"], []).append(row)
    return rows


def of_noun(tree: Tree, i: int, dated: bool, ceiling: int | None) -> Hint | None:
    """What is said of the meeting that a noun names.

    `dated`: whether a day ahead is named; `ceiling`: index of the cue above which not to look.
    """
    if tree.having(i, ("cop",)) and tree.having(i, ("nsubj",)) and cases(tree, i) & {"on", "in"}:
        now = {"is", "are", "'s", "’s"} & set(tree.auxiliaries(i))
        now = now or {tree.lower[c] for c in tree.having(i, ("advmod",))} & {"still", "currently"}
        return Hint(MeetingState.ONGOING if now else MeetingState.HELD, clause_span(tree, i), i)
    if _first_something(tree, i):
        return Hint(MeetingState.CONDITIONAL, clause_span(tree, i), i)
    name = named(tree, i)
    if name is not None:
        return name
    at, slot = _predicate(tree, i)
    if at is not None and at == ceiling:
        performed = _of_predicate(tree, i, at, slot, dated, None) if slot == "object" else None
        return replace(performed, performed=True) if performed is not None else None
    if at is not None:
        hint = _of_predicate(tree, i, at, slot, dated, ceiling)
        if hint is not None:
            return hint
    if at is not None and at != ceiling and slot == "subject":
        hint = _foreseen(tree, at, dated)
        if hint is not None:
            return hint
    if at is None and _there(tree, i):
        return by_tense(tree, i, dated, tree.negated(i), ceiling)
    for clause in tree.having(i, ("acl",)):
        if tree.tokens[clause].xpos == "VBG":
            continue
        slot = "object" if tree.tokens[clause].xpos == "VBN" else "subject"
        row = row_of(tree, clause, slot)
        if row is not None and row["state"] != "tense":
            return _by_row(tree, clause, row, tree.negated(clause), ceiling)
    return None


def named(tree: Tree, i: int) -> Hint | None:
    """ "Called it cancelled", "to describe the talks as on hold": the name of a state."""
    at = tree.tokens[i].head
    verb = tree.tokens[at].head if tree.relation(at) == "xcomp" else at
    taken = tree.relation(i) == "obj" or (tree.relation(i) == "nsubj" and at != verb)
    if tree.lemmas[verb] not in NAMING or not taken:
        return None
    names = [*tree.having(verb, ("xcomp", "advcl", "obj", "obl")), *tree.having(i, ("acl",))]
    for name in names:
        row = row_of(tree, name, "object") if name != i else None
        if row is not None and row["state"] != "tense":
            return _by_row(tree, name, row, tree.negated(name) or tree.negated(verb), None)
    return None


def _first_something(tree: Tree, i: int) -> bool:
    """ "Firing must stop before any summit": by the words, as the parse may hang it anywhere."""
    first = min(tree.subtree(i, without=("acl", "nmod", "punct")))
    before = next((j for j in (first, first - 1) if j > 0 and tree.lower[j] == "before"), None)
    if before is None:
        return False
    verb = before - 1
    return tree.tokens[verb].upos == "VERB" and "must" in tree.auxiliaries(verb)


def _of_predicate(
    tree: Tree, i: int, at: int, slot: str, dated: bool, ceiling: int | None
) -> Hint | None:
    negated = tree.negated(at) or no(tree, i) or yet_to(tree, at)
    if tree.lemmas[at] == "be" and tree.having(at, ("expl",)):
        return _there_is(tree, i, at, dated, negated, ceiling)
    if light(tree, at) and slot == "object":
        return by_tense(tree, at, dated, negated, ceiling)
    dated_by = [c for c in tree.having(at, ("nsubj", "obj")) if tree.lemmas[c] in DATE_WORDS]
    if slot == "any" and dated_by:
        return None  # "no date was set for the talks": told of the date
    if slot == "subject" and tree.lemmas[at] in ("remain", "stay", "look", "seem", "appear"):
        at = next(iter(tree.having(at, ("xcomp", "obl", "advmod"))), at)
        slot = "object" if tree.tokens[at].xpos == "VBN" else "subject"
    undone = _failed(tree, at) if slot == "subject" else None
    if undone is not None:
        return undone
    row = row_of(tree, at, slot)
    if row is not None and row["predicate"] in FOR and "for" not in cases(tree, i):
        return None
    if row is None and tree.having(at, ("cop",)):
        likely = [c for c in tree.having(at, ("advmod", "amod")) if tree.lemmas[c] in LIKELY]
        row = row_of(tree, likely[0], "any") if likely else None
    if row is not None and row["state"] == "tense":
        return by_tense(tree, at, dated, negated, ceiling)
    if row is not None:
        return _by_row(tree, at, row, negated, ceiling)
    if tree.lemmas[at] in ("say", "announce", "reveal", "disclose", "report"):
        return None
    return _noun_clause(tree, i, at, ceiling)


LIKELY = frozenset({"likely", "unlikely", "possible"})
FOR = frozenset({"ask", "press", "appeal", "plead", "push", "wish", "aim"})
"""Predicates that want a meeting with "for" only: "asked for talks", not "asked about talks"."""


def _failed(tree: Tree, at: int) -> Hint | None:
    """ "The meeting failed to take place"."""
    for verb in tree.having(at, ("xcomp",)) if tree.lemmas[at] == "fail" else ():
        row = row_of(tree, verb, "subject")
        if row is not None and row["negated"] == "not_held":
            return Hint(MeetingState.NOT_HELD, clause_span(tree, at), at)
    return None


def _there_is(
    tree: Tree, i: int, at: int, dated: bool, negated: bool, ceiling: int | None
) -> Hint | None:
    """ "There were no plans for a summit", "there will be a summit"."""
    for subject in tree.having(at, ("nsubj",)):
        row = row_of(tree, subject, "any") if subject != i else None
        if row is not None:
            return _by_row(tree, subject, row, no(tree, subject) or negated, ceiling)
    return by_tense(tree, at, dated, negated, ceiling)


def _foreseen(tree: Tree, at: int, dated: bool) -> Hint | None:
    """ "The summit will be short": what it will be like, it is to be; "was short": it was held."""
    auxiliaries = set(tree.auxiliaries(at))
    if subordinate(tree, at) or asked(tree, at) or tree.negated(at):
        return None
    if auxiliaries & {"will", "'ll", "’ll"}:
        return Hint(plain(EventStatus.PLANNED, dated), clause_span(tree, at), at, tensed=True)
    adjective = tree.tokens[at].upos == "ADJ" and tree.having(at, ("cop",))
    if adjective and auxiliaries & {"was", "were", "been"} and "would" not in auxiliaries:
        return Hint(MeetingState.HELD, clause_span(tree, at), at, soft=True, tensed=True)
    return None


def _there(tree: Tree, i: int) -> bool:
    """ "There will be a meeting"."""
    return tree.lemmas[i] == "be" or bool(tree.having(i, ("expl",)))


def _noun_clause(tree: Tree, i: int, at: int, ceiling: int | None) -> Hint | None:
    """ "It is possible to hold talks", "ready for talks": a governor right over the noun."""
    row = governors().get(verb_key(tree, at)) or governors().get(tree.lemmas[at])
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
        if _within_name(tree, head, at):
            at = head
            continue
        if relation == "conj":
            at = head
            continue
        close = _verb_before(tree, at)
        if close is not None and close != head:
            return close, "object"
        if relation in ("nmod", "compound", "appos", "flat", "dep"):
            if relation == "nmod" and cases(tree, at) & words("setting"):
                return None, ""
            if row_of(tree, head, "any") is not None and tree.tokens[head].upos in ("NOUN", "ADJ"):
                return head, "any"
            if relation == "nmod" and tree.lemmas[head] not in THROUGH | words("span"):
                return None, ""
            at = head
            continue
        if relation in ("obl", "advmod") and cases(tree, at) & words("setting"):
            return None, ""
        if relation == "obl" and of_another(tree, head):
            return None, ""  # "the decision was postponed to a meeting on Monday"
        slot = "object" if full == "nsubj:pass" or relation in ("obj", "iobj") else "any"
        if full in ("nsubj", "nsubj:outer", "csubj"):
            slot = "subject"
        if relation in ("nsubj", "csubj", "obj", "iobj", "obl", "xcomp", "ccomp", "advcl", "acl"):
            return head, slot
        return None, ""
    return None, ""


def of_another(tree: Tree, verb: int) -> bool:
    """Whether what is put off or dropped is a matter that is decided, and no meeting."""
    taken = tree.having(verb, ("nsubj", "obj"))
    return any(tree.lemmas[c] in MATTERS for c in taken)


MATTERS = frozenset(
    {"decision", "vote", "ruling", "verdict", "measure", "sanction", "bill", "law", "election",
     "payment", "delivery", "tariff", "sentence", "strike"}
)  # fmt: skip


def _within_name(tree: Tree, head: int, at: int) -> bool:
    """Whether the parse hung the noun on a name of its own phrase ("the Vell–Orrin call")."""
    run = range(head, at)
    dashed = any(tree.words[j] in DASHES for j in (head - 1, *run))
    return (
        0 < head < at
        and dashed
        and all(tree.words[j] in DASHES or tree.words[j][:1].isupper() for j in run)
    )


def _verb_before(tree: Tree, i: int) -> int | None:
    """The verb right before a bare noun phrase takes it: "discussed postponing the visit"."""
    if tree.relation(i) not in ("obj", "obl") or cases(tree, i):
        return None
    first = min(tree.subtree(i, without=("acl", "punct")))
    before = first - 1
    if before < tree.sentence_tokens(i).start or tree.tokens[before].xpos not in ("VBG", "VB"):
        return None
    return before if tree.tokens[before].upos == "VERB" else None


DATE_WORDS = frozenset({"date", "day", "venue", "time", "timing", "timeline", "location"})


THROUGH = frozenset(
    {"kind", "sort", "form", "part", "start", "beginning", "end", "opening", "resumption",
     "holding", "idea", "chance", "prospect", "question", "date", "venue", "plan", "timing",
     "outcome", "leg", "phase", "one", "stage", "conclusion"}
)  # fmt: skip
"""Nouns through which a verb still takes the meeting: "set the date of the talks"."""


def row_of(tree: Tree, at: int, slot: str) -> dict[str, str] | None:
    for key in keys(tree, at):
        rows = _states().get(key, ())
        for wanted in (slot, "any"):
            for row in rows:
                if row["slot"] == wanted and not (key == "open" and _opens(tree, at, wanted)):
                    return None if key in OF_NOUNS and tree.tokens[at].upos == "VERB" else row
    return None


OF_NOUNS = frozenset({"point", "interest"})
"""Predicates that are nouns only: "no point in talks", but "pointed to Monday’s talks"."""


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
    if state is MeetingState.AGREED and _purpose(tree, at):
        state = MeetingState.IN_PREPARATION
    hint = Hint(state, evidence, at)
    if tree.lemmas[at] in NAMING and verb_key(tree, at) == tree.lemmas[at]:
        named = tree.having(at, ("xcomp",)) or len(tree.having(at, ("obj", "iobj"))) > 1
        return None if named else hint  # "called the talks a step" says nothing of their state
    status = standing_of(tree, at).status
    if status is EventStatus.CONDITIONAL:
        return replace(hint, state=MeetingState.CONDITIONAL)
    above = governor_of(tree, at, ceiling)
    if above is None and (asked(tree, at) or _why(tree, at)):
        return None
    if above is not None:
        governor, row_above = above
        hint = _under(tree, hint, governor, row_above)
    elif _weak(tree, at) and state.family is StateFamily.FORWARD:
        hint = replace(hint, state=MeetingState.POSSIBLE)
    elif _weak(tree, at):
        hint = replace(hint, hedged=True)
    if status in (EventStatus.DENIED, EventStatus.NEGATED) and above is None:
        return replace(hint, state=deny(state), denies=state)
    return hint


def _purpose(tree: Tree, at: int) -> bool:
    """ "Met to arrange a summit": what is done for a meeting prepares it."""
    to = any(tree.lower[m] == "to" for m in tree.having(at, ("mark",)))
    return to and tree.relation(at) in ("advcl", "acl") and tree.tokens[at].xpos == "VB"


def _why(tree: Tree, at: int) -> bool:
    """ "It is unclear why the talks were put off": they were."""
    return any(
        tree.lower[w] in ("why", "how")
        for c in tree.having(at, ("ccomp", "csubj", "advcl"))
        for w in tree.having(c, ("advmod", "mark"))
    )


def _weak(tree: Tree, at: int) -> bool:
    """ "May be postponed", "could be held": a modal of its own clause."""
    verbs = [at]
    while tree.relation(verbs[-1]) == "xcomp" and tree.head(verbs[-1]) is not None:
        verbs.append(tree.tokens[verbs[-1]].head)
    words_near = {tree.lower[c] for v in verbs for c in tree.having(v, ("aux", "advmod"))}
    return bool(words_near & {"may", "might", "could", "can", "perhaps", "maybe", "possibly"})


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
    if row["state"] in ("possible", "proposed") and hint.state.family is StateFamily.FORWARD:
        return replace(hint, state=MeetingState(row["state"]), evidence=evidence)
    return replace(hint, evidence=evidence)


def by_row_or_tense(tree: Tree, at: int, row: dict[str, str]) -> Hint | None:
    """A predicate of the table whose subject stands for the meeting."""
    negated = tree.negated(at)
    if row["state"] == "tense":
        return by_tense(tree, at, False, negated, None)
    return _by_row(tree, at, row, negated, None)


def conjoined(tree: Tree, hint: Hint) -> list[Hint]:
    """What a second verb says of the same subject: "was not postponed and would open"."""
    found = []
    for other in tree.having(hint.at, ("conj",)):
        if tree.having(other, ("nsubj",)) or tree.tokens[other].upos != "VERB":
            continue
        if not any(noun_row(tree, s) is not None for s in tree.having(hint.at, ("nsubj",))):
            continue  # "held a session and agreed on a text": the verbs are of those who met
        row = row_of(tree, other, "subject")
        if row is not None:
            more = by_row_or_tense(tree, other, row)
            if more is not None:
                found.append(more)
    return found
