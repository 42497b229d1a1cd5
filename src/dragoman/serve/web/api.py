"""REST: the same questions as the pages ask, answered as JSON, JSON lines or CSV."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from dragoman import __version__
from dragoman.errors import RecordMissing, UsageError
from dragoman.processes.board import board
from dragoman.record import people, survey
from dragoman.record.stats import stats
from dragoman.serve.board_json import board_json
from dragoman.serve.record_correct import Held
from dragoman.serve.web import ask, models
from dragoman.serve.web.desk import At, Desk
from dragoman.serve.web.entries import entry_ids
from dragoman.serve.web.files import KIND, Suffix, as_file
from dragoman.serve.web.judging import judge, judged, undo
from dragoman.serve.web.processes import opened
from dragoman.serve.web.shelf import Lent
from dragoman.serve.web.views import url_ref

ABOUT = (
    "The record of who said, did, planned and demanded what, by the words of the reports. "
    "Reading needs no token at the machine itself; writing needs one: `dragoman token`."
)

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": models.Problem, "description": told,
             "content": {"application/problem+json": {}}}
    for status, told in (
        (400, "What is asked makes no sense"), (401, "A token is needed"),
        (403, "Not allowed"), (404, "There is no such thing"),
        (409, "It does not fit the newest reading"), (413, "Too large"),
        (414, "Too long"), (421, "Not a name of this server"),
        (422, "A value that cannot be"), (503, "The record is busy"),
    )
}  # fmt: skip

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Asked = Annotated[ask.Filter, Query()]
Reports = Annotated[ask.OfReports, Query()]
Processes = Annotated[ask.OfProcesses, Query()]
Narrow = Annotated[ask.Narrow, Query()]
Named = Annotated[ask.Plain, Query()]
Id = Annotated[str, Path(max_length=60, description="REPORT-ENTRY, as lists tell it")]
ReportId = Annotated[str, Path(max_length=60)]
AROUND = 200
"""Signs of a report that are shown around evidence."""


_ROWS = {"type": "array", "items": {"type": "object"}}
FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {"schema": _ROWS if kind == KIND[Suffix.JSON] else {"type": "string"}}
                      for kind in KIND.values()}}
}  # fmt: skip


def _told(found: ask.Answer) -> JSONResponse:
    """A page of rows as it is: they are plain values already, and many."""
    return JSONResponse({"items": found.items, "next": found.next, "total": found.total})


# --- lists -------------------------------------------------------------------------------------


def _list(name: str) -> None:
    """A list of entries, one entry, and its evidence."""

    @router.get(f"/{name}", name=f"list {name}", response_model=models.Entries)
    def some(desk: At, asked: Asked) -> Any:
        with desk.shelf.query() as query:
            return _told(ask.entries(query, name, asked, desk.shelf.told_in))

    @router.get(f"/{name}.{{suffix}}", name=f"{name} as a file", responses=FILES,
                response_class=Response)  # fmt: skip
    def file(desk: At, suffix: Suffix, asked: Asked) -> Response:
        with desk.shelf.query() as query:
            found = ask.entries(query, name, asked, desk.shelf.told_in)
        return as_file(name, found.items, suffix, found.next)

    @router.get(f"/{name}/{{id}}", name=f"one of {name}", response_model=models.Entry)
    def one(desk: At, id: Id) -> Any:
        with desk.shelf.query() as query:
            return _entry(query, name, id)

    @router.get(f"/{name}/{{id}}/evidence", name=f"evidence of one of {name}",
                response_model=models.Evidence)  # fmt: skip
    def evidence(desk: At, id: Id) -> Any:
        with desk.shelf.query() as query:
            return _evidence(query, _entry(query, name, id))


for each in ask.KINDS:
    _list(each)


@router.get("/reports", response_model=models.Reports)
def reports(desk: At, asked: Reports) -> Any:
    with desk.shelf.query() as query:
        return _told(ask.reports(query, asked))


@router.get("/reports.{suffix}", responses=FILES, response_class=Response)
def reports_file(desk: At, suffix: Suffix, asked: Reports) -> Response:
    with desk.shelf.query() as query:
        found = ask.reports(query, asked)
    return as_file("reports", found.items, suffix, found.next)


@router.get("/reports/{id}", response_model=models.Anything)
def report(desk: At, id: ReportId) -> Any:
    """A reading with its corrections, as docs/reading.schema.json has it."""
    with desk.shelf.query() as query:
        return query.shown(query.article_id(id)).document


@router.get("/processes", response_model=models.Processes)
def processes(desk: At, asked: Processes) -> Any:
    with desk.shelf.query() as query:
        return _told(ask.processes(desk.shelf.snapshot(query), asked))


@router.get("/processes.{suffix}", responses=FILES, response_class=Response)
def processes_file(desk: At, suffix: Suffix, asked: Processes) -> Response:
    with desk.shelf.query() as query:
        found = ask.processes(desk.shelf.snapshot(query), asked)
    return as_file("processes", found.items, suffix, found.next)


@router.get("/processes/{id}", response_model=models.Anything)
def process(desk: At, id: ReportId, at: ask.Iso | None = None) -> Any:
    """The board of a process at the end of a day, as docs/board.schema.json has it.

    A process is found by any of its meetings: an older id leads to what it has become.
    """
    with desk.shelf.query() as query:
        found = opened(desk, query, desk.shelf.snapshot(query), url_ref(id))
        return board_json(board(found, at), Lent(desk.shelf, query))


@router.get("/contradictions", response_model=models.Contradictions)
def contradictions(desk: At, asked: Narrow) -> Any:
    with desk.shelf.query() as query:
        return _told(ask.contradictions(desk.shelf.snapshot(query), asked))


@router.get("/contradictions.{suffix}", responses=FILES, response_class=Response)
def contradictions_file(desk: At, suffix: Suffix, asked: Narrow) -> Response:
    with desk.shelf.query() as query:
        found = ask.contradictions(desk.shelf.snapshot(query), asked)
    return as_file("contradictions", found.items, suffix, found.next)


@router.get("/actors", response_model=models.Actors)
def actors(desk: At, asked: Named) -> Any:
    with desk.shelf.query() as query:
        return _told(ask.actors(query, asked))


@router.get("/actors.{suffix}", responses=FILES, response_class=Response)
def actors_file(desk: At, suffix: Suffix, asked: Named) -> Response:
    with desk.shelf.query() as query:
        found = ask.actors(query, asked)
    return as_file("actors", found.items, suffix, found.next)


@router.get("/about", response_model=models.About)
def about(desk: At) -> Any:
    """How much the record holds."""
    with desk.shelf.query() as query:
        found = desk.shelf.kept("about", lambda: stats(query))
    return {"name": "dragoman", "version": __version__, **found, **found["days"]}


# --- corrections -------------------------------------------------------------------------------


@router.get("/corrections", response_model=models.Corrections)
def corrections(
    desk: At, report: ask.Words = "", limit: ask.Limit = 50, cursor: ask.Cursor = ""
) -> Any:
    """Newest first, each with what became of it on the newest reading."""
    with desk.shelf.query() as query:
        return _told(_corrections(query, report, limit, cursor))


@router.get("/corrections.{suffix}", responses=FILES, response_class=Response)
def corrections_file(
    desk: At, suffix: Suffix, report: ask.Words = "", limit: ask.Limit = 50, cursor: ask.Cursor = ""
) -> Response:
    with desk.shelf.query() as query:
        return as_file("corrections", _corrections(query, report, limit, cursor).items, suffix)


def _corrections(query: Any, report: str, limit: int, cursor: str) -> ask.Answer:
    every = judged(query, query.article_id(report) if report else None, None)
    before = ask.key_of(cursor)
    found = [row for row in every if before is None or row["number"] < before]
    more = ask.cursor_of(found[limit - 1]["number"]) if len(found) > limit else None
    return ask.Answer(tuple(found[:limit]), more, len(every))


@router.post("/corrections", response_model=models.Kept, status_code=201)
def correct(desk: At, request: Request, new: models.NewCorrection) -> Any:
    """Kept for ever; undone only by another. Needs a token that may review."""
    author = desk.who(request)
    try:
        return {"numbers": _kept(desk, new, author)}
    except UsageError as error:
        # "usage" is the word of a command line
        raise HTTPException(409, f"{error.which}: {error.why}") from None


def _kept(desk: Desk, new: models.NewCorrection, author: str) -> list[int]:
    if new.undoes is not None:
        if any((new.entry, new.fields, new.wrong, new.missing, new.merge, new.split)):
            raise UsageError("undoes", "stands alone: what is held otherwise is kept by itself")
        with desk.shelf.query() as query:
            report = query.article_id(new.report)
            on = [one.article for one in query.judgements() if one.number == new.undoes]
        if on and on[0] not in (None, report):
            raise UsageError(str(new.undoes), f"is on {on[0]} and not on {report}")
        return [undo(desk, new.undoes, author, new.reason)]
    fields = tuple(f"{name}={value}" for name, value in new.fields.items())
    if any("=" in name for name in new.fields):
        raise UsageError("fields", "a name with a sign of equality")
    held = Held(new.entry, fields, new.wrong, new.missing, new.merge, tuple(new.split))
    return judge(desk, new.report, held, author, new.reason)


# --- one entry ---------------------------------------------------------------------------------


def _entry(query: Any, name: str, id: str) -> ask.Json:
    found = ask.entry_json(people.entry(query, *entry_ids(id)))
    if found["kind"] != ask.KINDS[name]:
        raise RecordMissing(id, f"is none of the {name}")
    return found


def _evidence(query: Any, entry: ask.Json) -> ask.Json:
    span, text = entry["span"], survey.text(query, entry["report"])
    about = survey.about(query, [entry["report"]])[entry["report"]]
    return {
        "id": entry["id"], "report": entry["report"], "title": about["title"],
        "day": about["day"], "source": about["source"], "url": about["url"], "spans": [span],
        "before": text[max(0, span["start"] - AROUND) : span["start"]],
        "after": text[span["end"] : span["end"] + AROUND],
    }  # fmt: skip
