"""Judgements: applied to every later reading, orphans shown, undone by others."""

import copy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dragoman.errors import RecordMissing, UsageError
from dragoman.processes.values import Kind, Verdict
from dragoman.record.anchors import Lost, anchor, anchored, by_id, every, find
from dragoman.record.corrections import Judgement, corrected
from dragoman.record.links import VERDICTS, link, links
from dragoman.record.lists import Wanted, find_items
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from dragoman.serve.record_rulings import rulings
from tests.record.hand import first, second
from tests.serve.test_json_view import FORM

Json = dict[str, Any]
ID = first()["article"]["id"]


def on(document: Json, id: str) -> Json:
    return anchor(*by_id(document, id))


def field(id: str, name: str, value: Any, number: int = 1) -> Judgement:
    """A correction made on the first reading; references in it are kept as anchors."""
    kept = anchored(first(), {name: value})[name]
    body = {"item": on(first(), id), "field": name, "value": kept}
    return Judgement("field", "desk", body, ID, number=number)


def wrong(id: str, number: int = 1) -> Judgement:
    return Judgement("wrong", "desk", {"item": on(first(), id)}, ID, number=number)


def ids(document: Json, kind: str) -> list[str]:
    return [entry["id"] for of, entry in every(document) if of == kind]


def told(document: Json, *judgements: Judgement) -> list[str]:
    return [outcome.state for outcome in corrected(document, judgements, settled).outcomes]


def test_an_anchor_finds_its_own_entry_and_the_later_one() -> None:
    for kind, entry in every(first()):
        assert find(first(), anchor(kind, entry)) == entry
    assert find(second(), on(first(), "s2"))["act"] == "deny"
    assert find(second(), on(first(), "a1"))["name"] == "Ana Vell"
    assert find(second(), on(first(), "m1.2"))["state"] == "unconfirmed"
    with pytest.raises(Lost, match="no task on “draft a timetable”"):
        find(second(), on(first(), "k1"))


def test_two_entries_on_the_same_words_are_not_guessed_between() -> None:
    document = second()
    document["events"].append({**copy.deepcopy(document["events"][0]), "id": "e2"})
    with pytest.raises(Lost, match="several of kind event on “barred”"):
        find(document, on(first(), "e1"))
    # What else they stand on tells them apart.
    document["events"][1]["evidence"] = document["events"][1]["trigger"]
    assert find(document, on(first(), "e1"))["id"] == "e1"


def test_a_field_is_corrected_in_every_reading() -> None:
    judgement = field("s2", "act", "deny")
    shown = corrected(first(), [judgement], settled).document
    assert by_id(shown, "s2")[1]["act"] == "deny"
    assert first()["statements"][1]["act"] == "say"
    assert told(second(), judgement) == ["applied"]


def test_a_reference_is_corrected_to_whoever_it_is_in_the_reading() -> None:
    judgement = field("s2", "speaker", "a1")
    assert by_id(corrected(second(), [judgement]).document, "s1")[1]["speaker"] == "a2"


def dated(document: Json, times: dict[str, str]) -> Json:
    """A reading with times read: id → words; the text tells them once each."""
    text = document["article"]["text"]
    for id, words in times.items():
        start = text.index(words)
        span = {"start": start, "end": start + len(words), "text": words}
        document["times"].append({"id": id, "span": span, "interval": MAY, "anchor": None,
                                  "type": "DATE", "value": "2031-05-05", "mod": None,
                                  "other": None})  # fmt: skip
    return document


MAY = {"start": "2031-05-05", "end": "2031-05-06", "grain": "day"}


def test_a_day_is_corrected_in_every_reading() -> None:
    day = {"how": "stated", "interval": MAY, "time": None}
    for name, entry in (("when", "m1.2"), ("planned", "m1"), ("when", "s2")):
        shown = corrected(second(), [field(entry, name, day)], settled).document
        changed = find(shown, on(first(), entry))
        assert changed[name]["interval"] == MAY
        assert find(second(), on(first(), entry))[name]["interval"] != MAY


