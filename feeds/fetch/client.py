"""One guarded HTTP client for everything that is fetched.

httpx over aiohttp's transport, which costs a tenth of httpx's own pool on kept connections. What
httpx does not bound is bounded here: total time, bytes on the wire, bytes inflated, redirects. Nothing
the network does raises: every end is a ``Reply``.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import ssl
import zlib
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from urllib.parse import urljoin

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from feeds.fetch.guard import (
    GuardedResolver,
    Network,
    RefusedAddress,
    RefusedRedirect,
    check_url,
    guarded_socket,
)
from feeds.fetch.hosts import Hosts
from feeds.model.poll import Reply

_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_HOPS = 5
_GZIP = 31  # zlib's window bits for gzip and nothing else
_CONNECT = 10.0  # seconds; the whole exchange has the source's timeout


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Bounds of one fetch.

    ``max_bytes`` counts inflated bytes; ``timeout`` is for the whole exchange, redirects included,
    but not for waiting until the host has a turn free.
    """

    user_agent: str
    timeout: timedelta
    max_bytes: int
    per_host: int
    allow_networks: tuple[str, ...] = ()


class _TooLarge(Exception):  # noqa: N818 -- what happened, not an error class of ours
    pass


class _Undecodable(Exception):  # noqa: N818 -- what happened, not an error class of ours
    pass


