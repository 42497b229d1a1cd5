"""The same bytes by Daft, on this machine and on Ray, and from an object store."""

import importlib.util
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from dragoman.serve.bulk import stores
from tests.serve.bulk.conftest import RAY, Run, content, interrupted, jsonl

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


def test_at_ctrl_c_daft_stops_with_a_line_and_goes_on(tmp_path: Path, run: Run) -> None:
    """It used to abort the process, or to end as if all had been read."""
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    reports, target = jsonl(tmp_path / "reports.jsonl", 600), tmp_path / "out"
    words = ("--workers", 2, "--shard", 70)
    path = str(Path("src").resolve())
    stopped = interrupted(target, reports, *words, "--engine", "daft", PYTHONPATH=path)
    columns, line = stopped.stderr.splitlines()
    assert stopped.returncode == 130 and columns.startswith("columns: ")
    assert re.fullmatch(r"stopped: \d+ reports read; the same command goes on from there", line)
    run(reports, *words, "--out", target)
    run(reports, *words, "--out", tmp_path / "whole")
    assert content(target) == content(tmp_path / "whole")


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


def test_a_head_that_is_about_to_listen_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    from dragoman.serve.bulk import cluster

    with socket.socket() as head:
        head.bind(("127.0.0.1", 0))
        port = head.getsockname()[1]
        monkeypatch.setattr(cluster, "PATIENCE", 0.2)
        with pytest.raises(OSError, match="refused"):
            cluster._reach(f"127.0.0.1:{port}")
        monkeypatch.setattr(cluster, "PATIENCE", 30.0)
        threading.Timer(1, head.listen).start()
        started = time.monotonic()
        cluster._reach(f"ray://127.0.0.1:{port}")
        assert 0.5 < time.monotonic() - started < 20
    cluster._reach("local")