def test_a_day_told_by_words_is_that_of_the_same_words_in_a_later_reading() -> None:
    older = dated(first(), {"t1": "Monday"})
    newer = dated(second(), {"t1": "a timetable", "t2": "Monday"})
    value = {"how": "stated", "interval": MAY, "time": "t1"}
    kept = anchored(older, {"when": value})["when"]
    body = {"item": on(older, "m1.2"), "field": "when", "value": kept}
    judgement = Judgement("field", "desk", body, ID, number=1)
    shown = corrected(newer, [judgement], settled).document
    assert find(shown, on(older, "m1.2"))["when"] == {**value, "time": "t2"}
    # read under another day of publication, the words tell another one
    later = {"start": "2031-05-12", "end": "2031-05-13", "grain": "day"}
    newer["times"][1]["interval"] = later
    shown = corrected(newer, [judgement], settled).document
    assert find(shown, on(older, "m1.2"))["when"]["interval"] == later
    newer["times"][1]["interval"] = None
    (outcome,) = corrected(newer, [judgement], settled).outcomes
    assert outcome.state == "orphan" and "tells no day" in outcome.why
    # Where no reader finds the words, the correction is not moved to others.
    (outcome,) = corrected(second(), [judgement], settled).outcomes
    assert (outcome.state, outcome.why) == (
        "orphan",
        "the newest reading has no time on “Monday”",
    )


def test_what_hangs_on_a_state_follows_its_correction() -> None:
    shown = corrected(first(), [field("m1.2", "state", "conditional")], settled).document
    meeting = shown["meetings"][0]
    assert first()["meetings"][0]["contested"] is True
    assert meeting["contested"] is False
    assert meeting["states"][1]["family"] == "open"


def test_what_is_wrong_goes_and_what_referred_to_it_refers_to_nothing() -> None:
    shown = corrected(first(), [wrong("s1"), wrong("m1", 2)], settled).document
    assert ids(shown, "statement") == ["s2"]
    assert shown["conditions"][0]["statement"] is None
    assert shown["conditions"][0]["target"] is None
    assert ids(shown, "state") == []


def test_who_asserts_something_cannot_be_taken_away_from_under_it() -> None:
    (outcome,) = corrected(first(), [wrong("a1")], settled).outcomes
    assert (outcome.state, outcome.why) == (
        "orphan",
        "it is the one who asserts m1.1; correct that first",
    )
    assert corrected(first(), [wrong("a1")]).document == first()


def missing() -> Judgement:
    """The older reader's task, for the newer one that does not read it."""
    document = first()
    task = document["tasks"][0]
    body = {"kind": "task", "item": anchor("task", task), "entry": anchored(document, task)}
    return Judgement("missing", "desk", body, ID, number=1)


def test_what_is_missing_is_added_once() -> None:
    shown = corrected(second(), [missing()], settled).document
    assert shown["tasks"][0]["charged_by"] == ["a2", "a1"]
    assert told(first(), missing()) == ["found"]
    assert corrected(first(), [missing()]).document["tasks"] == first()["tasks"]


def test_a_missing_state_goes_to_its_meeting() -> None:
    document = first()
    state = {**copy.deepcopy(document["meetings"][0]["states"][1]), "id": "new"}
    state["evidence"] = {"start": 0, "end": 8, "text": "Ana Vell"}
    entry = {**anchored(document, state), "of": {"anchor": on(document, "m1")}}
    body = {"kind": "state", "item": anchor("state", state), "entry": entry}
    shown = corrected(second(), [Judgement("missing", "desk", body, ID)], settled).document
    assert ids(shown, "state") == ["m1.1", "m1.2", "m1.3"]


def test_a_meeting_is_split_and_merged_again() -> None:
    claim = first()["meetings"][0]["states"][1]["evidence"]
    spans = [first()["meetings"][0]["mentions"][1], claim]
    split = Judgement("split", "desk", {"item": on(first(), "m1"), "spans": spans}, ID, number=1)
    shown = corrected(first(), [split], settled).document
    assert [len(one["mentions"]) for one in shown["meetings"]] == [1, 1]
    assert ids(shown, "state") == ["m1.1", "m2.1"]
    assert not any(one["contested"] for one in shown["meetings"])
    body = {"item": on(shown, "m2"), "into": on(shown, "m1")}
    merge = Judgement("merge", "desk", body, ID, number=2)
    again = corrected(first(), [split, merge], settled).document
    assert again == first()


