"""Killed stories, and what a source allows no longer, out of what else never changes, inside a release's transaction:
archive documents and digests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from feeds.model.story import Story
from feeds.model.topic import Topic
from feeds.normalize.url import canonical
from feeds.publish.conform import web_address
from feeds.publish.digest import is_label, without_words
from feeds.publish.entry import build_channel, story_urn
from feeds.publish.formats import FORMATS
from feeds.publish.paginate import Address
from feeds.publish.redact import redact
from feeds.publish.render import RenderedEntry, render_entry
from store.api import Snapshot, Transaction

_NAMED = 500  # stories that a question to the store names at most
_ALL = 10_000  # digests of a topic that are looked through


def places(
    snapshot: Snapshot, withdrawn: Collection[str] | None
) -> Mapping[tuple[str, int], Sequence[str]]:
    """Which archive documents (topic, number) hold which withdrawn stories: of all, or of ``withdrawn``."""
    some = withdrawn if withdrawn is not None and len(withdrawn) <= _NAMED else None
    asked = withdrawn is None or withdrawn
    return by_page(snapshot.withdrawn_in_archive(some) if asked else ())


def by_page(places: Iterable[tuple[str, int, str]]) -> Mapping[tuple[str, int], Sequence[str]]:
    """The stories of each archive document, of places (topic, number, story)."""
    found: dict[tuple[str, int], list[str]] = {}
    for slug, number, story in places:
        found.setdefault((slug, number), []).append(story)
    return found


def notice(place: str, entry: RenderedEntry) -> RenderedEntry:
    """A withdrawn story's entry under the id that an archive document knows it by; a digest's as it is."""
    return entry if is_label(place) else render_entry(replace(entry.entry, id=story_urn(place)))


def pages(
    snapshot: Snapshot, topic: Topic, number: int, notices: Sequence[RenderedEntry], base_url: str
) -> Iterator[tuple[str, str, bytes]]:
    """An archive document with those entries in the place of what it had: path, media type and bytes, by format."""
    for suffix, kind in FORMATS.items():
        path = Address(slug=topic.slug, suffix=suffix, page=number).path
        document = snapshot.document(path)
        if document is not None:
            channel = build_channel(topic, (), base_url=base_url, site_title="", suffix=suffix)
            parts = {one.entry.id: one.parts[suffix] for one in notices if suffix in one.parts}
            body = redact(document.body, kind.frame(channel)[1], kind, parts)
            yield path, document.media_type, body


def withdraw(
    tx: Transaction, topic: Topic, stories: Sequence[Story], pages_url: str, *, now: datetime
) -> set[str]:
    """Take what withdrawn stories said out of a topic's digests; the labels of those that said it.

    ``pages_url`` is what the addresses of stories' own pages begin with.
    """
    carried = {story.id: [copy.link or "" for copy in story.copies] for story in stories}
    named = naming(tx, carried, pages_url)
    return _rewrite(tx, topic, partial(without_words, named=named), at=now)


def shorten(tx: Transaction, topic: Topic, named: Callable[[str], bool]) -> set[str]:
    """Take excerpts of stories whose link is ``named`` out of a topic's digests, which are not news for that; the
    labels of those that had them.
    """
    return _rewrite(tx, topic, partial(without_words, named=named, notice=""), at=None)


def naming(
    snapshot: Snapshot, carried: Mapping[str, Iterable[str]], pages_url: str
) -> Callable[[str], bool]:
    """Whether a link in a digest is to one of those stories: to the page of a copy, also where that was before it
    moved, or to their own. ``carried`` gives the pages of their copies.
    """
    pages = {page for links in carried.values() for link in links if (page := web_address(link))}
    pages |= {f"{pages_url}{story}" for story in carried}
    moved = frozenset(snapshot.moved_pages(list(carried)))
    return lambda link: link in pages or (bool(moved) and canonical(link) in moved)


def _rewrite(
    tx: Transaction, topic: Topic, change: Callable[[str], str], *, at: datetime | None
) -> set[str]:
    labels = [one.story for one in tx.digest_edition(topic.slug, limit=_ALL)]
    changed = set()
    for label, digest in tx.digests(topic.slug, labels).items():
        body = change(digest.html)
        if body != digest.html:
            moment = at or digest.rewritten or digest.until
            tx.rewrite_digest(topic.slug, label, body, at=moment)
            changed.add(label)
    return changed
