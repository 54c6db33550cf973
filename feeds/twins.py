"""Linking language twins: stories that changed are read for what other languages share, and compared.

A step of its own before a release, outside of the transactions that take stories in. Whether two are twins is
decided in ``feeds.identify``. Stories are read and written many at a time, with the outcome that they would have one
by one: each meets those that were read before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from feeds.identify.gist import Gist, gist_of, keys_of, pack_gist, unpack_gist
from feeds.identify.twin import NEAR, rank, twins, worth_indexing
from feeds.model.story import Story, StoryGist, StoryLink
from store.api import Snapshot, Store, Transaction
from store.twins_api import TwinPosting

_AT_ONCE = 200  # stories looked at in one transaction
_NEAR = timedelta(minutes=NEAR)


def link_twins(store: Store) -> int:
    """Link the stories that have changed by now; answers how many it read.

    What changes meanwhile waits for :func:`link_rest`: where others take stories in, there is always more.
    """
    with store.read() as snapshot:
        unread = snapshot.twins.unread()
    read = 0
    for some in _parts(unread):
        with store.read() as snapshot:
            changed, kept = _read(snapshot, some)
        with store.write() as tx:
            _link(tx, changed, kept)
        read += len(changed)
    return read


def link_rest(tx: Transaction) -> None:
    """Link what else changed, within the transaction that releases it: released, nobody would look at it again."""
    for some in _parts(tx.twins.unread()):
        _link(tx, *_read(tx, some))


def _parts(stories: Sequence[str]) -> Iterator[Sequence[str]]:
    """Stories in as many parts as are looked at together."""
    for start in range(0, len(stories), _AT_ONCE):
        yield stories[start : start + _AT_ONCE]


def _read(
    snapshot: Snapshot, unread: Sequence[str]
) -> tuple[list[_Reading], Mapping[str, StoryGist]]:
    """Those of the stories that are still there under their own ids, and the gists that are kept of them."""
    found = snapshot.stories_by_id(unread)
    there = [story for story_id, story in found.items() if story.id == story_id]
    return [_Reading.of(story) for story in there], snapshot.twins.gists([s.id for s in there])


def _state(story: Story) -> str:
    """The words that a gist is of; none are a withdrawn story's."""
    return story.head.digest if story.status == "usable" else ""


@dataclass(slots=True)
class _Reading:
    """A story that was read: its gist, what that is found by, and the stories to compare it with, by id.

    Those have the gists that they have at its turn; None stands for the one that the store has.
    """

    story: Story
    gist: Gist | None
    keys: tuple[int, ...] = ()
    others: Mapping[str, Gist | None] = field(default_factory=dict)

    @classmethod
    def of(cls, story: Story) -> _Reading:
        """A text that can't be read has no gist, thus no twins, and keeps no other from having them."""
        try:
            gist = gist_of(story.head, story.published) if story.status == "usable" else None
        except (ValueError, ArithmeticError, LookupError):
            gist = None
        return cls(story, gist, keys_of(gist) if gist else ())

    @property
    def language(self) -> str:
        return self.story.head.language or ""

    @property
    def near(self) -> tuple[datetime, datetime]:
        """The time within which its twins were published."""
        return self.story.published - _NEAR, self.story.published + _NEAR


def _link(tx: Transaction, readings: Sequence[_Reading], kept: Mapping[str, StoryGist]) -> None:
    """Keep stories' gists, and link them with the twins they have now; ``kept`` are the gists that they had."""
    gists = _find(readings, kept, tx.twins.postings(_asked(readings)))
    unread = {other for one in readings for other, gist in one.others.items() if gist is None}
    stored = {story: unpack_gist(g.body) for story, g in tx.twins.gists(sorted(unread)).items()}
    tx.twins.put(gists, before=kept)
    for one in readings:
        others = {other: gist or stored.get(other) for other, gist in one.others.items()}
        there = {other: gist for other, gist in others.items() if gist is not None}
        found = twins(one.gist, there) if one.gist else ()
        if found or one.story.id in kept:
            links = [
                StoryLink(story=one.story.id, other=t.story, score=t.score, why=t.why)
                for t in found
            ]
            tx.twins.link(one.story.id, links)


def _asked(readings: Sequence[_Reading]) -> Iterator[tuple[int, datetime, datetime]]:
    """The keys that stories have, with the times within which others are asked for; times that overlap as one."""
    times: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in sorted(readings, key=lambda one: one.story.published):
        near = one.near
        for key in one.keys:
            times[key].append(near)
    for key, some in times.items():
        since, until = some[0]
        for begins, ends in some[1:]:
            if begins > until:
                yield key, since, until
                since = begins
            until = ends
        yield key, since, until


def _find(
    readings: Sequence[_Reading],
    kept: Mapping[str, StoryGist],
    postings: Mapping[int, Sequence[TwinPosting]],
) -> list[StoryGist]:
    """Find for each story whom to compare it with, as if those before it were kept already; answers their gists as
    they are to be kept.
    """
    having = defaultdict(list, {key: list(some) for key, some in postings.items()})
    gists: list[StoryGist] = []
    read: dict[str, Gist | None] = {}
    for one in readings:
        story, at, language = one.story.id, one.story.published, one.language
        new = StoryGist(story=story, digest=_state(one.story), at=at, language=language)
        if one.gist is not None:
            since, until = one.near
            near = {key: [p for p in having[key] if since <= p[2] <= until] for key in one.keys}
            others = {
                key: [other for other, spoken, _ in some if spoken != language and other != story]
                for key, some in near.items()
            }
            one.others = {other: read.get(other) for other in rank(one.keys, others)}
            worth = worth_indexing(one.keys, near)
            new = replace(new, body=pack_gist(one.gist), keys=worth)
        for key in kept[story].keys if story in kept else ():
            having[key] = [posting for posting in having[key] if posting[0] != story]
        for key in new.keys:
            having[key].append((story, language, at))
        gists.append(new)
        read[story] = one.gist
    return gists
