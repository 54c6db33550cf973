"""Published documents over HTTP: conditional requests, content codings, deltas, caching (RFC 9110, 9111, 3229).

Documents are stored as bytes. What readers ask for is held in memory, compressed once, and looked up in the
store again after each release of this process, and once a second in case another one releases.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from feeds.model.output import Document
from feeds.model.topic import Topic
from feeds.publish.addresses import absolute, discovery, hub_urls
from feeds.publish.formats import FORMATS
from feeds.publish.paginate import Address, read_path
from feeds.publish.render import to_document
from feeds.serve import negotiate
from feeds.serve.compose import news_since
from feeds.serve.desk import ServeDesk
from feeds.serve.narrowed import BadParameter, narrow, narrowing_in, read_narrowing
from feeds.serve.negotiate import choose_coding, coded_etag, plain_etags, stated_since
from feeds.serve.sendable import Answer, Headers, Sendable

_MOST = 64_000_000  # bytes of documents and their compressed forms held in memory
_NARROWED = 64  # narrowed feeds held
_AT_ONCE = 2  # feeds narrowed at once; others wait
_LOOK_AGAIN = 1.0  # seconds
FRESH = "public, max-age=60"  # feeds, for readers and what stands between
_FROZEN = "public, max-age=86400"
_OPEN = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
_PREFLIGHT = {
    **_OPEN,
    "Allow": "GET, HEAD, OPTIONS",  # RFC 9110, 9.3.7: what OPTIONS asks for
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "A-IM, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


@dataclass(slots=True)
class _Held:
    sendable: Sendable
    mark: int
    checked: float


class Documents:
    """Serves the documents of a store by their paths."""

    def __init__(self, desk: ServeDesk) -> None:
        self._desk = desk
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._bytes = 0
        self._narrowed: OrderedDict[str, tuple[object, Sendable]] = OrderedDict()
        self._narrowing = asyncio.Semaphore(_AT_ONCE)

    def ready(
        self, path: str, method: str, headers: Headers, *, looks_again: bool
    ) -> Answer | None:
        """The answer to a plain request for a document that is held and known to be the newest.

        ``looks_again`` is whether ``answer`` is what follows where there is none, so that others need not.
        """
        held = self._held.get(path)
        if held is None or method not in ("GET", "HEAD") or held.mark != self._desk.mark():
            return None
        now = time.monotonic()
        if now - held.checked > _LOOK_AGAIN:
            if looks_again:
                held.checked = now
            return None
        accepted, none_match, since = "", None, None
        for name, value in headers:
            if name == b"accept-encoding":
                accepted = (
                    f"{accepted}, {value.decode('latin-1')}"
                    if accepted
                    else value.decode("latin-1")
                )
            elif name == b"if-none-match":
                tags = value.decode("latin-1")
                none_match = tags if none_match is None else f"{none_match}, {tags}"
            elif name == b"if-modified-since":
                since = value.decode("latin-1")
            elif name == b"a-im":
                return None
        coding = choose_coding(accepted)
        if not held.sendable.has(coding):
            return None
        if since is not None and none_match is None:
            since = stated_since(since, self._desk.now())
        return held.sendable.answer(coding, method=method, none_match=none_match, since=since)

    async def answer(self, request: Request) -> Response:
        """The document at the request's path, or why not."""
        if request.method == "OPTIONS":
            return preflight()
        address = read_path(request.url.path)
        feed = address is not None and address.page is None
        coding = choose_coding(", ".join(request.headers.getlist("accept-encoding")))
        found = await self._look_up(request.url.path, coding, feed=feed)
        if found is None:
            return await run_in_threadpool(self._missing, address)
        topic = self._topic(address)
        if feed and topic and address and narrowing_in(request.url.query):
            return await self._narrow(request, address, topic, found.document, coding)
        if feed and topic and address and _wants_delta(request):
            delta = await run_in_threadpool(self._delta, request, address, topic, coding)
            if delta is not None:
                return delta
        return _answer(request, found, coding, self._desk.now())

    async def _look_up(self, path: str, coding: str | None, *, feed: bool) -> Sendable | None:
        mark, checked = self._desk.mark(), time.monotonic()
        before = self._held.get(path)
        known = before.sendable if before else None
        found = await run_in_threadpool(self._load, path, known, coding, feed)
        old = self._held.pop(path, None)
        self._bytes -= old.sendable.size if old else 0
        if found is not None:
            self._held[path] = _Held(found, mark, checked)
            self._bytes += found.size
            while self._bytes > _MOST and len(self._held) > 1:
                self._bytes -= self._held.popitem(last=False)[1].sendable.size
        return found

    def _load(
        self, path: str, known: Sendable | None, coding: str | None, feed: bool
    ) -> Sendable | None:
        with self._desk.store.read() as snapshot:
            if known is not None:
                present = (known.document.etag, known.document.modified)
                known = known if snapshot.document_etag(path) == present else None
            document = snapshot.document(path) if known is None else known.document
        if document is None:
            return None
        found = known.copy() if known is not None else self._sendable(document, feed=feed)
        if not found.has(coding):
            found.make(coding)
        return found

    def _sendable(self, document: Document, *, feed: bool) -> Sendable:
        archived = "/archive/" in document.path
        return Sendable(
            document=document,
            fresh=_FROZEN if archived else FRESH,
            vary="Accept-Encoding, A-IM" if feed else "Accept-Encoding",
            link=self._discovery(document.path) if feed else None,
        )

    def _discovery(self, path: str) -> str:
        """Where a feed's hubs are (WebSub, section 4)."""
        front = self._desk.front()
        return discovery(hub_urls(front.base_url, front.hubs), absolute(front.base_url, path))

    def _missing(self, address: Address | None) -> Response:
        """An archive document that was let go of, or that is yet to be written; else nothing at all."""
        if address is not None and address.page is not None and address.suffix in FORMATS:
            with self._desk.store.read() as snapshot:
                if snapshot.page_is_gone(address.slug, address.page):
                    sentence = "The stories of this archive document are no longer kept.\n"
                    return PlainTextResponse(sentence, status_code=410, headers=_OPEN)
                following = snapshot.last_page(address.slug) + 1
            if address.page == following > 1:
                feed = f"{self._desk.front().root}{replace(address, page=None).path}"
                headers = {**_OPEN, "Cache-Control": "no-cache"}
                return RedirectResponse(feed, status_code=307, headers=headers)
        return PlainTextResponse("There is no such feed here.\n", status_code=404, headers=_OPEN)

    def _topic(self, address: Address | None) -> Topic | None:
        slug = address.slug if address else None
        return next((topic for topic in self._desk.front().topics if topic.slug == slug), None)

    def _delta(
        self, request: Request, address: Address, topic: Topic, coding: str | None
    ) -> Response | None:
        """What is new since the reader's ETag (RFC 3229 with ``feed``); None: the whole is to be sent."""
        with self._desk.store.read() as snapshot:
            present = snapshot.document_etag(address.path)
            tags = plain_etags(_none_match(request) or "")
            numbers = [snapshot.instance(address.path, tag) for tag in tags[:20]]
            known = [number for number in numbers if number is not None]
            if present is None or present[0] in tags or "*" in tags or not known:
                return None
            body = news_since(
                snapshot,
                self._desk.front(),
                topic,
                address.suffix,
                number=max(known),
                now=self._desk.now(),
            )
        if body is None:
            return None
        headers = {"Link": self._discovery(address.path)}
        return _im_used(body, address, present, coding, headers, method=request.method)

    async def _narrow(
        self,
        request: Request,
        address: Address,
        topic: Topic,
        whole: Document,
        coding: str | None,
    ) -> Response:
        front = self._desk.front()
        try:
            asked = read_narrowing(narrowing_in(request.url.query), topic, front)
        except BadParameter as error:
            return PlainTextResponse(f"{error}.\n", status_code=400, headers=_OPEN)
        key = f"{address.path}?{asked.canonical}"

        def make() -> tuple[object, Sendable]:
            with self._desk.store.read() as snapshot:
                now = self._desk.now()
                minute = now.replace(second=0, microsecond=0) if asked.moving else None
                number = snapshot.topic_number(topic.slug)
                state = (whole.etag, number, front.base_url, front.curator, minute)
                held = self._narrowed.get(key)
                if held is not None and held[0] == state:
                    found = held[1].copy()
                else:
                    body = narrow(snapshot, front, asked, address.suffix, now=now)
                    document = to_document(key, whole.media_type, body, modified=whole.modified)
                    found = Sendable(document=document, fresh=FRESH, dated=False)
            if not found.has(coding):
                found.make(coding)
            return state, found

        async with self._narrowing:
            made = await run_in_threadpool(make)
        self._narrowed[key] = made
        self._narrowed.move_to_end(key)
        if len(self._narrowed) > _NARROWED:
            self._narrowed.popitem(last=False)
        return _answer(request, made[1], coding, self._desk.now())


