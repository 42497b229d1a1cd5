"""A process at work → killed, and whether the kill fell into the work."""

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

ROUNDS = max(1, int(os.environ.get("DRAGOMAN_KILLS", "22")) // 11)
"""Kills of each of the eleven tests."""
MORE = 20
"""Rounds that a test may need on top, until a kill has fallen into the work."""

Process = subprocess.Popen[str]


class Kills:
    """The rounds of a test: as many as are asked for, and more until a kill fell into the work."""

    def __init__(self) -> None:
        self.within = 0
        """Kills that fell into the work, as the test counts them."""

    def __iter__(self) -> Iterator[int]:
        for number in count():
            if number >= ROUNDS and self.within:
                print(f"{self.within} of {number} kills fell into the work")
                return
            assert number < ROUNDS + MORE, "no kill fell into the work"
            yield number


def kill(process: Process) -> bool:
    """Kills a process → whether it was running still."""
    running = process.poll() is None
    process.kill()
    process.wait()
    return running


def kill_writing(process: Process, path: Path, draw: random.Random) -> bool:
    """Kills a process a moment after it began to write to a record → whether it was writing still.

    It is stopped first, looked at, and killed as it stands.
    """
    while process.poll() is None and not _written_to(path):
        time.sleep(0.0005)
    time.sleep(draw.uniform(0, 0.004))
    process.send_signal(signal.SIGSTOP)
    seen = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    writing = seen is not None and seen.si_code == os.CLD_STOPPED and _written_to(path)
    kill(process)
    return writing


def _written_to(path: Path) -> bool:
    """Whether someone is within a transaction that writes."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            assert error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY, error
            return True
        other.execute("ROLLBACK")
    return False
