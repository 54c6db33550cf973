"""Plain-text wire stories: one file, one story or several, with the heads that agencies give them.

A credit line at the foot stays in the text: taking credits apart is the next stage's. What may stand
at the head is told in :mod:`feeds.parse.wirehead`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from feeds.errors import NotAFeed
from feeds.model.atom import FeedMeta, Text
from feeds.model.entry import ParsedDocument
from feeds.model.poll import PollHints
from feeds.parse.characters import legal
from feeds.parse.kind import ENTRY_LIMIT, Kind, Received, left_out
from feeds.parse.looks import html_page
from feeds.parse.wireabove import opens_with_dateline
from feeds.parse.wiredress import undress
from feeds.parse.wireentry import wire_entry
from feeds.parse.wirehead import QUOTED, Head, take_head
from feeds.parse.wirehtml import from_html, from_markdown, is_html, is_markdown
from feeds.parse.wiretext import paragraphs

# Stories in one file are kept apart by a rule, a form feed, or the end mark of telex days.
_BETWEEN = re.compile(
    r"\f|^[ \t]*(?:-{3,}|\*{3,}|={3,}|N{4})[ \t]*$|(?<=\S)[ \t]+N{4}[ \t]*$", re.MULTILINE
)
# An end mark does so only where a dateline follows: what goes on after one is most often the same story.
_ENDED = re.compile(r"(^[ \t]*(?:-{1,2}\s?30\s?-{1,2}|#\s?#\s?#|ENDS?)[ \t]*$)", re.MULTILINE)
_HEAD = 8  # lines
# A headline, at the beginning or below what parts stories, that a line of its length underlines.
_UNDERLINED = re.compile(
    r"(?P<before>\A\s*|^[ \t]*(?:-{3,}|\*{3,}|={3,}|N{4})[ \t]*\n\s*)(?P<title>[^\s=*-][^\n]{4,120})\n"
    r"(?P<line>={5,}|-{5,})[ \t]*(?=\n)",
    re.MULTILINE,
)
_NEARLY = 2  # characters by which the two may differ
Story = tuple[Head, Text | None]
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")


def read(received: Received) -> ParsedDocument:
    """The stories that the text holds; raises NotAFeed when it holds no words."""
    text = _LINE_ENDS.sub("\n", received.text)
    if marked_up := text.lstrip("\ufeff \t\n")[:1] == "<":
        stories = [from_html(text)]
    elif is_markdown(text, received.location):
        stories = [*from_markdown(text)]
    else:
        stories = _stories(text)
    stories = [story for story in stories if story[1] or story[0].title]
    if not stories and marked_up:
        raise NotAFeed(html_page(text))
    if not stories:
        raise NotAFeed("the document holds no words; a wire story was expected")
    over = len(stories) - ENTRY_LIMIT
    base = received.location if "://" in (received.location or "") else None
    return ParsedDocument(
        kind="wire",
        version="wire",
        meta=FeedMeta(),
        entries=tuple(wire_entry(head, body, base) for head, body in stories[:ENTRY_LIMIT]),
        hints=PollHints(),
        problems=(*received.problems, *((left_out(over),) if over > 0 else ())),
    )


KIND = Kind(name="wire", read=read, media_types=frozenset({"text/plain"}))


def _stories(text: str) -> list[Story]:
    """Head and text of each story; a head alone between rules belongs to the text after it."""
    found: list[Story] = []
    waiting = ""
    for part in _parts(text):
        clean, _ = legal(part)
        dress, bare = undress(waiting + clean)
        head, body = take_head(bare)
        inner, words = from_html(body) if is_html(body) else (Head(), _text(body))
        head = Head((*dress, *head.values, *inner.values))
        if head.values and not words:
            waiting = waiting + QUOTED.sub(r"\1\3", clean.strip("\n")) + "\n"
            continue
        waiting = ""
        if words or head.title:
            found.append((head, words))
    head, _ = take_head(undress(waiting)[1])
    return [*found, (head, None)] if head.title else found


def _set_off(found: re.Match[str]) -> str:
    """An underlined headline with a blank line instead, which parts it from its text."""
    if abs(len(found["title"].rstrip()) - len(found["line"])) > _NEARLY:
        return found[0]
    return f"{found['before']}{found['title']}\n"


def _text(body: str) -> Text | None:
    """The paragraphs below a head."""
    words = "\n\n".join(paragraphs(body))
    return Text(value=words) if words else None


def _parts(text: str) -> Iterator[str]:
    """What stands between the rules and end marks that part stories."""
    for part in _BETWEEN.split(_UNDERLINED.sub(_set_off, text)):
        first, *marked = _ENDED.split(part)
        whole = [first]
        for mark, after in zip(marked[::2], marked[1::2], strict=True):
            lines = islice((line for line in after.split("\n") if line.strip()), _HEAD)
            if any(map(opens_with_dateline, lines)):
                yield "".join(whole)
                whole = [after]
            else:
                whole += [mark, after]
        yield "".join(whole)
