"""What stands within an element of an entry's that feedparser does not know: a related story, a picture, a company.

feedparser heeds no nesting: the title, link, date or words of what is within take the place of the entry's own. Here
they are held apart until the entry ends. A thing that has a page of its own besides the entry's is another story, and
nothing of it is the entry's; one that only has another title besides the entry's has attached files at most; else it
is a wrapper, and what the entry does not say itself is taken from it. So it is with the first thing that has a title
or words where the entry has neither, whatever its page. Entries within a wrapper, as in a list of related stories, are
such things too. The page of a photo, a film or a sound is never the entry's.
"""

from __future__ import annotations

from typing import Any

from feeds.parse.xmlnested import NESTED, Nested
from feeds.parse.xmlvalues import absolute, dicts, relation, string

# What is said of the same: where an entry has one of them, it says that itself.
_TITLES = frozenset({"title", "title_detail", "dc_title", "dc_title_detail", "itunes_title"})
_SAME = (
    _TITLES,
    frozenset({"id", "guidislink", "dateline_permalink", "dateline_about", "dateline_guid"}),
    frozenset({"published", "updated", "created", "dc_date", "prism_publicationdate"}),
    frozenset({"author", "author_detail", "authors"}),
    frozenset({"summary", "summary_detail", "content", "dc_description", "dc_description_detail"}),
)
_TELLING = frozenset({*_TITLES, *_SAME[-1], "itunes_summary"})
_OWN = _TELLING | {"id", "links"}
_FILES = ("media_content", "media_thumbnail", "dateline_alternates")
_LISTS = (*_FILES, "links", "tags", "dateline_where")
_PERMALINKS = frozenset({"dateline_permalink", "dateline_about"})
_AROUND = ("dateline_base", "dateline_lang")
# What a person may have as an entry has it: a title (“Editor”), a page, a few words.
_OF_PERSONS = frozenset({"title", "link", "description", "summary", "content", "id", "guid"})
# Markup that was not escaped, whose words are those of the value that it stands in.
_INLINE = frozenset({"a", "b", "em", "font", "i", "p", "small", "span", "strong", "u"})
_MARKED = "dateline_inline"
_ENTRY = frozenset({"item"})  # as feedparser calls each of these
_ENTRIES = frozenset({"item", "entry"})
_VALUES = frozenset({"author", "category", "name"})
_SHOWN = frozenset({"photo", "picture", "thumbnail", "video", "audio", "foto", "img", "gallery"})
_OF_FILE = "dateline_of_file"
# Dublin Core's fifteen elements have their names in its newer vocabulary, too.
_SAME_AS = {
    f"dcterms:{name}": f"dc:{name}"
    for name in (
        "title",
        "creator",
        "description",
        "subject",
        "date",
        "language",
        "publisher",
        "rights",
    )
} | {"dcterms:abstract": "dc:description"}
Said = dict[str, Any]


