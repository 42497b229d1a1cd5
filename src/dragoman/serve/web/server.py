"""The desk's application → a server that waits for nobody for long."""

import asyncio
import socket
from typing import Any

import typer
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from dragoman.errors import UsageError
from dragoman.serve.settings import Settings
from dragoman.serve.web.app import Bound, application
from dragoman.serve.web.post import Post
from dragoman.serve.web.tokens import Tokens

HEAD = 10.0
"""Seconds in which the head of a request must have come."""
AT_ONCE = 200
"""Connections; more are told to try again."""


class Patient(H11Protocol):
    """HTTP, for a while: who has sent no whole head after some seconds is hung up on."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._clock: asyncio.TimerHandle | None = None
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._busy():
            self._stop()
        elif self._clock is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _busy(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._clock = self.loop.call_later(HEAD, self._hang_up)

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _hang_up(self) -> None:
        self._clock = None
        if not self._busy() and not self.transport.is_closing():
            self.transport.close()


def config(
    settings: Settings, author: str, bound: Bound, post: Post | None = None
) -> uvicorn.Config:
    """How the server runs; no header tells what it is."""
    app: Any = application(settings, author, bound, post)
    return uvicorn.Config(
        app, host=bound.host, port=bound.port, http=Patient, ws="none", lifespan="on",
        log_level="warning", access_log=False, server_header=False, date_header=True,
        limit_concurrency=AT_ONCE, timeout_keep_alive=5, h11_max_incomplete_event_size=65_536,
        proxy_headers=False,
    )  # fmt: skip


def run(settings: Settings, author: str, bound: Bound, post: Post | None = None) -> None:
    """Serve until interrupted."""
    made = config(settings, author, bound, post)
    taken = _socket(bound)
    if not bound.local and not Tokens(settings.record).all():
        typer.echo("nobody has a token yet: dragoman token NAME makes one", err=True)
    everywhere = bound.host in EVERYWHERE
    if everywhere and not bound.names:
        typer.echo("called by this machine's addresses; --name tells names of it", err=True)
    shown = f"[{bound.host}]" if ":" in bound.host else bound.host
    shown = next(iter(bound.names), "127.0.0.1") if everywhere else shown
    typer.echo(f"http://{shown}:{bound.port}/  (Ctrl-C ends it)", err=True)
    uvicorn.Server(made).run(sockets=[taken])


EVERYWHERE = ("0.0.0.0", "::")
"""Hosts that stand for all addresses of a machine, and are none themselves."""


def _socket(bound: Bound) -> socket.socket:
    """Bound before anything is said; `UsageError` where that cannot be."""
    made = socket.socket(socket.AF_INET6 if ":" in bound.host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((bound.host, bound.port))
    except (OSError, OverflowError) as error:
        made.close()
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"{bound.host}:{bound.port}", f"cannot be served on: {why}") from None
    made.set_inheritable(True)
    return made
