"""Where the clause of a date points: forwards, backwards, or not told.

"They will meet on Friday" is ahead, "They met on Friday" is behind; the governing verb decides, not
the nearest word: in "She said on Friday that they would meet" the Friday is behind.
"""

import re

from dragoman.meaning.times_agenda import of_agenda, of_owned
from dragoman.meaning.times_verbs import (
    Direction,
    awaited,
    climb,
    cues,
    governor,
    leading,
    of_verb,
    teller,
)
from dragoman.meaning.times_words import words
from dragoman.meaning.tree import Tree
from dragoman.spans import Span


def direction_of(tree: Tree, span: Span) -> Direction:
    """Where the clause that governs a span points."""
    lead = _lead(tree, span) or _owner(tree, span)
    if lead is not Direction.UNKNOWN:
        return lead
    head = tree.head_of(span)
    if head is None:
        return Direction.UNKNOWN
    if not any(token.relation.startswith("nsubj") for token in tree.tokens):
        return _by_words(tree, span)
    held = teller(tree, head)
    held = _nested(tree, head) if held is None else held
    if held is not None:
        return of_verb(tree, held)
    agenda = of_agenda(tree, span, head)
    if agenda is not Direction.UNKNOWN:
        return agenda
    toward = _TO.search(tree.text.content, max(0, span.start - 10), span.start)
    found = climb(tree, head, toward)
    if toward and toward[1].lower() == "for" and tree.lower[head] in words("weekday"):
        found = _fixed_for(tree, head)
    as_of = _AS_OF.search(tree.text.content, max(0, span.start - 18), span.start)
    if as_of and (found is not Direction.AHEAD or _holds(tree, head)):
        return Direction.BEHIND
    return found


def told_of_its_day(tree: Tree, span: Span) -> bool:
    """Whether it is the news itself that a date tells of: the saying, or the main verb at the
    report's head, in the simple past."""
    head = tree.head_of(span)
    verb = None if head is None else tree.head(head)
    if head is None or verb is None or tree.relation(head) not in ("obl", "advmod", "dep"):
        return False
    if any(tree.lower[c] in _EDGES for c in tree.having(head, ("case",))):
        return False
    simple = tree.tokens[verb].xpos == "VBD" and not tree.auxiliaries(verb)
    bare = not tree.having(head, ("case",))  # "headed Tuesday", as the wires put it
    opening = bare and tree.head(verb) is None and tree.sentence_of[verb] <= _HEAD
    return simple and (opening or tree.lemmas[verb] in cues("report"))


def told_as_done(tree: Tree, span: Span) -> bool:
    """Whether a date tells when something was done: it hangs on a plain past verb ("The talks were
    held on 15 May") that sets nothing for a day to come ("agreed to talks on 15 May")."""
    before = tree.text.content[max(0, span.start - 32) : span.start]
    if _BEHIND.search(before) or _AS_EARLY.search(before):
        return True
    head = tree.head_of(span)
    verb = None if head is None else tree.head(head)
    if head is None or verb is None or tree.relation(head) not in ("obl", "advmod"):
        return False
    if any(tree.lower[c] in _EDGES for c in tree.having(head, ("case",))):
        return False
    opens = tree.within(span)[0] - tree.sentence_tokens(verb)[0] < 2
    participle = tree.relation(verb) == "acl" and not tree.having(verb, ("nsubj",))
    if participle or (head < verb and not opens):
        return False  # "The talks, due in Lima on 20 May, looked uncertain"
    if any(tree.lower[c] == "since" for c in tree.having(verb, ("mark",))):
        return False  # "will hold their first talks since the war began on 24 May in Lima"
    helpers, tag = set(tree.auxiliaries(verb)), tree.tokens[verb].xpos
    plain = tag == "VBD" and not helpers and tree.lower[verb] != tree.lemmas[verb]
    past = plain or (tag == "VBN" and helpers and helpers <= _WAS)
    beside = tree.within(span)[0] - 1 == verb or tree.having(head, ("case",))
    setting = leading() | cues("shift") | cues("drop")
    plans = any(tree.lemmas[c] in cues("agenda") for c in tree.having(verb, ("obj", "xcomp")))
    named = plans and tree.lemmas[verb] not in cues("hold") - cues("moved")
    return bool(past and beside) and tree.lemmas[verb] not in setting and not named


def _holds(tree: Tree, head: int) -> bool:
    """ "As of Friday the count shows a loss": what is so now, and nothing that is to come."""
    verb = governor(tree, head)
    if verb is None or tree.auxiliaries(verb):
        return False
    return tree.tokens[verb].xpos in ("VBZ", "VBP") and tree.lemmas[verb] not in cues("scheduled")


_WAS = frozenset({"was", "were", "been", "has", "have"})

_EDGES = frozenset(
    {"between", "from", "since", "until", "till", "by", "before", "after", "to", "through", "for"}
)

_HEAD = 2
"""Sentences after the first (a headline, a dateline) that may still open the report."""


def _fixed_for(tree: Tree, head: int) -> Direction:
    """ "called a march for Friday": ahead; "had called one for Friday": either."""
    verb = governor(tree, head)
    past = verb is not None and "had" in tree.auxiliaries(verb)
    return Direction.EITHER if past else Direction.AHEAD


