"""The corpus and the stream → items that gold dates, and where the reader is asked for theirs.

A record's offsets count its text as written; the reader's article has lost datelines, notes and
furniture, so that gold words are found again line by line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.build import record
from corpus.check import files
from corpus.fill import fill
from corpus.format import read
from corpus.splits import read_splits
from dragoman.ingest.extract import article_from_text
from dragoman.language.tag import tag_many
from dragoman.spans import Span
from dragoman.types import Article, Tags

Record = Mapping[str, Any]

KINDS = ("events", "meetings", "statements")
"""What has a date."""


def dev_records() -> Iterator[Record]:
    """The records of the dev split, as `python -m corpus build` makes them."""
    splits = read_splits()
    for file in files():
        for entry in read(file)[0]:
            if splits.get(entry.header.get("process", entry.id)) == "dev":
                yield {"id": entry.id, **record(fill(entry))}


@dataclass(frozen=True, slots=True)
class Case:
    """A record with a day of publication, as the reader gets it."""

    gold: Record
    article: Article
    published: date
    shift: tuple[tuple[int, int, int], ...]
    """Stretches of the record's text: start, end, and where the article has its start."""

    def span(self, pair: Sequence[int]) -> Span | None:
        """The article's place of two of the record's offsets; None for what it left out."""
        for start, end, there in self.shift:
            if start <= pair[0] and pair[1] <= end:
                return Span(pair[0] - start + there, pair[1] - start + there)
        return None

    def spans(self, item: Record, role: str = "main") -> tuple[Span, ...]:
        found = (self.span(pair) for pair in item["spans"].get(role, ()))
        return tuple(sorted(span for span in found if span is not None))


def tagged(records: Iterable[Record]) -> Iterator[tuple[Case, Tags]]:
    """The records that have a day of publication and any date, each with its parse."""
    cases = [case_of(one) for one in records if one["published"] and _dated(one)]
    yield from zip(cases, tag_many([case.article.text for case in cases]), strict=True)


def _dated(found: Record) -> bool:
    return any(item["date"] for kind in KINDS for item in found[kind])


def case_of(found: Record) -> Case:
    published = date.fromisoformat(found["published"])
    article = article_from_text(
        found["text"], published=published, title=found["title"] or "", which=found["id"]
    )
    return Case(found, article, published, tuple(stretches(found["text"], article.text.content)))


def stretches(text: str, content: str) -> Iterator[tuple[int, int, int]]:
    """Where the lines of an article's text stand in the text that it was made of, in order."""
    at = there = 0
    for line in content.splitlines(keepends=True):
        words = line.rstrip()
        start = text.find(words, at) if words else -1
        if start >= 0:
            at = start + len(words)
            yield start, at, there
        there += len(line)
