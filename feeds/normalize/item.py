"""An entry as received to an item as we hold it. Never raises: what can't be had is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import lru_cache
from hashlib import blake2b

from feeds.model.atom import Category, Enclosure, FeedMeta, Person, Text
from feeds.model.entry import Entry
from feeds.model.item import (
    FURTHER_NOTICE,
    Credit,
    DateSource,
    Item,
    guid_key,
    item_id,
    link_key,
    text_key,
)
from feeds.model.poll import Source
from feeds.normalize import agencies, html
from feeds.normalize.boilerplate import strip_tails
from feeds.normalize.credit import Credited, credited_to, take_credit
from feeds.normalize.date_convention import NO_CONVENTION, Convention
from feeds.normalize.dates import parse_date
from feeds.normalize.embeds import embeds
from feeds.normalize.headline import headline, own_title, without_title
from feeds.normalize.language import code, language_of
from feeds.normalize.management import management
from feeds.normalize.mended import EMPTY_LINES, as_markup, is_markup, mended, unwrapped, with_points
from feeds.normalize.named import alternative, called
from feeds.normalize.pages import guid_of, page_of, pages_named
from feeds.normalize.people import people_of
from feeds.normalize.reprinted import fields_of
from feeds.normalize.shortcodes import without_shortcodes
from feeds.normalize.url import NOTHING, absolute, canonical
from feeds.normalize.wrapped import unwrapped_lines, unwrapped_text
from feeds.text import words

_LONGEST_NAME = 512  # characters, as for every bound here
_MOST_PLACES = 20
_MOST_NAMES = 20
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
# As programs print them: a rubric may be called None, or NA.
_NO_TERM = re.compile(r"null|undefined|\[object Object\]")
_TOLD = 20  # words below a caption that are a text, however long it is
_SHORT = 60  # words; a bare summary under this is taken for a teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the entries of one document have in common: the ``source``, what the feed says of itself (``meta``), its
    address or the file's name (``location``), and how it writes dates that can be read in more ways than one.
    ``written`` is when it was, if it is a file: by that go its dates without a year.
    """

    source: Source
    meta: FeedMeta
    location: str | None
    first_seen: datetime
    seen_after: datetime | None
    convention: Convention = NO_CONVENTION
    written: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    html: str
    credited: Credited
    authors: tuple[Person, ...]
    teaser: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """The words of an entry, which its language is told by."""

    title: str
    derived: bool
    body: _Body


def normalize_all(entries: Sequence[Entry], given: Circumstances) -> tuple[Item, ...]:
    """The items that the entries of a document make, in the same order.

    Of all of them the words are had first, then the languages told: the model that tells them has tables which a
    processor finds twice as fast where it has just looked things up in them.
    """
    drafts = [_draft(entry, given) for entry in entries]
    spoken = [
        _language(
            given.source,
            f"{draft.title}\n{draft.body.credited.text}",
            entry.lang or given.meta.lang,
        )
        for entry, draft in zip(entries, drafts, strict=True)
    ]
    return tuple(
        _item(entry, draft, language, given)
        for entry, draft, language in zip(entries, drafts, spoken, strict=True)
    )


def _draft(entry: Entry, given: Circumstances) -> _Draft:
    bases = _bases(entry, given.meta, given.location)
    own = own_title(entry)
    said = given.source.language or entry.lang or given.meta.lang
    body = _body(entry, bases, given, own, code(said))
    title = own or alternative(entry.title) or headline(body.credited.text)
    return _Draft(title=title, derived=not own, body=body)


def _item(
    entry: Entry,
    draft: _Draft,
    spoken: tuple[str | None, float | None],
    given: Circumstances,
) -> Item:
    source, meta, location = given.source, given.meta, given.location
    first_seen, convention = given.first_seen, given.convention
    bases = _bases(entry, meta, location)
    title, derived, body = draft.title, draft.derived, draft.body
    language, confidence = spoken
    link = page_of(entry, bases, language)
    guid = guid_of(entry)
    files = _enclosures((*entry.enclosures, *_embedded(entry)), bases)
    title = title or called((link, *(one.href for one in files)), guid, body.html)
    same_page = canonical(link)
    digest = _digest(title if not derived else "", body.credited.text)
    key = guid_key(guid) if guid else link_key(same_page) if same_page else text_key(digest)
    published, date_source = _published(entry, body.credited, first_seen, convention)
    managed = management(entry, first_seen, given.written)
    if published and managed.embargo and managed.embargo != FURTHER_NOTICE:
        published = max(published, managed.embargo)  # what nobody may see is not published
    return Item(
        id=item_id(source.name, key),
        source=source.name,
        key=key,
        guid=guid,
        link=link,
        canonical=same_page,
        title=title,
        title_derived=derived,
        html=body.html,
        text=body.credited.text,
        teaser=body.teaser or entry.broken_off,
        broken_off=entry.broken_off,
        published=published,
        published_raw=_raw(entry.published or entry.updated),
        date_source=date_source,
        updated=parse_date(entry.updated, now=first_seen, convention=convention),
        updated_raw=_raw(entry.updated),
        first_seen=first_seen,
        seen_after=given.seen_after,
        credit=_credit(body.credited.credit, source, entry),
        language=language,
        language_confidence=confidence,
        authors=body.authors,
        categories=_categories(entry.categories),
        enclosures=files,
        where=entry.where[:_MOST_PLACES],
        rights=_name(entry.rights),
        origin=_origin(entry, meta, source, location),
        management=managed,
        digest=digest,
    )


