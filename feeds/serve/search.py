"""Searching over HTTP: a page where one types a query and sees what it would take, and its feed.

Anyone may ask, so a search has bounds: it looks through so many stories, for so long, and few run at once. When
a bound is met the page says so and leads on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib import resources

import tomlkit
from lxml import etree
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from feeds.curate.excerpt import Piece, mark, passage
from feeds.curate.tree import Everything
from feeds.edition import histories, twins_by_story
from feeds.errors import QueryError
from feeds.model.search import Position
from feeds.publish.addresses import absolute
from feeds.publish.entry import build_entry
from feeds.publish.formats import FORMATS
from feeds.publish.render import render
from feeds.publish.search import build_search_channel, search_url
from feeds.publish.wording import clean_text
from feeds.search import Finding, Results, asking, search
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.documents import FRESH, preflight
from feeds.serve.headline import bare_headline
from feeds.serve.narrowed import PARAMETERS, BadParameter, narrowing_in, parameters
from feeds.serve.pages import HEADERS, Pages
from feeds.serve.respond import respond
from feeds.text import slugify

_SHOWN = 30  # stories a page
_IN_FEED = 50  # entries
_MOST = 2000  # stories that one request looks through
_LONGEST = timedelta(seconds=2)
_AT_ONCE = 2  # searches that run side by side: they share the processor with everything else
_AROUND = 80  # characters of a faulty query shown before and after the fault
_PARAMETERS = {"q": PARAMETERS["q"]}  # of the feed
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# This page alone runs a script: our own, which asks for this page again as one types.
_PAGE_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'",
    "Cache-Control": "no-cache",
}
_FEED_HEADERS = {
    "Cache-Control": FRESH,
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}
_DESCRIPTION = "http://a9.com/-/spec/opensearch/1.1/"


class Search:
    """``/search``, ``/search.atom`` and ``/opensearch.xml``."""

    def __init__(self, desk: ServeDesk, pages: Pages) -> None:
        self._desk = desk
        self._pages = pages
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._script = resources.files("feeds.serve").joinpath("static/search.js").read_bytes()

    async def script(self, _: Request) -> Response:
        """``/static/search.js``"""
        headers = {**HEADERS, "Cache-Control": "max-age=3600"}
        return Response(self._script, media_type="text/javascript", headers=headers)

    async def page(self, request: Request) -> Response:
        """``/search``"""
        async with self._turn:
            return await run_in_threadpool(self._page, request)

    def _page(self, request: Request) -> Response:
        query = request.query_params.get("q", "").strip()
        front = self._desk.front()
        if not query:
            return self._show(request, front, query)
        try:
            results = self._find(
                front, query, _SHOWN, before=_position(request.query_params.get("before", ""))
            )
        except QueryError as error:
            return self._show(request, front, query, fault=error, status=400)
        return self._show(request, front, query, results=results)

    def _show(
        self,
        request: Request,
        front: Front,
        query: str,
        *,
        results: Results | None = None,
        fault: QueryError | None = None,
        status: int = 200,
    ) -> Response:
        rules = front.republish
        text = self._pages.render(
            "search.html",
            front,
            query=query,
            results=results,
            fault=fault,
            around=_around(query, fault) if fault else None,
            rows=[_row(finding, rules) for finding in results.findings] if results else [],
            older=_token(results.further) if results and results.further else None,
            first="before" not in request.query_params,
            feed=search_url(f"{front.root}/", query, feed=True),
            topic=_topic(query) if results else None,
        )
        body = text.encode()
        if status != 200:
            return Response(body, status, headers=_PAGE_HEADERS, media_type="text/html")
        return respond(request, body, "text/html", _PAGE_HEADERS)

    def _find(
        self, front: Front, query: str, limit: int, *, before: Position | None = None
    ) -> Results:
        """Raises QueryError."""
        begun = self._desk.now()
        tree = front.curator.read(query)
        with self._desk.store.read() as snapshot:
            return search(
                snapshot,
                tree,
                asking(snapshot, front.curator, tree, now=begun),
                limit=limit,
                most=_MOST,
                late=lambda: self._desk.now() - begun > _LONGEST,
                before=before,
            )

    async def feed(self, request: Request) -> Response:
        """``/search.atom``"""
        if request.method == "OPTIONS":
            return preflight()
        try:
            given = parameters(narrowing_in(request.url.query), _PARAMETERS)
        except BadParameter as error:
            return _refuse(f"{error}.")
        query = given["q"][0] if given["q"] else ""
        try:
            if isinstance(self._desk.front().curator.read(query), Everything):
                return _refuse("There is no query; write one: /search.atom?q=harbour")
            async with self._turn:
                body = await run_in_threadpool(self._feed, query)
        except QueryError as error:
            return _refuse(f"The query is faulty at {error}.")
        return respond(request, body, FORMATS["atom"].media_type, _FEED_HEADERS)

    def _feed(self, query: str) -> bytes:
        front = self._desk.front()
        rules = front.republish
        results = self._find(front, query, _IN_FEED)
        found = [finding.story for finding in results.findings]
        cut = not results.whole and len(found) < _IN_FEED
        with self._desk.store.read() as snapshot:
            versions = histories(snapshot, found)
            twins = twins_by_story(snapshot, [story.id for story in found])
        entries = [
            build_entry(
                story,
                content="full",
                republish=rules,
                page_url=f"{front.base_url.rstrip('/')}/stories/{story.id}",
                versions=versions.get(story.id, ()),
                twins=twins.get(story.id, ()),
            )
            for story in found
        ]
        channel = build_search_channel(
            query,
            entries,
            base_url=front.base_url,
            site_title=front.title,
            looked=results.looked if cut else None,
        )
        return render(channel, "atom").body

    async def description(self, _: Request) -> Response:
        """``/opensearch.xml``: how a browser adds this search (OpenSearch 1.1)."""
        front = self._desk.front()
        name = clean_text(front.title).strip()
        root = etree.Element("OpenSearchDescription", xmlns=_DESCRIPTION)
        etree.SubElement(root, "ShortName").text = name[:16]
        etree.SubElement(root, "Description").text = f"Stories of {name}"[:1024]
        etree.SubElement(root, "InputEncoding").text = "UTF-8"
        for kind, path in (("text/html", "/search"), ("application/atom+xml", "/search.atom")):
            template = f"{absolute(front.base_url, path)}?q={{searchTerms}}"
            etree.SubElement(root, "Url", type=kind, template=template)
        body = etree.tostring(root, encoding="utf-8", xml_declaration=True)
        kind = "application/opensearchdescription+xml"
        headers = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
        return Response(body, media_type=kind, headers=headers)


def _refuse(sentence: str) -> Response:
    return PlainTextResponse(f"{sentence}\n", status_code=400, headers=HEADERS)


def _row(
    finding: Finding, rules: Mapping[str, str]
) -> tuple[Finding, Sequence[Piece], Sequence[Piece]]:
    """A finding, its title marked, and the passage to show: none of what may not be republished."""
    head = finding.story.head
    hidden = finding.story.status == "withdrawn" or rules.get(head.source) == "title"
    shown = [] if hidden else passage(head.text, finding.why)
    return finding, mark(bare_headline(finding.story), finding.why), shown


def _around(query: str, fault: QueryError) -> tuple[str, str, str]:
    """A faulty query before, at and behind the fault's column; cut where it is long."""
    place = fault.column - 1
    before, behind = query[:place], query[place + 1 :]
    if len(before) > _AROUND:
        before = f"…{before[-_AROUND:]}"
    if len(behind) > _AROUND:
        behind = f"{behind[:_AROUND]}…"
    return before, query[place : place + 1], behind


def _topic(query: str) -> str:
    """A query as a topic of the configuration."""
    plain = "'" not in query and query.isprintable()
    written = f"'{query}'" if plain else tomlkit.item(query).as_string()
    title = tomlkit.item(" ".join(query.split())[:80]).as_string()
    return f'[[topic]]\nslug = "{slugify(query)}"\ntitle = {title}\nquery = {written}\n'


def _token(position: Position) -> str:
    """A position as it stands in an address."""
    moment, story = position
    return f"{(moment - _EPOCH) // timedelta(microseconds=1)}-{story}"


def _position(token: str) -> Position | None:
    """The position an address names; None, the beginning, if it names none."""
    number, _, story = token.rpartition("-")
    try:
        return _EPOCH + timedelta(microseconds=int(number)), story
    except (ValueError, OverflowError):
        return None
