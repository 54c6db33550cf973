"""One guarded HTTP client for everything that is fetched.

httpx's requests over aiohttp's transport, which costs a tenth of httpx's own pool on kept connections; not through
httpx's client, which keeps cookies and costs more than every check here. Total time, redirects and the bytes of a body
are bounded here, the bytes of the wire in ``wire``. Nothing the network does raises: every end is a ``Reply``.
"""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType

import httpx
from httpx_aiohttp import AiohttpTransport

from feeds.fetch import address
from feeds.fetch.address import mask
from feeds.fetch.explain import explain
from feeds.fetch.guard import RefusedRedirect, check_url, read_url
from feeds.fetch.hosts import Hosts
from feeds.fetch.inflate import Body
from feeds.fetch.limits import FetchLimits as FetchLimits
from feeds.fetch.wire import session
from feeds.model.poll import Reply, Wait

_REDIRECTS = {301, 302, 303, 307, 308}
_TROUBLE = 400  # from this status on the headers say all, whatever becomes of the body
_SHARED = 60.0  # seconds for which a reply is that of whoever else asks for the same
_PRIVATE = {"authorization", "cookie", "proxy-authorization"}  # of the asked origin alone
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


class Client:
    """Fetches addresses politely and safely; use as an asynchronous context manager."""

    def __init__(self, limits: FetchLimits, *, clock: Callable[[], datetime]) -> None:
        self._limits = limits
        self._clock = clock
        self._hosts = Hosts(limits.per_host)
        self._replies: dict[object, tuple[float, asyncio.Task[Reply]]] = {}
        # verify: the session encrypts; the transport would read all certificates once more.
        self._transport = AiohttpTransport(
            client=lambda: session(lambda: self._limits), verify=False
        )

    def adopt(self, limits: FetchLimits) -> None:
        """Keep to other limits from the next request on."""
        self._limits = limits
        self._hosts.at_once = limits.per_host

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for _, task in self._replies.values():
            task.cancel()
        await self._transport.aclose()

    async def fetch(
        self, url: str, *, headers: Mapping[str, str] | None = None, redirects: bool = True
    ) -> Reply:
        """The reply of an address, redirects followed (or, without ``redirects``, an answer like any
        other); never raises for what the network does.

        User and password in the address, and headers that hold secrets, go to its own origin only.
        """
        if not redirects:
            return await self._once(url, headers, None)
        return await self._reply(url, headers, self._follow)

    async def fetch_shared(self, url: str, *, headers: Mapping[str, str]) -> Reply:
        """The same for an address that several ask for: one request serves all who ask with the same headers within
        a minute.
        """
        now, key = asyncio.get_running_loop().time(), (url, tuple(sorted(headers.items())))
        fresh = {one: held for one, held in self._replies.items() if now - held[0] < _SHARED}
        if key not in fresh:
            fresh[key] = now, asyncio.create_task(self.fetch(url, headers=headers))
        self._replies = fresh
        # A poll that is given up takes the others' request not with it.
        return await asyncio.shield(fresh[key][1])

    async def post(
        self, url: str, *, body: bytes, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The reply to a POST, under the same guard and bounds; a redirect is an answer, not followed."""
        return await self._once(url, headers, body)

    async def _once(self, url: str, headers: Mapping[str, str] | None, body: bytes | None) -> Reply:
        async def send(state: _Exchange) -> None:
            await self._turn(state, body, redirects=False)

        return await self._reply(url, headers, send)

    async def _reply(
        self,
        url: str,
        headers: Mapping[str, str] | None,
        exchange: Callable[[_Exchange], Coroutine[None, None, None]],
    ) -> Reply:
        limits = self._limits
        patience = limits.timeout.total_seconds()
        state = _Exchange(
            limits=limits,
            started=self._clock(),
            shown=mask(url),
            patience=patience,
            final=mask(url),
        )
        error: str
        try:
            state.begin(url, headers or {})
            await exchange(state)
            return state.reply(self._clock())
        except TimeoutError:
            kind, error = "timeout", f"no whole answer within {patience:g} s"
        except Exception as problem:  # whatever the network and its libraries find to raise
            kind, error = explain(problem)
        if (
            state.status is not None
        ):  # what it means, and how long to wait, was said before the body
            return state.reply(self._clock())
        return state.reply(self._clock(), error=error, error_kind=kind)

    async def _follow(self, state: _Exchange) -> None:
        seen = {state.final}
        while (target := await self._turn(state)) is not None:
            state.go(target)
            if state.final in seen or len(state.hops) > state.limits.redirects:
                raise RefusedRedirect(
                    f"it redirects in a circle or more than {state.limits.redirects} times"
                )
            seen.add(state.final)

    async def _turn(
        self, state: _Exchange, body: bytes | None = None, *, redirects: bool = True
    ) -> httpx.URL | None:
        """One request once its host has a turn, within the patience left; raises TimeoutError."""
        check_url(state.url, state.limits.networks)
        async with self._hosts.turn(state.url.host):
            clock = asyncio.get_running_loop().time
            begun = clock()
            async with asyncio.timeout(state.patience):
                target = await self._exchange(state, body, redirects=redirects)
            state.patience -= clock() - begun
        return target

    async def _exchange(
        self, state: _Exchange, body: bytes | None, *, redirects: bool
    ) -> httpx.URL | None:
        """One request (with a body, a POST); the address it redirects to, or None with the answer noted.

        Without ``redirects`` the answer is noted whatever it is.
        """
        response = await self._transport.handle_async_request(state.request(body))
        try:
            locations = response.headers.get_list("location")
            if redirects and response.status_code in _REDIRECTS and any(locations):
                target = address.follow(state.url, locations)
                state.redirected(response, target)
                return target
            if response.status_code >= _TROUBLE:
                state.answered(response, b"")
            content = Body(response.headers.get("content-encoding", ""), state.limits)
            async for piece in response.aiter_raw():
                content.take(piece)
            state.answered(response, content.whole())
        finally:
            await response.aclose()
        return None


@dataclass(slots=True, kw_only=True)
class _Exchange:
    """Where a fetch stands, so that whatever ends it can be told."""

    limits: FetchLimits
    started: datetime
    shown: str
    final: str
    patience: float  # seconds that are left of the timeout
    url: httpx.URL = field(default_factory=httpx.URL)  # asked next, without user and password
    headers: dict[str, str] = field(default_factory=dict)
    hops: list[tuple[int, str]] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    status: int | None = None
    came: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def begin(self, url: str, headers: Mapping[str, str]) -> None:
        """Start at an address; raises RefusedAddress."""
        asked = read_url(url)
        self.url = address.plain(asked)
        self.final = str(self.url)
        ours = {"Accept-Encoding": "gzip", "User-Agent": self.limits.user_agent}
        self.headers = {**headers, **ours}
        if asked.userinfo:
            secret = f"{asked.username}:{asked.password}".encode()
            self.headers["Authorization"] = f"Basic {base64.b64encode(secret).decode()}"

    def request(self, body: bytes | None) -> httpx.Request:
        """What to send next."""
        timeout = httpx.Timeout(
            self.limits.quiet.total_seconds(), connect=self.limits.connect.total_seconds()
        )
        return httpx.Request(
            "GET" if body is None else "POST",
            self.url,
            headers=[(name.encode(), value.encode()) for name, value in self.headers.items()],
            content=body,
            extensions={"timeout": timeout.as_dict()},
        )

    def go(self, target: httpx.URL) -> None:
        """On to the next address; what is secret stays with the first origin, and never comes back."""
        if address.origin(target) != address.origin(self.url):
            self.headers = {k: v for k, v in self.headers.items() if k.lower() not in _PRIVATE}
        self.url, self.final = target, str(target)

    def redirected(self, response: httpx.Response, target: httpx.URL) -> None:
        """Note a redirect that is to be followed."""
        self.hops.append((response.status_code, str(target)))
        later = response.headers.get("retry-after")
        if later is not None:
            date = response.headers.get("date", "")
            self.waits.append(Wait(url=self.final, retry_after=later, date=date))

    def answered(self, response: httpx.Response, body: bytes) -> None:
        """Note the answer that ends the exchange."""
        self.status, self.body = response.status_code, body
        self.came = tuple(_headers(response))

    def reply(
        self, now: datetime, *, error: str | None = None, error_kind: str | None = None
    ) -> Reply:
        """The facts so far, as a reply."""
        return Reply(
            url=self.shown,
            final_url=self.final,
            received=now,
            status=self.status,
            headers=self.came,
            body=self.body,
            error=error,
            error_kind=error_kind,
            hops=tuple(self.hops),
            waits=tuple(self.waits),
            seconds=(now - self.started).total_seconds(),
        )


def _headers(response: httpx.Response) -> list[tuple[str, str]]:
    """The headers as UTF-8, which is how they are sent back; others could not come back as they were.

    One with a control character could not be sent at all (RFC 9110, section 5.5).
    """
    found: list[tuple[str, str]] = []
    for name, raw in response.headers.raw:
        with suppress(UnicodeDecodeError):
            value = raw.decode()
            if not _CONTROL.search(value):
                found.append((name.decode().lower(), value))
    return found
