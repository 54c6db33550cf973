"""Single values as standards and validators want them: addresses, ids, lines of plain text, languages, media types.

What a source gives may be anything; what can't be made right is left out, never the entry.
"""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import quote, urlsplit, urlunsplit

import idna

from feeds.publish.wording import clean_text

_URI = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:[/?](?:%[0-9A-Fa-f]{2}|[\w.~:/?@!$&'()*+,;=-])*)?"
    r"(?:#(?:%[0-9A-Fa-f]{2}|[\w.~:/?@!$&'()*+,;=-])*)?",
    re.ASCII,
)
_HOST = re.compile(r"[\w.~-]+", re.ASCII)
_KEY = re.compile(
    r"[?&;](?:key|sig|[\w.-]*(?:token|secret|passw|pwd|api[_-]?key|auth(?!or)|credential|signature)[\w.-]*)=",
    re.IGNORECASE | re.ASCII,
)  # what programs call that which opens a feed
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_TAG = re.compile(r"<(/?[A-Za-z!?][^<>]*)>")
# Controls (C1), and the marks that turn the direction of all that follows.
_TURNS = re.compile(r"[\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_NESTED = 3  # references that stand for references
_TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "svg": "image/svg+xml", "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg",
    "opus": "audio/ogg", "wav": "audio/wav", "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm",
    "mov": "video/quicktime", "pdf": "application/pdf",
}  # fmt: skip
_RIGHT_TO_LEFT = {
    "ar", "arc", "ary", "arz", "azb", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi",
}  # fmt: skip


def web_address(link: str | None) -> str | None:
    """An http(s) address as a URI (RFC 3986): RSS and JSON Feed know no others, and plain readers ask for no others.

    One that is a URI stays as it is; None for what is no address. A name and password in it are not passed on.

    >>> web_address("https://jarida.example/أخبار?q=a b"), web_address("https://straße.example/")
    ('https://jarida.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1?q=a%20b', 'https://xn--strae-oqa.example/')
    >>> web_address("https://☕.example/")
    'https://xn--53h.example/'
    """
    if not link:
        return None
    if _URI.fullmatch(link):
        return link
    try:
        parts = urlsplit(link.strip())
        if parts.scheme not in ("http", "https"):
            return None
        return urlunsplit(
            (
                parts.scheme,
                _authority(parts.hostname or "", parts.port),
                _quoted(parts.path, "/"),
                _quoted(parts.query, "/?"),
                _quoted(parts.fragment, "/?"),
            )
        )
    except ValueError:  # a host or port that is none
        return None


def holds_key(address: str) -> bool:
    """Whether an address lets in whoever has it: what opens a feed stands in its query.

    >>> holds_key("https://wire.example/feed?user=7&api_key=abc"), holds_key("https://wire.example/?feed=rss2")
    (True, False)
    """
    return _KEY.search(address) is not None


def _ascii(host: str) -> str:
    """A host's name as the domain name system has it, as browsers and our fetching make it of letters: ``straße`` is
    not ``strasse`` (IDNA 2008). Names that it knows no more, of signs, are as they were before.
    """
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host.encode("idna").decode("ascii")


def _authority(host: str, port: int | None) -> str:
    if ":" in host:
        named = f"[{host}]"
    else:
        named = host if host.isascii() else _ascii(host)
        if not _HOST.fullmatch(named):
            raise ValueError(f"{host!r} is no host")
    return named if port is None else f"{named}:{port}"


def _quoted(part: str, also: str) -> str:
    return _STRAY_PERCENT.sub("%25", quote(part, safe=f"%:@!$&'()*+,;=~{also}"))


def is_iri(value: str | None) -> bool:
    """Whether a value can be an id or a scheme (RFC 4287, section 4.2.6): an absolute IRI.

    >>> is_iri("tag:wire.example,2024:1"), is_iri("post 17")
    (True, False)
    """
    return value is not None and _IRI.fullmatch(value) is not None


def plain_line(text: str) -> str:
    """Plain text on one line in which nothing looks like markup, for elements that hold no HTML.

    Readers differ in whether they take a title for HTML, so a reference becomes its character, and a tag that
    the words speak of is set in other brackets.

    >>> plain_line("Fish &amp; chips: a guide to <script>, 5 < 6")
    'Fish & chips: a guide to ‹script›, 5 < 6'
    """
    for _ in range(_NESTED if "&" in text else 0):
        said = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
        if said == text:
            break
        text = said
    text = _TURNS.sub("", clean_text(text))
    return " ".join((_TAG.sub(r"‹\1›", text) if "<" in text else text).split())


@lru_cache(maxsize=512)
def language_tag(tag: str | None) -> str | None:
    """A language tag that is registered (RFC 5646), None for any other.

    >>> language_tag("fr"), language_tag("xx")
    ('fr', None)
    """
    return tag if tag and tag.isascii() and _is_registered(tag) else None


@lru_cache(maxsize=256)
def _is_registered(tag: str) -> bool:
    from langcodes import tag_is_valid  # noqa: PLC0415 -- its tables take a while to load

    return tag_is_valid(tag)


def is_right_to_left(tag: str | None) -> bool:
    """Whether a language is written from right to left."""
    return tag is not None and tag.partition("-")[0].lower() in _RIGHT_TO_LEFT


def runs_left(text: str) -> bool:
    """Whether a letter in a text runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def media_type(stated: str | None, href: str) -> str | None:
    """The stated media type, if it is one; else what the address ends in tells.

    >>> media_type("sound", "https://wire.example/horn.mp3?a=1")
    'audio/mpeg'
    """
    if stated and _MEDIA_TYPE.fullmatch(stated):
        return stated
    return _TYPES.get(urlsplit(href).path.rpartition(".")[2].lower())


def degrees(angle: float) -> str:
    """A latitude or longitude, to the centimetre at most.

    >>> degrees(45.256), degrees(-71.0), degrees(0.00001)
    ('45.256', '-71', '0.00001')
    """
    return f"{angle:.7f}".rstrip("0").rstrip(".")


def distinct_time(moment: datetime, entry_id: str) -> str:
    """An entry's time (RFC 3339) that hardly any other entry has, though many are of one moment.

    Validators warn of entries with one ``updated``, since readers may then take them in any order. What is added,
    less than a second, is drawn from the id: the time is true to the second where a source states it, and an
    entry's times stay in their order. No more than six digits: some parsers refuse more.

    >>> distinct_time(datetime.fromisoformat("2024-03-07T10:30:00+00:00"), "urn:x")
    '2024-03-07T10:30:00.659508+00:00'
    """
    drawn = int.from_bytes(blake2b(entry_id.encode(), digest_size=8).digest()) % 1_000_000
    return (moment + timedelta(microseconds=drawn)).isoformat(timespec="microseconds")
