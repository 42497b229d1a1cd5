"""What a process that is killed was doing: ``python tests/faults/driver.py ACTION RECORD FROM TO``.

Tells "ready", then each number when it is kept. What is kept already is passed over, as the
commands do, so that a run after a kill goes on.
"""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.record import made
from dragoman.record import schema
from dragoman.record.anchors import anchor, anchored
from dragoman.record.backup import backup
from dragoman.record.corrections import Judgement
from dragoman.record.query import Query
from dragoman.record.schema import Migration
from dragoman.record.store import Seen, Store
from dragoman.serve.json_load import settled
from dragoman.serve.json_view import to_dict

STEP = Migration(
    schema.migrations()[-1].number + 1,
    "next",
    (
        "CREATE TABLE copied (key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
        "INSERT INTO copied SELECT key, body FROM reading",
        "CREATE TABLE renewed (which TEXT PRIMARY KEY, state TEXT, seen TEXT, more TEXT) STRICT",
        "INSERT INTO renewed SELECT which, state, seen, '' FROM source",
        "DROP TABLE source",
        "ALTER TABLE renewed RENAME TO source",
        "CREATE INDEX copied_body ON copied (body)",
    ),
)
"""A next form of the record that takes a moment to reach."""


def add(path: Path, numbers: range, version: str = "0.1.0") -> Iterator[int]:
    with Store(path, settled) as store:
        for number in numbers:
            reading = made(number, version)
            if not store.has(reading.article.id, version, "0" * 16):
                store.save(to_dict(reading), seen=[Seen(f"report {number}")])
                yield number


def reread(path: Path, numbers: range) -> Iterator[int]:
    yield from add(path, numbers, "0.2.0")


def correct(path: Path, numbers: range) -> Iterator[int]:
    """The act of each report's first statement."""
    with Query(path, settled) as query:
        there = {judgement.article for judgement in query.judgements()}
    with Store(path, settled) as store:
        for number in numbers:
            document = to_dict(made(number))
            id, first = document["article"]["id"], document["statements"][0]
            if id not in there:
                value = {"field": "speaker", "value": anchored(document, first)["speaker"]}
                body = {"item": anchor("statement", first), **value}
                store.judge(Judgement("field", "the test", body, id))
                yield number


def migrate(path: Path, numbers: range) -> Iterator[int]:
    steps = (*schema.migrations(), STEP)
    schema.open_to_write(path, steps=steps).close()
    yield 0


def init(path: Path, numbers: range) -> Iterator[int]:
    """Many records, as making one is short."""
    for number in numbers:
        with closing(schema.create(path.with_name(f"{path.stem}{number}.db"))):
            yield number


def copy(path: Path, numbers: range) -> Iterator[int]:
    for number in numbers:
        target = path.with_name(f"{path.stem}-copy{number}.db")
        if not target.exists():
            backup(path, target)
            yield number


ACTIONS = {action.__name__: action for action in (add, reread, correct, migrate, init, copy)}


def main() -> None:
    action, path, start, end = sys.argv[1:]
    numbers = range(int(start), int(end))
    made(0)
    print("ready", flush=True)
    for number in ACTIONS[action](Path(path), numbers):
        print(number, flush=True)


if __name__ == "__main__":
    main()
