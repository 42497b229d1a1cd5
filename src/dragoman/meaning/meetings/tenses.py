"""A verb of meeting in the tree → what it says of the meeting's state.

"Will meet", "agreed to meet", "refused to meet" and "met" are told apart by tense, negation and the
words above.
"""

from dataclasses import replace
from itertools import pairwise

from dragoman.meaning.meetings.hanging import hangs, must_first, subordinate
from dragoman.meaning.meetings.hints import (
    Hint,
    asked,
    clause_span,
    deny,
    governor_of,
    governors,
    no,
    no_subject,
    plain,
)
from dragoman.meaning.meetings.words import noun_row, verb_key
from dragoman.meaning.status import standing_of
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, MeetingState


def of_verb(tree: Tree, i: int, dated: bool, ceiling: int | None) -> Hint | None:
    """What a verb of meeting says: "will meet on Monday", "refused to meet", "met"."""
    return by_tense(tree, i, dated, tree.negated(i), ceiling)


def performed(tree: Tree, i: int, ceiling: int | None) -> Hint | None:
    """A verb of meeting right under the cue of its statement: "refused to meet", "agreed to"."""
    if ceiling is None or tree.tokens[i].head != ceiling or tree.relation(i) != "xcomp":
        return None
    row = governors().get(verb_key(tree, ceiling))
    if row is None or row["state"] in ("hedge", "deny"):
        return None
    hint = _by_governor(tree, i, standing_of(tree, i).status, False, ceiling, row)
    return replace(hint, performed=True) if hint is not None else None


def by_tense(tree: Tree, i: int, dated: bool, negated: bool, ceiling: int | None) -> Hint | None:
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
    above = governor_of(tree, i, ceiling)
    if above is not None and asked(tree, i) and above[1]["state"] != "undecided":
        return None
    if above is not None:
        return _by_governor(tree, i, standing.status, dated, *above)
    if asked(tree, i):
        return None
    if tree.relation(i) == "ccomp" and tree.tokens[i].xpos == "VB" and not tree.auxiliaries(i):
        # "recommended that they meet"
        head = tree.tokens[i].head
        doubtful = tree.negated(head) or tree.lemmas[tree.tokens[head].head] == "unlikely"
        return None if doubtful else Hint(MeetingState.PROPOSED, evidence, i)
    if _when_ahead(tree, i):
        return Hint(plain(EventStatus.PLANNED, dated), evidence, i, tensed=True)
    moved = _moved(tree, i, dated)
    if moved and dated and not negated:
        return Hint(MeetingState.RESCHEDULED, evidence, i)
    if moved and not negated:
        return Hint(MeetingState.VENUE_CHANGED, evidence, i)
    present = tree.lower[i] in ("is", "are")
    if negated and standing.status is not EventStatus.NEGATED and not present:
        return Hint(MeetingState.NOT_HELD, evidence, i, tensed=True)
    if standing.status is EventStatus.NEGATED and tree.lower[i] in ("is", "are"):
        return Hint(MeetingState.NOT_PLANNED, evidence, i)  # "there is no call on the agenda"
    if standing.status is EventStatus.NEGATED:
        future = {"will", "wo", "would", "going", "do", "does"} & set(tree.auxiliaries(i))
        subject = tree.subject(i)
        if future and subject is not None and not no(tree, subject):
            # "We will not meet" refuses, "The talks will not take place" calls off
            itself = noun_row(tree, subject) is not None
            state = MeetingState.CANCELLED if itself else MeetingState.REJECTED
            return Hint(state, evidence, i)
        return Hint(MeetingState.NOT_PLANNED if future else MeetingState.NOT_HELD, evidence, i)
    if standing.status is EventStatus.DENIED:
        past = tree.tokens[i].xpos in ("VBD", "VBN", "VBG")
        if past and not {"would", "will"} & set(tree.auxiliaries(i)):
            return Hint(MeetingState.NOT_HELD, evidence, i, denies=MeetingState.HELD)
        return Hint(MeetingState.PLAN_DENIED, evidence, i, denies=MeetingState.EXPECTED)
    status = standing.status
    auxiliaries = set(tree.auxiliaries(i))
    if "would" in auxiliaries and "have" not in auxiliaries and _reported(tree, i, ceiling):
        status = EventStatus.PLANNED
    return Hint(plain(status, dated), evidence, i, former=former_plan(tree, i), tensed=True)


def _reported(tree: Tree, i: int, ceiling: int | None) -> bool:
    """ "His words that they would meet": the future of a past."""
    return ceiling is not None or any(tree.lower[m] == "that" for m in tree.having(i, ("mark",)))


def _when_ahead(tree: Tree, i: int) -> bool:
    """ "Will raise it when they meet"."""
    marks = {tree.lower[m] for m in tree.having(i, ("mark", "advmod"))}
    if tree.relation(i) != "advcl" or "when" not in marks:
        return False
    if tree.tokens[i].xpos not in ("VBZ", "VBP", "VB"):
        return False
    above = {a for head in list(tree.ancestors(i))[:3] for a in tree.auxiliaries(head)}
    return bool({"will", "would", "shall", "'ll", "’ll"} & above)


def _moved(tree: Tree, i: int, dated: bool) -> bool:
    """ "The talks, which were to open in May, will now be held in June"."""
    adverbs = {tree.lower[c] for c in tree.having(i, ("advmod",))}
    if not adverbs & {"now", "instead"} or not {"will", "would"} & set(tree.auxiliaries(i)):
        return False
    subject = tree.having(i, ("nsubj",))
    clauses = [c for s in subject for c in tree.having(s, ("acl",))]
    if "instead" in adverbs or (dated and "now" in adverbs):
        return True
    return any(former_plan(tree, c) for c in clauses)


def _by_governor(
    tree: Tree, i: int, status: EventStatus, dated: bool, governor: int, row: dict[str, str]
) -> Hint | None:
    """A verb under a word of the table: "agreed to meet", "denied having met"."""
    evidence = clause_span(tree, governor)
    if row["state"] == "hedge":
        return Hint(MeetingState.POSSIBLE, evidence, governor, hedged=True)
    if row["state"] == "deny":
        return Hint(deny(plain(status, dated)), evidence, governor)
    negated = tree.negated(governor) or no_subject(tree, governor)
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
    if marked and {"was", "were"} & set(auxiliaries):
        return True
    once = {"originally", "initially", "previously"} & {tree.lower[c] for c in tree.children[i]}
    if once or ("had" in auxiliaries and tree.lemmas[i] in ("due", "mean", "suppose")):
        return True
    before = [tree.lower[j] for j in range(max(i - 4, 0), i)]
    return any(
        pair in (("was", "to"), ("were", "to"), ("going", "to"), ("been", "due"), ("meant", "to"))
        for pair in pairwise(before)
    ) and bool({"was", "were", "been"} & set(before))
