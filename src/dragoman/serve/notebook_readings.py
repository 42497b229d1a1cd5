"""Texts, tables or files → `Readings`: what a notebook holds, shows, charts and turns into frames.

``Readings.read(frame)`` takes a frame of pandas, polars or arrow (any that narwhals knows), texts
or pairs of (text, day) in a list, a series or whatever gives them, or a path; columns are mapped as
those of files are. Frames and charts are of the caller's libraries, which are extras:
`pip install 'dragoman[notebook]'`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from importlib import import_module
from os import PathLike
from typing import Any

from dragoman.errors import DragomanError, NoCorpus, ReadError, UsageError
from dragoman.serve.bulk.read import whole
from dragoman.serve.bulk.schema import TABLES, arrow_schema
from dragoman.serve.bulk.tables import Row, rows
from dragoman.types import Article, Failure, Reading

SHOWN = 12
"""Rows that a notebook shows of a table."""


@dataclass(frozen=True, slots=True, repr=False)
class Readings:
    """Readings in the order of their reports, and what could not be read."""

    readings: tuple[Reading, ...]
    failures: tuple[Failure, ...] = ()
    inputs: tuple[str, ...] = ()
    """The name of each reading's input, where there is one."""

    @staticmethod
    def read(
        source: Any, *, columns: dict[str, str] | None = None, published: date | str | None = None
    ) -> "Readings":
        """A frame, texts, a path or a pattern → its readings; `columns` are field → column.

        `UsageError` for what is none of these, or for a column that is not there.
        """
        from dragoman import as_day
        from dragoman.pipeline import read_articles

        found = list(_articles(source, columns or {}, as_day(published)))
        named = [(which, one) for which, one in found if isinstance(one, Article)]
        return Readings(
            tuple(read_articles(article for _, article in named)),
            tuple(one for _, one in found if isinstance(one, Failure)),
            tuple(which for which, _ in named),
        )

    def __len__(self) -> int:
        return len(self.readings)

    def __iter__(self) -> Iterator[Reading]:
        return iter(self.readings)

    def __getitem__(self, place: int) -> Reading:
        return self.readings[place]

    # --- tables --------------------------------------------------------------------------------

    def rows(self, table: str = "statements") -> list[Row]:
        """All rows of a table (`serve.bulk.schema.TABLES`). `UsageError` for another name."""
        if table not in TABLES:
            raise UsageError(table, f"no such table; there are {', '.join(TABLES)}")
        if table == "failures":
            told = ({"input": one.which, "error": one.error, "message": one.message}
                    for one in self.failures)  # fmt: skip
            return [{"row": None, "bug": False, **one} for one in told]
        if table == "readings":
            return [{"row": n, **whole(reading)} for n, reading in enumerate(self.readings)]
        names = self.inputs or [""] * len(self.readings)
        return [
            row
            for number, (reading, which) in enumerate(zip(self.readings, names, strict=True))
            for name, row in rows(reading, number, which)
            if name == table
        ]

    def to_arrow(self, table: str = "statements") -> Any:
        """A ``pyarrow.Table`` in the columns and types of docs/bulk.md."""
        return _extra("pyarrow").Table.from_pylist(self.rows(table), arrow_schema(TABLES[table]))

    def to_pandas(self, table: str = "statements") -> Any:
        """The same as a ``pandas.DataFrame``."""
        _extra("pandas")
        return self.to_arrow(table).to_pandas()

    def to_polars(self, table: str = "statements") -> Any:
        """The same as a ``polars.DataFrame``."""
        return _extra("polars").from_arrow(self.to_arrow(table))

    # --- charts --------------------------------------------------------------------------------

    def timeline(self) -> Any:
        """What was said of meetings, and done, by day and side."""
        _extra("altair")
        from dragoman.serve.notebook_charts import timeline

        return timeline(self.readings)

    def board(self) -> Any:
        """Each meeting and each side's latest word, after linking all reports."""
        _extra("altair")
        from dragoman.serve.notebook_charts import board

        return board(self.readings)

    def network(self) -> Any:
        """Who acts towards whom, how often, and in cooperation or in conflict."""
        _extra("altair")
        from dragoman.serve.notebook_charts import network

        return network(self.readings)

    # --- in a notebook -------------------------------------------------------------------------

    def __repr__(self) -> str:
        return f"Readings({len(self)} readings, {len(self.failures)} failures)"

    def _repr_html_(self) -> str:
        """Counts, the first statements, and what failed."""
        counts = " · ".join(
            f"{len(self.rows(name))} {name.replace('_', ' ')}"
            for name in ("statements", "events", "meetings", "conditions", "tasks")
        )
        parts = [f"<p><b>{len(self)} readings</b> · {counts}</p>"]
        names = ("report", "speaker_name", "speaker_country", "act", "day", "words")
        parts.append(_table(self.rows("statements"), names))
        if self.failures:
            told = "".join(f"<li>{escape(one.message)}</li>" for one in self.failures[:SHOWN])
            parts.append(f"<p>{len(self.failures)} could not be read:</p><ul>{told}</ul>")
        return "".join(parts)


