"""The events eval: its wrong cases come by family, each in turn."""

from evals.events import _family, spread

CASES = ["1 no act: a", "2 no act: b", "3 no act: c", "4 other pair: d", "5 other pair: e"]


def test_the_first_wrong_cases_show_every_family() -> None:
    assert spread(CASES) == [CASES[0], CASES[3], CASES[1], CASES[4], CASES[2]]


def test_a_sentence_is_filed_by_what_is_wrong() -> None:
    want = {("ARN", "GON", "06")}
    assert _family(want, want, True) is None
    assert _family(want, set(), False) == "no act"
    assert _family(want, set(), True) == "no target"
    assert _family(want, {("ARN", "MOR", "06")}, True) == "other pair"
    assert _family(want, {("ARN", "GON", "08")}, True) == "other root"
    assert _family(want, want | {("ARN", "MOR", "06")}, True) == "pair too-many"
    assert _family(set(), set(), False) is None
