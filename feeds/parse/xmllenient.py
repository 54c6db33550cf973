"""Reading what no XML parser takes: where an element was left open, the next one closes it.

feedparser's lenient parser takes everything that follows an unclosed description for part of it,
all later entries included. Two rules end that: elements that only feeds have close an open text (or id,
link, date), and an entry's beginning or end closes everything within the entry before.
"""

from __future__ import annotations

import html
from typing import Any, ClassVar

from feeds.parse.xmlrules import Rules

# Elements of feeds that no HTML has: met inside a text, that text was never closed.
_ONLY_FEEDS = frozenset(
    {
        *("author", "category", "content:encoded", "dc:creator", "dc:date", "description"),
        *("enclosure", "guid", "pubdate", "published", "updated", "media:content"),
        *("content", "id"),
    }
)
# Relations that HTML links to what it needs by, in a text as well; any other link is the entry's.
_HTML_RELATIONS = frozenset(
    {
        "canonical",
        "dns-prefetch",
        "icon",
        "manifest",
        "modulepreload",
        "preconnect",
        "prefetch",
        "preload",
    }
    | {"shortcut icon", "stylesheet"}
)
# Titles hold no elements worth keeping, so that these end them too.
_AFTER_TITLE = _ONLY_FEEDS | {"link", "id", "summary", "content"}
# Elements that hold one plain value, as feedparser calls them, and who ends them.
_PLAIN = {
    "id": "_end_guid",
    "link": "_end_link",
    "published": "_end_published",
    "updated": "_end_updated",
    "dc_date": "_end_dc_date",
}


class LenientRules(Rules):
    """The rules, for documents that are not well-formed."""

    # Unclosed elements pile up without being within one another.
    depth_limit: ClassVar[int] = 100_000
    soup: ClassVar[bool] = True

    def unknown_starttag(self, tag: str, attrs: Any) -> None:
        """Begin an element, after closing what it shows to have been left open."""
        if self.incontent and (
            self._local(tag) or tag in self._closers() or _is_entrys(tag, attrs)
        ):
            self._close_text()
        if not self.incontent and (self._local(tag) or tag in _AFTER_TITLE or tag == "title"):
            self._close_value()
        super().unknown_starttag(tag, attrs)

    def unknown_endtag(self, tag: str) -> None:
        """End an element; an entry's end is also that of the texts in it, a picture's that of its link."""
        if self.incontent and self._local(tag):
            self._close_text()
        if not self.incontent and (self._local(tag) or tag == "image"):
            self._close_value()
        super().unknown_endtag(tag)

    def decode_entities(self, element: str, data: str) -> Any:
        """Text with references put in; in ids too, which would not be those of the sound feed else."""
        decoded = super().decode_entities(element, data)
        return html.unescape(decoded) if element == "id" and not self.incontent else decoded

    def finish(self) -> None:
        """The document's end is that of the text it was cut off in."""
        if self.incontent:
            self._close_text()

    def _closers(self) -> frozenset[str]:
        open_now = self.elementstack[-1][0] if self.elementstack else ""
        return _AFTER_TITLE if open_now == "title" else _ONLY_FEEDS

    def _close_value(self) -> None:
        """Keep an id, a link or a date that was left open; a handler that fails costs that element only."""
        name = self.elementstack[-1][0] if self.elementstack else ""
        if end := _PLAIN.get(name):
            try:
                getattr(self, end)()
            except Exception as error:
                self._note(name, error)

    def _close_text(self) -> None:
        """Keep the text gathered so far as what it began as."""
        while self.incontent > 0 and self.elementstack:
            name = self.elementstack[-1][0]
            if name in ("item", "entry"):
                break
            self.pop_content(name)
            if (
                name == "title" and self.inentry
            ):  # that of a picture, which stands deeper, is not the entry's
                self.title_depth = self.depth
        self.incontent = 0
        self._summaryKey = None
        self.contentparams.clear()


def _is_entrys(tag: str, attrs: Any) -> bool:
    """Whether it is a link of the entry, not one to a style sheet of the text before."""
    return tag == "link" and dict(attrs).get("rel", "").strip().lower() not in _HTML_RELATIONS
