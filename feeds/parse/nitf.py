"""One NITF story (IPTC, News Industry Text Format 3.x) to an entry; it stands alone or in NewsML-G2."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import dropwhile
from typing import TypeGuard

from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry
from feeds.parse.person import distinct, persons
from feeds.parse.wireabove import opens_with_dateline
from feeds.parse.wirenotes import embargo_noted, status_said
from feeds.parse.xmltree import Node, attribute, every, first, markup, name, within, words

# NITF's own elements to HTML's; "" leaves out what is no text of the story. Others have HTML's names.
HTML_NAMES = {
    "hl2": "h2",
    "bq": "blockquote",
    "block": "div",
    "body.content": "div",
    "nitf-table": "div",
    "media": "",
    "nitf-table-metadata": "",
    "note": "blockquote",
    "credit": "cite",
    "q": "q",
    "fn": "small",
    **dict.fromkeys(
        (
            *(
                "person",
                "location",
                "org",
                "event",
                "function",
                "money",
                "num",
                "chron",
                "copyrite",
            ),
            *("object.title", "virtloc", "lang", "pronounce", "postaddr", "classifier", "alt-code"),
            *(
                "city",
                "state",
                "country",
                "region",
                "sublocation",
                "name.given",
                "name.family",
                "frac",
            ),
        ),
        "span",
    ),
}
HTML_ATTRIBUTES = {
    "href": "href",
    "lang": "lang",
    "dir": "dir",
    "src": "src",
    "alt": "alt",
    "colspan": "colspan",
    "rowspan": "rowspan",
}
_BY = re.compile(r"^(?:by|par|por|von|de|بقلم|da)\s+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ZONE = re.compile(r"(?<=\d) [A-Z]{2,5}$")
_WORD = re.compile(r"[^\W\d_]{2}")
# A line of words that is no name: ANSA's subtitle stands there. Not in scripts without small letters, nor what begins
# as bylines do: De nuestro corresponsal en Rabat, Juan Pérez.
_SAID = re.compile(
    r"(?!(?:By|From|Text|Por|Par|D[aei]|D[ae]l|Dalla|Von|Van|Av|Af)\b)[A-ZÀ-Þ]\S*(?: [a-zß-ÿ]\S*){3}(?: \S+){2}"
)
_TYPED = re.compile(r"[a-z]{2,3}(?:[/-][a-z]{2,3})+")
# RABAT, March 7   RABAT March 7   RABAT 7 mars
_PLACE_ENDS = re.compile(r"[,،(/–—-]|\s+(?:[^\W\d_]{3,12}\.?\s+)?\d")
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>")
_BLOCK = re.compile(r"</?(?:p|div|h\d|br|li|blockquote)\b[^<>]*>")
# What may stand above a text's own dateline: (Adds details)   By Jane Roe
_ABOVE = re.compile(r"\([^()]{3,200}\)|(?:by|par|por|von|di|da)\s[^.:]{3,80}", re.IGNORECASE)
_HEADINGS = re.compile(r"<h(\d)\b[^>]*>.{0,2000}?</h\1>", re.DOTALL)
_ZONED = re.compile(r"(?:z|[+-]\d{2}:?\d{2})\s*$", re.IGNORECASE)
_ENDED = re.compile(r"\b(?:no|not|off|over|ended|lift(?:ed)?|expired|released?)\b", re.IGNORECASE)
_LONGEST_CREDIT = 20  # characters
_OPENING = 600  # likewise, of markup in which a text's own dateline stands
_PLACED = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]{2,30}, [^,]*\d")
_INITIALS = re.compile(r"[^\W\d_]{2,12}")
_IN_FIGURES = re.compile(r"\d{8}|\d{4}-\d\d-\d\d")
_LED = re.compile(r"[-–—ـ:]\s*$")


def nitf_entry(root: Node) -> Entry:
    """The entry that an ``nitf`` element makes."""
    head, top = first(root, "head"), first(root, "body", "body.head")
    data = first(head, "docdata")
    content = first(root, "body", "body.content")
    dated = attribute(first(data, "date.issue"), "norm") or attribute(
        first(top, "dateline", "story.date"), "norm"
    )
    distributor = words(first(top, "distributor"))
    return Entry(
        guid=attribute(first(data, "doc-id"), "id-string") or attribute(root, "uno"),
        title=_title(head, top),
        links=_links(first(head, "pubdata")),
        summary=_text(first(top, "abstract")),
        content=_content(content, first(top, "dateline"), distributor),
        published=dated or attribute(first(head, "pubdata"), "date.publication"),
        updated=_changed(root) or attribute(first(head, "revision-history"), "norm"),
        authors=_bylines(top),
        categories=_categories(head, data),
        enclosures=_media(content),
        rights=_rights(top, data),
        lang=attribute(root, "lang") or attribute(first(root, "body"), "lang"),
        source=_publication(first(head, "pubdata")),
        credit=distributor or attribute(first(data, "doc-id"), "regsrc"),
        version=attribute(first(data, "du-key"), "version"),
        status=_status(data),
        embargo=_embargo(data, head),
    )


def _changed(root: Node) -> str | None:
    """When the story was changed; in words it is when NITF's own definition was (``October 10, 2006``), which its files
    carry with them.
    """
    stated = attribute(root, "change.date")
    return stated if stated and _IN_FIGURES.match(stated) else None


def _title(head: Node | None, top: Node | None) -> Text | None:
    found = words(first(top, "hedline", "hl1")) or words(first(top, "hedline"))
    found = found or words(first(head, "title"))
    return Text(value=found) if found else None


def _text(node: Node | None) -> Text | None:
    value = markup(node, HTML_NAMES, HTML_ATTRIBUTES)
    return Text(value=value, type="html") if value else None


def _content(body: Node | None, dateline: Node | None, credit: str | None) -> Text | None:
    """The text, opened by its dateline as it is when printed: place, day, agency, dash."""
    line = _spaced(dateline)
    # Where a place in capitals and a day tell it, no service's long name is needed, which nobody prints there.
    needed = credit is None or _INITIALS.fullmatch(credit) or not _PLACED.match(line or "")
    return led(_text(body), line, credit if needed else None)


def _spaced(node: Node | None) -> str | None:
    """The words within, on one line, with a comma where only elements part them (RABAT, March 7)."""
    line = ""
    for part in map(str, node.itertext()) if node is not None else ():
        line += f", {part}" if line[-1:].isalnum() and part[:1].isalnum() else part
    return " ".join(line.split()) or None


def led(text: Text | None, line: str | None, credit: str | None = None) -> Text | None:
    """The text, opened by the dateline that stands beside it: as it is when printed, with the agency's name."""
    if text is None or not _tells(line):
        return text
    opening = text.value[:_OPENING]
    if led_already(_TAG.sub("", _BLOCK.sub("\n", opening)), line):
        return text
    if not _LED.search(line):
        printed = credit and len(credit) < _LONGEST_CREDIT and "(" not in line
        line = f"{line} ({credit}) -" if printed else f"{line} -"
    if text.type == "text":
        return replace(text, value=f"{line} {text.value}")
    return replace(text, value=_opened(text.value, line))


