"""Corrections from pages: kept, shown on the board, undone; the queue; two reviewers."""

import re

from dragoman.record.query import Query
from dragoman.serve.record_correct import Held
from dragoman.serve.web.doubts import doubts
from dragoman.serve.web.judging import conflicts, join, judge, undo
from tests.serve.web.conftest import SUMMIT, Reader

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
    desk.post("/undo", 404, back="review")


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
    undo(inner, 1, "lea")
    with Query(desk.path) as query:
        assert conflicts(query) == []


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
