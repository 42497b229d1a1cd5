"""`dragoman bulk`: the same bytes for any number of workers, and after any kill."""

import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from pyarrow import parquet

from dragoman.errors import ArchiveBusy, UsageError, WorkerLost
from dragoman.ingest.corpora import Layout
from dragoman.serve.bulk import pool as pools
from dragoman.serve.bulk.folder import ArchiveError, Folder, summary
from dragoman.serve.bulk.intake import Lot, Place, find_inputs, find_lots
from dragoman.serve.bulk.pool import Key, Piece, Pool
from dragoman.serve.bulk.progress import Progress
from dragoman.serve.bulk.read import decode
from dragoman.serve.bulk.run import Wanted, bulk
from dragoman.serve.bulk.schema import SCHEMA, TABLES
from tests.serve.bulk.conftest import Run, command, content, environment, interrupted, jsonl

KILLS = int(os.environ.get("DRAGOMAN_KILLS", "5"))


@pytest.fixture(scope="module")
def done(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An undisturbed run of one worker."""
    from tests.serve.bulk.conftest import run_bulk

    target = tmp_path_factory.mktemp("done") / "out"
    told = run_bulk(archive, "--out", target, "--workers", 1, "--shard", 4, code=3)
    assert "28 read, 2 failed, 8 shards" in told.stderr
    return target


def test_names_that_stand_for_nothing_begin_no_folder(tmp_path: Path) -> None:
    """They may stand for something tomorrow."""
    from tests.serve.bulk.conftest import run_bulk

    (tmp_path / "none").mkdir()
    for name in ("no-*.jsonl", "none"):
        told = run_bulk(tmp_path / name, "--out", tmp_path / "out", code=1)
        assert "no such input" in told.stderr and not (tmp_path / "out").exists()
    jsonl(tmp_path / "no-1.jsonl", 3)
    run_bulk(tmp_path / "no-*.jsonl", "--out", tmp_path / "out")
    (tmp_path / "more.jsonl").write_text((tmp_path / "no-1.jsonl").read_text())
    told = run_bulk(tmp_path / "more.jsonl", "--out", tmp_path / "out", code=2)
    assert "was begun with other inputs" in told.stderr


def test_a_page_that_was_changed_is_another_input(tmp_path: Path) -> None:
    """Also where its size is the same: tables of the old text are not told as those of the new."""
    from tests.serve.bulk.conftest import run_bulk

    page = tmp_path / "page.txt"
    page.write_text("Norway said on Monday that the talks with Chile would open in June.")
    run_bulk(page, "--out", tmp_path / "out")
    page.write_text(page.read_text().replace("June", "July"))
    told = run_bulk(page, "--out", tmp_path / "out", code=2)
    assert "was begun with other inputs" in told.stderr


def test_what_is_written_is_whole(done: Path) -> None:
    whole = json.loads((done / "summary.json").read_text())
    lines = [json.loads(line) for line in (done / "manifest.jsonl").read_text().splitlines()]
    files = content(done)
    assert whole["inputs"] == 30 == sum(line["rows"] for line in lines)
    for line in lines:
        assert line["tables"].keys() == TABLES.keys()
        for told in line["tables"].values():
            assert files.pop(told["file"]) == told["sha256"]
    assert files.keys() == {"job.json", "manifest.jsonl", "summary.json"}
    for name, count in whole["rows"].items():
        table = parquet.read_table(done / name)
        assert table.num_rows == count
        assert table.column_names == list(TABLES[name])
        assert table["row"].to_pylist() == sorted(table["row"].to_pylist())
    metadata = parquet.read_metadata(done / "articles/00000.parquet")
    job = json.loads((done / "job.json").read_text())
    version, weights = job["reader"].split()
    made = {"schema": SCHEMA, "version": version, "weights": weights,
            "inputs": job["inputs"]["sha256"]}  # fmt: skip
    assert whole["made_of"] == {f"dragoman.{name}": told for name, told in made.items()}
    for file in done.glob("*/*.parquet"):
        told = parquet.read_schema(file).metadata
        assert {name: told[name.encode()].decode() for name in whole["made_of"]} == whole["made_of"]
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_workers_and_hash_seeds_change_no_byte(
    archive: Path, done: Path, tmp_path: Path, run: Run
) -> None:
    run(archive, "--out", tmp_path / "out", "--workers", 3, "--shard", 4, code=3,
        PYTHONHASHSEED="7")  # fmt: skip
    assert content(tmp_path / "out") == content(done)


def test_a_whole_folder_is_left_as_it_is(archive: Path, done: Path, run: Run) -> None:
    before = content(done)
    told = run(archive, "--out", done, "--workers", 1, "--shard", 4, code=3)
    assert "28 read, 2 failed" in told.stderr and content(done) == before


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--shard", 5], "shards of another size"),
        (["--shard", 4, "--keep", "spans"], "other settings"),
        (["--shard", 4, "{other}"], "other inputs"),
        (["--shard", 4, "-"], "which can be read again"),
    ],
)
def test_a_folder_of_another_job_is_refused(
    archive: Path, done: Path, run: Run, more: list[Any], why: str
) -> None:
    words = [archive / "e.txt" if word == "{other}" else word for word in more]
    told = run(archive, "--out", done, "--workers", 1, *words, code=2)
    assert why in told.stderr


def test_a_folder_of_something_else_is_refused(archive: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    told = run(archive / "e.txt", "--out", tmp_path, "--workers", 1, code=2)
    assert "holds something else (mine.txt)" in told.stderr


def test_a_folder_among_its_own_inputs_is_refused_before_anything_is_begun(
    tmp_path: Path, run: Run
) -> None:
    folder, inside = tmp_path / "in", tmp_path / "archive"
    folder.mkdir()
    inside.mkdir()
    jsonl(folder / "reports.jsonl", 2)
    target = folder / "out"
    told = run(folder, "--out", target, "--workers", 1, code=2)
    assert "lies in the input" in told.stderr and not target.exists()
    jsonl(inside / "old.jsonl", 2)
    told = run(inside / "*.jsonl", "--out", inside, "--workers", 1, code=2)
    assert "holds the input" in told.stderr and not (inside / "job.json").exists()


def test_a_slip_before_anything_was_read_costs_no_folder(tmp_path: Path, run: Run) -> None:
    reports, target = jsonl(tmp_path / "reports.jsonl", 2), tmp_path / "out"
    words = (reports, "--out", target, "--workers", 1)
    told = run(*words, "--column", "text=boddy", code=2)
    assert "no such column" in told.stderr and not (target / "summary.json").exists()
    run(*words)
    assert json.loads((target / "summary.json").read_text())["rows"]["articles"] == 2
    assert "other settings" in run(*words, "--column", "text=text", code=2).stderr


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with Folder(tmp_path / "out"), pytest.raises(ArchiveBusy), Folder(tmp_path / "out"):
        pass


def test_a_lot_that_was_cut_off_is_read_anew(archive: Path, tmp_path: Path) -> None:
    from tests.serve.bulk.test_read import lots, read

    lot = lots(archive, 3)[0]
    with Folder(tmp_path / "out") as folder:
        folder.begin({"reader": "0.0.1 x", "settings": {}, "shard": 3, "inputs": {}})
        whole = read.encode(read.read_batch(lot.batch))
        folder.keep(0, 0, [whole])
        assert folder.lot(0, 0) is not None
        file = folder._lot(0, 0)
        for end in (0, 10, len(whole) // 2, len(whole) - 9):
            file.write_bytes(whole[:end])
            assert folder.lot(0, 0) is None, end


def test_a_file_stands_under_its_name_only_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is killed while it writes leaves the old one."""
    with Folder(tmp_path / "out") as folder:
        file = tmp_path / "out" / "told.json"
        folder._put(file, b"old")
        with monkeypatch.context() as patch, pytest.raises(OSError, match="no space"):
            patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "no space")))
            folder._put(file, b"new and longer")
        assert file.read_bytes() == b"old"
        folder._put(file, b"new")
        assert file.read_bytes() == b"new"
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["told.json"]