def deadly(marker: Path) -> type:
    """A reader that dies of one report, as by the system when memory is short."""

    class Deadly:
        def __init__(self) -> None:
            from dragoman.serve.bulk import warm

            self._mark = warm.READER.encode() + b"\0"

        def read(self, batch: bytes) -> bytes:
            from dragoman.serve.bulk.read import decode_batch, encode, read_batch

            found = decode_batch(batch)
            if any(b"deadly" in (row["content"] or b"") for row in found.to_pylist()):
                with marker.open("a") as file:
                    file.write("x")
                os._exit(9)
            return self._mark + encode(read_batch(found))

    return Deadly


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Daft's own pipes
def test_what_kills_a_reader_of_daft_costs_one_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    from dragoman.ingest.corpora import Layout
    from dragoman.serve.bulk import cluster
    from dragoman.serve.bulk.intake import Place, find_inputs, find_lots
    from dragoman.serve.bulk.read import decode

    rows = [f"Norway said that talk {n} was off." for n in range(4)] + ["A deadly report."]
    file = tmp_path / "reports.csv"
    file.write_text("text\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    inputs = find_inputs([str(file)], Layout(), Place())
    lots = [((lot.shard, lot.number), lot.batch) for lot in find_lots(inputs, 3, {})]
    monkeypatch.setattr(cluster, "Reader", deadly(tmp_path / "died"))
    with cluster.Cluster(1) as engine:
        found = dict(engine.run(iter(lots)))
    tables = [decode(part) for key, _ in lots for part in found[key]]
    articles = [row for one in tables for row in one["articles"]["row"].to_pylist()]
    failures = [row for one in tables for row in one["failures"].to_pylist()]
    assert articles == [0, 1, 2, 3]
    assert [(row["row"], row["error"]) for row in failures] == [(4, "WorkerDied")]
    assert 3 <= len((tmp_path / "died").read_text()) <= 5


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_reader_of_another_version_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("daft", reason="daft is not installed (dragoman[cluster])")
    import pyarrow

    from dragoman.errors import UsageError
    from dragoman.serve.bulk import cluster
    from dragoman.serve.bulk.schema import INPUT, arrow_schema

    class Other:
        def read(self, batch: bytes) -> bytes:
            return b"0.0.1 other\0tables"

    monkeypatch.setattr(cluster, "Reader", Other)
    batch = pyarrow.RecordBatch.from_pylist([], schema=arrow_schema(INPUT, {}))
    with cluster.Cluster(1) as engine, pytest.raises(UsageError, match=r"a node has 0\.0\.1 other"):
        list(engine.run(iter([((0, 0), batch)])))


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


def put(server: str, key: str, text: str) -> None:
    from pyarrow.fs import S3FileSystem

    store = S3FileSystem(
        access_key="test", secret_key="test", scheme="http", endpoint_override=server,
        region="us-east-1",
    )  # fmt: skip
    with store.open_output_stream(f"press/{key}", compression=None) as file:
        file.write(text.encode())


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


KEYS_OF_ALL_SORTS = (
    "20 31/a b.txt", "20%31/a%20b.txt", "h#1/a#b.txt", "q?1/a?b=c.txt", "p+1/a+b.txt", "ü/ñ é.txt",
    "st*r/a[1].txt",
)  # fmt: skip


@pytest.mark.parametrize("key", KEYS_OF_ALL_SORTS)
def test_a_key_is_written_as_the_store_has_it(
    bucket: str, server: str, tmp_path: Path, run: Run, key: str
) -> None:
    """By itself, under its prefix, by a pattern and with options: it is the same object."""
    put(server, key, "Norway said on Monday that the talks with Chile would open in June.")
    folder, _, name = key.rpartition("/")
    options = f"?scheme=http&endpoint_override={server}&region=us-east-1"
    for told in (key, folder, f"{folder[:1]}*/{name[:1]}*", key + options):
        found = [one.partition("?scheme=")[0] for one in stores.listed(f"{bucket}/{told}")]
        assert f"{bucket}/{key}" in found, told
    run(f"{bucket}/{key}", "--out", tmp_path / "out", "--workers", 1)
    (row,) = rows_of(tmp_path / "out", bucket)["articles"]
    assert row["input"] == f"…/{key}"


def test_a_prefix_is_a_folder_and_no_longer_name(bucket: str, server: str) -> None:
    for key in ("2040/a.txt", "2040-x/b.txt", "2040x.txt"):
        put(server, key, "The ferry left.")
    for told in ("2040", "2040/"):
        assert stores.listed(f"{bucket}/{told}") == [f"{bucket}/2040/a.txt"]


def test_a_prefix_leaves_out_what_a_folder_does(bucket: str, server: str) -> None:
    """What is hidden, and marks that other programs leave."""
    for key in ("a.txt", ".hidden.txt", ".old/b.txt", "_SUCCESS", "c.png", "sub/d.txt"):
        put(server, f"2041/{key}", "The ferry left.")
    there = [f"{bucket}/2041/a.txt", f"{bucket}/2041/sub/d.txt"]
    assert stores.listed(f"{bucket}/2041") == there
    assert stores.listed(f"{bucket}/2041/*.txt") == there[:1]
    assert stores.listed(f"{bucket}/2041/_*") == [f"{bucket}/2041/_SUCCESS"]
    assert stores.listed(f"{bucket}/2041/.hidden.txt") == [f"{bucket}/2041/.hidden.txt"]


class Refuses(BaseHTTPRequestHandler):
    """A store that knows nobody; it is asked by HEAD first."""

    def do_HEAD(self) -> None:
        self.send_response(403)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def refusing() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refuses) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()


@pytest.mark.parametrize(
    ("address", "endpoint", "why"),
    [
        ("s3://nobucket/a", "", r"s3://nobucket/a: there is no bucket nobucket"),
        ("s3://press/a", "{refusing}", r"s3://press/a: the store does not give.*ACCESS_DENIED"),
        (
            "s3://press/a",
            "http://127.0.0.1:9",
            r"s3://press/a: the store does not give.*NETWORK",
        ),
        ("s3://press/a", "127.0.0.1:9", r"AWS_ENDPOINT_URL=127.0.0.1:9: is no address as http://"),
        ("s3://press?regoin=eu", "", r"s3://press\?regoin=eu.*'regoin'"),
    ],
    ids=["bucket", "credentials", "endpoint", "form", "option"],
)
def test_a_store_that_does_not_give_is_told(
    bucket: str, refusing: str, tmp_path: Path, run: Run, address: str, endpoint: str, why: str
) -> None:
    more = {"AWS_ENDPOINT_URL": endpoint.format(refusing=refusing)} if endpoint else {}
    (line,) = run(address, "--out", tmp_path / "out", code=2, **more).stderr.splitlines()
    assert re.match(f"usage: {why}", line) and not (tmp_path / "out").exists()
