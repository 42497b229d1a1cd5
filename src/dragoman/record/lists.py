"""What is looked for → a page of rows, the newest first.

Keys carry their day (see the schema), so that the newest come first by any index; `after` is the
key of the last row of the page before.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from dragoman.errors import UsageError
from dragoman.lexicon import table
from dragoman.record.query import OUTLET, Query, plain

Json = dict[str, Any]

STEPS = 100_000
"""Steps of SQLite's machine that counting may take, some 20 ms; else the total is not told."""
FEW = 5000
"""Who takes part in fewer items is looked up first; else items are asked whether he does."""

PLACE = "coalesce(place, key)"
"""Where an article stands among the others: its key, but for one that is held to be of another day
than it came as. An index is of just these words."""

PRINTED_BY = (
    "(SELECT key FROM article WHERE outlet = ? UNION SELECT article FROM sighting WHERE source = ?)"
)
"""Articles of an outlet, also those that it printed word for word after another one."""

CAME = (
    "(SELECT article FROM reading AS one WHERE key > ? AND NOT EXISTS "
    "(SELECT 1 FROM reading WHERE article = one.article AND key <= ?))"
)
"""Articles that came after a reading of some number, whatever day they are of."""


@dataclass(frozen=True, slots=True)
class Came:
    """What is new: what came after a reading's number, whatever day it is of."""

    after: int
    told: date | None = None
    """Also what is told on this day or later, whenever it came."""

    def test(self, article: str, place: str) -> tuple[str, tuple[int, ...]]:
        """SQL on the columns that hold an article's key and its place, and its values."""
        test = f"{article} IN {CAME}"
        if self.told is None:
            return test, (self.after, self.after)
        return f"({place} >= ? OR {test})", (self.told.toordinal() << 32, self.after, self.after)


ROLES = {
    "statement": "speaker",
    "event": "actor",
    "meeting": "participant",
    "state": "asserter",
    "condition": "set_by",
    "task": "charged_by",
    "actor": "self",
}
"""Whose an item of a kind is."""
TO = {"statement": "addressee", "event": "target", "task": "charged"}
"""To whom an item of a kind is said, done or given."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items: every field that is given must hold; days are half-open."""

    kind: str
    words: str = ""
    """Full text, in the words that an item rests on; see `match`."""
    by: str = ""
    """Part of the name, or the side's code or country, of the one whose item it is."""
    to: str = ""
    """The same of an addressee, a target or one charged."""
    label: str = ""
    status: str = ""
    channel: str = ""
    source: str = ""
    """The outlet."""
    since: date | None = None
    until: date | None = None
    reports: tuple[str, ...] | None = None
    """Ids of reports: only what stands in these; None for all."""
    came: Came | None = None
    """Only what is new."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, the key to go on after (None at the end), and how many there are in all pages."""

    rows: tuple[Json, ...]
    after: int | None
    total: int | None
    """None when counting them would take too long."""


@dataclass(slots=True)
class _Where:
    """Conditions and their values, gathered."""

    tests: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, test: str, *values: Any) -> None:
        self.tests.append(test)
        self.values.extend(values)

    def __str__(self) -> str:
        return " AND ".join(self.tests) or "1"


@dataclass(frozen=True, slots=True)
class _Part:
    """Someone's part in items: the test of a row of `party`, and how many pass it, up to `FEW`."""

    test: str
    values: tuple[Any, ...]
    rows: int

    @property
    def leads(self) -> bool:
        """Whether its items are best walked first: they are few, or in order as they are found."""
        return self.rows < FEW or " IN " not in self.test


