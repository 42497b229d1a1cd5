"""Names of inputs → their arrivals: files, folders, patterns, URLs, standard input, corpora."""

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from io import BufferedReader
from pathlib import Path

from dragoman.errors import InputMissing, ReadError
from dragoman.ingest.arrivals import Arrival, arrive, failure
from dragoman.ingest.columns import HEAD, form_of_table
from dragoman.ingest.corpora import Layout, read_corpus
from dragoman.ingest.fetch import (
    HTML_SUFFIXES,
    LIMIT,
    Page,
    fetch,
    is_url,
    open_file,
    page_of_bytes,
)
from dragoman.ingest.manners import Manners
from dragoman.ingest.unpack import unpacked
from dragoman.types import Article

CORPORA = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".parquet": "parquet",
    ".warc": "warc", ".wet": "warc",
}  # fmt: skip
"""Suffix of a file of many reports, before a ".gz" → its form."""
PAGES = HTML_SUFFIXES | {".txt", ".text", ".md"}
"""Suffixes of files of one report that are taken from a folder."""


def find_arrivals(
    names: Iterable[str],
    layout: Layout | None = None,
    manners: Manners | None = None,
    form: str = "",
    course: "Course | None" = None,
) -> Iterator[Arrival]:
    """Names → an arrival for each report that they hold, in order, one held at a time.

    A folder gives its files of known suffixes, by name and with its folders; a pattern the files
    that match it; a corpus (by suffix, or all of them when `form` tells one) its rows; all else
    one page. `UsageError` for a column of the layout that a corpus does not have. The `course`
    can be asked meanwhile.
    """
    layout, course = layout or Layout(), course or Course(())
    for name in names:
        for which in expanded(name):
            if isinstance(which, ReadError):
                yield Arrival(name, failure(name, which))
            else:
                course.many |= which != name
                yield from _of_one(which, layout, manners, form, course)
                course.passed(which)
        if course.many:
            course.ended.append(name)
        course.many = False


def _of_one(
    which: str, layout: Layout, manners: Manners | None, form: str, course: "Course"
) -> Iterator[Arrival]:
    if is_url(which):
        yield arrive(which, partial(fetch, which, manners), layout.told, layout.given)
        return
    form = form or form_of(which)
    if which == "-":
        plain = unpacked(sys.stdin.buffer, which)  # type: ignore[arg-type]
        yield from _of_stream(plain, which, form or _sniffed(plain), layout)
    elif form:
        try:
            with open_file(which) as file:
                course.opened(file)
                plain = file if form == "parquet" else unpacked(file, which)
                whole = True
                for arrival in _of_stream(plain, which, form, layout):
                    whole &= arrival.which != which or isinstance(arrival.found, Article)
                    yield arrival
                if whole:
                    course.ended += [which, f"{which}:"]
        except OSError as error:
            missing = InputMissing(which, f"cannot be opened ({error.strerror or error})")
            yield Arrival(which, failure(which, missing))
    else:
        yield arrive(which, partial(fetch, which), layout.told, layout.given)


class Course:
    """How far inputs are read, by their bytes."""

    def __init__(self, names: Iterable[str]) -> None:
        self.ended: list[str] = []
        """Folders, patterns and files of many that were gone through; "FILE:" stands for the rows
        of a file."""
        self.many = False
        """Whether the name in hand is of a folder or a pattern in which something was found."""
        self._names = names
        self._total: int | None = None
        self._past = 0
        self._file: BufferedReader | None = None

    def opened(self, file: BufferedReader) -> None:
        """This file of many reports is the one that is read now."""
        self._file = file

    def passed(self, which: str) -> None:
        """All of this input was given out."""
        self._past += _weight(which)
        self._file = None

    def share(self) -> float | None:
        """What part is read, 0 … 1; None with standard input, whose length nobody knows."""
        if "-" in self._names:
            return None
        if self._total is None:
            files = (each for name in self._names for each in expanded(name))
            self._total = sum(_weight(each) for each in files if isinstance(each, str))
        here = self._file.tell() if self._file is not None and not self._file.closed else 0
        return min((self._past + here) / self._total, 1.0) if self._total else None


_PAGE = 20_000
"""Bytes that a page counts for of which they are not known before it is fetched."""


def _weight(which: str) -> int:
    try:
        return _PAGE if is_url(which) else Path(which).stat().st_size
    except (OSError, ValueError):
        return 0


def _of_stream(stream: BufferedReader, which: str, form: str, layout: Layout) -> Iterator[Arrival]:
    if form:
        yield from read_corpus(stream, which, form, layout)
        return

    def page() -> Page:
        return page_of_bytes(which, stream.read(LIMIT + 1))

    yield arrive(which, page, given=layout.given)


def _sniffed(stream: BufferedReader) -> str:
    """The form of standard input, as far as its first bytes show: WARC, JSONL, CSV, else a page."""
    opening = stream.peek(HEAD)[:HEAD].lstrip()
    if opening.startswith(b"WARC/"):
        return "warc"
    if opening.startswith((b"{", b"[")):
        return "jsonl" if opening.startswith(b'{"') else ""
    return form_of_table(opening)


def form_of(which: str) -> str:
    """The form of a file of many reports by its suffix; empty for a page."""
    return CORPORA.get(_suffix(which), "")


def _suffix(which: str) -> str:
    return Path(which.lower().removesuffix(".gz")).suffix


def expanded(name: str) -> Iterator[str | ReadError]:
    """The files that a name stands for; itself when it is none of a folder or of a pattern."""
    if name == "-" or is_url(name):
        yield name
        return
    try:
        folder, there = Path(name).is_dir(), os.path.lexists(name)
    except (OSError, ValueError):
        folder, there = False, True  # no name of a file: told when it is opened
    if folder:
        yield from _folder(name)
    elif not there and glob.has_magic(name):
        # not Path.glob: a pattern may begin at the root
        found = sorted(filter(os.path.isfile, glob.iglob(name, recursive=True)))  # noqa: PTH207
        yield from found
        if not found:
            yield InputMissing(name, "no file matches")
    else:
        yield name


def of_a_folder(file: str) -> bool:
    """Whether a file is taken from a folder that is named: of a known suffix, and not hidden."""
    return not file.startswith(".") and _suffix(file) in PAGES | CORPORA.keys()


def _folder(name: str) -> Iterator[str | ReadError]:
    """Files of known suffixes, hidden ones left out; `InputMissing` when there is none."""
    empty = True
    for folder, folders, files in os.walk(name):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        for file in sorted(files):
            if of_a_folder(file):
                empty = False
                yield str(Path(folder) / file)
    if empty:
        yield InputMissing(name, "a folder without a file of a kind that is read")
