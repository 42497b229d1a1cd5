"""Watches: saved searches and processes, what is new in them, as pages and as Atom feeds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from dragoman.errors import RecordMissing, UsageError
from dragoman.processes import changes as moved
from dragoman.record import survey
from dragoman.record.lists import Came
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
MANY = 200
"""Most entries of a watch in a digest; of more the number is told."""
LATELY = (30, 7, 1)
"""Days that a feed goes back: fewer where more came than it can hold."""


@dataclass(frozen=True, slots=True)
class New:
    """One thing that is new in a watch."""

    id: str
    title: str
    words: str
    day: str
    url: str
    source: str
    report: str
    """The report that it rests on."""
    came: str = ""
    """The ISO moment at which its report came."""

    @property
    def urn(self) -> str:
        """A name that is the same by whichever address the desk is asked."""
        return uuid5(NAMESPACE_URL, f"dragoman:{self.id}").urn


@dataclass(frozen=True, slots=True)
class Found:
    """What is new in a watch, newest first, and how much there is in all."""

    items: list[New]
    total: int | None
    """None: too many to count."""
    url: str
    """The list or process that is watched."""

    @property
    def cut(self) -> bool:
        return self.total is None or self.total > len(self.items)

    @property
    def share(self) -> str:
        return f"the newest {len(self.items)} of {self.total or 'very many'}"


@router.get("/watch")
def watches(desk: At, request: Request) -> Response:
    """All watches, each with what is new since it was last marked as seen."""
    with desk.shelf.query() as query:
        shown = [
            (one, _new(desk, query, one, 6, Came(int(one["seen"])))) for one in desk.notes.watches()
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
    """What came of a watch lately as an Atom feed (RFC 4287), by when it came; a feed reader gives
    a token as password."""
    one = desk.notes.watch(key)
    with desk.shelf.query() as query:
        for days in LATELY:
            found = _new(desk, query, one, MANY, _since(query, survey.last_fed(query), days))
            if not found.cut:
                break
        came = survey.added(query, {new.report for new in found.items})
    items = [replace(new, came=came.get(new.report, str(one["made"]))) for new in found.items]
    items.sort(key=lambda new: new.came, reverse=True)
    told = desk.views.text(
        "feed.xml", watch=one, found=replace(found, items=items), root=_root(request),
        urn=uuid5(NAMESPACE_URL, f"dragoman:watch:{one['kind']}:{one['asked']}:{one['made']}").urn,
        updated=items[0].came if items else one["made"],
    )  # fmt: skip
    return Response(told, media_type="application/atom+xml; charset=utf-8")


@router.get("/digest")
def digest(desk: At, request: Request, since: ask.Day = None) -> Response:
    """What is new in all watches, as a page that prints: what came lately, or is told after a day
    or came after it."""
    start, shown = digest_of(desk, since)
    return desk.views.page(request, "digest.html", since=start, shown=shown)


@router.get("/digest.txt")
def digest_text(desk: At, request: Request, since: ask.Day = None) -> Response:
    start, shown = digest_of(desk, since)
    told = desk.views.text("digest.txt", since=start, shown=shown, root=_root(request))
    return Response(told, media_type="text/plain; charset=utf-8")


def _root(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


News = list[tuple[ask.Json, Found]]


def digest_of(desk: Desk, since: date | None) -> tuple[date, News]:
    with desk.shelf.query() as query:
        start = since or survey.last_fed(query) - timedelta(1)
        came = _since(query, start)
    # Days that reports tell may be wrong, the clock's are not: only who names a day asks for them.
    return start, news(desk, replace(came, told=start + timedelta(1)) if since else came)


def news(desk: Desk, came: Came) -> News:
    """Each watch and what is new in it."""
    with desk.shelf.query() as query:
        return [(one, _new(desk, query, one, MANY, came)) for one in desk.notes.watches()]


def _since(query: Query, day: date, before: int = 0) -> Came:
    """What came after a day, or some days `before` it."""
    return Came(survey.last_before(query, (day + timedelta(1 - before)).isoformat()))


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


def _new(desk: Desk, query: Query, watch: ask.Json, limit: int, came: Came) -> Found:
    """What is new in a watch; of a process that is linked no more nothing."""
    kind, asked = watch["kind"], watch["asked"]
    if kind == "process":
        ones = {one.id: one for one in _changes(desk, query, asked, came)}
        items = sorted(ones.values(), key=lambda new: new.day, reverse=True)
        return Found(items[:limit], len(items), f"/processes/{asked}")
    wanted = filter_of(asked, cursor="", limit=limit)
    if kind == "reports":
        found = ask.reports(query, wanted, came)
        items = [
            New(r["id"], r["title"] or r["id"], r["snippet"], r["day"] or "",
                f"/reports/{r['id']}", r["source"], r["id"])
            for r in found.items
        ]  # fmt: skip
    else:
        found = ask.entries(query, kind, wanted, desk.shelf.told_in, came)
        items = [_entry(row) for row in found.items]
    return Found(items, found.total, f"/{kind}?{asked.removeprefix('?')}")


def _entry(row: ask.Json) -> New:
    line = lead(row)
    url = f"/reports/{row['report']}?entry={row['entry']}"
    return New(row["id"], f"{line}: {', '.join(line.tags)}", row["span"]["text"],
               str(row["day"] or "")[:10], url, row["source"], row["report"])  # fmt: skip


def _changes(desk: Desk, query: Query, ref: str, came: Came) -> Iterator[New]:
    """Changes that are told on the day or later, and those that rest on a report that came."""
    try:
        process = opened(desk, query, desk.shelf.snapshot(query), ref.replace("-", "#", 1))
    except RecordMissing:
        return
    days = {report.id: report.day for report in process.reports}
    last, sheets = max(days.values()), Sheets(process, Lent(desk.shelf, query))
    arrived = survey.came_after(query, came.after) & days.keys()
    after = came.told - timedelta(1) if came.told else None
    for start, of in ((after, days.keys()), (_before(arrived, days), arrived)):
        if start is None or start >= last:
            continue
        url = f"/processes/{ref_url(process.ref)}?since={start.isoformat()}"
        for one in moved.changes(process, start, last):
            if of & {told.report for told in one.evidence}:
                yield _change(sheets, one, url)


def _before(reports: set[str], days: Mapping[str, date]) -> date | None:
    """The day before the first of some reports."""
    first = min((days[report] for report in reports), default=date.min)
    return first - timedelta(1) if first > date.min else None


def _change(sheets: Sheets, one: moved.News, url: str) -> New:
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
        one.day.isoformat(), url, told, one.evidence[0].report if one.evidence else "",
    )  # fmt: skip
