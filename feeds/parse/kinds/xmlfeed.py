"""RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, through feedparser, whose only importer this is.

feedparser's parser classes are driven directly, not through ``feedparser.parse``: that opens files
and addresses, decides on encodings that are decided already, and leaves no way to keep ids raw. The
classes are its public ``StrictFeedParser`` and ``LooseFeedParser``; :mod:`feeds.parse.xmlrules` says
what is done otherwise. Their sanitizer and their resolving of links stay off: normalizing does both
in one pass. Strict first, without the entries that are known (:mod:`feeds.parse.known`); then strict again after
repairs; then each sound entry strictly and the others leniently (:mod:`feeds.parse.xmlpieces`); then all leniently,
which takes anything.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import compress, islice
from typing import Any
from xml.sax import SAXParseException, handler, xmlreader

from feedparser.api import LooseFeedParser, StrictFeedParser

from feeds.errors import NotAFeed
from feeds.model.entry import Entry, ParsedDocument
from feeds.parse.georss import Places
from feeds.parse.kind import ENTRY_LIMIT, Kind, Received, left_out
from feeds.parse.kinds.saxdriver import create_parser
from feeds.parse.known import Cut, cut
from feeds.parse.tombstones import without_taken_back
from feeds.parse.xmlentry import entry, says_something
from feeds.parse.xmllenient import LenientRules
from feeds.parse.xmlmedia import Media
from feeds.parse.xmlmeta import hints, meta
from feeds.parse.xmlnested import NAMESPACES
from feeds.parse.xmlpieces import pieces, without_half
from feeds.parse.xmlrules import Rules
from feeds.parse.xmlspared import Spared, needs_mapping
from feeds.parse.xmltext import Prepared, prepare, repair, rooted, runs_on, signs_escaped
from feeds.parse.xmlvalues import absolute, plain_dict
from feeds.parse.xmlwithin import Within

# feedparser fills a table of its own from the namespaces, once for all parsers.
_NAMED: dict[str, Any] = {
    "namespaces": {**StrictFeedParser.namespaces, **NAMESPACES},
    "_matchnamespaces": {},
}
_Strict: Any = type("_Strict", (Rules, Places, Media, Within, Spared, StrictFeedParser), {**_NAMED})
_Lenient: Any = type(
    "_Lenient", (LenientRules, Places, Media, Within, Spared, LooseFeedParser), {**_NAMED}
)


_ROOT = re.compile(r"<\?xml\b[^<>]{0,200}\?>\s*(?P<root><(?:rss|feed|rdf:RDF)\b)")
_MOST_ROOTS = 20
_MOST_OF_HEADS = 200_000  # characters of the head that broken entries are read behind
_MOST_BROKEN = 50  # entries: where more are, the feed is


@dataclass(frozen=True, slots=True)
class _Reading:
    """A parser that has read a document, and what stopped or hindered it."""

    parser: Any
    error: str | None = None
    problems: tuple[str, ...] = ()
    cut: Cut | None = None


def read(received: Received) -> ParsedDocument:
    """The feed that the text holds; raises NotAFeed when there is none in it."""
    prepared = prepare(received.text)
    location = absolute(received.location)
    # feedparser works out the base at every element once it has one, so only where it matters.
    base = location or "" if "xml:base" in prepared.text else ""
    reading = _read_unknown(prepared, base, received.known) or _read(prepared, base)
    parser = reading.parser
    version = "rss091n" if prepared.netscape and parser.version[:3] == "rss" else parser.version
    if not parser.entries and not (version and parser.feeddata):
        raise NotAFeed(
            "the document is XML without a feed's title or any entry; a feed was expected"
        )
    rss = not version.startswith("atom")
    found = parser.first_channel or plain_dict(parser.feeddata)
    feed = meta(found, location)
    # RSS has no rule for relative addresses; its writers mean the site's, Atom (RFC 4287) the feed's.
    site = (absolute(feed.link) if rss else None) or location
    every = [
        entry(one, rss=rss, base=site, location=location, authors=feed.authors)
        for one in parser.entries
    ]
    marks = reading.cut.left if reading.cut else ()
    said = [says_something(one) for one in every]
    entries, marks = tuple(compress(every, said)), tuple(compress(marks, said))
    if parser.taken_back:
        entries, marks = without_taken_back(entries, marks, parser.taken_back)
    return ParsedDocument(
        kind="xmlfeed",
        version=version or "rss",
        meta=feed,
        entries=entries,
        hints=hints(found, location, parser.skip_hours, parser.skip_days),
        problems=(
            *received.problems,
            *prepared.problems,
            *reading.problems,
            *_told(parser),
            *_empty([one for one, tells in zip(every, said, strict=True) if not tells]),
        ),
        marks=marks,
        passed=reading.cut.out if reading.cut else (),
    )


KIND = Kind(
    name="xmlfeed",
    read=read,
    media_types=frozenset(
        {
            *("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
            *("application/xml", "text/xml"),
        }
    ),
)


def _empty(left_out: Sequence[Entry]) -> tuple[str, ...]:
    count = sum(not one.broken_off for one in left_out)
    entries = "1 entry" if count == 1 else f"{count} entries"
    said = (f"{entries} without id, words, link or file left out",) if count else ()
    return said if count == len(left_out) else (*said, "the entry that breaks off left out")


def _read_unknown(prepared: Prepared, base: str, known: Set[bytes] | None) -> _Reading | None:
    """What is not known of a well-formed feed; None where only the whole will do."""
    found = None if known is None else cut(_encoded(prepared.text), known)
    if found is None or len(found.left) + len(found.out) > ENTRY_LIMIT or runs_on(found.data):
        return None
    reading = _strict(found.data, base)
    parser = reading.parser
    sound = reading.error is None and not _told(parser)
    # Where the two count otherwise, they don't mean the same by an entry.
    same = sound and len(parser.entries) == len(found.left)
    if not same or (found.out and not parser.feeddata):
        return None
    return _Reading(parser, cut=found)


def _read(prepared: Prepared, base: str) -> _Reading:
    """Strict, else strict after repairs, else lenient."""
    data = _encoded(prepared.text)
    first = _strict(data, base)
    if first.error is None and not runs_on(data):
        return first
    text, done = repair(prepared)
    told = (f"not well-formed XML ({first.error})", *done) if first.error else done
    second = _strict(_encoded(text), base) if done else first
    if second.error is None:
        return _Reading(second.parser, problems=told)
    if whole := rooted(text):
        third = _strict(_encoded(whole), base)
        if third.error is None:
            return _Reading(third.parser, problems=(*told, "entries without a feed around them"))
    if second.parser.closed and second.parser.entries:
        return _Reading(
            second.parser, problems=(*told, "what follows the feed's end was passed over")
        )
    if begun_anew := _begun_anew(text, base):
        return _Reading(begun_anew, problems=(*told, "a feed that breaks off was begun anew"))
    for whole in (prepared.text, text):
        if apart := _apart(replace(prepared, text=whole), base):
            return _Reading(apart.parser, problems=(*told, *apart.problems))
    last = _lenient(text, base, prepared.entities)
    stopped = f"; lenient reading stopped at {last.error}" if last.error else ""
    return _Reading(last.parser, problems=(*told, f"read leniently{stopped}"))


def _begun_anew(text: str, base: str) -> Any:
    """What has read the last feed of several, of which those before break off: a file that was written over one that
    was never finished; None where there is no such, or it isn't sound.
    """
    roots = [root.start("root") for root in islice(_ROOT.finditer(text, 1), _MOST_ROOTS)]
    if not roots:
        return None
    reading = _strict(_encoded(text[roots[-1] :]), base)
    return reading.parser if reading.error is None and reading.parser.entries else None


def _apart(prepared: Prepared, base: str) -> _Reading | None:
    """Sound entries strictly, the others leniently; None where they can't be told apart."""
    found = pieces(prepared.text, lambda entry: repair(replace(prepared, text=entry))[0])
    broken = [piece for piece in found.entries if not piece.sound] if found else []
    if found is None or len(broken) > _MOST_BROKEN or len(found.entries) > ENTRY_LIMIT:
        return None
    if len(broken) * len(found.head) > _MOST_OF_HEADS:
        return None
    sound = _strict(_encoded(found.sound), base)
    if sound.error or len(sound.parser.entries) != len(found.entries) - len(broken):
        return None
    strict = iter(sound.parser.entries)
    merged: list[Any] = []
    for number, piece in enumerate(found.entries, 1):
        if piece.sound:
            merged.append(next(strict))
        else:
            ends = number == len(found.entries) and without_half(prepared.text) is not None
            text = found.head + piece.text
            merged += _lenient(text, base, prepared.entities, ends=ends).parser.entries
    sound.parser.entries = merged
    many = "1 broken entry" if len(broken) == 1 else f"{len(broken)} broken entries"
    return _Reading(sound.parser, problems=(f"{many} read leniently",) if broken else ())


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _strict(data: bytes, base: str) -> _Reading:
    """By expat, which takes well-formed XML only; entities and outside documents are not followed."""
    parser = _Strict(base, None, "utf-8")
    parser.mapping = needs_mapping(data)
    _configure(parser)
    driver = create_parser()
    driver.setFeature(handler.feature_namespaces, True)
    driver.setFeature(handler.feature_external_ges, False)
    driver.setContentHandler(parser)
    driver.setErrorHandler(parser)
    source = xmlreader.InputSource()
    source.setByteStream(io.BytesIO(data))
    source.setEncoding("utf-8")
    try:
        driver.parse(source)
    except SAXParseException as error:
        place = f"line {error.getLineNumber()}, column {(error.getColumnNumber() or 0) + 1}"
        return _Reading(parser, error=f"{error.getMessage()} at {place}")
    except MemoryError:
        raise
    except Exception as error:
        # The standard driver splits names at any white space and hands on however many parts.
        return _Reading(parser, error=f"names that can't be told apart ({type(error).__name__})")
    return _Reading(parser)


