"""What plays in a text: films and sounds that sanitizing drops, kept as the files of the entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.mediatype import media_type
from feeds.model.atom import Enclosure
from feeds.normalize.elements import closed_at_once
from feeds.normalize.extent import within

_PLAYS = re.compile(
    r"<(?:iframe|video|audio|embed|object|amp-(?:audio|video|iframe|youtube|vimeo|dailymotion))\b",
    re.IGNORECASE,
)
_PLAYING = "iframe, video, audio, embed, object, source, amp-audio, amp-video, amp-iframe"
# AMP's players that name a film by its number only: the attribute, and the address that it stands for.
_NUMBERED = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/embed/"),
    "amp-vimeo": ("data-videoid", "https://player.vimeo.com/video/"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/embed/video/"),
}
_NUMBER = re.compile(r"[\w-]{1,40}")
_MOST = 10
_ADDRESSES = ("src", "data", "data-src", "data-lazy-src", "data-litespeed-src")
# Frames hold anything, advertisements first: only those of players are files that belong to a text.
_PLAYERS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|soundcloud\.com|spotify\.com|"
    r"twitch\.tv|rumble\.com|streamable\.com|archive\.org|ted\.com|acast\.com|audioboom\.com|spreaker\.com|"
    r"simplecast\.com|megaphone\.fm|omny\.fm|buzzsprout\.com|podbean\.com|libsyn\.com|podcasts\.apple\.com|deezer\.com|"
    r"mixcloud\.com|bandcamp\.com|brightcove\.net|jwplatform\.com|jwplayer\.com|kaltura\.com|ultimedia\.com|rutube\.ru|"
    r"bilibili\.com|ok\.ru)$",
    re.IGNORECASE,
)
# Anybody's, whose address says what it is: /video/embed-player/1, /v/talk/oembed.
_PLAYER = re.compile(
    r"/(?:videos?|audios?|podcasts?|players?)/(?:embed|player)|^/plugins/video\.php$|/embed(?:ded)?[-/](?:video|audio|podcast|player)|/v/[^/]{1,200}/oembed",
    re.IGNORECASE,
)


def embeds(markup: str) -> tuple[Enclosure, ...]:
    """The films and sounds that an HTML fragment embeds, in order, addresses as written.

    >>> embeds('<p>x</p><iframe src="https://www.youtube.com/embed/abc"></iframe>')[0].type
    'text/html'
    """
    if not _PLAYS.search(markup):
        return ()
    found: dict[str, Enclosure] = {}
    for node in LexborHTMLParser(closed_at_once(within(markup))).css(
        f"{_PLAYING}, {', '.join(_NUMBERED)}"
    ):
        # A picture's source is none of these: its elements stand in <picture>.
        if node.tag == "source" and (node.parent is None or node.parent.tag == "picture"):
            continue
        tag = (node.tag or "").removeprefix("amp-")
        href = _numbered(node) if node.tag in _NUMBERED else _address(node.attributes)
        framed = tag in ("iframe", "embed", "object")
        page = tag == "iframe" or node.tag in _NUMBERED
        kind = "text/html" if page else _type(node, href)
        plays = not framed or _is_player(href) or (kind or "").startswith(("audio/", "video/"))
        if href and plays and len(found) < _MOST:
            found.setdefault(href, Enclosure(href=href, type=kind))
    return tuple(found.values())


def _type(node: LexborNode, href: str) -> str | None:
    """The type that an element names, else that of what it plays."""
    tag = node.parent.tag if node.tag == "source" and node.parent is not None else node.tag
    tag = (tag or "").removeprefix("amp-")
    stated = (node.attributes.get("type") or "").partition(";")[0].strip() or None
    return media_type(stated, tag if tag in ("audio", "video") else None, href)


def _numbered(node: LexborNode) -> str:
    """The address of a film that an element of AMP's names by its number; an empty string where that is none."""
    attribute, address = _NUMBERED[node.tag or ""]
    number = (node.attributes.get(attribute) or "").strip()
    return address + number if _NUMBER.fullmatch(number) else ""


def _address(attributes: Mapping[str, str | None]) -> str:
    """Where it plays from; what pages put off loading stands beside an empty ``src``."""
    every = ((attributes.get(key) or "").strip() for key in _ADDRESSES)
    return next((href for href in every if href and not href.startswith(("about:", "data:"))), "")


def _is_player(href: str) -> bool:
    try:
        host, path = urlsplit(href).hostname or "", urlsplit(href).path
    except ValueError:
        return False
    return bool(_PLAYERS.search(host) or _PLAYER.search(path))
