"""scores.json and floors.json → the figures of ``docs/accuracy.md``, which `evals.readme` writes.

Each task's table has the measures that a floor holds, those of README.md, and of the labels of the
dispatch corpus each one's F1 and recall.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.tasks import TASKS

Score = Mapping[str, Any]

LABEL = re.compile(r"(?P<of>\w+\.\w+)\.(?P<label>[\w-]+)\.f1")
"""statement.act.deny.f1: how well one label of a vocabulary is read."""

VOCABULARY = {
    "statement.form": "form", "statement.act": "act", "statement.polarity": "polarity",
    "statement.channel": "channel", "event.type": "event_type", "event.status": "event_status",
    "meeting.kind": "meeting_kind", "state.state": "meeting_state",
}  # fmt: skip


def accuracy(
    scores: Mapping[str, Score], floors: Mapping[str, float], told: Iterable[tuple[str, str]]
) -> str:
    """Scores, floors by task.measure, and (task, measure) told elsewhere → the page's figures."""
    parts = []
    for name, task in TASKS.items():
        if name not in scores:
            continue
        score = scores[name]
        own = {measure for other, measure in told if other == name}
        own |= {floor.removeprefix(f"{name}.") for floor in floors if floor.startswith(f"{name}.")}
        parts += [f"### {name}", "", f"{task.says[0].upper()}{task.says[1:]}. {command(score)}", ""]
        parts += [measures(name, score, own, floors), ""]
        parts += [f"- {note}" for note in score["notes"]] + [""] * bool(score["notes"])
        parts += by_label(score)
    return "\n".join(parts).rstrip()


def command(score: Score) -> str:
    return f"`{score['command']}`, weights `{score['weights']}`, version {score['version']}."


def measures(name: str, score: Score, wanted: set[str], floors: Mapping[str, float]) -> str:
    """The wanted measures of one task, in the order of its scores."""
    rows = [
        (f"`{measure}`", _percent(value), _percent(floors.get(f"{name}.{measure}")))
        for measure, value in score["measures"].items()
        if measure in wanted
    ]
    return as_table(("measure", "%", "floor"), rows)


def by_label(score: Score) -> list[str]:
    """A table for each vocabulary whose labels were scored apart; rare ones say little."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name, value in score["measures"].items():
        match = LABEL.fullmatch(name)
        if not match or match["of"] not in VOCABULARY or match["label"] == "None":
            continue
        stem = name.removesuffix(".f1")
        recall = _percent(score["measures"].get(f"{stem}.r"))
        gold = str(score["counts"].get(f"{stem}.gold", ""))
        row = (f"`{match['label']}`", _percent(value), recall, gold)
        found.setdefault(match["of"], []).append(row)
    parts: list[str] = []
    for of, rows in found.items():
        parts += [f"#### By label: [`{of}`](codebook.md#{VOCABULARY[of]})", ""]
        parts += [as_table(("label", "F1 %", "recall %", "in the gold"), rows), ""]
    return parts


def as_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows → a table of Markdown."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}"
