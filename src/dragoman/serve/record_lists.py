"""Pages of rows → what is printed of them, and how to go on."""

import shutil
import sys
import textwrap
from collections.abc import Mapping
from typing import Any

from dragoman.record.anchors import ARTICLE
from dragoman.record.corrections import Judgement, undone_by
from dragoman.record.links import KINDS, Link, reference, reports_of, resolve
from dragoman.record.lists import ROLES, TO, Page
from dragoman.record.query import Query
from dragoman.serve import wording
from dragoman.serve.rows import Form, print_rows

Json = dict[str, Any]

_COLUMNS = {
    "first": "day", "who": "who", "to": "to", "label": "what", "status": "status",
    "words": "words", "article": "report", "id": "entry",
}  # fmt: skip


def print_items(page: Page, form: Form) -> None:
    """Entries, for the eye each with its words below it; for programs with its parties whole."""
    rows = tuple({**row, **_parties(row)} for row in page.rows)
    if form is not Form.TABLE:
        print_page(Page(rows, page.after, page.total), form, _COLUMNS)
        return
    width = min(shutil.get_terminal_size((100, 0)).columns, 120)
    for row in rows:
        print(_head(row))
        print(textwrap.fill(wording.clean(row["words"]), width, initial_indent="    › ",
                            subsequent_indent="      "))  # fmt: skip
    _tell(page)


def _head(row: Json) -> str:
    """ "0123456789abcdef s4  2031-05-12  Ana Vell (NOR) → reporters · deny" """
    who = " and ".join(row["who"]) or "someone"
    to = f" → {' and '.join(row['to'])}" if row["to"] else ""
    what = (row["label"], row["code"], row["status"] if row["status"] != "affirmed" else None)
    day = (row["first"] or "no date").replace("T", " ")
    told = " · ".join([who + to, *(wording.plain(one) for one in what if one)])
    return f"{row['article']} {row['id']}  {day}  {wording.clean(told)}"


def print_page(page: Page, form: Form, columns: Mapping[str, str]) -> None:
    """Rows to stdout, how many there are and how to go on to stderr."""
    print_rows(page.rows, form, columns)
    _tell(page)


def _tell(page: Page) -> None:
    """How many there are and how to go on, to stderr."""
    told = f"{len(page.rows)} of {'many' if page.total is None else f'{page.total:,}'}"
    if page.after is not None:
        told += f"; go on with --after {page.after}"
    print(told, file=sys.stderr)


def _parties(row: Json) -> Json:
    """Whose it is, and to whom, as names with their sides."""
    mine = [_name(one) for one in row["parties"] if one["role"] == ROLES[row["kind"]]]
    to = [_name(one) for one in row["parties"] if one["role"] == TO.get(row["kind"])]
    return {"who": mine, "to": to}


def _name(party: Json) -> str:
    side = party["side"]
    return f"{party['name']} ({side})" if side and side != party["name"] else str(party["name"])


def correction_rows(query: Query, article: str | None) -> list[Json]:
    """All judgements, or those that concern a report, each with what became of it."""
    judgements = query.judgements() if article is None else _concerning(query, article)
    became = {
        outcome.judgement.number: outcome
        for id in dict.fromkeys(one.article for one in judgements if one.article)
        for outcome in query.shown(id).outcomes
    }
    undone = undone_by(judgements)
    linking = [one for one in judgements if one.kind in KINDS and one.number not in undone]
    found = {one.judgement.number: one for one in resolve(query, tuple(linking))}
    rows = []
    for one in judgements:
        outcome = became.get(one.number)
        state, why = (outcome.state, outcome.why) if outcome else ("holds", "")
        if one.number in undone:
            state = "undone"
        elif one.number in found and found[one.number].lost:
            state, why = "orphan", found[one.number].lost
        rows.append({**_row(one, found.get(one.number)), "state": state, "why": why,
                     "body": one.body})  # fmt: skip
    return rows


def _concerning(query: Query, article: str) -> tuple[Judgement, ...]:
    """Judgements on a report, on it and another, and what undoes these."""
    numbers: set[int] = set()
    for one in query.judgements():
        linked = article in reports_of(one) if one.kind in KINDS else one.article == article
        if linked or one.undoes in numbers:
            numbers.add(one.number)
    return tuple(one for one in query.judgements() if one.number in numbers)


def _row(one: Judgement, link: Link | None) -> Json:
    article, entry = one.article, one.body.get("item", {}).get("id")
    if one.kind in KINDS:
        left = link.left if link else reference(one.body["left"])
        article, _, entry = left.partition("#")
    return {
        "number": one.number,
        "made": one.made,
        "author": one.author,
        "kind": one.kind,
        "article": article,
        "entry": entry,
        "held": f"undoes {one.undoes}" if one.undoes else _held(one, link),
        "reason": one.reason,
    }


def print_corrections(rows: list[Json], form: Form) -> None:
    """Judgements; for the eye the kind and the reason stand with what is held."""
    columns = ["number", "article", "entry", "kind", "held", "state", "author", "reason"]
    columns += ["made", "why"]
    if form is Form.TABLE:
        columns = ["number", "entry", "held", "state", "author"]
        rows = [{**row, "entry": place(row), "held": told(row)} for row in rows]
    print_rows(rows, form, {name: name for name in columns})


def place(row: Json) -> str:
    """The entry that a judgement is on, or the left one of two; of a report itself the report."""
    entry = None if row["entry"] == ARTICLE else row["entry"]
    return "#".join(filter(None, (row["article"], entry)))


def told(row: Json, on: str = "") -> str:
    """What is held and why, on one line: "field s2 act=say, “no denial”"."""
    held = " ".join(filter(None, (row["kind"], on, row["held"])))
    return f"{held}, “{row['reason']}”" if row["reason"] else held


def _held(one: Judgement, link: Link | None) -> str:
    """What is held, for the eye."""
    body = one.body
    match one.kind:
        case "field":
            return f"{body['field']}={_told(body['value'])}"
        case "link" | "process":
            return f"{body['verdict']}: {link.right if link else reference(body['right'])}"
        case "merge":
            return f"into {body['into']['id']}"
        case "split":
            return "; ".join(span["text"] for span in body["spans"])
        case "missing":
            return f"{body['kind']}: {'; '.join(one['text'] for one in body['item']['heads'])}"
    return ""


def _told(value: Any) -> str:
    """A value for the eye: an anchor by its words, a date by its days."""
    if isinstance(value, list):
        return ", ".join(map(_told, value))
    if not isinstance(value, dict):
        return str(value)
    if "anchor" in value:
        return str(value["anchor"]["heads"][0]["text"])
    interval = value.get("interval") or {}
    return str(value.get("text") or interval.get("start") or value)
