"""The record → the meetings of its newest reports, and what linking made of reports before."""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.record.packing import dumps
from dragoman.record.query import Query

MOST = 500
"""Values of one question; SQLite allows some thousand."""


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting as one report tells it."""

    report: str
    entry: str
    day: date
    """Of the report, or of its coming where it has none."""
    parties: frozenset[tuple[str, str]]
    """Name and side of each participant."""

    @property
    def ref(self) -> str:
        return f"{self.report}#{self.entry}"


@dataclass(frozen=True, slots=True)
class Linked:
    """What was made of some reports: of which matter, its names, and itself."""

    matter: str
    names: tuple[str, ...]
    body: list[Any]


def meetings(query: Query, until: date | None, most: int) -> tuple[list[Met], date | None]:
    """The meetings told last, up to the end of a day; those of the newest reports first. And the
    day from which on they are all there, None when there are no earlier ones.

    At most so many, and of a record of more at least half of them: all from a round day on, so
    that not each new report makes an old one leave the matter that it was linked with.
    """
    end = until.toordinal() + 1 if until else date.max.toordinal()
    found = query.rows(
        "WITH newest AS MATERIALIZED (SELECT * FROM (SELECT key, article, id, article AS place "
        "FROM item INDEXED BY item_meeting WHERE kind = 'meeting' AND article < ?1 "
        "AND article NOT IN (SELECT key FROM article WHERE place IS NOT NULL) "
        "ORDER BY article DESC LIMIT ?2) UNION ALL "
        # the few that are held to be of another day than they came as
        "SELECT item.key, article, item.id, place FROM article JOIN item INDEXED BY item_meeting "
        "ON article = article.key AND kind = 'meeting' WHERE place < ?1 "
        "ORDER BY place DESC LIMIT ?2) "
        "SELECT newest.key, place, newest.id AS entry, name, who.side AS side, "
        "(SELECT id FROM article WHERE article.key = newest.article) AS report FROM newest "
        "LEFT JOIN party ON party.item = newest.key AND role = 'participant' "
        "LEFT JOIN who ON who.key = party.who ORDER BY place DESC, newest.key",
        (end << 32, most + 1),
    )
    heads: dict[int, tuple[str, str, int]] = {}
    parties: dict[int, list[tuple[str, str]]] = {}
    for key, place, entry, name, side, report in found:
        heads[key] = report, entry, place >> 32
        told = parties.setdefault(key, [])
        if name is not None:
            told.append((name, side))
    days = [day for _, _, day in heads.values()]
    first = round_day(days[most] + 1, days[most // 2]) if len(days) > most else 0
    met = [
        Met(report, entry, date.fromordinal(day), frozenset(parties[key]))
        for key, (report, entry, day) in heads.items()
        if day >= first
    ]
    return met[:most], date.fromordinal(first) if first else None


def round_day(first: int, last: int) -> int:
    """The day between two, both counted, that the highest power of two divides; else the first."""
    if first > last:
        return first - 1  # half of them were told on one day
    low = ((first - 1) ^ last).bit_length() - 1
    return last >> low << low


def stamps(query: Query, reports: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Report → the numbers of its newest reading and judgement."""
    found: dict[str, tuple[int, int]] = {}
    for some in _pieces(reports):
        marks = ", ".join("?" * len(some))
        rows = query.rows(
            "SELECT id, (SELECT coalesce(max(key), 0) FROM reading WHERE article = article_.key), "
            "(SELECT coalesce(max(key), 0) FROM judgement WHERE article = article_.key) "
            f"FROM article AS article_ WHERE id IN ({marks})",
            some,
        )
        found |= {row[0]: (row[1], row[2]) for row in rows}
    return found


def names(query: Query, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Key → names of what was made of it, for those that were."""
    found: dict[str, tuple[str, ...]] = {}
    for some in _pieces(keys):
        marks = ", ".join("?" * len(some))
        rows = query.rows(f"SELECT key, names FROM linked WHERE key IN ({marks})", some)
        found |= {row[0]: tuple(row[1].split("\n")) for row in rows}
    return found


def linked(query: Query, key: str) -> Linked | None:
    """What was made of just this, if it is still kept."""
    found = query.rows("SELECT matter, names, body FROM linked WHERE key = ?", (key,))
    if not found:
        return None
    matter, told, body = found[0]
    return Linked(matter, tuple(told.split("\n")), json.loads(zlib.decompress(body)))


def packed(body: list[Any]) -> bytes:
    """A body as it is kept."""
    return zlib.compress(dumps(body).encode(), 1)


def _pieces(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + MOST] for at in range(0, len(values), MOST))
