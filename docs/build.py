"""The documents → a site of plain HTML: ``python -m docs.build [FOLDER]``, without any network.

The pages are `docs/index.md` and all Markdown and notebooks that its links lead to, over any number
of links. What else is linked, a schema or a table, is copied beside them. A link that leads nowhere
stops the build. The lists of `docs/index.md` are the menu.
"""

import argparse
import html
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from string import Template

from pygments.formatters import HtmlFormatter

from docs.page import ROOT, Page, address, is_page, markdown, plain, read, told

HOME = ROOT / "docs" / "index.md"
ASSETS = ROOT / "docs" / "assets"
TITLE = "dragoman"
FEW = 12
"""Headings that a page shows unfolded."""


def build(folder: Path) -> list[Page]:
    """Writes the site into a folder → its pages; `ValueError` names a link that leads nowhere."""
    pages = find_pages()
    anchors = {page.source: {section.anchor for section in page.sections} for page in pages}
    menu = find_menu()
    template = Template((ASSETS / "page.html").read_text(encoding="utf-8"))
    for page in pages:
        for file, anchor in page.links:
            if anchor and file in anchors and anchor not in anchors[file]:
                raise ValueError(f"link: {told(page.source)}: no heading #{anchor} in {file.name}")
            if file not in anchors and file.is_file():
                _copy(file, folder / address(file))
        _write(folder / address(page.source), _page(page, menu, template))
    for name in ("site.css", "site.js"):
        _copy(ASSETS / name, folder / name)
    _write(folder / "code.css", _code_style())
    _write(folder / "search.js", f"const SECTIONS = {_index(pages)};\n")
    return pages


def find_pages() -> list[Page]:
    """All documents that the home page leads to, itself first, each once."""
    waiting, found = [HOME], {}
    while waiting:
        source = waiting.pop(0)
        if source not in found:
            page = found[source] = read(source)
            waiting += [file for file, _ in page.links if is_page(file)]
    return list(found.values())


def find_menu() -> list[tuple[str, list[tuple[str, Path]]]]:
    """The lists of links on the home page: heading → (words, file) of each."""
    found: list[tuple[str, list[tuple[str, Path]]]] = []
    tokens = markdown().parse(HOME.read_text(encoding="utf-8"))
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            found.append((plain(tokens[place + 1]), []))
        children = token.children or []
        if found and children and children[0].type == "link_open" and token.level > 1:
            target = str(children[0].attrGet("href"))
            found[-1][1].append((children[1].content, (HOME.parent / target).resolve()))
    return [(heading, links) for heading, links in found if links]


def _page(page: Page, menu: list[tuple[str, list[tuple[str, Path]]]], template: Template) -> str:
    """A page with the menu beside it."""
    here = Path(address(page.source)).parent

    def link(words: str, file: Path) -> str:
        now = ' aria-current="page"' * (file == page.source)
        to = os.path.relpath(address(file), here)
        return f'<li><a href="{to}"{now}>{html.escape(words)}</a></li>'

    parts = [
        f"<h2>{html.escape(heading)}</h2><ul>{''.join(link(*one) for one in links)}</ul>"
        for heading, links in menu
    ]
    body = page.body.replace("<table>", '<div class="wide"><table>')
    body = body.replace("</table>", "</table></div>").replace("</h1>", f"</h1>{_toc(page)}", 1)
    return template.substitute(
        title=html.escape(f"{page.title} · {TITLE}"),
        body=body,
        menu="\n".join(parts),
        root="./" if str(here) == "." else "../" * len(here.parts),
    )


def _toc(page: Page) -> str:
    """The headings of a page; folded when they are many."""
    inner = [section for section in page.sections if section.level in (2, 3)]
    if len(inner) < 3:
        return ""
    links = "".join(
        f'<li class="level{one.level}"><a href="#{one.anchor}">{html.escape(one.title)}</a></li>'
        for one in inner
    )
    opened = " open" * (len(inner) <= FEW)
    return (
        f'<details class="toc"{opened}><summary>On this page</summary>'
        f'<nav aria-label="On this page"><ul>{links}</ul></nav></details>'
    )


def _index(pages: Sequence[Page]) -> str:
    """What the search looks at: [page, heading, address, words] of each section."""
    rows = [
        [page.title, section.title, f"{address(page.source)}#{section.anchor}", section.words]
        for page in pages
        for section in page.sections
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _code_style() -> str:
    """Colours of code, by day and by night."""
    day, night = (
        "\n".join(
            line
            for line in HtmlFormatter(style=name).get_style_defs("pre").splitlines()
            if line.startswith("pre .")  # the ground is that of site.css
        )
        for name in ("vs", "github-dark")
    )
    return f"{day}\n@media (prefers-color-scheme: dark) {{\n{night}\n}}\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(file: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser("python -m docs.build", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "site")
    target = parser.parse_args().folder
    print(f"{target}: {len(build(target))} pages")
