"""NewsML-G2 (IPTC): a ``newsItem`` by itself, or a ``newsMessage`` with several.

The text stands in ``inlineXML`` (NITF or XHTML) or ``inlineData``; packages, concepts, and pictures and
films by themselves are no stories, and are left out and told.
"""

from __future__ import annotations

import re

from feeds.errors import NotAFeed
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.parse.characters import legal, plural
from feeds.parse.inline import inline_bylines, inline_html, inline_text
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.nitf import filled, initials, led, nitf_within
from feeds.parse.person import distinct, persons, without_by
from feeds.parse.wirenotes import embargo_noted, status_in, status_said
from feeds.parse.wiretext import paragraphs
from feeds.parse.xmltree import Node, attribute, every, first, name, tree, within, words

_ITEMS = frozenset({"newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem"})
_STOPS = (".", "!", "?", "…", "»", "“", "”")
# In the desk's system: roe.jane, not tagesschau.de
_ACCOUNT = re.compile(r"[a-z]+\.(?!(?:com|org|net|info|news)$)[a-z]{3,}")
_PICTURES = ("picture", "video", "audio", "graphic", "animation")


def read(received: Received) -> ParsedDocument:
    """The news items that the text holds; raises NotAFeed when there is none in it."""
    root, problems = tree(received.text)
    items = [one for one in root.iter() if name(one) in _ITEMS]
    texts = [one for one in items if name(one) == "newsitem" and _is_text(one)]
    entries = [_entry(one) for one in texts]
    stories = [one for one in entries if _says(one)]
    if not items:
        raise NotAFeed("the document is NewsML without any item; a newsItem was expected")
    others = len(items) - len(stories)
    stories, over = bounded(stories)
    return ParsedDocument(
        kind="newsml",
        version="newsml-g2",
        meta=_meta(root),
        entries=tuple(stories),
        problems=(
            *received.problems,
            *problems,
            *((f"{plural(others, 'item')} without text left out",) if others else ()),
            *over,
        ),
    )


KIND = Kind(
    name="newsml",
    read=read,
    media_types=frozenset({"application/vnd.iptc.g2.newsitem+xml", "application/vnd.iptc.g2+xml"}),
)


def _says(story: Entry) -> bool:
    """Whether it has words, or takes back what had: a message that was cut off may end with an item's head."""
    if story.title or story.content or story.summary:
        return True
    return story.guid is not None and (story.status or "usable").lower() != "usable"


def _is_text(item: Node) -> bool:
    """Whether it is a text: what says that it is a picture is none, whatever caption it has."""
    kind = attribute(first(item, "itemmeta", "itemclass"), "qcode", "uri") or ""
    if not kind.lower().endswith(_PICTURES):
        return True
    return any(map(_rendition, _inline(item)))


def _inline(item: Node) -> list[Node]:
    content = first(item, "contentset")
    return [*every(content, "inlinexml"), *every(content, "inlinedata")]


def _meta(root: Node) -> FeedMeta:
    """What a message says of who sent it."""
    return FeedMeta(title=words(first(root, "header", "sender")) or "")


def _entry(item: Node) -> Entry:
    about, content = first(item, "itemmeta"), first(item, "contentmeta")
    language = attribute(first(content, "language"), "tag") or attribute(item, "lang")
    inline = _text(item, language)
    inner = nitf_within(*_inline(item))
    provider = first(about, "provider")
    said = words(first(content, "creditline")) or words(first(provider, "name"))
    credit = said or _code(attribute(provider, "qcode", "literal"))
    line = words(first(content, "dateline"))
    entry = Entry(
        guid=attribute(item, "guid"),
        title=_title(about, content, language),
        links=_links(about),
        summary=_summary(content),
        content=led(inline, line, initials(credit, line)),
        published=words(first(about, "firstcreated")) or words(first(about, "versioncreated")),
        updated=words(first(about, "versioncreated")),
        authors=_authors(content, item),
        categories=_categories(content),
        enclosures=_remote(item),
        rights=_rights(item),
        lang=language,
        credit=credit,
        version=attribute(item, "version"),
        status=_status(about),
        embargo=_embargo(about),
    )
    return filled(entry, inner) if inner else entry


def _text(item: Node, language: str | None = None) -> Text | None:
    """The longest of the renditions of the text that stand in the item, those in its language before translations."""
    texts = [(part, text) for part in _inline(item) if (text := _rendition(part))]
    own = [text for part, text in texts if not _is_foreign(part, language)]
    every_one = own or [text for _, text in texts]
    return max(every_one, key=lambda text: len(text.value), default=None)


def _is_foreign(node: Node, language: str | None) -> bool:
    """Whether an element says that it is in another language than the item's."""
    own = attribute(node, "lang")
    return bool(own and language) and _primary(own) != _primary(language)


def _primary(tag: str | None) -> str:
    return re.split("[-_]", (tag or "").lower())[0]


