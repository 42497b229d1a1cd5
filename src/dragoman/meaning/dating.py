"""The date of an act, of a statement, and of what a statement speaks of.

A date belongs to the verb or noun that it hangs on in the parse. A date inside reported words is
not the date of saying them: in "She said on Friday that they would meet on Monday" the saying is
of Friday and the meeting of Monday.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from dragoman.meaning.calendar_time import interval_of, shifted, value_of
from dragoman.meaning.dating_clause import before_date, finest, heads_of, is_date
from dragoman.meaning.dating_verbs import time_of
from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_verbs import Direction, cues, of_verb
from dragoman.meaning.tree import Tree
from dragoman.ontology import DateHow, Grain, TimeType
from dragoman.types import UNDATED, Interval, Time, When


def date_of(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """The stated date of the act named by token i, a verb or a noun, or the stretch that it lies in
    ("within two weeks", "by 20 May"); else `UNDATED`.

    Looked for in order: its own clause; for a noun the verb that it is told by ("The talks were
    held on Monday"); the occasion of a participle ("Speaking in Lima on Monday, she said"); the
    verb that it is coordinated with or that it accompanies; the date that opens the sentence.
    """
    found = named_date(tree, i, times, published)
    found = found if found.interval else _window(tree, i, times)
    return found if found.interval else _limited(tree, i, times, published)


def named_date(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """The same, without stretches counted from the report's day."""
    heads = heads_of(tree, times)
    found = time_of(tree, i, heads)
    if found is None:
        return _lasting(tree, i, heads, published)
    return (
        _opened(tree, i, found, times)
        or _moved_by(tree, i, found, times)
        or in_full(tree, found, times)
    )


def in_full(tree: Tree, found: Time, times: tuple[Time, ...]) -> When:
    """The date that an expression names, with the other end of its range."""
    return _ranged(tree, found, times) or stated(found, tree)


def _opened(tree: Tree, i: int, found: Time, times: tuple[Time, ...]) -> When | None:
    """ "a three-day visit, which begins on Monday", "arrives on Monday for a three-day visit": from
    the Monday three days long; "wound up three days of talks on Monday": up to it."""
    at = tree.head_of(found.span)
    verb = None if at is None else tree.head(at)
    begins = verb is not None and (
        tree.lemmas[verb] in _BEGINS | _COMES or (verb == i and before_date(tree, found) == "from")
    )
    ends = verb is not None and tree.lemmas[verb] in _ENDS
    start = days(found.interval).start if found.interval else None
    if not (begins or ends) or not isinstance(start, date) or _grain(found) not in _ONE_DAY:
        return None
    for time in times:
        length = re.fullmatch(r"P(\d+)D", time.value)
        head = tree.head_of(time.span) if length else None
        if length is None or head is None:
            continue
        # "a six-day visit", "arrives for a six-day visit", "six days of talks"
        if i in (head, *islice(tree.ancestors(head), 2)) or tree.head(i) == head:
            end = start + timedelta(days=1 if ends else int(length[1]))
            whole = Interval(end - timedelta(days=int(length[1])), end, Grain.DAY)
            return When(DateHow.STATED, whole, found.id)
    return None


def _moved_by(tree: Tree, i: int, found: Time, times: tuple[Time, ...]) -> When | None:
    """ "The talks set for 12 May were pushed back by a week": in the week of 19 May; as fine as the
    unit. A day that is named as the new one holds."""
    verb = tree.head(i)
    if verb is None or tree.relation(i) not in ("nsubj", "obj") or found.interval is None:
        return None
    at = tree.head_of(found.span)
    if tree.lemmas[verb] not in cues("shift") | cues("drop") or at not in tree.subtree(i):
        return None
    for time in times:
        length = _LENGTH.fullmatch(time.value)
        head = tree.head_of(time.span) if length else None
        if length is None or head is None or tree.head(head) != verb:
            continue
        particles = {tree.lower[c] for c in tree.having(verb, ("compound:prt", "advmod"))}
        sign = -1 if particles & {"forward", "up"} else 1
        unit = _UNITS[length[2]]
        there = shifted(days(found.interval).start, sign * int(length[1]), unit)
        stretch = None if there is None else interval_of(value_of(there, unit))
        return When(DateHow.STATED, stretch, time.id) if stretch else None
    return None


_LENGTH = re.compile(r"P(\d+)([DWM])")
_UNITS = {"D": "day", "W": "week", "M": "month"}


def _grain(time: Time) -> Grain | None:
    return time.interval.grain if time.interval else None


_BEGINS = frozenset({"begin", "start", "open", "commence", "kick", "launch"})
_COMES = frozenset({"arrive", "come"})
_ENDS = frozenset({"end", "conclude", "close", "finish", "complete", "wrap", "wind"})
_ONE_DAY = (Grain.DAY, Grain.HOUR, Grain.MINUTE)


def _ranged(tree: Tree, found: Time, times: tuple[Time, ...]) -> When | None:
    """ "from 7 to 9 May", "on 7 and 8 May", "on Monday or Friday": from the first day of a range to
    its last."""
    head = tree.head_of(found.span)
    above = () if head is None else tree.ancestors(head)
    verb = next((i for i in above if tree.tokens[i].upos == "VERB"), None)
    shifts = verb is not None and tree.lemmas[verb] in cues("shift") | cues("drop")
    at = times.index(found)
    for first, last in ((at - 1, at), (at, at + 1)):
        if first < 0 or last == len(times):
            continue
        whole = _through(tree, times[first], times[last], shifts)
        if whole is not None:
            return When(DateHow.STATED, whole, found.id)
    return None


def _through(tree: Tree, first: Time, last: Time, shifts: bool) -> Interval | None:
    """Two dates and what stands between them → one stretch; "put off from Monday to Friday" is
    none."""
    gap = _RANGE.fullmatch(tree.text.content, first.span.end, last.span.start)
    if not gap or not is_date(first) or not is_date(last) or (shifts and gap[1] == "to"):
        return None
    assert first.interval and last.interval
    start, end = days(first.interval), days(last.interval)
    beside = start.end == end.start
    if start.grain != end.grain or start.start >= end.start or (gap[1] == "and" and not beside):
        return None
    return Interval(start.start, end.end, end.grain)


_RANGE = re.compile(r"\s*(?:[-–—]|\b(to|through|and|or)\b)\s*(?:on\s+)?(?:the\s+)?")


def _lasting(tree: Tree, i: int, heads: dict[int, Time], published: date | None) -> When:
    """ "has been blocking the port since May 3": from that day to the report's."""
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


def stated(time: Time, tree: Tree | None = None) -> When:
    """The date of an act that an expression names, in whole days; midnight closes its day, and
    "overnight" is told of the day that the night ended on."""
    if time.interval and tree and tree.text[time.span].lower() == "overnight":
        return When(DateHow.STATED, _morning(time.interval), time.id)
    if time.interval and time.value[10:13] == "T24":
        start = days(time.interval).start
        before = Interval(start - timedelta(days=1), start, Grain.DAY)
        return When(DateHow.STATED, before, time.id)
    return UNDATED if time.interval is None else When(DateHow.STATED, days(time.interval), time.id)


def _morning(night: Interval) -> Interval:
    start = days(night).end
    return Interval(start, start + timedelta(days=1), Grain.DAY)


def _window(tree: Tree, i: int, times: tuple[Time, ...]) -> When:
    """The stretch from the report's day, or up to it, in which an act lies: "will meet within two
    weeks", "were killed over the past week". Two weeks are as coarse as a month."""
    heads = {
        head: time for time in times
        if time.type is TimeType.DURATION and time.interval
        and (head := tree.head_of(time.span)) is not None
    }  # fmt: skip
    found = time_of(tree, i, heads)
    if found is None or not found.interval or found.interval.grain not in _FINE:
        return UNDATED
    whole = days(found.interval)
    return When(DateHow.STATED, _stretch(whole.start, whole.end), found.id)


def _stretch(start: date, end: date) -> Interval:
    """From a day to another, as coarse as a week or a month."""
    return Interval(start, end, Grain.MONTH if end - start > timedelta(days=7) else Grain.WEEK)


def _limited(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """The stretch from the report's day in which an act to come lies: "will meet by 20 May", "no
    later than Friday", "before June"."""
    if published is None:
        return UNDATED
    verb = i if tree.tokens[i].upos in ("VERB", "AUX") else tree.head(i)
    told = verb == i or tree.relation(i) in ("obj", "nsubj")
    heads = heads_of(tree, times)
    below = tree.having(i, ("obl", "nmod"))
    if verb is not None and verb != i and told and tree.lemmas[verb] not in cues("report"):
        below += tree.having(verb, ("obl",))
    for at in below:
        time, edge = heads.get(at), _edge(tree, heads.get(at))
        if time is None or time.interval is None or edge is None or not _to_come(tree, verb, time):
            continue
        whole = days(time.interval)
        end = whole.start if edge == "before" and time.mod != "END" else whole.end
        if published < end:
            return When(DateHow.STATED, _stretch(published, end), time.id)
    return UNDATED


def _to_come(tree: Tree, verb: int | None, time: Time) -> bool:
    """Whether the act, or the date beside it ("proposed talks before June"), lies ahead."""
    act = verb is not None and of_verb(tree, verb) is Direction.AHEAD
    return act or direction_of(tree, time.span) is Direction.AHEAD


def _edge(tree: Tree, time: Time | None) -> str | None:
    """ "by" or "before", where a date is told as the last or as the first that is too late."""
    if time is None:
        return None
    before = before_date(tree, time)
    first = tree.within(time.span)[0]
    late = before == "than" and tree.lower[max(0, first - 3) : first - 1] == ["no", "later"]
    return "by" if late else before if before in ("by", "before") else None


_FINE = (Grain.DAY, Grain.WEEK)
"""A stretch of months or years tells of what lasted, not when an act was."""


def days(interval: Interval) -> Interval:
    """An interval of clock time → the days that it touches."""
    start, end = interval.start, interval.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return interval
    last = start.date() if interval.grain is Grain.HOUR else (end - timedelta(seconds=1)).date()
    return Interval(start.date(), last + timedelta(days=1), Grain.DAY)


def settled(first: When, second: When) -> When:
    """Of two dates that are told of one act the finer, where it lies within the other ("next week",
    then "on Friday"); else the one told first. A day of a meeting of several days is no date."""
    if first.interval is None or second.interval is None:
        return second if first.interval is None else first
    wide, fine = days(first.interval), days(second.interval)
    within = wide.start <= fine.start and fine.end <= wide.end
    return second if within and wide.grain is not Grain.DAY else first


def date_in(tree: Tree, tokens: Iterable[int], times: tuple[Time, ...]) -> Time | None:
    """The finest dated expression whose head is among the tokens, the first of these; or None."""
    heads = heads_of(tree, times)
    return finest(heads[i] for i in sorted(set(tokens)) if i in heads)


def statement_date(tree: Tree, cue: int, times: tuple[Time, ...], published: date | None) -> When:
    """The date on which something was said, by its cue.

    Stated in its clause; "later" gives the open stretch from the date told last up to publication,
    and never a made-up day; "earlier" and a past perfect give none; else the day of publication.
    """
    main = tree.head(cue)
    if main is not None and tree.tokens[cue].xpos == "VBG" and tree.lemmas[cue] in cues("attitude"):
        # "While welcoming the release yesterday, she warned": the day is that of the release
        return statement_date(tree, main, times, published)
    found = named_date(tree, cue, times, published)
    if found.interval and not _after(found.interval, published):
        return found
    adverbs = _sequence(tree, cue)
    if adverbs & _LATER:
        return _open(tree, cue, times, published)
    if published is None or adverbs & EARLIER or "had" in tree.auxiliaries(cue):
        return UNDATED
    return When(DateHow.PUBLICATION, Interval(published, published + timedelta(days=1), Grain.DAY))


_LATER = frozenset({"later", "subsequently", "afterwards", "afterward", "then", "thereafter"})
EARLIER = frozenset(
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
        if time.interval and time.span.end <= at and is_date(time)
        and not _after(time.interval, published)
    ]  # fmt: skip
    if not before or published is None:
        return UNDATED
    last = before[-1]
    assert last.interval is not None
    whole = days(last.interval)
    stretch = Interval(whole.start, published + timedelta(days=1), whole.grain)
    return When(DateHow.INFERRED, stretch, last.id)
