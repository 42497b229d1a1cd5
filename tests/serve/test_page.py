"""The page: safe, self-contained, and every highlight leads to an entry."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

import dragoman
from dragoman.serve.page import page
from dragoman.spans import Text
from dragoman.types import Reading

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """Reads a page back: its text, ids, highlights, and whether elements nest."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.entries: set[str] = set()
        self.report = ""
        self.marked: dict[str, str] = {}
        self._of: list[list[str]] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attributes
        found = dict(attributes)
        if found.get("data-id"):
            self.entries.add(found["data-id"] or "")
        if tag not in VOID:
            self.open.append(tag)
            self._of.append((found.get("data-of") or "").split())

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._of.pop()

    def handle_data(self, data: str) -> None:
        if "p" in self.open and "main" in self.open:
            self.report += data
            for id in {id for ids in self._of for id in ids}:
                self.marked[id] = self.marked.get(id, "") + data


def test_the_report_is_whole_and_nests(reading: Reading) -> None:
    read_back = Page(page(reading))
    assert read_back.report == reading.article.text.content
    assert not read_back.open


def test_highlights_lie_on_their_words_and_lead_to_an_entry(reading: Reading) -> None:
    read_back = Page(page(reading))
    words = reading.article.text
    assert read_back.marked["c1"] == words[reading.conditions[0].span]
    assert read_back.marked["m1.1"] == words[reading.meetings[0].states[0].evidence]
    assert read_back.marked.keys() == read_back.entries


def test_nothing_of_the_report_becomes_markup(reading: Reading) -> None:
    hostile = "</p><script>alert(1)</script><img src=x onerror=alert(1)>"
    text = Text(reading.article.text.content.replace("<for now>", hostile))
    article = replace(reading.article, text=text, title=hostile, source=hostile, language='"><b>')
    actors = tuple(replace(actor, name=hostile) for actor in reading.actors)
    content = page(replace(reading, article=article, actors=actors))
    read_back = Page(content)
    assert "img" not in read_back.names
    assert content.count("<script>") == page(reading).count("<script>") == 1
    assert not any(name.startswith("on") for name, _ in read_back.attributes)


@pytest.mark.parametrize("name", ["reading", "bare"])
def test_nothing_is_fetched(name: str, request: pytest.FixtureRequest) -> None:
    content = page(request.getfixturevalue(name))
    read_back = Page(content)
    assert not {"src", "href", "srcset", "action"} & {name for name, _ in read_back.attributes}
    assert read_back.names.isdisjoint({"link", "iframe", "object", "base"})
    assert "url(" not in content
    assert "@import" not in content
    assert "innerHTML" not in content
    assert "default-src 'none'" in content


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(reading: Reading) -> None:
    shown = reading._repr_html_()  # type: ignore[attr-defined]
    found = dict(Page(shown).attributes)
    assert found["srcdoc"] == page(reading)
    assert found["sandbox"] == "allow-scripts"
    assert dragoman.Reading is Reading
