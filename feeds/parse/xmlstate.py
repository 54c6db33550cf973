"""The part of feedparser's parser classes that :mod:`feeds.parse.xmlrules` builds on, typed.

feedparser has no types. At run time its own classes stand in this one's place.
"""

from __future__ import annotations

from typing import Any, ClassVar


class Handlers:
    """feedparser's state while it reads, and the handlers that are extended."""

    entries: list[Any]
    feeddata: Any
    version: str
    baseuri: str
    lang: str | None
    depth: int
    elementstack: list[Any]
    basestack: list[str]
    langstack: list[str | None]
    namespacemap: dict[str, str]
    _matchnamespaces: ClassVar[dict[str, str]]
    namespaces_in_use: dict[str, str]
    infeed: int
    inentry: int
    insource: int
    incontent: int
    inimage: int
    inauthor: int
    incontributor: int
    inpublisher: int
    intextinput: int
    title_depth: int
    hasContent: int  # noqa: N815 -- feedparser's name
    contentparams: Any
    encoding: str
    soup: ClassVar[bool]
    _summaryKey: str | None  # noqa: N815 -- feedparser's name

    def __init__(self, *arguments: Any) -> None: ...
    def unknown_starttag(self, tag: str, attrs: Any) -> None:
        """An element begins."""

    def unknown_endtag(self, tag: str) -> None:
        """An element ends."""

    def push(self, element: str, expecting_text: int) -> None:
        """Gather text from here on."""

    def pop(self, element: str, *how: Any) -> Any:
        """The text gathered, stored under the element."""

    def push_content(self, tag: str, attrs: Any, default: str, expecting_text: int) -> None:
        """Gather a text construct."""

    def pop_content(self, tag: str) -> Any:
        """The construct gathered, stored with its type."""

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """A namespace is declared."""

    def decode_entities(self, element: str, data: str) -> Any:
        """Text with references put in, where the parser has not done that."""

    def resolve_uri(self, uri: str) -> Any:
        """An address made absolute."""

    def _get_context(self) -> Any: ...
    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None: ...
    def _save_author(self, key: str, value: str, prefix: str) -> None: ...
    def _start_media_group(self, attrs: Any) -> None: ...
    def _start_media_content(self, attrs: Any) -> None: ...
    def _start_media_title(self, attrs: Any) -> None: ...
    def _end_media_title(self) -> None: ...
    def _start_enclosure(self, attrs: Any) -> None: ...
    def _start_image(self, attrs: Any) -> None: ...
    def _end_image(self) -> None: ...
    def _start_url(self, attrs: Any) -> None: ...
    def _end_url(self) -> None: ...
    def _start_title(self, attrs: Any) -> None: ...
    def _end_title(self) -> None: ...
    def _start_description(self, attrs: Any) -> None: ...
    def _end_description(self) -> None: ...
    def _start_rss(self, attrs: Any) -> None: ...
    def _start_channel(self, attrs: Any) -> None: ...
    def _start_item(self, attrs: Any) -> None: ...
    def _end_item(self) -> None: ...
    def _start_guid(self, attrs: Any) -> None: ...
    def _start_link(self, attrs: Any) -> None: ...
