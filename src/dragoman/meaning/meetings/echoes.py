"""Clauses that say something of the meeting in hand without naming it → hints.

"The date will be agreed", "the invitation was accepted", "it is still on", "no delegation would
travel", "would not do so before the count is complete": the meeting is the one last spoken of.
"""

from functools import cache

from dragoman import lexicon
from dragoman.meaning.meetings import states
from dragoman.meaning.meetings.hanging import hangs
from dragoman.meaning.meetings.hints import Hint, asked, clause_span, yet_to
from dragoman.meaning.meetings.states import DATE_WORDS
from dragoman.meaning.meetings.tenses import of_verb
from dragoman.meaning.meetings.words import go_row, keys, meet_row, noun_row
from dragoman.meaning.status import standing_of
from dragoman.meaning.tree import NEGATIONS, Tree
from dragoman.ontology import EventStatus, MeetingState, StateFamily

PRONOUNS = frozenset({"it", "this", "that", "they", "them"})
FIRM = frozenset({"cancelled", "postponed", "on_hold", "rescheduled", "confirmed", "tense"})
"""States that a clause with "it" may tell."""


@cache
def _rows() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["topic"], row["verb"]): row for row in lexicon.table("meeting_echoes")}


@cache
def _topics() -> frozenset[str]:
    return frozenset(row["topic"] for row in lexicon.table("meeting_echoes"))


def echo_of(tree: Tree, i: int) -> Hint | None:
    """What the clause of a token says of the meeting last spoken of; None when nothing."""
    token = tree.tokens[i]
    lemma = token.lemma.lower()
    topic = "date" if lemma in DATE_WORDS else lemma
    if token.upos == "NOUN" and topic in _topics():
        return _of_topic(tree, i, topic)
    if token.upos == "PRON" and tree.lower[i] in PRONOUNS and token.xpos != "WDT":
        return _of_pronoun(tree, i)
    if token.upos == "AUX" and lemma == "do":
        return _of_did_not(tree, i)
    if token.upos == "VERB" and lemma == "confirm":
        return _of_confirming(tree, i)
    if token.upos == "VERB":
        return _of_going(tree, i) or deciding(tree, i) or _of_doing_so(tree, i)
    return None


def _of_did_not(tree: Tree, i: int) -> Hint | None:
    """ "They were to have met on Sunday. They did not." """
    sentence = tree.sentence_tokens(i)
    short = len(sentence) <= 6 and tree.tokens[i].xpos == "VBD"
    if not short or not any(tree.lower[j] in ("not", "n't", "n’t") for j in sentence):
        return None
    return Hint(MeetingState.NOT_HELD, tree.span(sentence), i)


def _of_confirming(tree: Tree, i: int) -> Hint | None:
    """ "Would not confirm it", "would neither confirm nor deny that"."""
    objects = [o for v in tree.conjuncts(i) for o in tree.having(v, ("obj",))]
    if not any(tree.lower[o] in ("it", "that", "this") for o in objects):
        return None
    neither = any(tree.lower[c] == "neither" for c in tree.children[i])
    if not neither and mood_of(tree, i) != "negated":
        return None
    return Hint(MeetingState.UNCONFIRMED, clause_span(tree, i), i)


# --- topics ----------------------------------------------------------------------------------


def over_topic(tree: Tree, i: int) -> Hint | None:
    """What the verb over "date", "offer", "plan" … tells of the meeting named below the noun."""
    lemma = tree.lemmas[i].lower()
    topic = "date" if lemma in DATE_WORDS else lemma
    if topic not in _topics():
        return None
    if topic != "date" or tree.lower[i] not in ("day", "time"):
        return _of_topic(tree, i, topic, over=True)
    return None


def _of_topic(tree: Tree, i: int, topic: str, over: bool = False) -> Hint | None:
    below = any(noun_row(tree, c) is not None for c in tree.having(i, ("nmod",)))
    below = below or any(
        go_row(tree, c) is not None or meet_row(tree, c) is not None
        for c in tree.having(i, ("acl",))
    )
    if below and not over and topic != "date":
        return None  # "preparations for the talks", "an invitation to visit": a mention of its own
    head = tree.head(i)
    if topic == "date" and _still_to_be(tree, i):
        return Hint(MeetingState.DATE_NOT_SET, tree.span(tree.subtree(i)), i)
    if head is None:
        return _there_is_none(tree, i)
    if topic == "date" and (tree.lower[i] in ("day", "time") and not _definite_or_no(tree, i)):
        return None
    at, relation = i, tree.relation(i)
    while relation in ("conj", "nmod") and head is not None:
        found = _rows().get((topic, tree.lemmas[head]))
        if relation == "nmod" and found is not None:
            return _told(tree, i, head, found)
        at, relation = head, tree.relation(head)
        head = tree.head(at)
    if head is None or relation not in ("nsubj", "obj", "obl", "csubj"):
        return _there_is_none(tree, i)
    for key in (*keys(tree, head), "*"):
        row = _rows().get((topic, key))
        if row is not None:
            if key == "*" and relation != "nsubj":
                continue
            return _told(tree, i, head, row)
    return None


