"""The scorer of times: the definitions of TempEval-3, and a third that nobody looks at."""

from datetime import date

import pytest

from dragoman.ontology import TimeType
from dragoman.spans import Span, Text
from dragoman.types import Time
from evals.times import Document, Gold, count, held_out, same_value, shares, weekdays
from tests.meaning.test_times import PUBLISHED
from tests.meaning.trees import read


def found(start: int, end: int, value: str, type: TimeType = TimeType.DATE) -> Time:
    return Time("", Span(start, end), type, value)


GOLD = (Gold(Span(0, 10), "DATE", "2031-05-07"), Gold(Span(20, 30), "DATE", "2031-W3"))


def test_value_is_relaxed_f1_times_the_share_of_right_values() -> None:
    hits = [found(0, 10, "2031-05-07"), found(22, 30, "2031-W03"), found(40, 44, "2031")]
    scores = count(GOLD, hits).scores()
    assert scores == {"strict": 40.0, "relaxed": 80.0, "type": 80.0, "value": 80.0}


def test_one_expression_is_matched_once() -> None:
    scores = count(GOLD, [found(0, 30, "2031-05-07")]).scores()
    assert scores["relaxed"] == pytest.approx(66.7)
    assert scores["strict"] == 0.0


@pytest.mark.parametrize(
    ("ours", "gold", "same"),
    [("2031-W03", "2031-W3", True), ("2031-05-07T10:00:00", "2031-05-07T10:00", True),
     ("2031-05", "2031-05-07", False)],
)  # fmt: skip
def test_padding_is_no_difference(ours: str, gold: str, same: bool) -> None:
    assert same_value(ours, gold) is same


def test_a_third_is_held_out_and_always_the_same() -> None:
    names = [f"d{number}" for number in range(90)]
    assert len(held_out(names)) == 30
    assert held_out(reversed(names)) == held_out(names)


def test_weekdays_are_counted_by_direction() -> None:
    text = Text("They met on Monday. They will meet on Friday. A market opens on Sunday.")
    tags = read(text.content).tags
    gold = [
        Gold(Span(at, at + 6), "DATE", value)
        for at, value in (
            (text.content.index("Monday"), "2031-05-12"),
            (text.content.index("Friday"), "2031-05-16"),
            (text.content.index("Sunday"), "2031-05-04"),
        )
    ]
    doc = Document("d", text, PUBLISHED, tuple(gold))
    assert isinstance(PUBLISHED, date)
    pairs = weekdays([doc], lambda text: tags)
    assert pairs["all"] == {"right": 2, "of": 3}
    assert pairs["ahead"] == {"right": 1, "of": 1}
    assert shares(pairs)["oracle"] == pytest.approx(66.7)
