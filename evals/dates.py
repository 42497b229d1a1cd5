"""Dates of events, meetings and statements against the dispatch corpus and the retold stream.

Gold are all items of the corpus's dev split that have a date; or of a file that
`python -m corpus build` wrote. Two shares are told of each kind:

- ``events.date``, ``meetings.date``, ``statements.date``: the reader's own item that shares most
  words with gold's has gold's date. An item that the reader did not find counts as wrong, in
  ``….found`` it does not count;
- ``….asked``: the dating functions of the reader, asked at gold's words, give gold's date. Of a
  meeting its nouns and the verbs that tell it are asked in order; the date told last that is not
  of another meeting is the reader's own affair, so the first one counts.

``meetings.ahead`` are the meetings whose gold date lies after the report's day, ``…asked`` as
above. ``stream.…`` are fields of what `evals.stream` pairs, where gold gives a day, a range of
days, a week or a stretch from the report's day. A date is right as in ``judge.py``: equal to gold's
or within it, and one day for a longer gold is made up.

``not_finer``: of all dated items of ours the share that are not finer than the words: neither
strictly within gold's date nor strictly within the date expression that they rest on.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from corpus.schema import HERE
from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import days as whole_days
from dragoman.meaning.dating import statement_date
from dragoman.meaning.dating_clause import is_date
from dragoman.meaning.dating_narrative import event_date
from dragoman.meaning.meetings.mentions import find_mention
from dragoman.meaning.meetings.scene import Scene
from dragoman.meaning.tree import Tree
from dragoman.ontology import DateHow
from dragoman.pipeline import interpret
from dragoman.spans import Span
from dragoman.types import UNDATED, Event, Meeting, Reading, Statement, Tags, When
from evals.corpora import SkippedError, corpus, read_jsonl
from evals.date_cases import KINDS, Case, Record, dev_records, tagged
from evals.desk import days_of
from evals.judge import judge
from evals.measures import Days, days, same_date
from evals.result import Result
from evals.stream import our_gold


def run(data: Path | None = None) -> Result:
    """The corpus's dev split and the stream's; or a file that `python -m corpus build` wrote."""
    found = list(dev_records()) if data is None else read_jsonl(data)
    tally = Tally()
    for case, tags in tagged(found):
        score(case, tags, tally)
    result = Result(files=[HERE / "reports", HERE / "sentences"] if data is None else [data])
    if data is None:
        try:
            path = corpus("stream/stream_dev.jsonl")
        except SkippedError as error:
            result.notes.append(str(error))
            result.absent.append("stream.")
        else:
            stream(path, tally)
            result.files.append(path)
    tally.into(result)
    return result


# --- scores ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """Right and of, by measure; and what was wrong."""

    right: dict[str, list[bool]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool, told: str = "") -> None:
        self.right.setdefault(name, []).append(right)
        if not right and told:
            self.errors.append(told)

    def into(self, result: Result) -> None:
        for name, all_ in sorted(self.right.items()):
            result.measures[name] = sum(all_) / len(all_)
            result.counts |= {f"{name}.right": sum(all_), f"{name}.of": len(all_)}
        result.errors += self.errors


def score(case: Case, tags: Tags, tally: Tally) -> None:
    """One record: its dated items beside the reader's, and the dating asked at their words."""
    reading = interpret(case.article, tags)
    asked = Asked(case, Tree(case.article.text, tags), reading)
    for kind in KINDS:
        pairs = paired(case, kind, reading)
        for gold in case.gold[kind]:
            wanted = gold_days(gold["date"])
            if wanted is None:
                continue
            found = pairs.get(gold["id"])
            when = None if found is None else when_of(found)
            _check(tally, case, kind, gold, wanted, when, "date")
            if when is not None:
                tally.add(f"{kind}.found", same_date(wanted, days_of(when.interval)))
            _check(tally, case, kind, gold, wanted, asked.when(kind, gold), "asked")
        for one in getattr(reading, kind):
            dates = [gold_days(g["date"]) for g in case.gold[kind] if pairs.get(g["id"]) is one]
            fine = finer(when_of(one), [day for day in dates if day is not None], reading)
            if fine is not None:
                told = f"{case.gold['id']}: wrong not_finer {one.id}: {shown(when_of(one))}"
                tally.add("not_finer", not fine, told)


