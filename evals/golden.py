"""Our golden reports and the founding report → F1 by kind and every error.

A golden file is JSON in the format of ``founding.json``; its report is the text file that `report`
names, beside it (the founding report: among the seeds). Files whose `half` is "held" were not
looked at while rules were written: they are told apart from "dev". How things are matched:
``judge.py``. The measures are micro-averages over reports; `founding.*` is the founding report
alone and is not in the averages.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.types import Reading
from evals.corpora import FOUNDING, GOLDEN, SEEDS, SkippedError
from evals.desk import Judgement
from evals.judge import judge
from evals.result import Result

HALVES = ("dev", "held")


@dataclass(frozen=True, slots=True)
class Record:
    """One gold file and its report's text."""

    path: Path
    gold: dict[str, Any]
    text: str
    files: tuple[Path, ...]
    """The gold and, where it is a file of its own, the report."""

    @property
    def half(self) -> str:
        return "held" if "held" in (self.gold.get("half"), self.path.parent.name) else "dev"


def run(data: Path | None = None) -> Result:
    """All golden files and the founding report; or one file or folder of the same format."""
    result = Result()
    by_half = {half: Judgement() for half in HALVES}
    together = Judgement()
    reports = 0
    for record in records(GOLDEN if data is None else data):
        found = judge_record(record)
        by_half[record.half].add(found)
        together.add(found)
        result.files += record.files
        reports += 1
    result.counts["reports"] = reports
    if data is None and FOUNDING.exists():
        founding = load(FOUNDING, SEEDS)
        found = judge_record(founding)
        result.measures |= found.measures("founding.")
        result.counts |= found.numbers("founding.")
        result.errors += found.errors
        result.files += founding.files
    elif data is None:
        result.notes.append("the founding report is not here: left out")
        result.absent.append("founding.")
    if not result.files:
        raise SkippedError("golden", "no golden report here")
    for name, judgement in (("", together), *((f"{half}.", by_half[half]) for half in HALVES)):
        result.measures = judgement.measures(name) | result.measures
        result.counts |= judgement.numbers(name)
    # Errors of the held half are counted and not told: who reads them tunes on them.
    result.errors += by_half["dev"].errors
    return result


def records(path: Path) -> Iterator[Record]:
    """Gold files of a folder, or the one file; files without a `report` are none."""
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    for file in files:
        if "report" in json.loads(file.read_text(encoding="utf-8")):
            yield load(file, file.parent)


def load(path: Path, folder: Path) -> Record:
    """A gold file with its report, which is a text file of the folder unless it is in the gold."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    if "text" in gold:
        return Record(path, gold, gold["text"], (path,))
    report = folder / gold["report"]
    return Record(path, gold, report.read_text(encoding="utf-8"), (path, report))


def judge_record(record: Record) -> Judgement:
    return judge(record.path.stem, record.gold, read(record.text, record.gold))


def read(text: str, gold: dict[str, Any]) -> Reading:
    """A report's reading as a user gets it; its day is given where gold names it at the top.

    The founding report is read with nothing given: its day stands in its head.
    """
    import dragoman

    return dragoman.read(text, published=gold.get("published"))
