"""Tree and a verb or event noun → whether it happened, as told, and what it hangs on.

"Will meet", "agreed to meet", "refused to meet", "denied meeting", "would only meet if" and "met"
are six different things. A finite verb is read by its own auxiliaries; an infinitive, a gerund or
a noun by the words above it (`event_governors`), step by step; negation and conditions count where
the parse attaches them.
"""

from dataclasses import dataclass
from functools import cache

from dragoman import lexicon
from dragoman.meaning.tree import NEGATIONS, Tree
from dragoman.ontology import EventStatus
from dragoman.spans import Span

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MAYBE = frozenset({"may", "might", "could", "can", "ca", "should", "must"})
_IF_MARKS = frozenset({"if", "unless", "provided", "providing", "until"})
_WHEN = frozenset({"when", "once", "after", "before", "until", "as", "while"})
_SEEMING = frozenset({"as", "even"})
_COMPLEMENTS = ("xcomp", "ccomp", "advcl", "acl", "obl", "obj", "nmod", "nsubj", "csubj")
_NOMINAL = ("NOUN", "PROPN")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an act stands, and the words of the condition that it hangs on."""

    status: EventStatus
    condition: Span | None = None
    normative: bool = False
    """Negated with "cannot", "should not" …: a judgement on the act, and no news of it."""


def status_of(tree: Tree, i: int) -> EventStatus:
    """The status of the act that a verb or noun names."""
    return standing_of(tree, i).status


def standing_of(tree: Tree, i: int) -> Standing:
    """The status of an act with the condition that it hangs on.

    "They would only consider meeting if the guns fell silent": the status of "meeting" is
    conditional, its condition "the guns fell silent".
    """
    status, chain = _told(tree, i)
    condition = next((c for at in chain if (c := condition_of(tree, at)) is not None), None)
    if condition is not None and status in (
        EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.ONGOING,
    ):  # fmt: skip
        status = EventStatus.CONDITIONAL
    elif status is not EventStatus.CONDITIONAL and not _unless(tree, chain):
        condition = None
    if status is EventStatus.NEGATED and _unless(tree, chain):
        status = EventStatus.CONDITIONAL
    normative = status is EventStatus.NEGATED and any(
        tree.negated(at) and _MAYBE & set(tree.auxiliaries(at)) for at in chain
    )
    return Standing(status, condition, normative)


def governs(tree: Tree, noun: int) -> bool:
    """Whether a noun decides on an act below it ("a plan to", "the decision to")."""
    return _row(tree, noun, "noun") is not None


def condition_of(tree: Tree, i: int) -> Span | None:
    """The clause after "if", "unless", "provided" … that hangs on a verb; None without one."""
    clause = _conditional_clause(tree, i)
    if clause is None:
        return None
    marks = set(tree.having(clause, ("mark",)))
    words = [t for t in tree.subtree(clause) if t not in marks and tree.relation(t) != "punct"]
    return tree.span(words) if words else None


def in_condition(tree: Tree, i: int) -> bool:
    """Whether an act stands in the clause that another one hangs on ("if they attack")."""
    for at in (i, *tree.ancestors(i)):
        above = tree.head(at)
        clause = above is not None and tree.relation(at) == "ccomp"
        if clause and above is not None and tree.lower[above] in ("provided", "providing"):
            return True
        if above is not None and _inverted(tree, above) == at:
            return True
        if tree.relation(at) != "advcl":
            continue
        marks = {tree.lower[m] for m in tree.having(at, ("mark",))}
        if above is not None and marks & _IF_MARKS and _conditional_clause(tree, above) == at:
            return True
    return False


# --- conditions ------------------------------------------------------------------------------


def _conditional_clause(tree: Tree, i: int) -> int | None:
    return _marked_clause(tree, i) or _provided(tree, i) or _inverted(tree, i)


def _provided(tree: Tree, i: int) -> int | None:
    """ "would come, provided that the guns fell silent", where "provided" is read as a verb."""
    for child in tree.having(i, ("advcl", "parataxis")):
        if tree.lower[child] in ("provided", "providing") and tree.having(child, ("ccomp",)):
            return tree.having(child, ("ccomp",))[0]
    return None


def _inverted(tree: Tree, i: int) -> int | None:
    """ "warned of steps should its ships be stopped", "had they met, the war would be over".

    The clause opens with its auxiliary.
    """
    unreal = bool({"would", "could", "might"} & set(tree.auxiliaries(i)))
    nouns = tree.having(i, ("obj", "obl"))
    for at in (i, *nouns):
        for child in tree.having(at, ("advcl", "acl", "ccomp", "parataxis")):
            first = min(tree.subtree(child))
            own = tree.having(child, ("nsubj",))
            opens = tree.lower[first]
            told = (opens == "should" and child > i) or (opens in ("had", "were") and unreal)
            if own and told and first < own[0]:
                return child
    return None


def _marked_clause(tree: Tree, i: int) -> int | None:
    for child in tree.having(i, ("advcl",)):
        marks = [tree.lower[m] for m in tree.having(child, ("mark",))]
        around = {tree.lower[c] for c in tree.children[child] if c < child}
        if any(mark in _IF_MARKS for mark in marks) and not _SEEMING & around:
            # "until" is a condition only after a negation: "will not meet until …"
            if "until" in marks and not tree.negated(i):
                continue
            return child
    return None


def _unless(tree: Tree, chain: list[int]) -> bool:
    """Whether the condition undoes a negation ("will not meet unless …")."""
    for at in chain:
        clause = _conditional_clause(tree, at)
        if clause is not None:
            marks = {tree.lower[m] for m in tree.having(clause, ("mark",))}
            return bool(marks & {"unless", "until"})
    return False


# --- what is told ----------------------------------------------------------------------------


def _told(tree: Tree, i: int, depth: int = 0) -> tuple[EventStatus, list[int]]:
    """Status without conditions, and the words that decided it from the act upwards."""
    if depth > 8:
        return EventStatus.POSSIBLE, [i]
    nominal = _is_nominal(tree, i)
    if _is_to(tree, i):
        status = EventStatus.NEGATED if tree.negated(i) else EventStatus.PLANNED
        return status, [i]
    if nominal:
        own = _by_modifiers(tree, i)
        if own is not None:
            return own, [i]
    elif _finite(tree, i):
        status = _by_tense(tree, i)
        return _below_clause(tree, i, status), [i, *_clause_heads(tree, i)]
    head = tree.head(i)
    if head is None:
        return EventStatus.HAPPENED, [i]
    above, chain = _by_governor(tree, i, head, depth)
    if not nominal and tree.negated(i):
        above = _negate(above)
    return above, [i, *chain]


def _is_to(tree: Tree, i: int) -> bool:
    """ "They are to meet", "had been due to meet": a form of be and an infinitive."""
    forms = ("is", "are", "was", "were", "been")
    return any(tree.lower[m] == "to" for m in tree.having(i, ("mark",))) and any(
        tree.lower[c] in forms for c in tree.having(i, ("aux", "cop"))
    )


def _is_nominal(tree: Tree, i: int) -> bool:
    return tree.tokens[i].upos in _NOMINAL and not tree.having(i, ("cop",))


def _finite(tree: Tree, i: int) -> bool:
    """Whether a verb stands on its own: a tense or an auxiliary, and not a bare complement."""
    token = tree.tokens[i]
    auxiliaries = set(tree.auxiliaries(i))
    if any(tree.lower[m] == "to" for m in tree.having(i, ("mark",))):
        return False
    relation = tree.relation(i)
    if relation == "conj":
        return token.xpos in ("VBD", "VBZ", "VBP") or bool(auxiliaries - {"been", "being", "be"})
    if auxiliaries - {"been", "being", "having", "be"}:
        return True
    if token.xpos == "VBG" or relation == "xcomp":
        return False
    if token.xpos == "VBN" and relation in ("acl", "advcl", "amod"):
        return False
    if relation == "ccomp" and token.xpos == "VB":
        return False
    return relation in ("root", "ccomp", "advcl", "acl", "parataxis", "csubj", "conj", "dep")


def _by_tense(tree: Tree, i: int) -> EventStatus:
    auxiliaries = tree.auxiliaries(i)
    negated = tree.negated(i) or _by_no_subject(tree, i) or _by_no_object(tree, i)
    words = set(auxiliaries)
    if words & _FUTURE or _when_to_come(tree, i) or _not_before(tree, i):
        status = EventStatus.PLANNED
    elif "would" in words:
        status = _would(tree, i)
    elif words & _MAYBE:
        # "could have met" and "may have met" are as open as "may meet"
        status = EventStatus.POSSIBLE
    elif tree.tokens[i].xpos == "VBG" and not words & {"was", "were", "had"}:
        status = EventStatus.ONGOING
    else:
        status = EventStatus.HAPPENED
    if status is EventStatus.HAPPENED and _asks(tree, i):
        status = EventStatus.POSSIBLE
    return EventStatus.NEGATED if negated else status


def _when_to_come(tree: Tree, i: int) -> bool:
    """ "will raise it when she sees him": the present of a clause of time below a future."""
    head = tree.head(i)
    if head is None or tree.relation(i) != "advcl" or tree.tokens[i].xpos not in ("VBZ", "VBP"):
        return False
    opening = {tree.lower[c] for c in tree.having(i, ("mark", "advmod")) if c < i}
    return bool(opening & _WHEN) and bool(_FUTURE & set(tree.auxiliaries(head)))


def _not_before(tree: Tree, i: int) -> bool:
    """ "before the sides have agreed": what is still to come."""
    marks = {tree.lower[m] for m in tree.having(i, ("mark",))}
    return bool(marks & {"before", "until"}) and bool(
        {"have", "has"} & set(tree.auxiliaries(i)) or tree.tokens[i].xpos in ("VBZ", "VBP")
    )


def _would(tree: Tree, i: int) -> EventStatus:
    """ "She said she would sign" is her future; "he would only sign if" is a condition's."""
    if condition_of(tree, i) is not None:
        return EventStatus.CONDITIONAL
    if "have" in tree.auxiliaries(i):
        return EventStatus.POSSIBLE
    that = any(tree.lower[m] == "that" for m in tree.having(i, ("mark",)))
    reported = (
        that
        or tree.relation(i) in ("ccomp", "parataxis", "conj")
        or any(tree.relation(at) == "ccomp" for at in tree.ancestors(i))
    )
    return EventStatus.PLANNED if reported else EventStatus.POSSIBLE


