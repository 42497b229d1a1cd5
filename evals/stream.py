"""The Budapest stream, retold → statements, meeting states, conditions, tasks, events, dates.

The reports are retellings in the project's own words, not news wording: say so with any figure.
The gold (its ``guidelines.md``) is brought to our names and judged by the rules of ``judge.py``:

- a speaker or asserter in brackets or with a remark ("… (earlier)") is taken without it; several
  asserters of one state: any of them is right, and the second is extra all the same; a meeting's
  participant is spelled as the page spells it ("Zelensky", "Zelenskiy");
- an anchor only locates its statement and may begin with the cue ("announced plans for …");
- form is told for completeness: gold's is that of the original wording, and the retelling puts
  original words in quotation marks, so that what was indirect reads as mixed here;
- states: agreed_in_principle is our agreed; objected and unknown are left out. Participants and
  kind of a meeting come from ``meetings_dev.json``;
- event status: happened also stands for our ongoing, hypothetical for possible and conditional,
  denied also for negated and cancelled; SANCTION with the note "mode discontinue" is our REJECT;
- dates of statements count where gold gives them to the day (`date_precision` day);
- contested: the stream's gold does not say it.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.corpora import corpus, read_jsonl
from evals.desk import Gold, Judgement
from evals.judge import judge
from evals.result import Result

STATES = {"agreed_in_principle": "agreed"}
LEFT_OUT = frozenset({"objected", "unknown"})
STATUS = {
    "happened": ["happened", "ongoing"],
    "planned": ["planned"],
    "hypothetical": ["possible", "conditional"],
    "denied": ["denied", "negated", "cancelled"],
}
KINDS = {"ministerial": "talks", "meeting": "talks"}


def run(data: Path | None = None) -> Result:
    """The stream's dev half, or any file of the same format beside a `meetings_dev.json`."""
    import dragoman

    path = corpus("stream/stream_dev.jsonl", data)
    known = path.with_name("meetings_dev.json")
    meetings = json.loads(known.read_text(encoding="utf-8"))["meetings"] if known.exists() else []
    by_id = {meeting["id"]: meeting for meeting in meetings}
    together = Judgement()
    records = read_jsonl(path)
    for record in records:
        reading = dragoman.read(record["text"], published=record["publication_date"])
        together.add(judge(record["id"], our_gold(record["gold"], by_id, record["text"]), reading))
    for name in ("actors", "times"):
        del together.counts[name]
    return Result(
        measures=together.measures(),
        counts=together.numbers() | {"reports": len(records)},
        files=[path, *([known] if known.exists() else [])],
        errors=together.errors,
        notes=[
            "retold reports, not news wording",
            "contested: not marked in this gold",
            "form: gold tells that of the original wording, not of the retelling",
        ],
    )


def our_gold(gold: Gold, meetings: dict[str, Gold], text: str) -> dict[str, Any]:
    """A record's gold → the format of `founding.json` and the names of our vocabularies."""
    return {
        "statements": [our_statement(one) for one in gold["statements"]],
        "meetings": our_meetings(gold["meetings"], meetings, text),
        "events": [our_event(one) for one in gold["events"]],
        "conditions": [
            {"set_by": bare(one["by"]), "anchor": one["anchor"]} for one in gold["conditions"]
        ],
        "tasks": [
            {"charged_by": bare(one["by"]), "charged": bare(one["to"]), "anchor": one["anchor"]}
            for one in gold["tasks"]
        ],
    }


def bare(names: Sequence[str]) -> list[str]:
    """Names without remarks in brackets; the page as the outlet."""
    found = [name.partition(" (")[0] for name in names]
    return ["outlet" if name == "page" else name for name in found]


def our_statement(gold: Gold) -> dict[str, Any]:
    found: dict[str, Any] = {
        "speaker": bare(gold["speaker"]), "anchor": gold["anchor"], "anchor_locates": True,
        "form": gold["form"],
    }  # fmt: skip
    if gold["date_precision"] == "day":
        found["date"] = gold["date"]
    return found


def our_meetings(
    states: Sequence[Gold], meetings: dict[str, Gold], text: str
) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for state in states:
        known = meetings.get(state["meeting"], {})
        meeting = found.setdefault(
            state["meeting"],
            {
                "id": state["meeting"],
                "participants": [
                    spelled(name, text) for name in participants(known.get("participants", ()))
                ],
                "kind": KINDS.get(known.get("kind", ""), known.get("kind")),
                "states": [],
            },
        )
        if state["state"] not in LEFT_OUT:
            name = STATES.get(state["state"], state["state"])
            meeting["states"].append({"state": name, "asserter": bare(state["asserter"])})
    return list(found.values())


def participants(names: Sequence[str]) -> list[str]:
    """ "Witkoff, Kushner" and "Zelensky with Trump and Putin" → one name each."""
    parts = [part for name in bare(names) for part in name.replace(" with ", ", ").split(", ")]
    return [name for part in parts for name in part.split(" and ")]


def spelled(name: str, text: str) -> str:
    """A name in the spelling of the page: the first six letters and the length ± 1 agree.

    >>> spelled("Brandsky", "Otto Brandskiy left.")
    'Brandskiy'
    """
    if len(name) < 7 or re.search(rf"\b{re.escape(name)}\b", text):
        return name
    near = (word for word in re.findall(r"\w+", text) if word.startswith(name[:6]))
    return next((word for word in near if abs(len(word) - len(name)) <= 1), name)


def our_event(gold: Gold) -> dict[str, Any]:
    discontinued = gold["plover"] == "SANCTION" and "discontinue" in (gold["note"] or "")
    return {
        "type": "REJECT" if discontinued else gold["plover"],
        "actor": bare(gold["actor"]),
        "target": bare(gold["target"]),
        "status": STATUS[gold["status"]],
    }
