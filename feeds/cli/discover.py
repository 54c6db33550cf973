"""The feeds behind an address: the document there, those a page announces or leads to, those in the usual places."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from feeds.clock import now
from feeds.config import Settings
from feeds.errors import DatelineError, NotAFeed
from feeds.fetch.address import mask
from feeds.fetch.client import Client
from feeds.ingest import Visit, visit
from feeds.model.item import Item
from feeds.model.poll import Fetched, PollState, Reply, Source
from feeds.newsdesk import outside
from feeds.normalize.url import absolute
from feeds.parse.encoding import decode
from feeds.parse.kinds import KINDS
from feeds.parse.sniff import sniff
from feeds.poll.websub import header_links
from feeds.printed import on_one_line
from feeds.readout import Reader
from feeds.turns import Turns

_FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
}
# How the last part of a feed's path is mostly named, without a page's ending.
_NAMED = re.compile(
    r"(?:/(?:feed|rss|atom)/?|[/.-](?:feed|rss|atom|rdf)(?:\.(?:xml|json))?)$", re.I
)
_HEAD = 500_000  # characters; links stand at the top, and a page may be endless
_TRIED = 5  # feeds that one page announces
# Where feeds of pages that announce none are, for the software in use; the first that can be read is taken.
_USUAL = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that was read: where it is for good and where it was asked for, what it holds; of ``others`` that
    its page names, what is newest there, or why they could not be read.
    """

    url: str
    asked: str
    items: tuple[Item, ...]
    others: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """What the feed calls itself; its host where it says nothing (a planet's entries name others)."""
        stated = {item.origin.title for item in self.items} - {self.asked}
        one = on_one_line(stated.pop()) if len(stated) == 1 else ""
        return one or urlsplit(self.url).hostname or self.url


async def find(settings: Settings, url: str) -> Found:
    """The feed at an address, or the first readable one of those that the page there names, or in the usual
    places; raises DatelineError.
    """
    async with outside(settings) as (client, reader):
        search = _Search(settings, client, reader)
        (first,) = [one async for one in search.ask([url])]
        if _is_feed(first):
            return _found(url, first)
        if first.reply.status != 200 or b"<" not in first.reply.body[:2000]:
            raise DatelineError(f"{mask(url)}: {_reason(first)}")
        page = decode(first.reply.body, first.reply.header("content-type")).text
        told = [*announced_in_headers(first.reply), *announced(page, first.reply.final_url)]
        named = [_entrusted(one, url) for one in dict.fromkeys(told)]
        if named:
            return await _of_page(search, url, named)
        usual_places = [urljoin(first.reply.final_url, path) for path in _USUAL]
        places = dict.fromkeys([*led_to(page, first.reply.final_url)[:_TRIED], *usual_places])
        async for one in search.ask([_entrusted(place, url) for place in places]):
            if _is_feed(one):
                return _found(one.source.url or "", one)
    usual = ", ".join(_USUAL)
    raise DatelineError(f"{mask(url)}: {_reason(first)}; it names no feed, and none is at {usual}")


def _entrusted(url: str, asked: str) -> str:
    """An address with the user and password that was given for another, if it is of the same scheme, host and port."""
    secret, at, origin = urlsplit(asked).netloc.rpartition("@")
    parts = urlsplit(url)
    if not at or (parts.scheme, parts.netloc.lower()) != (urlsplit(asked).scheme, origin.lower()):
        return url
    return parts._replace(netloc=f"{secret}@{parts.netloc}").geturl()


async def _of_page(search: _Search, url: str, named: Sequence[str]) -> Found:
    tried = named[:_TRIED]
    came = {one.source.name: one async for one in search.ask(tried)}
    read = [(one, came[one]) for one in tried if one in came]
    chosen = next((address for address, one in read if _is_feed(one)), None)
    if chosen is None:
        said = "; ".join(f"{mask(address)}: {_reason(one)}" for address, one in read)
        raise DatelineError(f"no feed that {mask(url)} names can be read: {said}")
    others = [(mask(one), _gist(came.get(one))) for one in named if one != chosen]
    return _found(chosen, came[chosen], tuple(others))


