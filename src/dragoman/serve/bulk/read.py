"""A batch of inputs → the rows of all tables: the one function under every way of running it.

Pure: the same batch gives the same tables, whoever calls it and whatever was read before. One
input's rows do not hang on its neighbours, so that batches may be cut anywhere.
"""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputBinary, ReadError
from dragoman.ingest.arrivals import failure
from dragoman.ingest.columns import Columns, article_of_row
from dragoman.ingest.extract import extract
from dragoman.ingest.fetch import Page
from dragoman.serve.bulk.schema import TABLES, arrow_schema
from dragoman.serve.bulk.tables import Row, rows
from dragoman.serve.json_view import to_dict
from dragoman.types import Article, Failure, Reading

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table

GIVEN, KEEP = b"published", b"keep"
"""Settings that travel in the batch's schema: the day of all reports, and what is kept."""

_CARRIED = Columns("content", "title", "date", "source", "language", "url")


def read_batch(batch: "RecordBatch") -> "dict[str, Table]":
    """A batch of `schema.INPUT` → all of `schema.TABLES`, in order of input and entry."""
    import pyarrow

    settings = batch.schema.metadata or {}
    given = date.fromisoformat(settings[GIVEN].decode()) if settings.get(GIVEN) else None
    keep = settings.get(KEEP, b"text")
    found: dict[str, list[Row]] = {name: [] for name in TABLES}
    inputs = batch.to_pylist()
    for one, reading in zip(inputs, _read([_article(one, given) for one in inputs]), strict=True):
        if isinstance(reading, Failure):
            found["failures"].append(_failure(one, reading))
            continue
        for table, row in rows(reading, one["row"], one["input"]):
            if table == "articles" and keep == b"spans":
                row["text"] = None
            found[table].append(row)
        if keep == b"readings":
            found["readings"].append({"row": one["row"], **whole(reading)})
    return {
        name: pyarrow.Table.from_pylist(found[name], arrow_schema(columns))
        for name, columns in TABLES.items()
    }


def whole(reading: Reading) -> Row:
    """A reading as JSON in one row, but for the number of its row."""
    document = json.dumps(to_dict(reading), ensure_ascii=False, separators=(",", ":"))
    return {"report": reading.article.id, "document": document}


def _failure(one: Row, failed: Failure) -> Row:
    row = {name: getattr(failed, name) for name in ("error", "message")}
    return {"row": one["row"], "input": one["input"], "bug": failed.error in _BUGS, **row}


_BUGS = ("Bug", "WorkerDied")
"""Failures that are faults of dragoman and not of the input."""


def _article(one: Row, given: date | None) -> Article | Failure:
    """An input → its article, as `dragoman read` would extract it."""
    which: str = one["input"]
    if one["error"]:
        return Failure(which, one["error"], one["message"])
    page = Page(which, one["content"], one["kind"], one["url"], one["charset"])
    try:
        if one["table"]:
            article = article_of_row(page, one, _CARRIED, given)
        else:
            article = extract(page, given)
        (article.title + article.text.content).encode()
    except ReadError as error:
        return failure(which, error)
    except UnicodeEncodeError:
        return failure(which, InputBinary(which, "it holds half a sign, which no text can"))
    except Exception as error:
        return _bug(which, error)
    return article


def _read(found: list[Article | Failure]) -> Iterator[Reading | Failure]:
    """What was found → its readings; one that a bug stops is a failure, and told as a bug."""
    from dragoman.pipeline import read_articles

    articles = [one for one in found if isinstance(one, Article)]
    try:
        readings: list[Reading | Failure] = list(read_articles(articles))
    except Exception:
        readings = [_read_alone(article) for article in articles]
    rest = iter(readings)
    for one in found:
        yield next(rest) if isinstance(one, Article) else one


def _read_alone(article: Article) -> Reading | Failure:
    from dragoman.pipeline import read_articles

    try:
        return next(read_articles([article]))
    except Exception as error:
        return _bug(article.id, error)


def _bug(which: str, error: Exception) -> Failure:
    return Failure(which, "Bug", f"bug: {which}: {type(error).__name__}: {error}"[:500])


# --- between processes ---------------------------------------------------------------------------


def encode(tables: "dict[str, Table]") -> bytes:
    """Tables → one Arrow stream after the other, in the order of `schema.TABLES`."""
    import pyarrow

    sink = BytesIO()
    for name in TABLES:
        with pyarrow.ipc.new_stream(sink, tables[name].schema) as writer:
            writer.write_table(tables[name].combine_chunks())
    return sink.getvalue()


def decode(content: bytes) -> "dict[str, Table]":
    """What `encode` made → the tables; `pyarrow.ArrowInvalid` for anything else."""
    import pyarrow

    source = pyarrow.BufferReader(content)
    return {name: pyarrow.ipc.open_stream(source).read_all() for name in TABLES}


def encode_batch(batch: "RecordBatch") -> bytes:
    """A batch as one Arrow stream."""
    import pyarrow

    sink = BytesIO()
    with pyarrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue()


def decode_batch(content: bytes) -> Any:
    """What `encode_batch` made → the batch."""
    import pyarrow

    return pyarrow.ipc.open_stream(pyarrow.BufferReader(content)).read_next_batch()