class Within(Nested):
    """feedparser's parser, with an entry's own words kept from those of what is within others' elements."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._wrapper: int | None = None  # how deep the wrapper that is open stands
        self._wrapper_named = ""
        self._entry: Any = None  # the entry that it is in, once something stands within
        self._titled = -1  # how deep the title stands that feedparser takes no deeper one after
        self._held: list[Said] = []

    def unknown_starttag(self, tag: str, attrs: Any) -> None:
        """Begin an element; the first one within a wrapper sets the entry aside."""
        tag = _SAME_AS.get(tag, tag)
        if self.inentry:
            tag = self.of_value(tag) if tag in NESTED else tag
            if self.inauthor or self.incontributor:
                tag = self._of_person(tag)
            if self._wrapper is None:
                if not self._is_known(tag) and self._stands_in(_ENTRY):
                    self._wrapper, self._wrapper_named = self.depth, tag.rpartition(":")[2].lower()
            elif self._entry is None and not self.incontent:
                self._set_aside()
            tag = self._of_wrapper(tag)
        if tag in _INLINE and not self.incontent and self._stands_in(_VALUES):
            attrs = [(_MARKED, tag)]  # feedparser gathers no words of what has an attribute
        super().unknown_starttag(tag, attrs)

    def unknown_endtag(self, tag: str) -> None:
        """End an element; a wrapper's end gives the entry back its place."""
        tag = _SAME_AS.get(tag, tag)
        tag = self.of_value(tag) if self.inentry and tag in NESTED else tag
        if self.inentry and (self.inauthor or self.incontributor):
            tag = self._of_person(tag)
        super().unknown_endtag(self._of_wrapper(tag))
        if self._wrapper is not None and self.depth <= self._wrapper:
            self._give_back()

    def _start_item(self, attrs: Any) -> None:
        self.close_wrappers()
        super()._start_item(attrs)

    def _end_item(self) -> None:
        self.close_wrappers()
        super()._end_item()

    def close_wrappers(self) -> None:
        """Take from what was within an entry what it does not say itself; called at its end."""
        unclosed = self._entry is not None
        self._give_back()
        if not self._held:
            return
        held, self._held = self._held, []
        entry = self.entries[-1]
        own, titles = frozenset(dict.keys(entry)), _titles(entry)
        if unclosed and not _titled_otherwise(titles, held[-1]):
            # No wrapper at all, but a tag of HTML's, say.
            _add(entry, held.pop())
        elif _TELLING.isdisjoint(own):
            told = next((n for n, one in enumerate(held) if not _TELLING.isdisjoint(one)), None)
            if told is not None:
                _add(entry, held.pop(told))
        pages = _pages(entry)
        if own & _PERMALINKS and not self.version.startswith("atom"):
            pages |= {absolute(string(entry, "id"))} - {None}
        for within in held:
            _take(entry, within, own, pages, titles)

    def _set_aside(self) -> None:
        self._entry, self._titled, self.title_depth = self.entries[-1], self.title_depth, -1
        self.entries[-1] = type(self._entry)()
        if self._wrapper_named in _SHOWN:
            self.entries[-1][_OF_FILE] = True
        for key in _AROUND:
            self.entries[-1][key] = dict.get(self._entry, key)

    def _give_back(self) -> None:
        if self._entry is not None:
            self._held.append(dict(self.entries[-1]))
            self.entries[-1], self.title_depth = self._entry, self._titled
        self._wrapper = self._entry = None

    def _stands_in(self, names: frozenset[str]) -> bool:
        """Whether what begins stands directly in an element of these names, as feedparser calls them."""
        return bool(self.elementstack) and self.elementstack[-1][0] in names

    def _is_known(self, tag: str) -> bool:
        """Whether there is a handler for an element, as feedparser looks for it."""
        prefix, colon, name = tag.partition(":")
        prefix, name = (self.namespacemap.get(prefix, prefix), name) if colon else ("", tag)
        return hasattr(self, f"_start_{prefix}_{name}" if prefix else f"_start_{name}")

    def _of_wrapper(self, tag: str) -> str:
        """The tag of an entry as one that is none, within a wrapper; in tag soup nobody knows where a wrapper ends. An
        entry that has said nothing of its own is none itself, but what the others stand in.
        """
        if self._wrapper is None or self.soup or tag.rpartition(":")[2] not in _ENTRIES:
            return tag
        said = self._entry is None or not _OWN.isdisjoint(dict.keys(self._entry))
        return f"within_{tag.replace(':', '_')}" if said else tag

    def _of_person(self, tag: str) -> str:
        """The tag as it is said of a person, where it may be; in tag soup nobody knows where a person ends."""
        return f"person_{tag}" if tag in _OF_PERSONS and not self.soup else tag


def _take(
    entry: Said,
    within: Said,
    own: frozenset[str],
    pages: set[str | None],
    titles: set[str | None],
) -> None:
    """Put into an entry what something within it says, as far as that is the entry's."""
    if pages and _pages(within) - pages:
        return
    titled = _titled_otherwise(titles, within)
    links = list(dicts(within.get("links")))
    if pages or titled or _OF_FILE in within:
        links = [one for one in links if relation(one) != "alternate"]
    said = {key for same in _SAME if not same.isdisjoint(own) for key in same}
    left = {key: value for key, value in within.items() if key not in said}
    if titled:
        left = {key: value for key, value in left.items() if key in _FILES}
    _add(entry, {**left, "links": links})


def _titles(said: Said) -> set[str | None]:
    return {string(said, key) for key in _TITLES & dict.keys(said)} - {None}


def _titled_otherwise(titles: set[str | None], within: Said) -> bool:
    return bool(titles and _titles(within) - titles)


def _add(entry: Said, said: Said) -> None:
    """Put into an entry what it has not, and more of what there may be several of."""
    for key, value in said.items():
        if key in _LISTS and isinstance(value, list):
            dict.setdefault(entry, key, []).extend(value)
        else:
            dict.setdefault(entry, key, value)


def _pages(said: Said) -> set[str | None]:
    """The pages that links lead to."""
    every = dicts(said.get("links"))
    return {string(one, "href") for one in every if relation(one) == "alternate"} - {None}
