"""The record → who speaks, acts and meets in it: by name, by side, and who does what to whom."""

from collections.abc import Sequence
from typing import Any

from dragoman.errors import RecordMissing
from dragoman.record.lists import Page
from dragoman.record.query import Query, plain
from dragoman.record.survey import LATELY

Json = dict[str, Any]

FAMILIAR = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""Event types that PLOVER counts as cooperation; all others are conflict."""


def find_people(query: Query, words: str = "", limit: int = 50) -> list[Json]:
    """Those whose names hold the words, else those most told lately, with how often of late."""
    if not words:
        found = query.rows(
            "SELECT who.key, name, who.side, count(*) AS told FROM party "
            "JOIN who ON who.key = party.who WHERE item IN "
            "(SELECT key FROM item ORDER BY key DESC LIMIT ?) AND role <> 'self' "
            "GROUP BY who ORDER BY told DESC, name LIMIT ?",
            (LATELY, limit),
        )
        return plain(found)
    asked = words
    for sign in "\\%_":
        asked = asked.replace(sign, f"\\{sign}")
    found = query.rows(
        "SELECT key, name, side, (SELECT count(*) FROM "
        f"(SELECT 1 FROM party WHERE party.who = who.key AND role <> 'self' LIMIT {LATELY})) "
        "AS told FROM who WHERE (name LIKE ? ESCAPE '\\' OR side = ?) "
        "AND EXISTS (SELECT 1 FROM party WHERE party.who = who.key) ORDER BY name LIMIT ?",
        (f"%{asked}%", words.upper(), limit),
    )
    return plain(found)


def person(query: Query, key: int) -> Json:
    """Name and side of a number; `RecordMissing` when nobody has it."""
    found = query.rows("SELECT key, name, side FROM who WHERE key = ?", (key,))
    if not found:
        raise RecordMissing(str(key), "no such actor")
    return dict(found[0])


def parts(
    query: Query,
    roles: Sequence[str],
    *,
    who: int | None = None,
    side: str = "",
    limit: int = 20,
    after: int | None = None,
) -> Page:
    """Entries in which someone, or anyone of a side, has one of the roles; newest first."""
    column, value = ("who", who) if who is not None else ("side", side)
    marks = ", ".join("?" * len(roles))
    keys = query.rows(
        f"SELECT DISTINCT item FROM party WHERE {column} = ? AND role IN ({marks}) "
        "AND (? IS NULL OR item < ?) ORDER BY item DESC LIMIT ?",
        (value, *roles, after, after, limit + 1),
    )
    found = items(query, [row[0] for row in keys[:limit]])
    return Page(tuple(found), keys[limit - 1][0] if len(keys) > limit else None, None)


def items(query: Query, keys: Sequence[int]) -> list[Json]:
    """Entries of these keys in this order, as `lists.find_items` tells them."""
    marks = ", ".join("?" * len(keys))
    rows = query.rows(
        "SELECT item.key, item.kind, item.id, item.parent, item.label, item.status, "
        "item.channel, item.code, item.first, item.until, item.how, item.start, item.end, "
        "words, article.id AS article, article.title, article.day, article.source "
        "FROM item JOIN item_words USING (key) JOIN article ON article.key = item.article "
        f"WHERE item.key IN ({marks})",
        keys,
    )
    found: dict[int, Json] = {row["key"]: {**dict(row), "parties": []} for row in rows}
    for row in query.rows(
        "SELECT item, role, name, who.side, who.key FROM party JOIN who ON who.key = party.who "
        f"WHERE item IN ({marks}) ORDER BY role, name",
        keys,
    ):
        found[row["item"]]["parties"].append(
            {"role": row["role"], "name": row["name"], "side": row["side"], "who": row["key"]}
        )
    return [found[key] for key in keys if key in found]


def entry(query: Query, article: str, id: str) -> Json:
    """One entry as it is shown; `RecordMissing` when the report has none of that id."""
    found = query.rows(
        "SELECT item.key FROM item JOIN article ON article.key = item.article "
        "WHERE article.id = ? AND item.id = ?",
        (article, id),
    )
    if not found:
        raise RecordMissing(f"{article}-{id}", "no such entry")
    return items(query, [found[0][0]])[0]


def claim_at(query: Query, article: str, start: int, end: int) -> str | None:
    """Id of the claim on a meeting's state that rests on these words of a report, if any does."""
    found = query.rows(
        "SELECT item.id FROM item JOIN article ON article.key = item.article "
        "WHERE article.id = ? AND kind = 'state' AND start = ? AND end = ? LIMIT 1",
        (article, start, end),
    )
    return found[0][0] if found else None


def dealings(query: Query, side: str, limit: int = LATELY) -> list[Json]:
    """Newest acts of or towards a side by month, other side and whether they are friendly.

    Each row has how many acts and how many independent stories tell them.
    """
    familiar = ", ".join(f"'{one}'" for one in sorted(FAMILIAR))
    found = query.rows(
        "SELECT substr(coalesce(item.first, article.day), 1, 7) AS month, other.side AS side, "
        f"item.label IN ({familiar}) AS friendly, count(DISTINCT item.key) AS acts, "
        "count(DISTINCT article.story) AS stories "
        "FROM (SELECT DISTINCT item FROM party WHERE side = ? AND role IN ('actor', 'target') "
        "ORDER BY item DESC LIMIT ?) AS own "
        "JOIN item ON item.key = own.item AND item.kind = 'event' "
        "JOIN article ON article.key = item.article "
        "JOIN party AS other ON other.item = item.key AND other.role IN ('actor', 'target') "
        "AND other.side NOT IN (?, '', 'outlet') "
        "WHERE month IS NOT NULL GROUP BY month, other.side, friendly ORDER BY month",
        (side, limit, side),
    )
    return plain(found)
