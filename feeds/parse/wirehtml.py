"""Wire stories in HTML or Markdown: the head as in plain text, the rest with its markup.

A file of HTML is a story as long as it is no page of a site that names its feeds. Each block of it (a paragraph, a
heading, a list) is a line for those who know heads and feet; what they leave keeps its markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import islice

from lxml import etree

from feeds.model.atom import Text
from feeds.parse.characters import legal
from feeds.parse.wiredress import embargo_in, undress
from feeds.parse.wirehead import Head, Values, front_matter, take_head, take_names
from feeds.parse.xmltree import Node, attribute, first, name, within, words

_BLOCKS = frozenset(
    {"p", "ul", "ol", "dl", "table", "pre", "blockquote", "figure", "hr", "address"}
)
_SEVERAL = _BLOCKS - {"p", "hr", "address"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NO_TEXT = frozenset(
    {
        *("script", "style", "noscript", "template", "iframe", "head", "title", "link", "meta"),
        *("nav", "aside", "form", "footer", "button"),
    }
)
_DEEPEST = 40  # elements around a block; what is deeper is one
_WITHIN = 12  # lines in which a note to editors may stand
_LINE_END = re.compile(
    r"<br>|</(?:p|div|h\d|li|t[dhr]|dt|dd|aside|header|section|nav|footer|title)>|\n"
)
_TAG = re.compile(r"<[^<>]*>")
_BREAKS = re.compile(r"(?:<br>\s*){2,}")
_MARKED_UP = re.compile(
    r"\s*<(?:p|div|h[1-6]|article|section|figure|table|ul|blockquote)\b[^<>]*>.*>\s*",
    re.DOTALL | re.IGNORECASE,
)
# Markdown, by two of these at least: a heading, a link, strong words.
_MARKS = (
    re.compile(r"^#{1,4} +[^\s#][^\n]*\n(?:[ \t]*\n|\Z)", re.MULTILINE),
    re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?|mailto):[^()\s]{1,500}\)"),
    re.compile(r"(?<![\w*])\*\*[^\s*](?:[^*\n]{0,200}[^\s*])?\*\*(?![\w*])"),
)
_LONGEST = 262_144  # characters of Markdown: reading it takes memory a hundred times its size
_MARKDOWN_NAMES = (".md", ".markdown")
_NEXT_STORY = re.compile(r"^[ \t]*(?:-{3,}|\*{3,})[ \t]*\n\s*(?=# )", re.MULTILINE)
_DATES = frozenset({"article:published_time", "datepublished", "date", "dc.date", "pubdate"})


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph or the like: its element's name, its words on one line, its HTML. One that holds several lines,
    an embargo first, has them in a form that is no note, as which it would go whole.
    """

    name: str
    line: str
    html: str


def is_html(text: str) -> bool:
    """Whether a text is HTML from its beginning to its end.

    >>> is_html("<p>It reopened.</p>"), is_html("[<p> is a tag] It reopened.")
    (True, False)
    """
    return _MARKED_UP.fullmatch(text) is not None


def is_markdown(text: str, name: str | None) -> bool:
    """Whether a text is Markdown: by the name of its file, or by signs that plain text has no use for."""
    if len(text) > _LONGEST:
        return False
    if (name or "").lower().endswith(_MARKDOWN_NAMES):
        return True
    return sum(mark.search(text) is not None for mark in _MARKS) > 1


