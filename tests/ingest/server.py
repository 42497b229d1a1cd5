"""A server of our own on this machine that behaves well, badly and worse."""

import gzip
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.ingest.pages import article, html

REPORT = html(article()).encode()
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Lake Press</title>
<item><title>Port talks go on</title><link>/report</link><guid>lp-1</guid>
<pubDate>Wed, 07 May 2031 23:10:00 +0300</pubDate></item>
<item><title>Strait stays shut</title><link>/gone</link></item>
</channel></rss>"""
ROBOTS = "User-agent: *\nDisallow: /secret\n\nUser-agent: dragoman\nDisallow: /hidden\n"


@dataclass(slots=True)
class Site:
    """A running server: where it is, what it was asked, and what it is to do next."""

    at: str = ""
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    robots: str | int = 404
    """The rules, or the status that the request for them gets."""
    failures: int = 0
    """Times that /flaky and /late fail before they answer."""
    stop: threading.Event = field(default_factory=threading.Event)

    def paths(self) -> list[str]:
        """What was asked for, without the rules."""
        return [path for path in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        self.site.headers.append(dict(self.headers.items()))
        path = self.path.removeprefix("http://proxied.example")
        name = "moved_" if path.startswith("/moved/") else path.strip("/").partition(".")[0]
        getattr(self, f"_{name}", self._nothing)()

    def answer(self, code: int, media: str, body: bytes = b"", **more: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for header, value in more.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _nothing(self) -> None:
        self.answer(404, "text/html", b"gone")

    def _robots(self) -> None:
        rules = self.site.robots
        if isinstance(rules, int):
            self.answer(rules, "text/plain")
        else:
            self.answer(200, "text/plain", rules.encode())

    def _report(self) -> None:
        self.answer(200, "text/html; charset=windows-1250", REPORT, Set_Cookie="id=1; Path=/")

    def _plain(self) -> None:
        self.answer(200, "text/plain", REPORT)

    def _hidden(self) -> None:
        self.answer(200, "text/html", REPORT)

    def _pdf(self) -> None:
        self.answer(200, "application/pdf", b"%PDF-1.7")

    def _feed(self) -> None:
        if self.headers.get("If-None-Match") == '"one"':
            self.answer(304, "text/plain")
        else:
            modified = "Wed, 07 May 2031 20:10:00 GMT"
            self.answer(
                200, "application/rss+xml", FEED.encode(), ETag='"one"', Last_Modified=modified
            )

    def _latefeed(self) -> None:
        """Its one page tells no day of its own, and is there after `failures` asks only."""
        self.answer(200, "application/rss+xml", FEED.replace("/report", "/late").encode())

    def _late(self) -> None:
        if self.site.failures > 0:
            self.site.failures -= 1
            self._nothing()
        else:
            self.answer(200, "text/plain", b"Norway said on Monday that it would meet Chile.")

    def _feeds(self) -> None:
        """A list of feeds that never changes."""
        if self.headers.get("If-None-Match") == '"same"':
            self.answer(304, "text/plain")
        else:
            opml = f'<opml><body><outline xmlUrl="{self.site.at}/feed"/></body></opml>'
            self.answer(200, "text/x-opml", opml.encode(), ETag='"same"')

    # --- redirects ----------------------------------------------------------------------------

    def _moved(self) -> None:
        self.answer(302, "text/html", Location="/report")

    def _moved_(self) -> None:
        """To whatever stands behind /moved/."""
        self.answer(302, "text/html", Location=self.path.removeprefix("/moved/"))

    def _loop(self) -> None:
        self.answer(301, "text/html", Location="/loop")

    def _ever(self) -> None:
        self.answer(307, "text/html", Location=f"/ever.{len(self.site.asked)}")

    # --- packed -------------------------------------------------------------------------------

    def _gzipped(self) -> None:
        packed = gzip.compress(REPORT[:400]) + gzip.compress(REPORT[400:])
        self.answer(200, "text/html", packed, Content_Encoding="gzip")

    def _deflated(self) -> None:
        self.answer(200, "text/html", zlib.compress(REPORT), Content_Encoding="deflate")

    def _raw(self) -> None:
        machine = zlib.compressobj(wbits=-15)
        body = machine.compress(REPORT) + machine.flush()
        self.answer(200, "text/html", body, Content_Encoding="deflate")

    def _bomb(self) -> None:
        self.answer(200, "text/html", gzip.compress(bytes(100_000_000)), Content_Encoding="gzip")

    def _cut(self) -> None:
        self.answer(200, "text/html", gzip.compress(REPORT)[:-30], Content_Encoding="gzip")

    def _odd(self) -> None:
        self.answer(200, "text/html", REPORT, Content_Encoding="br")

    # --- slow, endless, broken ----------------------------------------------------------------

    def _flaky(self) -> None:
        if self.site.failures > 0:
            self.site.failures -= 1
            self.answer(503, "text/plain", Retry_After="7")
        else:
            self._report()

    def _silent(self) -> None:
        self.site.stop.wait(5)
        self.close_connection = True

    def _drip(self) -> None:
        """The head of an answer, one byte at a time."""
        self._until_told(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 10_000, 1, 0.02)

    def _dribble(self) -> None:
        """A body without an end, slowly."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        self._until_told(b"word " * 1000, 5, 0.02)

    def _endless(self) -> None:
        """A body without an end, quickly."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        self._until_told(b"word " * 40_000_000, 1_000_000, 0)

    def _until_told(self, content: bytes, size: int, pause: float) -> None:
        self.close_connection = True
        try:
            for at in range(0, len(content), size):
                if self.site.stop.is_set():
                    return
                self.wfile.write(content[at : at + size])
                time.sleep(pause)
        except OSError:
            return

    def _long(self) -> None:
        self.answer(200, "text/plain", b"x" * 3000)

    def _garbage(self) -> None:
        self.wfile.write(b"\x00\xff nothing like HTTP\r\n\r\n")
        self.close_connection = True

    def _hangup(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[Site]:
    """A site that runs for as long as the block does."""
    site = Site()
    handler = type("OfSite", (Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    site.at = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        site.stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site of the test's own, asked without any proxy."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as running:
        yield running


@dataclass(slots=True)
class Clock:
    """A clock that only sleep moves."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
