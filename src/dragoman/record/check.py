"""The record → what is wrong with it: pages, keys, hashes, spans, and what is shown.

Reads everything; a record is sound when nothing is told.
"""

import json
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from dragoman.record import aliases, schema
from dragoman.record.corrections import article_corrected
from dragoman.record.items import Item, items_of
from dragoman.record.keepable import digest_of
from dragoman.record.near import marks, shingles
from dragoman.record.packing import article_of, spans, unpack
from dragoman.record.query import Query

Json = dict[str, Any]

NUMBERED = ("sighting", "failure", "reading", "judgement")
"""Tables that are only added to, under numbers that follow one another."""


def broken(query: Query) -> Iterator[str]:
    """Faults of the file's pages: what stands on them cannot be relied on, nor mended."""
    for (told,) in query.rows("PRAGMA integrity_check"):
        if told != "ok":
            yield f"file: {query.path}: {told}"


def faults(query: Query) -> Iterator[str]:
    """One line a fault, "what: which: why", all of one moment; of a file with broken pages only
    these.
    """
    with query.one_moment():
        yield from _faults(query)


def _faults(query: Query) -> Iterator[str]:
    pages = tuple(broken(query))
    yield from pages
    if pages:
        return
    for row in query.rows("PRAGMA foreign_key_check"):
        yield f"key: {row[0]} {row[1]}: leads to no row of {row[2]}"
    for (number,) in query.rows(
        "SELECT key FROM judgement WHERE proof <> "
        "sha256(json_array(kind, article, body, author, reason, made, undoes))"
    ):
        yield f"hash: judgement: {number}: is not what was kept"
    yield from _gone(query)
    if query.ask(aliases.made) != dict(map(tuple, query.rows("SELECT who, one FROM alias"))):
        yield "shown: actors: the names of one are not those judged; `dragoman check --mend`"
    for id in query.ids():
        yield from _article(query, id)


def _gone(query: Query) -> Iterator[str]:
    """Rows that were deleted, but for the last of a table; guards that were taken away."""
    for name in NUMBERED:
        count, last = query.rows(f"SELECT count(*), coalesce(max(key), 0) FROM {name}")[0]
        if count != last:
            yield f"{name}: {last - count} of {last}: are not there"
    there = dict(map(tuple, query.rows(schema.TRIGGERS)))
    for name, sql in schema.triggers().items():
        if there.get(name) != sql:
            yield f"guard: {name}: is not the one of this form"


def _article(query: Query, id: str) -> Iterator[str]:
    row = query.rows(
        "SELECT key, digest, kept, text, coalesce(stated, about) AS about FROM article "
        "WHERE id = ?",
        (id,),
    )[0]
    article = article_of(json.loads(row["about"]), row["text"])
    if not row["digest"].startswith(id):
        yield f"hash: {id}: is not the beginning of {row['digest']}"
    if row["kept"] != "spans" and digest_of(article["title"], row["text"]) != row["digest"]:
        yield f"hash: {id}: the text is not the one that was kept"
    yield from _kept(query, id, row["key"])
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
    """Whether all that is derived of a report is what its newest reading as corrected makes."""
    document = query.shown(id).document
    row = query.rows("SELECT day, place, added FROM article WHERE key = ?", (key,))[0]
    day = document["article"]["published"]["day"] or row["added"]
    wanted = sorted((_item(item, day) for item in items_of(document)), key=repr)
    if wanted != sorted(_rows(query, key), key=repr):
        yield f"shown: {id}: the rows are not those of its newest reading; `dragoman check --mend`"
    # Lists go by place: the day, above the numbers of that day.
    place = key if row["place"] is None else row["place"]
    if place >> 32 != (date.fromisoformat(row["day"]).toordinal() if row["day"] else key >> 32):
        yield f"shown: {id}: does not stand at its day; `dragoman check --mend`"
    row = query.rows("SELECT kept, text, story FROM article WHERE key = ?", (key,))[0]
    near = {
        tuple(one) for one in query.rows("SELECT band, value FROM near WHERE article = ?", (key,))
    }
    # Of a text that is not kept whole the marks cannot be made again.
    if row["kept"] != "spans" and near != (
        set(marks(shingles(row["text"]))) if row["story"] == key else set()
    ):
        yield f"near: {id}: the marks are not those of its text; `dragoman check --mend`"


def _item(item: Item, day: str) -> tuple[Any, ...]:
    parties = sorted({(party.name, party.side, party.role, party.side) for party in item.parties})
    dated = item.dated
    return (
        *(item.kind, item.id, item.parent, item.label, item.status, item.channel, item.code),
        *(dated.first, dated.until, dated.how, item.start, item.end),
        date.fromisoformat((dated.first or day)[:10]).toordinal(),
        tuple(parties),
    )


def _rows(query: Query, key: int) -> Iterator[tuple[Any, ...]]:
    """The same, as it stands in the record."""
    parties: dict[int, list[tuple[str, ...]]] = {}
    for row in query.rows(
        "SELECT item, name, who.side, role, party.side FROM party JOIN who ON who.key = who "
        "WHERE item IN (SELECT key FROM item WHERE article = ?)",
        (key,),
    ):
        parties.setdefault(row[0], []).append(tuple(row)[1:])
    for row in query.rows(
        "SELECT key, kind, id, parent, label, status, channel, code, first, until, how, start, end "
        "FROM item WHERE article = ?",
        (key,),
    ):
        yield (*tuple(row)[1:], row[0] >> 32, tuple(sorted(parties.get(row[0], ()))))


def _kept(query: Query, id: str, key: int) -> Iterator[str]:
    """Whether what came and what people hold is what was kept, by its proof."""
    for told in query.rows(
        "SELECT 'article: ' || ?1 FROM article WHERE key = ?2 "
        "AND proof <> sha256(coalesce(stated, about)) UNION ALL "
        "SELECT 'page: ' || ?1 FROM page WHERE article = ?2 AND proof <> sha256(content) UNION ALL "
        "SELECT 'reading: ' || ?1 || ', number ' || key FROM reading WHERE article = ?2 "
        "AND proof <> sha256(json_array(article, version, weights, made, day, sha256(body)))",
        (id, key),
    ):
        yield f"hash: {told[0]}: is not what was kept"
    row = query.rows("SELECT about, coalesce(stated, about) FROM article WHERE key = ?", (key,))[0]
    if json.loads(row[0]) != article_corrected(json.loads(row[1]), query.judgements(id)):
        yield f"shown: {id}: its own fields are not as corrected; `dragoman check --mend`"


def orphans(query: Query) -> Iterator[str]:
    """Corrections that no longer find their words; no fault, but someone should look."""
    for id in dict.fromkeys(one.article for one in query.judgements() if one.article):
        for outcome in query.shown(id).outcomes:
            if outcome.state == "orphan":
                yield f"orphan: correction {outcome.judgement.number} of {id}: {outcome.why}"
