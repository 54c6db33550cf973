"""The application: which address gives what."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from feeds.errors import StoreAway
from feeds.publish.formats import FORMATS
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.documents import Documents
from feeds.serve.gate import Gate
from feeds.serve.health import Health
from feeds.serve.hub import Hub
from feeds.serve.pages import HEADERS, Pages
from feeds.serve.search import Search
from feeds.serve.site import style_sheet
from feeds.serve.websub import Callback


class _Rooted:
    """Takes the base address's path off the request's, where it is there: links on pages begin with it, and a proxy
    may pass it on or not.
    """

    def __init__(self, app: ASGIApp, front: Callable[[], Front]) -> None:
        self._app = app
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] == "http" and (root := self._front().root):
            inner = scope["path"].removeprefix(root)
            if inner != scope["path"] and inner[:1] in ("", "/"):
                scope = {**scope, "path": inner or "/"}
        await self._app(scope, receive, send)


def create_app(desk: ServeDesk) -> Starlette:
    """The ASGI application over a desk."""
    documents, pages, health = Documents(desk), Pages(desk), Health(desk)
    style = style_sheet()
    search = Search(desk, pages)

    async def stylesheet(_: Request) -> Response:
        return Response(style, media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    async def missing(request: Request, _: Exception) -> Response:
        if request.url.path.startswith(("/topics/", "/stories/")):
            return pages.missing(request, "There is nothing at this address.")
        return PlainTextResponse(
            "There is nothing at this address.\n", status_code=404, headers=HEADERS
        )

    async def away(_: Request, __: Exception) -> Response:
        retry = {"Retry-After": "30", **HEADERS}
        return PlainTextResponse(
            "The store is away for a moment.\n", status_code=503, headers=retry
        )

    # Feeds before pages: a slug holds no dot, so the suffix decides.
    read = ["GET", "HEAD", "OPTIONS"]
    feeds = [
        Route(f"/topics/{{slug}}{page}.{suffix}", documents.answer, methods=read)
        for suffix in FORMATS
        for page in ("", "/archive/{number}")
    ]
    return Starlette(
        routes=[
            Route("/", pages.front),
            Route("/topics.opml", documents.answer, methods=read),
            *feeds,
            Route("/topics/{slug}", pages.topic),
            Route("/stories/{id}", pages.story),
            Route("/search", search.page),
            Route("/search.atom", search.feed),
            Route("/opensearch.xml", search.description),
            Route("/static/search.js", search.script),
            Route("/sources", pages.sources),
            Route("/hub", Hub(desk).answer, methods=["GET", "POST"]),
            Route("/sources.atom", documents.answer, methods=read),
            Route("/websub/{token}", Callback(desk).answer, methods=["GET", "POST"]),
            Route("/static/style.css", stylesheet),
            Route("/healthz", health.alive),
            Route("/readyz", health.ready),
            Route("/metrics", health.metrics),
        ],
        middleware=[
            Middleware(_Rooted, front=desk.front),
            Middleware(Gate, desk=desk, documents=documents),
        ],
        exception_handlers={404: missing, StoreAway: away},
    )
