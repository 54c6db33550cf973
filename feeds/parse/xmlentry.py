"""What feedparser found of an entry, as the model's value."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from feeds.model.atom import Category, Link, Person, Text
from feeds.model.entry import Entry
from feeds.parse.capalert import is_alert, is_drill, words_of
from feeds.parse.georss import geometries
from feeds.parse.xmlmedia import enclosures
from feeds.parse.xmlmeta import meta
from feeds.parse.xmlvalues import (
    Found,
    absolute,
    construct,
    dicts,
    join,
    links,
    one_line,
    page,
    people,
    plain_dict,
    string,
)

# Where a summary may stand, the truest first; captions come last, and are all some video feeds have.
_SUMMARIES = (
    "summary",
    "dc_description",
    "itunes_summary",
    "googleplay_description",
    "subtitle",
    "media_description",
    "file_media_description",
)
# What elements are called, under whatever prefix, that hold the whole text beside a short description, as Yandex wants
# them: yandex:full-text, rambler:fulltext, turbo:content.
_FULL_TEXT = re.compile(r"(?:.*_)?full[-_]?text|turbo_content")
_PAGES = ("text/html", "application/xhtml+xml")
_BLOGGER = "tag:blogger.com,1999:"  # what its ids begin with


def entry(
    raw: object,
    *,
    rss: bool,
    base: str | None,
    location: str | None,
    authors: tuple[Person, ...] = (),
) -> Entry:
    """One entry.

    ``rss``: not Atom, whose dates and ids are read otherwise. ``base`` is what relative addresses
    resolve against where there is no ``xml:base``, ``location`` the feed's own address. ``authors`` are the
    feed's.
    """
    found = plain_dict(raw)
    own_base = _own_base(found, "dateline_base", location)
    guid = string(found, "id") or (None if found.get("links") else string(found, "dc_identifier"))
    permalink = rss and found.get("dateline_permalink") is True and guid is not None
    content = _content(found)
    text_base = _own_base(content, "base", location) or own_base
    # What the links resolve against where the text has a base of its own, which is not theirs.
    entry_base = join(location, own_base) if own_base else base
    apart = entry_base if text_base != own_base else None
    raw_source = plain_dict(found.get("source"))
    source = meta(raw_source, None) if raw_source else None
    own = people(found)
    inherited = () if rss or own else (source.authors if source else ()) or authors
    published, updated = _dates(found, rss=rss)
    lang, text = _lang(found, content), construct(content)
    alert = text.value if text and is_alert(text.value) else ""
    return Entry(
        guid=guid,
        guid_is_permalink=permalink,
        title=_title(found),
        links=_links(found, guid if permalink or found.get("dateline_about") else None, apart),
        summary=_as_html(_summary(found), guid),
        content=_of_alert(alert, lang) if alert else text,
        published=published,
        updated=updated,
        authors=own or inherited,
        authors_inherited=bool(inherited),
        categories=_categories(found),
        enclosures=enclosures(found, apart),
        where=geometries(found),
        rights=one_line(found, "rights") or None,
        lang=lang,
        base=join(location, text_base) if text_base else base,
        source=source,
        status=_status(found, alert),
        broken_off=found.get("dateline_broken_off") is True,
    )


def says_something(found: Entry) -> bool:
    """Whether there is anything in an entry: an id, words, a link, or a file. Of one that breaks off there has to be an
    id or a link, too: half a text is another than the whole, which comes with the next document.
    """
    words, name = found.title or found.content or found.summary, found.guid or found.links
    if found.broken_off:
        return bool(words and name)
    return bool(words or name or found.enclosures)


def _title(found: Found) -> Text | None:
    """The title, else Dublin Core's, else the one that podcasts have without their number, else an attached file's,
    else what stands in an image.
    """
    own = construct(found.get("title_detail")) or construct(found.get("dc_title_detail"))
    own = own or _caption(found, "itunes_title") or construct(found.get("file_title_detail"))
    return own or _caption(found, "dateline_image_title")


def _lang(found: Found, content: Found) -> str | None:
    """The language: what the text itself says (``xml:lang``), where it is not what stands around its entry; else
    what the entry says.
    """
    around = string(found, "dateline_lang")
    text = content or plain_dict(found.get("summary_detail") or found.get("title_detail"))
    own = string(text, "language")
    return own if own and own != around else string(found, "language") or around


def _own_base(found: Found, key: str, location: str | None) -> str | None:
    """What ``xml:base`` set; feedparser names the feed's address where there is none."""
    base = string(found, key)
    return base if base != location else None


