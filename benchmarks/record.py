"""Generated readings in a record → time of each question, of adding one more, size per report.

    python -m benchmarks.record [--reports 1000 10000 100000] [--folder FOLDER] [--save]

The readings are made up: words of Zipf's frequencies in reports of about 400, invented names,
sides by weight, three years of days in no order; per report 8 statements, 6 events, 2 meetings with
2 states each, a condition, a task. They are saved one by one, each a transaction of its own, as
`dragoman add` does; adding is measured on the last 200, while the others are saved without waiting
for the disk, some 6 ms each: a record of 100,000 takes one core about ten minutes to fill. It is
the store's part alone: reading a report costs the same whatever the record holds. Questions are
asked 21 times with other words and names each time, the median is told. The file's system cache is
warm. A board is that of the five processes told most; it is also asked right after one more report,
when what that report tells of has to be linked again.

``--save`` writes ``benchmarks/results/record.*``.
"""

import argparse
import gc
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks.stamp import stamp
from benchmarks.stamp import told as stamped
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
from dragoman.processes.board import Board, board
from dragoman.record import schema
from dragoman.record.keepable import digest_of
from dragoman.record.lists import Wanted, find_items, find_reports
from dragoman.record.query import Query
from dragoman.record.store import Seen, Store
from dragoman.serve.json_load import settled
from dragoman.serve.json_view import to_dict
from dragoman.serve.record_story import Asked, story_of
from dragoman.serve.settings import Settings
from dragoman.spans import Span, Text
from dragoman.types import (
    Actor,
    Article,
    Condition,
    Event,
    Interval,
    MadeBy,
    Meeting,
    Mention,
    Published,
    Reading,
    StateClaim,
    Statement,
    Task,
    When,
)

Json = dict[str, Any]

FIRST = date(2031, 1, 1)
DAYS = 1096
WORDS = 20_000
SIDES = ("NOR", "PER", "KEN", "AUT", "LAO", "FJI", "URY", "BEN", "MLT", "NPL")
ASKED = 21
LAST = 200
"""Reports on which adding is measured."""
AGAIN = 15
"""Boards that are asked after one more report."""
HASTE = ("synchronous = OFF", "wal_autocheckpoint = 20000", "cache_size = -500000")
"""How the reports are saved that are not measured."""
RESULTS = Path(__file__).parent / "results"


# --- made-up readings --------------------------------------------------------------------------


@cache
def lexicon() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Invented words and their cumulated frequencies, by Zipf."""
    draw = random.Random(7)
    parts = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = {"".join(draw.choices(parts, k=draw.choice((2, 2, 3, 3, 4)))) for _ in range(WORDS * 2)}
    chosen = sorted(words)[:WORDS]
    draw.shuffle(chosen)
    return tuple(chosen), tuple(accumulate(1 / rank for rank in range(1, WORDS + 1)))


def name(number: int) -> str:
    words, _ = lexicon()
    return f"{words[number % 97].title()} {words[100 + number % 4001].title()}"


def made(number: int, version: str = "0.1.0", newest: bool = False) -> Reading:
    """The reading of that number: always the same one; `newest`: of the last day."""
    draw = random.Random(number)
    text = _Writer(draw)
    cast = [int(draw.paretovariate(0.6)) % 5000 for _ in range(6)]
    actors = tuple(
        Actor(
            f"a{at}", name(one), ActorKind.PERSON,
            tuple(Mention(text.put(name(one)), MentionKind.NAME, -1) for _ in range(3)),
            "minister", SIDES[int(draw.paretovariate(1)) % len(SIDES)], "GOV",
        )
        for at, one in enumerate(cast, 1)
    )  # fmt: skip
    ids = [actor.id for actor in actors]
    day = FIRST + timedelta(draw.randrange(DAYS))
    day = FIRST + timedelta(DAYS) if newest else day
    statements = tuple(_statement(at, draw, text, ids, day) for at in range(1, 9))
    meetings = tuple(_meeting(at, draw, text, ids, day) for at in range(1, 3))
    events = tuple(_event(at, draw, text, ids, day) for at in range(1, 7))
    condition = Condition("c1", "a1", text.words(8), "m1", "s1")
    task = Task("k1", ("a1",), ("a2",), text.words(6), target="m1")
    text.words(40)
    title, content = " ".join(text.pick(7)), text.content()
    article = Article(
        digest_of(title, content)[:16], title, Text(content), Published(day, "head"),
        source=f"Courier {draw.randrange(40)}", url=f"https://example.org/{number}",
    )  # fmt: skip
    return Reading(
        article, MadeBy(version, "0" * 16), actors=actors, statements=statements, events=events,
        meetings=meetings, conditions=(condition,), tasks=(task,),
    )  # fmt: skip


class _Writer:
    """A text that grows by pieces of known place."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._pieces: list[str] = []
        self._length = 0

    def pick(self, number: int) -> list[str]:
        words, weights = lexicon()
        return self._draw.choices(words, cum_weights=weights, k=number)

    def words(self, number: int) -> Span:
        return self.put(" ".join(self.pick(number)))

    def put(self, piece: str) -> Span:
        span = Span(self._length, self._length + len(piece))
        self._pieces.append(piece)
        self._length = span.end + 1
        return span

    def content(self) -> str:
        return " ".join(self._pieces)


