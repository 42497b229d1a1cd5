"""The snapshot: made when the record changes, awaited by who judges, else the last one is shown."""

import os
import subprocess
import sys
import time
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.errors import RecordError
from dragoman.record.corrections import Judgement
from dragoman.record.query import Query
from dragoman.serve.json_load import settled
from dragoman.serve.record_story import Asked, story_of
from dragoman.serve.settings import Settings
from dragoman.serve.web import shelf as shelves
from dragoman.serve.web.shelf import Shelf
from dragoman.serve.web.snapshot import Snapshot, build


@pytest.fixture
def shelf(record: Path) -> Shelf:
    return Shelf(Settings(record=record))


def test_one_snapshot_until_the_record_changes(shelf: Shelf) -> None:
    with shelf.query() as query:
        first = shelf.snapshot(query)
        assert first.lines and shelf.snapshot(query) is first
        with shelf.store() as store:
            number = store.judge(Judgement("link", "desk", {"left": 1, "right": 1, "verdict": ""}))
            store.judge(Judgement("undo", "desk", undoes=number))
        assert shelf.snapshot(query).version[1] == number + 1
    shelf.close()


def test_a_snapshot_that_comes_late_is_not_waited_for(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shelf.query() as query:
        first = shelf.snapshot(query)
        slow = replace(first, version=(0, first.version[1]), seconds=60.0)
        shelf._snapshot = slow
        assert shelf.snapshot(query) is slow, "it rests first"
        shelf._made = -1e9
        never: Future[Snapshot] = Future()
        monkeypatch.setattr(shelf, "_start", lambda _: never)
        assert shelf.snapshot(query) is slow, "and is begun, and not waited for"
        never.set_result(first)
        assert shelf.snapshot(query) is first
    shelf.close()


def test_one_that_cannot_be_made_leaves_the_last(shelf: Shelf) -> None:
    with shelf.query() as query:
        first = shelf.snapshot(query)
        broken: Future[Snapshot] = Future()
        broken.set_exception(RecordError("x", "busy"))
        shelf._coming = broken
        assert shelf.snapshot(query) is first
    shelf.close()


def test_many_reports_are_linked_in_a_process(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "FEW", 2)
    monkeypatch.setattr(shelves, "WAIT", 60.0)
    shelf = Shelf(Settings(record=record))
    with shelf.query() as query:
        found = shelf.snapshot(query)
    assert found.lines == build(Settings(record=record)).lines
    shelf.close()


def test_a_process_comes_back_as_it_was_packed(record: Path) -> None:
    settings = Settings(record=record)
    found = build(settings)
    with Query(record, settled) as query:
        story = story_of(query, settings, Asked(most=None, whole=True)).story
    assert story.processes
    for process in story.processes:
        assert found.process(process.ref) == replace(process, judgements=())


def test_places_are_kept_until_a_report_changes(shelf: Shelf) -> None:
    with shelf.query() as query:
        ids = list(query.ids())
        located = shelf.located(query, ids)
        kept = dict(shelf._places)
        assert kept.keys() == set(ids) and shelf.located(query, ids) == located
        assert all(shelf._places[id] is kept[id] for id in ids), "nothing is read twice"
        with shelf.store() as store:
            document = query.document(ids[0])
            store.save({**document, "made_by": {"version": "9.9", "weights": "0" * 16}})
        shelf.located(query, ids)
        assert shelf._places[ids[0]] is not kept[ids[0]]
        assert all(shelf._places[id] is kept[id] for id in ids[1:])
    shelf.close()


def test_a_process_is_opened_once(shelf: Shelf) -> None:
    with shelf.query() as query:
        found = shelf.snapshot(query)
        ref = found.lines[0].ref
        assert shelf.process(found, ref) is shelf.process(found, ref)
        assert shelf.process(found, "nothing#m1") is None
    shelf.close()


def test_the_cold_start_of_other_commands_knows_no_web() -> None:
    told = "import sys, dragoman.serve.cli; print([m for m in sys.modules if 'fastapi' in m])"
    run = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": "src"},
    )  # fmt: skip
    assert run.stdout.strip() == "[]"


DESK = """
import multiprocessing, os, sys, time
from concurrent.futures import ProcessPoolExecutor
from dragoman.serve.web.shelf import begin_to_link
if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), begin_to_link)
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def test_the_process_that_links_ends_with_a_desk_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "desk.py"
    script.write_text(DESK, encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        linker = int(desk.stdout.readline())
        os.kill(linker, 0)
        desk.kill()
    for _ in range(100):
        try:
            os.kill(linker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the process that links lives on")
