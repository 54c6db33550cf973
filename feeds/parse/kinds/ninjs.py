"""ninjs (IPTC, News in JSON) 1.x, 2.x and 3.x: one item a document, a list of them, or a wrapped list.

Versions differ in how names are written (``versioncreated``, ``versionCreated``) and in whether headlines, bodies
and descriptions are single or lists with roles: all are read, whichever version a document names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from feeds.errors import NotAFeed
from feeds.model.atom import Category, Enclosure, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.parse.characters import plural
from feeds.parse.jsonobject import JsonObject, load, whole
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.nitf import filled, initials, is_nitf, led, nitf_entry
from feeds.parse.person import distinct, persons
from feeds.parse.wirenotes import embargo_noted, status_said
from feeds.parse.wiretext import paragraphs
from feeds.parse.xmltree import tree

_LISTS = ("items", "item", "entries", "_items", "results", "newsitems", "data", "hits")
_ANSWERS = ("data", "hits", "response", "result")
_WRAPPED = ("item", "_source")
_NO_TEXT = frozenset({"picture", "graphic", "audio", "video", "animation", "component"})
_BODIES = ("body_", "article_html")  # the second is dpa's
# What is said of a text under such a name.
_ABOUT = ("_status", "_type", "_format", "_length", "_count", "_language", "_id")
_OF_PICTURES = ("_caption", "_creditline")
_BY = re.compile(r"^(?:by|von) (?=[A-ZÀ-Þ])", re.IGNORECASE)
_HANDLED = frozenset({"pubstatus", "ednote"})
_DEEPEST = 8  # objects within one another whose names are made alike
# A body that is a document in XML, by its first element.
_XML = re.compile(r"\s*(?:<\?xml\b[^<>]*>\s*)?(?:<!DOCTYPE\b[^<>]*>\s*)?<(?P<root>[\w:.-]+)")
_ENDS = re.compile(r"</[A-Za-z]|/>|<(?:br|hr|p|img)\b[^<>]*>", re.IGNORECASE)


def read(received: Received) -> ParsedDocument:
    """The items that the text holds; raises NotAFeed when there is none in it."""
    problems: list[str] = []
    around: dict[str, object] = {}
    listed = [_unwrapped(one) for one in _listed(_load(received.text, problems), around)]
    found = [_handled(_alike(one), around) for one in listed if isinstance(one, dict)]
    items = [JsonObject(one, f"item {n}", problems) for n, one in enumerate(found, start=1)]
    stories = [one for one in items if _is_story(one)]
    if not stories:
        raise NotAFeed("the document is ninjs without a text; a news item was expected")
    others = len(listed) - len(stories)
    stories, over = bounded(stories)
    told = JsonObject({}, "", problems)
    entries = tuple(_entry(one) for one in stories)
    return ParsedDocument(
        kind="ninjs",
        version=f"ninjs{stories[0].object('standard').string('version') or ''}",
        entries=entries,
        problems=(
            *received.problems,
            *((f"{plural(others, 'item')} without text left out",) if others else ()),
            *told.told(),
            *over,
        ),
    )


KIND = Kind(name="ninjs", read=read, media_types=frozenset({"application/ninjs+json"}))


def _load(text: str, problems: list[str]) -> object:
    """The document, or the documents of several lines (JSON Lines)."""
    lines = [line for line in text.strip().split("\n") if line.strip()]
    if len(lines) > 1 and all(line[0] == "{" and line.rstrip()[-1] == "}" for line in lines):
        return [load(line, "ninjs") for line in lines]
    try:
        return load(text, "ninjs")
    except NotAFeed:
        if (had := _whole_items(text)) is None:
            raise
        problems.append("broken JSON: the items that stand whole before were read")
        return had


def _whole_items(text: str) -> object | None:
    """The items of a list that breaks off which stand whole in it; None where an item itself breaks off, for its
    embargo may be gone.
    """
    bare = text.lstrip()
    had = whole(bare, deepest=1 if bare[:1] == "[" else 2)
    try:
        data = load(had, "ninjs") if had else None
    except NotAFeed:
        return None
    if not isinstance(data, dict):
        return data if isinstance(data, list) else None
    listed = any(isinstance(data.get(key), list) for key in _LISTS)
    return data if listed and not _is_own(data) else None


def _listed(data: object, around: dict[str, object], depth: int = 0) -> list[object]:
    """The items of a document, be they wrapped, in what an interface wraps its answers in, or alone.

    What a wrapper says of handling them is put into ``around``.
    """
    if not isinstance(data, dict):
        return data if isinstance(data, list) else []
    if not _is_own(data):
        around.update(_handling(data))
    lists = (data.get(key) for key in _LISTS)
    wrapped: list[object] | None = next((one for one in lists if isinstance(one, list)), None)
    if wrapped is not None:
        return wrapped
    inner = next((data[key] for key in _ANSWERS if isinstance(data.get(key), dict)), None)
    return (
        [data] if inner is None or depth > 1 or _is_own(data) else _listed(inner, around, depth + 1)
    )


def _handling(wrapper: dict[str, object]) -> dict[str, object]:
    """What is said there of publishing, under the names that items have for it."""
    said = {key.lower(): value for key, value in wrapper.items() if value}
    return {
        key: value for key, value in said.items() if key in _HANDLED or key.startswith("embargo")
    }


def _handled(item: dict[str, object], around: dict[str, object]) -> dict[str, object]:
    """The item under what its wrapper says of handling it, where it says nothing of that itself."""
    own = any(key.startswith("embargo") and value for key, value in item.items())
    given = {
        key: value
        for key, value in around.items()
        if not item.get(key) and not (own and key.startswith("embargo"))
    }
    return {**item, **given}


def _is_own(one: dict[str, object]) -> bool:
    """Whether an object is an item itself, whatever else it holds."""
    return any(key == "uri" or key.startswith(("body", "headline")) for key in one)


def _unwrapped(one: object) -> object:
    """An item beside which an interface says something of it: ``{"item": {…}, "meta": {…}}``."""
    if not isinstance(one, dict) or _is_own(one):
        return one
    inners = (inner for key in _WRAPPED if isinstance(inner := one.get(key), dict))
    inner = next(inners, None)
    return one if inner is None else _handled(_alike(inner), _handling(one))


def _alike(value: dict[str, object], depth: int = 0) -> dict[str, object]:
    """The object with its names in small letters, as versions before 3 have them."""
    return {key.lower(): _inner(one, depth + 1) for key, one in value.items()}


def _inner(value: object, depth: int) -> object:
    if depth > _DEEPEST:
        return value
    if isinstance(value, dict):
        return _alike(value, depth)
    return [_inner(one, depth + 1) for one in value] if isinstance(value, list) else value


def _is_story(item: JsonObject) -> bool:
    if (item.string("type") or "").lower() in _NO_TEXT:
        return False
    named = ("uri", "headline", "headlines", "bodies")
    return any(item.value(key) for key in (*named, *filter(_is_body, item.data)))


def _is_body(key: str) -> bool:
    return key.startswith(_BODIES) and not key.endswith(_ABOUT)


def _entry(item: JsonObject) -> Entry:
    inner = next(filter(None, map(_nitf, _values(item))), None)
    entry = _stated(item)
    return filled(entry, inner) if inner else entry


def _values(item: JsonObject) -> Iterator[str]:
    """The bodies as they stand in the item."""
    named = [one.string("value") for one in item.objects("bodies")]
    others = [item.value(key) for key in item.data if _is_body(key)]
    return filter(None, [*named, *(one for one in others if isinstance(one, str))])


def _nitf(value: str) -> Entry | None:
    """What a body says that is NITF; None for any other."""
    found = _XML.match(value)
    if found is None or found["root"].rpartition(":")[2].lower() != "nitf":
        return None
    try:
        root, _ = tree(value)
    except NotAFeed:
        return None
    return nitf_entry(root) if is_nitf(root) else None


def _stated(item: JsonObject) -> Entry:
    return Entry(
        guid=_identity(item),
        title=_one(item, "headline", "headlines", ("main", "headline", "")),
        links=_links(item),
        summary=_one(item, "description", "descriptions", ("summary", "main", ""))
        or _one(item, "teaser", "teasers", ("html", ""))
        or _described(item),
        content=_body(item),
        published=_moment(
            item, "firstcreated", "contentcreated", "versioncreated", "version_created"
        ),
        updated=_moment(item, "versioncreated", "version_created"),
        authors=_authors(item),
        categories=_categories(item),
        enclosures=_pictures(item),
        rights=item.string("copyrightnotice") or item.string("copyrightholder"),
        lang=item.string("language"),
        credit=_credit(item),
        version=item.number_or_string("version"),
        status=status_said(item.string("pubstatus"), [_note(item) or ""]),
        embargo=_embargo(item),
    )


def _identity(item: JsonObject) -> str | None:
    """What is the same for all versions; AP's ``uri`` is another address for each of them, and for whoever asks."""
    stated, others = _moment(item, "uri", "guid", "urn"), item.value("altids")
    lasting = JsonObject(others, "altids").string("itemid") if isinstance(others, dict) else None
    return lasting if lasting and "://" in (stated or "://") else stated


