"""One record, many readers at once → connections, and the newest snapshot of its processes.

Connections are lent, so that two threads never share one. A snapshot is made anew when the record
has changed; pages show the last one meanwhile, and wait for the new one only where it comes soon.
"""

import logging
import multiprocessing
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager, suppress
from queue import Empty, LifoQueue
from typing import Any, TypeVar, cast

from dragoman.errors import RecordError
from dragoman.processes.values import Process
from dragoman.record import linked, survey
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.record.survey import stamp, stamps, version
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.settings import Settings
from dragoman.serve.web.places import Located
from dragoman.serve.web.snapshot import EMPTY, Snapshot, Version, build
from dragoman.types import Place, Reading

log = logging.getLogger("dragoman.desk")

FEW = 400
"""Up to so many reports are linked in a thread; more in a process that leaves readers the core."""
SOON = 0.5
"""A snapshot that took so many seconds at most is waited for; of another the last one is shown."""
WAIT = 5.0
"""Seconds that a page waits."""
FIRST = 20.0
"""Seconds that it waits for the first snapshot of a small record."""
TRIES = 2
"""One that was begun before the last change is followed by another."""
PAUSE = 4
"""After a snapshot that took t seconds, PAUSE · t pass before the next."""
KEPT = 256
"""Readings, and other answers, kept in memory."""
OPEN = 64
"""Processes kept open."""
PLACED = 20_000
"""Reports of which the places are kept in memory."""
WHILE = 30.0
"""Seconds for which a costly count is told again."""

Made = TypeVar("Made")


