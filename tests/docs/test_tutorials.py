"""What the tutorials show is what the commands print, and the figures are those of the scores."""

import contextlib
import io
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

import dragoman
from docs import sessions
from evals import readme

TUTORIALS = sorted(Path("docs").glob("tutorial-*.md"))


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_shows_what_is_printed(path: Path, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert sessions.replayed(page, tmp_path) == page, "run make docs and read the difference"


def test_there_is_one_for_each_user() -> None:
    assert [path.stem for path in TUTORIALS] == [
        "tutorial-corpus", "tutorial-deadline", "tutorial-desk",
    ]  # fmt: skip


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    page = "```console\n$ dragoman read nowhere.txt\n```"
    with pytest.raises(ValueError, match=r"nowhere\.txt.*exit 1"):
        sessions.replayed(page, tmp_path)


def test_later_blocks_find_what_earlier_ones_made(tmp_path: Path) -> None:
    shell = "```console\n$ echo two > one\n$ cat one\ntwo\n```\n"
    python = "```pycon\n>>> import pathlib\n>>> pathlib.Path('one').read_text()\n"
    shown = sessions.replayed(f"{shell}{python}old\n```", tmp_path)
    assert shown == f"{shell}{python}'two\\n'\n```"


def test_the_python_of_the_record_page_runs_on_a_record(tmp_path: Path) -> None:
    page = Path("docs/record.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    sessions.replayed("```console\n$ dragoman init\n$ dragoman add examples/cable\n```", tmp_path)
    code = code.replace('by="NOR", label="deny"', 'by="MLT"')
    printed = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(printed):
        exec(compile(code, "record.md", "exec"), {})
    assert printed.getvalue()


def test_the_python_of_the_page_for_notebooks_runs(tmp_path: Path) -> None:
    for module in ("altair", "narwhals", "pandas", "polars", "spacy", "vl_convert"):
        pytest.importorskip(module, reason=f"{module} is not installed")
    page = Path("docs/python.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL))
    shutil.copytree("examples", tmp_path / "examples")
    held: dict[str, Any] = {}
    printed = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(printed):
        exec(compile(code, "python.md", "exec"), held)
    assert [one.article.title for one in held["some"]] == ["Talks put off", "A levy"]
    assert len(held["said"]) >= 10 and held["claims"].num_rows >= 5
    assert printed.getvalue().startswith("say | that Chile had postponed")
    drawn = {path.name for path in tmp_path.iterdir()} - {"examples"}
    assert drawn == {"timeline.html", "board.svg", "network.png"}
    chart = (tmp_path / "timeline.html").read_text(encoding="utf-8")
    assert not re.search(r'<script[^>]+src=|<link[^>]+href="http', chart)


def test_the_accuracy_page_has_the_figures_of_the_scores() -> None:
    page = readme.ACCURACY.read_text(encoding="utf-8")
    assert readme.put(page, readme.pages()[readme.ACCURACY]) == page, "run make figures"


def test_citation_tells_this_version() -> None:
    told = dict(
        line.split(": ", 1)
        for line in Path("CITATION.cff").read_text(encoding="utf-8").splitlines()
        if ": " in line and not line.startswith(" ")
    )
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert told["version"] == dragoman.__version__
    assert (told["title"], told["license"]) == (project["name"], project["license"])