def _body(
    entry: Entry,
    bases: tuple[str | None, ...],
    given: Circumstances,
    title: str,
    said: str | None,
) -> _Body:
    """The longer of content and summary is the text; it is a teaser when it is cut, or when the
    source gave nothing but a short summary. A first line that is the title again is no part of it.
    ``said`` is the language that it is said to be in.
    """
    now, convention, outlet = given.first_seen, given.convention, given.meta.title
    base = next((b for b in bases if b and b.startswith("http")), None)
    content = _read(entry.content, base, title)
    # Words never outgrow their markup: a summary shorter than the content's words is not the text.
    brief = entry.summary is not None and len(entry.summary.value) < len(content[1])
    summary = ("", "") if brief else _read(entry.summary, base, title)
    # Markup that shows in one of them, escaped twice, makes it no longer.
    # Where neither has words, a picture is more than nothing.
    markup, text = max(
        content, summary, key=lambda pair: (html.length_without_tags(pair[1]), bool(pair[0]))
    )
    stated = (
        parse_date(r, now=now, convention=convention) for r in (entry.published, entry.updated)
    )
    near = next(filter(None, stated), given.written)
    people = people_of(entry.authors, bases, said)
    taken_from = entry.source.title if entry.source else None
    text = without_title(text, title, taken_from, listed=markup.startswith("<ol>"))
    fields = fields_of(
        (one.name for one in (*people, *entry.authors[:_MOST_NAMES])),  # nobody's account, too
        near,
        now=now,
        rubrics=(one.label or one.term for one in entry.categories),
        title=title,
        outlet=outlet,
        pages=pages_named(entry, bases) if "://" in text else (),
    )
    text, cut = strip_tails(text, fields, html.code_lines(markup), html.linked_lines(markup))
    credited = take_credit(text, () if entry.authors_inherited else people, now=now, near=near)
    if entry.authors_inherited:
        # A feed's author stands for who is not named: not for the agency or the byline in the text.
        named = credited.credit.byline or credited.credit.agency
        people = () if named else people
        credited = credited_to(people, credited)
    bare = markup == summary[0]  # nothing more than a summary was given
    short = bare and not entry.wire and len(credited.text.split()) < _SHORT
    return _Body(
        html=html.without_heading(_without(markup, credited), title),
        credited=credited,
        authors=people,
        teaser=cut or short,
    )


def _without(markup: str, credited: Credited) -> str:
    """The HTML without the credit line at its end; a dateline stays, as agencies print it."""
    line = credited.credit.credit_line
    return html.without_end(markup, line) if line else markup


def _read(value: Text | None, base: str | None, title: str) -> tuple[str, str]:
    """Safe HTML and plain text of a text construct, that without a heading that repeats the title."""
    if value is None or NOTHING.fullmatch(value.value.strip()):
        return "", ""
    if "[" in value.value:
        value = replace(value, value=with_points(without_shortcodes(value.value)))
    if value.type == "text" and not is_markup(value.value):
        lines = unwrapped_text(html.clean_text(unwrapped(value.value)), title).split("\n")
        text = "\n".join(" ".join(line.split()) for line in lines if line.strip())
        return html.paragraphs(text), text
    said = as_markup(value.value) if value.type == "text" else value.value
    safe = html.sanitize(mended(said), base)
    if "<" not in safe:  # bare text that was declared HTML: empty lines part paragraphs
        safe = unwrapped_text(safe, title)
        parts = (part.strip() for part in EMPTY_LINES.split(safe))
        return "".join(f"<p>{part}</p>" for part in parts if part), html.plain(safe)
    return safe, _below_caption(html.without_heading(unwrapped_lines(safe, title), title))


