"""Which addresses may be connected to. An explicit table, since the library's own notion errs.

The ranges are the IANA special-purpose registries' and the forms of IPv6 that hold an IPv4 address
inside, which is checked in its turn.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Any

import httpx
from aiohttp.abc import AbstractResolver, ResolveResult

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_RANGES = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10
fec0::/10 ff00::/8
"""
_REFUSED: tuple[Network, ...] = tuple(ipaddress.ip_network(text) for text in _RANGES.split())
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class RefusedAddress(OSError):  # noqa: N818 -- what happened, as a phrase
    """An address that must not be connected to; the message says which and why."""


class RefusedRedirect(RefusedAddress):
    """A redirect that is not followed, whatever its address."""


def is_allowed(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether an address may be connected to; ``allowed`` are networks the operator opened."""
    if any(address.version == network.version and address in network for network in allowed):
        return True
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        if inner is None and address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_allowed(inner, allowed)
        if address not in _PUBLIC_V6:
            return False
    return not any(address.version == n.version and address in n for n in _REFUSED)


def check_url(url: str, allowed: Sequence[Network]) -> None:
    """Refuse what can be refused before any connection: schemes, ports, literal addresses.

    Raises RefusedAddress. It reads the address as the HTTP client does: a host that two readers take for
    two hosts (``127\u30020\u30020\u30021``) would slip past. Names are checked after DNS, by
    :class:`GuardedResolver`, and what is connected to in the end by :func:`guarded_socket`.
    """
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedAddress(f"it is no address ({error})") from None
    if parts.scheme not in ("http", "https") or not parts.host:
        raise RefusedAddress(
            f"only http and https addresses are fetched, not {parts.scheme or 'none'}"
        )
    if parts.port is not None and not is_web_port(parts.port):
        raise RefusedAddress(f"port {parts.port} is no web server's")
    for host in (parts.host, parts.raw_host.decode("ascii", "replace")):
        literal = _literal(host)
        if literal is not None and not is_allowed(literal, allowed):
            raise RefusedAddress(
                f"{literal} is in a private or reserved network (allow_networks opens them)"
            )


def is_web_port(port: int) -> bool:
    """Whether a web server may be at that port: none of the small ones of other services."""
    return port in (80, 443) or 1024 <= port <= 65535


def _literal(host: str) -> Address | None:
    """The address a host name spells, in any form that a resolver would take (``127.1``, ``0x7f…``)."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except (OSError, ValueError):
        return None


def guarded_socket(allowed: Callable[[], Sequence[Network]]) -> Callable[[Any], socket.socket]:
    """What makes aiohttp's sockets: the last look at an address, after every rewriting of its name."""

    def make(found: tuple[int, int, int, str, tuple[Any, ...]]) -> socket.socket:
        family, kind, protocol, _, where = found
        address = ipaddress.ip_address(str(where[0]).partition("%")[0])
        if not is_allowed(address, allowed()):
            raise RefusedAddress(f"{address} is in a private or reserved network")
        return socket.socket(family, kind, protocol)

    return make


class GuardedResolver(AbstractResolver):
    """A resolver all of whose answers must be allowed, so that no name leads inside."""

    def __init__(self, inner: AbstractResolver, allowed: Callable[[], Sequence[Network]]) -> None:
        self._inner = inner
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host; raises RefusedAddress if one of them is not allowed."""
        answers = await self._inner.resolve(host, port, family)
        for answer in answers:
            address = ipaddress.ip_address(answer["host"].partition("%")[0])
            if not is_allowed(address, self._allowed()):
                raise RefusedAddress(f"{host} leads to {address}, in a private or reserved network")
        return answers

    async def close(self) -> None:
        """Close the resolver inside."""
        await self._inner.close()
