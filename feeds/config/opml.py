"""Source lists in OPML 2.0 (opml.org/spec2.opml), as other readers export them.

Outlines with an address become sources, the folders around them and their categories tags. lxml reads, since
it tells lines and does not mend: a mended list is one with feeds missing and nobody told. Only bare
ampersands, which many programs write into addresses, the entities of HTML and control characters are put right first.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from pydantic import ValidationError

from feeds.config.schema import SourceTable
from feeds.config.units import format_duration
from feeds.config.values import check_address
from feeds.errors import Fault
from feeds.model.poll import OPML_NAMESPACE, Source

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])")
_BARE_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9A-Fa-f]+;|(?:amp|lt|gt|quot|apos);)")
# What XML allows in no form; titles that were taken out of feeds have it.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcefBCEF]|1[\da-fA-F]));"
)
_DECLARATION = re.compile(r"<\?xml\b[^<>]*\?>")
_AT_LINE = re.compile(r", line \d+, column \d+")
# feed://gazette.example/rss and feed:https://gazette.example/rss, as programs hand on what they are to subscribe to.
_FEED_SCHEME = re.compile(
    r"^(?:feed|itpc|pcast):(?:(?:/{0,2})(?P<own>(?=https?://))|//)", re.IGNORECASE
)
_SCRAPED = re.compile(r"(?:html|xml|json)\+\S+", re.IGNORECASE)  # HTML+XPath, JSON+DotPath
_FEED_TYPES = {"rss", "atom", "rss1", "feed"}
_REMEDY = "export it again from the program that wrote it"
_STRICTEST = ("title", "excerpt", "full")
_OF_OPML = {"name", "url", "path", "tags", "language"}  # a folder has no place in a list
_OURS = {key: f for key, f in SourceTable.model_fields.items() if key not in _OF_OPML}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A source of a list, and the line it stands at."""

    table: SourceTable
    line: int


def read_opml(
    body: bytes, file: str, *, feeds_only: bool = False
) -> tuple[list[Listed], list[Fault]]:
    """The sources an OPML document names, each address once, and what is wrong with the others.

    ``file`` is the name for the faults; ``feeds_only`` makes one of a page that another program makes a feed of.
    """
    try:
        root = _parse(body)
    except etree.XMLSyntaxError as error:
        problem = f"this is no OPML: {_AT_LINE.sub('', error.msg or 'it is empty')}"
        return [], [Fault(file=file, line=error.lineno or 0, problem=problem, remedy=_REMEDY)]
    if _local(root) != "opml":
        problem = f"this is no OPML: its first element is <{_local(root)}>, not <opml>"
        return [], [Fault(file=file, line=_line(root), problem=problem, remedy=_REMEDY)]
    listed: dict[str, Listed] = {}
    faults: list[Fault] = []
    for outline, folders in _outlines(root, ()):
        try:
            if feeds_only:
                _refuse_scraped(outline)
            one = _source(outline, folders)
        except ValueError as error:
            remedy = "write what is right, or take the outline out"
            line = _line(outline)
            faults.append(Fault(file=file, line=line, problem=str(error), remedy=remedy))
            continue
        key = feed_key(one.url or "")
        listed[key] = _merged(listed.get(key), one, _line(outline))
    return _apart(list(listed.values())), faults


def feed_key(url: str) -> str:
    """What is equal for two addresses of one feed: http or https, and a last slash, do not matter.

    >>> feed_key("http://Example.org/feed/") == feed_key("https://example.org/feed")
    True
    """
    parts = urlsplit(url)
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname or ''}{port}{parts.path.rstrip('/')}{query}"


def unique_name(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken; readers allow what we do not."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def is_opml(path: Path) -> bool:
    """Whether a file is an OPML list by its name."""
    return path.suffix.lower() in (".opml", ".xml")


def _parse(body: bytes) -> etree._Element:
    """The root element, in the encoding that the bytes are in, as feeds are read; no entity is resolved, nothing is
    loaded.
    """
    from feeds.parse.encoding import decode  # noqa: PLC0415 -- most commands read no list

    text = decode(body, None).text.lstrip("\ufeff \t\r\n")
    mended = _CONTROL.sub(" ", _DECLARATION.sub("", text, count=1))
    mended = _BARE_AMPERSAND.sub("&amp;", mended)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False
    )
    return etree.fromstring(mended.encode("utf-8", "replace"), parser)


