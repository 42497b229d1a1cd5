"""A name → the addresses that may be connected to, checked once it is resolved and again at each
redirect: what `--private` opens, and what nothing opens.
"""

import socket
from typing import Any

import httpcore2
import pytest

from dragoman.errors import FetchFailed, FetchRefused
from dragoman.ingest import address
from dragoman.ingest.manners import Manners
from dragoman.ingest.web import Web
from tests.ingest.server import REPORT, Site
from tests.ingest.server import site as site

OPENED = (
    "127.0.0.1", "::1", "::ffff:127.0.0.1",
    "10.1.2.3", "172.16.9.9", "192.168.0.1", "fd00::1",
    "::ffff:10.1.2.3", "64:ff9b::c0a8:1", "2002:c0a8:1::",
)  # fmt: skip
"""Loopback and private addresses, of IPv4, of IPv6, and of IPv4 within IPv6."""
CLOSED = (
    "169.254.169.254", "169.254.1.1", "fe80::1", "fe80::1%eth0", "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "fd00:ec2::254", "100.100.100.200",
)  # fmt: skip
"""Link-local ones, and those at which clouds tell a machine its keys."""
INSIDE = "http://inside.example/report"


class Network:
    """Names that lead where they are told to, and the addresses that were connected to."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.leads: list[str] = []
        """The addresses of inside.example."""
        self.connected: list[str] = []
        inner = httpcore2.SyncBackend.connect_tcp

        resolved = socket.getaddrinfo

        def resolve(host: str, port: int, *more: int, **named: int) -> list[Any]:
            if host == "inside.example":
                return [(0, 1, 6, "", (one, port)) for one in self.leads]
            return resolved(host, port, *more, **named)

        def connect(
            backend: httpcore2.SyncBackend, host: str, *rest: object
        ) -> httpcore2.NetworkStream:
            if host in self.leads:
                self.connected.append(host)
                raise httpcore2.ConnectError("nobody is there")
            return inner(backend, host, *rest)  # type: ignore[arg-type]

        patch.setattr(socket, "getaddrinfo", resolve)
        patch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    return Network(monkeypatch)


def web(private: bool) -> Web:
    return Web(Manners(robots=False, private=private, delay=0, tries=1))


@pytest.mark.parametrize("found", OPENED + CLOSED)
def test_a_name_that_leads_inside_is_refused(network: Network, found: str) -> None:
    network.leads = [found]
    with web(False) as asked, pytest.raises(FetchRefused, match="an address that is not public"):
        asked.get(INSIDE)
    assert network.connected == []


@pytest.mark.parametrize("found", [one for one in OPENED + CLOSED if one != "127.0.0.1"])
def test_a_redirect_to_a_name_that_leads_inside_is_refused(
    site: Site, network: Network, monkeypatch: pytest.MonkeyPatch, found: str
) -> None:
    """The server of the first page is let pass as if it were public, and what it leads to not."""
    public = address.is_public
    monkeypatch.setattr(address, "is_public", lambda one: one == "127.0.0.1" or public(one))
    network.leads = [found]
    with web(False) as asked:
        assert asked.get(f"{site.at}/moved").content == REPORT
        with pytest.raises(FetchRefused, match=r"inside\.example is .*not public"):
            asked.get(f"{site.at}/moved/{INSIDE}")
    assert site.asked[-1] == f"/moved/{INSIDE}" and network.connected == []


@pytest.mark.parametrize("found", OPENED)
def test_the_flag_opens_private_addresses(network: Network, found: str) -> None:
    network.leads = [found]
    with web(True) as asked, pytest.raises(FetchFailed, match="nobody is there") as failed:
        asked.get(INSIDE)
    assert not isinstance(failed.value, FetchRefused) and network.connected == [found]


@pytest.mark.parametrize("found", CLOSED)
@pytest.mark.parametrize("way", ["", "/moved/"])
def test_the_flag_opens_no_link_local_address(
    site: Site, network: Network, found: str, way: str
) -> None:
    network.leads = [found]
    with web(True) as asked, pytest.raises(FetchRefused, match="where no report is"):
        asked.get(f"{site.at}{way}{INSIDE}" if way else INSIDE)
    assert network.connected == []


def test_of_several_addresses_only_the_public_ones_are_tried(network: Network) -> None:
    network.leads = ["10.1.2.3", "93.184.215.14", "169.254.169.254", "2606:2800:21f::1"]
    with web(False) as asked, pytest.raises(FetchFailed, match="nobody is there"):
        asked.get(INSIDE)
    assert network.connected == ["93.184.215.14", "2606:2800:21f::1"]
