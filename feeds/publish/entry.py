"""A story as an entry of a feed, and a topic as a channel: the same for every format."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

from feeds.model.atom import Category, Enclosure, FeedMeta, Person
from feeds.model.item import Item
from feeds.model.output import Carrier, Channel, OutputEntry
from feeds.model.poll import Republish
from feeds.model.story import Copy, Story, Version
from feeds.model.topic import ContentRule, Hit, Topic
from feeds.publish.addresses import absolute, hub_urls
from feeds.publish.conform import (
    holds_key,
    is_iri,
    is_right_to_left,
    language_tag,
    media_type,
    plain_line,
    runs_left,
    web_address,
)
from feeds.publish.notes import because, notes, withdrawn
from feeds.publish.wording import at_minute, clean, cut_excerpt

# Ids are drawn from this name space and the story's id alone: no address in them can move.
NAMESPACE = UUID("6b1f4a0e-6d5c-4f5e-9d0a-0c6f3b1f2a77")
# A feed must say when it was updated; one without entries says this (RFC 4287, section 4.2.15).
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_ORDER: tuple[ContentRule, ...] = ("full", "excerpt", "none")
# Of one source's pages for a story so many are named at most: thousands would fill every feed that has it.
_FROM_ONE = 50
_ALLOWED: dict[Republish, ContentRule] = {"full": "full", "excerpt": "excerpt", "title": "none"}


def story_urn(story_id: str) -> str:
    """The id of a story's entry, in every feed and for ever."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'story/{story_id}')}"


def topic_urn(slug: str) -> str:
    """The id of a topic's feed."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'topic/{slug}')}"


def topic_address(slug: str, base_url: str) -> str:
    """The address of a topic's page; its feeds are there with a suffix."""
    return absolute(base_url, f"/topics/{slug}")


def build_entry(
    story: Story,
    *,
    content: ContentRule,
    republish: Mapping[str, Republish],
    page_url: str,
    versions: Sequence[Version] = (),
    lead: Item | None = None,
    why: Sequence[Hit] | None = None,
    twins: Sequence[Story] = (),
) -> OutputEntry:
    """A story as an entry.

    ``content`` is the topic's rule, which the head's source may narrow by its ``republish`` rule.
    ``page_url`` is the story's own page, linked to when no copy has a page. ``versions`` is the story's
    history, needed where it has more than one. ``lead`` is a copy's item that heads it here: its words and its
    page. ``why`` is told in the entry: what matched where; so are its language ``twins``, which are no copies and so no
    related links.
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
    language = language_tag(head.language)
    said = notes(versions, quotable=quotable) if usable else withdrawn(versions)
    text = _directed(_text(story, rule, excerpt) if usable else "", language)
    footer = _footer(story, first, others) + (_elsewhere(twins) if usable else "") + told
    return OutputEntry(
        id=story_urn(story.id),
        title=title if usable else f"Withdrawn: {title}",
        link=link,
        # Words that stood before were published by then, though who turned out to be first states a later time.
        published=min(story.published, story.updated),
        updated=story.updated,
        html=_ours(said, language) + text + _ours(footer, language),
        summary=plain_line(excerpt) if rule != "none" and usable else "",
        first_carrier=plain_line(story.first_carrier) or "Unnamed source",
        others=others,
        agency=plain_line(story.agency or "") or None,
        credit_line=head.credit.credit_line,
        authors=_authors(head),
        categories=_categories(head),
        enclosures=_enclosures(head) if rule == "full" and usable else (),
        where=head.where if usable else (),
        language=language,
        rights=plain_line(head.rights or "") or None,
        source=_origin(head),
        source_name=plain_line(head.source) or "Unnamed source",
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
    title = plain_line(topic.title) or topic.slug
    channel = Channel(
        slug=topic.slug,
        title=title,
        description=plain_line(topic.description) or title,
        id=topic_urn(topic.was[0] if topic.was else topic.slug),
        link=feed,
        self_url=f"{feed}.{suffix}",
        hubs=hub_urls(base_url, hubs),
        site_title=plain_line(site_title) or title,
        updated=max((entry.updated for entry in entries), default=NEVER),
        entries=(),
    )
    return replace(clean(channel), entries=tuple(entries))  # they are clean already


def _narrower(one: ContentRule, other: ContentRule) -> ContentRule:
    return max(one, other, key=_ORDER.index)


def _link(story: Story, first: Copy) -> str | None:
    links = map(web_address, [first.link, story.head.link, *(copy.link for copy in story.copies)])
    return next((link for link in links if link), None)


def _others(story: Story, first: Copy, link: str) -> tuple[Carrier, ...]:
    """Every other copy, in order of arrival; one source's several entries for one page are one, and its first pages
    stand for very many.
    """
    found: dict[tuple[str, str | None], Carrier] = {}
    pages: Counter[str] = Counter()
    for copy in story.copies:
        page = web_address(copy.link)
        same_page = copy.source == first.source and page in (web_address(first.link), link, None)
        named = same_page or (copy.source, page) in found or pages[copy.source] == _FROM_ONE
        if copy.item != first.item and not named:
            carrier = Carrier(source=copy.source, title=copy.title, link=page, at=copy.carried_at)
            found[copy.source, page] = carrier
            pages[copy.source] += 1
    return tuple(found.values())


def _authors(head: Item) -> tuple[Person, ...]:
    """Who wrote it: the byline in the text first, then the authors that the entry names.

    An author with an agency beside (``Jane Roe (AFP)``) whom the byline names is named by it alone.
    """
    people = (Person(name=plain_line(p.name), uri=web_address(p.uri)) for p in head.authors)
    given = [person for person in people if person.name]
    byline = plain_line(head.credit.byline or "")
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
    link, self_link = web_address(origin.link), web_address(origin.self_link)
    if self_link and holds_key(self_link):
        self_link = None
    own = origin.id if is_iri(origin.id) else None
    named = own or self_link or link or f"urn:uuid:{uuid5(NAMESPACE, f'source/{head.source}')}"
    return replace(origin, id=named, title=plain_line(origin.title), link=link, self_link=self_link)


def _categories(head: Item) -> tuple[Category, ...]:
    """Each term once: two that differ in their label only are one to a reader."""
    found: dict[tuple[str, str | None], Category] = {}
    for given in head.categories:
        term, label = plain_line(given.term), plain_line(given.label or "") or None
        scheme = (given.scheme or "").strip() or None
        if term:
            found.setdefault((term, scheme), Category(term=term, scheme=scheme, label=label))
    return tuple(found.values())


def _enclosures(head: Item) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for given in head.enclosures:
        href = web_address(given.href)
        if href:
            length = given.length if given.length is not None and given.length >= 0 else None
            kind = media_type(given.type, href)
            found.setdefault(href, Enclosure(href=href, type=kind, length=length))
    return tuple(found.values())


def _title(story: Story, versions: Sequence[Version]) -> str:
    """The head's title; of a withdrawn story the one it had, since a notice may head it."""
    if story.status == "usable":
        return plain_line(story.head.title) or "Untitled"
    known = [v.title for v in versions if v.relation != "withdrawal"] or [story.head.title]
    return plain_line(known[-1]) or "Untitled"


