"""The record → what is wrong with it: pages, keys, hashes, spans, and what is shown.

Reads everything; a record is sound when nothing is told.
"""

import json
import zlib
from collections.abc import Iterator
from typing import Any

from dragoman.record.items import items_of
from dragoman.record.packing import article_of, spans, unpack
from dragoman.record.query import Query
from dragoman.record.store import digest_of

Json = dict[str, Any]


def faults(query: Query) -> Iterator[str]:
    """One line a fault, "what: which: why"."""
    for (told,) in query.rows("PRAGMA integrity_check"):
        if told != "ok":
            yield f"file: {query.path}: {told}"
    for row in query.rows("PRAGMA foreign_key_check"):
        yield f"key: {row[0]} {row[1]}: leads to no row of {row[2]}"
    for id in query.ids():
        yield from _article(query, id)


def _article(query: Query, id: str) -> Iterator[str]:
    row = query.rows("SELECT key, digest, kept, text, about FROM article WHERE id = ?", (id,))[0]
    article = article_of(json.loads(row["about"]), row["text"])
    if not row["digest"].startswith(id):
        yield f"hash: {id}: is not the beginning of {row['digest']}"
    if row["kept"] != "spans" and digest_of(article["title"], row["text"]) != row["digest"]:
        yield f"hash: {id}: the text is not the one that was kept"
    yield from _page(query, id, row["key"], row["kept"])
    readings = query.rows("SELECT * FROM reading WHERE article = ? ORDER BY key", (row["key"],))
    if not readings:
        yield f"reading: {id}: has none"
    for reading in readings:
        try:
            found = unpack(reading["body"], article, reading["version"], reading["weights"])
        except (ValueError, zlib.error) as error:
            yield f"reading: {id}, number {reading['key']}: cannot be opened ({error})"
            return
        if any(not 0 <= s["start"] < s["end"] <= len(row["text"]) for s in spans(found)):
            yield f"span: {id}, number {reading['key']}: lies outside the text"
            return
    if readings:
        yield from _shown(query, id, row["key"])


def _page(query: Query, id: str, key: int, kept: str) -> Iterator[str]:
    found = query.rows("SELECT content FROM page WHERE article = ?", (key,))
    if bool(found) != (kept == "page"):
        yield f"page: {id}: {'is kept' if found else 'is not there'}, and keeping is {kept!r}"
    for (content,) in found:
        try:
            zlib.decompress(content)
        except zlib.error as error:
            yield f"page: {id}: cannot be opened ({error})"


def _shown(query: Query, id: str, key: int) -> Iterator[str]:
    """Whether the rows by which items are found are those of the newest reading as corrected."""
    wanted = sorted(
        (item.kind, item.id, item.start, item.end, len(item.parties))
        for item in items_of(query.shown(id).document)
    )
    there = sorted(
        tuple(row)
        for row in query.rows(
            "SELECT kind, id, start, end, (SELECT count(*) FROM party WHERE item = item.key) "
            "FROM item WHERE article = ?",
            (key,),
        )
    )
    if wanted != there:
        yield f"shown: {id}: the rows are not those of its newest reading; `dragoman check --mend`"


def orphans(query: Query) -> Iterator[str]:
    """Corrections that no longer find their words; no fault, but someone should look."""
    for id in dict.fromkeys(one.article for one in query.judgements() if one.article):
        for outcome in query.shown(id).outcomes:
            if outcome.state == "orphan":
                yield f"orphan: correction {outcome.judgement.number} of {id}: {outcome.why}"
