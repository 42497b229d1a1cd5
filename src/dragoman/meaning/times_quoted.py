"""Quotations and the times around them → the day that quoted words were said on, where one is told.

In "“We will meet tomorrow,” she said on Monday" the morrow is the Tuesday, whenever the report is
printed; words that are not quoted are the outlet's and go from its own day.
"""

import re
from collections.abc import Sequence
from datetime import date

from dragoman.meaning.dating_clause import heads_of
from dragoman.meaning.dating_verbs import time_of
from dragoman.meaning.times_scene import first_day
from dragoman.meaning.times_verbs import cues
from dragoman.meaning.tree import Tree
from dragoman.ontology import Grain
from dragoman.spans import Span
from dragoman.types import Time

_QUOTE = re.compile(r'"[^"\n]*(?:"|$)|“[^”\n]*(?:”|$)', re.MULTILINE)
"""To its closing mark, or to the end of a paragraph that leaves it open."""


def said_earlier(
    tree: Tree, times: Sequence[Time], today: date | None
) -> tuple[tuple[Span, Time], ...]:
    """The quotations that were said on a day before the report's, each with that day."""
    quotes = [Span(*found.span()) for found in _QUOTE.finditer(tree.text.content)]
    if today is None or not quotes or not times:
        return ()
    heads = heads_of(tree, tuple(t for t in times if not any(t.span.meets(q) for q in quotes)))
    found = ((quote, _said_on(tree, quote, quotes, heads)) for quote in quotes)
    return tuple((quote, time) for quote, time in found if time and _before(time, today))


def _before(time: Time, today: date) -> bool:
    day = first_day(time.interval)
    plain = time.interval is not None and time.interval.grain is Grain.DAY and time.value[4] == "-"
    return plain and "W" not in time.value and day is not None and day < today


def _said_on(
    tree: Tree, quote: Span, quotes: Sequence[Span], heads: dict[int, Time]
) -> Time | None:
    """The date of the verb of saying that stands nearest to a quotation, in its sentences."""
    inside = tree.within(quote)
    if not inside or not heads:
        return None
    reach = range(
        tree.sentence_tokens(inside[0]).start, tree.sentence_tokens(inside[-1]).stop
    )  # fmt: skip
    verbs = [
        i for i in reach
        if tree.tokens[i].upos == "VERB" and tree.lemmas[i] in cues("report")
        and not any(tree.tokens[i].span.meets(other) for other in quotes)
    ]  # fmt: skip
    verbs.sort(key=lambda i: min(abs(i - inside[0]), abs(i - inside[-1])))
    return time_of(tree, verbs[0], heads) if verbs else None
