"""Tree and a verb or event noun → whether it happened, as told, and what it hangs on.

"Will meet", "agreed to meet", "refused to meet", "denied meeting", "would only meet if" and "met"
are six different things. A finite verb is read by its own auxiliaries; an infinitive, a gerund or
a noun by the words above it (`event_governors`), step by step; negation and conditions count where
the parse attaches them.
"""

from dataclasses import dataclass
from functools import cache

from dragoman import lexicon
from dragoman.meaning.status_conditions import condition_of, in_condition, unless
from dragoman.meaning.tree import NEGATIONS, Tree
from dragoman.ontology import EventStatus
from dragoman.spans import Span

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MAYBE = frozenset({"may", "might", "could", "can", "ca", "should", "must"})
_WHEN = frozenset({"when", "once", "after", "before", "until", "as", "while"})
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
    told = _by_words(tree, i)
    return _by_mark(tree, i, told) or told


SURE = 0.8
"""Probability from which the network's word on how an act stands outweighs the tables'."""


def _by_mark(tree: Tree, i: int, told: Standing) -> Standing | None:
    """How an act stands by the network, which reads the whole sentence; None where it is unsure.

    A negation, a denial, a cancellation or "went on" stands in the words; the tense, which says
    the rest, is often the same for what came, will come and may come. A denial is what a speaker
    denies, and that the statements know.
    """
    if told.status not in _BY_TENSE:
        return None
    for mark in tree.tags.marks:
        if mark.head == "status" and mark.first <= i < mark.last and mark.score >= SURE:
            status = EventStatus(mark.label)
            begun = status is EventStatus.ONGOING and tree.tokens[i].xpos == "VBD"
            if status is EventStatus.DENIED or begun:
                return None  # "went on strike" is told as done, whatever still goes on
            hangs = status in (EventStatus.CONDITIONAL, told.status)
            return Standing(status, told.condition if hangs else None)
    return None


_BY_TENSE = frozenset({
    EventStatus.HAPPENED, EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.CONDITIONAL,
})  # fmt: skip


def _by_words(tree: Tree, i: int) -> Standing:
    if in_condition(tree, i):
        return Standing(EventStatus.POSSIBLE)
    status, chain = _told(tree, i)
    condition = next((c for at in chain if (c := condition_of(tree, at)) is not None), None)
    if condition is not None and status in (
        EventStatus.PLANNED, EventStatus.POSSIBLE, EventStatus.ONGOING,
    ):  # fmt: skip
        status = EventStatus.CONDITIONAL
    elif status is not EventStatus.CONDITIONAL and not unless(tree, chain):
        condition = None
    if status is EventStatus.NEGATED and unless(tree, chain):
        status = EventStatus.CONDITIONAL
    normative = status is EventStatus.NEGATED and any(
        tree.negated(at) and _MAYBE & set(tree.auxiliaries(at)) for at in chain
    )
    return Standing(status, condition, normative)


