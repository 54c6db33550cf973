"""What is wrong with a published document: the grammars in ``grammar/``, and what grammars can't see.

``faults`` is for any document that the desk serves as a feed or OPML. It is stricter than the standards: it also
holds what validators warn of.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from langcodes import tag_is_valid
from lxml import etree

GRAMMAR = Path(__file__).parent / "grammar"
_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKUP = re.compile(r"</?[A-Za-z!?][^<>]*>|&(?:#\w+|[A-Za-z]\w*);")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_DECLARED = re.compile(rb"<\?xml version='1.0' encoding='(?:UTF|utf)-8'\?>\n")
_ELEMENTS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol",
    "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "time", "tr", "u", "ul", "var", "wbr",
}  # fmt: skip
_ATTRIBUTES = {
    "lang", "dir", "href", "hreflang", "rel", "src", "alt", "width", "height", "colspan", "rowspan", "datetime",
    "start",
}  # fmt: skip
_ABSOLUTE = re.compile(r"(?:https?://[^\s/]|mailto:|tel:)\S*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def faults(body: bytes, kind: str, *, address: str = "", now: datetime | None = None) -> list[str]:
    """What is wrong with a document of that kind (``atom``, ``rss``, ``json``, ``opml``), nothing if it is right.

    ``address`` is what it has to name as its own; ``now`` is the time after which nothing in it may lie.
    """
    checks = {"atom": _atom, "rss": _rss, "json": _json, "opml": _opml}
    found = [] if not body.startswith(b"\xef\xbb\xbf") else ["it begins with a byte order mark"]
    if kind != "json" and not _DECLARED.match(body):
        found.append("its XML declaration is missing or names no UTF-8")
    return [*found, *checks[kind](body, address, now)]


@cache
def _grammar(kind: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(GRAMMAR / f"{kind}.rng")))


@cache
def _schema() -> Draft202012Validator:
    schema = json.loads((GRAMMAR / "jsonfeed.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _parsed(body: bytes, kind: str) -> tuple[etree._Element, list[str]]:
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, huge_tree=True))
    grammar = _grammar(kind)
    wrong = (
        [] if grammar.validate(root) else [f"line {e.line}: {e.message}" for e in grammar.error_log]
    )  # type: ignore[attr-defined]
    return root, wrong


def _atom(body: bytes, address: str, now: datetime | None) -> Iterator[str]:
    root, wrong = _parsed(body, "atom")
    yield from wrong
    entries = root.findall(f"{_ATOM}entry")
    yield from _twice("id", (e.findtext(f"{_ATOM}id") for e in entries))
    yield from _twice("updated", (e.findtext(f"{_ATOM}updated") for e in entries))
    yield from _self(root.findall(f"{_ATOM}link"), address)
    for element in root.iter(f"{_ATOM}updated", f"{_ATOM}published"):
        yield from _later(element.text or "", now)
    for name in ("title", "subtitle", "summary", "rights", "name"):
        yield from _plain(
            name, (e.text for e in root.iter(_ATOM + name) if e.get("type") != "html")
        )
    yield from _plain("label", (e.get("label") for e in root.iter(f"{_ATOM}category")))
    yield from _plain("link title", (e.get("title") for e in root.iter(f"{_ATOM}link")))
    yield from _languages(e.get(_LANG) for e in root.iter(etree.Element))
    for entry in entries:
        yield from _entry(entry)
        yield from _html(entry.findtext(f"{_ATOM}content") or "")
    graves = {e.get("ref"): e.get("when") for e in root.iter("{*}deleted-entry")}
    for entry in entries:
        when = graves.get(entry.findtext(f"{_ATOM}id"))
        if when and (entry.findtext(f"{_ATOM}updated") or "") > when:
            yield "an entry is younger than its tombstone"


def _entry(entry: etree._Element) -> Iterator[str]:
    links = entry.findall(f"{_ATOM}link")
    if sum(link.get("rel") == "alternate" for link in links) != 1:
        yield "an entry has not one alternate link"
    yield from _twice("link", (f"{link.get('rel')} {link.get('href')}" for link in links))
    terms = (f"{c.get('term')} {c.get('scheme')}" for c in entry.findall(f"{_ATOM}category"))
    yield from _twice("category", terms)


def _rss(body: bytes, address: str, now: datetime | None) -> Iterator[str]:
    root, wrong = _parsed(body, "rss")
    yield from wrong
    items = root.findall("channel/item")
    yield from _twice("guid", (item.findtext("guid") for item in items))
    yield from _self(root.findall(f"channel/{_ATOM}link"), address)
    yield from _languages(e.text for e in root.iter(f"{_DC}language"))
    for name in (
        "title",
        f"{_DC}creator",
        f"{_DC}contributor",
        f"{_DC}rights",
        "category",
        "source",
    ):
        yield from _plain(name, (e.text for e in root.iter(name)))
    yield from _plain("link title", (e.get("title") for e in root.iter(f"{_ATOM}link")))
    yield from _plain("description of the channel", [root.findtext("channel/description")])
    for item in items:
        yield from _later(item.findtext(f"{_ATOM}updated") or "", now)
        for name in ("description", _ENCODED):
            yield from _html(item.findtext(name) or "")


def _json(body: bytes, address: str, now: datetime | None) -> Iterator[str]:
    feed = json.loads(body.decode("utf-8"))
    yield from (f"{e.json_path}: {e.message[:200]}" for e in _schema().iter_errors(feed))
    if address and feed.get("feed_url") != address:
        yield f"feed_url is {feed.get('feed_url')}, not {address}"
    items = feed.get("items", [])
    yield from _twice("id", (item.get("id") for item in items))
    yield from _languages(item.get("language") for item in items)
    yield from _plain("title", (item.get("title") for item in [feed, *items]))
    for item in items:
        yield from _later(item.get("date_modified", ""), now)
        yield from _html(item.get("content_html", ""))


def _opml(body: bytes, address: str, now: datetime | None) -> Iterator[str]:
    root, wrong = _parsed(body, "opml")
    yield from wrong
    yield from _languages(e.get("language") for e in root.iter("outline"))


def _twice(name: str, values: Iterable[Any]) -> Iterator[str]:
    counted = Counter(value for value in values if value)
    yield from (f"{name} {value!r} is there {n} times" for value, n in counted.items() if n > 1)


def _self(links: Iterable[etree._Element], address: str) -> Iterator[str]:
    own = [link.get("href") for link in links if link.get("rel") == "self"]
    if len(own) != 1:
        yield f"there are {len(own)} self links"
    elif address and own != [address]:
        yield f"its self link is {own[0]}, not {address}"


def _later(moment: str, now: datetime | None) -> Iterator[str]:
    if now is not None and moment and datetime.fromisoformat(moment) > now:
        yield f"{moment} is later than now"


def _plain(name: str, values: Iterable[str | None]) -> Iterator[str]:
    for value in values:
        # What HTML has no character for, such as "&A;", is no reference.
        found = _MARKUP.findall(value or "")
        if any(one[0] == "<" or html.unescape(one) != one for one in found):
            yield f"{name} holds markup: {(value or '')[:100]!r}"
        if value and _OVERRIDES.search(value):
            yield f"{name} turns the direction of what follows: {value[:100]!r}"


def _languages(tags: Iterable[str | None]) -> Iterator[str]:
    for tag in tags:
        if tag and not (_LANGUAGE.fullmatch(tag) and tag_is_valid(tag)):
            yield f"{tag!r} is no registered language"


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ELEMENTS:
            self.wrong.append(f"element {tag}")
        for name, value in attrs:
            if name not in _ATTRIBUTES:
                self.wrong.append(f"attribute {name}")
            if name in ("href", "src") and not _ABSOLUTE.fullmatch(value or ""):
                self.wrong.append(f"{name} {(value or '')[:100]!r}")
            if name == "lang" and value and not re.fullmatch(r"[A-Za-z]{2,3}(-\w+)*", value):
                self.wrong.append(f"lang {value[:40]!r}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append("a declaration")


def _html(markup: str) -> Iterator[str]:
    parser = _Markup()
    parser.feed(markup)
    parser.close()
    yield from (f"in the HTML: {wrong}" for wrong in parser.wrong)
