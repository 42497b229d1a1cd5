"""Judgements that two actors are one → the names that are of one actor, in every list.

A judgement is on two entries, and holds of their names wherever these are told: only entries that
are known by name are taken. "The minister" of one report may be another one's in the next. The
names of each judgement are kept (`named`), so that one more costs no look at the reports of others.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.record.anchors import Lost, find
from dragoman.record.corrections import Judgement, Settle, corrected, undone_by
from dragoman.record.query import document_of, judgements_of

Json = dict[str, Any]
Named = tuple[int | None, int | None, str]
"""Keys of the names of the left and of the right one, and the verdict."""

OF_ACTORS = "kind = 'link' AND json_extract(body, '$.left.item.kind') = 'actor'"
_ALL = (
    "SELECT key, body FROM judgement WHERE key NOT IN (SELECT judgement FROM named) "
    f"AND {OF_ACTORS} ORDER BY key"
)


def is_on_actors(judgement: Judgement) -> bool:
    """Whether it is on two actors of reports."""
    item = judgement.body.get("left", {}) if judgement.kind == "link" else {}
    return isinstance(item, dict) and item.get("item", {}).get("kind") == "actor"


def keep(db: sqlite3.Connection, settle: Settle, article: int | None = None) -> None:
    """The names that are of one actor, anew, after a judgement or when an article of that key is
    shown anew.
    """
    gone = db.execute("DELETE FROM named WHERE left_article = ?1 OR right_article = ?1", (article,))
    if article is not None and not gone.rowcount:
        return
    for key, body in _unnamed(db):
        left, right = (_named(db, body[end], settle) for end in ("left", "right"))
        db.execute(
            "INSERT INTO named VALUES (?, ?, ?, ?, ?, ?)",
            (key, left[0], right[0], left[1], right[1], body["verdict"]),
        )
    db.execute("DELETE FROM alias")
    db.executemany("INSERT INTO alias VALUES (?, ?)", one_of(standing(db)).items())


def is_kept(db: sqlite3.Connection) -> bool:
    """Whether the names of all judgements are there; not in a record that was of an older form."""
    return next(_unnamed(db), None) is None


def made(db: sqlite3.Connection, settle: Settle) -> dict[int, int]:
    """What `alias` should hold: key of a name → key of the name that it leads to."""
    undone = _undone(db)
    found = [
        (_named(db, one.body["left"], settle)[1], _named(db, one.body["right"], settle)[1],
         str(one.body["verdict"]))
        for one in judgements_of(db, None, "link")
        if is_on_actors(one) and one.number not in undone
    ]  # fmt: skip
    return one_of(found)


def namesakes(db: sqlite3.Connection, settle: Settle, body: Json) -> bool:
    """Whether two actors are told by one and the same name, which no judgement can part."""
    (_, left), (_, right) = (_named(db, body[end], settle) for end in ("left", "right"))
    return left is not None and left == right


def still_one(db: sqlite3.Connection, settle: Settle, body: Json) -> bool:
    """Whether by a judgement two actors would be one by way of others although they are judged to
    be two.
    """
    (_, left), (_, right) = (_named(db, body[end], settle) for end in ("left", "right"))
    before = standing(db)
    return bool(_torn([*before, (left, right, str(body["verdict"]))]) - _torn(before))


def _torn(judged: Iterable[Named]) -> set[tuple[int, int]]:
    """Pairs that are judged to be two and are one."""
    judged = list(judged)
    first = one_of(judged)
    pairs = verdicts_of(judged).items()
    return {
        (min(pair), max(pair)) for pair, verdict in pairs
        if verdict == "other" and first.get(pair[0], pair[0]) == first.get(pair[1], pair[1])
    }  # fmt: skip


def standing(db: sqlite3.Connection) -> list[Named]:
    """The names and verdicts of the judgements that are not undone, in their order."""
    undone = _undone(db)
    rows = db.execute('SELECT judgement, "left", "right", verdict FROM named ORDER BY judgement')
    return [(row[1], row[2], row[3]) for row in rows if row[0] not in undone]


def one_of(judged: Iterable[Named]) -> dict[int, int]:
    """Names and verdicts → key of a name → that of the first name of the same actor.

    Of two verdicts on the same two names the later one holds.
    """
    first: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    for (left, right), verdict in verdicts_of(judged).items():
        to, gone = first.get(left, left), first.get(right, right)
        if verdict == "same" and to != gone:
            moved = members.pop(gone, [gone])
            members.setdefault(to, [to]).extend(moved)
            first |= dict.fromkeys(moved, to)
    return first


def verdicts_of(judged: Iterable[Named]) -> dict[tuple[int, int], str]:
    """Two names → the later verdict on them."""
    verdicts: dict[tuple[int, int], str] = {}
    for left, right, verdict in judged:
        if left is not None and right is not None and left != right:
            pair = (right, left) if (right, left) in verdicts else (left, right)
            verdicts[pair] = verdict
    return verdicts


def _unnamed(db: sqlite3.Connection) -> Iterator[tuple[int, Json]]:

    for row in db.execute(_ALL).fetchall():
        yield row[0], json.loads(row[1])


def _undone(db: sqlite3.Connection) -> frozenset[int]:
    return frozenset(undone_by(judgements_of(db, None, "undo")))


def _named(db: sqlite3.Connection, end: Json, settle: Settle) -> tuple[int | None, int | None]:
    """Keys of the article and of the name of one end of a judgement; no name for one that is told
    by none, or is lost.
    """
    row = db.execute("SELECT key FROM article WHERE id = ?", (end["article"],)).fetchone()
    document = document_of(db, row["key"]) if row else None
    if document is None or end.get("item", {}).get("kind") != "actor":
        return None, None
    article = int(row["key"])
    shown = corrected(document, judgements_of(db, article), settle).document
    try:
        actor = find(shown, end["item"])
    except Lost:
        return article, None
    if all(mention["kind"] != "name" for mention in actor["mentions"]):
        return article, None
    who = db.execute(
        "SELECT who FROM item JOIN party ON party.item = item.key AND role = 'self' "
        "WHERE item.article = ? AND item.id = ?",
        (article, actor["id"]),
    ).fetchone()
    return article, None if who is None else int(who[0])
