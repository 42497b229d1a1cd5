"""Reports of a matter in order → judgements on them, of which only the newest are made anew.

What the linker knew after the first of them is kept in the record, under a digest of all that it
was made from, as all of linking is: one more report is compared with what the others left, and they
are not compared again. What comes of it is what linking from the first report on makes.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files

from dragoman import __version__
from dragoman.processes.link import Past, judge_on
from dragoman.processes.sightings import published
from dragoman.processes.values import Judgement
from dragoman.record import linked
from dragoman.record.query import Query
from dragoman.serve.record_packed import opened
from dragoman.types import Reading

STEP, STRIDE = 16, 128
"""Reports after which what is known may be kept: round numbers, which stay while reports come."""
LATE = timedelta(days=1)
"""A report seldom comes later than so, and what was known before its day is then of use still."""


def judged(
    query: Query,
    ordered: Sequence[Reading],
    rulings: Sequence[Judgement],
    stamps: Mapping[str, tuple[int, int]],
) -> tuple[list[Judgement], list[tuple[str, Past]]]:
    """All that is judged, and what is to be kept of it with its keys."""
    told = _told(ordered)
    keys = {number: _key(ordered[:number], rulings, stamps) for number in told}
    past = None
    for number in sorted(told, reverse=True):
        found = linked.linked(query, keys[number])
        if found is not None:
            past = opened(Past, found.body[0])
            break
    judged, known = judge_on(ordered, rulings, past, told)
    return judged, [(keys[one.readings], one) for one in known]


def _told(ordered: Sequence[Reading]) -> set[int]:
    """After which numbers of reports what is known is of use: before the last days, and long ago.

    One that is earlier is of use when a report comes late, or is corrected.
    """
    if not ordered:
        return set()
    newest = published(ordered[-1])
    since = newest - LATE if newest.toordinal() > LATE.days else newest
    last = bisect_left(ordered, since, key=published)
    found = {last // STEP * STEP, last // STRIDE * STRIDE}
    return found - {0}


def _key(
    first: Sequence[Reading], rulings: Sequence[Judgement], stamps: Mapping[str, tuple[int, int]]
) -> str:
    """A digest of all that is known after the first readings of an order."""
    told = [(one.article.id, stamps[one.article.id]) for one in first]
    made_from = repr((linker(), told, list(rulings)))
    return f"{hashlib.sha256(made_from.encode()).hexdigest()[:32]} past"


@cache
def linker() -> str:
    """The version of the code that links, and of its tables."""
    digest = hashlib.sha256(__version__.encode())
    for folder in ("dragoman.processes", "dragoman.lexicon"):
        for file in sorted(files(folder).iterdir(), key=lambda file: file.name):
            if file.name.endswith((".py", ".tsv")):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
