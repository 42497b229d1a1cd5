"""An HTML page → its paragraphs and what it tells of itself."""

import json
import logging
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.ingest.dates import find_days
from dragoman.ingest.furniture import is_paywall
from dragoman.ingest.plain import tidy
from dragoman.lexicon import table
from dragoman.types import Furniture

MENUS = frozenset({"nav", "header", "footer", "aside", "script", "style", "head", "template"})
BRIEF = 500
"""Of a report with fewer characters trafilatura often runs the whole page into one line."""
BLOCKS = frozenset({"p", "head", "item", "quote", "cell", "code", "fw", "ab"})
REPORTS = re.compile(r"article|report|posting|story", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """What is read from the tags of a page."""

    lines: tuple[str, ...]
    title: str = ""
    days: tuple[date, ...] = ()
    """Days of publication that the page declares, the surest first."""
    source: str = ""
    url: str = ""
    language: str = ""
    furniture: tuple[Furniture, ...] = ()
    locked: bool = False
    """Whether the page declares that it is not free to read."""
    asks: bool = False
    """Whether the page asks for a subscription outside its menus."""


def read_markup(html: str, url: str = "") -> Markup:
    """Characters of an HTML page → `Markup`; without lines when there is no report on it."""
    # it takes a second to import, and plain text does without
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan"):
        # what goes wrong is told by our own errors, not on standard error
        logging.getLogger(name).addHandler(logging.NullHandler())
    tree = trafilatura.load_html(_without_declaration(html))
    if tree is None:
        return Markup(())
    described = _describe(tree)
    brief = _brief(tree)
    days = _declared_days(tree) or _guessed_days(tree, url)
    captions = _captions(tree)
    document = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(document, "body", None)
    lines = tuple(_lines(body)) if body is not None else ()
    if brief and sum(map(len, lines)) < BRIEF:
        lines = brief
    author = described.get("author", "")
    return Markup(
        lines,
        _title(tree, described),
        days,
        described.get("source", ""),
        url or described.get("url", ""),
        (tree.get("lang") or tree.get("xml:lang") or "").split("-")[0].lower().strip(),
        ((Furniture("byline", author),) if author and "://" not in author else ()) + captions,
        _is_locked(tree),
        _asks(tree),
    )


def _without_declaration(html: str) -> str:
    # lxml refuses characters that declare an encoding of bytes
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html)


def _words(text: str | None) -> str:
    return " ".join(tidy(text or "").split())


# --- the report ------------------------------------------------------------------------------


def _lines(body: Any) -> Iterator[str]:
    """The paragraphs of trafilatura's tree, a line break within one as a break of lines."""
    for element in body.iter():
        if element.tag not in BLOCKS or any(up.tag in BLOCKS for up in element.iterancestors()):
            continue
        parts: list[str] = [element.text or ""]
        for inner in element.iterdescendants():
            broken = inner.tag == "lb" or inner.tag in BLOCKS
            parts += ["\n" if broken else "", inner.text or "", inner.tail or ""]
        for line in "".join(parts).split("\n\n") if element.tag == "code" else _rows(parts):
            if _words(line):
                yield _words(line)


def _brief(tree: Any) -> tuple[str, ...]:
    """The paragraphs of the page's article element, or else of its main one."""
    for tag in ("article", "main"):
        for part in tree.iter(tag):
            inner = [p for p in part.iter("p") if not _in_menu(p)]
            lines = tuple(line for line in (_words(p.text_content()) for p in inner) if line)
            if lines:
                return lines
    return ()


def _rows(parts: list[str]) -> list[str]:
    rows = [""]
    for part in parts:
        if part == "\n":
            rows.append("")
        else:
            rows[-1] += part
    return rows


def _captions(tree: Any) -> tuple[Furniture, ...]:
    found = (_words(caption.text_content()) for caption in tree.iter("figcaption"))
    return tuple(Furniture("caption", words) for words in dict.fromkeys(found) if words)


# --- what the page tells of itself -----------------------------------------------------------


