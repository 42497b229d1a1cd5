"""Ctrl-C: one line and an end, whatever is at work; what was read is kept (`folder`)."""

import _thread
import atexit
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import NoReturn

INTERRUPTED = 130
"""Exit code."""


@contextmanager
def stoppable(then: str) -> Iterator[None]:
    """Ends the process at Ctrl-C, with a line: what the exception tells, and what to do `then`.

    At once: Python would wait for threads of Daft that are reading still, and be aborted by them.
    """
    try:
        yield
    except KeyboardInterrupt as stop:
        told = "; ".join((*map(str, stop.args), then))
        print(f"stopped: {told}", file=sys.stderr)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(INTERRUPTED)


def leave(code: int) -> NoReturn:
    """Ends the process as Python would, but does not take it down: threads of Daft outlive their
    work, and once in some hundred runs they abort a process that had done all it was to do."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes that begin within hear no Ctrl-C, which a terminal sends to all: their master does,
    when they have begun."""
    resource_tracker.ensure_running()  # as it starts it would take the block away
    kept = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, kept)


def hear_alone() -> None:
    """Ctrl-C comes to the main thread, as `KeyboardInterrupt`, and to nobody who begins later.

    Daft would hear it too, and end a wave as if all of it had been read. So it is blocked in all
    threads that begin from here on, and their processes, but for one thread that waits for it.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    threading.Thread(target=_pass_on, name="interrupts", daemon=True).start()


def _pass_on() -> None:
    while True:
        signal.sigwait({signal.SIGINT})
        logging.disable()  # of what is broken off, Daft would tell how it breaks
        _thread.interrupt_main()