class _Search:
    """Asks one address after the other, each in its site's turn."""

    def __init__(self, settings: Settings, client: Client, reader: Reader) -> None:
        polling = settings.polling
        self._turns = Turns(gap=polling.gap, networks=polling.allow_networks)
        self._client, self._reader = client, reader
        self._size = polling.max_bytes

    async def ask(self, urls: Sequence[str]) -> AsyncIterator[Visit]:
        """What is there; nothing more of a site that asks for rest."""
        for url in urls:
            self._turns.add(Source(name=url, url=url), PollState(source=url, due=now()))
        async for one in self._turns.run(self._visit, at_once=1, per_host=1):
            self._turns.heed(one.reply, now())
            yield one

    async def _visit(self, source: Source, state: PollState) -> Visit:
        client, reader, size = self._client, self._reader, self._size
        return await visit(source, state, client=client, reader=reader, max_bytes=size, now=now())


def _is_feed(visited: Visit) -> bool:
    """Whether it could be read, as something else than plain text, which is read as a wire story."""
    outcome = visited.outcome
    if not isinstance(outcome, Fetched):
        return False
    text = decode(outcome.body, outcome.content_type).text
    media_type = (outcome.content_type or "").partition(";")[0].strip().lower()
    try:
        return sniff(text, media_type, tuple(KINDS.values())) != "wire"
    except NotAFeed:
        return False


def _found(url: str, visited: Visit, others: tuple[tuple[str, str], ...] = ()) -> Found:
    assert isinstance(visited.outcome, Fetched)
    moved = visited.outcome.moved if urlsplit(url).username is None else None
    return Found(url=moved or url, asked=url, items=visited.readout.items, others=others)


def _gist(visited: Visit | None) -> str:
    """What is newest in a feed, or why it could not be read."""
    if visited is None:
        return "not asked"
    if not _is_feed(visited):
        return _reason(visited)
    newest = max(visited.readout.items, key=lambda item: item.carried_at, default=None)
    return on_one_line(newest.title) if newest else "no entries"


def _reason(visited: Visit) -> str:
    plain = "the document is plain text; a feed was expected"
    return str(getattr(visited.outcome, "reason", plain))


def announced(page: str, location: str) -> list[str]:
    """The addresses of the feeds that a page names, absolute, in its order, each once.

    ``location`` is the page's own address; a ``<base>`` in it counts.
    """
    found: dict[str, None] = {}
    for given, address in _links(page, location):
        if _leads_to_feed(given.get("rel", "").split(), given.get("type", "")):
            found[address] = None
    return list(found)


def announced_in_headers(reply: Reply) -> list[str]:
    """The addresses of the feeds that a page's headers name (RFC 8288)."""
    try:
        links = [to for rels, kind, to in header_links(reply) if _leads_to_feed(rels, kind)]
    except ValueError:  # one that they name is no address
        return []
    return [address for to in links if (address := absolute(to))]


def _leads_to_feed(relations: Sequence[str], kind: str) -> bool:
    alternate = "alternate" in relations and kind.partition(";")[0].strip() in _FEED_TYPES
    return alternate or "feed" in relations


def led_to(page: str, location: str) -> list[str]:
    """The addresses of a page's links on its own host that look like a feed's, as where it says “RSS” at its foot."""
    host = urlsplit(location).netloc
    links = (urlsplit(address) for _, address in _links(page, location))
    alike = (link.geturl() for link in links if link.netloc == host and _NAMED.search(link.path))
    return list(dict.fromkeys(alike))


def _links(page: str, location: str) -> Iterator[tuple[dict[str, str], str]]:
    """Each link of a page: its attributes in small letters, and its address."""
    tree = LexborHTMLParser(page[:_HEAD])
    base = tree.css_first("base[href]")
    stated = base.attributes.get("href") if base else None
    root = absolute(stated, location) or location
    for link in tree.css("link[href], a[href]"):
        address = absolute(link.attributes.get("href"), root)
        if address:
            yield {name: (value or "").lower() for name, value in link.attributes.items()}, address