def _check(
    tally: Tally, case: Case, kind: str, gold: Record, wanted: Days, when: When | None, how: str
) -> None:
    found = None if when is None else days_of(when.interval)
    right = same_date(wanted, found)
    words = " … ".join(case.article.text[span] for span in case.spans(gold))[:90]
    told = "not found" if when is None else shown(when)
    line = (
        f"{case.gold['id']}: wrong {kind}.{how} of {gold['id']} [{words}]: "
        f"{told}, not {gold['date']} (published {case.published})"
    )
    tally.add(f"{kind}.{how}", right, line)
    if kind == "meetings" and wanted[0] > case.published:
        tally.add("meetings.ahead" + ("" if how == "date" else ".asked"), right)


def gold_days(told: str | None) -> Days | None:
    return None if told is None else days(told.split("/") if "/" in told else told)


def when_of(item: Event | Meeting | Statement) -> When:
    return item.planned if isinstance(item, Meeting) else item.when


def shown(when: When) -> str:
    found = days_of(when.interval)
    return "undated" if found is None else f"{found[0]} to before {found[1]} ({when.how})"


def finer(when: When, gold: Sequence[Days], reading: Reading) -> bool | None:
    """Whether a date says more than gold's, or than the expression that it rests on; None where
    no words tell it."""
    found = days_of(when.interval)
    if found is None or when.how is DateHow.PUBLICATION:
        return None
    told = [
        whole for time in reading.times
        if time.id == when.time and time.interval and is_date(time)
        and (whole := days_of(whole_days(time.interval)))
    ]  # fmt: skip
    return any(a <= found[0] and found[1] <= b and (a, b) != found for a, b in (*gold, *told))


# --- the reader's own items ------------------------------------------------------------------


def paired(case: Case, kind: str, reading: Reading) -> dict[str, Any]:
    """Gold id → the reader's item that shares most characters with its words."""
    found: dict[str, Any] = {}
    for gold in case.gold[kind]:
        words = words_of(case, kind, gold)
        best = max(
            getattr(reading, kind),
            key=lambda one: (_shared(words, own_words(one)), *_likeness(gold, one)),
            default=None,
        )
        if best is not None and _shared(words, own_words(best)):
            found[gold["id"]] = best
    return found


def _likeness(gold: Record, one: Any) -> tuple[bool, ...]:
    """What settles a tie: the same type, the same kind."""
    return (gold.get("type") == getattr(one, "type", None),) if "type" in gold else ()


def words_of(case: Case, kind: str, gold: Record) -> tuple[Span, ...]:
    """An item's main words; of a meeting also the events that it is, of a statement its cue."""
    found = list(case.spans(gold))
    if kind == "meetings":
        for event in case.gold["events"]:
            if event["meeting"] == gold["id"] and event["type"] == "CONSULT":
                found += case.spans(event)
    if kind == "statements":
        found += case.spans(gold, "cue")
    return tuple(sorted(set(found)))


def own_words(item: Event | Meeting | Statement) -> tuple[Span, ...]:
    if isinstance(item, Event):
        return (item.trigger,)
    if isinstance(item, Meeting):
        return item.mentions
    return (*item.content, *([item.cue] if item.cue else []))


def _shared(one: Iterable[Span], other: Sequence[Span]) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)


