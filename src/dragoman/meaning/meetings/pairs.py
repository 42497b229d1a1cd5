"""The report → the two of the matter in hand, where no meeting tells whose it is."""

from collections import Counter
from datetime import date

from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings.phrases import STATES, leaders, named
from dragoman.meaning.tree import Tree


def _first_pair(tree: Tree, cast: Cast) -> tuple[str, ...]:
    """The first two states or groups named together at the head of a report: "Chile and Peru"."""
    for i in range(min(len(tree), 80)):
        parts = tree.conjuncts(i)
        if len(parts) == 2 and tree.relation(i) != "conj":
            ids = [id for part in parts for id in cast.all_at(part)[:1]]
            if len(set(ids)) == 2 and all(
                cast.get(id).kind in STATES and named(cast, id) for id in ids
            ):
                return tuple(ids)
    return ()


def _between(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """The two after a "between", by the order of the words: "between Lima and the men of Quito"."""
    end = min(i + 20, tree.sentence_tokens(i).stop)
    found: list[str] = []
    joined = False
    for j in range(i + 1, end):
        joined = joined or tree.lower[j] == "and"
        for id in cast.all_at(j):
            able = cast.get(id).kind in STATES or named(cast, id)
            if able and id not in found and len(found) == int(joined):
                found.append(id)
    return tuple(found)


def pair_of_report(
    tree: Tree, cast: Cast, before: int, summit: bool = False, day: date | None = None
) -> tuple[str, ...]:
    """The two of the matter in hand where no meeting tells: "between A and B", else the two
    states or groups that the report names most."""
    for i in range(before - 1, -1, -1):
        if tree.lower[i] == "between":
            ids = _between(tree, cast, i)
            if len(ids) == 2:
                return ids
    first = _first_pair(tree, cast)
    if first and not summit:
        return first
    for least in (2, 1):
        heads = leaders(cast, [a.id for a in cast.actors if len(a.mentions) >= least], day)
        if summit and len(heads) == 2 and len({cast.get(id).country for id in heads}) == 2:
            return heads
    counts = Counter(
        {
            a.id: len(a.mentions)
            for a in cast.actors
            if a.kind in STATES and a.sector != "MED" and named(cast, a.id)
        }
    )
    best = [id for id, n in counts.most_common(3) if n > 1 or len(counts) == 2]
    return tuple(best[:2]) if len(best) >= 2 else ()
