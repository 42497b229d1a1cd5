"""The date of an act, of a statement, and of what a statement speaks of.

A date belongs to the verb or noun that it hangs on in the parse. A date inside reported words is
not the date of saying them: in "She said on Friday that they would meet on Monday" the saying is
of Friday and the meeting of Monday.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_verbs import Direction, cues
from dragoman.meaning.tree import Tree
from dragoman.ontology import DateHow, Grain, TimeType
from dragoman.types import UNDATED, Interval, Time, When

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


def date_of(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """The stated date of the act named by token i, a verb or a noun; else `UNDATED`.

    Looked for in order: its own clause; for a noun the verb that it is told by ("The talks were
    held on Monday"); the occasion of a participle ("Speaking in Lima on Monday, she said"); the
    verb that it is coordinated with or that it accompanies; the date that opens the sentence.
    """
    heads = _heads(tree, times)
    found = _time_of(tree, i, heads)
    if found is None:
        return _lasting(tree, i, heads, published)
    return _ranged(tree, found, times) or stated(found)


def _ranged(tree: Tree, last: Time, times: tuple[Time, ...]) -> When | None:
    """"from 7 to 9 May": from the first day of a range to its last, which is the one found."""
    before = [time for time in times if time.span.end <= last.span.start]
    if not before or not before[-1].interval or not last.interval:
        return None
    first, content = before[-1], tree.text.content
    if not _RANGE.fullmatch(content, first.span.end, last.span.start):
        return None
    start, end = days(before[-1].interval), days(last.interval)
    if start.grain != end.grain or start.start >= end.start:
        return None
    return When(DateHow.STATED, Interval(start.start, end.end, end.grain), last.id)


_RANGE = re.compile(r"\s*[-–—]\s*|\s+(?:to|through)\s+")


def _lasting(
    tree: Tree, i: int, heads: dict[int, Time], published: date | None
) -> When:
    """"has been blocking the port since May 3": from that day to the report's."""
    if published is None or not {"has", "have"} & set(tree.auxiliaries(i)):
        return UNDATED
    for child in tree.having(i, ("obl", "nmod")):
        time = heads.get(child)
        since = any(tree.lower[c] == "since" for c in tree.having(child, ("case",)))
        if time and time.interval and since and not _after(time.interval, published):
            whole = days(time.interval)
            stretch = Interval(whole.start, published + timedelta(days=1), whole.grain)
            return When(DateHow.STATED, stretch, time.id)
    return UNDATED


def stated(time: Time) -> When:
    """The date of an act that an expression names, in whole days."""
    return UNDATED if time.interval is None else When(DateHow.STATED, days(time.interval), time.id)


def days(interval: Interval) -> Interval:
    """An interval of clock time → the days that it touches."""
    start, end = interval.start, interval.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return interval
    last = start.date() if interval.grain is Grain.HOUR else (end - timedelta(seconds=1)).date()
    return Interval(start.date(), last + timedelta(days=1), Grain.DAY)


def date_in(tree: Tree, tokens: Iterable[int], times: tuple[Time, ...]) -> Time | None:
    """The finest dated expression whose head is among the tokens, the first of these; or None."""
    heads = _heads(tree, times)
    return _finest(heads[i] for i in sorted(set(tokens)) if i in heads)


def statement_date(tree: Tree, cue: int, times: tuple[Time, ...], published: date | None) -> When:
    """The date on which something was said, by its cue.

    Stated in its clause; "later" gives the open stretch from the date told last up to publication,
    and never a made-up day; "earlier" and a past perfect give none; else the day of publication.
    """
    found = date_of(tree, cue, times, published)
    if found.interval and not _after(found.interval, published):
        return found
    adverbs = _sequence(tree, cue)
    if adverbs & _LATER:
        return _open(tree, cue, times, published)
    if published is None or adverbs & _EARLIER or "had" in tree.auxiliaries(cue):
        return UNDATED
    return When(
        DateHow.PUBLICATION, Interval(published, published + timedelta(days=1), Grain.DAY)
    )


_LATER = frozenset({"later", "subsequently", "afterwards", "afterward", "then", "thereafter"})
_EARLIER = frozenset(
    {"earlier", "previously", "once", "formerly", "recently", "before", "already", "repeatedly",
     "often", "long", "ago"}
)  # fmt: skip


def _after(interval: Interval, published: date | None) -> bool:
    start = interval.start
    day = start.date() if isinstance(start, datetime) else start
    return published is not None and day > published


def _sequence(tree: Tree, cue: int) -> set[str]:
    """Adverbs of sequence of a cue, and of the verb that it is coordinated with."""
    found = {tree.lower[c] for c in tree.having(cue, ("advmod",))}
    head = tree.head(cue)
    if head is not None and tree.relation(cue) in ("conj", "advcl"):
        found |= {tree.lower[c] for c in tree.having(head, ("advmod",)) if c < cue}
    return found


def _open(tree: Tree, cue: int, times: tuple[Time, ...], published: date | None) -> When:
    """From the start of the date told last before the cue up to the day of publication."""
    at = tree.tokens[cue].span.start
    before = [
        time for time in times
        if time.interval and time.span.end <= at and _dates(time)
        and not _after(time.interval, published)
    ]  # fmt: skip
    if not before or published is None:
        return UNDATED
    last = before[-1]
    assert last.interval is not None
    whole = days(last.interval)
    stretch = Interval(whole.start, published + timedelta(days=1), whole.grain)
    return When(DateHow.INFERRED, stretch, last.id)


# --- which expression dates an act -----------------------------------------------------------


def _dates(time: Time) -> bool:
    return time.type in (TimeType.DATE, TimeType.TIME) and time.interval is not None


def _heads(tree: Tree, times: tuple[Time, ...]) -> dict[int, Time]:
    """Head token → expression, of all that have an interval."""
    found: dict[int, Time] = {}
    for time in times:
        head = tree.head_of(time.span) if _dates(time) else None
        if head is not None:
            found[head] = time
    return found


def _finest(times: Iterable[Time]) -> Time | None:
    best: Time | None = None
    for time in times:
        if time.interval and (best is None or _fineness(time) < _fineness(best)):
            best = time
    return best


def _fineness(time: Time) -> int:
    """Rank of its grain, with clock and day as one."""
    grain = time.interval.grain if time.interval else Grain.YEAR
    return max(FINENESS.index(grain), 2)


def _time_of(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    if not heads:
        return None
    own = _own(tree, i, heads)
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


def _own(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """Of the dates that hang on the act itself, the finest, the nearest of these."""
    hits = []
    for child in tree.children[i]:
        if tree.relation(child) in ADJUNCTS or tree.tokens[child].relation == "nmod:poss":
            hits += [
                at for at in tree.subtree(child, without=(*CLAUSES, "appos"))
                if at in heads and _fits(tree, i, at, heads)
            ]  # fmt: skip
    hits.sort(key=lambda at: abs(at - i))
    return _finest(heads[at] for at in hits)


def _fits(tree: Tree, i: int, at: int, heads: dict[int, Time]) -> bool:
    """Whether the words before a date make it the date of the act, not an edge of it."""
    first = tree.within(heads[at].span)[0]
    before = tree.lower[first - 1] if first else ""
    if before == "the" and first > 1:
        before = tree.lower[first - 2]
    return before not in OPEN


def _of_noun(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """"talks planned for Monday", "The talks were held on Monday"; not "announced talks Monday"."""
    now = _new_date(tree, i, heads)
    if now:
        return now
    for child in tree.having(i, ("acl",)):
        if tree.lemmas[child] in cues("fixed") | cues("hold"):
            found = _own(tree, child, heads)
            if found:
                return found
    head = tree.head(i)
    if head is None or tree.relation(i) not in ("nsubj", "obj", "obl", "compound", "nmod", "conj"):
        return None
    if tree.relation(i) == "nmod" and tree.lemmas[head] in _MEASURES:
        return _of_noun(tree, head, heads)
    if tree.relation(i) in ("compound", "nmod", "conj"):
        return _own(tree, head, heads) if tree.relation(i) == "conj" else None
    if tree.lemmas[head] not in cues("hold") | cues("fixed"):
        return None
    return _own(tree, head, heads) or _of_complement(tree, head, heads)


_MEASURES = frozenset({"minute", "hour", "day", "week", "round", "series", "set", "couple"})
"""Nouns that measure what they are told of: "held three hours of talks on Friday"."""


def _new_date(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """"The talks, planned for Monday, were moved to Friday": the Friday."""
    head = tree.head(i)
    if head is None or tree.relation(i) not in ("nsubj", "obj"):
        return None
    kept = tree.lemmas[head] in cues("hold") - cues("moved") and cues("modal") & set(
        tree.auxiliaries(head)
    )
    return _own(tree, head, heads) if kept or tree.lemmas[head] in cues("shift") else None


def _of_complement(tree: Tree, verb: int, heads: dict[int, Time]) -> Time | None:
    """"The talks are expected to begin on Monday"."""
    for child in tree.having(verb, ("xcomp",)):
        found = _own(tree, child, heads)
        if found:
            return found
    return None


def _occasion(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """"Speaking in Lima on Monday, she said", "While visiting Lima on Monday, she said"."""
    clauses = tree.having(i, ("advcl",))
    subject = tree.having(i, ("nsubj",))
    clauses += [c for s in subject for c in tree.having(s, ("acl", "appos", "amod"))]
    for clause in clauses:
        marks = {tree.lower[c] for c in tree.having(clause, ("mark",))}
        if tree.tokens[clause].xpos != "VBG" or marks & OPEN:
            continue
        inside = tree.subtree(clause, without=("ccomp", "parataxis", "conj"))
        found = _finest(
            heads[at] for at in inside if at in heads and _fits(tree, clause, at, heads)
        )
        if found and _ahead(tree, found) is False:
            return found
    return None


def _ahead(tree: Tree, time: Time) -> bool:
    return direction_of(tree, time.span) is Direction.AHEAD


def _shared(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """From the verb that it is coordinated with, accompanies, or completes."""
    head, relation = tree.head(i), tree.relation(i)
    if head is None or tree.tokens[head].upos not in ("VERB", "AUX", "ADJ"):
        return None
    if relation == "conj" and _modal(tree, i) != _modal(tree, head):
        return None
    if relation == "conj" or (relation == "advcl" and _accompanies(tree, i)):
        return _own(tree, head, heads) or _occasion(tree, head, heads) or _fronted(
            tree, head, heads
        )
    if relation == "xcomp":
        if tree.lemmas[head] in _ASPECTS:
            return _time_of(tree, head, heads)
        found = _own(tree, head, heads)
        after = found is not None and found.span.start > tree.tokens[i].span.start
        return found if after or tree.lemmas[head] in cues("fixed") else None
    return None


_ASPECTS = frozenset({"begin", "start", "continue", "keep", "stop", "cease", "resume"})
"""Verbs that are one act with what completes them: "On Sunday they began to dig"."""


def _accompanies(tree: Tree, i: int) -> bool:
    return tree.tokens[i].xpos == "VBG" and not tree.having(i, ("mark",))


def _modal(tree: Tree, i: int) -> bool:
    return bool(cues("modal") & set(tree.auxiliaries(i)))


def _when(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """"on Saturday, 5 April, when a frigate fired": the day that the clause explains."""
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
            if unmarked and first > i and not _ahead(tree, time):
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
    return _finest(
        heads[at] for at in range(first, limit) if at in heads and _fits(tree, i, at, heads)
    )
