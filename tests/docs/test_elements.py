"""Every element of what is published has a row in ``docs/feeds.md``, and every row is of one that is published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feeds.model.poll import OPML_NAMESPACE
from tests.docs.pages import Page

GOLDEN = Path(__file__).parents[1] / "publish" / "golden"
_PREFIXES = {
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/syndication/history/1.0": "fh:",
    "http://purl.org/atompub/tombstones/1.0": "at:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.georss.org/georss": "georss:",
    OPML_NAMESPACE: "dateline:",
}
_NOT_GOLDEN = {"item/media:content@fileSize"}


def _name(tag: str, kind: str) -> str:
    named = etree.QName(tag)
    prefix = _PREFIXES.get(named.namespace or "", "")
    return named.localname if (prefix, kind) == ("atom:", "atom") else prefix + named.localname


def _in_xml(body: bytes, kind: str) -> Iterator[str]:
    """``entry/link``, ``entry/link@rel``: an element within the one around it, an attribute of it."""
    for element in etree.fromstring(body).iter(etree.Element):
        around = element.getparent()
        inside = f"{_name(around.tag, kind)}/" if around is not None else ""
        path = inside + _name(element.tag, kind)
        yield path
        yield from (f"{path}@{_name(attribute, kind)}" for attribute in element.attrib)


def _in_json(value: Any, path: str = "") -> Iterator[str]:
    """``items.url``: a member within the one around it, through lists."""
    for one in value if isinstance(value, list) else [value]:
        for name, inner in one.items() if isinstance(one, dict) else ():
            yield path + name
            yield from _in_json(inner, f"{path}{name}.")


def _published(kind: str) -> set[str]:
    bodies = [path.read_bytes() for path in GOLDEN.glob(f"*.{kind}")]
    if kind == "json":
        return {name for body in bodies for name in _in_json(json.loads(body))}
    return {name for body in bodies for name in _in_xml(body, kind)}


@pytest.mark.parametrize(
    ("kind", "heading"),
    [("atom", "Atom 1.0"), ("rss", "RSS 2.0"), ("json", "JSON Feed 1.1"), ("opml", "OPML 2.0")],
)
def test_every_element_that_is_published_has_a_row_and_every_row_such_an_element(
    pages: dict[str, Page], kind: str, heading: str
) -> None:
    text = pages["docs/feeds.md"].text
    section = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", text, re.M | re.S)
    assert section, heading
    rows = re.findall(r"^\| (`.*?) \| (.+?) \| (.+?) \|$", section[1], re.M)
    named = [name for cell, _, _ in rows for name in re.findall(r"`([^`]+)`", cell)]
    assert len(named) == len(set(named)), "named twice"
    assert set(named) - _NOT_GOLDEN == _published(kind) != set()