def find_reports(
    query: Query,
    words: str,
    *,
    source: str = "",
    since: date | None = None,
    until: date | None = None,
    came: Came | None = None,
    limit: int = 20,
    after: int | None = None,
) -> Page:
    """Reports that hold the words; each with a snippet and how many near-copies it has."""
    asked = match(words)
    text = "article_text.rowid"
    where = _Where(["article_text MATCH ?"], [asked])
    if source:
        where.add(f"{text} IN {PRINTED_BY}", source, source)
    # The few that are held to be of another day stand elsewhere than the index has them.
    moved = _Where([*where.tests], [*where.values])
    where.add(f"{text} NOT IN (SELECT key FROM article WHERE place IS NOT NULL)")
    at = "article.place"
    if came:
        for ones, place in ((where, text), (moved, at)):
            test, values = came.test(text, place)
            ones.add(test, *values)
    _between(where, text, since, until)
    _between(moved, at, since, until)
    join = f"article JOIN article_text ON {text} = article.key AND article.place IS NOT NULL"
    pages = (
        _page(query, "article_text", where, text, limit, after),
        _page(query, join, moved, at, limit, after, text),
    )
    rows = sorted((row for page in pages for row in page[0]), reverse=True)
    more = len(rows) > limit or any(last is not None for _, last, _ in pages)
    counts = [total for _, _, total in pages]
    total = None if None in counts else sum(count for count in counts if count is not None)
    rows = rows[:limit]
    found = tuple(_report(query, asked, key) for _, key in rows)
    return Page(found, rows[-1][0] if more else None, total)


def find_items(query: Query, wanted: Wanted, *, limit: int = 20, after: int | None = None) -> Page:
    """Items of one kind, each with its words, its parties and its report."""
    where = _Where()
    named = ((ROLES, wanted.by), (TO, wanted.to))
    parts = [_part(query, roles.get(wanted.kind, ""), who) for roles, who in named if who]
    parts.sort(key=lambda part: part.rows)
    # What stands first is walked from the newest on; CROSS keeps that order of tables.
    if wanted.words:
        tables = "item_text CROSS JOIN item ON item.key = item_text.rowid"
        key = "item_text.rowid"
        where.add("item_text MATCH ?", match(wanted.words))
    elif parts and parts[0].leads:
        tables, key = "party AS lead CROSS JOIN item ON item.key = lead.item", "lead.item"
        first = parts.pop(0)
        where.add(first.test, *first.values)
    else:
        tables, key = "item", "item.key"
    for part in parts:
        of_item = f"{key} IN (SELECT party.item FROM party WHERE {part.test})"
        if part.rows == FEW:
            of_item = f"EXISTS (SELECT 1 FROM party WHERE party.item = {key} AND {part.test})"
        where.add(of_item, *part.values)
    where.add("item.kind = ?", wanted.kind)
    for column in ("label", "status", "channel"):
        if value := getattr(wanted, column):
            where.add(f"item.{column} = ?", value)
    if wanted.source:
        where.add(f"item.article IN {PRINTED_BY}", wanted.source, wanted.source)
    if wanted.came:
        test, values = wanted.came.test("item.article", key)
        where.add(test, *values)
    if wanted.reports is not None:
        some = "SELECT article.key FROM json_each(?) AS one JOIN article ON article.id = one.value"
        where.add(f"item.article IN ({some})", json.dumps(wanted.reports))
    _between(where, key, wanted.since, wanted.until)
    keys, last, total = _page(query, tables, where, key, limit, after)
    return Page(tuple(_item(query, one) for one, _ in keys), last, total)


@cache
def _codes() -> dict[str, str]:
    """Names of countries, as boards print them, in small letters → their codes."""
    return {row["name"].casefold(): row["iso3"] for row in table("countries")}


