"""A document made ready to be sent: its headers and its compressed forms are made once, not for each reader."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from email.utils import format_datetime

from starlette.responses import Response

from feeds.model.output import Document
from feeds.serve.negotiate import CODINGS, coded_etag, is_fresh

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out: the status, the headers, the body; ``wire`` is the headers as they stand on the wire."""

    status: int
    headers: Headers
    body: bytes
    wire: bytes

    def response(self) -> Response:
        """The same as a response of the web framework."""
        response = Response(self.body, status_code=self.status)
        response.raw_headers = self.headers
        return response


@dataclass(frozen=True, slots=True)
class _Form:
    etag: str
    size: int
    whole: Answer
    head: Answer  # to HEAD
    brief: Answer  # 304


@dataclass(slots=True, kw_only=True)
class Sendable:
    """A document and its forms by content coding.

    ``dated`` is whether its modification time is told; ``link`` is the value of its ``Link`` header.
    """

    document: Document
    fresh: str
    vary: str = "Accept-Encoding"
    dated: bool = True
    link: str | None = None
    _forms: dict[str | None, _Form] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes held."""
        return sum(form.size for form in self._forms.values())

    def copy(self) -> Sendable:
        """The same, to make further forms of while others use this one."""
        return replace(self, _forms=dict(self._forms))

    def has(self, coding: str | None) -> bool:
        """Whether the form is made."""
        return coding in self._forms

    def make(self, coding: str | None) -> None:
        """Make a form; compressing takes long enough to do it in a thread."""
        body = self.document.body if coding is None else CODINGS[coding](self.document.body)
        etag = coded_etag(self.document.etag, coding)
        brief = self._headers(etag)
        whole = [
            *brief,
            (b"access-control-expose-headers", b"ETag, IM"),
            (b"x-content-type-options", b"nosniff"),
            (b"content-type", self.document.media_type.encode()),
            (b"content-length", str(len(body)).encode()),
            *([(b"content-encoding", coding.encode())] if coding else []),
        ]
        self._forms[coding] = _Form(
            etag=etag,
            size=len(body),
            whole=_answer(200, whole, body),
            head=_answer(200, whole, b""),
            brief=_answer(304, brief, b""),
        )

    def _headers(self, etag: str) -> Headers:
        """Of a 304, no more than caches and browsers need (RFC 9110, section 15.4.5)."""
        told = {
            "etag": etag,
            "vary": self.vary,
            "cache-control": self.fresh,
            "access-control-allow-origin": "*",
        }
        if self.link is not None:
            told["link"] = self.link
        if self.dated:
            told["last-modified"] = format_datetime(self.document.modified, usegmt=True)
        return [(name.encode(), value.encode()) for name, value in told.items()]

    def answer(
        self, coding: str | None, *, method: str, none_match: str | None, since: str | None
    ) -> Answer:
        """The document in a form that is made, or 304."""
        form = self._forms[coding]
        modified = self.document.modified if self.dated else None
        if is_fresh(form.etag, modified, none_match=none_match, since=since):
            return form.brief
        return form.head if method == "HEAD" else form.whole


def _answer(status: int, headers: Headers, body: bytes) -> Answer:
    wire = b"".join(b"%b: %b\r\n" % header for header in headers)
    return Answer(status, headers, body, wire)
