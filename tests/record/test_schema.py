"""The file: what it is made of, what is refused, and migrations whole or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dragoman.errors import RecordDamaged, RecordError, RecordForeign, RecordMissing
from dragoman.record import schema
from dragoman.record.check import faults
from dragoman.record.keepable import place
from dragoman.record.packing import RawPage
from dragoman.record.query import Query
from dragoman.record.schema import Migration, migrations, statements
from dragoman.record.store import Seen, Store
from dragoman.serve.json_load import settled
from dragoman.types import Failure
from tests.record.hand import first
from tests.record.older import as_of
from tests.record.test_corrections import wrong


def next_step(*sql: str) -> tuple[Migration, ...]:
    number = migrations()[-1].number + 1
    return (*migrations(), Migration(number, "next", sql))


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_script_falls_into_its_statements() -> None:
    script = "CREATE TABLE a (b); -- one; two\nCREATE TRIGGER t BEFORE DELETE ON a BEGIN\n" \
        "SELECT raise(ABORT, 'no; never'); END;\n"  # fmt: skip
    assert len(statements(script)) == 2
    whole = (Path(schema.__file__).parent / "migrations" / migrations()[0].name).read_text()
    rest = whole
    for statement in migrations()[0].statements:
        assert statement in rest
        rest = rest.partition(statement)[2]
    assert not rest.strip(), "a statement is cut off at the end of the script"


def test_a_record_says_what_it_is(record: Path) -> None:
    with closing(sqlite3.connect(record)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations()[-1].number,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_making_a_record_where_one_is_changes_nothing(filled: Path) -> None:
    schema.create(filled).close()
    with closing(schema.open_to_read(filled)) as connection:
        assert connection.execute("SELECT count(*) FROM article").fetchone()[0] == 1


def test_other_files_are_refused(tmp_path: Path) -> None:
    text, other = tmp_path / "text.db", tmp_path / "other.db"
    text.write_text("no database " * 100)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (a)")
    for path, why in ((text, "not an SQLite file"), (other, "not made by dragoman")):
        for open_it in (schema.open_to_read, schema.open_to_write, schema.create):
            with pytest.raises(RecordForeign, match=why):
                open_it(path)
    assert text.read_text().startswith("no database")
    with pytest.raises(RecordForeign, match="is a directory"):
        schema.open_to_read(tmp_path)
    with pytest.raises(RecordMissing, match="dragoman init"):
        schema.open_to_write(tmp_path / "none.db")
    with pytest.raises(RecordMissing, match="no such folder"):
        schema.create(tmp_path / "no" / "record.db")


def test_a_newer_record_is_refused(record: Path) -> None:
    with closing(sqlite3.connect(record)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(RecordForeign, match="of form 99, and this dragoman knows"):
        schema.open_to_write(record)


def test_an_older_record_is_renewed_by_a_writer_only(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = next_step("CREATE TABLE more (a TEXT) STRICT")
    monkeypatch.setattr(schema, "migrations", lambda: steps)
    with pytest.raises(RecordForeign, match="older"):
        schema.open_to_read(filled)
    schema.open_to_write(filled).close()
    with closing(schema.open_to_read(filled)) as connection:
        assert connection.execute("SELECT count(*) FROM more").fetchone()[0] == 0


@pytest.mark.parametrize(
    "bad",
    [
        "CREATE TABLE",
        # A judgement on an article that there is not.
        "INSERT INTO judgement (kind, article, body, author, reason, made) "
        "VALUES ('wrong', 12345, '{}', 'a', '', '')",
    ],
)
def test_a_migration_that_fails_leaves_nothing_behind(filled: Path, bad: str) -> None:
    with pytest.raises(RecordError):
        schema.open_to_write(filled, steps=next_step("CREATE TABLE more (a TEXT) STRICT", bad))
    with closing(schema.open_to_write(filled)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema")]
        assert "more" not in names
        assert connection.execute("PRAGMA user_version").fetchone()[0] == migrations()[-1].number
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


@pytest.mark.parametrize("table", ["article", "page", "sighting", "reading", "judgement"])
def test_what_is_kept_cannot_be_deleted(filled: Path, table: str) -> None:
    with closing(schema.open_to_write(filled)) as connection:
        if table == "judgement":
            connection.execute(
                "INSERT INTO judgement (kind, body, author, reason, made) "
                "VALUES ('link', '{}', 'a', '', '')"
            )
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            connection.execute(f"DELETE FROM {table}")


def test_what_is_kept_cannot_be_changed(filled: Path) -> None:
    with closing(schema.open_to_write(filled)) as connection:
        for change in ("article SET text = 'other'", "reading SET body = x''", "page SET url = ''",
                       "sighting SET which = ''", "article SET stated = '{}'"):  # fmt: skip
            with pytest.raises(sqlite3.IntegrityError, match=r"frozen|never changed"):
                connection.execute(f"UPDATE {change}")


def test_a_damaged_file_is_told(filled: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[4096 : 4096 * 12] = b"\xff" * (4096 * 11)
    filled.write_bytes(content)
    with Query(filled) as query, pytest.raises(RecordDamaged, match="restore a backup"):
        list(query.documents())


@pytest.mark.parametrize(
    "table", ["article", "page", "sighting", "reading", "judgement", "failure"]
)
def test_what_is_kept_cannot_be_replaced(filled: Path, table: str) -> None:
    with Store(filled) as store:
        store.fail(Failure("none.txt", "InputMissing", "no such input"))
    with closing(schema.open_to_write(filled)) as connection:
        connection.execute(
            "INSERT INTO judgement (kind, body, author, reason, made) "
            "VALUES ('link', '{}', 'a', '', '')"
        )
        columns = [row["name"] for row in connection.execute(f"PRAGMA table_info({table})")]
        row = ", ".join(columns)
        with pytest.raises(sqlite3.IntegrityError, match="never replaced"):
            connection.execute(
                f"INSERT OR REPLACE INTO {table} ({row}) SELECT {row} FROM {table} LIMIT 1"
            )


def test_an_old_record_is_renewed_whole(record: Path) -> None:
    with Store(record, settled) as store:
        store.save(first(), seen=[Seen("talks.html")], page=RawPage(b"<html>talks</html>", "html"))
        store.judge(wrong("e1"))
    as_of(record, 2)
    with Store(record, settled) as store:
        store.show_all_anew()
    with Query(record, settled) as query:
        assert list(faults(query)) == []
        assert [one["day"] for one in query.readings(first()["article"]["id"])] == ["2031-05-14"]


def test_what_settled_rows_settles_them_after_the_renewal(record: Path) -> None:
    """And what only looked like rows of it is open again."""
    with Store(record, settled) as store:
        for name in ("a.csv:7", "x:7", "http://host:8080"):
            store.fail(Failure(name, "NoCorpus", "no row of a table"))
    as_of(record, 6)
    with closing(sqlite3.connect(record)) as connection, connection:
        connection.executemany(
            "INSERT INTO passed VALUES (?, 9)",
            [(place(name),) for name in ("a.csv", "x", "http://host")],
        )
    with Store(record, settled), Query(record, settled) as query:
        assert [one["which"] for one in query.failures()] == [place("x:7"), "http://host:8080"]
