"""The commands and the Python of a document → what they print.

A block of ```` ```console ```` holds commands behind ``$`` and what they print, one of
```` ```pycon ```` Python behind ``>>>``. All blocks of one document are one session: they run in
order, in a folder of their own that has the examples, through the real command line, and a later
block finds what an earlier one has made.
"""

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from doctest import DocTestParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"```(?P<kind>console|pycon)\n(?P<held>.*?)```", re.DOTALL)
SECONDS = 120
"""How long one command may take."""


def replayed(page: str, folder: Path) -> str:
    """The page with the output that its commands have now; `ValueError` for one that fails."""
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    environment, names = _environment(folder), {"__name__": "__main__"}

    def run(block: re.Match[str]) -> str:
        if block["kind"] == "pycon":
            return f"```pycon\n{_run_python(block['held'], folder, names)}```"
        return f"```console\n{_run(block['held'], folder, environment)}```"

    return BLOCK.sub(run, page)


def written(page: str) -> str:
    """The same in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        return replayed(page, Path(folder))


def _run(block: str, folder: Path, environment: dict[str, str]) -> str:
    commands = [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]
    shown = []
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command], cwd=folder, env=environment, timeout=SECONDS, check=False,
            capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        if done.returncode:
            raise ValueError(f"session: {command}: exit {done.returncode}: {done.stderr.strip()}")
        shown.append(f"$ {command}\n{_trimmed(done.stdout)}")
    return "".join(shown)


def _run_python(block: str, folder: Path, names: dict[str, Any]) -> str:
    shown = []
    for one in DocTestParser().get_examples(block):
        printed = io.StringIO()
        with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
            exec(compile(one.source, "<document>", "single"), names)
        first, *rest = one.source.splitlines()
        shown += [f">>> {first}\n", *(f"... {line}\n" for line in rest)]
        shown.append(_trimmed(printed.getvalue()))
    return "".join(shown)


def _trimmed(printed: str) -> str:
    """Without blanks at the ends of lines, which no editor keeps."""
    text = "\n".join(line.rstrip() for line in printed.rstrip().splitlines())
    return f"{text}\n" if text else ""


def _environment(folder: Path) -> dict[str, str]:
    """A ``dragoman`` of this checkout, and no settings of whoever runs this."""
    tools = folder / ".bin"
    tools.mkdir(exist_ok=True)
    command = tools / "dragoman"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dragoman.serve.cli "$@"\n')
    command.chmod(0o755)
    return {
        "PATH": f"{tools}:{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "HOME": str(folder),
        "USER": "ana",
        "LOGNAME": "ana",
    }
