"""Which addresses may be connected to. An explicit table, since the library's own notion errs.

The ranges are the IANA special-purpose registries', a cloud's metadata address among the public ones, and the forms of
IPv6 that carry an IPv4 address inside: what they lead to is decided by someone else's gateway.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import httpx
from aiohttp.abc import AbstractResolver, ResolveResult

from feeds.fetch.limits import FetchLimits, Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_RANGES = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16
fc00::/7 fe80::/10 fec0::/10 ff00::/8
"""
_REFUSED: tuple[Network, ...] = tuple(ipaddress.ip_network(text) for text in _RANGES.split())
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_LOOKUPS = 64  # at once; a silent name server holds a thread for many seconds


class RefusedAddress(OSError):  # noqa: N818 -- what happened, as a phrase
    """An address that must not be connected to; the message says which and why."""


class RefusedRedirect(RefusedAddress):
    """A redirect that is not followed, whatever its address."""


def is_allowed(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether an address may be connected to; ``allowed`` are networks the operator opened.

    A mapped address is the IPv4 address inside, so naming that opens it. Naming NAT64's prefix opens the way to public
    IPv4 addresses, not to private ones behind the gateway.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return _names(allowed, address) or not _names(_REFUSED, address)
    named = _names(allowed, address)
    if address.ipv4_mapped is not None:
        inner = address.ipv4_mapped
        return _names(allowed, inner) or (named and is_allowed(inner, allowed))
    if named:
        inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address not in _TRANSLATED or is_allowed(inside, allowed)
    return address in _PUBLIC_V6 and not _names(_REFUSED, address) and not _is_isatap(address)


def _names(networks: Sequence[Network], address: Address) -> bool:
    return any(address.version == n.version and address in n for n in networks)


def _is_isatap(address: ipaddress.IPv6Address) -> bool:
    """Whether the lower half says ISATAP, under whatever prefix (RFC 5214, section 6.1)."""
    return (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE


@lru_cache(maxsize=4096)
def is_allowed_text(address: str, allowed: tuple[Network, ...]) -> bool:
    """:func:`is_allowed` of an address as the system writes it, remembered."""
    return is_allowed(ipaddress.ip_address(address.partition("%")[0]), allowed)


def read_url(url: str) -> httpx.URL:
    """An address as the HTTP client reads it; raises RefusedAddress."""
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedAddress(f"it is no address ({error})") from None


def check_url(url: str | httpx.URL, allowed: Sequence[Network]) -> None:
    """Refuse what can be refused before any connection: schemes, ports, literal addresses.

    Raises RefusedAddress. It reads the address as the HTTP client does: a host that two readers take for
    two hosts (``127\u30020\u30020\u30021``) would slip past. Names are checked after DNS, by
    :class:`GuardedResolver`, and what is connected to in the end by :func:`guarded_socket`.
    """
    url = read_url(url) if isinstance(url, str) else url
    if url.scheme not in ("http", "https") or not url.host:
        raise RefusedAddress(
            f"only http and https addresses are fetched, not {url.scheme or 'none'}"
        )
    if url.port is not None and not is_web_port(url.port):
        raise RefusedAddress(f"port {url.port} is no web server's")
    for host in {url.host, url.raw_host.decode("ascii", "replace")}:
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


def guarded_socket(limits: Callable[[], FetchLimits]) -> Callable[[Any], socket.socket]:
    """What makes aiohttp's sockets: the last look at address and port, after every rewriting of them."""

    def make(found: tuple[int, int, int, str, tuple[Any, ...]]) -> socket.socket:
        family, kind, protocol, _, (host, port, *_) = found
        if not is_allowed_text(str(host), limits().networks):
            raise RefusedAddress(f"{host} is in a private or reserved network")
        if not is_web_port(port):
            raise RefusedAddress(f"port {port} is no web server's")
        return socket.socket(family, kind, protocol)

    return make


class GuardedResolver(AbstractResolver):
    """A resolver all of whose answers must be allowed, so that no name leads inside.

    It asks in threads of its own: the loop's few are also the store's, and silent name servers would hold them all.
    """

    def __init__(self, limits: Callable[[], FetchLimits]) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises RefusedAddress if one is not allowed, OSError if there is none."""
        found = await self._look_up(host, port, family)
        for answer in found:
            if not is_allowed_text(answer["host"], self._limits().networks):
                where = answer["host"]
                raise RefusedAddress(f"{host} leads to {where}, in a private or reserved network")
        return found

    async def _look_up(
        self, host: str, port: int, family: socket.AddressFamily
    ) -> list[ResolveResult]:
        def ask() -> list[Any]:
            flags = socket.AI_ADDRCONFIG
            return socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, family=family, flags=flags
            )

        patience = self._limits().connect.total_seconds()
        try:
            async with asyncio.timeout(patience):
                found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except TimeoutError:
            raise OSError(f"its name server gave no answer within {patience:g} s") from None
        except UnicodeError:
            raise OSError("its host name is none") from None
        if not found:
            raise OSError("its host name leads to no address")
        return [_result(host, port, one) for one in found]

    async def close(self) -> None:
        """Give up what is still being asked."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _result(host: str, port: int, found: tuple[Any, ...]) -> ResolveResult:
    family, _, protocol, _, where = found
    address = str(where[0])
    if family == socket.AF_INET6 and where[3] and "%" not in address:
        address += f"%{where[3]}"  # a link-local address is none without its scope
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=family,
        proto=protocol,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
