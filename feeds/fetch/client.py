"""One guarded HTTP client for everything that is fetched.

httpx over aiohttp's transport, which costs a tenth of httpx's own pool on kept connections. What
httpx does not bound is bounded here: total time, bytes on the wire, bytes inflated, redirects. Nothing
the network does raises: every end is a ``Reply``.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from urllib.parse import urljoin, urlsplit, urlunsplit

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from feeds.fetch.guard import GuardedResolver, RefusedAddress, check_url
from feeds.fetch.hosts import Hosts
from feeds.model.poll import Reply

_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_HOPS = 5
_CONNECT = 10.0  # seconds; the whole exchange has the source's timeout


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Bounds of one fetch. ``max_bytes`` counts inflated bytes; ``timeout`` is for the whole exchange."""

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
        self._allowed = tuple(ipaddress.ip_network(text) for text in limits.allow_networks)
        self._http = httpx.AsyncClient(
            transport=AiohttpTransport(client=self._session),
            headers={"User-Agent": limits.user_agent, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(limits.timeout.total_seconds(), connect=_CONNECT),
            follow_redirects=False,
            trust_env=False,
        )

    def _session(self) -> aiohttp.ClientSession:
        resolver = GuardedResolver(aiohttp.ThreadedResolver(), self._allowed)
        connector = aiohttp.TCPConnector(resolver=resolver, limit=0, ttl_dns_cache=60)
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

    async def fetch(self, url: str, *, headers: Mapping[str, str] | None = None) -> Reply:
        """The reply of an address, redirects followed; never raises for what the network does."""
        started = self._clock()
        state = _Exchange(url=url, shown=mask(url))
        error: str
        try:
            async with asyncio.timeout(self._limits.timeout.total_seconds()):
                return await self._follow(state, dict(headers or {}), started)
        except TimeoutError:
            kind, error = (
                "timeout",
                f"no whole answer within {self._limits.timeout.total_seconds():g} s",
            )
        except _TooLarge:
            kind, error = "too-large", f"the document is larger than {self._limits.max_bytes} bytes"
        except _Undecodable as problem:
            kind, error = "decode", str(problem)
        except Exception as problem:  # whatever the network and its libraries find to raise
            kind, error = _explain(problem)
        return state.reply(self._clock(), started, error=error, error_kind=kind)

    async def _follow(self, state: _Exchange, headers: dict[str, str], started: datetime) -> Reply:
        while True:
            check_url(state.url, self._allowed)
            async with self._hosts.turn(urlsplit(state.url).hostname or ""):
                target = await self._exchange(state, headers)
            if target is None:
                return state.reply(self._clock(), started)
            if len(state.hops) > _MOST_HOPS or target in {state.url, *state.seen}:
                raise RefusedAddress(f"it redirects in a circle or more than {_MOST_HOPS} times")
            if state.url.startswith("https:") and target.startswith("http:"):
                raise RefusedAddress("it redirects from https to unprotected http")
            state.go(target)

    async def _exchange(self, state: _Exchange, headers: Mapping[str, str]) -> str | None:
        """One request; the address it redirects to, or None with the answer noted."""
        credentials = httpx.URL(state.url)
        auth = (credentials.username, credentials.password) if credentials.userinfo else None
        plain = str(credentials.copy_with(username=None, password=None, fragment=None))
        async with self._http.stream("GET", plain, headers=headers, auth=auth) as response:
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                target = urljoin(plain, str(location))
                state.hops.append((response.status_code, mask(target)))
                return target
            state.status = response.status_code
            state.headers = tuple((k.lower(), v) for k, v in response.headers.items())
            state.body = await self._body(response)
        return None

    async def _body(self, response: httpx.Response) -> bytes:
        """The body, inflated, both bounded; a truncated one is no body."""
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        if coding in ("identity", ""):
            inflate = None
        elif coding in ("gzip", "x-gzip"):
            inflate = zlib.decompressobj(31)
        else:
            raise _Undecodable(f"it came in a coding that was not asked for ({coding})")
        parts, size = [], 0
        async for raw in response.aiter_raw():
            piece = raw if inflate is None else self._inflated(inflate, raw, size)
            size += len(piece)
            if size > self._limits.max_bytes:
                raise _TooLarge
            parts.append(piece)
        if inflate is not None and size and not inflate.eof:
            raise _Undecodable("its compressed body is cut short")
        return b"".join(parts)

    def _inflated(self, inflate: zlib._Decompress, raw: bytes, size: int) -> bytes:
        try:
            piece = inflate.decompress(raw, self._limits.max_bytes - size + 1)
        except zlib.error as error:
            raise _Undecodable(f"its compressed body is broken ({error})") from None
        return piece


@dataclass(slots=True)
class _Exchange:
    """Where a fetch stands, so that whatever ends it can be told."""

    url: str
    shown: str
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    hops: list[tuple[int, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

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


def mask(url: str) -> str:
    """An address without its user and password, fit for logs and pages."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))


def _explain(problem: BaseException) -> tuple[str, str]:
    """The kind of a network error and a sentence, from the exceptions chained under it."""
    chain: list[BaseException] = []
    cause: BaseException | None = problem
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    for error in chain:
        if isinstance(error, RefusedAddress):
            redirect = "redirects" in str(error)
            return ("redirect" if redirect else "refused-address"), str(error)
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