def _by_no_subject(tree: Tree, i: int) -> bool:
    """ "No envoy met him", "Nobody came", "Neither side attacked"."""
    return any(
        tree.lower[s] in NEGATIONS
        or any(tree.lower[d] in NEGATIONS for d in tree.having(s, ("det", "advmod", "cc")))
        for s in tree.having(i, ("nsubj",))
    )


def _by_no_object(tree: Tree, i: int) -> bool:
    """ "promised to free nine and freed none" """
    return any(tree.lower[o] in ("none", "nobody", "nothing") for o in tree.having(i, ("obj",)))


def _asks(tree: Tree, i: int) -> bool:
    """A question, or a clause after "whether"."""
    if any(tree.lower[m] == "whether" for m in tree.having(i, ("mark",))):
        return True
    marks = {tree.lower[m] for m in tree.having(i, ("mark",))}
    if tree.relation(i) == "ccomp" and "if" in marks:
        return True
    return tree.head(i) is None and any(tree.lower[p] == "?" for p in tree.having(i, ("punct",)))


# --- words above -----------------------------------------------------------------------------


def _clause_heads(tree: Tree, i: int) -> list[int]:
    """The verb of a clause that a that-clause or a condition of the whole may hang on."""
    head = tree.head(i)
    return [head] if head is not None and tree.relation(i) == "conj" else []


