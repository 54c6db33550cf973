"""Links: absolute, and in the canonical form that tells pages apart.

The rule for what a relative link is relative to: the entry's own base (``xml:base``, else the feed's
address), else the channel's link, else the address the document came from.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from feeds.normalize.mended import unwrapped

# Parameters that say how a reader came, not which page it is. Prefixes end with *.
_TRACKING = re.compile(
    r"(?:utm_\w*|at_\w*|ns_\w*|mc_[ce]id|pk_\w*|mtm_\w*|wt_\w*|_hs\w+|fbclid|gclid|gclsrc|[gw]braid|gad_\w+|dclid|"
    r"msclkid|yclid|ttclid|twclid|li_fat_id|igshid|igsh|mkt_tok|vero_id|oly_\w+_id|s_cid|xtor|xts|ref_src|ref_url|"
    r"cmpid|cmp|ito|smid|smtyp|ftag|ncid|ocid|_ga|_gl|__twitter_impression|feature|taid|rss|source|from|partner|"
    r"amp|outputtype)",
    re.IGNORECASE,
)
# `source=` and `from=` name pages on some sites: they go only with these values.
_RSS_VALUES = re.compile(
    r"(?:rss|feed|feeds|atom|1|true|yes|rss_feed|email|twitter|facebook|youtu\.be|share\w*|amp)?",
    re.IGNORECASE,
)
_AMBIGUOUS = {"source", "from", "feature", "cmp", "rss", "partner", "amp", "outputtype"}
_HOST_PREFIX = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.(?=[^.]+\.))+")
# An answer in a thread, a comment, a day of a list of changes. "more" leads to the rest of a text; the others, and what
# begins with a point, tell who passed the address on.
_POST = re.compile(r"#(?!\.|more-|[ai]xzz|sthash\.)(?=[\w.-]{1,80}$)[^\d]*\d", re.ASCII)
_PATH_END = re.compile(r"(?:/(?:amp|index\.(?:html?|php))?|;)+$")
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+")
_LONGEST = 2048
_WHOLE = re.compile(r"https?://(?!/|https?:?/)", re.IGNORECASE)
_AGAIN = re.compile(r"https?:?/*(?=https?://)", re.IGNORECASE)
# A link in HTML where its address alone was meant, as it is or with its signs escaped.
_ANCHOR = re.compile(
    r"\s*(?:https?://[^/\s<]+/)?(?:<|%3C)a(?:\s|%20|\+)[^<>]{0,500}?href(?:=|%3D)(?P<quote>[\"']|%22|%27)(?P<href>.{1,1000}?)(?P=quote)",
    re.IGNORECASE | re.DOTALL,
)
# What alerts and news searches link to, each group named by the parameters that hold the page's address.
_LEADS_ON = re.compile(
    r"https?://(?:(?P<url_q>(?:www|news)\.google\.[a-z.]{2,6}/(?:news/)?url\?)|"
    r"(?P<url>(?:www\.)?bing\.com/news/apiclick\.aspx\?|[a-z\d]+\.safelinks\.protection\.outlook\.com/\?)|"
    r"(?P<u>lm?\.facebook\.com/l\.php\?)|(?P<q>www\.youtube\.com/redirect\?)|(?P<uddg>duckduckgo\.com/l/\?)|"
    r"(?P<to>(?:www\.)?vk\.com/away\.php\?)|(?P<z>t\.umblr\.com/redirect\?))",
    re.IGNORECASE,
)
_QUOTES = ('"', "'", "<", " ", "\n")
_QUOTED = re.compile(
    r"\s*(?:(?P<quote>[\"'])|<)\s*(?P<said>(?:https?:)?//[^\s\"'<>]+)\s*(?(quote)(?P=quote)|>)\s*",
    re.IGNORECASE,
)
_SHORTEST = 16  # characters
# What programs print that have no address, and links that lead nowhere.
NOTHING = re.compile(r"none|null|nil|undefined|nan|n/?a|\[object object\]", re.IGNORECASE)
"""What programs print where there is nothing."""
_NO_ADDRESS = re.compile(rf"#|false|{NOTHING.pattern}", re.IGNORECASE)
_HOST_FIRST = re.compile(
    r"(?:(https?)(?::/{1,3}|//))?([\w-]+(?:\.[\w-]+)+(?::\d+)?)(?=[/?#]|$)", re.IGNORECASE
)


def absolute(href: str | None, *bases: str | None) -> str | None:
    """An http(s) address, resolved against the first base that is one; None for anything else.

    A user and password in it are nobody's who reads it, and go.

    >>> absolute("http://jane:secret@gazette.example/a")
    'http://gazette.example/a'
    """
    if not href:
        return None
    base = next((b for b in bases if b and b.startswith(("http://", "https://"))), "")
    try:
        address = re.sub(r"[\t\r\n]", "", _bare(href).strip())
        if len(address) < _SHORTEST and _NO_ADDRESS.fullmatch(address):
            return None
        if "\\" in address:  # as browsers read it (WHATWG URL)
            path, query, rest = address.partition("?")
            address = path.replace("\\", "/") + query + rest
        joined = urljoin(base, address if _WHOLE.match(address) else _schemed(address, base))
        parts = urlsplit(joined)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        if "@" in parts.netloc:
            joined = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    except ValueError:
        return None
    clean = joined.replace(" ", "%20").replace("&amp;", "&")
    return clean if len(clean) <= _LONGEST and clean.isprintable() else None


def direct(link: str | None) -> str | None:
    """The page that a link of a search engine's or a network's leads to, which is written in it; any other as it is.

    >>> direct("https://www.google.com/url?rct=j&url=https://gazette.example/a%3Fb%3D1&ct=ga")
    'https://gazette.example/a?b=1'
    """
    if link is None or not (found := _LEADS_ON.match(link)):
        return link
    named = dict(parse_qsl(link.partition("?")[2]))
    return (
        absolute(
            next((named[key] for key in (found.lastgroup or "").split("_") if key in named), None)
        )
        or link
    )


def _bare(href: str) -> str:
    """The address that a link in HTML leads to, or that stands in a CDATA section escaped, in quotes or between angle
    brackets; any other as it is.

    >>> _bare('<a href="/node/12" hreflang="en">Ferries</a>')
    '/node/12'
    """
    href = unwrapped(href)
    if href[:1] in _QUOTES and (quoted := _QUOTED.fullmatch(href)):
        href = quoted["said"]
    found = _ANCHOR.match(href) if "href" in href else None
    if found is None:
        return href
    return unquote(found["href"]) if found["quote"][0] == "%" else html.unescape(found["href"])


def _schemed(address: str, base: str) -> str:
    """The address with one scheme, where its own is missing, broken or there twice.

    That is known only of the site's own host and of hosts in www; any other first part is a path.

    >>> _schemed("www.example.org/a", ""), _schemed("http://https://example.org/a", "")
    ('https://www.example.org/a', 'https://example.org/a')
    """
    address = _AGAIN.sub("", address, count=1)
    found = None if _WHOLE.match(address) else _HOST_FIRST.match(address)
    if found is None:
        return address
    own = urlsplit(base)
    if not found[2].lower().startswith("www.") and found[2].lower() != own.netloc.lower():
        return address
    return f"{found[1] or own.scheme or 'https'}://{address[found.start(2) :]}"


def canonical(link: str | None) -> str | None:
    """The form in which two addresses of one page are equal; None where it names no page.

    http and https, www and mobile hosts, AMP copies, tracking parameters, default ports, a trailing slash and the
    spelling of escapes do not matter, nor do fragments, but for one that numbers a post on its page. A bare front page
    is no identity.

    >>> canonical("http://www.example.org/a/?utm_source=rss#top")
    'https://example.org/a'
    >>> canonical("https://example.org/thread/7#post-12")
    'https://example.org/thread/7#post-12'
    """
    for _ in range(4):  # taking one thing off may lay another bare
        before, link = link, _reduce(link) if link else None
        if link == before:
            break
    return link


def _reduce(link: str) -> str | None:
    try:
        posted = "#!" in link or _POST.search(link) is not None
        parts = urlsplit(canonicalize_url(link, keep_fragments=posted))
        host, port = _HOST_PREFIX.sub("", (parts.hostname or "").lower().rstrip(".")), parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    path = re.sub(r"/{2,}", "/", parts.path)
    path = _PATH_END.sub("", path)
    if not path and not query and not parts.fragment:
        return None
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{port}" if port not in (None, 80, 443) else ""
    return urlunsplit(("https", netloc, path, query, parts.fragment))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if not _TRACKING.fullmatch(name):
        return False
    return name.lower() not in _AMBIGUOUS or _RSS_VALUES.fullmatch(value) is not None
