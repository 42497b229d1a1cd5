"""Files of reports → lots: batches of `schema.INPUT`, cut at the same rows whoever reads them.

A lot ends after `LOT` inputs, after `WEIGHT` bytes, or with its shard; a shard after as many inputs
as the caller says. So what is in which lot follows from the input alone.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BufferedReader
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputMissing, ReadError, UsageError
from dragoman.ingest.columns import Columns, page_of_row, undated
from dragoman.ingest.columns import Row as TableRow
from dragoman.ingest.corpora import Layout, rows_of_corpus
from dragoman.ingest.fetch import LIMIT, Page, fetch, page_of_bytes
from dragoman.ingest.inputs import expanded, form_of
from dragoman.ingest.unpack import unpacked
from dragoman.ingest.warc import pages_of_warc
from dragoman.serve.bulk import stores
from dragoman.serve.bulk.schema import INPUT, arrow_schema

if TYPE_CHECKING:
    from pyarrow import RecordBatch

LOT = 50
"""Inputs that are given to a worker at once: some ten seconds of work."""
WEIGHT = 4_000_000
"""Bytes of a lot's inputs after which it ends."""
ENDS = 1 << 16
"""Bytes at either end of a file that its digest is taken of."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two inputs: the file, and how many of its inputs stand before it."""

    file: int = 0
    inputs: int = 0
    bytes: int = field(default=0, compare=False)
    """How much of the file was read until here, packed as it is: for the time left alone. Parquet
    is not read from its beginning to its end: 0."""


@dataclass(frozen=True, slots=True)
class Lot:
    """A run of inputs."""

    number: int
    """Among the lots of its shard."""
    shard: int
    first: int
    """Number of its first input in the whole run."""
    batch: "RecordBatch"
    end: Place
    """Where the next lot begins."""
    last: bool
    """Whether the shard ends with it."""


def find_files(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Names → files in order, and what was told of names that stand for none.

    `UsageError` for what cannot be read a second time: standard input, and pages of the web.
    """
    files: list[str] = []
    missing: list[str] = []
    for name in names:
        if name == "-" or name.startswith(("http://", "https://", "ftp://")):
            raise UsageError(name, "an archive is read from files, which can be read again")
        if stores.in_store(name):
            found = stores.listed(name)
            files += found
            why = f"no such input: {name}: nothing in the store of a kind that is read"
            missing += [] if found else [why]
            continue
        for which in expanded(name):
            if isinstance(which, ReadError):
                missing.append(str(which))
            else:
                files.append(which)
    return files, missing


def digest(files: Iterable[str]) -> dict[str, Any]:
    """What tells these inputs from others: names, sizes, and both ends of each file."""
    told = hashlib.sha256()
    size = count = 0
    for which in files:
        try:
            length = stores.size(which)
            told.update(f"{which}\0{length}\0".encode("utf-8", "surrogateescape"))
            with stores.opened(which) as file:
                told.update(file.read(ENDS))
                file.seek(max(length - ENDS, 0))
                told.update(file.read(ENDS))
        except OSError as error:
            told.update(f"{which}\0{error.strerror}\0".encode())
            length = 0
        size += length
        count += 1
    return {"files": count, "bytes": size, "sha256": told.hexdigest()}


# --- files → inputs ------------------------------------------------------------------------------


def find_inputs(files: list[str], layout: Layout, start: Place) -> Iterator[tuple[Place, Row]]:
    """Files from a place on → each input with the place behind it."""
    for number in range(start.file, len(files)):
        skipped = start.inputs if number == start.file else 0
        for count, (row, behind) in enumerate(_of_file(files[number], layout), 1):
            if count > skipped:
                yield Place(number, count, behind), row


def form_in(which: str) -> str:
    """The form of a file on disk or in a store; options of an address are no part of its name."""
    return form_of(stores.plain(which))


def _page(which: str) -> Page:
    if not stores.in_store(which):
        return fetch(which)
    with stores.opened(which) as file, unpacked(file, which) as plain:
        return page_of_bytes(stores.plain(which), plain.read(LIMIT + 1))


def _of_file(which: str, layout: Layout) -> Iterator[tuple[Row, int]]:
    """The inputs of a file, each with the bytes that were read until then (`Place.bytes`)."""
    form = form_in(which)
    if not form:
        yield _of_page(which, lambda: _page(which)), 0
        return
    try:
        with stores.opened(which) as file:
            for row in _of_many(which, form, file, layout):
                yield row, 0 if form == "parquet" else file.tell()
    except OSError as error:
        missing = InputMissing(which, f"cannot be opened ({error.strerror or error})")
        yield _failed(which, missing), 0


def _of_many(which: str, form: str, file: BufferedReader, layout: Layout) -> Iterator[Row]:
    plain = file if form == "parquet" else unpacked(file, which)
    if form == "warc":
        for place, way in pages_of_warc(plain, which):
            yield _of_page(place, way)
        return
    dated = True
    for place, found in rows_of_corpus(plain, which, form, layout):
        if isinstance(found, ReadError):
            yield _failed(place, found)
            continue
        if dated and layout.given is None and (told := undated(*found)):
            layout.show(place, f"the date {told} tells no day; others are not told")
            dated = False
        yield _of_row(place, *found)


def _of_page(which: str, way: Any) -> Row:
    try:
        return _carried(way(), {})
    except ReadError as error:
        return _failed(which, error)


def _of_row(which: str, row: TableRow, columns: Columns) -> Row:
    try:
        page = page_of_row(row, columns, which)
    except ReadError as error:
        return _failed(which, error)
    named = ("title", "date", "source", "language")
    told = {name: _cell(row.get(getattr(columns, name) or "")) for name in named}
    return {**_carried(page, told), "table": True}


def _carried(page: Page, told: Row) -> Row:
    return {
        "input": _plain(page.which),
        "content": page.content,
        "kind": page.kind,
        "charset": _plain(page.charset),
        "url": _plain(page.url),
        "table": False,
        **told,
    }


def _failed(which: str, error: ReadError) -> Row:
    return {"input": _plain(which), "error": type(error).__name__, "message": _plain(str(error))}


def _cell(cell: object) -> str | None:
    """A cell as text; a moment as the day that its own clock shows."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    return _plain(cell) if isinstance(cell, str) else None


def _plain(text: str) -> str:
    """Without half signs (JSON can tell one), which no table can hold."""
    return text.encode("utf-8", "ignore").decode()


# --- inputs → lots -------------------------------------------------------------------------------


def find_lots(
    found: Iterable[tuple[Place, Row]], size: int, metadata: dict[str, str],
    shard: int = 0, first: int = 0,
) -> Iterator[Lot]:  # fmt: skip
    """Inputs from the beginning of a shard on → lots; `first` is the number of the first input."""
    schema = arrow_schema(INPUT, metadata)
    number = at = weight = 0
    held: list[Row] = []
    rest = iter(found)
    item = next(rest, None)
    while item is not None:
        place, row = item
        held.append({**row, "row": first + len(held)})
        weight += len(row.get("content") or b"")
        item = next(rest, None)
        last = item is None or at + len(held) == size
        if last or len(held) == LOT or weight >= WEIGHT:
            yield Lot(number, shard, first, _batch(held, schema), place, last)
            first, at, weight = first + len(held), at + len(held), 0
            held, number = [], number + 1
            if last:
                shard, number, at = shard + 1, 0, 0


def _batch(rows: list[Row], schema: Any) -> "RecordBatch":
    import pyarrow

    return pyarrow.RecordBatch.from_pylist(rows, schema)
