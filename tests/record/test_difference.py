"""What a later reader reads otherwise."""

from dragoman.record.difference import difference
from tests.record.hand import first, second


def test_nothing_differs_from_itself() -> None:
    assert difference(first(), first()) == ()


def test_how_certain_an_entry_is_is_no_difference() -> None:
    surer = first()
    surer["statements"][0]["certainty"] = 0.9
    assert difference(first(), surer) == ()


def test_other_ids_are_no_difference_and_all_else_is_told() -> None:
    changes = {(one.kind, one.what, one.words): one.fields for one in difference(first(), second())}
    assert changes == {
        ("statement", "gone", "said"): (),
        ("statement", "changed", "denied"): (("act", "say", "deny"),),
        ("meeting", "changed", "the harbour talks"): changes[
            "meeting", "changed", "the harbour talks"
        ],
        ("condition", "changed", "the blockade ended"): (("statement", "said", None),),
        ("task", "gone", "draft a timetable"): (),
        ("state", "changed", "would open"): (("statement", "said", None),),
        ("state", "changed", "called off"): changes["state", "changed", "called off"],
    }
    assert {name for name, *_ in changes["state", "changed", "called off"]} == {"state", "denies"}
    assert ("place", "Orrin", None) in changes["meeting", "changed", "the harbour talks"]
    back = {(one.kind, one.what) for one in difference(second(), first())}
    assert ("task", "new") in back and ("statement", "new") in back
