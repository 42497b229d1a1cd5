"""Meetings and processes → the plain names by which they are told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from dragoman.lexicon import table
from dragoman.ontology import MeetingKind
from dragoman.processes.sightings import RANKS, Sighting
from dragoman.processes.values import Joint, Plan

_MOST = 3
"""Sides that a name tells."""


def side_name(key: str, names: Mapping[str, str]) -> str:
    """A country's name, else the name under which the side is known."""
    return countries().get(key) or names.get(key, key)


@cache
def countries() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in table("countries")}


def joint_name(
    kind: MeetingKind, seen: Sequence[Sighting], sides: Sequence[str], plans: Sequence[Plan],
    names: Mapping[str, str],
) -> str:  # fmt: skip
    """ "Alvania–Borduria summit in Cressy", "third round of Alvania–Borduria talks"."""
    own = Counter(each.meeting.name for each in seen if each.meeting.name)
    if own:
        return str(own.most_common(1)[0][0])
    order = next((each.order for each in seen if each.order), None)
    levels = Counter(level for each in seen for level in each.levels)
    level = min(levels, key=lambda each: (-levels[each], each)) if levels else ""
    what = f"{kind} of {level}" if level in RANKS and kind is not MeetingKind.SUMMIT else (
        f"{level} {kind}" if level and level not in RANKS else str(kind)
    )  # fmt: skip
    parts = [_ordinal(order), _joined(sides, names), what]
    place = plans[-1].place if plans else ""
    told = " ".join(filter(None, parts)) + (f" in {place}" if place else "")
    return told[0].upper() + told[1:]


def process_name(joints: Sequence[Joint]) -> str:
    """The name of the meeting that most is claimed of, one in person before a call."""
    main = max(
        joints,
        key=lambda j: (j.kind is not MeetingKind.CALL, len(j.claims), len(j.mentions), j.ref),
    )
    return main.name


def _joined(sides: Sequence[str], names: Mapping[str, str]) -> str:
    return "–".join(sorted(side_name(side, names) for side in sides[:_MOST]))


def _ordinal(number: int | None) -> str:
    rows = table("ordinals")
    return next(
        (r["word"] for r in rows if r["stands"] == "before" and r["number"] == str(number)), ""
    )
