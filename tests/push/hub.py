"""A scripted WebSub hub on loopback: records what it is asked, and calls back when a test says so."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from tests.newsroom.desk import Got
from tests.newsroom.upstream import PATIENCE

_OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A request as the hub got it."""

    path: str
    mode: str
    topic: str
    callback: str
    secret: str = ""
    lease_seconds: str = ""


class Hub:
    """``statuses`` are the answers to requests, the last of which stays; ``verifies``: it calls back by itself
    before it answers, with ``lease`` seconds; ``location`` goes out with every answer.
    """

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.statuses = [202]
        self.headers: dict[str, str] = {}
        self.verifies = False
        self.lease = 864000
        self._news = threading.Condition()
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Hub:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hub"

    def note(self, wish: Wish) -> None:
        with self._news:
            self.wishes.append(wish)
            self._news.notify_all()

    def wait_for(self, what: Callable[[], Any], why: str) -> None:
        """Wait until something is so, looking again after each request."""
        with self._news:
            assert self._news.wait_for(what, PATIENCE), why

    def verify(self, wish: Wish, **changes: str) -> Got:
        """Call back to verify a request; ``changes`` replace what would be right."""
        fields = {"mode": wish.mode, "topic": wish.topic, "challenge": "c4ll-b4ck"}
        if wish.mode == "subscribe":
            fields["lease_seconds"] = str(self.lease)
        named = {f"hub.{name}": value for name, value in {**fields, **changes}.items()}
        return _send(f"{wish.callback}?{urlencode(named)}")

    def push(
        self,
        wish: Wish,
        body: bytes | Iterator[bytes],
        *,
        method: str = "sha256",
        secret: str | None = None,
        kind: str = "application/rss+xml",
        signature: str | None = None,
        **headers: str,
    ) -> Got:
        """Bring content, signed as it was asked for unless told otherwise; no method, no signature."""
        sent = {"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}}
        if signature is None and method and isinstance(body, bytes):
            key = (wish.secret if secret is None else secret).encode()
            signature = f"{method}={hmac.new(key, body, method).hexdigest()}"
        if signature is not None:
            sent["X-Hub-Signature"] = signature
        return _send(wish.callback, body, sent)


def _send(
    url: str, body: bytes | Iterator[bytes] | None = None, headers: Mapping[str, str] | None = None
) -> Got:
    request = Request(url, data=body, headers=dict(headers or {}))
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return _got(answer)
    except HTTPError as error:
        with error:
            return _got(error)


def _got(answer: Any) -> Got:
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return Got(status=answer.status, headers=headers, body=answer.read())


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name.removeprefix("hub."): value for name, value in parse_qsl(text)}
        wish = Wish(path=self.path, **fields)
        status = self.hub.statuses.pop(0) if len(self.hub.statuses) > 1 else self.hub.statuses[0]
        if self.hub.verifies and status == 202:
            assert self.hub.verify(wish).body == b"c4ll-b4ck"
        self.hub.note(wish)
        self.send_response(status)
        for name, value in self.hub.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass
