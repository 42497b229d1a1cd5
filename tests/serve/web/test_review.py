"""Corrections from pages: kept, shown on the board, undone; the queue; two reviewers."""

import re
from collections import defaultdict
from pathlib import Path

from dragoman.record.check import faults
from dragoman.record.query import Query
from dragoman.serve.record_correct import Held
from dragoman.serve.web.doubts import doubts
from dragoman.serve.web.judging import conflicts, join, judge, undo
from tests.serve.web.conftest import SUMMIT, Reader, dragoman

REPORT = "/reports/"


def report_of(desk: Reader, words: str) -> tuple[str, str]:
    """Report and entry of the state on the words."""
    row = next(r for r in desk.json("/states.json") if words in r["span"]["text"])
    return row["report"], row["entry"]


def now(desk: Reader) -> str:
    return desk.page(f"/processes/{SUMMIT}?meeting={SUMMIT}&side=URY")


def test_a_correction_changes_the_board_and_is_undone(desk: Reader) -> None:
    report, entry = report_of(desk, "that the summit remained cancelled")
    assert 'alert">contested' in now(desk)
    done = desk.post("/correct", report=report, entry=entry, way="fields", was__state="cancelled",
                     to__state="possible", reason="misread")  # fmt: skip
    assert done.headers["location"].startswith(f"{REPORT}{report}?entry={entry}&done=1")
    assert 'alert">contested' not in now(desk)
    page = desk.page(done.headers["location"].partition("#")[0])
    assert "Correction 1 is kept" in page and "reviewed by desk" in page
    desk.post("/undo", number=1, back=f"report:{report}")
    desk.post("/undo", 400, number=1, back=f"report:{report}")
    assert 'alert">contested' in now(desk)
    assert "undone" in desk.page("/review/judged")


def test_only_what_was_changed_is_held(desk: Reader) -> None:
    report, entry = report_of(desk, "remained cancelled")
    desk.post("/correct", 400, report=report, entry=entry, way="fields", was__state="cancelled",
              to__state="cancelled")  # fmt: skip
    assert "nothing is held" in desk.http.post("/correct", data={
        "csrf": desk.csrf(), "report": report, "entry": entry}).text  # fmt: skip
    desk.post("/correct", 400, report=report, entry=entry, to__state="nonsense")
    desk.post("/correct", 404, report="ffffffffffffffff", entry=entry, to__state="possible")


def test_the_queue_goes_on_and_back_and_forgets_nothing(desk: Reader) -> None:
    seen = []
    path = "/review"
    for _ in range(10):
        text = desk.page(path)
        found = re.search(r'name="id" value="([^"]+)"', text)
        following = re.search(r'id="next" href="([^"]+)"', text)
        assert found and following
        seen.append(found[1])
        path = following[1].replace("&amp;", "&")
    assert len(set(seen)) == 10
    back = re.search(r'id="back" href="([^"]+)"', desk.page(path))
    assert back and seen[-1] in desk.page(back[1].replace("&amp;", "&"))


def test_the_whole_queue_is_walked(desk: Reader) -> None:
    """However many are passed over, the next one is another; and back again."""
    ids = [row["id"] for row in desk.json("/review.json")]
    assert len(ids) > 60
    for at in (0, 1, 40, 41, 60, len(ids) - 1):
        page = desk.page(f"/review?skip={at}")
        assert f'name="id" value="{ids[at]}"' in page
        assert f'href="/review?skip={at + 1}"' in page
    assert "Begin again" in desk.page(f"/review?skip={len(ids)}")
    desk.page("/review?skip=-1", 422)


def test_what_is_too_long_for_a_field_is_told(desk: Reader) -> None:
    report, entry = report_of(desk, "remained cancelled")
    desk.post("/correct", 400, report=report, entry=entry, way="wrong", reason="x" * 1001)
    assert desk.json("/review/judged.json") == []


def test_what_is_accepted_leaves_the_queue_and_comes_back_when_undone(desk: Reader) -> None:
    first = re.search(r'name="id" value="([^"]+)"', desk.page("/review"))
    assert first
    desk.post("/review/accept", id=first[1])
    assert f'name="id" value="{first[1]}"' not in desk.page("/review")
    row = desk.json("/api/v1/corrections")["items"][0]
    assert row["reason"] == "accepted" and row["state"] == "applied"
    desk.post("/undo", back="review")
    assert f'name="id" value="{first[1]}"' in desk.page("/review")


def test_a_key_that_does_nothing_says_so_and_stays(desk: Reader) -> None:
    """Nothing to undo, nothing changed, judged by another meanwhile."""
    at = desk.post("/undo", back="review", skip=3).headers["location"]
    assert at.startswith("/review?skip=3") and "You have nothing to undo." in desk.page(at)
    row = desk.json("/review.json")[0]
    form = {"report": row["report"], "entry": row["entry"], "back": "review"}
    at = desk.post("/correct", **form, was__act="claim", to__act="claim").headers["location"]
    assert "No field was changed" in desk.page(at)
    assert desk.json("/review/judged.json") == []
    desk.post("/review/accept", id=row["id"])
    for path, fields in (
        ("/review/accept", {"id": row["id"]}), ("/correct", {**form, "way": "wrong"})
    ):  # fmt: skip
        at = desk.post(path, **fields).headers["location"]
        assert "has been judged meanwhile" in desk.page(at)
    assert len(desk.json("/review/judged.json")) == 1
    desk.post("/review/accept", 404, id=f"{row['report']}-e999")


def test_an_address_that_is_old_tells_of_no_judgement_that_stands(desk: Reader) -> None:
    row = desk.json("/review.json")[0]
    at = desk.post("/review/accept", id=row["id"]).headers["location"]
    assert "Correction 1 is kept" in desk.page(at)
    later = desk.post("/undo", number=1, back="review").headers["location"]
    assert "Correction 1 holds no longer" in desk.page(later)
    assert "is kept" not in desk.page(at) and "is kept" not in desk.page("/review?done=99")
    assert "holds no longer" not in desk.page("/review?undone=99")
    again = desk.post("/undo", number=1, back="review").headers["location"]
    assert "You have nothing to undo." in desk.page(again)


def test_u_undoes_what_is_ones_own(desk: Reader) -> None:
    report, entry = report_of(desk, "remained cancelled")
    inner = desk.http.app.app.state.desk  # type: ignore[attr-defined]
    judge(inner, report, Held(entry, ("state=possible",)), "mo", "")
    at = desk.post("/undo", back="review").headers["location"]
    assert "You have nothing to undo." in desk.page(at)
    assert [one["state"] for one in desk.json("/review/judged.json")] == ["applied"]


def test_a_doubt_is_told_in_words(desk: Reader) -> None:
    text = desk.page("/review")
    assert re.search(r'<ul class="why"><li>\w', text) and '<mark id="words">' in text


def test_wrong_merge_and_split_by_form(desk: Reader) -> None:
    row = next(r for r in desk.json("/events.json") if r["report"] == "beae6d79ec2b8ca8")
    desk.post("/correct", report=row["report"], entry=row["entry"], way="wrong")
    left = [r["entry"] for r in desk.json("/events.json") if r["report"] == row["report"]]
    assert row["entry"] not in left
    desk.post("/correct", report=row["report"], entry="a2", way="merge", into="a1")
    assert 'id="e-a2"' not in desk.page(f"/reports/{row['report']}")
    desk.post("/correct", 400, report=row["report"], entry="a1", way="split", words="nowhere")


def test_two_reviewers_who_differ_are_shown(desk: Reader) -> None:
    report, entry = report_of(desk, "remained cancelled")
    inner = desk.http.app.app.state.desk  # type: ignore[attr-defined]
    judge(inner, report, Held(entry, ("state=possible",)), "lea", "")
    judge(inner, report, Held(entry, ("state=postponed",)), "mo", "")
    text = desk.page("/review/judged")
    assert "lea holds field state=possible, mo holds field state=postponed" in text
    assert "that the summit remained cancelled" in text, "what they differ on"
    undo(inner, 1, "lea")
    judge(inner, report, Held(entry, ("state=on_hold",)), "mo", "")
    with Query(desk.path) as query:
        assert conflicts(query) == [], "who thinks again does not differ"


