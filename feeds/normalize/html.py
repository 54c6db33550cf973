"""HTML made safe, and its words.

One nh3 pass sanitizes and makes links absolute; another over what came out shows that it stays as it is. nh3's
time grows with the square of nesting, so what is absurdly deep or long is cut down to its words before.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Set
from functools import lru_cache
from typing import Literal

import nh3
from selectolax.lexbor import LexborHTMLParser

from feeds.normalize.elements import closed_at_once, known_elements
from feeds.normalize.extent import within
from feeds.normalize.foreign import without_foreign
from feeds.normalize.mended import unwrapped
from feeds.normalize.pictures import awake, picture
from feeds.normalize.shown import as_shown, quotes_of
from feeds.normalize.signs import escaped_signs, raised_figures, shown_tags, spoken_tags
from feeds.text import whole_characters, words

_DEEPEST = 200  # elements open at once; real articles stay under 40
# Never to be allowed, whatever is added: svg, math, style, title, textarea, noscript, iframe (each
# was the way round a sanitizer at least once).
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "dfn", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol",
    "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
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
_IMG = re.compile(r"<img\b(?:[^>\"]|\"[^\"]*\")*>")  # as nh3 writes it
# A whole page's: left open it would be the rest of the text.
_PAGE_TITLE = re.compile(r"<title\b[^<>]*>[^<>]{0,1000}</title\s*>", re.IGNORECASE)
# What a letter has for the preview in letter boxes, and hides in itself.
_PREVIEW = re.compile(
    r"<(?P<tag>div|span|p|td)\b(?P<said>[^<>]*)>[^<>]{0,3000}</(?P=tag)\s*>", re.IGNORECASE
)
_STYLE = re.compile(r"\sstyle\s*=\s*(?P<quote>[\"'])(?P<style>.*?)(?P=quote)", re.IGNORECASE)
_FLAT = re.compile(r"max-height:0(?:px)?(?![\w.])", re.IGNORECASE)
# With it: what a page folds up for readers to unfold is only flat.
_HIDDEN = re.compile(
    r"mso-hide:all|display:none|opacity:0(?![\w.])|max-width:0(?:px)?(?![\w.])|(?:font-size|line-height):[01](?:px)?(?![\w.])",
    re.IGNORECASE,
)
# What only those hear who have the page read to them: “opens in a new window”, of what “Read more” is.
_HEARD = re.compile(
    r"\sclass\s*=\s*[\"']?[^<>\"']*?\b(?<!\bnot-)(?:screen-reader-text|sr-only|visually-?hidden)\b",
    re.IGNORECASE,
)
# What nobody can select, so that who copies a program has none of it: the numbers of its lines.
_UNSELECTED = re.compile(r"user-select:none", re.IGNORECASE)
_LINE_NUMBER = re.compile(r">\s*\d{1,6}\s*<")
_SIGNS_OF_UNSEEN = ("mso-hide", "max-height", "screen-reader-text", "sr-only", "visually")
_MOST_TAGS = (
    8_000  # elements of one value: nh3 takes a tenth of a second for as many within one another
)
# No pattern looks past the next "<" for the end of a tag: a row of tags without an end would cost its square.
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"  # they hold nothing
_TAG = re.compile(rf"<(/?)(?!(?i:{_VOID})(?![a-zA-Z0-9]))[a-zA-Z]([^<>]*)")
_STRAY = re.compile(
    r"</?(?:b|i|em|strong|u|span|sup|sub|p|br|a|font|small|mark|nobr|wbr|center|h[1-6])(?:\s[^<>]*)?/?>"
    r"|<[a-z]\w{0,20}\s+[a-z][\w:-]{0,40}=[^<>]*>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_WITHIN = 3  # elements within each other in a headline
_LINKED_LINE = re.compile(
    r"<(?:li|p|div|td|h[1-6])><a [^<>]*>((?:[^<]|</?(?:b|em|i|span|strong)>)+)</a></"
)
_CODE_BLOCK = re.compile(r"<pre><code.*?</pre>", re.DOTALL)
_PROGRAM = re.compile(
    r"<(?P<tag>script|style)\b(?P<said>[^<>]*)>(?P<code>[^<]*)</(?P=tag)\s*>", re.IGNORECASE
)
# What a headline that speaks of <script> and </script> has not between them.
_CODE = re.compile(r"[(){}=;]")
_PAIR = re.compile(
    r"<(?P<tag>div|cite|q|s|del|ins|strike|big|tt|abbr|acronym|code|kbd|time|li|label|blockquote|bdi|ruby)(?:\s[^<>]*)?>"
    r"(?P<words>[^<]*)</(?P=tag)\s*>",
    re.IGNORECASE,
)
_READING = re.compile(
    r"<(r[tp])>[^<]*</\1>"
)  # how characters are read: <ruby>東京<rt>とうきょう</rt></ruby>
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|tr|table|blockquote|figure|figcaption|pre|dl|dt|dd|section|article|header|"
    r"footer|br|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
# Controls (C0, C1), characters XML forbids, the marks that turn the direction of text, and soft hyphens and word
# joiners, which part a word for whoever compares or searches.
_UNSAFE = re.compile(
    r"[\xad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# So do spaces of no width, but in scripts that set no others: Thai to Khmer, Chinese, Japanese.
_SPACELESS = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]"
_NO_WIDTH = re.compile(rf"\u200b(?<!{_SPACELESS}\u200b)(?!{_SPACELESS})")
# And what keeps letters from being joined, but in scripts that join them: a wire's marks in English.
_JOINING = "[\u0600-\u1cff\ua840-\ua9ff\uaa60-\uabff\ufb50-\ufeff]"
_NO_JOINER = re.compile(rf"\u200c(?<!{_JOINING}\u200c)(?!{_JOINING})")
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u061c "
# A user and password in an address, which are nobody's who reads it; or a host that is named to deceive.
_USER = re.compile(r"(<[a-z][^<>]*\s(?:href|src)=\"https?://)[^\"/?#<>\\]*@", re.IGNORECASE)
_TAG_ONLY = re.compile(r"<[^<>]*>")
_SHOWN_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[a-z-]+=[^<>]*)?/?>", re.IGNORECASE)
_HEADING = re.compile(
    r"(?P<before>(?:\s|<(?:div|table|tbody|tr|td)\b[^<>]*>)*)<h(?P<level>[1-4])\b[^<>]*>(?P<words>.{1,1500}?)</h(?P=level)>",
    re.DOTALL,
)
_HEAD = 1000  # characters in which a figure opens a text
# With no words but in their captions: a quotation or a table in a figure is text.
_FIGURES = re.compile(
    r"(?:\s|<div\b[^<>]*>)*(?:<figure\b[^<>]*>(?:\s|<(?!/?fig)[^<>]*>"
    r"|<figcaption\b[^<>]*>[^<]{0,5000}+(?:<(?!/figcaption)[^<]{0,5000}+){0,200}</figcaption>)*</figure>\s*)+"
)
_GAP = r"(?:\s|&nbsp;|<[^<>]*>)*"
_EMPTY_END = re.compile(r"(?:<br>|<([a-z]\w*)\b[^<>]*></\1>|\s|&nbsp;)((?:</\w+>)*)$")


def clean_text(text: str) -> str:
    """Text without controls and direction overrides, line breaks kept."""
    text = _NO_WIDTH.sub("", text) if "\u200b" in text else text
    text = _NO_JOINER.sub("", text) if "\u200c" in text else text
    return _UNSAFE.sub("", text)


def one_line(text: str, most: int, *, markup: bool = False) -> str:
    """Plain text on one line: white space folded, cut to ``most``.

    ``markup`` says that it is HTML. Of plain text, names of characters (``&amp;``) and the few tags that
    systems leave in headlines are taken out too; any other ``<`` is a sign the writer meant.
    """
    text = whole_characters(unwrapped(text))
    text = escaped_signs(within(shown_tags(raised_figures(text)))) if "<" in text else within(text)
    bare = plain(text) if markup else entities.unescape(_STRAY.sub(_left, _opened(text)))
    line = " ".join(clean_text(bare).split())[:most].strip()
    return line if line.strip(_UNSEEN) else ""


def _opened(text: str) -> str:
    """A plain headline without elements that begin and end in it: their words stay, those of scripts do not."""
    if "</" not in text:
        return text
    text = _PROGRAM.sub(_without_code, text)
    text = _READING.sub("", text) if "<ruby>" in text else text
    for _ in range(_WITHIN):
        text = _PAIR.sub(_words, text)
    return text


def _without_code(program: re.Match[str]) -> str:
    is_code = program["said"] or not program["code"].strip() or _CODE.search(program["code"])
    return " " if is_code else program[0]


def _words(pair: re.Match[str]) -> str:
    """What stands in an element, apart where that is a block, in quotes if it is a quotation; what a later edit deleted
    is gone.
    """
    if pair["tag"].lower() == "del" and pair.string.strip() != pair[0]:
        return ""
    if pair["tag"] in ("q", "Q"):
        before = pair.string[max(0, pair.start() - 2) : pair.start()]
        return pair["words"].join(quotes_of(pair["words"], before))
    return f" {pair['words']} " if _BLOCK.match(f"<{pair['tag']}>") else pair["words"]


def _left(tag: re.Match[str]) -> str:
    """What a tag in a headline leaves: a space where it parted lines, which are words of their own."""
    return " " if _BLOCK.fullmatch(tag[0]) else ""


def sanitize(markup: str, base: str | None) -> str:
    """An HTML fragment that is safe to show, with absolute links; sanitizing it again changes nothing."""
    signs = spoken_tags(escaped_signs(clean_text(within(markup))))
    markup = closed_at_once(without_foreign(signs))
    if _is_absurd(markup):
        return paragraphs(plain(markup))
    if "<title" in markup or "<TITLE" in markup:
        markup = _PAGE_TITLE.sub("", markup)
    if any(sign in markup for sign in _SIGNS_OF_UNSEEN):
        markup = _PREVIEW.sub(_seen, markup)
    if "user-select" in markup:
        markup = _unnumbered(markup)
    cleaner = _cleaner(base)
    safe = _finished(cleaner.clean(awake(known_elements(markup))))
    # A parser moves what stands in a wrong place (a heading in a heading, words in a table), so it may
    # read its own output otherwise than its input: go on until it doesn't, or keep only the words.
    for _ in range(4):
        again = cleaner.clean(safe)
        if again == safe:  # and finishing it again would change nothing either
            return safe
        safe = _finished(again)
    return paragraphs(plain(safe))


def _seen(element: re.Match[str]) -> str:
    """An element without others in it, unless it is hidden for a preview or only heard."""
    style = _style(element)
    flat = _FLAT.search(style) and _HIDDEN.search(style)
    hidden = flat or "mso-hide:all" in style.lower() or _HEARD.search(element["said"])
    return "" if hidden else element[0]


def _style(element: re.Match[str]) -> str:
    found = _STYLE.search(element["said"])
    return "".join(found["style"].split()) if found else ""


def _unnumbered(markup: str) -> str:
    """The HTML without the numbers of a program's lines; what nobody can select elsewhere is said all the same."""
    before, *blocks = markup.split("<pre")
    parts = (block.partition("</pre") for block in blocks)
    bare = (f"{_PREVIEW.sub(_no_number, code)}{end}{rest}" for code, end, rest in parts)
    return "<pre".join((before, *bare))


def _no_number(element: re.Match[str]) -> str:
    numbers = _UNSELECTED.search(_style(element)) and _LINE_NUMBER.search(element[0])
    return "" if numbers else element[0]


def _finished(safe: str) -> str:
    """Sanitized HTML with its pictures seen to; what references like ``&#8238;`` stood for is cleaned as well."""
    safe = _USER.sub(r"\1", clean_text(safe)) if "@" in safe else clean_text(safe)
    return _IMG.sub(picture, safe).strip()


def paragraphs(text: str) -> str:
    """Plain text as HTML paragraphs."""
    return "".join(f"<p>{entities.escape(p, quote=False)}</p>" for p in _blocks(clean_text(text)))


def plain(markup: str) -> str:
    """The words of a sanitized HTML fragment, blocks on lines of their own."""
    if _is_absurd(markup):
        markup = _TAG_ONLY.sub(" ", markup)
    apart = _BLOCK.sub(_on_its_line, markup)
    apart = _CELL.sub(r" \g<0>", apart) if "<t" in apart or "<T" in apart else apart
    tree = LexborHTMLParser(apart)
    as_shown(tree, apart)
    body = tree.body
    text = body.text(separator="") if body is not None else ""
    return "\n".join(_blocks(clean_text(text)))


def _on_its_line(tag: re.Match[str]) -> str:
    return f"\n{tag[0]}\n"


