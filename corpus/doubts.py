"""Entries → doubts: where a decision of the guidelines seems not to be followed.

A doubt is a question to the annotator and no flaw: a near miss may raise one and be right.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from corpus.check import people
from corpus.format import Entry, Flaw, Item, Mark, Slot
from corpus.schema import BODIES

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


HOSTING = re.compile(r"\b(?:host\w*|guests?|neutral ground|soil|palace|fort|barge|chair\w*|here)\b")
"""Words that make a third country of the place where others meet (section 4, CONSULT)."""

SEVERAL = re.compile(
    r"^(?:the |some |his |her |their )?(?:two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|several|many|\d+)\b",
    re.IGNORECASE,
)

RULED = re.compile(
    r"\b(?:(?:elector|law|bill|motion|rule|ban|tax|levy|levies|toll|dut(?:y|ies)|tariff|quota|sanction"
    r"|mandate|vot|elect|decree|budget|charter|referendum|zone|border|nominee)\w*"
    r"|resign\w*|step down|dismiss\w*|go|office|ministers?|judges?|negotiators?)\b",
    re.IGNORECASE,
)
"""Words of a rule, or of who holds an office, that a REQUEST or REJECT change is about."""

DAY = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|March|April|May|June|July|Aug|Sept?"
    r"|Oct|Nov|Dec|today|tonight|yesterday|tomorrow|overnight|noon|last night|this morning)"
)

MOVES = {"rescheduled", "postponed", "cancelled", "on_hold", "expected", "undecided"}
"""States after which a meeting may have another day."""

MARKER = re.compile(
    r"(?:only )?(?:if|unless|until|provided|once|before|after|when|as long as|so long as"
    r"|in exchange|in return|on condition)\b",
    re.IGNORECASE,
)
"""How a condition is told; it stands outside what is required (section 6)."""

BARTER = re.compile(r"\b(?:in exchange|in return|against|for|price)\b", re.IGNORECASE)
"""Markers that set a gift against a gift."""

TRADE = re.compile(r"\b(?:swap|trade|reciproc)\w*", re.IGNORECASE)
"""Words that tell, anywhere in the sentence, that gifts are traded."""

OPENING = ("“", "‘")

ASSEMBLY = re.compile(r"\b(?:lawmakers|parliament)\b")
"""Hearers to whom one speaks in a speech."""


def doubts(entries: Iterable[Entry]) -> list[Flaw]:
    """All doubts, in order of place."""
    known = list(entries)
    found = [
        Flaw(entry.file, line, entry.id, what)
        for entry in known
        for rule in RULES
        for line, what in rule(entry)
    ]
    return sorted([*found, *keys(known)])


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


def thirds(entry: Entry) -> Iterator[tuple[int, str]]:
    """third-party: the sentence tells the country where others meet, or that hosts them."""
    for item in _of(entry, "event"):
        marks = entry.marked(item.id)
        if item.values["type"] != "CONSULT" or not marks:
            continue
        sides = {_side(entry, name) for name in (*item.listed("actor"), *item.listed("target"))}
        words, slots = _sentence(entry, marks[0])
        others = {slot.letter for slot in slots if slot.letter not in BODIES} - sides
        places = {slot.letter for slot in slots if slot.form in ("capital", "town", "town2")}
        told = bool(others & places and sides) or bool(others and HOSTING.search(words))
        if item.values.get("mode") == "third-party" and not told:
            yield item.line, f"{item.id}: third-party, yet no country's place or host is told"


def changes(entry: Entry) -> Iterator[tuple[int, str]]:
    """change: the sentence names a rule, or who holds an office (section 4, REQUEST)."""
    for item in _of(entry, "event"):
        marks = entry.marked(item.id)
        words = _sentence(entry, marks[0])[0] if marks else ""
        if item.values.get("mode") == "change" and not RULED.search(words):
            yield item.line, f"{item.id}: change, yet no rule or office is named"


def performers(entry: Entry) -> Iterator[tuple[int, str]]:
    """Whoever accuses, asks, promises … by a cue is the actor of the event that stands on it."""
    for item in _of(entry, "statement"):
        cues = {(mark.first, mark.last) for mark in entry.marked(item.id, "cue")}
        known = [name for name in item.listed("speaker") if name not in ("unknown", "outlet")]
        for event in _of(entry, "event") if known else ():
            on = {(mark.first, mark.last) for mark in entry.marked(event.id)}
            done = event.values["type"] in NAMED_EVENTS.get(item.values["act"], ())
            if on & cues and done and not event.listed("actor"):
                yield event.line, f"{event.id}: no actor=, yet {', '.join(known)} utters it"


def several(entry: Entry) -> Iterator[tuple[int, str]]:
    """Several people who are charged with nothing are a group (section 3)."""
    charged = {name for task in _of(entry, "task") for name in task.listed("to")}
    for item in _of(entry, "actor"):
        words = [entry.words(mark) for mark in entry.marked(item.id)]
        if item.values["kind"] == "person" and item.id not in charged and SEVERAL.search(words[0]):
            yield item.line, f"{item.id}: “{words[0]}” are several: kind=group"


def _sentence(entry: Entry, mark: Mark) -> tuple[str, list[Slot]]:
    """The words of the mark's sentence, by its full stops, and its slots."""
    first, last = mark.first, mark.last
    ends = [isinstance(p, str) and bool(re.search(r"[.?!](?!\w)|\n", p)) for p in entry.pieces]
    while first > 0 and not ends[first - 1]:
        first -= 1
    while last < len(ends) and not ends[last - 1]:
        last += 1
    pieces = entry.pieces[first:last]
    return "".join(map(str, pieces)), [piece for piece in pieces if isinstance(piece, Slot)]


