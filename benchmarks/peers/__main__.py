"""Other tools and ours: what they weigh, cost and find → ``benchmarks/results/peers.*``.

    python -m benchmarks.peers cost [NAME …] [--reports 20]     weight, speed, memory, cold start
    python -m benchmarks.peers parse [--seconds 1500]           spaCy trained on our treebank
    python -m benchmarks.peers quotes [NAME …]                  textacy's quotations and ours
    python -m benchmarks.peers times [NAME …]                   taggers of times (results/times.*)
    python -m benchmarks.peers readers                          others' readers of what we write
    python -m benchmarks.peers page                             the page of what is kept, anew

Run by hand, for measuring only: nothing of theirs is part of the project or of its tests. Each tool
gets a throwaway environment of its own under --folder, made by uv; what such an environment holds
after the installation is its install size. ``cost`` and ``quotes`` of spaCy and textacy need the
pipeline that ``parse`` leaves in --folder. Rows of one run are measured one after the other, on
the same reports and by CPU seconds, as the machine may be busy. Results of several runs may stand
side by side; the page tells of each row on which day, with how many reports, and under what load.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers.tools import PEERS
from dragoman.language.tag import weights_digest

HERE = Path(__file__).resolve().parents[2]
RESULTS = HERE / "benchmarks" / "results"
TIMES = ("heideltime", "recognizers", "dateparser", "dragoman")
QUOTES = ("textacy", "dragoman")
MEASURES = ("upos", "uas", "las")
READERS = ("followthemoney", "frictionless", "gdelt", "rdflib")
READER_TESTS = ("tests/serve/test_readers.py", "tests/serve/test_linked.py")

Json = dict[str, Any]


class Environment:
    """A peer's own Python; made when it is not there."""

    def __init__(self, folder: Path, name: str, packages: tuple[str, ...] = ()) -> None:
        self.folder = folder / name
        self.packages = packages or PEERS[name].packages
        self.python = self.folder / "bin" / "python"
        if not self.python.exists():
            self._make()

    def _make(self) -> None:
        uv = shutil.which("uv")
        if uv is None:
            raise SystemExit("peers: uv: is not installed; it makes their environments")
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        words = [str(HERE) if one == "." else one for one in self.packages]
        subprocess.run([uv, "venv", "--quiet", "--python", python, self.folder], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", str(self.python)]
        subprocess.run([*install, *words], check=True)

    def size_mb(self) -> float:
        """Of all that is installed, compiled bytes of Python apart."""
        files = (path for path in (self.folder / "lib").rglob("*") if path.suffix != ".pyc")
        return sum(path.lstat().st_size for path in files if not path.is_dir()) / 1e6

    def version(self, name: str = "") -> str:
        """Of a package; of the first one that was asked for when none is named."""
        name = name or ("dragoman" if "." in self.packages else self.packages[0])
        code = f"from importlib.metadata import version; print(version({name!r}))"
        return self.run("-c", code).strip()

    def run(self, *words: object) -> str:
        """A Python of this environment, with the checkout's modules → its stdout."""
        paths = [str(HERE)] if "." in self.packages else [str(HERE / "src"), str(HERE)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        command = [str(self.python), "-W", "ignore", *map(str, words)]
        return subprocess.run(
            command, env=environment, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True
        ).stdout


def cost(folder: Path, names: Iterable[str], reports: int) -> Json:
    """Weight, CPU seconds a report, memory and cold start of each."""
    found = {}
    for name in names:
        one = Environment(folder, name)
        words = ["-m", "benchmarks.peers.cost", name, "--reports", reports]
        told = json.loads(one.run(*words, "--model", _model(folder)).splitlines()[-1])
        found[name] = {
            "does": PEERS[name].does, "version": one.version(), "also": PEERS[name].also,
            "install_mb": round(one.size_mb()), **told,
        }  # fmt: skip
        print(f"{name}: {told}", file=sys.stderr)
    return found


def parse(folder: Path, seconds: float) -> Json:
    """spaCy trained for so many CPU seconds, unless that was done here before, and its scores."""
    one = Environment(folder, "spacy")
    code = (
        "import json, pathlib, sys\n"
        "from benchmarks.peers.parse import score, train\n"
        "model, seconds = pathlib.Path(sys.argv[1]), float(sys.argv[2])\n"
        "model.exists() or train(model.parent, seconds)\n"
        "print(json.dumps(score(model)))"
    )
    told = json.loads(one.run("-c", code, _model(folder), seconds).splitlines()[-1])
    trained = f"trained here for {told['training_cpu_seconds']} CPU seconds"
    return {"spacy": {"version": one.version(), **told, "trained": trained}, "dragoman": _ours()}


def _ours() -> Json:
    """Our scores on the same file, as the gate's last run has them."""
    scores = json.loads((HERE / "evals" / "scores.json").read_text(encoding="utf-8"))
    last = scores["syntax-ewt"]
    gold = {f"gold_words.{name}": last["measures"][name] for name in MEASURES}
    raw = {f"raw.{name}.f1": last["measures"][f"raw.{name}.f1"] for name in MEASURES}
    trained = f"the gate's last run, weights {last['weights'][:8]}"
    made = {"version": last["version"], "weights": last["weights"]}
    return {**made, "trained": trained, **gold, **raw}


def quotes(folder: Path, names: Iterable[str]) -> Json:
    """textacy's quotations and our statements on PolNeAR dev and on our golden reports."""
    code = (
        "import json, pathlib, sys\n"
        "from benchmarks.peers.quotes import measure\n"
        "print(json.dumps(measure(sys.argv[1], pathlib.Path(sys.argv[2]))))"
    )
    return {
        name: json.loads(Environment(folder, name).run("-c", code, name, _model(folder)))
        for name in names
    }


def times(folder: Path, names: Iterable[str]) -> None:
    """Taggers of times: each writes its row into results/times.* itself."""
    for name in names:
        code = "import sys; from benchmarks.peers.times import run; run(sys.argv[1])"
        Environment(folder, name).run("-c", code, name)


def readers(folder: Path) -> Json:
    """The tests in which programs that others wrote read what we write, with all of these there."""
    one = Environment(folder, "readers", (".", "pytest", "hypothesis", "pyarrow<26", *READERS))
    told = one.run("-m", "pytest", "-rs", *READER_TESTS).splitlines()
    versions = {name: one.version(name) for name in READERS}
    skipped = [line for line in told if line.startswith("SKIPPED")]
    return {"all": {"versions": versions, "outcome": told[-1], "skipped": skipped}}


def _model(folder: Path) -> Path:
    return folder / "model" / "model-best"


# --- what is kept --------------------------------------------------------------------------------


def save(part: str, found: Json) -> None:
    """Into ``peers.json`` beside what is there, and all of it into ``peers.md``."""
    path = RESULTS / "peers.json"
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    stamp: Json = {"measured": time.strftime("%Y-%m-%d"), "python": sys.version.split()[0]}
    for name, told in found.items():
        ours = {"weights": weights_digest()} if name == "dragoman" else {}
        load = {"load": round(os.getloadavg()[0], 1)}
        held.setdefault(part, {})[name] = {**stamp, **load, **ours, **told}
    path.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    held = json.loads(path.read_text(encoding="utf-8"))  # in the order of the file
    (RESULTS / "peers.md").write_text("\n".join(page(held)) + "\n", encoding="utf-8")


def page(held: Json) -> list[str]:
    """All results as Markdown."""
    lines = [
        "# Other tools on the same reports",
        "",
        "Made by `python -m benchmarks.peers`, which says how; taggers of times are scored in",
        "[times.md](times.md). The dictionary coders are not in it.",
        "Throwaway environments; CPU seconds of one thread on a machine that was busy. Not all",
        "rows are of one run: each tells its own, and those of other days or reports stand side by",
        "side with care. *Load* is the machine's at the end of a run; what is empty was not kept.",
    ]
    if rows := held.get("cost"):
        lines += [
            *_title("Weight and cost", "cost"),
            "Reports of some 300 words. *Cold*: CPU seconds from the start of Python to the end",
            "of the first report. *Installed*: all packages, without Python and compiled bytes.",
            "",
            "| tool | does | installed MB | cold CPU s | CPU s a report | peak MB | also needs |",
            "|---|---|---|---|---|---|---|",
        ]  # fmt: skip
        for name, one in sorted(rows.items(), key=lambda row: row[1]["install_mb"]):
            each = one["cpu_seconds"] / one["reports"]
            lines.append(
                f"| {name} {one['version']} | {one['does']} | {one['install_mb']} "
                f"| {one['cold_cpu_seconds']} | {each:.3f} | {one['peak_mb']} | {one['also']} |"
            )
        lines += ["", *_runs(rows)]
    if rows := held.get("parse"):
        lines += [*_title("Trees, UD English EWT test", "parse"), *_parse(rows)]
        lines += ["", *_runs(rows)]
    if rows := held.get("quotes"):
        lines += [*_title("Quotations", "quotes"), *_table(rows), *_runs(rows)]
    if rows := held.get("readers"):
        told = rows["all"]
        versions = ", ".join(f"{name} {one}" for name, one in told["versions"].items())
        lines += [*_title("Others' readers of what we write", "readers")]
        lines += [f"{versions}: {told['outcome']}", "", *_runs(rows)]
    return lines


def _runs(rows: Json) -> Iterable[str]:
    """A line for each row: the run that it comes from."""
    yield "| run of | day | Python | load | reports | words | weights of dragoman |"
    yield "|---|---|---|---|---|---|---|"
    for name, one in rows.items():
        told = (one.get(key, "") for key in _RUN)
        yield f"| {name} | {' | '.join(str(cell) for cell in told)} |"


_RUN = ("measured", "python", "load", "reports", "words", "weights")


def _title(title: str, what: str) -> list[str]:
    """A heading, and the command that makes what stands below it."""
    return ["", f"## {title}", "", f"`python -m benchmarks.peers {what}`", ""]


def _parse(rows: Json) -> Iterable[str]:
    yield "| parser | from gold words: UPOS / UAS / LAS | from raw text: UPOS / UAS / LAS (F1) |"
    yield "|---|---|---|"
    for name, one in rows.items():
        gold, raw = (
            " / ".join(f"{100 * one[which.format(measure)]:.1f}" for measure in MEASURES)
            for which in ("gold_words.{}", "raw.{}.f1")
        )
        yield f"| {name} {one['version']}, {one['trained']} | {gold} | {raw} |"


def _table(rows: Json) -> Iterable[str]:
    sets = {"polnear": "PolNeAR dev", "golden": "our golden reports, dev"}
    for part, title in sets.items():
        names = list(next(iter(rows.values()))[part])
        yield from (f"{title}, %:", "", f"| tool | {' | '.join(names)} |")
        yield "|---" * (len(names) + 1) + "|"
        for tool, one in rows.items():
            yield f"| {tool} | {' | '.join(str(one[part][name]) for name in names)} |"
        yield ""


def main() -> None:
    options = argparse.ArgumentParser("python -m benchmarks.peers")
    options.add_argument("what", choices=("cost", "parse", "quotes", "times", "readers", "page"))
    options.add_argument("names", nargs="*", metavar="NAME")
    options.add_argument("--reports", type=int, default=20)
    options.add_argument("--seconds", type=float, default=1500)
    options.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "dragoman-peers"
    )
    chosen = options.parse_args()
    known = {"cost": tuple(PEERS), "quotes": QUOTES, "times": TIMES}.get(chosen.what, ())
    if wrong := set(chosen.names) - set(known):
        options.error(f"{chosen.what}: {min(wrong)}: there are {', '.join(known)}")
    names = chosen.names or known
    if chosen.what == "times":
        times(chosen.folder, names)
    elif chosen.what == "page":
        save("page", {})
    elif chosen.what == "readers":
        save("readers", readers(chosen.folder))
    elif chosen.what == "parse":
        save("parse", parse(chosen.folder, chosen.seconds))
    else:
        for name in names:
            one = cost(chosen.folder, [name], chosen.reports) if chosen.what == "cost" else None
            save(chosen.what, one or quotes(chosen.folder, [name]))


if __name__ == "__main__":
    main()
