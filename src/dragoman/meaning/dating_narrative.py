"""The date of an event that its own clause does not tell → from the narrative around it.

"The guns sank a boat a day after the ministers met on Monday" counts from the Monday. "The army
shelled the port on Monday. It seized two boats": from the Monday up to the report, inferred, and
no single day unless both are one.
"""

import re
from datetime import date, timedelta

from dragoman.meaning.calendar_time import shifted
from dragoman.meaning.dating import EARLIER, date_of, days
from dragoman.meaning.dating_verbs import accompanies
from dragoman.meaning.times_direction import direction_of
from dragoman.meaning.times_scene import first_day
from dragoman.meaning.times_verbs import Direction, cues
from dragoman.meaning.tree import Tree
from dragoman.ontology import DateHow, Grain, TimeType
from dragoman.types import UNDATED, Interval, Time, When

REACH = 2
"""Sentences back in which an act told before may stand."""


def event_date(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """The date of the event that token i tells: stated, counted from another date, or inferred."""
    found = told_date(tree, i, times, published)
    if found.interval is not None or published is None:
        return found
    return _live(tree, i, times, published) or _narrated(tree, i, times, published)


def told_date(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """The same by its own sentence: stated, or counted from another date."""
    clocks = _clocks(tree, times)
    times = tuple(time for time in times if time not in clocks) if clocks else times
    head = tree.head(i)
    if head is not None and accompanies(tree, i):
        # "hours after shells hit the port, killing nine"
        return told_date(tree, head, times, published)
    apart = _apart(tree, i, times, published)
    if apart is not None:
        return apart
    found = date_of(tree, i, _possible(tree, i, times, published), published)
    if found.interval is None and (_subject_of_past(tree, i) or _means_of_past(tree, i)):
        found = date_of(tree, tree.tokens[i].head, times, published)
    return found


def _possible(
    tree: Tree, i: int, times: tuple[Time, ...], published: date | None
) -> tuple[Time, ...]:
    """All but the days to come, for an act told as past."""
    helpers, tag = set(tree.auxiliaries(i)), tree.tokens[i].xpos
    had = tag == "VBN" and bool(helpers & {"has", "have", "was", "were"})
    past = (tag == "VBD" or had) and not helpers & cues("modal")
    if published is None or not past or tree.lemmas[i] in cues("fixed") | cues("shift"):
        return times
    return tuple(t for t in times if (first_day(t.interval) or published) <= published)


def _subject_of_past(tree: Tree, i: int) -> bool:
    """ "Gunfire killed six on Monday": the day of both; not "The talks were put off on Monday"."""
    head = tree.head(i)
    inverted = tree.relation(i) == "obj" and head is not None and _bare(tree, head)
    if head is None or tree.tokens[i].upos != "NOUN":
        return False
    if tree.relation(i) != "nsubj" and not inverted:
        return False
    other = cues("drop") | cues("shift") | cues("fixed") | cues("moved") | cues("report")
    return tree.tokens[head].xpos in ("VBD", "VBN") and tree.lemmas[head] not in other


def _bare(tree: Tree, verb: int) -> bool:
    """ "On Monday there followed a second round": what comes is told as an object."""
    own = tree.having(verb, ("nsubj", "csubj"))
    return not own and tree.relation(verb) in ("root", "ccomp", "parataxis")


def _means_of_past(tree: Tree, i: int) -> bool:
    """ "had spoken on Friday by telephone", "met on Friday in a call"."""
    head = tree.head(i)
    if head is None or tree.relation(i) != "obl" or tree.tokens[i].upos != "NOUN":
        return False
    told = tree.tokens[head].xpos in ("VBD", "VBN") and not cues("modal") & set(
        tree.auxiliaries(head)
    )
    means = any(
        tree.lower[c] in ("by", "in", "at", "during", "with") for c in tree.having(i, ("case",))
    )
    return told and means and tree.lemmas[head] not in cues("drop") | cues("shift") | cues("report")


_CLOCK = re.compile(r"\W*\d{1,2}[:.]\d\d\b")
_TICKS = 3


def _clocks(tree: Tree, times: tuple[Time, ...]) -> tuple[Time, ...]:
    """The clock times that head the paragraphs of a page that is written up by the hour."""
    content = tree.text.content
    found = tuple(
        time
        for time in times
        if time.span.start - _line(content, time.span.start) < 6
        and _CLOCK.match(content, _line(content, time.span.start))
    )
    return found if len(found) >= _TICKS else ()


def _line(content: str, at: int) -> int:
    """Where the line of a place begins."""
    return content.rfind("\n", 0, at) + 1


def _live(tree: Tree, i: int, times: tuple[Time, ...], published: date) -> When | None:
    """What such a page tells in the present or the past happened on its day, as far as it says."""
    content, start = tree.text.content, _line(tree.text.content, tree.tokens[i].span.start)
    clocks = (time for time in _clocks(tree, times) if _line(content, time.span.start) == start)
    clock = next(clocks, None)
    if clock is None or not _reported(tree, i):
        return None
    today = Interval(published, published + timedelta(days=1), Grain.DAY)
    return When(DateHow.INFERRED, today, clock.id)


def _reported(tree: Tree, i: int) -> bool:
    """Whether an act, or the verb that a noun of it hangs on, is told as past or present, in no
    one's quoted words."""
    verbs = (v for v in (i, *tree.ancestors(i)) if tree.tokens[v].upos == "VERB")
    verb = next(verbs, None)
    if verb is None or _quoted(tree, i):
        return False
    helpers, tag = set(tree.auxiliaries(verb)), tree.tokens[verb].xpos
    finite = tag in ("VBD", "VBZ", "VBP") or (tag == "VBN" and bool(helpers))
    return finite and not helpers & (cues("modal") | {"had"})


# --- "a day after the guns fell silent" -----------------------------------------------------------

_SIDE = re.compile(r"\s+(after|before)\s", re.IGNORECASE)
_LENGTH = re.compile(r"P(\d+)([DWMY])")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def _apart(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When | None:
    """ "…, she said on Monday, a day after guns sank a boat": the sinking is of the Sunday. "A day
    after the raid on Monday, she flew to Lima": the flight is of the Tuesday."""
    if tree.tokens[i].upos != "VERB":
        return None
    sentence = tree.sentence_tokens(i)
    inside = [t for t in times if _stands_in(tree, t, sentence)]
    soon = _soon_after(tree, i, inside, published)
    if soon is not None:
        return soon
    for number, length in enumerate(inside):
        side = _SIDE.match(tree.text.content, length.span.end)
        if length.type is not TimeType.DURATION or not side:
            continue
        mark = tree.within(length.span)[-1] + 1
        sign = 1 if side[1].lower() == "after" else -1
        below = set(tree.having(i, ("mark",)))
        if mark in below and number:
            return _counted(_last_day(tree, inside[:number], published), length, -sign)
        opens = tree.within(length.span)[0] == sentence.start
        later = [t for t in inside[number + 1 :] if t.interval]
        if opens and later and tree.head(i) is None and mark < i:
            within = "," not in tree.words[mark : tree.within(later[0].span)[0]]
            return _counted(later[0], length, sign) if within else None
    return None


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


def _stands_in(tree: Tree, time: Time, sentence: range) -> bool:
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
    return When(DateHow.STATED, Interval(there, there + timedelta(days=1), Grain.DAY), length.id)


# --- the narrative --------------------------------------------------------------------------------


def _narrated(tree: Tree, i: int, times: tuple[Time, ...], published: date) -> When:
    """From the day of the act told last before, in the outlet's own voice, up to the report."""
    beside = _beside(tree, i, times, published)
    if beside is not None:
        return beside
    if not _tells(tree, i) or _sequenced_before(tree, i):
        return UNDATED
    sentence = tree.sentence_of[i]
    for back in range(1, REACH + 1):
        if sentence < back:
            break
        main = _main(tree, sentence - back)
        if main is None or not _tells(tree, main):
            break
        if tree.lemmas[main] in cues("report"):
            continue
        told = date_of(tree, main, times, published)
        if told.interval is None:
            continue
        start = days(told.interval).start
        if told.how is not DateHow.STATED or told.interval.grain is not Grain.DAY:
            break
        if not isinstance(start, date) or start > published:
            break
        stretch = Interval(start, published + timedelta(days=1), Grain.DAY)
        return When(DateHow.INFERRED, stretch, told.time)
    return UNDATED


def _beside(tree: Tree, i: int, times: tuple[Time, ...], published: date) -> When | None:
    """ "They marched on Friday; police detained eleven": one occasion, told in one breath."""
    head = tree.head(i)
    if head is None or tree.relation(i) != "parataxis" or head > i:
        return None
    semicolon = ";" in tree.words[head:i]
    both = all(tree.tokens[v].xpos == "VBD" and not tree.auxiliaries(v) for v in (head, i))
    told = date_of(tree, head, times, published) if semicolon and both else UNDATED
    if told.how is not DateHow.STATED or told.interval is None:
        return None
    return When(DateHow.INFERRED, told.interval, told.time)


def _main(tree: Tree, sentence: int) -> int | None:
    """The main verb of a sentence."""
    held = tree.tags.sentences[sentence]
    roots = [i for i in range(held.first, held.last) if tree.head(i) is None]
    return roots[0] if roots and tree.tokens[roots[0]].upos == "VERB" else None


def _tells(tree: Tree, i: int) -> bool:
    """Whether a verb is told in the simple past by the outlet itself, in a main clause."""
    at = i
    while tree.relation(at) == "conj" and tree.head(at) is not None:
        at = tree.tokens[at].head
    if tree.head(at) is not None or _quoted(tree, i):
        return False
    helpers, tag = set(tree.auxiliaries(i)), tree.tokens[i].xpos
    passive = tag == "VBN" and helpers <= {"was", "were"} and (helpers or at != i)
    return (tag == "VBD" and not helpers) or bool(passive)


def _sequenced_before(tree: Tree, i: int) -> bool:
    """ "Earlier the army shelled the port": before what was told last."""
    adverbs = {tree.lower[c] for c in tree.having(i, ("advmod", "obl"))}
    return bool(adverbs & EARLIER)


def _quoted(tree: Tree, i: int) -> bool:
    """Whether a quotation is open before a token in its paragraph."""
    content, at = tree.text.content, tree.tokens[i].span.start
    before = content[content.rfind("\n", 0, at) + 1 : at]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")
