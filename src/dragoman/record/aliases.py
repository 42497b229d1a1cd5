"""Judgements that two actors are one → the names that are of one actor, in every list.

A judgement is on two entries, and holds of their names wherever these are told: only entries that
are known by name are taken. "The minister" of one report may be another one's in the next.
"""

import sqlite3
from typing import Any

from dragoman.record.anchors import Lost, find
from dragoman.record.corrections import Settle, corrected, undone_by
from dragoman.record.query import document_of, judgements_of

Json = dict[str, Any]

OF_ACTORS = "kind = 'link' AND json_extract(body, '$.left.item.kind') = 'actor'"


def judged(db: sqlite3.Connection, article: str | None = None) -> bool:
    """Whether there is a judgement on two actors, of that report if one is named."""
    sides = " OR ".join(f"json_extract(body, '$.{end}.article') = ?1" for end in ("left", "right"))
    sql = f"SELECT 1 FROM judgement WHERE {OF_ACTORS} AND (?1 IS NULL OR {sides}) LIMIT 1"
    return db.execute(sql, (article,)).fetchone() is not None


def keep(db: sqlite3.Connection, settle: Settle) -> None:
    """The names that are of one actor, anew."""
    db.execute("DELETE FROM alias")
    db.executemany("INSERT INTO alias VALUES (?, ?)", made(db, settle).items())


def made(db: sqlite3.Connection, settle: Settle) -> dict[int, int]:
    """Key of a name → key of the name that it leads to, as the standing judgements hold.

    Of two judgements on the same two names the later one holds.
    """
    if not judged(db):
        return {}
    verdicts: dict[tuple[int, int], str] = {}
    found = [*judgements_of(db, None, "link"), *judgements_of(db, None, "undo")]
    undone = undone_by(found)
    for one in found:
        if one.kind != "link" or one.number in undone:
            continue
        left, right = (_name(db, one.body[end], settle) for end in ("left", "right"))
        if left is not None and right is not None and left != right:
            pair = (right, left) if (right, left) in verdicts else (left, right)
            verdicts[pair] = one.body["verdict"]
    first: dict[int, int] = {}
    for (left, right), verdict in verdicts.items():
        if verdict == "same":
            to, gone = first.get(left, left), first.get(right, right)
            members = {gone, *(who for who, one in first.items() if one == gone)}
            first |= dict.fromkeys(members - {to}, to)
    return first


def _name(db: sqlite3.Connection, end: Json, settle: Settle) -> int | None:
    """Key of the name of one end of a judgement; None when it is no name, or is lost."""
    if end.get("item", {}).get("kind") != "actor":
        return None
    row = db.execute("SELECT key FROM article WHERE id = ?", (end["article"],)).fetchone()
    document = document_of(db, row["key"]) if row else None
    if document is None:
        return None
    shown = corrected(document, judgements_of(db, row["key"]), settle).document
    try:
        actor = find(shown, end["item"])
    except Lost:
        return None
    if all(mention["kind"] != "name" for mention in actor["mentions"]):
        return None
    who = db.execute(
        "SELECT who FROM item JOIN party ON party.item = item.key AND role = 'self' "
        "WHERE item.article = ? AND item.id = ?",
        (row["key"], actor["id"]),
    ).fetchone()
    return None if who is None else int(who[0])
