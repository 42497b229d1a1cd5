"""Commands that make, fill and keep a record."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from json import dumps, loads
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.serve.columns import Column, named
from dragoman.serve.record_options import AsCsv, AsJson, AsJsonl, AsTable, Record, day, tell
from dragoman.serve.settings import Settings, load

if TYPE_CHECKING:
    from dragoman.ingest.manners import Manners

app = typer.Typer()

Keep = Annotated[
    str | None,
    typer.Option(
        metavar="WHAT",
        help="Of a report keep its page and text (page), its text (text), or only the words that "
        "entries rest on and a hash (spans).",
    ),
]
Published = Annotated[
    str | None, typer.Option(metavar="DAY", help="Day of publication of all inputs.")
]

Private = Annotated[
    bool, typer.Option("--private", help="Also fetch from this machine and its own network.")
]
Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE...", help="URLs of feeds or sitemaps; files of OPML or URLs."),
]


@app.command()
def init(record: Record = None) -> None:
    """Make a record, or bring one to the form of this version."""
    from dragoman.record import schema

    path = load(record=record).record
    there = path.exists() and path.stat().st_size > 0
    schema.create(path, tell=tell).close()
    typer.echo(f"{path}: {'is a record of this version' if there else 'made'}", err=True)


@app.command()
def demo(
    record: Annotated[
        Path, typer.Option("--record", "-r", metavar="FILE", help="Where; else demo.db.")
    ] = Path("demo.db"),
) -> None:
    """Make a record of the reports that come with dragoman, all of them invented."""
    from dragoman.serve.record_demo import TRY
    from dragoman.serve.record_demo import demo as make

    typer.echo(f"{record}: {make(load(record=record))}; try", err=True)
    for words in TRY:
        typer.echo(f"  dragoman {words} -r {record}", err=True)


@app.command()
def add(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, folders, patterns, URLs, or - for stdin."),
    ],
    published: Published = None,
    column: Column = None,
    keep: Keep = None,
    private: Private = False,
    record: Record = None,
) -> None:
    """Read reports into the record."""
    from dragoman.serve.record_inputs import manners

    settings = load(record=record, keep=keep)
    # Who names a page asks for it himself: robots.txt is for those that follow links.
    polite = manners(settings, private, robots=False)
    job = Job(inputs, settings.keep, published, named(column), private)
    raise typer.Exit(_run(settings, [(job, polite)]))


@app.command()
def failures(
    settle: Annotated[
        list[str] | None,
        typer.Option(
            "--settle",
            metavar="INPUT",
            help="Hold what failed of this input as done: it is kept, and listed no more.",
        ),
    ] = None,
    json: AsJson = False,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    table: AsTable = False,
    record: Record = None,
) -> None:
    """List the inputs that could not be read and have not been since."""
    if settle:
        _settle(load(record=record), settle)
        return
    from dragoman.serve.record_options import query
    from dragoman.serve.rows import chosen, print_rows

    form = chosen(json=json, jsonl=jsonl, csv=csv, table=table)
    with query(load(record=record)) as asked:
        columns = {"which": "input", "message": "why", "failed": "last", "times": "times"}
        print_rows(asked.failures(), form, columns)


def _settle(settings: Settings, inputs: list[str]) -> None:
    from dragoman.errors import RecordMissing
    from dragoman.record.keepable import place
    from dragoman.serve.record_options import query, store

    with query(settings) as asked:
        there = {one["which"] for one in asked.failures()}
    if strange := [one for one in inputs if place(one) not in there]:
        raise RecordMissing(strange[0], "no failure of that input is open")
    with store(settings) as kept:
        kept.passed(inputs, kept.last_failure())


@app.command()
def retry(
    published: Published = None,
    column: Column = None,
    keep: Keep = None,
    private: Private = False,
    record: Record = None,
) -> None:
    """Try again what could not be read, as it was asked for; what is said now stands above that."""
    from dragoman.serve.record_inputs import files_of, manners
    from dragoman.serve.record_options import query

    settings = load(record=record, keep=keep)
    # what is set now is of the settings; of those that fail again it is kept what was asked first
    now = {"keep": keep, "published": published, "columns": named(column), "private": private}
    said = {name: value for name, value in now.items() if value}
    groups: dict[str, list[str]] = {}
    with query(settings) as asked:
        for one in asked.failures():
            if asked.follows(one["which"]):
                why = "reports come from it; `dragoman fetch` looks again"
                typer.echo(f"{one['which']}: {why}", err=True)
            else:
                way = {"keep": settings.keep, **one["asked"], **said}
                groups.setdefault(dumps(way), []).append(one["which"])
    jobs = []
    for told, failed in groups.items():
        job = Job(files_of(failed), **loads(told))
        # Some were found by a feed.
        jobs.append((job, manners(settings, job.private, robots=True)))
    raise typer.Exit(_run(settings, jobs))


@app.command()
def fetch(
    sources: Sources,
    keep: Keep = None,
    private: Private = False,
    record: Record = None,
) -> None:
    """Read what is new in feeds, sitemaps and lists of URLs into the record."""
    from dragoman.serve.record_fetch import run

    raise typer.Exit(run(load(record=record, keep=keep), sources, private))


@app.command()
def watch(
    sources: Sources,
    every: Annotated[
        float, typer.Option(metavar="MINUTES", min=1, max=10_080, help="How often to look.")
    ] = 15,
    keep: Keep = None,
    private: Private = False,
    record: Record = None,
) -> None:
    """Fetch again and again, until interrupted."""
    import time

    from dragoman.errors import RecordBusy
    from dragoman.serve.record_fetch import run

    settings = load(record=record, keep=keep)
    while True:
        try:
            run(settings, sources, private)
        except RecordBusy as error:
            # What was not kept now is new the next time, too.
            typer.echo(f"{error}; looked at again in {every:g} minutes", err=True)
        time.sleep(every * 60)


@app.command()
def sources(
    opml: Annotated[bool, typer.Option("--opml", help="The feeds, as OPML.")] = False,
    json: AsJson = False,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    table: AsTable = False,
    record: Record = None,
) -> None:
    """List the feeds, sitemaps and lists that reports were fetched from."""
    from dragoman.errors import UsageError
    from dragoman.ingest.feeds import to_opml
    from dragoman.serve.record_options import query
    from dragoman.serve.rows import chosen, print_rows

    form = chosen(json=json, jsonl=jsonl, csv=csv, table=table)
    if opml and (json or jsonl or csv or table):
        raise UsageError("--opml", "only one form at a time")
    with query(load(record=record)) as asked:
        found = asked.sources()
    if opml:
        feeds = ((one["title"], one["which"]) for one in found if one["kind"] == "feed")
        typer.echo(to_opml(feeds), nl=False)
        return
    columns = {"which": "source", "kind": "kind", "title": "title", "answered": "answered last",
               "message": "why not since"}  # fmt: skip
    print_rows(found, form, columns)


@app.command()
def reread(
    reports: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REPORT...]", help="Only these, by their ids; else all."),
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Print what is read otherwise.")] = False,
    json: AsJson = False,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    table: AsTable = False,
    record: Record = None,
) -> None:
    """Read again what an older version read; its readings stay, corrections hold on."""
    from dragoman.serve.record_reread import run
    from dragoman.serve.rows import chosen

    form = chosen(json=json, jsonl=jsonl, csv=csv, table=table)
    raise typer.Exit(run(load(record=record), reports or [], form if diff else None))


@app.command()
def export(
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where; nothing may be there.")],
    form: Annotated[
        str, typer.Option("--form", metavar="FORM", help="jsonl, csv, parquet or gold.")
    ] = "jsonl",
    record: Record = None,
) -> None:
    """Write the whole record, as it is shown, into a folder."""
    from dragoman.record.export import export as write
    from dragoman.serve.record_options import query

    with query(load(record=record)) as asked:
        told = write(asked, form, target)
    typer.echo(f"{target}: written{f': {told}' if told else ''}", err=True)


@app.command()
def stats(record: Record = None, json: AsJson = False) -> None:
    """Tell how much the record holds."""
    from dragoman.record.stats import stats as count
    from dragoman.serve.record_options import query
    from dragoman.serve.rows import chosen, print_rows

    form = chosen(json=json)
    with query(load(record=record)) as asked:
        found = count(asked)
    if json:
        print_rows([found], form, {})
        return
    for name, value in found.items():
        inner = value.items() if isinstance(value, dict) else [("", value)]
        for part, number in inner:
            typer.echo(f"{name} {part}".strip() + f": {number}")


@app.command()
def check(
    mend: Annotated[
        bool, typer.Option("--mend", help="Make anew what is derived, where it is not right.")
    ] = False,
    record: Record = None,
) -> None:
    """Test that the record is whole: pages, keys, hashes, spans, and what is shown."""
    from dragoman.serve.record_check import check as test

    raise typer.Exit(test(load(record=record), mend))


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where; nothing may be there.")],
    record: Record = None,
) -> None:
    """Copy the record, also while it is in use, and test the copy."""
    from dragoman.record.backup import backup as copy

    settings = load(record=record)
    copy(settings.record, target)
    typer.echo(f"{target}: copied and tested, {target.stat().st_size:,} bytes", err=True)


@dataclass(frozen=True, slots=True)
class Job:
    """Inputs, and how they are to be read and kept."""

    inputs: list[str]
    keep: str
    published: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    private: bool = False
    told: str | None = None
    """The day that a feed tells of them."""


def _run(settings: Settings, jobs: "Sequence[tuple[Job, Manners]]") -> int:
    """Add what the inputs hold, with progress, and tell how it went → exit code."""
    from dragoman.ingest.inputs import Course
    from dragoman.serve.record_add import Progress, Tally, add
    from dragoman.serve.record_inputs import arrivals
    from dragoman.serve.record_options import store

    tally = Tally()
    with store(settings) as kept:
        try:
            for job, polite in jobs:
                course = Course(job.inputs)
                found = arrivals(
                    job.inputs, job.columns, day(job.published), polite, course, day(job.told)
                )
                asked = {name: value for name, value in asdict(job).items() if name != "inputs"}
                progress = Progress(tally, share=course.share)
                try:
                    before = kept.last_failure()
                    add(kept, found, job.keep, tally, progress, asked)
                    kept.passed((name for name in course.ended if name != "-"), before)
                finally:
                    progress.close()
        finally:
            typer.echo(str(tally), err=True)
    return tally.code()
