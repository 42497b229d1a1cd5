"""One text, many spans: the ground that every piece of evidence stands on."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters of one text; sorted by start, then end."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span: {self.start}:{self.end}: not a range of characters")

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: "Span") -> bool:
        """Whether the other lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)


def cover(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all the given ones; at least one is needed."""
    spans = list(spans)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


@dataclass(frozen=True, slots=True)
class Text:
    """A frozen text: what is read, and what all spans of its reading lie in."""

    content: str

    def __len__(self) -> int:
        return len(self.content)

    def __getitem__(self, span: Span) -> str:
        """The words of a span; `IndexError` when it does not lie in the text."""
        if span.end > len(self.content):
            raise IndexError(f"span: {span.start}:{span.end}: past the end at {len(self.content)}")
        return self.content[span.start : span.end]
