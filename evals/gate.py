"""Floors under the measures: they may rise by a command, and fall only with a reason on record.

``floors.json`` holds the floors and their history. Every floor must be what the history's last
entry for it says, and every entry must start from the one before: a floor that was lowered by
hand, with no entry of why, fails the gate before anything is run.
"""

import json
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import Any

from evals.corpora import HERE, AskedWrongError, SkippedError
from evals.tasks import TASKS, run_task

FLOORS = HERE / "floors.json"
SLACK = 0.002
"""A raised floor stands this much under the measured value."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history."""

    name: str
    """task.measure"""
    before: float | None
    after: float
    why: str


class Floors:
    """The floors of one file."""

    def __init__(self, path: Path = FLOORS) -> None:
        self.path = path
        held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self.floors: dict[str, float] = held.get("floors", {})
        self.history = [Change(**change) for change in held.get("history", ())]

    def faults(self) -> Iterator[str]:
        """What in the file was changed without a word: "floor: which: why"."""
        last: dict[str, float] = {}
        for change in self.history:
            if change.before != last.get(change.name):
                yield f"floor: {change.name}: its history has a gap at {change.after}"
            if change.before is not None and change.after < change.before and not change.why:
                yield f"floor: {change.name}: lowered to {change.after} without a reason"
            last[change.name] = change.after
        for name in sorted(last.keys() | self.floors.keys()):
            if self.floors.get(name) != last.get(name):
                yield (
                    f"floor: {name}: it is {self.floors.get(name)}, "
                    f"but its history says {last.get(name)}"
                )

    def set(self, name: str, value: float, why: str) -> None:
        """Moves a floor and records it; `AskedWrongError` for a lower one without a reason."""
        before = self.floors.get(name)
        if before is not None and value < before and not why.strip():
            raise AskedWrongError(f"floor: {name}: {before} to {value} is lower and has no reason")
        if value != before:
            self.floors[name] = value
            self.history.append(Change(name, before, value, why))

    def rise(self, measures: dict[str, float], why: str) -> list[str]:
        """Lifts each floor of the measures to just under what was measured → those lifted."""
        lifted = []
        for name in self.floors.keys() & measures.keys():
            value = under(measures[name])
            if value > self.floors[name]:
                self.set(name, value, why)
                lifted.append(name)
        return sorted(lifted)

    def save(self) -> None:
        held: dict[str, Any] = {
            "floors": dict(sorted(self.floors.items())),
            "history": [
                {"name": c.name, "before": c.before, "after": c.after, "why": c.why}
                for c in self.history
            ],
        }
        text = json.dumps(held, indent=1, ensure_ascii=False)
        self.path.write_text(text + "\n", encoding="utf-8")

    def tasks(self) -> list[str]:
        return [name for name in TASKS if any(split(floor)[0] == name for floor in self.floors)]


def under(value: float) -> float:
    """A measured value → its floor.

    >>> under(0.8837)
    0.881
    """
    return max(floor((value - SLACK) * 1000) / 1000, 0.0)


def split(name: str) -> tuple[str, str]:
    """A floor's name → task and measure."""
    task, _, measure = name.partition(".")
    return task, measure


def below(
    floors: dict[str, float], task: str, measures: dict[str, float], absent: Sequence[str] = ()
) -> list[str]:
    """The floors of one task that its measures do not reach, told one a line.

    A measure whose name begins with one of `absent` had no corpus here, and is not asked for.
    """
    found = []
    for name, wanted in sorted(floors.items()):
        own, measure = split(name)
        if own != task:
            continue
        value = measures.get(measure)
        if value is None and measure.startswith(tuple(absent)):
            continue
        if value is None:
            found.append(f"below: {name}: not measured, floor {wanted:.3f}")
        elif value < wanted:
            found.append(f"below: {name}: {value:.4f}, floor {wanted:.3f}")
    return found


def gate(*, lift: bool = False, path: Path = FLOORS) -> int:
    """Runs every task that has a floor → 0, or 1 when one is below it or the file was tampered."""
    floors = Floors(path)
    faults = list(floors.faults())
    print(*faults, sep="\n", end="\n" if faults else "")
    failed = list(faults)
    for name in floors.tasks() if not faults else ():
        start = time.monotonic()
        try:
            result = run_task(TASKS[name])
        except SkippedError as error:
            print(error)
            continue
        except Exception:
            traceback.print_exc(file=sys.stdout)
            failed.append(f"failed: {name}")
            continue
        short = below(floors.floors, name, result.measures, result.absent)
        failed += short
        for part in result.absent:
            print(f"skipped: {name}.{part}*: no corpus here")
        told = "below" if short else "ok"
        print(f"{told}: {name} ({time.monotonic() - start:.0f} s)", *short, sep="\n  ", flush=True)
        if lift and not short:
            named = {f"{name}.{key}": value for key, value in result.measures.items()}
            for one in floors.rise(named, "measured"):
                print(f"  floor raised: {one}: {floors.floors[one]:.3f}")
    if lift and not faults:
        floors.save()
    return 1 if failed else 0


def put(name: str, value: float, why: str, *, lower: bool, path: Path = FLOORS) -> None:
    """Sets one floor; `AskedWrongError` when it would fall unasked, or rise when asked to fall."""
    floors = Floors(path)
    before = floors.floors.get(name)
    if before is not None and not lower and value < before:
        raise AskedWrongError(
            f"floor: {name}: {value} is under {before}: use --lower and say --why"
        )
    if lower and (before is None or value >= before):
        raise AskedWrongError(f"floor: {name}: {value} is not lower than {before}")
    if split(name)[0] not in TASKS:
        raise AskedWrongError(f"floor: {name}: no such task")
    floors.set(name, value, why)
    floors.save()