@pytest.mark.parametrize("at", [0, -1])
def test_a_file_is_told_from_others_by_both_its_ends(tmp_path: Path, at: int) -> None:
    from dragoman.serve.bulk.intake import ENDS, digest

    file, content = tmp_path / "a.jsonl", bytearray(b"a" * (3 * ENDS))
    file.write_bytes(content)
    before = digest([str(file)])
    content[at] = ord("b")
    file.write_bytes(content)
    assert digest([str(file)])["bytes"] == before["bytes"] and digest([str(file)]) != before


def test_a_line_that_a_kill_broke_off_is_no_shard(done: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    shutil.copytree(done, target)
    (target / "summary.json").unlink()
    with (target / "manifest.jsonl").open("a") as file:
        file.write('{"shard": 8, "fir')
    job = json.loads((target / "job.json").read_text())
    with Folder(target) as folder:
        folder.begin(job)
        assert len(folder.shards) == 8
    assert (target / "manifest.jsonl").read_bytes() == (done / "manifest.jsonl").read_bytes()


HARMS: list[tuple[str, Callable[[Path], Any], str]] = [
    ("a file is gone", lambda folder: (folder / "events/00002.parquet").unlink(),
     "events/00002.parquet is missing; put it back, or .* all but the first 2 lines"),
    ("a file is cut", lambda folder: os.truncate(folder / "actors/00001.parquet", 9),
     "actors/00001.parquet has 9 bytes, and .* were written; .* the first 1 lines"),
    ("the manifest is cut", lambda folder: keep_lines(folder, 7),
     "manifest.jsonl tells 7 shards, and 8 were written"),
    ("the manifest is gone", lambda folder: (folder / "manifest.jsonl").unlink(),
     "manifest.jsonl tells 0 shards, and 8 were written"),
    ("the manifest is broken", lambda folder: keep_lines(folder, 3, '{"shard": \n'),
     "line 4 of manifest.jsonl is broken"),
    ("a file too many", lambda folder: shutil.copy(folder / "tasks/00000.parquet",
                                                   folder / "tasks/00008.parquet"),
     "manifest.jsonl does not tell of tasks/00008.parquet"),
    ("not at its end", lambda folder: (folder / "summary.json").unlink(),
     "has not come to its end; the same command goes on"),
]  # fmt: skip


def keep_lines(folder: Path, count: int, more: str = "") -> None:
    file = folder / "manifest.jsonl"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:count]) + more)


