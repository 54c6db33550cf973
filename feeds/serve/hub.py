"""The WebSub hub's endpoint (W3C Recommendation, section 5): takes requests, 202, and asks nobody itself.

What a request must be is ``feeds.publish.hub``'s to say; whether the callback wants it is asked later, by
``feeds.deliver``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_network

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from feeds.fetch.guard import RefusedAddress, check_url
from feeds.model.hub import HubRequest
from feeds.publish.addresses import topic_urls
from feeds.publish.hub import MAX_REQUEST, Refusal, host_of, over_limit, read_request
from feeds.serve.body import body_of
from feeds.serve.desk import ServeDesk

_FORM = "application/x-www-form-urlencoded"
_WINDOW = timedelta(minutes=1)
_MOST = 120  # requests a window of one asker, or for one callback's host
_MOST_NAMES = 10_000  # askers and hosts remembered in a window
_PATIENCE = 10.0  # seconds for a request's body
_ABOUT = """This is a WebSub hub (https://www.w3.org/TR/websub/) for the feeds of this site.
POST hub.mode, hub.topic and hub.callback here to subscribe to one of them.
"""


class Hub:
    """``/hub``."""

    def __init__(self, desk: ServeDesk) -> None:
        self._desk = desk
        self._rate = _Rate()

    async def answer(self, request: Request) -> Response:
        """202 for a request that will be verified, or why not; what this is, for who only looks."""
        if request.method != "POST":
            return _say(200, _ABOUT.strip())
        refusal = self._too_often(request.client.host if request.client else "")
        if refusal is None:
            read = await self._read(request)
            refusal = read if isinstance(read, Refusal) else await self._take(read)
        if refusal is not None:
            return _say(refusal.status, refusal.why)
        return _say(202, "Accepted; the callback will be asked.")

    async def _read(self, request: Request) -> HubRequest | Refusal:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != _FORM:
            return Refusal(status=415, why=f"The body must be {_FORM}.")
        body = await body_of(request, most=MAX_REQUEST, seconds=_PATIENCE)
        if isinstance(body, Refusal):
            return body
        front = self._desk.front()
        topics = topic_urls(front.base_url, front.topics)
        return read_request(body, topics=topics, base_url=front.base_url)

    async def _take(self, asked: HubRequest) -> Refusal | None:
        """Queue it, if its callback may be connected to and there is room; else why not."""
        allowed = [ip_network(text) for text in self._desk.front().allow_networks]
        try:
            check_url(asked.callback, allowed)
        except RefusedAddress as refused:
            return Refusal(status=400, why=f"hub.callback is refused: {refused}.")
        refusal = self._too_often(f"callback {host_of(asked.callback)}")
        return refusal or await run_in_threadpool(self._keep, asked)

    def _keep(self, asked: HubRequest) -> Refusal | None:
        now, host = self._desk.now(), host_of(asked.callback)
        with self._desk.store.write() as tx:
            counts = tx.hub.counts(asked.topic_url, asked.callback, host, now=now)
            refusal = over_limit(asked, counts)
            if refusal is None:
                tx.hub.ask(asked, host, now=now)
        return refusal

    def _too_often(self, name: str) -> Refusal | None:
        if self._rate.allows(name, self._desk.now()):
            return None
        return Refusal(status=429, why="Too many requests; try again in a minute.")


class _Rate:
    """So many a minute of each name; past so many names, of none that is new."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._counts: dict[str, int] = {}

    def allows(self, name: str, now: datetime) -> bool:
        """Count one more of that name; whether it may."""
        if self._since is None or not timedelta() <= now - self._since < _WINDOW:
            self._since, self._counts = now, {}
        count = self._counts.get(name, 0)
        if count >= _MOST or (count == 0 and len(self._counts) >= _MOST_NAMES):
            return False
        self._counts[name] = count + 1
        return True


def _say(status: int, why: str) -> Response:
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    if status in (429, 503):
        headers["Retry-After"] = str(int(_WINDOW.total_seconds()))
    return PlainTextResponse(f"{why}\n", status_code=status, headers=headers)
