"""Memos: collected, written, ticked, moved, exported; Markdown and DOCX hold the same."""

import io
import json
import re
import zipfile
from xml.etree import ElementTree

from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from tests.serve.web.conftest import Reader

STATEMENT = "beae6d79ec2b8ca8-s2"
WORDS = "that Lind had agreed to the summit"


def collected(desk: Reader) -> None:
    desk.post("/memo", title="Morning *note*")
    desk.post("/collect", id=STATEMENT)
    desk.post("/collect", id=STATEMENT)
    desk.post("/memo/1/note", note="First line\n# not a heading <b>")


def test_an_entry_is_collected_once(desk: Reader) -> None:
    collected(desk)
    text = desk.page("/memo/1")
    assert text.count(WORDS) == 1 and "machine-read, unreviewed" in text
    assert "# not a heading &lt;b&gt;" in text


def test_a_first_collect_makes_a_memo(desk: Reader) -> None:
    answer = desk.post("/collect", id=STATEMENT)
    assert answer.headers["location"] == "/memo/1"
    desk.post("/collect", 404, id="beae6d79ec2b8ca8-s99")
    desk.post("/collect", 404, id="nonsense")


def test_items_are_written_moved_ticked_and_taken_out(desk: Reader) -> None:
    collected(desk)
    desk.post("/memo-item/1/write", note="Mind the date")
    desk.post("/memo-item/2/up")
    text = desk.page("/memo/1")
    assert text.index("not a heading") < text.index("Mind the date")
    desk.post("/memo-item/1/tick")
    text = desk.page("/memo/1")
    assert "checked by desk" in text and "machine-read" not in text
    desk.post("/memo-item/1/drop")
    assert WORDS not in desk.page("/memo/1")
    desk.post("/memo-item/1/drop", 404)
    desk.post("/memo-item/2/explode", 404)
    desk.post("/memo/1/drop")
    assert desk.page("/memo/1", 404)


def test_words_that_were_written_are_kept_by_every_button(desk: Reader) -> None:
    collected(desk)
    page = desk.page("/memo/1")
    for what in ("tick", "up", "down"):
        assert f'formaction="/memo-item/1/{what}"' in page
        desk.post(f"/memo-item/1/{what}", note=f"An hour of writing, then {what}")
        assert f"An hour of writing, then {what}" in desk.page("/memo/1")
    desk.post("/memo-item/1/up")
    assert "An hour of writing, then down" in desk.page("/memo/1"), "no note told changes none"


def test_what_is_lost_for_good_is_asked_for_twice(desk: Reader) -> None:
    collected(desk)
    desk.post("/memo-item/1/write", note="Mind the date")
    page = desk.page("/memo/1")
    for end in ("/memo-item/1/drop", "/memo-item/2/drop", "/memo/1/drop"):
        before = page[: page.index(f'action="{end}"')]
        assert before.count("<details") == before.count("</details>") + 1, end


def test_the_html_file_is_whole_and_loads_nothing(desk: Reader) -> None:
    collected(desk)
    text = desk.page("/memo/1.html")
    assert WORDS in text and "machine-read, unreviewed" in text and "accessed 20" in text
    assert not re.search(r"<(script|img|link|iframe)|@import|url\(", text)
    policy = desk.http.get("/memo/1.html").headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_the_markdown_file_escapes_what_is_not_markdown(desk: Reader) -> None:
    collected(desk)
    text = desk.page("/memo/1.md")
    assert text.startswith("# Morning \\*note\\*\n")
    assert f"> “{WORDS}”" in text and "**machine-read, unreviewed**" in text
    assert "\\# not a heading &lt;b\\>" in text


def test_the_docx_file_is_one(desk: Reader) -> None:
    collected(desk)
    answer = desk.http.get("/memo/1.docx")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert file.testzip() is None
        trees = {name: ElementTree.fromstring(file.read(name)) for name in file.namelist()}
    told = "".join(trees["word/document.xml"].itertext())
    assert f"“{WORDS}”" in told and "machine-read, unreviewed" in told
    assert re.search(r"; accessed 20\d\d-|; accessed \d", told)
    assert "# not a heading <b>" in told
    desk.page("/memo/1.exe", 404)