def length_without_tags(text: str) -> int:
    """How many characters a plain text has besides tags that show in it."""
    return len(_SHOWN_TAG.sub("", text)) if "<" in text else len(text)


def without_end(markup: str, words: str) -> str:
    """Sanitized HTML without the words that end it; what they alone filled goes with them.

    >>> without_end("<p>It closed.</p><p><b>MAP:</b> 7 March</p>", "MAP: 7 March")
    '<p>It closed.</p>'
    """
    spelled = _GAP.join(map(re.escape, entities.escape(words, quote=False).split()))
    found = re.search(rf"(?:{spelled}){_GAP}$", markup) if spelled else None
    if found is None:
        return markup
    bare = markup[: found.start()] + "".join(_TAG_ONLY.findall(found[0]))
    while (less := _EMPTY_END.sub(r"\2", bare)) != bare:
        bare = less
    return bare.strip()


def without_heading(markup: str, title: str) -> str:
    """Sanitized HTML without a heading that opens it and repeats its title, if there is more.

    >>> without_heading("<h1>Ferries sail</h1><p>They do.</p>", "Ferries sail")
    '<p>They do.</p>'
    """
    found, wanted = _HEADING.match(markup), [*words(title)]
    if found is None or not wanted or "<img" in found["words"]:
        return markup
    if [*words(plain(found["words"]))] != wanted:
        return markup
    return (found["before"] + markup[found.end() :]).strip() if markup[found.end() :] else markup


