"""A small archive in which every kind of input occurs, and how a run over it is asked for."""

import csv
import gzip
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REPORTS = [
    ("Talks put off", "Borovia's Foreign Minister Anna Vell told Channel Six on Monday that the "
     "talks with Ardania in Port Ellin had been called off. She said they would resume only if the "
     "blockade ended.", "2031-05-14"),
    ("A denial", "Norway's prime minister denied on Tuesday that Chile had postponed the summit. "
     "“We never agreed to meet,” he told reporters in Lima.", "2031-05-15"),
    ("A levy", "Chile imposed sanctions on a Norwegian bank on Wednesday, the Foreign Ministry in "
     "Santiago said in a statement. Norway recalled its ambassador.", "2031-05-16"),
    ("Envoys", "The two presidents have charged their envoys with preparing a draft, a spokesman "
     "for the Norwegian government said. The leaders will meet in June.", ""),
]  # fmt: skip


def text(number: int) -> tuple[str, str, str]:
    """Report of a number: no two are alike."""
    title, body, day = REPORTS[number % len(REPORTS)]
    return f"{title} ({number})", f"{body} Ferry number {number} left at noon.", day


def jsonl(path: Path, count: int) -> Path:
    lines = [
        dict(zip(("title", "text", "date"), text(number), strict=True)) for number in range(count)
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def _csv(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["headline", "body", "pub_date", "publisher"])
        writer.writerows([*text(number), "Lakeland Courier"] for number in range(100, 104))


def _parquet(path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    rows = [
        dict(zip(("title", "text", "date"), text(number), strict=True))
        for number in range(200, 206)
    ]
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)


def _html(number: int) -> str:
    title, body, _ = text(number)
    return f"<html><head><title>{title}</title></head><body><p>{body}</p></body></html>"


def _warc(path: Path) -> None:
    pages = []
    for number in range(300, 303):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{_html(number)}".encode()
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0000>\r\n"
            f"WARC-Target-URI: https://example.org/{number}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        pages.append(head.encode() + http + b"\r\n\r\n")
    path.write_bytes(gzip.compress(b"".join(pages)))


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of JSONL with broken lines, CSV, Parquet, WARC, a text and a page."""
    folder = tmp_path_factory.mktemp("archive")
    lines = jsonl(folder / "a.jsonl", 12)
    with lines.open("a", encoding="utf-8") as file:
        file.write(
            '{"broken\n{"text": ""}\n{"text": "\\ud800 Half a sign, she said.", "date": 7}\n'
        )
    _csv(folder / "b.csv")
    _parquet(folder / "c.parquet")
    _warc(folder / "d.warc.gz")
    (folder / "e.txt").write_text("\n".join(text(400)[:2]), encoding="utf-8")
    (folder / "f.html").write_text(_html(401), encoding="utf-8")
    return folder


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run() -> Run:
    """`dragoman bulk` as a process."""
    return run_bulk


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "dragoman.serve.cli", "bulk", *map(str, words)]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": "src", "PYTHONHASHSEED": "0", **more}


def run_bulk(*words: object, code: int = 0, **more: str) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        command(*words),
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
        env=environment(**more),
    )
    assert done.returncode == code, done.stderr
    return done


def interrupted(target: Path, *words: object, **more: str) -> "subprocess.CompletedProcess[str]":
    """A run that got Ctrl-C, as a terminal sends it, to all its processes, while it read."""
    process = subprocess.Popen(
        command(*words, "--out", target), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environment(**more), start_new_session=True,
        # a shell may have begun these tests in its background, deaf to it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    while not any(target.glob(".lots/*.arrow")) and process.poll() is None:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, error = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, error)


def content(folder: Path) -> dict[str, str]:
    """Every file of a folder, by name, with the hash of what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


RAY = {"RAY_ADDRESS": "", "RAY_AUTH_MODE": "disabled", "RAY_worker_niceness": "0"}
"""Environment of those that start Ray or go to it."""


@pytest.fixture(scope="session")
def head(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A head of Ray, of this machine: the --address of each way to one."""
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    pytest.importorskip("ray", reason="ray is not installed (daft[ray])")
    with socket.socket() as one, socket.socket() as other:
        for found in (one, other):
            found.bind(("127.0.0.1", 0))
        port, client = one.getsockname()[1], other.getsockname()[1]
    told = tmp_path_factory.mktemp("ray") / "told.txt"
    command = [
        Path(sys.executable).with_name("ray"), "start", "--head", "--block", "--num-cpus", "2",
        "--node-ip-address", "127.0.0.1", "--port", str(port), "--include-dashboard", "false",
        "--ray-client-server-port", str(client), "--object-store-memory", "200000000",
    ]  # fmt: skip
    with told.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment(**RAY))
    while b"--block" not in told.read_bytes() and process.poll() is None:
        time.sleep(0.5)
    if process.poll() is not None:
        last = told.read_text().strip().rpartition("\n")[2]
        pytest.skip(f"ray does not start here: {last}")
    yield {
        "address": f"127.0.0.1:{port}", "client": f"ray://127.0.0.1:{client}", "local": "local",
    }  # fmt: skip
    process.terminate()
    process.wait(60)
