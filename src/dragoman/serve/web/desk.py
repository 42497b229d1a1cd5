"""What every page of the desk shares, and how each finds it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from dragoman.record.query import Query
from dragoman.record.survey import text
from dragoman.serve.web.notes import Notes
from dragoman.serve.web.shelf import Shelf
from dragoman.serve.web.views import Views
from dragoman.spans import Text
from dragoman.types import Article, MadeBy, Published, Reading


@dataclass(frozen=True, slots=True)
class Desk:
    """One record on one desk."""

    shelf: Shelf
    notes: Notes
    views: Views
    author: str
    """Who judges at this machine."""

    def who(self, request: Request) -> str:
        """Who judges by this request: the name of its token, else whoever sits here."""
        name: str = request.state.guest.name
        return name or self.author


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


At = Annotated[Desk, Depends(_desk)]
"""A page's parameter by which it is given the desk."""


class Texts(Mapping[str, str]):
    """Texts by the id of their report, each looked up once."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._held: dict[str, str] = {}

    def __getitem__(self, id: str) -> str:
        if id not in self._held:
            self._held[id] = text(self._query, id)
        return self._held[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


class Bare(Mapping[str, Reading]):
    """Reports of which only the text is asked for, as readings without entries."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __getitem__(self, id: str) -> Reading:
        article = Article(id, "", Text(self._texts[id]), Published(None, "none"))
        return Reading(article, MadeBy("", ""))

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
