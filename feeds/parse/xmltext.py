"""An XML feed's text made ready for a parser: what stands before the feed, and what broke it.

``prepare`` is done to every document, ``repair`` only to one that is not well-formed. Both are
plain rewriting, linear in the text's length.
"""

from __future__ import annotations

import html.entities
import re
from dataclasses import dataclass

from feeds.parse.characters import POINTS, legal, legal_references, plural

_DECLARATION = re.compile(r"<\?xml\b[^>]*>", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(r"<[A-Za-z_]")
_FEED = re.compile(
    r"<\?xml\b|<(?:!DOCTYPE\s+(?!html)|rss\b|feed\b|[\w-]+:(?:RDF|rss|feed)(?=[\s>]))",
    re.IGNORECASE,
)
_NOISE = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_ENTITY = re.compile(
    r"<!ENTITY\s{1,20}([\w.-]{1,64})\s{1,20}(?:\"([^\"&%<]{0,400})\"|'([^'&%<]{0,400})')"
)
_REFERENCE = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};)(#?[\w.-]{0,64})(;?)")
# A sign, not a tag: before any ">" another tag begins, or one that is escaped. A name of a feed's own elements is a tag
# that lost its end.
_SIGN = re.compile(
    r"<(?=\?[^<>]*<|(?!/|!|(?:item|entry|channel|feed|rss|title|link|guid|id|description|summary|content|author"
    r"|category|pubDate|published|updated|[\w-]{1,40}:[A-Za-z])\b)[^<>\"'=&]*(?:&(?!lt;)[^<>\"'=&]*)*(?:<|&lt;))"
)
_LONGEST_REFERENCE = 10  # characters
# What is left of one at the very end of a document that breaks off.
_CUT_REFERENCE = re.compile(
    r"&(?:#\d{0,6}|#[xX][\da-fA-F]{0,5}|a|am|amp|ap|apo|apos|l|lt|g|gt|q|qu|quo|quot)?\Z"
)
_LITERAL = re.compile(r"<!\[CDATA\[|<!--")
_LITERAL_END = {"<![CDATA[": "]]>", "<!--": "-->"}
_MISSPELLED = re.compile(
    r"<! ?\[(?!(?-i:CDATA\[)) ?cdata ?\[|<! \[CDATA\[|<\[CDATA\[", re.IGNORECASE
)
# Where CDATA that was never closed should have been: at the end of a text element, before the next entry.
_NEXT_ENTRY = re.compile(r"</(?:item|entry)>\s*<(?:item|entry)[\s>]")
_TEXT_END = re.compile(r"</(?:title|description|summary|content|content:encoded|dc:description)>")
_OPENED = re.compile(r"<([A-Za-z][\w:]*)[^<>]*>[^<>]*$")
_LONGEST_TAG = 300
_NO_ROOT = re.compile(r"<(item|entry)[\s/>]")
_ROOTS = {"item": ("<rss><channel>", "</channel></rss>"), "entry": ("<feed>", "</feed>")}
_UNCLOSED_LIMIT = 100
_XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PREFIX = re.compile(
    r"</?([A-Za-z_][\w.-]{0,40}):[A-Za-z_]|\s([A-Za-z_][\w.-]{0,40}):[\w.-]{1,40}\s?="
)
_DECLARES = re.compile(r"\bxmlns:([\w.-]{1,40})\s?=")
_ENTITY_LIMIT = 200

# Where undeclared prefixes lead: the names that everybody means by them.
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """Text to parse, the document's own simple entities, whether Netscape's DTD was named."""

    text: str
    entities: dict[str, str]
    netscape: bool
    problems: tuple[str, ...]


def prepare(text: str) -> Prepared:
    """From the first element on, without declaration, document type and illegal characters.

    The document type goes because its entities are how XML bombs and stolen files come in; those
    that stand for plain text are kept and put in by :func:`repair` where they are used.
    """
    problems: list[str] = []
    text, illegal = legal(text.replace("\x85", POINTS))
    text, references = legal_references(text)
    if illegal + references:
        problems.append(f"{plural(illegal + references, 'character')} that XML forbids removed")
    body = _without_junk(text, problems)
    if "&" in body[-_LONGEST_REFERENCE:]:
        body = body[:-_LONGEST_REFERENCE] + _CUT_REFERENCE.sub("", body[-_LONGEST_REFERENCE:])
    head_end = _head_end(body)
    head = body[:head_end]
    entities = {match[1]: match[2] or match[3] or "" for match in _ENTITY.finditer(head[:100_000])}
    kept = dict(list(entities.items())[:_ENTITY_LIMIT])
    return Prepared(body[head_end:], kept, "netscape" in head.lower(), tuple(problems))


def _without_junk(text: str, problems: list[str]) -> str:
    """From the declaration on: anything before it makes a document no XML at all."""
    noise = _NOISE.match(text)
    blank = noise.end() if noise else 0
    first = _FEED.search(text, 0)
    if first is None or first.start() <= blank:
        start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
        if start and _DECLARATION.match(text, start):
            problems.append("white space before the XML declaration removed")
        return text[start:]
    start = first.start()
    # An element that is no part of a feed's head stands first: what a script printed, or a root
    # that only looks unlike a feed's. It is junk if the declaration comes after it.
    if _FIRST_ELEMENT.match(text, blank) and not _DECLARATION.match(text, start):
        root = text[blank : blank + 40].lower()
        if not any(name in root for name in ("<br", "<b>", "<p", "<div", "<html", "<script")):
            return text[blank:]
    problems.append(f"{plural(start, 'character')} before the feed removed")
    return text[start:]


def _head_end(text: str) -> int:
    """Where the first element starts, past declaration, instructions, comments and document type."""
    position = 0
    while True:
        noise = _NOISE.match(text, position)
        position = noise.end() if noise else position
        if not _DOCTYPE.match(text, position):
            return position
        position = _doctype_end(text, position)


def _doctype_end(text: str, start: int) -> int:
    """Past the document type at ``start``, its internal subset in brackets included."""
    close, bracket = text.find(">", start), text.find("[", start)
    if bracket != -1 and bracket < close:
        subset = re.compile(r"\]\s*>").search(text, bracket)
        close = subset.end() - 1 if subset else -1
    return close + 1 if close != -1 else len(text)


def repair(prepared: Prepared) -> tuple[str, tuple[str, ...]]:
    """The text with bare ampersands escaped, named entities put in and prefixes declared.

    CDATA and comments stay as they are. Returns the text and what was done, in sentences; no
    sentence, nothing changed.

    >>> repair(prepare("<rss><title>R&D caf&eacute;</title></rss>"))[0]
    '<rss><title>R&amp;D caf&#233;</title></rss>'
    """
    counts = {"entity": 0, "bare": 0}

    def put(match: re.Match[str]) -> str:
        name, end = match[1], match[2]
        if end and name in _XML_OWN:
            return match[0]
        if end and name in prepared.entities:
            return prepared.entities[name].replace("&", "&amp;").replace("<", "&lt;")
        code = html.entities.name2codepoint.get(name) if end else None
        counts["bare" if code is None else "entity"] += 1
        return f"&amp;{name}{end}" if code is None else f"&#{code};"

    spelled, misspelled = _spelled(prepared.text)
    closed, ends = _close_literals(spelled)
    parts = _split(closed)
    parts[::2] = [_REFERENCE.sub(put, part) if "&" in part else part for part in parts[::2]]
    done = []
    if misspelled:
        done.append(f"{plural(misspelled, 'section')} of misspelled CDATA mended")
    if ends:
        done.append(f"{plural(ends, 'section')} that had no end closed")
    if counts["entity"]:
        done.append(
            f"{plural(counts['entity'], 'reference')} to HTML entities, which XML does not know, put in"
        )
    if counts["bare"]:
        done.append(f"{plural(counts['bare'], 'bare ampersand')} escaped")
    text, prefixes = _declare("".join(parts), parts[::2])
    if prefixes:
        done.append(f"undeclared namespace {', '.join(prefixes)} declared")
    changed = text != prepared.text
    return text, tuple(done) or (("the document's own entities put in",) if changed else ())


def runs_on(data: bytes) -> bool:
    """Whether a section of CDATA lacks its end: the feed may be well-formed all the same, with the next entries as
    words of the one whose section goes on to the end of another's.
    """
    return data.count(b"<![CDATA[") > data.count(b"]]>")


def rooted(text: str) -> str | None:
    """Entries that stand one after the other in a feed that lacks; None where the text begins otherwise.

    >>> rooted("<item/><item/>")
    '<rss><channel><item/><item/></channel></rss>'
    """
    first = _NO_ROOT.match(text)
    before, after = _ROOTS[first[1]] if first else ("", "")
    return f"{before}{text}{after}" if first else None


def signs_escaped(text: str) -> str:
    """The text with ``&lt;`` for signs, which a lenient parser would take for tags with all that follows.

    >>> signs_escaped("<title>if a<b then stop</title>")
    '<title>if a&lt;b then stop</title>'
    """
    parts = _split(text)
    parts[::2] = [_SIGN.sub("&lt;", part) for part in parts[::2]]
    return "".join(parts)


def _spelled(text: str) -> tuple[str, int]:
    """The text with CDATA as XML spells it, and how often it was not; what stands within sections stays."""
    if not _MISSPELLED.search(text):
        return text, 0
    parts = _split(text)
    every = [_MISSPELLED.subn("<![CDATA[", part) for part in parts[::2]]
    parts[::2] = [part for part, _ in every]
    return "".join(parts), sum(count for _, count in every)


def _close_literals(text: str) -> tuple[str, int]:
    """The text with an end to each CDATA that goes on into the next entry or never ends, at the end of the element it
    began in, and without the beginnings of comments that never end; and how many there were.
    """
    pieces: list[str] = []
    position = kept = 0
    while len(pieces) < _UNCLOSED_LIMIT and (literal := _LITERAL.search(text, position)):
        end = text.find(_LITERAL_END[literal[0]], literal.end())
        comment = literal[0] == "<!--"
        if comment and end == -1:
            pieces.append(text[kept : literal.start()])
            position = kept = literal.end()
            continue
        inside = text[literal.end() : end if end != -1 else len(text)]
        closing = None if comment else _section_end(text, literal.start(), inside, end == -1)
        if closing is None:
            position = end + 3 if end != -1 else len(text)
            continue
        position = literal.end() + closing.start()
        pieces += [text[kept:position], "]]>"]
        kept = position
    ends = sum(piece == "]]>" for piece in pieces) or len(pieces)
    return "".join((*pieces, text[kept:])), ends


def _section_end(text: str, start: int, inside: str, open_end: bool) -> re.Match[str] | None:
    """Where a section of CDATA should have ended: with the element it is in, if it goes on into the next section or
    entry, or never ends; None where it may as well be meant.
    """
    next_entry = _NEXT_ENTRY.search(inside)
    if not (open_end or next_entry or "<![CDATA[" in inside):
        return None
    opened = _OPENED.search(text[max(start - _LONGEST_TAG, 0) : start])
    own = re.search(rf"</{opened[1]}>(?=\s*<)", inside) if opened else None
    return own or (_TEXT_END.search(inside) if next_entry else None)


def _split(text: str) -> list[str]:
    """Markup and literal parts (CDATA, comments) in turn, markup first.

    By searching for each end once: a pattern for both would look for an end that isn't there from
    every beginning anew, which takes minutes on a document of nothing but beginnings.
    """
    parts, position = [], 0
    while literal := _LITERAL.search(text, position):
        end = text.find(_LITERAL_END[literal[0]], literal.end())
        if end == -1:
            break
        end += len(_LITERAL_END[literal[0]])
        parts += [text[position : literal.start()], text[literal.start() : end]]
        position = end
    return [*parts, text[position:]]


def _declare(text: str, markup: list[str]) -> tuple[str, list[str]]:
    """The text with every prefix declared on its root that is used and declared nowhere."""
    used: set[str] = set()
    declared = {"xml", "xmlns"}
    for part in markup:
        used.update(first or second for first, second in _PREFIX.findall(part))
        declared.update(_DECLARES.findall(part))
    missing = sorted(used - declared)[:50]
    root = re.match(r"<[A-Za-z_][\w.:-]*", text)
    if not missing or root is None:
        return text, []
    added = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix.lower(), "urn:undeclared:" + prefix)}"'
        for prefix in missing
    )
    return text[: root.end()] + added + text[root.end() :], missing
