"""This installation and its record → lines that tell what is there, and what is wrong with it."""

import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dragoman import __version__
from dragoman.errors import DragomanError
from dragoman.language.tag import tag, weights_digest
from dragoman.serve.record_options import query
from dragoman.serve.settings import Settings
from dragoman.spans import Text

_NEEDED = (
    "numpy", "onnxruntime", "typer", "rich", "trafilatura", "lxml_html_clean", "httpx2",
    "feedparser", "protego", "py3langid", "prompt_toolkit",
)  # fmt: skip
_EXTRA = {"pyarrow": "bulk", "fastwarc": "bulk", "fastapi": "web"}
"""What only some commands need, and the extra that brings it."""

LEAST = 500_000_000
"""Bytes that must be free where the record stands: below, a day of a busy desk may not find room.
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line; `wrong` when something must be done about it."""

    told: str
    wrong: bool = False


def check(settings: Settings) -> Iterator[Fact]:
    """The machine, what is installed, the weights, the record and the room for it."""
    yield Fact(f"dragoman {__version__}")
    yield Fact(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Fact(f"{os.cpu_count() or 'unknown'} cores{_memory()}")
    for name in _NEEDED:
        found = _version(name)
        yield Fact(f"{name} {found or 'is missing'}", wrong=not found)
    for name, extra in _EXTRA.items():
        yield Fact(f"{name} {_version(name) or f'is not there (extra {extra})'}")
    yield _sqlite()
    yield from _network()
    yield _record(settings)
    yield _room(settings.record)


def _memory() -> str:
    try:
        return f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.1f} GB memory"
    except (ValueError, OSError, AttributeError):
        return ""  # a system that does not tell


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _sqlite() -> Fact:
    with_words = sqlite3.connect(":memory:")
    try:
        with_words.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
    except sqlite3.OperationalError:
        return Fact(f"SQLite {sqlite3.sqlite_version} without FTS5: no record can be kept", True)
    finally:
        with_words.close()
    return Fact(f"SQLite {sqlite3.sqlite_version} with FTS5")


def _network() -> Iterator[Fact]:
    try:
        yield Fact(f"weights {weights_digest()}")
        verb = tag(Text("The envoy said talks would resume.")).tokens[2]
    except DragomanError as error:
        yield Fact(str(error), True)
        return
    wrong = verb.upos != "VERB"
    yield Fact(f"network answers{', but not as expected' if wrong else ''}", wrong)


def _record(settings: Settings) -> Fact:
    path = settings.record
    if not path.exists():
        return Fact(f"record {path}: none there; `dragoman init` makes one")
    try:
        with query(settings) as asked:
            reports = asked.rows("SELECT count(*) FROM article")[0][0]
    except DragomanError as error:
        return Fact(str(error), True)
    told = f"record {path}: {reports:,} reports, {path.stat().st_size:,} bytes"
    # Beside the file there must be place for its log.
    closed = not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK))
    return Fact(f"{told}, may only be read" if closed else told)


def _room(path: Path) -> Fact:
    folder = path.absolute().parent
    if not folder.is_dir():
        return Fact(f"disk: {folder}: no such folder", True)
    free = shutil.disk_usage(folder).free
    short = free < LEAST
    return Fact(f"disk {free / 1e9:.1f} GB free{', which is little' if short else ''}", short)
