"""A file of many reports → an arrival for each: WARC, JSONL, CSV, TSV, Parquet, also by gzip.

Files are streamed: what is held at once is one report, or of Parquet a few rows. A broken row is a
failure and the next one is read; a file that breaks off ends in a failure of its own.
"""

import csv
import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BufferedReader
from typing import TYPE_CHECKING, Any

from dragoman.errors import (
    EncodingUnknown,
    InputEmpty,
    InputTooLarge,
    NoCorpus,
    PackedBadly,
    ReadError,
)
from dragoman.ingest.arrivals import Arrival, broken, failure
from dragoman.ingest.columns import (
    Columns,
    Row,
    Show,
    article_of_row,
    map_columns,
    page_of_row,
    undated,
)
from dragoman.ingest.fetch import LIMIT, Page
from dragoman.ingest.warc import read_warc

if TYPE_CHECKING:
    from pyarrow.parquet import FileMetaData

Rows = Iterator[tuple[str, Row | ReadError]]
"""Place of each row in its file, and the row or why it is none."""
DRAIN = 1 << 20
ROWS = 64
"""Rows of Parquet that are held at once."""
STRETCH = 1 << 16
"""Bytes of a Parquet column fetched at once: a group of rows may be as long as its file."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the caller wants files read; what is left empty is found out."""

    columns: Mapping[str, str] | None = None
    """Field → column."""
    given: date | None = None
    """The day of publication of all reports, above what they tell."""
    show: Show = lambda which, how: None
    told: date | None = None
    """The day that a feed tells of them: it counts where a page tells none."""


def read_corpus(
    stream: BufferedReader, which: str, form: str, layout: Layout | None = None
) -> Iterator[Arrival]:
    """A stream of plain bytes and its form (a key of `FORMS`) → an arrival for each report.

    `UsageError` for a column of the layout that the file does not have.
    """
    layout = layout or Layout()
    if form == "warc":
        yield from read_warc(stream, which, layout.given)
        return
    for place, row in rows_of_corpus(stream, which, form, layout):
        if isinstance(row, ReadError):
            yield Arrival(place, failure(place, row))
        else:
            if layout.given is None and (told := undated(*row)):
                layout.show(place, f"the date {told} tells no day")
            yield _arrival(place, *row, layout.given)


def rows_of_corpus(
    stream: BufferedReader, which: str, form: str, layout: Layout
) -> Iterator[tuple[str, tuple[Row, Columns] | ReadError]]:
    """A stream of a table's form → the place of each row with the row and its columns."""
    mapped: dict[tuple[str, ...], Columns | NoCorpus] = {}
    place = ""
    for place, row in FORMS[form](stream, which, layout):
        try:
            if isinstance(row, ReadError):
                raise row
            yield place, (row, _columns(row, which, layout, mapped))
        except ReadError as error:
            yield place, error
    if not place:
        yield which, InputEmpty(which, "no report in it")


def _columns(
    row: Row, which: str, layout: Layout, mapped: dict[tuple[str, ...], Columns | NoCorpus]
) -> Columns:
    """The columns of a row; found once for each layout, as lines of JSONL may differ."""
    names = tuple(row)
    if names not in mapped:
        if len(mapped) > 1000:
            mapped.clear()  # every line has names of its own: no table, but no harm either
        try:
            mapped[names] = columns = map_columns(names, which, layout.columns)
            layout.show(which, columns.shown(names))
        except NoCorpus as error:
            mapped[names] = error
    found = mapped[names]
    if isinstance(found, NoCorpus):
        raise found
    return found


def _arrival(place: str, row: Row, columns: Columns, given: date | None) -> Arrival:
    page: Page | None = None
    try:
        page = page_of_row(row, columns, place)
        return Arrival(place, article_of_row(page, row, columns, given), page)
    except ReadError as error:
        return Arrival(place, failure(place, error), page)
    except Exception as error:
        # As in `arrive`: a bug on one row is that row's failure, and is told as a bug.
        return Arrival(place, broken(place, error), page)


# --- lines -----------------------------------------------------------------------------------


def _lines(stream: BufferedReader, which: str) -> Iterator[tuple[int, bytes | ReadError]]:
    """Numbered lines, none longer than a page may be; what breaks off ends in an error."""
    number = 0
    while True:
        number += 1
        try:
            line = stream.readline(LIMIT + 1)
            if not line:
                return
            if len(line) > LIMIT and not line.endswith(b"\n"):
                while (rest := stream.readline(DRAIN)) and not rest.endswith(b"\n"):
                    pass
                yield number, InputTooLarge(f"{which}:{number}", f"more than {LIMIT:,} bytes")
                continue
        except (InputTooLarge, PackedBadly, OSError) as error:
            yield number, error if isinstance(error, ReadError) else NoCorpus(which, str(error))
            return
        yield number, line


def _jsonl(stream: BufferedReader, which: str, layout: Layout) -> Rows:
    for number, line in _lines(stream, which):
        place = f"{which}:{number}"
        if isinstance(line, ReadError):
            yield place, line
        elif line.strip(b"\xef\xbb\xbf \t\r\n\x1e"):
            yield place, _object(line, place)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, none of whose keys stands twice: one of both texts would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice")
    return found


