"""The date of an event that its own clause does not tell → from the narrative around it.

"The guns sank a boat a day after the ministers met on Monday" counts from the Monday. "The army
shelled the port on Monday. It seized two boats": from the Monday up to the report, inferred, and
no single day unless both are one.
"""

import re
from datetime import date, timedelta

from dragoman.meaning.dating import EARLIER, date_of, days, stated
from dragoman.meaning.dating_clause import before_date, fineness, is_date
from dragoman.meaning.dating_counted import counted_date, stands_in
from dragoman.meaning.dating_echoes import echoed_date
from dragoman.meaning.dating_verbs import accompanies
from dragoman.meaning.times_scene import first_day
from dragoman.meaning.times_verbs import cues
from dragoman.meaning.tree import Tree
from dragoman.ontology import DateHow, Grain
from dragoman.types import UNDATED, Interval, Time, When

REACH = 2
"""Sentences back in which an act told before may stand."""


def event_date(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """The date of the event that token i tells: stated, counted from another date, or inferred."""
    found = told_date(tree, i, times, published)
    if found.interval is None and tree.tokens[i].upos == "NOUN":
        found = echoed_date(tree, i, times, published)
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
    apart = counted_date(tree, i, times, published)
    if apart is not None:
        return apart
    found = date_of(tree, i, _possible(tree, i, times, published), published)
    if found.interval is None and (_subject_of_past(tree, i) or _means_of_past(tree, i)):
        found = date_of(tree, tree.tokens[i].head, times, published)
    if found.interval is None and tree.tokens[i].upos == "NOUN":
        found = _of_its_words(tree, i, times, published)
    return found


def _of_its_words(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """ "an answer to the shelling of the village on Tuesday", "reported explosions in the night of
    Tuesday", "welcomed the release of ten men on Tuesday" printed on Thursday: the day that closes
    the noun's phrase, whatever the parse hangs it on."""
    sentence, head = tree.sentence_tokens(i), tree.head(i)
    after = [t for t in times if is_date(t) and tree.tokens[i].span.end <= t.span.start]
    time = next((t for t in after if stands_in(tree, t, sentence)), None)
    if time is None or head is None or published is None or fineness(time) > 2:
        return UNDATED
    first = tree.within(time.span)[0]
    between = range(i + 1, first)
    verbs = any(tree.tokens[j].xpos in ("VBD", "VBZ", "VBP", "MD") for j in between)
    day = first_day(time.interval)
    opened = before_date(tree, time) in ("on", "of", "in")
    if verbs or day is None or not opened or set(tree.words[i + 1 : first]) & _STOPS:
        return UNDATED
    hung = tree.head(tree.head_of(time.span) or i)
    outer = hung == head and tree.tokens[head].upos == "VERB"
    if outer and tree.lemmas[head] in cues("observe"):
        return stated(time) if day <= published else UNDATED
    if outer and not (tree.lemmas[head] in cues("attitude") and tree.relation(i) == "obj"):
        return UNDATED
    if tree.lemmas[i] in cues("agenda") or hung in between:
        return UNDATED
    return stated(time) if day < published else UNDATED


_STOPS = frozenset({",", ";", ":", "(", "”", '"', "–", "—", "and", "but"})


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
    undergone = tree.tokens[i].relation == "nsubj:pass" and tree.lemmas[i] in cues("agenda")
    if undergone and tree.lemmas[head] not in cues("hold"):
        return False  # "The meeting was welcomed on Monday"
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
        verbs = (main, *tree.having(main, ("conj",)))
        dates = (date_of(tree, verb, times, published) for verb in verbs if _tells(tree, verb))
        told = next((one for one in dates if one.interval is not None), UNDATED)
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
