"""The REST interface against its own OpenAPI: schemathesis draws questions, all its checks hold."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.serve.web.tokens import Tokens
from tests.serve.web.server import serving

EXAMPLES = 6
"""Questions of each sort; `-n 200` by hand found no more."""


@pytest.mark.skipif(
    importlib.util.find_spec("schemathesis") is None, reason="schemathesis is not installed"
)
def test_every_answer_is_as_described(made: Path, tmp_path: Path) -> None:
    with serving(made, tmp_path) as server:
        secret = Tokens(server.record).make("schemathesis", "review")
        command = [
            sys.executable, "-m", "schemathesis.cli", "run", f"{server.url}/api/v1/openapi.json",
            "--header", f"Authorization: Bearer {secret}", "--checks", "all",
            "--max-examples", str(EXAMPLES), "--generation-deterministic", "--no-color",
        ]  # fmt: skip
        run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert run.returncode == 0, run.stdout[-6000:]
    assert "Server error" not in run.stdout