def _outlines(
    node: etree._Element, folders: tuple[str, ...]
) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """The outlines that are feeds, with the names of the folders around each."""
    for child in node:
        kind: object = child.tag  # a function for comments and instructions
        if not isinstance(kind, str) or _attribute(child, "isComment").lower() == "true":
            continue
        feed = _attribute(child, "xmlUrl") or _lacks_address(child)
        if _local(child) == "outline" and feed:
            yield child, folders
        folder = _title(child) if _local(child) == "outline" and not feed else ""
        yield from _outlines(child, (*folders, folder) if folder else folders)


def _lacks_address(outline: etree._Element) -> bool:
    """Whether an outline without ``xmlUrl`` is a feed's by its type: it has an address under another name, or only a
    name. One with others in it and no address is a folder; where there is neither, there is nothing to be had.
    """
    if _attribute(outline, "type").lower() not in _FEED_TYPES:
        return False
    holds = any(isinstance(child.tag, str) for child in outline)  # not comments
    return bool(_attribute(outline, "url") or (_title(outline) and not holds))


def _refuse_scraped(outline: etree._Element) -> None:
    """Raise ValueError for an address at which FreshRSS finds no feed, but makes one of what is there."""
    if _SCRAPED.fullmatch(kind := _attribute(outline, "type")):
        address = _attribute(outline, "xmlUrl")
        raise ValueError(
            f"{_title(outline)!r}: no feed is at {address}, but a page ({kind}), whose own feed dateline add may find"
        )


def _source(outline: etree._Element, folders: tuple[str, ...]) -> SourceTable:
    """An outline as a source; raises ValueError with what is wrong with it."""
    address = _attribute(outline, "xmlUrl") or _attribute(outline, "url")
    name = _title(outline) or address
    if not address:
        raise ValueError(f"the outline {name!r} has no xmlUrl")
    try:
        url = check_address(_FEED_SCHEME.sub(_schemed, address.replace("&amp;", "&")))
    except ValueError as error:
        raise ValueError(f"{name!r}: {error}") from None
    tags = tuple(dict.fromkeys((*folders, *_categories(_attribute(outline, "category")))))
    language = _LANGUAGE.match(_attribute(outline, "language").lower())
    ours = {key: said for key in _OURS if (said := _own_attribute(outline, key))}
    try:
        return SourceTable.model_validate(
            {"name": name, "url": url, "tags": tags, "language": language and language[0], **ours}
        )
    except ValidationError as error:
        wrong = error.errors()[0]
        said = f"{wrong['loc'][0]} can't be {wrong['input']!r}"
        raise ValueError(f"{name!r}: {said}, which dateline export does not write") from None


def own_attributes(source: Source) -> dict[str, str]:
    """What of a source OPML has no word for, as it is read again from a list."""
    said = {key: getattr(source, key) for key in _OURS}
    return {
        key: format_duration(value) if isinstance(value, timedelta) else str(value)
        for key, value in said.items()
        if value != _OURS[key].default
    }


def _schemed(found: re.Match[str]) -> str:
    """What stands for a scheme that says that a feed is meant: the address's own, or http."""
    return "http://" if found["own"] is None else ""


def _categories(text: str) -> Iterator[str]:
    """OPML's ``category``: between commas, tags as they are, and paths that begin with a slash."""
    for category in text.split(","):
        parts = category.split("/") if category.strip().startswith("/") else [category]
        yield from (plain for part in parts if (plain := _plain(part)))


def _merged(before: Listed | None, table: SourceTable, line: int) -> Listed:
    """A feed in two folders is one source with both tags, and no more of it may be republished than either allows."""
    if before is None:
        return Listed(table=table, line=line)
    tags = tuple(dict.fromkeys((*before.table.tags, *table.tags)))
    least = min(before.table.republish, table.republish, key=_STRICTEST.index)
    both = before.table.model_copy(update={"tags": tags, "republish": least})
    return Listed(table=both, line=before.line)


def _apart(listed: list[Listed]) -> list[Listed]:
    taken: set[str] = set()
    named = []
    for one in listed:
        name = unique_name(one.table.name, taken)
        taken.add(name)
        named.append(Listed(table=one.table.model_copy(update={"name": name}), line=one.line))
    return named


def _title(outline: etree._Element) -> str:
    return _plain(_attribute(outline, "title")) or _plain(_attribute(outline, "text"))


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute, whatever the case of its name: programs differ in ``xmlUrl``."""
    found = next((v for k, v in element.attrib.items() if str(k).lower() == name.lower()), "")
    return str(found).strip()


def _own_attribute(outline: etree._Element, key: str) -> str:
    return str(outline.get(f"{{{OPML_NAMESPACE}}}{key}") or "").strip()


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", html.unescape(text)).split())


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return int(line or 0)
