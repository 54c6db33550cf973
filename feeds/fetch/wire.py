"""Connections: made to allowed addresses only, kept only while they still are, bounded byte by byte.

aiohttp bounds a line and the number of lines of a header, and leaves open how many interim answers (1xx) come before it
and how many bytes of framing surround a body. Its protocol is the one place that sees them all.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler

from feeds.fetch.guard import GuardedResolver, guarded_socket, is_allowed_text
from feeds.fetch.inflate import TooLarge
from feeds.fetch.limits import FetchLimits

Limits = Callable[[], FetchLimits]


def session(limits: Limits) -> aiohttp.ClientSession:
    """What sends and receives: no cookies, no proxy or password file of the environment, no redirects."""
    return aiohttp.ClientSession(
        connector=_Connector(limits),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
    )


def encryption() -> ssl.SSLContext:
    """The system's certificates (or those of SSL_CERT_FILE), names checked, TLS 1.2 at least."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class _Connector(aiohttp.TCPConnector):
    """Looks at each address after DNS, before each connection, and before each use of a kept one."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(
            resolver=GuardedResolver(limits),
            socket_factory=guarded_socket(limits),
            ssl=encryption(),
            limit=0,
            ttl_dns_cache=60,
        )
        # aiohttp has no public way to name the protocol; tests/fetch/test_faults.py holds it to this one.
        self._factory = partial(_Bounded, self._loop, limits)  # type: ignore[assignment]


class _Bounded(ResponseHandler):
    """One connection. Counts what comes in answer to a request, and takes nothing unasked."""

    def __init__(self, loop: asyncio.AbstractEventLoop, limits: Limits) -> None:
        super().__init__(loop)
        self._limits = limits
        self._bounds = limits()
        self._came = 0
        self._headed = True

    def is_connected(self) -> bool:
        """Whether it may be used: its peer is still allowed, and nothing came that was not asked for."""
        if not super().is_connected() or self._buffer or self._tail:
            return False
        assert self.transport is not None
        peer = self.transport.get_extra_info("peername")
        return peer is None or is_allowed_text(peer[0], self._limits().networks)

    def set_response_params(self, **parameters: Any) -> None:
        """A request begins."""
        self._bounds = self._limits()
        self._came = 0
        self._headed = False
        super().set_response_params(**parameters)

    def feed_data(self, data: Any, size: int = 0) -> None:
        """An answer's head came: the last, unless it is an interim one (RFC 9110, section 15.2)."""
        self._headed = self._headed or not 100 <= data[0].code < 200
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        self._came += len(data)
        if self._came > self._bounds.wire_bytes:
            self._end(f"the document is larger than {self._bounds.wire_bytes} bytes on the wire")
            return
        super().data_received(data)
        if not self._headed and self._came > self._bounds.head_bytes:
            self._end(f"its headers are larger than {self._bounds.head_bytes} bytes")

    def _end(self, why: str) -> None:
        if self.transport is not None:
            self.transport.abort()
        payload, error = self._payload, TooLarge(why)
        self.set_exception(error)
        if payload is not None and not payload.is_eof():
            payload.set_exception(error)
