"""A date's place in the parse → where its clause points, by its verb and the nouns on the way.

"They will meet on Friday" is ahead, "They met on Friday" is behind, "They were to meet on Friday"
is either; "They agreed to meet on Friday" is ahead although its main verb is past.
"""

import re
from enum import IntEnum
from functools import cache

from dragoman.lexicon import table
from dragoman.meaning.tree import Tree


class Direction(IntEnum):
    BEHIND = -1
    UNKNOWN = 0
    AHEAD = 1
    EITHER = 2
    """"They were to meet on Friday": ahead or behind, whichever Friday is nearer."""


@cache
def cues(kind: str) -> frozenset[str]:
    """The words of a kind of ``time_cues.tsv``."""
    return frozenset(row["cue"] for row in table("time_cues") if row["kind"] == kind)


@cache
def leading() -> frozenset[str]:
    """Words whose complement lies ahead."""
    return cues("intend") | cues("fixed") | cues("moved")


def governor(tree: Tree, at: int) -> int | None:
    """The verb or the predicate that a token hangs on."""
    return next(
        (i for i in tree.ancestors(at) if tree.tokens[i].upos == "VERB" or tree.auxiliaries(i)),
        None,
    )


def climb(tree: Tree, at: int, toward: re.Match[str] | None = None) -> Direction:
    """From a date up to the verb of its clause, by way of the nouns it hangs on.

    `toward` is the "to", "until", "for" or "from" before it ("postponed from Monday to Friday").
    """
    first, below, ahead = at, at, cues("ahead")
    for step in range(12):
        marked = tree.having(at, ("amod",)) if step else []
        if any(tree.lower[c] in ahead or tree.lemmas[c] in cues("fixed") for c in marked):
            return Direction.AHEAD
        if tree.lower[at] in ahead and former(tree, at):
            return Direction.EITHER
        if tree.lower[at] in ahead:
            return _of_limit(tree, at) if tree.lemmas[at] in cues("limit") else Direction.AHEAD
        if step == 1 and tree.lemmas[at] in cues("made") and tree.relation(below) in _BESIDE:
            return Direction.BEHIND
        if step == 1 and _done_deed(tree, at, below):
            return Direction.BEHIND
        verbal = tree.tokens[at].upos in ("VERB", "AUX")
        if verbal or tree.having(at, ("cop", "aux:pass")):  # "are set to resume": an adjective
            moved = tree.lemmas[at] in cues("moved") | cues("shift")
            if toward and moved and tree.relation(below) != "nsubj":
                left = toward[1].lower() == "from" and tree.lemmas[at] in cues("shift")
                past = left or "had" in tree.auxiliaries(at)
                return Direction.EITHER if past else Direction.AHEAD
            last = second_verb(tree, at, first) if below == first else None
            found = of_verb(tree, _done(tree, at, first) if last is None else last)
            return Direction.AHEAD if not found and _comes(tree, at, below) else found
        head = tree.head(at)
        if head is None:
            return Direction.AHEAD if step and _votes(tree, at) else Direction.UNKNOWN
        at, below = head, at
    return Direction.UNKNOWN


def _votes(tree: Tree, at: int) -> bool:
    """ "The house votes on Friday.": a sentence without a verb, whose last noun is one."""
    lower, sentence = tree.lower[at], tree.sentence_tokens(at)
    verb = lower.endswith("s") and lower.removesuffix("s") in cues("scheduled")
    subject = tree.having(at, ("compound",))
    return verb and bool(subject) and tree.words[sentence[-1]] in _STOPS


def _done_deed(tree: Tree, noun: int, date: int) -> bool:
    """ "The raid on Friday may delay the talks", "after the crash on Friday, flights will be few":
    a deed that has consequences was done, whatever the verb after it tells."""
    if tree.lemmas[noun] not in cues("made") | cues("deed") or date < noun:
        return False
    after = any(tree.lower[c] in _CAUSED_BY for c in tree.having(noun, ("case",)))
    return tree.relation(date) == "nmod" and (after or tree.relation(noun) == "nsubj")


_CAUSED_BY = frozenset(
    {"after", "following", "because", "despite", "since", "over", "given", "according"}
)


_STOPS = (".", '"', "”", "''")
_BESIDE = frozenset({"compound", "amod"})


