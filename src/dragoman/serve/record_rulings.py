"""What people hold across the reports of a record → judgements for the linker."""

from collections.abc import Iterable

from dragoman.processes.values import Judgement, Kind, Verdict
from dragoman.record import corrections
from dragoman.record.links import Link, links, resolve
from dragoman.record.query import Query

VERDICTS = tuple(verdict.value for verdict in Verdict)


def rulings(
    query: Query, held: Iterable[corrections.Judgement] | None = None
) -> tuple[Judgement, ...]:
    """The links that hold, or these, whose entries are found; a lost one rules nothing."""
    found = links(query) if held is None else resolve(query, tuple(held))
    return tuple(_ruling(link) for link in found if not link.lost)


def _ruling(link: Link) -> Judgement:
    held = link.judgement
    return Judgement(
        Kind(link.kind), link.left, link.right, Verdict(link.verdict), 1.0, held.reason,
        held.author,
    )  # fmt: skip
