"""The processes, one process as of a day, and what contradicts what."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.errors import RecordBusy, RecordMissing
from dragoman.processes.board import Board, board
from dragoman.processes.changes import changes
from dragoman.processes.values import Process
from dragoman.record import anchors, people, survey
from dragoman.record.query import Query as Record
from dragoman.serve import wording
from dragoman.serve.board_sheet import Desk as Sheets
from dragoman.serve.web import ask, charts, maps, specs
from dragoman.serve.web.desk import At, Bare, Desk, Texts
from dragoman.serve.web.files import Suffix, as_file, every
from dragoman.serve.web.lanes import timeline
from dragoman.serve.web.places import sites
from dragoman.serve.web.snapshot import EMPTY, Snapshot
from dragoman.serve.web.talks import page_of, talks
from dragoman.serve.web.told import Quote, Teller
from dragoman.serve.web.views import ref_url, url_ref

router = APIRouter(include_in_schema=False)

Asked = Annotated[ask.ProcessesForm, Query()]
NarrowForm = Annotated[ask.NarrowForm, Query()]
ROWS = 24
"""Meetings, conditions, tasks and acts of a process that are shown unless all are asked for."""
OTHERS = 60
"""Other processes that one may be merged with, in its form."""
NEWS = 30
"""Changes, likewise."""


@router.get("/")
def all_processes(desk: At, request: Request, asked: Asked) -> Response:
    """All processes, those told last first."""
    with desk.shelf.query() as query:
        snapshot = desk.shelf.snapshot(query)
        found = ask.processes(snapshot, asked)
        days = survey.days(query)
    lines = {line.ref: line for line in snapshot.lines}
    shown = [lines[row["id"].replace("-", "#")] for row in found.items]
    first, last = charts.axis(line.activity for line in shown)
    sparks = {line.ref: charts.spark(line.activity, (first, last)) for line in shown}
    return desk.views.page(
        request,
        "processes.html",
        lines=shown,
        found=found,
        sparks=sparks,
        axis=(first, last + timedelta(1)) if shown else None,
        snapshot=snapshot,
        days=days,
    )


@router.get("/processes.{suffix}")
def processes_file(desk: At, suffix: Suffix, asked: Asked) -> Response:
    with desk.shelf.query() as query:
        snapshot = desk.shelf.snapshot(query)
    return as_file("processes", every(partial(ask.processes, snapshot), asked), suffix)


@router.get("/contradictions")
def contradictions(desk: At, request: Request, asked: NarrowForm) -> Response:
    """Meetings and events on which two contradict each other: their statements, side by side."""
    at = ask.key_of(asked.cursor) or 0
    size = min(asked.limit, 20)
    with desk.shelf.query() as query:
        snapshot = desk.shelf.snapshot(query)
        found = ask.disputes(snapshot, asked)
        shown = found[at : at + size]
        ids = {id for one in shown for voice in one.voices for id, *_ in voice.evidence}
        about, texts = survey.about(query, list(ids)), Texts(query)
        quotes = {
            voice.evidence: [_stated(query, texts, about[id], entry, start, end)
                             for id, entry, start, end in voice.evidence]
            for one in shown for voice in one.voices
        }  # fmt: skip
    more = ask.cursor_of(at + size) if at + size < len(found) else None
    return desk.views.page(request, "contradictions.html", shown=shown, quotes=quotes, more=more,
                           total=len(found))  # fmt: skip


def _stated(
    query: Record, texts: Texts, report: ask.Json, entry: str, start: int, end: int
) -> tuple[str, Quote]:
    """A claim's words → the act and the words of the statement that makes it; else the claim's."""
    id, act = report["id"], ""
    found = people.statement_over(query, id, start, end)
    if found is not None:
        entry, start, end, act = found["id"], found["start"], found["end"], found["label"]
    outlet = wording.clean(report["source"]) or "unnamed outlet"
    words = wording.clean(texts[id][start:end])
    return act, Quote(words, id, entry, outlet, report["day"], report["title"])


@router.get("/contradictions.{suffix}")
def contradictions_file(desk: At, suffix: Suffix, asked: NarrowForm) -> Response:
    with desk.shelf.query() as query:
        snapshot = desk.shelf.snapshot(query)
    return as_file("contradictions", every(partial(ask.contradictions, snapshot), asked), suffix)


@router.get("/processes/{ref}")
def one_process(
    desk: At,
    request: Request,
    ref: str,
    at: ask.Day = None,
    since: ask.Day = None,
    meeting: str = "",
    side: str = "",
    all: bool = False,
) -> Response:
    """One process: its board as of a day, and all that belongs to it."""
    with desk.shelf.query() as query:
        snapshot = desk.shelf.snapshot(query)
        process = opened(desk, query, snapshot, url_ref(ref))
        if process.ref != url_ref(ref):
            # It was linked anew and begins with another meeting now.
            asked = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/processes/{ref_url(process.ref)}{asked}", 307)
        days = sorted({report.day for report in process.reports if report.day > date.min})
        now = board(process, at)
        # A replay goes back beyond the day that changes are told since: then it is a week again.
        start = since if since and since < now.at else _week_before(now.at)
        texts = Texts(query)
        teller = Teller(process, texts, partial(people.claim_at, query))
        sheets = Sheets(process, Bare(texts))
        found = changes(process, start, now.at)
        shown, more = (found, 0) if all else (found[:NEWS], max(0, len(found) - NEWS))
        speech = talks(query, teller, now.at)
        busy = specs.busy((one.day, one.source) for one in now.reports)
        chosen = _chosen(now, teller, url_ref(meeting), side)
        most = None if all else ROWS
        places = sites(now, desk.shelf.located(query, [report.id for report in now.reports]))
        return desk.views.page(
            request, "process.html", process=process, board=now, teller=teller,
            grid=teller.grid(now, most), chosen=chosen, days=days, since=start, ref=ref,
            news=[(n, sheets.change(n), teller.quotes(n.evidence)) for n in shown], more=more,
            lanes=timeline(teller, now, days, most),
            net=charts.network(speech), speech=speech, most=most, places=places,
            map=maps.draw(places[:most]),
            sources=teller.sources(now), snapshot=snapshot, desk_sheets=sheets, busy=busy,
            bars=charts.spark([(one.day, one.reports) for one in busy]) if busy else (),
            activity=specs.activity(busy) if busy else None, page_of=page_of,
            joints=[one.joint for one in now.meetings],
            others=_near(snapshot, process.ref) if request.state.guest.reviews else (),
        )  # fmt: skip


def _near(snapshot: Snapshot, ref: str) -> list[tuple[str, str]]:
    """Reference and name of the processes that may be merged with one: shared sides come first."""
    own = next((line for line in snapshot.lines if line.ref == ref), None)
    sides = {key for key, _ in own.sides} if own else set()
    others = [line for line in snapshot.lines if line.ref != ref]
    others.sort(key=lambda line: -len(sides & {key for key, _ in line.sides}))
    return [(line.ref, line.name) for line in others[:OTHERS]]


def _week_before(day: date) -> date:
    return day - timedelta(days=min(7, day.toordinal() - 1))


def opened(desk: Desk, query: Record, snapshot: Snapshot, ref: str) -> Process:
    """The process of a reference to any of its meetings, as any reading of a report numbered them.

    A process is named by its first meeting; reports that come later may give it another name, join
    it with another or part it. `RecordMissing`, and `RecordBusy` before the first linking.
    """
    if snapshot is EMPTY:
        raise RecordBusy(ref, "the reports are being linked")
    found = desk.shelf.process(snapshot, _home(query, snapshot, ref))
    if found is None:
        raise RecordMissing(ref.replace("#", "-"), "no such process among the newest reports")
    return found


def _home(query: Record, snapshot: Snapshot, ref: str) -> str:
    """The process that a meeting now belongs to; the reference itself where none does."""
    if ref in snapshot.packed:
        return ref
    report, _, entry = ref.partition("#")
    if ref not in snapshot.members and report in snapshot.homes:
        ref = f"{report}#{_renumbered(query, report, entry)}"
    return snapshot.members.get(ref, ref)


def _renumbered(query: Record, report: str, entry: str) -> str:
    """The number that the newest reading gives the words that an older one told a meeting by."""
    now = query.shown(report).document
    for reading in reversed(query.readings(report)[:-1]):
        before = query.document(report, reading["number"])
        for meeting in before["meetings"]:
            if meeting["id"] == entry:
                with suppress(anchors.Lost):
                    return str(anchors.find(now, anchors.anchor("meeting", meeting))["id"])
    return entry


def _chosen(now: Board, teller: Teller, meeting: str, side: str) -> object:
    """The meeting whose cell was clicked, its side, and all latest words beside each other."""
    for one in now.meetings:
        if meeting in (one.joint.ref, *(f"{m.report}#{m.item}" for m in one.joint.mentions)):
            rows = [(row, teller.words(row)) for row in one.rows]
            # The side that was clicked first, then those who contradict it.
            against = {s for pair in one.contested if side in pair for s in pair}
            rows.sort(key=lambda r: (r[0].side != side, r[0].side not in against))
            return one, rows, against
    return None