def _part(query: Query, role: str, who: str) -> _Part:
    """Someone, by side (three capitals, or a country's name) or by part of the name, in a role."""
    side = who if len(who) == 3 and who.isupper() else _codes().get(who.casefold())
    if side is not None:
        test, values = "side = ?", [side]
    else:
        # Whoever has the name, by all names that are held to be of one actor.
        sql = (
            "WITH found AS (SELECT coalesce(one, key) AS one FROM who LEFT JOIN alias "
            "ON alias.who = key WHERE name LIKE ? ESCAPE '\\') "
            "SELECT one FROM found UNION SELECT who FROM alias WHERE one IN found"
        )
        values = [row[0] for row in query.rows(sql, (_like(who),))]
        # Not IN where = will do: only of one are the rows in order.
        one = len(values) == 1
        test = "who = ?" if one else f"who IN ({', '.join('?' * len(values))})"
    test, values = f"{test} AND role = ?", [*values, role]
    counted = f"SELECT count(*) FROM (SELECT 1 FROM party WHERE {test} LIMIT {FEW})"
    return _Part(test, tuple(values), query.rows(counted, values)[0][0])


def _page(
    query: Query,
    tables: str,
    where: _Where,
    key: str,
    limit: int,
    after: int | None,
    other: str = "",
) -> tuple[list[tuple[int, int]], int | None, int | None]:
    """Keys of the rows for which the conditions hold, each with the `other` key if one is named,
    the one to go on after, and how many.
    """
    counted = f"SELECT count(DISTINCT {key}) FROM {tables} WHERE {where}"
    total = query.rows_within(STEPS, counted, where.values)
    if after is not None:
        where.add(f"{key} < ?", after)
    found = query.rows(
        f"SELECT DISTINCT {key}, {other or key} FROM {tables} WHERE {where} "
        f"ORDER BY {key} DESC LIMIT ?",
        [*where.values, limit + 1],
    )
    keys = [(row[0], row[1]) for row in found[:limit]]
    return keys, keys[-1][0] if len(found) > limit else None, total[0][0] if total else None


def _report(query: Query, asked: str, key: int) -> Json:
    (row,) = query.rows(
        f"SELECT article.key, id, article.title, day, {OUTLET}, url, "
        "snippet(article_text, 1, '', '', ' … ', 24) AS snippet, "
        "(SELECT count(*) - 1 FROM article AS a WHERE a.story = article.story) AS copies "
        "FROM article_text JOIN article ON article.key = article_text.rowid "
        "WHERE article_text MATCH ? AND article_text.rowid = ?",
        (asked, key),
    )
    return dict(row)


def _item(query: Query, key: int) -> Json:
    row = query.rows(
        "SELECT item.key, item.kind, item.id, item.parent, item.label, item.status, "
        "item.channel, item.code, item.first, item.until, item.how, item.start, item.end, "
        "words, article.id AS article, article.title, article.day, "
        f"{OUTLET} "
        "FROM item JOIN item_words USING (key) JOIN article ON article.key = item.article "
        "WHERE item.key = ?",
        (key,),
    )[0]
    parties = query.rows(
        "SELECT role, name, who.side FROM party JOIN who ON who.key = party.who "
        "WHERE item = ? ORDER BY role, name",
        (key,),
    )
    return {**dict(row), "parties": plain(parties)}


def match(words: str) -> str:
    """What someone looks for → FTS5: all words; "a phrase"; this OR that; begin*.

    `UsageError` when no word is left.
    """
    found: list[str] = []
    for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', words):
        part = phrase or word
        if word == "OR":
            found.append(word)
        elif re.search(r"\w", part):
            found.append(f'"{part.rstrip("*")}"' + "*" * part.endswith("*"))
    while found and found[-1] == "OR":
        found.pop()
    while found and found[0] == "OR":
        found.pop(0)
    asked = re.sub(r"(OR )+", "OR ", " ".join(found))
    if not asked:
        raise UsageError(words or "words", "nothing to look for")
    return asked


def _between(where: _Where, key: str, since: date | None, until: date | None) -> None:
    """Keys carry their day, so that a span of days is a span of keys."""
    if since:
        where.add(f"{key} >= ?", since.toordinal() << 32)
    if until:
        where.add(f"{key} < ?", until.toordinal() << 32)


def _like(part: str) -> str:
    for sign in "\\%_":
        part = part.replace(sign, f"\\{sign}")
    return f"%{part}%"