def _below_clause(tree: Tree, i: int, status: EventStatus) -> EventStatus:
    """What a verb above a that-clause makes of it ("denied that they met")."""
    head = tree.head(i)
    if head is None or tree.relation(i) not in ("ccomp", "csubj", "conj", "acl"):
        return status
    if tree.relation(i) == "conj":
        return _below_clause(tree, head, status) if tree.relation(head) == "ccomp" else status
    pos = "noun" if tree.relation(i) == "acl" else "clause"
    if tree.relation(i) == "acl" and not tree.having(i, ("mark",)):
        return status
    row = _row(tree, head, pos)
    if row is None or (pos == "noun" and row["effect"] not in ("denied", "negated", "possible")):
        return status
    effect = row["negated"] if tree.negated(head) else row["effect"]
    if status is EventStatus.NEGATED:
        return EventStatus.DENIED if effect == "denied" else status
    return _effect(effect, status)


def _by_governor(tree: Tree, i: int, head: int, depth: int) -> tuple[EventStatus, list[int]]:
    """The status that the word above gives to an act without a tense of its own."""
    relation = tree.relation(i)
    for at in tree.having(i, ("case", "mark")):
        row = _rows().get((tree.lower[at], "prep"))
        if row is not None:
            return EventStatus[row["effect"].upper()], [at]
    if relation in ("conj", "appos", "compound", "flat", "parataxis"):
        return _told(tree, head, depth + 1)
    if relation not in _COMPLEMENTS:
        return EventStatus.HAPPENED, []
    above, chain = _told(tree, head, depth + 1)
    row = _governing_row(tree, i, head, relation)
    if row is None:
        return _without_row(tree, i, relation, above), [head, *chain]
    negated = tree.negated(head)
    effect = row["negated"] if negated else row["effect"]
    if effect == "same":
        return above, [head, *chain]
    status = _effect(effect, above)
    return _weaken(status, above, negated), [head, *chain]


