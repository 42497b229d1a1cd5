"""The Budapest stream, 102 retold records → whether its meetings and their states are linked.

The records are retellings in the project's own words, not news wording: say so with any figure.
Gold (``meetings_dev.json``) tells states of meetings, each with the records that bear it. An item
is a meeting in one of these records; found is the reader's meeting there of the right sort and
sides that tells the right family, else the one of the right sort and sides.

- `meetings.b3`: B³ over all items, those not found counted as missed; `meetings.linked.b3`: over
  those found, the linker alone;
- `states.right`: states of which a record tells the family, by a meeting of the right joint.

Gold tells neither sides by code nor who contradicts whom, so there are no cells here.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dragoman import as_day
from dragoman.ingest.extract import article_from_text
from dragoman.ontology import MeetingState
from dragoman.pipeline import read_articles
from dragoman.processes.link import link
from dragoman.types import Meeting, Reading
from evals.corpora import corpus, read_jsonl
from evals.result import Result
from evals.stream import LEFT_OUT, STATES, participants

SORTS = {"summit": {"summit", "talks"}, "call": {"call"}, "visit": {"visit", "talks", "summit"}}
"""The stream's kinds → ours; "the meeting" may be any meeting in person."""

OTHERS = {"talks", "summit", "conference"}
Item = tuple[str, str]
"""Id of the gold meeting, id of the record."""


def run(data: Path | None = None) -> Result:
    path = corpus("stream/budapest_dev.jsonl", data)
    known = path.with_name("meetings_dev.json")
    meetings = json.loads(known.read_text(encoding="utf-8"))["meetings"]
    records = {record["id"]: record for record in read_jsonl(path)}
    articles = [
        article_from_text(r["text"], published=as_day(r["date"]), title="", which=id)
        for id, r in records.items()
    ]
    readings = dict(zip(records, read_articles(articles), strict=True))
    joints = {
        f"{one.report}#{one.item}": joint.ref
        for process in link(readings.values())
        for joint in process.meetings
        for one in joint.mentions
    }
    found: dict[Item, str | None] = {}
    told: dict[str, list[tuple[Item, bool]]] = defaultdict(list)
    for meeting in meetings:
        for at, state in enumerate(meeting["transitions"]):
            for id in state["evidence"]:
                if id in readings and state["state"] not in LEFT_OUT and state["state"]:
                    ref, right = _find(readings[id], meeting, state["state"])
                    item = meeting["id"], id
                    found[item] = found.get(item) or (joints.get(ref, ref) if ref else None)
                    told[f"{meeting['id']}.{at}"].append((item, right))
    return _result(found, told, [path, known], len(records))


def _find(reading: Reading, gold: dict[str, Any], state: str) -> tuple[str | None, bool]:
    """The reader's meeting that gold means, and whether it tells the state's family."""
    family = MeetingState(STATES.get(state, state)).family
    names = participants(gold["participants"])
    best: tuple[int, bool, str] | None = None
    for meeting in reading.meetings:
        if meeting.kind not in SORTS.get(gold["kind"], OTHERS):
            continue
        shared = sum(_takes_part(reading, meeting, name) for name in names)
        right = any(claim.state.family is family for claim in meeting.states)
        if shared:
            found = shared, right, f"{reading.article.id}#{meeting.id}"
            best = max(best, found) if best else found
    return (best[2], best[1]) if best else (None, False)


def _takes_part(reading: Reading, meeting: Meeting, name: str) -> bool:
    actors = [reading.actor(id) for id in meeting.participants]
    return any(a and name[:5].casefold() in a.name.casefold() for a in actors)


def _result(
    found: dict[Item, str | None], told: dict[str, list[tuple[Item, bool]]],
    files: Sequence[Path], records: int,
) -> Result:  # fmt: skip
    main = {
        meeting: Counter(ref for (m, _), ref in found.items() if m == meeting and ref)
        for meeting, _ in found
    }
    right = sum(
        any(ok and found[item] == main[item[0]].most_common(1)[0][0] for item, ok in items)
        for items in told.values()
    )
    seen = {item: ref for item, ref in found.items() if ref}
    p, r = _b3(seen)
    missed = len(found) - len(seen)
    recall = r * len(seen) / len(found) if found else 0.0
    errors = [f"{m}: missing meeting in {id}" for (m, id), ref in found.items() if ref is None]
    errors += [f"{m}: wrong split: {dict(refs)}" for m, refs in main.items() if len(refs) > 1]
    return Result(
        measures={
            "meetings.linked.b3.p": p, "meetings.linked.b3.r": r,
            "meetings.linked.b3.f1": 2 * p * r / (p + r) if p + r else 0.0,
            "meetings.b3.r": recall,
            "meetings.b3.f1": 2 * p * recall / (p + recall) if p + recall else 0.0,
            "states.right": right / len(told) if told else 0.0,
        },
        counts={"records": records, "items": len(found), "missed": missed, "states": len(told)},
        files=list(files),
        errors=errors,
        notes=["retold reports, not news wording"],
    )  # fmt: skip


def _b3(seen: dict[Item, str]) -> tuple[float, float]:
    """B³ precision and recall of what was found (Bagga and Baldwin 1998)."""
    both = Counter((item[0], ref) for item, ref in seen.items())
    gold, ours = Counter(item[0] for item in seen), Counter(seen.values())

    def mean(shares: Iterable[float]) -> float:
        return sum(shares) / len(seen) if seen else 0.0

    return (
        mean(both[item[0], ref] / ours[ref] for item, ref in seen.items()),
        mean(both[item[0], ref] / gold[item[0]] for item, ref in seen.items()),
    )
