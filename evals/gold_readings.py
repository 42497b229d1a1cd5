"""The corpus's reports → gold readings: its annotations as the values that the reader makes.

Train and dev processes only, filled by the fixed seed. A statement of several speakers, and its
claims, count for each of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from corpus.build import record
from corpus.fill import fill
from corpus.format import read
from corpus.schema import HERE
from corpus.splits import read_splits
from dragoman.ingest.extract import article_from_text
from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    ConditionKind,
    DateHow,
    EventStatus,
    EventType,
    Form,
    Grain,
    MeetingKind,
    MeetingState,
    MentionKind,
    Polarity,
)
from dragoman.spans import Span, Text
from dragoman.types import (
    OUTLET,
    UNDATED,
    Actor,
    Article,
    Condition,
    Event,
    Interval,
    MadeBy,
    Meeting,
    Mention,
    Reading,
    StateClaim,
    Statement,
    Task,
    When,
)

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One report: its gold reading, and the key of each of its meetings."""

    process: str
    reading: Reading
    """All that the annotation says, over the text as written."""
    article: Article
    """The same report as the reader gets it."""
    keys: Mapping[str, str]
    """Meeting id → the corpus's key."""


def dispatches(split: str, root: Path = HERE) -> dict[str, list[Dispatch]]:
    """Process → its reports in order of day. `ValueError` for the test split."""
    if split not in ("train", "dev"):
        raise ValueError(f"split: {split}: only train and dev are looked at")
    found: dict[str, list[Dispatch]] = {}
    for name, where in read_splits().items():
        folder = root / "reports" / name
        if where != split or not folder.is_dir():
            continue
        entries = [entry for file in sorted(folder.glob("*.txt")) for entry in read(file)[0]]
        made = [dispatch(name, dict(record(fill(entry)))) for entry in entries]
        found[name] = sorted(made, key=lambda one: one.reading.article.published.day or date.min)
    return found


def dispatch(process: str, found: Record) -> Dispatch:
    article = article_from_text(
        found["text"], published=date.fromisoformat(found["published"]), title=found["title"],
        which=process,
    )  # fmt: skip
    # The gold's offsets count the text as written, with its dateline; the id is that of the
    # article as read, so that both readings are of one report.
    whole = replace(
        article, title=found["title"], text=Text(found["text"]), source=found["outlet"],
        furniture=(),
    )  # fmt: skip
    keys = {m["id"]: m["key"] for m in found["meetings"]}
    return Dispatch(process, _Gold(found, whole).reading(), article, keys)


