"""What someone holds by a form or by REST → judgements of the record, and the list of them."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from dragoman.record.corrections import Judgement, undone_by
from dragoman.record.links import KINDS, link
from dragoman.record.query import Query
from dragoman.serve.record_correct import Held, correct
from dragoman.serve.record_lists import correction_rows
from dragoman.serve.record_reread import renew
from dragoman.serve.web.desk import Desk

Json = dict[str, Any]
Matter = tuple[str, frozenset[str]]


def judge(desk: Desk, report: str, held: Held, author: str, reason: str) -> list[int]:
    """Keep what is held of a report → the judgements' numbers; `UsageError` when it fits not."""
    # The writer's own connection comes first: what is read within cannot be overtaken.
    with desk.shelf.store() as store, desk.shelf.query() as query:
        return correct(query, store, query.article_id(report), held, author, reason)


def undo(desk: Desk, number: int, author: str, reason: str = "") -> int:
    """Let a judgement hold no longer → the number of the one that undoes it."""
    with desk.shelf.store() as store, desk.shelf.query() as query:
        made = store.judge(Judgement("undo", author, reason=reason, undoes=number))
        for one in query.judgements():
            if one.number == number and one.article:
                renew(query, store, one.article)
        return made


def join(
    desk: Desk, left: str, right: str, verdict: str, author: str, reason: str, process: bool
) -> int:
    """A judgement on entries of two reports, or on their processes → its number."""
    with desk.shelf.store() as store, desk.shelf.query() as query:
        return store.judge(link(query, left, right, verdict, author, reason, process))


def judged(query: Query, report: str | None, limit: int | None) -> list[Json]:
    """The newest judgements, newest first, each with what became of it."""
    found = correction_rows(query, report)
    names = ("number", "made", "author", "kind", "article", "entry", "held", "reason", "state",
             "why")  # fmt: skip
    return [{name: row[name] for name in names} for row in found[::-1][:limit]]


def conflicts(query: Query) -> list[tuple[Judgement, Judgement]]:
    """Pairs of standing judgements of two people that hold different things, newest first."""
    on: dict[Matter, list[Judgement]] = defaultdict(list)
    for one in _standing(query):
        matter = _matter(one)
        if matter is not None:
            on[matter].append(one)
    found = [
        (one, other)
        for held in on.values() for one, other in combinations(held, 2)
        if one.author != other.author and _differ(one, other)
    ]  # fmt: skip
    return sorted(found, key=lambda pair: pair[1].number, reverse=True)


def _standing(query: Query) -> list[Judgement]:
    judgements = query.judgements()
    undone = undone_by(judgements)
    return [one for one in judgements if one.number not in undone and one.kind != "undo"]


def _matter(one: Judgement) -> Matter | None:
    """What a judgement is on: the words of an entry, or two entries and whether their processes."""
    if one.kind in KINDS:
        return one.kind, frozenset((_place(one.body["left"]), _place(one.body["right"])))
    if one.kind in ("field", "wrong"):
        return "entry", frozenset((_place({"article": one.article, **one.body}),))
    return None


def _place(told: Json) -> str:
    item = told.get("item", {"kind": "report", "heads": ()})
    heads = ",".join(f"{span['start']}:{span['end']}" for span in item["heads"])
    return f"{told['article']} {item['kind']} {heads}"


def _differ(one: Judgement, other: Judgement) -> bool:
    """Whether both cannot hold: who refuses an entry differs from all who say what it is."""
    if one.kind != other.kind:
        return True
    if one.kind in KINDS:
        return bool(one.body["verdict"] != other.body["verdict"])
    same = one.body.get("field") == other.body.get("field")
    return same and one.body.get("value") != other.body.get("value")


def of_entry(query: Query, report: str, entry: str) -> Iterator[Judgement]:
    """The standing judgements on an entry as it is now numbered; `RecordMissing`."""
    undone = undone_by(query.judgements(report))
    for outcome in query.shown(report).outcomes:
        one = outcome.judgement
        if one.number not in undone and one.body.get("item", {}).get("id") == entry:
            yield one


def the_last(query: Query, author: str) -> Judgement | None:
    """The newest standing judgement of someone."""
    return next((one for one in reversed(_standing(query)) if one.author == author), None)
