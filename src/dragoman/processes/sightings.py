"""Reading → its meetings as sightings: what tells one meeting from another, by keys that hold."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from dragoman.lexicon import table
from dragoman.ontology import Grain, MeetingKind, MeetingState, StateFamily
from dragoman.processes.parties import Parties, fold
from dragoman.spans import Span
from dragoman.types import Interval, Meeting, Reading

Days = tuple[date, date]
"""First day, and the day after the last."""

_BEFORE, _AFTER = 40, 45
"""Characters around a mention that may tell of which sort the meeting is."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A meeting as one report tells it."""

    ref: str
    report: str
    published: date
    kind: MeetingKind
    sides: frozenset[str]
    context: tuple[str, ...]
    """The sides that the report is about, where the meeting itself has none."""
    people: frozenset[str]
    days: Days | None
    vague: bool
    """Whether the days are a longer stretch in which it falls."""
    place: str
    name: str
    levels: frozenset[str]
    order: int | None
    new: bool
    """Whether it is told as another than one before ("the next round")."""
    past: bool
    """Whether it is told as over and nothing is claimed of it ("two earlier rounds")."""
    states: frozenset[MeetingState]
    meeting: Meeting

    @property
    def families(self) -> frozenset[StateFamily]:
        return frozenset(state.family for state in self.states)

    @property
    def held(self) -> bool:
        return StateFamily.HELD in self.families

    @property
    def ahead(self) -> bool:
        """Whether all that is said of it is said of what is still to come."""
        return bool(self.states) and not self.held and MeetingState.NOT_HELD not in self.states


def find_sightings(reading: Reading, parties: Parties) -> tuple[Sighting, ...]:
    """The meetings of a reading, in its order."""
    about = context(reading, parties)
    return tuple(_sighting(reading, parties, meeting, about) for meeting in reading.meetings)


def published(reading: Reading) -> date:
    return reading.article.published.day or date.min


def _sighting(
    reading: Reading, parties: Parties, meeting: Meeting, about: tuple[str, ...]
) -> Sighting:
    text = reading.article.text
    around = [_around(text.content, span) for span in _words(meeting)]
    people = frozenset(filter(None, map(parties.person, meeting.participants)))
    days = days_of(meeting.planned.interval)
    order = next((n for a, w, b in around if (n := _order(a, w, b)) is not None), None)
    return Sighting(
        ref=f"{reading.article.id}#{meeting.id}",
        report=reading.article.id,
        published=published(reading),
        kind=meeting.kind,
        sides=participants(reading, parties, meeting),
        context=about,
        people=people,
        days=days,
        vague=days is not None and days[1] - days[0] > 9 * _DAY,
        place=fold(text[meeting.place]) if meeting.place else "",
        name=fold(meeting.name or ""),
        levels=_level(meeting, parties, [" ".join(each) for each in around]),
        order=order,
        new=any(_NEW.search(_lead(*each)) for each in around[:1]),
        past=not meeting.states and any(_PAST.search(_lead(*each)) for each in around),
        states=frozenset(claim.state for claim in meeting.states),
        meeting=meeting,
    )


def participants(reading: Reading, parties: Parties, meeting: Meeting) -> frozenset[str]:
    """The sides that meet; a visit's host is one also where only the place tells it."""
    sides = {parties.takes_part(id) for id in meeting.participants}
    if meeting.kind is MeetingKind.VISIT and meeting.place:
        sides.add(parties.host(reading.article.text[meeting.place]))
    return frozenset(side for side in sides if side is not None)


def context(reading: Reading, parties: Parties) -> tuple[str, ...]:
    """The two sides that a report speaks of most."""
    told: Counter[str] = Counter()
    for actor in reading.actors:
        told[parties.side(actor.id)] += len(actor.mentions)
    known = [(-n, side) for side, n in told.items() if len(side) == 3 and side.isupper()]
    return tuple(side for _, side in sorted(known)[:2])


