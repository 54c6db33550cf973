"""Copies as a site's HTML has them, and copies with what sites set around a text."""

from __future__ import annotations

import html

from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.edits.passages import first_words, paragraphs
from tests.quality.labelled import Labelled

_NAMED = {
    "é": "&eacute;",
    "è": "&egrave;",
    "à": "&agrave;",
    "ñ": "&ntilde;",
    "ó": "&oacute;",
    "«": "&laquo;",
    "»": "&raquo;",
}


def as_html(base: Labelled, at: Desk) -> Draft | None:
    """Paragraphs or line breaks, entities, curly quotes, spaces that do not break."""
    parts = [_inline(part, at) for part in paragraphs(base.text)]
    opening = at.pick(("<p>", '<p class="text">', "<p dir='auto'>", "br", "<div><p>"))
    if opening == "br":
        text = at.pick(("<br/>", "<br><br>", "<br />\n<br />")).join(parts)
    elif opening == "<div><p>":
        text = '<div class="article">' + "".join(f"<p>{part}</p>\n" for part in parts) + "</div>"
    else:
        text = "\n".join(f"{opening}{part}</p>" for part in parts)
    return Draft(base.title, text, first_words(base.text, 30) + "…")


def boilerplate(base: Labelled, at: Desk) -> Draft | None:
    """What a site sets around and into a text: share lines, captions, newsletters, "read more"."""
    language, parts = at.language, paragraphs(base.text)
    if not parts:
        return None
    foot = at.chance.sample(language.notices_foot, at.chance.randint(1, 3))
    if len(parts) > 1 and at.chance.random() < 0.7:
        parts.insert(at.chance.randint(1, len(parts) - 1), at.pick(language.notices_middle))
    if at.chance.random() < 0.5:
        parts.insert(0, at.pick(language.notices_head))
    parts += [line.format(title=base.title, outlet=at.outlet) for line in foot]
    return Draft(base.title, "\n".join(parts))


def _inline(part: str, at: Desk) -> str:
    """One paragraph's text as a site writes it into HTML."""
    words = html.escape(_curled(part), quote=at.chance.random() < 0.5).split(" ")
    if at.chance.random() < 0.5:
        words = [_entities(word) for word in words]
    for _ in range(len(words) // 25):
        place = at.chance.randrange(len(words))
        mark = at.pick(("em", "strong", "a", "span"))
        opening = '<a href="https://example.org/tag">' if mark == "a" else f"<{mark}>"
        words[place] = f"{opening}{words[place]}</{mark}>"
    joined = words[0]
    for word in words[1:]:
        joined += (
            at.pick(("&nbsp;", "\u00a0", "&#160;")) if at.chance.random() < 0.03 else " "
        ) + word
    return joined


def _curled(part: str) -> str:
    """Straight quotes made curly."""
    out: list[str] = []
    for place, letter in enumerate(part):
        opens = place == 0 or part[place - 1] in " (\u00a0"
        out.append({"'": "‘" if opens else "’", '"': "“" if opens else "”"}.get(letter, letter))
    return "".join(out)


def _entities(word: str) -> str:
    """Letters beyond ASCII as entities, by name or by number; Arabic stays as it is."""
    return "".join(
        _NAMED.get(c, f"&#{ord(c)};") if 0xA0 < ord(c) < 0x250 or 0x2000 < ord(c) < 0x2100 else c
        for c in word
    )


KINDS: dict[str, Edit] = {"html": as_html, "boilerplate": boilerplate}
