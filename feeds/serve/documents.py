"""Published documents over HTTP: conditional requests, compression, caching (RFC 9110, 9111).

Documents are stored as bytes; each is compressed once and kept while it stays what it is.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from feeds.model.output import Document
from feeds.serve.desk import ServeDesk

_KEPT = 512  # compressed documents held in memory
FRESH = "public, max-age=60"  # feeds, for readers and what stands between


class Documents:
    """Serves the documents of a store by their paths."""

    def __init__(self, desk: ServeDesk) -> None:
        self._desk = desk
        self._packed: OrderedDict[str, bytes] = OrderedDict()

    async def answer(self, request: Request) -> Response:
        """The document at the request's path, or why not."""
        document = await run_in_threadpool(self._find, request.url.path)
        if document is None:
            return PlainTextResponse(
                "There is no such feed here.\n",
                status_code=404,
                headers={"X-Content-Type-Options": "nosniff"},
            )
        return self._answer(request, document)

    def _find(self, path: str) -> Document | None:
        with self._desk.store.read() as snapshot:
            return snapshot.document(path)

    def _answer(self, request: Request, document: Document) -> Response:
        packed = accepts_gzip(request.headers.get("accept-encoding", ""))
        return answer(
            request,
            self._pack(document) if packed else document.body,
            etag=document.etag,
            packed=packed,
            modified=document.modified,
            media_type=document.media_type,
            headers={
                "Cache-Control": FRESH,
                "Access-Control-Allow-Origin": "*",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def _pack(self, document: Document) -> bytes:
        if document.etag not in self._packed:
            self._packed[document.etag] = pack(document.body)
            if len(self._packed) > _KEPT:
                self._packed.popitem(last=False)
        return self._packed[document.etag]


def pack(body: bytes) -> bytes:
    """The bytes gzipped: the same bytes each time."""
    return gzip.compress(body, 6, mtime=0)


def answer(
    request: Request,
    body: bytes,
    *,
    etag: str,
    packed: bool,
    media_type: str,
    headers: Mapping[str, str],
    modified: datetime | None = None,
) -> Response:
    """A whole answer, or 304 when the reader has these bytes.

    ``packed``: ``body`` is gzipped. The packed form has an ETag of its own (RFC 9110, section 8.8.3.3).
    """
    tag = f'{etag[:-1]}-gzip"' if packed else etag
    sent = {**headers, "ETag": tag, "Vary": "Accept-Encoding"}
    if modified is not None:
        sent["Last-Modified"] = format_datetime(modified, usegmt=True)
    if is_fresh(request, tag, modified):
        return Response(status_code=304, headers=sent)
    if packed:
        sent["Content-Encoding"] = "gzip"
    return Response(body, headers=sent, media_type=media_type)


def is_fresh(request: Request, etag: str, modified: datetime | None) -> bool:
    """Whether the reader has these bytes: If-None-Match rules, else If-Modified-Since (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        listed = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in listed or etag in listed
    if modified is None:
        return False
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return since.tzinfo is not None and modified.replace(microsecond=0) <= since
    except (ValueError, TypeError):
        return False


def accepts_gzip(accepted: str) -> bool:
    """Whether gzip may be sent (RFC 9110, section 12.5.3); ``q=0`` refuses it."""
    quality = {}
    for part in accepted[:500].lower().split(","):
        name, _, parameter = part.strip().partition(";")
        value = parameter.strip().removeprefix("q=") if parameter else "1"
        quality[name.strip()] = value.replace(".", "", 1).isdecimal() and float(value) > 0
    return quality.get("gzip", quality.get("*", False))
