"""scores.json → the figures of README.md and docs/accuracy.md, between their marks.

A mark is ``<!-- figures -->``, and its end ``<!-- /figures -->``.
"""

from pathlib import Path
from typing import Any

from evals.accuracy import accuracy
from evals.corpora import HERE, AskedWrongError
from evals.gate import Floors
from evals.tasks import read_scores

README = HERE.parent / "README.md"
ACCURACY = HERE.parent / "docs" / "accuracy.md"
START, END = "<!-- figures -->", "<!-- /figures -->"

ROWS = (
    ("trees, EWT test, from gold words", "syntax-ewt", ("las", "uas", "upos"), "words"),
    ("the same from raw text", "syntax-ewt", ("raw.las.f1", "raw.uas.f1", "raw.upos.f1"), "words"),
    ("trees, GUM test, from gold words", "syntax-gum", ("las", "uas", "upos"), "words"),
    ("the same from raw text", "syntax-gum", ("raw.las.f1", "raw.uas.f1", "raw.upos.f1"), "words"),
    ("names, nine classes, worldwide dev", "entities-worldwide", ("all.f1",), "sentences"),
    ("names, PER ORG LOC, EWT test", "entities-uner", ("all.f1",), "sentences"),
    ("attribution, exact spans, PolNeAR dev", "attribution",
     ("source.f1", "cue.f1", "content.f1"), "reports"),
    ("attribution, linked triples", "attribution", ("triple.f1",), "reports"),
    ("times, corrected TempEval-3 train", "times",
     ("all.strict", "all.relaxed", "all.value"), ""),
    ("phrase to country and sector, NGEC cases dev", "actors", ("both",), ""),
    ("event codes of PETRARCH's unit tests, actor names given", "events",
     ("petrarch.dyad_f1",), ""),
    ("event type and quad, actors given, PLV train (its rules were written on it)", "events",
     ("plv.root_macro_f1", "plv.quad_macro_f1"), ""),
    ("golden reports, all (errors of most were looked at)", "golden",
     ("statements.f1", "states.f1", "events.f1"), "reports"),
    ("golden reports, held half (not tuned on)", "golden",
     ("held.statements.f1", "held.states.f1", "held.events.f1"), ""),
    ("Budapest stream, retold", "stream", ("statements.f1", "states.f1", "events.f1"), "reports"),
)  # fmt: skip


def table(scores: dict[str, Any]) -> str:
    """Scores → a Markdown table; rows of tasks that were not scored are left out."""
    lines = ["| what | measure | % | on |", "|---|---|---|---|"]
    for label, task, names, unit in ROWS:
        held = scores.get(task, {}).get("measures", {})
        if not all(name in held for name in names):
            continue
        values = " / ".join(f"{100 * held[name]:.1f}" for name in names)
        told = " / ".join(name.removeprefix("raw.").removeprefix("held.") for name in names)
        size = scores[task]["counts"].get(unit)
        on = f"{size:,} {unit}" if size else ""
        lines.append(f"| {label} | {told} | {values} | {on} |")
    weights = sorted({score["weights"] for score in scores.values()})
    lines += ["", f"Weights `{'`, `'.join(weights)}`; `python -m evals all` makes them again."]
    return "\n".join(lines)


def put(content: str, figures: str) -> str:
    """A README with other figures between the marks; `AskedWrongError` when they are not there."""
    before, start, rest = content.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise AskedWrongError(f"figures: README.md: no {START} … {END}")
    return f"{before}{START}\n{figures}\n{END}{after}"


def pages() -> dict[Path, str]:
    """Each document that shows figures → these, from the scores and floors as they are."""
    scores = read_scores()
    told = [(task, name) for _, task, names, _ in ROWS for name in names]
    glance = table(scores)
    by_task = accuracy(scores, Floors().floors, told)
    return {README: glance, ACCURACY: f"## At a glance\n\n{glance}\n\n## By task\n\n{by_task}"}


def write() -> None:
    for page, figures in pages().items():
        content = page.read_text(encoding="utf-8")
        page.write_text(put(content, figures), encoding="utf-8")
