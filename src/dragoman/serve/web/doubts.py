"""A reading → its entries, each with how certain it is and what is doubtful of it, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entry that may be wrong."""

    report: str
    kind: str
    entry: str
    certainty: float | None
    """0 … 1 by the reader; None where it was read before entries had one."""
    why: tuple[str, ...]
    """How certain it is, then what it lacks or hedges."""
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
    """The entries of a document as they may be doubted, in no order."""
    article = document["article"]
    for kind, entry, span, why in entries(document):
        certain = entry.get("certainty")
        told = () if certain is None else (f"{certain:.0%} certain",)
        yield Doubt(
            article["id"], kind, entry["id"], certain, (*told, *why),
            span["start"], span["end"], entry, article["title"],
        )  # fmt: skip


def entries(document: Json) -> Iterator[tuple[str, Json, Json, list[str]]]:
    """Kind, entry, the span that it rests on, and what is doubtful of it."""
    for one in document["statements"]:
        if one["content"]:
            yield "statement", one, one["content"][0], list(_statement(one))
    for meeting in document["meetings"]:
        families = {claim["family"] for claim in meeting["states"]}
        for claim in meeting["states"]:
            yield "state", claim, claim["evidence"], list(_claim(claim, len(families) > 1))
    for one in document["events"]:
        yield "event", one, one["evidence"], list(_event(one))
    for one in document["conditions"]:
        yield "condition", one, one["span"], [] if one["set_by"] else ["nobody is found to set it"]
    for one in document["tasks"]:
        yield "task", one, one["span"], [] if one["charged"] else ["nobody is found to be charged"]


def _statement(one: Json) -> Iterator[str]:
    if one["speaker"] is None:
        yield "nobody is found to speak"
    if one["polarity"] != "affirmed":
        yield "said not to have been said"
    yield from _date(one["when"])


def _claim(one: Json, differ: bool) -> Iterator[str]:
    if differ:
        yield "the report has contrary states of this meeting"
    if one["hedged"]:
        yield "hedged"
    if one["denies"]:
        yield "denies another state"
    yield from _date(one["when"])


def _event(one: Json) -> Iterator[str]:
    if not one["actors"]:
        yield "nobody is found to act"
    if not one["targets"]:
        yield "nobody is found to be acted upon"
    if one["status"] in ("possible", "conditional", "denied"):
        yield str(one["status"])


def _date(when: Json) -> Iterator[str]:
    if when["how"] == "undated":
        yield "without a date"
    elif when["how"] == "inferred":
        yield "its date is inferred"
