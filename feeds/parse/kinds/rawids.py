"""The ids of a feed's entries as they stand in the document.

feedparser resolves guid and atom:id against the feed's address, so that an id would change when the
address does. lxml reads them once more, raw, in document order.
"""

from __future__ import annotations

from lxml import etree

_ENTRIES = {"item", "entry"}


def raw_ids(body: bytes) -> list[str | None]:
    """One id (or None) per entry, in document order; as many as the document can give."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root: etree._Element | None = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    # In recovery lxml answers None for a document without any element.
    return (
        [_id(node) for node in root.iter() if _name(node) in _ENTRIES] if root is not None else []
    )


def _id(entry: etree._Element) -> str | None:
    about = entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about")
    for child in entry:
        if _name(child) in ("guid", "id") and child.text and child.text.strip():
            return str(child.text).strip()
    return about.strip() if about and about.strip() else None


def _name(node: etree._Element) -> str:
    tag: object = node.tag  # comments and instructions have a function for a tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
