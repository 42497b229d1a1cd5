"""Actors: who they are told to be over time, what they say and do, and with whom."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Annotated, Any

import fastapi
from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.errors import RecordMissing, UsageError
from dragoman.processes.naming import side_name
from dragoman.record import people, survey
from dragoman.record.anchors import by_id
from dragoman.record.query import Query
from dragoman.serve.web import ask, charts, specs
from dragoman.serve.web.desk import At, Desk
from dragoman.serve.web.files import Suffix, as_file, every
from dragoman.serve.web.judging import join

router = APIRouter(include_in_schema=False)

Number = Annotated[int, Path(ge=1, lt=1 << 62)]
Word = Annotated[ask.Words, Form()]
SELF = ("self",)
SPEAKS, ACTS = ("speaker",), ("actor", "target")
MEETS = ("participant",)
NAMED = re.compile(r"(.*?)(?: \(([A-Z]{3})\))?", re.DOTALL)
"""A name, and the code of its side where several have it."""
ROLES = 24
"""Newest reports in which an actor's role is looked up."""


Asked = Annotated[ask.Names, fastapi.Query()]


@dataclass(frozen=True, slots=True)
class Dealing:
    """One side's month with another."""

    month: str
    friendly: int
    hostile: int
    stories: int


@router.get("/actors")
def all_actors(desk: At, request: Request, asked: Asked) -> Response:
    with desk.shelf.query() as query:
        found = desk.shelf.kept(("actors", asked), lambda: ask.actors(query, asked))
    return desk.views.page(request, "actors.html", found=found, words=asked.words)


@router.get("/actors.{suffix}")
def actors_file(desk: At, suffix: Suffix, asked: Asked) -> Response:
    def rows(asked: ask.Plain) -> ask.Answer:
        with desk.shelf.query() as query:
            return ask.actors(query, asked)

    return as_file("actors", every(rows, asked), suffix)


@router.get("/actors/{key}")
def one_actor(desk: At, request: Request, key: Number) -> Response:
    with desk.shelf.query() as query:
        who = people.person(query, key)
        told = people.parts(query, SELF, who=who["keys"], limit=ROLES).rows
        return desk.views.page(
            request, "actor.html", name=who["name"], side=who["side"], whole=False, key=who["key"],
            also=who["names"][1:], alike=people.alike(query, who["names"]),
            roles=_roles(query, told), **_told(query, who=who["keys"]),
            **_dealings(desk, query, who["side"]),
        )  # fmt: skip


@router.post("/actors/{key}/same")
def same(
    desk: At, request: Request, key: Number, other: Word, reason: Word = ""
) -> Response:
    """Another name is of the same actor, in every list."""
    with desk.shelf.query() as query:
        who = people.person(query, key)
        name, side = NAMED.fullmatch(other.strip()).groups()  # type: ignore[union-attr]
        found = [one for one in people.called(query, name, side) if one["key"] not in who["keys"]]
        if len(found) != 1:
            several = ", ".join(f"{one['name']} ({one['side'] or '-'})" for one in found)
            why = f"several are told so: {several}" if found else "nobody else is told by that name"
            raise UsageError(other, why)
        ends = (_entry(query, who["name"], who["keys"]), _entry(query, name, [found[0]["key"]]))
    number = join(desk, *ends, "same", desk.who(request), reason, process=False)
    return RedirectResponse(f"/actors/{who['key']}?done={number}", 303)


def _entry(query: Query, name: str, keys: list[int]) -> str:
    """The newest entry of an actor that is known by name: what a judgement is made on."""
    for row in people.parts(query, SELF, who=keys, limit=ROLES).rows:
        _, actor = by_id(query.shown(row["article"]).document, row["id"])
        if any(mention["kind"] == "name" for mention in actor["mentions"]):
            return f"{row['article']}#{row['id']}"
    raise UsageError(name, "is told by no name of its own: another report may mean another by it")


@router.get("/sides/{code}")
def one_side(desk: At, request: Request, code: str) -> Response:
    """All who speak or act for a country."""
    with desk.shelf.query() as query:
        parts = _told(query, side=code)
        if not any(parts.values()):
            raise RecordMissing(code, "no such side")
        return desk.views.page(
            request, "actor.html", name=side_name(code, {}), side=code, whole=True, roles=[],
            key=None, also=(),
            **_dealings(desk, query, code), **parts,
        )  # fmt: skip


def _told(query: Query, **who: Any) -> dict[str, Any]:
    return {
        "said": [ask.entry_json(r) for r in people.parts(query, SPEAKS, limit=12, **who).rows],
        "done": [ask.entry_json(r) for r in people.parts(query, ACTS, limit=12, **who).rows],
        "met": [ask.entry_json(r) for r in people.parts(query, MEETS, limit=12, **who).rows],
    }


def _roles(query: Query, told: tuple[ask.Json, ...]) -> list[dict[str, Any]]:
    """Runs of reports that tell the same role of an actor, newest first."""
    runs: list[dict[str, Any]] = []
    roles = survey.roles(query, list(dict.fromkeys(row["article"] for row in told)))
    for row in told:
        role = roles.get((row["article"], row["id"])) or row["label"]
        if runs and runs[-1]["role"] == role:
            runs[-1] |= {"first": row["day"], "reports": runs[-1]["reports"] + 1}
        else:
            runs.append({
                "role": role, "first": row["day"], "last": row["day"], "reports": 1,
                "article": row["article"], "entry": row["id"], "words": row["words"],
                "source": row["source"],
            })  # fmt: skip
    return runs


def _dealings(desk: Desk, query: Query, side: str) -> dict[str, Any]:
    """The months of a side with others, and what the browser draws of them."""
    months = desk.shelf.kept(("dealings", side), lambda: _months(query, side)) if side else {}
    drawn = {
        other: (
            charts.bars([(m.friendly, m.hostile) for m in told]),
            specs.dealings([m.month for m in told]),
        )
        for other, told in months.items()
    }
    return {"dealings": months, "drawn": drawn}


def _months(query: Query, side: str) -> dict[str, list[Dealing]]:
    """Name of another side → its months with this one; those with most first, eight at most."""
    months: dict[str, list[Dealing]] = defaultdict(list)
    for row in people.dealings(query, side):
        told = Dealing(row["month"], row["friendly"], row["hostile"], row["stories"])
        months[row["side"]].append(told)
    most = sorted(months, key=lambda s: -sum(m.friendly + m.hostile for m in months[s]))[:8]
    return {side_name(other, {}): months[other] for other in most}