def _governing_row(tree: Tree, i: int, head: int, relation: str) -> dict[str, str] | None:
    if tree.tokens[head].upos in ("VERB", "AUX"):
        if tree.lemmas[head] == "have" and relation in ("obj", "nsubj", "obl"):
            return None
        if tree.lemmas[head] == "go" and tree.lower[head] != "going":
            return None
        # "They invited the visit" is open; "the meeting set the tone" is not about a plan.
        if relation == "nsubj" and not _passive(tree, head):
            return None
        if relation == "obj" and _is_nominal(tree, i) and not _is_meeting(tree, i):
            return _row(tree, head, "object") or _row(tree, head, "verb")
        return _row(tree, head, "verb")
    if tree.tokens[head].upos in _NOMINAL:
        return _row(tree, head, "noun")
    return _row(tree, head, "adj")


def _without_row(tree: Tree, i: int, relation: str, above: EventStatus) -> EventStatus:
    """A complement of a word that the table lacks."""
    if _is_nominal(tree, i):
        return above
    infinitive = any(tree.lower[m] == "to" for m in tree.having(i, ("mark",)))
    if relation in ("advcl", "acl") and infinitive:
        # "They flew to Lima to meet the envoys"
        return EventStatus.PLANNED if above is EventStatus.HAPPENED else above
    if relation == "advcl":
        return EventStatus.HAPPENED if above is EventStatus.NEGATED else above
    if relation == "acl" and tree.tokens[i].xpos == "VBN":
        return EventStatus.HAPPENED
    return above


def _weaken(status: EventStatus, above: EventStatus, negated: bool) -> EventStatus:
    """What the mood of the governor itself leaves ("may agree to meet")."""
    if negated:
        return status
    if above is EventStatus.CONDITIONAL and status in (EventStatus.PLANNED, EventStatus.POSSIBLE):
        return above
    if above is EventStatus.POSSIBLE and status is EventStatus.PLANNED:
        return above
    if above in (EventStatus.POSSIBLE, EventStatus.CONDITIONAL) and status in (
        EventStatus.CANCELLED, EventStatus.NEGATED,
    ):  # fmt: skip
        return EventStatus.POSSIBLE
    if above in (EventStatus.DENIED, EventStatus.NEGATED) and status is EventStatus.PLANNED:
        return above
    return status


def _effect(effect: str, otherwise: EventStatus) -> EventStatus:
    return otherwise if effect == "same" else EventStatus[effect.upper()]


def _negate(status: EventStatus) -> EventStatus:
    """ "agreed not to meet", "and not met"."""
    return status if status in (EventStatus.DENIED, EventStatus.CANCELLED) else EventStatus.NEGATED


def _by_modifiers(tree: Tree, i: int) -> EventStatus | None:
    """What an adjective or determiner of the noun says ("the planned talks", "no meeting")."""
    if tree.negated(i):
        return EventStatus.NEGATED
    for child in tree.having(i, ("amod", "det", "acl")):
        if tree.relation(child) == "acl" and child > i + 1:
            continue
        row = _rows().get((tree.lower[child], "amod"))
        if row is not None:
            head = tree.head(i)
            if head is not None and _calls_off(tree, i, head):
                return EventStatus.CANCELLED
            return EventStatus[row["effect"].upper()]
    return None


def _calls_off(tree: Tree, i: int, head: int) -> bool:
    """ "cancelled the upcoming talks": the verb outweighs the adjective."""
    row = _row(tree, head, "verb") if tree.relation(i) in ("obj", "nsubj") else None
    return row is not None and row["effect"] == "cancelled" and not tree.negated(head)


def _passive(tree: Tree, i: int) -> bool:
    return any(
        tree.tokens[c].relation in ("nsubj:pass", "aux:pass", "csubj:pass")
        for c in tree.children[i]
    )


def _row(tree: Tree, i: int, pos: str) -> dict[str, str] | None:
    """The row of a word, with its particle where the table has one ("call off")."""
    lemma = tree.lemmas[i].lower()
    for particle in tree.having(i, ("compound", "advmod", "case")):
        if tree.relation(particle) == "compound" or particle > i:
            row = _rows().get((f"{lemma} {tree.lower[particle]}", pos))
            if row is not None:
                return row
    row = _rows().get((lemma, pos)) or _rows().get((tree.lower[i], pos))
    if row is None and pos == "adj":
        return _rows().get((lemma, "verb"))
    return row


def _is_meeting(tree: Tree, i: int) -> bool:
    return bool({tree.lemmas[i], tree.lower[i].removesuffix("s")} & _meeting_nouns())


@cache
def _meeting_nouns() -> frozenset[str]:
    rows = lexicon.table("event_classes")
    return frozenset(next(r["lemmas"] for r in rows if r["class"] == "meeting").split())


@cache
def _rows() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["word"], row["pos"]): row for row in lexicon.table("event_governors")}
