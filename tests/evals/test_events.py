"""The events eval: its wrong cases come by family, each in turn."""

import pytest

from dragoman.ontology import EventStatus, EventType
from evals.events import QUADS, _family, filed, macro, spread

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


@pytest.mark.parametrize(
    ("kind", "status", "cameo", "root"),
    [
        ("AID", "happened", "070", "AID"),
        ("AID", "planned", "070", "AGREE"),
        ("AID", "negated", "070", "REJECT"),
        ("CONSULT", "planned", "040", "CONSULT"),
        ("ASSAULT", "possible", "190", "THREATEN"),
        ("ACCUSE", "possible", "110", "ACCUSE"),
        ("RETREAT", "happened", "087", "YIELD"),
        ("SANCTION", "happened", "163", "COERCE"),
    ],
)
def test_an_act_is_filed_as_plv_files_it(kind: str, status: str, cameo: str, root: str) -> None:
    assert filed(EventType(kind), EventStatus(status), cameo) == root
    assert root in QUADS


def test_macro_f1_is_of_the_classes_of_gold() -> None:
    assert macro([("a", "a"), ("b", "a"), ("b", "c")]) == pytest.approx((2 / 3 + 0) / 2)