def _rendition(part: Node) -> Text | None:
    if name(part) == "inlinexml":
        story = nitf_within(part)
        if story is not None:
            return story.content
        body = next(within(part, "body"), None)
        whole = part if body is None else body
        left_out = () if _tells(next(within(whole, "header"), None)) else ("header",)
        value = inline_html(whole, *left_out)
        return Text(value=value, type="html") if value else None
    written, kind = "".join(str(one) for one in part.itertext()), attribute(part, "contenttype")
    data = inline_text(written, encoding=attribute(part, "encoding"), kind=kind)
    plain = legal(data)[0].strip()
    if "html" in (kind or ""):
        return Text(value=plain, type="html") if plain else None
    return Text(value="\n\n".join(paragraphs(plain))) if plain else None


def _tells(header: Node | None) -> bool:
    """Whether a page's header has a sentence; else it says again what stands beside the text: headline, day, slug."""
    return any((words(one) or "").endswith(_STOPS) for one in within(header, "p"))


def _title(about: Node | None, content: Node | None, language: str | None) -> Text | None:
    """The headline, those that are named short, sub or the like, or are in another language, only for want of
    another; else the item's title.
    """
    lines = sorted(
        every(content, "headline"), key=lambda one: (_is_foreign(one, language), _is_aside(one))
    )
    found = next(filter(None, map(words, lines)), None) or words(first(about, "title"))
    return Text(value=found) if found else None


def _is_aside(headline: Node) -> bool:
    role = _code(attribute(headline, "role")) or ""
    return bool(role) and "main" not in role.lower()


def _summary(content: Node | None) -> Text | None:
    found = [one for one in every(content, "description") if words(one)]
    ranked = sorted(found, key=lambda one: "summary" not in (attribute(one, "role") or ""))
    value = words(ranked[0]) if ranked else None
    return Text(value=value) if value else None


def _links(about: Node | None) -> tuple[Link, ...]:
    """The pages that it names; the one that it calls canonical is its own."""
    found: dict[str, Link] = {}
    for one in every(about, "link"):
        own = (_code(attribute(one, "rel")) or "").lower() == "canonical"
        if (href := attribute(one, "href")) and (own or href not in found):
            found[href] = Link(href=href, rel="alternate" if own else "related")
    return tuple(found.values())


def _authors(content: Node | None, item: Node) -> tuple[Person, ...]:
    """The byline as written, beside the text or (TT) with it, else who is named as creator."""
    lines = [without_by(one) for one in map(words, every(content, "by")) if one]
    lines = lines or [one for part in _inline(item) for one in inline_bylines(part)]
    creators = (one for one in map(words, every(content, "creator", "name")) if one)
    named = lines or [one for one in creators if not _ACCOUNT.fullmatch(one)]
    return distinct([p for one in named for p in persons(one)])


def _categories(content: Node | None) -> tuple[Category, ...]:
    """Keywords, subjects and genres by name, else by code; where it happened; the slugline."""
    subjects = [words(first(one, "name")) for one in every(content, "subject")]
    codes = [
        attribute(one, "qcode", "uri")
        for one in every(content, "subject")
        if first(one, "name") is None
    ]
    keywords = [words(one) for one in every(content, "keyword")]
    terms = [Category(term=term) for term in (*keywords, *subjects, *codes) if term]
    places = [words(first(one, "name")) for one in every(content, "located")]
    slugs = [words(one) for one in every(content, "slugline")]
    terms += [Category(term=place, scheme="located") for place in places if place]
    terms += [Category(term=slug, scheme="slugline") for slug in slugs if slug]
    return tuple(dict.fromkeys(terms))


def _remote(item: Node) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for one in every(item, "contentset", "remotecontent"):
        href, size = attribute(one, "href"), attribute(one, "size") or ""
        length = int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else None
        if href:
            kind = attribute(one, "contenttype")
            found.setdefault(href, Enclosure(href=href, type=kind, length=length))
    return tuple(found.values())


def _rights(item: Node) -> str | None:
    notice = words(first(item, "rightsinfo", "copyrightnotice"))
    return notice or words(first(item, "rightsinfo", "copyrightholder", "name"))


def _code(qcode: str | None) -> str | None:
    """A code without the scheme that it is from: ``stat:usable``, ``…/pubstatusg2/usable``."""
    return re.split(r"[:/]", qcode)[-1] if qcode else None


def _status(about: Node | None) -> str | None:
    """The status, or what a note to editors says where none is stated; a signal that takes the item back overrules one
    that says usable.
    """
    stated = _code(attribute(first(about, "pubstatus"), "qcode", "uri"))
    notes = [words(one) or "" for one in every(about, "ednote")]
    signals = [_code(attribute(one, "qcode", "uri")) or "" for one in every(about, "signal")]
    back = next((one for one in signals if status_in(one)), None)
    if back and (stated or "usable").lower() == "usable":
        return back
    return status_said(stated, notes)


def _embargo(about: Node | None) -> str | None:
    """The end of an embargo; an element without a time says until further notice (NewsML-G2 spec). Some
    say it in a note to editors only.
    """
    found = first(about, "embargoed")
    notes = (embargo_noted(words(note)) for note in every(about, "ednote"))
    if found is None:
        return next((note for note in notes if note is not None), None)
    return words(found) or ""
