"""A scripted upstream web server on loopback: real HTTP, answers that a test sets, requests recorded."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

PATIENCE = 60.0  # seconds a test waits for what must come, before it says that it did not


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request as it came; header names in small letters."""

    path: str
    host: str
    headers: Mapping[str, str]
    method: str = "GET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server says to a request.

    ``etag`` and ``last_modified`` go out as they are, and a request that sends one of them back is
    answered 304. ``held`` waits until the test lets go; ``drip`` sends a byte now and then, for
    ever; ``endless`` sends zeroes as fast as they are taken; ``cut`` breaks off halfway through.

    ``raw`` is put on the wire as it is, instead of an answer, whatever HTTP says of it; ``then`` tells what follows:
    the connection is closed, torn down (``reset``), kept for a next request, left silent, or ``again`` is sent
    over and over. ``slow`` sends ``raw`` a byte at a time.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    packed: bool = False
    held: threading.Event | None = None
    drip: bool = False
    endless: bool = False
    cut: bool = False
    raw: bytes | None = None
    then: Literal["close", "reset", "keep", "silence", "repeat"] = "close"
    again: bytes = b""
    slow: bool = False

    def fresh(self, request: web.Request) -> bool:
        """Whether the asker holds this already: compared byte for byte, as simple servers do."""
        match = request.headers.get("If-None-Match")
        if match is not None or self.etag is not None:
            return match == self.etag
        since = request.headers.get("If-Modified-Since")
        return self.last_modified is not None and since == self.last_modified


class Upstream:
    """The server, on 127.0.0.1, 127.0.0.2 and 127.0.0.3 (three hosts to a poller) at one port.

    ``answers`` is by path (``*`` for any other); a list is used up answer by answer, its last one
    stays. ``most`` is how many requests one host had under way at once. With ``tls`` it speaks https.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.answers: dict[str, Answer | list[Answer]] = {}
        self.seen: list[Seen] = []
        self.most: dict[str, int] = {}
        self._busy: dict[str, int] = {}
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Upstream:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        for answer in self.answers.values():
            for one in answer if isinstance(answer, list) else [answer]:
                if one.held is not None:
                    one.held.set()
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _start(self) -> None:
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        first = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls)
        await first.start()
        self.port: int = self._runner.addresses[0][1]
        for other in ("127.0.0.2", "127.0.0.3"):
            await web.TCPSite(self._runner, other, self.port, ssl_context=self._tls).start()

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        return app

    async def _stop(self) -> None:
        await self._runner.cleanup()
        await self._loop.shutdown_default_executor()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path here."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def requests(self, path: str) -> list[Seen]:
        """The requests for a path so far."""
        return [one for one in self.seen if one.path == path]

    def wait_for(self, what: Callable[[], Any], why: str) -> None:
        """Wait until something is so, looking again after each request."""
        with self._news:
            assert self._news.wait_for(what, PATIENCE), why

    def wait_for_requests(self, path: str, count: int) -> None:
        """Wait until a path was asked for so often."""
        self.wait_for(
            lambda: len(self.requests(path)) >= count,
            f"{path} was asked for {len(self.requests(path))} times, not {count}",
        )

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        host = (request.host or "").partition(":")[0]
        headers = {key.lower(): value for key, value in request.headers.items()}
        with self._news:
            one = Seen(path=request.raw_path, host=host, headers=headers, method=request.method)
            self.seen.append(one)
            self._busy[host] = self._busy.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self._busy[host])
            self._news.notify_all()
        try:
            return await self._answer(request)
        finally:
            with self._news:
                self._busy[host] -= 1
                self._news.notify_all()

    def _pick(self, path: str) -> Answer:
        answer = self.answers.get(path, self.answers.get("*", Answer(status=404)))
        if isinstance(answer, list):
            return answer.pop(0) if len(answer) > 1 else answer[0]
        return answer

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        answer = self._pick(request.raw_path)
        if answer.held is not None:
            while not answer.held.is_set():
                await asyncio.sleep(0.01)
        headers = dict(answer.headers)
        if answer.etag is not None:
            headers["ETag"] = answer.etag
        if answer.last_modified is not None:
            headers["Last-Modified"] = answer.last_modified
        if answer.raw is not None:
            return await _speak(request, answer, answer.raw)
        if answer.status == 200 and answer.fresh(request):
            return web.Response(status=304, headers=headers)
        if answer.drip or answer.endless or answer.cut:
            return await self._stream(request, answer, headers)
        body = answer.body
        if answer.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, mtime=0)
        return web.Response(body=body, status=answer.status, headers=headers)

    async def _stream(
        self, request: web.Request, answer: Answer, headers: dict[str, str]
    ) -> web.StreamResponse:
        response = web.StreamResponse(status=answer.status, headers=headers)
        if answer.cut:
            response.content_length = len(answer.body)
        with suppress(ConnectionError):
            await response.prepare(request)
            if answer.cut:
                await response.write(answer.body[: len(answer.body) // 2])
                if request.transport is not None:
                    request.transport.abort()
            while answer.drip:
                await response.write(b" ")
                await asyncio.sleep(0.05)
            while answer.endless:
                await response.write(bytes(65536))
        return response


class _Spoken(web.StreamResponse):
    """An answer that was given on the bare wire: nothing is left to send."""

    async def prepare(self, request: web.BaseRequest) -> None:
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        return None

    @property
    def keep_alive(self) -> bool | None:
        return True


async def _speak(request: web.Request, answer: Answer, raw: bytes) -> web.StreamResponse:
    wire: Any = request.transport
    for piece in (raw[n : n + 1] for n in range(len(raw))) if answer.slow else (raw,):
        wire.write(piece)
        if answer.slow:
            await asyncio.sleep(0.02)
        if wire.is_closing():
            break
    while answer.then in ("silence", "repeat") and not wire.is_closing():
        full = wire.get_write_buffer_size() > 1_000_000
        if answer.then == "repeat" and not full:
            wire.write(answer.again)
        await asyncio.sleep(0.01 if full or answer.then == "silence" else 0)
    if answer.then == "reset":
        wire.abort()
    elif answer.then != "keep":
        wire.close()
    return _Spoken()
