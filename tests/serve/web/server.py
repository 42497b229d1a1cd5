"""`dragoman serve` as a process of its own, on a copy of a record."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener


@dataclass(frozen=True)
class Server:
    url: str
    port: int
    record: Path


@contextmanager
def serving(made: Path, folder: Path, *options: str) -> Iterator[Server]:
    """A server on a copy of the record, until the end of the block."""
    record = Path(shutil.copy(made, folder / "demo.db"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dragoman.serve.cli", "serve", "-r", str(record), "--port",
               str(port), "--author", "desk", *options]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": "src"}
    said = folder / "said.txt"
    with said.open("wb") as errors:  # a pipe that nobody empties would stop the server at last
        process = subprocess.Popen(command, stderr=errors, env=environment)
    try:
        _wait(process, said, f"http://127.0.0.1:{port}/static/desk.js")
        yield Server(f"http://127.0.0.1:{port}", port, record)
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", said: Path, url: str) -> None:
    opener = build_opener(ProxyHandler({}))
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(said.read_text(encoding="utf-8") or "ended")
        try:
            opener.open(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")