class Client:
    """Fetches addresses politely and safely; use as an asynchronous context manager."""

    def __init__(self, limits: FetchLimits, *, clock: Callable[[], datetime]) -> None:
        self._limits = limits
        self._clock = clock
        self._hosts = Hosts(limits.per_host)
        self._http = httpx.AsyncClient(
            transport=AiohttpTransport(client=self._session),
            headers={"Accept-Encoding": "gzip"},
            follow_redirects=False,
            trust_env=False,
        )

    def adopt(self, limits: FetchLimits) -> None:
        """Keep to other limits from the next request on."""
        self._limits = limits
        self._hosts.at_once = limits.per_host

    def _allowed(self) -> tuple[Network, ...]:
        return tuple(ipaddress.ip_network(text) for text in self._limits.allow_networks)

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(aiohttp.ThreadedResolver(), self._allowed),
            socket_factory=guarded_socket(self._allowed),
            limit=0,
            ttl_dns_cache=60,
        )
        return aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def fetch(
        self, url: str, *, headers: Mapping[str, str] | None = None, redirects: bool = True
    ) -> Reply:
        """The reply of an address, redirects followed (or, without ``redirects``, an answer like any
        other); never raises for what the network does.
        """
        if not redirects:
            return await self._once(url, headers, None)
        return await self._reply(url, headers, self._follow)

    async def post(
        self, url: str, *, body: bytes, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The reply to a POST, under the same guard and bounds; a redirect is an answer, not followed."""
        return await self._once(url, headers, body)

    async def _once(self, url: str, headers: Mapping[str, str] | None, body: bytes | None) -> Reply:
        async def send(state: _Exchange, sent: dict[str, str]) -> None:
            check_url(state.url, self._allowed())
            async with self._hosts.turn(httpx.URL(state.url).host):
                await state.timed(self._exchange(state, sent, body, redirects=False))

        return await self._reply(url, headers, send)

    async def _reply(
        self,
        url: str,
        headers: Mapping[str, str] | None,
        exchange: Callable[[_Exchange, dict[str, str]], Coroutine[None, None, None]],
    ) -> Reply:
        started = self._clock()
        patience = self._limits.timeout.total_seconds()
        state = _Exchange(url=url, shown=mask(url), patience=patience)
        error: str
        try:
            await exchange(state, {**(headers or {}), "User-Agent": self._limits.user_agent})
            return state.reply(self._clock(), started)
        except TimeoutError:
            kind, error = "timeout", f"no whole answer within {patience:g} s"
        except _TooLarge:
            kind, error = "too-large", f"the document is larger than {self._limits.max_bytes} bytes"
        except _Undecodable as problem:
            kind, error = "decode", str(problem)
        except Exception as problem:  # whatever the network and its libraries find to raise
            kind, error = _explain(problem)
        return state.reply(self._clock(), started, error=error, error_kind=kind)

    async def _follow(self, state: _Exchange, headers: dict[str, str]) -> None:
        while True:
            check_url(state.url, self._allowed())
            async with self._hosts.turn(httpx.URL(state.url).host):
                target = await state.timed(self._exchange(state, headers))
            if target is None:
                return
            if len(state.hops) > _MOST_HOPS or target in {state.url, *state.seen}:
                said = f"it redirects in a circle or more than {_MOST_HOPS} times"
                raise RefusedRedirect(said)
            if state.url.startswith("https:") and target.startswith("http:"):
                raise RefusedRedirect("it redirects from https to unprotected http")
            state.go(target)

    async def _exchange(
        self,
        state: _Exchange,
        headers: Mapping[str, str],
        body: bytes | None = None,
        *,
        redirects: bool = True,
    ) -> str | None:
        """One request (with a body, a POST); the address it redirects to, or None with the answer noted.

        Without ``redirects`` the answer is noted whatever it is.
        """
        asked = httpx.URL(state.url)
        auth = (asked.username, asked.password) if asked.userinfo else None
        plain = asked.copy_with(username=None, password=None, fragment=None)
        timeout = httpx.Timeout(state.patience, connect=_CONNECT)
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        async with self._http.stream(
            "GET" if body is None else "POST",
            plain,
            headers=sent,
            content=body,
            auth=auth,
            timeout=timeout,
        ) as response:
            location = response.headers.get("location")
            if redirects and response.status_code in _REDIRECTS and location:
                target = _target(asked, str(location))
                state.hops.append((response.status_code, mask(target)))
                return target
            state.status = response.status_code
            state.headers = _headers(response)
            state.body = await self._body(response)
        return None

    async def _body(self, response: httpx.Response) -> bytes:
        """The body, inflated, both bounded; a truncated one is no body."""
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding not in ("identity", "", "gzip", "x-gzip"):
            raise _Undecodable(f"it came in a coding that was not asked for ({coding})")
        inflate = _Gunzip() if "gzip" in coding else None
        parts, size = [], 0
        async for raw in response.aiter_raw():
            room = self._limits.max_bytes - size + 1
            piece = raw if inflate is None else inflate.take(raw, room)
            size += len(piece)
            if size > self._limits.max_bytes:
                raise _TooLarge
            parts.append(piece)
        if inflate is not None and not inflate.whole:
            raise _Undecodable("its compressed body is cut short")
        return b"".join(parts)


class _Gunzip:
    """Inflates gzip, which may come in several members one after the other (RFC 1952, section 2.2)."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._begun = False

    @property
    def whole(self) -> bool:
        """Whether the last member came to its end (nothing at all counts as whole)."""
        return self._member.eof or not self._begun

    def take(self, raw: bytes, room: int) -> bytes:
        """What ``raw`` inflates to, ``room`` bytes of it at most. Raises _Undecodable."""
        piece = b""
        self._begun = self._begun or bool(raw)
        try:
            while raw and len(piece) < room:
                piece += self._member.decompress(raw, room - len(piece))
                raw = self._member.unused_data
                if not self._member.eof or not raw.startswith(b"\x1f\x8b"):
                    break  # the rest, if any, is padding, which gzip itself ignores too
                self._member = zlib.decompressobj(_GZIP)
        except zlib.error as error:
            raise _Undecodable(f"its compressed body is broken ({error})") from None
        return piece


@dataclass(slots=True)
class _Exchange:
    """Where a fetch stands, so that whatever ends it can be told."""

    url: str
    shown: str
    patience: float  # seconds that are left of the timeout
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    hops: list[tuple[int, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    async def timed(self, exchange: Coroutine[None, None, str | None]) -> str | None:
        """Run an exchange within the patience left, and take its time off. Raises TimeoutError."""
        clock = asyncio.get_running_loop().time
        begun = clock()
        async with asyncio.timeout(self.patience):
            target = await exchange
        self.patience -= clock() - begun
        return target

    def go(self, target: str) -> None:
        """On to the next address."""
        self.seen.add(self.url)
        self.url = target

    def reply(
        self,
        now: datetime,
        started: datetime,
        *,
        error: str | None = None,
        error_kind: str | None = None,
    ) -> Reply:
        """The facts so far, as a reply."""
        failed = error is not None
        return Reply(
            url=self.shown,
            final_url=mask(self.url),
            received=now,
            status=None if failed else self.status,
            headers=() if failed else self.headers,
            body=b"" if failed else self.body,
            error=error,
            error_kind=error_kind,
            hops=tuple(self.hops),
            seconds=(now - started).total_seconds(),
        )


def _headers(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    """The headers as UTF-8, which is how they are sent back; others could not come back as they were."""
    found: list[tuple[str, str]] = []
    for name, value in response.headers.raw:
        with suppress(UnicodeDecodeError):
            found.append((name.decode().lower(), value.decode()))
    return tuple(found)


def _target(asked: httpx.URL, location: str) -> str:
    """Where a redirect leads. The user and password go along on the same origin only, and none from it.

    Raises RefusedRedirect.
    """
    plain = str(asked.copy_with(username=None, password=None, fragment=None))
    try:
        target = httpx.URL(urljoin(plain, location)).copy_with(username=None, password=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedRedirect(f"it redirects to what is no address ({error})") from None
    origins = {(url.scheme, url.host, url.port) for url in (asked, target)}
    if asked.userinfo and len(origins) == 1:
        target = target.copy_with(username=asked.username, password=asked.password)
    return str(target)


def mask(url: str) -> str:
    """An address without its user and password, fit for logs and pages."""
    scheme, slashes, rest = url.partition("//")
    authority = re.match(r"[^/?#]*", rest)
    host = authority[0] if authority else ""
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{rest[len(host) :]}"


def _explain(problem: BaseException) -> tuple[str, str]:
    """The kind of a network error and a sentence, from the exceptions chained under it."""
    chain: list[BaseException] = []
    cause: BaseException | None = problem
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    for error in chain:
        if isinstance(error, RefusedAddress):
            redirect = isinstance(error, RefusedRedirect)
            return ("redirect" if redirect else "refused-address"), str(error)
    for error in chain:
        if isinstance(error, ssl.SSLError | aiohttp.ClientSSLError):
            return "tls", f"its certificate or encryption failed ({error})"
        if isinstance(error, aiohttp.ClientConnectorDNSError):
            return "dns", "its host name leads to no address"
    if any(isinstance(e, ConnectionError | aiohttp.ClientConnectorError) for e in chain):
        return "connect", f"no connection could be made ({_innermost(chain)})"
    if any(isinstance(e, TimeoutError | httpx.TimeoutException) for e in chain):
        return "timeout", "no answer in time"
    return "protocol", f"its answer broke the rules of HTTP ({_innermost(chain)})"


def _innermost(chain: list[BaseException]) -> str:
    said = [str(error) for error in chain if str(error)]
    return (said[-1] if said else type(chain[0]).__name__)[:200]
