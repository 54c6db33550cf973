"""An editor's lasting word over the program's: these copies are another story; these two are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from feeds.errors import DatelineError
from feeds.identify.decide import new_story_id
from feeds.identify.settle import choose_head, settle, version_of
from feeds.model.item import Item
from feeds.model.story import Copy, Ruling, Story


def split(story: Story, items: Mapping[int, Item], away: Set[int], taken: Set[str]) -> Ruling:
    """Make a story of its own of the copies ``away``.

    ``items`` are the items of all copies, ``taken`` the ids that stories have or had. Raises
    DatelineError when nothing would go or nothing would stay, or a copy is not the story's.
    """
    strangers = away - {copy.item for copy in story.copies}
    if strangers:
        raise DatelineError("an item to split off is no copy of this story; see: dateline story ID")
    gone = [copy for copy in story.copies if copy.item in away]
    stay = [copy for copy in story.copies if copy.item not in away]
    if not gone or not stay:
        raise DatelineError("a split needs copies that go and copies that stay")
    rest = _with(story, stay, items)
    head = choose_head([items[copy.item] for copy in gone])
    first = min(gone, key=lambda c: (c.carried_at, c.first_seen, c.item))
    blank = replace(
        story,
        id=new_story_id(items[first.item], taken),
        head=head,
        version=1,
        status="usable",
        updated=first.published or first.first_seen,
    )
    marked = [replace(copy, why=f"split off by an editor; {copy.why}") for copy in gone]
    other = settle(blank, marked, [head])
    version = version_of(head, number=1, at=other.updated, relation="original")
    return Ruling(
        stories=(rest, other), versions=((other.id, version),), apart=((rest.id, other.id),)
    )


def join(one: Story, other: Story) -> Ruling:
    """Make one story of two: the older one's id stays, the other's redirects to it."""
    if one.id == other.id:
        raise DatelineError("these two are one story already")
    kept, folded = sorted((one, other), key=lambda s: (s.first_seen, s.published, s.id))
    marked = [replace(copy, why=f"joined by an editor; {copy.why}") for copy in folded.copies]
    story = settle(kept, [*kept.copies, *marked], [kept.head, folded.head])
    return Ruling(
        stories=(story,), merged=((folded.id, kept.id),), together=((kept.id, folded.id),)
    )


def _with(story: Story, copies: Sequence[Copy], items: Mapping[int, Item]) -> Story:
    """The story with fewer copies: where its head went, the fullest that is left heads it."""
    present = {copy.item for copy in copies}
    heads = [items[copy.item] for copy in copies]
    head = story.head if story.head.id in present else choose_head(heads)
    return settle(story, copies, [head])
