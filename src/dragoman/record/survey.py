"""The record → what a desk asks of it beside lists of entries: its version, its newest reports.

Every question walks an index from its newest end, or looks at a stated number of rows: none costs
more on a larger record.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from dragoman.errors import RecordMissing
from dragoman.record.lists import CAME, PLACE, PRINTED_BY, Came, Page
from dragoman.record.query import OUTLET, Query, plain

Json = dict[str, Any]

LATELY = 5000
"""Newest entries that "lately" looks at."""

_REPORT = (
    f"SELECT article.key, {PLACE} AS place, id, article.title, day, {OUTLET}, url, "
    "json_extract(about, '$.wire') AS wire, "
    "(SELECT count(*) - 1 FROM article AS a WHERE a.story = article.story) AS copies, "
    "(SELECT count(*) FROM item WHERE item.article = article.key) AS entries FROM article "
)


def version(query: Query) -> tuple[int, int]:
    """Numbers that grow whenever what is shown changes: the newest reading's, the judgement's."""
    (row,) = query.rows(
        "SELECT coalesce((SELECT max(key) FROM reading), 0), "
        "coalesce((SELECT max(key) FROM judgement), 0)"
    )
    return int(row[0]), int(row[1])


def stamps(query: Query, limit: int) -> list[tuple[str, int, int]]:
    """Ids of the newest reports, each with its newest reading's and judgement's number."""
    found = query.rows(
        "SELECT id, coalesce((SELECT max(key) FROM reading WHERE article = article_.key), 0), "
        "coalesce((SELECT max(key) FROM judgement WHERE article = article_.key), 0) "
        f"FROM (SELECT key, id FROM article ORDER BY {PLACE} DESC LIMIT ?) AS article_",
        (limit,),
    )
    return [(row[0], row[1], row[2]) for row in found]


def stamp(query: Query, id: str) -> tuple[int, int]:
    """Numbers of a report's newest reading and judgement; `RecordMissing`."""
    found = query.rows(
        "SELECT coalesce((SELECT max(key) FROM reading WHERE article = article_.key), 0), "
        "coalesce((SELECT max(key) FROM judgement WHERE article = article_.key), 0) "
        "FROM (SELECT key FROM article WHERE id = ?) AS article_",
        (id,),
    )
    if not found:
        raise RecordMissing(id, "no such report")
    return found[0][0], found[0][1]


def last_before(query: Query, moment: str) -> int:
    """The number of the last reading that was made before an ISO moment; 0 for none."""
    return int(
        query.rows("SELECT coalesce(max(key), 0) FROM reading WHERE made < ?", (moment,))[0][0]
    )


def came_after(query: Query, number: int) -> set[str]:
    """Ids of the reports that came after a reading's number."""
    found = query.rows(f"SELECT id FROM article WHERE key IN {CAME}", (number, number))
    return {row[0] for row in found}


def added(query: Query, ids: Iterable[str]) -> dict[str, str]:
    """Report → the ISO moment at which it came."""
    found = query.rows(
        "SELECT id, added FROM article WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {row[0]: row[1] for row in found}


def last_fed(query: Query) -> date:
    """The day on which something was read last; today in an empty record."""
    (row,) = query.rows("SELECT (SELECT made FROM reading ORDER BY key DESC LIMIT 1)")
    return date.fromisoformat(row[0][:10]) if row[0] else datetime.now(UTC).date()


def reports(
    query: Query,
    *,
    source: str = "",
    since: date | None = None,
    until: date | None = None,
    came: Came | None = None,
    limit: int = 20,
    after: int | None = None,
) -> Page:
    """Reports, newest first; days are half-open."""
    tests, values = ["1"], list[Any]()
    if source:
        tests.append(f"key IN {PRINTED_BY}")
        values += [source, source]
    if came:
        test, numbers = came.test("key", PLACE)
        tests.append(test)
        values += numbers
    for sign, day in ((">=", since), ("<", until)):
        if day:
            tests.append(f"{PLACE} {sign} ?")
            values.append(day.toordinal() << 32)
    counted = f"SELECT count(*) FROM article WHERE {' AND '.join(tests)}"
    total = query.rows_within(100_000, counted, values)
    if after is not None:
        tests.append(f"{PLACE} < ?")
        values.append(after)
    where = " AND ".join(tests)
    found = plain(
        query.rows(f"{_REPORT}WHERE {where} ORDER BY {PLACE} DESC LIMIT ?", [*values, limit + 1])
    )
    last = found[limit - 1]["place"] if len(found) > limit else None
    return Page(tuple(found[:limit]), last, total[0][0] if total else None)


def about(query: Query, ids: Sequence[str]) -> dict[str, Json]:
    """Id → title, day, outlet and so on of reports; those that are not there are left out."""
    marks = ", ".join("?" * len(ids))
    found = query.rows(f"{_REPORT}WHERE id IN ({marks})", ids)
    return {row["id"]: dict(row) for row in found}


def text(query: Query, id: str) -> str:
    """The frozen text of a report; `RecordMissing` when there is none of that id."""
    found = query.rows("SELECT text FROM article WHERE id = ?", (id,))
    if not found:
        raise RecordMissing(id, "no such report")
    return str(found[0][0])


def places(query: Query, ids: Sequence[str]) -> dict[str, dict[str, Json]]:
    """Report → act → where it happens, of the newest readings as they were read.

    All else of a body is left packed: places are asked of hundreds of reports at once.
    """
    marks = ", ".join("?" * len(ids))
    found = query.rows(
        "SELECT id, (SELECT body FROM reading WHERE article = article_.key "
        f"ORDER BY key DESC LIMIT 1) FROM article AS article_ WHERE id IN ({marks})",
        ids,
    )
    return {
        id: {
            event["id"]: event["location"]
            for event in json.loads(zlib.decompress(body))["events"] if event.get("location")
        }
        for id, body in found if body is not None
    }  # fmt: skip


def roles(query: Query, ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """Report and actor → the role that the report tells of it, as it is shown now.

    Of a report that someone has judged all is asked; of the others only their actors.
    """
    marks = ", ".join("?" * len(ids))
    found = query.rows(
        "SELECT id, (SELECT body FROM reading WHERE article = article_.key "
        "ORDER BY key DESC LIMIT 1) AS body, EXISTS (SELECT 1 FROM judgement "
        f"WHERE article = article_.key) AS judged FROM article AS article_ WHERE id IN ({marks})",
        ids,
    )
    actors = (
        (row["id"], actor) for row in found if row["body"] is not None
        for actor in (query.shown(row["id"]).document if row["judged"] else
                      json.loads(zlib.decompress(row["body"])))["actors"]
    )  # fmt: skip
    return {(id, actor["id"]): actor["role"] for id, actor in actors if actor.get("role")}


def outlets(query: Query) -> list[str]:
    """All outlets by name, by one step in the index for each."""
    found = query.rows(
        "WITH RECURSIVE one (name) AS (SELECT min(outlet) FROM article UNION ALL "
        "SELECT (SELECT min(outlet) FROM article WHERE outlet > one.name) FROM one "
        "WHERE one.name IS NOT NULL) SELECT name FROM one WHERE name <> '' LIMIT 500"
    )
    return [row[0] for row in found]


def days(query: Query) -> tuple[date, date] | None:
    """The days of the oldest and the newest report; None of an empty record."""
    (row,) = query.rows(
        f"SELECT (SELECT min({PLACE}) FROM article), (SELECT max({PLACE}) FROM article)"
    )
    if row[0] is None:
        return None
    return date.fromordinal(row[0] >> 32), date.fromordinal(row[1] >> 32)
