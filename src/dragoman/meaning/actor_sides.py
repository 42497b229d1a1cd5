"""Drafts → the countries that titles do not tell: particular offices, leaders, shared posts."""

from collections.abc import Iterable
from datetime import date

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_drafts import Draft


def learn_sides(drafts: Iterable[Draft], homes: set[str], day: date | None) -> None:
    """Named persons without a country get the one that their office or the leaders' table tells.

    `homes`: countries named in the report, which decide between two that call an office alike.
    """
    for draft in drafts:
        if not (draft.person and draft.named):
            continue
        if draft.country is None:
            draft.country = _by_office(draft.offices, homes)
        _by_table(draft, day)


def share_sides(held: list[Draft], owners: list[Draft]) -> None:
    """Posts shared out among several owners, one each and in order.

    "The two presidents sent their ministers, A and B": A serves the first, B the second, unless
    one of them is known to serve another; then the rest takes what is left.
    """
    sides = [owner.country for owner in owners]
    if len(held) != len(owners) or None in sides or len(set(sides)) != len(sides):
        if len(owners) == 1:
            for draft in held:
                draft.country = draft.country or owners[0].country
        return
    left = [side for side in sides if side not in {draft.country for draft in held}]
    free = [draft for draft in held if draft.country is None]
    if len(left) == len(free):
        for draft, side in zip(free, left, strict=True):
            draft.country = side


def _by_office(offices: set[str], homes: set[str]) -> str | None:
    for office in sorted(offices):
        countries = world.particular().get(office, ())
        named = [country for country in countries if country in homes]
        if len(named) == 1:
            return named[0]
        if len(countries) == 1:
            return countries[0]
    return None


def _by_table(draft: Draft, day: date | None) -> None:
    """What the leaders' table adds as of the day, where it does not contradict the report."""
    leader = world.leader(draft.name, day)
    if leader is None or (draft.country not in (None, leader.country)):
        return
    surname_only = " " not in draft.name
    if surname_only and draft.rank not in ("", "head", "deputy", "leader"):
        return
    draft.country = leader.country
    if draft.role is None:
        if leader.holds(day):
            known = world.role(leader.title)
            draft.role = known.role if known else leader.title
            draft.rank, draft.sector = leader.kind, "GOV"
            draft.forms |= {draft.role, draft.role.split()[-1]}
        else:
            draft.sector = draft.sector or "ELI"
