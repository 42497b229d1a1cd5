"""The same bytes by Daft, on this machine and on Ray, and from an object store."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from tests.serve.bulk.conftest import RAY, Run, content

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def done(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.serve.bulk.conftest import run_bulk

    target = tmp_path_factory.mktemp("done") / "out"
    run_bulk(archive, "--out", target, "--workers", 1, "--shard", 12, code=3)
    return target


def test_daft_writes_the_same_bytes(archive: Path, done: Path, tmp_path: Path, run: Run) -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    words = ["--engine", "daft", "--workers", 2, "--shard", 12]
    run(archive, "--out", tmp_path / "out", *words, code=3, PYTHONPATH=str(Path("src").resolve()))
    assert content(tmp_path / "out") == content(done)


@pytest.mark.parametrize("way", ["address", "client", "local"])
def test_daft_on_ray_writes_the_same_bytes(
    archive: Path, done: Path, tmp_path: Path, run: Run, head: dict[str, str], way: str
) -> None:
    words = ["--engine", "daft", "--address", head[way]]
    run(archive, "--out", tmp_path / "out", "--workers", 2, "--shard", 12, *words, code=3,
        PYTHONPATH=str(Path("src").resolve()), **RAY)  # fmt: skip
    assert content(tmp_path / "out") == content(done)


def test_a_ray_that_does_not_answer_is_told(tmp_path: Path, archive: Path, run: Run) -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    missing = importlib.util.find_spec("ray") is None
    words = ["--engine", "daft", "--address", "ray://127.0.0.1:9", "--workers", 1]
    told = run(archive, "--out", tmp_path / "out", *words, code=2 if missing else 1).stderr
    line = told.strip().rpartition("\n")[2]
    assert ("daft[ray]" if missing else "does not start or answer") in line and "Trace" not in told


def test_an_engine_that_is_none_is_refused(archive: Path, tmp_path: Path, run: Run) -> None:
    run(archive, "--out", tmp_path / "out", "--engine", "spark", code=2)
    run(archive, "--out", tmp_path / "out", "--address", "local", code=2)


# --- an object store -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that speaks S3, of this machine."""
    pytest.importorskip("moto", reason="moto is not installed")
    pytest.importorskip("flask_cors", reason="moto's server is not installed (flask, flask-cors)")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **KEYS},
    )  # fmt: skip
    for _ in range(300):
        with socket.socket() as asked:
            if not asked.connect_ex(("127.0.0.1", port)):
                break
        time.sleep(0.1)
    yield f"127.0.0.1:{port}"
    process.kill()
    process.wait()


@pytest.fixture
def bucket(server: str, archive: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The archive's files, put there by pyarrow's client; told by the environment."""
    from pyarrow.fs import S3FileSystem

    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{server}")
    store = S3FileSystem(
        access_key="test", secret_key="test", scheme="http", endpoint_override=server,
        allow_bucket_creation=True, region="us-east-1",
    )  # fmt: skip
    store.create_dir("press")
    for path in sorted(archive.iterdir()):
        # as it is: a name in .gz would be packed once more
        with store.open_output_stream(f"press/2031/{path.name}", compression=None) as file:
            file.write(path.read_bytes())
    return "s3://press"


def rows_of(folder: Path, base: str) -> dict[str, list[dict[str, object]]]:
    """All rows, with the places of inputs told under their folder."""
    from pyarrow import parquet

    found = {}
    for table in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        rows = parquet.read_table(folder / table).to_pylist()
        for row in rows:
            for name in ("input", "message"):
                if name in row:
                    row[name] = str(row[name]).replace(base, "…")
        found[table] = rows
    return found


def test_a_store_is_read_as_a_folder_is(
    bucket: str, archive: Path, done: Path, tmp_path: Path, run: Run
) -> None:
    run(f"{bucket}/2031", "--out", tmp_path / "out", "--workers", 1, "--shard", 12, code=3)
    assert rows_of(tmp_path / "out", f"{bucket}/2031") == rows_of(done, str(archive))


def test_patterns_of_a_store_and_what_is_not_there(bucket: str) -> None:
    from dragoman.errors import UsageError
    from dragoman.serve.bulk.intake import find_files

    assert find_files([f"{bucket}/2031/*.jsonl"])[0] == ["s3://press/2031/a.jsonl"]
    assert find_files([f"{bucket}/2031/a.jsonl"])[0] == ["s3://press/2031/a.jsonl"]
    files, missing = find_files([f"{bucket}/none"])
    assert files == [] and "nothing in the store" in missing[0]
    with pytest.raises(UsageError):
        find_files(["nostore://press/a.jsonl"])
