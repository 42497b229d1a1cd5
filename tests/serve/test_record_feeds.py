"""What feeds fill a record with, through the real program: where it came from, what is kept to."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import RecordBusy
from dragoman.ingest.extract import article_from_text
from dragoman.ingest.inputs import Course, find_arrivals
from dragoman.serve import record_add, record_fetch
from dragoman.serve.record_add import Progress, Tally
from dragoman.types import Article
from tests.ingest.server import site as site
from tests.serve.test_record_cli import Desk
from tests.serve.test_record_cli import desk as desk


@pytest.fixture
def quick(desk: Desk) -> Desk:
    (desk.folder / "dragoman.toml").write_text("delay = 0")
    desk.run("init")
    return desk


def test_sources_are_told_and_go_to_other_readers(quick: Desk, site: Any) -> None:
    quick.run("fetch", "--private", f"{site.at}/feeds", f"{site.at}/none", code=3)
    told = {row["which"].rpartition("/")[2]: row for row in quick.json("sources")}
    assert {name: row["kind"] for name, row in told.items()} == {
        "feeds": "opml", "feed": "feed", "none": "",
    }  # fmt: skip
    assert told["feed"]["title"] == "Lake Press"
    assert told["feed"]["answered"] and not told["feed"]["message"]
    assert not told["none"]["answered"] and "404" in told["none"]["message"]
    opml = quick.run("sources", "--opml")
    assert opml.count("<outline ") == 1 and f'xmlUrl="{site.at}/feed"' in opml
    (quick.folder / "ours.opml").write_text(opml)
    quick.run("fetch", "--private", "ours.opml")
    assert quick.told == "0 read\n"
    # … and its name stays, though it only said that nothing has changed.
    assert "Lake Press" in quick.run("sources", "--opml")
    quick.run("sources", "--opml", "--json", code=2)


def test_a_page_that_robots_may_not_read_is_not_read_by_retrying(quick: Desk, site: Any) -> None:
    site.robots = "User-agent: dragoman\nDisallow: /hidden\n"
    (quick.folder / "urls.txt").write_text(f"{site.at}/hidden\n")
    quick.run("fetch", "--private", "urls.txt", code=1)
    quick.run("retry", "--private", code=1)
    assert "robots.txt" in quick.json("failures")[0]["message"]
    assert "/hidden" not in site.asked
    quick.run("add", "--private", f"{site.at}/hidden")
    assert quick.json("failures") == []


def test_the_day_that_a_feed_told_counts_when_its_page_is_had_later(quick: Desk, site: Any) -> None:
    site.failures = 2
    quick.run("fetch", "--private", f"{site.at}/latefeed", code=1)
    quick.run("retry", code=1)
    quick.run("retry", code=3)
    assert "1 read, 1 failed" in quick.told
    (row,) = quick.json("search", "Norway")
    assert row["day"] == "2031-05-07"
    assert {one["which"] for one in quick.json("failures")} == {f"{site.at}/gone"}


def test_a_watch_outlasts_another_writer(
    quick: Desk, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 1:
            raise KeyboardInterrupt

    def run(*given: Any) -> int:
        if not slept:
            raise RecordBusy("dragoman.db", "another program is writing; try again")
        return fetched(*given)

    fetched = record_fetch.run
    monkeypatch.setattr(record_fetch, "run", run)
    monkeypatch.setattr(time, "sleep", sleep)
    quick.run("watch", "--private", "--every", "5", f"{site.at}/feed", code=130)
    assert "another program is writing; try again; looked at again in 5 minutes" in quick.told
    assert "1 read, 1 failed" in quick.told
    assert slept == [300, 300]


def test_what_comes_slowly_is_read_before_the_next_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages come a second or a minute apart: those that came are kept when a run is stopped."""
    monkeypatch.setattr(record_add, "PATIENCE", 0.05)
    article = article_from_text("Norway denied that Chile had left the talks in Lima.")
    asked: list[str] = []

    def pages() -> Iterator[Article]:
        for number in range(3):
            time.sleep(0.06)
            asked.append(f"page {number}")
            yield article

    for number, _ in enumerate(record_add.read_each(pages()), 1):
        assert len(asked) == number
    monkeypatch.setattr(record_add, "PATIENCE", 60)
    asked.clear()
    next(iter(record_add.read_each(pages())))
    assert len(asked) == 3, "what comes at once is read together"


# --- how far it is -----------------------------------------------------------------------------


def test_a_run_tells_its_rate_and_how_long_it_will_take() -> None:
    tally = Tally(read=4, failed=1, started=100.0)
    assert Progress(tally, total=20)._line(110.0) == "5 done · 0.5/s · 25% · 30 s left"
    assert Progress(tally, share=lambda: 0.01)._line(110.0) == "5 done · 0.5/s · 1% · 16 min left"
    assert Progress(tally)._line(110.0) == "5 done · 0.5/s"


def test_a_course_is_told_by_the_bytes_of_all_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One report of a few words that say little. " * 20)
    rows = [json.dumps({"text": f"Report {at} of a few words. " * 30}) for at in range(300)]
    (tmp_path / "b.jsonl").write_text("\n".join(rows))
    course = Course([str(tmp_path)])
    shares = [course.share() for _ in find_arrivals([str(tmp_path)], course=course)]
    told = [share for share in shares if share is not None]
    assert len(told) == len(shares) == 301
    assert told == sorted(told)
    assert told[0] < 0.01 < told[150] < told[300] <= course.share() == 1.0  # type: ignore[operator]
    assert Course(["-"]).share() is None
    assert Course([str(tmp_path / "none.txt")]).share() is None
