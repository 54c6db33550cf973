"""What plays in a text: films and sounds that sanitizing drops, kept as the files of the entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.mediatype import media_type
from feeds.model.atom import Enclosure
from feeds.normalize.extent import within

_PLAYS = re.compile(r"<(?:iframe|video|audio|embed|object)\b", re.IGNORECASE)
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
    r"/(?:videos?|audios?|podcasts?|players?)/(?:embed|player)|/embed(?:ded)?[-/](?:video|audio|podcast|player)|/v/[^/]{1,200}/oembed",
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
    for node in LexborHTMLParser(within(markup)).css("iframe, video, audio, embed, object, source"):
        # A picture's source is none of these: its elements stand in <picture>.
        if node.tag == "source" and (node.parent is None or node.parent.tag == "picture"):
            continue
        href = _address(node.attributes)
        framed = node.tag in ("iframe", "embed", "object")
        kind = "text/html" if node.tag == "iframe" else _type(node, href)
        plays = not framed or _is_player(href) or (kind or "").startswith(("audio/", "video/"))
        if href and plays and len(found) < _MOST:
            found.setdefault(href, Enclosure(href=href, type=kind))
    return tuple(found.values())


def _type(node: LexborNode, href: str) -> str | None:
    """The type that an element names, else that of what it plays."""
    tag = node.parent.tag if node.tag == "source" and node.parent is not None else node.tag
    stated = (node.attributes.get("type") or "").partition(";")[0].strip() or None
    return media_type(stated, tag if tag in ("audio", "video") else None, href)


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
