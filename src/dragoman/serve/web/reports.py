"""Reports: the list of them, and one with its words and its record side by side."""

from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman.errors import RecordMissing
from dragoman.record import survey
from dragoman.record.corrections import Corrected
from dragoman.serve.json_load import from_dict
from dragoman.serve.page import LANES, SHOWN, marked_text
from dragoman.serve.sheet import sheet
from dragoman.serve.web import ask
from dragoman.serve.web.desk import At
from dragoman.serve.web.files import Suffix, as_file, every
from dragoman.serve.web.forms import fields_of, names_of

router = APIRouter(include_in_schema=False)

Asked = Annotated[ask.ReportsForm, Query()]


@router.get("/reports")
def all_reports(desk: At, request: Request, asked: Asked) -> Response:
    """Reports, newest first, or those that hold some words."""
    with desk.shelf.query() as query:
        found = ask.reports(query, asked)
        outlets = desk.shelf.kept("outlets", lambda: survey.outlets(query))
    return desk.views.page(request, "reports.html", found=found, outlets=outlets)


@router.get("/reports.{suffix}")
def reports_file(desk: At, suffix: Suffix, asked: Asked) -> Response:
    def rows(asked: ask.ReportsForm) -> ask.Answer:
        with desk.shelf.query() as query:
            return ask.reports(query, asked)

    return as_file("reports", every(rows, asked), suffix)


def _named(sighting: ask.Json) -> ask.Json:
    """A sighting as guests may know it: of a file its name, and not where it lies."""
    which = sighting["which"]
    return sighting if "://" in which else {**sighting, "which": PurePath(which).name}


@router.get("/reports/{id}")
def one_report(
    desk: At, request: Request, id: str, entry: str = "", reading: int | None = None, done: int = 0,
    lanes: str | None = None,
) -> Response:  # fmt: skip
    """A report as it was last read and corrected, or an older reading without corrections."""
    if reading is not None and not 0 < reading < 1 << 62:
        raise RecordMissing(f"reading {reading}", "no such reading")
    with desk.shelf.query() as query:
        id = query.article_id(id)
        shown = query.shown(id) if reading is None else Corrected(query.document(id, reading), ())
        read = from_dict(shown.document)
        copies = survey.about(query, query.copies(id)[:20])
        snapshot = desk.shelf.snapshot(query)
        values: dict[str, Any] = {
            "readings": query.readings(id),
            "sightings": [_named(one) for one in query.sightings(id)[:20]],
            "homes": snapshot.homes.get(id, ()),
        }  # fmt: skip
    fields = {
        kind["id"]: found for kind in _all(shown.document) if (found := fields_of(kind))
    }  # fmt: skip
    judged = {
        outcome.judgement.body.get("item", {}).get("id"): outcome for outcome in shown.outcomes
        if outcome.state == "applied"
    }  # fmt: skip
    lit = SHOWN if lanes is None else tuple(lane for lane in LANES if lane in lanes.split())
    return desk.views.page(
        request, "report.html", read=read, sheet=sheet(read), text=marked_text(read, entry, lit),
        lit=lit, held=entry, copies=copies, outcomes=shown.outcomes,
        fields=fields, judged=judged, old=reading, done=done, relays=_relays(shown.document),
        names=names_of(shown.document), **values,
    )  # fmt: skip


def _all(document: ask.Json) -> list[ask.Json]:
    """Entries that can be corrected on their page, each with its kind."""
    found = [
        {**one, "kind_of": kind}
        for kind in ask.KINDS.values() if kind != "state"
        for one in document[f"{kind}s"]
    ]  # fmt: skip
    found += [
        {**claim, "kind_of": "state"} for one in document["meetings"] for claim in one["states"]
    ]
    return found + [{**one, "kind_of": "actor"} for one in document["actors"]]


def _relays(document: ask.Json) -> list[str]:
    """How the words came here: whom the page names, nearest first, then its own outlet."""
    article = document["article"]
    names = {actor["id"]: actor["name"] for actor in document["actors"]}
    told = [article["wire"]] if article["wire"] else []
    told += [
        names[id] for one in document["statements"] for id in one["relays"]
        if names.get(id) is not None
    ]  # fmt: skip
    return list(dict.fromkeys([*told, article["source"] or article["wire"] or "unnamed outlet"]))