@pytest.mark.parametrize(("harm", "why"), [one[1:] for one in HARMS], ids=[one[0] for one in HARMS])
def test_an_archive_that_is_not_whole_is_told(
    done: Path, tmp_path: Path, harm: Callable[[Path], Any], why: str
) -> None:
    target = tmp_path / "out"
    shutil.copytree(done, target)
    assert summary(target)["shards"] == 8
    harm(target)
    with pytest.raises(ArchiveError, match=f"^archive: .*out: not whole: .*{why}"):
        summary(target)


def test_an_archive_that_lost_a_file_is_not_gone_on_with(
    archive: Path, done: Path, tmp_path: Path, run: Run
) -> None:
    """Neither where it was done nor where it was not; as told, it is made whole again."""
    target = tmp_path / "out"
    shutil.copytree(done, target)
    (target / "events/00002.parquet").unlink()
    words = (archive, "--out", target, "--workers", 1, "--shard", 4)
    assert "not whole: events/00002.parquet is missing" in run(*words, code=1).stderr
    (target / "summary.json").unlink()
    assert "not whole: events/00002.parquet is missing" in run(*words, code=1).stderr
    keep_lines(target, 2)
    run(*words, code=3)
    assert content(target) == content(done)


def read_of(target: Path) -> set[str]:
    """Lots and shards of a folder that is being filled."""
    return {path.name for path in target.glob("*/[0-9]*")} | {
        path.name for path in target.glob(".lots/*.arrow")
    }