def _directed(markup: str, language: str | None) -> str:
    """HTML of a language that runs from right to left says so: a feed's ``xml:lang`` turns no reader's text."""
    if not markup or not is_right_to_left(language):
        return markup
    return f'<div dir="rtl" lang="{language}">{markup}</div>'


def _ours(markup: str, language: str | None) -> str:
    """What we say ourselves, in English, beside a text that may run the other way."""
    if not markup or not is_right_to_left(language):
        return markup
    return f'<div dir="ltr" lang="en">{markup}</div>'


def _text(story: Story, rule: ContentRule, excerpt: str) -> str:
    shown = f"<p>{html.escape(excerpt, quote=False)}</p>"
    if rule == "full":
        return story.head.html or shown
    return shown if rule == "excerpt" and excerpt else ""


def _footer(story: Story, first: Copy, others: Sequence[Carrier]) -> str:
    """Who had it first, who wrote it, who else carries it; of a withdrawn one who carries it still."""
    credit = f" Written by {_isolated(story.agency)}." if story.agency else ""
    line = story.head.credit.credit_line
    if line and story.status == "usable":
        credit += f" Credit line: “{_isolated(line)}”."
    link = web_address(first.link)
    carried = f"<p>First carried by {_named(first.source, link)}, {at_minute(first.carried_at)}.{credit}</p>"
    if story.status == "withdrawn":
        still = ", ".join(_isolated(source) for source in story.still_carried_by)
        return f"{carried}<p>{f'Still carried by {still}' if still else 'No longer carried by anyone'}.</p>"
    if not others:
        return carried
    rows = "".join(f"<li>{_row(carrier, first.title)}</li>" for carrier in others)
    return f"{carried}<p>Also carried by:</p><ul>{rows}</ul>"


def _elsewhere(twins: Sequence[Story]) -> str:
    """The stories that tell of the same event in other languages."""
    rows = []
    for twin in map(clean, twins):
        first = next(c for c in twin.copies if c.source == twin.first_carrier)
        title = _named(plain_line(twin.head.title) or "Untitled", _link(twin, first))
        source = _isolated(plain_line(twin.first_carrier))
        rows.append(f"<li>{title} ({language_tag(twin.head.language)}, {source})</li>")
    return f"<p>The same event in other languages:</p><ul>{''.join(rows)}</ul>" if rows else ""


def _row(carrier: Carrier, title: str) -> str:
    other = "" if carrier.title == title else f": {_isolated(carrier.title)}"
    return f"{_named(carrier.source, carrier.link)}, {at_minute(carrier.at)}{other}"


def _named(source: str, link: str | None) -> str:
    name = _isolated(source)
    return f'<a href="{html.escape(link)}">{name}</a>' if link else name


def _isolated(words: str) -> str:
    """Words within ours; where they run the other way, they are kept from turning what follows."""
    said = html.escape(words)
    return f'<span dir="auto">{said}</span>' if runs_left(words) else said
