"""A story as an entry of a feed, and a topic as a channel: the same for every format."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urljoin
from uuid import UUID, uuid5

from feeds.model.output import Carrier, Channel, OutputEntry
from feeds.model.poll import Republish
from feeds.model.story import Copy, Story
from feeds.model.topic import ContentRule, Topic

# Ids are drawn from this name space and the story's id alone: no address in them can move.
_NAMESPACE = UUID("6b1f4a0e-6d5c-4f5e-9d0a-0c6f3b1f2a77")
# A feed must say when it was updated; one without entries says this (RFC 4287, section 4.2.15).
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_EXCERPT = 60  # words
_SENTENCE_END = re.compile(r"(?<=[.!?؟。…])\s+")
_ORDER: tuple[ContentRule, ...] = ("full", "excerpt", "none")
_ALLOWED: dict[Republish, ContentRule] = {"full": "full", "excerpt": "excerpt", "title": "none"}
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def story_urn(story_id: str) -> str:
    """The id of a story's entry, in every feed and for ever."""
    return f"urn:uuid:{uuid5(_NAMESPACE, f'story/{story_id}')}"


def topic_urn(slug: str) -> str:
    """The id of a topic's feed."""
    return f"urn:uuid:{uuid5(_NAMESPACE, f'topic/{slug}')}"


def build_entry(
    story: Story, *, content: ContentRule, republish: Mapping[str, Republish], page_url: str
) -> OutputEntry:
    """A story as an entry.

    ``content`` is the topic's rule, which the head's source may narrow by its ``republish`` rule.
    ``page_url`` is the story's own page, linked to when no copy has a page.
    """
    head = story.head
    first = next(c for c in story.copies if c.source == story.first_carrier)
    rule = _narrower(content, _ALLOWED[republish.get(head.source, "full")])
    excerpt = cut_excerpt(head.text)
    others = _others(story, first)
    title = head.title if story.status == "usable" else f"Withdrawn: {head.title}"
    return OutputEntry(
        id=story_urn(story.id),
        title=_clean(title),
        link=_link(story, first) or page_url,
        published=story.published,
        updated=max(story.updated, story.published),
        html=_clean(_body(story, rule, excerpt) + _footer(story, first, others)),
        summary=_clean(excerpt) if rule != "none" and story.status == "usable" else "",
        first_carrier=story.first_carrier,
        others=others,
        agency=story.agency,
        credit_line=head.credit.credit_line,
        authors=head.authors,
        categories=head.categories,
        enclosures=head.enclosures if rule == "full" else (),
        language=head.language,
        rights=head.rights,
        source=head.origin,
        source_name=head.source,
    )


def build_channel(
    topic: Topic, entries: Sequence[OutputEntry], *, base_url: str, site_title: str, suffix: str
) -> Channel:
    """A topic's feed in the format of ``suffix`` (``atom``, ``rss``, ``json``)."""
    base = base_url if base_url.endswith("/") else f"{base_url}/"
    feed = urljoin(base, f"topics/{topic.slug}")
    return Channel(
        slug=topic.slug,
        title=topic.title,
        description=topic.description or topic.title,
        id=topic_urn(topic.slug),
        link=feed,
        self_url=f"{feed}.{suffix}",
        hub=None,
        site_title=site_title,
        updated=max((entry.updated for entry in entries), default=_NEVER),
        entries=tuple(entries),
    )


def cut_excerpt(text: str) -> str:
    """The beginning of a text, cut after a sentence near sixty words, else at a word."""
    flat = " ".join(text.split())
    sentences = _SENTENCE_END.split(flat)
    kept: list[str] = []
    for sentence in sentences:
        if kept and len(" ".join([*kept, sentence]).split()) > _EXCERPT:
            break
        kept.append(sentence)
    excerpt = " ".join(kept)
    if len(excerpt.split()) > _EXCERPT * 2:
        return " ".join(excerpt.split()[:_EXCERPT]) + "…"
    return excerpt if excerpt == flat or excerpt.endswith("…") else f"{excerpt} …"


def _narrower(one: ContentRule, other: ContentRule) -> ContentRule:
    return max(one, other, key=_ORDER.index)


def _link(story: Story, first: Copy) -> str | None:
    links = [first.link, story.head.link, *(copy.link for copy in story.copies)]
    return next((link for link in links if link), None)


def _others(story: Story, first: Copy) -> tuple[Carrier, ...]:
    """Every other source that carries it, once, in order of arrival."""
    found: dict[str, Carrier] = {}
    for copy in story.copies:
        if copy.source != first.source:
            carrier = Carrier(
                source=_clean(copy.source),
                title=_clean(copy.title),
                link=copy.link,
                at=copy.carried_at,
            )
            found.setdefault(copy.source, carrier)
    return tuple(found.values())


def _body(story: Story, rule: ContentRule, excerpt: str) -> str:
    if story.status == "withdrawn":
        return "<p>This story was withdrawn by those who wrote it.</p>"
    if rule == "full":
        return story.head.html or f"<p>{html.escape(excerpt, quote=False)}</p>"
    return f"<p>{html.escape(excerpt, quote=False)}</p>" if rule == "excerpt" and excerpt else ""


def _footer(story: Story, first: Copy, others: Sequence[Carrier]) -> str:
    """Who had it first, who wrote it, who else carries it."""
    credit = f" Written by {html.escape(story.agency)}." if story.agency else ""
    carried = f"<p>First carried by {_named(first.source, first.link)}, {_at(first.carried_at)}.{credit}</p>"
    if not others:
        return carried
    rows = "".join(f"<li>{_row(carrier, first.title)}</li>" for carrier in others)
    return f"{carried}<p>Also carried by:</p><ul>{rows}</ul>"


def _row(carrier: Carrier, title: str) -> str:
    other = "" if carrier.title == title else f": {html.escape(carrier.title)}"
    return f"{_named(carrier.source, carrier.link)}, {_at(carrier.at)}{other}"


def _named(source: str, link: str | None) -> str:
    name = html.escape(source)
    return f'<a href="{html.escape(link)}">{name}</a>' if link else name


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)
