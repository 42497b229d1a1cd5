"""Board, changes → JSON values: every field is always there, every word opens on its report.

Evidence is ``{"report", "item", "start", "end", "text"}``; sides are ISO alpha-3 codes or names.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dragoman.processes.board import Board, Fate, Row, Standing
from dragoman.processes.changes import News
from dragoman.processes.values import (
    Act,
    Charge,
    Claim,
    Evidence,
    Joint,
    Judgement,
    Plan,
    Process,
    Report,
    Source,
)
from dragoman.types import Reading

BOARD_SCHEMA = "dragoman.board/1"
CHANGES_SCHEMA = "dragoman.changes/1"

Json = dict[str, Any]


def board_json(board: Board, readings: Mapping[str, Reading]) -> Json:
    """A board as a value that `json.dumps` takes."""
    return View(readings).board(board)


def changes_json(
    process: Process, news: Sequence[News], since: date, until: date,
    readings: Mapping[str, Reading],
) -> Json:  # fmt: skip
    view = View(readings)
    return {
        "schema": CHANGES_SCHEMA,
        "process": process.ref,
        "name": process.name,
        "since": iso(since),
        "until": iso(until),
        "changes": [view.news(one) for one in news],
    }


def iso(day: date) -> str | None:
    return day.isoformat() if day > date.min else None


class View:
    """The entries of some readings; here because all evidence is shown with its words."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self.readings = readings

    def evidence(self, found: Iterable[Evidence]) -> list[Json]:
        return [
            {
                "report": one.report,
                "item": one.item,
                "start": one.span.start,
                "end": one.span.end,
                "text": self.readings[one.report].article.text[one.span],
            }
            for one in found
        ]

    def board(self, board: Board) -> Json:
        process = board.process
        return {
            "schema": BOARD_SCHEMA,
            "process": process.ref,
            "name": process.name,
            "sides": list(process.sides),
            "names": dict(process.names),
            "at": iso(board.at),
            "reports": [self.report(report) for report in board.reports],
            "meetings": [self.meeting(one) for one in board.meetings],
            "conditions": [self.condition(fate) for fate in board.conditions],
            "tasks": [self.task(task) for task in board.tasks],
            "in_force": [self.act(act) for act in board.in_force],
            "last_words": [{"side": side, "day": iso(day)} for side, day in board.silent],
            "judgements": [judgement_json(judgement) for judgement in process.judgements],
        }

    def report(self, report: Report) -> Json:
        return {
            "id": report.id,
            "day": iso(report.day),
            "outlet": report.outlet,
            "title": report.title,
            "url": self.readings[report.id].article.url,
            "source": report.source,
            "why": report.why,
            "corrected_by": report.corrected_by,
        }

    def meeting(self, one: Standing) -> Json:
        joint = one.joint
        return {
            "id": joint.ref,
            "name": joint.name,
            "kind": joint.kind,
            "sides": list(joint.sides),
            "contested": bool(one.contested),
            "contested_by": [list(pair) for pair in one.contested],
            "plan": self.plan(one.plan) if one.plan else None,
            "plans": [self.plan(plan) for plan in one.plans],
            "rows": [self.row(row) for row in one.rows],
            "conditions": [self.condition(fate) for fate in one.conditions],
            "tasks": [self.task(task) for task in one.tasks],
            "links": self.links(joint),
            "mentions": self.evidence(joint.mentions),
        }

    def links(self, joint: Joint) -> list[Json]:
        return [
            {"verdict": link.verdict, "other": link.other, "reason": link.reason}
            for link in joint.links
        ]

    def plan(self, plan: Plan) -> Json:
        start, end = plan.days or (None, None)
        return {
            "published": iso(plan.published),
            "start": iso(start) if start else None,
            "end": iso(end) if end else None,
            "place": plan.place,
            "evidence": self.evidence(plan.evidence),
        }

    def row(self, row: Row) -> Json:
        return {
            "side": row.side,
            "families": sorted(row.families),
            "since": iso(row.since),
            "last": iso(row.last),
            "overtaken": row.overtaken,
            "standing": [self.claim(claim) for claim in row.standing],
            "earlier": [self.claim(claim) for claim in row.earlier],
            "withdrawn": [self.claim(claim) for claim in row.withdrawn],
        }

    def claim(self, claim: Claim) -> Json:
        return {
            "id": claim.ref,
            "asserter": claim.asserter,
            "state": claim.state,
            "family": claim.family,
            "day": iso(claim.day),
            "dated": claim.dated,
            "published": iso(claim.published),
            "hedged": claim.hedged,
            "denies": claim.denies,
            "withdrawn": claim.withdrawn,
            "evidence": self.evidence(claim.evidence),
            "sources": sources_json(claim.sources),
        }

    def condition(self, fate: Fate) -> Json:
        demand = fate.demand
        return {
            "id": demand.ref,
            "side": demand.side,
            "kind": demand.kind,
            "words": demand.words,
            "fate": fate.fate,
            "told": [iso(day) for day in fate.told],
            "evidence": self.evidence(evidence for _, evidence in demand.told),
            "fate_evidence": self.evidence([fate.evidence] if fate.evidence else []),
        }

    def task(self, task: Charge) -> Json:
        return {
            "id": task.ref,
            "charged_by": list(task.charged_by),
            "charged": list(task.charged),
            "words": task.words,
            "day": iso(task.day),
            "evidence": self.evidence(task.evidence),
        }

    def act(self, act: Act) -> Json:
        return {
            "id": act.ref,
            "type": act.type,
            "mode": act.mode,
            "actors": list(act.actors),
            "targets": list(act.targets),
            "day": iso(act.day),
            "asserter": act.asserter,
            "evidence": self.evidence(act.evidence),
            "sources": sources_json(act.sources),
        }

    def news(self, news: News) -> Json:
        return {
            "change": news.change,
            "day": iso(news.day),
            "meeting": news.meeting,
            "side": news.side,
            "before": news.before,
            "after": news.after,
            "evidence": self.evidence(news.evidence),
        }


def sources_json(sources: Iterable[Source]) -> list[Json]:
    return [{"name": s.name, "reports": list(s.reports), "why": s.why} for s in sources]


def judgement_json(judgement: Judgement) -> Json:
    return {
        "kind": judgement.kind,
        "left": judgement.left,
        "right": judgement.right,
        "verdict": judgement.verdict,
        "score": judgement.score,
        "reason": judgement.reason,
        "by": judgement.by,
    }
