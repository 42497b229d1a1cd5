"""The parse around an act → the time expression that dates it.

A date belongs to the verb or noun that it hangs on; what follows says by which ways else: the
occasion of a participle, the verb beside it, the noun's own plan, the date that opens the sentence.
"""

from collections.abc import Iterable

from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_verbs import Direction, cues, of_verb
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
        if time.interval and (best is None or _fineness(time) < _fineness(best)):
            best = time
    return best


def _fineness(time: Time) -> int:
    """Rank of its grain, with clock and day as one."""
    grain = time.interval.grain if time.interval else Grain.YEAR
    return max(FINENESS.index(grain), 2)


def time_of(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    if not heads:
        return None
    own = own_of(tree, i, heads)
    if own:
        return own
    if tree.tokens[i].upos not in ("VERB", "AUX"):
        return _of_noun(tree, i, heads)
    return (
        _occasion(tree, i, heads)
        or _shared(tree, i, heads)
        or _object(tree, i, heads)
        or _when(tree, i, heads)
        or _fronted(tree, i, heads)
    )


def own_of(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """Of the dates that hang on the act itself, the finest, the nearest of these."""
    hits = []
    for child in tree.children[i]:
        if tree.relation(child) in ADJUNCTS or tree.tokens[child].relation == "nmod:poss":
            hits += [
                at for at in tree.subtree(child, without=(*CLAUSES, "appos"))
                if at in heads and _fits(tree, i, at, heads) and not _outside(tree, at)
                and not _owner_of(tree, i, at)
            ]  # fmt: skip
    hits += [at for at in heads if _outside(tree, at) and _verb_before(tree, at) == i]
    hits.sort(key=lambda at: abs(at - i))
    return finest(heads[at] for at in hits)


def _owner_of(tree: Tree, i: int, at: int) -> bool:
    """Whether a date is another noun's own: "called off next week's summit"."""
    return tree.tokens[at].relation == "nmod:poss" and tree.tokens[at].head != i


def _outside(tree: Tree, at: int) -> bool:
    """Whether the parse gives a date to a clause that opens only after it: "(will meet) next Friday
    even if they refuse"."""
    verb = tree.head(at)
    if verb is None or verb < at or tree.relation(at) != "obl":
        return False
    return any(at < mark < verb for mark in tree.having(verb, ("mark",)))


def _verb_before(tree: Tree, at: int) -> int | None:
    start = tree.sentence_tokens(at).start
    return next((i for i in range(at, start - 1, -1) if tree.tokens[i].upos == "VERB"), None)


def _fits(tree: Tree, i: int, at: int, heads: dict[int, Time]) -> bool:
    """Whether the words before a date make it the date of the act, not an edge of it."""
    first = tree.within(heads[at].span)[0]
    before = tree.lower[first - 1] if first else ""
    if before == "the" and first > 1:
        before = tree.lower[first - 2]
    if before in ("after", "before") and _by_clock(heads[at]):
        return True  # "shortly after 9 a.m." is of that day
    if before == "from" and _modal(tree, i):
        return True  # "will bar them from 20 March"
    moved = before in ("until", "till") and tree.lemmas[i] in cues("shift") | cues("moved")
    return moved or before not in OPEN


def _by_clock(time: Time) -> bool:
    return time.interval is not None and time.interval.grain is Grain.MINUTE


def _of_noun(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "talks planned for Monday", "The talks were held on Monday"; not "announced talks Monday"."""
    now = _new_date(tree, i, heads)
    if now:
        return now
    inner = [c for name in tree.having(i, ("nmod",)) for c in tree.having(name, ("acl",))]
    planned = [c for c in inner if tree.lemmas[c] in cues("fixed")]
    for child in (*tree.having(i, ("acl",)), *planned):
        if tree.lemmas[child] in cues("fixed") | cues("hold"):
            found = own_of(tree, child, heads)
            if found:
                return found
    head = tree.head(i)
    if head is None or tree.relation(i) not in ("nsubj", "obj", "obl", "compound", "nmod", "conj"):
        return None
    if tree.relation(i) == "nmod" and tree.lemmas[head] in _MEASURES:
        return _of_noun(tree, head, heads)
    if tree.relation(i) == "nmod" and tree.lower[head] in cues("ahead"):
        return own_of(tree, head, heads)  # "preparations for a summit in June"
    if tree.relation(i) == "obl" and tree.lemmas[i] in cues("agenda") and _after_it(tree, i):
        return _closing(tree, i, head, heads)
    if tree.relation(i) == "obl" and tree.lemmas[i] in cues("agenda") and _purpose(tree, i):
        return own_of(tree, head, heads)
    if tree.relation(i) in ("compound", "nmod", "conj"):
        return own_of(tree, head, heads) if tree.relation(i) == "conj" else None
    if tree.lemmas[head] not in cues("hold") | cues("fixed"):
        return None
    return own_of(tree, head, heads) or _of_complement(tree, head, heads)


def _purpose(tree: Tree, i: int) -> bool:
    """ "She flies to Lima on Friday for talks"."""
    return any(tree.lower[c] == "for" for c in tree.having(i, ("case",)))


def _after_it(tree: Tree, i: int) -> bool:
    """ "spoke after talks", "said during a visit"."""
    return any(
        tree.lower[c] in ("after", "during", "following", "at")
        for c in tree.having(i, ("case", "mark"))
    )


def _closing(tree: Tree, i: int, verb: int, heads: dict[int, Time]) -> Time | None:
    """ "He spoke after talks in Lima on Monday": the day that closes the clause, after the talks;
    "pledged aid on Monday at a conference": either way."""
    found = own_of(tree, verb, heads)
    if any(tree.lower[c] in ("at", "during") for c in tree.having(i, ("case",))):
        return found
    return found if found and found.span.start > tree.tokens[i].span.start else None


_MEASURES = frozenset({"minute", "hour", "day", "week", "round", "series", "set", "couple"})
"""Nouns that measure what they are told of: "held three hours of talks on Friday"."""


def _new_date(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "The talks, planned for Monday, were moved to Friday": the Friday."""
    head = tree.head(i)
    if head is None or tree.relation(i) not in ("nsubj", "obj"):
        return None
    kept = tree.lemmas[head] in cues("hold") - cues("moved") and cues("modal") & set(
        tree.auxiliaries(head)
    )
    return own_of(tree, head, heads) if kept or tree.lemmas[head] in cues("shift") else None


def _of_complement(tree: Tree, verb: int, heads: dict[int, Time]) -> Time | None:
    """ "The talks are expected to begin on Monday"."""
    for child in tree.having(verb, ("xcomp",)):
        found = own_of(tree, child, heads)
        if found:
            return found
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
        if found and _ahead(tree, found) is False:
            return found
    return _asked(tree, i, heads) or _of_words(tree, subject, heads)


def _asked(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "Asked on Monday about the visit, she said": the parse takes the asking for the main verb."""
    head = tree.head(i)
    if head is None or tree.relation(i) != "parataxis" or tree.having(head, ("nsubj",)):
        return None
    told = head < i and tree.tokens[head].xpos in ("VBD", "VBN", "VBG")
    return own_of(tree, head, heads) if told else None


def _of_words(tree: Tree, subjects: list[int], heads: dict[int, Time]) -> Time | None:
    """ "The ministry's statement on Monday rejected it"."""
    words = [i for i in subjects if tree.lemmas[i] in cues("made")]
    found = own_of(tree, words[0], heads) if words else None
    return found if found and _ahead(tree, found) is False else None


def _ahead(tree: Tree, time: Time) -> bool:
    return direction_of(tree, time.span) is Direction.AHEAD


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
    if relation == "conj" and _modal(tree, i) != _modal(tree, head):
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
        return found if after or tree.lemmas[head] in cues("fixed") else None
    return None


_ASPECTS = frozenset({"begin", "start", "continue", "keep", "stop", "cease", "resume"})
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
    which = [c for c in tree.children[i] if tree.lower[c] in ("which", "that")]
    if not which or tree.tokens[i].xpos != "VBD" or tree.tokens[noun].upos != "NOUN":
        return None
    if tree.relation(which[0]) == "nsubj":
        return own_of(tree, noun, heads)
    inside = any(tree.lower[c] == "in" for c in tree.having(which[0], ("case",)))
    if not inside or verb is None or tree.relation(noun) not in ("obj", "obl"):
        return None
    return own_of(tree, noun, heads) or own_of(tree, verb, heads)


def _modal(tree: Tree, i: int) -> bool:
    return bool(cues("modal") & set(tree.auxiliaries(i)))


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
    for child in tree.having(i, ("obj", "obl", "iobj")):
        for at in tree.having(child, ("nmod", "nmod:unmarked")):
            time = heads.get(at)
            if time is None or not time.interval or _fineness(time) > 2:
                continue
            first = tree.within(time.span)[0]
            unmarked = tree.lower[first - 1] == "on" or not tree.having(at, ("case",))
            open_ = not _ahead(tree, time) or of_verb(tree, i) is Direction.AHEAD
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
        heads[at] for at in range(first, limit) if at in heads and _fits(tree, i, at, heads)
    )
