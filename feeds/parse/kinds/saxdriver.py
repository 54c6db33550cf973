"""A SAX driver: expat as the standard library has it, with its text buffer switched on.

Without it expat reports text line by line and entity by entity, and feedparser spends a fifth of its
time joining the bits. A driver by the rules of ``xml.sax.make_parser`` (``create_parser``), so it may
also stand in ``feedparser.api.PREFERRED_XML_PARSERS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any
from xml.sax.expatreader import ExpatParser
from xml.sax.xmlreader import AttributesNSImpl

_BUFFER = 1 << 20  # bytes of text expat may gather before it reports them
_ATTRIBUTES = 500  # of one element: looking each up by its name costs the square of their number
_NO_ATTRIBUTES = AttributesNSImpl({}, {})
_MOST_NAMES, _LONGEST_NAME = 1000, 200  # names that are kept; characters of one


class _Names(dict[str, tuple[str | None, ...]]):
    """Namespace and local name of what expat calls an element ("namespace name prefix", apart by spaces), as the
    standard driver parts them at each element anew. Feeds have few; those of hostile documents are not kept.
    """

    def __missing__(self, name: str) -> tuple[str | None, ...]:
        parts = name.split()
        pair = (None, name) if len(parts) == 1 else tuple(parts[:2] if len(parts) == 3 else parts)
        if len(self) < _MOST_NAMES and len(name) <= _LONGEST_NAME:
            self[name] = pair
        return pair


_NAMES = _Names()


class BufferedExpatParser(ExpatParser):
    """expat that reports each run of text in one piece."""

    _cont_handler: Any  # the standard library's own name

    def reset(self) -> None:
        """Start anew; the expat parser inside is made here."""
        super().reset()
        inner: Any = vars(self)["_parser"]  # the standard library's own name; its stubs lack it
        inner.buffer_text = True
        inner.buffer_size = _BUFFER

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """Begin an element, with the first of its attributes where it has absurdly many."""
        if not attrs:
            self._cont_handler.startElementNS(_NAMES[name], None, _NO_ATTRIBUTES)
            return
        if len(attrs) > _ATTRIBUTES:
            attrs = dict(islice(attrs.items(), _ATTRIBUTES))
        super().start_element_ns(name, attrs)

    def end_element_ns(self, name: str) -> None:
        """End an element."""
        self._cont_handler.endElementNS(_NAMES[name], None)


def create_parser() -> BufferedExpatParser:
    """A new parser (the name that ``xml.sax.make_parser`` asks a driver module for)."""
    return BufferedExpatParser()
