"""Plain-text wire stories: one file, one story or several, with the heads that agencies give them.

A credit line at the foot stays in the text: taking credits apart is the next stage's. What may stand
at the head is told in :mod:`feeds.parse.wirehead`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from feeds.errors import NotAFeed
from feeds.model.atom import Text
from feeds.model.entry import ParsedDocument
from feeds.parse.characters import legal
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.looks import asks_password, html_page, is_article, opens_with_name
from feeds.parse.wireabove import opens_with_dateline
from feeds.parse.wiredress import undress
from feeds.parse.wireentry import wire_entry
from feeds.parse.wirehead import QUOTED, Head, take_head
from feeds.parse.wirehtml import from_html, from_markdown, is_html, is_markdown, preformatted
from feeds.parse.wiremail import from_mail
from feeds.parse.wiretext import paragraphs

# Stories in one file are kept apart by a rule, a form feed, or the end mark of telex days.
_BETWEEN = re.compile(
    r"\f|^[ \t]*(?:-{3,}|\*{3,}|={3,}|N{4})[ \t]*$|(?<=\S)[ \t]+N{4}[ \t]*$", re.MULTILINE
)
# An end mark does so only where a dateline follows: what goes on after one is most often the same story.
_ENDED = re.compile(r"(^[ \t]*(?:-{1,2}\s?30\s?-{1,2}|#\s?#\s?#|ENDS?)[ \t]*$)", re.MULTILINE)
_HEAD = 8  # lines
_HEADS = 5  # in a row without a text, as several systems each set one; all of them are read with what follows
# A headline, at the beginning or below what parts stories, that a line of its length underlines.
_UNDERLINED = re.compile(
    r"(?P<before>\A\s*|^[ \t]*(?:-{3,}|\*{3,}|={3,}|N{4})[ \t]*\n\s*)(?P<title>[^\s=*-][^\n]{4,120})\n"
    r"(?P<line>={5,}|-{5,})[ \t]*(?=\n)",
    re.MULTILINE,
)
_TAG = re.compile(r"<[^<>]*>")
_FEW_WORDS = 40
_RULES = ("-", "*", "=")
_SENTENCE_ENDS = '.!?…»”"'
_FEWEST = 4  # words of a brief
# What is said below a story of who made it, where to read on, and whose it is.
_NOTE = re.compile(
    r"contribu|report(?:ing|ed|s) (?:by|from)|\b(?:this|our) (?:report|story|article)|\bwriters?\b|\beditor|"
    r"\bedit(?:ing|ed) by|"
    r"correspondent|journalist|follow us|subscri|copyright|©|rights reserved|@|https?:|www\.|"
    r"rédact|redac|redaktion|mitarbeit|beigetragen|colabor|collabor|corresponsal|редак|корреспонд|تحرير|ساهم",
    re.IGNORECASE,
)
_CREDIT = 20  # characters of a last line that may be one, with a full stop
_LONGEST = 20_000  # characters of a story that goes on below a rule
_NEARLY = 2  # characters by which the two may differ
Story = tuple[Head, Text | None]
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")


def read(received: Received) -> ParsedDocument:
    """The stories that the text holds; raises NotAFeed when it holds no words."""
    text = from_mail(_LINE_ENDS.sub("\n", received.text))
    bare = text.lstrip("\ufeff \t\n")
    if marked_up := bare[:1] == "<" and not opens_with_name(bare):
        shown = preformatted(text)
        stories = _stories(shown) if shown else [from_html(text)]
        if asks_password(text) and all(_is_form(body) for _, body in stories):
            stories = stories if is_article(text) else []
    elif is_markdown(text, received.location):
        stories = [*from_markdown(text)]
    else:
        stories = _stories(text)
    stories = [story for story in stories if story[1] or story[0].title]
    if not stories and marked_up:
        raise NotAFeed(html_page(text))
    if not stories:
        raise NotAFeed("the document holds no words; a wire story was expected")
    stories, over = bounded(stories)
    base = received.location if "://" in (received.location or "") else None
    return ParsedDocument(
        kind="wire",
        version="wire",
        entries=tuple(wire_entry(head, body, base) for head, body in stories),
        problems=(*received.problems, *over),
    )


KIND = Kind(name="wire", read=read, media_types=frozenset({"text/plain"}))


def _stories(text: str) -> list[Story]:
    """Head and text of each story; a head alone between rules belongs to the text after it."""
    found: list[tuple[Story, list[Text]]] = []  # each with what goes on below rules
    waiting: deque[str] = deque(maxlen=_HEADS)
    for mark, part in _parts(text):
        clean, _ = legal(part)
        if not clean.strip():  # a row of marks is one, however long
            if waiting and not waiting[-1].endswith("\n\n"):
                waiting[-1] += "\n"
            continue
        dress, bare = undress("".join((*waiting, clean)))
        head, body = take_head(bare)
        inner, words = from_html(body) if is_html(body) else (Head(), _text(body))
        head = Head((*dress, *head.values, *inner.values))
        if head.values and not words:
            waiting.append(QUOTED.sub(r"\1\3", clean.strip("\n")) + "\n")
            continue
        waiting.clear()
        apart = head.values or mark[:1] not in _RULES
        if found and words and not apart and _goes_on(_joined(*found[-1]), words, mark):
            found[-1][1].append(words)
        elif words or head.title:
            found.append(((head, words), []))
    stories = [one for story, below in found for one in _told_apart(story, below)]
    head, _ = take_head(undress("".join(waiting))[1])
    return [*stories, (head, None)] if head.title else stories


def _told_apart(story: Story, below: list[Text]) -> list[Story]:
    """A story and what stands below it between rules: several where all of it is briefs, and none a note on it."""
    briefs = len(below) > 1 and _says_little(story[1])
    if briefs and all(map(_is_brief, below)):
        return [story, *((Head(), words) for words in below)]
    return [_joined(story, below)]


def _is_brief(words: Text) -> bool:
    """Whether a few words are sentences, and say nothing of who wrote what stands above them or where to read on."""
    said = words.value.strip()
    sentence = said[-1:] in _SENTENCE_ENDS and len(said.split()) >= _FEWEST
    return sentence and _says_little(words) and _NOTE.search(said) is None


def _goes_on(before: Story, words: Text, rule: str) -> bool:
    """Whether what stands below a rule is of the story above it, which has a beginning and lacks a credit's end: a few
    words; or any number below asterisks and a title, as a column's parts.
    """
    head, body = before
    if body is None or len(body.value) > _LONGEST or body.type != "text" or words.type != "text":
        return False
    begins = head.title is not None or opens_with_dateline(body.value)
    last = body.value.rpartition("\n")[2]
    ended = len(last) <= _CREDIT or last[-1] not in _SENTENCE_ENDS
    part = _says_little(words) or (rule[0] == "*" and head.title is not None)
    return begins and not ended and part and not opens_with_dateline(words.value)


def _joined(story: Story, below: list[Text]) -> Story:
    head, body = story
    if body is None or not below:
        return story
    return head, replace(body, value="\n\n".join([body.value, *(one.value for one in below)]))


def _is_form(body: Text | None) -> bool:
    """Whether a page's text is what stands around a form: little, and no dateline opens it."""
    bare = _TAG.sub(" ", body.value).strip() if body else ""
    return _says_little(body) and not opens_with_dateline(bare)


