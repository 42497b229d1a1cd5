"""Watches: saved searches and processes, what is new in them, as pages and as Atom feeds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from dragoman.errors import RecordMissing, UsageError
from dragoman.processes.changes import News, changes
from dragoman.record import survey
from dragoman.record.query import Query
from dragoman.serve.board_sheet import Desk as Sheets
from dragoman.serve.web import ask
from dragoman.serve.web.desk import At, Desk
from dragoman.serve.web.files import Suffix, as_file
from dragoman.serve.web.leads import lead
from dragoman.serve.web.processes import opened
from dragoman.serve.web.shelf import Lent
from dragoman.serve.web.views import ref_url

router = APIRouter(include_in_schema=False)

Number = Annotated[int, Path(ge=1, lt=1 << 62)]
LISTS = ("reports", *ask.KINDS)


@dataclass(frozen=True, slots=True)
class New:
    """One thing that is new in a watch."""

    id: str
    title: str
    words: str
    day: str
    url: str
    source: str


@router.get("/watch")
def watches(desk: At, request: Request) -> Response:
    """All watches, each with what is new since it was last marked as seen."""
    with desk.shelf.query() as query:
        shown = [
            (one, _new(desk, query, one, 6, came=int(one["seen"]))) for one in desk.notes.watches()
        ]
    return desk.views.page(request, "watch.html", shown=shown)


@router.get("/watch.{suffix}")
def watches_file(desk: At, suffix: Suffix) -> Response:
    return as_file("watch", desk.notes.watches(), suffix)


@router.post("/watch")
def new(
    desk: At, request: Request, kind: Annotated[ask.Words, Form()],
    asked: Annotated[str, Form(max_length=2000)] = "", title: Annotated[ask.Words, Form()] = "",
) -> Response:  # fmt: skip
    """Watch a process, or a list by its query."""
    if kind == "process":
        with desk.shelf.query() as query:
            found = opened(desk, query, desk.shelf.snapshot(query), asked.replace("-", "#", 1))
            title = title or found.name
    elif kind in LISTS:
        _rows_asked(kind, asked)
    else:
        raise UsageError(kind or "kind", f"there are process, {', '.join(LISTS)}")
    with desk.shelf.query() as query:
        seen = str(survey.version(query)[0])
    told = title or f"{kind}: {asked or 'all'}"
    desk.notes.new_watch(told, kind, asked, desk.who(request), seen)
    return RedirectResponse("/watch", 303)


@router.post("/watch/{key}/{what}")
def change(desk: At, key: Number, what: str) -> Response:
    one = desk.notes.watch(key)
    if what == "seen":
        with desk.shelf.query() as query:
            desk.notes.saw(one["key"], str(survey.version(query)[0]))
    elif what == "drop":
        desk.notes.drop_watch(one["key"])
    else:
        raise RecordMissing(what, "nothing that is done to a watch")
    return RedirectResponse("/watch", 303)


@router.get("/watch/{key}.atom")
def feed(desk: At, request: Request, key: Number) -> Response:
    """The newest of a watch as an Atom feed (RFC 4287); a feed reader gives a token as password."""
    one = desk.notes.watch(key)
    with desk.shelf.query() as query:
        found = _new(desk, query, one, 50, after=_today(query) - timedelta(30))
    told = desk.views.text(
        "feed.xml", watch=one, items=found, root=_root(request),
        updated=max((f"{new.day}T00:00:00Z" for new in found if new.day), default=one["made"]),
    )  # fmt: skip
    return Response(told, media_type="application/atom+xml; charset=utf-8")


@router.get("/digest")
def digest(desk: At, request: Request, since: ask.Day = None) -> Response:
    """What is new in all watches since a day, as a page that prints: told or come after it."""
    start, shown = digest_of(desk, since)
    return desk.views.page(request, "digest.html", since=start, shown=shown)


@router.get("/digest.txt")
def digest_text(desk: At, request: Request, since: ask.Day = None) -> Response:
    start, shown = digest_of(desk, since)
    told = desk.views.text("digest.txt", since=start, shown=shown, root=_root(request))
    return Response(told, media_type="text/plain; charset=utf-8")


def _root(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


def digest_of(desk: Desk, since: date | None) -> tuple[date, list[tuple[Any, list[New]]]]:
    with desk.shelf.query() as query:
        start = since or _today(query) - timedelta(1)
        came = survey.last_before(query, (start + timedelta(1)).isoformat())
        watches = desk.notes.watches()
        return start, [(w, _new(desk, query, w, 50, start, came)) for w in watches]


def _rows_asked(kind: str, asked: str) -> None:
    """`UsageError` for a filter that a list has not: it would show everything."""
    values = dict(parse_qsl(asked.removeprefix("?"), max_num_fields=20))
    try:
        (ask.OfReports if kind == "reports" else ask.Filter).model_validate(values)
    except ValidationError as error:
        fields = ", ".join(str(one["loc"][-1]) for one in error.errors())
        raise UsageError(fields or asked, f"no filter of {kind}") from None


def filter_of(asked: str, **more: Any) -> ask.Filter:
    """The filter of a saved query; `UsageError` when it makes no sense."""
    values: dict[str, Any] = dict(parse_qsl(asked.removeprefix("?"), max_num_fields=20))
    try:
        return ask.Filter.model_validate({**values, **more})
    except ValidationError:
        raise UsageError(asked, "no query of a list") from None


def _new(
    desk: Desk, query: Query, watch: ask.Json, limit: int, after: date | None = None,
    came: int | None = None,
) -> list[New]:  # fmt: skip
    """What is of a later day, or `came` after the reading of a number, newest first; of a process
    that is linked no more nothing.
    """
    found: dict[str, New] = {}
    if watch["kind"] == "process":
        found = {one.id: one for one in _news(desk, query, watch["asked"], after, came)}
    else:
        if after is not None:
            later = {"since": after + timedelta(1)}
            found |= {one.id: one for one in _rows(desk, query, watch, limit, later, None)}
        if came is not None:
            found |= {one.id: one for one in _rows(desk, query, watch, limit, {}, came)}
    return sorted(found.values(), key=lambda new: new.day, reverse=True)[:limit]


def _rows(
    desk: Desk, query: Query, watch: ask.Json, limit: int, more: ask.Json, came: int | None
) -> list[New]:
    asked = filter_of(watch["asked"], cursor="", limit=limit, **more)
    if watch["kind"] == "reports":
        reports = ask.reports(query, asked, came).items
        return [
            New(r["id"], r["title"] or r["id"], r["snippet"], r["day"] or "",
                f"/reports/{r['id']}", r["source"])
            for r in reports
        ]  # fmt: skip
    found = ask.entries(query, watch["kind"], asked, desk.shelf.told_in, came).items
    return [_entry(row) for row in found]


def _entry(row: ask.Json) -> New:
    line = lead(row)
    url = f"/reports/{row['report']}?entry={row['entry']}"
    return New(row["id"], f"{line}: {', '.join(line.tags)}", row["span"]["text"],
               str(row["day"] or "")[:10], url, row["source"])  # fmt: skip


def _news(
    desk: Desk, query: Query, ref: str, after: date | None, came: int | None
) -> Iterator[New]:
    """Changes after a day, and those that rest on a report that came after a reading's number."""
    try:
        process = opened(desk, query, desk.shelf.snapshot(query), ref.replace("-", "#", 1))
    except RecordMissing:
        return
    days = {report.id: report.day for report in process.reports}
    last, sheets = max(days.values()), Sheets(process, Lent(desk.shelf, query))
    arrived = set() if came is None else survey.came_after(query, came) & days.keys()
    for start, of in ((after, days.keys()), (_before(arrived, days), arrived)):
        if start is None or start >= last:
            continue
        url = f"/processes/{ref_url(process.ref)}?since={start.isoformat()}"
        for one in changes(process, start, last):
            if of & {told.report for told in one.evidence}:
                yield _change(sheets, one, url)


