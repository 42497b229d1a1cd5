"""What people hold across reports ⇄ references to entries as they are now.

A reference names an entry of one report ("0123456789abcdef#m1"), and an entry's id may change with
a later reading: what is kept is its anchor, and the id is found again whenever it is asked for.
"""

from dataclasses import dataclass
from typing import Any

from dragoman.errors import UsageError
from dragoman.record.anchors import Lost, anchor, by_id, find
from dragoman.record.corrections import Judgement, undone_by
from dragoman.record.query import Query

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A judgement on two entries of reports."""

    judgement: Judgement
    left: str
    right: str
    verdict: str
    lost: str = ""
    """Why one of them is found no longer; its reference is then the one that it had."""


def link(
    query: Query, left: str, right: str, verdict: str, author: str, reason: str = ""
) -> Judgement:
    """A judgement that the right entry is so to the left one.

    `UsageError` for no such entry, and for two of different kinds.
    """
    body: Json = {
        "left": _anchored(query, left),
        "right": _anchored(query, right),
        "verdict": verdict,
    }
    kinds = {body[name].get("item", {}).get("kind") for name in ("left", "right")}
    if len(kinds) > 1:
        raise UsageError(f"{left}, {right}", "are not of one kind")
    return Judgement("link", author, body, None, reason)


def links(query: Query) -> tuple[Link, ...]:
    """All that hold, in the order in which they were made."""
    judgements = query.judgements()
    undone = undone_by(judgements)
    return tuple(
        _found(query, one) for one in judgements if one.kind == "link" and one.number not in undone
    )


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
        sides.append(f"{one['article']}#{id}" if id else one["article"])
    return Link(judgement, sides[0], sides[1], judgement.body["verdict"], lost)
