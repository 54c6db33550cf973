"""What feedparser's element handlers do differently here: a mixin over its parser classes.

feedparser tells its elements by method names (``_start_guid``, ``_end_guid``), which its parser
classes hold for one to override. Each override below has its reason; docs/reading.md has them all.
Nothing here imports feedparser: :mod:`feeds.parse.kinds.xmlfeed` puts the two together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from feeds.parse.kind import ENTRY_LIMIT
from feeds.parse.xmlstate import Handlers as _Handlers

if not TYPE_CHECKING:
    _Handlers = object

_ENTRY_NAMES = frozenset({"item", "entry"})
_ADDRESSES = frozenset({"comments", "docs", "href", "icon", "link", "logo", "url"})
_DATES = frozenset({"published", "updated", "created", "dc_date"})
# What a feed says of itself once, as feedparser calls it; below its entries it may be what one of them left open.
_OF_FEED = {"title": ("title", "title_detail"), "description": ("subtitle", "subtitle_detail")}
# A broadcast to come (Podcasting 2.0), an entry taken back (RFC 6721): their ids and links are not the feed's.
_BESIDE_ENTRIES = frozenset({"liveitem", "deleted-entry"})
_FIGURE = re.compile(r"\d")
# A tag that is none to an XML parser, as the strict and the lenient one hand it on.
_ESCAPED = re.compile(r"(?:<|&lt;)[A-Za-z/!]")
_MIXED = "dateline_mixed"
_MARKUP = "dateline-markup"
# The types of Atom's texts, and media types but those of any XML, which say nothing of what elements mean, and alerts'.
_TYPE = re.compile(
    r"\s*(?:text|plain|x?html|(?!(?:text|application)/(?:cap\+)?xml\b)"
    r"(?:application|audio|font|image|message|model|multipart|text|video)/.*)\s*",
    re.IGNORECASE,
)
_MOST_PIECES = 500  # of a text, looked through for one
Attributes = dict[str, str]


class Rules(_Handlers):
    """Handlers that keep what the document says and never let one entry cost the others."""

    # An id is an identity, not an address: resolved, it would change when the feed moves.
    can_be_relative_uri: ClassVar[frozenset[str]] = _ADDRESSES

    # Elements within one another: deeper is an attack or a fault, and passed over.
    depth_limit: ClassVar[int] = 500

    # Whether end tags may have no beginning.
    soup: ClassVar[bool] = False

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        # "utf-8" makes feedparser "repair" text that looks double-encoded, which corrupts true
        # text; its other spelling does not.
        self.encoding = "utf8"
        self.skip_hours: list[str] = []
        self.skip_days: list[str] = []
        self.left_out = 0
        self.faults: list[str] = []
        self.closed = False
        self.deep = False
        self._outside = False
        self._below = self._passed_over = 0
        self._division = self._channels = 0
        self._id_read: dict[str, bool] = {}
        self.first_channel: dict[str, Any] = {}
        self.taken_back: dict[str, str] = {}
        self._given_base = self.baseuri
        self._content_depth = 0

    # -- every element ---------------------------------------------------------------------------

    def unknown_starttag(self, tag: str, attrs: Any) -> None:
        """Begin an element; a handler that fails costs that element only."""
        beside = not self.inentry and self._passes_over(tag, attrs)
        if beside or self._past_limit(tag) or self._too_deep():
            return
        depth, bases = self.depth, len(self.basestack)
        escaped = self.incontent and self._holds_escaped()
        try:
            super().unknown_starttag(tag, attrs)
        except Exception as error:
            self._note(tag, error)
            self.depth = depth + 1
            self.basestack[bases:] = [self.baseuri]
            self.langstack[bases:] = [self.lang]
        if escaped:
            self._stays_escaped()

    def unknown_endtag(self, tag: str) -> None:
        """End an element; a handler that fails costs that element only."""
        if self._outside:
            return
        if self._passed_over:
            self._passed_over -= 1
            return
        if self._below:
            self._below -= 1
            return
        depth, bases = self.depth, len(self.basestack)
        # A text's own end asks for nothing of it; of a tag soup's ends nobody knows which that is.
        within = self.incontent and (self.soup or self.depth > self._content_depth)
        escaped = within and self._holds_escaped()
        # In XML that is a text a description would end that: to feedparser it is called as nothing in feeds.
        markup = within and not self.soup and self.contentparams.get("type", "").endswith("xml")
        try:
            super().unknown_endtag(f"{_MARKUP}:{tag.rpartition(':')[2]}" if markup else tag)
        except Exception as error:
            self._note(tag, error)
            self.depth = depth - 1
            del self.basestack[max(bases - 1, 0) :], self.langstack[max(bases - 1, 0) :]
        self.closed = self.depth == 0
        if escaped:
            self._stays_escaped()
        # To HTML the end of a break, which has none, is another.
        if self.incontent and tag[-2:] == "br" and self.elementstack[-1][2][-1:] == ["</br>"]:
            self.elementstack[-1][2].pop()

    def push_content(self, tag: str, attrs: Any, default: str, expecting_text: int) -> None:
        """Begin a text; what names no type of text or of a file (``string``, ``markdown``, nothing) names none."""
        self._content_depth = self.depth
        if not _TYPE.fullmatch(attrs.get("type", "text")):
            attrs = {key: value for key, value in attrs.items() if key != "type"}
        super().push_content(tag, attrs, default, expecting_text)

    def _holds_escaped(self) -> bool:
        """Whether the text that is open has had markup in it that is escaped."""
        if self.contentparams.get("type") != "text/html":
            return False
        if not self.contentparams.get(_MIXED):
            pieces = self.elementstack[-1][2][:_MOST_PIECES] if self.elementstack else []
            text = "".join(one for one in pieces if isinstance(one, str))
            return _ESCAPED.search(text) is not None
        return True

    def _stays_escaped(self) -> None:
        """A tag among escaped ones, as in ``&lt;p&gt;One<br/>two&lt;/p&gt;``, makes no source that is shown of what
        follows it, as feedparser has it.
        """
        if self.incontent:
            self.contentparams.update({"type": "text/html", _MIXED: True})

    def pop(self, element: str, *how: Any) -> Any:
        """An element that stands there again and is empty takes nothing from what the first one said, nor does a
        second date: the first that has a figure stays. So do a feed's title and description, below its entries.
        """
        context = self._get_context()
        if element == "id":
            return self._end_of_id(context, *how)
        if element in _OF_FEED and context is self.feeddata:
            key, detail = _OF_FEED[element]
            said = {one: dict.get(context, one) for one in (key, detail)}
            value = super().pop(element, *how)
            if said[key] and (self.entries or not value):
                context.update(said)
            return value
        if element not in _DATES:
            return super().pop(element, *how)
        before = dict.get(context, element)  # feedparser's own get answers for other keys, too
        value = super().pop(element, *how)
        dated = isinstance(before, str) and _FIGURE.search(before)
        if before and (dated or not value):
            context[element] = before
        return value

    def _note(self, tag: str, error: Exception) -> None:
        if isinstance(error, MemoryError):
            raise error
        if len(self.faults) < 3:
            self.faults.append(f"<{tag}> could not be read ({type(error).__name__})")

    def _past_limit(self, tag: str) -> bool:
        """Whether the entries are full; what comes after is counted and not read."""
        if len(self.entries) >= ENTRY_LIMIT and self._local(tag):
            self._outside = True
        if self._outside and self._local(tag):
            self.left_out += 1
        return self._outside

    def _passes_over(self, tag: str, attrs: Any) -> bool:
        """Whether it is what stands beside the entries and is none of the feed's own, or is within that. The next entry
        ends what was left open. Of an entry that was taken back its id is kept, and when it was.
        """
        if self._passed_over and self._local(tag):
            self._passed_over = 0
        name = tag.rpartition(":")[2]
        if name == "deleted-entry" and len(self.taken_back) < ENTRY_LIMIT:
            said = dict(attrs)
            if ref := said.get("ref", "").strip():
                self.taken_back[ref] = said.get("when", "").strip()
        if self._passed_over or name in _BESIDE_ENTRIES:
            self._passed_over += 1
        return self._passed_over > 0

    def _too_deep(self) -> bool:
        if self._below or self.depth >= self.depth_limit:
            self._below += 1
            self.deep = True
        return self._below > 0

    def _local(self, tag: str) -> bool:
        prefix, _, name = tag.rpartition(":")
        return name in _ENTRY_NAMES and not self.namespacemap.get(prefix, prefix)

    # -- the feed ----------------------------------------------------------------------------------

    def _start_rss(self, attrs: Attributes) -> None:
        """What stands right under the root is said of the feed, too: a channel may be forgotten."""
        super()._start_rss(attrs)
        self.infeed = 1

    def _start_channel(self, attrs: Attributes) -> None:
        """RSS has one channel: of a second one the entries count, not what it says of itself."""
        self._channels += 1
        if self._channels > 1 and not self.first_channel and dict.get(self.feeddata, "title"):
            self.first_channel = dict(self.feeddata)
        self.title_depth = -1  # in RDF it may stand below the entries, whose titles are as deep
        super()._start_channel(attrs)

    # -- entries ---------------------------------------------------------------------------------

    def _start_item(self, attrs: Attributes) -> None:
        """A new entry starts clean: what the last one left open is not its fault."""
        self.insource = self.incontent = self.inimage = self.inauthor = 0
        self.incontributor = self.inpublisher = self.intextinput = self.hasContent = 0
        self._division = 0
        self.contentparams.clear()
        super()._start_item(attrs)
        entry = self.entries[-1]
        entry["dateline_base"], entry["dateline_lang"] = self.baseuri, self.lang
        if entry.get("id"):  # rdf:about, which is the link again (RSS 1.0, 5.5)
            entry["dateline_about"] = True

    _start_entry = _start_item

    def _end_item(self) -> None:
        """An entry whose link is empty, with one address in it that no element has, had that link: what writes HTML
        closes a ``link`` at once (``<link/>https://…``).
        """
        name, _, pieces = self.elementstack[-1] if self.elementstack else ("", 0, [])
        loose = "".join(pieces).split() if name == "item" else []
        if self.entries and len(loose) == 1 and loose[0].startswith(("http://", "https://")):
            entry = self.entries[-1]
            if not any(dict.get(link, "href") for link in _list(dict.get(entry, "links"))):
                entry["links"] = [{"rel": "alternate", "href": loose[0]}]
        super()._end_item()

    _end_entry = _end_item

    def _start_guid(self, attrs: Attributes) -> None:
        """isPermaLink as RSS 2.0 has it: true unless said otherwise, however it is capitalized."""
        permalink = attrs.get("ispermalink", "true").strip().lower() not in ("false", "no", "0")
        super()._start_guid({**attrs, "ispermalink": "false"})
        self._id_read = {"dateline_permalink": permalink, "dateline_guid": True}

    def _start_id(self, attrs: Attributes) -> None:
        """Atom's, which an RSS item may have beside its own."""
        self._start_guid(attrs)
        self._id_read["dateline_guid"] = False

    def _end_of_id(self, context: dict[str, Any], *how: Any) -> Any:
        """Of several ids the first is the entry's, but RSS's own guid before any other's; an empty one is none."""
        first = dict.get(context, "id")
        value = super().pop("id", *how)
        guid = self._id_read.get("dateline_guid") and not dict.get(context, "dateline_guid")
        if first and not (value and guid):
            context["id"] = first
        else:
            context.update(self._id_read)
        return value

    def _start_link(self, attrs: Attributes) -> None:
        """A link keeps the type it names and no other: feedparser makes one up."""
        named = attrs.get("type")
        before = len(_list(self._get_context().get("links")))
        super()._start_link(attrs)
        links = _list(self._get_context().get("links"))
        if named is None and len(links) > before:
            links[-1].pop("type", None)

    def resolve_uri(self, uri: str) -> str:
        """As it stands: addresses are made absolute once, by normalizing, against Entry.base.

        Only where an element has an ``xml:base`` of its own, other than its entry's, is it put to use, and where the
        feed has one: nobody keeps that for its own links.
        """
        if not self.inentry:
            return uri if self.baseuri == self._given_base else str(super().resolve_uri(uri))
        entry = self.entries[-1] if self.entries else {}
        base = entry.get("dateline_base", "")
        if self.baseuri == base:
            return uri
        return str(super().resolve_uri(uri))

    def _start_xhtml_div(self, attrs: Attributes) -> None:
        """A division of XHTML that stands in an RSS item by itself is its text, like a ``body``."""
        if self.inentry and not self.incontent:
            self.push_content("content", attrs, "application/xhtml+xml", 1)
            self._division = self.depth
        else:
            self.push("xhtml_div", 1)

    def _end_xhtml_div(self) -> None:
        if not self._division:
            self.pop("xhtml_div")
        elif self.depth == self._division:  # not that of one within
            self._division = 0
            self.pop_content("content")

    # -- captions, second titles and descriptions, which feedparser takes for the entry's own ------

    def _start_itunes_summary(self, attrs: Attributes) -> None:
        self.push_content("itunes_summary", attrs, "text/html", 1)

    def _end_itunes_summary(self) -> None:
        self.pop_content("itunes_summary")

    def _start_googleplay_description(self, attrs: Attributes) -> None:
        self.push_content("googleplay_description", attrs, "text/html", 1)

    def _end_googleplay_description(self) -> None:
        self.pop_content("googleplay_description")

    def _start_dc_title(self, attrs: Attributes) -> None:
        self.push_content("dc_title", attrs, "text/plain", 1)

    def _end_dc_title(self) -> None:
        self.pop_content("dc_title")

    def _start_dc_description(self, attrs: Attributes) -> None:
        self.push_content("dc_description", attrs, "text/html", 1)

    def _end_dc_description(self) -> None:
        self.pop_content("dc_description")

    # -- dates: the raw string is kept, nobody needs feedparser's reading of it -------------------

    def _end_published(self) -> None:
        self.pop("published")

    _end_issued = _end_pubdate = _end_dcterms_issued = _end_published

    def _end_updated(self) -> None:
        self.pop("updated")

    _end_modified = _end_lastbuilddate = _end_dcterms_modified = _end_updated

    def _start_dc_date(self, _attrs: Attributes) -> None:
        """Neither published nor updated yet: RSS means the one, Atom the other."""
        self.push("dc_date", 1)

    def _end_dc_date(self) -> None:
        self.pop("dc_date")

    # -- people: one string in RSS, taken apart by feeds.parse.person ------------------------------

    def _sync_author_detail(self, key: str = "author") -> None:
        """Keep the string; feedparser's search of it takes 26 s on 100 KB."""
        context = self._get_context()
        people, text = _list(context.get(f"{key}s")), context.get(key)
        if people and not people[-1] and isinstance(text, str):
            people[-1]["dateline_text"] = text

    def _save_author(self, key: str, value: str, prefix: str = "author") -> None:
        """The owner of a podcast or its web master is not the author, though feedparser says so; a second name in one
        author is another's.
        """
        if prefix != "author":
            return
        people = _list(self._get_context().get("authors"))
        if key == "name" and value and people and people[-1].get("name"):
            people.append(type(people[-1])())
        super()._save_author(key, value, prefix)

    # -- polling hints -------------------------------------------------------------------------------

    def _start_hour(self, _attrs: Attributes) -> None:
        self.push("hour", 0)

    def _end_hour(self) -> None:
        self.skip_hours.append(str(self.pop("hour") or ""))

    def _start_day(self, _attrs: Attributes) -> None:
        self.push("day", 0)

    def _end_day(self) -> None:
        self.skip_days.append(str(self.pop("day") or ""))

    # -- versions ----------------------------------------------------------------------------------

    def _start_rdf_rdf(self, _attrs: Attributes) -> None:
        """RDF is RSS 1.0 or 0.90, whatever other namespace was declared before its own."""
        if not self.version.startswith("rss"):
            self.version = "rss10"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
