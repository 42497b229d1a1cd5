"""The columns of each profile, in order, and what stands in a cell that nothing fills."""

from functools import cache

from dragoman.lexicon import table

PROFILES = ("gdelt", "polecat", "icews", "plover", "petrarch")
EMPTY = {"polecat": "None"}
"""How a profile writes that it knows nothing; the others leave the cell empty."""

EXTRA = ("Status", "Asserter", "Evidence", "Independent Sources", "Report")
"""Our own columns, after all others, when they are asked for."""


@cache
def columns(profile: str) -> tuple[str, ...]:
    """The names of a profile's columns."""
    return tuple(row["column"] for row in table("profile_columns") if row["profile"] == profile)


@cache
def filled(profile: str) -> dict[str, str]:
    """Column → what fills it; empty for what dragoman cannot fill."""
    rows = table("profile_columns")
    return {row["column"]: row["filled"] for row in rows if row["profile"] == profile}


@cache
def empty(profile: str) -> dict[str, str]:
    """Column that dragoman cannot fill → why."""
    rows = table("profile_columns")
    return {
        row["column"]: row["empty"] for row in rows if row["profile"] == profile and row["empty"]
    }
