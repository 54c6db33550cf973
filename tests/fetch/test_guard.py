"""No address and no name leads inside, however it is written, unless the operator opened the network."""

from __future__ import annotations

import ipaddress
import socket
from datetime import timedelta
from typing import Any

import pytest

from feeds.fetch.guard import RefusedAddress, guarded_socket, is_allowed
from feeds.fetch.limits import FetchLimits
from tests.fetch.conftest import Fetch
from tests.newsroom.upstream import Answer, Upstream

_WAYS_TO_SAY_LOOPBACK = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "127\u30020\u30020\u30021",
    "127\uff0e0\uff0e0\uff0e1",
    "\uff11\uff12\uff17.0.0.1",
    "127%2e0.0.1",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1%25lo]",
    "localhost",
    "LocalHost",
    "localhost.",
    "example.org\\@127.0.0.1",
    "example.org@127.0.0.1",
    "127.0.0.1:80@127.0.0.1",
    "@127.0.0.1",
    "127.0.1",
    "0x7f.0x0.0x0.0x1",
    "0x7f000001.",
    "127.000.000.001",
    "127.0.0.1%00.example.org",
    "127.0.0.1%23.example.org",
    "127.0.0.1 ",
    "127.0.0.1\t",
    "\u200b127.0.0.1",
    "\u2460\u2461\u2466.\u24ea.\u24ea.\u2460",
    "\u0661\u0662\u0667.\u0660.\u0660.\u0661",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[::ffff:127.0.0.1%25lo]",
    "[::1%00]",
    "[2a00::5efe:127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2001::80ff:fffe]",
]


@pytest.mark.parametrize("host", _WAYS_TO_SAY_LOOPBACK)
def test_loopback_is_not_reached_by_any_spelling(
    upstream: Upstream, fetch: Fetch, host: str
) -> None:
    upstream.answers["*"] = Answer(body=b"secret")
    (reply,) = fetch(f"http://{host}:{upstream.port}/feed", allow_networks=())
    assert (reply.status, reply.body) == (None, b"")
    assert reply.error
    assert upstream.seen == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "127.0.0.1."])
def test_a_host_that_is_no_name_is_not_told_as_the_fault_of_an_answer(
    upstream: Upstream, fetch: Fetch, host: str
) -> None:
    (reply,) = fetch(f"http://{host}:{upstream.port}/feed", allow_networks=("127.0.0.0/8",))
    assert reply.error == f"its host name is none ({host} - is not a canonical IPv4 address)"
    assert reply.error_kind == "dns"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_opened_network_is_reached(upstream: Upstream, fetch: Fetch, host: str) -> None:
    upstream.answers["*"] = Answer(body=b"here")
    (reply,) = fetch(f"http://{host}:{upstream.port}/feed", allow_networks=("127.0.0.0/8",))
    assert reply.body == b"here"


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::1"], ["10.1.2.3"]]
)
def test_a_name_that_leads_inside_is_refused_even_if_it_also_leads_outside(
    upstream: Upstream, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    asked: list[str] = []

    def lookup(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        asked.append(host if isinstance(host, str) else host.decode())
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in answers
        ]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    (reply,) = fetch(f"http://news.example:{upstream.port}/feed", allow_networks=())
    assert asked == ["news.example"]
    assert reply.error_kind == "refused-address"
    assert "news.example leads to" in (reply.error or "")
    assert upstream.seen == []


def test_only_http_and_https_and_web_ports_are_asked(fetch: Fetch) -> None:
    addresses = [
        "ftp://127.0.0.1/feed",
        "file:///etc/hostname",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
        "data:text/plain,x",
        "//127.0.0.1/",
        "feed",
        "",
        "http://",
        "http:///feed",
        "http://[::1",
        "http://127.0.0.1:22/",
        "http://127.0.0.1:0/",
        "http://127.0.0.1:65536/",
    ]
    for address, reply in zip(addresses, fetch(*addresses), strict=True):
        assert reply.error_kind == "refused-address", address
        assert reply.error, address


_INSIDE = """
0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.255.255.255
169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.255 192.0.2.1
192.88.99.1 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.7 203.0.113.7 224.0.0.1
239.255.255.255 240.0.0.0 255.255.255.255 168.63.129.16 :: ::1 ::127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1
2002:7f00:1:: 3fff::1 5f00::1 fc00::1 fdff::1 fd00:ec2::254 fe80::1 febf::1 fec0::1 ff02::1 4000::1 e000::1
::ffff:8.8.8.8 64:ff9b::808:808 64:ff9b:1:808:8:800:: 2002:808:808:: 2a00:1450::5efe:a00:1 2a00:1450::200:5efe:808:808
"""
_OUTSIDE = """
1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0
203.0.114.0 223.255.255.255 2000::1 2001:200::1 2003::1 2606:4700::1111 2a00::1 2a00::5eff:a00:1
168.63.129.15 168.63.129.17
"""


@pytest.mark.parametrize("address", _INSIDE.split())
def test_private_reserved_and_unassigned_addresses_are_inside(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address), ())


@pytest.mark.parametrize("address", _OUTSIDE.split())
def test_addresses_just_outside_those_ranges_are_reached(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address), ())


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("10.1.2.3", "10.0.0.0/8"),
        ("fd12::1", "fd00::/8"),
        ("::1", "::1/128"),
        ("fe80::1", "fe80::/10"),
        ("169.254.169.254", "169.254.169.254/32"),
        ("::ffff:10.1.2.3", "10.0.0.0/8"),
        ("::ffff:8.8.8.8", "::ffff:0:0/96"),
        ("64:ff9b::808:808", "64:ff9b::/96"),
        ("64:ff9b:1::1", "64:ff9b:1::/48"),
        ("2002:808:808::1", "2002::/16"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::/32"),
        ("2a00:1450::5efe:808:808", "2a00:1450::/32"),
        ("224.0.0.1", "224.0.0.0/4"),
    ],
)
def test_a_network_that_the_operator_names_is_open_and_no_other(address: str, opened: str) -> None:
    assert is_allowed(ipaddress.ip_address(address), (ipaddress.ip_network(opened),))
    assert not is_allowed(ipaddress.ip_address(address), (ipaddress.ip_network("11.0.0.0/8"),))


@pytest.mark.parametrize("inner", ["7f00:1", "a00:1", "a9fe:a9fe", "e000:1"])
def test_naming_a_gateway_does_not_open_what_is_private_behind_it(inner: str) -> None:
    named = tuple(ipaddress.ip_network(text) for text in ("64:ff9b::/96", "::ffff:0:0/96"))
    for prefix in ("64:ff9b::", "::ffff:"):
        assert not is_allowed(ipaddress.ip_address(prefix + inner), named)


@pytest.mark.parametrize("where", [("127.0.0.1", 80), ("8.8.8.8", 25)])
def test_the_last_look_is_at_what_is_connected_to(where: tuple[str, int]) -> None:
    """Whatever became of the address since it was checked."""
    limits = FetchLimits(user_agent="x", timeout=timedelta(0), max_bytes=0, per_host=1)
    make = guarded_socket(lambda: limits)
    with pytest.raises(RefusedAddress):
        make((socket.AF_INET, socket.SOCK_STREAM, 0, "", where))
