"""Readings, failures and judgements → the record. The only door through which it is written to.

Each call is one transaction: after a kill or a power cut it has happened whole or not at all.
"""

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import RecordMissing, UsageError
from dragoman.record import aliases, schema
from dragoman.record.corrections import Judgement, Settle, undone_by
from dragoman.record.keepable import be_keepable, digest_of, now, place, plain
from dragoman.record.linked import Linked, packed
from dragoman.record.near import ALIKE, alike, marks, of_one, shingles
from dragoman.record.packing import RawPage, dumps, masked, pack
from dragoman.record.query import judgements_of
from dragoman.record.shown import free_key, mark, show
from dragoman.types import Failure

Json = dict[str, Any]

KEEP = ("page", "text", "spans")
"""What is kept of a report: its page and text, its text, or only the words of spans and a hash."""

LINKED, LINKED_IN_ALL = 6, 12_000
"""Results of linking that are kept at most, of one matter and of all."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An input that held an article, and what it tells of it."""

    which: str
    source: str = ""
    url: str = ""
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a reading."""

    new: bool
    """False when the record had this article read by this reader already."""
    copy_of: str | None = None
    """Id of the article that a new one is a near-copy of."""


class Store(schema.Opened):
    """A record open for writing; a context manager. All methods may raise `RecordError`."""

    def __init__(
        self,
        path: Path,
        settle: Settle = lambda document: document,
        patience: float = schema.PATIENCE,
        tell: schema.Tell | None = None,
    ) -> None:
        """`tell` is told when an older record is renewed first, which takes a while."""
        super().__init__(path, schema.open_to_write(path, patience, tell=tell))
        self._settle = settle
        if not aliases.is_kept(self._connection):
            # A record of an older form has the judgements and not yet what they make.
            with self._writing() as db:
                aliases.keep(db, settle)

    # --- reports ------------------------------------------------------------------------------

    def save(
        self,
        document: Json,
        *,
        seen: Iterable[Seen] = (),
        page: RawPage | None = None,
        keep: str = "page",
    ) -> Saved:
        """Keep one reading of an article, which is kept with it when it is new.

        `seen` are the inputs that held it. A second reading by the same reader changes nothing, nor
        does one under another day than the article's.
        """
        be_keepable(document["article"]["id"], document["article"])
        with self._writing() as db:
            key, copy_of = self._keep_article(document, page, keep)
            made_by = document["made_by"]
            # Of a text of which only the words of spans are kept, no other words can be shown.
            new = db.execute(
                "INSERT INTO reading (article, version, weights, made, day, proof, body) "
                "SELECT :article, :version, :weights, :made, :day, sha256(json_array("
                ":article, :version, :weights, :made, :day, sha256(:body))), :body "
                "WHERE NOT EXISTS (SELECT 1 FROM reading JOIN article ON article.key = article "
                "WHERE reading.key = (SELECT max(key) FROM reading WHERE article = :article) AND "
                "(kept = 'spans' "
                "OR (version, weights, reading.day) IS (:version, :weights, :day))) "
                # a day that another input tells is no reading's: all words would be dated by it
                "AND (SELECT day FROM article WHERE key = :article) IS :day",
                {**made_by, "article": key, "made": now(), "body": pack(document),
                 "day": document["article"]["published"]["day"]},
            ).rowcount  # fmt: skip
            for one in seen:
                self._saw(one, key)
            if new:
                self._show(key)
        return Saved(bool(new), copy_of)

    def has(self, article: str, version: str, weights: str) -> bool:
        """Whether the record has the article read by that reader."""
        with schema.told(self.path):
            found = self._connection.execute(
                "SELECT 1 FROM article JOIN reading ON reading.article = article.key WHERE id = ? "
                "AND (kept = 'spans' OR (version = ? AND weights = ?))",
                (article, version, weights),
            ).fetchone()
        return found is not None

    def show_again(self, article: str, version: str, weights: str) -> bool:
        """Put the reading by that reader, of the article's day, in anew as the newest.

        False when there is none, and the article must be read.
        """
        with self._writing() as db:
            key = self._key(article)
            found = db.execute(
                "INSERT INTO reading (article, version, weights, made, day, proof, body) "
                "SELECT article, version, weights, ?1, reading.day, sha256(json_array("
                "article, version, weights, ?1, reading.day, sha256(body))), body "
                "FROM reading JOIN article ON article.key = article WHERE reading.key = "
                "(SELECT max(reading.key) FROM reading WHERE article = ?2 AND version = ?3 "
                "AND weights = ?4 AND reading.day IS article.day)",
                (now(), key, version, weights),
            ).rowcount
            if found:
                self._show(key)
        return bool(found)

    def published(self, article: str) -> Json | None:
        """When an article was published, as it is shown; None for one that the record has not."""
        with schema.told(self.path):
            row = self._connection.execute(
                "SELECT json_extract(about, '$.published') FROM article WHERE id = ?", (article,)
            ).fetchone()
        return None if row is None else json.loads(row[0])

    def saw(self, seen: Seen, article: str) -> None:
        """Keep that an input holds an article that the record has; nothing when it is known."""
        with self._writing():
            self._saw(seen, self._key(article))

    def fail(self, failure: Failure, asked: Json | None = None) -> None:
        """Keep that an input could not be read, and why; `asked`: how it was to be read."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO failure (which, error, message, failed, asked, after) "
                "VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(key), 0) FROM sighting))",
                (place(failure.which), *map(plain, (failure.error, failure.message)), now(),
                 dumps(asked or {})),
            )  # fmt: skip

    def last_failure(self) -> int:
        """The number of the newest failure; 0 without any."""
        with schema.told(self.path):
            row = self._connection.execute("SELECT coalesce(max(key), 0) FROM failure").fetchone()
        return int(row[0])

    def passed(self, inputs: Iterable[str], after: int) -> None:
        """Inputs of many were gone through to their end, begun after that failure: what failed of
        them until then is settled; "FILE:" is of the rows of a file.
        """
        with self._writing() as db:
            open_ones = {
                name
                for row in db.execute("SELECT DISTINCT which FROM failure WHERE key <= ?", (after,))
                for name in (row[0], re.sub(r"\d+$", "", row[0]))
            }
            db.executemany(
                "INSERT OR REPLACE INTO passed (which, after) VALUES (?, ?)",
                [(name, after) for name in map(place, inputs) if name in open_ones],
            )

    def remember(self, which: str, state: Json) -> None:
        """Keep the newest state of a place that reports come from; its failures are settled."""
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO source (which, state, seen, after) "
                "VALUES (?, ?, ?, (SELECT coalesce(max(key), 0) FROM failure))",
                (place(which), dumps(state), now()),
            )

    # --- what linking made --------------------------------------------------------------------

    def keep_linked(self, found: Iterable[tuple[str, Linked]]) -> None:
        """Keep what linking made under the digests of what it was made from; old ones go."""
        with self._writing() as db:
            for key, one in found:
                db.execute(
                    "INSERT OR REPLACE INTO linked (key, matter, names, body) VALUES (?, ?, ?, ?)",
                    (key, one.matter, "\n".join(one.names), packed(one.body)),
                )
                db.execute(
                    "DELETE FROM linked WHERE matter = ?1 AND number <= (SELECT number "
                    "FROM linked WHERE matter = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)",
                    (one.matter, LINKED),
                )
            db.execute(
                "DELETE FROM linked WHERE number <= (SELECT max(number) FROM linked) - ?",
                (LINKED_IN_ALL,),
            )

    # --- judgements ---------------------------------------------------------------------------

    def judge(self, judgement: Judgement) -> int:
        """Keep a judgement and show what it holds → its number."""
        be_keepable("correction", (judgement.author, judgement.reason, judgement.body))
        with self._writing() as db:
            article = self._key(judgement.article) if judgement.article else None
            if judgement.undoes is not None:
                article = self._undoable(judgement.undoes)
            number = db.execute(
                "INSERT INTO judgement (kind, article, body, author, reason, made, undoes, proof) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                "sha256(json_array(?1, ?2, ?3, ?4, ?5, ?6, ?7)))",
                (judgement.kind, article, dumps(judgement.body), judgement.author,
                 judgement.reason, judgement.made or now(), judgement.undoes),
            ).lastrowid  # fmt: skip
            if article is not None:
                self._show(article)
            elif judgement.kind == "undo" or aliases.is_on_actors(judgement):
                aliases.keep(db, self._settle)
        return int(number or 0)

    def test_indexes(self) -> None:
        """`RecordError` when a text index holds other words than the texts; changes nothing."""
        with self._writing() as db:
            for name in ("article_text", "item_text"):
                db.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")

    def show_all_anew(self) -> None:
        """Make everything anew that is derived from readings and judgements."""
        with self._writing() as db:
            db.execute("DELETE FROM named")
            db.execute("DELETE FROM alias")
            db.execute("DELETE FROM party")
            db.execute("DELETE FROM item")
            db.execute("DELETE FROM linked")
            db.execute("INSERT INTO item_text (item_text) VALUES ('rebuild')")
            db.execute("INSERT INTO article_text (article_text) VALUES ('rebuild')")
            for row in db.execute("SELECT key FROM article ORDER BY key").fetchall():
                show(db, row[0], self._settle)
                mark(db, row[0])
            aliases.keep(db, self._settle)

    # --- within a transaction -----------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with schema.told(self.path), schema.transaction(self._connection):
            yield self._connection

    def _show(self, article: int) -> None:
        """What is shown of a report, anew, and of those whom people hold to be told in it."""
        show(self._connection, article, self._settle)
        aliases.keep(self._connection, self._settle, article)

    def _key(self, article: str) -> int:
        row = self._connection.execute(
            "SELECT key FROM article WHERE id = ?", (article,)
        ).fetchone()
        if row is None:
            raise RecordMissing(article, f"no report of that id in {self.path}")
        return int(row[0])

    def _undoable(self, number: int) -> int | None:
        row = self._connection.execute(
            "SELECT article FROM judgement WHERE key = ?", (number,)
        ).fetchone()
        if row is None:
            raise RecordMissing(str(number), "no judgement of that number")
        undos = judgements_of(self._connection, None, "undo")
        undone = undone_by(undos)
        for one in undos:
            if one.undoes == number and one.number not in undone:
                raise UsageError(str(number), f"is undone already, by {one.number}")
        return None if row[0] is None else int(row[0])

    def _keep_article(
        self, document: Json, page: RawPage | None, keep: str
    ) -> tuple[int, str | None]:
        """Key of the article, and of which it is a near-copy when it is new."""
        article = document["article"]
        db = self._connection
        row = db.execute("SELECT key FROM article WHERE id = ?", (article["id"],)).fetchone()
        if row:
            return int(row[0]), None
        runs = shingles(article["text"])
        found = marks(runs)
        story = self._story(article["text"], runs, found)
        shown = masked(document)["article"] if keep == "spans" else article
        key = free_key(db, "article", article["published"]["day"] or now()[:10])
        about = {name: part for name, part in shown.items() if name != "text"}
        digest = digest_of(article["title"], article["text"])
        db.execute(
            "INSERT INTO article (key, id, digest, kept, text, about, added, story, proof) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, sha256(?6))",
            (key, article["id"], digest, "text" if keep == "page" and page is None else keep,
             shown["text"], dumps(about), now(), story or key),
        )  # fmt: skip
        db.execute(
            "INSERT INTO article_text (rowid, title, text) VALUES (?, ?, ?)",
            (key, article["title"], shown["text"]),
        )
        if story is None:
            # Copies are compared with the first of their story alone: a text that is copied a
            # thousand times costs no more than others, and copies of copies do not drift.
            db.executemany("INSERT INTO near VALUES (?, ?, ?)", [(*mark, key) for mark in found])
        if page is not None and keep == "page":
            content = zlib.compress(page.content, 6)
            row = (key, content, page.kind, page.url, page.charset)
            db.execute("INSERT INTO page VALUES (?1, ?2, ?3, ?4, ?5, sha256(?2))", row)
        return key, self._id_of(story) if story else None

    def _id_of(self, key: int) -> str:
        row = self._connection.execute("SELECT id FROM article WHERE key = ?", (key,)).fetchone()
        return str(row[0])

    def _story(
        self, text: str, runs: frozenset[int], found: Sequence[tuple[int, int]]
    ) -> int | None:
        """Key of the first article of the story most like a text, when one is alike enough."""
        db = self._connection
        candidates = {
            row[0]
            for mark in found
            for row in db.execute("SELECT article FROM near WHERE band = ? AND value = ?", mark)
        }
        best: tuple[float, int] | None = None
        for key in sorted(candidates):
            row = db.execute("SELECT text FROM article WHERE key = ?", (key,)).fetchone()
            share = alike(runs, shingles(row["text"]))
            better = share >= ALIKE and (best is None or share > best[0])
            if better and of_one(text, row["text"]):
                best = (share, key)
        return best[1] if best else None

    def _saw(self, seen: Seen, article: int) -> None:
        """A sighting that tells nothing new is not kept, but one that settles a failure is.

        What it tells otherwise than the article is kept with it.
        """
        db = self._connection
        row = db.execute("SELECT coalesce(stated, about) FROM article WHERE key = ?", (article,))
        about = json.loads(row.fetchone()[0])
        known = (about["source"], about["url"], about["published"]["day"])
        told = [
            plain(one) if one and one != same else None
            for one, same in zip((seen.source, seen.url, seen.day), known, strict=True)
        ]
        db.execute(
            "INSERT INTO sighting (which, article, seen, source, url, day) "
            "SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM sighting "
            "WHERE which = ?1 AND article = ?2 AND (source, url, day) IS (?4, ?5, ?6)) "
            "OR EXISTS (SELECT 1 FROM failure WHERE which = ?1 AND after >= "
            "(SELECT coalesce(max(key), 0) FROM sighting WHERE which = ?1))",
            (place(seen.which), article, now(), *told),
        )
