"""OPML 2.0 (opml.org/spec2.opml): all topics, or all sources, to subscribe to in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from feeds.model.poll import OPML_NAMESPACE, Source
from feeds.model.topic import Topic
from feeds.publish.conform import plain_line
from feeds.publish.entry import topic_address
from feeds.publish.wording import clean_text

MEDIA_TYPE = "text/x-opml; charset=utf-8"


def render_topics(topics: Sequence[Topic], *, title: str, base_url: str) -> bytes:
    """Every topic's Atom feed as a subscription."""
    root, body = _document(title)
    for topic in topics:
        page = topic_address(topic.slug, base_url)
        _outline(
            body,
            plain_line(topic.title),
            f"{page}.atom",
            htmlUrl=page,
            description=plain_line(topic.description),
        )
    return _bytes(root)


def render_sources(
    sources: Sequence[Source],
    *,
    title: str,
    own: Callable[[Source], Mapping[str, str]],
) -> bytes:
    """Every source that has an address; tags become categories. ``own`` gives the keys of a source that OPML has no
    word for: they stand in a namespace of ours, and only there.
    """
    more = {source.name: own(source) for source in sources}
    root, body = _document(title, {"dateline": OPML_NAMESPACE} if any(more.values()) else None)
    for source in sources:
        if source.url:
            tags = ",".join(tag.replace(",", " ") for tag in source.tags)
            ours = {f"{{{OPML_NAMESPACE}}}{key}": said for key, said in more[source.name].items()}
            spoken = source.language or ""
            _outline(body, source.name, source.url, category=tags, language=spoken, **ours)
    return _bytes(root)


def _document(
    title: str, prefixes: Mapping[str, str] | None = None
) -> tuple[etree._Element, etree._Element]:
    root = etree.Element("opml", {"version": "2.0"}, nsmap=dict(prefixes or {}))
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = plain_line(title) or "Feeds"
    return root, etree.SubElement(root, "body")


def _outline(body: etree._Element, text: str, address: str, **more: str) -> None:
    text = (
        text if clean_text(text).strip() else address
    )  # as it is: what is imported again keeps its name
    given = {name: value for name, value in more.items() if clean_text(value).strip()}
    attributes = {"type": "rss", "text": text, "title": text, "xmlUrl": address, **given}
    clean = {name: clean_text(value) for name, value in attributes.items()}
    etree.SubElement(body, "outline", attrib=clean)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
