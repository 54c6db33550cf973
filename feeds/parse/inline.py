"""What stands within a wire's XML and is none of it: HTML, an agency's own XML, or data that is encoded, be it a text
or not.

NewsML 1.2 wraps it (``<Encoding Notation="Base64"><DataContent>``), NewsML-G2 says so beside it
(``<inlineData encoding="base64" contenttype="text/plain">``).
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from itertools import islice

from feeds.parse.encoding import decode
from feeds.parse.xmltree import Node, attribute, markup, within, words

_BASE64 = re.compile(r"base-?64|\bb64\b", re.IGNORECASE)
_TEXTS = re.compile(r"text/|application/(?:[\w.-]+\+)?xml\b|application/xhtml", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z\d+/]+={0,2}")
_NO_TEXT = ("head", "script", "style", "title")
_MOST = 50  # datelines of a text
_SET_OFF = ("-", "–", "—", ":", "=")
_OPENS = re.compile(
    r"""[^\W_a-zß-ÿ]|["'«„“‘¿¡]"""
)  # a sentence; the rest of a line begins otherwise
_ATTRIBUTES = {key: key for key in ("href", "src", "alt", "lang", "dir", "colspan", "rowspan")}


# TT's own elements, in Swedish: heading, text, lead, a saying, a heading within; the rest stands beside the text.
_OF_TT = {
    "rubrik": "h2", "text": "div", "ingress": "div", "brodtext": "div", "citat": "p", "mellis": "h3",
    "dat": "", "byline": "", "bild": "", "vinjett": "",
}  # fmt: skip


def inline_html(node: Node, *left_out: str) -> str:
    """The HTML within, without what is no text and the elements ``left_out``. Not made safe yet."""
    _part_dateline(node)
    of_tt = _OF_TT if _is_of_tt(node) else {}
    return markup(node, of_tt | dict.fromkeys((*_NO_TEXT, *left_out), ""), _ATTRIBUTES)


def _part_dateline(node: Node) -> None:
    """Set off what is marked as a dateline where no dash does: <span class="dateline">RABAT (MAP)</span>The port …"""
    marked = (one for one in within(node, "span") if attribute(one, "class") == "dateline")
    for one in islice(marked, _MOST):
        line, behind = words(one) or "", (one.tail or "").lstrip()
        if line and not line.endswith(_SET_OFF) and _OPENS.match(behind):
            one.tail = f" - {behind}"


def inline_bylines(node: Node) -> list[str]:
    """Who wrote the text, where that stands in it, in TT's XML."""
    named = map(words, within(node, "byline")) if _is_of_tt(node) else ()
    return [one for one in named if one]


def _is_of_tt(node: Node) -> bool:
    return next(within(node, "brodtext"), None) is not None


def inline_text(data: str, *, encoding: str | None, kind: str | None) -> str:
    """The words of inline data; empty where it is no text (a picture) or is encoded in a way that we can't read.

    ``encoding`` is what it names as such, ``kind`` its media type.

    >>> inline_text("VGhlIGZlcnJpZXMgc2FpbC4=", encoding="base64", kind="text/plain")
    'The ferries sail.'
    """
    if kind and not _TEXTS.match(kind):
        return ""
    if not encoding or not _BASE64.search(encoding):
        return data
    bare = "".join(data.split())
    if not _LETTERS.fullmatch(bare):
        return data  # whatever it says, it is none
    try:
        body = b64decode(bare)
    except binascii.Error:
        return ""
    text = decode(body, kind).text
    return "" if "\0" in text else text
