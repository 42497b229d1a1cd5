"""Readings → their meetings, each once: names, plans, and claims with all their witnesses."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.ontology import MeetingKind
from dragoman.processes.naming import joint_name
from dragoman.processes.register import Register
from dragoman.processes.same import said_on
from dragoman.processes.sightings import Sighting, find_sightings
from dragoman.processes.values import Claim, Evidence, Joint, Plan
from dragoman.spans import Span
from dragoman.types import Meeting, Reading, StateClaim


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting in one report."""

    reading: Reading
    meeting: Meeting
    seen: Sighting


def find_told(register: Register) -> list[list[Told]]:
    """All meetings with their reports in order, in the order of their first report."""
    told: dict[str, list[Told]] = defaultdict(list)
    for id, reading in register.readings.items():
        found = find_sightings(reading, register.parties[id])
        for meeting, seen in zip(reading.meetings, found, strict=True):
            told[register.met.of(seen.ref)].append(Told(reading, meeting, seen))
    return list(told.values())


def joint_of(register: Register, told: Sequence[Told]) -> Joint:
    """One meeting by all reports that tell it, at least one, in order."""
    seen = [each.seen for each in told]
    counted: Counter[str] = Counter()
    for each in told:
        counted.update(each.seen.sides)
        for id in each.meeting.participants:
            register.side(each.seen.report, id)
    sides = sorted(counted, key=lambda side: (-counted[side], side))
    # A side that one report of many lets in has most likely only been spoken of.
    sides = [side for side in sides if 4 * counted[side] >= counted[sides[0]]]
    mentions = (
        Evidence(each.seen.report, each.meeting.id, span)
        for each in told
        for span in _spans(each.meeting)
    )
    plans = tuple(_plans(told))
    kind = _kind(seen)
    return Joint(
        seen[0].ref, kind, joint_name(kind, seen, sides, plans, register.names), tuple(sides),
        seen[0].published, seen[-1].published, tuple(mentions), _claims(register, told), plans,
    )  # fmt: skip


def _spans(meeting: Meeting) -> tuple[Span, ...]:
    return meeting.mentions or tuple(claim.evidence for claim in meeting.states)


def _kind(seen: Iterable[Sighting]) -> MeetingKind:
    """The kind told most; "talks" says least and counts only where nothing else is told."""
    kinds = Counter(each.kind for each in seen)
    return min(kinds, key=lambda kind: (kind is MeetingKind.TALKS, -kinds[kind], kind))


def _plans(told: Iterable[Told]) -> Iterable[Plan]:
    """The days and places that reports give, each where it differs from what stood before."""
    days, place, first = None, "", True
    for each in told:
        seen, text = each.seen, each.reading.article.text
        span = each.meeting.place
        new_days = seen.days if seen.days and not (seen.vague and days) else days
        new_place = text[span] if span else place
        if (new_days, new_place.casefold()) != (days, place.casefold()) or first:
            days, place = new_days, new_place
            times = {time.id: time.span for time in each.reading.times}
            where = [times.get(each.meeting.planned.time or ""), span, *_spans(each.meeting)[:1]]
            # A day or a place without words of its own is told by the mention.
            told_by = [one for one in where[:2] if one] or [one for one in where if one]
            evidence = tuple(Evidence(seen.report, each.meeting.id, one) for one in told_by)
            yield Plan(seen.published, days, place, evidence)
        first = False


# --- claims ----------------------------------------------------------------------------------


def _claims(register: Register, told: Iterable[Told]) -> tuple[Claim, ...]:
    """Claims by day; the same words retold are one claim of many witnesses."""
    found: dict[Hashable, list[tuple[Told, StateClaim]]] = defaultdict(list)
    for each in told:
        for claim in each.meeting.states:
            found[_key(register, each.seen.report, claim)].append((each, claim))
    claims = [_claim(register, group) for group in found.values()]
    return tuple(sorted(claims, key=lambda claim: (claim.day, claim.published, claim.ref)))


def _key(register: Register, report: str, claim: StateClaim) -> Hashable:
    side = register.side(report, claim.asserter)
    if claim.statement is not None:
        said = register.said.of(f"{report}#{claim.statement}")
        return side, claim.state, said, claim.denies
    copied = register.copied.get(report)
    return side, claim.state, copied.left if copied else report, claim.denies, claim.evidence.start


def _claim(register: Register, group: Sequence[tuple[Told, StateClaim]]) -> Claim:
    told, first = group[0]
    report, known = told.seen.report, told.seen.published
    days = [said_on(claim.when, each.seen.published) for each, claim in group]
    stated: list[date] = [day for day in days if day is not None]
    return Claim(
        f"{report}#{told.meeting.id}.{told.meeting.states.index(first) + 1}",
        register.side(report, first.asserter), register.asserter(report, first.asserter),
        first.state, min(stated) if stated else known, known, bool(stated), first.hedged,
        first.denies,
        tuple(Evidence(t.seen.report, t.meeting.id, claim.evidence) for t, claim in group),
        register.sources(
            (t.seen.report, register.relays(t.seen.report, claim.statement)) for t, claim in group
        ),
        register.withdrawn(t.seen.report for t, _ in group),
    )  # fmt: skip
