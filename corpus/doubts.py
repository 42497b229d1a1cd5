"""Entries → doubts: where a decision of the guidelines seems not to be followed.

A doubt is a question to the annotator and no flaw: a near miss may raise one and be right.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from corpus.format import Entry, Flaw, Item

ALWAYS_EVENTS = {"threaten": {"THREATEN"}, "refuse": {"REJECT"}}
"""Acts done by being uttered, whatever the cue, and the types of their event (guidelines 9.6)."""

NAMED_EVENTS = {
    "accuse": {"ACCUSE"},
    "criticise": {"ACCUSE"},
    "demand": {"REQUEST"},
    "ask": {"REQUEST"},
    "promise": {"AGREE", "CONCEDE"},
    "offer": {"AGREE", "CONCEDE"},
    "agree": {"AGREE", "CONCEDE"},
    "praise": {"SUPPORT"},
}
"""Acts that are events where the cue names them ("accused"), and the types they may have."""

PLAIN = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|wr(?:ite|ites|ote|iting)|sp(?:eak|eaks|oke)"
    r"|(?:add|post|remark|answer|repeat|stress|shout|mutter|sniff|snap)(?:s|ed|ing)?"
    r"|(?:state|declare|argue|note|observe|believe|claim|suggest)[sd]?|repl(?:y|ies|ied)"
    r"|claimed|suggest(?:ed|ions?)|swears?|swore|puts?|according|so|view|wants?)\b",
    re.IGNORECASE,
)
"""Cues that name no act: plain saying, ways of speaking, and "wants" (9.20)."""

QUESTION = re.compile(r"\?|^(?:whether|if|who|whom|whose|what|which|when|where|why|how)\b", re.I)
"""What is asked and no request (9.7)."""

STATE_EVENTS = {
    "proposed": {"possible"},
    "agreed": {"planned"},
    "scheduled": {"planned"},
    "expected": {"planned"},
    "confirmed": {"planned"},
    "in_preparation": {"planned"},
    "rescheduled": {"planned"},
    "venue_changed": {"planned"},
    "date_not_set": {"planned"},
    "undecided": {"possible"},
    "possible": {"possible"},
    "conditional": {"conditional"},
    "unconfirmed": {"possible"},
    "on_hold": {"planned"},
    "postponed": {"planned"},
    "cancelled": {"cancelled"},
    "not_planned": {"negated", "denied"},
    "plan_denied": {"negated", "denied"},
    "rejected": {"negated"},
    "not_held": {"negated", "denied"},
    "ongoing": {"ongoing"},
    "held": {"happened"},
}
"""Meeting states and the status of the CONSULT event that the same asserter tells with them.

The table of section 5; which of negated and denied it is hangs on the act of the asserter (9.5).
"""

SPEECH = re.compile(
    r"\b(?:said|says|told|tells|announced|announces|warned|warns|denied|denies|accused|accuses"
    r"|threatened|threatens|demanded|demands|insisted|insists|according to)\b"
)


def doubts(entries: Iterable[Entry]) -> list[Flaw]:
    """All doubts, in order of place."""
    return sorted(
        Flaw(entry.file, line, entry.id, what)
        for entry in entries
        for rule in RULES
        for line, what in rule(entry)
    )


def acts(entry: Entry) -> Iterator[tuple[int, str]]:
    """A threat, a refusal, an act named by its cue is an event too, on the cue or its words."""
    for item in _of(entry, "statement"):
        act, cues = item.values["act"], entry.marked(item.id, "cue")
        named = bool(cues) and not any(PLAIN.search(entry.words(cue)) for cue in cues)
        types = ALWAYS_EVENTS.get(act) or (NAMED_EVENTS.get(act) if named else None)
        content = entry.marked(item.id)
        said = (*cues, *content)
        if act == "ask" and any(QUESTION.search(entry.words(mark)) for mark in content):
            continue
        if not types or not said or item.values.get("polarity", "affirmed") != "affirmed":
            continue
        if not any(
            event.values["type"] in types and mark.first < words.last and words.first < mark.last
            for event in _of(entry, "event")
            for mark in entry.marked(event.id)
            for words in said
        ):
            told = f"act={act}, but no {' or '.join(sorted(types))} event in it"
            yield item.line, f"{item.id}: {told}"


def declined(entry: Entry) -> Iterator[tuple[int, str]]:
    """Who will not comment declines; other acts may be declined too (9.3)."""
    for item in _of(entry, "statement"):
        if item.values["act"] == "decline_comment" and item.values.get("polarity") != "declined":
            yield item.line, f"{item.id}: act=decline_comment without polarity=declined"


def states(entry: Entry) -> Iterator[tuple[int, str]]:
    """What one asserter says of a meeting fits the status of the meeting's CONSULT event.

    Of several states by one asserter ("the talks moved and go on") one must fit.
    """
    for item in _of(entry, "state"):
        told = [other for other in _of(entry, "state") if _claim(other) == _claim(item)]
        expected = set[str]().union(*(STATE_EVENTS[other.values["state"]] for other in told))
        statuses = {
            event.values["status"]
            for event in _of(entry, "event")
            if event.values["type"] == "CONSULT" and _claim(event) == _claim(item)
        }
        if statuses and not statuses & expected:
            wrong = f"{item.values['state']}, yet CONSULT {', '.join(sorted(statuses))}"
            fits = " or ".join(sorted(STATE_EVENTS[item.values["state"]]))
            yield item.line, f"{item.id}: {wrong} ({fits}?)"
        if item.values["state"] == "conditional" and not _of(entry, "condition"):
            yield item.line, f"{item.id}: conditional, yet no condition is marked"


def _claim(item: Item) -> tuple[str | None, str]:
    """Of which meeting, by whom."""
    return item.values.get("meeting"), item.values.get("by", "outlet")


def unmarked(entry: Entry) -> Iterator[tuple[int, str]]:
    """A verb of speech in no cue and no trigger is a saying left out, or a near miss."""
    items = {item.id: item.kind for item in entry.items}
    for at, piece in enumerate(entry.pieces):
        told = isinstance(piece, str) and SPEECH.search(piece)
        holding = [mark for mark in entry.marks if mark.first <= at < mark.last]
        if told and not any(
            mark.role == "cue" or _trigger(mark.role, items.get(mark.item)) for mark in holding
        ):
            yield entry.text_line, f"“{told[0]}” is in no cue and no trigger"


def _trigger(role: str, kind: str | None) -> bool:
    return not role and kind in ("event", "state", "scare")


def _of(entry: Entry, kind: str) -> list[Item]:
    return [item for item in entry.items if item.kind == kind]


RULES: tuple[Callable[[Entry], Iterator[tuple[int, str]]], ...] = (
    acts, declined, states, unmarked,
)  # fmt: skip
