"""An XML document that is no feed as a tree: by lxml, which follows no entity and mends what is broken."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from lxml import etree

from feeds.errors import NotAFeed
from feeds.parse.xmltext import prepare, repair

Node = etree._Element


def tree(text: str) -> tuple[Node, tuple[str, ...]]:
    """The root of a document, and what was mended; raises NotAFeed where there is no element at all."""
    prepared = prepare(text)
    try:
        return _parse(prepared.text, recover=False), prepared.problems
    except etree.XMLSyntaxError as error:
        told = f"not well-formed XML ({error.msg or 'no element'})"
    mended, done = repair(prepared)
    try:
        root = _parse(mended, recover=True)
    except etree.XMLSyntaxError as error:
        raise NotAFeed(f"the document is XML that can't be read ({error.msg})") from None
    return root, (*prepared.problems, told, *done)


def _parse(text: str, *, recover: bool) -> Node:
    parser = etree.XMLParser(
        recover=recover,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root: Node | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        raise NotAFeed("the document is XML without an element that could be read")
    return root


def name(node: Node) -> str:
    """An element's name without namespace or prefix, in small letters."""
    return str(node.tag).rpartition("}")[2].rpartition(":")[2].lower()


def every(node: Node | None, *path: str) -> Iterator[Node]:
    """The elements at the end of a path of names, in document order; the node itself for none."""
    if node is None:
        return
    if not path:
        yield node
        return
    for child in node:
        if name(child) == path[0]:
            yield from every(child, *path[1:])


def first(node: Node | None, *path: str) -> Node | None:
    """The first of them."""
    return next(every(node, *path), None)


def within(node: Node | None, wanted: str) -> Iterator[Node]:
    """All elements of that name below the node, however deep, in document order."""
    return (one for one in node.iter() if name(one) == wanted) if node is not None else iter(())


def words(node: Node | None) -> str | None:
    """The text within, on one line; None where there is none."""
    if node is None:
        return None
    found = " ".join("".join(str(part) for part in node.itertext()).split())
    return found or None


def attribute(node: Node | None, *names: str) -> str | None:
    """The first of these attributes (without prefix) that has a value."""
    if node is None:
        return None
    pairs = ((str(key), str(value)) for key, value in node.attrib.items())
    values = {key.rpartition("}")[2].lower(): value.strip() for key, value in pairs}
    return next((found for one in names if (found := values.get(one))), None)


def markup(node: Node | None, renamed: Mapping[str, str], kept: Mapping[str, str]) -> str:
    """What is within as HTML: elements ``renamed`` ("" leaves one out with all in it), of their
    attributes those ``kept`` (by their name here, under their name in HTML). Not made safe yet.
    """
    return "".join(_inner(node, renamed, kept)).strip() if node is not None else ""


def _inner(node: Node, renamed: Mapping[str, str], kept: Mapping[str, str]) -> Iterator[str]:
    yield html.escape(node.text or "", quote=False)
    for child in node:
        called = name(child)
        called = renamed.get(called, called)
        if called:
            yield from _element(child, called, renamed, kept)
        yield html.escape(child.tail or "", quote=False)


def _element(
    node: Node, called: str, renamed: Mapping[str, str], kept: Mapping[str, str]
) -> Iterator[str]:
    found = ((kept[key], attribute(node, key)) for key in kept)
    attributes = "".join(f' {key}="{html.escape(value)}"' for key, value in found if value)
    if called in ("br", "hr", "img"):
        yield f"<{called}{attributes}>"
        return
    yield f"<{called}{attributes}>"
    yield from _inner(node, renamed, kept)
    yield f"</{called}>"
