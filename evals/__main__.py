"""The evals on the command line.

python -m evals                              list the tasks
python -m evals NAME [--data PATH] [--json]  score one task, or `all`
python -m evals errors NAME [--n 50]         its wrong cases
python -m evals gate [--raise]               all tasks against the floors
python -m evals floor NAME.MEASURE VALUE     set or raise a floor
python -m evals gate --lower NAME.MEASURE --to VALUE --why "…"
python -m evals readme                       the figures into README.md
"""

import argparse
import json
import sys
import traceback
from collections import Counter
from pathlib import Path

from evals import gate, readme
from evals.corpora import CORPORA, AskedWrongError, SkippedError
from evals.result import Result
from evals.tasks import TASKS, Task, run_task, save_scores


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return run(options)
    except (SkippedError, AskedWrongError) as error:
        print(error, file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser("python -m evals", description="Scores the reader.")
    found.add_argument(
        "what",
        nargs="?",
        default="list",
        choices=["list", "all", "errors", "gate", "floor", "readme", *TASKS],
    )
    found.add_argument("more", nargs="*", help="a task for errors; a floor's name and value")
    found.add_argument("--data", type=Path, help="another file or folder of the same format")
    found.add_argument("--half", choices=["dev"], help="the dev half, where the default is test")
    found.add_argument("--json", action="store_true", help="all measures and counts as JSON")
    found.add_argument("--n", type=int, default=50, help="how many wrong cases")
    found.add_argument("--like", default="", help="only wrong cases that hold these words")
    found.add_argument("--raise", dest="lift", action="store_true", help="raise the floors")
    found.add_argument("--lower", metavar="NAME.MEASURE", help="lower this floor")
    found.add_argument("--to", type=float, help="… to this value")
    found.add_argument("--why", default="", help="… for this reason, kept in floors.json")
    return found  # fmt: skip


def run(options: argparse.Namespace) -> int:
    if options.what == "list":
        for task in TASKS.values():
            print(f"{task.name:20} {task.says}")
    elif options.what == "readme":
        readme.write()
    elif options.what == "gate" and options.lower:
        if options.to is None:
            raise AskedWrongError(f"floor: {options.lower}: say --to which value")
        gate.put(options.lower, options.to, options.why, lower=True)
    elif options.what == "gate":
        return gate.gate(lift=options.lift)
    elif options.what == "floor":
        if len(options.more) != 2:
            raise AskedWrongError("floor: give NAME.MEASURE and VALUE")
        gate.put(options.more[0], float(options.more[1]), options.why, lower=False)
    elif options.what == "errors":
        return show_errors(options)
    else:
        return score(options)
    return 0


def show_errors(options: argparse.Namespace) -> int:
    if len(options.more) != 1 or options.more[0] not in TASKS:
        raise AskedWrongError(f"errors: give one of {', '.join(TASKS)}")
    task = TASKS[options.more[0]]
    result = run_task(task, data_of(task, options))
    errors = [error for error in result.errors if options.like in error]
    for error in errors[: options.n]:
        print(error)
    families = Counter(" ".join(error.split()[1:3]).rstrip(":") for error in errors)
    for family, count in families.most_common(12):
        print(f"{count:6} {family}", file=sys.stderr)
    print(f"{min(options.n, len(errors))} of {len(errors)} shown", file=sys.stderr)
    return 0


def score(options: argparse.Namespace) -> int:
    names = list(TASKS) if options.what == "all" else [options.what]
    done = broken = 0
    for name in names:
        task = TASKS[name]
        data = data_of(task, options)
        try:
            result = run_task(task, data)
        except SkippedError as error:
            print(error, file=sys.stderr)
            continue
        except Exception:
            # A bug in one task does not keep the others from being scored, but the run fails.
            traceback.print_exc()
            broken += 1
            continue
        save_scores(task, result, data)
        show(task, result, as_json=options.json)
        done += 1
    return 0 if done and not broken else 1


def data_of(task: Task, options: argparse.Namespace) -> Path | None:
    """The caller's corpus; None for the task's own."""
    if options.data is not None:
        found: Path = options.data
        return found
    if options.half and task.dev is None:
        raise AskedWrongError(f"half: {task.name}: it has no other half here")
    return CORPORA / str(task.dev) if options.half else None


def show(task: Task, result: Result, *, as_json: bool) -> None:
    if as_json:
        held = {"task": task.name, "measures": result.measures, "counts": result.counts}
        print(json.dumps({**held, "notes": result.notes}, indent=1, ensure_ascii=False))
        return
    print(f"{task.name}: {task.says}")
    for name, value in result.measures.items():
        print(f"  {name:34} {100 * value:6.2f}  {told_counts(name, result)}")
    shown = {name: count for name, count in result.counts.items() if "." not in name}
    print("  " + ", ".join(f"{count:,} {name}" for name, count in shown.items()))
    for note in result.notes:
        print(f"  note: {note}")


def told_counts(name: str, result: Result) -> str:
    """The counts that a measure comes from."""
    stem = name.removesuffix(".f1")
    keys = ("tp", "fp", "fn") if f"{stem}.tp" in result.counts else ("right", "of")
    return " ".join(
        f"{key} {result.counts[f'{stem}.{key}']}"
        for key in keys
        if f"{stem}.{key}" in result.counts
    )


if __name__ == "__main__":
    sys.exit(main())