def second_verb(tree: Tree, verb: int, at: int) -> int | None:
    """ "The talks were adjourned at noon and are to resume on Monday": the resuming, where the
    parse gives the day to the first verb."""
    later = [c for c in tree.having(verb, ("conj",)) if c < at and tree.tokens[c].upos == "VERB"]
    if not later or "," in tree.words[later[-1] : at]:
        return None
    objects = tree.having(later[-1], ("nsubj", "aux", "mark", "obj"))
    return later[-1] if objects else None


def teller(tree: Tree, at: int) -> int | None:
    """ "They told Lima on Tuesday it would pay": the telling, where the parse gives the day to what
    is told, of which neither subject nor mark stands before it."""
    verb = tree.head(at)
    if verb is None or verb < at or tree.relation(verb) != "ccomp":
        return None
    told = tree.head(verb)
    if told is None or told > at or "," in tree.words[told:at]:
        return None
    opened = any(told < c < at for c in tree.having(verb, ("nsubj", "mark", "advmod", "cc")))
    followed = any(c > at for c in tree.having(verb, ("nsubj",)))
    return told if followed and not opened and tree.lemmas[told] in cues("report") else None


def _comes(tree: Tree, verb: int, below: int) -> bool:
    """ "Tariffs rise on Friday."; not "The raid of Friday shows …", nor a headline without a full
    stop, which tells of the past in the present."""
    present = tree.tokens[verb].xpos in ("VBZ", "VBP") and not tree.auxiliaries(verb)
    ends = tree.words[tree.sentence_tokens(verb)[-1]]
    return present and tree.relation(below) != "nsubj" and ends in _STOPS


def _done(tree: Tree, verb: int, date: int) -> int:
    """ "were likely to sell on Monday": the selling, where the parse gives the date to the main
    word; in "agreed on Monday to sell" it stays the agreeing."""
    if tree.lemmas[verb] not in leading():
        return verb
    inside = [i for i in tree.having(verb, ("xcomp",)) if i < date and _infinitive(tree, i)]
    return inside[-1] if inside else verb


def _of_limit(tree: Tree, noun: int) -> Direction:
    """ "a Friday deadline" is ahead; "missed a Monday deadline", "had answered by the Monday
    deadline" are behind."""
    verb = governor(tree, noun)
    if verb is None or of_verb(tree, verb) is not Direction.BEHIND:
        return Direction.AHEAD
    edge = any(tree.lower[c] in ("by", "after", "past") for c in tree.having(noun, ("case",)))
    return Direction.BEHIND if edge or tree.lemmas[verb] in cues("passed") else Direction.AHEAD


def of_verb(tree: Tree, verb: int, depth: int = 0) -> Direction:
    """Where a verb's tense, mood and helpers point a date of its clause."""
    tag = tree.tokens[verb].xpos
    if tag == "NN" and tree.tokens[verb].upos == "VERB" and tree.lower[verb].endswith("ing"):
        tag = "VBG"  # "The party, meeting on Friday, …": the two tags of one word differ
    if depth > 8:
        return Direction.UNKNOWN
    if tag == "VB" and _caused(tree, verb):
        return of_verb(tree, tree.tokens[verb].head, depth + 1)
    if tag == "VBD" and tree.lower[verb] == tree.lemmas[verb] and tree.lemmas[verb] not in _SAME:
        tag = "VBP"  # "The offices reopen Friday": a past tense would be written otherwise
    if tag == "VB" and _shares(tree, verb):
        return of_verb(tree, tree.tokens[verb].head, depth + 1)
    helpers = tree.auxiliaries(verb) or _shared(tree, verb)
    freed = any(tree.tokens[c].upos == "ADJ" for c in tree.having(verb, ("xcomp", "advmod")))
    slated = tag == "VBD" and tree.relation(verb) == "acl" and not tree.having(verb, ("nsubj",))
    fixed = tag in ("VBN", "JJ") or slated  # "talks, pencilled in for Friday, …"
    if tree.lemmas[verb] in cues("fixed") and fixed and not freed:
        past = "had" in helpers or (tag == "JJ" and "been" in helpers)
        if former(tree, verb):
            return Direction.EITHER
        return Direction.BEHIND if past else Direction.AHEAD
    if cues("modal") & set(helpers):
        return _modal(tree, verb, helpers)
    if any(tree.lower[c] == "due" for c in tree.having(verb, ("mark",))):
        # "were due to meet on Friday", where the parse makes a conjunction of "due to"
        return Direction.BEHIND if {"had", "been"} & set(helpers) else Direction.AHEAD
    if _infinitive(tree, verb):
        return _of_infinitive(tree, verb, depth)
    if _present(tree, verb):
        return Direction.AHEAD
    if awaited(tree, verb, depth):
        return Direction.AHEAD
    if _outlook(tree, verb):
        return Direction.EITHER if "had" in helpers else Direction.AHEAD
    if _was_going(tree, verb, helpers):
        return Direction.EITHER
    perfect = tag == "VBN" and {"have", "'ve", "’ve"} & set(helpers)
    if perfect or tag == "VBD" or {"had", "did", "was", "were", "has"} & set(helpers):
        return Direction.BEHIND
    if tag in ("VBG", "VBN") and not helpers:
        return _of_participle(tree, verb, depth)
    return _of_present(tree, verb, tag, helpers)


