"""A request → refused, or let in with who it is from; a response → with the headers that bind it.

What is asked, in this order: is the Host one of ours (DNS rebinding), does the Origin belong to
it, is the request small, is there a token where one is needed, may its role write, does a write
from a browser carry the token that only our own pages hold.
"""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dragoman.serve.web.tokens import Tokens

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LONGEST_QUERY = 32 * 1024
LARGEST_BODY = 256 * 1024
SLOWEST_BODY = 10.0
"""Seconds in which a body must have come."""
SESSION = "dragoman_session"
TOKEN = "dragoman_token"
PROXIES = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"})
"""Heads by which a proxy tells of itself."""
OPEN = ("/login", "/logout", "/static/")
"""What may be seen without a token: the way in."""
_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?", re.ASCII)
READS = ("GET", "HEAD", "OPTIONS")

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Nothing goes to others. With no-referrer a browser would hide its origin from us, too.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


@dataclass(frozen=True, slots=True)
class Guest:
    """Who asks."""

    name: str
    """The token's name; empty for whoever sits at this machine."""
    role: str
    csrf: str
    """What a form of ours must hold; empty where no form will be shown."""

    @property
    def reviews(self) -> bool:
        return self.role == "review"


class Refused(Exception):  # noqa: N818 - no error: the answer to the request
    """A request that is not let in: its status, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(slots=True)
class Guard:
    """An ASGI application around another."""

    app: App
    tokens: Tokens
    hosts: frozenset[str]
    """Names, without port, by which this server may be called."""
    port: int
    local: bool
    """Whether it is bound to this machine alone."""
    role: str = "review"
    """What whoever sits at this machine may do."""
    refuse: Callable[[Scope, int, str], tuple[bytes, bytes]] | None = None
    """(scope, status, why) → content type and body."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = _headers(scope)
        session = cookie(headers, SESSION)
        new = "" if session else secrets.token_urlsafe(24)
        sender = _Sender(send, new, _cached(scope))
        try:
            self._host(scope, headers)
            self._size(scope, headers)
            guest = self._guest(scope, headers, session or new)
            scope["state"] = {**scope.get("state", {}), "guest": guest}
            body = None
            if scope["method"] not in READS:
                body = await _body(receive)
                self._write(scope, headers, guest, body)
            if scope["method"] == "HEAD":
                # answered as GET: the server sends the head of it alone
                scope = {**scope, "method": "GET"}
            await self.app(scope, _again(body, receive) if body is not None else receive, sender)
        except Refused as refused:
            await self._answer(scope, sender, refused)

    def _host(self, scope: Scope, headers: dict[str, str]) -> None:
        host = headers.get("host", "")
        # The address at which a request came in is no name that someone else could lead here.
        came = None if self.local else (scope.get("server") or (None,))[0]
        if not self._ours(host, came):
            raise Refused(421, "not a name of this server; `dragoman serve --name` tells its names")
        origin = headers.get("origin")
        if origin is not None and origin not in (f"http://{host}", f"https://{host}"):
            raise Refused(403, "a foreign origin")
        site = headers.get("sec-fetch-site", "none")
        navigates = headers.get("sec-fetch-mode") == "navigate"
        if site not in ("none", "same-origin") and not navigates:
            raise Refused(403, "a foreign site")

    def _ours(self, host: str, came: str | None = None) -> bool:
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name, port = found["name"].strip("[]").lower(), found["port"]
        return (name in self.hosts or name == came) and port in (None, str(self.port))

    def _size(self, scope: Scope, headers: dict[str, str]) -> None:
        if (
            len(scope.get("query_string", b"")) > LONGEST_QUERY
            or len(scope["path"]) > LONGEST_QUERY
        ):
            raise Refused(414, f"longer than {LONGEST_QUERY} signs")
        told = headers.get("content-length", "0")
        if not (told.isascii() and told.isdigit()):
            raise Refused(400, "a length that is no number")
        if int(told) > LARGEST_BODY:
            raise Refused(413, f"larger than {LARGEST_BODY} bytes")

    def _guest(self, scope: Scope, headers: dict[str, str], session: str) -> Guest:
        given = _given(headers)
        token = self.tokens.find(given) if given else None
        csrf = hmac.new(self.secret, f"{session} {given}".encode(), hashlib.sha256).hexdigest()
        if token is not None:
            return Guest(token.name, token.role, csrf)
        if "authorization" in headers:
            raise Refused(401, "no token of this record")
        if self.local and _near(scope, headers):
            return Guest("", self.role, csrf)
        if scope["path"].startswith(OPEN):
            return Guest("", "", csrf)
        raise Refused(401, "a token is needed: dragoman token makes one")

    def _write(self, scope: Scope, headers: dict[str, str], guest: Guest, body: bytes) -> None:
        # A token that a program sends in a header is sent by no foreign page.
        if "authorization" not in headers:
            held = _field(headers, body, "csrf")
            if not hmac.compare_digest(held.encode(), guest.csrf.encode()):
                raise Refused(403, "the form is not one of this session; load its page again")
        if not guest.reviews and not scope["path"].startswith(OPEN):
            raise Refused(403, "this token may only read")

    async def _answer(self, scope: Scope, send: Send, refused: Refused) -> None:
        kind, body = b"application/problem+json", _problem(refused)
        if self.refuse is not None:
            kind, body = self.refuse(scope, refused.status, refused.why)
        headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
        if refused.status == 401 and not scope["path"].startswith("/login"):
            headers.append((b"www-authenticate", b'Bearer realm="dragoman"'))
        if refused.status in (408, 413):
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": refused.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class _Sender:
    """Sends on, with the headers that every answer has."""

    def __init__(self, send: Send, session: str, cached: bytes) -> None:
        self._send, self._session, self._cached = send, session, cached

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            names = {name for name, _ in headers}
            headers += [one for one in HEADERS if one[0] not in names]
            if b"cache-control" not in names:
                kept = self._cached if message["status"] < 400 else b"no-store"
                headers.append((b"cache-control", kept))
            if self._session:
                held = f"{SESSION}={self._session}; Path=/; HttpOnly; SameSite=Strict"
                headers.append((b"set-cookie", held.encode()))
            message = {**message, "headers": headers}
        await self._send(message)


