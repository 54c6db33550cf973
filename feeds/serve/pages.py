"""Pages for people over HTTP: the front page, a topic, a story, the sources."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from feeds.model.health import CONDITIONS
from feeds.publish.permit import permit_for
from feeds.serve.api import MOST_IN_JSON, story_json
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.respond import respond
from feeds.serve.views import (
    Templates,
    front_view,
    sources_view,
    story_view,
    topic_view,
)

_TOPICS, _SOURCES = 100, 200  # a page
_CSP = (
    "default-src 'none'; img-src https: http: data:; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Pages:
    """Renders pages out of the store: in threads, as Starlette runs what is not ``async``."""

    def __init__(self, desk: ServeDesk) -> None:
        self._desk = desk
        self._templates = Templates(live=True)

    def front(self, request: Request) -> Response:
        """``/``"""
        front, now = self._desk.front(), self._desk.now()
        after = request.query_params.get("after")
        with self._desk.store.read() as snapshot:
            values = front_view(snapshot, front, now, after=after, most=_TOPICS)
        return self._page(request, "front.html", front, **values)

    def topic(self, request: Request) -> Response:
        """``/topics/SLUG``"""
        slug = request.path_params["slug"]
        front = self._desk.front()
        topic = next((t for t in front.topics if t.slug == slug), None)
        if topic is None:
            return self.missing(request, "There is no such topic here.")
        with self._desk.store.read() as snapshot:
            values = topic_view(snapshot, topic, self._desk.now())
        return self._page(request, "topic.html", front, **values)

    def story(self, request: Request) -> Response:
        """``/stories/ID``"""
        story_id = request.path_params["id"]
        as_json = story_id.endswith(".json")
        asked = story_id.removesuffix(".json")
        front = self._desk.front()
        with self._desk.store.read() as snapshot:
            story = snapshot.story(asked)
            if story is None:
                said = "There is no such story here."
                if as_json:
                    return JSONResponse({"error": said}, status_code=404, headers=HEADERS)
                return self.missing(request, said)
            if story.id != asked:
                suffix = ".json" if as_json else ""
                # An editor may split them again: asked for anew each time.
                return RedirectResponse(
                    f"{front.root}/stories/{story.id}{suffix}",
                    status_code=308,
                    headers={"Cache-Control": "no-cache"},
                )
            if as_json:
                permit = permit_for(story, front.republish)
                line = story_json(snapshot, story, permit, most=MOST_IN_JSON)
                body = json.dumps(line, ensure_ascii=False).encode()
                return _answer(request, body, "application/json")
            values = story_view(snapshot, front, story)
        return self._page(request, "story.html", front, **values)

    def sources(self, request: Request) -> Response:
        """``/sources``"""
        front, now = self._desk.front(), self._desk.now()
        only = request.query_params.get("state")
        if only not in (None, *CONDITIONS):
            return self.missing(request, "There is no such state of a source.")
        with self._desk.store.read() as snapshot:
            after = request.query_params.get("after")
            values = sources_view(snapshot, front, now, only=only, after=after, most=_SOURCES)
        return self._page(request, "sources.html", front, **values)

    def missing(self, request: Request, sentence: str) -> Response:
        """404, with a sentence."""
        front = self._desk.front()
        return self._page(request, "missing.html", front, sentence=sentence, status=404)

    def render(self, name: str, front: Front, **values: Any) -> str:
        """A page by the name of its template."""
        return self._templates.render(name, front, **values)

    def _page(
        self, request: Request, name: str, front: Front, *, status: int = 200, **values: Any
    ) -> Response:
        text = self.render(name, front, **values)
        if status != 200:
            return HTMLResponse(text, status_code=status, headers=HEADERS)
        return _answer(request, text.encode(), "text/html")


def _answer(request: Request, body: bytes, media_type: str) -> Response:
    """A page, to be asked for anew each time."""
    return respond(request, body, media_type, {**HEADERS, "Cache-Control": "no-cache"})
