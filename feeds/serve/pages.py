"""Pages for people: the front page, a topic, a story, the sources."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from feeds.model.poll import Source
from feeds.model.story import format_id
from feeds.model.topic import Topic, TopicEntry
from feeds.publish.changes import history
from feeds.publish.notes import verb
from feeds.publish.wording import had_it
from feeds.serve.api import story_json
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.documents import accepts_gzip, answer, pack
from feeds.serve.links import quotings
from store.api import Snapshot

_CSP = (
    "default-src 'none'; img-src https: http: data:; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_ON_FRONT = 5  # stories of each topic on the front page
_RTL = {"ar", "fa", "he", "ur"}


class Pages:
    """Renders pages out of the store."""

    def __init__(self, desk: ServeDesk) -> None:
        self._desk = desk
        self._templates = Environment(
            loader=PackageLoader("feeds.serve"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(
            when=_when,
            direction=_direction,
            host=_host,
            had_it=had_it,
            item_id=format_id,
            verb=verb,
        )

    async def front(self, request: Request) -> Response:
        """``/``"""
        return await run_in_threadpool(self._front, request)

    def _front(self, request: Request) -> Response:
        front, now = self._desk.front(), self._desk.now()
        with self._desk.store.read() as snapshot:
            topics = [(t, _entries(snapshot, t, _ON_FRONT, now)) for t in front.topics]
        return self._page(request, "front.html", front, topics=topics)

    async def topic(self, request: Request) -> Response:
        """``/topics/SLUG``"""
        return await run_in_threadpool(self._topic, request)

    def _topic(self, request: Request) -> Response:
        slug = request.path_params["slug"]
        front = self._desk.front()
        topic = next((t for t in front.topics if t.slug == slug), None)
        if topic is None:
            return self.missing(request, "There is no such topic here.")
        with self._desk.store.read() as snapshot:
            entries = _entries(snapshot, topic, topic.limit, self._desk.now())
        return self._page(request, "topic.html", front, topic=topic, entries=entries)

    async def story(self, request: Request) -> Response:
        """``/stories/ID``"""
        return await run_in_threadpool(self._story, request)

    def _story(self, request: Request) -> Response:
        story_id = request.path_params["id"]
        as_json = story_id.endswith(".json")
        asked = story_id.removesuffix(".json")
        front = self._desk.front()
        with self._desk.store.read() as snapshot:
            story = snapshot.story(asked)
            if story is None:
                return self.missing(request, "There is no such story here.")
            if story.id != asked:
                suffix = ".json" if as_json else ""
                # An editor may split them again: asked for anew each time.
                return RedirectResponse(
                    f"/stories/{story.id}{suffix}",
                    status_code=308,
                    headers={"Cache-Control": "no-cache"},
                )
            if as_json:
                body = json.dumps(story_json(snapshot, story), ensure_ascii=False).encode()
                return _answer(request, body, "application/json")
            versions = snapshot.versions(story.id)
            quoting = quotings(snapshot, story)
            matches = snapshot.topics_of(story.id)
        titles = {topic.slug: topic.title for topic in front.topics}
        return self._page(
            request,
            "story.html",
            front,
            story=story,
            body=Markup(story.head.html),
            changes=history(versions)[::-1],
            quoting=quoting,
            matches=matches,
            titles=titles,
        )

    async def sources(self, request: Request) -> Response:
        """``/sources``"""
        return await run_in_threadpool(self._sources, request)

    def _sources(self, request: Request) -> Response:
        front, now = self._desk.front(), self._desk.now()
        with self._desk.store.read() as snapshot:
            states = {state.source: state for state in snapshot.poll_states()}
            activity = snapshot.activity(at=now)
        rows = [
            (source, states.get(source.name), activity.get(source.name)) for source in front.sources
        ]
        return self._page(request, "sources.html", front, rows=rows)

    def missing(self, request: Request, sentence: str) -> Response:
        """404, with a sentence."""
        front = self._desk.front()
        return self._page(request, "missing.html", front, sentence=sentence, status=404)

    def render(self, name: str, front: Front, **values: Any) -> str:
        """A page by the name of its template."""
        return self._templates.get_template(name).render(front=front, **values)

    def _page(
        self, request: Request, name: str, front: Front, *, status: int = 200, **values: Any
    ) -> Response:
        text = self.render(name, front, **values)
        if status != 200:
            return HTMLResponse(text, status_code=status, headers=HEADERS)
        return _answer(request, text.encode(), "text/html")


def _answer(request: Request, body: bytes, media_type: str) -> Response:
    """A page, conditional and compressed like a feed, but asked for anew each time."""
    packed = accepts_gzip(request.headers.get("accept-encoding", ""))
    return answer(
        request,
        pack(body) if packed else body,
        etag=f'"{blake2b(body, digest_size=16).hexdigest()}"',
        packed=packed,
        media_type=media_type,
        headers={**HEADERS, "Cache-Control": "no-cache"},
    )


def _entries(snapshot: Snapshot, topic: Topic, limit: int, now: datetime) -> list[TopicEntry]:
    """A topic's newest stories, none older than its feeds go back."""
    oldest = now - topic.window if topic.window else None
    entries = snapshot.topic_entries(topic.slug, limit=limit)
    return [e for e in entries if oldest is None or e.story.published >= oldest]


def _when(moment: datetime | None) -> str:
    if moment is None:
        return "never"
    exact = moment.isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{}</time>').format(exact, f"{moment:%Y-%m-%d %H:%M} UTC")


def _direction(language: str | None) -> str:
    return "rtl" if language in _RTL else "auto"


def _host(source: Source) -> str:
    """Where a source lives, without user and password."""
    return (urlsplit(source.url).hostname or "") if source.url else "folder"