def _cached(scope: Scope) -> bytes:
    """How long an answer may be kept: what tells of the record nowhere; a file of the desk for
    good where its address holds its digest (`views.asset`), else it is asked for by its tag."""
    if not scope["path"].startswith("/static/"):
        return b"no-store"
    if scope.get("query_string", b"").startswith(b"v="):
        return b"public, max-age=31536000, immutable"
    return b"no-cache"


async def _body(receive: Receive) -> bytes:
    """The whole body; `Refused` when it is too large or comes too slowly."""
    found = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "broken off")
                found += message.get("body", b"")
                if len(found) > LARGEST_BODY:
                    raise Refused(413, f"larger than {LARGEST_BODY} bytes")
                if not message.get("more_body"):
                    return bytes(found)
    except TimeoutError:
        raise Refused(408, f"not here after {SLOWEST_BODY:.0f} seconds") from None


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read, to be read once more; then what else comes."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _headers(scope: Scope) -> dict[str, str]:
    """Names in lower case; of a name that comes twice both values, which then fit nothing."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, told = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {told}" if key in found else told
    return found


def cookie(headers: dict[str, str], name: str) -> str:
    """The value of a cookie; empty when there is none."""
    try:
        held: SimpleCookie = SimpleCookie(headers.get("cookie", "")[:4096])
    except CookieError:
        return ""
    return held[name].value if name in held else ""


def _given(headers: dict[str, str]) -> str:
    """The token of a request: as a bearer's, as a password (feed readers), or in a cookie.

    Whoever sends the head is asked by it alone: it stands in for a form of ours (`Guard._write`).
    """
    if "authorization" not in headers:
        return cookie(headers, TOKEN)
    kind, _, value = headers["authorization"].partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except ValueError:  # no base64, not even ASCII, or no text
            return ""
    return ""


def _near(scope: Scope, headers: dict[str, str]) -> bool:
    """Whether the other end is this machine, with nobody between who speaks for another.

    Who calls this server by a name that others know it by has come through a proxy, also through
    one that does not say so.
    """
    client = scope.get("client")
    if client is None or PROXIES & headers.keys():
        return False
    return loopback(client[0]) and loopback(urlsplit(f"//{headers.get('host', '')}").hostname)


def loopback(name: str | None) -> bool:
    """Whether a name or address is this machine's own."""
    try:
        return name == "localhost" or ipaddress.ip_address(name or "").is_loopback
    except ValueError:
        return False


def _field(headers: dict[str, str], body: bytes, name: str) -> str:
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return ""
    try:
        return parse_qs(body.decode(), max_num_fields=1000).get(name, [""])[0]
    except ValueError:
        return ""


def _problem(refused: Refused) -> bytes:
    told = {"type": "about:blank", "title": "Refused", "status": refused.status}
    return json.dumps({**told, "detail": refused.why}).encode()
