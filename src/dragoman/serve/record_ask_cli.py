"""Commands that ask a record: search, show, and lists of its entries."""

from functools import partial
from typing import Annotated

import typer

from dragoman.errors import UsageError
from dragoman.serve.record_options import (
    LARGEST,
    After,
    AsCsv,
    AsJson,
    AsJsonl,
    AsTable,
    Limit,
    Record,
    Since,
    Source,
    Until,
    day,
    query,
)
from dragoman.serve.settings import load

app = typer.Typer()

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS...]", help='All of them; "a phrase"; this OR that; begin*.'),
]
By = Annotated[
    str, typer.Option("--by", metavar="WHO", help="Part of a name, or a country as three capitals.")
]
To = Annotated[
    str, typer.Option("--to", metavar="WHO", help="The same of whom it is said or done.")
]
Status = Annotated[str, typer.Option("--status", metavar="STATUS", help="Only of this status.")]


@app.command()
def search(
    words: Words = None,
    source: Source = "",
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    after: After = None,
    json: AsJson = False,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    table: AsTable = False,
    record: Record = None,
) -> None:
    """Find reports by their words, newest first; all without words."""
    from dragoman.record.lists import find_reports
    from dragoman.record.survey import reports
    from dragoman.serve.record_lists import print_page
    from dragoman.serve.rows import chosen

    form = chosen(json=json, jsonl=jsonl, csv=csv, table=table)
    with query(load(record=record)) as asked:
        find = partial(find_reports, asked, " ".join(words)) if words else partial(reports, asked)
        page = find(source=source, since=day(since), until=day(until), limit=limit, after=after)
    columns = {"day": "day", "id": "id", "source": "outlet", "title": "title", "snippet": "words",
               "copies": "copies"}  # fmt: skip
    print_page(page, form, columns)


@app.command()
def show(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="Its id, or the beginning of it.")
    ],
    json: Annotated[bool, typer.Option("--json", help="The reading as JSON.")] = False,
    html: Annotated[bool, typer.Option("--html", help="The reading as a web page.")] = False,
    reading: Annotated[
        int | None,
        typer.Option(metavar="N", max=LARGEST, help="An older reading, without corrections."),
    ] = None,
    history: Annotated[
        bool,
        typer.Option("--history", help="Where it was found, its readings, copies, corrections."),
    ] = False,
    record: Record = None,
) -> None:
    """Show what a report says, as it was last read and corrected."""
    from dragoman.serve.record_show import print_history, print_report

    if json + html + history > 1:
        raise UsageError("--json, --html, --history", "only one of them")
    with query(load(record=record)) as asked:
        id = asked.article_id(report)
        if history:
            print_history(asked, id)
        else:
            print_report(asked, id, reading, "json" if json else "html" if html else "lines")


def _listing(name: str, kind: str, told: str) -> None:
    """A command that lists entries of one kind."""

    def listing(
        words: Words = None,
        by: By = "",
        to: To = "",
        label: Annotated[
            str, typer.Option(f"--{_LABELS[kind]}", metavar="NAME", help="As `vocabulary` has it.")
        ] = "",
        status: Status = "",
        source: Source = "",
        since: Since = None,
        until: Until = None,
        limit: Limit = 20,
        after: After = None,
        json: AsJson = False,
        jsonl: AsJsonl = False,
        csv: AsCsv = False,
        table: AsTable = False,
        record: Record = None,
    ) -> None:
        from dragoman.record.lists import Wanted, find_items
        from dragoman.serve.record_lists import print_items
        from dragoman.serve.rows import chosen
        from dragoman.serve.vocabulary import member

        form = chosen(json=json, jsonl=jsonl, csv=csv, table=table)
        if kind in _MEMBERS:
            labels, statuses = _MEMBERS[kind]
            label = member(labels, label, f"--{_LABELS[kind]}")
            status = member(statuses, status, "--status")
        wanted = Wanted(
            kind, " ".join(words or ()), by, to, label, status, "", source, day(since),
            day(until),
        )  # fmt: skip
        with query(load(record=record)) as asked:
            print_items(find_items(asked, wanted, limit=limit, after=after), form)

    app.command(name, help=told)(listing)


_LABELS = {
    "event": "type",
    "state": "state",
    "task": "label",
}

_MEMBERS = {
    "event": ("event_type", "event_status"),
    "state": ("meeting_state", "state_family"),
}
"""The vocabularies of a kind's labels and statuses."""

_listing("events", "event", "List who did what to whom, newest first.")
_listing("states", "state", "List what each side says of meetings, newest first.")
_listing("tasks", "task", "List who charged whom with what, newest first.")
