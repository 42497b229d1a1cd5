"""What people hold across the reports of a record → judgements for the linker."""

from dragoman.processes.values import Judgement, Kind, Verdict
from dragoman.record.links import Link, links
from dragoman.record.query import Query

VERDICTS = tuple(verdict.value for verdict in Verdict)


def rulings(query: Query) -> tuple[Judgement, ...]:
    """The links that hold and whose entries are found; a lost one rules nothing."""
    return tuple(_ruling(link) for link in links(query) if not link.lost)


def _ruling(link: Link) -> Judgement:
    held = link.judgement
    kind = held.body["left"].get("item", {}).get("kind", "report")
    return Judgement(
        Kind(kind), link.left, link.right, Verdict(link.verdict), 1.0, held.reason, held.author
    )
