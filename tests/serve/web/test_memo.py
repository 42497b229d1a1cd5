"""Memos: collected, written, ticked, moved, exported; Markdown and DOCX hold the same."""

import io
import re
import zipfile
from xml.etree import ElementTree

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


def test_the_html_file_is_whole_and_loads_nothing(desk: Reader) -> None:
    collected(desk)
    text = desk.page("/memo/1.html")
    assert WORDS in text and "machine-read, unreviewed" in text and "accessed 20" in text
    assert not re.search(r"<(script|img|link|iframe)|@import|url\(", text)


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
    assert "# not a heading <b>" in told
    desk.page("/memo/1.exe", 404)


def test_an_entry_that_a_correction_took_away_is_told(desk: Reader) -> None:
    collected(desk)
    desk.post("/correct", report="beae6d79ec2b8ca8", entry="s2", way="wrong")
    assert "in the record no longer" in desk.page("/memo/1")
    assert "in the record no longer" in desk.page("/memo/1.md")
    assert desk.http.get("/memo/1.docx").status_code == 200