def _moment(item: JsonObject, *keys: str) -> str | None:
    return next((found for key in keys if (found := item.number_or_string(key))), None)


def _texts(item: JsonObject, single: str, several: str) -> Iterator[tuple[str, Text]]:
    """Texts with their roles: of a list with roles, or of names like ``body_text`` and ``body_html``."""
    for one in item.objects(several):
        value, kind = one.string("value"), (one.string("contenttype") or "").lower()
        if value and (text := _as_said(value, kind)):
            yield (one.string("role") or "").lower(), text
    for suffix, html in (("_xhtml", True), ("_html", True), ("_text", False), ("", False)):
        value = item.string(single + suffix) if item.value(single + suffix) else None
        if value:
            yield suffix.strip("_"), _as(value, html=html)


def _as_said(value: str, kind: str) -> Text | None:
    """A text by its media type; NITF is read, and XML of any other kind is none."""
    if inner := _nitf(value):
        return inner.content
    if "html" not in kind and ("xml" in kind or value.lstrip().startswith("<?xml")):
        return None
    return _as(value, html="html" in kind or (not kind and _is_markup(value)))


def _is_markup(value: str) -> bool:
    """Whether a text of unknown type is HTML; a company may stand between the signs: <ABC Ltd> opens a yard."""
    return value.lstrip()[:1] == "<" and _ENDS.search(value) is not None


