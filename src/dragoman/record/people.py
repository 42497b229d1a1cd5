"""The record → who speaks, acts and meets in it: by name, by side, and who does what to whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.errors import RecordMissing
from dragoman.record.lists import Page
from dragoman.record.query import OUTLET, Query, plain
from dragoman.record.survey import LATELY

Json = dict[str, Any]

ALIAS = "LEFT JOIN alias ON alias.who = party.who"
ALL_OF = "(SELECT who.key UNION ALL SELECT who FROM alias WHERE one = who.key)"
"""The names of one actor, by the one that the others lead to; see `aliases`."""

FAMILIAR = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""Event types that PLOVER counts as cooperation; all others are conflict."""


def find_people(query: Query, words: str = "", limit: int = 50, skip: int = 0) -> list[Json]:
    """Those whose names hold the words, else those most told lately, with how often of late.

    `skip`: how many of the first are left out.
    """
    if not words:
        found = query.rows(
            f"SELECT who.key, name, who.side, count(*) AS told FROM party {ALIAS} "
            "JOIN who ON who.key = coalesce(alias.one, party.who) WHERE item IN "
            "(SELECT key FROM item ORDER BY key DESC LIMIT ?) AND role <> 'self' "
            "AND who.side <> 'outlet' GROUP BY who.key ORDER BY told DESC, name, who.key "
            "LIMIT ? OFFSET ?",
            (LATELY, limit, skip),
        )
        return plain(found)
    asked = words
    for sign in "\\%_":
        asked = asked.replace(sign, f"\\{sign}")
    found = query.rows(
        "SELECT who.key, who.name, who.side, (SELECT count(*) FROM (SELECT 1 FROM party "
        f"WHERE party.who IN {ALL_OF} AND role <> 'self' LIMIT {LATELY})) AS told "
        "FROM (SELECT DISTINCT coalesce(alias.one, key) AS key FROM who "
        "LEFT JOIN alias ON alias.who = who.key "
        "WHERE (name LIKE ? ESCAPE '\\' OR side = ?) AND side <> 'outlet') AS found "
        "JOIN who USING (key) "
        f"WHERE EXISTS (SELECT 1 FROM party WHERE party.who IN {ALL_OF}) "
        "ORDER BY name, who.key LIMIT ? OFFSET ?",
        (f"%{asked}%", words.upper(), limit, skip),
    )
    return plain(found)


def person(query: Query, key: int) -> Json:
    """Key, name and side of whom a number is of, and all keys and names of his; `RecordMissing`
    when nobody has it.
    """
    found = query.rows(
        "SELECT key, name, side FROM who WHERE key = coalesce("
        "(SELECT one FROM alias WHERE who = ?1), ?1)", (key,)
    )  # fmt: skip
    if not found:
        raise RecordMissing(str(key), "no such actor")
    also = query.rows(
        "SELECT key, name FROM alias JOIN who ON key = who WHERE one = ? ORDER BY name",
        (found[0]["key"],),
    )
    whole = [found[0], *also]
    return dict(found[0]) | {
        "keys": [row["key"] for row in whole], "names": [row["name"] for row in whole]
    }  # fmt: skip


def called(query: Query, name: str, side: str | None = None) -> list[Json]:
    """Key, name and side of all that are told by just this name, of that side if one is given."""
    return plain(
        query.rows(
            "SELECT key, name, side FROM who WHERE name = ?1 AND (?2 IS NULL OR side = ?2) "
            "AND side <> 'outlet' AND EXISTS (SELECT 1 FROM party WHERE party.who = key) "
            "ORDER BY side, key",
            (name, side),
        )
    )


def alike(query: Query, names: Sequence[str], limit: int = 20) -> list[Json]:
    """Others in whose names the last word of one of these stands: who may be the same."""
    words = {name.split()[-1] for name in names if len(name.split()[-1]) > 2}
    found = {row["key"]: row for word in sorted(words) for row in find_people(query, word, limit)}
    return [row for row in found.values() if row["name"] not in names][:limit]


