"""HTML that was handled once too often before it came: escaped or wrapped twice, cut within a reference.

Only what nothing else explains is mended: a text may speak of markup, but none is wrapped in it from beginning to
end, and none ends in the first letters of ``&nbsp;``.
"""

from __future__ import annotations

import html
import re
import unicodedata

from feeds.normalize.signs import shown_tags
from feeds.text import whole_characters

# As written by hand, too: the sign in the middle is what gets lost.
_SECTION, _CLOSES = "[CDATA[", "]]>"
_OPENS = re.compile(r"<!?\[CDATA\[")
_WHOLE = re.compile(r"<!?\[CDATA\[(.*)\]\]>", re.DOTALL)
_WRAPPED = re.compile(r"\s*&lt;!?\[CDATA\[(.*)\]\]&gt;\s*", re.DOTALL)
_COMMENTED = re.compile(r"<!--\[CDATA\[<(?P<tag>[A-Za-z][^<>]{0,300}?)-->")
_STRAY_END = re.compile(r"\]\](?:&gt;|>)(?=\s*\Z)")
_TWICE = re.compile(
    r"\s*(?>&lt;!--.*?--&gt;\s*)*&lt;(?:p|div|figure|h[1-6]|ul|ol|blockquote|table|section|article|img|strong|span|a)\b(?!-).*&gt;\s*",
    re.DOTALL | re.IGNORECASE,
)
_BLOCKS = re.compile(
    r"\s*<(?:p|div|figure|h[1-6]|ul|ol|blockquote|table|section|article)\b(?!-)[^<>]*>.*"
    r"</(?:p|div|figure|h[1-6]|ul|ol|blockquote|table|section|article)>\s*",
    re.DOTALL | re.IGNORECASE,
)
# What nobody types who means the text: a link or a picture with its address on the web, or a tag that ends a sentence.
_MEANT = re.compile(
    r"<a\s[^<>]{0,300}?\bhref\s?=\s?[\"']https?://[^<>]{1,2000}>|<img\s[^<>]{0,300}?\bsrc\s?=\s?[\"'](?:https?:)?//[^<>]{1,2000}>"
    r"|[.!?…。][\"'”’»)]?<(?:br\s?/?|/(?:p|div|li|h[1-6]|blockquote))>",
    re.IGNORECASE,
)
# What somebody types who speaks of it: a tag in quotes that it begins and ends in, but for one that parts quotations;
# or of types: List<String>.
_SPOKEN_OF = re.compile(
    r"([`'\"])<(?!br\b|/)[^<>]{1,2000}>\1|`<|\w<(?!br|hr)(?-i:[A-Z][a-z])\w*[>,]", re.IGNORECASE
)
_PARTS = re.compile(r"<(?:p|div|br|li|h[1-6]|tr|blockquote|pre)\b", re.IGNORECASE)
EMPTY_LINES = re.compile(r"\n(?:[ \t\r]*\n)+")
_SHOWN_TAG = re.compile(r"<[^<>]*>")
_TAG = re.compile(r"&lt;.*?&gt;", re.DOTALL)
_PROSE = 12  # words: less may be a line of code that is shown
_TAIL = 60  # characters in which a cut reference may stand, with what was set after the cut
# References that systems write and cut; those that are read without their semicolon are no rest of one.
_NAMES = (
    "nbsp rsquo lsquo rdquo ldquo hellip mdash ndash laquo raquo quot apos eacute egrave ecirc agrave acirc ccedil "
    "ocirc ucirc icirc iacute oacute uacute aacute ntilde auml ouml uuml szlig euro bull middot"
)
_RESTS = "|".join(
    sorted({name[:end] for name in _NAMES.split() for end in range(3, len(name))}, key=len)[::-1]
)
_CUT = re.compile(
    rf"\s*(?:&(?:#x?[\da-f]{{0,5}}|{_RESTS}))+(?=\s*(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;|&#8230;)\])?(?:\s|</?\w[^<>]*>)*$)"
)
_POINTS = re.compile(
    r"\[\s?&(?:amp;)?(?:hellip|#8230|#x2026);\s?\](?=(?:\s|</?\w[^<>]*>)*\Z)", re.IGNORECASE
)


# A letter or an apostrophe within a word as a reference that shows, for it was escaped twice: p&#233;ndula.
_IN_WORD = re.compile(
    r"(?<=[^\W\d_])&amp;((?:#\d{2,5}|#[xX][\da-fA-F]{2,4}|[A-Za-z]{3,8}\d?);)(?=[^\W\d_])"
)
_ESCAPED = re.compile(r"&amp;(?=(?:#\d{2,5}|#[xX][\da-fA-F]{2,4}|[A-Za-z]{2,8}\d?);)")
_FEWEST = 2  # such words: one may be what is written on references
_CODE = re.compile(r"<(?:code|pre|kbd|samp)\b", re.IGNORECASE)


