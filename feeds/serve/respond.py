"""What is made when it is asked for, such as pages: conditional and compressed like a feed, but held nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from feeds.serve.negotiate import CODINGS, accepts, coded_etag, is_fresh


def respond(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """The body with an ETag made of it, or 304 when the reader has these bytes (RFC 9110, section 13.2.2).

    gzip alone: the other codings cost more than they spare what is sent once.
    """
    coding = "gzip" if accepts(request.headers.get("accept-encoding", ""), "gzip") else None
    tag = coded_etag(f'"{blake2b(body, digest_size=16).hexdigest()}"', coding)
    sent = {**headers, "ETag": tag, "Vary": "Accept-Encoding"}
    if is_fresh(tag, None, none_match=request.headers.get("if-none-match"), since=None):
        return Response(status_code=304, headers=sent)
    if coding is not None:
        body = CODINGS[coding](body)
        sent["Content-Encoding"] = coding
    return Response(body, headers=sent, media_type=media_type)
