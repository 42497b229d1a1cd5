"""A reading → its least certain entries, each with what is doubtful.

A reading keeps no probabilities: an entry is doubtful by what it lacks or hedges. Each doubt is
told in words and weighs something; the weights order the queue and mean nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entry and why it is worth a look."""

    report: str
    kind: str
    entry: str
    why: tuple[str, ...]
    weight: int
    start: int
    end: int
    told: Json
    title: str

    @property
    def id(self) -> str:
        return f"{self.report}-{self.entry}"

    @property
    def entry_with_kind(self) -> Json:
        return {**self.told, "kind_of": self.kind}


def doubts(document: Json) -> Iterator[Doubt]:
    """The doubtful entries of a document, in no order."""
    article = document["article"]
    for kind, entry, span, why in _weighed(document):
        if why:
            weight = sum(number for _, number in why)
            yield Doubt(
                article["id"], kind, entry["id"], tuple(told for told, _ in why), weight,
                span["start"], span["end"], entry, article["title"],
            )  # fmt: skip


def _weighed(document: Json) -> Iterator[tuple[str, Json, Json, list[tuple[str, int]]]]:
    for one in document["statements"]:
        if one["content"]:
            yield "statement", one, one["content"][0], list(_statement(one))
    for meeting in document["meetings"]:
        families = {claim["family"] for claim in meeting["states"]}
        for claim in meeting["states"]:
            why = list(_claim(claim, len(families) > 1))
            yield "state", claim, claim["evidence"], why
    for one in document["events"]:
        yield "event", one, one["evidence"], list(_event(one))


def _statement(one: Json) -> Iterator[tuple[str, int]]:
    if one["speaker"] is None:
        yield "nobody is found to speak", 4
    if one["polarity"] != "affirmed":
        yield "said not to have been said", 2
    yield from _date(one["when"])


def _claim(one: Json, differ: bool) -> Iterator[tuple[str, int]]:
    if differ:
        yield "the report has contrary states of this meeting", 3
    if one["hedged"]:
        yield "hedged", 2
    if one["denies"]:
        yield "denies another state", 2
    yield from _date(one["when"])


def _event(one: Json) -> Iterator[tuple[str, int]]:
    if not one["actors"]:
        yield "nobody is found to act", 3
    if not one["targets"]:
        yield "nobody is found to be acted upon", 1
    if one["status"] in ("possible", "conditional", "denied"):
        yield one["status"], 2


def _date(when: Json) -> Iterator[tuple[str, int]]:
    if when["how"] == "undated":
        yield "without a date", 1
    elif when["how"] == "inferred":
        yield "its date is inferred", 1