def governs(tree: Tree, noun: int) -> bool:
    """Whether a noun decides on an act below it ("a plan to", "the decision to")."""
    return _row(tree, noun, "noun") is not None


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
        own = _by_modifiers(tree, i, depth)
        if own is not None:
            return own, [i]
    elif _finite(tree, i):
        status = _by_tense(tree, i, depth)
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
    return any(tree.lower[m] in ("to", "due") for m in tree.having(i, ("mark", "case"))) and any(
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


def _by_tense(tree: Tree, i: int, depth: int) -> EventStatus:
    auxiliaries = tree.auxiliaries(i)
    negated = tree.negated(i) or _by_no_subject(tree, i) or _by_no_object(tree, i, depth)
    words = set(auxiliaries)
    if words & _FUTURE or _when_to_come(tree, i) or _not_before(tree, i):
        status = EventStatus.PLANNED
    elif "would" in words:
        status = _would(tree, i)
    elif words & _MAYBE:
        # "could have met" and "may have met" are as open as "may meet"
        status = EventStatus.POSSIBLE
    elif _goes_on(tree, i, words):
        status = EventStatus.ONGOING
    else:
        status = EventStatus.HAPPENED
    if status in (EventStatus.HAPPENED, EventStatus.PLANNED) and _asks(tree, i):
        status = EventStatus.POSSIBLE
    return EventStatus.NEGATED if negated else status


def _goes_on(tree: Tree, i: int, auxiliaries: set[str]) -> bool:
    """ "are digging", "are being questioned"; in another's words also "said they were digging"."""
    past = bool(auxiliaries & {"was", "were", "had"})
    being = tree.tokens[i].xpos == "VBG" or "being" in auxiliaries
    return being and (not past or tree.relation(i) == "ccomp")


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


def _by_no_object(tree: Tree, i: int, depth: int) -> bool:
    """ "promised to free nine and freed none", "sent no ships", "at no point threatened".

    Only of the act itself: "made no mention of a raid" does not say that there was none.
    """
    objects = tree.having(i, ("obj",))
    never = [o for o in tree.having(i, ("obl",)) if tree.lemmas[o] in ("point", "time", "stage")]
    if any(tree.lower[o] in ("none", "nobody", "nothing") for o in objects):
        return True
    if tree.lemmas[i] in _LIGHT:
        objects = []
    return not depth and any(
        tree.lower[d] == "no" for o in (*objects, *never) for d in tree.having(o, ("det",))
    )


_LIGHT = frozenset({"have", "make", "know", "see"})
"""Of these the object is what there is none of: "had no comment", "makes no sense"."""


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
    if _in_its_hour(tree, i, head):
        return EventStatus.ONGOING, [head]
    above, chain = _told(tree, head, depth + 1)
    row = _governing_row(tree, i, head, relation)
    if row is None:
        return _without_row(tree, i, relation, above), [head, *chain]
    negated = tree.negated(head)
    effect = row["negated"] if negated else row["effect"]
    # "The raids went on while they talked" tells of what was; "the raids go on" of what is.
    over = row["pos"] == "subject" and effect == "ongoing" and tree.tokens[head].xpos == "VBD"
    if effect == "same" or over:
        return above, [head, *chain]
    status = _effect(effect, above)
    return _weaken(status, above, negated), [head, *chain]


def _in_its_hour(tree: Tree, i: int, head: int) -> bool:
    """ "The talks are in their second week", "a search is under way"."""
    if tree.relation(i) != "nsubj":
        return False
    if tree.lemmas[head] in ("enter", "go"):
        return any(_own_spell(tree, o) for o in tree.having(head, ("obj", "obl")))
    case = {tree.lower[c] for c in tree.having(head, ("case",))}
    under = "under" in case and tree.lemmas[head] in ("way", "negotiation")
    return under or ("in" in case and _own_spell(tree, head))


def _own_spell(tree: Tree, i: int) -> bool:
    """ "their second week"."""
    return tree.lemmas[i] in _SPELLS and bool(tree.having(i, ("nmod:poss",)))


_SPELLS = frozenset({"hour", "day", "night", "week", "month", "year"})


def _beside(tree: Tree, i: int) -> bool:
    """ "They blocked the gate, demanding bread": told beside another act, and not below it."""
    return (
        tree.relation(i) == "advcl"
        and tree.tokens[i].xpos == "VBG"
        and not tree.having(i, ("mark", "case"))
    )


def _governing_row(tree: Tree, i: int, head: int, relation: str) -> dict[str, str] | None:
    if _beside(tree, i):
        return None
    if tree.tokens[head].upos in ("VERB", "AUX"):
        if tree.lemmas[head] == "have" and relation in ("obj", "nsubj", "obl"):
            return None
        if _is_nominal(tree, i) and _is_meeting(tree, i):
            own = _row(tree, head, "meeting")
            if own is not None:
                return own
        if tree.lemmas[head] == "go" and tree.lower[head] != "going" and relation != "nsubj":
            return None
        # "They invited the visit" is open; "the meeting set the tone" is not about a plan.
        if relation in ("nsubj", "csubj") and not _passive(tree, head):
            return _row(tree, head, "subject")
        if tree.lower[head] == "prepared" and _passive(tree, head):
            return _row(tree, head, "adj")
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


def _by_modifiers(tree: Tree, i: int, depth: int) -> EventStatus | None:
    """What an adjective or determiner of the noun says ("the planned talks", "no meeting")."""
    if tree.negated(i):
        return EventStatus.NEGATED
    for child in tree.having(i, ("amod", "det", "acl")):
        if tree.relation(child) == "acl" and _to_be_done(tree, child):
            return EventStatus.PLANNED
        if tree.relation(child) == "acl" and child > i + 1:
            continue
        row = _rows().get((tree.lower[child], "amod"))
        if row is not None:
            head = tree.head(i)
            if head is not None and _calls_off(tree, i, head):
                return EventStatus.CANCELLED
            if head is not None and tree.lower[child] == "any":
                # "denied that there had been any offer", "ruled out any talks"
                above, _ = _by_governor(tree, i, head, depth)
                if above in (EventStatus.DENIED, EventStatus.NEGATED):
                    return above
            return EventStatus[row["effect"].upper()]
    return None


def _to_be_done(tree: Tree, i: int) -> bool:
    """ "a meeting to be held in May"."""
    return "be" in tree.auxiliaries(i) and any(
        tree.lower[m] == "to" for m in tree.having(i, ("mark",))
    )


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
