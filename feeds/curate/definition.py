"""What decides which stories a topic takes, as a digest: when it changes, stories are matched anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from feeds.curate.bind import lists_in, topics_in
from feeds.curate.explain import ago
from feeds.curate.match import Curator
from feeds.curate.tree import Field, Query, Since, walk
from feeds.model.topic import Topic

_LANGUAGE = 3  # counts up when queries come to mean something else, or more of a story is searched
# A topic that counts back from now is matched anew as time passes: twenty-four times in the time that it
# counts, but neither every second nor less than every hour.
_STEPS = 24
_SHORTEST, _LONGEST = timedelta(minutes=5), timedelta(hours=1)


def definitions(curator: Curator, *, now: datetime) -> Mapping[str, str]:
    """A digest of each topic: of its queries and rules, sources and languages, the tags that these go by, the lists
    that it reads, the topics that it is built on, and of the time where it counts back from ``now``.
    """
    return {
        slug: _digest(digest, int(now.timestamp() // step.total_seconds())) if step else digest
        for slug, (digest, step) in _timeless(curator).items()
    }


@lru_cache(maxsize=2)
def _timeless(curator: Curator) -> dict[str, tuple[str, timedelta | None]]:
    """The digest of each topic but for the time, and after how long that counts."""
    lists = {path: _digest(*names.spelled.items()) for path, names in curator.lists.items()}
    tags = _digest(*sorted((name, tuple(tags)) for name, tags in curator.tags.items()))
    made: dict[str, tuple[str, timedelta | None]] = {}
    for ready in curator.topics:
        topic, query = ready.topic, ready.whole
        built_on = [made[named.slug] for named in topics_in(query)]
        digest = _digest(
            _LANGUAGE,
            (topic.query, topic.stem, topic.sources, topic.languages, topic.window),
            *_rules(topic),
            tags if topic.sources or _by_tag(query) else "",
            [lists[listed.path] for listed in lists_in(query)],
            [("shows", below) for below, _ in built_on],
        )
        steps = [_step(query), *(step for _, step in built_on)]
        made[topic.slug] = (digest, min((step for step in steps if step), default=None))
    return made


def _rules(topic: Topic) -> tuple[object, ...]:
    """The rules beside the query; a topic without any has the digest that it had before there were rules."""
    rules = (topic.exclude, topic.min_carriers, topic.first_carriers_only, topic.hold)
    return () if rules == ((), 1, False, None) else (rules,)


def _by_tag(query: Query) -> bool:
    return any(isinstance(part, Field) and part.name == "tag" for part in walk(query))


def _step(query: Query) -> timedelta | None:
    """How long what a query says of the time may count; None if it says nothing relative."""
    waits = [ago(part.value) for part in walk(query) if isinstance(part, Since)]
    steps = [max(_SHORTEST, min(wait / _STEPS, _LONGEST)) for wait in waits if wait is not None]
    return min(steps, default=None)


def _digest(*what: object) -> str:
    return blake2b(repr(what).encode(errors="surrogatepass"), digest_size=16).hexdigest()