def _object(line: bytes, place: str) -> Row | ReadError:
    try:
        value = json.loads(line.decode("utf-8-sig"), object_pairs_hook=_once)
    except UnicodeDecodeError as error:
        return EncodingUnknown(place, f"JSON is UTF-8, and this is not ({error.reason})")
    except (ValueError, RecursionError) as error:
        return NoCorpus(place, f"no JSON ({str(error)[:100]})")
    if not isinstance(value, dict):
        return NoCorpus(place, f"a line holds one object, not {type(value).__name__}")
    return value


def _csv(stream: BufferedReader, which: str, layout: Layout) -> Rows:
    return _table(stream, which, ",", layout)


def _tsv(stream: BufferedReader, which: str, layout: Layout) -> Rows:
    return _table(stream, which, "\t", layout)


def _table(stream: BufferedReader, which: str, mark: str, layout: Layout) -> Rows:
    """Rows under a header; a comma may be a semicolon or a tab, as the header shows."""
    broken: list[ReadError] = []
    lines = _decoded(_lines(stream, which), broken)
    header = next(lines, "")
    if mark == ",":
        mark = max(",;\t", key=header.count)
    # the module's own limit, for all readers of a process: cells are as long as pages here
    csv.field_size_limit(max(csv.field_size_limit(), LIMIT))
    names = next(csv.reader([header], delimiter=mark), [])
    if names:
        try:
            map_columns(names, which, layout.columns)
        except NoCorpus as error:
            yield which, error  # once, and not of every row
            return
    rows = _records(lines, mark)
    number = 1
    while True:
        number += 1
        place = f"{which}:{number}"
        cells = next(rows, None)
        if isinstance(cells, csv.Error):
            yield place, NoCorpus(place, f"no row of a table ({cells})")
            continue
        yield from ((error.which, error) for error in broken)
        broken.clear()
        if cells is None:
            return
        if cells and len(cells) != len(names):
            yield place, NoCorpus(place, f"{len(cells)} cells, and the header has {len(names)}")
        elif cells:
            yield place, dict(zip(names, cells, strict=True))


def _records(lines: Iterator[str], mark: str) -> Iterator[list[str] | csv.Error]:
    """Lines → the cells of each row; a quotation that never ends costs no more than its own line.

    Strictly read such a row breaks, at the end of the file at the latest: then its first line is
    read by itself, as a row where it makes one, and reading goes on at the next line.
    """
    taken: deque[str] = deque()
    again: deque[str] = deque()

    def feed() -> Iterator[str]:
        while True:
            line = again.popleft() if again else next(lines, None)
            if line is None:
                return
            taken.append(line)
            yield line

    while True:
        taken.clear()
        reader = csv.reader(feed(), delimiter=mark, strict=True)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            first = taken.popleft()
            again.extendleft(reversed(taken))
            try:
                yield next(csv.reader([first], delimiter=mark))
            except csv.Error:
                yield error
            continue
        if cells is None:
            return
        yield cells


def _decoded(
    lines: Iterable[tuple[int, bytes | ReadError]], broken: list[ReadError]
) -> Iterator[str]:
    for number, line in lines:
        if isinstance(line, ReadError):
            broken.append(line)
            continue
        # a return within a line is no end of it, and NUL is nothing
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        line = line.replace(b"\r\n", b"\n").replace(b"\r", b" ").replace(b"\0", b"")
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")


# --- Parquet ---------------------------------------------------------------------------------


def _parquet(stream: BufferedReader, which: str, layout: Layout) -> Rows:
    """Only the columns that are read are unpacked, a few rows at a time."""
    # a heavy import, and an extra: `pip install dragoman[bulk]`
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError:
        yield which, NoCorpus(which, "Parquet needs pyarrow: pip install 'dragoman[bulk]'")
        return
    number = 0
    bad = (arrow.ArrowException, OSError, ValueError, OverflowError, MemoryError)
    try:
        file = parquet.ParquetFile(
            stream, buffer_size=STRETCH, pre_buffer=False, thrift_string_size_limit=LIMIT
        )
        named = list(map_columns(file.schema_arrow.names, which, layout.columns).named())
        if _widest_mean(file.metadata, named) > LIMIT:
            yield which, InputTooLarge(which, f"its rows have more than {LIMIT:,} bytes each")
            return
        for batch in file.iter_batches(ROWS, columns=named):
            for at in range(batch.num_rows):
                number += 1
                place = f"{which}:{number}"
                try:
                    row: Row | ReadError = batch.slice(at, 1).to_pylist()[0]
                except bad as error:  # a day of the year 90,000, say
                    row = NoCorpus(place, f"no row of a table ({_first_line(error)})")
                yield place, row
    except NoCorpus as error:
        yield which, error
    except bad as error:
        why = f"its Parquet is broken ({_first_line(error)})"
        yield f"{which}:{number + 1}", NoCorpus(which, why)


def _widest_mean(metadata: "FileMetaData", named: Collection[str]) -> float:
    """Bytes that a row of the named columns unpacks to, in the group where it is most."""
    groups = (metadata.row_group(i) for i in range(metadata.num_row_groups))
    return max(
        (
            sum(
                column.total_uncompressed_size
                for column in map(group.column, range(group.num_columns))
                if column.path_in_schema.split(".")[0] in named
            )
            / max(group.num_rows, 1)
            for group in groups
        ),
        default=0.0,
    )


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]


FORMS: dict[str, Callable[[BufferedReader, str, Layout], Rows]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
    "parquet": _parquet,
}
