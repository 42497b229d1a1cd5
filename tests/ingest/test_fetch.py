"""Paths, standard input and URLs, the last against a server of our own on this machine."""

import gzip
import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from dragoman.errors import (
    FetchFailed,
    FetchRefused,
    InputBinary,
    InputMissing,
    InputTooLarge,
    PackedBadly,
)
from dragoman.ingest import fetch as module
from dragoman.ingest import web as web_module
from dragoman.ingest.fetch import Page, fetch
from dragoman.ingest.manners import Manners
from dragoman.ingest.web import Validators, Web
from tests.ingest.server import REPORT, ROBOTS, Clock, Site, site

__all__ = ["site"]

HTML = b"<!doctype html><p>The port is closed.</p>"
HOME = Manners(robots=False, private=True, delay=0, tries=1)
CRAWL = Manners(private=True, delay=0, tries=1)


# --- files -----------------------------------------------------------------------------------


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"The port is closed.")
    assert fetch(str(path)) == Page(str(path), b"The port is closed.", "text")
    path.write_bytes(HTML)
    assert fetch(str(path)).kind == "html"


def test_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "report.html.gz"
    path.write_bytes(gzip.compress(b"The port is closed."))
    assert fetch(str(path)) == Page(str(path), b"The port is closed.", "html")
    path.write_bytes(gzip.compress(bytes(60_000_000)))
    with pytest.raises(InputTooLarge):
        fetch(str(path))
    path.write_bytes(gzip.compress(HTML)[:-9])
    with pytest.raises(PackedBadly):
        fetch(str(path))


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


# --- URLs ------------------------------------------------------------------------------------


def test_url(site: Site) -> None:
    page = fetch(f"{site.at}/moved", HOME)
    assert page == Page(f"{site.at}/moved", REPORT, "html", f"{site.at}/report", "windows-1250")
    assert fetch(f"{site.at}/plain", HOME).kind == "text"


def test_who_asks(site: Site) -> None:
    with Web(
        Manners(contact="desk@lakepress.example\r\nX: y", robots=False, private=True, delay=0)
    ) as web:
        web.get(f"{site.at}/report")
        web.get(f"{site.at}/moved")
    assert site.headers[0]["User-Agent"] == "dragoman/0.1 (+desk@lakepress.exampleX: y)"
    assert not any("Cookie" in headers for headers in site.headers), "cookies are not kept"


@pytest.mark.parametrize("path", ["gzipped", "deflated", "raw"])
def test_packed_pages(site: Site, path: str) -> None:
    assert fetch(f"{site.at}/{path}", HOME).content == REPORT


@pytest.mark.parametrize(
    ("path", "error", "why"),
    [
        ("nowhere", FetchFailed, "answered 404"),
        ("loop", FetchFailed, "redirected without end"),
        ("ever", FetchFailed, "redirected without end"),
        ("pdf", InputBinary, "application/pdf"),
        ("bomb", InputTooLarge, "10,000,000"),
        ("cut", PackedBadly, "ends too early"),
        ("odd", PackedBadly, "'br', which was not asked for"),
        ("garbage", FetchFailed, "cannot fetch"),
        ("hangup", FetchFailed, "disconnected"),
        ("endless", InputTooLarge, "10,000,000"),
        ("moved/ftp://lake.example/a", FetchRefused, "ftp is not fetched"),
        ("moved/file:///a", FetchRefused, "file is not fetched"),
        ("moved/http://a:b@lake.example/", FetchRefused, "a password"),
        ("moved/http://[::1", FetchFailed, "no address"),
    ],
)
def test_what_is_no_page(site: Site, path: str, error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=why):
        fetch(f"{site.at}/{path}", HOME)


def test_too_large(site: Site) -> None:
    with Web(HOME) as web, pytest.raises(InputTooLarge, match="more than 20 bytes"):
        web.get(f"{site.at}/long", limit=20)


@pytest.mark.parametrize("path", ["drip", "dribble"])
def test_what_comes_slowly_has_an_end(
    site: Site, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_module, "DEADLINE", 0.3)
    with pytest.raises(FetchFailed, match="not finished within"):
        fetch(f"{site.at}/{path}", HOME)


def test_who_never_answers(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "TIMEOUT", 0.1)
    with pytest.raises(FetchFailed, match="no answer within"):
        fetch(f"{site.at}/silent", HOME)


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
        "http://lake.example/" + "a" * 5000,
    ],
)
def test_bad_urls(url: str) -> None:
    with pytest.raises(FetchFailed):
        fetch(url, HOME)


# --- conditional, again, and not at all --------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    with Web(HOME) as web:
        first = web.get(f"{site.at}/feed")
        assert first.validators == Validators('"one"', "Wed, 07 May 2031 20:10:00 GMT")
        again = web.get(f"{site.at}/feed", first.validators)
    assert again.unchanged
    assert (again.content, again.validators) == (b"", first.validators)
    assert site.headers[1]["If-Modified-Since"] == first.validators.last_modified


