"""The documents tell what the program does: commands, options, vocabularies, examples."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from dragoman.serve.cli import app
from dragoman.serve.vocabulary import VOCABULARIES

WRITE = runpy.run_path("docs/write.py")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def document(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_told(name: str) -> None:
    assert f"## `dragoman {name}" in document("docs/cli.md")
    section = document("docs/cli.md").split(f"## `dragoman {name}")[1].split("\n## ")[0]
    for parameter in COMMANDS[name].params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("-") and option != "--help":
                assert f"`{option}" in section, option


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_member_is_told(name: str) -> None:
    section = document("docs/reading.md").split(f"### `{name}`")[1].split("### ")[0]
    for term in VOCABULARIES[name]:
        assert f"| `{term}` |" in section


@pytest.mark.parametrize(("path", "name"), WRITE["PARTS"])
def test_parts_made_from_the_code_are_up_to_date(path: str, name: str) -> None:
    made = WRITE["PARTS"][path, name]()
    assert WRITE["part"](document(path), name) == made, "run make docs and read the difference"


@pytest.mark.parametrize("name", ["example", "process"])
def test_a_readme_command_prints_what_the_readme_shows(name: str) -> None:
    fence, command, *shown, rest, _ = WRITE["part"](document("README.md"), name).splitlines()
    assert fence == "```console" and command.startswith("$ dragoman ") and rest == "…"
    run = subprocess.run(
        [sys.executable, "-m", "dragoman.serve.cli", *command.split()[2:]],
        capture_output=True, text=True, check=True, encoding="utf-8",
        env={"PYTHONPATH": "src", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert len(shown) > 10
    assert run.stdout.splitlines()[: len(shown)] == shown


SNIPPETS = [
    (path, code)
    for path in ("README.md", "docs/reading.md")
    for code in re.findall(r"```python\n(.*?)```", document(path), re.DOTALL)
]


@pytest.mark.parametrize(("path", "code"), SNIPPETS)
def test_python_examples_run(path: str, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, path, "exec"), {"text": document(WRITE["EXAMPLE"])})
    assert capsys.readouterr().out


SHELL = [
    line.split("#")[0].split()
    for path in ("README.md", "docs/cli.md")
    for block in re.findall(r"```sh\n(.*?)```", document(path), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("dragoman ")
]


@pytest.mark.parametrize("words", SHELL, ids=" ".join)
def test_shell_examples_name_what_there_is(words: list[str]) -> None:
    command = COMMANDS[words[1]]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if re.match(r"--?\w", word)} <= options


@pytest.mark.parametrize("page", [*Path().glob("*.md"), *Path("docs").rglob("*.md")], ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document(str(page))):
        if "://" not in target:
            assert (page.parent / target).exists(), target
