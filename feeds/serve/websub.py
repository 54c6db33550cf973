"""Where sources' hubs call us back (WebSub, sections 5.2, 5.3, 7 and 8): one unguessable address a subscription.

It verifies what we asked for, and takes content: whose signature is right is queued to be read, anything else is
answered as the specification says and forgotten. Neither address nor secret is ever logged.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from feeds.model.push import PushSubscription
from feeds.poll import websub
from feeds.publish.hub import Refusal
from feeds.serve.body import body_of
from feeds.serve.desk import ServeDesk
from feeds.subscriptions import Pushed, deny

_PATIENCE = 30.0  # seconds for a body
_MAX_CHALLENGE = 2000  # characters
_UNSIGNED = "its hub pushed something without a right signature, which was ignored"


class Callback:
    """``/websub/TOKEN``."""

    def __init__(self, desk: ServeDesk) -> None:
        self._desk = desk

    async def answer(self, request: Request) -> Response:
        """The hub asks whether we want this (GET), or brings content (POST)."""
        token = request.path_params["token"]
        if request.method == "GET":
            return await run_in_threadpool(self._verify, token, dict(request.query_params))
        if request.method != "POST":  # HEAD verifies nothing
            return _say(405, "GET or POST.")
        return await self._take(token, request)

    def _verify(self, token: str, asked: dict[str, str]) -> Response:
        mode, topic = asked.get("hub.mode", ""), asked.get("hub.topic", "")
        challenge, now = asked.get("hub.challenge", ""), self._desk.now()
        if self._find(token) is None:
            return _missing()
        with self._desk.store.write() as tx:
            held = tx.push.find(token)
            if held is None:
                return _missing()
            if mode == "denied" and topic == held.topic:
                deny(tx, held, asked.get("hub.reason", ""), now)
                return _say(200, "Noted.")
            ours = websub.is_ours(held, mode, topic)
            if not ours or not challenge or len(challenge) > _MAX_CHALLENGE:
                return _missing()
            if mode == "unsubscribe":
                tx.push.drop(token)
            else:
                tx.push.put(websub.verified(held, asked.get("hub.lease_seconds", ""), now))
        return _answer(200, challenge)

    async def _take(self, token: str, request: Request) -> Response:
        held = await run_in_threadpool(self._find, token)
        if held is None or not held.is_verified:
            return _say(410, "Nothing is subscribed to here.")
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            return _say(415, "Content is taken as it is, without an encoding.")
        most = self._desk.front().max_bytes
        body = await body_of(request, most=most, seconds=_PATIENCE)
        if isinstance(body, Refusal):
            return _say(body.status, body.why)
        signature = request.headers.get("x-hub-signature", "")
        if not websub.is_signed(held.secret, signature, body):
            await run_in_threadpool(self._ignore, token)
            return _say(202, "Received.")  # section 8: acknowledged, and not taken
        received = self._desk.now()
        kind = request.headers.get("content-type")
        one = Pushed(held=held, body=body, content_type=kind, received=received)
        if not self._desk.take_push(one):
            return _say(503, "Too much is waiting to be read; try again.", {"Retry-After": "60"})
        await run_in_threadpool(self._note, token, received)
        return _say(202, "Received.")

    def _find(self, token: str) -> PushSubscription | None:
        with self._desk.store.read() as snapshot:
            return snapshot.push.find(token)

    def _note(self, token: str, received: datetime) -> None:
        """Content that came and was not read by the time of a crash is polled for after it."""
        with self._desk.store.write() as tx:
            held = tx.push.find(token)
            if held is not None and (held.pushed is None or held.pushed < received):
                tx.push.put(replace(held, pushed=received))

    def _ignore(self, token: str) -> None:
        """It is noted, and said once (by ``feeds.subscriber``) until content with a right signature comes."""
        with self._desk.store.write() as tx:
            held = tx.push.find(token)
            if held is not None and held.problem != _UNSIGNED:
                tx.push.put(replace(held, problem=_UNSIGNED))


def _missing() -> Response:
    return _say(404, "There is nothing at this address.")


def _say(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    return _answer(status, f"{why}\n", headers)


def _answer(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    fixed = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return PlainTextResponse(text, status_code=status, headers={**fixed, **(headers or {})})