class Shelf:
    """A record for the desk; safe for many threads. `close` it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._free: LifoQueue[Query] = LifoQueue()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._snapshot = EMPTY
        self._coming: Future[Snapshot] | None = None
        self._made = 0.0
        self._executor: Executor | None = None
        self._many = False
        self._opened: OrderedDict[tuple[Version, str], Process] = OrderedDict()
        self._kept: dict[Hashable, tuple[float, object]] = {}
        self._readings: OrderedDict[tuple[str, tuple[int, int]], Reading] = OrderedDict()
        self._places: dict[str, tuple[Version, dict[str, Place]]] = {}

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
        while True:
            try:
                self._free.get_nowait().close()
            except Empty:
                return

    @contextmanager
    def query(self) -> Iterator[Query]:
        """A connection to read by, given back at the end."""
        try:
            lent = self._free.get_nowait()
        except Empty:
            lent = Query(self.settings.record, settled, self.settings.patience)
        try:
            yield lent
        finally:
            self._free.put(lent)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The connection to write by; one writer at a time."""
        with (
            self._writing,
            Store(self.settings.record, settled, self.settings.patience) as kept,
        ):
            yield kept

    # --- processes ----------------------------------------------------------------------------

    def snapshot(self, query: Query) -> Snapshot:
        """The processes as they are, or as they were a moment ago on a large record."""
        now = version(query)
        for _ in range(TRIES):
            with self._lock:
                self._take()
                last = self._snapshot
                if last.version == now:
                    return last
                # Who has judged sees at once what it changed; reports come all the time.
                judged = last.version[1] != now[1]
                rested = time.monotonic() >= self._made + _pause(last)
                if self._coming is None and (judged or rested):
                    self._coming = self._start(query)
                coming = self._coming
            if coming is None or (last.seconds > SOON and not judged):
                return last
            patience = FIRST if last is EMPTY and not self._many else WAIT
            if not wait([coming], patience).done:
                return last
        return self._snapshot

    def _take(self) -> None:
        """The snapshot that has come, if any; one that could not be made leaves the last one."""
        if self._coming is None or not self._coming.done():
            return
        done, self._coming = self._coming, None
        self._made = time.monotonic()
        try:
            self._snapshot = done.result()
        except BrokenExecutor:
            log.exception("the process that links has ended; another is begun")
            self._executor = None
        except RecordError:
            if self._snapshot is EMPTY:
                raise
            log.exception("the processes could not be linked")

    def _start(self, query: Query) -> Future[Snapshot]:
        if self._executor is None:
            self._many = len(stamps(query, FEW + 1)) > FEW
            self._executor = (
                ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), begin_to_link)
                if self._many
                else ThreadPoolExecutor(1, "linker")
            )
        return self._executor.submit(build, self.settings)

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made a short while ago under a key, else what is made now."""
        with self._lock:
            until, found = self._kept.get(key, (0.0, None))
            if time.monotonic() < until:
                return cast(Made, found)
        made = make()
        with self._lock:
            if len(self._kept) > KEPT:
                self._kept.clear()
            self._kept[key] = time.monotonic() + WHILE, made
        return made

    def told_in(self, query: Query, process: str) -> tuple[str, ...]:
        """The ids of the reports that tell a process, by its name in addresses."""
        return self.snapshot(query).told_in(process.replace("-", "#", 1))

    def process(self, snapshot: Snapshot, ref: str) -> Process | None:
        """A process of a snapshot; the last ones that were opened are kept open."""
        key = snapshot.version, ref
        with self._lock:
            if key in self._opened:
                self._opened.move_to_end(key)
                return self._opened[key]
        found = snapshot.process(ref)
        if found is not None:
            with self._lock:
                self._opened[key] = found
                while len(self._opened) > OPEN:
                    self._opened.popitem(last=False)
        return found

    # --- reports ------------------------------------------------------------------------------

    def reading(self, query: Query, id: str) -> Reading:
        """A report's newest reading with its corrections; `RecordMissing`."""
        key = id, stamp(query, id)
        with self._lock:
            if key in self._readings:
                self._readings.move_to_end(key)
                return self._readings[key]
        found = from_dict(query.shown(id).document)
        with self._lock:
            self._readings[key] = found
            while len(self._readings) > KEPT:
                self._readings.popitem(last=False)
        return found

    def located(self, query: Query, ids: Sequence[str]) -> Located:
        """Where the acts of these reports are told to happen."""
        now = linked.stamps(query, ids)
        new = [id for id in now if id not in self._places or self._places[id][0] != now[id]]
        # Who corrects a reading may give its entries other numbers: then it is asked as shown.
        plain = [id for id in new if not now[id][1]]
        for at in range(0, len(plain), linked.MOST):
            self._place(now, survey.places(query, plain[at : at + linked.MOST]))
        for id in new:
            if now[id][1]:
                events = query.shown(id).document["events"]
                told = {one["id"]: one["location"] for one in events if one.get("location")}
                self._place(now, {id: told})
        return {
            (id, entry): place
            for id in now for entry, place in self._places.get(id, ((), {}))[1].items()
        }  # fmt: skip

    def _place(self, now: Mapping[str, Version], told: Mapping[str, Mapping[str, Any]]) -> None:
        if len(self._places) > PLACED:
            self._places.clear()
        for id, found in told.items():
            places = {entry: Place(**place) for entry, place in found.items()}
            self._places[id] = now[id], places


def _pause(last: Snapshot) -> float:
    """What is made in no time may be made at any time; the rest leaves the readers the machine."""
    return PAUSE * last.seconds if last.seconds > SOON else 0.0


def begin_to_link() -> None:
    """First of all the process that links leaves readers the core, and ends with the desk."""
    with suppress(OSError):
        os.nice(10)
    threading.Thread(target=_end_with_the_desk, daemon=True).start()


def _end_with_the_desk() -> None:
    """A desk that is killed tells nobody: its end of the pipe falls, which is waited for here."""
    desk = multiprocessing.parent_process()
    if desk is not None:
        desk.join()
        os._exit(0)


class Lent(Mapping[str, Reading]):
    """Readings by the id of their report, opened as they are asked for; holds them a while."""

    def __init__(self, shelf: Shelf, query: Query) -> None:
        self._shelf, self._query = shelf, query
        self._held: dict[str, Reading] = {}

    def __getitem__(self, id: str) -> Reading:
        if id not in self._held:
            self._held[id] = self._shelf.reading(self._query, id)
        return self._held[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)