def with_points(text: str) -> str:
    """A text, plain or HTML, whose points at the end were escaped once too often, with the points: WordPress's ``[…]``.

    >>> with_points("<p>Three ferries [&amp;hellip;]</p>"), with_points("Three ferries [&#8230;]")
    ('<p>Three ferries […]</p>', 'Three ferries […]')
    """
    if "[&" not in text[-_TAIL:]:
        return text
    return text[:-_TAIL] + _POINTS.sub("[…]", text[-_TAIL:])


def mended(markup: str) -> str:
    """The HTML that was meant.

    >>> mended("<p>The <![CDATA[ferries]]> sail&nbs"), mended("Tea &amp; R&D")
    ('<p>The ferries sail', 'Tea &amp; R&D')
    """
    if _SECTION in markup and (bare := _OPENS.sub("", markup)) != markup:
        # HTML has no such sections: it would be a comment up to the next tag's end.
        markup = bare.replace(_CLOSES, "")
    if "<!--[CDATA[" in markup:  # what a parser of HTML makes of such a section, and writes again
        markup = _COMMENTED.sub(r"<\g<tag>>", markup)
    if _SECTION in markup and (wrapped := _WRAPPED.fullmatch(markup)):
        markup = wrapped[1]
    if "]]" in markup[-_TAIL:]:
        markup = markup[:-_TAIL] + _STRAY_END.sub("", markup[-_TAIL:])
    if "&lt;" in markup and "<" not in markup and _is_twice(markup):
        markup = html.unescape(markup)
    if "&amp;" in markup and _has_words_escaped_twice(markup):
        markup = _ESCAPED.sub("&", markup)
    markup = whole_characters(markup)
    if "&" in markup[-_TAIL:]:
        markup = markup[:-_TAIL] + _CUT.sub("", markup[-_TAIL:])
    return markup


def _has_words_escaped_twice(markup: str) -> bool:
    found = 0
    for reference in _IN_WORD.finditer(markup):
        sign = html.unescape(f"&{reference[1]}")
        found += len(sign) == 1 and (sign in "'’" or unicodedata.category(sign)[0] in "LM")
        if found == _FEWEST:
            return _CODE.search(markup) is None
    return False


def is_markup(text: str) -> bool:
    """Whether a text that is said to be plain is HTML: paragraphs and their like from its beginning to its end, or tags
    that are meant, and none that it speaks of.

    >>> is_markup("<p>The two ferries will sail again on Monday, the harbour office said on Thursday.</p>")
    True
    >>> is_markup("<p> begins a paragraph, as anybody knows who has ever written a page of a site.")
    False
    """
    if "<" not in text or len(_SHOWN_TAG.sub(" ", text).split()) < _PROSE:
        return False
    meant = _BLOCKS.fullmatch(text) or (_MEANT.search(text) and not _speaks_of_tags(text))
    return bool(meant)


def _speaks_of_tags(text: str) -> bool:
    return shown_tags(text) != text or _SPOKEN_OF.search(text) is not None


def as_markup(text: str) -> str:
    """A plain text that is HTML, in paragraphs: its lines, or what empty lines part, where nothing in it does.

    >>> as_markup("One.\\n\\nTwo, <a href='https://a.example/'>three</a>.")
    "<p>One.</p><p>Two, <a href='https://a.example/'>three</a>.</p>"
    """
    text = text.strip()
    if "\n" not in text or _PARTS.search(text):
        return text
    lines = EMPTY_LINES.split(text) if EMPTY_LINES.search(text) else text.split("\n")
    return "".join(f"<p>{line.strip()}</p>" for line in lines if line.strip())


def unwrapped(text: str) -> str:
    """A plain text without the CDATA section that all of it stands in, or the end of one that begins nowhere.

    >>> unwrapped("<![CDATA[Ferries sail]]>"), unwrapped("Ferries sail]]>"), unwrapped("<![CDATA[ explained")
    ('Ferries sail', 'Ferries sail', '<![CDATA[ explained')
    """
    if "]]>" not in text:
        return text
    whole = _WHOLE.fullmatch(text.strip())
    if whole:
        return whole[1]
    return text if _SECTION in text else _STRAY_END.sub("", text)


def _is_twice(markup: str) -> bool:
    """Whether all of it is HTML as its source shows."""
    shows = _TWICE.fullmatch(markup) is not None and "&lt;/" in markup
    return shows and len(_TAG.sub(" ", markup).split()) >= _PROSE
