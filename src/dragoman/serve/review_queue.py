"""The newest reports of a record → their least certain entries that nobody has judged."""

from dragoman.record import survey
from dragoman.record.corrections import undone_by
from dragoman.record.query import Query
from dragoman.serve.web.doubts import Doubt, doubts

MOST = 200
"""Entries of one queue."""


def queue(query: Query, newest: int, report: str = "") -> tuple[Doubt, ...]:
    """Entries of so many newest reports, or of one by its id; least certain first.

    Those of readings made before entries had a certainty come last, most doubts first.
    """
    found: list[Doubt] = []
    ids = [report] if report else [id for id, _, _ in survey.stamps(query, newest)]
    for id in ids:
        shown = query.shown(id)
        undone = undone_by(query.judgements(id))
        judged = {
            outcome.judgement.body.get("item", {}).get("id")
            for outcome in shown.outcomes
            if outcome.judgement.number not in undone and outcome.state == "applied"
        }
        found += [one for one in doubts(shown.document) if one.entry not in judged]
    return tuple(sorted(found, key=_order)[:MOST])


def _order(one: Doubt) -> tuple[bool, float, str]:
    if one.certainty is None:
        return True, -len(one.why), one.id
    return False, one.certainty, one.id
