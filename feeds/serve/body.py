"""The body of a request that anyone may send: no larger than it may be, and no slower."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from feeds.publish.hub import Refusal


async def body_of(request: Request, *, most: int, seconds: float) -> bytes | Refusal:
    """The body, if it has at most so many bytes and comes within so many seconds; else 413 or 408."""
    large = Refusal(status=413, why=f"The body must be at most {most} bytes.")
    stated = request.headers.get("content-length", "0")
    if stated.isdecimal() and int(stated[:20]) > most:
        return large
    pieces, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                pieces.append(piece)
                size += len(piece)
                if size > most:
                    return large
    except (TimeoutError, ClientDisconnect):
        return Refusal(status=408, why="The body did not come in time.")
    return b"".join(pieces)
