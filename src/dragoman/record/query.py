"""The record → what is asked of it: the only way to read it; `lists` asks through this."""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from dragoman.errors import RecordMissing
from dragoman.record import schema
from dragoman.record.corrections import Corrected, Judgement, Settle, corrected
from dragoman.record.keepable import place
from dragoman.record.packing import RawPage, article_of, unpack

Json = dict[str, Any]
T = TypeVar("T")

_FILE = "rtrim(failure.which, '0123456789')"
"""What failed without the digits at its end: of a row ("a.csv:7") its file and a colon."""
OPEN = (
    # what comes through standard input has one name, and is not the same twice
    "((failure.which = '-' OR failure.which GLOB '-:*') OR NOT EXISTS (SELECT 1 FROM sighting "
    "WHERE sighting.which = failure.which AND sighting.key > failure.after)) "
    # "a.csv" settles what failed of the file itself, "a.csv:" its rows ("a.csv:7")
    "AND NOT EXISTS (SELECT 1 FROM passed WHERE passed.after >= failure.key "
    f"AND (passed.which = failure.which OR (passed.which = {_FILE} AND {_FILE} GLOB '*:'))) "
    "AND NOT EXISTS (SELECT 1 FROM source "
    "WHERE source.which = failure.which AND source.after >= failure.key)"
)
"""A failure that no report, no later pass and no answer of the source has settled."""


