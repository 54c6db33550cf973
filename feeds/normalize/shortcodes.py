"""Shortcodes of WordPress that nobody rendered: ``[vc_row][vc_column_text]Ferries sail.[/vc_column_text][/vc_row]``;
those that play something name a file of the entry's.

A site that changed its page builder, or an excerpt made before it ran, leaves them in the words. They are known by
their names, and by attributes where a writer may set a word of that name between brackets.
"""

from __future__ import annotations

import re
from html import unescape

# Of page builders, which nobody writes about without code about them.
_BUILDERS = (
    r"(?:vc|et_pb|fusion|av|tdb?|ux|su|mk|nectar|wpb|trx|qode)_[a-z\d_]{1,40}|"
    r"wpforms|contact-form(?:-7)?|rev_slider|elementor-template"
)
_WITH_ATTRIBUTES = r"gallery|playlist|audio|video|caption|wp_caption|embed|soundcloud|youtube|vimeo|instagram|tweet"
# Not behind code's own tag: a page may explain them. No pattern looks past the next bracket.
_CODE = re.compile(
    rf"\[(?<!<code>\[)(?<!\[\[)/?(?:(?:{_BUILDERS})(?:\s[^\[\]]{{0,2000}})?|"
    rf"(?:{_WITH_ATTRIBUTES})\s+(?:[a-z_\d]{{2,30}}=|https?://)[^\[\]]{{1,2000}})/?\](?!\])|"
    r"\[/(?:(?:wp_)?caption|audio|video)\]"
)
# [audio mp3="https://…"]   [video width="640" mp4=”https://…”]   [youtube https://…]
_PLAYS = re.compile(
    r"\[(?<!<code>\[)(?<!\[\[)(?P<medium>audio|video|soundcloud|youtube|vimeo)\s+"
    r"(?:[a-z_\d-]{2,30}=(?:\"[^\"\[\]]{0,200}\"|[^\s\[\]\"]{0,200})\s+){0,12}?"
    r"(?:(?:src|url|mp3|m4a|ogg|wav|mp4|m4v|webm|ogv)=(?:[\"'”″“]|&(?:quot|#82[12]\d|#8243);)?)?"
    r"(?P<address>https?://[^\s\[\]\"'”″“]{4,1000})"
)
_CAPTION = re.compile(
    r"\[(?:wp_)?caption\s[^\[\]]{1,500}\](?P<picture>(?:\s|</?a\b[^<>]*>|<img\b[^<>]*>){1,9})"
    r"(?P<words>[^\[\]]{0,1000})\[/(?:wp_)?caption\]"
)
_EMBED = re.compile(r"\[embed(?:\s[^\[\]]{0,200})?\]([^\[\]]{1,500})\[/embed\]")


def without_shortcodes(text: str) -> str:
    """The text, plain or HTML, without shortcodes; a picture's caption becomes one, an embedded address stays.

    >>> without_shortcodes('[vc_row][vc_column width="1/1"]Ferries sail[/vc_column][/vc_row] [sic]')
    'Ferries sail [sic]'
    """
    if "[" not in text or "]" not in text:
        return text
    if "caption" in text:
        text = _CAPTION.sub(_figure, text)
    if "[embed" in text:
        text = _EMBED.sub(r"\1", text)
    return _CODE.sub("", text)


def players(text: str) -> tuple[tuple[str, str], ...]:
    """The addresses that shortcodes play films and sounds from, each with what they are called: ``audio``, ``youtube``.

    >>> players('[audio mp3="https://a.example/1.mp3"][/audio]')
    (('audio', 'https://a.example/1.mp3'),)
    """
    found = _PLAYS.finditer(text) if "[" in text else ()
    return tuple((one["medium"], unescape(one["address"]).rstrip('”″“"')) for one in found)


def _figure(found: re.Match[str]) -> str:
    words = found["words"].strip()
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"<figure>{found['picture'].strip()}{caption}</figure>"
