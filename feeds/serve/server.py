"""uvicorn inside the daemon's own loop: it starts, tells its port, and stops when told."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from feeds.serve.gate import Gate
from feeds.serve.protocol import Protocol

_GRACE = 3  # seconds for answers under way when it stops


def bind(host: str, port: int) -> socket.socket:
    """A listening socket, so that a taken address shows at once; raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


async def serve(app: ASGIApp, listener: socket.socket, *, stop: asyncio.Event) -> None:
    """Serve on a bound socket until ``stop`` is set."""
    config = uvicorn.Config(
        app,
        http=Protocol if isinstance(app, Gate) else "auto",
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=15,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    await stop.wait()
    server.should_exit = True
    await running


class _Server(uvicorn.Server):
    """Signals are the daemon's, not the server's; who never finishes a request is not waited for."""

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second."""
        if counter % 10 == 0:
            now = time.monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, Protocol):
                    connection.hang_up(now)
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