def known(query: Query, names: Iterable[str]) -> dict[str, int]:
    """Names of actors that are told by just these → the number of the one told most by each."""
    asked = tuple(names)
    found = query.rows(
        "SELECT coalesce(one, key) AS key, name FROM who LEFT JOIN alias ON alias.who = key "
        "WHERE name IN (" + ", ".join("?" * len(asked)) + ") "
        "ORDER BY (SELECT count(*) FROM (SELECT 1 FROM party WHERE party.who = who.key LIMIT 100))",
        asked,
    )
    return {row["name"]: row["key"] for row in found}


def parts(
    query: Query,
    roles: Sequence[str],
    *,
    who: Sequence[int] = (),
    side: str = "",
    limit: int = 20,
    after: int | None = None,
) -> Page:
    """Entries in which someone, by the keys of his names, or anyone of a side, has one of the
    roles; newest first.
    """
    column, values = ("who", who) if who else ("side", (side,))
    pairs = [(value, role) for value in values for role in roles]
    asked = [part for pair in pairs for part in (*pair, after, limit + 1)]
    keys = query.rows(_newest(column, len(pairs)), (*asked, limit + 1))
    found = items(query, [row[0] for row in keys[:limit]])
    return Page(tuple(found), keys[limit - 1][0] if len(keys) > limit else None, None)


def _newest(column: str, count: int) -> str:
    """The newest items in which someone has one of some roles, each role by its index from its end.

    Asked with (value, role, key to go on after, limit) so many times, and the limit once more.
    """
    each = (
        f"SELECT item FROM (SELECT DISTINCT item FROM party WHERE {column} = ? AND role = ? "
        "AND item < coalesce(?, 9223372036854775807) ORDER BY item DESC LIMIT ?)"
    )
    return " UNION ".join([each] * count) + " ORDER BY item DESC LIMIT ?"


def items(query: Query, keys: Sequence[int]) -> list[Json]:
    """Entries of these keys in this order, as `lists.find_items` tells them."""
    marks = ", ".join("?" * len(keys))
    rows = query.rows(
        "SELECT item.key, item.kind, item.id, item.parent, item.label, item.status, "
        "item.channel, item.code, item.first, item.until, item.how, item.start, item.end, "
        "words, article.id AS article, article.title, article.day, "
        f"{OUTLET} "
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


def statement_over(query: Query, article: str, start: int, end: int) -> Json | None:
    """Id, act, channel and extent of the statement that holds these words of a report."""
    found = query.rows(
        "SELECT item.id, label, channel, start, end FROM item "
        "JOIN article ON article.key = item.article WHERE article.id = ? AND kind = 'statement' "
        "AND start <= ? AND end >= ? ORDER BY end - start LIMIT 1",
        (article, start, end),
    )
    return dict(found[0]) if found else None


def dealings(query: Query, side: str, limit: int = LATELY) -> list[Json]:
    """Newest acts of or towards a side by month and other side; what took place or goes on, and
    not what is planned, possible, threatened or denied.

    Each row has how many acts are friendly, how many hostile, and how many independent stories
    tell them. Near-copies tell the acts of their story once: as many as that one of them that tells
    most.
    """
    familiar = ", ".join(f"'{one}'" for one in sorted(FAMILIAR))
    found = query.rows(
        "WITH told AS (SELECT substr(coalesce(item.first, article.day), 1, 7) AS month, "
        f"other.side AS side, story, item.label IN ({familiar}) AS kind, "
        "count(DISTINCT item.key) AS acts "
        f"FROM ({_newest('side', 2)}) AS own "
        "JOIN item ON item.key = own.item AND item.kind = 'event' "
        "AND item.status IN ('happened', 'ongoing') "
        "JOIN article ON article.key = item.article "
        "JOIN party AS other ON other.item = item.key AND other.role IN ('actor', 'target') "
        "AND other.side NOT IN (?, '', 'outlet') "
        "WHERE month IS NOT NULL GROUP BY month, other.side, story, kind, article.key), "
        "once AS (SELECT month, side, story, kind, max(acts) AS acts FROM told "
        "GROUP BY month, side, story, kind) "
        "SELECT month, side, sum(acts * kind) AS friendly, sum(acts * NOT kind) AS hostile, "
        "count(DISTINCT story) AS stories FROM once GROUP BY month, side ORDER BY month",
        (*(side, "actor", None, limit), *(side, "target", None, limit), limit, side),
    )
    return plain(found)
