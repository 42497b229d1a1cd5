"""Watches: what is new in a search and in a process, as page, feed and digest."""

from xml.etree import ElementTree

from tests.serve.web.conftest import SUMMIT, Reader

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


def test_what_makes_no_search_is_not_watched(desk: Reader) -> None:
    desk.post("/watch", 400, kind="statements", asked="since=May")
    desk.post("/watch", 400, kind="planets", asked="")
    desk.post("/watch", 404, kind="process", asked="ffff-m1")
    watched(desk)
    watched(desk)
    assert desk.page("/watch").count("Atom feed") == 3
