"""What servers do wrong, each by name: how the scripted server does it, and what the poll must come to.

``kind`` is the class that the program goes by, ``says`` what a person reads (a regular expression, from its start).
A kind of None is an HTTP answer that is no feed. Redirects, names and encryption have tables of their own in
``test_faults.py``, as they take more than an answer.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tests.newsroom.upstream import Answer

RSS = (
    b'<rss version="2.0"><channel><title>A</title><item><guid>1</guid><title>Quay reopens</title>'
    b"<link>https://a.example/1</link></item></channel></rss>"
)
_OK = b"HTTP/1.1 200 OK\r\n"
_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_SHORT = {"timeout": timedelta(seconds=0.4)}
_QUIET = {"silence": timedelta(seconds=0.3)}
_SMALL = {"max_bytes": 100_000}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that goes wrong, and its outcome."""

    name: str
    answer: Answer
    kind: str | None
    says: str
    limits: Mapping[str, object] = field(default_factory=dict)


def _raw(name: str, raw: bytes, says: str, **more: object) -> Fault:
    """What breaks the rules of HTTP."""
    then = more.pop("then", "close")
    kind = str(more.pop("kind", "protocol"))
    answer = Answer(raw=raw, then=then, **more)  # type: ignore[arg-type]
    return Fault(name=name, answer=answer, kind=kind, says=says)


def _coded(name: str, coding: str, body: bytes, says: str) -> Fault:
    answer = Answer(body=body, headers={"Content-Encoding": coding})
    return Fault(name=name, answer=answer, kind="decode", says=says)


def _framing() -> Iterator[Fault]:
    rules = "its answer broke the rules of HTTP"
    broke = "its answer broke off or was framed wrong"
    yield _raw("a body without a status line, as before HTTP/1.0", RSS, rules)
    yield _raw("a status line of words", b"HTTP/1.1 fine thanks\r\n\r\n", rules)
    yield _raw("a version that isn't there", b"HTTP/9.9 200 OK\r\n\r\n", rules)
    yield _raw("an answer of another service", b"SSH-2.0-OpenSSH_9.2\r\n", rules)
    yield _raw("a NUL in a header", _OK + b"X: a\0b\r\nContent-Length: 0\r\n\r\n", rules)
    yield _raw("a header without a colon", _OK + b"Content-Length 5\r\n\r\nhello", rules)
    yield _raw(
        "a body shorter than said",
        _OK + b"Content-Length: 900\r\n\r\n" + RSS,
        rf"{broke} \(Not enough",
    )
    yield _raw("a length below nothing", _OK + b"Content-Length: -5\r\n\r\n" + RSS, rules)
    yield _raw("a length of words", _OK + b"Content-Length: many\r\n\r\n" + RSS, rules)
    yield _raw(
        "a length past counting", _OK + b"Content-Length: 9" + b"9" * 40 + b"\r\n\r\n", rules
    )
    yield _raw("two lengths", _OK + b"Content-Length: 3\r\nContent-Length: 30\r\n\r\n" + RSS, rules)
    yield _raw(
        "a length and chunks",
        _OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        rules,
    )
    yield _raw("a chunk that breaks off", _CHUNKED + b"ff\r\n" + RSS[:80], broke)
    yield _raw("chunks without an end", _CHUNKED + b"%x\r\n%b\r\n" % (len(RSS), RSS), broke)
    yield _raw("a chunk of words for a size", _CHUNKED + b"many\r\n" + RSS, f"{broke}|{rules}")
    yield _raw("a chunk past counting", _CHUNKED + b"f" * 20 + b"\r\n" + RSS, f"{broke}|{rules}")
    yield _raw("a chunk longer than said", _CHUNKED + b"3\r\n" + RSS, f"{broke}|{rules}")
    yield _raw(
        "a connection closed unanswered", b"", "it closed the connection without", kind="connect"
    )
    yield _raw(
        "a connection torn down unanswered",
        b"",
        "no connection could be made|it closed the connection without an answer",
        then="reset",
        kind="connect",
    )
    yield _raw(
        "a head that breaks off",
        _OK + b"Content-Type: text/x",
        "it closed the connection without an answer",
        kind="connect",
    )
    yield _raw("a body torn off", _OK + b"Content-Length: 900\r\n\r\n" + RSS, broke, then="reset")


