"""Less-than signs in HTML that begin no tag, which a parser would take for one, with all up to the next ``>``.

    Jane <jane@port.example> wrote that a<b$ and x<y and z>w

What is escaped can't be an element in any case: an address, a name that goes on as no name does, one letter that no
element is called and that nothing closes. Anything that may be one, known or not, stays.
"""

from __future__ import annotations

import re

_NAME = r"[A-Za-z][\w:.-]*+"
_NO_TAG = re.compile(
    # Sooner than all else: no end tag, and no name that is closed or goes on with an attribute.
    r"<(?!/|(?:[A-Za-z][A-Za-z\d]+|[abgipqsuABGIPQSU])[\s/>])(?="
    r"(?:https?://|mailto:|www\.)"
    # A name with something after it that ends none, but for tags that were left open: <jane@…   <b$   <y.</p>
    r"|(?!(?:p|br|div|span|strong|em|h[1-6]|li|[uo]l|t[dr]|table|img|font|center)<)"
    rf"{_NAME}(?:(?<=[.:-])[\s<]|(?<=\w)[^\s/>\w:.\"'=-])"
    # One letter that is no element: x<y and z>w. Not g, which pictures have.
    r"|(?P<letter>[C-FHJ-ORTV-Zc-fhj-ortv-z])(?:\s[^<>=\"']{0,80})?>)"
    # One that is, with words where attributes would be: a<b then c>d, or a<b then</p>. Not p, which may be left open,
    # nor one that has nothing but an attribute without its value: <b class>
    r"|<(?![a-z]\s+(?:class|dir|href|id|lang|name|style|target|title)\s*>)(?=(?P<name>[ABIQSUabiqsu])(?:(?<=\w<[A-Za-z])\s[^<>=\"'/]{1,80}(?:[<>]|\Z)|(?:\s+[\w.,]{1,20}){2,12}\s*>))"
)
# Not those that part lines.
_ALONE = re.compile(
    r"(?<=[\s(\"'“‘«])<(?!(?:br|p|hr|wbr)>)([a-z][a-z\d]{0,9})>(?=[\s,;:.!?)\"'”’»])", re.IGNORECASE
)
# In HTML only those that take along what follows; one that only marks it may be a writer's who forgot its end.
# Small letters: regard to case would make every text pay.
_SPOKEN_OF = re.compile(
    r"<(?<=[\w,;:] <)(script|style|title|textarea|select|iframe|template|video|audio|object|canvas)>(?= \w|[,;:.!?)])"
)
_FIGURE = r"\s*([+−–-]?\d{1,4})\s*"
_RAISED = re.compile(rf"<sup\b[^<>]*>{_FIGURE}</sup\s*>", re.IGNORECASE)
_AS_RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_CLOSED = re.compile(r"</([a-z][a-z\d]{0,9})", re.IGNORECASE)


def escaped_signs(markup: str) -> str:
    """The HTML with ``&lt;`` for less-than signs that begin no tag.

    >>> escaped_signs("<p>x<y. Jane <jane@port.example></p>")
    '<p>x&lt;y. Jane &lt;jane@port.example></p>'
    """
    closed: set[str] | None = None

    def shown(sign: re.Match[str]) -> str:
        nonlocal closed
        letter = sign["letter"] or sign["name"]
        if letter is None:
            return "&lt;"
        if closed is None:
            closed = {name.lower() for name in _CLOSED.findall(markup)}
        return sign[0] if letter.lower() in closed else "&lt;"

    return _NO_TAG.sub(shown, markup)


def shown_tags(title: str) -> str:
    """A title with ``&lt;`` for tags that it speaks of: they stand alone between words, and nothing closes them.

    >>> shown_tags("How the <b> tag works"), shown_tags("Now <b>new</b>")
    ('How the &lt;b> tag works', 'Now <b>new</b>')
    """
    closed = {name.lower() for name in _CLOSED.findall(title)}
    return _ALONE.sub(
        lambda tag: tag[0] if tag[1].lower() in closed else f"&lt;{tag[0][1:]}", title
    )


def spoken_tags(markup: str) -> str:
    """HTML with ``&lt;`` for tags that it speaks of and nobody escaped, so that what follows is not lost in them:
    without attributes, alone between words, and closed nowhere.

    >>> spoken_tags("<p>Use the <script> tag, or <b> for <b>bold</b>.</p>")
    '<p>Use the &lt;script> tag, or <b> for <b>bold</b>.</p>'
    """
    if not _SPOKEN_OF.search(markup):
        return markup
    closed = {name.lower() for name in _CLOSED.findall(markup)}
    return _SPOKEN_OF.sub(lambda tag: tag[0] if tag[1] in closed else f"&lt;{tag[0][1:]}", markup)


def raised_figures(title: str) -> str:
    """A title with signs for figures that are raised, which would be figures of the number before: 10<sup>6</sup>.

    >>> raised_figures("10<sup>6</sup> tonnes, 5 kWh/m<sup>2</sup>, the 5<sup>th</sup>")
    '10⁶ tonnes, 5 kWh/m², the 5<sup>th</sup>'
    """
    return _RAISED.sub(lambda found: raised(found[1]), title) if "</" in title else title


def raised(words: str) -> str:
    """What stands raised, in signs if it is a figure; an empty string for anything else."""
    figure = re.fullmatch(_FIGURE, words)
    return figure[1].translate(_AS_RAISED) if figure else ""
