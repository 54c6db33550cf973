"""What bytes that are no feed look like, and what would be right: the sentences of NotAFeed."""

from __future__ import annotations

import html
import re

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"type\s*=\s*[\"']?application/(?:rss\+xml|atom\+xml|feed\+json)", re.I)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s>]{1,1000})", re.IGNORECASE)
_META = re.compile(r"<meta\b[^>]{0,1000}>", re.IGNORECASE)
_REFRESH = re.compile(r"\bhttp-equiv\s*=\s*[\"']?refresh\b", re.IGNORECASE)
_LEADS = re.compile(r"[;,]\s*url\s*=\s*[\"']?([^\"'\s>]{1,1000})", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^<>]{0,1000}\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
# What a page says of itself that is a story: Open Graph, schema.org.
_ARTICLE = re.compile(
    r"<meta\b[^<>]{0,300}?\bproperty\s*=\s*[\"']?(?:article:published_time\b|og:type[\"'\s][^<>]{0,100}?\barticle\b)"
    r"|\"@type\"\s*:\s*\"(?:Reportage)?NewsArticle\"",
    re.IGNORECASE,
)
HTML = frozenset(
    {
        *("html", "head", "body", "title", "meta", "link", "script", "style", "div", "span"),
        *("p", "a", "b", "i", "br", "h1", "h2", "h3", "table", "ul", "ol", "li", "img"),
        *("article", "section", "main", "header", "strong", "figure", "blockquote"),
        *("center", "nav", "dl", "pre", "font", "hr", "em", "small", "u", "address", "aside"),
        *("footer", "form", "h4", "h5", "h6"),
    }
)
"""Elements that a page or a part of one begins with."""
_NAMED = re.compile(r"\s*<(?P<first>[A-Za-z][\w.&'-]*)[^<>\n]{0,80}>")
_FEW_WORDS = 5
_WITHIN = 200_000
_MAGIC = (
    (b"\x1f\x8b", "gzip-compressed data; the bytes inside were expected"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF (image, sound or video) file"),
    (b"ID3", "an MP3 file"),
    (b"BEGIN:VCALENDAR", "a calendar"),
    (b"BEGIN:VCARD", "an address card"),
    (b"{\\rtf", "a text in RTF; saved as plain text or HTML it can be read"),
    (
        b"\xd0\xcf\x11\xe0",
        "a document of an office program; saved as plain text or HTML it can be read",
    ),
)
_XML = {
    "opml": "an OPML subscription list; `dateline import` takes those",
    "urlset": "a sitemap; a feed's address was expected",
    "sitemapindex": "a sitemap index; a feed's address was expected",
    "svg": "an SVG image",
    "error": "an XML error message",
    "alert": "one alert (Common Alerting Protocol); the feed that lists such alerts was expected",
    **dict.fromkeys(
        ("rbnews", "xmlnewsqueuedresponse"),
        "news in Ritzau's own XML, which is not read; its NewsML was expected",
    ),
}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def magic(body: bytes) -> str | None:
    """The sentence on a well-known format that is not text, by its first bytes; None for others."""
    for start, name in _MAGIC:
        if body.startswith(start):
            return f"the document is {name}; a feed or a wire story was expected"
    return None


def binary(text: str) -> str | None:
    """The sentence on a text that is none: more than one character in ten isn't a character."""
    sample = text[:_WITHIN]
    odd = len(_CONTROL.findall(sample))
    if odd * 10 <= len(sample) and sample.strip():
        return None
    return "the document is binary data; a feed or a wire story was expected"


def html_page(text: str) -> str:
    """The sentence on a web page, with its title and the feeds that it names, or where it leads browsers."""
    head = text[:_WITHIN]
    title = _TITLE.search(head)
    words = " ".join(html.unescape(title[1]).split())[:100] if title else ""
    called = f" titled “{words}”" if words else ""
    if feeds := _announced(head):
        remedy = f"the feeds it names are {' '.join(feeds)}"
    else:
        place = _leads(head)
        remedy = f"it leads to {place}" if place else "a feed's address was expected"
    return f"the document is an HTML page{called}; {remedy}"


def announces_feeds(text: str) -> bool:
    """Whether a page's head names feeds."""
    return bool(_announced(text[:_WITHIN]))


def opens_with_name(text: str) -> bool:
    """Whether a text begins with a name between signs, as wires set companies': in markup something would end.

    >>> opens_with_name("<ABC Ltd> opens a yard in the old port"), opens_with_name("<p>ABC Ltd opens a yard in it")
    (True, False)
    """
    named = _NAMED.match(text)
    if named is None or named["first"].lower() in HTML:
        return False
    ends = any(sign in text for sign in ("</", "/>", "<!", "<?"))
    return not ends and len(text[named.end() : _WITHIN].split()) >= _FEW_WORDS


def asks_password(text: str) -> bool:
    """Whether a page has a field for a password."""
    return _PASSWORD.search(text) is not None


def is_article(text: str) -> bool:
    """Whether a page says that it is a story."""
    return _ARTICLE.search(text[:_WITHIN]) is not None


def unknown_xml(root: str, before: str) -> str:
    """The sentence on a document of markup whose root element begins no feed."""
    if root in _XML:
        return f"the document is {_XML[root]}"
    what = "an XML document" if "<?xml" in before else "markup"
    inside = f" whose first element is <{root}>" if root else " without any element"
    return f"the document is {what}{inside}; RSS, RDF or Atom was expected"


def _leads(head: str) -> str | None:
    """Where a page has browsers go by itself."""
    refresh = next((meta for meta in _META.findall(head) if _REFRESH.search(meta)), "")
    found = _LEADS.search(refresh)
    return html.unescape(found[1]) if found else None


def _announced(head: str) -> list[str]:
    links = [link for link in _LINK.findall(head) if _FEED_TYPE.search(link)]
    found = [match[1] for link in links[:5] if (match := _HREF.search(link))]
    return [html.unescape(address) for address in found]
