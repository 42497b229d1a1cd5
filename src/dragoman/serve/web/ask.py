"""What an address asks → rows of plain values: the same for pages, for files and for programs."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from dragoman.errors import UsageError
from dragoman.record import people, survey
from dragoman.record.lists import Came, Page, Wanted, find_items, find_reports, match
from dragoman.record.query import Query
from dragoman.serve.web.snapshot import Dispute, Snapshot

Json = dict[str, Any]

MOST = 500
"""Rows of one answer."""

KINDS = {
    "statements": "statement",
    "events": "event",
    "meetings": "meeting",
    "states": "state",
    "conditions": "condition",
    "tasks": "task",
}
"""Lists of entries by their names in addresses."""


def plain(words: str) -> str:
    """Words that can be kept and looked for; `ValueError` for what is no text."""
    try:
        words.encode()
    except UnicodeEncodeError:
        raise ValueError("is no text") from None
    return "".join(sign if sign.isprintable() else " " for sign in words).strip()


def _iso(told: object) -> object:
    """A day is told as 2031-05-14, and not as a number of seconds."""
    if isinstance(told, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", told, re.ASCII):
        raise ValueError("is no day as 2031-05-14")
    return told


def _some(told: object) -> object:
    """A field of a form that was left empty was not given."""
    return None if told == "" else told


Words = Annotated[str, StringConstraints(max_length=300), AfterValidator(plain)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
Cursor = Annotated[str, StringConstraints(pattern=r"^(k[0-9]{1,18})?$")]
Iso = Annotated[date, BeforeValidator(_iso), Field(le=date(9000, 12, 31))]
Day = Annotated[Iso | None, BeforeValidator(_some)]


class Plain(BaseModel):
    """Which rows of any list; a filter that it has not is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Annotated[Words, Field(description='All words; "a phrase"; this OR that; begin*')] = ""
    limit: Limit = 50
    cursor: Annotated[Cursor, Field(description="Where the page before told to go on")] = ""


class Names(Plain):
    """A list of names, as a page's form asks for it."""

    model_config = ConfigDict(extra="ignore")

    limit: Limit = 60


class OfDays(Plain):
    """Which rows of a list by days; every field that is given must hold; `until` is not in."""

    since: Annotated[Iso | None, Field(description="From this day on")] = None
    until: Annotated[Iso | None, Field(description="Before this day")] = None


class OfReports(OfDays):
    """Which reports."""

    source: Annotated[Words, Field(description="The outlet, whole")] = ""


class OfProcesses(OfDays):
    """Which processes."""

    by: Annotated[Words, Field(description="Part of a side's name, or three capitals")] = ""
    status: Annotated[Literal["", "contested"], Field(description="Only those contested")] = ""


class Filter(OfReports):
    """Which entries."""

    by: Annotated[Words, Field(description="Part of a name, or a country as three capitals")] = ""
    to: Annotated[Words, Field(description="The same of whom it is said or done")] = ""
    label: Annotated[Words, Field(description="Act, event type, kind of meeting, state")] = ""
    status: Annotated[Words, Field(description="Polarity, event status, family")] = ""
    channel: Annotated[Words, Field(description="Of a statement")] = ""
    process: Annotated[
        Words, Field(description="Of entries: REPORT-MEETING of a process; its reports only")
    ] = ""


class Form(Filter):
    """A filter that a page's form sends: fields that were left empty come empty, and an address
    that somebody passed on may have more."""

    model_config = ConfigDict(extra="ignore")

    since: Day = None
    until: Day = None
    limit: Limit = 30


class ReportsForm(OfReports):
    """The same of reports as a page's form sends it: fields that were left empty come empty."""

    since: Day = None
    until: Day = None
    limit: Limit = 30


class ProcessesForm(OfProcesses):
    """The same of processes."""

    since: Day = None
    until: Day = None
    limit: Limit = 30


class Narrow(OfDays):
    """Which contradictions; `words` are part of the name of the meeting or event."""

    by: Annotated[Words, Field(description="Part of the name of a side or of who spoke")] = ""
    process: Annotated[Words, Field(description="REPORT-MEETING of a process")] = ""


class NarrowForm(Narrow):
    """The same as a page's form sends it: fields that were left empty come empty."""

    since: Day = None
    until: Day = None


