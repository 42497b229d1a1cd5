"""The site is whole: its links lead somewhere, it loads nothing, and all that must be told is."""

import doctest
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
import typer

import docs.codebook
import docs.page
import dragoman
from docs.build import build, find_menu, find_pages
from docs.page import address, markdown, slug, walk
from docs.reference import reachable
from dragoman.serve.cli import app
from dragoman.serve.vocabulary import VOCABULARIES

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@dataclass
class Seen(HTMLParser):
    """What a page has: ids, links, what it loads, words."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    heads: int = 0
    words: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.heads += tag == "h1"
        self.ids += [held["id"]] if "id" in held else []
        if tag == "a" and "href" in held:
            self.links.append(held["href"])
        elif tag not in ("a", "base"):
            self.loads += [held[name] for name in ("src", "href", "data", "poster") if name in held]
            self.loads += re.findall(r"url\((.*?)\)", held.get("style", ""))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Seen]:
    found = {}
    for file in sorted(site.rglob("*.html")):
        found[file] = Seen()
        found[file].feed(file.read_text(encoding="utf-8"))
    return found


def words(site: Path, pages: dict[Path, Seen], name: str) -> str:
    return pages[site / name].words


def test_every_link_leads_somewhere(site: Path, pages: dict[Path, Seen]) -> None:
    for page, seen in pages.items():
        for link in seen.links:
            target, _, anchor = link.partition("#")
            if "://" in target:
                continue
            file = (page.parent / target).resolve() if target else page
            assert file.is_file() and file.is_relative_to(site), (page.name, link)
            if anchor:
                assert anchor in pages[file].ids, (page.name, link)


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Seen]) -> None:
    for page, seen in pages.items():
        for load in seen.loads:
            here = load.startswith(("data:", "#")) or (page.parent / load).is_file()
            assert here, (page.name, load)
    for file in (*site.rglob("*.css"), site / "site.js"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"https?:|@import|url\(|fetch\(", text), file.name


def test_a_page_has_one_title_and_no_mark_left_open(pages: dict[Path, Seen]) -> None:
    for page, seen in pages.items():
        assert seen.heads == 1, page.name
        assert len(seen.ids) == len(set(seen.ids)), page.name
        assert "<!--" not in seen.words, page.name


def test_every_command_and_option_stands_in_the_site(site: Path, pages: dict[Path, Seen]) -> None:
    text = words(site, pages, "cli.html")
    for name, command in COMMANDS.items():
        assert f"dragoman {name}" in text
        for parameter in command.params:
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert not option.startswith("--") or option in text, (name, option)


def shown(page: Path) -> Iterator[str]:
    """The commands of a document, in its blocks and in its lines."""
    for token in walk(markdown().parse(page.read_text(encoding="utf-8"))):
        if token.type == "code_inline" or (token.type == "fence" and token.info in SHELLS):
            for line in token.content.splitlines():
                if re.match(r"(\$ )?dragoman [a-z]", line):
                    yield line.removeprefix("$ ").split(" #")[0].split(" |")[0]


SHELLS = ("sh", "console")


def test_every_command_that_is_shown_can_be_given() -> None:
    seen = set()
    for page in find_pages():
        if page.source.suffix != ".md" or "decisions" in page.source.parts:
            continue
        for line in shown(page.source):
            _, name, *words = line.split()
            seen.add(name)
            assert name in COMMANDS, (page.source.name, line)
            known = [
                option
                for parameter in COMMANDS[name].params
                for option in (*parameter.opts, *parameter.secondary_opts)
            ]
            given = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
            assert given <= {*known, "--help"}, (page.source.name, line)
    assert {"read", "board", "changes", "correct", "bulk", "export"} <= seen


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_label_stands_in_the_codebook(site: Path, pages: dict[Path, Seen], name: str) -> None:
    codebook = pages[site / "codebook.html"]
    assert name in codebook.ids
    for term in VOCABULARIES[name]:
        assert term.definition in codebook.words and term.example in codebook.words, term


def test_all_that_is_public_stands_in_the_reference(site: Path, pages: dict[Path, Seen]) -> None:
    text = words(site, pages, "reference.html")
    names = {*dragoman.__all__, *(value.__name__ for value in reachable())} - {"__version__"}
    assert {name for name in names if name not in text} == set()


def test_the_search_knows_every_page(site: Path, pages: dict[Path, Seen]) -> None:
    index = (site / "search.js").read_text(encoding="utf-8")
    for page in pages:
        assert f'"{page.relative_to(site).as_posix()}#' in index


def test_the_menu_leads_to_the_cards(site: Path) -> None:
    named = {address(file) for _, links in find_menu() for _, file in links}
    assert {"files/MODEL_CARD.html", "files/corpus/README.html", "accuracy.html"} <= named
    assert all((site / one).is_file() for one in named)


def test_the_same_documents_make_the_same_bytes(site: Path, tmp_path: Path) -> None:
    build(tmp_path)
    first = {file.relative_to(site): file.read_bytes() for file in site.rglob("*.*")}
    again = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*.*")}
    assert first == again


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ("[a](nowhere.md)", "no such file"),
        ("[a](two.md#nothing)", "no heading #nothing"),
        ("<b>bold</b>", "Markdown alone"),
    ],
)
def test_what_is_wrong_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, why: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"# Home\n\n{page}\n", encoding="utf-8")
    (tmp_path / "docs" / "two.md").write_text("# Two\n", encoding="utf-8")
    monkeypatch.setattr("docs.page.ROOT", tmp_path)
    monkeypatch.setattr("docs.build.HOME", tmp_path / "docs" / "index.md")
    with pytest.raises(ValueError, match=why):
        build(tmp_path / "site")


@pytest.mark.parametrize("module", [docs.codebook, docs.page])
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted and not found.failed


def test_headings_of_one_name_are_told_apart() -> None:
    used: set[str] = set()
    for _ in range(3):
        used.add(slug("What is `new`?", used))
    assert used == {"what-is-new", "what-is-new-1", "what-is-new-2"}