def from_markdown(text: str) -> Iterator[tuple[Head, Text | None]]:
    """The stories of a Markdown document: a rule with a title below it parts them."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- few documents need it, and every process would hold it

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    values, body = front_matter(text)
    for story in _NEXT_STORY.split(body):
        # By lines first, of which Markdown makes paragraphs: an embargo must not be lost in one.
        dress, bare = undress(story)
        named, left = take_names(bare)
        yield from_html(reader.render(left), [*dress, *values, *named])
        values = []


def from_html(markup: str, values: Values | None = None) -> tuple[Head, Text | None]:
    """Head and text of one story; ``values`` are those of a head that stood apart from it."""
    root = _tree(markup)
    page = [] if root is None else [*_named(root)]
    held = [] if root is None else _held(root)
    blocks = [] if root is None else [*_blocks(_story(root))]
    stated = values or []
    dress, bare = undress("\n\n".join(block.line for block in blocks))
    lead = next((block for block in blocks if block.line == bare.partition("\n")[0]), None)
    if lead and lead.name in _HEADINGS:
        head, bare = Head((("title", lead.line),)), bare.partition("\n")[2]
    else:
        head, bare = take_head(bare)
    left = "".join(_kept(blocks, bare))
    # The title of a page without words makes no story.
    named = page if left else [one for one in page if one[0] != "title"]
    whole = Head((*dress, *held, *stated, *head.values, *named))
    return whole, Text(value=left, type="html") if left else None


def _held(root: Node) -> Values:
    """The embargo that one of the first lines names, wherever it stands: beside the article, in a block of several."""
    etree.strip_elements(root, "script", "style", "template", "noscript", with_tail=False)
    lines = (unescape(_TAG.sub("", line)) for line in _LINE_END.split(_markup(root)))
    first_lines = islice((line for line in lines if line.strip()), _WITHIN)
    found = (embargo_in(line) for line in first_lines)
    return [("embargo", until) for until in found if until is not None][:1]


def _tree(markup: str) -> Node | None:
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    clean, _ = legal(markup)
    try:
        found: Node | None = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # no element at all
        return None
    return found


def _story(root: Node) -> Node:
    """The one article of a page, else all of it, without what is no text."""
    etree.strip_elements(root, *_NO_TEXT, with_tail=False)
    articles = [*within(root, "article")] or [*within(root, "main")]
    return articles[0] if len(articles) == 1 else root


def _named(root: Node) -> Iterator[tuple[str, str]]:
    """What the head of a page says of its story."""
    for meta in within(root, "meta"):
        name, value = attribute(meta, "property", "name", "itemprop"), attribute(meta, "content")
        if name and value and name.lower() in _DATES:
            yield "date", value
    for link in within(root, "link"):
        if attribute(link, "rel") == "canonical" and (href := attribute(link, "href")):
            yield "link", href
    if language := attribute(root, "lang"):
        yield "language", language
    if title := words(first(root, "head", "title")):  # where nothing else is its headline
        yield "title", title


def _blocks(node: Node, depth: int = 0) -> Iterator[_Block]:
    """The blocks within, in order; what stands between them makes paragraphs."""
    run = [escape(node.text or "", quote=False)]
    for child in node:
        called = name(child)
        own = called in _BLOCKS or called in _HEADINGS or depth > _DEEPEST
        if own or any(name(one) in _BLOCKS | _HEADINGS for one in child.iter()):
            yield from _paragraphs(run)
            run = []
            yield from [_block(child)] if own else _blocks(child, depth + 1)
        elif called in ("div", "section", "header", "li", "body"):
            yield from _paragraphs(run)
            run = []
            yield _block(child)
        else:
            run.append(_markup(child))
        run.append(escape(child.tail or "", quote=False))
    yield from _paragraphs(run)


def _paragraphs(run: list[str]) -> Iterator[_Block]:
    """The paragraphs of words that stand in none, parted by empty lines."""
    for part in _BREAKS.split("".join(run)):
        found = _tree(f"<p>{part}</p>") if part.strip() else None
        if found is not None and (words(found) or "<img" in part):
            yield _Block("p", _line(words(found), several="<br>" in part), f"<p>{part.strip()}</p>")


def _block(node: Node) -> _Block:
    called, html = name(node), _markup(node)
    several = called in _SEVERAL or (called not in _HEADINGS and "<br>" in html)
    return _Block(called, _line(words(node), several=several), html)


def _line(said: str | None, *, several: bool) -> str:
    return f"x {said}." if said and several and embargo_in(said) is not None else said or ""


def _markup(node: Node) -> str:
    return etree.tostring(node, encoding="unicode", method="html", with_tail=False)


def _kept(blocks: list[_Block], body: str) -> Iterator[str]:
    """The HTML of what the head and the foot left, in order; of a line that they left a part of, its words."""
    at = 0
    for line in filter(None, body.split("\n")):
        here = next((n for n in range(at, len(blocks)) if blocks[n].line == line), None)
        if here is None:
            yield f"<p>{escape(line, quote=False)}</p>"
            continue
        yield from _wordless(blocks[at:here])
        yield blocks[here].html
        at = here + 1
    yield from _wordless(blocks[at:])


def _wordless(blocks: list[_Block]) -> Iterator[str]:
    """The pictures among blocks."""
    return (one.html for one in blocks if not one.line and "<img" in one.html)