def days_of(interval: Interval | None) -> Days | None:
    """An interval of days or of clock time → the days that it touches; None for a year or more."""
    if interval is None or interval.grain is Grain.YEAR:
        return None
    first, end = interval.start, interval.end
    if isinstance(end, datetime):
        last = (end - timedelta(microseconds=1)).date()
        end = last + _DAY
    first = first.date() if isinstance(first, datetime) else first
    return first, max(end, first + _DAY)


# --- words around a mention -------------------------------------------------------------------

_NEW = re.compile(r"(?i)\b(next|another|further|following|new|fresh|subsequent|return|follow-up) "
                  r"(?:[\w-]+ ?){1,2}$")  # fmt: skip
_PAST = re.compile(r"(?i)\b(earlier|previous|past|last|former|similar) (?:[\w-]+ ?){1,2}$")


_OPENS = re.compile(r"(?i)^\W*(?:(?:the|a|an) )?(\w+)")
_BEFORE_IT = re.compile(
    r"(?i)(?:\b(?:the|a|an|this|that|their|its|of)\s+|^\W*)(\w+)"
    r"(?:(?:\s+(?!of\b|day\b)[\w-]+){0,2}|\s+(?:round|session)\s+of)\s*$"
)
"""After a determiner: "she will first meet the envoys" and "the second day of" number nothing."""


def _words(meeting: Meeting) -> tuple[Span, ...]:
    """Where a meeting is told; by its claims where it is never named."""
    return meeting.mentions or tuple(claim.evidence for claim in meeting.states)


def _around(content: str, span: Span) -> tuple[str, str, str]:
    """The words before, of and after a mention, within its sentence."""
    before = content[max(0, span.start - _BEFORE) : span.start]
    after = content[span.end : span.end + _AFTER]
    return re.split(r"[.;:!?\n]", before)[-1], content[span.start : span.end], re.split(
        r"[.;:!?\n]", after
    )[0]  # fmt: skip


def _lead(before: str, words: str, after: str) -> str:
    return f"{before}{words}"


def _order(before: str, words: str, after: str) -> int | None:
    """The number of a round: "the third round", "round four", "the fourth"."""
    for lead in (_OPENS.search(words), _BEFORE_IT.search(before)):
        if lead and (number := _numbers("before").get(lead[1].casefold())) is not None:
            return number
    found = re.search(r"(?i)\b(?:round|session|sitting) (\w+)", f"{words}{after[:12]}")
    if found:
        word = found[1].casefold()
        return int(word) if word.isdigit() else _numbers("after").get(word)
    return None


@cache
def _numbers(stands: str) -> dict[str, int]:
    return {r["word"]: int(r["number"]) for r in table("ordinals") if r["stands"] == stands}


def _level(meeting: Meeting, parties: Parties, around: list[str]) -> frozenset[str]:
    """Who sits there: by the roles of those who meet, else by the words around it."""
    told = _levels(around)
    if meeting.kind is MeetingKind.SUMMIT:
        return told - RANKS | {"leaders"}
    roles = [a.role for a in map(parties.actor, meeting.participants) if a and a.role]
    ranks = _levels(roles) & RANKS
    return told - RANKS | ranks if ranks else told


RANKS = frozenset({"leaders", "ministers", "deputies", "experts"})
"""Levels that say who meets; the others say what sort of meeting it is."""


def _levels(texts: list[str]) -> frozenset[str]:
    found = set()
    for text in texts:
        left = text.casefold()
        for word, pattern, level in _level_words():
            # Most words are in no text, which is seen at once.
            if word in left:
                left, hits = pattern.subn(" ", left)
                if hits:
                    found.add(level)
    return frozenset(found)


@cache
def _level_words() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Longest first, so that "deputy minister" is no minister's."""
    rows = sorted(table("meeting_levels"), key=lambda row: -len(row["word"]))
    return tuple(
        (row["word"], re.compile(rf"\b{re.escape(row['word'])}\b"), row["level"]) for row in rows
    )
