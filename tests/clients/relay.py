"""What stands between a reader and the daemon and writes down how the daemon answered."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.newsroom.desk import get

_ASKED = ("If-None-Match", "If-Modified-Since", "Accept-Encoding", "A-IM")
_TOLD = ("etag", "last-modified", "content-type", "content-encoding", "cache-control", "vary", "im")


class Relay:
    """A server on loopback that passes requests on to ``base``; ``statuses`` are its answers so far, to
    requests for ``paths``.
    """

    def __init__(self, base: str) -> None:
        self.statuses: list[int] = []
        self.paths: list[str] = []
        statuses, paths = self.statuses, self.paths

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = {k.replace("-", "_"): v for k in _ASKED if (v := self.headers.get(k))}
                got = get(base + self.path, **asked)
                statuses.append(got.status)
                paths.append(self.path)
                self.send_response(got.status)
                for name in _TOLD:
                    if name in got.headers:
                        self.send_header(name, got.headers[name])
                if got.status != 304:
                    self.send_header("Content-Length", str(len(got.body)))
                self.end_headers()
                self.wfile.write(got.body)

            def log_message(self, *_: Any) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Relay:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(20)
        self._server.server_close()
