"""Work that feedparser does at every text to no effect, spared.

It looks each character up in a map of windows-1252, which is a third of its time, copies what it knows of a text
by way of ``copy.deepcopy``, and looks for each category, and for the namespace of each element, among all before it.
All are asked for through names that its parser classes leave open: see below.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from feeds.parse.xmlstate import Handlers as _Handlers

if not TYPE_CHECKING:
    _Handlers = object

# In UTF-8 the characters that windows-1252 has other ones for (C1 controls), and references that may be to them.
_MAPPED = re.compile(rb"\xc2[\x80-\x9f]")
_REFERENCE = re.compile(rb"&#(?:0*1[2-5]|[xX]0*[89])")

_NAMESPACES = 500  # of a document that are no extension we know
_CATEGORIES = 1000  # of an entry or a feed that are heard; twenty times as many as are kept


def needs_mapping(data: bytes) -> bool:
    """Whether a document (UTF-8) may hold characters that feedparser maps to those of windows-1252."""
    return _MAPPED.search(data) is not None or _REFERENCE.search(data) is not None


class _Unmapped(str):
    """A text in which there is nothing to map."""

    __slots__ = ()

    def translate(self, _table: Any, /) -> str:
        """The text itself."""
        return str(self)


class _Params(dict[str, Any]):
    """What is known of the text that is being gathered: its type, language, base. None of it changes."""

    def __deepcopy__(self, _memo: object) -> dict[str, Any]:
        return dict(self)


class Spared(_Handlers):
    """feedparser's parser without that work. ``mapping`` is :func:`needs_mapping` of the document."""

    mapping = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.contentparams = _Params()

    def push_content(self, tag: str, attrs: Any, default: str, expecting_text: int) -> None:
        """Gather a text construct."""
        super().push_content(tag, attrs, default, expecting_text)
        self.contentparams = _Params(self.contentparams)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Note a namespace: feedparser goes through all of them at each element of one that it does not know."""
        if len(self.namespaces_in_use) < _NAMESPACES or uri.lower() in self._matchnamespaces:
            super().track_namespace(prefix, uri)

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        """Note a category: ten thousand in one entry would take a second, a document full of them minutes."""
        if len(self._get_context().get("tags", ())) < _CATEGORIES:
            super()._add_tag(term, scheme, label)

    def decode_entities(self, element: str, data: str) -> str:
        """The text, of which feedparser asks ``translate`` next."""
        decoded: str = super().decode_entities(element, data)
        return decoded if self.mapping else _Unmapped(decoded)
