"""The columns of a table → the fields of a report; a row of it → a page or an article."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from dragoman.errors import InputEmpty, NoCorpus, UsageError
from dragoman.ingest.decode import decode
from dragoman.ingest.extract import article_from_text, extract
from dragoman.ingest.fetch import Page, looks_like_html
from dragoman.ingest.markup import day_of
from dragoman.ingest.tongue import language_of
from dragoman.lexicon import table
from dragoman.types import YEARS, Article, Published

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column fills which field; empty where none does."""

    text: str
    title: str = ""
    date: str = ""
    source: str = ""
    language: str = ""
    url: str = ""
    id: str = ""

    def named(self) -> tuple[str, ...]:
        """The columns that are read."""
        told = (getattr(self, field.name) for field in fields(self))
        return tuple(dict.fromkeys(name for name in told if name))

    def shown(self, names: Iterable[str]) -> str:
        """How a file is read, for the one who watches.

        >>> Columns("body", date="pub_date").shown(["body", "pub_date", "score"])
        'text ← body, date ← pub_date; not read: score'
        """
        filled = [(field.name, getattr(self, field.name)) for field in fields(self)]
        read = ", ".join(f"{field} ← {name}" for field, name in filled if name)
        rest = ", ".join(name for name in names if name not in self.named())
        return f"{read}; not read: {rest}" if rest else read


Show = Callable[[str, str], None]
"""Told (file, how its columns are read), once a file and layout."""


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Field → the names of columns that fill it, the surest first."""
    found: dict[str, tuple[str, ...]] = {}
    for row in table("columns"):
        found[row["field"]] = (*found.get(row["field"], ()), row["name"])
    return found


def map_columns(names: Iterable[str], which: str, told: Mapping[str, str] | None = None) -> Columns:
    """Names of columns → which fills which field; what the caller `told` (field → column) holds.

    `NoCorpus` when no column holds a text or two have the name of one that is read, `UsageError`
    for a field or column that is not there.
    """
    names = list(names)
    plain = {_plain(name): name for name in reversed(names)}
    chosen: dict[str, str] = {}
    for field, column in (told or {}).items():
        if field not in _names():
            raise UsageError(field, f"no such field; there are {', '.join(_names())}")
        if column not in plain.values():
            raise UsageError(column, f"{which} has no such column, but {', '.join(plain.values())}")
        chosen[field] = column
    for field, known in _names().items():
        found = next((plain[name] for name in known if name in plain), "")
        if found and field not in chosen:
            chosen[field] = found
    if "text" not in chosen:
        listed = ", ".join(sorted(plain.values())[:20])
        there = f"there are {listed[:500]}" if listed else "there is none"
        raise NoCorpus(which, f"no column holds a text; {there} (--column text=NAME names it)")
    for column in chosen.values():
        if (count := names.count(column)) > 1:
            raise NoCorpus(which, f"{count} columns are called {column!r}: which one is it?")
    return Columns(**chosen)


def form_of_table(content: bytes) -> str:
    """The form of bytes that are rows of reports or a JSON value, as they begin: "jsonl", "csv",
    "tsv"; empty for a report.
    """
    line, _, rest = content.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if line[:1] in (b"{", b"["):
        # the whole of a value, or its first line where each line is one
        for whole in (line, line + rest):
            try:
                if isinstance(json.loads(whole), dict | list):
                    return "jsonl"
            except (ValueError, RecursionError):
                continue
        return ""
    head = line[:HEAD].decode("utf-8", "replace")
    for mark, form in ((",", "csv"), (";", "csv"), ("\t", "tsv")):
        names = {_plain(name.strip('"')) for name in head.split(mark)}
        filled = [field for field, known in _names().items() if names & set(known)]
        if len(filled) > 1 and "text" in filled:
            return form
    return ""


HEAD = 2000
"""Most bytes of the line that names the columns of a table."""


def _plain(name: str) -> str:
    return "_".join(name.strip().lower().replace("-", " ").split())


def page_of_row(row: Row, columns: Columns, which: str) -> Page:
    """A row → the bytes of its text, as a page; `InputEmpty` when it holds none."""
    text = row.get(columns.text)
    if isinstance(text, bytes):
        content = text
    elif isinstance(text, str):
        content = _signs(text).encode()
    else:
        held = "nothing" if text is None else f"no text but {type(text).__name__}"
        raise InputEmpty(which, f"its column {columns.text!r} holds {held}")
    kind = "html" if looks_like_html(content) else "text"
    return Page(which, content, kind, _words(row, columns.url))


def _signs(text: str) -> str:
    """Half a sign, which JSON can tell and no text can hold, stands as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def article_of_row(page: Page, row: Row, columns: Columns, given: date | None = None) -> Article:
    """A row and its page → `Article`: the row's title, day, source and address stand above those
    that the text tells. Errors as of `extract`.
    """
    day = _day(row.get(columns.date)) if columns.date else None
    title = _words(row, columns.title)
    if page.kind == "html":
        article = extract(page, given or day)
    else:
        article = article_from_text(
            decode(page), published=given or day, title=title, which=page.which
        )
    if day is not None and given is None:
        article = replace(
            article, published=Published(day, "metadata", article.published.conflicts)
        )
    return replace(
        article,
        source=_words(row, columns.source) or article.source,
        url=page.url or article.url,
        language=language_of(article.text.content, _words(row, columns.language)[:2].lower()),
    )


def _words(row: Row, column: str) -> str:
    """A cell of one line; empty for what is no text."""
    cell = row.get(column) if column else None
    return " ".join(_signs(cell).split())[:2000] if isinstance(cell, str) else ""


def _day(cell: object) -> date | None:
    """A cell's day as its own clock shows it: a date, a moment, or a text that tells one."""
    found = _any_day(cell)
    return found if found is not None and found.year in YEARS else None


def _any_day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool) and 10_000_000 <= cell <= 99_999_999:
        cell = str(cell)
    if not isinstance(cell, str):
        return None
    if len(cell.strip()) == 8 and cell.strip().isdecimal():
        cell = f"{cell.strip()} "
    return day_of(cell[:100])


def undated(row: Row, columns: Columns) -> str:
    """The cell of a row that should tell its day and tells none; empty when nothing is wrong."""
    cell = row.get(columns.date) if columns.date else None
    return "" if cell in (None, "") or _day(cell) else ascii(cell)[:60]
