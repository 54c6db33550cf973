"""A scripted WebSub subscriber on loopback: what it answers is set by a test, what came is recorded."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.newsroom.upstream import PATIENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A GET of the hub: the path, and the query's fields (``hub.`` left off)."""

    path: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A POST of the hub; header names in small letters."""

    path: str
    headers: dict[str, str]
    body: bytes

    def is_signed(self, secret: str) -> bool:
        made = hmac.new(secret.encode(), self.body, hashlib.sha256).hexdigest()
        return self.headers.get("x-hub-signature") == f"sha256={made}"


@dataclass(slots=True)
class Script:
    """How a callback answers. ``says`` makes the body of a verification's answer from its challenge;
    ``pushes`` are the statuses of answers to deliveries, the last of which stays. ``held`` waits.
    """

    says: Callable[[str], str] = lambda challenge: challenge
    status: int = 200
    location: str | None = None
    pushes: list[int] = field(default_factory=lambda: [204])
    held: threading.Event | None = None
    endless: bool = False


class Subscriber:
    """The server; ``scripts`` by path, any other confirms everything."""

    def __init__(self) -> None:
        self.scripts: dict[str, Script] = {}
        self.asked: list[Asked] = []
        self.pushed: list[Pushed] = []
        self._news = threading.Condition()
        handler = type("Handler", (_Handler,), {"subscriber": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Subscriber:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for script in self.scripts.values():
            if script.held is not None:
                script.held.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self._server.server_address[1]}{path}"

    def script(self, path: str) -> Script:
        return self.scripts.setdefault(path, Script())

    def to(self, path: str) -> list[Pushed]:
        """The deliveries to a path so far."""
        return [one for one in self.pushed if one.path == path]

    def wait_for(self, what: Callable[[], Any], why: str) -> None:
        """Wait until something is so, looking again after each request."""
        with self._news:
            assert self._news.wait_for(what, PATIENCE), why

    def note(self, kind: list[Any], one: Asked | Pushed) -> None:
        with self._news:
            kind.append(one)
            self._news.notify_all()


class _Handler(BaseHTTPRequestHandler):
    subscriber: Subscriber
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        fields = {name.removeprefix("hub."): value for name, value in query.items()}
        script = self.subscriber.script(parts.path)
        self.subscriber.note(self.subscriber.asked, Asked(path=parts.path, fields=fields))
        headers = {"Location": script.location} if script.location else {}
        self._answer(script, script.status, script.says(fields.get("challenge", "")), headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = urlsplit(self.path).path
        script = self.subscriber.script(path)
        pushes = script.pushes
        status = pushes.pop(0) if len(pushes) > 1 else pushes[0]
        one = Pushed(path=path, headers=headers, body=body)
        self.subscriber.note(self.subscriber.pushed, one)
        self._answer(script, status, "", {"Location": self.subscriber.url("/elsewhere")})

    def _answer(self, script: Script, status: int, text: str, headers: dict[str, str]) -> None:
        if script.held is not None:
            script.held.wait(PATIENCE)
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if script.endless:
                self.end_headers()
                while True:
                    self.wfile.write(bytes(65536))
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass
