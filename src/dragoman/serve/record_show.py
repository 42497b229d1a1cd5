"""A report of the record → printed as `dragoman read` prints one, or its history."""

import json

from dragoman.record.corrections import Corrected
from dragoman.record.query import Query
from dragoman.serve.json_load import from_dict
from dragoman.serve.record_lists import correction_rows, place, told
from dragoman.serve.wording import clean


def print_report(query: Query, id: str, reading: int | None, form: str) -> None:
    """The newest reading with its corrections, or an older one without; lines, json or html."""
    found = query.shown(id) if reading is None else Corrected(query.document(id, reading), ())
    if form == "json":
        print(json.dumps(found.document, ensure_ascii=False, indent=2))
    elif form == "html":
        from dragoman.serve.page import page

        print(page(from_dict(found.document)), end="")
    else:
        from rich.console import Console

        from dragoman.serve.terminal import show

        show(from_dict(found.document), Console(highlight=False))
        for outcome in found.outcomes:
            if outcome.state == "orphan":
                print(f"\ncorrection {outcome.judgement.number} is an orphan: {outcome.why}")


def print_history(query: Query, id: str) -> None:
    """Where a report was found, who read it, what is held of it; a line each."""
    for one in query.sightings(id):
        print_of = ", ".join(one[name] for name in ("source", "day", "url") if one[name])
        print(f"{one['seen']}  found in {one['which']}{f' ({print_of})' if print_of else ''}")
    for one in query.readings(id):
        print(f"{one['made']}  reading {one['number']} by {one['version']} {one['weights']}")
    for one in correction_rows(query, id):
        # Entries of this report by their ids, those of another with it.
        held = told(one, place(one).removeprefix(id).removeprefix("#"))
        became = ": ".join(filter(None, (one["state"], one["why"])))
        line = clean(f"correction {one['number']} by {one['author']}: {held} ({became})")
        print(f"{one['made']}  {line}")
    for copy in query.copies(id):
        print(f"near-copy {copy}")
