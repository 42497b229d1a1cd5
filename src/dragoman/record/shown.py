"""An article's newest reading and the judgements on it → what is listed and searched, made anew.

Within the transactions of `store`, which is the only one that calls it.
"""

import json
import sqlite3
from datetime import date

from dragoman.record.corrections import Settle, article_corrected, corrected
from dragoman.record.items import Item, Party, items_of
from dragoman.record.keepable import plain
from dragoman.record.near import marks, shingles
from dragoman.record.packing import dumps
from dragoman.record.query import document_of, judgements_of

MOVED = 1 << 31
"""Numbers of a day that only articles have which came as of another one."""


def show(db: sqlite3.Connection, key: int, settle: Settle) -> None:
    """The newest reading of an article with its judgements → its items, anew."""
    _hide(db, key)
    _tell(db, key)
    _place(db, key)
    document = document_of(db, key)
    if document is None:
        return
    judgements = judgements_of(db, key)
    shown = corrected(document, judgements, settle).document
    day = document["article"]["published"]["day"] or _added(db, key)
    for item in items_of(shown):
        _show_item(db, key, item, (item.dated.first or day)[:10])
    db.execute(
        "INSERT INTO item_text (rowid, words) SELECT key, words FROM item_words "
        "WHERE key IN (SELECT key FROM item WHERE article = ?)",
        (key,),
    )


def _tell(db: sqlite3.Connection, key: int) -> None:
    """An article as it came, with what people hold of it → what is shown of it."""
    row = db.execute(
        "SELECT about, coalesce(stated, about) AS came, title, text FROM article WHERE key = ?",
        (key,),
    ).fetchone()
    about = dumps(article_corrected(json.loads(row["came"]), judgements_of(db, key)))
    if json.loads(about) == json.loads(row["came"]):
        about = row["came"]
    if about == row["about"]:
        return
    db.execute(
        "INSERT INTO article_text (article_text, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (key, row["title"], row["text"]),
    )
    stated = None if about == row["came"] else row["came"]
    db.execute("UPDATE article SET about = ?, stated = ? WHERE key = ?", (about, stated, key))
    db.execute(
        "INSERT INTO article_text (rowid, title, text) SELECT key, title, text FROM article "
        "WHERE key = ?",
        (key,),
    )


def _place(db: sqlite3.Connection, key: int) -> None:
    """Where an article stands among the others by the day that it is shown with."""
    row = db.execute("SELECT day, place FROM article WHERE key = ?", (key,)).fetchone()
    day = date.fromisoformat(row["day"]).toordinal() if row["day"] else key >> 32
    place = None
    if day != key >> 32:
        if row["place"] is not None and row["place"] >> 32 == day:
            return
        first = (day << 32) + MOVED
        last = db.execute(
            "SELECT max(place) FROM article WHERE place >= ? AND place < ?", (first, first + MOVED)
        ).fetchone()[0]
        place = first if last is None else last + 1
    if place != row["place"]:
        db.execute("UPDATE article SET place = ? WHERE key = ?", (place, key))


def mark(db: sqlite3.Connection, key: int) -> None:
    """The marks of the first of a story, anew; those of a text not kept whole stay."""
    row = db.execute("SELECT text, kept, story FROM article WHERE key = ?", (key,)).fetchone()
    if row["kept"] != "spans":
        db.execute("DELETE FROM near WHERE article = ?", (key,))
        found = marks(shingles(row["text"])) if row["story"] == key else ()
        db.executemany("INSERT INTO near VALUES (?, ?, ?)", [(*mark, key) for mark in found])


def _hide(db: sqlite3.Connection, key: int) -> None:
    # The index must be told the words that it holds: they are still those of the old items.
    db.execute(
        "INSERT INTO item_text (item_text, rowid, words) SELECT 'delete', key, words "
        "FROM item_words WHERE key IN (SELECT key FROM item WHERE article = ?)",
        (key,),
    )
    db.execute("DELETE FROM item WHERE article = ?", (key,))


def _show_item(db: sqlite3.Connection, article: int, item: Item, day: str) -> None:
    key = free_key(db, "item", day)
    db.execute(
        "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (key, article, item.kind, item.id, item.parent, item.label, item.status, item.channel,
         item.code, item.dated.first, item.dated.until, item.dated.how, item.start, item.end),
    )  # fmt: skip
    for party in item.parties:
        db.execute(
            "INSERT OR IGNORE INTO party (who, role, item, side) VALUES (?, ?, ?, ?)",
            (_who(db, party), party.role, key, party.side),
        )


def _who(db: sqlite3.Connection, party: Party) -> int:
    row = (plain(party.name), party.side)
    found = db.execute("SELECT key FROM who WHERE name = ? AND side = ?", row).fetchone()
    if found is None:
        return int(db.execute("INSERT INTO who (name, side) VALUES (?, ?)", row).lastrowid or 0)
    return int(found[0])


def _added(db: sqlite3.Connection, key: int) -> str:
    row = db.execute("SELECT added FROM article WHERE key = ?", (key,)).fetchone()
    return str(row[0])


def free_key(db: sqlite3.Connection, table: str, day: str) -> int:
    """The next key of a day: the day's number above, a running number below."""
    first = date.fromisoformat(day).toordinal() << 32
    row = db.execute(
        f"SELECT max(key) FROM {table} WHERE key >= ? AND key < ?", (first, first + (1 << 32))
    ).fetchone()
    return first if row[0] is None else int(row[0]) + 1