_SAME = frozenset(
    {"put", "set", "cut", "hit", "let", "shut", "bid", "quit", "read", "spread", "cast"}
)
"""Verbs whose past is written as their present is."""


def former(tree: Tree, verb: int) -> bool:
    """ "originally set for Friday": a day that was given up since, past or to come."""
    return bool(cues("former") & {tree.lower[c] for c in tree.having(verb, ("advmod",))})


def _shares(tree: Tree, verb: int) -> bool:
    """ "They will meet and sign on Friday": a second verb without helper, "to" or subject."""
    first = tree.head(verb)
    alone = not tree.having(verb, ("aux", "cop", "nsubj", "mark"))
    return tree.relation(verb) == "conj" and first is not None and alone


def _caused(tree: Tree, verb: int) -> bool:
    """ "They let nine men go on Friday", "made him sign on Friday": the day of the letting."""
    alone = not tree.having(verb, ("aux", "cop", "mark"))
    head = tree.head(verb)
    if not alone or head is None or tree.relation(verb) not in ("xcomp", "ccomp"):
        return False
    return tree.lemmas[head] in ("let", "make", "see", "watch", "hear")


def _shared(tree: Tree, verb: int) -> list[str]:
    """ "She had ruled against him and set Friday as the day": the "had" of the first verb. One that
    has an object does not share the "be" of a passive: its helper stands above."""
    if tree.tokens[verb].xpos != "VBN" or not _shares(tree, verb):
        return []
    active = tree.having(verb, ("obj", "obl:unmarked"))
    for first in tree.ancestors(verb):
        helpers = tree.auxiliaries(first)
        if helpers and (not active or {"had", "have", "has"} & set(helpers)):
            return helpers
    return []


def _present(tree: Tree, verb: int) -> bool:
    """ "The talks resumes Friday": a coming event, although the network takes it for a noun."""
    lower = tree.lower[verb]
    noun = tree.having(verb, ("cop", "case", "det", "nummod"))
    return lower.endswith("s") and lower.removesuffix("s") in cues("scheduled") and not noun


def _was_going(tree: Tree, verb: int, helpers: list[str]) -> bool:
    """ "(She said) she was leaving on Friday"."""
    going = tree.tokens[verb].xpos == "VBG" and tree.lemmas[verb] in cues("scheduled")
    return going and bool({"was", "were"} & set(helpers)) and tree.relation(verb) == "ccomp"


def awaited(tree: Tree, verb: int, depth: int = 0) -> bool:
    """ "(will tell him) when she lands on Friday", "(would leave) if no deal came by Friday"."""
    head = tree.head(verb)
    if head is None or tree.relation(verb) != "advcl" or not tree.children[verb]:
        return False
    opener, tag = tree.lower[tree.children[verb][0]], tree.tokens[verb].xpos
    early = tree.lower[head] in ("soon", "long") and opener == "as"
    if early and tree.head(head) is not None:
        # "(would sell) as soon as trading opened on Friday"
        above = of_verb(tree, tree.tokens[head].head, depth + 1)
        return above in (Direction.AHEAD, Direction.EITHER)
    told_back = tag == "VBD" and opener in ("if", "unless", "once", "until", "till", "before")
    to_come = tag in ("VBZ", "VBP") and opener in _OPENERS
    return (told_back or to_come) and of_verb(tree, head, depth + 1) is Direction.AHEAD


_OPENERS = frozenset(
    {"if", "unless", "once", "until", "till", "before", "after", "when", "while", "as", "where"}
)


def _outlook(tree: Tree, verb: int) -> bool:
    """ "She put the odds of a pact by Friday at one in three", "set Friday as the deadline"."""
    found = tree.having(verb, ("obj", "obl"))
    return tree.lemmas[verb] not in cues("passed") and any(
        tree.lemmas[c] in cues("outlook") and (tree.relation(c) == "obj" or _cased(tree, c, "as"))
        for c in found
    )


