"""A host's name → connections to its public addresses, checked after the name is resolved.

The check stands where the connection is opened, to the very address that was checked: a name that
answers otherwise the second time, and a redirect to another host, pass through it as well.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable

import httpcore2

from dragoman.errors import FetchRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses of IPv6 that stand for one of IPv4 (RFC 6052)."""
METADATA = frozenset(map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200")))
"""Where clouds tell a machine its keys, beside the link-local 169.254.169.254."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: no private, loopback or link-local one."""
    found = _meant(address)
    return found.is_global and not (found.is_multicast or found.is_reserved)


def is_reachable(address: str) -> bool:
    """Whether one's own network may be asked there: on no link-local address, where clouds and
    devices tell their keys to whoever asks, and on none that clouds use like one.
    """
    found = _meant(address)
    return not (found.is_link_local or found in METADATA)


def _meant(address: str) -> Address:
    """The address of IPv4 that one of IPv6 stands for, else itself."""
    found: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
        if inner is not None:
            return inner
    return found


def addresses(host: str, port: int, private: bool, which: str) -> tuple[str, ...]:
    """The addresses of a host that may be connected to, at least one.

    `FetchRefused` when it has no public one; `httpcore2.ConnectError` for a name without address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"{host} has no address ({error})") from error
    every = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = tuple(filter(is_reachable if private else is_public, every))
    if not allowed:
        why = "where no report is" if private else "an address that is not public"
        raise FetchRefused(which, f"{host} is {every[0]}, {why}")
    return allowed


class Guard(httpcore2.NetworkBackend):
    """Opens connections to checked addresses, and ends all waiting at one moment."""

    def __init__(self, private: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.private = private
        self.which = ""
        """The URL that is fetched, for errors."""
        self.until = float("inf")
        """The moment at which every wait ends."""
        self._clock = clock
        self._inner = httpcore2.SyncBackend()

    def wait(self, timeout: float | None) -> float:
        """How long the next wait may last; `httpcore2.ReadTimeout` for none."""
        left = self.until - self._clock()
        if left <= 0:
            raise httpcore2.ReadTimeout("no time is left")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception | None = None
        for address in addresses(host, port, self.private, self.which):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self.wait(timeout), local_address, socket_options
                )
                return _Timed(stream, self)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        assert failed is not None
        raise failed


class _Timed(httpcore2.NetworkStream):
    """A connection none of whose waits goes past the guard's moment."""

    def __init__(self, inner: httpcore2.NetworkStream, guard: Guard) -> None:
        self._inner, self._guard = inner, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._guard.wait(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.wait(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._guard.wait(timeout))
        return _Timed(inner, self._guard)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)
