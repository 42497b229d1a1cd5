"""A path, a URL or standard input → the bytes of one page."""

import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import FetchFailed, InputBinary, InputMissing, InputTooLarge

if TYPE_CHECKING:
    import httpx2

LIMIT = 10_000_000
"""The most bytes of one page: 10 MB."""

USER_AGENT = "dragoman/0.1 (reads news reports; one page at a time)"
TIMEOUT = 20.0
"""Seconds for each single wait of a request."""
DEADLINE = 60.0
"""Seconds for a whole page, so that a server that drips cannot hold us."""

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


def fetch(which: str) -> Page:
    """Path, http(s) URL or "-" → `Page`.

    `InputMissing`, `InputTooLarge`, `InputBinary` (by content type) or `FetchFailed`.
    """
    if which == "-":
        return _page(which, _limited(which, sys.stdin.buffer.read(LIMIT + 1)))
    scheme, mark, _ = which.partition("://")
    if mark and scheme.isalpha():
        if scheme.lower() not in ("http", "https"):
            raise FetchFailed(which, f"{scheme} is no scheme that is fetched; use http or https")
        return _fetch_url(which)
    return _page(which, _read_file(which))


def looks_like_html(content: bytes) -> bool:
    """Whether bytes open as an HTML page does."""
    opening = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith(b"<!--"):
        opening = opening.partition(b"-->")[2].lstrip()
    return opening.startswith(HTML_OPENINGS)


def _page(which: str, content: bytes) -> Page:
    html = Path(which).suffix.lower() in HTML_SUFFIXES or looks_like_html(content)
    return Page(which, content, "html" if html else "text")


def _limited(which: str, content: bytes) -> bytes:
    if len(content) > LIMIT:
        raise InputTooLarge(which, f"more than {LIMIT:,} bytes")
    return content


def _read_file(which: str) -> bytes:
    try:
        with Path(which).open("rb") as file:
            # one byte past the limit is enough to know, also of a file without an end
            return _limited(which, file.read(LIMIT + 1))
    except FileNotFoundError:
        raise InputMissing(which, "no such file") from None
    except IsADirectoryError:
        raise InputMissing(which, "is a directory") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputMissing(which, f"cannot be opened ({why})") from None


def _fetch_url(url: str) -> Page:
    # httpx2 takes a moment to import, and most inputs are files
    import httpx2

    headers = {"User-Agent": USER_AGENT, "Accept": "text/html, text/plain;q=0.9, */*;q=0.1"}
    try:
        with httpx2.stream(
            "GET", url, headers=headers, timeout=TIMEOUT, follow_redirects=True
        ) as response:
            return _receive(url, response)
    except httpx2.TimeoutException:
        raise FetchFailed(url, f"no answer within {TIMEOUT:.0f} seconds") from None
    except httpx2.TooManyRedirects:
        raise FetchFailed(url, "redirected without end") from None
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise FetchFailed(url, str(error) or type(error).__name__) from None
    except (OSError, ValueError) as error:
        # such as a host name that no encoding of names allows, or a broken proxy setting
        raise FetchFailed(url, str(error) or type(error).__name__) from None


def _receive(url: str, response: "httpx2.Response") -> Page:
    if not response.is_success:
        phrase = f"{response.status_code} {response.reason_phrase}".strip()
        raise FetchFailed(url, f"the server answered {phrase}")
    media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media.startswith(BINARY_TYPES):
        raise InputBinary(url, f"the server says it is {media}")
    with suppress(ValueError):
        if int(response.headers.get("content-length", "0")) > LIMIT:
            raise InputTooLarge(url, f"more than {LIMIT:,} bytes")
    content = _stream(url, response)
    html = media in HTML_TYPES or (media != "text/plain" and looks_like_html(content))
    charset = response.charset_encoding or ""
    return Page(url, content, "html" if html else "text", str(response.url), charset)


def _stream(url: str, response: "httpx2.Response") -> bytes:
    started, content = time.monotonic(), bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > LIMIT:
            raise InputTooLarge(url, f"more than {LIMIT:,} bytes")
        if time.monotonic() - started > DEADLINE:
            raise FetchFailed(url, f"not finished within {DEADLINE:.0f} seconds")
    return bytes(content)
