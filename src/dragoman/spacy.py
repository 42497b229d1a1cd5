"""A component of a spaCy pipeline: ``import dragoman.spacy`` and ``nlp.add_pipe("dragoman")``.

Doc → the same Doc with span groups (`GROUPS`), whose labels are acts, event types, actor kinds,
meeting kinds, states, and whose ids are the entries' ids; and with extensions: ``doc._.dragoman``
is the `Reading`, ``span._.dragoman`` the entry of a span. The day of publication is the component's
setting ``published``, or ``doc.user_data["published"]``. The text is read as it stands in the Doc:
nothing is taken for a title or for furniture. Needs ``pip install 'dragoman[spacy]'``.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as Run

from dragoman import as_day
from dragoman.pipeline import BATCH, read_articles
from dragoman.serve.json_load import from_dict
from dragoman.serve.json_view import claim_id, to_json
from dragoman.spans import Span, Text, cover
from dragoman.types import Article, Published, Reading

GROUPS = ("actors", "statements", "events", "meetings", "states", "conditions", "tasks")
"""Kinds of entries; the span group of one is "dragoman.KIND"."""

KEPT = "dragoman"
"""Where a Doc keeps the reading, as JSON, so that it can be stored."""

UNALIGNED = "dragoman.unaligned"
"""Where a Doc keeps how many spans of the reading lie in none of its tokens."""


class Component:
    """Reads Docs in batches."""

    def __init__(self, published: str | None = None) -> None:
        self._published = published

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = BATCH) -> Iterator[Doc]:
        """Docs in order; `DateUnreadable` for a day that is none."""
        held: list[Doc] = []
        for doc in docs:
            held.append(doc)
            if len(held) >= batch_size:
                yield from self._read(held)
                held = []
        yield from self._read(held)

    def _read(self, docs: list[Doc]) -> Iterator[Doc]:
        read = [doc for doc in docs if doc.text.strip()]
        readings = read_articles(self._article(doc) for doc in read)
        for doc in docs:
            if doc.text.strip():
                mark(doc, next(readings))
            else:
                _set(doc, {kind: [] for kind in GROUPS})
            yield doc

    def _article(self, doc: Doc) -> Article:
        day = as_day(doc.user_data.get("published", self._published))
        id = hashlib.sha256(f"\n{doc.text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return Article(id, "", Text(doc.text), Published(day, "given" if day else "none"))


def mark(doc: Doc, reading: Reading) -> None:
    """Sets the groups and the reading of a Doc whose text is the reading's.

    Its tokens may be anyone's: a run begins and ends with the tokens that its first and last signs
    lie in. What lies in no token, as in a Doc that was cut, is counted (``UNALIGNED``).
    """
    found: dict[str, list[Run]] = {kind: [] for kind in GROUPS}
    unaligned = 0
    for kind, label, id, span in _entries(reading):
        run = doc.char_span(span.start, span.end, label=label, alignment_mode="expand")
        if run is None:
            unaligned += 1
        else:
            found[kind].append(Run(doc, run.start, run.end, label=label, span_id=id))
    _set(doc, found)
    doc.user_data[KEPT] = to_json(reading)
    doc.user_data[UNALIGNED] = unaligned


def _set(doc: Doc, found: dict[str, list[Run]]) -> None:
    for kind, runs in found.items():
        doc.spans[f"dragoman.{kind}"] = SpanGroup(doc, name=f"dragoman.{kind}", spans=runs)


def _entries(reading: Reading) -> Iterator[tuple[str, str, str, Span]]:
    """Kind, label, id and span of each entry; an actor has one for each mention."""
    for actor in reading.actors:
        for mention in actor.mentions:
            yield "actors", actor.kind, actor.id, mention.span
    for statement in reading.statements:
        spans = statement.content or tuple(s for s in (statement.cue, statement.source) if s)
        if spans:
            yield "statements", statement.act, statement.id, cover(spans)
    for event in reading.events:
        yield "events", event.type, event.id, event.evidence
    for meeting in reading.meetings:
        for span in meeting.mentions:
            yield "meetings", meeting.kind, meeting.id, span
        for claim in meeting.states:
            yield "states", claim.state, claim_id(meeting, claim), claim.evidence
    for condition in reading.conditions:
        yield "conditions", "condition", condition.id, condition.span
    for task in reading.tasks:
        yield "tasks", "task", task.id, task.span


def _reading(doc: Doc) -> Reading | None:
    held = doc.user_data.get(KEPT)
    return from_dict(json.loads(held)) if held else None


def _entry(run: Run) -> Any:
    """The entry of a span's id; None for a span that is none of ours."""
    reading = _reading(run.doc)
    if reading is None or not run.id_:
        return None
    kinds = ("actors", "statements", "events", "meetings", "conditions", "tasks")
    for entry in (one for kind in kinds for one in getattr(reading, kind)):
        if entry.id == run.id_:
            return entry
    claims = ((m, claim) for m in reading.meetings for claim in m.states)
    return next((claim for m, claim in claims if claim_id(m, claim) == run.id_), None)


def _make(nlp: Language, name: str, published: str | None) -> Component:
    return Component(published)


Language.factory("dragoman", func=_make, default_config={"published": None})

Doc.set_extension("dragoman", getter=_reading, force=True)
Run.set_extension("dragoman", getter=_entry, force=True)
