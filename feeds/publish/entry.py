"""A story as an entry of a feed, and a topic as a channel: the same for every format."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin
from uuid import UUID, uuid5

from feeds.model.atom import Category, Enclosure, FeedMeta, Person
from feeds.model.item import Item
from feeds.model.output import Carrier, Channel, OutputEntry
from feeds.model.poll import Republish
from feeds.model.story import Copy, Story, Version
from feeds.model.topic import ContentRule, Hit, Topic
from feeds.publish.addresses import hub_urls
from feeds.publish.notes import because, notes, withdrawn
from feeds.publish.wording import at_minute, clean, cut_excerpt

# Ids are drawn from this name space and the story's id alone: no address in them can move.
NAMESPACE = UUID("6b1f4a0e-6d5c-4f5e-9d0a-0c6f3b1f2a77")
# A feed must say when it was updated; one without entries says this (RFC 4287, section 4.2.15).
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_ORDER: tuple[ContentRule, ...] = ("full", "excerpt", "none")
_ALLOWED: dict[Republish, ContentRule] = {"full": "full", "excerpt": "excerpt", "title": "none"}


def story_urn(story_id: str) -> str:
    """The id of a story's entry, in every feed and for ever."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'story/{story_id}')}"


def topic_urn(slug: str) -> str:
    """The id of a topic's feed."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'topic/{slug}')}"


def topic_address(slug: str, base_url: str) -> str:
    """The address of a topic's page; its feeds are there with a suffix."""
    base = base_url if base_url.endswith("/") else f"{base_url}/"
    return urljoin(base, f"topics/{slug}")


def build_entry(
    story: Story,
    *,
    content: ContentRule,
    republish: Mapping[str, Republish],
    page_url: str,
    versions: Sequence[Version] = (),
    lead: Item | None = None,
    why: Sequence[Hit] | None = None,
) -> OutputEntry:
    """A story as an entry.

    ``content`` is the topic's rule, which the head's source may narrow by its ``republish`` rule.
    ``page_url`` is the story's own page, linked to when no copy has a page. ``versions`` is the story's
    history, needed where it has more than one. ``lead`` is a copy's item that heads it here: its words and its
    page. ``why`` is told in the entry: what matched where.
    """
    story = replace(story, head=lead) if lead else story
    rule = _narrower(content, _ALLOWED[republish.get(story.head.source, "full")])
    open_to_all = {c.item for c in story.copies if republish.get(c.source, "full") == "full"}
    quotable = open_to_all if rule == "full" else frozenset()
    story, versions = clean(story), clean(tuple(versions))
    head = story.head
    first = next(c for c in story.copies if c.source == story.first_carrier)
    shown = next((c for c in story.copies if lead and c.item == lead.id), first)
    usable = story.status == "usable"
    excerpt = cut_excerpt(head.text)
    link = _link(story, shown) or page_url
    others = _others(story, shown, link)
    told = because(why, quoted=rule != "none" and usable) if why is not None else ""
    title = _title(story, versions)
    return OutputEntry(
        id=story_urn(story.id),
        title=title if usable else f"Withdrawn: {title}",
        link=link,
        published=story.published,
        updated=max(story.updated, story.published),
        html=_body(story, rule, excerpt, versions, quotable) + _footer(story, first, others) + told,
        summary=excerpt if rule != "none" and usable else "",
        first_carrier=story.first_carrier,
        others=others,
        agency=story.agency,
        credit_line=head.credit.credit_line,
        authors=_authors(head),
        categories=_categories(head),
        enclosures=_enclosures(head) if rule == "full" and usable else (),
        language=head.language,
        rights=head.rights,
        source=_origin(head),
        source_name=head.source,
        withdrawn=None if usable else story.updated,
    )


def build_channel(
    topic: Topic,
    entries: Sequence[OutputEntry],
    *,
    base_url: str,
    site_title: str,
    suffix: str,
    hubs: Sequence[str] = (),
) -> Channel:
    """A topic's feed in the format of ``suffix`` (``atom``, ``rss``, ``json``).

    It names our own hub, and those of others in ``hubs``.
    """
    feed = topic_address(topic.slug, base_url)
    title = clean(topic.title).strip() or topic.slug
    channel = Channel(
        slug=topic.slug,
        title=title,
        description=clean(topic.description).strip() or title,
        id=topic_urn(topic.was[0] if topic.was else topic.slug),
        link=feed,
        self_url=f"{feed}.{suffix}",
        hubs=hub_urls(base_url, hubs),
        site_title=clean(site_title).strip() or title,
        updated=max((entry.updated for entry in entries), default=NEVER),
        entries=(),
    )
    return replace(clean(channel), entries=tuple(entries))  # they are clean already


