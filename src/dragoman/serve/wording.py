"""The values of a reading → the short words by which the views tell them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from dragoman.lexicon import table
from dragoman.meaning.standing import latest_by_side, side_of
from dragoman.ontology import Act, Channel, DateHow, Grain, Polarity
from dragoman.types import OUTLET, Interval, Meeting, Reading, StateClaim, Statement, When

THE_REPORT = "the report itself"


def day(moment: date) -> str:
    """4 May 2031, and the clock where there is one."""
    told = f"{moment.day} {moment:%b %Y}"
    return f"{told}, {moment:%H:%M}" if isinstance(moment, datetime) else told


def interval(found: Interval) -> str:
    """4 May 2031 · 4–6 May 2031 · 28 Apr – 2 May 2031 (last day included) · May 2031 · 2031"""
    first, end = found.start, found.end
    if isinstance(first, datetime) or isinstance(end, datetime):
        return day(first)
    last = end - timedelta(days=1)
    if last <= first:
        return day(first)
    same_year, opens = first.year == last.year, first.day == 1
    if found.grain is Grain.YEAR and same_year and (first.month, last.month) == (1, 12):
        return f"{first.year}"
    if same_year and first.month == last.month:
        whole = found.grain is Grain.MONTH and opens and end.day == 1
        return f"{first:%b %Y}" if whole else f"{first.day}–{day(last)}"
    return f"{first.day} {first:%b} – {day(last)}" if same_year else f"{day(first)} – {day(last)}"


def when(found: When) -> str:
    """A date as far as it is known; empty when it is not."""
    if found.interval is None:
        return ""
    if found.how is DateHow.PUBLICATION:
        return f"by {interval(found.interval)}"
    return interval(found.interval)


def plain(member: str) -> str:
    """A member of a vocabulary as words."""
    return member.replace("_", " ")


def clean(words: str) -> str:
    """Words on one line, without characters that could command a terminal."""
    if not words.isprintable():
        words = "".join(c if c.isprintable() else " " for c in words)
    return " ".join(words.split())


def short(words: str, limit: int) -> str:
    """Words on one line, cut between words past a limit."""
    words = clean(words)
    if len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0].rstrip(",;:–—-") + " …"


class Names:
    """Who is who in one reading."""

    def __init__(self, reading: Reading) -> None:
        self._names = {actor.id: actor.name for actor in reading.actors}
        self._names[OUTLET] = THE_REPORT

    def one(self, id: str | None) -> str:
        """The name of an actor; "someone" for a speaker that nobody names."""
        return "someone" if id is None else self._names.get(id, id)

    def all(self, ids: Iterable[str], none: str = "") -> str:
        """Names, joined by commas and "and"."""
        names = [self.one(id) for id in ids]
        if len(names) < 2:
            return names[0] if names else none
        return f"{', '.join(names[:-1])} and {names[-1]}"

    def side(self, claim: StateClaim) -> str:
        """The country, actor or page that a claim counts for."""
        side = side_of(claim)
        return self._names.get(side) or countries().get(side, side)


@cache
def countries() -> dict[str, str]:
    """ISO alpha-3 → the country's name."""
    return {row["iso3"]: row["name"] for row in table("countries")}


def board(meeting: Meeting) -> list[tuple[StateClaim, bool]]:
    """The claims on a meeting by side, each side's latest word (True) before what it replaced."""
    latest = latest_by_side(meeting.states)
    rows: list[tuple[StateClaim, bool]] = []
    for side, standing in latest.items():
        rows += [(claim, True) for claim in standing]
        rows += [
            (claim, False)
            for claim in reversed(meeting.states)
            if side_of(claim) == side and claim not in standing
        ]
    return rows


def state(claim: StateClaim) -> str:
    """The state as words, with what it rejects and whether it is hedged."""
    told = plain(claim.state)
    if claim.denies:
        told += f" (not {plain(claim.denies)})"
    return f"{told}, hedged" if claim.hedged else told


def act(statement: Statement) -> str:
    """warn · did not say · did not comment · would not say"""
    if statement.polarity is Polarity.NEGATED and statement.act is Act.DECLINE_COMMENT:
        return "did not comment"
    if statement.polarity is Polarity.NEGATED:
        return f"did not {plain(statement.act)}"
    if statement.polarity is Polarity.DECLINED:
        return "would not say"
    return plain(statement.act)


def channel(statement: Statement) -> str:
    """Through what the words came; empty when the report does not say."""
    known = "" if statement.channel is Channel.UNKNOWN else plain(statement.channel)
    if statement.platform:
        return f"{known} ({statement.platform})" if known else statement.platform
    return known