def _still_to_be(tree: Tree, i: int) -> bool:
    """ "At a date to be fixed"."""
    return any(
        (("date", tree.lemmas[c]) in _rows())
        and any(tree.lower[m] == "to" for m in tree.having(c, ("mark",)))
        for c in tree.having(i, ("acl",))
    )


def _definite_or_no(tree: Tree, i: int) -> bool:
    return any(tree.lower[c] in ("the", "no", "a") for c in tree.having(i, ("det",)))


def _there_is_none(tree: Tree, i: int) -> Hint | None:
    """ "no date and no place", "no date yet"."""
    if tree.lemmas[i] != "date" or not tree.negated(i):
        return None
    return Hint(MeetingState.DATE_NOT_SET, clause_span(tree, i), i)


def _told(tree: Tree, i: int, verb: int, row: dict[str, str]) -> Hint | None:
    states = {row[mood_of(tree, verb, i)]}
    neither = any(tree.lower[c] == "neither" for c in tree.children[verb])
    for other in tree.having(verb, ("conj",)):
        more = _rows().get((row["topic"], tree.lemmas[other]))
        if more is not None:
            states.add(more["negated" if neither else mood_of(tree, other, i)])
    states.discard("")
    if not states:
        return None
    if row["topic"] == "date" and states & {"scheduled", "rescheduled"}:
        if tree.lemmas[i] in ("venue", "location"):
            changed = "rescheduled" in states
            states = {"venue_changed"} if changed else states
        elif any(tree.lower[c] == "new" for c in tree.having(i, ("amod",))):
            states = {"rescheduled"}  # "set a new date"
    # "neither accepted nor declined", "was received and will be studied": left open
    state = states.pop() if len(states) == 1 else "undecided"
    return Hint(MeetingState(state), clause_span(tree, verb), verb)


def mood_of(tree: Tree, verb: int, topic: int | None = None) -> str:
    """done, ahead or negated: how the act of a verb is told."""
    both = {tree.lower[c] for at in (verb, topic or verb) for c in tree.children[at]}
    above = {tree.lower[c] for a in list(tree.ancestors(verb))[:2] for c in tree.children[a]}
    if tree.negated(verb) or both & {"no", "nor", "neither"} or _no_one(tree, verb):
        return "negated"
    head = tree.head(verb)
    if head is not None and tree.relation(verb) == "xcomp" and tree.lemmas[head] in UNDONE:
        return "negated"  # "declined to confirm"
    if "yet" in both | above and any(tree.lower[m] == "to" for m in tree.having(verb, ("mark",))):
        return "negated"
    if both & {"yet", "still"}:
        return "ahead"
    status = standing_of(tree, verb).status
    if status is EventStatus.NEGATED or status is EventStatus.DENIED:
        return "negated"
    return "done" if status is EventStatus.HAPPENED else "ahead"


UNDONE = frozenset({"decline", "refuse", "fail"})


def _no_one(tree: Tree, verb: int) -> bool:
    return any(tree.lower[s] in NEGATIONS or tree.negated(s) for s in tree.having(verb, ("nsubj",)))


# --- "it" ------------------------------------------------------------------------------------


def _of_pronoun(tree: Tree, i: int) -> Hint | None:
    """ "It is still on", "it has been called off", "to call it cancelled would be wrong"."""
    named = states.named(tree, i)
    if named is not None:
        return named if named.state in FIRM else None
    head = tree.head(i)
    if head is None or tree.relation(i) != "nsubj" or tree.having(head, ("csubj", "ccomp")):
        return None
    slot = "object" if tree.tokens[i].relation == "nsubj:pass" else "subject"
    row = states.row_of(tree, head, slot)
    never = row is not None and row["predicate"].startswith("on the") and tree.negated(head)
    if row is None or (row["state"] not in FIRM and not never):
        return None
    people = tree.lower[i] == "they" and slot == "subject"
    if people and row["predicate"] not in ("resume", "take place", "reconvene"):
        return None
    if row["slot"] == "any" and slot == "subject" and tree.tokens[head].upos == "VERB":
        return None  # "It postponed …": it is someone
    if row["predicate"] in ("on", "off") and tree.having(head, ("obj", "obl")):
        return None
    return states.by_row_or_tense(tree, head, row)