def _before(reports: set[str], days: Mapping[str, date]) -> date | None:
    """The day before the first of some reports."""
    first = min((days[report] for report in reports), default=date.min)
    return first - timedelta(1) if first > date.min else None


def _change(sheets: Sheets, one: News, url: str) -> New:
    """A change under an id that is the same from whichever day on changes are asked for."""
    line = sheets.change(one)
    first = line.quotes[0] if line.quotes else None
    names = {joint.ref: joint.name for joint in sheets.process.meetings}
    outlets = {report.id: report.outlet for report in sheets.process.reports}
    told = next((outlets.get(rest.report, "") for rest in one.evidence), "")
    about = names.get(one.meeting or "", "")
    rests = [f"{told.report}#{told.item}" for told in one.evidence[:1]]
    known = "|".join([one.change, one.meeting or "", one.side, one.after, *rests])
    id = f"{ref_url(sheets.process.ref)}-{sha256(known.encode()).hexdigest()[:12]}"
    heads = dict.fromkeys(filter(None, [about, line.lead, line.told]))
    return New(
        id, ": ".join(heads), first.words if first else "",
        one.day.isoformat(), url, told,
    )  # fmt: skip


def _today(query: Query) -> date:
    """The day of the newest report: what comes after it is new. Today in an empty record."""
    found = survey.days(query)
    return found[1] if found else datetime.now(UTC).date()