def _narrower(one: ContentRule, other: ContentRule) -> ContentRule:
    return max(one, other, key=_ORDER.index)


def _link(story: Story, first: Copy) -> str | None:
    links = [first.link, story.head.link, *(copy.link for copy in story.copies)]
    return next((link for link in links if link), None)


def _others(story: Story, first: Copy, link: str) -> tuple[Carrier, ...]:
    """Every other copy, in order of arrival; one source's several entries for one page are one."""
    found: dict[tuple[str, str | None], Carrier] = {}
    for copy in story.copies:
        same_page = copy.source == first.source and copy.link in (first.link, link, None)
        if copy.item != first.item and not same_page:
            carrier = Carrier(
                source=copy.source, title=copy.title, link=copy.link, at=copy.carried_at
            )
            found.setdefault((copy.source, copy.link), carrier)
    return tuple(found.values())


def _authors(head: Item) -> tuple[Person, ...]:
    """Who wrote it: the byline in the text first, then the authors that the entry names.

    An author with an agency beside (``Jane Roe (AFP)``) whom the byline names is named by it alone.
    """
    given = [person for person in head.authors if person.name.strip()]
    byline = (head.credit.byline or "").strip()
    if not byline:
        return tuple(given)
    names = {byline} | (
        {p.name for p in given if byline in p.name} if head.credit.agency else set()
    )
    same = [person for person in given if person.name in names]
    others = (person for person in given if person.name not in names)
    return (Person(name=byline, uri=same[0].uri if same else None), *others)


def _origin(head: Item) -> FeedMeta:
    """The feed the head was taken from, with an id: RFC 4287 (section 4.2.11) wants one of it."""
    origin = head.origin
    named = origin.id or origin.self_link or origin.link
    return replace(origin, id=named or f"urn:uuid:{uuid5(NAMESPACE, f'source/{head.source}')}")


def _categories(head: Item) -> tuple[Category, ...]:
    return tuple(category for category in head.categories if category.term.strip())


def _enclosures(head: Item) -> tuple[Enclosure, ...]:
    return tuple(enclosure for enclosure in head.enclosures if enclosure.href.strip())


def _title(story: Story, versions: Sequence[Version]) -> str:
    """The head's title; of a withdrawn story the one it had, since a notice may head it."""
    if story.status == "usable":
        return story.head.title.strip() or "Untitled"
    known = [v.title for v in versions if v.relation != "withdrawal"] or [story.head.title]
    return known[-1].strip() or "Untitled"


def _body(
    story: Story,
    rule: ContentRule,
    excerpt: str,
    versions: Sequence[Version],
    quotable: Set[int],
) -> str:
    if story.status == "withdrawn":
        return withdrawn(versions)
    said = notes(versions, quotable=quotable)
    if rule == "full":
        return said + (story.head.html or f"<p>{html.escape(excerpt, quote=False)}</p>")
    shown = rule == "excerpt" and excerpt
    return said + (f"<p>{html.escape(excerpt, quote=False)}</p>" if shown else "")


def _footer(story: Story, first: Copy, others: Sequence[Carrier]) -> str:
    """Who had it first, who wrote it, who else carries it; of a withdrawn one who carries it still."""
    credit = f" Written by {html.escape(story.agency)}." if story.agency else ""
    carried = f"<p>First carried by {_named(first.source, first.link)}, {at_minute(first.carried_at)}.{credit}</p>"
    if story.status == "withdrawn":
        still = ", ".join(html.escape(source) for source in story.still_carried_by)
        return f"{carried}<p>{f'Still carried by {still}' if still else 'No longer carried by anyone'}.</p>"
    if not others:
        return carried
    rows = "".join(f"<li>{_row(carrier, first.title)}</li>" for carrier in others)
    return f"{carried}<p>Also carried by:</p><ul>{rows}</ul>"


def _row(carrier: Carrier, title: str) -> str:
    other = "" if carrier.title == title else f": {html.escape(carrier.title)}"
    return f"{_named(carrier.source, carrier.link)}, {at_minute(carrier.at)}{other}"


def _named(source: str, link: str | None) -> str:
    name = html.escape(source)
    return f'<a href="{html.escape(link)}">{name}</a>' if link else name
