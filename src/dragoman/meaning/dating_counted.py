"""An act that is told by its distance from another → its date: "two days before the talks open".

Counted from the day told before it in the sentence, of "before" also from the one after, else from
the report's; as fine as the unit.
"""

import re
from datetime import date, timedelta

from dragoman.meaning.calendar_time import shifted
from dragoman.meaning.dating import days
from dragoman.meaning.dating_clause import heads_of, own_of
from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_scene import first_day
from dragoman.meaning.times_verbs import Direction, cues
from dragoman.meaning.tree import Tree
from dragoman.ontology import DateHow, Grain, TimeType
from dragoman.types import UNDATED, Interval, Time, When

_SIDE = re.compile(r"\s+(after|before|ahead of)\s", re.IGNORECASE)
_LENGTH = re.compile(r"P(\d+)([DWMY])")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def counted_date(
    tree: Tree, i: int, times: tuple[Time, ...], published: date | None
) -> When | None:
    """ "…, she said on Monday, a day after guns sank a boat": the sinking is of the Sunday. "A day
    after the raid on Monday, she flew to Lima": the flight is of the Tuesday."""
    sentence = tree.sentence_tokens(i)
    inside = [t for t in times if stands_in(tree, t, sentence)]
    soon = _soon_after(tree, i, inside, published)
    if soon is not None:
        return soon
    for number, length in enumerate(inside):
        side = _SIDE.match(tree.text.content, length.span.end)
        if length.type is not TimeType.DURATION or not side:
            continue
        mark, first = tree.within(length.span)[-1] + 1, tree.within(length.span)[0]
        if first and tree.lower[first - 1] in ("for", "of", "in"):
            continue  # "interrupted for four days after an air raid"
        sign = 1 if side[1].lower() == "after" else -1
        if _told_there(tree, i, mark):
            if own_of(tree, i, heads_of(tree, tuple(inside))):
                return None  # "a day after they met on Sunday": the meeting's own
            base = _last_day(tree, inside[:number], published)
            if base is None and sign < 0:
                base = _last_day(tree, inside[number + 1 :], published)
            told = _counted(base, length, -sign)
            if told is not None or base is not None or published is None:
                return told
            return _from_report(published, length, -sign)
        opens = tree.within(length.span)[0] == sentence.start
        later = [t for t in inside[number + 1 :] if t.interval]
        if later and _counts_from(tree, i, length, mark, later[0]):
            return _counted(later[0], length, sign)
        if opens and later and tree.head(i) is None and mark < i:
            within = "," not in tree.words[mark : tree.within(later[0].span)[0]]
            return _counted(later[0], length, sign) if within else None
    return None


def _counts_from(tree: Tree, i: int, length: Time, mark: int, base: Time) -> bool:
    """ "The talks will resume two days after the truce takes effect on 10 May": whether the act, or
    the verb that a planned one is subject of, is counted from a day in the clause that follows."""
    at, verb = tree.head_of(length.span), tree.head(i)
    own = at is not None and tree.head(at) in (
        (i, verb) if tree.relation(i) == "nsubj" and tree.lemmas[i] in cues("agenda") else (i,)
    )
    return own and not _OTHER & set(tree.lower[mark + 1 : tree.within(base.span)[0]])


def _told_there(tree: Tree, i: int, mark: int) -> bool:
    """Whether an act is what follows "two days before": its verb, or the noun that opens it."""
    if i <= mark:
        return False
    if mark in tree.having(i, ("mark",)):
        return True
    between = range(mark + 1, i)
    if any(tree.lower[j] in _OTHER for j in between):
        return False
    nouns = tree.tokens[i].upos == "NOUN"
    return not any(
        tree.tokens[j].upos in ("VERB", *(("NOUN",) if nouns else ())) for j in between
        if tree.lemmas[j] != "due" and tree.relation(j) not in ("compound", "amod", "acl")
    )  # fmt: skip


_OTHER = frozenset({",", ";", ":", "which", "who", "that", "where", "when", "whose"})
"""What opens another clause."""


def _from_report(published: date, length: Time, sign: int) -> When | None:
    """ "Two days before the talks are to open, shells hit the port": counted from the report."""
    found = _LENGTH.fullmatch(length.value)
    if not found or _UNITS[found[2]] not in ("day", "week"):
        return None
    there = shifted(published, sign * int(found[1]), _UNITS[found[2]])
    return When(DateHow.INFERRED, _unit_of(there, _UNITS[found[2]]), length.id) if there else None


def _soon_after(tree: Tree, i: int, inside: list[Time], published: date | None) -> When | None:
    """ "The talks broke up on Sunday, hours after shells hit a silo": of the Sunday, inferred."""
    for mark in tree.having(i, ("mark",)):
        if tree.lower[mark] != "after" or tree.lower[mark - 1] not in _SOON:
            continue
        at = tree.tokens[mark].span.start
        base = _last_day(tree, [t for t in inside if t.span.end <= at], published)
        if base is not None and base.interval is not None:
            return When(DateHow.INFERRED, days(base.interval), base.id)
    return None


_SOON = frozenset({"hours", "hour", "minutes", "shortly", "moments", "immediately"})


def stands_in(tree: Tree, time: Time, sentence: range) -> bool:
    head = tree.head_of(time.span)
    return head is not None and head in sentence


def _last_day(tree: Tree, times: list[Time], published: date | None) -> Time | None:
    """The last day told before, that is not a plan."""
    told = [
        t for t in times
        if t.interval and t.interval.grain is Grain.DAY
        and direction_of(tree, t.span) is not Direction.AHEAD
        and (published is None or (first_day(t.interval) or published) <= published)
    ]  # fmt: skip
    return told[-1] if told else None


def _counted(base: Time | None, length: Time, sign: int) -> When | None:
    """So many units from a day, as fine as the unit."""
    if base is not None and length.value.startswith("PT") and base.interval:
        return When(DateHow.INFERRED, days(base.interval), base.id)
    found = _LENGTH.fullmatch(length.value)
    day = None if base is None else first_day(base.interval)
    if not found or base is None or day is None:
        return UNDATED if base is not None and length.value.startswith("PX") else None
    unit = _UNITS[found[2]]
    there = shifted(day, sign * int(found[1]), unit)
    if there is None or unit not in ("day", "week"):
        return None
    return When(DateHow.STATED, _unit_of(there, unit), length.id)


def _unit_of(day: date, unit: str) -> Interval:
    """The day, or the week that holds it: what is told in weeks is no single day."""
    if unit == "day":
        return Interval(day, day + timedelta(days=1), Grain.DAY)
    monday = day - timedelta(days=day.weekday())
    return Interval(monday, monday + timedelta(days=7), Grain.WEEK)
