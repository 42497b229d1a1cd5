"""A mention of a meeting under a word that stands between it and its verb → what is told of it.

"Accepted the offer of talks", "no date for the summit", "reports of a meeting were false", "would
not say whether they would meet", "confirmed its attendance at the talks": the noun or question in
between, and no verb of the meeting's own, gives the state.
"""

from collections.abc import Iterator

from dragoman.meaning.meetings.echoes import deciding, over_topic
from dragoman.meaning.meetings.hints import Hint, clause_span, yet_to
from dragoman.meaning.meetings.words import cases, verb_key, words
from dragoman.meaning.tree import Tree
from dragoman.ontology import MeetingState, StateFamily

REACH = 5
"""Steps up from a mention within which a word still speaks of it."""


def worded(tree: Tree, i: int, plain: Hint | None, ceiling: int | None = None) -> Hint | None:
    """What a word between the mention and the main verb tells; None where none does.

    `plain`: what the mention's own clause tells, which a denied report turns round; `ceiling`:
    index of the cue that the mention is told under.
    """
    above = list(_above(tree, i))
    for step in (_unconfirmed, _when_open, _whether, _taking_part):
        found = step(tree, i, above)
        if found is not None:
            return found
    found = _false_report(tree, above, plain)
    if found is not None:
        return found
    verb = next((a for a in above if tree.tokens[a].upos == "VERB"), None)
    beside = deciding(tree, verb) if verb is not None else None
    if beside is not None:
        return beside
    for noun in tree.having(verb, ("nsubj", "obj")) if verb is not None else ():
        if noun not in above and tree.lemmas[noun] in BESIDE:
            hint = over_topic(tree, noun)
            if hint is not None:
                return hint  # "no date has been set for the talks"
    for at in (a for a in above if a != ceiling):
        if tree.tokens[at].upos == "VERB" and at != i and tree.lemmas[at] not in ("hold", "have"):
            break
        if tree.tokens[at].upos == "NOUN" and (hint := over_topic(tree, at)) is not None:
            return hint
    return None


BESIDE = frozenset({"groundwork", "arrangement", "date", "day", "venue", "time", "timing",
                    "timetable", "schedule"})  # fmt: skip
"""Nouns that stand beside a meeting under one verb: "no date has been set for the talks"."""


def _above(tree: Tree, i: int) -> Iterator[int]:
    for n, at in enumerate(tree.ancestors(i)):
        if n == REACH:
            return
        yield at


# --- confirming ------------------------------------------------------------------------------

UNSAID = frozenset({"decline", "refuse", "fail"})


def _denied(tree: Tree, at: int) -> bool:
    """Whether an act of saying is not done: negated, "yet to", "declined to", "neither … nor"."""
    if tree.negated(at) or yet_to(tree, at):
        return True
    near = {tree.lower[c] for c in tree.children[at]}
    if near & {"neither", "nor", "cannot", "unable"}:
        return True
    if any(tree.lower[c] == "neither" for s in tree.having(at, ("nsubj",))
           for c in (s, *tree.children[s])):  # fmt: skip
        return True
    head = tree.head(at)
    if head is None or tree.relation(at) != "xcomp":
        return False
    return tree.lemmas[head] in UNSAID or tree.lemmas[head] == "unable" or tree.negated(head)


def _unconfirmed(tree: Tree, i: int, above: list[int]) -> Hint | None:
    """ "Cannot confirm that a meeting is planned", "no confirmation that it would attend"."""
    for at in above:
        if tree.lemmas[at] == "deny" and tree.relation(at) == "conj":
            at = tree.tokens[at].head  # "neither confirm nor deny"
        confirming = tree.lemmas[at] == "confirm" and _denied(tree, at)
        nominal = tree.lemmas[at] == "confirmation" and _none_of(tree, at)
        if confirming or nominal:
            return Hint(MeetingState.UNCONFIRMED, clause_span(tree, at), at)
    return None


def _none_of(tree: Tree, at: int) -> bool:
    head = tree.head(at)
    return tree.negated(at) or (head is not None and tree.negated(head))


# --- questions -------------------------------------------------------------------------------

TELLING = frozenset({"say", "tell", "comment", "disclose", "reveal", "indicate"})
OPEN = frozenset(
    {"remain", "see", "decide", "consider", "discuss", "question", "know", "weigh", "unclear",
     "debate", "clear", "unknown", "uncertain", "undecided", "determine", "settle", "study"}
)  # fmt: skip
AGREEING = frozenset({"agree", "agreement", "decision", "clarity", "consensus", "word"})


def _opens_with(tree: Tree, i: int, above: list[int], marks: frozenset[str]) -> int | None:
    """The head of the clause around a mention that opens with one of the words."""
    for at in (i, *above[:3]):
        if any(tree.lower[c] in marks and c < at for c in tree.having(at, ("mark", "advmod"))):
            return at
    return None


def _when_open(tree: Tree, i: int, above: list[int]) -> Hint | None:
    """ "No agreement yet on when they will meet", "declined to say when talks would be held"."""
    clause = _opens_with(tree, i, above, frozenset({"when", "where"}))
    if clause is None:
        return None
    at = tree.head(clause)
    if at is None:
        return None
    first = tree.relation(clause) == "advcl" and clause < at  # "when they meet is not decided"
    if not first and tree.relation(clause) not in ("ccomp", "csubj", "nmod", "acl", "obl"):
        return None
    lemma = tree.lemmas[at]
    nominal = lemma in AGREEING and _none_of(tree, at)
    asked = lemma in TELLING | AGREEING | OPEN | {"announce", "fix", "set"}
    if not nominal and not (asked and (_denied(tree, at) or lemma in ("unclear", "remain"))):
        return None
    return Hint(MeetingState.DATE_NOT_SET, clause_span(tree, at), at)