def docx(desk: Reader) -> str:
    with zipfile.ZipFile(io.BytesIO(desk.http.get("/memo/1.docx").content)) as file:
        return "".join(ElementTree.fromstring(file.read("word/document.xml")).itertext())


def test_each_form_tells_who_said_or_did_it_and_to_whom(desk: Reader) -> None:
    """Neither whom a meeting is with nor whom an act is against is made its author."""
    rows = {
        kind: desk.json(f"/{kind}.json") for kind in ("states", "events", "tasks", "conditions")
    }
    state = next(
        row for row in rows["states"] if "he had cancelled the summit" in row["span"]["text"]
    )
    act = next(row for row in rows["events"] if row["label"] == "SANCTION")
    condition = next(row for row in rows["conditions"] if row["label"] == "red_line")
    told = {
        state["id"]: ("Oskar Lind", " · cancelled · off"),
        act["id"]: ("Uruguay", " → "),
        rows["tasks"][0]["id"]: ("", " · task"),
        condition["id"]: ("", " · red line"),
    }
    for id in told:
        desk.post("/collect", id=id)
    page = re.sub(r"<[^>]+>", "", desk.page("/memo/1.html"))
    plain = desk.page("/memo/1.md").replace("**", "").replace("\\", "")
    for form in (page, plain, docx(desk)):
        for who, what in told.values():
            assert who in form and what in form
        assert "Oskar Lind · cancelled" in form and "outlet" not in form.replace(
            "unnamed outlet", ""
        )
        assert "Ana Brek, Oskar Lind · cancelled" not in form


def test_a_tick_holds_for_what_was_ticked(desk: Reader) -> None:
    """What is read or corrected otherwise afterwards was checked by nobody."""
    row = next(one for one in desk.json("/states.json") if one["label"] == "cancelled")
    desk.post("/collect", id=row["id"])
    desk.post("/memo-item/1/tick")
    assert "checked by desk" in desk.page("/memo/1")
    desk.post("/correct", report=row["report"], entry=row["entry"], **{"to.state": "possible"},
              **{"was.state": "cancelled"}, way="fields")  # fmt: skip
    for form in (
        desk.page("/memo/1"),
        desk.page("/memo/1.html"),
        desk.page("/memo/1.md"),
        docx(desk),
    ):
        assert "machine-read, unreviewed" in form and "otherwise when desk checked it" in form
        assert not re.search("(?i)[^n] checked by", form)
    desk.post("/memo-item/1/tick")
    assert "unreviewed" not in desk.page("/memo/1.md")
    desk.post("/memo-item/1/tick")
    assert "unreviewed" in desk.page("/memo/1.md")


def test_an_entry_is_found_again_under_another_id(desk: Reader) -> None:
    """Another reading numbers its entries otherwise: the words that were collected stay."""
    collected(desk)
    desk.post("/memo-item/1/tick")
    report = STATEMENT.partition("-")[0]
    told = json.dumps(desk.json(f"/api/v1/reports/{report}"))
    for old, new in (("s1", "s77"), ("s2", "s1"), ("s77", "s2")):
        told = told.replace(f'"{old}"', f'"{new}"')
    document = {**json.loads(told), "made_by": {"version": "0.9.0", "weights": "9" * 16}}
    with Store(desk.path, settled) as store:
        assert store.save(document).new
    for form in (desk.page("/memo/1"), desk.page("/memo/1.md")):
        assert form.count(WORDS) == 1 and "checked by desk" in form
    assert f"report {report}, s1" in desk.page("/memo/1.md")


def test_an_entry_that_a_correction_took_away_is_told(desk: Reader) -> None:
    collected(desk)
    desk.post("/correct", report="beae6d79ec2b8ca8", entry="s2", way="wrong")
    assert "in the record no longer" in desk.page("/memo/1")
    assert "in the record no longer" in desk.page("/memo/1.md")
    assert desk.http.get("/memo/1.docx").status_code == 200