def test_a_busy_server_is_asked_again_when_it_says(site: Site) -> None:
    site.failures = 2
    clock = Clock()
    with Web(Manners(robots=False, private=True, delay=0), clock, clock.sleep) as web:
        assert web.get(f"{site.at}/flaky").content == REPORT
        assert clock.slept == [7, 7]
        site.failures = 9
        with pytest.raises(FetchFailed, match="answered 503"):
            web.get(f"{site.at}/flaky")
    assert len(site.asked) == 6


def test_a_host_that_is_down_is_left_alone(site: Site) -> None:
    clock = Clock()
    with Web(Manners(robots=False, private=True), clock, clock.sleep) as web:
        for _ in range(2):
            with pytest.raises(FetchFailed):
                web.get(f"{site.at}/hangup")
        assert len(site.asked) == 3
        clock.now += 1000
        assert web.get(f"{site.at}/report").content == REPORT


def test_requests_to_a_host_are_kept_apart(site: Site) -> None:
    clock = Clock()
    with Web(Manners(robots=False, private=True, delay=5), clock, clock.sleep) as web:
        web.get(f"{site.at}/moved")
        clock.now += 2
        web.get(f"{site.at}/report")
    assert clock.slept == [5, 3], "a redirect is a request, too; time that passed counts"


# --- rules of the site -------------------------------------------------------------------------


def test_rules_are_asked_once_and_kept_to(site: Site) -> None:
    site.robots = ROBOTS
    with Web(CRAWL) as web:
        assert web.get(f"{site.at}/report").content == REPORT
        for path in ("hidden", "moved//hidden"):
            with pytest.raises(FetchRefused, match=r"robots\.txt of 127\.0\.0\.1"):
                web.get(f"{site.at}/{path}")
    assert site.asked == ["/robots.txt", "/report", "/moved//hidden"]
    assert fetch(f"{site.at}/hidden", HOME).content == REPORT, "a person may name any page"


def test_rules_may_ask_for_more_time(site: Site) -> None:
    site.robots = "User-agent: *\nCrawl-delay: 9\n"
    clock = Clock()
    with Web(Manners(private=True, delay=1), clock, clock.sleep) as web:
        web.get(f"{site.at}/report")
        web.get(f"{site.at}/report")
    assert clock.slept == [1, 9]


@pytest.mark.parametrize(("status", "read"), [(404, True), (403, True), (500, False), (503, False)])
def test_missing_rules_allow_and_broken_ones_forbid(site: Site, status: int, read: bool) -> None:
    site.robots = status
    with Web(CRAWL) as web:
        if read:
            assert web.get(f"{site.at}/report").content == REPORT
        else:
            with pytest.raises(FetchFailed, match=f"answered {status}"):
                web.get(f"{site.at}/report")
    assert ("/report" in site.asked) == read


# --- addresses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.8.8.8", "localhost", "0.0.0.0", "10.1.2.3", "192.168.0.1", "172.16.9.9",
        "169.254.169.254", "100.64.0.1", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "240.0.0.1", "2130706433",
        "0x7f.0.0.1", "127.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    with pytest.raises(FetchRefused, match="not public"):
        fetch(f"http://{host}/", Manners(robots=False, tries=1))


def test_a_redirect_to_a_private_address_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host resolves to our server and passes for public; where it leads to does not."""
    port = site.at.rpartition(":")[2]
    monkeypatch.setattr("dragoman.ingest.address.is_public", lambda address: address != "127.0.0.2")
    manners = Manners(robots=False, delay=0, tries=1)
    with Web(manners) as web:
        with pytest.raises(FetchRefused, match=r"127\.0\.0\.2, an address that is not public"):
            web.get(f"{site.at}/moved/http://127.0.0.2:{port}/report")
        assert web.get(f"{site.at}/moved").content == REPORT
    assert site.asked == [f"/moved/http://127.0.0.2:{port}/report", "/moved", "/report"]


def test_the_address_that_was_checked_is_the_one_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves anew at each question cannot pass the check and then lead inside."""
    answers = iter(["127.0.0.1", "127.0.0.9"])
    port = int(site.at.rpartition(":")[2])

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (next(answers) if host == "lake.example" else host, port))]

    monkeypatch.setattr("dragoman.ingest.address.socket.getaddrinfo", resolve)
    monkeypatch.setattr("dragoman.ingest.address.is_public", lambda address: address == "127.0.0.1")
    with Web(Manners(robots=False, delay=0, tries=1)) as web:
        assert web.get(f"http://lake.example:{port}/report").content == REPORT
    assert site.headers[0]["Host"] == f"lake.example:{port}"


def test_a_proxy_of_the_environment_is_used_and_private_hosts_stay_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.at)
    with Web(Manners(robots=False, delay=0, tries=1)) as web:
        assert web.get("http://proxied.example/report").content == REPORT
        with pytest.raises(FetchRefused, match="not public"):
            web.get("http://192.168.0.1/report")
    assert site.asked == ["http://proxied.example/report"]


def test_the_limit_is_that_of_decoding() -> None:
    assert module.LIMIT == 10_000_000
