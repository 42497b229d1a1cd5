"""Reports that people hold to be of another day than they came as: where they stand in lists."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.record import linked, survey
from dragoman.record.anchors import of_article
from dragoman.record.check import faults
from dragoman.record.corrections import Judgement
from dragoman.record.keepable import digest_of
from dragoman.record.lists import find_reports
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from tests.record.hand import BODY, first
from tests.record.older import as_of

Json = dict[str, Any]


def of_day(day: int) -> Json:
    """The report by hand as one of another day, under a headline that tells it."""
    document = first()
    title = f"Harbour Talks on the {day}th"
    document["article"] |= {"id": digest_of(title, BODY)[:16], "title": title}
    document["article"]["published"]["day"] = f"2031-05-{day}"
    return document


@pytest.fixture
def moved(record: Path) -> Path:
    """Six reports, of which that of the 13th is held to be of the 17th, and that of the 18th of
    the 11th.
    """
    with Store(record, settled) as store:
        for day in range(13, 19):
            store.save(of_day(day))
        for came, day in ((13, 17), (18, 11)):
            article = of_day(came)["article"]
            value = {**article["published"], "day": f"2031-05-{day}", "how": "given"}
            body = {"item": of_article(), "field": "published", "value": value}
            store.judge(Judgement("field", "editor", body, article["id"]))
    return record


def days(rows: Any) -> list[int]:
    return [int(row["title"].split()[-1][:2]) for row in rows]


def asked(query: Query, way: str, **more: Any) -> Any:
    if way == "words":
        return find_reports(query, "harbour", **more)
    return survey.reports(query, **more)


@pytest.mark.parametrize("way", ["words", "all"])
def test_they_stand_where_their_day_is(moved: Path, way: str) -> None:
    with Query(moved, settled) as query:
        assert days(asked(query, way).rows) == [13, 17, 16, 15, 14, 18]
        assert days(asked(query, way, since=date(2031, 5, 17)).rows) == [13, 17]
        assert days(asked(query, way, until=date(2031, 5, 14)).rows) == [18]
        found = asked(query, way, until=date(2031, 5, 17))
        assert (days(found.rows), found.total) == ([16, 15, 14, 18], 4)
        assert survey.days(query) == (date(2031, 5, 11), date(2031, 5, 17))


@pytest.mark.parametrize("way", ["words", "all"])
@pytest.mark.parametrize("limit", [1, 2, 4])
def test_pages_hold_each_once(moved: Path, way: str, limit: int) -> None:
    found: list[int] = []
    after = None
    with Query(moved, settled) as query:
        for _ in range(7):
            page = asked(query, way, limit=limit, after=after)
            found += days(page.rows)
            after = page.after
            if after is None:
                break
    assert found == [13, 17, 16, 15, 14, 18]


def test_the_board_of_a_day_knows_what_is_held_to_be_told_by_then(moved: Path) -> None:
    ids = {of_day(day)["article"]["id"]: day for day in range(13, 19)}
    with Query(moved, settled) as query:
        met, _ = linked.meetings(query, date(2031, 5, 13), 100)
        assert [(ids[one.report], one.day) for one in met] == [(18, date(2031, 5, 11))]
        met, _ = linked.meetings(query, None, 100)
        assert [ids[one.report] for one in met] == [13, 17, 16, 15, 14, 18]


def test_they_go_back_when_it_is_undone(moved: Path) -> None:
    with Store(moved, settled) as store:
        for number in (1, 2):
            store.judge(Judgement("undo", "editor", undoes=number))
    with Query(moved, settled) as query:
        for way in ("words", "all"):
            assert days(asked(query, way).rows) == [18, 17, 16, 15, 14, 13]
        assert not list(faults(query))


def test_a_record_of_an_older_form_learns_where_they_stand(moved: Path) -> None:
    as_of(moved, 4)
    with Store(moved, settled) as store:
        store.show_all_anew()
    with Query(moved, settled) as query:
        assert days(asked(query, "all").rows) == [13, 17, 16, 15, 14, 18]
        assert survey.days(query) == (date(2031, 5, 11), date(2031, 5, 17))
