"""IPTC 7901, the wires' format of telex lines (1979, still sent): headed by control characters.

    SOH source and number, priority, category, words, more CR LF
    STX slugline, headline, text ETX time of transmission EOT

Messages may follow each other in one file. Whatever is left out or misplaced is done without: desks cut
these files by hand.
"""

from __future__ import annotations

import re

from feeds.errors import NotAFeed
from feeds.model.atom import Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.parse.characters import legal
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.wireabove import is_urgency
from feeds.parse.wiredress import sent_in, undress
from feeds.parse.wireentry import wire_entry
from feeds.parse.wirehead import Head, take_head
from feeds.parse.wirenotes import status_ordered
from feeds.parse.wiretext import paragraphs

_SOH, _STX, _ETX = "\x01", "\x02", "\x03"
_LINE_ENDS = re.compile("\r\r?\n|\r|\u2028|\u2029")
# afp0123 4 pol 0234 more: source, number, priority, category, words.
_HEADER = re.compile(
    r"\s*(?P<source>[^\W\d_]{0,8})[ -]?(?P<number>\d{0,6})(?:[ \t]+(?P<priority>[1-9busrd]))?"
    r"(?:[ \t]+(?P<category>[^\W\d_]{1,4}))?(?:[ \t]+(?P<words>\d{1,5}))?(?:[ \t]+(?P<more>[^\n]*))?\s*$",
    re.IGNORECASE,
)
# 071030 gmt mar 24: day, hour and minute, zone, month, year; the agency may stand before.
_SENT = re.compile(
    r"\s*(?:[^\W\d_]{2,8}[ \t]+)?(?P<d>\d{2})(?P<h>\d{2})(?P<mi>\d{2})[ \t]*(?P<z>[a-z]{1,5})?[ \t]+"
    r"(?P<mo>[^\W\d_]{3,10})\.?[ \t]+(?P<y>\d{4}|\d{2})\b",
    re.IGNORECASE,
)
# Maroc-port, BC-MAROC-PORT, Maroc/port: no sentence, its words joined. Not a headline in Chinese or Japanese.
_SLUG = re.compile(
    r"[^\s.]{2,}(?:[-/][^\s.]+)+(?: [^\s.]+){0,3}|(?!.*[\u3041-\u30ff\u3400-\u9fff]{5})[^\W\d_]{3,24}"
)
_KEYWORD = re.compile(r"[^\n]{2,60}")
_FILL = re.compile(r"[ \t]*[=<][ \t]*$", re.MULTILINE)  # how lines end on some wires
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read(received: Received) -> ParsedDocument:
    """The messages that the text holds; raises NotAFeed when none has words."""
    text = _LINE_ENDS.sub("\n", received.text.replace("\0", ""))  # what telex lines are filled with
    entries = [one for part in text.split(_SOH)[1:] if (one := _entry(part))]
    if not entries:
        raise NotAFeed("the document is IPTC 7901 without a text; a message was expected")
    told, over = bounded(entries)
    return ParsedDocument(
        kind="iptc7901",
        version="iptc7901",
        entries=tuple(told),
        problems=(*received.problems, *over),
    )


KIND = Kind(name="iptc7901", read=read, media_types=frozenset())


def _entry(message: str) -> Entry | None:
    """One message, from after its SOH."""
    header, parted, rest = message.partition(_STX)
    if not parted:
        header, _, rest = message.partition("\n")
    body, _, trailer = rest.partition(_ETX)
    first, _, keyword = _FILL.sub("", _CONTROL.sub("", header)).strip().partition("\n")
    found = _HEADER.match(first)
    about = found.groupdict() if found else {}
    # The keyword closes the header (IPTC 7901, 1.1), though many set it below STX.
    slug = keyword.strip() if parted and _KEYWORD.fullmatch(keyword.strip()) else None
    sent = _SENT.match(_CONTROL.sub("", trailer))
    head, words = _text(_FILL.sub("", _CONTROL.sub("", body)))
    line = _CONTROL.sub("", trailer).strip().partition("\n")[0]
    stated = sent_in(line) if sent is None else None
    values = [
        *_values(about, sent),
        *([("sent", stated)] if stated else []),
        *([("slug", slug)] if slug else []),
        *head.values,
    ]
    whole = Head(tuple(values))
    text = Text(value=words) if words else None
    return wire_entry(whole, text, None) if words or whole.title else None


def _text(body: str) -> tuple[Head, str]:
    """The slugline, where the first line is one, the headline and the text."""
    first, _, rest = body.strip("\n ").partition("\n")
    if rest.strip() and is_urgency(first):
        body = rest
        first, _, rest = body.strip("\n ").partition("\n")
    values: list[tuple[str, str]] = []
    ordered = status_ordered(first.strip()) is not None
    if rest.strip() and first[:1] != "^" and not ordered and _SLUG.fullmatch(first.strip()):
        values.append(("slug", first.strip().rstrip("/")))
        body = rest
    dress, bare = undress(legal(body)[0].lstrip("\n"))
    head, text = take_head(bare)
    # One word, or several, and no headline below.
    if values and head.title is None and (values[0][1].isalpha() or " " in values[0][1]):
        values = [("title", values[0][1])]
    return Head((*values, *dress, *head.values)), "\n\n".join(paragraphs(text))


def _values(about: dict[str, str | None], sent: re.Match[str] | None) -> list[tuple[str, str]]:
    """What header and trailer say, under the names of a head. The number begins anew each day, so
    that it is an identity only together with the day it was sent.
    """
    source, number, category = (about.get(key) or "" for key in ("source", "number", "category"))
    values = [("credit", source.upper())] if len(source) > 1 else []  # one letter is a circuit's
    values += [("category", category.lower())] if category else []
    if sent is None:
        return values
    day = f"{sent['d']} {sent['mo']} {sent['y']}"
    values.append(("date", f"{day} {sent['h']}:{sent['mi']} {sent['z'] or 'gmt'}"))
    if source and number:
        values.append(("id", f"{source}{number} {day}".lower()))
    return values