def _as(value: str, *, html: bool) -> Text:
    return Text(value=value, type="html") if html else Text(value=value)


def _one(item: JsonObject, single: str, several: str, roles: tuple[str, ...]) -> Text | None:
    """The text of the first of these roles that there is, else the first."""
    found = list(_texts(item, single, several))
    ranked = sorted(found, key=lambda one: roles.index(one[0]) if one[0] in roles else len(roles))
    return ranked[0][1] if ranked else None


def _body(item: JsonObject) -> Text | None:
    """The fullest text, marked up before plain; plain lines are joined into paragraphs. A provider may call it
    otherwise, if it begins with ``body_`` (ninjs 1.3, patternProperties).
    """
    found = [text for _, text in _texts(item, "body", "bodies")]
    if not found:
        others = [key for key in item.data if _is_body(key)]
        values = [(key, item.string(key)) for key in others if isinstance(item.value(key), str)]
        read = [_as_said(one, "html" if "html" in key else "") for key, one in values if one]
        found = [text for text in read if text]
    full = max(found, key=lambda t: (t.type == "html", len(t.value)), default=None)
    if full is not None and full.type != "html":
        full = replace(full, value="\n\n".join(paragraphs(full.value)))
    dateline = item.value("dateline")
    if not isinstance(dateline, str):
        return full
    return led(full, dateline.strip() or None, initials(_credit(item), dateline.strip()))


def _described(item: JsonObject) -> Text | None:
    """A description under a provider's own name for it (``description_summary``), which is not a picture's."""
    named = (key for key in item.data if key.startswith("description_"))
    told = (key for key in named if not key.endswith((*_ABOUT, *_OF_PICTURES)))
    said = (item.string(key) for key in told if isinstance(item.value(key), str))
    return next((_as(one, html=_is_markup(one)) for one in said if one), None)