def _side(entry: Entry, name: str) -> str:
    item = entry.item(name)
    return item.values.get("side", name) if item else name


def terms(entry: Entry) -> Iterator[tuple[int, str]]:
    """A condition's span is without its marker; a marker or a word of trade tells an exchange."""
    for item in _of(entry, "condition"):
        for mark in entry.marked(item.id)[:1]:
            if begun := MARKER.match(entry.words(mark)):
                yield mark.line, f"{item.id}: its span begins with its marker, “{begun[0]}”"
            markers = " ".join(map(entry.words, entry.marked(item.id, "marker")))
            traded = BARTER.search(markers) or TRADE.search(_sentence(entry, mark)[0])
            if item.values["kind"] == "exchange" and not traded:
                yield item.line, f"{item.id}: exchange, yet “{markers}” sets no gift against a gift"


def papers(entry: Entry) -> Iterator[tuple[int, str]]:
    """A paper that is itself the source is a document or a letter (section 2)."""
    for item in _of(entry, "statement"):
        sources = {(mark.first, mark.last) for mark in entry.marked(item.id, "source")}
        channels = {(mark.first, mark.last) for mark in entry.marked(item.id, "channel")}
        if sources & channels and item.values.get("channel") == "statement":
            yield item.line, f"{item.id}: statement, yet the paper itself speaks (document?)"


def hearers(entry: Entry) -> Iterator[tuple[int, str]]:
    """What is told to parliament is a speech, and its hearers tell the channel (section 2)."""
    for item in _of(entry, "statement"):
        told = any(re.search(r"\bt[eo]l[dl]", entry.words(m)) for m in entry.marked(item.id, "cue"))
        for mark in entry.marked(item.id, "addressee") if told else ():
            if ASSEMBLY.search(entry.words(mark)) and "channel" not in item.values:
                yield item.line, f"{item.id}: told to {entry.words(mark)}, yet no channel (speech?)"


def quoted(entry: Entry) -> Iterator[tuple[int, str]]:
    """The span of quoted words that nobody asserts holds their quotation marks (section 8)."""
    for item in _of(entry, "scare"):
        for mark in entry.marked(item.id):
            before = "".join(map(str, entry.pieces[: mark.first]))
            if before.endswith(OPENING) and not entry.words(mark).startswith(OPENING):
                yield mark.line, f"{item.id}: its span leaves out its quotation marks"


def demanders(entry: Entry) -> Iterator[tuple[int, str]]:
    """Who speaks for his side's terms stands in by= as he stands in speaker= (section 6)."""
    for item in _of(entry, "condition"):
        said = entry.item(item.values.get("in", ""))
        for speaker in map(entry.item, said.listed("speaker") if said else ()):
            if speaker and item.values.get("by", "-") == speaker.values.get("side"):
                yield item.line, f"{item.id}: by={item.values['by']}, yet {speaker.id} speaks"


def days(entry: Entry) -> Iterator[tuple[int, str]]:
    """In a sentence a day rests on words: a date that is marked, or the name of a day."""
    rests = {item.values.get("date") for item in entry.items if entry.marked(item.id, "date")}
    for item in entry.items if entry.kind == "sentence" and not DAY.search(entry.plain) else ():
        if (day := item.values.get("date")) and day not in rests:
            yield item.line, f"{item.id}: date={day} rests on no words"


def families(entry: Entry) -> Iterator[tuple[int, str]]:
    """An invented person should not bear the family name of a leader or minister."""
    for item in _of(entry, "actor"):
        for mark in entry.marked(item.id) if item.values["kind"] == "person" else ():
            name = entry.words(mark).split()
            if len(name) > 1 and name[-1] in _families():
                yield mark.line, f"{item.id}: “{name[-1]}” is a real leader's or minister's name"


@cache
def _families() -> frozenset[str]:
    return frozenset(row["family"] for row in people() if row["class"] in ("head", "minister"))


def keys(entries: Iterable[Entry]) -> Iterator[Flaw]:
    """One meeting of a process has one day wherever words tell it, until it is put off or moved."""
    days: dict[tuple[str, str], dict[str, tuple[Entry, Item]]] = defaultdict(dict)
    moved: set[tuple[str, str]] = set()
    for entry in entries:
        process = entry.header.get("process", "")
        for item in _of(entry, "meeting") if process else ():
            key = (process, item.values.get("key", ""))
            states = [s for s in _of(entry, "state") if s.values["meeting"] == item.id]
            if any(state.values["state"] in MOVES for state in states):
                moved.add(key)
            if entry.marked(item.id, "date") and "date" in item.values:
                days[key].setdefault(item.values["date"].split("/")[0], (entry, item))
    for key, told in days.items():
        for day, (entry, item) in list(told.items())[1:] if key not in moved else ():
            first, (other, _) = next(iter(told.items()))
            on = f"{day}, in {other.id} on {first}; nothing moved it"
            what = f"{item.id}: key={key[1]} on {on}"
            yield Flaw(entry.file, item.line, entry.id, what)


def _of(entry: Entry, kind: str) -> list[Item]:
    return [item for item in entry.items if item.kind == kind]


RULES: tuple[Callable[[Entry], Iterator[tuple[int, str]]], ...] = (
    acts, declined, states, unmarked, thirds, changes, performers, several, demanders, days,
    families, terms, papers, hearers, quoted,
)  # fmt: skip
