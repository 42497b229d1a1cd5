"""The tasks by name, how one is run, and how its outcome is kept in ``scores.json``."""

import importlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.corpora import CORPORA, HERE, SkippedError, digest
from evals.result import Result

SCORES = HERE / "scores.json"


@dataclass(frozen=True, slots=True)
class Task:
    """A task: where its `run(data)` stands and which corpus files it reads by default."""

    name: str
    says: str
    function: str
    """module.function"""
    corpus: tuple[str, ...] = ()
    """Files or folders under the corpora; without them the task is skipped."""
    dev: str | None = None
    """The corpus file of its dev half, where the default is another."""
    percent: bool = False
    """Whether the module counts to 100 instead of 1."""


TASKS = {
    task.name: task
    for task in (
        Task("syntax-ewt", "parts of speech and trees, UD English EWT test", "syntax.run_ewt",
             ("syntax/ewt/test.conllu",), "syntax/ewt/dev.conllu"),
        Task("syntax-gum", "the same, UD English GUM test", "syntax.run_gum",
             ("syntax/gum/test.conllu",), "syntax/gum/dev.conllu"),
        Task("entities-worldwide", "named entities, nine classes, worldwide newspapers dev",
             "entities.run_worldwide", ("entities/worldwide_dev.iob",)),
        Task("entities-uner", "named entities, PER ORG LOC, EWT test", "entities.run_uner",
             ("entities/uner_ewt_test.iob2",)),
        Task("attribution", "source, cue and content, PolNeAR dev", "attribution.run",
             ("attribution/polnear_dev.jsonl",)),
        Task("times", "time expressions, TimeBank and AQUAINT corrected", "times.run",
             ("times/tbaq_corrected",), percent=True),
        Task("actors", "phrase to country and sector, NGEC cases dev", "actors.run",
             ("actors/cases_dev.jsonl",)),
        Task("events", "who did what to whom, PETRARCH unit tests and PLV train", "events.run",
             ("events/petrarch_unit.jsonl", "events/plv_train.tsv")),
        Task("stream", "statements, meeting states, events; 18 retold reports", "stream.run",
             ("stream/stream_dev.jsonl",)),
        Task("dispatch", "statements, events, states and more; the dispatch corpus's dev split",
             "dispatch.run"),
        Task("status", "how an event stands, its words given; the dispatch corpus's dev split",
             "status.run"),
        Task("factuality-uw", "a word's status against how certain its event is, UW dev",
             "factuality.run_uw", ("factuality/uw/dev.jsonl",)),
        Task("factuality-meantime", "the same, MEANTIME dev", "factuality.run_meantime",
             ("factuality/meantime/dev.jsonl",)),
        Task("dates", "dates of events, meetings, statements; corpus dev and the stream",
             "dates.run"),
        Task("processes", "meetings, boards and changes across reports; the corpus's dev processes",
             "processes.run"),
        Task("stream-processes", "the same on 102 retold reports of one process",
             "stream_processes.run", ("stream/budapest_dev.jsonl", "stream/meetings_dev.json")),
        Task("golden", "whole readings; our invented reports and the founding report",
             "golden.run"),
    )
}  # fmt: skip


def run_task(task: Task, data: Path | None = None) -> Result:
    """Runs a task; `SkippedError` when its corpus or its module is not here."""
    files = [CORPORA / name for name in task.corpus]
    for name, file in zip(task.corpus, files, strict=True):
        if data is None and not file.exists():
            raise SkippedError(task.name, f"no corpus {name} here")
    module, _, function = task.function.partition(".")
    try:
        run = getattr(importlib.import_module(f"evals.{module}"), function)
    except ModuleNotFoundError as error:
        if error.name != f"evals.{module}":
            raise
        raise SkippedError(task.name, f"no module evals.{module}") from None
    result = Result.of(run(data))
    if task.percent:
        result.measures = {name: value / 100 for name, value in result.measures.items()}
    result.files = result.files or ([data] if data is not None else files)
    return result


def save_scores(task: Task, result: Result, data: Path | None = None) -> None:
    """Writes a result into ``scores.json``, under the task's name or "task: file name"."""
    import dragoman
    from dragoman.language.tag import weights_digest

    scores = read_scores()
    scores[task.name if data is None else f"{task.name}: {data.name}"] = {
        "measures": {name: round(value, 4) for name, value in result.measures.items()},
        "counts": result.counts,
        "corpus": sorted(file.name for file in result.files),
        "corpus_sha256": digest(result.files),
        "weights": weights_digest(),
        "version": dragoman.__version__,
        "command": f"python -m evals {task.name}"
        + ("" if data is None else f" --data {data.name}"),
        "notes": result.notes,
    }
    text = json.dumps(dict(sorted(scores.items())), indent=1, ensure_ascii=False)
    SCORES.write_text(text + "\n", encoding="utf-8")


def read_scores() -> dict[str, Any]:
    if not SCORES.exists():
        return {}
    scores: dict[str, Any] = json.loads(SCORES.read_text(encoding="utf-8"))
    return scores