def _extra(name: str) -> Any:
    """A module of the extra ``notebook``; `UsageError` says how to have it."""
    try:
        return import_module(name)
    except ImportError:
        why = "is not installed: pip install 'dragoman[notebook]'"
        raise UsageError(name.partition(".")[0], why) from None


def _table(found: list[Row], names: tuple[str, ...]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(str(row[name] or ''))}</td>" for name in names) + "</tr>"
        for row in found[:SHOWN]
    )
    more = f"<p>… and {len(found) - SHOWN} more</p>" if len(found) > SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{more}"


# --- what is given → articles --------------------------------------------------------------------

Found = Iterator[tuple[str, Article | Failure]]


def _articles(source: Any, columns: dict[str, str], given: date | None) -> Found:
    if isinstance(source, (str, PathLike)):
        yield from _of_path(source, columns, given)
        return
    frame, texts = _native(source)
    if frame is not None:
        yield from _of_frame(frame, columns, given)
    elif isinstance(texts, Iterable) and not isinstance(texts, (bytes, Mapping)):
        yield from _of_texts(texts, columns, given)
    else:
        told = f"neither a frame nor texts nor a path, but {type(source).__name__}"
        raise UsageError("source", told)


def _native(source: Any) -> tuple[Any, Any]:
    """A frame as narwhals has it, or else what may be texts: the cells of a series, the source."""
    if type(source).__module__ == "builtins":
        return None, source
    narwhals = _extra("narwhals.stable.v2")
    try:
        found = narwhals.from_native(source, allow_series=True)
    except TypeError:
        # a batch or a reader of Arrow is a table that narwhals does not know by its name
        if not (hasattr(source, "__arrow_c_stream__") and hasattr(source, "schema")):
            return None, source
        found = narwhals.from_arrow(source, backend="pyarrow")
    except narwhals.exceptions.NarwhalsError as error:
        raise UsageError("frame", " ".join(str(error).split())) from None
    if isinstance(found, narwhals.Series):
        return None, found.to_list()
    return (found.collect() if isinstance(found, narwhals.LazyFrame) else found), None


def _of_path(path: str | PathLike[str], columns: dict[str, str], given: date | None) -> Found:
    from dragoman.ingest.corpora import Layout
    from dragoman.ingest.inputs import find_arrivals

    for arrival in find_arrivals([str(path)], Layout(columns, given)):
        yield arrival.which, arrival.found


def _of_texts(source: Iterable[Any], columns: dict[str, str], given: date | None) -> Found:
    from dragoman import as_day
    from dragoman.ingest.extract import article_from_text

    for number, one in enumerate(source, 1):
        which = f"report {number}"
        if isinstance(one, Article):
            yield which, one
            continue
        if isinstance(one, PathLike):
            yield from _of_path(one, columns, given)
            continue
        text, day = one if isinstance(one, tuple) and len(one) == 2 else (one, None)
        if not isinstance(text, str):
            told = f"a report is a text, a (text, day) or a Path, not {type(text).__name__}"
            raise UsageError(which, told)
        try:
            yield which, article_from_text(text, published=as_day(day) or given, which=which)
        except DragomanError as error:
            yield which, Failure(which, type(error).__name__, str(error))


def _of_frame(frame: Any, columns: dict[str, str], given: date | None) -> Found:
    from dragoman.ingest.arrivals import failure
    from dragoman.ingest.columns import article_of_row, map_columns, page_of_row

    # pandas has columns of numbers, too; nothing can be known of them by their names
    names = [name for name in frame.columns if isinstance(name, str)]
    there = f"columns are {', '.join(names) or 'none with a text as name'}"
    if missing := next((name for name in columns.values() if name not in names), ""):
        raise UsageError("frame", f"{missing}: not there; {there}")
    try:
        mapped = map_columns(names, "the frame", columns)
    except NoCorpus:
        why = f"no column is known to hold a text; {there}; columns={{'text': NAME}} names it"
        raise UsageError("frame", why) from None
    for number, row in enumerate(frame.select(mapped.named()).iter_rows(named=True), 1):
        which = f"row {number}"
        try:
            yield which, article_of_row(page_of_row(row, mapped, which), row, mapped, given)
        except ReadError as error:
            yield which, failure(which, error)