def test_who_refuses_what_another_holds_differs_and_so_do_links(desk: Reader) -> None:
    report, entry = report_of(desk, "remained cancelled")
    inner = desk.http.app.app.state.desk  # type: ignore[attr-defined]
    judge(inner, report, Held(entry, ("state=cancelled",)), "lea", "")
    judge(inner, report, Held(entry, ("state=cancelled",)), "mo", "")
    judge(inner, report, Held(entry, ("hedged=true",)), "mo", "")
    with Query(desk.path) as query:
        assert conflicts(query) == [], "they hold the same, or different fields"
    judge(inner, report, Held(entry, wrong=True), "ida", "")
    text = desk.page("/review/judged")
    assert "lea holds field state=cancelled, ida holds wrong" in text
    assert "reviewers differ (3)" in desk.page("/review")
    first, second = (one["id"] for one in desk.json(f"/api/v1/processes/{SUMMIT}")["meetings"][:2])
    join(inner, first, second, "same", "lea", "", False)
    join(inner, second, first, "other", "mo", "two rooms", False)
    text = desk.page("/review/judged")
    assert re.search(r"lea holds link same: \S+, mo holds link other: \S+ \(“two rooms”\)", text)


def test_the_queue_goes_from_the_least_certain_on(desk: Reader) -> None:
    rows = desk.json("/review.json")
    told = [row["certainty"] for row in rows]
    assert told == sorted(told) and 0 < told[0] < told[-1] < 1
    assert {"statement", "state", "event"} <= {row["kind"] for row in rows}
    assert f'name="id" value="{rows[0]["id"]}"' in desk.page("/review")
    assert re.fullmatch(r"\d+% certain", rows[0]["why"][0])


def test_what_was_read_before_there_was_a_certainty_is_only_doubted(desk: Reader) -> None:
    with Query(desk.path) as query:
        document = query.shown(SUMMIT.partition("-")[0]).document
    found = next(one for one in doubts(document) if one.kind == "statement")
    assert found.certainty is not None
    own = next(one for one in document["statements"] if one["id"] == found.entry)
    del own["certainty"]
    again = next(one for one in doubts(document) if one.entry == found.entry)
    assert again.certainty is None and again.why == found.why[1:]


def test_forms_tell_who_is_meant_by_an_id(desk: Reader) -> None:
    for path in ("/review", f"/reports/{SUMMIT.partition('-')[0]}"):
        text = desk.page(path)
        assert re.search(r'<datalist id="actors"><option value="outlet">the report itself', text)
        assert re.search(r'<option value="a\d+">[A-Z]', text) and 'list="actors"' in text


def test_meetings_of_two_reports_are_made_one_and_two(desk: Reader) -> None:
    board = desk.json(f"/api/v1/processes/{SUMMIT}")
    first, second = (one["id"].replace("#", "-") for one in board["meetings"][:2])
    desk.post("/link", left=first, right=second, verdict="same", reason="one call")
    merged = [one["id"] for one in desk.json(f"/api/v1/processes/{SUMMIT}")["meetings"]]
    assert first.replace("-", "#") in merged and second.replace("-", "#") not in merged
    desk.post("/undo", number=1)
    assert desk.json(f"/api/v1/processes/{SUMMIT}")["meetings"] == board["meetings"]
    desk.post("/link", 400, left=first, right=second, verdict="friends")
    desk.post("/link", 404, left="ffffffffffffffff-m1", right=second, verdict="same")


def test_a_meeting_is_taken_out_of_its_process(desk: Reader) -> None:
    meetings = desk.json(f"/api/v1/processes/{SUMMIT}")["meetings"]
    first, second = (one["id"].replace("#", "-") for one in meetings[:2])
    desk.post("/link", left=first, right=second, verdict="other", of="process")
    assert len(desk.json(f"/api/v1/processes/{SUMMIT}")["meetings"]) == len(meetings) - 1
    desk.post("/undo", number=1)
    assert len(desk.json(f"/api/v1/processes/{SUMMIT}")["meetings"]) == len(meetings)
    desk.post("/link", 400, left="beae6d79ec2b8ca8-s1", right="beae6d79ec2b8ca8-s2",
              verdict="same", of="process")  # fmt: skip


REPORT_OF_ANOTHER_NAME = """\
Norway speaks of fish

OSLO, 23 June 2031 (Example Wire) – Norway's foreign minister Annika Vell said on Monday that the \
winter fisheries would be talked about with Peru.
"""


def told_as(desk: Reader, name: str) -> tuple[int, int]:
    """Number of an actor in the list, and how many entries tell of him."""
    row = next(r for r in desk.json(f"/actors.json?words={name}") if r["name"] == name)
    return row["id"], row["told"]


def add(desk: Reader, tmp_path: Path, text: str) -> None:
    page = tmp_path / "another.txt"
    page.write_text(text, encoding="utf-8")
    dragoman("add", "-r", str(desk.path), str(page))