def _links(item: JsonObject) -> tuple[Link, ...]:
    """The item's page, if it names one: an address for people, not the item's own file."""
    pages = [item.string(key) for key in ("url", "canonicalurl", "link")]
    pages += [
        one.string("href") or one.string("value")
        for one in item.objects("altids")
        if (one.string("role") or "").lower() in ("url", "web", "canonical")
    ]
    return tuple(dict.fromkeys(Link(href=href) for href in pages if href and "://" in href))


def _authors(item: JsonObject) -> tuple[Person, ...]:
    """The byline as written, else the people who are named as its authors."""
    lines = [item.string("byline")] if isinstance(item.value("byline"), str) else []
    lines += [item.string("by")] if isinstance(item.value("by"), str) else []
    lines += [
        next(filter(None, map(one.string, ("value", "byline", "by", "name"))), None)
        for one in item.objects("bylines")
    ]
    if not any(lines):
        lines = [one.string("name") for one in item.objects("authors")]
        lines += [
            one.string("name")
            for one in item.objects("people")
            if "auth" in (one.string("rel") or "").lower()
        ]
    bare = [_BY.sub("", line) for line in lines if line]
    return distinct([p for one in bare for p in persons(one)])


def _categories(item: JsonObject) -> tuple[Category, ...]:
    named = [*item.objects("subject"), *item.objects("subjects"), *item.objects("genres")]
    terms = [one.string("name") or one.number_or_string("code") for one in named]
    terms += item.strings("keywords") if item.value("keywords") else []
    found = [Category(term=term) for term in terms if term]
    located = item.string("located") if isinstance(item.value("located"), str) else None
    slug = item.string("slugline")
    found += [Category(term=located, scheme="located")] if located else []
    found += [Category(term=slug, scheme="slugline")] if slug else []
    return tuple(dict.fromkeys(found))


def _credit(item: JsonObject) -> str | None:
    """The credit line, else who is named as the source of the information."""
    sources = [one.string("name") for one in item.objects("infosources")]
    lines = (item.string("creditline"), item.string("source"), item.string("provider"), *sources)
    return next((line for line in lines if line), None)


def _note(item: JsonObject) -> str | None:
    """The note to editors."""
    return note if isinstance(note := item.value("ednote"), str) else None


def _embargo(item: JsonObject) -> str | None:
    raw = item.value("embargoed")
    said = raw.strip() if isinstance(raw, str) else raw
    if said is None or said is False or said in ("", [], {}):
        other = next((key for key in item.data if _is_embargo(key) and item.data[key]), None)
        if other:
            return _moment(item, other) if isinstance(item.data[other], str) else ""
        note = _note(item)
        held = "" if item.value("embargoedreason") else None  # and no time: until further notice
        return embargo_noted(note) if note is not None else held
    return (item.number_or_string("embargoed") or "") if isinstance(raw, str | int | float) else ""


def _is_embargo(key: str) -> bool:
    """Whether a name of a provider's own is an embargo's: embargo, embargoeddate."""
    return key.startswith("embargo") and key != "embargoed" and not key.endswith("reason")


def _pictures(item: JsonObject) -> tuple[Enclosure, ...]:
    """The largest rendition of each thing associated, and the item's own."""
    found: dict[str, Enclosure] = {}
    linked = item.value("associations")
    listed = list(linked.values()) if isinstance(linked, dict) else linked
    things = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    for thing in (item.data, *things[:50]):
        best = max(_renditions(thing), key=lambda pair: pair[0], default=None)
        if best:
            found.setdefault(best[1].href, best[1])
    return tuple(found.values())


def _renditions(thing: dict[str, object]) -> Iterator[tuple[int, Enclosure]]:
    renditions = thing.get("renditions")
    named = list(renditions.values()) if isinstance(renditions, dict) else renditions
    for one in named if isinstance(named, list) else []:
        if not isinstance(one, dict):
            continue
        rendition = JsonObject(one, "rendition")
        href, size, width = rendition.string("href"), one.get("sizeinbytes"), one.get("width")
        # A bool is an int, too.
        length = size if type(size) is int and size >= 0 else None
        if href and rendition.string("type") != "text":
            kind = rendition.string("contenttype") or rendition.string("mimetype")
            wide = width if isinstance(width, int) else 0
            yield wide, Enclosure(href=href, type=kind, length=length)