def _meta(tree: Any) -> dict[tuple[str, str], str]:
    """(attribute, lower-case name) → content, of the meta elements."""
    found: dict[tuple[str, str], str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name, content = element.get(attribute), _words(element.get("content"))
            if name and content:
                found.setdefault((attribute, name.lower()), content)
    return found


def _find_meta(meta: dict[tuple[str, str], str], attribute: str, name: str) -> str:
    # pages often confuse property and name
    other = "name" if attribute == "property" else "property"
    return meta.get((attribute, name)) or meta.get((other, name)) or ""


def _describe(tree: Any) -> dict[str, str]:
    """Title, source, url and author, from meta elements and JSON-LD."""
    meta = _meta(tree)
    told: dict[str, str] = {}
    for row in table("furniture_meta"):
        content = _find_meta(meta, row["attribute"], row["name"])
        if content and row["field"] != "day":
            told.setdefault(row["field"], content)
    for node in _reports(tree):
        for field, value in (
            ("title", node.get("headline")),
            ("source", _name(node.get("publisher"))),
            ("author", _name(node.get("author"))),
        ):
            if isinstance(value, str) and _words(value):
                told.setdefault(field, _words(value))
    return told


def _name(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(name for name in map(_name, value) if name)
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _title(tree: Any, described: dict[str, str]) -> str:
    headings = [_words(h.text_content()) for h in tree.iter("h1")]
    named = [_words(t.text_content()) for t in tree.iter("title")]
    title = described.get("title") or next((h for h in headings if h), "")
    title = title or next((t for t in named if t), "")
    source = described.get("source", "")
    bare = re.sub(rf"\s*[-–—|:·]\s*{re.escape(source)}\s*$", "", title) if source else title
    return bare or title


# --- JSON-LD ---------------------------------------------------------------------------------


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """All objects of the page's JSON-LD, outer before inner."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            waiting = deque([json.loads(script.text or "", strict=False)])
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.popleft()
            if isinstance(node, dict):
                yield node
                waiting += node.values()
            elif isinstance(node, list):
                waiting += node


def _reports(tree: Any) -> list[dict[str, Any]]:
    return [node for node in _nodes(tree) if REPORTS.search(str(node.get("@type", "")))]


def _is_locked(tree: Any) -> bool:
    return any(
        str(node.get("isAccessibleForFree", "")).lower() == "false" for node in _reports(tree)
    )


def _asks(tree: Any) -> bool:
    """Whether a line outside the menus asks for a subscription."""
    for element in tree.iter("p", "div", "span", "h2", "h3", "h4", "a", "button", "strong"):
        line = _words(element.text)
        if line and is_paywall(line) and not _in_menu(element):
            return True
    return False


def _in_menu(element: Any) -> bool:
    return any(up.tag in MENUS for up in element.iterancestors())


# --- days ------------------------------------------------------------------------------------


def _declared_days(tree: Any) -> tuple[date, ...]:
    printed = [str(node.get("datePublished") or "") for node in _reports(tree)]
    meta = _meta(tree)
    rows = [row for row in table("furniture_meta") if row["field"] == "day"]
    printed += [_find_meta(meta, row["attribute"], row["name"]) for row in rows]
    for element in tree.iter("time"):
        if element.get("pubdate") is not None or element.get("itemprop") == "datePublished":
            printed.append(element.get("datetime") or "")
    return tuple(dict.fromkeys(day for day in map(day_of, printed) if day is not None))


def day_of(printed: str) -> date | None:
    """The day of a timestamp, as its own clock shows it: "2031-05-07T23:10+03:00" is 7 May."""
    compact = re.match(r"\s*(\d{4})(\d\d)(\d\d)(?:T|\d{6}|\s|$)", printed)
    if compact is not None:
        printed = "-".join(compact.groups())
    found = find_days(re.sub(r"(?<=\d)T(?=\d)", " ", printed))
    return found[0].day.near(None) if found else None


def _guessed_days(tree: Any, url: str) -> tuple[date, ...]:
    """The day in the address, or else the one that trafilatura finds in the page's head."""
    import trafilatura

    path = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:\D|$)", url)
    if path is not None:
        day = day_of("{}-{:0>2}-{:0>2}".format(*path.groups()))
        if day is not None:
            return (day,)
    settings = {"original_date": True, "extensive_search": False}
    told = trafilatura.extract_metadata(tree, default_url=url or None, date_config=settings)
    day = day_of(told.date or "") if told is not None else None
    return () if day is None else (day,)