def _lenient(text: str, base: str, entities: dict[str, str], *, ends: bool = True) -> _Reading:
    """By feedparser's parser of tag soup; should even that fail, up to there. ``ends``: the document ends with it."""
    parser = _Lenient(base, None, "utf-8", entities)
    _configure(parser)
    broken_off = without_half(text) if ends else None
    text = text if broken_off is None else broken_off
    try:
        parser.feed(signs_escaped(text) + _cut_cdata(text))
    except MemoryError:
        raise
    except Exception as error:  # third-party code on foreign bytes: whatever it raises is a fault
        parser.close_wrappers()
        return _Reading(parser, error=type(error).__name__)
    parser.finish()
    parser.close_wrappers()
    if broken_off is not None and parser.entries:
        parser.entries[-1]["dateline_broken_off"] = True
    return _Reading(parser)


def _cut_cdata(text: str) -> str:
    """The end that a document cut off in CDATA lacks; feedparser would drop what there is of it."""
    return "]]>" if text.rfind("<![CDATA[") > text.rfind("]]>") else ""


def _configure(parser: Any) -> None:
    parser.sanitize_html = False
    parser.resolve_relative_uris = False


def _told(parser: Any) -> tuple[str, ...]:
    """The sentences on entries and elements that were not taken."""
    deep = ("elements nested too deep were passed over",) if parser.deep else ()
    many = (left_out(parser.left_out),) if parser.left_out else ()
    return (*parser.faults, *deep, *many)
