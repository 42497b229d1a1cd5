"""A record's processes are those of its reports as files, and a new report costs its own alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import UsageError
from dragoman.processes.assemble import assemble
from dragoman.processes.board import board
from dragoman.processes.changes import changes
from dragoman.processes.story import tell
from dragoman.processes.values import Judgement as Ruling
from dragoman.processes.values import Process
from dragoman.record import schema
from dragoman.record.corrections import Judgement
from dragoman.record.links import link
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve import record_matters, record_story
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.json_view import to_dict
from dragoman.serve.record_packed import opened, packed
from dragoman.serve.record_story import Asked, story_of
from dragoman.serve.settings import Settings
from dragoman.types import Reading
from tests.processes.desk import Meet, Say, report

TALKS = Meet(on="2031-05-10", says=[Say("scheduled", "NOR")])


def told(id: str, day: str, *meets: Meet) -> Reading:
    """A report of words of its own, so that none is a near-copy of another."""
    return report(id, day, *meets, body=" ".join(f"{id} told {at}" for at in range(30)) + ".")


OURS = [
    told("r1", "2031-05-04", TALKS),
    told("r2", "2031-05-06", Meet("a call", "call", says=[Say("possible", "CHL")])),
    told("r3", "2031-05-08", Meet(on="2031-05-12", says=[Say("postponed", "CHL")])),
]
THEIRS = [
    told("r4", "2031-05-05", Meet(sides=("PER", "KEN"), says=[Say("agreed", "PER")])),
    told("r5", "2031-05-07", Meet(sides=("PER", "KEN"), says=[Say("agreed", "KEN")])),
]
ALL = Asked(most=None, whole=True)


class Desk:
    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.settings = path, Settings(record=path)
        self.linked: list[int] = []
        schema.create(path).close()

        def counted(readings: Sequence[Reading], judgements: Sequence[Ruling]) -> object:
            self.linked.append(len(readings))
            return assemble(readings, judgements)

        monkeypatch.setattr(record_story, "assemble", counted)

    def save(self, *readings: Reading) -> None:
        with Store(self.path, settled) as store:
            for reading in readings:
                store.save(to_dict(reading))

    def judge(self, left: str, right: str, verdict: str, process: bool = False) -> int:
        with Query(self.path, settled) as query, Store(self.path, settled) as store:
            return store.judge(link(query, left, right, verdict, "editor", "", process))

    def processes(self, asked: Asked = ALL) -> tuple[Process, ...]:
        with Query(self.path, settled) as query:
            return story_of(query, self.settings, asked).story.processes


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path / "record.db", monkeypatch)


def kept(readings: Iterable[Reading]) -> list[Reading]:
    """Readings as JSON gives them back."""
    return [from_dict(to_dict(reading)) for reading in readings]


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4], [4, 2, 0, 3, 1], [1, 0, 4, 2, 3]])
def test_a_record_tells_what_files_tell_in_whichever_order_they_came(
    desk: Desk, order: list[int]
) -> None:
    readings = [*OURS, *THEIRS]
    desk.save(*(readings[at] for at in order))
    # Of judgements on actors those across matters are missing: each matter is linked by itself.
    wanted = [replace(one, judgements=()) for one in tell(kept(readings)).processes]
    for _ in ("linked", "found"):
        assert [replace(one, judgements=()) for one in desk.processes()] == wanted
    assert all(process.judgements for process in desk.processes())


def test_only_the_matter_of_a_new_report_is_linked_again(desk: Desk) -> None:
    desk.save(*OURS[:2], *THEIRS)
    desk.processes()
    desk.processes()
    assert sorted(desk.linked) == [2, 2]
    desk.save(OURS[2])
    assert len(desk.processes()[0].reports) == 3
    assert sorted(desk.linked) == [2, 2, 3]


def test_a_bare_process_has_the_boards_and_changes_of_the_whole_one(desk: Desk) -> None:
    desk.save(*OURS, *THEIRS)
    for whole, bare in zip(desk.processes(), desk.processes(Asked(most=None)), strict=True):
        assert bare.judgements == ()
        for day in range(1, 15):
            at = date(2031, 5, day)
            assert boards(bare, at) == boards(whole, at)
            assert changes(bare, at) == changes(whole, at)


def boards(process: Process, at: date) -> list[object]:
    now = board(process, at)
    return [now.reports, now.meetings, now.conditions, now.tasks, now.in_force, now.silent]


def test_what_is_asked_for(desk: Desk) -> None:
    desk.save(*OURS, *THEIRS)
    names = [process.name for process in desk.processes()]
    assert names == ["Chile–Norway talks", "Kenya–Peru talks"]
    assert [p.name for p in desk.processes(Asked(about="Kenya"))] == names[1:]
    assert [p.name for p in desk.processes(Asked(most=1))] == names[:1]
    assert [p.name for p in desk.processes(Asked(least=3))] == names[:1]
    with pytest.raises(UsageError, match="there are: Chile–Norway talks; Kenya–Peru talks"):
        desk.processes(Asked(about="Elves"))
    first = OURS[1].article.published.day
    assert [len(p.reports) for p in desk.processes(Asked(until=first))] == [2, 1]


def test_links_and_corrections_are_told_at_once_and_undone(desk: Desk) -> None:
    desk.save(*OURS, *THEIRS)
    assert [len(p.meetings) for p in desk.processes()] == [2, 1]
    number = desk.judge("r1#m1", "r3#m1", "other")
    assert [len(p.meetings) for p in desk.processes()] == [3, 1]
    with Store(desk.path, settled) as store:
        store.judge(Judgement("undo", "editor", undoes=number))
    assert [len(p.meetings) for p in desk.processes()] == [2, 1]
    with Store(desk.path, settled) as store, Query(desk.path, settled) as query:
        from dragoman.serve.record_correct import Held, correct

        correct(query, store, "r3", Held("m1.1", ("state=cancelled",)), "editor", "")
    (standing, *_) = board(desk.processes()[0]).meetings
    assert {c.state for row in standing.rows for c in row.standing} == {"scheduled", "cancelled"}


def test_processes_are_merged_and_split_by_whom_it_concerns(desk: Desk) -> None:
    desk.save(*OURS, *THEIRS)
    desk.judge("r3#m1", "r5#m1", "same", process=True)
    assert [len(p.meetings) for p in desk.processes()] == [3]
    desk.judge("r1#m1", "r2#m1", "other", process=True)
    assert sorted(len(p.meetings) for p in desk.processes()) == [1, 2]
    with Query(desk.path, settled) as query, pytest.raises(UsageError, match="of kind process"):
        link(query, "r1#m1", "r2#m1", "replaces", "editor", "", process=True)


def test_two_that_were_held_to_be_one_meeting_are_parted_with_their_processes(desk: Desk) -> None:
    """Whoever says that they are of two processes need not say first that they are two."""
    desk.save(*OURS)
    (before,) = desk.processes()
    number = desk.judge("r1#m1", "r3#m1", "other", process=True)
    first, second = desk.processes()
    assert len(before.meetings) + 1 == len(first.meetings) + len(second.meetings)
    with Store(desk.path, settled) as store:
        store.judge(Judgement("undo", "editor", undoes=number))
    assert len(desk.processes()) == 1


def test_a_later_reading_is_the_one_that_counts(desk: Desk) -> None:
    desk.save(*OURS)
    again = told("r3", "2031-05-08", Meet(on="2031-05-12", says=[Say("cancelled", "CHL")]))
    document = to_dict(again)
    document["article"] = to_dict(OURS[2])["article"]
    desk.processes()
    with Store(desk.path, settled) as store:
        store.save({**document, "made_by": {"version": "9", "weights": ""}})
    states = {c.state for joint in desk.processes()[0].meetings for c in joint.claims}
    assert states == {"scheduled", "possible", "cancelled"}


def test_a_record_that_is_being_written_to_answers_and_keeps_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save(*OURS)
    monkeypatch.setattr(record_story, "_PATIENCE", 0.01)
    with Store(desk.path) as store, schema.transaction(store._connection):
        assert len(desk.processes()) == 1
    assert len(desk.processes()) == 1
    assert desk.linked == [3, 3]


def test_of_too_many_reports_the_newest_are_linked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_matters, "MOST", 2)
    desk.save(*OURS)
    (process,) = desk.processes()
    assert [one.id for one in process.reports] == ["r2", "r3"]
    with Query(desk.path, settled) as query:
        assert story_of(query, desk.settings, ALL).left == 1


def test_a_process_is_opened_as_it_was_packed() -> None:
    for process in tell([*OURS, *THEIRS]).processes:
        assert opened(Process, packed(process)) == process
