"""Broken and hostile input: each is read or is a failure, in bounded time and memory."""

import gzip
import io
import json
import resource
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import ReadError
from dragoman.ingest.corpora import read_corpus
from dragoman.ingest.extract import extract
from dragoman.ingest.feeds import read_listing
from dragoman.ingest.fetch import Page, fetch
from dragoman.ingest.inputs import find_arrivals
from dragoman.ingest.unpack import unpacked_bytes
from dragoman.pipeline import read_articles
from dragoman.types import Article, Failure
from tests.ingest.mutator import mutants
from tests.ingest.pages import html

MUTANTS = 2200
MET = frozenset({"read", "InputEmpty", "InputBinary", "NoReport", "NoCorpus", "NoFeed"})
"""What the mutants end as, whatever else there is."""
SECONDS = 10
MEMORY = 1_000_000
"""Kilobytes."""


def _tree(kind: type[Exception]) -> Iterator[str]:
    yield kind.__name__
    for one in kind.__subclasses__():
        yield from _tree(one)


OURS = frozenset(_tree(ReadError))
"""Names of the errors that say what is wrong with an input; any other is a bug that was met."""


@contextmanager
def bounded() -> Iterator[None]:
    """No longer than `SECONDS` of the processor's time, as others may hold it, and no more than
    `MEMORY` on top of what was used before.
    """

    def late(*_: object) -> None:
        raise AssertionError(f"not done within {SECONDS} seconds")

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY


def taken(path: Path) -> list[Article | Failure]:
    """What a file holds, as inputs or as a source, as its suffix says."""
    if path.suffix == ".xml":
        try:
            read_listing(fetch(str(path)))
        except ReadError as error:
            return [Failure(str(path), type(error).__name__, str(error))]
        return []
    # a table of millions of rows is no hang: the first thousand tell enough
    return [arrival.found for arrival in islice(find_arrivals([str(path)]), 1000)]


def test_mutants(tmp_path: Path) -> None:
    """Each ends as articles or as failures that name it; nothing else comes out."""
    ends: Counter[str] = Counter()
    kept: list[Article] = []
    for number, (suffix, content) in enumerate(mutants(MUTANTS, seed=8)):
        path = tmp_path / f"mutant{suffix}"
        path.write_bytes(content)
        try:
            with bounded():
                found = taken(path)
        except BaseException as error:
            error.add_note(f"mutant {number} of form {suffix}, {len(content)} bytes")
            raise
        for one in found:
            assert isinstance(one, Article | Failure)
            if isinstance(one, Failure):
                assert one.message.count(": ") >= 2, one
                assert one.which.startswith(str(path))
            elif number % 40 == 0:
                kept.append(one)
        ends.update(one.error if isinstance(one, Failure) else "read" for one in found)
    assert ends.keys() - {"read"} <= OURS, ends
    assert ends.keys() >= MET, ends
    assert ends["read"] > 500, ends
    assert sum(ends.values()) - ends["read"] > 500, ends
    for article in kept[:60]:
        with bounded():
            (reading,) = read_articles([article])
            assert reading.article == article


# --- large ones --------------------------------------------------------------------------------

SENTENCE = "The envoy of Lakeland said on Monday that talks with Norland would go on in Tarn. "
LARGE = {
    "50 MB on one line.txt": lambda: b"word " * 10_000_000,
    "50 MB on one line.jsonl": lambda: b'{"text": "' + b"word " * 10_000_000 + b'"}',
    "50 MB on one line.csv": lambda: b"text\n" + b"word " * 10_000_000,
    "50 MB in quotes.csv": lambda: b'text\n"' + b"word\n" * 10_000_000,
    "NULs.txt": lambda: bytes(9_000_000),
    "NULs.jsonl": lambda: bytes(50_000_000),
    "one word.txt": lambda: b"a" * 9_000_000,
    "blanks.txt": lambda: b"a" + b" " * 9_000_000 + b"b.",
    "lines.txt": lambda: b"a.\n" * 3_000_000,
    "empty lines.txt": lambda: b"\n" * 9_000_000 + SENTENCE.encode(),
    "quotes.txt": lambda: "“".encode() * 3_000_000,
    "brackets.txt": lambda: b"(" * 9_000_000,
    "paragraphs.html": lambda: html(f"<p>{SENTENCE}</p>" * 90_000).encode(),
    "nested.html": lambda: html("<div>" * 90_000 + SENTENCE * 4).encode(),
    "unclosed.html": lambda: html("<p>" * 90_000 + SENTENCE * 4).encode(),
    "breaks.html": lambda: html("<p>" + "a<br>" * 90_000).encode(),
    "tables.html": lambda: html("<table><tr><td>" * 30_000 + SENTENCE * 4).encode(),
    "attributes.html": lambda: html(f"<p {'a=1 ' * 2_000_000}>{SENTENCE * 4}").encode(),
    "entities.html": lambda: html("<p>" + "&amp;" * 1_800_000).encode(),
    "JSON-LD.html": lambda: html(SENTENCE, f"<script type='application/ld+json'>{'[' * 9_000_000}")
    .encode(),
    "bomb.txt.gz": lambda: gzip.compress(bytes(500_000_000), 1),
    "bomb of bombs.jsonl.gz": lambda: gzip.compress(gzip.compress(bytes(200_000_000), 1)),
    "items.xml": lambda: b"<rss><channel>" + b"<item><link>http://a.example/</link>" * 24_000,
    "nested.xml": lambda: b"<rss><channel>" + b"<a>" * 99_000,
    "nested map.xml": lambda: b"<urlset>" + b"<url>" * 1_900_000,
    "comments.xml": lambda: b"<!-- a -->" * 900_000,
    "urls.xml": lambda: b"https://lake.example/a\n" * 400_000,
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_large_and_hostile_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(LARGE[name]())
    with bounded():
        found = taken(path)
    ends = {one.error if isinstance(one, Failure) else "read" for one in found}
    assert ends <= {"read"} | OURS, ends


@pytest.mark.parametrize(
    "piece",
    [
        SENTENCE[:-2] + " , ",
        "(a ",
        "Norland ",
        "said ",
        "a.\n",
        "of the ",
        "‘a ",
        "“a ",
        "- a ",
        "(",
    ],
)
def test_hostile_texts_are_read_in_time(piece: str) -> None:
    """Ten thousand characters as one sentence, or as none."""
    page = Page("hostile.txt", (piece * (10_000 // len(piece))).encode(), "text")
    with bounded(), suppress(ReadError):
        assert len(list(read_articles([extract(page)]))) == 1


# --- anything at all -----------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
FIELDS = st.sampled_from(["text", "title", "date", "source", "url", "lang", "id", "x"])


@given(st.dictionaries(FIELDS, JSON))
def test_rows_of_any_values(row: dict[str, Any]) -> None:
    line = json.dumps(row).encode()
    stream = io.BufferedReader(io.BytesIO(line))  # type: ignore[arg-type]
    (found,) = read_corpus(stream, "a.jsonl", "jsonl")
    assert isinstance(found.found, Article) or found.found.error in OURS, found.found


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes(content: bytes) -> None:
    for kind in ("html", "text"):
        try:
            extract(Page("a", content, kind))
            read_listing(Page("a", content, kind))
            unpacked_bytes(content, "a")
        except ReadError as error:
            assert str(error).startswith(f"{error.what}: a: ")