def preflight() -> Response:
    """What a browser asks before it lets a page fetch a feed conditionally."""
    return Response(status_code=204, headers=_PREFLIGHT)


def _answer(request: Request, found: Sendable, coding: str | None, now: datetime) -> Response:
    return found.answer(
        coding,
        method=request.method,
        none_match=_none_match(request),
        since=stated_since(request.headers.get("if-modified-since"), now),
    ).response()


def _none_match(request: Request) -> str | None:
    """What may be said in several lines is one list (RFC 9110, section 5.3)."""
    return ", ".join(request.headers.getlist("if-none-match")) or None


def _wants_delta(request: Request) -> bool:
    """Whether the reader takes ``feed`` as an instance manipulation, and says what it has."""
    wanted = [part.partition(";") for part in request.headers.get("a-im", "").lower().split(",")]
    taken = [name.strip() for name, _, weight in wanted if weight.replace(" ", "") != "q=0"]
    return "feed" in taken and "if-none-match" in request.headers


def _im_used(
    body: bytes,
    address: Address,
    present: tuple[str, datetime],
    coding: str | None,
    more: Mapping[str, str],
    *,
    method: str,
) -> Response:
    """226 (RFC 3229, section 10.4.1): a delta; the ETag is that of the whole feed as it is now."""
    etag, modified = present
    headers = {
        **_OPEN,
        **more,
        "IM": "feed",
        "ETag": coded_etag(etag, coding),
        "Last-Modified": format_datetime(modified, usegmt=True),
        "Vary": "Accept-Encoding, A-IM, If-None-Match",
        "Cache-Control": "no-store",
        "Access-Control-Expose-Headers": "ETag, IM",
    }
    if coding is not None:
        body = negotiate.CODINGS[coding](body)
        headers["Content-Encoding"] = coding
    headers["Content-Length"] = str(len(body))
    media_type = FORMATS[address.suffix].media_type
    body = b"" if method == "HEAD" else body
    return Response(body, status_code=226, headers=headers, media_type=media_type)
