"""The state of a story that its copies make: their order, who had it first, whose words head it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime

from feeds.identify.mark import mark_of, strip_marks
from feeds.identify.recognise import Join
from feeds.model.item import Item
from feeds.model.story import Copy, Relation, Story, Version, format_id

_WIRE = 0.85  # a score from which a copy of an agency's text is its words; below it is edited
# What a copy is of the words, by who had them first; the others are later states of them, or take them back.
_OF_THE_WORDS: tuple[Relation, ...] = ("original", "wire copy", "teaser", "rewrite")
# A fuller copy takes the head only if it is fuller by so much, about a paragraph of ten: outlets' few words more
# or less must not make a story's text jump.
_FULLER = 1.1


def story_ids(item: int) -> Iterator[str]:
    """The ids that a story may have that an item opened: its own, then others drawn from it, for where a
    story that the item was split off from has that one.
    """
    while True:
        yield format_id(item)
        item = (item * 6364136223846793005 + 1442695040888963407) % (1 << 63)


def open_story(item: Item, taken: Set[str], apart: Join | None) -> Story:
    """A story of one copy; ``taken`` are ids that other stories have, ``apart`` is the likest that it is not."""
    why = "the first to arrive"
    if apart is not None:
        why += f"; kept apart from story {apart.story}, {apart.score:.0%} sure that it is one: {apart.why}"
    relation: Relation = "withdrawal" if mark_of(item) == "withdrawal" else "original"
    copy = copy_of(item, relation=relation, score=1.0, why=why)
    return Story(
        id=next(number for number in story_ids(item.id) if number not in taken),
        head=item,
        copies=(copy,),
        first_carrier=item.source,
        published=item.published or item.first_seen,
        updated=item.published or item.first_seen,
        first_seen=item.first_seen,
    )


def settle(story: Story, copies: Sequence[Copy], heads: Sequence[Item]) -> Story:
    """A story with these copies: order, first carrier, original and head follow from them.

    ``updated`` stays: one more copy changes none of the story's words.
    """
    ordered = sorted(copies, key=lambda c: (c.first_seen, c.carried_at, c.item))
    first = min(ordered, key=_carried)
    return replace(
        story,
        head=choose_head(heads, by_length=story.version == 1),
        copies=tuple(related(ordered)),
        first_carrier=first.source,
        published=first.published or first.first_seen,
        first_seen=ordered[0].first_seen,
    )


def _carried(copy: Copy) -> tuple[datetime, datetime, int]:
    return copy.carried_at, copy.first_seen, copy.item


def related(copies: Sequence[Copy]) -> Iterator[Copy]:
    """The copies, of which the one that was carried first is the original, whichever arrived first; if that has another
    state of its words by now, none but what was the original already.
    """
    first = min(copies, key=_carried)
    others = [copy for copy in copies if copy.relation == "original"]
    original = first if first.relation in _OF_THE_WORDS else min(others, key=_carried, default=None)
    wired = any(copy.agency for copy in copies)
    for copy in copies:
        if copy is original:
            yield replace(copy, relation="original")
        elif copy.relation == "original":
            yield replace(copy, relation=relation_of(copy, wired=wired))
        else:
            yield copy


def relation_of(copy: Copy, *, wired: bool) -> Relation:
    """What a copy is of words that another source had first; ``wired`` if they are an agency's."""
    if copy.teaser:
        return "teaser"
    return "wire copy" if copy.score >= _WIRE and wired else "rewrite"


def choose_head(items: Sequence[Item], *, by_length: bool = True) -> Item:
    """The item whose words head the story: no teaser before a full text, then an agency's own copy
    before others' copies of it, then clearly the fullest. Among equals the earlier in the list; of a story whose
    words were corrected or updated (``by_length`` False) a fuller text without that is an equal.
    """
    best = items[0]
    for item in items[1:]:
        if best.teaser != item.teaser:
            best = item if best.teaser else best
        elif best.credit.own != item.credit.own:
            best = item if item.credit.own else best
        elif by_length and len(item.text) > len(best.text) * _FULLER:
            best = item
    return best


def by_time(items: Iterable[Item]) -> list[Item]:
    """Items in the order in which they were carried; those of one time stay as they stand."""
    return sorted(items, key=lambda item: (item.carried_at, item.first_seen))


def share_fate(story: Story, merged: Sequence[Story], now: datetime) -> Story:
    """The story, withdrawn if one of those merged into it was: its words are theirs. It is as old as that, or as
    ``now`` if it had later words.
    """
    killed = [other.updated for other in merged if other.status == "withdrawn"]
    if story.status == "withdrawn" or not killed:
        return story
    return replace(story, status="withdrawn", updated=_later(max(killed), story, now))


def _later(at: datetime, story: Story, now: datetime) -> datetime:
    """When a story's readers are shown what another that was merged into it had at a time: then, if they have nothing
    later.
    """
    return at if story.updated < at else now


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
        seen_after=item.seen_after,
        carried_at=item.carried_at,
        teaser=item.teaser,
        agency=item.credit.agency,
        words=item.words,
        relation=relation,
        score=round(score, 4),
        why=why,
    )


def version_of(item: Item, *, number: int, at: datetime, relation: Relation) -> Version:
    """An item's words as a state of its story's; the marks in its title are the relation."""
    return Version(
        number=number,
        at=at,
        item=item.id,
        title=strip_marks(item.title),
        text=item.text,
        digest=item.digest,
        relation=relation,
    )


def fuller(before: Story, after: Story) -> Version | None:
    """The words of the story's present state anew, where another copy heads it now."""
    if after.head.id == before.head.id or after.status == "withdrawn":
        return None
    return version_of(after.head, number=after.version, at=after.updated, relation="original")


def corrected_words(
    story: Story,
    others: Sequence[Story],
    copies: Sequence[Copy],
    heads: Sequence[Item],
    now: datetime,
) -> tuple[Story, Version] | None:
    """The story in the corrected or updated words of one of the ``others`` that were merged into it, and that state of
    its words; None where its own were corrected, theirs were not, or other words head it all the same.

    To its readers these words are new: it is as old as they are, or as ``now`` if it had its own later.
    """
    later = [other for other in others if other.version > 1 and other.status == "usable"]
    if story.version > 1 or story.status == "withdrawn" or not later:
        return None
    latest = max(later, key=lambda other: (other.updated, other.id))
    merged = settle(replace(story, version=2), copies, [latest.head, *heads])
    if merged.head.id != latest.head.id:
        return None
    at = _later(latest.updated, story, now)
    said = next(copy.relation for copy in copies if copy.item == latest.head.id)
    relation: Relation = "correction" if said == "correction" else "update"
    version = version_of(latest.head, number=2, at=at, relation=relation)
    return replace(merged, updated=at), version
