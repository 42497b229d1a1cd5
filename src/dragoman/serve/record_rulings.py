"""What people hold across the reports of a record → judgements for the linker."""

from collections.abc import Iterable, Iterator

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
    return tuple(ruling for link in found if not link.lost for ruling in _rulings(link))


def _rulings(link: Link) -> Iterator[Judgement]:
    """Meetings of two processes are not one meeting, whatever the linker would hold."""
    held, verdict = link.judgement, Verdict(link.verdict)
    kinds = [Kind(link.kind)]
    if link.kind == Kind.PROCESS and verdict is Verdict.OTHER:
        kinds.insert(0, Kind.MEETING)
    for kind in kinds:
        yield Judgement(kind, link.left, link.right, verdict, 1.0, held.reason, held.author)
