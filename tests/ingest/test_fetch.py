"""Paths, standard input and URLs, the last against a server of our own on this machine."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from dragoman.errors import FetchFailed, InputBinary, InputMissing, InputTooLarge
from dragoman.ingest import fetch as module
from dragoman.ingest.fetch import Page, fetch

HTML = b"<!doctype html><p>The port is closed.</p>"


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self._answer(302, "text/html", b"", ("Location", "/page"))
        elif self.path == "/loop":
            self._answer(302, "text/html", b"", ("Location", "/loop"))
        elif self.path == "/page":
            self._answer(200, "text/html; charset=windows-1250", HTML)
        elif self.path == "/plain":
            self._answer(200, "text/plain", HTML)
        elif self.path == "/pdf":
            self._answer(200, "application/pdf", b"%PDF-1.7")
        elif self.path == "/drip":
            self._answer(200, "text/plain", b"x" * 3000, ("X-Length", "hidden"))
        else:
            self._answer(404, "text/html", b"gone")

    def _answer(self, code: int, media: str, body: bytes, *more: tuple[str, str]) -> None:
        self.send_response(code)
        self.send_header("Content-Type", media)
        if not any(name == "X-Length" for name, _ in more):
            self.send_header("Content-Length", str(len(body)))
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"The port is closed.")
    assert fetch(str(path)) == Page(str(path), b"The port is closed.", "text")
    path.write_bytes(HTML)
    assert fetch(str(path)).kind == "html"


@pytest.mark.parametrize("which", ["no/such/file.txt", ".", "a\0b", "x" * 5000])
def test_missing(which: str) -> None:
    with pytest.raises(InputMissing):
        fetch(which)


def test_large_file(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 11_000_000)
    with pytest.raises(InputTooLarge, match="10,000,000"):
        fetch(str(path))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"The port.")))
    assert fetch("-") == Page("-", b"The port.", "text")


def test_url(site: str) -> None:
    page = fetch(f"{site}/moved")
    assert page == Page(f"{site}/moved", HTML, "html", f"{site}/page", "windows-1250")
    assert fetch(f"{site}/plain").kind == "text"


def test_url_failures(site: str) -> None:
    with pytest.raises(FetchFailed, match="answered 404"):
        fetch(f"{site}/nowhere")
    with pytest.raises(FetchFailed, match="redirected without end"):
        fetch(f"{site}/loop")
    with pytest.raises(InputBinary, match="application/pdf"):
        fetch(f"{site}/pdf")


def test_url_too_large(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 20)
    with pytest.raises(InputTooLarge):
        fetch(f"{site}/page")
    with pytest.raises(InputTooLarge):
        fetch(f"{site}/drip")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host.example/a",
        "http://",
        "http://[::1",
        "http://127.0.0.1:1/",
        "https://no host/",
        "http://a..b.invalid/",
        "http://127.0.0.1:99999/",
    ],
)
def test_bad_urls(url: str) -> None:
    with pytest.raises(FetchFailed):
        fetch(url)
