"""The parse below an act → the time expressions that are its own.

A date belongs to the verb or noun that it hangs on, unless it stands in another clause; and one
with "for" to what is planned, not to the planning: "announced on Monday for June".
"""

from collections.abc import Iterable

from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_verbs import Direction, cues, of_verb, second_verb, teller
from dragoman.meaning.tree import Tree
from dragoman.ontology import Grain, TimeType
from dragoman.types import Time

CLAUSES = ("ccomp", "xcomp", "csubj", "advcl", "acl", "parataxis", "conj", "discourse", "list")
"""Relations below which another act begins."""

ADJUNCTS = ("obl", "advmod", "nmod", "obl:unmarked", "nmod:unmarked", "dep", "compound")
"""Relations by which a date hangs on its verb."""

OPEN = frozenset(
    {"since", "until", "till", "by", "before", "after", "from", "of", "than", "through"}
)
"""Prepositions whose date is an edge of the act or no date of it."""

FINENESS = (
    Grain.MINUTE, Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.SEASON,
    Grain.YEAR,
)  # fmt: skip


def is_date(time: Time) -> bool:
    return time.type in (TimeType.DATE, TimeType.TIME) and time.interval is not None


def heads_of(tree: Tree, times: tuple[Time, ...]) -> dict[int, Time]:
    """Head token → expression, of all that have an interval."""
    found: dict[int, Time] = {}
    for time in times:
        head = tree.head_of(time.span) if is_date(time) else None
        if head is not None:
            found[head] = time
    return found


def finest(times: Iterable[Time]) -> Time | None:
    best: Time | None = None
    for time in times:
        if time.interval and (best is None or fineness(time) < fineness(best)):
            best = time
    return best


def fineness(time: Time) -> int:
    """Rank of its grain, with clock and day as one."""
    grain = time.interval.grain if time.interval else Grain.YEAR
    return max(FINENESS.index(grain), 2)


def own_of(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """Of the dates that hang on the act itself, the finest, the nearest of these."""
    hits = [at for at in _below(tree, i, heads) if fits(tree, i, at, heads)]
    sentence = tree.sentence_tokens(i)
    hits += [at for at in heads if at in sentence and _elsewhere(tree, at, heads[at]) == i]
    hits = [at for at in hits if not _labels(tree, at, i)] or hits
    hits.sort(key=lambda at: abs(at - i))
    return finest(heads[at] for at in hits)


def plan_of(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """The day that a verb's words set for something: "announced on Tuesday for June 3"."""
    below = [at for at in _below(tree, i, heads) if before_date(tree, heads[at]) == "for"]
    return finest(heads[at] for at in below)


def _below(tree: Tree, i: int, heads: dict[int, Time]) -> list[int]:
    """Heads of dates among the adjuncts of an act, save those of other acts and nouns."""
    return [
        at
        for child in tree.children[i]
        if tree.relation(child) in ADJUNCTS or tree.tokens[child].relation == "nmod:poss"
        for at in tree.subtree(child, without=(*CLAUSES, "appos"))
        if at in heads and not _owner_of(tree, i, at) and _elsewhere(tree, at, heads[at]) is None
    ]


def _owner_of(tree: Tree, i: int, at: int) -> bool:
    """Whether a date is another noun's own: "called off next week's summit"."""
    return tree.tokens[at].relation == "nmod:poss" and tree.tokens[at].head != i


def _labels(tree: Tree, at: int, i: int) -> bool:
    """ "Also today: they will sign on Friday"."""
    return at < i and ":" in tree.words[at:i]


def _elsewhere(tree: Tree, at: int, time: Time) -> int | None:
    """The verb whose clause a date stands in, where the parse gives it to another clause's."""
    verb = tree.head(at)
    if verb is None or tree.relation(at) != "obl":
        return None
    if _as_agreed(tree, verb):
        return tree.head(verb)
    told = teller(tree, at)
    if told is not None:
        return told
    later = second_verb(tree, verb, at)
    if later is not None:
        return later
    inside = tree.within(time.span)
    if verb > at:
        # "(will meet) next Friday even if they refuse"; "(It opens) on Friday, the palace said"
        # "He spoke on Friday, calling it safe"
        reaches = any(c < at for c in tree.having(verb, ("nsubj", "mark")))
        aside = tree.words[inside[-1] + 1] == "," and tree.relation(verb) in ("parataxis", "advcl")
        beside = aside and not reaches
        opens = any(at < mark < verb for mark in tree.having(verb, ("mark",)))
        return _verb_before(tree, at) if beside or opens else None
    # "They will meet in Lima, she announced last night"
    said = inside[0] - 1
    while said > verb and tree.tokens[said].upos in ("ADP", "ADV", "DET"):
        said -= 1
    told = tree.tokens[said].xpos in ("VBD", "VBZ") and tree.lemmas[said] in cues("report")
    return said if told and said > verb else None


def _as_agreed(tree: Tree, verb: int) -> bool:
    """ "It would be held, as agreed, on 16 June": the day is that of the main verb."""
    short = tree.tokens[verb].xpos == "VBN" and not tree.having(verb, ("nsubj", "aux"))
    return short and any(tree.lower[c] == "as" for c in tree.having(verb, ("mark",)))


def _verb_before(tree: Tree, at: int) -> int | None:
    start = tree.sentence_tokens(at).start
    return next((i for i in range(at, start - 1, -1) if tree.tokens[i].upos == "VERB"), None)


def before_date(tree: Tree, time: Time) -> str:
    """The word before a date, its article left out."""
    first = tree.within(time.span)[0]
    before = tree.lower[first - 1] if first else ""
    return tree.lower[first - 2] if before == "the" and first > 1 else before


def fits(tree: Tree, i: int, at: int, heads: dict[int, Time]) -> bool:
    """Whether the words before a date make it the date of the act, not an edge of it."""
    before = before_date(tree, heads[at])
    if tree.tokens[at].head == i and tree.tokens[at].relation in ("nmod:poss", "compound", "amod"):
        return True  # "after Tuesday's talks"
    if before in ("after", "before") and _by_clock(heads[at]):
        return True  # "shortly after 9 a.m." is of that day
    if before == "from" and (modal(tree, i) or of_verb(tree, i) is Direction.AHEAD):
        return True  # "will bar them from 20 March", "agreed to reopen them from 20 March"
    if before == "before" and modal(tree, i) and _denied(tree, i):
        return True  # "will not meet before 2 October"
    if before == "of":
        # "the talks of May 3", "in the evening of May 3"; not "the deadline of May 3"
        noun = tree.tokens[at].head
        named = noun == i and tree.lemmas[i] not in cues("limit")
        return named or tree.lemmas[noun] in _PARTS
    moved = before in ("until", "till") and tree.lemmas[i] in cues("shift") | cues("moved")
    return moved or before not in OPEN


def _denied(tree: Tree, i: int) -> bool:
    return any(tree.lower[c] in ("not", "n't", "n’t") for c in tree.having(i, ("advmod",)))


_PARTS = frozenset(
    {"morning", "afternoon", "evening", "night", "day", "noon", "hour", "course", "most", "much"}
)


def _by_clock(time: Time) -> bool:
    return time.interval is not None and time.interval.grain is Grain.MINUTE


def ahead(tree: Tree, time: Time) -> bool:
    return direction_of(tree, time.span) is Direction.AHEAD


def modal(tree: Tree, i: int) -> bool:
    return bool(cues("modal") & set(tree.auxiliaries(i)))