def test_killed_at_any_moment_it_ends_as_undisturbed(tmp_path: Path, run: Run) -> None:
    chance = random.Random(20311)
    reports = jsonl(tmp_path / "reports.jsonl", 160)
    words = (reports, "--workers", 2, "--shard", 12, "--out")
    run(*words, tmp_path / "whole")
    kills = left = inside = 0
    while kills < KILLS:
        target = tmp_path / f"killed{left}"
        process = subprocess.Popen(
            command(*words, target), env=environment(), stderr=subprocess.DEVNULL
        )
        # at random while it reads, or now and then before its first lot
        before, started = read_of(target), time.monotonic()
        longest = chance.choice((1, 60, 60, 60))
        while read_of(target) == before and time.monotonic() - started < longest:
            time.sleep(0.01)
        time.sleep(chance.random())
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if (target / "summary.json").exists():
            left += 1
            continue
        kills += 1
        inside += read_of(target) != before
    assert inside >= kills // 2, f"{inside} of {kills} kills came while it read"
    for number in range(left + 1):
        run(*words, tmp_path / f"killed{number}")
        assert content(tmp_path / f"killed{number}") == content(tmp_path / "whole")
    print(f"{kills} kills, {inside} of them while it read; equal byte for byte")


def test_at_ctrl_c_it_stops_with_a_line_and_goes_on(tmp_path: Path, run: Run) -> None:
    reports, target = jsonl(tmp_path / "reports.jsonl", 600), tmp_path / "out"
    words = ("--workers", 2, "--shard", 70)
    stopped = interrupted(target, reports, *words)
    columns, line = stopped.stderr.splitlines()
    told = re.fullmatch(r"stopped: (\d+) reports read; the same command goes on from there", line)
    assert stopped.returncode == 130 and columns.startswith("columns: ")
    assert told and 0 < int(told[1]) < 600 and not (target / "summary.json").exists()
    run(reports, *words, "--out", target)
    run(reports, *words, "--out", tmp_path / "whole")
    assert content(target) == content(tmp_path / "whole")


def test_an_engine_that_loses_a_lot_makes_no_archive(tmp_path: Path) -> None:
    class Half(Pool):
        def run(self, lots: Any) -> Any:
            yield from list(super().run(lots))[1:]

    words = ([str(jsonl(tmp_path / "reports.jsonl", 6))], tmp_path / "out", Wanted(shard=2))
    with pytest.raises(WorkerLost, match="1 lots did not come back"):
        bulk(*words, lambda: Half(1))
    with pytest.raises(ArchiveError, match="has not come to its end"):
        summary(tmp_path / "out")
    assert bulk(*words, lambda: Pool(1)) == 0


# --- how far it is -------------------------------------------------------------------------------


