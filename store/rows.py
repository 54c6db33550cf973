"""Row ↔ model: how a value is laid out in its table. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields, is_dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import zstandard

from feeds.model.atom import Category, Enclosure, FeedMeta, Person
from feeds.model.geometry import Geometry
from feeds.model.item import Credit, Dateline, Item, Management, carried_at
from feeds.model.output import Document
from feeds.model.story import Copy, Story, Version
from feeds.model.topic import Hit

Row = Mapping[str, Any]
_LEVEL = 1  # the third takes a fourteenth less room, for half as much time again
_SPARSE = ("language_confidence", "updated_raw", "file")  # among the details where there is one
_DETAILS = frozenset(
    {
        *("credit", "authors", "categories", "enclosures", "where", "rights", "origin"),
        *("management", *_SPARSE),
    }
)
_ARRIVING = ("broken_off",)  # what is asked of an item as it arrives only
_ITEM_COLUMNS = tuple(f.name for f in fields(Item) if f.name not in (*_DETAILS, *_ARRIVING))


def _plain(value: Any) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if names := _names(value.__class__):  # as asdict does, without its copies
        return {name: getattr(value, name) for name in names}
    raise TypeError(f"{value!r} has no place in a row")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def dump(value: object) -> str:
    """JSON as it is stored: compact, keys in the order of the value."""
    return _encode(value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def item_row(item: Item) -> dict[str, Any]:
    """An item as a row of ``items``."""
    details: dict[str, object] = {
        "credit": item.credit,
        "authors": item.authors,
        "categories": item.categories,
        "enclosures": item.enclosures,
        "rights": item.rights,
        "origin": item.origin,
    }
    if item.management != Management():
        details["management"] = item.management
    for name in _SPARSE:
        if (value := getattr(item, name)) is not None:
            details[name] = value
    if item.where:
        details["where"] = item.where
    row = {name: getattr(item, name) for name in _ITEM_COLUMNS}
    return {
        **row,
        "agency": item.credit.agency,
        "words": item.words,
        "details": dump(details),
    }


def to_item(row: Row) -> Item:
    """The item a row of ``items`` holds."""
    return Item(**{name: row[name] for name in _ITEM_COLUMNS}, **_details(row["details"]))


@lru_cache(maxsize=256)  # many items of a source agree in all of this
def _details(stored: str) -> Mapping[str, Any]:
    """The fields of an item that are stored together."""
    raw = json.loads(stored)
    return {
        "credit": _credit(raw["credit"]),
        "authors": tuple(Person(**p) for p in raw["authors"]),
        "categories": tuple(Category(**c) for c in raw["categories"]),
        "enclosures": tuple(Enclosure(**e) for e in raw["enclosures"]),
        "where": tuple(map(_geometry, raw.get("where", ()))),
        "rights": raw["rights"],
        "origin": _meta(raw["origin"]),
        "management": _management(raw.get("management", {})),
        **{name: raw.get(name) for name in _SPARSE},
    }


def _credit(raw: dict[str, Any]) -> Credit:
    dateline = raw.pop("dateline")
    if dateline is not None:
        day = dateline.pop("date")
        dateline = Dateline(**dateline, date=date.fromisoformat(day) if day else None)
    return Credit(**raw, dateline=dateline)


def _management(raw: dict[str, Any]) -> Management:
    embargo = raw.pop("embargo", None)
    return Management(**raw, embargo=datetime.fromisoformat(embargo) if embargo else None)


def _geometry(raw: dict[str, Any]) -> Geometry:
    pairs = tuple((latitude, longitude) for latitude, longitude in raw["coordinates"])
    return Geometry(kind=raw["kind"], coordinates=pairs)


def _meta(raw: dict[str, Any]) -> FeedMeta:
    authors = tuple(Person(**p) for p in raw.pop("authors"))
    return FeedMeta(**raw, authors=authors)


def copy_row(story: str, copy: Copy) -> dict[str, Any]:
    """A copy as a row of ``copies``; the rest of it is its item's."""
    return {
        "item": copy.item,
        "story": story,
        "relation": copy.relation,
        "score": copy.score,
        "why": copy.why,
        "leads": copy.leads,
    }


def to_copy(row: Row) -> Copy:
    """The copy that a row of ``copies`` joined with the light columns of ``items`` holds."""
    return Copy(
        item=row["item"],
        source=row["source"],
        guid=row["guid"],
        link=row["link"],
        title=row["title"],
        published=row["published"],
        first_seen=row["first_seen"],
        seen_after=row["seen_after"],
        carried_at=carried_at(row["published"], row["first_seen"], row["seen_after"]),
        teaser=row["teaser"],
        agency=row["agency"],
        words=row["words"],
        relation=row["relation"],
        score=row["score"],
        why=row["why"],
        leads=row["leads"],
    )


def story_row(story: Story) -> dict[str, Any]:
    """A story's header as a row of ``stories``."""
    return {
        "id": story.id,
        "head": story.head.id,
        "first_carrier": story.first_carrier,
        "published": story.published,
        "updated": story.updated,
        "first_seen": story.first_seen,
        "version": story.version,
        "status": story.status,
    }


def to_story(row: Row, head: Item, carried: Iterable[Copy]) -> Story:
    """The story that a header, its head and its copies make."""
    return Story(
        id=row["id"],
        head=head,
        copies=in_order(carried),
        first_carrier=row["first_carrier"],
        published=row["published"],
        updated=row["updated"],
        first_seen=row["first_seen"],
        version=row["version"],
        status=row["status"],
    )


def in_order(carried: Iterable[Copy]) -> tuple[Copy, ...]:
    """A story's copies in order of arrival."""
    return tuple(sorted(carried, key=lambda c: (c.first_seen, c.carried_at, c.item)))


def version_row(story: str, version: Version) -> dict[str, Any]:
    """A version as a row of ``versions``."""
    return {"story": story, **{name: getattr(version, name) for name in _names(Version)}}


def to_version(row: Row) -> Version:
    """The version a row of ``versions`` holds."""
    return Version(**{f.name: row[f.name] for f in fields(Version)})


def dump_hits(hits: Iterable[Hit]) -> str:
    """Why a topic took a story, as stored."""
    # A weight of 1 goes without saying, as in rows written before there were weights.
    return dump([[*astuple(h)] if h.weight != 1 else [h.term, h.field, h.found] for h in hits])


def load_hits(text: str) -> tuple[Hit, ...]:
    """Why a topic took a story, from what is stored."""
    return tuple(
        Hit(term=term, field=field, found=found, weight=weight[0] if weight else 1.0)
        for term, field, found, *weight in json.loads(text)
    )


def document_row(document: Document) -> dict[str, Any]:
    """The row of ``documents`` that holds a document, its body packed (zstd, RFC 8878): feeds take a quarter of their
    room so, and what takes less room is written sooner.
    """
    row = {f.name: getattr(document, f.name) for f in fields(Document)}
    return row | {"body": zstandard.compress(document.body, _LEVEL)}


def to_document(row: Row) -> Document:
    """The document a row of ``documents`` holds; one that an older Dateline wrote while the store was brought up is not
    packed.
    """
    body = row["body"]
    packed = body.startswith(zstandard.FRAME_HEADER)
    return Document(**{**row, "body": zstandard.decompress(body) if packed else body})
