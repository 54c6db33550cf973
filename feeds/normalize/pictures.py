"""Pictures in HTML: those that a page puts off loading, those that show nothing, and those that are characters."""

from __future__ import annotations

import re

# Pictures that count readers: they measure a point, or they come from those who count.
_SRC = re.compile(r'\bsrc="([^"]*)"')
_POINT = re.compile(r'\b(?:width|height)="\s*[01](?:\.\d+)?(?:px)?\s*"')
_STYLED_POINT = re.compile(
    r"<img\s(?:[^<>\"']|\"[^\"]*\"|'[^']*'){0,50}?\bstyle\s*=\s*[\"'][^\"'<>]*(?<![\w-])(?:width|height)\s*:\s*"
    r"[01](?:\.\d+)?px[^<>]*>",
    re.IGNORECASE,
)
_COUNTERS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:pixel\.wp\.com|stats\.wordpress\.com|feeds\.feedburner\.com/~|feedsportal\.com|"
    r"doubleclick\.net|google-analytics\.com|facebook\.com/tr\b|scorecardresearch\.com|quantserve\.com|"
    r"xiti\.com|chartbeat\.(?:net|com)|counter\.yadro\.ru|mc\.yandex\.ru|pixel\.quantcount\.com|"
    r"bat\.bing\.com|analytics\.twitter\.com|list-manage\.com/track)",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"<img\s[^<>]{0,2000}?(?:\bdata-(?:(?:lazy-|litespeed-|orig-|cf)?src|original|lazy)=|srcset=)[^<>]{0,6000}>",
    re.IGNORECASE,
)
# An address, or nothing that can be one: data, or what a script was to put in.
_LATER = re.compile(
    r"\bdata-(?:(?:lazy-|litespeed-|orig-|cf)?src|original|lazy)="
    r"(?=(?P<quote>[\"'])(?!\s*(?:data:|about:|(?:true|false)?(?P=quote)))(?:(?!(?P=quote))[^<>{}])+(?P=quote))",
    re.IGNORECASE,
)
# What a page shows until a script has loaded the picture: blank.gif, img/lazy-placeholder.png.
_STANDS_IN = re.compile(
    r"(?:^|[/_.-])(?:blank|placeholder|loading|loader|lazy-?load(?:ing)?|lazy|spinner|transparent|spacer|pixel|1x1|grey|gray)"
    r"(?:[_.-]?\d[\dx]{0,10})?\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)",
    re.IGNORECASE,
)
# The picture for those who run no scripts, beside the one that a script puts in.
_UNSCRIPTED = re.compile(
    r"(?P<scripted><img\s[^<>]{0,6000}>)\s*<noscript>\s*(?P<plain><img\s[^<>]{0,6000}>)\s*</noscript>",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"\ssrc\s*=\s*[\"']?(?P<address>[^\"'\s<>]*)[\"']?", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\s(?:data-(?:lazy-)?)?srcset\s*=\s*(?P<quote>[\"'])(?P<set>[^<>]*?)(?P=quote)", re.IGNORECASE
)
# One of them: its address and how wide it is, or how dense (HTML, srcset).
_ONE = re.compile(r"(?P<href>[^\s,]\S*+)(?:(?<=,)|(?P<said>[^,]*+))")
_SIZE = re.compile(r"\s(\d{1,6}(?:\.\d{1,3})?)[wx](?!\S)")
# A character drawn as a small picture, with the character beside it for those who see none.
_DRAWN = re.compile(
    r'\balt="(?P<character>[\u203c\u2049\u20e3\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935'
    r'\u2b00-\u2bff\u3030\u303d\u3297\u3299\ufe0f\u200d\U0001f000-\U0001faff]{1,12})"'
)
_IS_DRAWN = re.compile(r'\bsrc="[^"]*emoji|\b(?:width|height)="(?:[1-6]?\d|7[0-2])(?:px)?"')


def awake(markup: str) -> str:
    """The HTML with the addresses of pictures that a page puts off loading, where they belong, and without those that
    a style makes a point, since styles go.

    >>> awake('<img data-src="a.jpg">'), awake('<img srcset="a.jpg 300w, b.jpg 900w">')
    ('<img src="a.jpg">', '<img src="b.jpg" srcset="a.jpg 300w, b.jpg 900w">')
    """
    if "style" in markup and "<img" in markup and "px" in markup:
        markup = _STYLED_POINT.sub("", markup)
    if "data-" in markup or "srcset" in markup:
        markup = _PUT_OFF.sub(_awake, markup)
    return _UNSCRIPTED.sub(_scriptless, markup) if "<noscript" in markup else markup


def _awake(img: re.Match[str]) -> str:
    tag = img[0]
    shown = _SHOWN.search(tag)
    address = shown["address"] if shown else ""
    stands_in = _STANDS_IN.search(address) is not None
    if shown and address and not _is_nothing(address) and not stands_in:
        return tag
    bare = tag.replace(shown[0], " ", 1) if shown else tag
    if _LATER.search(bare):
        return _LATER.sub("src=", bare, count=1)
    several = _SEVERAL.search(bare)
    widest = max(_ONE.finditer(several["set"]), key=_size, default=None) if several else None
    if several is None or widest is None or widest["href"].startswith("data:"):
        return tag if stands_in else bare
    quote, address = several["quote"], widest["href"].rstrip(",")
    return f"{bare[:4]} src={quote}{address}{quote}{bare[4:]}"


def _is_nothing(address: str) -> bool:
    return address.lower().startswith(("data:", "about:"))


def _scriptless(pair: re.Match[str]) -> str:
    """Of a picture that a script puts in and the same for those who run none, the one that has its address."""
    scripted, plain = pair["scripted"], pair["plain"]
    shown = _SHOWN.search(scripted)
    address = shown["address"] if shown else ""
    return plain if not address or _is_nothing(address) or _STANDS_IN.search(address) else scripted


def _size(one: re.Match[str]) -> float:
    size = _SIZE.search(one["said"] or "")
    return float(size[1]) if size else 1


def picture(img: re.Match[str]) -> str:
    """A sanitized picture; nothing for one that shows nothing, the character for one that is drawn."""
    source = _SRC.search(img[0])
    if source is None or _POINT.search(img[0]) or _COUNTERS.match(source[1]):
        return ""
    drawn = _DRAWN.search(img[0])
    return drawn["character"] if drawn and _IS_DRAWN.search(img[0]) else img[0]
