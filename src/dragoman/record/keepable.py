"""Values on their way into the record → what it can keep of them: words, digests, moments."""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from dragoman.errors import RecordRefused


def digest_of(title: str, text: str) -> str:
    """The SHA-256 whose first 16 digits are an article's id."""
    return hashlib.sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def now() -> str:
    """This moment, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def be_keepable(which: str, value: Any) -> None:
    """`RecordRefused` for signs that no file of text can hold."""
    for words in _strings(value):
        why = unkeepable(words)
        if why:
            raise RecordRefused(which, why)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def unkeepable(words: str) -> str:
    """Why no file of text can hold these words; empty when one can."""
    if "\0" in words:
        return "it holds NUL"
    try:
        words.encode()
    except UnicodeEncodeError:
        return "it holds half a sign, which no text can"
    return ""


def place(which: str) -> str:
    """The name by which an input is known from everywhere: of a file of this machine its whole
    path, as another folder may hold another file of that name.
    """
    which = plain(which)
    if not which or "://" in which or which == "-" or which.startswith("-:"):
        return which
    return os.path.abspath(which)  # noqa: PTH100 - "a/../b" is "b", and rows ("a.csv:7") are no files


def plain(name: str) -> str:
    """A name as it can be kept: a path of bytes that are no text keeps what it can."""
    return name.encode("utf-8", "backslashreplace").decode()
