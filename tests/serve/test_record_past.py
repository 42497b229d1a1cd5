"""What the linker knew is kept and gone on from: the result is that of linking from the start."""

import json
import random
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.record import made
from dragoman.processes import link
from dragoman.processes.link import Past, in_order, judge, judge_on
from dragoman.processes.values import Judgement, Kind, Process, Verdict
from dragoman.record import links, schema
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve import record_past
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.json_view import to_dict
from dragoman.serve.record_packed import opened, packed
from dragoman.serve.record_story import Asked, story_of
from dragoman.serve.settings import Settings
from dragoman.types import Reading

FIRST = made(0, newest=True).article.published.day
ALL = Asked(most=None, whole=True)


def on_day(number: int, day: int) -> Reading:
    """A made-up reading, published so many days before the last one."""
    assert FIRST is not None
    document = to_dict(made(number))
    document["article"]["published"]["day"] = (FIRST - timedelta(day)).isoformat()
    return from_dict(document)


def meetings(readings: Iterable[Reading]) -> list[str]:
    return [f"{one.article.id}#{each.id}" for one in readings for each in one.meetings]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=12), st.data())
def test_going_on_from_any_moment_makes_what_the_start_makes(
    days: list[int], data: st.DataObject
) -> None:
    ordered = in_order(on_day(number, day) for number, day in enumerate(days))
    refs = st.sampled_from(meetings(ordered))
    rulings = [
        Judgement(Kind.MEETING, data.draw(refs), data.draw(refs), verdict, 1.0, "", "editor")
        for verdict in data.draw(st.lists(st.sampled_from([Verdict.SAME, Verdict.OTHER])))
    ]
    whole = judge(ordered, rulings)
    judged, known = judge_on(ordered, rulings, told=range(1, len(ordered) + 1))
    assert judged == whole and len(known) == len(ordered)
    for one in known:
        past = opened(Past, json.loads(json.dumps(packed(one))))
        assert past == one
        assert judge_on(ordered, rulings, past)[0] == whole


class Desk:
    """A record, and how many readings were judged when it was asked."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.added = path, 0
        schema.create(path).close()
        add = link.Linker.add

        def counted(linker: link.Linker, reading: Reading) -> list[Judgement]:
            self.added += 1
            return add(linker, reading)

        monkeypatch.setattr(link.Linker, "add", counted)

    def save(self, reading: Reading) -> None:
        with Store(self.path, settled) as store:
            store.save(to_dict(reading))

    def processes(self) -> tuple[Process, ...]:
        with Query(self.path, settled) as query:
            return story_of(query, Settings(record=self.path), ALL).story.processes

    def anew(self) -> tuple[Process, ...]:
        """The same with nothing kept."""
        with Store(self.path) as store:
            store._connection.execute("DELETE FROM linked")
        return self.processes()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(record_past, "STEP", 2)
    monkeypatch.setattr(record_past, "STRIDE", 6)
    return Desk(tmp_path / "record.db", monkeypatch)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_in_whichever_order(desk: Desk, seed: int) -> None:
    """Late reports, links and their undoing: asked each time, as if nothing had been kept."""
    draw = random.Random(seed)
    there: list[Reading] = []
    saved = 0
    for number in range(24):
        day = draw.choice([0, 1, 24 - number, 24 - number, 10])
        reading = same_sides(number, day) if number % 4 else on_day(number, day)
        there.append(reading)
        desk.save(reading)
        if number % 6 == 5:
            left, right = draw.sample(meetings(there), 2)
            with Query(desk.path, settled) as query, Store(desk.path, settled) as store:
                verdict = draw.choice(["same", "other"])
                store.judge(links.link(query, left, right, verdict, "editor", ""))
        found = desk.processes()
        if number % 3 == 2:
            before, desk.added = desk.added, 0
            assert found == desk.anew()
            saved += desk.added - before
        desk.added = 0
    assert saved > 0


def test_of_one_more_report_only_the_last_ones_are_judged(desk: Desk) -> None:
    for number in range(30):
        desk.save(same_sides(number, 30 - number))
    desk.processes()
    assert desk.added == 30
    desk.added = 0
    desk.save(same_sides(30, 0))
    (process,) = desk.processes()
    assert len(process.reports) == 31
    assert desk.added <= 4
    desk.added = 0
    desk.save(same_sides(31, 12))
    desk.processes()
    assert desk.added > 12  # one that comes late is judged in its place, and all after it


def same_sides(number: int, day: int) -> Reading:
    """A reading all of whose meetings are of the same two sides."""
    document = to_dict(on_day(number, day))
    for at, actor in enumerate(document["actors"]):
        actor["country"] = ("NOR", "PER")[at % 2]
    return from_dict(document)