def cut(files: list[Path], size: int, first: int = 0) -> list[Lot]:
    """Lots of `size` inputs, from an input of the first file on."""
    found = find_inputs([str(file) for file in files], Layout(), Place(0, first))
    return list(find_lots(found, size, {}, first // size, first))


def left(progress: Progress, seconds: float) -> float:
    """The seconds that are told as left, when it has run so long."""
    told = re.search(r"([\d.]+) (s|min|h) left", progress.line(progress._started + seconds))
    assert told, progress.line(progress._started + seconds)
    return float(told[1]) * {"s": 1, "min": 60, "h": 3600}[told[2]]


def archives(folder: Path) -> list[Path]:
    """1,000 inputs each: plain, packed, and of Parquet."""
    import pyarrow

    plain = jsonl(folder / "a.jsonl", 1000)
    packed = folder / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    rows = [json.loads(line) for line in plain.read_text().splitlines()]
    parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "c.parquet")
    return [plain, packed, folder / "c.parquet"]


@pytest.mark.parametrize("which", [0, 2], ids=["plain", "parquet"])
@pytest.mark.parametrize("before", [0, 700])
def test_time_left_is_told_by_size_also_when_a_run_goes_on(
    tmp_path: Path, which: int, before: int
) -> None:
    """Of 1,000 like inputs, 100 took 5 s: those that are left take as long each."""
    file = archives(tmp_path)[which]
    progress = Progress([str(file)], Place(0, before), before)
    for lot in cut([file], 50, before)[:2]:
        progress.give(lot)
        progress.add((lot.shard, lot.number), 50, 0)
    assert left(progress, 5) == pytest.approx((900 - before) / 20, rel=0.1)
    assert f"{before + 100:,} read · 20.0/s" in progress.line(progress._started + 5)


def test_lots_that_were_read_before_make_the_rest_no_faster(tmp_path: Path) -> None:
    files = archives(tmp_path)
    progress = Progress(list(map(str, files)), Place(), 0)
    lots = cut(files, 50)
    for lot in lots[:10]:
        progress.skip(lot)
    for lot in lots[10:12]:
        progress.give(lot)
        progress.add((lot.shard, lot.number), 49, 1)
    share = lots[11].end.bytes - lots[9].end.bytes
    whole = sum(file.stat().st_size for file in files)
    assert left(progress, 10) == pytest.approx((whole - lots[11].end.bytes) / share * 10, rel=0.1)
    assert progress.read == 600 and "598 read · 10.0/s" in progress.line(progress._started + 10)
    for lot in lots[12:]:
        progress.give(lot)
        progress.add((lot.shard, lot.number), 50, 0)
    assert left(progress, 60) == 0


# --- workers that die ----------------------------------------------------------------------------


def test_a_killed_worker_loses_nothing(archive: Path) -> None:
    from tests.serve.bulk.test_read import lots

    cut = lots(archive, 3)
    given = [((lot.shard, lot.number), lot.batch) for lot in cut]
    with Pool(2) as pool:
        pool.reader()
        found = {}
        for number, parts in pool.run(iter(given)):
            if not found:
                os.kill(pool._workers[0].process.pid, signal.SIGKILL)
            found[number] = b"".join(parts)
        assert pool.run(iter(())) and found.keys() == {number for number, _ in given}


def test_what_kills_twice_is_cut_and_the_deadly_input_told(archive: Path) -> None:
    from tests.serve.bulk.test_read import lots

    batch = lots(archive, 3)[0].batch
    (again,) = pools.retried(Piece((0, 0), 0, 1, batch))
    assert again.batch is batch
    single = pools.retried(again)
    assert [piece.batch.to_pylist() for piece in single] == [[row] for row in batch.to_pylist()]
    (once,) = pools.retried(single[1])
    (deadly,) = pools.retried(once)
    assert (deadly.lot, deadly.part, deadly.parts) == ((0, 0), 1, 3)
    (row,) = deadly.batch.to_pylist()
    assert row["error"] == "WorkerDied" and row["row"] == 1 and row["content"] is None


def test_parts_of_a_lot_come_back_in_its_order(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However its single inputs were done: by two workers, the later part first."""
    from tests.serve.bulk.test_read import lots

    batch = lots(archive, 6)[0].batch
    waiting = deque(Piece((0, 0), at, 6, batch.slice(at, 1)) for at in reversed(range(6)))
    with Pool(2) as pool:
        pool.reader()
        monkeypatch.setattr(pools, "deque", lambda: waiting)
        ((_, parts),) = pool.run(iter(()))
    rows = [row for part in parts for row in decode(part)["articles"]["row"].to_pylist()]
    assert rows == list(range(6))


def test_no_more_is_taken_than_workers_hold(archive: Path) -> None:
    """Two lots each: one that is read and one that waits."""
    from tests.serve.bulk.test_read import lots

    taken = 0

    def given() -> Iterator[tuple[Key, Any]]:
        nonlocal taken
        for lot in lots(archive, 3):
            taken += 1
            yield (lot.shard, lot.number), lot.batch

    with Pool(1) as pool:
        pool.reader()
        for done, _ in enumerate(pool.run(given()), 1):
            assert taken <= done + pools.HELD - 1 or taken == 10
            if done == 1:
                assert taken == pools.HELD == 2


def test_no_worker_at_all_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "work", os._exit)
    with pytest.raises(WorkerLost), Pool(1) as pool:
        pool.reader()


def test_a_missing_file_is_told(tmp_path: Path, run: Run) -> None:
    told = run(tmp_path / "none*.jsonl", "--out", tmp_path / "out", "--workers", 1, code=1)
    assert "no file matches" in told.stderr


def test_standard_input_cannot_be_read_again(tmp_path: Path) -> None:
    from dragoman.serve.bulk.intake import find_files

    with pytest.raises(UsageError):
        find_files(["https://example.org/a.jsonl"])
