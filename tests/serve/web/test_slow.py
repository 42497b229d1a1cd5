"""Slow clients are hung up on, and others do not wait for them."""

import asyncio
from pathlib import Path

import pytest
import uvicorn

from dragoman.serve.settings import Settings
from dragoman.serve.web import guard, server
from dragoman.serve.web.app import Bound

WHOLE = b"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


async def ask(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """What comes back until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def test_more_at_once_than_there_is_room_for_are_told_to_come_again(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "AT_ONCE", 4)
    monkeypatch.setattr(server, "HEAD", 1.5)
    told = server.config(Settings(record=record), "desk", Bound(port=80))
    told.port = 0
    running = uvicorn.Server(told)

    async def all_of_it() -> None:
        serving = asyncio.create_task(running.serve())
        while not running.started:
            await asyncio.sleep(0.05)
        port = running.servers[0].sockets[0].getsockname()[1]
        silent = [asyncio.create_task(ask(port)) for _ in range(4)]
        await asyncio.sleep(0.3)
        assert (await ask(port, WHOLE)).startswith(b"HTTP/1.1 503")
        await asyncio.gather(*silent)
        assert (await ask(port, WHOLE)).startswith(b"HTTP/1.1 200"), "once they are gone"
        running.should_exit = True
        await serving

    asyncio.run(all_of_it())


def test_who_dawdles_is_hung_up_on(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD", 0.5)
    monkeypatch.setattr(guard, "SLOWEST_BODY", 0.5)
    told = server.config(Settings(record=record), "desk", Bound(port=80))
    told.port = 0
    running = uvicorn.Server(told)

    async def all_of_it() -> None:
        serving = asyncio.create_task(running.serve())
        while not running.started:
            await asyncio.sleep(0.05)
        port = running.servers[0].sockets[0].getsockname()[1]
        silent, head, body, quick = await asyncio.gather(
            ask(port),
            ask(port, b"GET / HTTP/1.1\r\n", b"Host: 127.0.0.1\r\n", pause=0.1),
            ask(port, b"POST /memo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n", b"a"),
            ask(port, WHOLE),
        )
        running.should_exit = True
        await serving
        assert silent == b"" and head == b""
        assert body.startswith(b"HTTP/1.1 408")
        assert quick.startswith(b"HTTP/1.1 200") and b"server:" not in quick.lower()

    asyncio.run(all_of_it())