def _when(draw: random.Random, day: date) -> When:
    said = day - timedelta(draw.randrange(4))
    return When(DateHow.STATED, Interval(said, said + timedelta(1), Grain.DAY))


def _statement(at: int, draw: random.Random, text: _Writer, ids: list[str], day: date) -> Statement:
    return Statement(
        f"s{at}", draw.choice(ids), text.words(2), text.words(1), (text.words(14),),
        Form.INDIRECT, draw.choice(list(Act)), Polarity.AFFIRMED, draw.choice(list(Channel)),
        addressees=(draw.choice(ids),), when=_when(draw, day),
    )  # fmt: skip


def _event(at: int, draw: random.Random, text: _Writer, ids: list[str], day: date) -> Event:
    trigger = text.words(1)
    evidence = Span(trigger.start, text.words(10).end)
    return Event(
        f"e{at}", draw.choice(list(EventType)), None, "036", draw.choice(list(EventStatus)),
        (draw.choice(ids),), (draw.choice(ids),), trigger, evidence, when=_when(draw, day),
    )  # fmt: skip


def _meeting(at: int, draw: random.Random, text: _Writer, ids: list[str], day: date) -> Meeting:
    states = tuple(
        StateClaim(
            draw.choice(list(MeetingState)), one, None, text.words(9), _when(draw, day)
        )
        for one in draw.sample(ids, 2)
    )  # fmt: skip
    mentions = (text.words(2),)
    return Meeting(f"m{at}", MeetingKind.TALKS, tuple(ids[:2]), mentions, states=states)


# --- measuring ---------------------------------------------------------------------------------


Spent = tuple[float, float]
"""Milliseconds by the clock, and of the processor's time: all else is waiting for others."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: milliseconds are medians."""

    reports: int
    add_ms: Spent
    add_worst_ms: float
    asked_ms: dict[str, Spent]
    bytes_per_report: int
    filled_s: Spent
    """Seconds that those took that were saved without waiting for the disk."""
    board_renewed_ms: Spent
    """A board after one more report of the last day …"""
    board_linked_ms: Spent
    """… and the slowest of these, in which a large process was linked again."""


def timed(call: Callable[[], object]) -> Spent:
    began, worked = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def median(found: Sequence[Spent]) -> Spent:
    wall, work = zip(*found, strict=True)
    return round(statistics.median(wall), 1), round(statistics.median(work), 1)


def fill(
    path: Path, start: int, end: int, safely: bool = True, newest: bool = False
) -> list[Spent]:
    """Save readings start … end → what each took; unless safely, the disk is not waited for."""
    spent = []
    with Store(path, settled) as store:
        for haste in () if safely else HASTE:
            store._connection.execute(f"PRAGMA {haste}")
        for number in range(start, end):
            document = to_dict(made(number, newest=newest))
            keep = partial(store.save, document, seen=[Seen(f"report {number}")])
            spent.append(timed(keep))
    return spent


def questions(draw: random.Random) -> Iterator[tuple[str, Callable[[Query], object]]]:
    """One of each kind, with words and names of its own."""
    words, weights = lexicon()
    word = draw.choices(words, cum_weights=weights, k=3)
    rare = draw.choice(words[2000:])
    side = draw.choice(SIDES)
    who = name(int(draw.paretovariate(0.6)) % 5000)
    since = FIRST + timedelta(draw.randrange(DAYS))
    statements = "statement"
    month = Wanted(statements, by=side, since=since, until=since + timedelta(30))
    yield "search, one word", lambda q: find_reports(q, word[0])
    yield "search, a rare word", lambda q: find_reports(q, rare)
    yield "search, three words", lambda q: find_reports(q, " ".join(word))
    yield "search, since", lambda q: find_reports(q, word[0], since=since)
    yield "said", lambda q: find_items(q, Wanted(statements))
    yield "said, by a side", lambda q: find_items(q, Wanted(statements, by=side))
    yield "said, by a name", lambda q: find_items(q, Wanted(statements, by=who))
    yield "said, a word", lambda q: find_items(q, Wanted(statements, words=word[0]))
    yield (
        "said, a word, a side and an act",
        lambda q: find_items(q, Wanted(statements, words=word[0], by=side, label="deny")),
    )
    yield "said, by a side in a month", lambda q: find_items(q, month)
    yield "events, a type", lambda q: find_items(q, Wanted("event", label="SANCTION"))
    yield "states, a side", lambda q: find_items(q, Wanted("state", by=side))
    yield "board", boards


