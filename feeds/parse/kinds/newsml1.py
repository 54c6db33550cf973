"""NewsML 1.0 to 1.2 (IPTC): one ``NewsItem`` or several, whose components nest.

The text stands in a component's ``DataContent`` as NITF, HTML or plain text, the longest of several; pictures and films
beside it are its enclosures, by themselves they are no story, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from feeds.errors import NotAFeed
from feeds.model.atom import Category, Enclosure, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.parse.characters import legal, plural
from feeds.parse.inline import inline_html, inline_text
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.nitf import filled, initials, led, nitf_within
from feeds.parse.person import distinct, person, without_by
from feeds.parse.wirenotes import embargo_noted
from feeds.parse.wiretext import paragraphs
from feeds.parse.xmltree import Node, attribute, every, first, name, tree, within, words

# The revision that ends a public identifier: it would make a new story of each (NewsML 1.2, 5.5.3).
_OF_ALL = re.compile(r"urn:newsml:[^:]*")  # Belga's
_REVISION = re.compile(r":\d+[A-Z]?$")


def read(received: Received) -> ParsedDocument:
    """The news items that the text holds; raises NotAFeed when there is none in it."""
    root, problems = tree(received.text)
    items = list(within(root, "newsitem"))
    if not items:
        raise NotAFeed("the document is NewsML 1 without any item; a NewsItem was expected")
    sender = attribute(first(root, "newsenvelope", "sentfrom", "party"), "formalname")
    entries = [_entry(one, sender) for one in items if _is_text(one)]
    stories = [one for one in entries if _says(one)]
    others = len(items) - len(stories)
    stories, over = bounded(stories)
    return ParsedDocument(
        kind="newsml1",
        version="newsml-1",
        entries=tuple(stories),
        problems=(
            *received.problems,
            *problems,
            *((f"{plural(others, 'item')} without text left out",) if others else ()),
            *over,
        ),
    )


KIND = Kind(name="newsml1", read=read, media_types=frozenset({"text/vnd.iptc.newsml"}))


def _says(story: Entry) -> bool:
    """Whether it has words, or takes back or holds what had: an update may be nothing but what it changes elsewhere."""
    if story.title or story.content or story.summary:
        return True
    held = story.embargo is not None or (story.status or "usable").lower() != "usable"
    return story.guid is not None and held


def _is_text(item: Node) -> bool:
    """Whether it is a text, or says something of one that was sent before; a picture by itself is none."""
    return any(map(_rendition, _content(item))) or next(within(item, "contentitem"), None) is None


def _entry(item: Node, sender: str | None) -> Entry:
    managed = first(item, "newsmanagement")
    text, told_in = _text(item)
    # What stands around the text is said of it: a picture beside it, or another language, has lines of its own.
    every_line = [*within(item, "newslines")]
    around = () if told_in is None else (told_in, *told_in.iterancestors())
    own_lines = [one for one in every_line if one.getparent() in around] or every_line
    # In Business Wire's the first ones state nothing but whose the rights are.
    titled = (one for one in own_lines if first(one, "headline") is not None)
    lines = next(titled, own_lines[0] if own_lines else None)
    inner = nitf_within(*_content(item))
    provider = first(next(within(item, "provider"), None), "party")
    language = next(within(item, "language"), None)
    named = _first_said(own_lines, "creditline") or attribute(provider, "formalname")
    line = _first_said(own_lines, "dateline")
    entry = Entry(
        guid=_identifier(first(item, "identification", "newsidentifier"), managed)
        or words(next(within(item, "guid"), None)),  # TASS's own
        title=_line(lines, "headline"),
        summary=_line(lines, "subheadline"),
        content=led(text, line, initials(named, line)),
        published=words(first(managed, "firstcreated")),
        updated=words(first(managed, "thisrevisioncreated")),
        authors=_authors(lines),
        categories=_categories(item),
        enclosures=_files(item),
        rights=_first_said(own_lines, "copyrightline"),
        lang=attribute(language, "formalname") or attribute(item, "lang"),
        credit=named or sender,
        version=words(first(item, "identification", "newsidentifier", "revisionid")),
        status=_status(managed),
        embargo=_embargo(managed, item),
    )
    return filled(entry, inner) if inner else entry


def _identifier(of: Node | None, managed: Node | None) -> str | None:
    """What is the same for all revisions of an item, and for no other: what only says whose it is is none."""
    revised = words(first(managed, "thisrevisioncreated"))
    provider, day, number = (
        words(first(of, part)) for part in ("providerid", "dateid", "newsitemid")
    )
    # Belga dates an item anew with each revision.
    if day and "T" in day and day == revised:
        day = words(first(managed, "firstcreated")) or day
    if provider and day and number:
        return f"urn:newsml:{provider}:{day}:{number}"
    public = words(first(of, "publicidentifier"))
    return _REVISION.sub("", public) if public and not _OF_ALL.fullmatch(public) else number


def _first_said(lines: list[Node], called: str) -> str | None:
    """What the first of those lines says that says it at all."""
    return next(filter(None, (words(first(one, called)) for one in lines)), None)


def _line(lines: Node | None, called: str) -> Text | None:
    value = words(first(lines, called))
    return Text(value=value) if value else None


def _content(item: Node) -> Iterator[Node]:
    """The data contents of an item, wherever in its components they stand, but for captions."""
    for one in within(item, "contentitem"):
        role = attribute(first(one.getparent(), "role"), "formalname") or ""
        kind = attribute(first(one, "mimetype"), "formalname") or ""
        if "caption" not in role.lower() and kind.lower() != "text/css":
            yield from every(one, "datacontent")
            yield from every(one, "encoding", "datacontent")


def _text(item: Node) -> tuple[Text | None, Node | None]:
    """The longest of the texts that stand in the item, and its component; below its lead, where that stands apart
    (Belga).
    """
    texts = [(text, _component(part)) for part in _content(item) if (text := _rendition(part))]
    longest, around = max(texts, key=lambda one: len(one[0].value), default=(None, None))
    if longest is None or around is None or _role(around) != "body":
        return longest, around
    beside = (
        text.value
        for text, one in texts
        if one is not None and _role(one) == "lead" and one.getparent() is around.getparent()
        if text.type == longest.type
    )
    lead = next(beside, None)
    if lead is None or lead in longest.value:
        return longest, around
    apart = f"<div>{lead}</div>\n" if longest.type == "html" else f"{lead}\n\n"
    return replace(longest, value=f"{apart}{longest.value}"), around


def _component(part: Node) -> Node | None:
    """The component that a data content stands in."""
    return next((one for one in part.iterancestors() if name(one) == "newscomponent"), None)


def _role(component: Node) -> str:
    return (attribute(first(component, "role"), "formalname") or "").lower()


def _rendition(part: Node) -> Text | None:
    story = nitf_within(part)
    if story is not None:
        return story.content
    if len(part):
        body = next(within(part, "body"), None)
        value = inline_html(part if body is None else body)
        return Text(value=value, type="html") if value else None
    plain = legal(_data(part))[0].strip()
    if re.search(r"<(?:p|br|div)\b", plain, re.IGNORECASE):
        return Text(value=plain, type="html")
    return Text(value="\n\n".join(paragraphs(plain))) if plain else None


def _data(part: Node) -> str:
    """What a data content holds besides elements, decoded where what is around it says that it is encoded."""
    around = part.getparent()
    if around is None or name(around) != "encoding":
        return part.text or ""
    item = around.getparent()
    kind = attribute(first(item, "mimetype"), "formalname")
    media = (attribute(first(item, "mediatype"), "formalname") or "text").lower()
    how = attribute(around, "notation")
    return inline_text(part.text or "", encoding=how, kind=kind) if media == "text" else ""


def _authors(lines: Node | None) -> tuple[Person, ...]:
    bylines = [words(one) for one in every(lines, "byline")]
    return distinct([p for one in bylines if one and (p := person(without_by(one)))])


def _categories(item: Node) -> tuple[Category, ...]:
    """Keywords; subjects by their codes; where it happened; the slugline."""
    lines = [words(one) for one in within(item, "keywordline")]
    keywords = [term.strip() for line in lines if line for term in re.split(r"[,;/]", line)]
    codes = [
        attribute(one, "formalname")
        for code in within(item, "subjectcode")
        for one in code
        if name(one).startswith("subject")
    ]
    places = [
        attribute(one, "value")
        for where in within(item, "location")
        for one in every(where, "property")
    ]
    slug = next(within(item, "slugline"), None)
    label = words(slug) or words(first(item, "identification", "namelabel"))
    terms = [Category(term=term) for term in (*keywords, *codes) if term]
    terms += [Category(term=place, scheme="located") for place in places if place]
    terms += [Category(term=label, scheme="slugline")] if label else []
    return tuple(dict.fromkeys(terms))


def _files(item: Node) -> tuple[Enclosure, ...]:
    """The pictures, films and sounds that stand beside the text, by their addresses."""
    found: dict[str, Enclosure] = {}
    for one in within(item, "contentitem"):
        href = attribute(one, "href")
        if href and (attribute(first(one, "mediatype"), "formalname") or "").lower() != "text":
            kind = attribute(first(one, "mimetype"), "formalname")
            found.setdefault(href, Enclosure(href=href, type=kind))
    return tuple(found.values())


def _status(managed: Node | None) -> str | None:
    """``Usable``, ``Withheld`` or ``Canceled``; ``Embargoed`` is told by :func:`_embargo`."""
    stated = attribute(first(managed, "status"), "formalname")
    return None if stated and stated.lower() == "embargoed" else stated


def _embargo(managed: Node | None, item: Node) -> str | None:
    """When an embargoed item becomes usable, an empty string where that is not said; else what a line of it,
    or an instruction, says of an embargo.
    """
    if (attribute(first(managed, "status"), "formalname") or "").lower() == "embargoed":
        change = first(managed, "statuswillchange")
        future = (attribute(first(change, "futurestatus"), "formalname") or "usable").lower()
        return (words(first(change, "dateandtime")) or "") if future == "usable" else ""
    notes = [*every(managed, "instruction"), *within(item, "newslinetext")]
    return next((held for one in notes if (held := embargo_noted(words(one))) is not None), None)