# --- going, deciding, doing so ---------------------------------------------------------------


def _of_going(tree: Tree, i: int) -> Hint | None:
    """ "No delegation would travel until …", "he isn’t sending anybody", "she never showed up"."""
    row = go_row(tree, i)
    if row is None or any(noun_row(tree, o) is not None for o in tree.having(i, ("obj", "obl"))):
        return None
    if row["lemma"] == "send" and not _sends_someone(tree, i):
        return None
    if asked(tree, i):
        head = tree.head(i)
        if head is not None and tree.lemmas[head] in ("decide", "determine"):
            return Hint(MeetingState.UNDECIDED, clause_span(tree, head), i)
        unsaid = head is not None and (tree.negated(head) or yet_to(tree, head))
        if not unsaid or head is None:
            return None
        return Hint(MeetingState.UNCONFIRMED, clause_span(tree, head), i)
    if hangs(tree, i) is not None and _open_act(tree, i):
        return Hint(MeetingState.CONDITIONAL, clause_span(tree, i), i)
    status = standing_of(tree, i).status
    nobody = any(tree.lower[o] in ("nobody", "none") for o in tree.having(i, ("obj",)))
    no = tree.negated(i) or _no_one(tree, i) or nobody
    if nobody and _open_act(tree, i):
        return Hint(MeetingState.REJECTED, clause_span(tree, i), i)
    planless = _no_plans(tree, i)
    if planless is not None:
        return Hint(MeetingState.NOT_PLANNED, clause_span(tree, planless), planless)
    if no and tree.lower[i] == "going" and {"was", "were"} & set(tree.auxiliaries(i)):
        return Hint(MeetingState.PLAN_DENIED, clause_span(tree, i), i)
    if no and status is EventStatus.NEGATED:
        perfect = tree.tokens[i].xpos in ("VBD", "VBN") or "never" in (
            tree.lower[c] for c in tree.children[i]
        )
        state = MeetingState.NOT_HELD if perfect else MeetingState.REJECTED
        return Hint(state, clause_span(tree, i), i)
    coming = row["lemma"] in ("attend", "come", "participate", "take part")
    if status is EventStatus.PLANNED and coming:
        return Hint(MeetingState.CONFIRMED, clause_span(tree, i), i)
    return None


def _sends_someone(tree: Tree, i: int) -> bool:
    people = {"anybody", "anyone", "nobody", "someone", "delegation", "envoy", "team", "negotiator",
              "representative", "delegate", "no-one", "official"}  # fmt: skip
    return any(tree.lemmas[o].lower() in people or tree.lower[o] in people
               for o in tree.having(i, ("obj",)))  # fmt: skip


def _open_act(tree: Tree, i: int) -> bool:
    return bool({"will", "would", "'ll", "wo", "can", "could", "may"} & set(tree.auxiliaries(i)))


def _no_plans(tree: Tree, i: int) -> int | None:
    """The word of "had no plans to travel"."""
    head = tree.head(i)
    if head is None or tree.relation(i) not in ("acl", "xcomp", "advcl"):
        return None
    for at in (head, *tree.having(head, ("obj",))):
        if tree.lemmas[at] in ("plan", "intention") and tree.negated(at):
            return at
    return head if tree.lemmas[head] in ("plan", "intend") and tree.negated(head) else None


def deciding(tree: Tree, i: int) -> Hint | None:
    """ "Would decide after the holiday", "had not yet made a decision"."""
    lemma = tree.lemmas[i]
    taken = ("decision", "determination")
    nouns = [o for o in tree.having(i, ("obj", "nsubj")) if tree.lemmas[o] in taken]
    if lemma in ("make", "take") and nouns:
        if mood_of(tree, i, nouns[0]) != "done":
            return Hint(MeetingState.UNDECIDED, clause_span(tree, i), i)
        return None
    bare = not tree.having(i, ("obj", "xcomp", "ccomp", "nsubj:pass"))
    if lemma == "decide" and bare and mood_of(tree, i) != "done":
        return Hint(MeetingState.UNDECIDED, clause_span(tree, i), i)
    return None


def _of_doing_so(tree: Tree, i: int) -> Hint | None:
    """ "They had not met and would not do so before the count is complete"."""
    if tree.lemmas[i] != "do" or not any(
        tree.lower[c] == "so" for c in tree.having(i, ("advmod", "obj"))
    ):
        return None
    sentence = tree.sentence_tokens(i)
    if not any(
        noun_row(tree, j) is not None or meet_row(tree, j) is not None
        for j in range(sentence.start, i)
    ):
        return None
    hint = of_verb(tree, i, False, None)
    return hint if hint is not None and hint.state.family is not StateFamily.HELD else None
