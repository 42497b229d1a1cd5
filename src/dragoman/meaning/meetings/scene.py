"""What a mention of a meeting is, and what it is read by."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings.phrases import Parties
from dragoman.meaning.tree import Tree
from dragoman.ontology import MeetingKind
from dragoman.spans import Span
from dragoman.types import Time, When


class Link(Enum):
    """Which meeting the words ask for."""

    OPEN = auto()
    """one by its parties and place, known or not"""
    BACK = auto()
    """one spoken of: "the talks", "such a meeting" """
    NEW = auto()
    """one that follows another: "a third round", "a return visit" """
    PAST = auto()
    """one that is over: "the latest round" """


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a meeting, with what stands beside them."""

    at: int
    kind: MeetingKind
    verbal: bool
    parties: Parties
    place: Span | None
    name: str | None
    planned: When
    link: Link
    needy: bool = False
    """Whether it names a meeting only with parties, or when it points back ("the session")."""
    due: bool = False
    """Whether the words themselves tell the state ("is due in Lima", "invited to Lima")."""
    since: bool = False
    """Whether its date is the edge of a time without meetings ("since January")."""
    order: str = ""
    """The word that counts or sorts it ("third", "return")."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What every mention is read by."""

    tree: Tree
    cast: Cast
    times: tuple[Time, ...]
    published: date | None
