"""Watches: what is new in a search and in a process, as page, feed and digest."""

from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

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
            told = datetime.fromisoformat(str(one.findtext(f"{ATOM}updated")))
            assert told.year == 2031 and told.tzinfo is not None
        links = [entry.find(f"{ATOM}link") for entry in entries]
        url = links[0].get("href") if links[0] is not None else ""
        assert url and desk.http.get(url).status_code == 200
    assert desk.page("/watch/9.atom", 404)


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
    for day, said in (("2031-06-18", "had been postponed"), ("2031-06-07", "was in preparation")):
        (tmp_path / f"{day}.txt").write_text(
            f"The summit with Iceland in Cressy {said}, Uruguayan President Oskar Lind said."
        )
        dragoman("add", "-r", str(desk.path), str(tmp_path / f"{day}.txt"), "--published", day)
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
            for one in watch._news(inner, query, SUMMIT, date(2031, 6, day), None):
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
