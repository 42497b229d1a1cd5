"""Review: the least certain entries, each with its text, to accept, to correct or to refuse."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.errors import RecordMissing, UsageError
from dragoman.record import survey
from dragoman.record.anchors import Lost, by_id
from dragoman.record.query import Query as Record
from dragoman.serve.record_correct import Held
from dragoman.serve.record_rulings import VERDICTS
from dragoman.serve.review_queue import queue
from dragoman.serve.web import ask
from dragoman.serve.web.desk import At, Desk
from dragoman.serve.web.doubts import Doubt
from dragoman.serve.web.files import Suffix, as_file
from dragoman.serve.web.forms import MAIN, fields_of, names_of, told
from dragoman.serve.web.judging import conflicts, join, judge, judged, of_entry, the_last, undo

router = APIRouter(include_in_schema=False)

JUDGED = 100
"""Newest judgements of the page."""
LOOKED = 40
"""Newest reports whose entries are weighed."""
MANY = 1_000_000
"""More than a queue can hold."""
LONGEST = 1000
"""Signs of one field of a form."""
Word = Annotated[ask.Words, Form()]

TOLD = {
    "no-undo": "You have nothing to undo.",
    "unchanged": "No field was changed, so nothing is kept.",
    "judged": "That entry has been judged meanwhile, and what you held of it is not kept.",
}
"""Why a key did nothing, which the page itself tells, so that whoever reviews stays in it."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be reviewed, least certain first."""

    doubts: tuple[Doubt, ...]
    reports: int
    differ: int
    """Pairs of judgements that cannot both hold."""


@router.get("/review")
def review(
    desk: At,
    request: Request,
    skip: Annotated[int, Query(ge=0, le=MANY)] = 0,
    done: Annotated[int, Query(ge=0, lt=1 << 62)] = 0,
    undone: Annotated[int, Query(ge=0, lt=1 << 62)] = 0,
    told: str = "",
) -> Response:
    """The least certain entry that nobody has judged, and the ones after it; `skip` are passed
    over. One that is judged leaves the queue, so that the next one takes its place.
    """
    with desk.shelf.query() as query:
        found = _queue(desk, query)
        left = found.doubts[skip:]
        now = left[0] if left else None
        text = document = None
        if now is not None:
            document = query.shown(now.report).document
            text = _around(document["article"]["text"], now)
            fields = fields_of(now.entry_with_kind)
        return desk.views.page(
            request, "review.html", now=now, text=text, rest=left[1:9], left=len(left),
            queue=found, skip=skip, done=_stands(query, done), undone=_undone(query, undone),
            told=TOLD.get(told, ""),
            fields=fields if now else (), article=document["article"] if document else None,
            main=MAIN, names=names_of(document) if document else {},
        )  # fmt: skip


@router.post("/review/accept")
def accept(
    desk: At, request: Request, id: Word, skip: Annotated[int, Form(ge=0, le=MANY)] = 0
) -> Response:
    """An entry is as it was read: its main field is held, also for later readings."""
    report, _, entry = id.partition("-")
    if _judged(desk, report, entry):
        return _to("/review", skip=skip, told="judged")
    with desk.shelf.query() as query:
        try:
            kind, read = by_id(query.shown(query.article_id(report)).document, entry)
        except Lost as lost:
            raise RecordMissing(id, str(lost)) from None
    held = Held(entry, (f"{MAIN[kind]}={told(read[MAIN[kind]])}",))
    numbers = judge(desk, report, held, desk.who(request), "accepted")
    return _to("/review", done=numbers[-1], skip=skip)


@router.post("/correct")
async def correct(desk: At, request: Request) -> Response:
    """A form of an entry: fields that were changed, or that it is wrong, merged or split."""
    from starlette.concurrency import run_in_threadpool

    given = await request.form(max_fields=60, max_files=0)
    values = {name: ask.plain(str(value)) for name, value in given.items()}
    for name, value in values.items():
        if len(value) > LONGEST:
            raise UsageError(name, f"longer than {LONGEST:,} signs")
    if values.get("back") == "review":
        skip = values.get("skip", "")
        if values.get("way", "fields") == "fields" and not _changed(values):
            return _to("/review", skip=skip, told="unchanged")
        report, entry = values.get("report", ""), values.get("entry", "")
        if await run_in_threadpool(_judged, desk, report, entry):
            return _to("/review", skip=skip, told="judged")
        number = await run_in_threadpool(_correct, desk, desk.who(request), values)
        return _to("/review", done=number, skip=skip)
    number = await run_in_threadpool(_correct, desk, desk.who(request), values)
    return _to(f"/reports/{values['report']}", "#record", entry=values.get("entry", ""),
               done=number)  # fmt: skip


def _judged(desk: Desk, report: str, entry: str) -> bool:
    """Whether someone holds something of an entry, which leaves the queue by that."""
    with desk.shelf.query() as query:
        return any(of_entry(query, query.article_id(report), entry))


