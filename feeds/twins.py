"""Linking language twins: stories that changed are read for what other languages share, and compared.

A step of its own before a release, outside of the transactions that take stories in. Whether two are twins is
decided in ``feeds.identify``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from feeds.identify.gist import Gist, gist_of, keys_of, pack_gist, unpack_gist
from feeds.identify.twin import NEAR, rank, twins, worth_indexing
from feeds.model.story import Story, StoryGist, StoryLink
from store.api import Snapshot, Store, Transaction

_AT_ONCE = 200  # stories looked at in one transaction


def link_twins(store: Store) -> int:
    """Link the stories that changed since this was last done; answers how many it read."""
    after, read = 0, 0
    while True:
        with store.read() as snapshot:
            marks = dict(snapshot.twins.unread(after=after, limit=_AT_ONCE))
            stories = _present(snapshot, marks)
            kept = snapshot.twins.gists(list(stories))
        if not marks:
            return read
        after = max(marks.values())
        changed = {
            story.id: _read(story)
            for story in stories.values()
            if story.id not in kept or kept[story.id].digest != _state(story)
        }
        read += len(changed)
        with store.write() as tx:
            for story_id, story in stories.items():
                if story_id in changed:
                    _link(tx, story, changed[story_id], kept.get(story_id), marks[story_id])
                else:
                    tx.twins.note(story_id, mark=marks[story_id])


def _present(snapshot: Snapshot, marks: Mapping[str, int]) -> dict[str, Story]:
    """Those of the stories that are still there under their own ids."""
    found = snapshot.stories_by_id(list(marks))
    return {story_id: story for story_id, story in found.items() if story.id == story_id}


def _state(story: Story) -> str:
    """The words that a gist is of; none are a withdrawn story's."""
    return story.head.digest if story.status == "usable" else ""


def _read(story: Story) -> Gist | None:
    """The story's gist; a text that can't be read for one has no twins, and keeps no other from having them."""
    try:
        return gist_of(story.head, story.published) if story.status == "usable" else None
    except (ValueError, ArithmeticError, LookupError):
        return None


def _link(
    tx: Transaction, story: Story, gist: Gist | None, before: StoryGist | None, mark: int
) -> None:
    """Keep a story's gist, and link the story with the twins it has now; ``before`` is the gist that it had."""
    language = story.head.language or ""
    kept = StoryGist(story=story.id, digest=_state(story), at=story.published, language=language)
    if gist is None:
        tx.twins.put(kept, mark=mark, before=before)
        if before is not None:
            tx.twins.link(story.id, ())
        return
    near = timedelta(minutes=NEAR)
    keys = keys_of(gist)
    since, until = story.published - near, story.published + near
    postings = tx.twins.postings(keys, since=since, until=until)
    others = {
        key: [one for one, spoken in found if spoken != language and one != story.id]
        for key, found in postings.items()
    }
    near_by = rank(keys, others)
    bodies = tx.twins.gists(near_by) if near_by else {}
    found = twins(gist, {one: unpack_gist(other.body) for one, other in bodies.items()})
    worth = worth_indexing(keys, postings)
    tx.twins.put(replace(kept, body=pack_gist(gist), keys=worth), mark=mark, before=before)
    links = [StoryLink(story=story.id, other=t.story, score=t.score, why=t.why) for t in found]
    if links or before is not None:
        tx.twins.link(story.id, links)
