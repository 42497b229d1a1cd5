"""The record → how much it holds."""

from typing import Any

from dragoman.record.query import OPEN, Query

_COUNTS = {
    "reports": "SELECT count(*) FROM article",
    "stories": "SELECT count(DISTINCT story) FROM article",
    "outlets": (
        "SELECT count(*) FROM (SELECT outlet FROM article WHERE outlet <> '' "
        "UNION SELECT source FROM sighting WHERE source <> '')"
    ),
    "readings": "SELECT count(*) FROM reading",
    "corrections": "SELECT count(*) FROM judgement",
    "failures": f"SELECT count(DISTINCT which) FROM failure WHERE {OPEN}",
}


def stats(query: Query) -> dict[str, Any]:
    """What and how much of it; "stories" counts near-copies of one text once."""
    found: dict[str, Any] = {name: query.rows(sql)[0][0] for name, sql in _COUNTS.items()}
    kinds = query.rows("SELECT kind, count(*) FROM item GROUP BY kind ORDER BY kind")
    found["items"] = dict(map(tuple, kinds))
    readers = query.rows(
        "SELECT version || ' ' || weights, count(*) FROM reading GROUP BY 1 ORDER BY max(key)"
    )
    found["readers"] = dict(map(tuple, readers))
    first, last = query.rows("SELECT min(day), max(day) FROM article")[0]
    found["days"] = {"first": first, "last": last}
    found["bytes"] = query.path.stat().st_size
    found["bytes_per_report"] = round(found["bytes"] / found["reports"]) if found["reports"] else 0
    return found