def _says_little(body: Text | None) -> bool:
    """Whether a text is too short for a story, as what stands around a form is."""
    return body is None or len(_TAG.sub(" ", body.value).split()) < _FEW_WORDS


def _set_off(found: re.Match[str]) -> str:
    """An underlined headline with a blank line instead, which parts it from its text."""
    if abs(len(found["title"].rstrip()) - len(found["line"])) > _NEARLY:
        return found[0]
    return f"{found['before']}{found['title']}\n"


def _text(body: str) -> Text | None:
    """The paragraphs below a head."""
    words = "\n\n".join(paragraphs(body))
    return Text(value=words) if words else None


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """What stands between the rules and end marks that part stories, each after the mark that it follows."""
    text = _UNDERLINED.sub(_set_off, text)
    mark, start = "", 0
    for between in (*_BETWEEN.finditer(text), None):
        part = text[start : between.start() if between else len(text)]
        first, *marked = _ENDED.split(part)
        whole = [first]
        for end, after in zip(marked[::2], marked[1::2], strict=True):
            lines = islice((line for line in after.split("\n") if line.strip()), _HEAD)
            if any(map(opens_with_dateline, lines)):
                yield mark, "".join(whole)
                whole, mark = [after], end
            else:
                whole += [end, after]
        yield mark, "".join(whole)
        if between:
            mark, start = between[0].strip(), between.end()
