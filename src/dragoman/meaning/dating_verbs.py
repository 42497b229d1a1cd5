"""An act → the time expression that dates it: its own, or by what stands around its verb.

The occasion of a participle or of a setting, the verb beside it, the verb that it completes, the
date that opens the sentence; a noun has ways of its own (`dating_nouns`).
"""

from dragoman.meaning.dating_clause import (
    OPEN,
    ahead,
    before_date,
    fineness,
    finest,
    fits,
    modal,
    own_of,
    plan_of,
)
from dragoman.meaning.dating_nouns import moved_to, of_noun
from dragoman.meaning.times_verbs import Direction, cues, of_verb
from dragoman.meaning.tree import Tree
from dragoman.types import Time


def time_of(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    head = tree.head(i)
    if not heads:
        return None
    if head is not None and tree.relation(i) in ("cop", "aux"):
        return time_of(tree, head, heads)
    own = moved_to(tree, i, heads) or own_of(tree, i, heads)
    if own:
        return own
    if tree.tokens[i].upos not in ("VERB", "AUX"):
        return of_noun(tree, i, heads)
    return (
        _before_it(tree, i, heads)
        or _occasion(tree, i, heads)
        or _setting(tree, i, heads)
        or _shared(tree, i, heads)
        or _object(tree, i, heads)
        or _when(tree, i, heads)
        or _fronted(tree, i, heads)
        or _at_once(tree, i, heads)
    )


def _at_once(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "Seven were killed when shells hit the port on Monday", "Monday's session broke up when they
    walked out": one occasion."""
    head = tree.head(i)
    if head is not None and _when_past(tree, i) and _done(tree, head):
        return own_of(tree, head, heads) or _of_words(tree, tree.having(head, ("nsubj",)), heads)
    inside = (c for c in tree.having(i, ("advcl",)) if c > i and _when_past(tree, c))
    return next(filter(None, (own_of(tree, c, heads) for c in inside if _done(tree, i))), None)


def _when_past(tree: Tree, i: int) -> bool:
    opens = tree.relation(i) == "advcl" and _done(tree, i)
    return opens and any(tree.lower[c] == "when" for c in tree.having(i, ("advmod", "mark")))


def _done(tree: Tree, i: int) -> bool:
    """Whether an act is told in the simple past."""
    helpers, tag = set(tree.auxiliaries(i)), tree.tokens[i].xpos
    return (tag == "VBD" and not helpers) or (tag == "VBN" and helpers <= {"was", "were"})


def _before_it(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "A court in Lima on Monday jailed them", "and last Friday helped them": the parse gives the
    day to the subject, or takes it for one."""
    if tree.tokens[i].xpos != "VBD":
        return None
    for subject in tree.having(i, ("nsubj",)):
        for at in tree.subtree(subject, without=("acl", "appos")):
            time = heads.get(at)
            if time is None or tree.within(time.span)[-1] + 1 != i or fineness(time) > 2:
                continue
            if at == subject or before_date(tree, time) == "on":
                return time
    return None


def _occasion(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "Speaking in Lima on Monday, she said", "While visiting Lima on Monday, she said"."""
    clauses = tree.having(i, ("advcl",))
    subject = tree.having(i, ("nsubj",))
    clauses += [c for s in subject for c in tree.having(s, ("acl", "appos", "amod"))]
    for clause in clauses:
        marks = {tree.lower[c] for c in tree.having(clause, ("mark",))}
        feels = tree.lemmas[clause] in cues("attitude")
        if tree.tokens[clause].xpos != "VBG" or marks & OPEN or feels:
            continue
        found = own_of(tree, clause, heads)
        if found and ahead(tree, found) is False:
            return found
    return _asked(tree, i, heads) or _of_words(tree, subject, heads)


def _setting(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "made no mention of it at Thursday's briefing", "ruled it out in a speech on May 3"."""
    for child in tree.having(i, ("obl", "nmod")):
        at = any(tree.lower[c] in ("at", "during", "in") for c in tree.having(child, ("case",)))
        if at and tree.lemmas[child] in cues("agenda") | cues("made"):
            found = own_of(tree, child, heads)
            if found:
                return found
    return None


def _asked(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "Asked on Monday about it, she said": the parse takes the asking for the main verb."""
    head = tree.head(i)
    if head is None or tree.relation(i) != "parataxis" or tree.having(head, ("nsubj",)):
        return None
    told = head < i and tree.tokens[head].xpos in ("VBD", "VBN", "VBG")
    return own_of(tree, head, heads) if told else None


def _of_words(tree: Tree, subjects: list[int], heads: dict[int, Time]) -> Time | None:
    """ "The ministry's statement on Monday rejected it"."""
    words = [i for i in subjects if tree.lemmas[i] in cues("made") | cues("agenda")]
    sent = [c for i in words for c in tree.having(i, ("acl",)) if tree.tokens[c].xpos == "VBN"]
    return next(filter(None, (own_of(tree, i, heads) for i in (*words, *sent))), None)


def _shared(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """From the verb that it is coordinated with, accompanies, or completes."""
    head, relation = tree.head(i), tree.relation(i)
    if head is not None and relation == "acl":
        return _of_antecedent(tree, i, head, heads)
    if head is None or tree.tokens[head].upos not in ("VERB", "AUX", "ADJ"):
        return None
    if relation == "advcl" and _beside(tree, i):
        found = time_of(tree, head, heads)
        fronted = found is not None and found.span.start < tree.tokens[head].span.start
        return found if fronted else None
    if relation == "conj" and modal(tree, i) != modal(tree, head):
        return None
    if relation == "conj" or (relation == "advcl" and accompanies(tree, i)):
        return (
            own_of(tree, head, heads) or _occasion(tree, head, heads) or _fronted(tree, head, heads)
        )
    if relation == "xcomp":
        if tree.lemmas[head] in _ASPECTS:
            return time_of(tree, head, heads)
        found = own_of(tree, head, heads)
        after = found is not None and found.span.start > tree.tokens[i].span.start
        return found if after or tree.lemmas[head] in cues("fixed") else plan_of(tree, head, heads)
    if relation == "advcl" and tree.lemmas[head] in _ASPECTS:
        return own_of(tree, head, heads)
    return plan_of(tree, head, heads) if relation == "advcl" and _aim(tree, i) else None


def _aim(tree: Tree, i: int) -> bool:
    """ "summoned for Thursday to explain"."""
    return any(tree.lower[c] == "to" for c in tree.having(i, ("mark",)))


_ASPECTS = frozenset(
    {"begin", "start", "continue", "keep", "stop", "cease", "resume", "fail", "manage"}
)
"""Verbs that are one act with what completes them: "On Sunday they began to dig"."""


def accompanies(tree: Tree, i: int) -> bool:
    """ "killing nine", "by closing the port"."""
    marks = {tree.lower[c] for c in tree.having(i, ("mark",))}
    return tree.tokens[i].xpos == "VBG" and tree.relation(i) == "advcl" and marks <= {"by"}


def _beside(tree: Tree, i: int) -> bool:
    """ "(On Sunday Lima called up troops,) while Oslo closed the port"."""
    marks = {tree.lower[c] for c in tree.having(i, ("mark",))}
    return tree.tokens[i].xpos == "VBD" and bool(marks & {"while", "whereas"})


def _of_antecedent(tree: Tree, i: int, noun: int, heads: dict[int, Time]) -> Time | None:
    """ "the raid on Monday, which killed nine"; "put out a message on Monday in which it said"."""
    verb = tree.head(noun)
    saying = tree.tokens[i].xpos == "VBG" and tree.lemmas[i] in cues("report")
    if saying and verb is not None and tree.relation(noun) == "obj":
        return own_of(tree, verb, heads)  # "put out a note on Monday saying that"
    there = any(tree.lower[c] == "where" for c in tree.having(i, ("advmod",)))
    if there and verb is not None and _done(tree, i) and _done(tree, verb):
        return own_of(tree, verb, heads)  # "was settled on Friday in Lima, where they met"
    which = [c for c in tree.children[i] if tree.lower[c] in ("which", "that")]
    if not which or tree.tokens[i].xpos != "VBD" or tree.tokens[noun].upos != "NOUN":
        return None
    if tree.relation(which[0]) == "nsubj":
        return own_of(tree, noun, heads)
    inside = any(tree.lower[c] == "in" for c in tree.having(which[0], ("case",)))
    if not inside or verb is None or tree.relation(noun) not in ("obj", "obl"):
        return None
    return own_of(tree, noun, heads) or own_of(tree, verb, heads)


def _when(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "on Saturday, 5 April, when a frigate fired": the day that the clause explains."""
    opener = next((c for c in tree.children[i] if tree.lower[c] == "when" and c < i), None)
    if opener is None or opener == 0:
        return None
    at = opener - 2 if tree.words[opener - 1] == "," else opener - 1
    place = tree.tokens[at].span
    return next((time for time in heads.values() if time.span.meets(place)), None)


def _object(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """A day that closes the clause but hangs on the object: "hit a depot on Monday"."""
    arguments = tree.having(i, ("obj", "obl", "iobj"))
    for child in [c for argument in arguments for c in tree.conjuncts(argument)]:
        for at in tree.having(child, ("nmod", "nmod:unmarked")):
            time = heads.get(at)
            if time is None or not time.interval or fineness(time) > 2:
                continue
            first = tree.within(time.span)[0]
            unmarked = tree.lower[first - 1] == "on" or not tree.having(at, ("case",))
            open_ = not ahead(tree, time) or of_verb(tree, i) is Direction.AHEAD
            if unmarked and first > i and open_:
                return time
    return None


def _fronted(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """The date that opens the sentence, for its main verb."""
    if tree.head(i) is not None:
        return None
    first = tree.sentence_tokens(i)[0]
    limit = min(i, first + 6)
    subject = tree.having(i, ("nsubj", "expl"))
    limit = min([limit, *subject])
    return finest(
        heads[at] for at in range(first, limit) if at in heads and fits(tree, i, at, heads)
    )
