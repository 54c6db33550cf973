"""Shortcodes of WordPress that nobody rendered: ``[vc_row][vc_column_text]Ferries sail.[/vc_column_text][/vc_row]``.

A site that changed its page builder, or an excerpt made before it ran, leaves them in the words. They are known by
their names, and by attributes where a writer may set a word of that name between brackets.
"""

from __future__ import annotations

import re

# Of page builders, which nobody writes about without code about them.
_BUILDERS = (
    r"(?:vc|et_pb|fusion|av|tdb?|ux|su|mk|nectar|wpb|trx|qode)_[a-z\d_]{1,40}|"
    r"wpforms|contact-form(?:-7)?|rev_slider|elementor-template"
)
_WITH_ATTRIBUTES = r"gallery|playlist|audio|video|caption|wp_caption|embed|soundcloud|youtube|vimeo|instagram|tweet"
# Not behind code's own tag: a page may explain them. No pattern looks past the next bracket.
_CODE = re.compile(
    rf"\[(?<!<code>\[)(?<!\[\[)/?(?:(?:{_BUILDERS})(?:\s[^\[\]]{{0,2000}})?|"
    rf"(?:{_WITH_ATTRIBUTES})\s+[a-z_]{{2,30}}=[^\[\]]{{1,2000}})/?\](?!\])|\[/(?:wp_)?caption\]"
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


def _figure(found: re.Match[str]) -> str:
    words = found["words"].strip()
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"<figure>{found['picture'].strip()}{caption}</figure>"
