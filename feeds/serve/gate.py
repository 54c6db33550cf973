"""What stands before the application: limits, old slugs, and the documents that are ready in memory.

A reader that has the newest bytes already is the most common visitor by far, so the answer to it is made
here, without routing, a thread, or the store.
"""

from __future__ import annotations

import re
import time
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from feeds.printed import counted
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.documents import Documents
from feeds.serve.limits import Limiter
from feeds.serve.sendable import Answer, Headers

_UNLIMITED = {"/healthz", "/readyz", "/metrics"}
_TOPIC = re.compile(r"/topics/([a-z0-9-]+)(.*)", re.S)


class Gate:
    """The ASGI application: stands around ``app``, the one that routes."""

    def __init__(self, app: Starlette, desk: ServeDesk, documents: Documents) -> None:
        self.app, self._desk, self._documents = app, desk, documents
        self._limiter = Limiter()

    def at_once(self, target: bytes, method: bytes, headers: Headers, client: str) -> Answer | None:
        """The answer to a plain request for a document that is ready; None: ask the application.

        ``target`` is the request's, as sent. Who comes through a proxy is known to the application only.
        """
        front = self._desk.front()
        path = _below(front.root, target.decode("latin-1"))
        asked = method.decode("latin-1")
        ready = self._documents.ready(path, asked, headers, looks_again=False)
        if ready is None:
            return None
        for name, _ in headers:
            if name == b"x-forwarded-for":
                return None
        return None if self._wait(client, front) else ready

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        front = self._desk.front()
        # No address here has a NUL, and a store may refuse to be asked for one.
        path = _below(unquote(front.root), scope["path"].replace("\0", "\N{REPLACEMENT CHARACTER}"))
        if path != scope["path"]:
            scope = {**scope, "path": path}
        client = scope.get("client")
        wait = self._wait(client[0], front) if client and path not in _UNLIMITED else 0
        if wait:
            await _too_often(wait)(scope, receive, send)
            return
        plain = not scope["query_string"]
        ready = plain and self._documents.ready(
            path, scope["method"], scope["headers"], looks_again=True
        )
        if ready:
            start = {"type": "http.response.start", "status": ready.status}
            await send({**start, "headers": ready.headers})
            await send({"type": "http.response.body", "body": ready.body})
            return
        # A browser that asks first does not follow a redirect; what it asks for then does.
        address = None if scope["method"] == "OPTIONS" else _moved(scope, front)
        app: ASGIApp = self.app if address is None else _permanently(address)
        await app(scope, receive, send)

    def _wait(self, client: str, front: Front) -> int:
        """Seconds that the client should wait; 0: none."""
        now = time.monotonic()
        return self._limiter.wait(client, per_minute=front.rate_limit, now=now)


def _below(root: str, path: str) -> str:
    """Takes the base address's path off the request's, where it is there: links on pages begin with it, and a proxy
    may pass it on or not.
    """
    inner = path.removeprefix(root)
    return (inner or "/") if inner[:1] in ("", "/") else path


def _too_often(wait: int) -> PlainTextResponse:
    return PlainTextResponse(
        f"You ask more often than this server allows; try again in {counted(wait, 'second')}.\n",
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
