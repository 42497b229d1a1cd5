"""Commands that mend a record: correct, link, undo, corrections."""

from typing import Annotated

import typer

from dragoman.serve.record_options import (
    LARGEST,
    AsCsv,
    AsJson,
    AsJsonl,
    AsTable,
    Record,
    query,
    store,
)
from dragoman.serve.settings import load

app = typer.Typer()

Author = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who judges; else as set, or the login's name.")
]
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why.")]


@app.command()
def correct(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Its id or its beginning.")],
    entry: Annotated[
        str, typer.Argument(metavar="[ENTRY]", help="As `show` names it: s1, e2, m1, m1.2.")
    ] = "",
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD=VALUE...]", help="As --json names them.")
    ] = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="The report does not say it.")] = False,
    missing: Annotated[
        str, typer.Option(metavar="KIND", help="The report says this, too: its fields follow.")
    ] = "",
    merge: Annotated[
        str, typer.Option(metavar="ENTRY", help="It is one with this one, whose id remains.")
    ] = "",
    split: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help="This mention or claim is another's; several times."),
    ] = None,
    reason: Reason = "",
    author: Author = None,
    record: Record = None,
) -> None:
    """Say what a report says otherwise than it was read; kept for later readings, too."""
    from dragoman.serve.record_correct import Held, author_of, correct

    settings = load(record=record, author=author)
    given = tuple(fields or ())
    if entry and (missing or "=" in entry):
        # What is missing, and the report itself, has no id: the first word is a field already.
        entry, given = "", (entry, *given)
    held = Held(entry, given, wrong, missing, merge, tuple(split or ()))
    with query(settings) as asked, store(settings) as kept:
        id = asked.article_id(report)
        for number in correct(asked, kept, id, held, author_of(settings), reason):
            typer.echo(f"correction {number} of {id}", err=True)


@app.command()
def review(
    report: Annotated[
        str, typer.Argument(metavar="[REPORT]", help="Of this one only; else of the newest.")
    ] = "",
    newest: Annotated[
        int, typer.Option(metavar="N", min=1, max=LARGEST, help="How many of the newest reports.")
    ] = 40,
    author: Author = None,
    record: Record = None,
) -> None:
    """Walk the least certain entries by keyboard: accept, fix, refuse, undo."""
    from dragoman.serve.record_correct import author_of
    from dragoman.serve.review import Review
    from dragoman.serve.review_queue import queue
    from dragoman.serve.review_screen import walk

    settings = load(record=record, author=author)
    with query(settings) as asked, store(settings) as kept:
        found = queue(asked, newest, asked.article_id(report) if report else "")
        walked = Review(asked, kept, author_of(settings), found)
        try:
            walk(walked)
        finally:
            typer.echo(walked.summary() if found else "nothing is doubtful", err=True)


@app.command()
def link(
    left: Annotated[str, typer.Argument(metavar="REPORT#ENTRY")],
    right: Annotated[str, typer.Argument(metavar="REPORT#ENTRY")],
    verdict: Annotated[
        str, typer.Argument(metavar="VERDICT", help="same, other, prepares, replaces, follows …")
    ],
    process: Annotated[
        bool, typer.Option("--process", help="Of the processes of two meetings: same or other.")
    ] = False,
    reason: Reason = "",
    author: Author = None,
    record: Record = None,
) -> None:
    """Say what an entry of one report is to another report's."""
    from dragoman.record.links import link
    from dragoman.serve.record_correct import author_of

    settings = load(record=record, author=author)
    with query(settings) as asked, store(settings) as kept:
        made = link(asked, left, right, verdict, author_of(settings), reason, process)
        number = kept.judge(made)
    typer.echo(f"correction {number}", err=True)


@app.command()
def undo(
    number: Annotated[
        int,
        typer.Argument(metavar="NUMBER", max=LARGEST, help="Of a correction, or an undo."),
    ],
    reason: Reason = "",
    author: Author = None,
    record: Record = None,
) -> None:
    """Let a correction hold no longer; it stays in the record."""
    from dragoman.record.corrections import Judgement
    from dragoman.serve.record_correct import author_of
    from dragoman.serve.record_reread import renew

    settings = load(record=record, author=author)
    with query(settings) as asked, store(settings) as kept:
        made = Judgement("undo", author_of(settings), reason=reason, undoes=number)
        typer.echo(f"correction {kept.judge(made)} undoes {number}", err=True)
        for one in asked.judgements():
            if one.number == number and one.article:
                renew(asked, kept, one.article)


@app.command()
def corrections(
    report: Annotated[str, typer.Argument(metavar="[REPORT]", help="Of this one only.")] = "",
    json: AsJson = False,
    jsonl: AsJsonl = False,
    csv: AsCsv = False,
    table: AsTable = False,
    record: Record = None,
) -> None:
    """List corrections and what became of each on the newest reading."""
    from dragoman.serve.record_lists import correction_rows, print_corrections
    from dragoman.serve.rows import chosen

    form = chosen(json=json, jsonl=jsonl, csv=csv, table=table)
    with query(load(record=record)) as asked:
        rows = correction_rows(asked, asked.article_id(report) if report else None)
    print_corrections(rows, form)
