"""Commands for the formats that the field uses: export by a profile, import, compare."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from dragoman.errors import ReadError, UsageError
from dragoman.serve import record_cli
from dragoman.serve.record_options import AsCsv, AsJson, AsJsonl, AsTable, Record
from dragoman.serve.settings import load

if TYPE_CHECKING:
    from dragoman.record.query import Query

app = typer.Typer()

FOLDERS, FILES = ("jsonl", "csv", "parquet", "gold"), ("jsonld", "ftm")
"""Forms of `export`: those of a folder, which a record alone has, and those of one file."""

TOOK_PLACE = "happened,ongoing"

Statuses = Annotated[
    str,
    typer.Option(
        metavar="LIST", help="Statuses with commas between, or all; what took place without it."
    ),
]


@app.command()
def export(
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help="Where; nothing may be there. - is stdout.")
    ],
    form: Annotated[
        str,
        typer.Option(
            "--form",
            metavar="FORM",
            help="A folder of jsonl (the default), csv, parquet or gold; a file of jsonld or ftm.",
        ),
    ] = "",
    profile: Annotated[
        str,
        typer.Option(metavar="NAME", help="A file of gdelt, polecat, icews, plover or petrarch."),
    ] = "",
    archive: Annotated[
        Path | None,
        typer.Option(
            "--archive",
            metavar="DIR",
            help="A folder that `bulk` filled, instead of a record; of a profile, jsonld or ftm.",
        ),
    ] = None,
    status: Statuses = TOOK_PLACE,
    extra: Annotated[
        bool, typer.Option("--extra", help="Also status, asserter, evidence, sources, report.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="What several reports tell as one event, and counted.")
    ] = False,
    record: Record = None,
) -> None:
    """Write a record, or the events of an archive, in a form that others read."""
    _fit(form, profile, archive=archive, record=record)
    if not profile:
        only = {"--extra": extra, "--once": once, "--status": status != TOOK_PLACE}
        if given := ", ".join(name for name, told in only.items() if told):
            raise UsageError(given, "without --profile: a form has all that is kept")
        if form in FILES:
            _linked(target, form, archive, record)
        else:
            record_cli.export(target, form or FOLDERS[0], record)
        return
    from dragoman.serve.profiles import coded, write

    statuses = _statuses(status)
    with _source(archive, record, coded.of_folder, coded.of_record) as events:
        dated = coded.Dated(coded.with_status(events, statuses))
        with _target(target) as file:
            count = write.write(coded.once(dated) if once else dated, profile, file, extra)
    typer.echo(f"{target}: {count:,} rows", err=True)
    if dated.left_out:
        why = "the reports have no day of publication, which --published of `bulk` and `add` gives"
        typer.echo(f"left out: {dated.left_out:,} events without a day: {why}", err=True)


def _fit(form: str, profile: str, *, archive: Path | None, record: Path | None) -> None:
    """`UsageError` for what is no form or profile, and for what does not go together.

    Asked before anything is opened, so that what is wrong in the command is told first.
    """
    from dragoman.serve.profiles.columns import PROFILES

    if profile and profile not in PROFILES:
        raise UsageError(
            f"--profile {profile}", f"no such profile; there are {', '.join(PROFILES)}"
        )
    if form and form not in FOLDERS + FILES:
        told = f"there are {', '.join(FOLDERS + FILES)}"
        if form in PROFILES:
            told = f"it is a profile: --profile {form}"
        raise UsageError(f"--form {form}", f"no such form; {told}")
    if form and profile:
        raise UsageError(f"--form {form} --profile {profile}", "one of them; a profile is a form")
    if archive is not None and record is not None:
        raise UsageError("--archive, --record", "one of them")
    if archive is not None and not profile and form not in FILES:
        why = f"with --profile NAME, --form {' or --form '.join(FILES)}; other forms are a record's"
        raise UsageError("--archive", why)


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Of GDELT, ICEWS or POLECAT.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder; files in DIR/imported.")
    ],
) -> None:
    """Keep events of other data sets as Parquet next to ours."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise UsageError("import", "needs pyarrow: pip install 'dragoman[bulk]'") from None
    from dragoman.serve.profiles.keep import keep
    from dragoman.serve.profiles.read import Foreign

    broken = read = unread = 0
    for path in files:
        foreign = Foreign(path)
        try:
            count, target = keep(foreign, out)
        except (ReadError, UsageError) as error:
            # one bad file costs one file
            unread += 1
            typer.echo(str(error), err=True)
            continue
        read, broken = read + count, broken + len(foreign.broken)
        for told in foreign.broken[:10]:
            typer.echo(told, err=True)
        typer.echo(f"{target}: {count:,} events of {foreign.profile}", err=True)
    if broken or unread:
        told = f"{broken:,} rows do not fit; {unread:,} files were not read"
        typer.echo(told, err=True)
        raise typer.Exit(3 if read else 1)


@app.command()
def compare(
    ours: Annotated[
        Path, typer.Argument(metavar="OURS", help="A record, a folder of `bulk`, or a file.")
    ],
    theirs: Annotated[
        list[Path], typer.Argument(metavar="THEIRS...", help="The same, or several.")
    ],
    by: Annotated[
        str, typer.Option(metavar="LIST", help="What must be the same: day, dyad, type.")
    ] = "day,dyad,type",
    slack: Annotated[
        int, typer.Option(metavar="DAYS", min=0, help="Days apart that are the same day.")
    ] = 0,
    undirected: Annotated[
        bool, typer.Option("--undirected", help="A dyad is the same the other way round.")
    ] = False,
    status: Statuses = TOOK_PLACE,
    rows: Annotated[
        bool, typer.Option("--rows", help="Each place with who tells it; else a line a type.")
    ] = False,
    json: AsJson = False,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    table: AsTable = False,
) -> None:
    """Line up two sets of events by day, dyad and type."""
    from dragoman.serve.profiles import compare as sets
    from dragoman.serve.profiles.coded import with_status
    from dragoman.serve.profiles.keep import events_of
    from dragoman.serve.rows import chosen, print_rows

    wanted = tuple(part for part in by.split(",") if part)
    if not wanted or set(wanted) - set(sets.BY):
        raise UsageError(f"--by {by}", f"there are {', '.join(sets.BY)}")
    form = chosen(json=json, jsonl=jsonl, csv=csv, table=table)
    asked = _statuses(status)
    there = (one for path in theirs for one in events_of(path))
    mine = sets.Places(with_status(events_of(ours), asked), wanted, not undirected)
    # sets of others tell no status, and all of theirs are taken
    other = sets.Places(with_status(there, asked), wanted, not undirected)
    cells = list(sets.compare(mine, other, slack))
    if rows:
        print_rows(map(_cell, cells), form, _CELL)
    else:
        print_rows(map(_line, sets.lines(cells)), form, _LINE)
    for name, places in (("ours", mine), ("theirs", other)):
        if places.left_out:
            told = "events without two countries, a day or a type were left out"
            print(f"{name}: {places.left_out:,} {told}", file=sys.stderr)


_LINE = {"type": "type", "ours": "ours", "theirs": "theirs", "both": "both",
         "found": "theirs that ours has", "shared": "ours that theirs has"}  # fmt: skip
_CELL = {"day": "day", "source": "source", "target": "target", "type": "type", "told": "told by",
         "ours": "ours", "theirs": "theirs", "words": "words", "url": "url"}  # fmt: skip


def _line(line: Any) -> dict[str, Any]:
    return {
        **{name: getattr(line, name) for name in ("type", "ours", "theirs", "both")},
        "found": round(line.found, 3),
        "shared": round(line.shared, 3),
    }


def _cell(cell: Any) -> dict[str, Any]:
    who = {(True, True): "both", (True, False): "ours", (False, True): "theirs"}
    told = cell.ours or cell.theirs
    return {
        "day": cell.day and cell.day.isoformat(),
        **{name: getattr(cell, name) for name in ("source", "target", "type")},
        "told": who[cell.ours is not None, cell.theirs is not None],
        "ours": cell.ours.count if cell.ours else 0,
        "theirs": cell.theirs.count if cell.theirs else 0,
        "words": told.words,
        "url": (cell.theirs or told).url or told.url,
    }


def _statuses(told: str) -> tuple[str, ...]:
    from dragoman.ontology import EventStatus

    if told == "all":
        return ()
    found = tuple(part for part in told.split(",") if part)
    wrong = [part for part in found if part not in set(EventStatus)]
    if wrong or not found:
        raise UsageError(f"--status {told}", f"there are {', '.join(EventStatus)}, or all")
    return found


def _linked(target: Path, form: str, archive: Path | None, record: Path | None) -> None:
    """Lines of JSON that stand alone: a document for each report, or an entity."""
    from json import dumps

    from dragoman.record.query import Query
    from dragoman.serve.profiles.coded import documents_of_folder
    from dragoman.serve.profiles.ftm import entities
    from dragoman.serve.profiles.jsonld import document

    count = 0
    with (
        _source(archive, record, documents_of_folder, Query.documents) as readings,
        _target(target) as file,
    ):
        for reading in readings:
            for value in entities(reading) if form == "ftm" else [document(reading)]:
                print(dumps(value, ensure_ascii=False), file=file)
                count += 1
    typer.echo(f"{target}: {count:,} lines", err=True)


_Item = TypeVar("_Item")


@contextmanager
def _source(
    archive: Path | None,
    record: Path | None,
    of_folder: Callable[[Path], Iterator[_Item]],
    of_record: "Callable[[Query], Iterator[_Item]]",
) -> Iterator[Iterator[_Item]]:
    """What an archive holds when one is given, else what the record does."""
    from dragoman.serve.record_options import query

    if archive is not None:
        yield of_folder(archive)
        return
    with query(load(record=record)) as asked:
        yield of_record(asked)


@contextmanager
def _target(target: Path) -> Iterator[Any]:
    """A file that appears only when it is whole; standard output for "-"."""
    if str(target) == "-":
        yield sys.stdout
        return
    if target.exists():
        raise UsageError(str(target), "is there already")
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.rename(target)
    except OSError as error:
        raise UsageError(str(target), f"cannot be written ({error.strerror})") from None
    finally:
        part.unlink(missing_ok=True)
