"""Lots → encoded tables by several processes; what kills a worker costs one input, not the run.

Workers come out of a server process that has loaded the network before they are made, so that all
share its pages. Each holds at most two lots, one read and one waiting: nothing piles up. A lot
whose worker died is given out again; when it kills twice it is cut into single inputs, and an input
that kills twice is a failure. A worker ends when the pipe to its master does.
"""

import multiprocessing
import os
import queue
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from dragoman.errors import WorkerLost
from dragoman.serve.bulk.interrupts import deaf_children
from dragoman.serve.bulk.read import decode_batch, encode_batch
from dragoman.serve.bulk.schema import INPUT

if TYPE_CHECKING:
    from pyarrow import RecordBatch

Key = tuple[int, int]
"""What the caller names a lot by."""

HELD = 2
TRIES = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A lot, or one of the parts that it was cut into."""

    lot: Key
    part: int
    parts: int
    batch: "RecordBatch"
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    held: deque[Piece] = field(default_factory=deque)
    ready: bool = False


class Pool:
    """A number of processes; a context manager."""

    def __init__(self, workers: int) -> None:
        # where there is no fork, each process loads the network itself
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context(
            "forkserver" if "forkserver" in methods else "spawn"
        )
        if "forkserver" in methods:
            self._context.set_forkserver_preload(["dragoman.serve.bulk.warm"])
        self._workers = [self._start() for _ in range(workers)]
        self._lost = 0
        self._reader = ""

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.kill()
            worker.process.join()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(theirs,), daemon=True)
        with deaf_children():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def reader(self) -> str:
        """Version and weights of the reader, as the first worker that is ready tells them."""
        while not self._reader:
            for pipe in wait([worker.pipe for worker in self._workers]):
                self._take(self._of(pipe), deque())
        return self._reader

    def _of(self, pipe: Any) -> _Worker:
        return next(one for one in self._workers if one.pipe is pipe)

    def run(self, lots: Iterator[tuple[Key, "RecordBatch"]]) -> Iterator[tuple[Key, list[bytes]]]:
        """Numbered lots → for each its number and its encoded tables in parts, as they are done.

        `WorkerLost` when workers die without having read anything.
        """
        waiting: deque[Piece] = deque()
        parts: dict[Key, dict[int, bytes]] = {}
        more = True
        while True:
            more = self._give(waiting, lots, more)
            busy = [worker for worker in self._workers if worker.held or not worker.ready]
            if not more and not waiting and not any(worker.held for worker in self._workers):
                return
            for pipe in wait([worker.pipe for worker in busy]):
                done = self._take(self._of(pipe), waiting)
                if done is None:
                    continue
                piece, content = done
                found = parts.setdefault(piece.lot, {})
                found[piece.part] = content
                if len(found) == piece.parts:
                    yield piece.lot, [found[number] for number in sorted(parts.pop(piece.lot))]

    def _give(
        self, waiting: deque[Piece], lots: Iterator[tuple[Key, "RecordBatch"]], more: bool
    ) -> bool:
        """Fills the hands of all who are ready → whether there may be more lots."""
        for _ in range(HELD):
            for worker in self._workers:
                if not worker.ready or len(worker.held) >= HELD:
                    continue
                if not waiting and more:
                    found = next(lots, None)
                    more = found is not None
                    if found is not None:
                        waiting.append(Piece(found[0], 0, 1, found[1]))
                if waiting:
                    piece = waiting.popleft()
                    worker.held.append(piece)
                    with suppress(OSError):  # it died: told when its pipe is read
                        worker.pipe.send_bytes(encode_batch(piece.batch))
        return more

    def _take(self, worker: _Worker, waiting: deque[Piece]) -> tuple[Piece, bytes] | None:
        try:
            content = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            self._replace(worker, waiting)
            return None
        self._lost = 0
        if not worker.ready:
            worker.ready, self._reader = True, content.decode()
            return None
        return worker.held.popleft(), content

    def _replace(self, worker: _Worker, waiting: deque[Piece]) -> None:
        """A new worker for a dead one; what it held is given out again."""
        worker.process.join()
        self._lost += 1
        if self._lost > 3 + len(self._workers):
            why = f"one after the other ended with code {worker.process.exitcode}"
            raise WorkerLost("all", f"{why}; is there enough memory?")
        held = list(worker.held)
        again = [*retried(held[0]), *held[1:]] if held else []
        waiting.extendleft(reversed(again))
        worker.pipe.close()
        self._workers[self._workers.index(worker)] = self._start()


def retried(piece: Piece) -> list[Piece]:
    """A piece that its worker died of → how it is tried once more."""
    piece = replace(piece, tries=piece.tries + 1)
    if piece.tries < TRIES:
        return [piece]
    size = piece.batch.num_rows
    if size > 1:
        return [
            Piece(piece.lot, number, size, piece.batch.slice(number, 1)) for number in range(size)
        ]
    return [replace(piece, batch=_deadly(piece.batch), tries=0)]


def _deadly(batch: "RecordBatch") -> "RecordBatch":
    """An input that nobody survives → the input as a failure."""
    import pyarrow

    one = batch.to_pylist()[0]
    message = f"worker died: {one['input']}: the process that read it was killed, twice"
    told = {"row": one["row"], "input": one["input"], "error": "WorkerDied", "message": message}
    return pyarrow.RecordBatch.from_pylist([{**dict.fromkeys(INPUT), **told}], schema=batch.schema)


# --- in the process of a worker ------------------------------------------------------------------


def work(pipe: Connection) -> None:
    """Reads each batch that comes and sends its tables back, until the pipe ends."""
    from dragoman.serve.bulk import warm
    from dragoman.serve.bulk.read import encode, read_batch

    came: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_listen, args=(pipe, came), daemon=True).start()
    told = warm.READER.encode()
    while True:
        try:
            pipe.send_bytes(told)
        except BrokenPipeError:
            os._exit(0)
        told = encode(read_batch(decode_batch(came.get())))


def _listen(pipe: Connection, came: "queue.Queue[bytes]") -> None:
    """Takes what comes at once, so that the master never waits; ends with the master."""
    try:
        while True:
            came.put(pipe.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)
