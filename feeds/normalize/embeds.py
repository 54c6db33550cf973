"""What plays in a text: films and sounds that sanitizing drops, or that nobody rendered, kept as the entry's files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.mediatype import media_type
from feeds.model.atom import Enclosure
from feeds.normalize.elements import closed_at_once
from feeds.normalize.extent import within
from feeds.normalize.shortcodes import players

_PLAYS = re.compile(
    r"<(?:iframe|video|audio|embed|object|lite-(?:youtube|vimeo)|"
    r"amp-(?:audio|video|iframe|youtube|vimeo|dailymotion|soundcloud))\b",
    re.IGNORECASE,
)
_PLAYING = "iframe, video, audio, embed, object, source, amp-audio, amp-video, amp-iframe"
# Players that name a film by its number only, AMP's and what stands for one until it is wanted: the attribute, and the
# address that it stands for.
_NUMBERED = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/embed/"),
    "amp-vimeo": ("data-videoid", "https://player.vimeo.com/video/"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/embed/video/"),
    "amp-soundcloud": (
        "data-trackid",
        "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/",
    ),
    "lite-youtube": ("videoid", "https://www.youtube.com/embed/"),
    "lite-vimeo": ("videoid", "https://player.vimeo.com/video/"),
}
# What a network's script makes a film of: the class, and the attribute with the film's page.
_MARKED = {"fb-video": "data-href", "tiktok-embed": "cite"}
# Nothing plays Flash any more; what YouTube had in it has an address of its own now.
_FLASH = "application/x-shockwave-flash"
_ON_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/v/([\w-]{1,40})", re.IGNORECASE
)
_SELECTED = f"{_PLAYING}, {', '.join(_NUMBERED)}, {', '.join(f'.{name}' for name in _MARKED)}"
_NUMBER = re.compile(r"[\w-]{1,40}")
_MOST = 10
_ADDRESSES = ("src", "data", "data-src", "data-lazy-src", "data-litespeed-src")
# Frames hold anything, advertisements first: only those of players are files that belong to a text.
_PLAYERS = re.compile(
    r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|soundcloud\.com|spotify\.com|"
    r"twitch\.tv|rumble\.com|streamable\.com|archive\.org|ted\.com|acast\.com|audioboom\.com|spreaker\.com|"
    r"simplecast\.com|megaphone\.fm|omny\.fm|buzzsprout\.com|podbean\.com|libsyn\.com|podcasts\.apple\.com|deezer\.com|"
    r"mixcloud\.com|bandcamp\.com|brightcove\.net|jwplatform\.com|jwplayer\.com|kaltura\.com|ultimedia\.com|rutube\.ru|"
    r"bilibili\.com|ok\.ru|tiktok\.com|odysee\.com|bitchute\.com|loom\.com|wistia\.(?:com|net)|vidyard\.com|"
    r"mediadelivery\.net|cloudflarestream\.com|aparat\.com|nicovideo\.jp|youku\.com|v\.qq\.com|tv\.naver\.com|"
    r"anchor\.fm|ivoox\.com|captivate\.fm|transistor\.fm|ausha\.co|audiomeans\.fr|redcircle\.com|art19\.com|"
    r"fireside\.fm|pinecast\.com|blubrry\.com|podomatic\.com|rss\.com|iheart\.com|tunein\.com|embed\.radiofrance\.fr)$",
    re.IGNORECASE,
)
# Anybody's, whose address says what it is: /video/embed-player/1, /v/talk/oembed; VK's /video_ext.php.
_PLAYER = re.compile(
    r"/(?:videos?|audios?|podcasts?|players?)/(?:embed|player)|^/plugins/video\.php$|^/video_ext\.php$|/embed(?:ded)?[-/](?:video|audio|podcast|player)|/v/[^/]{1,200}/oembed",
    re.IGNORECASE,
)


def embeds(markup: str) -> tuple[Enclosure, ...]:
    """The films and sounds that an HTML fragment embeds, in order, addresses as written.

    >>> embeds('<p>x</p><iframe src="https://www.youtube.com/embed/abc"></iframe>')[0].type
    'text/html'
    """
    files = (_played(medium, href) for medium, href in players(markup))
    found = {file.href: file for file in files}
    if not (_PLAYS.search(markup) or any(name in markup for name in _MARKED)):
        return tuple(found.values())[:_MOST]
    for node in LexborHTMLParser(closed_at_once(within(markup))).css(_SELECTED):
        # A picture's source is none of these: its elements stand in <picture>.
        if node.tag == "source" and (node.parent is None or node.parent.tag == "picture"):
            continue
        file = _file(node)
        if file and len(found) < _MOST:
            found.setdefault(file.href, file)
    return tuple(found.values())


def _played(medium: str, href: str) -> Enclosure:
    """What a shortcode plays: a file, or the page of a network's."""
    file = medium if medium in ("audio", "video") and not _is_player(href) else None
    return Enclosure(href=href, type=media_type(None, file, href) if file else "text/html")


def _file(node: LexborNode) -> Enclosure | None:
    """The film or sound that an element plays; None where it plays none."""
    tag = (node.tag or "").removeprefix("amp-")
    marked = next((_MARKED[name] for name in _classes(node) if name in _MARKED), None)
    if marked or node.tag in _NUMBERED:
        href = (node.attributes.get(marked) or "") if marked else _numbered(node)
        return Enclosure(href=href, type="text/html") if href else None
    href = _address(node.attributes)
    if known := _ON_YOUTUBE.match(href):
        return Enclosure(href=f"https://www.youtube.com/embed/{known[1]}", type="text/html")
    kind = "text/html" if tag == "iframe" else _type(node, href)
    framed = tag in ("iframe", "embed", "object")
    plays = not framed or _is_player(href) or (kind or "").startswith(("audio/", "video/"))
    return Enclosure(href=href, type=kind) if href and plays and kind != _FLASH else None


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


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
