"""Wire stories in HTML or Markdown: the head as in plain text, the rest with its markup.

A file of HTML is a story as long as it is no page of a site that names its feeds. Each block of it (a paragraph, a
heading, a list) is a line for those who know heads and feet; what they leave keeps its markup.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice, pairwise

from lxml import etree

from feeds.model.atom import Text
from feeds.parse.characters import legal
from feeds.parse.wireabove import are_halves
from feeds.parse.wiredesk import above_desk_notes
from feeds.parse.wiredress import head_lines, is_heading, undress
from feeds.parse.wirehead import Head, Values, are_names, front_matter, take_head, take_names
from feeds.parse.wirejsonld import linked_data
from feeds.parse.wirenotes import embargo_in, embargo_on
from feeds.parse.xmltree import Node, attribute, first, name, within, words
from feeds.text import words as tokens

_BLOCKS = frozenset(
    {"p", "ul", "ol", "dl", "table", "pre", "blockquote", "figure", "hr", "address"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTING = _BLOCKS | _HEADINGS | {"div", "section", "article", "header"}
_SEVERAL = _BLOCKS - {"p", "hr", "address"}
_LISTS = frozenset({"ul", "ol", "dl", "table", "pre"})
_NO_TEXT = frozenset(
    {
        *("script", "style", "noscript", "template", "iframe", "head", "title", "link", "meta"),
        *("nav", "form", "button"),
    }
)
_BESIDE = ("aside", "footer")
_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_DEEPEST = 40  # elements around a block; what is deeper is one
_WITHIN = 12  # lines in which a note to editors may stand
_HEAD = 4  # blocks
_FEWEST = 4  # words of a headline that a page's title repeats
_LONGEST_HEADING = (
    500  # characters of a headline; what is longer holds the story, as its end tag is another's
)
_MOST_TIMES = 10  # elements that may say it
_LONGEST_MARK = 80  # characters of an element that says when a story was published
_MENUS = ("nav", "form", "button")
# What begins and ends a line, besides blocks and headings.
_ON_LINES = frozenset(
    {
        *("br", "div", "li", "tr", "td", "th", "dt", "dd", "center", "figcaption", "caption"),
        *("section", "article", "main", "header", "footer", "aside", "body", "head", "title"),
    }
)
_BREAKS = re.compile(r"(?:<br\b[^<>]*>\s*){2,}")
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
_RULE = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|={3,})[ \t]*$", re.MULTILINE)
_LONGEST = 262_144  # characters of Markdown: reading it takes memory a hundred times its size
_MARKDOWN_NAMES = (".md", ".markdown")
_NEXT_STORY = re.compile(r"^[ \t]*(?:-{3,}|\*{3,})[ \t]*\n\s*(?=# )", re.MULTILINE)
# When a page says that it was published, or changed last, as its system's vocabulary calls it: article:published_time,
# DC.date.issued, parsely-pub-date, citation_publication_date, og:updated_time, dcterms.modified.
_PUBLISHED = re.compile(
    r"(?:[a-z]{2,20}[.:_-]){0,3}(?:(?:first|original)?(?:publi(?:sh(?:ed)?|cation)|issued|posted|created)[._-]?"
    r"(?:date|time|at|on)?|(?:pub|post|create)[._-]?(?:date|time)|date[._-]?(?:published|issued|posted|created))|"
    r"(?:(?:dc|dct|dcterms|doc|sailthru|citation)[.:_-])?date"
)
_CHANGED = re.compile(
    r"(?:[a-z]{2,20}[.:_-]){0,3}(?:(?:last[._-]?)?(?:modified|updated)[._-]?(?:date|time|at|on)?|"
    r"date[._-]?(?:modified|updated)|last[._-]?mod|(?:mod|modification)[._-]?date)"
)
_EMBARGO = re.compile(
    r"(?:\w{1,20}[.:_-])?embargo(?:ed)?[._-]?(?:until|till|date|time|ends?|expires|lifts?)?",
    re.IGNORECASE,
)
_OF_HEAD = {
    **dict.fromkeys(("author", "byl", "dc.creator", "parsely-author", "sailthru.author"), "byline"),
    **dict.fromkeys(("pubstatus", "pub-status", "pub_status"), "status"),
    **dict.fromkeys(("slug", "slugline"), "slug"),
    **dict.fromkeys(("keywords", "news_keywords", "article:tag", "article:section"), "category"),
}
_UNSET = frozenset({"false", "no", "none", "null", "0"})


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


def preformatted(markup: str) -> str | None:
    """The plain text of a document that has all its words in one ``pre``, as browsers keep a file of text."""
    if "<pre" not in markup.lower():
        return None
    body = first(_tree(markup), "body")
    written = next(within(body, "pre"), None)
    if written is None or words(written) != words(body):
        return None
    return "".join(map(str, written.itertext()))


def is_markdown(text: str, name: str | None) -> bool:
    """Whether a text is Markdown: by the name of its file, or by signs that plain text has no use for."""
    if len(text) > _LONGEST:
        return False
    if (name or "").lower().endswith(_MARKDOWN_NAMES):
        return True
    told = above_desk_notes(text)  # what dpa sets below a story has such signs
    headed, *others = (mark.search(told) is not None for mark in _MARKS)
    # Without a heading, rules part stories of plain text.
    return sum(others) + headed > 1 and (headed or _RULE.search(text) is None)


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
    page, held, (agreed, shared) = _of_page(root), _held(root), _agreed(root)
    blocks = [*_blocks(_story(root, page=_PAGE.search(markup) is not None))]
    blocks = _with_whole_dateline(blocks)
    stated = values or []
    dress, bare = undress("\n\n".join(block.line for block in blocks))
    if below := _below_menus(blocks, agreed):
        blocks, (_, bare) = below, undress("\n\n".join(block.line for block in below))
    lead = next((block for block in blocks if block.line == bare.partition("\n")[0]), None)
    if agreed and shared and not any(block.line == agreed for block in blocks):
        head = Head((("title", agreed),))
    elif lead and lead.name in _HEADINGS and len(lead.line) <= _LONGEST_HEADING:
        head, bare = _headed(blocks, lead, bare)
    elif lead and lead.name in _LISTS:  # is text, however short
        head = Head()
    else:
        head, bare = take_head(bare)
    left = "".join(_kept(blocks, bare))
    # The title of a page without words makes no story.
    named = page if left else [one for one in page if one[0] != "title"]
    headlines = [("title", block.line) for block in blocks[:_HEAD] if block.name == "h1"]
    whole = Head((*dress, *held, *stated, *head.values, *headlines, *named))
    return whole, Text(value=left, type="html") if left else None


def _agreed(root: Node) -> tuple[str | None, bool]:
    """The headline of a saved page: the only one of its first headings that its title begins with, before the site's
    name, or that it tells networks; and whether it does. A title alone may be the site's.
    """
    metas = (one for one in within(root, "meta") if attribute(one, "property") == "og:title")
    shared = [tokens(attribute(one, "content") or "") for one in islice(metas, 1)]
    titles = [*shared, tokens(words(first(root, "head", "title")) or "")]
    said_first = filter(None, map(words, islice(within(root, "h1"), _MOST_TIMES)))
    headings = {said: tokens(said) for said in said_first}
    found = [
        (said, any(title[: len(told)] == told for title in shared))
        for said, told in headings.items()
        if len(told) >= _FEWEST and any(title[: len(told)] == told for title in titles)
    ]
    return found[0] if len(found) == 1 else (None, False)


def _below_menus(blocks: list[_Block], headline: str | None) -> list[_Block]:
    """The blocks from a headline on that stands below more of them than a head has; none where it does not."""
    places = (n for n, one in enumerate(blocks) if one.name == "h1" and one.line == headline)
    at = next(places, 0)
    return blocks[at:] if at > _HEAD else []


def _with_whole_dateline(blocks: list[_Block]) -> list[_Block]:
    """The blocks with a dateline that stands in two paragraphs in the second of them."""
    for at, (one, other) in enumerate(pairwise(blocks[:_WITHIN])):
        if one.name == other.name == "p" and are_halves(one.line, other.line):
            opened = other.html.index(">") + 1
            html = f"{other.html[:opened]}{escape(one.line, quote=False)} {other.html[opened:].lstrip()}"
            whole = _Block("p", f"{one.line} {other.line}", html)
            return [*blocks[:at], whole, *blocks[at + 2 :]]
    return blocks


def _headed(blocks: list[_Block], lead: _Block, bare: str) -> tuple[Head, str]:
    """The headline of a text that headings open, and the rest; a smaller one right above it names its rubric."""
    rest = bare.partition("\n")[2].lstrip("\n")
    line = rest.partition("\n")[0]
    if lead.name != "h1" and ("h1", line) in {(block.name, block.line) for block in blocks}:
        return Head((("title", line), ("category", lead.line))), rest.partition("\n")[2]
    return Head((("title", lead.line),)), rest


def _held(root: Node) -> Values:
    """The embargo that one of the first lines names, wherever it stands: beside the article, in a block of several."""
    unread = ("script", "style", "template", "noscript", *_MENUS)
    etree.strip_elements(root, *unread, with_tail=False)
    lines = [*_lines(root)]
    first_lines = [*lines[: head_lines(lines, _WITHIN) + 1], ""]
    for number, (line, below) in enumerate(pairwise(first_lines)):
        until = embargo_on(line, below)
        if until or (until is not None and not is_heading(line, first_lines[:number])):
            return [("embargo", until)]
    return []


def _tree(markup: str) -> Node:
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    clean, _ = legal(markup)
    try:
        found: Node | None = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        found = None
    return etree.Element("html") if found is None else found  # a comment alone is no element


def _story(root: Node, *, page: bool) -> Node:
    """The one article of a page, else all of it, without what is no text. What an article has beside or below its
    text is of it as long as it leads nowhere.
    """
    etree.strip_elements(root, *_NO_TEXT, with_tail=False)
    articles = [*within(root, "article")] or [*within(root, "main")]
    story = articles[0] if len(articles) == 1 else root
    for beside in [one for called in _BESIDE for one in within(story, called)]:
        if (page and story is root) or next(within(beside, "a"), None) is not None:
            beside.tag = "template"
    etree.strip_elements(story, "template", with_tail=False)
    return story


def _named(root: Node) -> Iterator[tuple[str, str]]:
    """What the head of a page says of its story."""
    dates: list[tuple[str, str]] = []
    for meta in within(root, "meta"):
        name, value = attribute(meta, "property", "name", "itemprop"), attribute(meta, "content")
        called = (name or "").lower()
        if value and _PUBLISHED.fullmatch(called):
            dates.append((called, value))
        elif value and _CHANGED.fullmatch(called):
            yield "updated", value
        elif name and value and name.lower() in _OF_HEAD and "://" not in value:
            yield _OF_HEAD[name.lower()], value
        elif name and _EMBARGO.fullmatch(name) and (value or "0").lower() not in _UNSET:
            yield "embargo", value or ""
    # When it was created is said where nothing says when it was published.
    yield from (("date", value) for _, value in sorted(dates, key=lambda one: "pub" not in one[0]))
    for link in within(root, "link"):
        if attribute(link, "rel") == "canonical" and (href := attribute(link, "href")):
            yield "link", href
    if published := next(filter(None, map(_time, islice(within(root, "time"), _MOST_TIMES))), None):
        yield "date", published
    if language := attribute(root, "lang"):
        yield "language", language
    if title := words(first(root, "head", "title")):  # where nothing else is its headline
        yield "title", title


def _of_page(root: Node) -> Values:
    """What a page says of its story: its head, and JSON-LD of what the head says nothing of. The title that this names
    is the story's, which the head's has its site's name beside.
    """
    page = [*_named(root)]
    known = {called for called, _ in page} - {"title"}
    return [*(one for one in linked_data(root) if one[0] not in known), *page]


def _time(node: Node) -> str | None:
    """When it was published, by an element that stands beside the text: in a sentence it is another time."""
    around = node.getparent()
    told = around is not None and name(around) in _BLOCKS | {"li", "td"}
    said = (words(around) or "") if told else ""
    if len(said) > _LONGEST_MARK or said.endswith((".", "!", "?")):
        return None
    return attribute(node, "datetime")


def _blocks(node: Node, depth: int = 0) -> Iterator[_Block]:
    """The blocks within, in order; what stands between them makes paragraphs."""
    run = [escape(node.text or "", quote=False)]
    for child in node:
        called = name(child)
        own = called in _BLOCKS or called in _HEADINGS or depth > _DEEPEST
        if own or any(name(one) in _PARTING for one in child.iterdescendants()):
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
    for part in filter(str.strip, _BREAKS.split("".join(run))):
        lines = [*_lines(_tree(f"<p>{part}</p>"))]
        if lines or "<img" in part:
            yield _Block("p", _line(lines, several=len(lines) > 1), f"<p>{part.strip()}</p>")


def _block(node: Node) -> _Block:
    called, lines = name(node), [*_lines(node)]
    several = called in _SEVERAL or (called not in _HEADINGS and len(lines) > 1)
    return _Block(called, _line(lines, several=several), _markup(node))


def _line(lines: list[str], *, several: bool) -> str:
    if len(lines) > 1 and are_names(lines):  # a head, its lines parted by breaks
        return "\n".join(lines)
    said = " ".join(lines)
    return f"x {said}." if several and embargo_in(said) is not None else said


def _lines(node: Node) -> Iterator[str]:
    """The lines within that say something, as they show."""
    lines = "".join(_shown(node)).split("\n")
    return (said for line in lines if (said := " ".join(line.split())))


def _shown(node: Node) -> Iterator[str]:
    written = 0  # elements around whose line ends are meant
    for event, part in etree.iterwalk(node, events=("start", "end")):
        called = name(part)
        if called in _ON_LINES or called in _BLOCKS or called in _HEADINGS:
            yield "\n"
        written += (called == "pre") * (1 if event == "start" else -1)
        text = part.text if event == "start" else part.tail if part is not node else None
        yield (text or "") if written else (text or "").replace("\n", " ")


def _markup(node: Node) -> str:
    return etree.tostring(node, encoding="unicode", method="html", with_tail=False)


def _kept(blocks: list[_Block], body: str) -> Iterator[str]:
    """The HTML of what the head and the foot left, in order; of a line that they left a part of, its words."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        places[block.line.partition("\n")[0]].append(number)
    left = [line for line in body.split("\n") if line]
    at = read = 0
    while read < len(left):
        found = places.get(left[read], [])
        following = bisect_left(found, at)
        here = found[following] if following < len(found) else None
        of_it = [] if here is None else blocks[here].line.split("\n")
        if here is None or left[read : read + len(of_it)] != of_it:
            yield f"<p>{escape(left[read], quote=False)}</p>"
            read += 1
            continue
        yield from _wordless(blocks[at:here])
        yield blocks[here].html
        at, read = here + 1, read + len(of_it)
    yield from _wordless(blocks[at:])


def _wordless(blocks: list[_Block]) -> Iterator[str]:
    """The pictures among blocks."""
    return (one.html for one in blocks if not one.line and "<img" in one.html)