def _links(found: Found, permalink: str | None, base: str | None) -> tuple[Link, ...]:
    """The links besides enclosures; what FeedBurner took the place of, first.

    ``base`` is set where the text has another base than the links, which then resolve at once.
    """
    given = [link for link in links(found) if link.rel != "enclosure"]
    answered = string(plain_dict(found.get("thr_in-reply-to")), "href")  # RFC 4685
    given += [Link(href=answered, rel="in-reply-to")] if answered else []
    original = string(found, "feedburner_origlink")
    if original:
        given = [Link(href=original), *(link for link in given if link.href != original)]
    elif page(tuple(given)) is None and (address := absolute(permalink)):
        given.append(Link(href=address))
    elif page(tuple(given)) is None:
        given += _content_elsewhere(found)
    return tuple(replace(link, href=join(base, link.href)) if base else link for link in given)


def _content_elsewhere(found: Found) -> list[Link]:
    """The page that an Atom entry has its content in, where it names no other (RFC 4287, 4.1.3.2)."""
    sources = (
        Link(href=address, type=string(one, "type"))
        for one in dicts(found.get("content"))
        if (address := string(one, "src")) and string(one, "type") in (None, *_PAGES)
    )
    return [*sources][:1]


def _content(found: Found) -> dict[str, Any]:
    """The longest of the contents that are text: several are given in several types or lengths. Without any, the
    element that holds the whole text under another name, else, where there is no summary either, the text as it was
    typed (source:markdown).
    """
    texts = [one for one in dicts(found.get("content")) if construct(one) is not None]
    if not texts:
        whole = (string(found, key) for key in found if _FULL_TEXT.fullmatch(key))
        texts = [{"type": "text/html", "value": value} for value in whole if value]
    if not texts and (typed := string(found, "source_markdown")) and _summary(found) is None:
        texts = [{"type": "text/markdown", "value": typed}]
    return max(texts, key=lambda one: len(one["value"]), default={})


def _of_alert(alert: str, lang: str | None) -> Text | None:
    told = words_of(alert, lang)
    return Text(value=told, type="html") if told else None


def _status(found: Found, alert: str) -> str | None:
    """What keeps an entry from being published: a draft (RFC 5023, 13.1.1), an alert that is a drill."""
    drafted = (string(found, "app_draft") or "").lower() == "yes"
    return "withheld" if drafted or is_drill(alert, string(found, "cap_status")) else None


def _summary(found: Found) -> Text | None:
    every = (construct(found.get(f"{name}_detail")) for name in _SUMMARIES)
    found_text = next((text for text in every if text is not None), None)
    return found_text or _caption(found, "dateline_image_text")


def _as_html(summary: Text | None, guid: str | None) -> Text | None:
    """What Blogger gives as plain text is HTML of which it took the tags out and nothing else."""
    if summary is None or not (guid or "").startswith(_BLOGGER):
        return summary
    return replace(summary, type="html")


def _caption(found: Found, key: str) -> Text | None:
    """What stands in an image within the entry."""
    value = string(found, key)
    return Text(value=value, type="html") if value else None


def _dates(found: Found, *, rss: bool) -> tuple[str | None, str | None]:
    """Published and updated, raw. ``dc:date`` is the first in RSS, the second in Atom."""
    dublin = string(found, "dc_date")
    published = string(found, "published") or (dublin if rss else None)
    published = published or string(found, "created") or string(found, "prism_publicationdate")
    return published, string(found, "updated") or (None if rss else dublin)


def _categories(found: Found) -> tuple[Category, ...]:
    every = (
        Category(term=term, scheme=string(tag, "scheme"), label=string(tag, "label"))
        for tag in dicts(found.get("tags"))
        if (term := string(tag, "term") or string(tag, "label"))
    )
    place = string(found, "georss_featurename")
    named = [Category(term=place, scheme="georss:featurename")] if place else []
    return tuple(dict.fromkeys([*every, *named]))