def _correct(desk: Desk, author: str, values: dict[str, str]) -> int:
    """Keep what a form holds → the last number."""
    entry, way = values.get("entry", ""), values.get("way", "fields")
    held = {
        "wrong": lambda: Held(entry, wrong=True),
        "merge": lambda: Held(entry, merge=values.get("into", "")),
        "split": lambda: Held(entry, split=(values.get("words", ""),)),
    }.get(way, lambda: Held(entry, _changed(values)))()
    return judge(desk, values.get("report", ""), held, author, values.get("reason", ""))[-1]


def _changed(values: dict[str, str]) -> tuple[str, ...]:
    """The fields of a form whose value is not the one that it was given with."""
    return tuple(
        f"{name.removeprefix('to.')}={value or 'none'}" for name, value in values.items()
        if name.startswith("to.") and value != values.get(f"was.{name.removeprefix('to.')}")
    )  # fmt: skip


@router.post("/undo")
def undo_one(
    desk: At, request: Request, number: Annotated[int, Form(ge=0, lt=1 << 62)] = 0,
    back: Word = "", skip: Annotated[int, Form(ge=0, le=MANY)] = 0,
) -> Response:  # fmt: skip
    """A judgement holds no longer; without a number one's own last."""
    author = desk.who(request)
    if not number:
        with desk.shelf.query() as query:
            last = the_last(query, author)
        if last is None:
            return _to("/review", skip=skip, told="no-undo")
        number = last.number
    with desk.shelf.query() as query:
        gone = back == "review" and not _stands(query, number)
    if gone:  # a page that was opened again offers what was undone already
        return _to("/review", skip=skip, told="no-undo")
    undo(desk, number, author)
    return _to(_page(back), skip=skip, undone=number)


_LATER = "(SELECT 1 FROM judgement AS later WHERE later.undoes = judgement.key)"


def _stands(query: Record, number: int) -> int:
    """A judgement's number, as long as it holds; else 0: an address may be an old one."""
    rows = query.rows(
        f"SELECT key FROM judgement WHERE key = ? AND kind <> 'undo' AND NOT EXISTS {_LATER}",
        (number,),
    )
    return int(rows[0][0]) if rows else 0


def _undone(query: Record, number: int) -> int:
    """The number of one that was undone; else 0."""
    rows = query.rows(f"SELECT key FROM judgement WHERE key = ? AND EXISTS {_LATER}", (number,))
    return int(rows[0][0]) if rows else 0


@router.post("/link")
def link(
    desk: At,
    request: Request,
    left: Word,
    right: Word,
    verdict: Word,
    reason: Word = "",
    of: Word = "",
    back: Word = "",
) -> Response:
    """What an entry of one report is to another's: the same, another; or its process is."""
    if verdict not in VERDICTS:
        raise UsageError(verdict or "verdict", f"there are {', '.join(VERDICTS)}")
    right, left = right.replace("-", "#", 1), left.replace("-", "#", 1)
    number = join(desk, left, right, verdict, desk.who(request), reason, of == "process")
    return _to(_page(back), done=number) if back else _to("/review/judged")


@router.get("/review/judged")
def all_judged(desk: At, request: Request) -> Response:
    """The newest judgements, and where two reviewers differ."""
    with desk.shelf.query() as query:
        rows = judged(query, None, None)
        told = {row["number"]: row for row in rows}
        differ = [(one, told[one.number], told[other.number]) for one, other in conflicts(query)]
        return desk.views.page(request, "judged.html", rows=rows[:JUDGED], conflicts=differ)


@router.get("/review/judged.{suffix}")
def judged_file(desk: At, suffix: Suffix) -> Response:
    with desk.shelf.query() as query:
        return as_file("judged", judged(query, None, None), suffix)


@router.get("/review.{suffix}")
def queue_file(desk: At, suffix: Suffix) -> Response:
    """The queue as it would be walked."""
    with desk.shelf.query() as query:
        found = _queue(desk, query).doubts
    rows = [
        {"id": one.id, "kind": one.kind, "report": one.report, "entry": one.entry,
         "certainty": one.certainty, "why": list(one.why), "title": one.title}
        for one in found
    ]  # fmt: skip
    return as_file("review", rows, suffix)


# --- the queue ---------------------------------------------------------------------------------


def _queue(desk: Desk, query: Record) -> Queue:
    """Made anew at once when someone has judged, and after a while when reports have come."""
    _, judgement = survey.version(query)
    return desk.shelf.kept(("queue", judgement), lambda: _weighed(query))


def _weighed(query: Record) -> Queue:
    reports = min(LOOKED, len(survey.stamps(query, LOOKED)))
    return Queue(queue(query, LOOKED), reports, len(conflicts(query)))


def _around(text: str, doubt: Doubt) -> tuple[str, str, str]:
    """The whole text, cut at the words in doubt."""
    return text[: doubt.start], text[doubt.start : doubt.end], text[doubt.end :]


def _page(back: str) -> str:
    """ "report:0123456789abcdef" → the page of it; of anything else the queue."""
    kind, _, which = back.partition(":")
    folder = {"report": "reports", "process": "processes", "actor": "actors"}.get(kind)
    return f"/{folder}/{quote(which, safe='')}" if folder and which else "/review"


def _to(path: str, mark: str = "", **values: Any) -> Response:
    told = urlencode({name: value for name, value in values.items() if value})
    return RedirectResponse(f"{path}?{told}{mark}" if told else f"{path}{mark}", 303)
