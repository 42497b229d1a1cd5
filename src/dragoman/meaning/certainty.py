"""Tree and Reading → the same reading, each entry with the chance that it is right.

A logistic for each kind of entry: what the network marks at its words, and what the parse made of
them, are weighed and added up. The weights, `lexicon/certainty.tsv`, are fitted on readings whose
gold is known, by ``tools/certainty.py``, which also tells how far the chances hold.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from dragoman import lexicon
from dragoman.meaning.tree import Tree
from dragoman.ontology import MeetingState
from dragoman.types import (
    OUTLET,
    Condition,
    Event,
    Mark,
    Meeting,
    Reading,
    Role,
    StateClaim,
    Statement,
    Task,
)

Features = dict[str, float]
"""What bears on whether an entry is right; a feature that is not there is 0."""

KINDS = ("statement", "event", "state", "condition", "task")

_Entry = TypeVar("_Entry", Statement, Event, StateClaim, Condition, Task)


def with_certainty(tree: Tree, reading: Reading) -> Reading:
    """The reading with each statement, event, claim, condition and task weighed."""
    known = Evidence(tree, reading)
    return replace(
        reading,
        statements=_weighed("statement", reading.statements, known.statement),
        events=_weighed("event", reading.events, known.event),
        meetings=tuple(_with_states(known, meeting) for meeting in reading.meetings),
        conditions=_weighed("condition", reading.conditions, known.condition),
        tasks=_weighed("task", reading.tasks, known.task),
    )


def _with_states(known: "Evidence", meeting: Meeting) -> Meeting:
    whole = known.meeting(meeting)
    weighed = _weighed("state", meeting.states, lambda claim: whole | known.state(meeting, claim))
    return replace(meeting, states=weighed)


def certainty(kind: str, features: Features) -> float:
    """The chance that an entry with these features is right, of two digits."""
    weights = _weights()[kind]
    odds = weights.get(BASE, 0.0) + sum(
        value * weights.get(name, 0.0) for name, value in features.items()
    )
    return round(1 / (1 + math.exp(-odds)), 2)


BASE = "base"
"""The row of the table that all entries of a kind share."""


@cache
def _weights() -> dict[str, Features]:
    found: dict[str, Features] = {kind: {} for kind in KINDS}
    for row in lexicon.table("certainty"):
        found[row["kind"]][row["feature"]] = float(row["weight"])
    return found


def _weighed(
    kind: str, entries: Iterable[_Entry], told: Callable[[_Entry], Features]
) -> tuple[_Entry, ...]:
    return tuple(replace(one, certainty=certainty(kind, told(one))) for one in entries)


class Evidence:
    """What the network marks of one report and where its actors are named, by token."""

    def __init__(self, tree: Tree, reading: Reading) -> None:
        self.tree = tree
        self.marks: dict[str, dict[int, Mark]] = {}
        """Head → token → the mark that covers it."""
        for mark in tree.tags.marks:
            own = self.marks.setdefault(mark.head, {})
            own.update((i, mark) for i in range(mark.first, mark.last))
        self.cues = {
            i: role for role in tree.tags.roles if role.kind == "cue"
            for i in range(role.first, role.last)
        }  # fmt: skip
        self.roles: dict[int, list[Role]] = {}
        """First token of a cue → its source and contents."""
        for role in tree.tags.roles:
            if role.kind != "cue":
                self.roles.setdefault(role.cue, []).append(role)
        self.named: dict[int, set[str]] = {}
        """Token → the actors named there."""
        for actor in reading.actors:
            for mention in actor.mentions:
                for i in tree.within(mention.span):
                    self.named.setdefault(i, set()).add(actor.id)

    def statement(self, one: Statement) -> Features:
        cue = () if one.cue is None else self.tree.within(one.cue)
        found = self._marked("act", cue, one.act)
        role = next((self.cues[i] for i in cue if i in self.cues), None)
        roles = [] if role is None else self.roles.get(role.first, [])
        words = {i for span in one.content for i in self.tree.within(span)}
        told = {i for r in roles if r.kind == "content" for i in range(r.first, r.last)}
        source = () if one.source is None else self.tree.within(one.source)
        by = {i for r in roles if r.kind == "source" for i in range(r.first, r.last)}
        found |= {
            "content shared": len(words & told) / len(words | told) if told else 0.0,
            "source shared": float(bool(by.intersection(source))),
            "length": math.log1p(len(words)),
            "far": math.log1p(abs(source[0] - cue[0])) if source and cue else 0.0,
            "words": float(len(cue)),
        }
        pronoun = any(self.tree.tokens[i].upos == "PRON" for i in source)
        return found | _flags({
            "no cue": not cue, "no source": not source, "nobody speaks": one.speaker is None,
            "pronoun": pronoun, "in parts": len(one.content) > 1, "relayed": bool(one.relays),
            "undated": one.when.interval is None, f"act {one.act}": True,
            f"form {one.form}": True, f"polarity {one.polarity}": True,
        })  # fmt: skip

    def event(self, one: Event) -> Features:
        at = self.tree.within(one.trigger)
        found = self._marked("trigger", at, one.type)
        status = self._marked("status", at, one.status)
        found |= {f"status {name}": value for name, value in status.items()}
        mark = self._mark("trigger", at)
        if mark is not None:
            actor, target = (self.named.get(goal, set()) for goal in mark.goals)
            found |= _flags({
                "actor shared": bool(actor.intersection(one.actors)),
                "target shared": bool(target.intersection(one.targets)),
            })  # fmt: skip
        return found | _flags({
            "nobody acts": not one.actors, "nobody is acted upon": not one.targets,
            "noun": any(self.tree.tokens[i].upos == "NOUN" for i in at),
            "told by the page": one.asserter == OUTLET, "of a meeting": one.meeting is not None,
            "undated": one.when.interval is None, "mode": one.mode is not None,
            f"type {one.type}": True, f"is {one.status}": True,
        })  # fmt: skip

    def meeting(self, one: Meeting) -> Features:
        """What all claims on a meeting share."""
        mentions = (i for span in one.mentions for i in self.tree.within(span))
        families = {claim.state.family for claim in one.states}
        return {"mentioned": _score(self._mark("mention", mentions))} | _flags({
            "contrary": len(families) > 1, "alone": len(one.states) == 1,
            "few take part": len(one.participants) < 2,
            "planned": one.planned.interval is not None, f"kind {one.kind}": True,
        })  # fmt: skip

    def state(self, meeting: Meeting, one: StateClaim) -> Features:
        at = self.tree.within(one.evidence)
        mark = self._mark("state", at)
        family = None if mark is None else MeetingState(mark.label).family
        goals = () if mark is None else mark.goals
        shared = any(g in self.tree.within(span) for g in goals for span in meeting.mentions)
        return self._marked("state", at, one.state) | _flags({
            "family agrees": family is one.state.family, "meeting shared": shared,
            "hedged": one.hedged, "denies": one.denies is not None,
            "undated": one.when.interval is None, "said": one.statement is not None,
            f"is {one.state}": True,
        })  # fmt: skip

    def condition(self, one: Condition) -> Features:
        at = self.tree.within(one.span)
        return self._marked("prerequisite", at) | {"length": math.log1p(len(at))} | _flags({
            "nobody sets it": one.set_by is None, "of a meeting": one.target is not None,
            "said": one.statement is not None,
        })  # fmt: skip

    def task(self, one: Task) -> Features:
        at = self.tree.within(one.span)
        return self._marked("charge", at) | {"length": math.log1p(len(at))} | _flags({
            "nobody is charged": not one.charged, "nobody charges": not one.charged_by,
            "of a meeting": one.target is not None, "told by the page": one.asserter == OUTLET,
        })  # fmt: skip

    def _mark(self, head: str, at: Iterable[int]) -> Mark | None:
        """The surest mark of a head on any of the tokens."""
        marks = self.marks.get(head, {})
        return max((marks[i] for i in at if i in marks), key=lambda m: m.score, default=None)

    def _marked(self, head: str, at: Iterable[int], label: str = "") -> Features:
        """Whether the network marks the words, how sure it is, and whether it says the same."""
        mark = self._mark(head, at)
        if mark is None:
            return {}
        return {"marked": 1.0, "score": _score(mark)} | _flags({"agrees": mark.label == label})


SUREST = 0.999
"""Probability over which two of the network's are one: what it says of the rest is noise."""


def _score(mark: Mark | None) -> float:
    """The log odds of a mark; 0 without one."""
    if mark is None:
        return 0.0
    score = min(max(mark.score, 1 - SUREST), SUREST)
    return math.log(score / (1 - score))


def _flags(told: dict[str, bool]) -> Features:
    return {name: 1.0 for name, holds in told.items() if holds}