def initials(credit: str | None, line: str | None) -> str | None:
    """A credit line that is one word, as an agency's short name is, without the dash that some set behind it; none
    where a place in capitals and its day tell a dateline, whoever is in brackets behind them.

    >>> initials("STT–", "Turku"), initials("ASSOCIATED PRESS", "Turku"), initials("STT", "TURKU, March 7")
    ('STT', None, None)
    """
    short = (credit or "").rstrip(" –—-")
    return short if _INITIALS.fullmatch(short) and not _PLACED.match(line or "") else None


def _opened(markup: str, line: str) -> str:
    """HTML whose first paragraph begins with a dateline; where words stand before that, they do."""
    found = _PARAGRAPH.search(markup)
    before = _HEADINGS.sub(" ", markup[: found.start()]) if found else ""
    if found is None or _TAG.sub("", before).strip():
        return f"{_plain(line)} {markup}"
    return f"{markup[: found.end()]}{_plain(line)} {markup[found.end() :].lstrip()}"


def _tells(line: str | None) -> TypeGuard[str]:
    """Whether a dateline has a word in it; one of figures (and a zone) is a time for programs, which nobody prints.

    >>> _tells("RABAT, March 7"), _tells("20240307T103000+0000"), _tells("7.3.2024 10:30:00 EET")
    (True, False, False)
    """
    return line is not None and _WORD.search(_ZONE.sub("", line)) is not None


def led_already(text: str, line: str) -> bool:
    """Whether a text opens with a dateline, or with the same place as ``line`` set off; below a note in brackets and
    a byline, too.

    >>> led_already("RABAT (MAP) - The port reopened.", "Rabat, March 7")
    True
    >>> led_already("RABAT - The port reopened.", "RABAT March 7")
    True
    >>> led_already("(Adds details)\\nBy Jane Roe\\nRabat, 7 mar (EFE).- The port reopened.", "Rabat")
    True
    """
    lines = filter(None, map(str.strip, text.split("\n")))
    first = next(dropwhile(_ABOVE.fullmatch, lines), "")
    place = _PLACE_ENDS.split(line)[0].strip()
    opened = rf"\W*{re.escape(place)}\b[^.!?]{{0,60}}[-–—ـ_:]\s"
    placed = bool(place) and re.match(opened, first[:200], re.IGNORECASE) is not None
    return placed or opens_with_dateline(first)


