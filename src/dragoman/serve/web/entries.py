"""Lists of statements, events and other entries, each with its words, filters and files."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman.errors import RecordMissing
from dragoman.ontology import (
    Act,
    Channel,
    ConditionKind,
    EventStatus,
    EventType,
    MeetingKind,
    MeetingState,
    Polarity,
    StateFamily,
)
from dragoman.record import survey
from dragoman.record.lists import ROLES, TO
from dragoman.serve.web import ask
from dragoman.serve.web.desk import At
from dragoman.serve.web.files import Suffix, as_file, every

router = APIRouter(include_in_schema=False)

Asked = Annotated[ask.Form, Query()]

LABELS: dict[str, type[StrEnum]] = {
    "statements": Act,
    "events": EventType,
    "meetings": MeetingKind,
    "states": MeetingState,
    "conditions": ConditionKind,
}
STATUSES: dict[str, type[StrEnum]] = {
    "statements": Polarity,
    "events": EventStatus,
    "states": StateFamily,
}
TITLES = {
    "statements": "Statements",
    "events": "Events",
    "meetings": "Meetings",
    "states": "What is said of meetings",
    "conditions": "Conditions",
    "tasks": "Tasks",
}


def _page(name: str) -> None:
    """A list of entries of one kind, as a page and as files."""

    @router.get(f"/{name}", name=name)
    def page(desk: At, request: Request, asked: Asked) -> Response:
        with desk.shelf.query() as query:
            found = ask.entries(query, name, asked, desk.shelf.told_in)
            outlets = desk.shelf.kept("outlets", lambda: survey.outlets(query))
        kind = ask.KINDS[name]
        return desk.views.page(
            request, "entries.html", name=name, titles=TITLES, found=found, outlets=outlets,
            labels=[term.value for term in LABELS.get(name, ())],
            statuses=[term.value for term in STATUSES.get(name, ())],
            channels=[term.value for term in Channel] if name == "statements" else [],
            by=ROLES[kind], to=TO.get(kind, ""),
        )  # fmt: skip

    @router.get(f"/{name}.{{suffix}}", name=f"{name} as a file")
    def file(desk: At, suffix: Suffix, asked: Asked) -> Response:
        def rows(asked: ask.Filter) -> ask.Answer:
            with desk.shelf.query() as query:
                return ask.entries(query, name, asked, desk.shelf.told_in)

        return as_file(name, every(rows, asked), suffix)


for each in ask.KINDS:
    _page(each)


def entry_ids(id: str) -> tuple[str, str]:
    """ "0123456789abcdef-s1" → report and entry; `RecordMissing` for what is none."""
    report, mark, entry = id.partition("-")
    if not mark or not entry:
        raise RecordMissing(id, "no id of an entry")
    return report, entry
