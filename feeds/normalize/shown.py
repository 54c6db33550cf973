"""What a browser shows of a parsed text: without scripts, what an edit deleted, cards of other pages, the marks of
footnotes and how characters are read (ruby), with signs for what it raises and quotes.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feeds.normalize.signs import raised

_UNREAD = re.compile(r"<(?:script|style|noscript|iframe|template|title|del\b)", re.IGNORECASE)
_CARD_ENDS = re.compile(r"</div>\s*</a>", re.IGNORECASE)
# Of a footnote, and back from it: a sign tells it by itself, a number by where it leads, if it is not raised.
_MARK = re.compile(
    r"\s*(?:\[\d{1,3}\]|[\[(]?(?:(?P<number>\d{1,3})|[*†‡§¶^↩↑⤴]{1,3})\ufe0e?[\])]?)\s*"
)
_TO_NOTE = re.compile(r"#.*(?:fn|ftn|edn|note|cite|ref)", re.IGNORECASE)
_MOST_CARDS = 0.4  # share of a text
_QUOTES = ("", *"\"'“”„«»‘’‹›「『")
_OPENING = tuple('"“„«‹‘「『')  # an apostrophe is none: l’<q>affaire</q>
_SHOWS_DELETED = ("del", "pre", "code")


def as_shown(tree: LexborHTMLParser, markup: str) -> None:
    """Make the words of a tree those that are shown; ``markup`` is what it was parsed from, which tells sooner what
    there is to look for.
    """
    if _UNREAD.search(markup):
        for node in tree.css("script, style, noscript, iframe, template, title"):
            node.decompose()
        _without_deleted(tree)
    if "<rt" in markup or "<RT" in markup:
        for node in tree.css("ruby rt, ruby rp"):
            node.decompose()
    if _CARD_ENDS.search(markup):
        _without_cards(tree)
    if "#" in markup:
        _without_marks(tree)
    if "<sup" in markup or "<SUP" in markup:
        _raise_figures(tree)
    if "<q" in markup or "<Q" in markup:
        for node in tree.css("q"):
            before, after = quotes_of(node.text(separator=""), _text_before(node))
            node.insert_before(before)
            node.insert_after(after)


def quotes_of(words: str, before: str = "") -> tuple[str, str]:
    """The quotes that browsers set around a quotation (HTML 4.5.7), unless it has its own or stands in such, which the
    text ``before`` it tells.

    >>> quotes_of("we sail"), quotes_of("“we sail”"), quotes_of("we sail", "He said: “")
    (('“', '”'), ('', ''), ('', ''))
    """
    stands_in = before.rstrip("\u00a0\u202f").endswith(_OPENING)
    return ("", "") if stands_in or words.strip()[:1] in _QUOTES else ("“", "”")


def _text_before(node: LexborNode) -> str:
    before = node.prev
    return before.text(separator="") if before is not None and before.tag == "-text" else ""


def _without_cards(tree: LexborHTMLParser) -> None:
    """Take out links that are cards of other pages, with a title and what that says in divisions of their own, as
    Ghost and Substack set them; not where the text is mostly such.
    """
    cards = [node for node in tree.css("a") if len(node.css("div")) > 1]
    if sum(map(_letters, cards)) <= _MOST_CARDS * _letters(tree.body):
        for node in cards:
            node.decompose()


def _without_marks(tree: LexborHTMLParser) -> None:
    """Take out the marks of footnotes, which would be figures of the words before: in 2024<sup>1</sup>; not what leads
    to a place that is counted: chapters 1 and 2.
    """
    in_sup = {link.mem_id for link in tree.css("sup a")}
    for link in tree.css("a[href*='#']"):
        mark = _MARK.fullmatch(link.text(separator=""))
        if mark and (
            not mark["number"]
            or link.mem_id in in_sup
            or link.css_first("sup")
            or _TO_NOTE.search(link.attributes["href"] or "")
        ):
            link.decompose()


def _raise_figures(tree: LexborHTMLParser) -> None:
    """Put signs for figures that are raised, which would be figures of the number before: 10<sup>6</sup>."""
    for node in tree.css("sup"):
        if figure := raised(node.text(separator="")):
            node.replace_with(figure)


def _letters(node: LexborNode | None) -> int:
    """How many characters the words within have."""
    return len("".join(node.text(separator="").split())) if node is not None else 0


def _without_deleted(tree: LexborHTMLParser) -> None:
    """Take out what a later edit deleted (HTML 4.7.2), unless nothing else is there."""
    deleted = [node for node in tree.css("del") if not _is_kept(node)]
    body = tree.body
    if not deleted or body is None:
        return
    if sum(map(_letters, deleted)) < _letters(body):
        for node in deleted:
            node.decompose()


def _is_kept(node: LexborNode) -> bool:
    """Whether it goes with what it stands in, or is a line of code whose change is shown."""
    above = node.parent
    while above is not None and above.tag not in _SHOWS_DELETED:
        above = above.parent
    return above is not None