def boards(query: Query) -> list[Board]:
    """Those of the five processes told most."""
    answer = story_of(query, Settings(record=query.path), Asked())
    return [board(process) for process in answer.story.processes]


def renewed(path: Path, number: int) -> list[Spent]:
    """A board right after each of the reports that follow this number, all of the last day."""
    spent = []
    for one in range(number, number + AGAIN):
        fill(path, one, one + 1, newest=True)
        with Query(path, settled) as query:
            spent.append(timed(partial(boards, query)))
    return spent


def ask(path: Path) -> dict[str, Spent]:
    """Medians of each question."""
    draw = random.Random(11)
    spent: dict[str, list[Spent]] = {}
    with Query(path, settled) as query:
        for _ in range(ASKED):
            for told, question in questions(draw):
                spent.setdefault(told, []).append(timed(partial(question, query)))
    return {told: median(found) for told, found in spent.items()}


def measure(path: Path, start: int, reports: int) -> Row:
    """Fill a record up to a number of reports and ask it."""
    wall, work = timed(partial(fill, path, start, reports - LAST, safely=False))
    added = fill(path, reports - LAST, reports)
    asked, after = ask(path), renewed(path, reports)
    return Row(
        reports,
        median(added),
        round(max(wall for wall, _ in added), 1),
        asked,
        path.stat().st_size // reports,
        (round(wall / 1000, 1), round(work / 1000, 1)),
        median(after),
        max(((round(wall, 1), round(work, 1)) for wall, work in after), key=lambda one: one[1]),
    )


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.record")
    options.add_argument("--reports", type=int, nargs="+", default=[1000, 10_000, 100_000])
    options.add_argument("--folder", type=Path, help="where the record is made, and left")
    options.add_argument("--save", action="store_true")
    options.add_argument("--there", type=int, default=0, help="reports that the folder's has")
    chosen = options.parse_args()
    # As the program does: a cold start makes many lasting values.
    gc.set_threshold(100_000)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        path = (chosen.folder or Path(folder)) / "benchmark.db"
        schema.create(path).close()
        start = chosen.there
        for reports in sorted(chosen.reports):
            rows.append(measure(path, start, reports))
            start = reports + AGAIN
            print(*table(rows[-1]), sep="\n", flush=True)
            if chosen.save:
                save(rows)


def save(rows: list[Row]) -> None:
    """The figures so far, for programs and as a table."""
    load = round(os.getloadavg()[0], 1)
    found = {"rows": [asdict(row) for row in rows], "load": load} | stamp()
    (RESULTS / "record.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    sizes = [f"{row.reports:,}" for row in rows]
    lines = [
        "# A record of generated reports", "",
        "Milliseconds, medians, by the clock and in brackets of the processor's time;",
        "`python -m benchmarks.record --save`, which says how. The load of the machine (two cores)",
        f"was {load}: where it is above two, the clock tells of others' work, too.", "",
        f"{stamped(found)}.", "",
        f"| | {' | '.join(sizes)} reports |", f"|---|{'---:|' * len(rows)}",
    ]  # fmt: skip
    figures = {"add one": [told(row.add_ms) for row in rows]}
    figures |= {name: [told(row.asked_ms[name]) for row in rows] for name in rows[0].asked_ms}
    figures["board after one more report"] = [told(row.board_renewed_ms) for row in rows]
    figures[f"… the slowest of {AGAIN}"] = [told(row.board_linked_ms) for row in rows]
    figures["seconds to fill it"] = [told(row.filled_s) for row in rows]
    figures["bytes a report"] = [f"{row.bytes_per_report:,}" for row in rows]
    lines += [f"| {name} | {' | '.join(found)} |" for name, found in figures.items()]
    (RESULTS / "record.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def told(spent: Spent) -> str:
    """By the clock, and of the processor's time."""
    return f"{spent[0]} ({spent[1]})"


def table(row: Row) -> Iterator[str]:
    """A record's figures, a line each."""
    yield f"\n{row.reports:,} reports, {row.bytes_per_report:,} bytes each"
    yield f"{told(row.filled_s):>16} s   to fill it"
    yield f"{told(row.add_ms):>16} ms  add one (worst of {LAST}: {row.add_worst_ms} ms)"
    for name, spent in row.asked_ms.items():
        yield f"{told(spent):>16} ms  {name}"
    yield f"{told(row.board_renewed_ms):>16} ms  board after one more report"
    yield f"{told(row.board_linked_ms):>16} ms  … the slowest of {AGAIN}"


if __name__ == "__main__":
    main()
