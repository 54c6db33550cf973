"""HTML made safe, and its words.

One nh3 pass sanitizes and makes links absolute. nh3's time grows with the square of nesting, so what is
absurdly deep or long is cut down to its words before.
"""

from __future__ import annotations

import html as entities
import re
from functools import lru_cache

import nh3
from selectolax.lexbor import LexborHTMLParser

_LONGEST = 262_144  # characters of one value
_DEEPEST = 200  # elements open at once; real articles stay under 40
# Never to be allowed, whatever is added: svg, math, style, title, textarea, noscript, iframe (each
# was the way round a sanitizer at least once).
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
    "ol": {"start"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_PIXEL = re.compile(
    r"""<img\b[^>]*?\b(?:width|height)\s*=\s*["']?[01](?:px)?["'\s/>][^>]*>""", re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")
_VOID = {
    "br",
    "img",
    "hr",
    "wbr",
    "input",
    "meta",
    "link",
    "area",
    "base",
    "col",
    "embed",
    "source",
    "track",
}
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|tr|table|blockquote|figure|figcaption|pre|dl|dt|dd|section|article|header|"
    r"footer|br|hr)\b[^>]*>",
    re.IGNORECASE,
)
# Controls (C0, C1), characters XML forbids, and the marks that turn the direction of text.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"[^\S\n]+")


def clean_text(text: str) -> str:
    """Text without controls and direction overrides, line breaks kept."""
    return _UNSAFE.sub("", text)


def one_line(text: str, most: int) -> str:
    """Plain text on one line: markup out, entities resolved once, white space folded, cut to ``most``."""
    bare = plain(text) if "<" in text or "&" in text else text
    return " ".join(clean_text(bare).split())[:most].strip()


def sanitize(markup: str, base: str | None) -> str:
    """An HTML fragment that is safe to show, with absolute links."""
    markup = clean_text(markup[:_LONGEST])
    if _depth(markup) > _DEEPEST:
        return paragraphs(plain(markup))
    return _cleaner(base).clean(_PIXEL.sub("", markup)).strip()


def paragraphs(text: str) -> str:
    """Plain text as HTML paragraphs."""
    return "".join(f"<p>{entities.escape(p, quote=False)}</p>" for p in _blocks(clean_text(text)))


def plain(markup: str) -> str:
    """The words of an HTML fragment, blocks on lines of their own."""
    markup = markup[:_LONGEST]
    if _depth(markup) > _DEEPEST:
        markup = _TAG.sub(" ", markup)
    tree = LexborHTMLParser(_BLOCK.sub(lambda tag: f"\n{tag[0]}\n", markup))
    for node in tree.css("script, style, noscript, iframe, template, title"):
        node.decompose()
    body = tree.body
    text = body.text(separator="") if body is not None else ""
    return "\n".join(_blocks(clean_text(text)))


def _blocks(text: str) -> list[str]:
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _depth(markup: str) -> int:
    """How many elements are open at most, as a parser that trusts end tags would count."""
    depth = deepest = 0
    for closing, name, empty in _TAG.findall(markup):
        if empty or name.lower() in _VOID:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


@lru_cache(maxsize=512)
def _cleaner(base: str | None) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "noscript", "iframe", "template"},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
        url_relative=("rewrite_with_base", base) if base else "deny",
        strip_comments=True,
    )
