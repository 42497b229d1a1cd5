"""Every kind of damage is told, and what is derived can be made anew."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dragoman.errors import RecordDamaged, UsageError
from dragoman.record import schema
from dragoman.record.backup import backup
from dragoman.record.check import faults, orphans
from dragoman.record.query import Query
from dragoman.record.store import Seen, Store
from dragoman.serve.json_load import settled
from tests.record.hand import first, second
from tests.record.test_corrections import wrong


def told(path: Path) -> list[str]:
    with Query(path, settled) as query:
        return list(faults(query))


def tamper(path: Path, *changes: str) -> None:
    """Changes behind the record's back: its guards are taken away and put back."""
    with closing(sqlite3.connect(path)) as connection:
        guards = connection.execute(schema.TRIGGERS).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for change in changes:
            connection.execute(change)
        for _, guard in guards:
            connection.execute(guard)
        connection.commit()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE article SET text = replace(text, 'denied', 'agreed')", "hash: .*not the one"),
        ("UPDATE article SET digest = 'f' || digest", "hash: .*not the beginning"),
        ("UPDATE reading SET body = x'00'", "reading: .*cannot be opened"),
        ("UPDATE article SET text = 'Ana', digest = digest", "span: .*outside the text"),
        ("UPDATE page SET content = x'00'", "page: .*cannot be opened"),
        ("DELETE FROM page", "page: .*is not there"),
        ("DELETE FROM reading", "reading: .*has none"),
        ("DELETE FROM item WHERE id = 's1'", "shown: .*--mend"),
        ("UPDATE item SET end = end - 1 WHERE id = 's1'", "shown: .*--mend"),
        ("DELETE FROM party WHERE role = 'speaker'", "shown: .*--mend"),
        ("UPDATE sighting SET article = 1", "key: sighting"),
        ("UPDATE item SET label = 'accuse' WHERE kind = 'statement'", "shown: .*--mend"),
        ("UPDATE item SET status = 'off'", "shown: .*--mend"),
        ("UPDATE item SET first = '2030-01-01'", "shown: .*--mend"),
        ("UPDATE item SET code = '190'", "shown: .*--mend"),
        ("UPDATE item SET channel = 'letter'", "shown: .*--mend"),
        ("UPDATE party SET side = 'CHE'", "shown: .*--mend"),
        ("UPDATE party SET role = 'relay' WHERE role = 'speaker'", "shown: .*--mend"),
        ("DELETE FROM near", "near: .*--mend"),
        ("UPDATE article SET place = key + (400 << 32)", "shown: .*at its day.*--mend"),
        ("UPDATE item SET key = key + (1000 << 32) WHERE kind = 'state'", "shown: .*--mend"),
        ("UPDATE article SET about = json_set(about, '$.source', 'Gazette')", "hash: article: "),
        (
            "UPDATE article SET stated = about, about = json_set(about, '$.source', 'Gazette')",
            "shown: .*own fields.*--mend",
        ),
        ("UPDATE reading SET body = CAST(body || x'00' AS BLOB)", "hash: reading: "),
        ("UPDATE reading SET version = '0.0.1'", "hash: reading: "),
        ("UPDATE reading SET made = '2020-01-01T00:00:00Z'", "hash: reading: "),
        ("UPDATE reading SET day = '2020-01-01'", "hash: reading: "),
        ("DELETE FROM reading WHERE key = 1", "reading: 1 of 2: are not there"),
        ("DELETE FROM sighting WHERE key = 1", "sighting: 1 of 2: are not there"),
        ("UPDATE page SET content = CAST(content || x'00' AS BLOB)", "hash: page: "),
        ("UPDATE judgement SET author = 'another'", "hash: judgement: "),
    ],
)
def test_damage_is_told(filled: Path, change: str, fault: str) -> None:
    with Store(filled, settled) as store:
        store.save(second(), seen=[Seen("later.html")])
        store.judge(wrong("e1"))
    assert told(filled) == []
    tamper(filled, change)
    assert any(re.match(fault, line) for line in told(filled))


def test_a_guard_that_is_gone_or_another_is_told(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("DROP TRIGGER reading_kept")
        connection.execute("DROP TRIGGER page_kept")
        connection.execute("CREATE TRIGGER page_kept BEFORE UPDATE ON page BEGIN SELECT 1; END")
    found = sorted(line.split(":")[1].strip() for line in told(filled))
    assert found == ["page_kept", "reading_kept"]


def test_what_is_derived_is_mended(filled: Path) -> None:
    tamper(
        filled,
        "DELETE FROM item WHERE kind = 'statement'",
        "UPDATE party SET side = 'CHE'",
        "DELETE FROM near",
        "UPDATE article SET stated = about, about = json_set(about, '$.source', 'Gazette')",
        "INSERT INTO article_text (article_text) VALUES ('delete-all')",
    )
    with Store(filled, settled) as store:
        with pytest.raises(RecordDamaged):
            store.test_indexes()
        store.show_all_anew()
        store.test_indexes()
    assert told(filled) == []


def test_orphans_are_no_faults_but_are_told(filled: Path) -> None:
    with Store(filled, settled) as store:
        number = store.judge(wrong("k1"))
        store.save(second())
    assert told(filled) == []
    with Query(filled, settled) as query:
        (orphan,) = orphans(query)
    assert orphan.startswith(f"orphan: correction {number} of {first()['article']['id']}: ")


def test_a_backup_is_made_while_the_record_is_written(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    with Store(filled, settled) as store:
        store.save(second())
        backup(filled, target)
        store.judge(wrong("e1"))
    assert told(target) == []
    with Query(target, settled) as query:
        assert query.shown(first()["article"]["id"]).document == second()
    with pytest.raises(UsageError, match="is there already"):
        backup(filled, target)
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]
