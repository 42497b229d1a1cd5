"""A record → the application: pages, REST, and the guard before both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files

import anyio.to_thread
from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from dragoman import __version__
from dragoman.serve.settings import Settings
from dragoman.serve.web import actors, api, entries, login, memo, processes, reports, review, watch
from dragoman.serve.web.ask import once
from dragoman.serve.web.desk import Desk
from dragoman.serve.web.errors import Refuser, add_handlers
from dragoman.serve.web.guard import Guard
from dragoman.serve.web.notes import Notes
from dragoman.serve.web.post import Post, Postman
from dragoman.serve.web.shelf import Shelf
from dragoman.serve.web.tokens import Tokens
from dragoman.serve.web.views import Views

THREADS = 8
"""Requests that are worked on at once; the others wait their turn."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Bound:
    """Where the server listens, and as whom it may be called."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    """Further names by which it may be called."""
    role: str = "review"
    """What whoever sits at this machine may do."""

    @property
    def local(self) -> bool:
        return self.host in LOOPBACK

    @property
    def hosts(self) -> frozenset[str]:
        own = LOOPBACK if self.local else {self.host} - {"0.0.0.0", "::"} | LOOPBACK
        return frozenset(name.lower() for name in (*own, *self.names))


def application(
    settings: Settings, author: str, bound: Bound | None = None, post: Post | None = None
) -> Guard:
    """The desk of one record, as an ASGI application. May raise `RecordError`."""
    bound = bound or Bound()
    views = Views()
    shelf = Shelf(settings)
    with shelf.query():
        pass  # a record that cannot be opened is told now
    desk = Desk(shelf, Notes(settings.record), views, author)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        postman = Postman(desk, post) if post and post.wanted else None
        if postman:
            postman.start()
        yield
        if postman:
            postman.stop()
        shelf.close()

    app = FastAPI(
        title="dragoman", version=__version__, lifespan=life, openapi_url="/api/v1/openapi.json",
        docs_url=None, redoc_url=None, description=api.ABOUT, dependencies=[Depends(once)],
    )  # fmt: skip
    app.state.desk = desk
    for router in (
        processes.router, reports.router, entries.router, actors.router, review.router,
        memo.router, watch.router, login.router, api.router,
    ):  # fmt: skip
        app.include_router(router)
    static = files("dragoman.serve.web").joinpath("static")
    app.mount("/static", StaticFiles(directory=str(static)))
    add_handlers(app)
    return Guard(
        app, Tokens(settings.record), bound.hosts, bound.port, bound.local, bound.role,
        Refuser(views),
    )  # fmt: skip
