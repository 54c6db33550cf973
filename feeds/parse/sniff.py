"""Which kind of document a text is: its first characters decide, the media type breaks ties."""

from __future__ import annotations

import re

from feeds.errors import NotAFeed
from feeds.parse.errorpage import error_message
from feeds.parse.kind import Kind
from feeds.parse.looks import (
    HTML,
    announces_feeds,
    binary,
    html_page,
    opens_with_name,
    unknown_xml,
)
from feeds.text import words

# What may stand before a document: white space, a stray mark, comments, instructions, a page's type before a feed.
_LEADING = re.compile(
    r"[\s\ufeff\x00]+|<!--.*?-->|<\?(?!xml\b).*?\?>|<\?xml\b[^>]*>"
    r"|<!DOCTYPE\s+html\b[^<>]*>(?=(?:\s*<\?[^<>]*>)*\s*<(?:rss|feed|rdf:RDF)[\s>])",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)", re.IGNORECASE)
# Elements that begin a feed, and those that begin a fragment or an entry document of one.
_FEED_ROOT = frozenset({"rss", "rdf", "feed", "channel", "item", "entry"})
_WIRE_ROOT = {
    "nitf": "nitf",
    "newsml": "newsml1",
    **dict.fromkeys(("newsitem", "newsmessage", "packageitem", "conceptitem"), "newsml"),
}
# Names that news in JSON has, and feeds in JSON have not. Within a string the first quote is escaped.
_NINJS = re.compile(
    r"(?<!\\)\"(?:versionCreated|firstCreated|pubStatus|body_(?:text|x?html)|bodies|headlines|"
    r"representationType|description_text|usageTerms|infoSources)\"\s*:",
    re.IGNORECASE,
)
_RSS_IN_JSON = re.compile(r"\{\s*\"rss\"\s*:\s*\{")
# Posts in a list, as WordPress answers them.
_POSTS = re.compile(r"\"(?:guid|title|content|excerpt)\"\s*:\s*\{\s*\"rendered\"\s*:")
# In a sitemap, whose other pages are none; without any page it is one of news if it is made for them.
_NEWS = re.compile(r"<(?:[\w-]+:)?news[\s>]")
_PAGE = re.compile(r"<(?:[\w-]+:)?url[\s>]")
_MADE_FOR_NEWS = "/schemas/sitemap-news/"
_JSON_FEED = re.compile(r"\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org")
# A feed behind what a broken script printed before it (warnings, an HTML comment, a banner).
_BURIED = re.compile(
    r"<\?xml\b|<(?:rss|feed|rdf:RDF)[\s>]|<(?P<p>[a-z]\w{0,20}):(?:rss|feed|rdf)\s[^<>]*\bxmlns:(?P=p)\s*=",
    re.IGNORECASE,
)
_BURIED_WITHIN = 20_000
# The head of an IPTC 7901 message: SOH, a line of print, STX.
_TELEX = re.compile(r"\x01(?:[^\x00-\x08\x0e-\x1f]{0,200}\x02|\s*[A-Za-z]{2,8}\d{2,6}\s)")
_TELEX_WITHIN = 1000
# What markup and JSON begin with: their texts may hold the signs of a telex, which are theirs to pass over.
_DOCUMENT = re.compile(r"<[!?A-Za-z]|[{\[]\s*[\"{]")
# Media types under which no wire sends plain text.
_NO_WIRE = re.compile(r"html|xml|json|script|css|csv|calendar|vcard")
_FEWEST_WORDS = 4  # of a story that a server sends as plain text
_QUOTED = re.compile(r"\{\s*[^\x00-\x7f]")  # words between braces, as verses are set
_TAG = re.compile(r"<[^<>]*>")


def sniff(
    text: str, media_type: str | None, kinds: tuple[Kind, ...], *, is_file: bool = False
) -> str:
    """The name of the kind that reads this text; raises NotAFeed saying what it looks like.

    In a file (``is_file``), which nobody serves, HTML that announces no feed is a wire story.
    """
    start = _skip(text)
    head = text[start : start + _BURIED_WITHIN]
    if not head:
        raise NotAFeed("the document is empty; a feed or a wire story was expected")
    if not _DOCUMENT.match(head) and _is_telex(text):
        return "iptc7901"
    if head[0] == "<":
        return _markup(text, start, head, media_type, is_file=is_file)
    if head[0] in "{[":
        return _braces(head, media_type, kinds)
    if _BURIED.search(head):
        return "xmlfeed"
    if _JSON_FEED.search(head):  # behind a call or a guard against one
        return "jsonfeed"
    if looks := binary(text):
        raise NotAFeed(looks)
    if media_type and _NO_WIRE.search(media_type):
        # What a broken page prints (“Error establishing a database connection”) is no story.
        said = " ".join(head[:80].split())[:60]
        raise NotAFeed(
            f"the document is plain text served as {media_type} (“{said}”); a feed was expected"
        )
    if failed := error_message(text[start:]):
        raise NotAFeed(failed)
    if media_type and len(words(head)) < _FEWEST_WORDS:
        # A server's “OK” or “pong”; in a folder somebody put it there, perhaps to be written on.
        said = " ".join(head.split())[:60]
        raise NotAFeed(f"the document is plain text; a feed was expected (it says “{said}”)")
    return "wire"


def _is_telex(text: str) -> bool:
    return _TELEX.search(text[:_TELEX_WITHIN].replace("\0", "")) is not None and not binary(text)


def _skip(text: str) -> int:
    """Where the document proper begins."""
    position = 0
    while match := _LEADING.match(text, position):
        position = match.end()
    return position


def _markup(text: str, start: int, head: str, media_type: str | None, *, is_file: bool) -> str:
    root = _ROOT.match(head)
    name = root[2].lower() if root else ""
    if name in _FEED_ROOT:
        return "xmlfeed"
    if name in _WIRE_ROOT:
        return _WIRE_ROOT[name]
    if name == "urlset" and (
        _NEWS.search(head) or (_MADE_FOR_NEWS in head and not _PAGE.search(text))
    ):
        return "newssitemap"
    buried = "<rss" in head if name == "html" else _BURIED.search(head)
    if buried:
        return "xmlfeed"
    if opens_with_name(text) and not (media_type and _NO_WIRE.search(media_type)):
        return "wire"
    if name not in HTML:
        raise NotAFeed(unknown_xml(name, text[:start]))
    if is_file and not announces_feeds(text):
        if failed := error_message(_TAG.sub("\n", text)):
            raise NotAFeed(failed)
        return "wire"
    raise NotAFeed(html_page(text))


def _braces(head: str, media_type: str | None, kinds: tuple[Kind, ...]) -> str:
    """JSON, unless a wire story merely opens with a bracket: ``[Corrected] RABAT …``."""
    if _RSS_IN_JSON.match(head):
        return "rssjson"
    if head[0] == "[" and _POSTS.search(head):
        return "wordpress"
    if not _JSON_FEED.search(head) and _NINJS.search(head):
        return "ninjs"
    if _QUOTED.match(head) and not (media_type and _NO_WIRE.search(media_type)):
        return "wire"
    if head[0] == "{" or re.match(r"\[\s*[\[{\"\]\d]", head):
        return "jsonfeed"
    return next((kind.name for kind in kinds if media_type in kind.media_types), "wire")
