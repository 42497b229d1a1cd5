"""Reading → the JSON value that ``docs/reading.schema.json`` describes.

Every field is always there: null or an empty list where the report does not fill it.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from dragoman.meaning.standing import contested, latest_by_side
from dragoman.spans import Span, Text
from dragoman.types import (
    Actor,
    Article,
    Attribution,
    Condition,
    Event,
    Interval,
    Meeting,
    Place,
    Reading,
    StateClaim,
    Statement,
    Task,
    Time,
    When,
)

SCHEMA = "dragoman.reading/1"
"""Name and version of the form; the number rises when a field changes its meaning or goes."""

Json = dict[str, Any]


def to_json(reading: Reading, *, indent: int | None = None) -> str:
    """A reading as JSON text; without `indent` on one line."""
    return json.dumps(to_dict(reading), ensure_ascii=False, indent=indent)


def to_dict(reading: Reading) -> Json:
    """A reading as a value that `json.dumps` takes."""
    view = _View(reading.article.text)
    return {
        "schema": SCHEMA,
        "made_by": {"version": reading.made_by.version, "weights": reading.made_by.weights},
        "article": _article(reading.article),
        "actors": [view.actor(actor) for actor in reading.actors],
        "times": [view.time(time) for time in reading.times],
        "attributions": [view.attribution(one) for one in reading.attributions],
        "statements": [view.statement(statement) for statement in reading.statements],
        "events": [view.event(event) for event in reading.events],
        "meetings": [view.meeting(meeting) for meeting in reading.meetings],
        "conditions": [view.condition(condition) for condition in reading.conditions],
        "tasks": [view.task(task) for task in reading.tasks],
    }


def claim_id(meeting: Meeting, claim: StateClaim) -> str:
    """The id of a claim: its meeting's and its number there ("m1.2")."""
    return f"{meeting.id}.{meeting.states.index(claim) + 1}"


def _article(article: Article) -> Json:
    published = article.published
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text.content,
        "published": {
            "day": _iso(published.day),
            "how": published.how,
            "conflicts": list(published.conflicts),
        },
        "source": article.source,
        "url": article.url,
        "wire": article.wire,
        "place": article.place,
        "language": article.language,
        "furniture": [{"kind": piece.kind, "text": piece.text} for piece in article.furniture],
    }


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _when(when: When) -> Json:
    return {"how": when.how, "interval": _interval(when.interval), "time": when.time}


def _interval(found: Interval | None) -> Json | None:
    if found is None:
        return None
    return {"start": _iso(found.start), "end": _iso(found.end), "grain": found.grain}


def _location(found: Place | None) -> Json | None:
    return None if found is None else asdict(found)


class _View:
    """The entries of one text; here because every span is shown with its words."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def span(self, span: Span | None) -> Json | None:
        if span is None:
            return None
        return {"start": span.start, "end": span.end, "text": self.text[span]}

    def spans(self, spans: Iterable[Span]) -> list[Json | None]:
        return [self.span(span) for span in spans]

    def actor(self, actor: Actor) -> Json:
        return {
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind,
            "role": actor.role,
            "country": actor.country,
            "sector": actor.sector,
            "speaks_for": actor.speaks_for,
            "mentions": [
                {"kind": mention.kind, "span": self.span(mention.span)}
                for mention in actor.mentions
            ],
        }

    def time(self, time: Time) -> Json:
        return {
            "id": time.id,
            "span": self.span(time.span),
            "type": time.type,
            "value": time.value,
            "mod": time.mod,
            "interval": _interval(time.interval),
            "other": _interval(time.other),
            "anchor": time.anchor,
        }

    def attribution(self, attribution: Attribution) -> Json:
        return {
            "id": attribution.id,
            "source": self.span(attribution.source),
            "cue": self.span(attribution.cue),
            "content": self.spans(attribution.content),
        }

    def statement(self, statement: Statement) -> Json:
        return {
            "id": statement.id,
            "speaker": statement.speaker,
            "source": self.span(statement.source),
            "cue": self.span(statement.cue),
            "content": self.spans(statement.content),
            "form": statement.form,
            "act": statement.act,
            "polarity": statement.polarity,
            "channel": statement.channel,
            "platform": statement.platform,
            "addressees": list(statement.addressees),
            "addressee": self.span(statement.addressee),
            "relays": list(statement.relays),
            "place": self.span(statement.place),
            "setting": self.span(statement.setting),
            "scare_quotes": self.spans(statement.scare_quotes),
            "when": _when(statement.when),
            "certainty": statement.certainty,
        }

    def event(self, event: Event) -> Json:
        return {
            "id": event.id,
            "type": event.type,
            "mode": event.mode,
            "cameo": event.cameo,
            "status": event.status,
            "actors": list(event.actors),
            "targets": list(event.targets),
            "trigger": self.span(event.trigger),
            "evidence": self.span(event.evidence),
            "asserter": event.asserter,
            "statement": event.statement,
            "relays": list(event.relays),
            "condition": self.span(event.condition),
            "meeting": event.meeting,
            "place": self.span(event.place),
            "when": _when(event.when),
            "location": _location(event.location),
            "certainty": event.certainty,
        }

    def meeting(self, meeting: Meeting) -> Json:
        latest = latest_by_side(meeting.states)
        return {
            "id": meeting.id,
            "kind": meeting.kind,
            "name": meeting.name,
            "participants": list(meeting.participants),
            "mentions": self.spans(meeting.mentions),
            "place": self.span(meeting.place),
            "planned": _when(meeting.planned),
            "states": [self.claim(meeting, claim) for claim in meeting.states],
            "latest": {
                side: [claim_id(meeting, claim) for claim in claims]
                for side, claims in latest.items()
            },
            "contested": contested(meeting.states),
        }

    def claim(self, meeting: Meeting, claim: StateClaim) -> Json:
        return {
            "id": claim_id(meeting, claim),
            "state": claim.state,
            "family": claim.state.family,
            "asserter": claim.asserter,
            "side": claim.side,
            "hedged": claim.hedged,
            "denies": claim.denies,
            "evidence": self.span(claim.evidence),
            "statement": claim.statement,
            "when": _when(claim.when),
            "certainty": claim.certainty,
        }

    def condition(self, condition: Condition) -> Json:
        return {
            "id": condition.id,
            "set_by": condition.set_by,
            "span": self.span(condition.span),
            "target": condition.target,
            "statement": condition.statement,
            "certainty": condition.certainty,
            "kind": condition.kind,
        }

    def task(self, task: Task) -> Json:
        return {
            "id": task.id,
            "charged_by": list(task.charged_by),
            "charged": list(task.charged),
            "span": self.span(task.span),
            "asserter": task.asserter,
            "target": task.target,
            "certainty": task.certainty,
        }
