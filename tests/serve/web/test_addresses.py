"""A process's address leads to it after it was linked anew, read anew, and joined or parted."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.record.query import Query
from dragoman.record.schema import create
from dragoman.record.store import Seen
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.json_view import to_dict
from dragoman.serve.record_options import store as writer
from dragoman.serve.settings import Settings
from dragoman.types import MadeBy
from tests.serve.web.conftest import SUMMIT, Reader, reader

LATER = "the report of the next day, by which it was known before the first was read"


def leads(desk: Reader, path: str) -> str:
    """Where an address leads."""
    answer = desk.http.get(path, follow_redirects=False)
    assert answer.status_code == 307, (path, answer.status_code)
    return str(answer.headers["location"])


def without(made: Path, left_out: str, path: Path) -> list[dict[str, object]]:
    """A record of all of another's reports but one → the documents of that one."""
    settings = Settings(record=path)
    create(path).close()
    with Query(made, settled) as query, writer(settings) as store:
        documents = [query.document(id) for id in query.ids()]
        for document in documents:
            if document["article"]["id"] != left_out:
                store.save(document, seen=[Seen("a test")])
    return [one for one in documents if one["article"]["id"] == left_out]


def test_an_earlier_report_gives_another_address(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "late.db"
    (first,) = without(made, SUMMIT.partition("-")[0], path)
    with reader(path) as http:
        desk = Reader(http, path)
        old = re.search(r'href="(/processes/[\w.-]+)">[^<]*Iceland–Uruguay summit', desk.page("/"))
        assert old and old[1] != f"/processes/{SUMMIT}"
        desk.post("/watch", kind="process", asked=old[1].removeprefix("/processes/"))
        with writer(Settings(record=path)) as store:
            store.save(first, seen=[Seen("a test")])
        asked = "?at=2031-06-12&since=2031-06-05"
        assert leads(desk, old[1] + asked) == f"/processes/{SUMMIT}{asked}", LATER
        assert desk.json(f"/api/v1{old[1]}") == desk.json(f"/api/v1/processes/{SUMMIT}")
        assert "that the summit remained cancelled" in desk.page("/digest?since=2031-06-10")


def test_every_mention_of_its_meetings_leads_to_it(desk: Reader) -> None:
    inner = desk.http.app.app.state.desk  # type: ignore[attr-defined]
    desk.page("/")
    snapshot = inner.shelf._snapshot
    own = [ref for ref, home in snapshot.members.items() if home.replace("#", "-") == SUMMIT]
    assert len(own) > 3
    for ref in own:
        if ref.replace("#", "-") != SUMMIT:
            assert leads(desk, f"/processes/{ref.replace('#', '-')}") == f"/processes/{SUMMIT}"
    assert desk.page(f"/processes/{SUMMIT.partition('-')[0]}-m99", 404)


def test_a_new_reading_that_numbers_otherwise(desk: Reader) -> None:
    report = SUMMIT.partition("-")[0]
    with Query(desk.path, settled) as query:
        read = from_dict(query.document(report))
    meetings = tuple(replace(one, id=f"m{9 - at}") for at, one in enumerate(read.meetings))
    events = tuple(
        replace(one, meeting=one.meeting and f"m{10 - int(one.meeting[1:])}") for one in read.events
    )
    others = {
        name: tuple(
            replace(one, target=one.target and f"m{10 - int(one.target[1:])}")
            for one in getattr(read, name)
        )
        for name in ("conditions", "tasks")
    }
    with writer(Settings(record=desk.path)) as store:
        new = replace(read, made_by=MadeBy("9.9", "0" * 16), meetings=meetings, events=events)
        store.save(to_dict(replace(new, **others)), seen=[Seen("a test")])
    at = leads(desk, f"/processes/{SUMMIT}")
    assert at != f"/processes/{SUMMIT}"
    assert "Iceland–Uruguay summit" in desk.page(at)


def test_a_meeting_that_was_taken_out_leads_to_its_own_process(desk: Reader) -> None:
    meetings = desk.json(f"/api/v1/processes/{SUMMIT}")["meetings"]
    first, second = (one["id"].replace("#", "-") for one in meetings[:2])
    assert leads(desk, f"/processes/{second}") == f"/processes/{SUMMIT}"
    desk.post("/link", left=first, right=second, verdict="other", of="process")
    assert "Iceland–Uruguay call" in desk.page(f"/processes/{second}")
    desk.post("/undo", number=1)
    assert leads(desk, f"/processes/{second}") == f"/processes/{SUMMIT}"


def test_a_cell_is_chosen_by_any_mention_of_its_meeting(desk: Reader) -> None:
    inner = desk.http.app.app.state.desk  # type: ignore[attr-defined]
    desk.page("/")
    process = inner.shelf._snapshot.process(SUMMIT.replace("-", "#"))
    joint = process.meeting(SUMMIT.replace("-", "#"))
    other = next(m for m in joint.mentions if f"{m.report}-{m.item}" != SUMMIT)
    text = desk.page(f"/processes/{SUMMIT}?meeting={other.report}-{other.item}&side=URY")
    assert "that the summit remained cancelled" in text[text.index('id="words"') :]


@pytest.mark.parametrize("path", ["/statements", "/statements.csv", "/api/v1/statements", "/"])
def test_a_question_with_one_name_twice_is_refused(desk: Reader, path: str) -> None:
    """Only the last of the two would count, and nobody would be told."""
    key = "words" if path == "/" else "by"
    assert f"{key}: is told more than once" in desk.page(f"{path}?{key}=NAM&{key}=MLT", 400)
    assert desk.page(f"{path}?{key}=NAM")
