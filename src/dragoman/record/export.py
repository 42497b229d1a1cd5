"""The record → a folder of JSON lines, of CSV with a data package, or of Parquet.

All forms but gold hold what is shown, the newest readings with their corrections, and with it the
judgements, the failures and where each report was found. JSON lines hold whole readings, older ones
too, as they were read; CSV and Parquet a table for each kind of entry (`flat`); gold the corrected
reports in the corpus's form. Pages as they came are in a backup only. The folder appears only when
it is whole.
"""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from dragoman.errors import RecordClosed, RecordFull, UsageError
from dragoman.record.backup import beside
from dragoman.record.flat import TABLES, Row, rows
from dragoman.record.gold import gold
from dragoman.record.packing import dumps
from dragoman.record.query import Query

Json = dict[str, Any]

LOT = 5000
"""Rows of a table that Parquet is given at once."""


RECORD: dict[str, dict[str, str]] = {
    "judgements": {
        "number": "integer", "kind": "string", "report": "string", "body": "string",
        "author": "string", "reason": "string", "made": "string", "undoes": "integer",
    },
    "failures": {
        "which": "string", "error": "string", "message": "string", "failed": "string",
        "times": "integer",
    },
    "sightings": {
        "number": "integer", "report": "string", "which": "string", "seen": "string",
        "source": "string", "url": "string", "day": "string", "story": "string",
    },
}  # fmt: skip
"""Tables of what stands in no reading, as `flat.TABLES`; a judgement's body is JSON."""
_KEYS = {
    "reports": ["report"], "judgements": ["number"], "failures": ["which"],
    "sightings": ["number"],
}  # fmt: skip
_ALL = TABLES | RECORD


class _Table(Protocol):
    def write(self, row: Row) -> None: ...
    def close(self) -> None: ...


def export(query: Query, form: str, target: Path, watch: Callable[[], None] = lambda: None) -> str:
    """Write the whole record → what is to be told of it; `watch` is called after each report.

    `UsageError` for a form that is none (`_FORMS`), or when the target is there,
    `RecordFull` or `RecordClosed` when it cannot be written.
    """
    if form not in _FORMS:
        raise UsageError(form, f"no such form; there are {', '.join(_FORMS)}")
    if target.exists():
        raise UsageError(str(target), "is there already")
    part = beside(target)
    try:
        part.mkdir(parents=True)
        with query.one_moment():
            told = _FORMS[form](query, part, watch) or ""
        part.rename(target)
        return told
    except OSError as error:
        kind = RecordFull if error.errno in (27, 28, 122) else RecordClosed
        raise kind(str(target), error.strerror or str(error)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _jsonl(query: Query, folder: Path, watch: Callable[[], None]) -> None:
    with (folder / "readings.jsonl").open("w", encoding="utf-8") as file:
        for document in query.documents():
            print(json.dumps(document, ensure_ascii=False), file=file)
            watch()
    held: dict[str, Iterable[Json]] = {
        "judgements": map(asdict, query.judgements()),
        "failures": query.failures(),
        "sightings": query.all_sightings(),
        "sources": query.sources(),
        "older": _older(query),
    }
    for name, found in held.items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            for one in found:
                print(json.dumps(one, ensure_ascii=False), file=file)


def _older(query: Query) -> Iterator[Json]:
    """Readings that are shown no longer, without corrections, the oldest of a report first."""
    for id in query.ids():
        for reading in query.readings(id)[:-1]:
            yield query.document(id, reading["number"])


def _of_record(query: Query) -> Iterator[tuple[str, Row]]:
    """Rows of the tables of `RECORD`."""
    for one in query.judgements():
        told = {name: getattr(one, name) for name in RECORD["judgements"].keys() - {"report"}}
        yield "judgements", {**told, "report": one.article, "body": dumps(one.body)}
    for failure in query.failures():
        yield "failures", {name: failure[name] for name in RECORD["failures"]}
    for sighting in query.all_sightings():
        yield "sightings", sighting


def _gold(query: Query, folder: Path, watch: Callable[[], None]) -> str:
    """Only reports that someone has corrected: the others nobody has looked at.

    A report on which no correction finds its words is the reader's alone, and a text of which only
    the words of spans are kept teaches nobody.
    """
    reports = dict.fromkeys(one.article for one in query.judgements() if one.article)
    held = lost = spans = orphans = 0
    with (folder / "gold.jsonl").open("w", encoding="utf-8") as file:
        for id in reports:
            found = query.shown(id)
            states = Counter(one.state for one in found.outcomes)
            orphans += states["orphan"]
            if not states["applied"] and not states["found"]:
                lost += states["orphan"] > 0
            elif query.kept(id) == "spans":
                spans += 1
            else:
                held += 1
                print(json.dumps(gold(found.document), ensure_ascii=False), file=file)
            watch()
    told = [f"{held} of {held + lost + spans} corrected reports"]
    if lost:
        told.append(f"{lost} left out on which no correction finds its words")
    if spans:
        told.append(f"{spans} left out of which only spans are kept")
    if orphans:
        told.append(f"orphans among the corrections: {orphans}")
    return "; ".join(told)


def _csv(query: Query, folder: Path, watch: Callable[[], None]) -> None:
    _tables(query, folder, _CsvTable, watch)
    package = {
        "profile": "tabular-data-package",
        "name": "dragoman-record",
        "title": "Readings of news reports by dragoman",
        "resources": [_resource(name, columns) for name, columns in _ALL.items()],
    }
    (folder / "datapackage.json").write_text(json.dumps(package, indent=2), encoding="utf-8")


def _resource(name: str, columns: dict[str, str]) -> Json:
    fields = [{"name": column, "type": type} for column, type in columns.items()]
    key = _KEYS.get(name, ["report", "id"])
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": key, "missingValues": [""]},
    }


