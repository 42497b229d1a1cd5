"""The stream's gold in the names of our vocabularies."""

from typing import Any

from evals.desk import as_list
from evals.stream import bare, our_gold, participants, spelled


def gold(**parts: Any) -> dict[str, Any]:
    return {"statements": [], "meetings": [], "events": [], "conditions": [], "tasks": [], **parts}


def state(name: str, *asserters: str) -> dict[str, Any]:
    return {"meeting": "M1", "state": name, "asserter": list(asserters)}


def test_states_asserters_and_participants_are_brought_to_our_names() -> None:
    known = {"M1": {"id": "M1", "kind": "ministerial", "participants": ["Vell", "Brandsky"]}}
    told = gold(
        meetings=[
            state("agreed_in_principle", "Vell (earlier)"),
            state("objected", "Vell"),
            state("held", "page"),
        ]
    )
    (meeting,) = our_gold(told, known, "Vell met Brandskiy.")["meetings"]
    assert meeting["participants"] == ["Vell", "Brandskiy"]
    assert meeting["kind"] == "talks"
    assert meeting["states"] == [
        {"state": "agreed", "asserter": ["Vell"]},
        {"state": "held", "asserter": ["outlet"]},
    ]


def test_a_cancellation_is_a_rejection_and_hypothetical_has_two_names() -> None:
    event = {"actor": ["Vell"], "target": [], "status": "hypothetical", "plover": "AID"}
    off = {**event, "plover": "SANCTION", "note": "mode discontinue", "status": "happened"}
    ours = our_gold(gold(events=[{**event, "note": None}, off]), {}, "")["events"]
    assert [one["type"] for one in ours] == ["AID", "REJECT"]
    assert as_list(ours[0]["status"]) == ["possible", "conditional"]


def test_a_date_counts_only_to_the_day() -> None:
    said = {"speaker": ["Vell"], "anchor": "so be it", "form": "direct", "date": "2031-05-06"}
    told = gold(
        statements=[{**said, "date_precision": "day"}, {**said, "date_precision": "inferred"}]
    )
    assert [s.get("date") for s in our_gold(told, {}, "")["statements"]] == ["2031-05-06", None]


def test_names_are_parted() -> None:
    assert participants(["Vell, Brand", "Orrin with Vell and Brand"]) == [
        "Vell", "Brand", "Orrin", "Vell", "Brand",
    ]  # fmt: skip
    assert bare(["page", "Brand (per page)"]) == ["outlet", "Brand"]
    assert spelled("Brandsky", "Brandskyy spoke.") == "Brandskyy"
    assert spelled("Vell", "Veller spoke.") == "Vell"
