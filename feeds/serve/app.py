"""The application: which address gives what."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Route

from feeds.errors import StoreAway
from feeds.publish.formats import FORMATS
from feeds.serve.desk import ServeDesk
from feeds.serve.documents import Documents
from feeds.serve.gate import Gate
from feeds.serve.health import Health
from feeds.serve.hub import Hub
from feeds.serve.pages import HEADERS, Pages
from feeds.serve.search import Search
from feeds.serve.site import style_sheet
from feeds.serve.websub import Callback


def create_app(desk: ServeDesk) -> Gate:
    """The ASGI application over a desk."""
    documents, pages, health = Documents(desk), Pages(desk), Health(desk)
    style = style_sheet()
    search = Search(desk, pages)

    async def stylesheet(_: Request) -> Response:
        return Response(style, media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    async def missing(request: Request, _: Exception) -> Response:
        # Starlette would lead to the host that the request names, over http, past the base address's path.
        path = request.url.path.strip("/")
        if request.url.path.endswith("/") and _leads_on(routed, path):
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{desk.front().root}/{path}{query}", headers=HEADERS)
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
    routed = Starlette(
        routes=[
            Route("/", pages.front),
            Route("/topics.opml", documents.answer, methods=read),
            *feeds,
            Route("/topics/{slug}", pages.topic),
            Route("/stories/{id}", pages.story),
            Route("/search", search.page),
            Route("/search.atom", search.feed, methods=read),
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
        exception_handlers={404: missing, StoreAway: away},
    )
    routed.router.redirect_slashes = False
    return Gate(routed, desk, documents)


def _leads_on(routed: Starlette, path: str) -> bool:
    """Whether there is something at a path that a request with a stray slash means."""
    asked = {"type": "http", "method": "GET", "path": f"/{path}"}
    return bool(path) and any(route.matches(asked)[0] is Match.FULL for route in routed.routes)
