"""An entry's row → whose it is, to whom, and what, in plain words: each by his role."""

from dataclasses import dataclass
from typing import Any

from dragoman.record.lists import ROLES, TO
from dragoman.serve import wording
from dragoman.types import OUTLET

Json = dict[str, Any]

USUAL = frozenset({"affirmed", "happened", "unknown"})
"""What goes without saying."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The line above an entry's words."""

    who: str
    to: str
    tags: tuple[str, ...]
    """Act or type, status, channel, and who says it where that is another."""

    def __str__(self) -> str:
        return self.who + (f" → {self.to}" if self.to else "")


def lead(row: Json) -> Lead:
    """The line of a row as `ask.entry_json` gives it."""
    kind = row["kind"]
    own = "the report itself" if kind == "state" else "someone"
    tags = [row["label"] or kind, row["code"] if kind == "event" else None]
    tags += [one for one in (row["status"], row["channel"]) if one not in USUAL]
    told = [wording.plain(one) if one != row["code"] else one for one in tags if one]
    if kind == "event" and (asserter := _names(row, "asserter")):
        told.append(f"says {asserter}")
    return Lead(_names(row, ROLES[kind]) or own, _names(row, *TO.values()), tuple(told))


def _names(row: Json, *roles: str) -> str:
    found = (p for p in row["parties"] if p["role"] in roles and p["side"] != OUTLET)
    return ", ".join(dict.fromkeys(wording.clean(one["name"]) for one in found))
