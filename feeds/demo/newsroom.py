"""The newsroom as a web server on loopback; tests drive it by its clock, the demo by time itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from feeds.demo.outlets import render, wire_text
from feeds.demo.script import Outlet, Script


class Newsroom:
    """Serves the script's outlets as they stand so many seconds after the start.

    ``elapsed`` tells how many; ``requests`` counts the polls of each outlet and ``full`` those that
    were answered with a body.
    """

    def __init__(self, script: Script, *, start: datetime, elapsed: Callable[[], float]) -> None:
        self.script = script
        self._start = start
        self._elapsed = elapsed
        self._outlets = {outlet.place: outlet for outlet in script.outlets}
        self.requests: dict[str, int] = dict.fromkeys(self._outlets, 0)
        self.full: dict[str, int] = dict.fromkeys(self._outlets, 0)

    def app(self) -> Starlette:
        """The server."""
        return Starlette(
            routes=[Route("/{place}/feed", self._feed), Route("/{place}/{key}", self._page)]
        )

    def write_wire(self, folder: Path) -> None:
        """Write the stories that the wire folder holds by now, each file whole at once."""
        for outlet in self.script.outlets:
            if outlet.format != "wire":
                continue
            for piece in self.script.pieces(outlet, start=self._start, elapsed=self._elapsed()):
                story = self.script.stories[piece.key]
                target = folder / f"{piece.key}.txt"
                text = wire_text(piece, story.agency or "MDW")
                if not target.exists() or target.read_text(encoding="utf-8") != text:
                    part = folder / f".{piece.key}.part"
                    part.write_text(text, encoding="utf-8")
                    part.replace(target)

    async def _feed(self, request: Request) -> Response:
        outlet = self._outlets.get(request.path_params["place"])
        if outlet is None or outlet.format == "wire":
            return PlainTextResponse("no such outlet\n", status_code=404)
        self.requests[outlet.place] += 1
        base = f"{request.url.scheme}://{request.url.netloc}/{outlet.place}/"
        body, media_type = self._render(outlet, base)
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        self.full[outlet.place] += 1
        return Response(body, media_type=media_type, headers={"ETag": etag})

    def _render(self, outlet: Outlet, base: str) -> tuple[bytes, str]:
        pieces = self.script.pieces(outlet, start=self._start, elapsed=self._elapsed())
        return render(outlet, base, pieces)

    async def _page(self, request: Request) -> Response:
        return PlainTextResponse(f"The page of {request.path_params['key']} would be here.\n")
