"""Lots → encoded tables by Daft, on this machine or on Ray: the pool's place on a cluster.

The master cuts lots, keeps what comes back and closes shards, as with the pool of processes: so the
folder is the same to the byte, and a run may be begun with one engine and ended with the other.
Lots go out in waves; the master holds one wave. What reads is `read_batch`; every answer tells the
version and weights of its reader, and another one than the master's ends the run.
"""

import importlib.util
import os
import socket
import time
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

# Daft and Ray call home unless they are told not to, and read that when they are imported.
_SETTINGS = {
    "DO_NOT_TRACK": "true",
    "RAY_USAGE_STATS_ENABLED": "0",
    "DAFT_PROGRESS_BAR": "0",
    # readers are all the work there is: Ray lets them wait for everyone else (15)
    "RAY_worker_niceness": "0",
    # longer than their 5, 30 and 120 seconds: a machine may be busy with other work
    "RAY_CLIENT_INITIAL_CONNECTION_TIMEOUT_S": "15",
    "RAY_gcs_server_port_wait_time_s": "120",
    "DAFT_RAY_WORKER_STARTUP_TIMEOUT": "600",
}
for _name, _value in _SETTINGS.items():
    os.environ.setdefault(_name, _value)

import daft  # noqa: E402

from dragoman.errors import UsageError, WorkerLost  # noqa: E402
from dragoman.serve.bulk.pool import Key, Piece, retried  # noqa: E402
from dragoman.serve.bulk.read import decode_batch, encode, encode_batch, read_batch  # noqa: E402

if TYPE_CHECKING:
    from pyarrow import RecordBatch

__all__ = ["Cluster", "Reader", "daft", "run_on"]
# … and so Daft is taken from here.

WAVE = 16
"""Lots of a wave for each worker: the last ones of a wave leave some workers idle."""
MARK = b"\0"
PATIENCE = 30.0
"""Seconds in which somebody must listen at the address of a head."""


@cache
def run_on(address: str | None) -> None:
    """`address` of Ray: "ray://head:10001", "local" for a new one on this machine; None is no Ray.

    Once in a process: Daft takes no second one. `WorkerLost` when Ray does not start or answer.
    """
    if address is None:
        daft.set_runner_native()
        return
    if importlib.util.find_spec("ray") is None:
        raise UsageError(f"--address {address}", "needs Ray: pip install 'daft[ray]'")
    try:
        _reach(address)
        daft.set_runner_ray(address, noop_if_initialized=True)
    except Exception as error:
        # Ray has no class of its own for it: of a head that does not start it raises an Exception
        why = f"Ray does not start or answer ({str(error) or type(error).__name__})"
        raise WorkerLost(address, f"{why}; on a busy machine, the same command again") from error


def _reach(address: str) -> None:
    """Waits for the port of a head that is about to start. `OSError` when nobody listens there.

    Ray would ask for many minutes; of "local" there is nobody yet.
    """
    host, _, port = address.rpartition("://")[2].partition("/")[0].rpartition(":")
    end = time.monotonic() + PATIENCE
    while host and port.isdigit():
        try:
            socket.create_connection((host, int(port)), PATIENCE).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


class Reader:
    """A reader in a process of its own, made once there."""

    def __init__(self) -> None:
        from dragoman.serve.bulk import warm

        self._mark = warm.READER.encode() + MARK

    def read(self, batch: bytes) -> bytes:
        """An encoded batch → the reader's name, a mark, and its encoded tables."""
        return self._mark + encode(read_batch(decode_batch(batch)))


class Cluster:
    """Daft with a number of readers; a context manager with the methods of `Pool`."""

    def __init__(self, workers: int, address: str | None = None) -> None:
        """`address` as of `run_on`."""
        run_on(address)
        self._workers = workers
        process = {} if address else {"use_process": True}
        made: Any = daft.cls(max_concurrency=workers, **process)(_methods())
        self._made = made()

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        """Daft ends its readers with each wave."""

    def reader(self) -> str:
        """Version and weights of the master, which all readers must have, too."""
        from dragoman.serve.bulk import warm

        return warm.READER

    def run(self, lots: Iterator[tuple[Key, "RecordBatch"]]) -> Iterator[tuple[Key, list[bytes]]]:
        """As `Pool.run`. `UsageError` when a reader is another version.

        A wave in which a reader dies ends, and nobody tells of which lot: the rest of it goes out
        lot by lot, and the one that ends again is tried and cut as the pool does it.
        """
        parts: dict[Key, dict[int, bytes]] = {}
        alone: deque[Piece] = deque()
        lost = 0
        pieces = (Piece(key, 0, 1, batch) for key, batch in lots)
        while wave := [alone.popleft()] if alone else list(islice(pieces, WAVE * self._workers)):
            left = dict(enumerate(wave))
            try:
                for at, content in self._wave(wave):
                    piece, lost = left.pop(at), 0
                    found = parts.setdefault(piece.lot, {})
                    found[piece.part] = content
                    if len(found) == piece.parts:
                        yield piece.lot, [found[part] for part in sorted(parts.pop(piece.lot))]
            except UsageError:
                raise
            except Exception as error:  # Daft has no class of its own for a reader that is gone
                lost += 1
                if lost > 3 + self._workers:
                    why = (str(error) or type(error).__name__).splitlines()[0][:200]
                    raise WorkerLost("all", f"one after the other ended ({why})") from error
                again = list(left.values())
                alone.extendleft(reversed(again if len(wave) > 1 else retried(again[0])))

    def _wave(self, wave: "list[Piece]") -> Iterator[tuple[int, bytes]]:
        """Pieces → the place of each in the wave and its encoded tables, as they are done."""
        mark = self.reader().encode() + MARK
        frame = daft.from_pydict({
            "at": list(range(len(wave))), "batch": [encode_batch(piece.batch) for piece in wave],
        }).into_batches(1)  # fmt: skip
        for row in frame.select("at", self._made.read(frame["batch"]).alias("tables")):
            told: bytes = row["tables"]
            if not told.startswith(mark):
                other = told.partition(MARK)[0].decode()
                raise UsageError("cluster", f"a node has {other}, and this is {self.reader()}")
            yield row["at"], told[len(mark) :]


def _methods() -> type:
    """`Reader` as Daft wants it."""

    class Made(Reader):
        read = daft.method(return_dtype=daft.DataType.binary())(Reader.read)

    return Made
