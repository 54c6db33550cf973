"""The files that an entry has attached: enclosures, Media RSS, a podcast's picture, an ``image`` within an item.

feedparser keeps all contents of Media RSS but not which group they are of; of an ``image`` within an item, which RSS
has for channels only and which is met all the same, it keeps nothing and takes its title for the item's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from feeds.mediatype import media_type
from feeds.model.atom import Enclosure
from feeds.parse.xmlstate import Handlers as _Handlers
from feeds.parse.xmlvalues import Found, count, dicts, join, plain_dict, relation, string

if not TYPE_CHECKING:
    _Handlers = object

_ADDRESS = re.compile(r"\S*[./]\S*")  # no words, nor “none”
# Who wrote it: WordPress attaches that to each entry before its pictures, GitHub to each of its own (users, programs).
# A host of such a name may have pictures of everything.
_AVATAR = re.compile(
    r"(?:https?:)?//(?:(?:[\w-]+\.)?gravatar\.com/avatar/|avatars\d?\.[^/\s]+/(?:u|in|oa)/)",
    re.IGNORECASE,
)
# What writers call an element for the picture's address: bigimage, featured_image, imageUrl, thumbnail.
_PICTURE = re.compile(
    r"(?:(?:big|large|full|main|lead|featured?|article|story|news|item|post|small)_?)?"
    r"(?:image|img|picture|photo|thumb(?:nail)?)(?:_?(?:url|link|src))?"
)
_ON_THE_WEB = re.compile(r"https?://\S", re.IGNORECASE)
_ICON = 48  # pixels
# Films that nothing plays any more; YouTube still names one for each of its own.
_FLASH = "application/x-shockwave-flash"
Attributes = dict[str, str]


def enclosures(found: Found, base: str | None) -> tuple[Enclosure, ...]:
    """Enclosures and Media RSS contents, each address once; a thumbnail, or the entry's own image, only where
    there is no other picture.
    """
    every: dict[str, Enclosure] = {}
    attached = [one for one in dicts(found.get("links")) if relation(one) == "enclosure"]
    contents = list(dicts(found.get("media_content")))
    mediums, page = _mediums(contents), string(found, "link")
    if len(attached) == 1 and (original := string(found, "feedburner_origenclosurelink")):
        # Not by way of who counts what is fetched, where the file is a content as well.
        counted, attached = string(attached[0], "href"), [{**attached[0], "href": original}]
        contents = [one for one in contents if string(one, "url") != counted]
    for one in (*attached, *contents, *dicts(found.get("dateline_alternates"))):
        href = string(one, "href") or string(one, "url")
        if href and href not in every and not _AVATAR.match(href):
            length = count(one.get("length")) or count(one.get("filesize"))
            medium = string(one, "medium") or mediums.get(one.get("dateline_group"))
            kind = media_type(string(one, "type"), medium, href)
            # The story's own page, as Lemmy attaches it, is no file beside it.
            if kind == _FLASH or (href == page and (kind or "").startswith("text/html")):
                continue
            every[href] = Enclosure(href=href, type=kind, length=length)
    player = string(plain_dict(found.get("media_player")), "url")
    if player and not every:  # a film that the feed names only by the page that plays it
        every[player] = Enclosure(href=player, type="text/html")
    pictured = any((one.type or "").startswith("image/") for one in every.values())
    if not pictured and (picture := _picture(found)) and picture not in every:
        every[picture] = Enclosure(href=picture, type=media_type(None, "image", picture))
    if base:
        return tuple(replace(one, href=join(base, one.href)) for one in every.values())
    return tuple(every.values())


def _mediums(contents: Iterable[Found]) -> dict[object, str]:
    """The medium of each group: its contents are one thing in several forms (Media RSS, media:group)."""
    found: dict[object, str] = {}
    for one in contents:
        group = one.get("dateline_group")
        medium = string(one, "medium") or (string(one, "type") or "").partition("/")[0]
        if group is not None and medium:
            found.setdefault(group, medium)
    return found


def _picture(found: Found) -> str | None:
    """The widest thumbnail (Media RSS), else the entry's own image (iTunes), else one that stands in it."""
    thumbnails = [
        one
        for one in dicts(found.get("media_thumbnail"))
        if (address := string(one, "url")) and not _AVATAR.match(address) and not _is_icon(one)
    ]
    widest = max(thumbnails, key=lambda one: count(one.get("width")) or 0, default={})
    own = string(plain_dict(found.get("image")), "href")
    called = sorted(
        filter(_PICTURE.fullmatch, found), key=lambda key: "humb" in key or "small" in key
    )
    named = ("dateline_picture", "dateline_image", *called)
    said = (one for key in named if (one := string(found, key)))
    alone = next((one for one in said if _ADDRESS.fullmatch(one)), None)
    return string(widest, "url") or own or alone


def _is_icon(thumbnail: Found) -> bool:
    """Whether it is as small as the portrait of who wrote it."""
    sides = (count(thumbnail.get("width")), count(thumbnail.get("height")))
    return all(side is not None and side <= _ICON for side in sides)


