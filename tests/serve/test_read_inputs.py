"""`dragoman read` through the real program: corpora, folders, full disks, other languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = "The envoy of Kenya told reporters on Monday that the talks would go on in Lima."
FRENCH = "Le ministre a déclaré lundi à Genève que les pourparlers avec le port reprendraient."


def program(*arguments: str, out: str | None = None) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    command = [sys.executable, "-m", "dragoman.serve.cli", *arguments]
    around = {"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"}
    with Path(out or os.devnull).open("w") as file:
        to = file if out else subprocess.PIPE
        done = subprocess.run(
            command, stdout=to, stderr=subprocess.PIPE, text=True, check=False, env=around
        )
    return done.returncode, done.stdout or "", done.stderr


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    rows = [{"body": TEXT, "pub_date": "2031-05-07", "n": 1}, {"body": FRENCH}, {"body": 3}]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return str(path)


def test_a_corpus(corpus: str) -> None:
    code, out, err = program("read", "--jsonl", corpus)
    assert code == 3
    days = [json.loads(line)["article"]["published"]["day"] for line in out.splitlines()]
    assert days == ["2031-05-07", None]
    assert f"columns: {corpus}: text ← body, date ← pub_date; not read: n" in err
    assert f"not in English: {corpus}:2: it is in 'fr', and only English is understood" in err
    assert f"empty input: {corpus}:3: its column 'body' holds no text but int" in err
    assert "1 of 3 reports could not be read" in err


def test_one_day_for_several_is_told_once(corpus: str) -> None:
    _, out, err = program("read", "--jsonl", "--published", "2031-05-20", corpus)
    assert out.count('"day": "2031-05-20"') >= 2
    assert err.count("one day for all: --published 2031-05-20") == 1


def test_one_document_is_not_made_of_several(corpus: str) -> None:
    code, out, err = program("read", "--json", corpus)
    assert (code, out) == (2, "")
    assert f"{corpus} holds several; use --jsonl for them" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", ["--jsonl", "--no-color"])
def test_a_full_disk_is_told(corpus: str, form: str) -> None:
    code, _, err = program("read", form, corpus, out="/dev/full")
    assert code == 1
    assert "cannot write: the output: No space left on device" in err
    assert "Traceback" not in err


def test_this_machine_is_not_fetched_from() -> None:
    code, _, err = program("read", "http://127.0.0.1:9/report")
    assert code == 1
    assert "may not fetch: http://127.0.0.1:9/report: 127.0.0.1 is 127.0.0.1, an address" in err