def test_merged_actors_are_one_everywhere() -> None:
    body = {"item": on(first(), "a3"), "into": on(first(), "a2")}
    shown = corrected(first(), [Judgement("merge", "desk", body, ID)], settled).document
    assert ids(shown, "actor") == ["a1", "a2"]
    assert shown["events"][0]["targets"] == ["a2"]


def test_what_is_corrected_is_still_a_reading() -> None:
    """As the JSON schema says, and no id leads nowhere."""
    for document in (first(), second()):
        judgements = [wrong("s1", 1), field("s2", "act", "warn", 2), missing(), wrong("m1", 4)]
        shown = corrected(document, judgements, settled).document
        assert not list(Draft202012Validator(FORM).iter_errors(shown))
        for _, entry in every(shown):
            anchored(shown, entry)


# --- in the record -----------------------------------------------------------------------------


def test_corrections_survive_a_reread_and_an_undo_restores(filled: Path) -> None:
    with Store(filled, settled) as store, Query(filled, settled) as query:
        number = store.judge(field("s2", "act", "accuse"))
        lost = store.judge(wrong("k1"))
        assert find_items(query, Wanted("statement", label="accuse")).total == 1
        assert find_items(query, Wanted("task")).total == 0
        store.save(second())
        assert find_items(query, Wanted("statement", label="accuse")).total == 1
        outcomes = query.shown(ID).outcomes
        assert [(one.judgement.number, one.state) for one in outcomes] == [
            (number, "applied"),
            (lost, "orphan"),
        ]
        undo = store.judge(Judgement("undo", "desk", undoes=number))
        assert find_items(query, Wanted("statement", label="accuse")).total == 0
        assert query.shown(ID).document == second()
        store.judge(Judgement("undo", "desk", undoes=undo))
        assert find_items(query, Wanted("statement", label="accuse")).total == 1
        store.test_indexes()
        with pytest.raises(RecordMissing, match="no judgement of that number"):
            store.judge(Judgement("undo", "desk", undoes=99))


def test_a_judgement_on_no_report_is_refused(filled: Path) -> None:
    with Store(filled, settled) as store, pytest.raises(RecordMissing, match="no report"):
        store.judge(Judgement("wrong", "desk", {}, "f" * 16))


def test_links_name_entries_as_they_are_now(filled: Path) -> None:
    with Store(filled, settled) as store, Query(filled, settled) as query:
        with pytest.raises(UsageError, match="no entry m9"):
            link(query, f"{ID}#m1", f"{ID}#m9", "same", "desk")
        with pytest.raises(UsageError, match="not of one kind"):
            link(query, f"{ID}#m1", ID, "same", "desk")
        store.judge(link(query, f"{ID[:6]}#a1", f"{ID}#a2", "other", "desk"))
        with pytest.raises(UsageError, match="are one task"):
            link(query, f"{ID}#k1", f"{ID}#k1", "same", "desk")
        with pytest.raises(UsageError, match="of kind statement there are: same, other"):
            link(query, f"{ID}#s1", f"{ID}#s2", "prepares", "desk")
        gone = store.judge(link(query, f"{ID}#s1", f"{ID}#s2", "other", "desk"))
        store.save(second())
        one, two = links(query)
        assert (one.left, one.right, one.lost) == (f"{ID}#a2", f"{ID}#a1", "")
        assert (two.left, two.right) == (f"{ID}#s1", f"{ID}#s1")
        assert "no statement" in two.lost
        assert [(held.kind, held.left, held.verdict) for held in rulings(query)] == [
            ("actor", f"{ID}#a2", "other")
        ]
        undone = store.judge(Judgement("undo", "desk", undoes=gone))
        assert [held.verdict for held in links(query)] == ["other"]
        with pytest.raises(UsageError, match=f"is undone already, by {undone}"):
            store.judge(Judgement("undo", "desk", undoes=gone))
        again = store.judge(Judgement("undo", "desk", undoes=undone))
        assert len(links(query)) == 2
        with pytest.raises(UsageError, match=f"by {again}"):
            store.judge(Judgement("undo", "desk", undoes=undone))
        store.judge(Judgement("undo", "desk", undoes=again))
        assert len(links(query)) == 1


def test_what_can_be_held_is_what_the_linker_knows() -> None:
    assert {kind.value for kind in Kind} == VERDICTS.keys()
    ways = {verdict for ways in VERDICTS.values() for verdict in ways}
    assert {verdict.value for verdict in Verdict} == ways