def _ambiguous() -> Iterator[Fault]:
    to = b"HTTP/1.1 302 Found\r\nLocation: /good\r\nLocation: http://10.0.0.1/\r\n\r\n"
    yield _raw("two redirects at once", to, "it redirects to 2 places at once", kind="redirect")
    rules = "its answer broke the rules of HTTP"
    yield _raw("a bare return in a header", _OK + b"X: a\rContent-Length: 3\r\n\r\nabc", rules)
    yield _raw("a length with a sign", _OK + b"Content-Length: +3\r\n\r\nabc", rules)
    yield _raw("lengths in a list", _OK + b"Content-Length: 3, 3\r\n\r\nabc", rules)
    yield _raw("a chunk size below nothing", _CHUNKED + b"-3\r\nabc\r\n0\r\n\r\n", rules)
    yield _raw("a chunk size in C", _CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n", rules)
    yield _raw("a status of four digits", b"HTTP/1.1 2000 X\r\nContent-Length: 0\r\n\r\n", rules)
    yield _raw("a reason of 9 KB", b"HTTP/1.1 200 " + b"a" * 9000 + b"\r\n\r\n", rules)


def _heads() -> Iterator[Fault]:
    rules, large = "its answer broke the rules of HTTP", "its headers are larger than 65536 bytes"
    yield _raw("a header line of 10 KB", _OK + b"X: " + b"a" * 10_000 + b"\r\n\r\n", rules)
    yield _raw("two hundred header lines", _OK + b"X: a\r\n" * 200 + b"\r\n", rules)
    yield _raw("header lines without end", _OK, rules, then="repeat", again=b"X: a\r\n" * 50)
    yield _raw("a header line without end", _OK + b"X: ", rules, then="repeat", again=b"a" * 999)
    yield _raw(
        "large header lines",
        _OK,
        large,
        then="repeat",
        again=b"X: " + b"a" * 4000 + b"\r\n",
        kind="too-large",
    )
    yield _raw(
        "interim answers without end",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        large,
        then="repeat",
        again=b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 20,
        kind="too-large",
    )


def _times() -> Iterator[Fault]:
    whole, quiet = "no whole answer within 0.4 s", "it fell silent: nothing more came in time"
    head = _OK + b"Content-Length: 999\r\n\r\n"
    for name, answer, limits, says in (
        ("no answer", Answer(raw=b"", then="silence"), _QUIET, quiet),
        ("silence in the head", Answer(raw=_OK, then="silence"), _QUIET, quiet),
        ("silence in the body", Answer(raw=head + RSS, then="silence"), _QUIET, quiet),
        ("a head a byte at a time", Answer(raw=head + RSS, slow=True), _SHORT, whole),
        ("a body a byte at a time", Answer(drip=True), _SHORT, whole),
        (
            "interim answers now and then",
            Answer(raw=b"HTTP/1.1 102 \r\n\r\n" * 99, slow=True),
            _SHORT,
            whole,
        ),
    ):
        yield Fault(name=name, answer=answer, limits=limits, kind="timeout", says=says)


def _sizes() -> Iterator[Fault]:
    document = "the document is larger than 100000 bytes$"
    wire = "the document is larger than 265536 bytes on the wire"
    gz = {"Content-Encoding": "gzip"}
    flood = _CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n")
    empty = gzip.compress(b"", mtime=0)
    for name, answer, says in (
        ("a large body", Answer(body=b"x" * 100_001), document),
        ("a body without end", Answer(endless=True), f"{document}|{wire}"),
        (
            "chunks without end",
            Answer(raw=_CHUNKED, then="repeat", again=b"10\r\n" + b"x" * 16 + b"\r\n"),
            f"{document}|{wire}",
        ),
        (
            "chunks of nothing but extensions",
            Answer(raw=_CHUNKED, then="repeat", again=b"1;a=" + b"x" * 3000 + b"\r\nx\r\n"),
            wire,
        ),
        (
            "trailers without end",
            Answer(
                raw=_CHUNKED + b"1\r\nx\r\n0\r\n",
                then="repeat",
                again=b"X: " + b"a" * 4000 + b"\r\n",
            ),
            wire,
        ),
        ("a gzip bomb", Answer(body=gzip.compress(bytes(50_000_000)), headers=gz), document),
        (
            "padding after gzip without end",
            Answer(
                raw=flood + b"14\r\n" + empty + b"\r\n",
                then="repeat",
                again=b"400\r\n" + bytes(1024) + b"\r\n",
            ),
            wire,
        ),
    ):
        yield Fault(name=name, answer=answer, limits=_SMALL, kind="too-large", says=says)
    yield Fault(
        name="a body that is almost all air",
        answer=Answer(body=gzip.compress(bytes(900_000)), headers=gz),
        limits={"ratio_from": 100_000},
        kind="too-large",
        says="the document inflates to over 200 times its size",
    )
    yield Fault(
        name="empty gzip members without end",
        answer=Answer(raw=flood, then="repeat", again=b"c8\r\n" + empty * 10 + b"\r\n"),
        kind="decode",
        says="its compressed body is in more than 1000 pieces",
    )


def _codings() -> Iterator[Fault]:
    whole, short = gzip.compress(RSS), "its compressed body is cut short"
    broken, unasked = "its compressed body is broken", "it came in a coding that was not asked for"
    yield _coded("gzip cut in its trailer", "gzip", whole[:-3], short)
    yield _coded("gzip cut in its middle", "gzip", whole[:-40], short)
    yield _coded("gzip cut in its header", "gzip", whole[:6], short)
    yield _coded("a second gzip member that is cut", "gzip", whole + whole[:-9], short)
    yield _coded("gzip with a wrong check sum", "gzip", whole[:-8] + bytes(8), broken)
    yield _coded("gzip with a bad block", "gzip", whole[:20] + b"\xff" * 40 + whole[60:], broken)
    yield _coded("plain text that says gzip", "gzip", RSS, broken)
    yield _coded("deflate that says gzip", "gzip", zlib.compress(RSS), broken)
    yield _coded("deflate", "deflate", zlib.compress(RSS), unasked)
    yield _coded("brotli", "br", b"\x8b\x02\x80<rss/>\x03", unasked)
    yield _coded("zstandard", "zstd", b"(\xb5/\xfd <rss/>", unasked)
    yield _coded("gzip in gzip", "gzip, gzip", gzip.compress(whole), unasked)
    yield _coded("a coding nobody knows", "x-secret", RSS, unasked)
    yield _coded("a coding that turns the line round", "\u202ex", RSS, f"{unasked} \\( x\\)")


def _answers() -> Iterator[Fault]:
    page = b"<!DOCTYPE html><html><head><title>%s</title></head><body><p>x</p></body></html>"
    html = {"Content-Type": "text/html"}
    xml = {"Content-Type": "application/rss+xml"}
    deep = b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 200_000
    for name, answer, says in (
        ("a page", Answer(body=page % b"Home", headers=html), r".*(HTML|web page)"),
        (
            "a page that says it is a feed",
            Answer(body=page % b"Log in", headers=xml),
            r".*(HTML|web page)",
        ),
        ("nothing", Answer(body=b""), "the answer is empty"),
        ("white space", Answer(body=b" \r\n\t\n"), "the answer is empty"),
        ("no content", Answer(status=204), "the server answered 204"),
        ("a part", Answer(status=206, body=RSS[:50]), "the server answered 206"),
        (
            "an unchanged document never had",
            Answer(status=304),
            r"the server says unchanged \(304\)",
        ),
        ("an error in JSON", Answer(body=b'{"error": "quota"}'), ".*JSON"),
        ("JSON nested without measure", Answer(body=deep), ".*JSON"),
        ("a picture", Answer(body=b"\x89PNG\r\n\x1a\n" + bytes(99)), ".*PNG"),
        ("an archive", Answer(body=b"PK\x03\x04" + bytes(99)), ".*"),
        ("a status without a meaning", Answer(status=999, body=RSS), "the server answered 999"),
        ("a refusal", Answer(status=403), r"the server answered 403 \(forbidden\)"),
        (
            "its own fault",
            Answer(status=500, body=RSS),
            r"the server answered 500 \(its own error\)",
        ),
        ("a redirect to nowhere", Answer(status=302, body=RSS), "the server answered 302"),
    ):
        yield Fault(name=name, answer=answer, kind=None, says=says)


FAULTS = (*_framing(), *_ambiguous(), *_heads(), *_times(), *_sizes(), *_codings(), *_answers())
