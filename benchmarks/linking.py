"""Generated readings, 10³ … 10⁶ → what one more report costs to link.

    python -m benchmarks.linking [--most 100000]

Every day brings twenty reports on pairs of eighty invented sides: a meeting of a sort, its state,
a statement and an event. The processor time of the last thousand reports of each size is told; it
should not grow with what is behind them.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random

from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    DateHow,
    EventStatus,
    EventType,
    Form,
    Grain,
    MeetingKind,
    MeetingState,
    MentionKind,
    Polarity,
)
from dragoman.processes.link import Linker, order
from dragoman.spans import Span, Text
from dragoman.types import (
    Actor,
    Article,
    Event,
    Interval,
    MadeBy,
    Meeting,
    Mention,
    Published,
    Reading,
    StateClaim,
    Statement,
    When,
)

A_DAY = 20
SIDES = [f"{a}{b}X" for a in "ABCDEFGH" for b in "ABCDEFGHIJ"]
WORDS = (
    "border", "river", "port", "grain", "envoy", "lease", "convoy", "ferry", "bridge", "audit",
    "quota", "tariff", "pipeline", "treaty", "harbour", "signal", "census", "orchard", "quarry",
    "lantern", "meadow", "copper", "timber", "railway",
)  # fmt: skip
LAST = 1000


def readings(seed: int = 7) -> Iterator[Reading]:
    """Readings without end, in order of day."""
    draw, day = Random(seed), date(2031, 1, 1)
    while True:
        made = [_reading(draw, day, number) for number in range(A_DAY)]
        yield from sorted(made, key=order)
        # A calendar ends: a record of 10⁶ reports is 137 years of twenty a day.
        day += timedelta(days=1)


def _reading(draw: Random, day: date, number: int) -> Reading:
    one, other = draw.sample(SIDES, 2)
    said = " ".join(draw.choices(WORDS, k=12))
    body = f"{one} and {other} will meet. {one} said {said}. {one} froze {' '.join(WORDS[:4])}."
    text = Text(body + " " + " ".join(draw.choices(WORDS, k=300)))
    start = body.index(said)
    planned = day + timedelta(days=draw.randrange(-3, 30))
    when = When(DateHow.STATED, Interval(planned, planned + timedelta(days=1), Grain.DAY))
    state = draw.choice(list(MeetingState))
    claim = StateClaim(state, "a1", one, Span(0, 20), statement="s1")
    return Reading(
        Article(f"{day:%Y%m%d}{number:08x}", "", text, Published(day, "given"),
                source=f"Outlet {draw.randrange(200)}"),
        MadeBy("generated", ""),
        actors=tuple(
            Actor(f"a{at}", side, ActorKind.COUNTRY, (Mention(Span(0, 3), MentionKind.NAME, 0),),
                  country=side)
            for at, side in enumerate((one, other), 1)
        ),
        statements=(
            Statement("s1", "a1", None, None, (Span(start, start + len(said)),), Form.INDIRECT,
                      Act.SAY, Polarity.AFFIRMED, Channel.UNKNOWN),
        ),
        events=(
            Event("e1", EventType.SANCTION, None, "", EventStatus.HAPPENED, ("a1",), ("a2",),
                  Span(0, 3), Span(0, 20)),
        ),
        meetings=(
            Meeting("m1", draw.choice(list(MeetingKind)), ("a1", "a2"), (Span(0, 20),), None, None,
                    when, (claim,)),
        ),
    )  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser("python -m benchmarks.linking")
    options.add_argument("--most", type=int, default=100_000)
    most = options.parse_args().most
    linker, source, behind = Linker(), readings(), 0
    print(f"{'reports':>10} {'ms a report':>12} {'MB':>8}")
    size = 1000
    while size <= most:
        for reading in islice(source, size - LAST - behind):
            linker.add(reading)
        batch = list(islice(source, LAST))
        begun = time.process_time()
        for reading in batch:
            linker.add(reading)
        spent = 1000 * (time.process_time() - begun) / LAST
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:>10,} {spent:>12.2f} {memory:>8.0f}", flush=True)
        behind, size = size, size * 10
    return 0


if __name__ == "__main__":
    sys.exit(main())
