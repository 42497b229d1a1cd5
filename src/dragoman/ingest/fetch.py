"""A path, a URL or standard input → the bytes of one page."""

import errno
import sys
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import InputMissing, InputTooLarge, NoCorpus
from dragoman.ingest.unpack import unpacked

if TYPE_CHECKING:
    from dragoman.ingest.manners import Manners
    from dragoman.ingest.web import Answer

LIMIT = 10_000_000
"""The most bytes of one page: 10 MB."""

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
BINARY_TYPES = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
HTML_OPENINGS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<?xml",
    b"<article",
    b"<div",
    b"<p>",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one page, and what its carrier said of them."""

    which: str
    """As the caller named it: a path, a URL or "-"."""
    content: bytes
    kind: str
    """html or text"""
    url: str = ""
    """After redirects; empty for a file."""
    charset: str = ""
    """As the HTTP header names it; empty when none does."""


def fetch(which: str, manners: "Manners | None" = None) -> Page:
    """Path, http(s) URL or "-" → `Page`; a file packed by gzip is unpacked.

    A page that a person names is no crawl: unless `manners` say otherwise, robots.txt is not asked.
    `InputMissing`, `InputTooLarge`, `InputBinary` (by media type), `PackedBadly`, `FetchFailed`.
    """
    if which == "-":
        return page_of_bytes(which, sys.stdin.buffer.read(LIMIT + 1))
    if is_url(which):
        # it takes a moment to import, and most inputs are files
        from dragoman.ingest.manners import Manners
        from dragoman.ingest.web import Web

        with Web(manners or Manners(robots=False)) as web:
            return page_of(web.get(which))
    return page_of_bytes(which, _read_file(which))


def is_url(which: str) -> bool:
    """Whether an input is named by an address, of whatever scheme, and not by a path."""
    scheme, mark, _ = which.partition("://")
    return bool(mark) and scheme.isalpha()


def looks_like_html(content: bytes) -> bool:
    """Whether bytes open as an HTML page does."""
    opening = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith(b"<!--"):
        opening = opening.partition(b"-->")[2].lstrip()
    return opening.startswith(HTML_OPENINGS)


def page_of_bytes(which: str, content: bytes) -> Page:
    """The bytes of a file → `Page`; `InputTooLarge`, and `NoCorpus` for what is no report's."""
    if len(content) > LIMIT:
        raise InputTooLarge(which, f"more than {LIMIT:,} bytes")
    suffix = Path(which.lower().removesuffix(".gz")).suffix
    if suffix == ".json":
        why = "is JSON, and no report; a file of reports has one object a line (.jsonl)"
        raise NoCorpus(which, why)
    html = suffix in HTML_SUFFIXES or looks_like_html(content)
    return Page(which, content, "html" if html else "text")


GIVEN = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
"""Names under which a shell gives a program what another one writes."""


def open_file(which: str) -> BufferedReader:
    """A file to read; `OSError` when there is none.

    A pipe of some other program's, a socket or a device is none: it may never end, or never begin.
    """
    path = Path(which)
    if path.exists() and not (path.is_file() or path.is_dir() or which.startswith(GIVEN)):
        raise OSError(errno.EINVAL, "is no file")
    return path.open("rb")


def _read_file(which: str) -> bytes:
    try:
        with open_file(which) as file:
            # one byte past the limit is enough to know, also of a file without an end
            return unpacked(file, which).read(LIMIT + 1)
    except FileNotFoundError:
        raise InputMissing(which, "no such file") from None
    except IsADirectoryError:
        raise InputMissing(which, "is a directory") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputMissing(which, f"cannot be opened ({why})") from None


def page_of(answer: "Answer") -> Page:
    """What a server answered → `Page`, read as HTML when it says so or looks so."""
    html = answer.media in HTML_TYPES or (
        answer.media != "text/plain" and looks_like_html(answer.content)
    )
    kind = "html" if html else "text"
    return Page(answer.which, answer.content, kind, answer.url, answer.charset)
