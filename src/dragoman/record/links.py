"""What people hold across reports ⇄ references to entries as they are now.

A reference names an entry of one report ("0123456789abcdef#m1"), and an entry's id may change with
a later reading: what is kept is its anchor, and the id is found again whenever it is asked for.
"""

import sqlite3
from dataclasses import dataclass
from functools import partial
from typing import Any

from dragoman.errors import UsageError
from dragoman.record.aliases import namesakes, still_one
from dragoman.record.anchors import Lost, anchor, by_id, find
from dragoman.record.corrections import Judgement, Settle, undone_by
from dragoman.record.query import Query

Json = dict[str, Any]

KINDS = ("link", "process")
VERDICTS = {
    "report": ("copies", "corrects", "other"),
    "actor": ("same", "other"),
    "statement": ("same", "other"),
    "event": ("same", "other"),
    "meeting": ("same", "other", "prepares", "replaces", "follows"),
    "process": ("same", "other"),
}
"""What can be held of two of a kind: what the right one is to the left one."""


@dataclass(frozen=True, slots=True)
class Link:
    """A judgement on two entries of reports, or on the processes of two meetings."""

    judgement: Judgement
    left: str
    right: str
    verdict: str
    lost: str = ""
    """Why one of them is found no longer; its reference is then the one that it had."""

    @property
    def kind(self) -> str:
        """What is judged: the kind of the entries, report, or process."""
        if self.judgement.kind == "process":
            return "process"
        return str(self.judgement.body["left"].get("item", {}).get("kind", "report"))


def link(
    query: Query,
    left: str,
    right: str,
    verdict: str,
    author: str,
    reason: str = "",
    process: bool = False,
) -> Judgement:
    """A judgement that the right entry is so to the left one; `process`: that its process is.

    `UsageError` for no such entry, for one entry twice, for two of different kinds, for a verdict
    that says nothing of their kind, and for processes of no meetings.
    """
    body: Json = {
        "left": _anchored(query, left),
        "right": _anchored(query, right),
        "verdict": verdict,
    }
    kind, *other = {body[name].get("item", {}).get("kind", "report") for name in ("left", "right")}
    if other:
        raise UsageError(f"{left}, {right}", "are not of one kind")
    if body["left"] == body["right"]:
        raise UsageError(f"{left}, {right}", f"are one {kind}")
    if process and kind != "meeting":
        raise UsageError("--process", "takes two meetings")
    kind = "process" if process else kind
    if verdict not in VERDICTS.get(kind, ()):
        there = ", ".join(VERDICTS.get(kind, ())) or "none"
        raise UsageError(verdict, f"of two of kind {kind} there are: {there}")
    if kind == "actor" and verdict == "other" and query.ask(partial(_namesakes, body)):
        why = "have one name, by which lists know them; give one another: correct … name=WORDS"
        raise UsageError(f"{left}, {right}", why)
    if kind == "actor" and query.ask(partial(_chained, body)):
        why = "are one by way of a third; undo one of the judgements between them"
        if verdict == "same":
            why = "would make one of two who are held to be others; undo that judgement first"
        raise UsageError(f"{left}, {right}", why)
    return Judgement("process" if process else "link", author, body, None, reason)


def _namesakes(body: Json, db: sqlite3.Connection, settle: Settle) -> bool:
    return namesakes(db, settle, body)


def _chained(body: Json, db: sqlite3.Connection, settle: Settle) -> bool:
    return still_one(db, settle, body)


def links(query: Query) -> tuple[Link, ...]:
    """All that hold, in the order in which they were made."""
    return resolve(query, held(query))


def held(query: Query) -> tuple[Judgement, ...]:
    """The judgements behind them, without a look at the reports."""
    made = [one for kind in (*KINDS, "undo") for one in query.judgements(kind=kind)]
    undone = undone_by(made)
    found = (one for one in made if one.kind in KINDS and one.number not in undone)
    return tuple(sorted(found, key=lambda one: one.number))


def reference(side: Json) -> str:
    """A side of a judgement, as it was when it was made."""
    id = side.get("item", {}).get("id", "")
    return f"{side['article']}#{id}" if id else str(side["article"])


def reports_of(judgement: Judgement) -> tuple[str, str]:
    """The reports of the left and of the right one."""
    return judgement.body["left"]["article"], judgement.body["right"]["article"]


def resolve(query: Query, judgements: tuple[Judgement, ...]) -> tuple[Link, ...]:
    """Judgements on entries → the entries as they are now."""
    return tuple(_found(query, one) for one in judgements)


def _anchored(query: Query, reference: str) -> Json:
    report, mark, entry = reference.partition("#")
    id = query.article_id(report)
    if not mark:
        return {"article": id}
    try:
        return {"article": id, "item": anchor(*by_id(query.shown(id).document, entry))}
    except Lost as lost:
        raise UsageError(reference, str(lost)) from None


def _found(query: Query, judgement: Judgement) -> Link:
    sides, lost = [], ""
    for name in ("left", "right"):
        one = judgement.body[name]
        id = one.get("item", {}).get("id", "")
        if id:
            try:
                id = find(query.shown(one["article"]).document, one["item"])["id"]
            except Lost as why:
                lost = str(why)
        sides.append(f"{one['article']}#{id}" if id else str(one["article"]))
    return Link(judgement, sides[0], sides[1], judgement.body["verdict"], lost)
