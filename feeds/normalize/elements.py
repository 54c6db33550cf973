"""Elements that a sanitizer drops with what they mean: parts of a page, players, pictures under other names.

What stood in them stays, but without them it would run into what stands beside it (``<center>A</center>B``), and a
player's words for those whose browser has none would be the story's.
"""

from __future__ import annotations

import re
from collections import Counter

# Those that end a paragraph as a division does (HTML, 13.2.6.4.7), and are not kept.
# Small letters, but for the one that writers of old typed by hand: regard to case makes it four times as fast.
_NAMES = (
    "address article aside center CENTER details dialog fieldset footer form header hgroup legend main menu nav search"
    " section summary"
)
_PARTS = _NAMES.replace(" ", "|")
_PART = re.compile(rf"<(/?)(?:{_PARTS})(?=[\s/>])")
_ANY = re.compile(rf"<(?:{_PARTS}|video|audio|canvas|amp-img)[\s/>]")
# A player that is closed, with nothing in it that another could be; one left open would take the rest along.
_PLAYER = re.compile(
    r"<(?P<tag>video|audio|canvas)\b[^<>]*(?<!/)>(?P<within>(?:(?!<(?:video|audio|canvas)\b).){0,1500}?)</(?P=tag)\s*>",
    re.IGNORECASE | re.DOTALL,
)
# What holds no markup, or nothing that shows: left open it takes the rest of a text along.
_HOLDING = "iframe|noembed|noframes|noscript|script|select|style|template|textarea|title|xmp"
# The signs that they begin with come first: regard to case makes the rest slow.
_HOLDER = re.compile(rf"<(?=[/instxINSTX])(?P<end>/?)(?P<tag>(?i:{_HOLDING}))\b[^<>]*>")
# Left open, these hold no words of the text; the others do, or a program.
_EMPTY = ("iframe", "noscript", "select", "template", "textarea")
_TAG = re.compile(r"<[^<>]*>")
# Of what browsers lack, in the languages that say so.
_EXCUSE = re.compile(
    "browser|navigat|navegador|html ?5|support|player|javascript|متصفح|браузер|tarayıcı|przeglądar|prohlížeč|浏览器|"
    "瀏覽器|ブラウザ|브라우저",
    re.IGNORECASE,
)
_NOT_TOLD = 25  # words: more is a text that somebody put there
_TOO_FEW = 5  # likewise: they tell nothing


def known_elements(markup: str) -> str:
    """The HTML with divisions for the parts of a page, and without what only those read who have no player.

    >>> known_elements("<center>A</center>B"), known_elements("<video src=a.mp4>No video.</video>")
    ('<div>A</div>B', '')
    """
    if _ANY.search(markup) is None:
        return markup
    silent = _PLAYER.sub(_without_words, markup)
    told = _TAG.sub(" ", markup).split()
    if len(told) <= _TOO_FEW or _EXCUSE.search(markup) or _TAG.sub("", silent).strip():
        markup = silent  # else what stands in the player is all that there is to tell
    return _PART.sub(r"<\1div", markup.replace("<amp-img", "<img"))


def closed_at_once(markup: str) -> str:
    """The HTML with an end for elements that were closed at once, as writers of XML do, which HTML takes no notice of;
    and for frames and the like that end nowhere.

    >>> closed_at_once('<iframe src="/map"/><p>Ferries sail.</p>')
    '<iframe src="/map"></iframe><p>Ferries sail.</p>'
    """
    ended: Counter[str] = Counter()  # those whose next tag is an end: they hold what is before it
    pieces, at = [], len(markup)
    for tag in reversed([*_HOLDER.finditer(markup)]):
        name, closed = tag["tag"].lower(), tag[0].endswith("/>")
        if not tag["end"] and not ended[name] and (closed or name in _EMPTY):
            bare = tag[0].removesuffix(">").removesuffix("/")
            pieces += [markup[tag.end() : at], f"{bare}></{name}>"]
            at = tag.start()
        if not tag["end"]:
            ended[name] = max(ended[name] - 1, 0)
        elif name == "template":  # the only one that may hold another
            ended[name] += 1
        else:
            ended[name] = 1
    return "".join((markup[:at], *reversed(pieces)))


def _without_words(player: re.Match[str]) -> str:
    """Nothing, unless a player holds more than the likes of “Your browser does not play this”."""
    return "" if len(_TAG.sub(" ", player["within"]).split()) <= _NOT_TOLD else player[0]
