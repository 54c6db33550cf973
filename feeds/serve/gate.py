"""What stands before the application: limits, old slugs, and the documents that are ready in memory.

A reader that has the newest bytes already is the most common visitor by far, so the answer to it is made
here, without routing, a thread, or the store.
"""

from __future__ import annotations

import re
import time

from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from feeds.serve.desk import Front, ServeDesk
from feeds.serve.documents import Documents
from feeds.serve.limits import Limiter

_UNLIMITED = {"/healthz", "/readyz", "/metrics"}
_TOPIC = re.compile(r"/topics/([a-z0-9-]+)(.*)", re.S)


class Gate:
    """ASGI middleware around the application."""

    def __init__(self, app: ASGIApp, desk: ServeDesk, documents: Documents) -> None:
        self._app, self._desk, self._documents = app, desk, documents
        self._limiter = Limiter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        front = self._desk.front()
        wait = self._wait(scope, front)
        if wait:
            await _too_often(wait)(scope, receive, send)
            return
        ready = self._documents.ready(scope)
        if ready is not None:
            start = {"type": "http.response.start", "status": ready.status}
            await send({**start, "headers": ready.headers})
            await send({"type": "http.response.body", "body": ready.body})
            return
        address = _moved(scope, front)
        app = self._app if address is None else _permanently(address)
        await app(scope, receive, send)

    def _wait(self, scope: Scope, front: Front) -> int:
        """Seconds that the client should wait; 0: none."""
        client = scope.get("client")
        if client is None or scope["path"] in _UNLIMITED:
            return 0
        now = time.monotonic()
        return self._limiter.wait(client[0], per_minute=front.rate_limit, now=now)


def _too_often(wait: int) -> PlainTextResponse:
    return PlainTextResponse(
        f"You ask more often than this server allows; try again in {wait} seconds.\n",
        status_code=429,
        headers={
            "Retry-After": str(wait),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": "*",
        },
    )


def _moved(scope: Scope, front: Front) -> str | None:
    """Where a topic's page, feed or archive document is now, if the slug asked for is an old one."""
    found = _TOPIC.fullmatch(scope["path"]) if scope["path"].startswith("/topics/") else None
    if found is None:
        return None
    old, rest = found.groups()
    now = next((topic.slug for topic in front.topics if old in topic.was), None)
    if now is None:
        return None
    query = scope["query_string"].decode("latin-1")
    return f"{front.root}/topics/{now}{rest}{'?' if query else ''}{query}"


def _permanently(address: str) -> RedirectResponse:
    headers = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}
    return RedirectResponse(address, status_code=301, headers=headers)