def _parquet(query: Query, folder: Path, watch: Callable[[], None]) -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise UsageError("parquet", "needs pyarrow: pip install 'dragoman[bulk]'") from None
    _tables(query, folder, _ParquetTable, watch)


def _tables(
    query: Query,
    folder: Path,
    make: Callable[[Path, str, dict[str, str]], _Table],
    watch: Callable[[], None],
) -> None:
    """All tables at once, so that each report is opened once."""
    with ExitStack() as stack:
        tables = {name: make(folder, name, columns) for name, columns in _ALL.items()}
        for table in tables.values():
            stack.callback(table.close)
        for document in query.documents():
            for name, row in rows(document):
                tables[name].write(row)
            watch()
        for name, row in _of_record(query):
            tables[name].write(row)


class _CsvTable:
    def __init__(self, folder: Path, name: str, columns: dict[str, str]) -> None:
        self._file = (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
        self._writer = csv.DictWriter(self._file, list(columns), lineterminator="\n")
        self._writer.writeheader()

    def write(self, row: Row) -> None:
        # Table Schema's booleans are lower case.
        told = {name: str(v).lower() if isinstance(v, bool) else v for name, v in row.items()}
        self._writer.writerow(told)

    def close(self) -> None:
        self._file.close()


class _ParquetTable:
    def __init__(self, folder: Path, name: str, columns: dict[str, str]) -> None:
        import pyarrow
        from pyarrow import parquet

        types = {
            "string": pyarrow.string(),
            "integer": pyarrow.int64(),
            "boolean": pyarrow.bool_(),
        }
        self._schema = pyarrow.schema([(column, types[type]) for column, type in columns.items()])
        self._writer = parquet.ParquetWriter(folder / f"{name}.parquet", self._schema)
        self._lot: list[Row] = []

    def write(self, row: Row) -> None:
        self._lot.append(row)
        if len(self._lot) == LOT:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow

        if self._lot:
            self._writer.write_table(pyarrow.Table.from_pylist(self._lot, self._schema))
            self._lot.clear()


_FORMS: dict[str, Callable[[Query, Path, Callable[[], None]], str | None]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "gold": _gold,
}
