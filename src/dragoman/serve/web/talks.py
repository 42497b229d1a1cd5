"""A process as of a day → who speaks to whom and of whom, and the pages that tell more of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from dragoman.processes.naming import countries
from dragoman.record.people import known
from dragoman.record.query import Query
from dragoman.serve.web.told import Teller


@dataclass(frozen=True, slots=True)
class Talk:
    """What one side says to another, or of another."""

    speaker: str
    way: str
    """to or about"""
    other: str
    number: int
    speaker_url: str
    other_url: str
    url: str
    """Of those statements: in the process's reports, until the day."""


def talks(query: Query, teller: Teller, at: date) -> tuple[Talk, ...]:
    """Those told most often come first."""
    speech = teller.speech(at)
    keys = {teller.side(key): key for key in teller.process.sides}
    names = {name for one, _, other, _ in speech for name in (one, other)}
    pages = _pages(query, names, keys)
    return tuple(
        Talk(one, way, other, number, pages[one], pages[other],
             _statements(keys.get(one, one), way, other, at, teller.process.ref))
        for one, way, other, number in speech
    )  # fmt: skip


def page_of(key: str) -> str:
    """The page of a side: of a country its own, of any other those whose names hold its name."""
    return f"/sides/{key}" if key in countries() else f"/actors?words={quote(key)}"


def _pages(query: Query, names: Iterable[str], keys: Mapping[str, str]) -> dict[str, str]:
    """Name → page: a country's, else the actor's who is told most by this very name."""
    found = {name: f"/actors/{key}" for name, key in known(query, names).items()}
    found |= {name: page_of(key) for name, key in keys.items() if key in countries()}
    return {name: found.get(name) or page_of(name) for name in names}


def _statements(by: str, way: str, other: str, at: date, process: str) -> str:
    until = at + timedelta(1) if at < date.max else at
    named = {"to": other} if way == "to" else {"words": f'"{other}"'}
    there = {"until": until.isoformat(), "process": process.replace("#", "-")}
    return f"/statements?{urlencode({'by': by, **named, **there})}"
