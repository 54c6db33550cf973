"""HTTP/1.1 as uvicorn speaks it, except that a document which is ready is answered where the request is read.

Readers that poll are nearly all of the visitors. For them this spares a task, a scope and five calls of ASGI a request;
all else (queries, bodies that are waited for, proxies, other methods) goes uvicorn's own way.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.server import ServerState

from feeds.serve.gate import Gate
from feeds.serve.sendable import Answer

_PATIENCE = 20.0  # seconds for a whole request
_LONGEST = 65_536  # bytes of a request's line and headers, beyond those that came with its first


class Protocol(HttpToolsProtocol):
    """One connection; the application that uvicorn is configured with is a ``Gate``."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        assert isinstance(config.app, Gate)
        self._gate = config.app
        self._always: tuple[object, bytes] = (None, b"")
        self._answered: RequestResponseCycle | None = None
        self._open: deque[RequestResponseCycle] = deque()  # what was asked and may not be answered
        self._asking: float | None = time.monotonic()  # since when a request is waited for
        self._begun = 0  # requests
        self._head: int | None = None  # bytes of the line and headers under way

    def data_received(self, data: bytes) -> None:
        """Some bytes; who sends headers without end is hung up on, since the parser holds all of them."""
        begun = self._begun
        super().data_received(data)
        if self._head is not None and self._begun == begun:
            self._head += len(data)
            if self._head > _LONGEST:
                self.transport.close()

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._asking = time.monotonic()
        self._begun += 1
        self._head = 0

    def on_headers_complete(self) -> None:
        """A request's line and headers are read."""
        self._head = None
        answer = self._at_once() if self._is_plain() else None
        if answer is None:
            super().on_headers_complete()
            while self._open and self._open[0].response_complete:
                self._open.popleft()
            self._open.append(self.cycle)
            return
        self.cycle = self._over()
        stays = self.parser.should_keep_alive()
        end = b"\r\n" if stays else b"connection: close\r\n\r\n"
        status = STATUS_LINE[answer.status]
        self.transport.write(b"".join((status, self._stamp(), answer.wire, end, answer.body)))
        if not stays:
            self.transport.close()
        self.on_response_complete()

    def on_message_complete(self) -> None:
        """A request is read to its end."""
        self._asking = None
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody waits for any of what was asked together; by itself uvicorn ends the last of it only."""
        super().connection_lost(exc)
        self.pipeline.clear()
        for cycle in self._open:
            cycle.disconnected = True

    def hang_up(self, now: float) -> None:
        """Close the connection if the request on it has been coming for too long; uvicorn would wait for ever."""
        late = self._asking is not None and now - self._asking > _PATIENCE
        if late and self._is_idle():
            self.transport.close()

    def _is_idle(self) -> bool:
        """Whether no answer is under way."""
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]  # as it is typed

    def _is_plain(self) -> bool:
        """Whether nothing is under way on this connection, and nothing is asked of it but an answer."""
        return (
            self._is_idle()
            and not self.transport.get_write_buffer_size()  # who reads slowly is waited for
            and not self.expect_100_continue
            and self.parser.get_http_version() == "1.1"
            and not self.parser.should_upgrade()
        )

    def _at_once(self) -> Answer | None:
        client = self.client[0] if self.client else ""
        return self._gate.at_once(self.url, self.parser.get_method(), self.headers, client)

    def _stamp(self) -> bytes:
        """The headers that uvicorn gives every answer, such as the date, which it makes anew each second."""
        headers = self.server_state.default_headers
        if self._always[0] is not headers:
            self._always = (headers, b"".join(b"%b: %b\r\n" % header for header in headers))
        return self._always[1]

    def _over(self) -> RequestResponseCycle:
        """uvicorn's record of a request and its answer, of one that is over."""
        if self._answered is None:
            self._answered = RequestResponseCycle(
                scope=self.scope,
                transport=self.transport,
                flow=self.flow,
                logger=self.logger,
                access_logger=self.access_logger,
                access_log=False,
                default_headers=[],
                message_event=asyncio.Event(),
                expect_100_continue=False,
                keep_alive=True,
                on_response=self.on_response_complete,
            )
            self._answered.response_complete = True
        return self._answered
