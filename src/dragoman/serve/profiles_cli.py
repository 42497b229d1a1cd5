"""Commands for the formats that the field uses: export by a profile, import, compare."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.errors import ReadError, UsageError
from dragoman.serve import record_cli
from dragoman.serve.record_options import AsCsv, AsJson, AsJsonl, AsTable, Record
from dragoman.serve.settings import load

if TYPE_CHECKING:
    from dragoman.serve.profiles.coded import Coded

app = typer.Typer()

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
            help="A folder of jsonl, csv, parquet or gold; a file of jsonld or ftm.",
        ),
    ] = "jsonl",
    profile: Annotated[
        str,
        typer.Option(metavar="NAME", help="A file of gdelt, polecat, icews, plover or petrarch."),
    ] = "",
    archive: Annotated[
        Path | None,
        typer.Option("--archive", metavar="DIR", help="Of a folder that `bulk` filled."),
    ] = None,
    status: Statuses = "happened,ongoing",
    extra: Annotated[
        bool, typer.Option("--extra", help="Also status, asserter, evidence, sources, report.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="What several reports tell as one event, and counted.")
    ] = False,
    record: Record = None,
) -> None:
    """Write a record, or the events of an archive, in a form that others read."""
    if not profile:
        if archive is not None or extra or once:
            raise UsageError("--archive, --extra, --once", "belong to --profile")
        if form in ("jsonld", "ftm"):
            _linked(target, form, record)
        else:
            record_cli.export(target, form, record)
        return
    from dragoman.serve.profiles import coded, write

    with _ours(archive, record) as events:
        found = coded.with_status(events, _statuses(status))
        with _target(target) as file:
            count = write.write(coded.once(found) if once else found, profile, file, extra)
    typer.echo(f"{target}: {count:,} rows", err=True)


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
    status: Statuses = "happened,ongoing",
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
    mine = sets.Places(with_status(events_of(ours), _statuses(status)), wanted, not undirected)
    other = sets.Places((one for path in theirs for one in events_of(path)), wanted, not undirected)
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


def _linked(target: Path, form: str, record: Path | None) -> None:
    """Lines of JSON that stand alone: a document for each report, or an entity."""
    from json import dumps

    from dragoman.serve.profiles.ftm import entities
    from dragoman.serve.profiles.jsonld import document
    from dragoman.serve.record_options import query

    count = 0
    with query(load(record=record)) as asked, _target(target) as file:
        for reading in asked.documents():
            for value in entities(reading) if form == "ftm" else [document(reading)]:
                print(dumps(value, ensure_ascii=False), file=file)
                count += 1
    typer.echo(f"{target}: {count:,} lines", err=True)


@contextmanager
def _ours(archive: Path | None, record: Path | None) -> "Iterator[Iterator[Coded]]":
    from dragoman.serve.profiles.coded import of_folder, of_record
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