def _nested(tree: Tree, head: int) -> int | None:
    """The verb of a relative clause whose date the parse gives to the main verb after it: "The
    talks that were to open on Friday were put off"."""
    above = tree.head(head)
    if above is None or above < head or tree.tokens[above].upos != "VERB":
        return None
    for subject in tree.having(above, ("nsubj",)):
        inside = [i for i in tree.subtree(subject) if subject < i < head]
        verbs = [i for i in inside if tree.relation(i) == "acl" and tree.tokens[i].upos == "VERB"]
        if verbs and "," not in tree.words[verbs[-1] : head]:
            return verbs[-1]
    return None


_TO = re.compile(r"\b(to|until|till|through|for|into|from)\s+(?:the\s+)?$", re.IGNORECASE)
_AS_OF = re.compile(r"\bas of\W*(?:early|late|mid)?\W*$", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:since|ago)\W*$", re.IGNORECASE)
_ATTRIBUTES = frozenset({"compound", "nmod:poss", "amod"})
_CLOCK = r"\W*(?:(?:\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?|noon|midnight)\s+)?(?:on\W*)?$"
"""An hour between the word and its day: "by noon on Friday"."""
_BEHIND_UNTIL = re.compile(
    rf"\b(?:up|not|n't|only|lasted)\s+(?:until|till){_CLOCK}", re.IGNORECASE
)
_DUE = re.compile(
    r"\b(?<!had been )(?<!first )(?<!originally )(?<!initially )"
    r"due (?:back |here |home )?(?:in|at|on)\b[^.,;:]{0,40}$",
    re.IGNORECASE,
)
"""The parse often takes the "due" of "is due in Lima on Friday" for a preposition."""
_AS_EARLY = re.compile(r"\bas early as\W*$", re.IGNORECASE)
_BY = re.compile(rf"\bby{_CLOCK}", re.IGNORECASE)
_LATER = re.compile(r"\blater\W*$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:until|till|by|as (?:early|soon|late) as|no later than|starting|beginning"
    rf"|effective|payable|due|ahead of|later)\W*(?:on|next|the)?{_CLOCK}",
    re.IGNORECASE,
)


def _lead(tree: Tree, span: Span) -> Direction:
    """By the words right before it: "since Friday" is behind, "until Friday" is ahead."""
    before = tree.text.content[max(0, span.start - 32) : span.start]
    if _BEHIND.search(before) or _BEHIND_UNTIL.search(before):
        return Direction.BEHIND
    if _DUE.search(tree.text.content, max(0, span.start - 64), span.start):
        return Direction.AHEAD
    if not _AHEAD.search(before):
        return Direction.UNKNOWN
    head = tree.head_of(span)
    if head is not None and tree.tokens[head].relation in _ATTRIBUTES:
        return Direction.UNKNOWN
    verb = None if head is None else governor(tree, head)
    if verb is None:
        return Direction.AHEAD
    if _UNTIL.search(before) and tree.lemmas[verb] in ("have", "give"):
        return Direction.AHEAD  # "had until Sunday to answer"
    if "had" in tree.auxiliaries(verb):
        moved = tree.lemmas[verb] in cues("moved") | cues("shift")
        return Direction.EITHER if moved else Direction.BEHIND
    if of_verb(tree, verb) is Direction.EITHER:
        return Direction.EITHER  # "had to answer by Friday"
    helpers = set(tree.auxiliaries(verb))
    told = tree.tokens[verb].xpos == "VBN" and helpers and helpers <= _WAS  # "was paid by Friday"
    if (tree.tokens[verb].xpos != "VBD" and not told) or awaited(tree, verb):
        return Direction.AHEAD
    if _LATER.search(before):
        return Direction.BEHIND  # "later on Friday told reporters"
    if _BY.search(before) or _AS_EARLY.search(before):
        return Direction.AHEAD if tree.lemmas[verb] in leading() else Direction.BEHIND
    return Direction.EITHER if _lasted(tree, verb, before) else Direction.AHEAD


def _lasted(tree: Tree, verb: int, before: str) -> bool:
    """ "stayed shut until Monday", not "was put off until Monday" or "shut it until Monday"."""
    moved = tree.lemmas[verb] in cues("moved") | cues("shift") | leading() - {"have"}
    return bool(_UNTIL.search(before)) and not moved and not tree.having(verb, ("obj",))


_UNTIL = re.compile(rf"\b(?:until|till){_CLOCK}", re.IGNORECASE)


def _owner(tree: Tree, span: Span) -> Direction:
    """ "Monday's meeting" is behind, "Tuesday's planned summit", "cancel Friday's talks" ahead."""
    after = tree.text.content[span.end : span.end + 40]
    if after[:2] not in ("'s", "’s"):
        return Direction.UNKNOWN
    owned = {word.lower() for word in _WORD.findall(after[2:])[:3]}
    if owned & (cues("ahead") | cues("fixed")):
        return Direction.AHEAD
    head = tree.head_of(span)
    return Direction.BEHIND if head is None else of_owned(tree, span, head)


_WORD = re.compile(r"[\w’']+|[.;:!?]")


def _by_words(tree: Tree, span: Span) -> Direction:
    """Without a parse: the nearest telling word before it in the sentence."""
    before = tree.text.content[max(0, span.start - 120) : span.start]
    for word in reversed(_WORD.findall(before)):
        lower = word.lower()
        if lower in ".;:!?":
            break
        if lower in cues("modal") or lower in cues("ahead") | leading():
            return Direction.AHEAD
        if lower in cues("scheduled"):
            return Direction.AHEAD
        if lower in _PAST or (len(lower) > 4 and lower.endswith("ed")):
            return Direction.BEHIND
    return Direction.UNKNOWN


_PAST = frozenset(
    {"said", "told", "was", "were", "had", "has", "met", "did", "held", "took", "left"}
)
