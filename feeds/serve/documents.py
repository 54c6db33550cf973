"""Published documents over HTTP: conditional requests, compression, caching (RFC 9110, 9111).

Documents are stored as bytes; each is compressed once and kept while it stays what it is.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from feeds.model.output import Document
from feeds.serve.desk import ServeDesk

_KEPT = 512  # compressed documents held in memory
_FRESH = "public, max-age=60"


class Documents:
    """Serves the documents of a store by their paths."""

    def __init__(self, desk: ServeDesk) -> None:
        self._desk = desk
        self._packed: OrderedDict[str, bytes] = OrderedDict()

    async def answer(self, request: Request) -> Response:
        """The document at the request's path, or why not."""
        document = await run_in_threadpool(self._find, request.url.path)
        if document is None:
            return PlainTextResponse("There is no such feed here.\n", status_code=404)
        return self._answer(request, document)

    def _find(self, path: str) -> Document | None:
        with self._desk.store.read() as snapshot:
            return snapshot.document(path)

    def _answer(self, request: Request, document: Document) -> Response:
        packed = accepts_gzip(request.headers.get("accept-encoding", ""))
        etag = f'{document.etag[:-1]}-gzip"' if packed else document.etag
        headers = {
            "ETag": etag,
            "Last-Modified": format_datetime(document.modified, usegmt=True),
            "Cache-Control": _FRESH,
            "Vary": "Accept-Encoding",
            "Access-Control-Allow-Origin": "*",
            "X-Content-Type-Options": "nosniff",
        }
        if is_fresh(request, etag, document.modified):
            return Response(status_code=304, headers=headers)
        if packed:
            headers["Content-Encoding"] = "gzip"
        body = self._pack(document) if packed else document.body
        return Response(body, headers=headers, media_type=document.media_type)

    def _pack(self, document: Document) -> bytes:
        if document.etag not in self._packed:
            self._packed[document.etag] = gzip.compress(document.body, 6, mtime=0)
            if len(self._packed) > _KEPT:
                self._packed.popitem(last=False)
        return self._packed[document.etag]


def is_fresh(request: Request, etag: str, modified: datetime) -> bool:
    """Whether the reader has these bytes: If-None-Match rules, else If-Modified-Since (RFC 9110, 13.2.2)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        listed = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in listed or etag in listed
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