def _below_caption(safe: str) -> str:
    """The text of sanitized HTML: the caption of a picture above it is none of it, unless it is all there is but
    for the likes of “Read more” or who took the picture.
    """
    below, text = html.below_figure(safe), html.plain(safe)
    if not html.has_words(safe.removesuffix(below)):
        return text
    told = html.plain(below) if below else ""
    count = len(strip_tails(told)[0].split())
    return told if count >= min(len(text.split()) - count, _TOLD) else text


def _digest(title: str, text: str) -> str:
    folded = " ".join([*words(title), "\n", *words(text)])
    return blake2b(folded.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _published(
    entry: Entry, credited: Credited, now: datetime, convention: Convention
) -> tuple[datetime | None, DateSource]:
    """The time the source states, and where; credits serve when the fields fail."""
    fields: tuple[tuple[str | None, DateSource], ...] = (
        (entry.published, "published"),
        (entry.updated, "updated"),
    )
    for raw, found_in in fields:
        moment = parse_date(raw, now=now, convention=convention)
        if moment is not None:
            return moment, found_in
    if credited.day is not None:
        dateline = credited.credit.dateline
        from_head = dateline is not None and dateline.date == credited.day
        midnight = datetime.combine(credited.day, time(), UTC)
        return midnight, "dateline" if from_head else "credit"
    return None, "first-seen"


def _language(source: Source, sample: str, declared: str | None) -> tuple[str | None, float | None]:
    """The language and how sure it is; what an editor configured is certain."""
    configured = code(source.language)
    return (configured, 1.0) if configured else language_of(sample, source.language or declared)


def _credit(credit: Credit, source: Source, entry: Entry) -> Credit:
    """The credit, with the agency of the format's own credit line, else the one that the entry says it was taken from,
    else of the source, where the text names no other.
    """
    line = entry.credit
    stated = agencies.find(line) or agencies.find(re.split(r"[/,;]", line)[0]) if line else None
    taken_from = agencies.titled(entry.source.title) if entry.source else None
    # An operator may write any of its names, as credits do.
    configured = (agencies.find(source.agency) or source.agency) if source.agency else None
    agency = credit.agency or stated or taken_from or configured
    return replace(credit, agency=agency, own=agency is not None and agency == configured)


def _categories(categories: tuple[Category, ...]) -> tuple[Category, ...]:
    terms = {html.one_line(c.term, _LONGEST_NAME): c for c in reversed(categories[:50])}
    return tuple(
        Category(term=term, scheme=_name(c.scheme), label=_name(c.label))
        for term, c in reversed(terms.items())
        if term and not _NO_TERM.fullmatch(term)
    )


def _raw(value: str | None) -> str | None:
    """A date's own string, as it came but for what no date needs of it."""
    return value[:_LONGEST_NAME] if value else None


def _name(value: str | None) -> str | None:
    return html.one_line(value, _LONGEST_NAME) or None if value else None


def _embedded(entry: Entry) -> tuple[Enclosure, ...]:
    texts = [text for text in (entry.content, entry.summary) if text and text.type == "html"]
    return tuple(one for text in texts for one in embeds(text.value))


def _enclosures(
    enclosures: tuple[Enclosure, ...], bases: tuple[str | None, ...]
) -> tuple[Enclosure, ...]:
    found = {}
    for enclosure in enclosures[:20]:
        href = absolute(enclosure.href, *bases)
        if href:
            media = enclosure.type or ""
            known = media if _MEDIA_TYPE.fullmatch(media) else None
            found[href] = Enclosure(href=href, type=known, length=enclosure.length)
    return tuple(found.values())


def _bases(entry: Entry, meta: FeedMeta, location: str | None) -> tuple[str | None, ...]:
    """What relative addresses resolve against, the nearest first.

    The feed's own address goes without its query, which may hold a key: a link to nothing (`#top`) leads there.
    """
    return (entry.base, meta.link, location.partition("?")[0] if location else None)


def _origin(entry: Entry, meta: FeedMeta, source: Source, location: str | None) -> FeedMeta:
    """The feed it came from, or the one that the entry says it was taken from."""
    own = entry.source or meta
    address = own.self_link or (source.url if own is meta else None)
    # Its authors are not asked for, and to look a thousand up for each entry would take minutes.
    return _feed(replace(own, authors=()), address, source.name, location)


@lru_cache(maxsize=8)  # most entries of a document come from one feed
def _feed(own: FeedMeta, address: str | None, name: str, location: str | None) -> FeedMeta:
    # The address of a feed that a password opens is nobody's to know, not even without it.
    closed = "@" in (address or "").partition("//")[2].partition("/")[0]
    return FeedMeta(
        id=_name(own.id),
        title=html.one_line(own.title, _LONGEST_NAME) or name,
        link=absolute(own.link, location),
        self_link=None if closed else absolute(address, location),
        updated=_name(own.updated),
        lang=code(own.lang),
        rights=_name(own.rights),
    )