# --- the dating asked ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The dating functions at gold's words."""

    case: Case
    tree: Tree
    reading: Reading

    def when(self, kind: str, gold: Record) -> When:
        words = words_of(self.case, kind, gold)
        if kind == "meetings":
            dates = (self._planned(span) for span in words)
            return next((one for one in dates if one.interval is not None), UNDATED)
        if kind == "statements":
            words = self.case.spans(gold, "cue") or words
        heads = (self._head(span) for span in words)
        at = next((head for head in heads if head is not None), None)
        ask = event_date if kind == "events" else statement_date
        return UNDATED if at is None else ask(
            self.tree, at, self.reading.times, self.case.published
        )  # fmt: skip

    def _planned(self, span: Span) -> When:
        """The date of the mention in some words; of their act where they hold none."""
        times, day = self.reading.times, self.case.published
        scene = Scene(self.tree, Cast(self.tree, self.reading.actors), times, day)
        for i in self.tree.within(span):
            mention = find_mention(scene, i)
            if mention is not None:
                return mention.planned
        head = self._head(span)
        return UNDATED if head is None else event_date(self.tree, head, times, day)

    def _head(self, span: Span) -> int | None:
        """The head of some words, which is no "’s"."""
        tree = self.tree
        inside = [i for i in tree.within(span) if tree.relation(i) not in ("case", "punct")]
        outer = (i for i in inside if tree.tokens[i].head not in inside or tree.head(i) is None)
        return next(outer, None)


# --- the stream ------------------------------------------------------------------------------


def stream(path: Path, tally: Tally) -> None:
    """The dates of what `evals.stream` pairs: of events and of meetings."""
    import dragoman

    known = path.with_name("meetings_dev.json")
    meetings = json.loads(known.read_text(encoding="utf-8"))["meetings"] if known.exists() else []
    by_id = {meeting["id"]: meeting for meeting in meetings}
    for one in read_jsonl(path):
        gold = our_gold(one["gold"], by_id, one["text"])
        add_dates(gold, one["gold"], date.fromisoformat(one["publication_date"]))
        reading = dragoman.read(one["text"], published=one["publication_date"])
        found = judge(one["id"], gold, reading)
        for name in ("events.date", "meetings.planned"):
            count = found.fields.get(name)
            for right in [True] * count.tp + [False] * count.fn if count else ():
                tally.add(f"stream.{name}", right)
        tally.errors += [
            error.replace("wrong ", "wrong stream.", 1)
            for error in found.errors
            if " wrong events.date " in error or " wrong meetings.planned " in error
        ]


def add_dates(gold: dict[str, Any], told: Record, published: date) -> None:
    """Puts the stream's dates into its gold: of a meeting the last one told, as its days."""
    for event, one in zip(gold["events"], told["events"], strict=True):
        event["date"] = one["date"]
    for meeting in gold["meetings"]:
        dates = [
            found for one in told["meetings"]
            if one["meeting"] == meeting["id"]
            and (found := stream_days(one["planned_or_held_date"], published))
        ]  # fmt: skip
        if len({*dates}) == 1:
            meeting["planned_date"] = [str(day) for day in dates[0]]


def stream_days(told: str | None, published: date) -> Days | None:
    """The stream's words for a meeting's date → days; None for what names none ("coming days").

    >>> stream_days("2031-05-04/05", date(2031, 5, 1))
    (datetime.date(2031, 5, 4), datetime.date(2031, 5, 6))
    >>> stream_days("within two weeks", date(2031, 5, 1))
    (datetime.date(2031, 5, 1), datetime.date(2031, 5, 16))
    """
    if told is None:
        return None
    if told in ("within two weeks", "within about two weeks"):
        return published, published + timedelta(days=15)
    if told == "next week":
        monday = published + timedelta(days=7 - published.weekday())
        return monday, monday + timedelta(days=7)
    if told.startswith("week of "):
        monday = date.fromisoformat(told.removeprefix("week of "))
        return monday, monday + timedelta(days=7)
    if ranged := re.fullmatch(r"(\d{4}-\d{2}-)(\d{2})/(\d{2})", told):
        first, last = (date.fromisoformat(ranged[1] + ranged[n]) for n in (2, 3))
        return first, last + timedelta(days=1)
    return days(told)
