"""Watches: what is new in a search and in a process, as page, feed and digest."""

from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dragoman.record import survey
from dragoman.record.lists import Came
from dragoman.serve.web import watch
from tests.serve.web.conftest import SUMMIT, Reader, dragoman

ATOM = "{http://www.w3.org/2005/Atom}"


def watched(desk: Reader) -> None:
    desk.post("/watch", kind="process", asked=SUMMIT)
    desk.post("/watch", kind="statements", asked="by=URY&words=summit")
    desk.post("/watch", kind="reports", asked="words=Cressy")


def test_a_digest_tells_what_came_after_a_day(desk: Reader) -> None:
    watched(desk)
    text = desk.page("/digest?since=2031-06-10")
    assert "Iceland–Uruguay summit" in text and "that the summit remained cancelled" in text
    plain = desk.page("/digest.txt?since=2031-06-10")
    assert "that the summit remained cancelled" in plain and "<" not in plain
    assert desk.page("/digest?since=2031-06-30").count("Nothing new") == 3


def test_a_feed_is_atom_and_opens_on_the_words(desk: Reader) -> None:
    watched(desk)
    for key in (1, 2, 3):
        answer = desk.http.get(f"/watch/{key}.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.content)
        entries = feed.findall(f"{ATOM}entry")
        assert entries and len({e.findtext(f"{ATOM}id") for e in entries}) == len(entries)
        for name in ("id", "title", "updated"):
            assert feed.findtext(f"{ATOM}{name}")
            assert all(entry.findtext(f"{ATOM}{name}") for entry in entries)
        for one in (feed, *entries):
            came = datetime.fromisoformat(str(one.findtext(f"{ATOM}updated")))
            assert came.tzinfo is not None and came <= datetime.now(UTC)
        for one in entries:
            told = datetime.fromisoformat(str(one.findtext(f"{ATOM}published")))
            assert told.year == 2031 and told.tzinfo is not None
        links = [entry.find(f"{ATOM}link") for entry in entries]
        url = links[0].get("href") if links[0] is not None else ""
        assert url and desk.http.get(url).status_code == 200
    assert desk.page("/watch/9.atom", 404)


def arrives(desk: Reader, folder: Path, day: str, said: str, number: int = 0) -> None:
    """A report of a day, with words of its own."""
    path = folder / f"{day}-{number}.txt"
    path.write_text(
        f"The summit with Iceland in Cressy {said}, Uruguayan President Oskar Lind said."
    )
    dragoman("add", "-r", str(desk.path), str(path), "--published", day)


def entries_of(desk: Reader, key: int) -> list[ElementTree.Element]:
    feed = ElementTree.fromstring(desk.http.get(f"/watch/{key}.atom").content)
    return feed.findall(f"{ATOM}entry")


def test_a_report_of_a_wrong_day_silences_nothing(desk: Reader, tmp_path: Path) -> None:
    watched(desk)
    before = len(entries_of(desk, 2))
    arrives(desk, tmp_path, "2099-09-20", "had been moved")
    assert len(entries_of(desk, 2)) == before + 1
    arrives(desk, tmp_path, "2031-06-20", "had been postponed")
    arrives(desk, tmp_path, "2030-01-20", "was in preparation")
    assert len(entries_of(desk, 2)) == before + 3
    for page in ("/digest", "/digest.txt"):
        told = desk.page(page)
        assert "had been postponed" in told and "was in preparation" in told


def test_what_a_page_cannot_hold_is_told_and_led_to(
    desk: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "MANY", 2)
    watched(desk)
    total = len(desk.json("/statements.json?by=URY&words=summit"))
    assert total > 2
    told = f"the newest 2 of {total}"
    text = desk.page("/digest.txt")
    assert f"{told}; all: http://127.0.0.1:8000/statements?by=URY&words=summit" in text
    assert told in desk.page("/digest") and told in desk.page("/watch/2.atom")


def test_the_page_of_watches_tells_how_many_came(desk: Reader, tmp_path: Path) -> None:
    watched(desk)
    for number, said in enumerate(("was near", "was far", "was on", "was late", "was quiet",
                                   "was dear", "was cold")):  # fmt: skip
        arrives(desk, tmp_path, "2031-06-20", said, number)
    page = desk.page("/watch")
    assert "the newest 6 of 7" in page
    assert '<a href="/statements?by=URY&amp;words=summit">the whole list</a>' in page


def test_an_entry_has_the_same_name_by_whichever_address(desk: Reader) -> None:
    watched(desk)
    names = [
        [
            entry.findtext(f"{ATOM}id")
            for entry in ElementTree.fromstring(
                desk.http.get("/watch/2.atom", headers={"host": host}).content
            ).findall(f"{ATOM}entry")
        ]
        for host in ("127.0.0.1:8000", "localhost:8000")
    ]
    assert names[0] and names[0] == names[1]


def test_what_was_seen_is_new_no_more(desk: Reader) -> None:
    watched(desk)
    assert desk.page("/watch").count("Nothing new") == 3
    desk.post("/watch/1/seen")
    desk.post("/watch/2/drop")
    assert "Statements" not in desk.page("/digest.txt")
    desk.post("/watch/2/drop", 404)
    desk.post("/watch/1/explode", 404)


def test_what_comes_later_is_new_whatever_day_it_is_of(desk: Reader, tmp_path: Path) -> None:
    """Most reports of a day come after someone has looked; some come days late."""
    watched(desk)
    for key in (1, 2, 3):
        desk.post(f"/watch/{key}/seen")
    arrives(desk, tmp_path, "2031-06-18", "had been postponed")
    arrives(desk, tmp_path, "2031-06-07", "was in preparation")
    text = desk.page("/watch")
    assert text.count("Nothing new") == 0
    assert text.count("The summit with Iceland in Cressy was in preparation") >= 2
    assert text.count("The summit with Iceland in Cressy had been postponed") >= 2
    digest = desk.page("/digest.txt?since=2026-01-01")
    assert "was in preparation" in digest and "had been postponed" in digest
    for key in (1, 2, 3):
        desk.post(f"/watch/{key}/seen")
    assert desk.page("/watch").count("Nothing new") == 3


def test_a_change_keeps_its_id_from_whichever_day_on_it_is_asked_for(desk: Reader) -> None:
    watched(desk)
    inner = desk.http.app.app.state.desk  # type: ignore[attr-defined]
    found: dict[str, set[str]] = {}
    with inner.shelf.query() as query:
        for day in range(1, 12):
            never = survey.version(query)[0]
            for one in watch._changes(inner, query, SUMMIT, Came(never, date(2031, 6, day + 1))):
                found.setdefault(one.id, set()).add(one.words)
    assert len(found) > 8
    assert all(len(words) == 1 for words in found.values())


def test_what_makes_no_search_is_not_watched(desk: Reader) -> None:
    desk.post("/watch", 400, kind="statements", asked="since=May")
    desk.post("/watch", 400, kind="planets", asked="")
    desk.post("/watch", 404, kind="process", asked="ffff-m1")
    watched(desk)
    watched(desk)
    assert desk.page("/watch").count("Atom feed") == 3


def test_a_change_names_its_meeting_and_its_day_once(desk: Reader) -> None:
    watched(desk)
    name = next(row["name"] for row in desk.json("/processes.json") if row["id"] == SUMMIT)
    told = desk.page("/digest.txt?since=2031-06-10")
    lines = [line for line in told.splitlines() if line.startswith("* ")]
    assert any(line.startswith(f"* {name}: ") for line in lines)
    for line in lines:
        assert line.count(" Jun 2031, ") <= 1 and line.count(name) <= 1, line


def test_a_filter_that_a_list_has_not_is_not_watched(desk: Reader) -> None:
    answer = desk.post("/watch", 400, kind="reports", asked="by=zz")
    assert "no filter of reports" in answer.text and desk.json("/watch.json") == []