def _plain(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")


def _bylines(top: Node | None) -> tuple[Person, ...]:
    named = [words(one) for line in every(top, "byline") for one in within(line, "person")]
    if not any(named):
        named = [_before_title(one) for one in every(top, "byline")]
    # Who typed and who edited it (jr/ab) is no byline, nor is a line of the headline.
    written = [one for one in named if one and not _TYPED.fullmatch(one) and not _SAID.match(one)]
    return distinct([p for one in written for p in persons(_BY.sub("", one))])


def _before_title(byline: Node) -> str | None:
    """A byline without the writer's title in it."""
    title = words(first(byline, "byttl"))
    line = words(byline)
    return line.removesuffix(title).strip(" ,") if line and title else line


def _categories(head: Node | None, data: Node | None) -> tuple[Category, ...]:
    slug = attribute(first(data, "du-key"), "key")
    slugs = [Category(term=slug, scheme="slugline")] if slug else []
    keys = [attribute(one, "key") or words(one) for one in every(data, "key-list", "keyword")]
    subjects = [
        attribute(one, "tobject.subject.matter", "tobject.subject.type", "tobject.subject.refnum")
        for one in every(head, "tobject", "tobject.subject")
    ]
    classified = [
        attribute(one, "value") for one in every(data, "identified-content", "classifier")
    ]
    terms = [Category(term=term) for term in (*keys, *subjects, *classified) if term]
    return tuple(dict.fromkeys([*terms, *slugs]))


def _links(publication: Node | None) -> tuple[Link, ...]:
    address = attribute(publication, "ex-ref")
    return (Link(href=address),) if address and "://" in address else ()


def _publication(publication: Node | None) -> FeedMeta | None:
    title = attribute(publication, "name")
    return FeedMeta(title=title) if title else None


def _rights(top: Node | None, data: Node | None) -> str | None:
    holder = first(data, "doc.copyright")
    year, who = attribute(holder, "year"), attribute(holder, "holder")
    stated = f"© {year} {who}" if year and who else who
    return words(first(top, "rights")) or stated


def _media(content: Node | None) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for media in within(content, "media"):
        for one in within(media, "media-reference"):
            href, kind = attribute(one, "source"), attribute(one, "mime-type")
            if href:
                found.setdefault(href, Enclosure(href=href, type=kind))
    return tuple(found.values())


def _status(data: Node | None) -> str | None:
    """``management-status``, or what a message to editors says in the word that opens it."""
    stated = attribute(data, "management-status")
    if stated and stated.lower() == "embargoed":
        return None
    return status_said(stated, [attribute(first(data, "ed-msg"), "info") or ""])


def _embargo(data: Node | None, head: Node | None) -> str | None:
    """The time of release, or the one that a message to editors names, or what the head says under that name. A time in
    no zone that is that of issue says no more than this does, unless the status says that it holds.
    """
    held = (attribute(data, "management-status") or "").lower() == "embargoed"
    release, issued = (
        attribute(first(data, name), "norm") for name in ("date.release", "date.issue")
    )
    if release == issued and not held and not _ZONED.search(release or ""):
        release = None
    if release and "YYYY" in release:  # the form was not filled in
        release = None
    info, kind = (attribute(first(data, "ed-msg"), name) for name in ("info", "msg-type"))
    message = embargo_noted(info)
    if message is None and "embargo" in (kind or "").lower() and not _ENDED.search(kind or ""):
        message = info or ""
    said = (attribute(one, "content") for one in every(head, "meta") if _names_embargo(one))
    message = next(filter(None, said), None) if message is None else message
    if release or message is not None:
        return release or message
    return "" if held else None


def _names_embargo(meta: Node) -> bool:
    return (attribute(meta, "name") or "").lower().startswith("embargo")


def is_nitf(node: Node) -> bool:
    """Whether an element is an NITF story."""
    return name(node) == "nitf"


def nitf_within(*parts: Node) -> Entry | None:
    """The entry that the first NITF story makes which stands in one of those elements; None where none does."""
    found = (one for part in parts for one in part if is_nitf(one))
    return next(map(nitf_entry, found), None)


def filled(entry: Entry, inner: Entry) -> Entry:
    """An entry of NewsML with what it lacks of its own from the NITF within it."""
    return replace(
        entry,
        guid=entry.guid or inner.guid,
        title=entry.title or inner.title,
        summary=entry.summary or inner.summary,
        published=entry.published or inner.published,
        authors=entry.authors or inner.authors,
        categories=tuple(dict.fromkeys([*entry.categories, *inner.categories])),
        enclosures=tuple(dict.fromkeys([*entry.enclosures, *inner.enclosures])),
        rights=entry.rights or inner.rights,
        lang=entry.lang or inner.lang,
        credit=entry.credit or inner.credit,
        status=entry.status or inner.status,
        embargo=entry.embargo if entry.embargo is not None else inner.embargo,
    )