def _cased(tree: Tree, noun: int, case: str) -> bool:
    return any(tree.lower[c] == case for c in tree.having(noun, ("case",)))


def _modal(tree: Tree, verb: int, helpers: list[str]) -> Direction:
    """ "would have met" and "could not be reached" are behind, all else with a modal is ahead."""
    past = "have" in helpers and not {"will", "'ll", "’ll"} & set(helpers)
    return Direction.BEHIND if past or _kept_silent(tree, verb, helpers) else Direction.AHEAD


def _kept_silent(tree: Tree, verb: int, helpers: list[str]) -> bool:
    """ "would not comment on Monday", "could not be reached": a report tells of its own asking."""
    held = tree.having(verb, ("advmod", "aux"))
    denied = any(tree.lower[c] in ("not", "n't", "n’t", "only") for c in held)
    asked = tree.lemmas[verb] in cues("silence") and {"would", "could"} & set(helpers)
    return denied and bool(asked)


def _infinitive(tree: Tree, verb: int) -> bool:
    return any(tree.lower[c] == "to" and tree.tokens[c].upos == "PART" for c in tree.children[verb])


def _of_infinitive(tree: Tree, verb: int, depth: int) -> Direction:
    """ "is to meet", "plans to meet", "a plan to meet": ahead; "managed to meet": as its head;
    "was to meet", "was to have met" and "had agreed to meet": either."""
    helpers, head = set(tree.auxiliaries(verb)), tree.head(verb)
    obliged = head is not None and (tree.lemmas[head], tree.tokens[head].xpos) == ("have", "VBD")
    if {"was", "were"} & helpers or obliged:
        return Direction.EITHER  # "was to leave on Friday", "had to leave on Friday"
    if {"is", "are", "am", "be"} & helpers:
        return Direction.AHEAD
    if head is None:
        return Direction.AHEAD
    if {tree.lemmas[head], tree.lower[head]} & leading():
        return _of_leading(tree, head, helpers)
    if tree.tokens[head].upos in ("NOUN", "PROPN", "ADJ"):
        return (
            Direction.AHEAD
            if tree.relation(verb) in ("acl", "advcl", "xcomp")
            else climb(tree, head)
        )
    return of_verb(tree, head, depth + 1)


def _of_leading(tree: Tree, head: int, below: set[str]) -> Direction:
    """ "are due to meet" is ahead, "had been due to" behind, "had agreed to" either."""
    helpers = below | set(tree.auxiliaries(head))
    if "had" not in helpers and not (tree.tokens[head].xpos == "JJ" and "been" in helpers):
        return Direction.AHEAD
    return Direction.EITHER if tree.lemmas[head] in cues("moved") else Direction.BEHIND


def _of_participle(tree: Tree, verb: int, depth: int) -> Direction:
    """ "talks signed Friday" is behind; "visiting Lima Friday" follows its main verb."""
    if tree.lemmas[verb] in cues("fixed") or tree.lower[verb] in cues("ahead"):
        return Direction.AHEAD
    head = tree.head(verb)
    if tree.tokens[verb].xpos == "VBN" or head is None:
        return Direction.BEHIND
    return of_verb(tree, head, depth + 1) if tree.tokens[head].upos == "VERB" else climb(tree, head)


def _of_present(tree: Tree, verb: int, tag: str, helpers: list[str]) -> Direction:
    """ "The talks resume Friday" and "is meeting Friday" are ahead; "says Friday" is behind."""
    lemma = tree.lemmas[verb]
    if lemma in cues("report"):
        return Direction.BEHIND
    if tag == "VB" and not helpers and not tree.having(verb, ("nsubj", "mark")):
        # "See you on Friday".
        return Direction.AHEAD
    if lemma in leading():
        return Direction.AHEAD
    if tag in ("VBZ", "VBP", "VB") and lemma in cues("scheduled"):
        return Direction.AHEAD
    if tag == "VBN" and {"is", "are"} & set(helpers) and lemma in cues("scheduled"):
        return Direction.AHEAD
    if tag == "VBG" and {"is", "are", "am", "'s", "'re", "’s", "’re"} & set(helpers):
        return Direction.AHEAD
    if any(tree.lower[c] in ("is", "are") for c in tree.having(verb, ("cop",))):
        return Direction.AHEAD
    return Direction.UNKNOWN