def _whether(tree: Tree, i: int, above: list[int]) -> Hint | None:
    """ "Would not say whether the meeting was on", "had not decided whether to attend"."""
    clause = _opens_with(tree, i, above, frozenset({"whether", "if"}))
    if clause is None or tree.relation(clause) not in ("ccomp", "csubj", "xcomp", "advcl"):
        return None
    at = tree.head(clause)
    if at is None:
        return None
    told = any(tree.lower[c] == "if" for c in tree.having(clause, ("mark",)))
    if told and tree.relation(clause) == "advcl" and not _denied(tree, at):
        return None
    if told and tree.lemmas[at] not in OPEN | TELLING:
        return None
    if tree.lemmas[at] in TELLING and _denied(tree, at):
        return Hint(MeetingState.UNCONFIRMED, clause_span(tree, at), at)
    open_ = tree.lemmas[at] in OPEN
    if tree.lemmas[at] in ("decide", "know", "clear", "settle", "determine"):
        open_ = _denied(tree, at) or bool({"will", "would", "still"} & _near(tree, at))
    return Hint(MeetingState.UNDECIDED, clause_span(tree, at), at) if open_ else None


def _near(tree: Tree, at: int) -> set[str]:
    return {tree.lower[c] for c in tree.children[at]}


# --- reports ---------------------------------------------------------------------------------

REPORTS = frozenset({"report", "claim", "rumour", "rumor", "speculation", "suggestion",
                     "allegation", "assertion"})  # fmt: skip
FALSE = frozenset({"false", "untrue", "baseless", "wrong", "incorrect", "unfounded", "nonsense",
                   "invention", "fabrication", "inaccurate"})  # fmt: skip
DENYING = frozenset({"deny", "dismiss", "reject", "refute", "rebut", "brush aside"})


def _false_report(tree: Tree, above: list[int], plain: Hint | None) -> Hint | None:
    """ "Dismissed reports of a planned meeting", "reports of talks were false"."""
    for noun in above:
        if tree.lemmas[noun] not in REPORTS:
            continue
        at = tree.head(noun)
        if at is None:
            return None
        false = tree.lemmas[at] in FALSE and tree.relation(noun) == "nsubj"
        denied = verb_key(tree, at) in DENYING and tree.relation(noun) == "obj"
        if not false and not denied:
            return None
        off = (StateFamily.OFF, StateFamily.HALTED)
        if plain is not None and plain.denies is None and plain.state.family in off:
            if plain.state is MeetingState.REJECTED and plain.at == at:
                plain = None
            else:
                return Hint(MeetingState.CONFIRMED, clause_span(tree, at), at,
                            denies=plain.state, performed=denied)  # fmt: skip
        elif plain is not None and plain.denies is not None:
            return plain
        return Hint(MeetingState.PLAN_DENIED, clause_span(tree, at), at,
                    denies=MeetingState.EXPECTED, performed=denied)  # fmt: skip
    return None


# --- taking part -----------------------------------------------------------------------------

PART = frozenset({"participation", "attendance", "presence"})
OF_PART = {
    "confirm": MeetingState.CONFIRMED, "reaffirm": MeetingState.CONFIRMED,
    "cancel": MeetingState.CANCELLED, "withdraw": MeetingState.CANCELLED,
    "suspend": MeetingState.ON_HOLD, "refuse": MeetingState.REJECTED,
    "rule out": MeetingState.REJECTED, "decline": MeetingState.REJECTED,
}  # fmt: skip


def _taking_part(tree: Tree, i: int, above: list[int]) -> Hint | None:
    """ "Confirmed its attendance at the talks", "would not take part in the talks"."""
    if not above:
        return None
    noun = above[0]
    part_of = [c for c in tree.having(noun, ("obj",)) if tree.lemmas[c] in PART and c < i]
    noun = part_of[0] if part_of and cases(tree, i) & {"in", "at"} else noun
    if tree.lemmas[noun] in PART:
        verb = tree.head(noun)
        if verb is None or tree.negated(verb):
            return None
        if any(tree.lower[c] == "conditional" for c in tree.children[verb]):
            return Hint(MeetingState.CONDITIONAL, clause_span(tree, verb), verb)
        state = OF_PART.get(verb_key(tree, verb))
        return Hint(state, clause_span(tree, verb), verb) if state is not None else None
    verb = next((a for a in above[:2] if tree.tokens[a].upos == "VERB"), noun)
    part = tree.lemmas[verb] == "take" and any(
        tree.lemmas[c] == "part" for c in tree.having(verb, ("obj", "xcomp", "obl"))
    )
    coming = part or tree.lemmas[verb] in ("participate", "attend") or verb_key(tree, verb) in (
        "turn up", "show up")  # fmt: skip
    if not coming or tree.relation(i) not in ("obl", "nmod", "obj"):
        return None
    if tree.having(i, ("nmod:poss",)) and tree.lower[i] in words("setting"):
        return None
    head = tree.head(verb)
    if tree.relation(verb) == "xcomp" and head is not None and tree.lemmas[head] == "fail":
        return Hint(MeetingState.NOT_HELD, clause_span(tree, head), verb)
    if tree.negated(verb) and {"will", "would", "wo", "'ll"} & set(tree.auxiliaries(verb)):
        return Hint(MeetingState.REJECTED, clause_span(tree, verb), verb)
    return None
