"""URL → what its server answers, safely: bounded in size, time and hops, and with manners.

Only http and https, only public addresses (`address.py`), no cookies, no passwords, no archive
that unpacks without end (`unpack.py`). Whatever goes wrong is a `ReadError` that names the URL.
"""

import ssl
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpcore2
import httpx2

from dragoman.errors import FetchFailed, FetchRefused, InputBinary, InputTooLarge
from dragoman.ingest.address import Guard, addresses
from dragoman.ingest.fetch import BINARY_TYPES, LIMIT
from dragoman.ingest.manners import LONGEST_DELAY, RULES_LIMIT, Manners, Pace, Rules, read_rules
from dragoman.ingest.unpack import inflate

TIMEOUT = 20.0
"""Seconds for each single wait of a request."""
DEADLINE = 60.0
"""Seconds for one request, so that a server that drips cannot hold us."""
HOPS = 10
"""Redirects that are followed."""
LONGEST_URL = 4000
REST = 300.0
"""Seconds for which a host that could not be reached is not asked again."""
MOVED = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 500, 502, 503, 504})
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/rss+xml, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to be told the next time, to answer that nothing has changed."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> list[tuple[str, str]]:
        asked = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return [(name, value) for name, value in asked if value]


UNKNOWN = Validators()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    which: str
    """The URL as asked for."""
    url: str
    """After redirects."""
    content: bytes
    media: str = ""
    """Its media type in lower case, without parameters."""
    charset: str = ""
    validators: Validators = UNKNOWN
    unchanged: bool = False
    """The server says that nothing has changed; the content is empty."""


class _PassingError(Exception):
    """A try that failed for a reason that may pass."""

    def __init__(self, why: str, after: float = 0.0, reached: bool = False) -> None:
        super().__init__(why)
        self.why, self.after, self.reached = why, after, reached


class _Answered(FetchFailed):
    """The server answered, but with no page."""


