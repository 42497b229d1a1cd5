"""A process, a meeting, a timeline, statements, conditions → JSON values, like a board's."""

from collections.abc import Mapping, Sequence
from datetime import date

from dragoman.processes.board import Board, Fate, Standing
from dragoman.processes.sayings import Said
from dragoman.processes.timeline import Moment
from dragoman.processes.values import Act, Charge, Claim, Judgement, Kind, Plan, Process
from dragoman.serve.board_json import Json, View, iso, judgement_json, sources_json
from dragoman.types import Reading

PROCESS_SCHEMA = "dragoman.process/1"
MEETING_SCHEMA = "dragoman.meeting/1"
TIMELINE_SCHEMA = "dragoman.timeline/1"
SAID_SCHEMA = "dragoman.said/1"
CONDITIONS_SCHEMA = "dragoman.conditions/1"

Readings = Mapping[str, Reading]


def process_json(board: Board, readings: Readings) -> Json:
    """What belongs to a process, and every judgement that it rests on."""
    view, process = View(readings), board.process
    meetings = []
    for one in board.meetings:
        joint = one.joint
        meetings.append({
            "id": joint.ref, "name": joint.name, "kind": joint.kind, "sides": list(joint.sides),
            "first": iso(joint.first), "last": iso(joint.last),
            "reports": list(dict.fromkeys(e.report for e in joint.mentions)),
            "contested": bool(one.contested),
            "families": {row.side: sorted(row.families) for row in one.rows if not row.overtaken},
            "plan": view.plan(one.plan) if one.plan else None,
            "links": view.links(joint),
        })  # fmt: skip
    return {
        "schema": PROCESS_SCHEMA,
        "process": process.ref,
        "name": process.name,
        "sides": list(process.sides),
        "names": dict(process.names),
        "at": iso(board.at),
        "meetings": meetings,
        "reports": [view.report(report) for report in board.reports],
        "last_words": [{"side": side, "day": iso(day)} for side, day in board.silent],
        "judgements": [judgement_json(judgement) for judgement in process.judgements],
    }


def meeting_json(process: Process, one: Standing, at: date, readings: Readings) -> Json:
    """A meeting as the board has it, and the judgements by which it is one."""
    return {
        "schema": MEETING_SCHEMA,
        "process": process.ref,
        "names": dict(process.names),
        "at": iso(at),
        "meeting": View(readings).meeting(one),
        "judgements": [judgement_json(j) for j in judgements_of(process, one)],
    }


def judgements_of(process: Process, one: Standing) -> list[Judgement]:
    """Those on one meeting."""
    own = {f"{evidence.report}#{evidence.item}" for evidence in one.joint.mentions}
    return [j for j in process.judgements if j.kind is Kind.MEETING and j.right in own]


def timeline_json(now: Board, moments: Sequence[Moment], readings: Readings) -> Json:
    view, process = View(readings), now.process
    return {
        "schema": TIMELINE_SCHEMA,
        "process": process.ref,
        "name": process.name,
        "names": dict(process.names),
        "at": iso(now.at),
        "moments": [
            {
                "day": iso(moment.day),
                "matter": moment.matter,
                "meeting": moment.meeting,
                **_entry(view, moment.entry),
            }
            for moment in moments
        ],
    }


def _entry(view: View, entry: Claim | Plan | Act | Fate | Charge) -> Json:
    """The entry under the name of its sort."""
    match entry:
        case Claim():
            return {"claim": {"side": entry.side, **view.claim(entry)}}
        case Plan():
            return {"plan": view.plan(entry)}
        case Act():
            return {"act": {**view.act(entry), "status": entry.status}}
        case Charge():
            return {"task": view.task(entry)}
        case Fate():
            return {"condition": view.condition(entry)}


def said_json(process: Process, found: Sequence[Said], readings: Readings) -> Json:
    return {
        "schema": SAID_SCHEMA,
        "names": dict(process.names),
        "statements": [_said(process, one, readings) for one in found],
    }


def said_rows(process: Process, found: Sequence[Said], readings: Readings) -> list[Json]:
    """Statements as rows of a table, with their first report."""
    return [
        {**_said(process, one, readings), "report": one.saying.evidence[0].report} for one in found
    ]


def _said(process: Process, one: Said, readings: Readings) -> Json:
    """One statement and its witnesses."""
    view, saying = View(readings), one.saying
    homes = {claim.ref: joint.ref for joint in process.meetings for claim in joint.claims}

    def claim(each: Claim) -> Json:
        return {"meeting": homes[each.ref], "id": each.ref, "side": each.side,
                "asserter": each.asserter, "state": each.state, "family": each.family,
                "day": iso(each.day)}  # fmt: skip

    return {
        "id": saying.ref,
        "day": iso(saying.day),
        "published": iso(saying.published),
        "side": saying.side,
        "speaker": saying.speaker,
        "to": list(saying.to),
        "act": one.statement.act,
        "polarity": one.statement.polarity,
        "channel": one.statement.channel,
        "words": saying.words,
        "claims": [claim(each) for each in one.claims],
        "contradicts": [claim(each) for each in one.against],
        "evidence": view.evidence(saying.evidence),
        "sources": sources_json(saying.sources),
    }


def conditions_json(
    process: Process, found: Sequence[Fate], at: date, readings: Readings
) -> Json:  # fmt: skip
    return {
        "schema": CONDITIONS_SCHEMA,
        "names": dict(process.names),
        "at": iso(at),
        "conditions": [_condition(fate, readings) for fate in found],
    }


def condition_rows(
    process: Process, found: Sequence[Fate], at: date, readings: Readings
) -> list[Json]:
    """Conditions as rows of a table, with the day and the report that told them first."""
    return [
        {
            **_condition(fate, readings),
            "day": iso(fate.told[0]),
            "report": fate.demand.told[0][1].report,
        }
        for fate in found
    ]


def _condition(fate: Fate, readings: Readings) -> Json:
    return {"meeting": fate.demand.meeting, **View(readings).condition(fate)}