class Query(schema.Opened):
    """A record open for reading; a context manager. All methods may raise `RecordError`."""

    def __init__(
        self,
        path: Path,
        settle: Settle = lambda document: document,
        patience: float = schema.PATIENCE,
    ) -> None:
        super().__init__(path, schema.open_to_read(path, patience))
        self._settle = settle

    def rows(self, sql: str, values: Sequence[Any] | Json = ()) -> list[sqlite3.Row]:
        """The rows of a statement; for the modules of this folder."""
        with schema.told(self.path):
            return self._connection.execute(sql, values).fetchall()

    def ask(self, question: Callable[[sqlite3.Connection, Settle], T]) -> T:
        """The answer of a question of this folder that the store asks, too."""
        with schema.told(self.path):
            return question(self._connection, self._settle)

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """All that is asked within is of one moment, whatever others write meanwhile."""
        with schema.told(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("COMMIT")

    def rows_within(
        self, steps: int, sql: str, values: Sequence[Any] | Json = ()
    ) -> list[sqlite3.Row] | None:
        """The rows of a statement, or None when it takes SQLite's machine more steps than these."""
        with schema.told(self.path):
            self._connection.set_progress_handler(lambda: 1, steps)
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                    raise
                return None
            finally:
                self._connection.set_progress_handler(None, 0)

    # --- one report ---------------------------------------------------------------------------

    def article_id(self, beginning: str) -> str:
        """The id that begins so; `RecordMissing` when none or several do."""
        found = self.rows(
            "SELECT id FROM article WHERE id >= ? AND id < ? LIMIT 2", (beginning, f"{beginning}~")
        )
        if len(found) != 1:
            why = "several reports' ids begin so" if found else "no report of that id"
            raise RecordMissing(beginning, why)
        return str(found[0][0])

    def document(self, id: str, reading: int | None = None) -> Json:
        """A report's newest reading, or one by its number, as it was read."""
        with schema.told(self.path):
            found = document_of(self._connection, self._key(id), reading)
        if found is None:
            raise RecordMissing(f"{id}, reading {reading}", "no such reading")
        return found

    def kept(self, id: str) -> str:
        """How much of a report is kept: page, text or spans."""
        return str(self.rows("SELECT kept FROM article WHERE key = ?", (self._key(id),))[0][0])

    def shown(self, id: str) -> Corrected:
        """A report's newest reading with all judgements on it, and what became of each."""
        return corrected(self.document(id), self.judgements(id), self._settle)

    def readings(self, id: str) -> list[Json]:
        """Number, version, weights and moment of each reading, oldest first."""
        return plain(
            self.rows(
                "SELECT key AS number, version, weights, day, made FROM reading "
                "WHERE article = ? ORDER BY key",
                (self._key(id),),
            )
        )

    def sightings(self, id: str) -> list[Json]:
        """The inputs that held the report, oldest first; what one tells otherwise, else null."""
        return plain(
            self.rows(
                "SELECT which, seen, source, url, day FROM sighting WHERE article = ? ORDER BY key",
                (self._key(id),),
            )
        )

    def all_sightings(self) -> Iterator[Json]:
        """Every input that held a report, with the first report of its near-copies (`story`)."""
        last = -1
        while found := self.rows(
            "SELECT sighting.key AS number, article.id AS report, which, seen, sighting.source, "
            "sighting.url, sighting.day, first.id AS story "
            "FROM sighting JOIN article ON article.key = sighting.article "
            "JOIN article AS first ON first.key = article.story "
            "WHERE sighting.key > ? ORDER BY sighting.key LIMIT 1000",
            (last,),
        ):
            yield from plain(found)
            last = found[-1]["number"]

    def page(self, id: str) -> RawPage | None:
        """The bytes that a report was taken from, where they are kept."""
        found = self.rows("SELECT * FROM page WHERE article = ?", (self._key(id),))
        if not found:
            return None
        row = found[0]
        return RawPage(zlib.decompress(row["content"]), row["kind"], row["url"], row["charset"])

    def copies(self, id: str) -> list[str]:
        """Ids of the near-copies of a report, itself left out."""
        found = self.rows(
            "SELECT other.id FROM article JOIN article AS other USING (story) "
            "WHERE article.id = ? AND other.id <> article.id ORDER BY other.key",
            (id,),
        )
        return [row[0] for row in found]

    def _key(self, id: str) -> int:
        found = self.rows("SELECT key FROM article WHERE id = ?", (id,))
        if not found:
            raise RecordMissing(id, f"no report of that id in {self.path}")
        return int(found[0][0])

    # --- all reports --------------------------------------------------------------------------

    def ids(self) -> Iterator[str]:
        """Ids of all articles; read in pieces, so that a writer is never waited for."""
        last = -1
        while found := self.rows(
            "SELECT key, id FROM article WHERE key > ? ORDER BY key LIMIT 1000", (last,)
        ):
            yield from (row["id"] for row in found)
            last = found[-1]["key"]

    def unread(self, version: str, weights: str) -> tuple[list[str], int]:
        """Ids of articles of which another reading is shown than this reader's, under their day;
        and how many more there are of which only spans are kept, which nobody can read again.
        """
        found = self.rows(
            "SELECT id, kept = 'spans' FROM article WHERE NOT EXISTS (SELECT 1 FROM reading "
            "WHERE reading.key = (SELECT max(key) FROM reading WHERE article = article.key) "
            "AND version = ? AND weights = ? AND reading.day IS article.day) ORDER BY key",
            (version, weights),
        )
        ids = [id for id, spans in found if not spans]
        return ids, len(found) - len(ids)

    def documents(self) -> Iterator[Json]:
        """Every report's newest reading as it is shown."""
        for id in self.ids():
            yield self.shown(id).document

    def judgements(self, id: str | None = None, kind: str = "") -> tuple[Judgement, ...]:
        """Judgements on a report, or all; in the order in which they were made."""
        with schema.told(self.path):
            key = None if id is None else self._key(id)
            return judgements_of(self._connection, key, kind)

    def failures(self) -> list[Json]:
        """The newest failure of each input that has not been read since, and how many it had."""
        found = self.rows(
            "SELECT which, error, message, failed, asked, max(key) AS number, (SELECT count(*) "
            "FROM failure AS one WHERE one.which = failure.which) AS times "
            f"FROM failure WHERE {OPEN} GROUP BY which ORDER BY number"
        )
        return [{**dict(row), "asked": json.loads(row["asked"])} for row in found]

    def seen(self, which: str) -> bool:
        """Whether an input of that name held a report."""
        return bool(self.rows("SELECT 1 FROM sighting WHERE which = ? LIMIT 1", (place(which),)))

    def sources(self) -> list[Json]:
        """The places that reports come from: when they answered last, and why not since."""
        return plain(
            self.rows(
                "SELECT which, coalesce(json_extract(state, '$.title'), '') AS title, "
                "coalesce(json_extract(state, '$.kind'), '') AS kind, "
                "CASE state WHEN '{}' THEN '' ELSE seen END AS answered, coalesce((SELECT "
                f"message FROM failure WHERE failure.which = source.which AND {OPEN} "
                "ORDER BY key DESC LIMIT 1), '') AS message FROM source ORDER BY which"
            )
        )

    def follows(self, which: str) -> bool:
        """Whether it is a place that reports come from, and no report."""
        return self.state_of(which) is not None

    def state_of(self, which: str) -> Json | None:
        """What is remembered of a place that reports come from."""
        found = self.rows("SELECT state FROM source WHERE which = ?", (place(which),))
        return json.loads(found[0][0]) if found else None


# --- on a connection, for the store as well ----------------------------------------------------


def document_of(
    connection: sqlite3.Connection, article: int, reading: int | None = None
) -> Json | None:
    """The newest reading of an article's key, or the one of that number."""
    row = connection.execute(
        "SELECT version, weights, body, about, text, id FROM reading "
        "JOIN article ON article.key = reading.article "
        "WHERE article = ? AND (?2 IS NULL OR reading.key = ?2) "
        "ORDER BY reading.key DESC LIMIT 1",
        (article, reading),
    ).fetchone()
    if row is None:
        return None
    article_json = article_of(json.loads(row["about"]), row["text"])
    return unpack(row["body"], article_json, row["version"], row["weights"])


def judgements_of(
    connection: sqlite3.Connection, article: int | None, kind: str = ""
) -> tuple[Judgement, ...]:
    """Judgements on an article's key, or all; of one kind when it is named."""
    found = connection.execute(
        "SELECT judgement.*, article.id AS id FROM judgement "
        "LEFT JOIN article ON article.key = judgement.article "
        "WHERE (?1 IS NULL OR judgement.article = ?1) AND (?2 = '' OR judgement.kind = ?2) "
        "ORDER BY judgement.key",
        (article, kind),
    )
    return tuple(
        Judgement(
            row["kind"], row["author"], json.loads(row["body"]), row["id"], row["reason"],
            row["undoes"], row["made"], row["key"],
        )
        for row in found
    )  # fmt: skip


OUTLET = "article.outlet AS source"
"""An article's outlet as far as the page tells: its name, else its wire, else the host."""


def plain(rows: Sequence[sqlite3.Row]) -> list[Json]:
    return [dict(row) for row in rows]