class Media(_Handlers):
    """feedparser's handlers of Media RSS's groups and of an ``image`` within an entry."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._groups = 0
        self._title_before = -1  # what feedparser knows of the feed's title before a picture's
        self._shared: Attributes | None = None  # what a group says of its contents
        self._alternate: Attributes | None = (
            None  # what an episode's other form says of its sources
        )
        self._unaddressed: Attributes | None = None  # a file whose address may stand in its element
        self._file_of: Any = None  # the entry whose attached file is open

    def _start_media_group(self, attrs: Attributes) -> None:
        self._groups += 1
        medium = {"medium": attrs["medium"]} if attrs.get("medium") else {}
        self._shared = {"dateline_group": str(self._groups), **medium}
        super()._start_media_group(attrs)

    def _end_media_group(self) -> None:
        self._shared = None

    def _start_media_content(self, attrs: Attributes) -> None:
        super()._start_media_content({**self._shared, **attrs} if self._shared else attrs)
        self._look_within("media_content")
        self._file_of = self._get_context()

    def _of_file(self, element: str) -> str:
        """What is said of one attached file is its entry's only where the entry says nothing itself. A file that is
        never closed ends with its entry.
        """
        return f"file_{element}" if self._file_of is self._get_context() else element

    def _start_media_title(self, attrs: Attributes) -> None:
        if self._of_file("title") == "title":
            super()._start_media_title(attrs)
        else:
            self.push_content("file_title", attrs, "text/plain", 1)

    def _end_media_title(self) -> None:
        if self._of_file("title") == "title":
            super()._end_media_title()
        else:
            self.pop_content("file_title")

    def _start_media_description(self, attrs: Attributes) -> None:
        self.push_content(self._of_file("media_description"), attrs, "text/html", 1)

    def _end_media_description(self) -> None:
        self.pop_content(self._of_file("media_description"))

    def _start_enclosure(self, attrs: Attributes) -> None:
        super()._start_enclosure({"href": attrs["src"], **attrs} if attrs.get("src") else attrs)
        self._look_within("links")

    def _look_within(self, files: str) -> None:
        """Where a file's address is in no attribute it may be the element's text: <enclosure>https://…</enclosure>."""
        file = self._get_context()[files][-1]
        if not (dict.get(file, "href") or dict.get(file, "url")):
            self._unaddressed = file
            self.push("dateline_address", 0)

    def _end_enclosure(self) -> None:
        if self._unaddressed is not None:
            said = (self.pop("dateline_address") or "").strip()
            if _ON_THE_WEB.match(said) and len(said.split()) == 1:
                self._unaddressed["href"] = said
            self._unaddressed = None

    def _end_media_content(self) -> None:
        self._file_of = None
        self._end_enclosure()

    def _start_enc_enclosure(self, attrs: Attributes) -> None:
        """RSS 1.0's (mod_enclosure): the address is a resource's, and all attributes may have a prefix."""
        bare = {name.rpartition(":")[2]: value for name, value in attrs.items()}
        self._start_enclosure({"href": bare.get("resource", ""), **bare})

    def _end_enc_enclosure(self) -> None:
        self._end_enclosure()

    def _start_podcast_alternateenclosure(self, attrs: Attributes) -> None:
        """The episode in another form (Podcasting 2.0), whose addresses stand in it, the likeliest first."""
        self._alternate = {key: attrs[key] for key in ("type", "length") if attrs.get(key)}

    def _end_podcast_alternateenclosure(self) -> None:
        self._alternate = None

    def _start_podcast_source(self, attrs: Attributes) -> None:
        address = attrs.get("uri", "").strip()
        if self.inentry and self._alternate is not None and _ON_THE_WEB.match(address):
            alternate = {**self._alternate, "url": address}
            self._get_context().setdefault("dateline_alternates", []).append(alternate)
            self._alternate = None  # the others are the same elsewhere

    def _end_podcast_source(self) -> None:
        """It has no text."""

    def _pictured(self) -> bool:
        return bool(self.inentry and self.inimage)

    def _start_image(self, attrs: Attributes) -> None:
        """``<image><url>…</url></image>``, ``<image>…</image>`` or ``<image url="…"/>``."""
        if not self.inentry:
            self._title_before = self.title_depth
            super()._start_image(attrs)
            return
        self.inimage = 1
        address = next((attrs[name] for name in ("url", "href", "src") if attrs.get(name)), None)
        if address:
            self._get_context().setdefault("dateline_picture", address)
        self.push("dateline_image", 1)

    def _end_image(self) -> None:
        if not self.inentry:
            super()._end_image()
            self.title_depth = self._title_before
            return
        self.pop("dateline_image")
        self.inimage = 0

    def _start_url(self, attrs: Attributes) -> None:
        if self._pictured():
            self.push("dateline_picture", 1)
        else:
            super()._start_url(attrs)

    def _end_url(self) -> None:
        if self._pictured():
            self.pop("dateline_picture")
        else:
            super()._end_url()

    def _start_title(self, attrs: Attributes) -> None:
        """A picture's title is not its entry's, nor its description, unless there is no other: it may be unclosed."""
        if self._pictured():
            self.push("dateline_image_title", 1)
        else:
            super()._start_title(attrs)

    def _end_title(self) -> None:
        if self._pictured():
            self.pop("dateline_image_title")
        else:
            super()._end_title()

    def _start_description(self, attrs: Attributes) -> None:
        if self._pictured():
            self.push("dateline_image_text", 1)
        else:
            super()._start_description(attrs)

    def _end_description(self) -> None:
        if self._pictured():
            self.pop("dateline_image_text")
        else:
            super()._end_description()