def once(request: Request) -> None:
    """`UsageError` for a question with one name twice: only the last of its values would count."""
    names = [name for name, _ in request.query_params.multi_items()]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            raise UsageError(name, "is told more than once")


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, where to go on (None at the end), and how many in all (None: too many to count)."""

    items: tuple[Json, ...]
    next: str | None
    total: int | None


NOTHING = Answer((), None, 0)

ToldIn = Callable[[Query, str], tuple[str, ...]]
"""Record and process → ids of the reports that tell it."""


def entries(
    query: Query, name: str, asked: Filter, told_in: ToldIn, came: Came | None = None
) -> Answer:
    """Entries of one kind, newest first; only the new where it is told what that is."""
    if not _findable(asked.words):
        return NOTHING
    reports = told_in(query, asked.process) if asked.process else None
    wanted = Wanted(
        KINDS[name], asked.words, asked.by, asked.to, asked.label, asked.status,
        asked.channel, asked.source, asked.since, asked.until, reports, came,
    )  # fmt: skip
    found = find_items(query, wanted, limit=asked.limit, after=key_of(asked.cursor))
    return _answer(found, entry_json)


def reports(query: Query, asked: OfReports, came: Came | None = None) -> Answer:
    """Reports, newest first; those that hold the words where words are given."""
    if not _findable(asked.words):
        return NOTHING
    about = {"source": asked.source, "since": asked.since, "until": asked.until, "came": came}
    rest: Json = {**about, "limit": asked.limit, "after": key_of(asked.cursor)}
    if asked.words:
        return _answer(find_reports(query, asked.words, **rest), report_json)
    return _answer(survey.reports(query, **rest), report_json)


def _findable(words: str) -> bool:
    """Whether there is a word among them; without any at all everything is found."""
    try:
        return not words or bool(match(words))
    except UsageError:
        return False


def actors(query: Query, asked: Plain) -> Answer:
    """Those whose names hold the words; without words those most told lately."""
    at = key_of(asked.cursor) or 0
    found = people.find_people(query, asked.words, asked.limit + 1, at)
    rows = [{"id": one["key"], **{k: one[k] for k in ("name", "side", "told")}} for one in found]
    end = cursor_of(at + asked.limit) if len(rows) > asked.limit else None
    return Answer(tuple(rows[: asked.limit]), end, None)


def processes(snapshot: Snapshot, asked: OfProcesses | Filter) -> Answer:
    """Processes, those told last first; words and `by` are looked for in names and sides."""
    lines = snapshot.lines
    for words in filter(None, (asked.words, asked.by)):
        wanted = words.casefold()
        lines = tuple(
            one for one in lines
            if wanted in one.name.casefold()
            or any(wanted in (key.casefold(), *name.casefold().split()) or wanted in name.casefold()
                   for key, name in one.sides)
        )  # fmt: skip
    if asked.status == "contested":
        lines = tuple(one for one in lines if one.contested)
    if asked.since:
        lines = tuple(one for one in lines if one.last >= asked.since)
    if asked.until:
        lines = tuple(one for one in lines if one.first < asked.until)
    at = key_of(asked.cursor) or 0
    shown = lines[at : at + asked.limit]
    end = at + asked.limit
    rows = tuple(
        {
            "id": one.ref.replace("#", "-"), "name": one.name,
            "sides": [key for key, _ in one.sides], "reports": one.reports,
            "sources": one.sources, "meetings": one.meetings, "contested": one.contested,
            "first": _day(one.first), "last": _day(one.last), "changed": _day(one.changed),
            "said": [{"side": side, "state": state, "family": f} for f, side, state in one.said],
            "next": _day(one.next[0]) if one.next else None,
            "next_until": _day(one.next[1]) if one.next else None,
        }
        for one in shown
    )  # fmt: skip
    return Answer(rows, cursor_of(end) if end < len(lines) else None, len(lines))


def _day(day: date | None) -> str | None:
    """ISO; None for a day that nobody tells."""
    return day.isoformat() if day and day > date.min else None


def disputes(snapshot: Snapshot, asked: Narrow) -> tuple[Dispute, ...]:
    """Those of the snapshot that are asked for, newest first."""
    ref = asked.process.replace("-", "#")
    wanted = snapshot.members.get(ref, ref)  # any meeting of a process leads to it
    return tuple(
        one for one in snapshot.disputes
        if asked.words.casefold() in one.name.casefold()
        and (not asked.by or any(asked.by.casefold() in f"{v.name}\0{v.asserter}".casefold()
                                 for v in one.voices))
        and (not asked.process or one.process == wanted)
        and (asked.since is None or one.last >= asked.since)
        and (asked.until is None or one.last < asked.until)
    )  # fmt: skip


def contradictions(snapshot: Snapshot, asked: Narrow) -> Answer:
    """Meetings and events on which the words of two contradict each other, newest first."""
    found = disputes(snapshot, asked)
    at = key_of(asked.cursor) or 0
    end = at + asked.limit
    rows = tuple(
        {
            "id": one.about.replace("#", "-"), "kind": one.kind,
            "process": one.process.replace("#", "-"), "name": one.name,
            "last": _day(one.last),
            "said": [
                {"side": v.name, "state": v.state, "family": v.family, "day": v.day.isoformat(),
                 "by": v.asserter}
                for v in one.voices
            ],
        }
        for one in found[at:end]
    )  # fmt: skip
    return Answer(rows, cursor_of(end) if end < len(found) else None, len(found))


def report_json(row: Mapping[str, Any]) -> Json:
    return {
        "id": row["id"], "title": row["title"], "day": row["day"], "source": row["source"],
        "url": row["url"], "copies": row["copies"], "snippet": row.get("snippet", ""),
    }  # fmt: skip


def entry_json(row: Mapping[str, Any]) -> Json:
    """A row of the record as the outside sees it: its words with their place and report."""
    return {
        "id": f"{row['article']}-{row['id']}", "kind": row["kind"], "report": row["article"],
        "entry": row["id"], "label": row["label"], "status": row["status"],
        "channel": row["channel"], "code": row["code"], "first": row["first"],
        "until": row["until"], "how": row["how"],
        "span": {"start": row["start"], "end": row["end"], "text": row["words"]},
        "parties": [{k: p[k] for k in ("role", "name", "side")} for p in row["parties"]],
        "title": row["title"], "day": row["day"], "source": row["source"],
    }  # fmt: skip


def _answer(page: Page, as_json: Callable[[Mapping[str, Any]], Json]) -> Answer:
    next_one = None if page.after is None else cursor_of(page.after)
    return Answer(tuple(map(as_json, page.rows)), next_one, page.total)


# --- cursors -----------------------------------------------------------------------------------


def cursor_of(key: int) -> str:
    return f"k{key}"


def key_of(cursor: str) -> int | None:
    """The key in a cursor; None for none."""
    return int(cursor[1:]) if cursor else None