class Web:
    """All fetching of a run; a context manager. Not for use by several threads at once."""

    def __init__(
        self,
        manners: Manners | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.manners = manners or Manners()
        self._clock, self._sleep = clock, sleep
        self._pace = Pace(clock, sleep)
        self._guard = Guard(self.manners.private, clock)
        # the proxy itself mostly stands in the private network
        self._proxy_guard = Guard(private=True, clock=clock)
        self._pools: dict[str, httpcore2.ConnectionPool] = {}
        self._rules: dict[str, Rules] = {}
        self._down: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pool in self._pools.values():
            pool.close()

    def get(self, which: str, known: Validators | None = None, limit: int = LIMIT) -> Answer:
        """What a URL holds now; with `known` validators perhaps only that it is unchanged.

        `FetchFailed`, `FetchRefused`, `PackedBadly` or `InputTooLarge`.
        """
        url = _parsed(which, which)
        for number in range(1, self.manners.tries + 1):
            try:
                return self._follow(which, url, known or UNKNOWN, limit)
            except _Answered as failed:
                raise FetchFailed(which, failed.why) from None
            except _PassingError as failed:
                if number >= self.manners.tries:
                    if not failed.reached:
                        self._down[url.host] = self._clock() + REST
                    raise FetchFailed(which, failed.why) from None
                self._sleep(min(failed.after or 2.0 ** (number - 1), LONGEST_DELAY))
        raise FetchFailed(which, "asked for no try at all")

    # --- one try ------------------------------------------------------------------------------

    def _follow(self, which: str, url: httpx2.URL, known: Validators, limit: int) -> Answer:
        """One try, through all redirects; each hop is checked as the first is."""
        for _ in range(HOPS + 1):
            rules = self._rules_of(which, url)
            if not rules.allow(str(url)):
                raise FetchRefused(which, f"robots.txt of {url.host} does not allow it")
            answer = self._ask(which, url, known, limit, max(self.manners.delay, rules.delay))
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise FetchFailed(which, f"redirected without end, more than {HOPS} times")

    def _rules_of(self, which: str, url: httpx2.URL) -> Rules:
        if not self.manners.robots:
            return Rules()
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self._rules:
            self._rules[site] = self._fetch_rules(which, httpx2.URL(f"{site}/robots.txt"))
        return self._rules[site]

    def _fetch_rules(self, which: str, url: httpx2.URL) -> Rules:
        """The rules of a site: a missing file allows all, an unreachable one forbids (RFC 9309)."""
        try:
            for _ in range(HOPS + 1):
                answer = self._ask(which, url, UNKNOWN, RULES_LIMIT * 2, self.manners.delay)
                if isinstance(answer, Answer):
                    return read_rules(answer.content)
                url = answer
        except (_Answered, InputBinary):
            pass
        return Rules()

    def _ask(
        self, which: str, url: httpx2.URL, known: Validators, limit: int, delay: float
    ) -> Answer | httpx2.URL:
        """One request → the answer, or where it sends us."""
        if self._down.get(url.host, 0.0) > self._clock():
            raise FetchFailed(which, f"{url.host} could not be reached a moment ago")
        self._pace.wait(url.host, delay)
        pool, guard = self._pool(which, url)
        guard.which, guard.until = which, self._clock() + DEADLINE
        target = httpcore2.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        headers = [
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", self.manners.user_agent),
            ("Accept", ACCEPT),
            ("Accept-Encoding", "gzip, deflate"),
            *known.headers(),
        ]
        waits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT)}
        try:
            with pool.stream("GET", target, headers=headers, extensions=waits) as response:
                return self._receive(which, url, response, known, limit)
        except httpcore2.TimeoutException:
            if self._clock() >= guard.until:
                raise FetchFailed(which, f"not finished within {DEADLINE:.0f} seconds") from None
            raise _PassingError(f"no answer within {TIMEOUT:.0f} seconds") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError) as error:
            why = str(error) or type(error).__name__
            if isinstance(error.__cause__, ssl.SSLError):
                raise FetchFailed(which, why) from None
            raise _PassingError(why) from None
        except (OSError, ValueError, httpcore2.UnsupportedProtocol) as error:
            # such as a header that is none, or a proxy setting that nobody understands
            raise FetchFailed(which, str(error) or type(error).__name__) from None

    def _pool(self, which: str, url: httpx2.URL) -> tuple[httpcore2.ConnectionPool, Guard]:
        """The connections to use: direct, or through the proxy that the environment names."""
        proxy = urllib.request.getproxies().get(url.scheme, "")
        if proxy and urllib.request.proxy_bypass(url.host):
            proxy = ""
        guard = self._proxy_guard if proxy else self._guard
        if proxy:
            self._check(which, url)
        if proxy not in self._pools:
            tls = httpx2.create_ssl_context()
            self._pools[proxy] = (
                httpcore2.HTTPProxy(proxy, ssl_context=tls, network_backend=guard)
                if proxy
                else httpcore2.ConnectionPool(ssl_context=tls, network_backend=guard)
            )
        return self._pools[proxy], guard

    def _check(self, which: str, url: httpx2.URL) -> None:
        """Refuse what is private as far as we see; a name that only the proxy knows may pass."""
        try:
            addresses(url.host, url.port or 80, self.manners.private, which)
        except httpcore2.ConnectError:
            return

    # --- one answer ---------------------------------------------------------------------------

    def _receive(
        self,
        which: str,
        url: httpx2.URL,
        response: httpcore2.Response,
        known: Validators,
        limit: int,
    ) -> Answer | httpx2.URL:
        headers = httpx2.Headers(response.headers)
        status = response.status
        if status in MOVED and "location" in headers:
            return _parsed(which, headers["location"], url)
        seen = Validators(headers.get("etag", ""), headers.get("last-modified", ""))
        if status == 304 and known != UNKNOWN:
            return Answer(which, str(url), b"", validators=known, unchanged=True)
        told = f"the server answered {status} {_phrase(response)}".strip()
        if status in BUSY:
            raise _PassingError(told, _seconds(headers.get("retry-after", "")), reached=True)
        if status not in (200, 203):
            raise _Answered(which, told)
        media, _, rest = headers.get("content-type", "").partition(";")
        media = media.strip().lower()
        if media.startswith(BINARY_TYPES):
            raise InputBinary(which, f"the server says it is {media}")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > limit:
            raise InputTooLarge(which, f"more than {limit:,} bytes")
        content = self._content(which, response, headers.get("content-encoding", ""), limit)
        return Answer(which, str(url), content, media, _charset(rest), seen)

    def _content(
        self, which: str, response: httpcore2.Response, encoding: str, limit: int
    ) -> bytes:
        content = bytearray()
        for piece in inflate(response.iter_stream(), encoding, which):
            content += piece
            if len(content) > limit:
                raise InputTooLarge(which, f"more than {limit:,} bytes")
        return bytes(content)


def _parsed(which: str, url: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """An address as a URL that may be fetched: `FetchFailed` or `FetchRefused`."""
    try:
        found = base.join(url) if base is not None else httpx2.URL(url)
        long = len(str(found)) > LONGEST_URL
    except (httpx2.InvalidURL, ValueError, UnicodeError) as error:
        raise FetchFailed(which, f"no address ({error})") from None
    if found.scheme not in ("http", "https"):
        raise FetchRefused(which, f"{found.scheme or 'no scheme'} is not fetched; use http, https")
    if not found.host or long:
        raise FetchFailed(which, "no address of a host" if not found.host else "too long")
    if found.userinfo:
        raise FetchRefused(which, "addresses with a name or a password are not fetched")
    return found.copy_with(fragment=None)


def _phrase(response: httpcore2.Response) -> str:
    phrase: bytes = response.extensions.get("reason_phrase", b"")
    return phrase.decode("ascii", "replace")


def _seconds(told: str) -> float:
    """A Retry-After, in seconds or as a date → seconds from now; 0 when it tells neither."""
    if told.strip().isdecimal():
        return float(told.strip()[:6])
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _charset(parameters: str) -> str:
    """The charset of a content type's parameters."""
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return ""
