"""What curates beyond the query: which stories enter a topic, when they may be out, in which order they stand.

An editor's word (pin, ban) goes before all of it, in the one topic that it is said of.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from feeds.model.story import Copy, Story
from feeds.model.topic import EditorsWord, Match, Rank, Topic
from feeds.text import fold

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """What becomes of a story: the topics that it is in, and those that hold it back, each until when."""

    matches: tuple[Match, ...] = ()
    waiting: Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Sources as a topic names them: names, and ``tag:…`` (folded, since case and accents do not matter)."""

    names: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def has(self, source: str, tags: Iterable[str]) -> bool:
        """Whether it names the source, which has those tags."""
        return source in self.names or not self.tags.isdisjoint(map(fold, tags))


def named(sources: Iterable[str]) -> Named:
    """Names and tags told apart."""
    tags = frozenset(fold(name[4:]) for name in sources if name.startswith("tag:"))
    return Named(names=frozenset(n for n in sources if not n.startswith("tag:")), tags=tags)


def enter(
    story: Story,
    matches: Sequence[Match],
    topics: Mapping[str, Topic],
    *,
    words: Mapping[str, EditorsWord],
    inside: Set[str],
    now: datetime,
) -> Entering:
    """Which of the topics a story is in.

    ``matches`` are those whose queries and rules take it, among ``topics``, by slug; ``words`` what an editor said of
    it, by topic; ``inside`` the topics that hold it already.
    """
    found, waiting = [], {}
    for match in _with_pins(story, matches, topics, words):
        slug = match.topic
        topic, sure = topics[slug], words.get(slug) == "pin" or slug in inside
        if words.get(slug) == "ban":
            continue
        if sure or not (_waits(topic, story, now) or _killed_before(topic, story)):
            found.append(match)
        elif _waits(topic, story, now):
            waiting[slug] = _due(topic, story)
    return Entering(matches=tuple(found), waiting=waiting)


def overruled(
    story: Story,
    topics: Iterable[Topic],
    *,
    words: Mapping[str, EditorsWord],
    inside: Set[str],
    now: datetime,
) -> dict[str, bool]:
    """Whether topics show a story, where that is not by their queries and rules: what is pinned they do, what is banned
    or held back they don't. For topics that are built on them; ``words`` and ``inside`` as for :func:`enter`.
    """
    shown = {slug: word == "pin" for slug, word in words.items()}
    for topic in topics:
        early = _waits(topic, story, now) or _killed_before(topic, story)
        if early and topic.slug not in words and topic.slug not in inside:
            shown[topic.slug] = False
    return shown


def _with_pins(
    story: Story,
    matches: Sequence[Match],
    topics: Mapping[str, Topic],
    words: Mapping[str, EditorsWord],
) -> Iterable[Match]:
    yield from matches
    taken = {match.topic for match in matches}
    for slug in sorted(words.keys() & topics.keys() - taken):
        if words[slug] == "pin":
            yield Match(topic=slug, story=story.id)


def _waits(topic: Topic, story: Story, now: datetime) -> bool:
    """Whether a topic holds the story back. Without a hold it does not, though another machine's clock, or one that was
    set back since, had it later than ``now``.
    """
    return bool(topic.hold) and _due(topic, story) > now


def _due(topic: Topic, story: Story) -> datetime:
    """When a topic that waits may have the story out."""
    return story.first_seen + (topic.hold or timedelta())


def _killed_before(topic: Topic, story: Story) -> bool:
    """Whether those who wrote it took it back before the topic had it out, having had the time to."""
    return story.status == "withdrawn" and (topic.hold is not None or topic.min_carriers > 1)


def ranked(stories: Iterable[Story], rank: Rank) -> list[Story]:
    """The stories in a topic's order; those that weigh the same stay as they stand."""
    if rank == "newest":
        return list(stories)
    weigh = _velocity if rank == "velocity" else attrgetter("carriers")
    return sorted(stories, key=weigh, reverse=True)


def _velocity(story: Story) -> int:
    """The most sources that took a story up within one hour: it goes by the story alone, not by the clock."""
    first: dict[str, datetime] = {}
    for copy in story.copies:
        first[copy.source] = min(copy.carried_at, first.get(copy.source, copy.carried_at))
    times = sorted(first.values())
    return max(bisect_right(times, start + _HOUR) - place for place, start in enumerate(times))


def lead(story: Story, priority: Sequence[str], tags: Mapping[str, Sequence[str]]) -> Copy | None:
    """The copy that heads a story where those sources go first; None: the story's own head does.

    It is the newest full copy of the first of them that has one: a teaser would cost readers the text. ``tags``
    gives the tags of each source. A withdrawn story is headed by nobody else.
    """
    if story.status == "withdrawn":
        return None
    whole = [c for c in story.copies if not c.teaser and c.relation != "withdrawal"]
    for one in priority:
        wanted = named([one])
        found = [c for c in whole if wanted.has(c.source, tags.get(c.source, ()))]
        if found:
            return found[-1] if found[-1].item != story.head.id else None
    return None
