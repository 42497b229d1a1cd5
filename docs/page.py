"""A document of the repository → a page of the site: its body, its headings, its links.

Documents are Markdown, notebooks, and folders that are linked (a list of their files). A link that
leads nowhere is an error, and so is markup in Markdown, but for comments.
"""

import html
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a page with the text below it; the words are what the search looks at."""

    anchor: str
    level: int
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document as a page: its body, its headings, and the files that its links lead to."""

    source: Path
    body: str
    sections: tuple[Section, ...]
    links: tuple[tuple[Path, str], ...]
    """(file, anchor or "")"""

    @property
    def title(self) -> str:
        return self.sections[0].title if self.sections else self.source.stem


def is_page(file: Path) -> bool:
    return file.suffix in (".md", ".ipynb") or file.is_dir()


def address(file: Path) -> str:
    """A file of the repository → where it stands in the site.

    >>> address(ROOT / "docs" / "cli.md"), address(ROOT / "corpus" / "LICENSE")
    ('cli.html', 'files/corpus/LICENSE')
    """
    path = file.relative_to(ROOT)
    if file.is_dir():
        path = path / "index.html"
    elif is_page(file):
        path = path.with_suffix(".html")
    inside = path.is_relative_to("docs")
    return path.relative_to("docs").as_posix() if inside else f"files/{path.as_posix()}"


# --- from text to page ----------------------------------------------------------------------------


def read(source: Path) -> Page:
    """A document → a page."""
    if source.is_dir():
        return _page_of(source, [_listing(source)])
    text = source.read_text(encoding="utf-8")
    return _page_of(source, [*_cells(text)] if source.suffix == ".ipynb" else [text])


@dataclass(frozen=True, slots=True)
class Raw:
    """Markup that a notebook's cell has put out."""

    markup: str


def _page_of(source: Path, parts: Sequence[str | Raw]) -> Page:
    """Markdown and raw markup in turn → one page."""
    body: list[str] = []
    sections: list[Section] = []
    links: list[tuple[Path, str]] = []
    for part in parts:
        if isinstance(part, Raw):
            body.append(f'<div class="output">{part.markup}</div>')
            continue
        tokens = markdown().parse(part)
        links += _resolve(tokens, source)
        sections += _sections(tokens, {section.anchor for section in sections})
        body.append(markdown().renderer.render(tokens, markdown().options, {}))
    return Page(source, "\n".join(body), tuple(sections), tuple(links))


@cache
def markdown() -> MarkdownIt:
    """CommonMark with tables; comments of the source are left out, and other markup is refused."""
    found = MarkdownIt("commonmark", {"highlight": _highlight}).enable("table")
    found.add_render_rule("html_block", _no_markup)
    found.add_render_rule("html_inline", _no_markup)
    return found


def _no_markup(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    if tokens[index].content.lstrip().startswith("<!--"):
        return ""
    raise ValueError(f"markup: {tokens[index].content.strip()}: documents hold Markdown alone")


def _highlight(code: str, language: str, _: str) -> str:
    try:
        lexer = get_lexer_by_name(language or "text")
    except ClassNotFound:
        lexer = get_lexer_by_name("text")
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))


def _resolve(tokens: Sequence[Token], source: Path) -> Iterator[tuple[Path, str]]:
    """Turns links to files of the repository into links of the site → those files."""
    here = Path(address(source)).parent
    for token in walk(tokens):
        kind = {"link_open": "href", "image": "src"}.get(token.type)
        if kind is None:
            continue
        target, _, anchor = str(token.attrGet(kind)).partition("#")
        if ":" in target:
            continue
        base = source if source.is_dir() else source.parent
        file = (base / target).resolve() if target else source
        if file.is_dir() and (file / "README.md").exists():
            file = file / "README.md"
        if not file.exists() or not file.is_relative_to(ROOT):
            raise ValueError(f"link: {told(source)}: no such file: {target}")
        to = os.path.relpath(address(file), here)
        token.attrSet(kind, to + f"#{anchor}" * bool(anchor))
        yield file, anchor


def walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _sections(tokens: Sequence[Token], used: set[str]) -> list[Section]:
    """Gives every heading its anchor → the sections with their words."""
    found: list[Section] = []
    words: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            title = plain(tokens[place + 1])
            anchor = slug(title, used)
            used.add(anchor)
            token.attrSet("id", anchor)
            words = []
            found.append(Section(anchor, int(token.tag[1]), title, ""))
        elif token.type in ("inline", "fence", "code_block") and found:
            words.append(plain(token))
            last = found[-1]
            found[-1] = Section(last.anchor, last.level, last.title, " ".join(words))
    return found


def plain(token: Token) -> str:
    parts = token.children or [token]
    return " ".join("".join(part.content or " " * bool(part.nesting) for part in parts).split())


def slug(title: str, used: set[str]) -> str:
    """A heading's anchor, as GitHub makes it.

    >>> slug("`dragoman read REPORT...`", {"dragoman-read-report"})
    'dragoman-read-report-1'
    """
    plain = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    names = (plain + f"-{number}" * bool(number) for number in range(len(used) + 1))
    return next(name for name in names if name not in used)


def _listing(folder: Path) -> str:
    """A folder without a README → a list of its files."""
    files = sorted(file.name for file in folder.iterdir() if file.is_file())
    return "\n".join([f"# {told(folder)}", "", *(f"- [{name}]({name})" for name in files)])


def _cells(notebook: str) -> Iterator[str | Raw]:
    """The cells of a notebook: its prose, its code, and what the code showed."""
    for cell in json.loads(notebook)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield source
            continue
        yield f"```python\n{source}\n```"
        for output in cell["outputs"]:
            yield _shown(output)


def _shown(output: dict[str, Any]) -> Raw:
    held = output.get("data", {"text/plain": output.get("text", "")})
    for kind in ("image/svg+xml", "text/html", "text/plain"):
        if kind in held:
            text = "".join(held[kind])
            return Raw(f"<pre>{html.escape(text)}</pre>" if kind == "text/plain" else text)
    raise ValueError(f"notebook: output: {', '.join(held)}: cannot be shown")


def told(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()
