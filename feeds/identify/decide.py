"""What an arriving item is to us: nothing new, changed words, a copy of a story, or a new story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.identify.compare import compare
from feeds.identify.fingerprint import unpack
from feeds.identify.mark import relation_of_change
from feeds.model.item import Item
from feeds.model.story import Candidate, Copy, Plan, Relation, Signature, Story, Version, format_id

# A fuller copy takes the head only if it is fuller by so much: outlets' few words more or less
# must not make a story's text jump.
_FULLER = 1.25
_WIRE = 0.85  # share of text in common from which a copy is the agency's words, below it is edited


@dataclass(frozen=True, slots=True, kw_only=True)
class _Join:
    story: Story
    score: float
    why: str


def decide(
    item: Item,
    *,
    keys: tuple[str, ...],
    signature: Signature,
    known: Item | None,
    known_story: Story | None,
    candidates: Sequence[Candidate],
    window: timedelta,
    now: datetime,
) -> Plan:
    """The plan for one item that is new, or whose words changed.

    ``known`` is the item as kept and ``known_story`` its story; ``candidates`` share keys with it;
    ``window`` is how far apart in time copies of one story may be; ``now`` is when it arrived.
    """
    if known is not None and known_story is not None:
        return _revise(item, keys, signature, known, known_story, now)
    joins = _joins(item, signature, candidates, window)
    if not joins:
        return _open(item, keys, signature)
    return _join(item, keys, signature, joins)


def _joins(
    item: Item, signature: Signature, candidates: Sequence[Candidate], window: timedelta
) -> list[_Join]:
    """The stories it belongs to, the surest first; each once."""
    print_ = unpack(signature.body)
    found: dict[str, _Join] = {}
    for candidate in candidates:
        story = candidate.story
        copy = next((c for c in story.copies if c.item == candidate.item), None)
        if copy is None or abs(copy.carried_at - item.carried_at) > window:
            continue
        judged = compare(print_, unpack(candidate.body))
        if not judged.same:
            continue
        why = f"compared with {copy.source}: {judged.why}"
        verdict = _Join(story=story, score=judged.score, why=why)
        best = found.get(story.id)
        if best is None or verdict.score > best.score:
            found[story.id] = verdict
    return sorted(found.values(), key=lambda j: (-j.score, j.story.first_seen, j.story.id))


def _open(item: Item, keys: tuple[str, ...], signature: Signature) -> Plan:
    copy = copy_of(item, relation="original", score=1.0, why="the first to carry it")
    story = Story(
        id=format_id(item.id),
        head=item,
        copies=(copy,),
        first_carrier=item.source,
        published=item.published or item.first_seen,
        updated=item.published or item.first_seen,
        first_seen=item.first_seen,
    )
    version = _version(1, item, story.updated, "original")
    return Plan(
        change="new", item=item, keys=keys, story=story, signature=signature, version=version
    )


def _join(item: Item, keys: tuple[str, ...], signature: Signature, joins: Sequence[_Join]) -> Plan:
    """Into the story it belongs to; where it bridges several, they are one: the oldest id stays."""
    stories = sorted((j.story for j in joins), key=lambda s: (s.first_seen, s.published, s.id))
    kept, *others = stories
    best = joins[0]
    agency = item.credit.agency or kept.agency
    relation: Relation = (
        "teaser" if item.teaser else "wire copy" if best.score >= _WIRE and agency else "rewrite"
    )
    joined = copy_of(item, relation=relation, score=best.score, why=best.why)
    copies = [c for story in stories for c in story.copies]
    heads = [story.head for story in stories]
    story = _settle(kept, [*copies, joined], [*heads, item])
    merged = tuple(other.id for other in others)
    return Plan(change="new", item=item, keys=keys, story=story, merged=merged, signature=signature)


def _revise(
    item: Item,
    keys: tuple[str, ...],
    signature: Signature,
    known: Item,
    story: Story,
    now: datetime,
) -> Plan:
    """Changed words of an item we have: a version of the story if they are the story's own."""
    kept = replace(
        item,
        id=known.id,
        key=known.key,
        first_seen=known.first_seen,
        seen_after=known.seen_after,
        published=known.published or item.published,
    )
    relation = relation_of_change(known.title, item.title)
    previous = next(c for c in story.copies if c.item == known.id)
    why = f"{previous.why}; changed its words"
    first = previous.relation in ("original", "correction", "update")
    shown = relation if first else previous.relation
    changed = copy_of(kept, relation=shown, score=previous.score, why=_once(why))
    copies = [changed if c.item == known.id else c for c in story.copies]
    if story.head.id != known.id:
        settled = _settle(story, copies, [story.head, kept])
        return Plan(change="updated", item=kept, keys=keys, story=settled, signature=signature)
    at = _when(item, story, now)
    number = story.version + 1
    revised = replace(story, head=kept, copies=tuple(copies), updated=at, version=number)
    version = _version(number, kept, at, relation)
    return Plan(
        change="updated", item=kept, keys=keys, story=revised, signature=signature, version=version
    )


def _when(item: Item, story: Story, now: datetime) -> datetime:
    """When the words changed: as the source says if that can be, else now; never backwards."""
    stated = item.updated
    return stated if stated is not None and story.updated < stated <= now else now


def _once(why: str) -> str:
    return why.replace("; changed its words; changed its words", "; changed its words")


def _version(number: int, item: Item, at: datetime, relation: Relation) -> Version:
    return Version(
        number=number,
        at=at,
        item=item.id,
        title=item.title,
        text=item.text,
        digest=item.digest,
        relation=relation,
    )


def _settle(story: Story, copies: Sequence[Copy], heads: Sequence[Item]) -> Story:
    """A story with these copies: order, first carrier and head follow from them.

    ``updated`` stays: one more copy changes none of the story's words.
    """
    ordered = sorted(copies, key=lambda c: (c.first_seen, c.carried_at, c.item))
    first = min(ordered, key=lambda c: (c.carried_at, c.first_seen, c.item))
    return replace(
        story,
        head=_head(heads),
        copies=tuple(ordered),
        first_carrier=first.source,
        published=first.published or first.first_seen,
        first_seen=ordered[0].first_seen,
    )


def _head(heads: Sequence[Item]) -> Item:
    """The item whose words head the story: no teaser before a full text, then an agency's own copy
    before others' copies of it, then clearly the fullest.
    """
    best = heads[0]
    for item in heads[1:]:
        if best.teaser != item.teaser:
            best = item if best.teaser else best
        elif best.credit.own != item.credit.own:
            best = item if item.credit.own else best
        elif len(item.text) > len(best.text) * _FULLER:
            best = item
    return best


def copy_of(item: Item, *, relation: Relation, score: float, why: str) -> Copy:
    """An item as a copy of a story."""
    return Copy(
        item=item.id,
        source=item.source,
        guid=item.guid,
        link=item.link,
        title=item.title,
        published=item.published,
        first_seen=item.first_seen,
        carried_at=item.carried_at,
        teaser=item.teaser,
        agency=item.credit.agency,
        words=len(item.text.split()),
        relation=relation,
        score=round(score, 4),
        why=why,
    )
