"""The scorer of dates: where gold words stand in the article, what is right, what is too fine."""

from datetime import date
from typing import Any

import pytest

from dragoman.ingest.extract import article_from_text
from dragoman.ontology import DateHow, Grain, TimeType
from dragoman.spans import Span
from dragoman.types import Interval, MadeBy, Reading, Time, When
from evals.date_cases import case_of, stretches, tagged
from evals.dates import Tally, add_dates, finer, score, stream_days
from evals.result import Result

PUBLISHED = date(2031, 5, 14)
"""A Wednesday."""

TEXT = "LIMA, 14 May (Own Wire) — Orland shelled the port on Monday.\n\nThey will meet on Friday."


def item(id: str, words: str, **more: Any) -> dict[str, Any]:
    at = TEXT.index(words)
    return {"id": id, "date": None, "spans": {"main": [[at, at + len(words)]]}, **more}


def record(shelled: str | None, met: str | None) -> dict[str, Any]:
    return {
        "id": "own-1", "published": str(PUBLISHED), "title": None, "text": TEXT,
        "events": [
            item("e1", "shelled", type="ASSAULT", meeting=None, date=shelled),
            item("e2", "meet", type="CONSULT", meeting="m1", date=met),
        ],
        "meetings": [{"id": "m1", "date": met, "spans": {"main": []}}],
        "statements": [],
    }  # fmt: skip


def test_gold_words_are_found_again_behind_a_dateline() -> None:
    case = case_of(record("2031-05-12", "2031-05-16"))
    assert len(case.article.text.content) < len(TEXT)
    (shelled,) = case.spans(case.gold["events"][0])
    assert case.article.text[shelled] == "shelled"
    assert case.span([0, 4]) is None


def test_lines_that_the_article_lacks_move_what_follows() -> None:
    assert list(stretches("A note.\n\nOne.\n\nTwo.", "One.\nTwo.\n")) == [(9, 13, 0), (15, 19, 5)]


def scored(found: dict[str, Any]) -> Result:
    tally, result = Tally(), Result()
    for case, tags in tagged([found]):
        score(case, tags, tally)
    tally.into(result)
    return result


def test_the_dating_is_asked_at_gold_words() -> None:
    result = scored(record("2031-05-12", "2031-05-16"))
    asked = {name: value for name, value in result.measures.items() if name.endswith("asked")}
    assert asked == {"events.asked": 1.0, "meetings.asked": 1.0, "meetings.ahead.asked": 1.0}
    assert result.counts["events.asked.of"] == 2


def test_another_day_is_wrong_and_told() -> None:
    result = scored(record("2031-05-10", None))
    assert result.measures["events.asked"] == 0.0
    assert "meetings.asked" not in result.measures
    told = "own-1: wrong events.asked of e1 [shelled]: 2031-05-12 to before 2031-05-13 (stated)"
    assert any(error.startswith(told) for error in result.errors)


def test_a_record_without_dates_is_left_out() -> None:
    assert list(tagged([record(None, None)])) == []


DAY = Interval(date(2031, 5, 20), date(2031, 5, 21), Grain.DAY)
MAY = Interval(date(2031, 5, 1), date(2031, 6, 1), Grain.MONTH)


def test_a_day_made_of_a_month_is_too_fine() -> None:
    article = article_from_text("They meet in May.", published=PUBLISHED, title="", which="own")
    month = Time("t1", Span(13, 16), TimeType.DATE, "2031-05", interval=MAY)
    reading = Reading(article, MadeBy("own", "own"), times=(month,))
    assert finer(When(DateHow.STATED, DAY, "t1"), [], reading) is True
    assert finer(When(DateHow.STATED, MAY, "t1"), [], reading) is False
    assert finer(When(DateHow.STATED, DAY), [(date(2031, 5, 19), date(2031, 5, 22))], reading)
    assert finer(When(DateHow.PUBLICATION, DAY), [], reading) is None


@pytest.mark.parametrize(
    ("told", "first", "end"),
    [("2031-05-20", 20, 21), ("2031-05-20/21", 20, 22), ("week of 2031-05-19", 19, 26),
     ("next week", 19, 26), ("within two weeks", 14, 29)],
)  # fmt: skip
def test_the_words_of_the_stream_for_days(told: str, first: int, end: int) -> None:
    assert stream_days(told, PUBLISHED) == (date(2031, 5, first), date(2031, 5, end))


def test_a_meeting_with_two_dates_in_the_stream_has_none() -> None:
    states = [
        {"meeting": "M1", "planned_or_held_date": day} for day in ("2031-05-20", "2031-05-21")
    ]
    states.append({"meeting": "M2", "planned_or_held_date": "2031-05-20"})
    gold: dict[str, Any] = {"events": [{}], "meetings": [{"id": "M1"}, {"id": "M2"}]}
    add_dates(gold, {"events": [{"date": "2031-05"}], "meetings": states}, PUBLISHED)
    assert gold["events"] == [{"date": "2031-05"}]
    assert gold["meetings"][0] == {"id": "M1"}
    assert gold["meetings"][1]["planned_date"] == ["2031-05-20", "2031-05-21"]
