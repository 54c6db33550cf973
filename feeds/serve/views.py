"""What pages show, out of the store, and the templates that show it: for the server and for static files alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from feeds import edition
from feeds.model.health import CONDITIONS, Condition
from feeds.model.poll import PollState, Source
from feeds.model.story import Story, format_id
from feeds.model.topic import Topic
from feeds.poll.health import condition, sentence
from feeds.publish.notes import verb
from feeds.publish.permit import permit_for, shown_history
from feeds.publish.wording import had_it
from feeds.serve.desk import Front
from feeds.serve.headline import headline
from feeds.serve.links import quotings, twins_of
from store.api import Snapshot
from store.polling_api import SourceActivity

_ON_FRONT = 5  # stories of each topic on the front page
_LATELY = 20  # events on the page of the sources
_CHANGES = 50  # of a story's words on its page, the newest; a live blog has hundreds
_QUOTING = 50  # quotations on its page, the surest
_RTL = {"ar", "fa", "he", "ur"}
Values = dict[str, Any]


class Templates:
    """Renders templates for a site. ``live``: a server answers, so that there may be queries in addresses."""

    def __init__(self, *, live: bool) -> None:
        self._environment = Environment(
            loader=PackageLoader("feeds.serve"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            when=_when,
            direction=_direction,
            host=_host,
            had_it=had_it,
            headline=headline,
            item_id=format_id,
            verb=verb,
        )
        self._environment.globals["live"] = live

    def render(self, name: str, front: Front, **values: Any) -> str:
        """The page as HTML."""
        return self._environment.get_template(name).render(front=front, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source with how it is; ``state`` and ``activity`` are None while nothing is known."""

    source: Source
    state: PollState | None
    activity: SourceActivity | None
    condition: Condition
    sentence: str | None

    @property
    def status(self) -> int | None:
        """What HTTP answered last; a folder answers nothing."""
        return self.state.status if self.state and self.source.path is None else None

    @property
    def a_day(self) -> float:
        """Items a day, over the last week."""
        return self.activity.last_week / 7 if self.activity else 0.0


def front_view(
    snapshot: Snapshot,
    front: Front,
    now: datetime,
    *,
    after: str | None = None,
    most: int | None = None,
) -> Values:
    """What ``front.html`` shows: all topics, or ``most`` of them, those ``after`` that slug or, where there are none,
    the first.
    """
    start = next((n for n, topic in enumerate(front.topics, 1) if topic.slug == after), 0)
    left = front.topics[start:] or front.topics
    topics = left[:most]
    shown = edition.fronts(snapshot, topics, _ON_FRONT, now)
    return {
        "topics": [*zip(topics, shown, strict=True)],
        "further": topics[-1].slug if len(left) > len(topics) else None,
    }


def topic_view(snapshot: Snapshot, topic: Topic, now: datetime) -> Values:
    """What ``topic.html`` shows."""
    (shown,) = edition.fronts(snapshot, [topic], None, now)
    return {
        "topic": topic,
        "stories": shown,
        "words": snapshot.words_in(topic.slug),
    }


def story_view(
    snapshot: Snapshot, front: Front, story: Story, *, linked: Set[str] | None = None
) -> Values:
    """What ``story.html`` shows; of other stories only those ``linked`` have a page, None: all."""
    permit = permit_for(story, front.republish)
    versions = snapshot.versions(story.id, last=_CHANGES + 1)
    return {
        "story": story,
        "rule": permit.rule(story.head.id),
        "linked": linked,
        "body": Markup(story.head.html),
        "excerpt": permit.text(story.head.id, story.head.text),
        "changes": shown_history(versions, permit)[::-1],
        "earlier": versions[0].number - 1 if versions else 0,
        "quoting": quotings(snapshot, story, _QUOTING),
        "twins": twins_of(snapshot, story),
        "matches": snapshot.topics_of(story.id),
        "editor": snapshot.words_by_story([story.id]).get(story.id, {}),
        "held": snapshot.held_by_topics(story.id),
        "titles": {topic.slug: topic.title for topic in front.topics},
    }


def sources_view(
    snapshot: Snapshot,
    front: Front,
    now: datetime,
    *,
    only: str | None = None,
    after: str | None = None,
    most: int | None = None,
) -> Values:
    """What ``sources.html`` shows: all sources, or ``only`` those in one condition; ``most`` of them, those ``after``
    that name or, where there are none, the first.
    """
    rows = source_rows(snapshot, front.sources, now)
    counts = Counter(row.condition for row in rows)
    start = next((n for n, row in enumerate(rows, 1) if row.source.name == after), 0)
    wanted = [(n, row) for n, row in enumerate(rows) if only in (None, row.condition)]
    shown = [row for n, row in wanted if n >= start] or [row for _, row in wanted]
    return {
        "rows": shown[:most],
        "further": shown[most - 1].source.name if most and len(shown) > most else None,
        "counts": [(name, counts[name]) for name in CONDITIONS if counts[name]],
        "total": len(rows),
        "only": only,
        "events": snapshot.source_events(limit=_LATELY),
    }


def source_rows(snapshot: Snapshot, sources: tuple[Source, ...], now: datetime) -> list[SourceRow]:
    """Each source with how it is, in the order of the configuration."""
    states = {state.source: state for state in snapshot.poll_states()}
    activity = snapshot.activity(at=now)
    return [
        SourceRow(
            source=source,
            state=states.get(source.name),
            activity=activity.get(source.name),
            condition=condition(states.get(source.name), source),
            sentence=sentence(states.get(source.name), source, now),
        )
        for source in sources
    ]


def _when(moment: datetime | None) -> str:
    if moment is None:
        return "never"
    exact = moment.isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{}</time>').format(exact, f"{moment:%Y-%m-%d %H:%M} UTC")


def _direction(language: str | None) -> str:
    return "rtl" if language in _RTL else "auto"


def _host(source: Source) -> str:
    """Where a source lives, without user and password."""
    return (urlsplit(source.url).hostname or "") if source.url else "folder"