def code_lines(markup: str) -> Set[str]:
    """The lines of the programs that sanitized HTML shows: code that is set as it was typed.

    >>> code_lines("<p>Write:</p><pre><code>  image: harbour/ferry:latest</code></pre>")
    {'image: harbour/ferry:latest'}
    """
    shown = _CODE_BLOCK.findall(markup) if "<pre><code" in markup else ()
    bare = (entities.unescape(_TAG_ONLY.sub("", block)) for block in shown)
    return {" ".join(line.split()) for block in bare for line in block.split("\n")}


def linked_lines(markup: str) -> Set[str]:
    """The lines of sanitized HTML that are nothing but a link, as in a list of other stories.

    >>> linked_lines('<p>See <a href="/a">this</a>.</p><ul><li><a href="/b">Ferries sail</a></li></ul>')
    {'Ferries sail'}
    """
    found = _LINKED_LINE.findall(markup) if "><a " in markup else ()
    return {" ".join(entities.unescape(_TAG_ONLY.sub("", words)).split()) for words in found}


def below_figure(markup: str) -> str:
    """Sanitized HTML from below the figures that open it."""
    found = _FIGURES.match(markup) if "<figure" in markup[:_HEAD] else None
    return markup[found.end() :] if found else markup


def has_words(markup: str) -> bool:
    """Whether anything stands between the tags of sanitized HTML.

    >>> has_words('<figure><img src="a.jpg"></figure>'), has_words("<p>Yes</p>")
    (False, True)
    """
    return bool(_TAG_ONLY.sub("", markup).strip())


def _blocks(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [line for line in lines if line]


def _is_absurd(markup: str) -> bool:
    """Whether so many elements are open at once, or there are so many, that they are no article's.

    Counted as a parser would that trusts end tags. What looks like an end tag within an attribute deceives
    that, therefore the bound on how many there are.
    """
    if markup.count("<") <= _DEEPEST:
        return False
    depth = count = 0
    for closing, rest in _TAG.findall(markup):
        count += 1
        if rest.endswith("/"):  # closed at once, as its writer meant it
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        if depth > _DEEPEST or count > 2 * _MOST_TAGS:
            return True
    return False


@lru_cache(maxsize=512)
def _cleaner(base: str | None) -> nh3.Cleaner:
    if base is None:
        return _make("deny")
    try:
        return _make(("rewrite_with_base", base))
    except ValueError:  # a base that is no address: what is relative can't be reached
        return _make("deny")


def _make(relative: Literal["deny"] | tuple[Literal["rewrite_with_base"], str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={
            *("script", "style", "noscript", "iframe", "template"),
            *("select", "datalist", "textarea"),  # what a form offers
        },
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
        url_relative=relative,
        strip_comments=True,
    )
