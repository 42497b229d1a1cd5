"""Watches: saved searches and processes, what is new in them, as pages and as Atom feeds."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from dragoman.errors import RecordMissing, UsageError
from dragoman.processes.changes import changes
from dragoman.record.query import Query
from dragoman.serve.board_sheet import Desk as Sheets
from dragoman.serve.web import ask
from dragoman.serve.web.desk import At, Desk
from dragoman.serve.web.files import Suffix, as_file
from dragoman.serve.web.processes import opened
from dragoman.serve.web.shelf import Lent
from dragoman.serve.web.views import day, ref_url

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
        shown = [(one, _new(desk, query, one, one["seen"], 6)) for one in desk.notes.watches()]
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
        filter_of(asked)
    else:
        raise UsageError(kind or "kind", f"there are process, {', '.join(LISTS)}")
    with desk.shelf.query() as query:
        seen = _today(query).isoformat()
    told = title or f"{kind}: {asked or 'all'}"
    desk.notes.new_watch(told, kind, asked, desk.who(request), seen)
    return RedirectResponse("/watch", 303)


@router.post("/watch/{key}/{what}")
def change(desk: At, key: Number, what: str) -> Response:
    one = desk.notes.watch(key)
    if what == "seen":
        with desk.shelf.query() as query:
            desk.notes.saw(one["key"], _today(query).isoformat())
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
        since = (_today(query) - timedelta(30)).isoformat()
        found = _new(desk, query, one, since, 50)
    host = request.headers.get("host", "")
    scheme = request.url.scheme
    told = desk.views.text(
        "feed.xml", watch=one, items=found, root=f"{scheme}://{host}",
        updated=max((f"{new.day}T00:00:00Z" for new in found), default=one["made"]),
    )  # fmt: skip
    return Response(told, media_type="application/atom+xml; charset=utf-8")


@router.get("/digest")
def digest(desk: At, request: Request, since: ask.Day = None) -> Response:
    """What is new in all watches since a day, as a page that prints."""
    start, shown = digest_of(desk, since)
    return desk.views.page(request, "digest.html", since=start, shown=shown)


@router.get("/digest.txt")
def digest_text(desk: At, since: ask.Day = None) -> Response:
    start, shown = digest_of(desk, since)
    told = desk.views.text("digest.txt", since=start, shown=shown)
    return Response(told, media_type="text/plain; charset=utf-8")


def digest_of(desk: Desk, since: date | None) -> tuple[date, list[tuple[Any, list[New]]]]:
    with desk.shelf.query() as query:
        start = since or _today(query) - timedelta(1)
        watches = desk.notes.watches()
        return start, [(w, _new(desk, query, w, start.isoformat(), 50)) for w in watches]


def filter_of(asked: str, **more: Any) -> ask.Filter:
    """The filter of a saved query; `UsageError` when it makes no sense."""
    values: dict[str, Any] = dict(parse_qsl(asked.removeprefix("?"), max_num_fields=20))
    try:
        return ask.Filter.model_validate({**values, **more})
    except ValidationError:
        raise UsageError(asked, "no query of a list") from None


def _new(desk: Desk, query: Query, watch: ask.Json, since: str, limit: int) -> list[New]:
    """What came after a day, newest first; of a process that is linked no more nothing."""
    after = date.fromisoformat(since[:10])
    if watch["kind"] == "process":
        return _news(desk, query, watch["asked"], after)[:limit]
    asked = filter_of(watch["asked"], since=after + timedelta(1), cursor="", limit=limit)
    if watch["kind"] == "reports":
        reports = ask.reports(query, asked).items
        return [
            New(r["id"], r["title"] or r["id"], r["snippet"], day(r["day"]),
                f"/reports/{r['id']}", r["source"])
            for r in reports
        ]  # fmt: skip
    found = ask.entries(query, watch["kind"], asked, desk.shelf.told_in).items
    return [_entry(row) for row in found]


def _entry(row: ask.Json) -> New:
    who = ", ".join(p["name"] for p in row["parties"] if p["role"] != "relay") or "someone"
    url = f"/reports/{row['report']}?entry={row['entry']}"
    return New(row["id"], f"{who}: {row['label'] or row['kind']}", row["span"]["text"],
               str(row["first"] or row["day"] or "")[:10], url, row["source"])  # fmt: skip


def _news(desk: Desk, query: Query, ref: str, after: date) -> list[New]:
    try:
        process = opened(desk, query, desk.shelf.snapshot(query), ref.replace("-", "#", 1))
    except RecordMissing:
        return []
    last = max(report.day for report in process.reports)
    if after >= last:
        return []
    sheets = Sheets(process, Lent(desk.shelf, query))
    url = f"/processes/{ref_url(process.ref)}?since={after.isoformat()}"
    found = []
    for number, one in enumerate(changes(process, after, last)):
        line = sheets.change(one)
        words = line.quotes[0].words if line.quotes else ""
        source = line.quotes[0].source if line.quotes else ""
        id = f"{ref_url(process.ref)}-{one.change}-{one.day.isoformat()}-{number}"
        found.append(New(id, f"{line.lead}: {line.told}", words, one.day.isoformat(), url, source))
    return sorted(found, key=lambda new: new.day, reverse=True)


def _today(query: Query) -> date:
    """The day of the newest report: what comes after it is new. Today in an empty record."""
    from dragoman.record.survey import days

    found = days(query)
    return found[1] if found else datetime.now(UTC).date()