class _Gold:
    """One record on its way to a reading."""

    def __init__(self, found: Record, article: Article) -> None:
        self.found = found
        self.article = article
        self.sides = {actor["id"]: actor["country"] for actor in found["actors"]}
        self.spoken = {one["id"]: one for one in found["statements"]}
        self.unknown = "unknown"

    def reading(self) -> Reading:
        found = self.found
        return Reading(
            self.article, MadeBy("gold", "gold"),
            actors=(*map(self.actor, found["actors"]),
                    Actor(self.unknown, "unnamed", ActorKind.UNKNOWN, ())),
            statements=tuple(map(self.statement, found["statements"])),
            events=tuple(filter(None, map(self.event, found["events"]))),
            meetings=tuple(map(self.meeting, found["meetings"])),
            conditions=tuple(filter(None, map(self.condition, found["conditions"]))),
            tasks=tuple(filter(None, map(self.task, found["tasks"]))),
        )  # fmt: skip

    def spans(self, pairs: list[list[int]]) -> tuple[Span, ...]:
        return tuple(sorted(Span(start, end) for start, end in pairs))

    def first(self, item: Record, *roles: str) -> Span | None:
        for role in roles:
            if found := self.spans(item["spans"].get(role, [])):
                return found[0]
        return None

    def actor(self, one: Record) -> Actor:
        spans = self.spans([[m["start"], m["end"]] for m in one["mentions"]])
        words = [self.article.text[span] for span in spans]
        named = [w for w in words if any(c.isupper() for c in w)]
        name = max(named or words or [one["id"]], key=len)
        slot = one["id"].isupper()
        mentions = tuple(
            Mention(span, MentionKind.NAME if slot or w in named else MentionKind.NOMINAL, 0)
            for span, w in zip(spans, words, strict=True)
        )
        if slot and one["kind"] == "organisation":
            name = self.found["sides"][one["id"]]
        elif not slot:
            name = _proper(name)
        return Actor(
            one["id"], name, ActorKind(one["kind"]), mentions, one.get("role"), one["country"],
            speaks_for=one.get("for"),
        )  # fmt: skip

    def statement(self, one: Record) -> Statement:
        speaker = one["speaker"][0]
        return Statement(
            one["id"], None if speaker in ("unknown", "outlet") else speaker,
            self.first(one, "source"), self.first(one, "cue"),
            self.spans(one["spans"]["main"]), Form(one["form"] or "indirect"), Act(one["act"]),
            Polarity(one["polarity"]), Channel(one["channel"]), one["platform"],
            tuple(who for who in one["to"] if who in self.sides), None,
            tuple(who for who in one["via"] if who in self.sides), when=_when(one["date"]),
        )  # fmt: skip

    def event(self, one: Record) -> Event | None:
        trigger = self.first(one, "main")
        if trigger is None:
            return None
        by = self.spoken.get(one["by"])
        speaker = by["speaker"][0] if by else OUTLET
        return Event(
            one["id"], EventType(one["type"]), one["mode"], "", EventStatus(one["status"]),
            self.known(one["actor"]), self.known(one["target"]), trigger,
            self.sentence(trigger), speaker if speaker in self.sides else OUTLET,
            by["id"] if by else None, meeting=one["meeting"], when=_when(one["date"]),
        )  # fmt: skip

    def sentence(self, span: Span) -> Span:
        text = self.article.text.content
        start = max(text.rfind(". ", 0, span.start) + 2, text.rfind("\n", 0, span.start) + 1)
        end = min(e for e in (text.find(". ", span.end), text.find("\n", span.end), len(text))
                  if e >= 0)  # fmt: skip
        return Span(min(start, span.start), end)

    def known(self, ids: list[str]) -> tuple[str, ...]:
        return tuple(id for id in ids if id in self.sides)

    def meeting(self, one: Record) -> Meeting:
        states = [s for s in self.found["states"] if s["meeting"] == one["id"]]
        claims = [claim for state in states for claim in self.claims(state)]
        return Meeting(
            one["id"], MeetingKind(one["kind"]), self.known(one["parties"]),
            self.spans(one["spans"]["main"]), None, self.first(one, "place"),
            _when(one["date"]), tuple(sorted(claims, key=lambda c: (c.evidence, c.asserter))),
        )  # fmt: skip

    def claims(self, one: Record) -> Iterator[StateClaim]:
        evidence = self.first(one, "main") or Span(0, 1)
        by = self.spoken.get(one["by"])
        for speaker in by["speaker"] if by else [OUTLET]:
            asserter = self.unknown if speaker == "unknown" else speaker
            said = _when(one["date"] or (by["date"] if by else None))
            yield StateClaim(
                MeetingState(one["state"]), asserter,
                OUTLET if asserter == OUTLET else self.sides.get(asserter) or asserter,
                evidence, said, one["hedged"],
                MeetingState(one["denies"]) if one["denies"] else None, by["id"] if by else None,
            )  # fmt: skip

    def condition(self, one: Record) -> Condition | None:
        span = self.first(one, "main")
        by = self.known(one["by"])
        target = one["for"] if one["for"] in {m["id"] for m in self.found["meetings"]} else None
        return (
            Condition(one["id"], by[0] if by else None, span, target, one["in"],
                      kind=ConditionKind(one["kind"]) if one["kind"] else None)
            if span else None
        )  # fmt: skip

    def task(self, one: Record) -> Task | None:
        span = self.first(one, "main")
        if span is None:
            return None
        by = self.spoken.get(one["in"] or "")
        said = by["speaker"][0] if by else OUTLET
        asserter = said if said in self.sides else OUTLET
        return Task(
            one["id"], self.known(one["by"]), self.known(one["to"]), span, asserter, one["for"]
        )


def _proper(name: str) -> str:
    """The last run of capitalised words: "the minister, Ms Ada Vell" → "Ada Vell"."""
    runs: list[list[str]] = [[]]
    for word in name.replace(",", " , ").split():
        if word[0].isupper():
            runs[-1].append(word)
        else:
            runs.append([])
    full = [run for run in runs if run]
    return " ".join(full[-1]) if full else name


def _when(day: str | None) -> When:
    if day is None:
        return UNDATED
    first, _, end = day.partition("/")
    start = date.fromisoformat(first)
    last = date.fromisoformat(end) if end else start + timedelta(days=1)
    long = last - start > timedelta(days=9)
    return When(DateHow.STATED, Interval(start, last, Grain.MONTH if long else Grain.DAY))


def by_key(reports: Sequence[Dispatch]) -> dict[str, list[str]]:
    """The corpus's key → refs of its meetings."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in reports:
        for id, key in one.keys.items():
            found[key].append(f"{one.reading.article.id}#{id}")
    return dict(found)
