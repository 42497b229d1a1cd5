"""Reading → the rows of an archive's tables (`schema.TABLES`), each with the name of its table."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from dragoman.meaning.standing import contested
from dragoman.serve.json_view import claim_id
from dragoman.spans import Span
from dragoman.types import (
    Actor,
    Condition,
    Event,
    Meeting,
    Place,
    Reading,
    StateClaim,
    Statement,
    Task,
    When,
)

Row = dict[str, Any]


def rows(reading: Reading, row: int, which: str) -> Iterator[tuple[str, Row]]:
    """All rows of the reading of input number `row`, which is named `which`."""
    article = reading.article
    key = {"row": row, "report": article.id}
    yield (
        "articles",
        {
            **key,
            "input": which,
            "title": article.title,
            "day": article.published.day,
            "day_from": article.published.how,
            "conflicts": list(article.published.conflicts),
            "source": article.source,
            "url": article.url,
            "wire": article.wire,
            "place": article.place,
            "language": article.language,
            "version": reading.made_by.version,
            "weights": reading.made_by.weights,
            "text": article.text.content,
        },
    )
    view = _View(reading)
    for table, found in view.entries():
        yield table, {**key, **found}
    for found in view.evidence():
        yield "evidence", {**key, **found}


class _View:
    """The entries of one reading; here because ids are shown with names and spans with words."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.article.text
        self._actors = {actor.id: actor for actor in reading.actors}

    def entries(self) -> Iterator[tuple[str, Row]]:
        reading = self._reading
        yield from (("statements", self.statement(one)) for one in reading.statements)
        yield from (("events", self.event(one)) for one in reading.events)
        for meeting in reading.meetings:
            yield "meetings", self.meeting(meeting)
            yield from (("meeting_states", self.state(meeting, one)) for one in meeting.states)
        yield from (("conditions", self.condition(one)) for one in reading.conditions)
        yield from (("tasks", self.task(one)) for one in reading.tasks)
        yield from (("actors", self.actor(one)) for one in reading.actors)

    def statement(self, one: Statement) -> Row:
        content = one.content or tuple(span for span in (one.cue, one.source) if span)
        return {
            "id": one.id,
            **self._party("speaker", one.speaker),
            "act": one.act,
            "form": one.form,
            "polarity": one.polarity,
            "channel": one.channel,
            "platform": one.platform,
            "addressees": list(one.addressees),
            "addressee_names": self._names(one.addressees),
            "relays": list(one.relays),
            "relay_names": self._names(one.relays),
            "cue": self._at(one.cue),
            "place": self._at(one.place),
            **_when(one.when),
            **self._words(content),
        }

    def event(self, one: Event) -> Row:
        return {
            "id": one.id,
            "type": one.type,
            "mode": one.mode,
            "cameo": one.cameo,
            "status": one.status,
            **self._parties("actors", "actor", one.actors),
            **self._parties("targets", "target", one.targets),
            **self._party("asserter", one.asserter),
            "statement": one.statement,
            "relays": list(one.relays),
            "relay_names": self._names(one.relays),
            "meeting": one.meeting,
            "condition": self._at(one.condition),
            "place": self._at(one.place),
            **_location(one.location),
            "trigger": self._at(one.trigger),
            **_when(one.when),
            **self._words([one.evidence]),
        }

    def meeting(self, one: Meeting) -> Row:
        return {
            "id": one.id,
            **self._about(one),
            "place": self._at(one.place),
            "contested": contested(one.states),
            **_when(one.planned),
            **self._words(one.mentions[:1]),
        }

    def state(self, meeting: Meeting, one: StateClaim) -> Row:
        return {
            "id": claim_id(meeting, one),
            "meeting": meeting.id,
            **self._about(meeting),
            "state": one.state,
            "family": one.state.family,
            **self._party("asserter", one.asserter),
            "side": one.side,
            "hedged": one.hedged,
            "denies": one.denies,
            "statement": one.statement,
            **_when(one.when),
            **self._words([one.evidence]),
        }

    def condition(self, one: Condition) -> Row:
        return {
            "id": one.id,
            **self._party("set_by", one.set_by),
            "kind": one.kind,
            "meeting": one.target,
            "statement": one.statement,
            **self._words([one.span]),
        }

    def task(self, one: Task) -> Row:
        return {
            "id": one.id,
            "charged_by": list(one.charged_by),
            "charged_by_names": self._names(one.charged_by),
            "charged": list(one.charged),
            "charged_names": self._names(one.charged),
            **self._party("asserter", one.asserter),
            "meeting": one.target,
            **self._words([one.span]),
        }

    def actor(self, one: Actor) -> Row:
        return {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "role": one.role,
            "country": one.country,
            "sector": one.sector,
            "speaks_for": one.speaks_for,
            "mentions": len(one.mentions),
            **self._words([mention.span for mention in one.mentions[:1]]),
        }

    # --- evidence ------------------------------------------------------------------------------

    def evidence(self) -> Iterator[Row]:
        """Every span that an entry rests on: entry, part, number among those of the part."""
        for entry, part, spans in self._spans():
            for number, span in enumerate(spans, 1):
                yield {"entry": entry, "part": part, "number": number, **self._words([span])}

    def _spans(self) -> Iterator[tuple[str, str, Iterable[Span]]]:
        reading = self._reading
        for statement in reading.statements:
            for part in ("source", "cue", "addressee", "place", "setting"):
                yield statement.id, part, _one(getattr(statement, part))
            yield statement.id, "content", statement.content
            yield statement.id, "scare_quote", statement.scare_quotes
        for event in reading.events:
            for part in ("trigger", "evidence", "condition", "place"):
                yield event.id, part, _one(getattr(event, part))
        for meeting in reading.meetings:
            yield meeting.id, "mention", meeting.mentions
            yield meeting.id, "place", _one(meeting.place)
            for claim in meeting.states:
                yield claim_id(meeting, claim), "evidence", (claim.evidence,)
        told: tuple[Condition | Task, ...] = (*reading.conditions, *reading.tasks)
        for entry in told:
            yield entry.id, "words", (entry.span,)
        for actor in reading.actors:
            yield actor.id, "mention", (mention.span for mention in actor.mentions)

    # --- cells ---------------------------------------------------------------------------------

    def _about(self, meeting: Meeting) -> Row:
        found = [self._actors[id] for id in meeting.participants]
        return {
            "meeting_kind": meeting.kind,
            "meeting_name": meeting.name,
            "participants": list(meeting.participants),
            "participant_names": [actor.name for actor in found],
            "participant_countries": [actor.country for actor in found],
        }

    def _party(self, name: str, id: str | None) -> Row:
        actor = self._actors.get(id or "")
        return {
            name: id,
            f"{name}_name": actor.name if actor else id,
            f"{name}_country": actor.country if actor else None,
        }

    def _parties(self, name: str, one: str, ids: Iterable[str]) -> Row:
        found = [self._actors[id] for id in ids]
        return {
            name: [actor.id for actor in found],
            f"{one}_names": [actor.name for actor in found],
            f"{one}_kinds": [actor.kind for actor in found],
            f"{one}_countries": [actor.country for actor in found],
            f"{one}_sectors": [actor.sector for actor in found],
            f"{one}_roles": [actor.role for actor in found],
        }

    def _names(self, ids: Iterable[str]) -> list[str]:
        return [self._actors[id].name if id in self._actors else id for id in ids]

    def _at(self, span: Span | None) -> str | None:
        return None if span is None else self._text[span]

    def _words(self, spans: Iterable[Span]) -> Row:
        """The words with " … " where others stand between, and from where to where they reach."""
        spans = list(spans)
        if not spans:
            return {"words": "", "start": None, "end": None}
        return {
            "words": " … ".join(self._text[span] for span in spans),
            "start": min(span.start for span in spans),
            "end": max(span.end for span in spans),
        }


def _one(span: Span | None) -> tuple[Span, ...]:
    return () if span is None else (span,)


def _location(place: Place | None) -> Row:
    return {
        "place_name": place and place.name,
        "place_kind": place and place.kind,
        "place_how": place and place.how,
        "place_country": place and place.country,
        "place_admin1": place and place.admin1,
        "place_unit": place and place.unit,
        "latitude": place and place.latitude,
        "longitude": place and place.longitude,
        "geonames": place and place.geonames,
    }


def _when(when: When) -> Row:
    """A date as days; the moment itself in `at` where the words tell a time of the day."""
    interval = when.interval
    if interval is None:
        return {"day": None, "until": None, "at": None, "grain": None, "dated": when.how}
    start, end = interval.start, interval.end
    at = None
    if isinstance(start, datetime):
        at, start = start.isoformat(), start.date()
    if isinstance(end, datetime):
        # the day in which the interval ends is one of its days, unless it ends as the day begins
        whole = end.time() == datetime.min.time()
        end = end.date() if whole else end.date() + timedelta(days=1)
    return {"day": start, "until": end, "at": at, "grain": interval.grain, "dated": when.how}