def test_two_names_of_one_actor_are_one_in_every_list(desk: Reader, tmp_path: Path) -> None:
    add(desk, tmp_path, REPORT_OF_ANOTHER_NAME)
    one, before = told_as(desk, "Anna Vell")
    other, more = told_as(desk, "Annika Vell")
    said = {name: len(desk.json(f"/statements.json?by={name}")) for name in ("Anna", "Annika")}
    assert said["Annika"] == 1 and said["Anna"] > 1
    page = desk.page(f"/actors/{one}")
    assert '<option value="Annika Vell (NOR)">' in page and "winter fisheries" not in page
    at = desk.post(f"/actors/{one}/same", other="Annika Vell (NOR)").headers["location"]
    page = desk.page(at)
    assert "also told as Annika Vell" in page and "winter fisheries" in page
    assert desk.page(f"/actors/{other}").count("also told as Annika Vell") == 1
    assert told_as(desk, "Anna Vell") == (one, before + more)
    assert all(row["name"] != "Annika Vell" for row in desk.json("/actors.json?words=Vell"))
    for name in ("Anna", "Annika"):
        assert len(desk.json(f"/statements.json?by={name}")) == sum(said.values())
    with Query(desk.path) as query:
        assert not list(faults(query))
    desk.post("/undo", number=1, back=f"actor:{one}")
    assert told_as(desk, "Annika Vell") == (other, more)
    assert len(desk.json("/statements.json?by=Annika")) == 1


def test_only_one_who_is_told_by_name_is_merged(desk: Reader) -> None:
    one, _ = told_as(desk, "Anna Vell")
    for name in ("Anna Vell", "Nobody At All"):
        desk.post(f"/actors/{one}/same", 400, other=name)
    desk.post("/actors/99999999/same", 404, other="Tomas Reck")
    assert desk.json("/review/judged.json") == []


def board_rows(desk: Reader) -> set[str]:
    """Meetings on the board of the summit's process, each by its first mention."""
    board = desk.json(f"/api/v1/processes/{SUMMIT}")
    return {one["id"].replace("#", "-") for one in board["meetings"]}


def mentions(desk: Reader) -> set[tuple[str, int]]:
    """The words that the process's page has for all its meetings."""
    board = desk.json(f"/api/v1/processes/{SUMMIT}")
    found = [one for meeting in board["meetings"] for one in meeting["mentions"]]
    return {(one["report"], one["start"]) for one in found}


def test_meetings_and_processes_are_merged_by_their_names(desk: Reader) -> None:
    page = desk.page(f"/processes/{SUMMIT}")
    form = page[page.index('id="h-join"') :]
    left, right = re.findall(r'<option value="(\w+-m\d+)">[^<]+, told ', form)[:2]
    before, told = board_rows(desk), mentions(desk)
    done = desk.post("/link", left=left, right=right, verdict="same", back=f"process:{SUMMIT}")
    assert done.headers["location"] == f"/processes/{SUMMIT}?done=1"
    assert "Judgement 1 is kept" in desk.page(done.headers["location"])
    assert right in before and board_rows(desk) == before - {right}
    assert mentions(desk) == told, "the words of both stand in the one row"
    desk.post("/undo", number=1, back=f"process:{SUMMIT}")
    assert board_rows(desk) == before
    other = re.search(r'<optgroup label="other processes"><option value="([^"]+)">', form)
    assert other
    desk.post("/link", left=SUMMIT, right=other[1], verdict="same", of="process",
              back=f"process:{SUMMIT}")  # fmt: skip
    assert other[1] not in before and other[1] in board_rows(desk)


def test_two_of_one_name_are_told_apart_by_their_names(desk: Reader) -> None:
    """A judgement would part nothing: lists know people by name."""
    told = defaultdict(list)
    for row in desk.json("/api/v1/reports?limit=50")["items"]:
        for actor in desk.json(f"/api/v1/reports/{row['id']}")["actors"]:
            if any(one["kind"] == "name" for one in actor["mentions"]):
                told[actor["name"]].append(f"{row['id']}-{actor['id']}")
    first, second = next(entries for entries in told.values() if len(entries) > 1)[:2]
    answer = desk.post("/link", 400, left=first, right=second, verdict="other")
    assert "have one name" in answer.text
    assert desk.json("/review/judged.json") == []
