"""A record → the same as the first steps of its form would have made it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from dragoman.record import schema
from dragoman.record.schema import migrations

KEPT = ("article", "page", "sighting", "reading", "judgement", "near", "who", "failure")


def as_of(path: Path, number: int) -> None:
    """Put what is kept into the form of that number, made by the steps themselves."""
    older = path.with_name("older.db")
    with closing(sqlite3.connect(older, isolation_level=None)) as connection:
        connection.create_function("sha256", 1, schema.proof)
        for step in migrations()[:number]:
            for statement in step.statements:
                connection.execute(statement)
        connection.execute("ATTACH ? AS newer", (str(path),))
        connection.execute("BEGIN")
        for table in KEPT:
            columns = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
            names = ", ".join(f'"{column[1]}"' for column in columns)
            connection.execute(
                f"INSERT INTO main.{table} ({names}) SELECT {names} FROM newer.{table}"
            )
        connection.execute("INSERT INTO main.article_text (article_text) VALUES ('rebuild')")
        connection.execute("COMMIT")
        connection.execute("DETACH newer")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("PRAGMA journal_mode = WAL")
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    older.rename(path)
