"""Memos: entries collected, notes between them, and one self-contained file of both."""

import json
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.errors import DragomanError, RecordMissing
from dragoman.record import anchors, people, survey
from dragoman.record.query import Query
from dragoman.serve.web import ask
from dragoman.serve.web.desk import At, Desk
from dragoman.serve.web.entries import entry_ids
from dragoman.serve.web.files import Suffix, as_file
from dragoman.serve.web.notes import now

router = APIRouter(include_in_schema=False)

Number = Annotated[int, Path(ge=1, lt=1 << 62)]
Title = Annotated[ask.Words, Form(max_length=200)]
Note = Annotated[str, Form(max_length=20_000)]
FORMS = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.get("/memo")
def memos(desk: At, request: Request) -> Response:
    return desk.views.page(request, "memos.html", memos=desk.notes.memos())


@router.get("/memo.{suffix}")
def memos_file(desk: At, suffix: Suffix) -> Response:
    return as_file("memo", desk.notes.memos(), suffix)


@router.post("/memo")
def new(desk: At, request: Request, title: Title) -> Response:
    return _to(desk.notes.new_memo(title or "Memo", desk.who(request)))


@router.post("/collect")
def collect(
    desk: At, request: Request, id: Annotated[ask.Words, Form()],
    memo: Annotated[int, Form(ge=0, lt=1 << 62)] = 0,
) -> Response:  # fmt: skip
    """An entry into a memo; into the newest without a number, into a new one without any."""
    report, entry = entry_ids(id)
    with desk.shelf.query() as query:
        people.entry(query, report, entry)
        held_by = anchors.anchor(*anchors.by_id(query.shown(report).document, entry))
    known = desk.notes.memos()
    key = memo or (known[0]["key"] if known else desk.notes.new_memo("Memo", desk.who(request)))
    desk.notes.collect(key, report, entry, anchor=json.dumps(held_by))
    return _to(key)


@router.get("/memo/{key:int}")
def one(desk: At, request: Request, key: Number) -> Response:
    with desk.shelf.query() as query:
        return desk.views.page(request, "memo.html", memo=told(desk, query, key))


@router.get("/memo/{key:int}.{form}")
def export(desk: At, key: Number, form: str) -> Response:
    """The memo as one file: HTML, Markdown or DOCX."""
    if form not in FORMS:
        raise RecordMissing(form, f"there are {', '.join(FORMS)}")
    with desk.shelf.query() as query:
        memo = told(desk, query, key)
    made = now()
    if form == "docx":
        from dragoman.serve.web.docx import docx

        body = docx(memo, made)
    else:
        body = desk.views.text(f"memo_file.{form}", memo=memo, made=made).encode()
    headers = {"content-disposition": f'attachment; filename="memo-{key}.{form}"'}
    if form == "html":
        # Saved and opened elsewhere it carries its own policy; here it is a file.
        headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return Response(body, media_type=FORMS[form], headers=headers)


@router.post("/memo/{key}/note")
def note(desk: At, key: Number, note: Note) -> Response:
    """A note of one's own at the end."""
    desk.notes.collect(key, note=_lines(note))
    return _to(key)


@router.post("/memo/{key}/drop")
def drop(desk: At, key: Number) -> Response:
    desk.notes.drop_memo(key)
    return RedirectResponse("/memo", 303)


@router.post("/memo-item/{key}/{what}")
def change(
    desk: At, request: Request, key: Number, what: str,
    note: Annotated[str | None, Form(max_length=20_000)] = None,
) -> Response:  # fmt: skip
    """Write beside an item, move it, tick it as checked, or take it out.

    What was written beside it is kept whichever button was pressed.
    """
    item = desk.notes.item(key)
    if what not in ("write", "up", "down", "tick", "drop"):
        raise RecordMissing(what, "nothing that is done to an item")
    if note is not None or what == "write":
        desk.notes.write(key, _lines(note or ""))
    match what:
        case "up" | "down":
            desk.notes.move(key, up=what == "up")
        case "tick":
            with desk.shelf.query() as query:
                own = next(one for one in told(desk, query, item["memo"])["items"]
                           if one["key"] == key)  # fmt: skip
            if own["checked"] or own["told"] is None:
                desk.notes.tick(key, "")
            else:
                desk.notes.tick(key, desk.who(request), held(own["told"]))
        case "drop":
            desk.notes.drop_item(key)
    return _to(item["memo"], f"#item-{key}")


def told(desk: Desk, query: Query, key: int) -> dict[str, Any]:
    """A memo with the entries of its items as they are now; one that is gone says so.

    An item is `checked` while it is told as it was when someone ticked it.
    """
    memo = desk.notes.memo(key)
    for item in memo["items"]:
        item["told"] = item["seen"] = None
        item["checked"] = False
        if item["report"]:
            try:
                if item["anchor"]:
                    # another reading may call it by another id, and another entry by this one
                    read = query.shown(item["report"]).document
                    item["entry"] = anchors.find(read, json.loads(item["anchor"]))["id"]
                item["told"] = ask.entry_json(people.entry(query, item["report"], item["entry"]))
                about = survey.about(query, [item["report"]])[item["report"]]
                seen = query.sightings(item["report"])
                item["url"], item["seen"] = about["url"], seen[0]["seen"] if seen else ""
                item["checked"] = bool(item["ticked"]) and item["held"] == held(item["told"])
            except (DragomanError, anchors.Lost):
                item["told"] = None
    return memo


def held(row: ask.Json) -> str:
    """A digest of all that is told of an entry: another reading or correction makes another."""
    told = {name: row[name] for name in row.keys() - {"id", "entry", "title", "source", "day"}}
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _lines(note: str) -> str:
    """A note keeps its line breaks and no other signs that are not seen."""
    return "\n".join(ask.plain(line) for line in note.splitlines())


def _to(key: int, mark: str = "") -> Response:
    return RedirectResponse(f"/memo/{key}{mark}", 303)
